//! Does a series rise or fall steadily, and by how much a step? Theil–Sen slope and Mann–Kendall test, both robust
//! against outliers and skew.
//!
//! Months that hang together make the plain test cry trend; its variance is corrected after Yue and Wang. (Hamed and
//! Rao's correction counts only significant autocorrelations, of which two years show hardly any: over simulated series
//! of 24 without slope, each value taking 0.4 of the one before, it called 15 % a trend at 5 %; this 6 %.) Sources: P.
//! K. Sen, *JASA* 63 (1968) 1379–1389; R. O. Gilbert, *Statistical Methods for Environmental Pollution Monitoring*
//! (1987), ch. 16; `numbers::variance_correction` for the correction.

use super::distribution::{normal_quantile, normal_tails};
use super::share::Interval;
use super::unsaid::{self, Unsaid};
use super::{numbers, xmr::side};

/// The normal approximation of the test holds from ten on (Gilbert, 16.4.2).
const VALUES_MIN: usize = 10;
const CONFIDENCE: f64 = 0.95;

#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Slope {
    /// Median of all pairwise slopes, in units of the values a step (a month).
    pub per_step: f64,
    /// 95 % of the slope, widened by the correction too.
    pub interval: Interval,
    /// Kendall's τ of value and time, −1 to 1, ties counting as neither.
    pub tau: f64,
    /// Mann–Kendall, two-sided, corrected for ties and autocorrelation.
    pub p_value: f64,
    /// What the variance was multiplied by; 1 where successive values do not hang together.
    pub variance_correction: f64,
}

/// The slope of `values`, oldest first, one a step without gaps.
pub fn slope(values: &[f64]) -> Result<Slope, Unsaid> {
    unsaid::check(values, VALUES_MIN)?;
    let points: Vec<(f64, f64)> = values.iter().enumerate().map(|(time, value)| (time as f64, *value)).collect();
    let slopes = pairwise_slopes(&points);
    let per_step = numbers::median(&slopes);
    let score = score(values);
    let intercept = numbers::median(values) - per_step * (values.len() - 1) as f64 / 2.0;
    let detrended = numbers::residuals(values, |time| intercept + per_step * time as f64);
    let variance_correction = numbers::variance_correction(&detrended);
    let sigma = (score_variance(values) * variance_correction).sqrt();
    // Continuity: the score moves in steps of two.
    let z = if sigma > 0.0 { (score.abs() - 1.0).max(0.0) / sigma } else { 0.0 };
    let count = values.len() as f64;
    Ok(Slope {
        per_step,
        interval: sen_interval(&slopes, sigma, CONFIDENCE),
        tau: score / (count * (count - 1.0) / 2.0),
        p_value: normal_tails(z).min(1.0),
        variance_correction,
    })
}

fn pairwise_slopes(points: &[(f64, f64)]) -> Vec<f64> {
    let pairs = points.iter().enumerate().flat_map(|(i, from)| points[i + 1..].iter().map(move |to| (from, to)));
    let slopes: Vec<f64> = pairs.map(|(from, to)| (to.1 - from.1) / (to.0 - from.0)).collect();
    numbers::sorted(&slopes)
}

/// Pairs that rise less pairs that fall.
fn score(values: &[f64]) -> f64 {
    let later = |i: usize| values[i + 1..].iter().map(move |later| side(*later, values[i])).sum::<f64>();
    (0..values.len()).map(later).sum()
}

/// Gilbert, eq. 16.3.
fn score_variance(values: &[f64]) -> f64 {
    let term = |count: f64| count * (count - 1.0) * (2.0 * count + 5.0);
    let ties: f64 = numbers::tie_sizes(values).iter().map(|size| term(*size as f64)).sum();
    (term(values.len() as f64) - ties) / 18.0
}

/// Gilbert, 16.5: the slopes so many places from the middle, outward to whole places.
fn sen_interval(slopes: &[f64], sigma: f64, confidence: f64) -> Interval {
    let reach = normal_quantile(f64::midpoint(confidence, 1.0)) * sigma;
    let rank = (slopes.len() as f64 - reach) / 2.0;
    let below = (1..slopes.len()).take_while(|place| *place as f64 <= rank).count().saturating_sub(1);
    Interval { low: slopes[below], high: slopes[slopes.len() - 1 - below] }
}

#[cfg(test)]
pub(super) mod tests {
    use super::super::change_point::tests::NILE;
    use super::*;
    use proptest::prelude::*;

    /// Cigarette packs a head sold in California, 1970 to 2000 (A. Abadie et al., *JASA* 105, 2010; first used by
    /// Linden for interrupted series, see `intervention`).
    pub const CIGARETTES: [f64; 31] = [
        123.0, 121.0, 123.5, 124.4, 126.7, 127.1, 128.0, 126.4, 126.1, 121.9, 120.2, 118.6, 115.4, 110.8, 104.8, 102.8,
        99.7, 97.5, 90.1, 82.4, 77.8, 68.7, 67.5, 63.4, 58.6, 56.4, 54.5, 53.8, 52.3, 47.2, 41.6,
    ];

    fn close(actual: f64, expected: f64, tolerance: f64) {
        assert!((actual - expected).abs() <= tolerance, "{actual} is not {expected} ± {tolerance}");
    }

    /// Sen's own example (1968, p. 1387; F. A. Graybill's data): slope 4, and from 26/7 to 35/8 with confidence 93 %.
    #[test]
    fn slope_and_interval_agree_with_sens_example() {
        let times = [1.0, 2.0, 3.0, 4.0, 10.0, 12.0, 18.0];
        let values = [9.0, 15.0, 19.0, 20.0, 45.0, 55.0, 78.0];
        let slopes = pairwise_slopes(&times.into_iter().zip(values).collect::<Vec<_>>());
        close(numbers::median(&slopes), 4.0, 1e-12);
        let interval = sen_interval(&slopes, score_variance(&values).sqrt(), 0.93);
        close(interval.low, 26.0 / 7.0, 1e-12);
        close(interval.high, 35.0 / 8.0, 1e-12);
    }

    /// Score and variance: pymannkendall 1.4.3 (`original_test`). Correction and p-value: the formula in numpy.
    #[test]
    fn test_and_correction_agree_with_other_tools() {
        close(score(&NILE), -1387.0, 0.0);
        close(score_variance(&NILE), 112_728.333_3, 0.001);
        let nile = slope(&NILE).unwrap();
        close(nile.per_step, -2.6, 1e-9);
        close(nile.tau, -0.280_202_02, 1e-8);
        close(nile.variance_correction, 2.374_141_04, 1e-8);
        close(nile.p_value, 0.007_381_422, 1e-9);
        let cigarettes = slope(&CIGARETTES).unwrap();
        close(cigarettes.per_step, -3.3, 1e-9);
        close(cigarettes.variance_correction, 19.482_877, 1e-6);
        assert!(cigarettes.interval.low < -3.3 && cigarettes.interval.high > -3.3);
    }

    /// Ties: 22, 30 and 40 come twice; (8·7·21 − 3·2·1·9)/18 = 62.33; 21 more pairs rise than fall.
    #[test]
    fn ties_lower_the_variance() {
        let values = [10.0, 22.0, 21.0, 30.0, 22.0, 30.0, 40.0, 40.0];
        close(score(&values), 21.0, 0.0);
        close(score_variance(&values), 62.333_333, 1e-6);
    }

    #[test]
    fn a_flat_series_has_no_slope_and_a_short_one_no_answer() {
        let flat = slope(&[7.0; 12]).unwrap();
        assert_eq!((flat.per_step, flat.p_value), (0.0, 1.0));
        let line: Vec<f64> = (0..12).map(|i| 0.3 + 0.1 * f64::from(i)).collect();
        let line = slope(&line).unwrap();
        assert!((line.per_step - 0.1).abs() < 1e-9 && line.p_value < 0.001, "{line:?}");
        assert_eq!(slope(&[1.0; 9]), Err(Unsaid::TooFew { have: 9, need: 10 }));
    }

    proptest! {
        #[test]
        fn scale_and_shift_move_the_slope_and_not_the_judgement(
            values in prop::collection::vec(-100_i32..100, 10..40), factor in 1_i32..50, shift in -100_i32..100,
        ) {
            let values: Vec<f64> = values.into_iter().map(f64::from).collect();
            let (factor, shift) = (f64::from(factor), f64::from(shift));
            let moved: Vec<f64> = values.iter().map(|value| value * factor + shift).collect();
            let (before, after) = (slope(&values).unwrap(), slope(&moved).unwrap());
            prop_assert!((after.per_step - before.per_step * factor).abs() < 1e-9 * factor);
            prop_assert!((after.tau - before.tau).abs() < 1e-12);
            let reversed: Vec<f64> = values.iter().rev().copied().collect();
            prop_assert!((slope(&reversed).unwrap().tau + before.tau).abs() < 1e-12);
        }
    }
}
