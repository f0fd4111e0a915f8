//! Sentence vectors: what a ticket's text means, as numbers that can be
//! compared. The grouping takes them when they are there, and does without
//! when they are not.

/// One vector a ticket, row by row: of unit length, or of zeros where
/// nothing in the text is known.
#[derive(Debug, Clone, PartialEq)]
pub struct Vectors {
    /// How many numbers make one vector.
    pub dimensions: usize,
    /// The vectors, one after another.
    pub values: Vec<f32>,
}
