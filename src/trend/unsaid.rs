//! Why nothing is said: a small sample is called small, and never becomes a figure.

use thiserror::Error;

#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum Unsaid {
    #[error("{have} are too few: {need} are needed")]
    TooFew { have: usize, need: usize },
    /// The numbers cannot be what the method is for; the text says why.
    #[error("{0}")]
    Unusable(&'static str),
}

/// The first question of every function here: are there enough values, and are they all numbers?
pub(super) fn check(values: &[f64], need: usize) -> Result<(), Unsaid> {
    enough(values.len(), need)?;
    if values.iter().all(|value| value.is_finite()) { Ok(()) } else { Err(Unsaid::Unusable("a value is not a number")) }
}

pub(super) fn enough(have: usize, need: usize) -> Result<(), Unsaid> {
    if have >= need { Ok(()) } else { Err(Unsaid::TooFew { have, need }) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn too_few_and_not_a_number_are_told_apart() {
        assert_eq!(check(&[1.0], 2), Err(Unsaid::TooFew { have: 1, need: 2 }));
        assert!(matches!(check(&[1.0, f64::NAN], 2), Err(Unsaid::Unusable(_))));
        assert!(matches!(check(&[1.0, f64::INFINITY], 2), Err(Unsaid::Unusable(_))));
        assert_eq!(check(&[1.0, 2.0], 2), Ok(()));
    }
}
