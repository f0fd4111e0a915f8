"""Texts as words and words as pieces, exactly as `words.rs` and `pieces.rs` do it."""

import re
import unicodedata

SPECIAL = {"ß": "ss", "æ": "ae", "œ": "oe", "ø": "o", "đ": "d", "ł": "l", "ð": "d", "þ": "th", "ı": "i", "ħ": "h",
           "ŧ": "t", "ŋ": "n", "ĳ": "ij", "ſ": "s"}
WORD = re.compile("[a-z]+|[0-9]+")
LONGEST_WORD = 32


def is_combining(letter):
    return 0x300 <= ord(letter) < 0x370


def plain_letters():
    plain = {}
    for code in range(0xC0, 0x250):
        letter = chr(code)
        base = SPECIAL.get(letter) or "".join(x for x in unicodedata.normalize("NFD", letter) if not is_combining(x))
        if letter == letter.lower() and base != letter and re.fullmatch("[a-z]+", base):
            plain[letter] = base
    return plain


PLAIN = plain_letters()


def fold(text):
    letters = (letter for upper in text for letter in upper.lower() if not is_combining(letter))
    return "".join(PLAIN.get(letter, letter) for letter in letters)


def words(text):
    return ["0" if word[0] < "a" else word[:LONGEST_WORD] for word in WORD.findall(fold(text))]


class Pieces:
    """The cheapest row of pieces for each word; `cost` maps a piece to its cost."""

    def __init__(self, cost):
        self.cost = cost
        self.names = sorted(cost)
        self.number = {piece: number for number, piece in enumerate(self.names)}
        self.longest = max(map(len, cost))
        self.known = {}

    def of_word(self, word):
        if word not in self.known:
            self.known[word] = self.cheapest("_" + word)
        return self.known[word]

    def cheapest(self, word):
        best, since = [0] + [None] * len(word), [0] * (len(word) + 1)
        for start in range(len(word)):
            if best[start] is None:
                continue
            for end in range(start + 1, min(len(word), start + self.longest) + 1):
                cost = self.cost.get(word[start:end])
                if cost is not None and (best[end] is None or best[start] + cost < best[end]):
                    best[end], since[end] = best[start] + cost, start
        if best[-1] is None:
            return []
        row, end = [], len(word)
        while end > 0:
            row.append(self.number[word[since[end]:end]])
            end = since[end]
        return row[::-1]

    def of_text(self, text):
        return [piece for word in words(text) for piece in self.of_word(word)]
