//! Where does a series stand now, and how sure is that? One month says little; a few together have a mean with an
//! interval.
//!
//! Source: W. S. Gosset ("Student"), "The probable error of a mean", *Biometrika* 6 (1908) 1–25.

use super::distribution::t_quantile;
use super::numbers;
use super::share::Interval;
use super::unsaid::{self, Unsaid};

/// Values that count as now: half a year of months.
const VALUES: usize = 6;
const CONFIDENCE: f64 = 0.95;

#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Level {
    pub mean: f64,
    /// 95 %, for independent normal values.
    pub interval: Interval,
    /// How many of the last values it rests on.
    pub values: usize,
}

/// The level of the last six of `values`, oldest first.
pub fn recent_level(values: &[f64]) -> Result<Level, Unsaid> {
    unsaid::check(values, VALUES)?;
    let recent = &values[values.len() - VALUES..];
    let (mean, count) = (numbers::mean(recent), VALUES as f64);
    let error = (numbers::variance(recent, 1) / count).sqrt();
    let half = t_quantile(f64::midpoint(CONFIDENCE, 1.0), count - 1.0)? * error;
    Ok(Level { mean, interval: Interval { low: mean - half, high: mean + half }, values: VALUES })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// By hand: 1 to 6 have the mean 3.5 and the variance 17.5/5 = 3.5; √(3.5/6) = 0.763763; t(0.975; 5) = 2.570582
    /// (table).
    #[test]
    fn the_last_six_have_a_mean_with_students_interval() {
        let level = recent_level(&[900.0, 1.0, 2.0, 3.0, 4.0, 5.0, 6.0]).unwrap();
        assert_eq!((level.mean, level.values), (3.5, 6));
        assert!((level.interval.low - (3.5 - 2.570_582 * 0.763_763)).abs() < 1e-5, "{level:?}");
        assert!((level.interval.high - (3.5 + 2.570_582 * 0.763_763)).abs() < 1e-5, "{level:?}");
    }

    #[test]
    fn five_are_too_few() {
        assert_eq!(recent_level(&[1.0; 5]), Err(Unsaid::TooFew { have: 5, need: 6 }));
    }
}
