//! When did the level change? One change with a p-value, or several by penalised cost.
//!
//! Both take a steady slope for a change in its middle: read them with `slope`. Months that hang together look like
//! levels; both allow for that, the first well, the second as far as it can.
//!
//! Sources: A. N. Pettitt, "A non-parametric approach to the change-point problem", *Applied Statistics* 28 (1979)
//! 126–135; B. Jackson et al., *IEEE Signal Processing Letters* 12 (2005) 105–108, for the best partition, which PELT
//! (R. Killick et al., *JASA* 107, 2012) finds faster; series of months need no haste. The correction is ours, with
//! `numbers::variance_correction`.

use super::numbers;
use super::unsaid::{self, Unsaid};
use super::xmr::side;

/// Pettitt's approximation of p is cautious below thirty and worthless below ten.
const VALUES_MIN: usize = 12;
/// A level lasts at least this long; fewer values are an outlier.
const LEVEL_MIN: usize = 4;
/// Each further level must lower the squared distance by this times σ² ln n. Two would be the Bayesian criterion's for a
/// place and a level; with a σ that is itself estimated from two years it takes twice that to call less than 1 % of
/// steady series changed (9 % where each value takes 0.4 of the one before).
const PENALTY: f64 = 4.0;

#[derive(Debug, Clone, Copy, PartialEq)]
pub struct ChangePoint {
    /// Index of the first value of the new level.
    pub index: usize,
    /// Medians of both sides.
    pub before: f64,
    pub after: f64,
    /// What the variance was multiplied by for values that hang together about the two levels.
    pub variance_correction: f64,
    /// Approximate and two-sided, corrected by it; of the whole search, not of this place alone.
    pub p_value: f64,
}

/// A stretch at one level: values `from_index` to before `end_index`.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Level {
    pub from_index: usize,
    pub end_index: usize,
    pub mean: f64,
}

/// The likeliest single change of level in `values`, oldest first (Pettitt's test). Whether there is one at all, the
/// p-value says.
pub fn change_point(values: &[f64]) -> Result<ChangePoint, Unsaid> {
    unsaid::check(values, VALUES_MIN)?;
    let (index, largest) = (1..values.len())
        .map(|index| (index, pettitt(values, index).abs()))
        .fold((1, 0.0), |best, next| if next.1 > best.1 { next } else { best });
    let (before, after) = (numbers::median(&values[..index]), numbers::median(&values[index..]));
    let residuals = numbers::residuals(values, |i| if i < index { before } else { after });
    let variance_correction = numbers::variance_correction(&residuals);
    let p_value = pettitts_p(largest / variance_correction.sqrt(), values.len());
    Ok(ChangePoint { index, before, after, variance_correction, p_value })
}

/// Pettitt's approximation, two-sided.
fn pettitts_p(statistic: f64, count: usize) -> f64 {
    let count = count as f64;
    (2.0 * (-6.0 * statistic * statistic / (count.powi(3) + count.powi(2))).exp()).min(1.0)
}

/// Pairs across the place that fall less pairs that rise.
fn pettitt(values: &[f64], index: usize) -> f64 {
    let (before, after) = values.split_at(index);
    before.iter().map(|early| after.iter().map(|late| side(*early, *late)).sum::<f64>()).sum()
}

/// The levels that `values` went through: the partition with the least squared distance, each further level costing
/// 4 σ² ln n, where σ is the short-term spread; in a second pass more, by how far values hang together about the levels
/// of the first. One level where nothing changed.
pub fn levels(values: &[f64]) -> Result<Vec<Level>, Unsaid> {
    unsaid::check(values, VALUES_MIN)?;
    let sigma = numbers::short_term_sigma(values);
    let penalty = PENALTY * sigma * sigma * (values.len() as f64).ln();
    let sums = Sums::of(values);
    let first = partition(&sums, values.len(), penalty);
    let level = |i| first.iter().rfind(|level| level.from_index <= i).map_or(0.0, |level| level.mean);
    let widened = penalty * numbers::variance_correction(&numbers::residuals(values, level));
    Ok(partition(&sums, values.len(), widened))
}

/// Dynamic programming over the end of the last level.
fn partition(sums: &Sums, count: usize, penalty: f64) -> Vec<Level> {
    // For each end the least cost, and where the last level up to there begins.
    let mut best = vec![(f64::INFINITY, 0); count + 1];
    best[0] = (-penalty, 0);
    for end in LEVEL_MIN..=count {
        for from in 0..=end - LEVEL_MIN {
            let cost = best[from].0 + sums.cost(from, end) + penalty;
            // A rounding error must not split equal values.
            if cost < best[end].0 - 1e-9 * cost.abs() {
                best[end] = (cost, from);
            }
        }
    }
    let mut levels = Vec::new();
    let mut end = count;
    while end > 0 {
        let from = best[end].1;
        levels.push(Level { from_index: from, end_index: end, mean: sums.mean(from, end) });
        end = from;
    }
    levels.reverse();
    levels
}

/// Running sums of values and squares about the overall mean.
struct Sums {
    centre: f64,
    values: Vec<f64>,
    squares: Vec<f64>,
}

impl Sums {
    fn of(values: &[f64]) -> Self {
        let centre = numbers::mean(values);
        let mut sums = Self { centre, values: vec![0.0], squares: vec![0.0] };
        for (i, value) in values.iter().enumerate() {
            sums.values.push(sums.values[i] + value - centre);
            sums.squares.push(sums.squares[i] + (value - centre).powi(2));
        }
        sums
    }

    fn mean(&self, from: usize, end: usize) -> f64 {
        self.centre + (self.values[end] - self.values[from]) / (end - from) as f64
    }

    /// Squared distance of a stretch from its own mean.
    fn cost(&self, from: usize, end: usize) -> f64 {
        let sum = self.values[end] - self.values[from];
        (self.squares[end] - self.squares[from] - sum * sum / (end - from) as f64).max(0.0)
    }
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;
    use proptest::prelude::*;

    /// Flow of the Nile at Aswan, 1871–1970, 10⁸ m³ (G. W. Cobb, *Biometrika* 65, 1978, 243–251): it changed in 1898,
    /// the twenty-eighth year, so that the twenty-ninth is the first of the new level.
    pub const NILE: [f64; 100] = [
        1120.0, 1160.0, 963.0, 1210.0, 1160.0, 1160.0, 813.0, 1230.0, 1370.0, 1140.0, 995.0, 935.0, 1110.0, 994.0,
        1020.0, 960.0, 1180.0, 799.0, 958.0, 1140.0, 1100.0, 1210.0, 1150.0, 1250.0, 1260.0, 1220.0, 1030.0, 1100.0,
        774.0, 840.0, 874.0, 694.0, 940.0, 833.0, 701.0, 916.0, 692.0, 1020.0, 1050.0, 969.0, 831.0, 726.0, 456.0,
        824.0, 702.0, 1120.0, 1100.0, 832.0, 764.0, 821.0, 768.0, 845.0, 864.0, 862.0, 698.0, 845.0, 744.0, 796.0,
        1040.0, 759.0, 781.0, 865.0, 845.0, 944.0, 984.0, 897.0, 822.0, 1010.0, 771.0, 676.0, 649.0, 846.0, 812.0,
        742.0, 801.0, 1040.0, 860.0, 874.0, 848.0, 890.0, 744.0, 749.0, 838.0, 1050.0, 918.0, 986.0, 797.0, 923.0,
        975.0, 815.0, 1020.0, 906.0, 901.0, 1170.0, 912.0, 746.0, 919.0, 718.0, 714.0, 740.0,
    ];

    /// Pettitt's formula with the statistic 1617 gives 3.59e-7; with the correction 7.05e-5, all computed with numpy.
    #[test]
    fn pettitt_finds_the_niles_change_of_1898() {
        let found = change_point(&NILE).unwrap();
        assert_eq!(found.index, 28);
        assert!((pettitt(&NILE, 28).abs() - 1617.0).abs() < 1e-9);
        assert!((pettitts_p(1617.0, 100) - 3.591_022e-7).abs() < 1e-12);
        assert!((found.variance_correction - 1.514_878_55).abs() < 1e-8, "{}", found.variance_correction);
        assert!((found.p_value - 7.046_80e-5).abs() < 1e-9, "{}", found.p_value);
        assert_eq!((found.before, found.after), (1130.0, 842.5));
    }

    /// ruptures 1.1.10 (Pelt, l2, levels of four or more) finds the same partition with penalties of 2, 3 and 5.
    #[test]
    fn partition_finds_that_change_and_no_other() {
        let levels = levels(&NILE).unwrap();
        let places: Vec<(usize, usize)> = levels.iter().map(|level| (level.from_index, level.end_index)).collect();
        assert_eq!(places, [(0, 28), (28, 100)]);
        assert!((levels[0].mean - 1097.75).abs() < 1e-9 && (levels[1].mean - 849.972_222).abs() < 1e-6);
    }

    #[test]
    fn several_levels_are_found_and_equal_values_are_one() {
        let mut values = [10.0, 11.0, 9.0, 10.0, 11.0, 9.0, 10.0, 10.0].to_vec();
        values.extend([20.0, 21.0, 19.0, 20.0, 21.0, 19.0]);
        values.extend([5.0, 6.0, 4.0, 5.0, 6.0, 4.0]);
        let places: Vec<usize> = levels(&values).unwrap().iter().map(|level| level.from_index).collect();
        assert_eq!(places, [0, 8, 14]);
        assert_eq!(levels(&[0.1 + 0.2; 24]).unwrap().len(), 1);
        assert_eq!(change_point(&[0.1 + 0.2; 24]).unwrap().p_value, 1.0);
    }

    #[test]
    fn a_short_series_has_no_answer() {
        assert_eq!(change_point(&[1.0; 11]), Err(Unsaid::TooFew { have: 11, need: 12 }));
        assert_eq!(levels(&[1.0; 11]), Err(Unsaid::TooFew { have: 11, need: 12 }));
    }

    proptest! {
        #[test]
        fn scale_and_shift_do_not_move_the_change(
            values in prop::collection::vec(-100_i32..100, 12..40), factor in 1_i32..50, shift in -100_i32..100,
        ) {
            let moved: Vec<f64> = values.iter().map(|value| f64::from(value * factor + shift)).collect();
            let values: Vec<f64> = values.into_iter().map(f64::from).collect();
            let (before, after) = (change_point(&values).unwrap(), change_point(&moved).unwrap());
            prop_assert_eq!(before.index, after.index);
            prop_assert!((before.p_value - after.p_value).abs() < 1e-12);
            let covered: usize = levels(&values).unwrap().iter().map(|level| level.end_index - level.from_index).sum();
            prop_assert_eq!(covered, values.len());
        }
    }
}
