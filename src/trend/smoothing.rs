//! The methods a forecast is chosen from, each a function of the past alone.
//!
//! Sources: C. C. Holt (1957); E. S. Gardner and E. McKenzie, *Management Science* 31 (1985) 1237–1246, for the damped
//! trend; starting values and worked examples: NIST/SEMATECH e-Handbook, 6.4.3.1 and 6.4.3.3.

use super::numbers;

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Method {
    /// The last value stays.
    LastValue,
    /// The mean of the last twelve stays.
    YearMean,
    /// The value of the same month a year ago.
    SeasonLast,
    /// Simple exponential smoothing.
    Smoothed,
    /// Exponential smoothing with a trend that fades.
    DampedTrend,
}

pub const SEASON: usize = 12;
const ALPHAS: [f64; 9] = [0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9];
const BETAS: [f64; 3] = [0.05, 0.15, 0.35];
const DAMPING: [f64; 3] = [0.8, 0.9, 0.98];

impl Method {
    /// Those that a history of this length can be tried with; a season must have been seen twice.
    pub fn for_history(count: usize) -> &'static [Self] {
        let all = &[Self::LastValue, Self::YearMean, Self::Smoothed, Self::DampedTrend, Self::SeasonLast];
        if count >= 2 * SEASON { all } else { &all[..4] }
    }

    /// The next `horizon` values as the method sees them. `past` holds a value at least, a season for [`Self::SeasonLast`].
    pub fn forecast(self, past: &[f64], horizon: usize) -> Vec<f64> {
        let count = past.len();
        match self {
            Self::LastValue => vec![past[count - 1]; horizon],
            Self::YearMean => vec![numbers::mean(&past[count.saturating_sub(SEASON)..]); horizon],
            Self::SeasonLast => (0..horizon).map(|ahead| past[count - SEASON + ahead % SEASON]).collect(),
            Self::Smoothed => {
                let fits = ALPHAS.map(|alpha| smooth(past, &Weights { alpha, beta: 0.0, damping: 0.0 }));
                best(fits).map_or_else(Vec::new, |fit| fit.ahead(horizon))
            }
            Self::DampedTrend => {
                let weights = ALPHAS.iter().flat_map(|alpha| {
                    BETAS
                        .iter()
                        .flat_map(move |beta| DAMPING.map(|damping| Weights { alpha: *alpha, beta: *beta, damping }))
                });
                best(weights.map(|weights| smooth(past, &weights))).map_or_else(Vec::new, |fit| fit.ahead(horizon))
            }
        }
    }
}

struct Weights {
    alpha: f64,
    beta: f64,
    /// 1 is Holt's full trend, 0 none.
    damping: f64,
}

struct Smoothing {
    level: f64,
    trend: f64,
    damping: f64,
    /// Squared one-step errors in sum.
    error: f64,
}

impl Smoothing {
    fn ahead(&self, horizon: usize) -> Vec<f64> {
        let mut step = self.trend;
        let mut value = self.level;
        let mut next = || {
            step *= self.damping;
            value += step;
            value
        };
        (0..horizon).map(|_| next()).collect()
    }
}

fn best(fits: impl IntoIterator<Item = Smoothing>) -> Option<Smoothing> {
    fits.into_iter().min_by(|a, b| a.error.total_cmp(&b.error))
}

/// Starts with the first value and the mean of the first three steps.
fn smooth(past: &[f64], weights: &Weights) -> Smoothing {
    let first_steps = past.len().min(4);
    let trend = if first_steps > 1 { (past[first_steps - 1] - past[0]) / (first_steps - 1) as f64 } else { 0.0 };
    let mut state = Smoothing { level: past[0], trend, damping: weights.damping, error: 0.0 };
    for value in &past[1..] {
        let expected = state.level + weights.damping * state.trend;
        let level = weights.alpha * value + (1.0 - weights.alpha) * expected;
        state.trend = weights.beta * (level - state.level) + (1.0 - weights.beta) * weights.damping * state.trend;
        state.level = level;
        state.error += (value - expected).powi(2);
    }
    state
}

#[cfg(test)]
mod tests {
    use super::*;

    /// NIST/SEMATECH e-Handbook 6.4.3.1: α = 0.1; the last smoothed values are 71.29 and 71.67, the sum of squared errors
    /// 208.94, of errors rounded to two places.
    #[test]
    fn simple_smoothing_agrees_with_nist() {
        let values = [71.0, 70.0, 69.0, 68.0, 64.0, 65.0, 72.0, 78.0, 75.0, 75.0, 75.0, 70.0];
        let weights = Weights { alpha: 0.1, beta: 0.0, damping: 0.0 };
        assert!((smooth(&values, &weights).error - 208.94).abs() < 0.15);
        assert!((smooth(&values[..10], &weights).level - 71.29).abs() < 0.006);
        assert!((smooth(&values[..11], &weights).level - 71.67).abs() < 0.006);
    }

    /// NIST/SEMATECH e-Handbook 6.4.3.3: α = 0.3623, γ = 1, b₁ the mean of the first three steps.
    #[test]
    fn smoothing_with_a_trend_agrees_with_nist() {
        let values = [6.4, 5.6, 7.8, 8.8, 11.0, 11.6, 16.7, 15.3, 21.6, 22.4];
        let weights = Weights { alpha: 0.3623, beta: 1.0, damping: 1.0 };
        for (count, level) in [(4, 8.1), (5, 9.8), (6, 11.5), (7, 14.5), (8, 16.7), (9, 19.9), (10, 22.8)] {
            let state = smooth(&values[..count], &weights);
            assert!((state.level - level).abs() < 0.05, "{count}: {} is not {level}", state.level);
        }
    }

    /// A damped trend of 4 fades to 2, 1 and 0.5: 10, 12, 13, 13.5.
    #[test]
    fn a_trend_fades() {
        let state = Smoothing { level: 10.0, trend: 4.0, damping: 0.5, error: 0.0 };
        assert_eq!(state.ahead(3), [12.0, 13.0, 13.5]);
    }

    #[test]
    fn the_simple_methods_repeat_what_was() {
        let past: Vec<f64> = (1..=24_u8).map(f64::from).collect();
        assert_eq!(Method::LastValue.forecast(&past, 2), [24.0, 24.0]);
        assert_eq!(Method::YearMean.forecast(&past, 1), [18.5]);
        assert_eq!(Method::SeasonLast.forecast(&past, 13)[..2], [13.0, 14.0]);
        assert_eq!(Method::SeasonLast.forecast(&past, 13)[12], 13.0);
        assert!(!Method::for_history(23).contains(&Method::SeasonLast));
    }
}
