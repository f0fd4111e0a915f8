//! Sentence vectors: what a ticket's text means, as numbers that can be
//! compared. The grouping takes them when they are there, and does without
//! when they are not.
//!
//! Two tiers: the table of words that the program carries ([`table`]), and a sentence model that an operator adds
//! ([`model`]). Both are bytes in, vectors out; who reads the files is another's affair.

pub mod model;
mod pieces;
pub mod table;
mod words;

/// One vector a ticket, row by row: of unit length, or of zeros where
/// nothing in the text is known.
#[derive(Debug, Clone, PartialEq)]
pub struct Vectors {
    /// How many numbers make one vector.
    pub dimensions: usize,
    /// The vectors, one after another.
    pub values: Vec<f32>,
}

fn to_unit_length(vector: &mut [f32]) {
    let length = vector.iter().map(|value| value * value).sum::<f32>().sqrt();
    if length > 0.0 {
        vector.iter_mut().for_each(|value| *value /= length);
    }
}
