//! The words' vectors that are part of the program: small, quick, of several languages, and good enough to tell what
//! a ticket is about. A text's vector is the sum of its pieces' vectors; a word that says little has a short one.
//!
//! The table is distilled from sentence models by `distil/`, whose README tells from which, and under which licences.

use std::collections::HashMap;

use super::pieces::Pieces;
use super::words::words;
use super::{Vectors, to_unit_length};

/// The table that the program carries.
const EMBEDDED: &[u8] = include_bytes!("distil/words.bin");

/// What every table begins with: the form and its version.
const BEGINNING: &[u8] = b"tallypost words 1\n";

/// The vectors of words' pieces.
#[derive(Debug)]
pub struct WordTable {
    dimensions: usize,
    pieces: Pieces,
    /// How long each piece's vector is, for one unit of its numbers.
    scales: Vec<f32>,
    /// Two numbers a byte, the first in the lower half, each from -7 to 7 and stored eight higher.
    packed: Vec<u8>,
}

/// A table that cannot be read.
#[derive(Debug, thiserror::Error)]
pub enum TableError {
    #[error("not a table of word vectors")]
    NotATable,
    #[error("the table of word vectors ends before its {0}")]
    Truncated(&'static str),
}

impl WordTable {
    /// The table that the program carries.
    ///
    /// # Errors
    /// Never for a program whose tests have passed.
    pub fn embedded() -> Result<Self, TableError> {
        Self::read(EMBEDDED)
    }

    /// Reads a table: its beginning; how many pieces, dimensions and bytes of names (little-endian, four bytes each);
    /// the names, one a line; a byte of cost each; a scale each; and the rows of numbers, two a byte.
    ///
    /// # Errors
    /// If the bytes are no table, or not a whole one.
    pub fn read(bytes: &[u8]) -> Result<Self, TableError> {
        let mut rest = Rest(bytes.strip_prefix(BEGINNING).ok_or(TableError::NotATable)?);
        let count = rest.number("count")?;
        let dimensions = rest.number("dimensions")?;
        let names_len = rest.number("length of names")?;
        let names = std::str::from_utf8(rest.take(names_len, "names")?).map_err(|_| TableError::NotATable)?;
        let costs = rest.take(count, "costs")?;
        let scales = rest.take(count * 4, "scales")?.as_chunks().0.iter().map(|four| f32::from_le_bytes(*four));
        let packed = rest.take(count * dimensions / 2, "vectors")?.to_vec();
        Ok(Self {
            dimensions,
            pieces: Pieces::new(names.lines().zip(costs.iter().copied())),
            scales: scales.collect(),
            packed,
        })
    }

    /// The vector of each text: of unit length, or of zeros where no word of it is known.
    pub fn embed<S: AsRef<str>>(&self, texts: &[S]) -> Vectors {
        let mut known = HashMap::new();
        let mut values = Vec::with_capacity(texts.len() * self.dimensions);
        for text in texts {
            values.extend(self.sum(text.as_ref(), &mut known));
        }
        Vectors { dimensions: self.dimensions, values }
    }

    /// One text's vector. Words come again and again: `known` spares their taking apart.
    fn sum(&self, text: &str, known: &mut HashMap<String, Vec<usize>>) -> Vec<f32> {
        let mut sum = vec![0.0; self.dimensions];
        for word in words(text) {
            let pieces = known.entry(word).or_insert_with_key(|word| self.pieces.of_word(word));
            for piece in pieces.iter() {
                self.add(*piece, &mut sum);
            }
        }
        to_unit_length(&mut sum);
        sum
    }

    fn add(&self, piece: usize, sum: &mut [f32]) {
        let scale = self.scales[piece];
        let bytes = self.dimensions / 2;
        let row = &self.packed[piece * bytes..][..bytes];
        for (two, byte) in sum.as_chunks_mut::<2>().0.iter_mut().zip(row) {
            two[0] += scale * (f32::from(byte & 15) - 8.0);
            two[1] += scale * (f32::from(byte >> 4) - 8.0);
        }
    }
}

/// The bytes that are still to be read.
struct Rest<'a>(&'a [u8]);

impl<'a> Rest<'a> {
    fn take(&mut self, length: usize, what: &'static str) -> Result<&'a [u8], TableError> {
        let (taken, rest) = self.0.split_at_checked(length).ok_or(TableError::Truncated(what))?;
        self.0 = rest;
        Ok(taken)
    }

    fn number(&mut self, what: &'static str) -> Result<usize, TableError> {
        let four = self.take(4, what)?.try_into().map_err(|_| TableError::Truncated(what))?;
        usize::try_from(u32::from_le_bytes(four)).map_err(|_| TableError::NotATable)
    }
}

#[cfg(test)]
mod tests {
    use super::{TableError, WordTable};

    fn cosine(left: &[f32], right: &[f32]) -> f32 {
        left.iter().zip(right).map(|(a, b)| a * b).sum()
    }

    /// A table of two pieces and two dimensions, put together by hand: `_pay` = (1, 0), `s` = (0, 1).
    fn small() -> Vec<u8> {
        let mut bytes = b"tallypost words 1\n".to_vec();
        for number in [2_u32, 2, 6] {
            bytes.extend(number.to_le_bytes());
        }
        bytes.extend(b"_pay\ns");
        bytes.extend([10, 20]);
        bytes.extend(1.0_f32.to_le_bytes());
        bytes.extend(0.5_f32.to_le_bytes());
        bytes.extend([9 | 8 << 4, 8 | 10 << 4]);
        bytes
    }

    #[test]
    fn a_text_is_the_sum_of_its_pieces_at_unit_length() {
        let vectors = WordTable::read(&small()).unwrap().embed(&["pays", "Pay!", "unknown"]);
        let half = 0.5_f32.sqrt();
        assert_eq!(vectors.dimensions, 2);
        assert_eq!(vectors.values, [half, half, 1.0, 0.0, 0.0, 0.0]);
    }

    #[test]
    fn a_table_that_is_cut_short_says_where() {
        let whole = small();
        let error = WordTable::read(&whole[..whole.len() - 1]).unwrap_err();
        assert!(matches!(error, TableError::Truncated("vectors")), "{error}");
        assert!(matches!(WordTable::read(b"PK").unwrap_err(), TableError::NotATable));
    }

    /// `samples.json` is what the distilling script computed, with its own tokenizer, from the same table.
    #[test]
    fn the_embedded_table_gives_the_vectors_that_the_script_gave() {
        let samples: Vec<serde_json::Value> = serde_json::from_str(include_str!("distil/samples.json")).unwrap();
        assert!(samples.len() >= 10);
        let texts: Vec<&str> = samples.iter().map(|sample| sample["text"].as_str().unwrap()).collect();
        let vectors = WordTable::embedded().unwrap().embed(&texts);
        for (row, sample) in vectors.values.chunks(vectors.dimensions).zip(&samples) {
            let expected = sample["vector"].as_array().unwrap();
            let off =
                row.iter().zip(expected).map(|(ours, theirs)| (f64::from(*ours) - theirs.as_f64().unwrap()).abs());
            assert!(off.fold(0.0, f64::max) < 2e-5, "{}", sample["text"]);
        }
    }

    #[test]
    fn the_same_trouble_in_other_words_or_in_another_language_is_nearer_than_another_trouble() {
        let texts = [
            "I cannot log in, it says wrong password",
            "Login to my account is not possible",
            "Ich kann mich nicht anmelden, Passwort falsch",
            "My parcel has still not been delivered",
        ];
        let vectors = WordTable::embedded().unwrap().embed(&texts);
        let row = |number: usize| &vectors.values[number * vectors.dimensions..][..vectors.dimensions];
        let strange = cosine(row(0), row(3));
        assert!(cosine(row(0), row(1)) > strange + 0.2);
        assert!(cosine(row(0), row(2)) > strange + 0.2);
    }
}
