//! Did the level shift for good, also near the end of a short series?
//!
//! Pettitt's test ([`super::change_point`]) asks ranks alone and cannot call the last four of two years changed,
//! however far off they lie; this one asks distances. Every place is tried with the t-test of both sides, the largest
//! is kept, and its p-value is multiplied by the number of places (the union bound, which is never too small). Values
//! of a short series that hang together widen the difference's error by `numbers::variance_correction`.
//!
//! Sources: K. J. Worsley, "On the likelihood ratio test for a shift in location of normal populations", *JASA* 74
//! (1979) 365–367, with the first of his Bonferroni bounds; the correction as in `slope`.

use super::distribution::{t_quantile, t_tails};
use super::numbers;
use super::share::Interval;
use super::unsaid::{self, Unsaid};

/// A level lasts at least this long; fewer values are outliers.
const LEVEL_MIN: usize = 4;
const VALUES_MIN: usize = 12;
const CONFIDENCE: f64 = 0.95;

#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Shift {
    /// Index of the first value of the new level.
    pub index: usize,
    /// Means of both sides.
    pub before: f64,
    pub after: f64,
    /// 95 % of `after − before`, as if the place had been known.
    pub difference: Interval,
    /// What the variance was multiplied by for values that hang together about the two levels.
    pub variance_correction: f64,
    /// Two-sided, of the whole search.
    pub p_value: f64,
    /// Squared distance that two levels leave, for comparison with other shapes.
    pub unexplained: f64,
}

/// The likeliest single shift of level in `values`, oldest first; both levels last four values or more. Whether there
/// is one at all, the p-value says. Normal values are assumed: give the logarithms of durations.
pub fn shift(values: &[f64]) -> Result<Shift, Unsaid> {
    unsaid::check(values, VALUES_MIN)?;
    let places = LEVEL_MIN..=values.len() - LEVEL_MIN;
    let tried = places.clone().count() as f64;
    let best = places.map(|index| Split::at(values, index)).max_by(|a, b| a.gain.total_cmp(&b.gain));
    let Some(best) = best else { return Err(Unsaid::TooFew { have: values.len(), need: 2 * LEVEL_MIN }) };
    let (index, freedom) = (best.index, values.len() as f64 - 2.0);
    let residuals = numbers::residuals(values, |i| if i < index { best.before } else { best.after });
    let unexplained: f64 = residuals.iter().map(|rest| rest * rest).sum();
    let variance_correction = numbers::variance_correction(&residuals);
    let (one, other) = (index as f64, (values.len() - index) as f64);
    let error = (unexplained / freedom * (1.0 / one + 1.0 / other) * variance_correction).sqrt();
    let difference = best.after - best.before;
    let half = t_quantile(f64::midpoint(CONFIDENCE, 1.0), freedom)? * error;
    Ok(Shift {
        index,
        before: best.before,
        after: best.after,
        difference: Interval { low: difference - half, high: difference + half },
        variance_correction,
        p_value: p_value(difference, error, freedom, tried)?,
        unexplained,
    })
}

fn p_value(difference: f64, error: f64, freedom: f64, tried: f64) -> Result<f64, Unsaid> {
    if error > 0.0 {
        return Ok((tried * t_tails(difference / error, freedom)?).min(1.0));
    }
    // Two levels without any wobble, or none at all.
    Ok(if difference == 0.0 { 1.0 } else { 0.0 })
}

struct Split {
    index: usize,
    before: f64,
    after: f64,
    /// Squared distance that this place explains; the largest has the largest t.
    gain: f64,
}

impl Split {
    fn at(values: &[f64], index: usize) -> Self {
        let (early, late) = values.split_at(index);
        let (before, after) = (numbers::mean(early), numbers::mean(late));
        let weight = early.len() as f64 * late.len() as f64 / values.len() as f64;
        // A rounding error is no difference.
        let grain = 1e-12 * before.abs().max(after.abs());
        let difference = if (after - before).abs() > grain { after - before } else { 0.0 };
        Self { index, before, after: before + difference, gain: weight * difference * difference }
    }
}

#[cfg(test)]
mod tests {
    use super::super::change_point::tests::NILE;
    use super::*;
    use proptest::prelude::*;

    fn close(actual: f64, expected: f64, tolerance: f64) {
        assert!((actual - expected).abs() <= tolerance, "{actual} is not {expected} ± {tolerance}");
    }

    #[test]
    fn the_niles_change_of_1898_is_found_with_its_size() {
        let found = shift(&NILE).unwrap();
        assert_eq!(found.index, 28);
        close(found.before, 1097.75, 1e-9);
        close(found.after, 849.972_222, 1e-6);
        // Corrected by the share that residuals take of the one before.
        assert!(found.variance_correction > 1.0 && found.p_value < 1e-6, "{found:?}");
        assert!(found.difference.low > -350.0 && found.difference.high < -150.0, "{found:?}");
    }

    /// By hand: 10 and 12 in turn eight times, then 20 and 22 twice: means 11 and 21, squared distance 12 × 1, variance
    /// 12/10 = 1.2; residuals −1 1 −1 1 … have no positive share, so that no correction is due; the error is
    /// √(1.2 × (1/8 + 1/4)) = 0.6708, t = 14.907 with 10 degrees of freedom, whose tails are 3.7113e-8 (integrated
    /// numerically), times five places.
    #[test]
    fn a_step_four_values_before_the_end_is_found_as_calculated_by_hand() {
        let mut values = [10.0, 12.0].repeat(4);
        values.extend([20.0, 22.0, 20.0, 22.0]);
        let found = shift(&values).unwrap();
        assert_eq!((found.index, found.before, found.after, found.variance_correction), (8, 11.0, 21.0, 1.0));
        close(found.unexplained, 12.0, 1e-9);
        close(found.difference.high, 10.0 + 2.228_138_852 * 0.45_f64.sqrt(), 1e-6);
        close(found.p_value / (5.0 * 3.711_280e-8), 1.0, 1e-4);
        assert!(super::super::change_point(&values).unwrap().p_value > 0.01, "ranks alone cannot tell");
    }

    #[test]
    fn equal_values_have_no_shift_and_few_values_no_answer() {
        assert_eq!(shift(&[0.1 + 0.2; 24]).unwrap().p_value, 1.0);
        assert_eq!(shift(&[1.0; 11]), Err(Unsaid::TooFew { have: 11, need: 12 }));
        let mut values = vec![1.0; 8];
        values.extend([2.0; 4]);
        assert_eq!(shift(&values).unwrap().p_value, 0.0);
    }

    proptest! {
        #[test]
        fn scale_and_shift_do_not_move_it(
            values in prop::collection::vec(-100_i32..100, 12..40), factor in 1_i32..50, by in -100_i32..100,
        ) {
            let moved: Vec<f64> = values.iter().map(|value| f64::from(value * factor + by)).collect();
            let values: Vec<f64> = values.into_iter().map(f64::from).collect();
            let (before, after) = (shift(&values).unwrap(), shift(&moved).unwrap());
            prop_assert!((before.p_value - after.p_value).abs() < 1e-9);
            prop_assert!((before.difference.low * f64::from(factor) - after.difference.low).abs() < 1e-6);
        }
    }
}
