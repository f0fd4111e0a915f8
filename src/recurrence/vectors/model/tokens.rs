//! A text as the numbers that a BERT model reads: BERT's own way to part words, lower case and without accents, and
//! WordPiece (the longest known piece first) within a word.

use std::collections::HashMap;

use unicode_normalization::UnicodeNormalization as _;

use super::ModelError;

/// BERT gives up on a longer word.
const LONGEST_WORD: usize = 100;

/// The pieces that a model knows, each with its number.
#[derive(Debug)]
pub struct Tokens {
    known: HashMap<String, usize>,
    begin: usize,
    end: usize,
    unknown: usize,
}

impl Tokens {
    /// A vocabulary file: one piece a line, numbered from zero.
    pub fn read(vocabulary: &str) -> Result<Self, ModelError> {
        let known: HashMap<String, usize> =
            vocabulary.lines().enumerate().map(|(number, piece)| (piece.to_owned(), number)).collect();
        let special = |piece: &str| known.get(piece).copied().ok_or(ModelError::NoVocabulary);
        let (begin, end, unknown) = (special("[CLS]")?, special("[SEP]")?, special("[UNK]")?);
        Ok(Self { known, begin, end, unknown })
    }

    /// How many pieces there are.
    pub fn len(&self) -> usize {
        self.known.len()
    }

    /// The numbers of a text's pieces between those of its beginning and end, at most so many with them.
    pub fn of_text(&self, text: &str, at_most: usize) -> Vec<usize> {
        let mut numbers = vec![self.begin];
        for word in words(text) {
            if numbers.len() >= at_most {
                break;
            }
            self.of_word(&word, &mut numbers);
        }
        numbers.truncate(at_most.saturating_sub(1));
        numbers.push(self.end);
        numbers
    }

    fn of_word(&self, word: &str, numbers: &mut Vec<usize>) {
        let before = numbers.len();
        let mut rest = word;
        while !rest.is_empty() {
            let Some((length, number)) = self.longest_piece(rest, rest.len() < word.len()) else {
                numbers.truncate(before);
                break;
            };
            numbers.push(number);
            rest = &rest[length..];
        }
        if numbers.len() == before || word.chars().count() > LONGEST_WORD {
            numbers.truncate(before);
            numbers.push(self.unknown);
        }
    }

    fn longest_piece(&self, rest: &str, is_inside: bool) -> Option<(usize, usize)> {
        let mark = if is_inside { "##" } else { "" };
        let marked = format!("{mark}{rest}");
        let ends = rest.char_indices().map(|(at, letter)| at + letter.len_utf8()).rev();
        ends.map(|end| (end, self.known.get(&marked[..mark.len() + end])))
            .find_map(|(end, number)| number.map(|number| (end, *number)))
    }
}

/// Words and punctuation marks.
fn words(text: &str) -> Vec<String> {
    let mut words = Vec::new();
    let mut word = String::new();
    for letter in text.chars().flat_map(char::to_lowercase).nfd().filter(|letter| !is_accent(*letter)) {
        if letter.is_whitespace() || letter.is_control() || stands_alone(letter) {
            words.extend((!word.is_empty()).then(|| std::mem::take(&mut word)));
            if stands_alone(letter) {
                words.push(letter.to_string());
            }
        } else {
            word.push(letter);
        }
    }
    words.extend((!word.is_empty()).then_some(word));
    words
}

fn is_accent(letter: char) -> bool {
    matches!(letter, '\u{300}'..='\u{36f}' | '\u{591}'..='\u{5bd}' | '\u{64b}'..='\u{65f}' | '\u{20d0}'..='\u{20f0}')
}

/// Punctuation, and the Chinese characters, which stand without spaces.
fn stands_alone(letter: char) -> bool {
    letter.is_ascii_punctuation()
        || matches!(letter, '\u{a1}' | '\u{a7}' | '\u{ab}' | '\u{b6}' | '\u{b7}' | '\u{bb}' | '\u{bf}')
        || matches!(letter, '\u{2010}'..='\u{2027}' | '\u{2030}'..='\u{205e}' | '\u{3001}'..='\u{3003}' | '\u{3008}'..='\u{3011}')
        || matches!(letter, '\u{3400}'..='\u{4dbf}' | '\u{4e00}'..='\u{9fff}' | '\u{f900}'..='\u{faff}')
}

#[cfg(test)]
mod tests {
    use super::Tokens;

    const VOCABULARY: &str = "[PAD]\n[UNK]\n[CLS]\n[SEP]\ncan\n'\nt\nprint\n##er\n##s\nuber\n!";

    fn of_text(text: &str) -> Vec<usize> {
        Tokens::read(VOCABULARY).unwrap().of_text(text, 8)
    }

    #[test]
    fn words_are_their_longest_known_pieces_between_beginning_and_end() {
        assert_eq!(of_text("Printers"), [2, 7, 8, 9, 3]);
        assert_eq!(of_text("can't print!"), [2, 4, 5, 6, 7, 11, 3]);
    }

    #[test]
    fn accents_go_and_a_word_that_cannot_be_put_together_is_unknown() {
        assert_eq!(of_text("Über printx"), [2, 10, 1, 3]);
    }

    #[test]
    fn a_long_text_is_cut() {
        assert_eq!(of_text("print print print print print print print print"), [2, 7, 7, 7, 7, 7, 7, 3]);
    }

    #[test]
    fn a_vocabulary_without_its_special_pieces_is_refused() {
        assert!(Tokens::read("print\n").is_err());
    }
}
