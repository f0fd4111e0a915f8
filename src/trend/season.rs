//! Trend, season and what remains, and whether there is a season at all.
//!
//! Sources: classical decomposition by moving averages (M. Kendall and A. Stuart, *The Advanced Theory of Statistics*
//! vol. 3, 1983, 410–414; R's `decompose`); strength of seasonality (X. Wang, K. Smith and R. Hyndman, *Data Mining and
//! Knowledge Discovery* 13, 2006, 335–364; R. J. Hyndman and G. Athanasopoulos, *Forecasting: Principles and Practice*,
//! 3rd ed., section 4.3); W. H. Kruskal and W. A. Wallis, *JASA* 47 (1952) 583–621.

use super::distribution::chi_squared_tail;
use super::numbers;
use super::unsaid::{self, Unsaid};

/// Nothing repeats that was seen once.
const CYCLES_MIN: usize = 2;

#[derive(Debug, Clone, PartialEq)]
pub struct Decomposition {
    /// One for each value. Half a cycle at each end continues the line through the nearest cycle of the trend.
    pub trend: Vec<f64>,
    /// One for each place in the cycle, the first value's place first; they sum to zero.
    pub season: Vec<f64>,
    /// Value less trend less season.
    pub remainder: Vec<f64>,
    /// 1 − Var(remainder) / Var(season + remainder), as published: two cycles of pure noise give about one half.
    pub strength: f64,
    /// The same with variances over their degrees of freedom: about zero for noise.
    pub strength_adjusted: f64,
    /// Kruskal and Wallis over the places in the cycle: is there a season?
    pub p_value: f64,
}

/// Splits `values`, oldest first and one a step without gaps, into trend, season of `period` steps (12 for months) and
/// remainder, which add up. Where the season grows with the level, give logarithms.
pub fn decompose(values: &[f64], period: usize) -> Result<Decomposition, Unsaid> {
    if period < 2 {
        return Err(Unsaid::Unusable("a season has two places or more"));
    }
    unsaid::check(values, CYCLES_MIN * period)?;
    let trend = extended(&moving_trend(values, period), period);
    let detrended = numbers::residuals(values, |i| trend[i]);
    let season = figure(&detrended.iter().copied().map(Some).collect::<Vec<_>>(), period);
    let remainder: Vec<f64> = detrended.iter().enumerate().map(|(i, value)| value - season[i % period]).collect();
    let p_value = kruskal_wallis(&detrended, period)?;
    let strength = |places| strength(&remainder, &detrended, places);
    Ok(Decomposition { strength: strength(1), strength_adjusted: strength(period), trend, season, remainder, p_value })
}

/// Mean over one cycle about each value; half a value at both ends where the cycle is even. None at the ends.
fn moving_trend(values: &[f64], period: usize) -> Vec<Option<f64>> {
    let half = period / 2;
    let mean = |i: usize| {
        let window = values.get(i.checked_sub(half)?..=i + half)?;
        let ends = if period.is_multiple_of(2) { f64::midpoint(window[0], window[period]) } else { 0.0 };
        let whole = if period.is_multiple_of(2) { &window[1..period] } else { window };
        Some((whole.iter().sum::<f64>() + ends) / period as f64)
    };
    (0..values.len()).map(mean).collect()
}

/// Continues both ends by the least-squares line through the nearest `period` of the trend.
fn extended(trend: &[Option<f64>], period: usize) -> Vec<f64> {
    let known: Vec<(f64, f64)> =
        trend.iter().enumerate().filter_map(|(i, value)| Some((i as f64, (*value)?))).collect();
    let near = period.min(known.len());
    let (first, last) = (line(&known[..near]), line(&known[known.len() - near..]));
    let begins = known[0].0;
    let end = |i: f64| if i < begins { first(i) } else { last(i) };
    trend.iter().enumerate().map(|(i, value)| value.unwrap_or_else(|| end(i as f64))).collect()
}

fn line(points: &[(f64, f64)]) -> impl Fn(f64) -> f64 + use<> {
    let (x, y): (Vec<f64>, Vec<f64>) = points.iter().copied().unzip();
    let (x_mean, y_mean) = (numbers::mean(&x), numbers::mean(&y));
    let spread: f64 = x.iter().map(|x| (x - x_mean).powi(2)).sum();
    let shared: f64 = points.iter().map(|(x, y)| (x - x_mean) * (y - y_mean)).sum();
    let slope = if spread > 0.0 { shared / spread } else { 0.0 };
    move |x| y_mean + slope * (x - x_mean)
}

/// The mean of each place in the cycle, less their mean.
fn figure(detrended: &[Option<f64>], period: usize) -> Vec<f64> {
    let place = |place: usize| {
        let known: Vec<f64> = detrended.iter().skip(place).step_by(period).filter_map(|value| *value).collect();
        numbers::mean(&known)
    };
    let means: Vec<f64> = (0..period).map(place).collect();
    let centre = numbers::mean(&means);
    means.iter().map(|mean| mean - centre).collect()
}

fn strength(remainder: &[f64], detrended: &[f64], places: usize) -> f64 {
    let whole = numbers::variance(detrended, 1);
    if whole > 0.0 { (1.0 - numbers::variance(remainder, places) / whole).max(0.0) } else { 0.0 }
}

/// Kruskal and Wallis's H with their correction for ties; one where all values are equal.
fn kruskal_wallis(values: &[f64], groups: usize) -> Result<f64, Unsaid> {
    let ranks = numbers::ranks(values);
    let count = values.len() as f64;
    let group = |place: usize| {
        let own: Vec<f64> = ranks.iter().skip(place).step_by(groups).copied().collect();
        own.len() as f64 * (numbers::mean(&own) - f64::midpoint(count, 1.0)).powi(2)
    };
    let between: f64 = (0..groups).map(group).sum();
    let ties: f64 = numbers::tie_sizes(values).iter().map(|size| *size as f64).map(|size| size.powi(3) - size).sum();
    let shrink = 1.0 - ties / (count.powi(3) - count);
    if shrink <= 0.0 {
        return Ok(1.0);
    }
    chi_squared_tail(12.0 / (count * (count + 1.0)) * between / shrink, groups as f64 - 1.0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// Thirty-two quarters with the results of R's `decompose`, as they stand in statsmodels' own tests.
    const QUARTERS: [f64; 32] = [
        -50.0, 175.0, 149.0, 214.0, 247.0, 237.0, 225.0, 329.0, 729.0, 809.0, 530.0, 489.0, 540.0, 457.0, 195.0, 176.0,
        337.0, 239.0, 128.0, 102.0, 232.0, 429.0, 3.0, 98.0, 43.0, -141.0, -77.0, -13.0, 125.0, 361.0, -45.0, 184.0,
    ];

    fn close(actual: f64, expected: f64, tolerance: f64) {
        assert!((actual - expected).abs() <= tolerance, "{actual} is not {expected} ± {tolerance}");
    }

    #[test]
    fn trend_and_season_agree_with_r() {
        let trend = moving_trend(&QUARTERS, 4);
        assert_eq!((trend[1], trend[30]), (None, None));
        for (i, expected) in
            [(2, 159.12), (3, 204.0), (4, 221.25), (8, 561.12), (20, 207.12), (24, -9.25), (29, 131.62)]
        {
            close(trend[i].unwrap(), expected, 0.006);
        }
        let detrended: Vec<Option<f64>> =
            QUARTERS.iter().zip(&trend).map(|(value, trend)| Some(value - (*trend)?)).collect();
        for (actual, expected) in figure(&detrended, 4).iter().zip([62.46, 86.17, -88.38, -60.25]) {
            close(*actual, expected, 0.006);
        }
    }

    /// Computed with numpy (`convolve`, `polyfit` through the nearest four of the trend) and scipy 1.17 (`kruskal`).
    #[test]
    fn the_whole_agrees_with_numpy() {
        let parts = decompose(&QUARTERS, 4).unwrap();
        for (i, expected) in [(0, 111.0375), (1, 138.5625), (30, 201.5), (31, 258.6875)] {
            close(parts.trend[i], expected, 1e-6);
        }
        for (actual, expected) in
            parts.season.iter().zip([48.453_515_62, 93.887_890_62, -94.213_671_87, -48.127_734_37])
        {
            close(*actual, expected, 1e-6);
        }
        close(parts.p_value, 0.002_685_656, 1e-9);
        close(parts.strength, 0.438_960_497, 1e-9);
        close(parts.strength_adjusted, 0.378_849_122, 1e-9);
    }

    /// Kruskal and Wallis's H by scipy's documented example: groups 1 3 5 7 9 and 2 4 6 8 10, H = 0.2727, p = 0.6015.
    #[test]
    fn kruskal_wallis_agrees_with_scipys_example() {
        close(kruskal_wallis(&[1.0, 2.0, 3.0, 4.0, 5.0, 6.0, 7.0, 8.0, 9.0, 10.0], 2).unwrap(), 0.601_508_13, 1e-7);
    }

    #[test]
    fn what_cannot_be_judged_is_said() {
        assert_eq!(decompose(&[1.0; 23], 12), Err(Unsaid::TooFew { have: 23, need: 24 }));
        assert!(matches!(decompose(&[1.0; 23], 1), Err(Unsaid::Unusable(_))));
        let flat = decompose(&[3.0; 24], 12).unwrap();
        assert_eq!((flat.p_value, flat.strength, flat.strength_adjusted), (1.0, 0.0, 0.0));
        let line: Vec<f64> = (0..30).map(|i| 0.3 + 0.1 * f64::from(i)).collect();
        assert_eq!(decompose(&line, 12).unwrap().p_value, 1.0);
    }

    proptest! {
        #[test]
        fn the_parts_add_up_and_the_season_to_nothing(values in prop::collection::vec(-100.0..100.0, 24..60)) {
            let parts = decompose(&values, 12).unwrap();
            for (i, value) in values.iter().enumerate() {
                let sum = parts.trend[i] + parts.season[i % 12] + parts.remainder[i];
                prop_assert!((sum - value).abs() < 1e-9);
            }
            prop_assert!(parts.season.iter().sum::<f64>().abs() < 1e-9);
            prop_assert!((0.0..=1.0).contains(&parts.strength) && parts.strength_adjusted <= parts.strength + 1e-12);
        }
    }
}
