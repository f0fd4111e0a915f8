//! Means, medians and spreads that several methods share. None of them is called on no values.

/// 3 / 2.66: the mean range of two successive values, over this, is their standard deviation.
const RANGE_TO_SIGMA: f64 = 1.128;
/// Share of the largest value.
const ROUNDING: f64 = 1e-12;
/// At 1 a series would be a random walk, of which no length tells a slope.
const SHARE_MAX: f64 = 0.95;

pub fn mean(values: &[f64]) -> f64 {
    values.iter().sum::<f64>() / values.len() as f64
}

/// Mean squared distance from the mean, over n − `parameters`.
pub fn variance(values: &[f64], parameters: usize) -> f64 {
    let centre = mean(values);
    let squares: f64 = values.iter().map(|value| (value - centre).powi(2)).sum();
    squares / (values.len() - parameters) as f64
}

pub fn sorted(values: &[f64]) -> Vec<f64> {
    let mut values = values.to_vec();
    values.sort_by(f64::total_cmp);
    values
}

pub fn median(values: &[f64]) -> f64 {
    let values = sorted(values);
    let middle = values.len() / 2;
    if values.len() % 2 == 1 { values[middle] } else { f64::midpoint(values[middle - 1], values[middle]) }
}

pub fn mean_moving_range(values: &[f64]) -> f64 {
    let ranges: f64 = values.windows(2).map(|pair| (pair[1] - pair[0]).abs()).sum();
    ranges / (values.len() - 1) as f64
}

/// The spread from one value to the next, which a slow drift or one step hardly widens.
pub fn short_term_sigma(values: &[f64]) -> f64 {
    mean_moving_range(values) / RANGE_TO_SIGMA
}

/// Lag-`lag` autocorrelation (Box and Jenkins, *Time Series Analysis*, 1976, eq. 2.1.11).
pub fn autocorrelation(values: &[f64], lag: usize) -> f64 {
    let centre = mean(values);
    let total: f64 = values.iter().map(|value| (value - centre).powi(2)).sum();
    let shared: f64 = values.iter().zip(&values[lag..]).map(|(a, b)| (a - centre) * (b - centre)).sum();
    if total > 0.0 { shared / total } else { 0.0 }
}

/// What `fitted` leaves of `values`: nothing where that is no more than rounding, or the last bits would be judged.
pub fn residuals(values: &[f64], fitted: impl Fn(usize) -> f64) -> Vec<f64> {
    let grain = ROUNDING * values.iter().fold(0.0, |most: f64, value| most.max(value.abs()));
    let rest = |(i, value): (usize, &f64)| Some(value - fitted(i)).filter(|rest| rest.abs() > grain).unwrap_or(0.0);
    values.iter().enumerate().map(rest).collect()
}

/// What the variance of a sum over time is multiplied by where each value takes a share of the one before: Yue and
/// Wang's n/n* = 1 + 2 Σ (1 − k/n) ρᵏ, for `residuals` about a fitted slope or level. Fitting makes the share come out
/// too small, which is put right by (n ρ + 2)/(n − 4). Five values or more. Sources: S. Yue and C. Y. Wang, *Water
/// Resources Management* 18 (2004) 201–218; K. H. Hamed, *Journal of Hydrology* 368 (2009) 143–155.
pub fn variance_correction(residuals: &[f64]) -> f64 {
    let count = residuals.len() as f64;
    let share = (count * autocorrelation(residuals, 1) + 2.0) / (count - 4.0);
    let share = share.clamp(0.0, SHARE_MAX);
    let sum: f64 = (1..residuals.len()).map(|lag| lag as f64).map(|lag| (1.0 - lag / count) * share.powf(lag)).sum();
    1.0 + 2.0 * sum
}

/// Ranks from 1, ties sharing their mean rank.
pub fn ranks(values: &[f64]) -> Vec<f64> {
    let mut order: Vec<usize> = (0..values.len()).collect();
    order.sort_by(|a, b| values[*a].total_cmp(&values[*b]));
    let mut ranks = vec![0.0; values.len()];
    for tied in order.chunk_by(|a, b| values[*a] == values[*b]) {
        let below = tied.iter().map(|i| values[*i]).next().map_or(0, |value| count_below(values, value));
        for i in tied {
            ranks[*i] = below as f64 + (tied.len() as f64 + 1.0) / 2.0;
        }
    }
    ranks
}

fn count_below(values: &[f64], limit: f64) -> usize {
    values.iter().filter(|value| **value < limit).count()
}

/// The sizes of groups of equal values, also of one.
pub fn tie_sizes(values: &[f64]) -> Vec<usize> {
    sorted(values).chunk_by(|a, b| a == b).map(<[f64]>::len).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_basics_agree_with_a_calculation_by_hand() {
        let values = [1.0, 4.0, 4.0, 7.0];
        assert_eq!(mean(&values), 4.0);
        // (9 + 0 + 0 + 9) / 3
        assert_eq!(variance(&values, 1), 6.0);
        assert_eq!(median(&values), 4.0);
        assert_eq!(median(&[3.0, 1.0, 2.0]), 2.0);
        assert_eq!(mean_moving_range(&values), 2.0);
        assert_eq!(ranks(&[7.0, 4.0, 1.0, 4.0]), [4.0, 2.5, 1.0, 2.5]);
        assert_eq!(tie_sizes(&values), [1, 2, 1]);
        // Distances −3 0 0 3: neighbours multiply to 0 + 0 + 0, over 18; at lag 3, −9/18.
        assert_eq!(autocorrelation(&values, 1), 0.0);
        assert_eq!(autocorrelation(&values, 3), -0.5);
        assert_eq!(residuals(&[1.0, 0.1 + 0.2], |_| 0.3), [0.7, 0.0]);
    }
}
