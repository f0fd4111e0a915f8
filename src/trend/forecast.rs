//! What the next months will likely bring, with intervals from how wrong the same method was before.
//!
//! The method is the one that did best when the past was forecast from its own past (rolling origin). Intervals are not
//! derived from a model but taken from those errors. Sources: R. J. Hyndman and G. Athanasopoulos, *Forecasting:
//! Principles and Practice* (3rd ed.), section 5.10; J. Lei et al., *JASA* 113 (2018) 1094–1111, section 2.2, for
//! intervals from ranked errors (split conformal).

pub use super::smoothing::Method;

use super::numbers;
use super::share::Interval;
use super::smoothing::SEASON;
use super::unsaid::{self, Unsaid, enough};

const HISTORY_MIN: usize = 12;
/// The past that the first trial forecast is made from, where no season is tried.
const FIRST_ORIGIN: usize = 6;
/// Intervals hold four of five, as (of, in): more would need nineteen errors for each month ahead, which few series
/// have.
const COVERED: (usize, usize) = (4, 5);
/// Ranked errors that an interval of 80 % needs: the fourth of four.
const ERRORS_MIN: usize = 4;

#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Ahead {
    /// Steps after the last value, from 1.
    pub steps: usize,
    pub value: f64,
    /// 80 %.
    pub interval: Interval,
    /// Trial forecasts so many steps ahead that the interval rests on.
    pub errors: usize,
}

#[derive(Debug, Clone, PartialEq)]
pub struct Forecast {
    pub method: Method,
    /// As far as was asked for and the history could be tried.
    pub ahead: Vec<Ahead>,
    /// Mean absolute error of the trials, in units of the values.
    pub mean_absolute_error: f64,
    /// How often an interval made from earlier errors alone held the value, among how many tried. Should be about 80 %;
    /// of a dozen trials chance makes it anything from 60 to 100 %.
    pub held: usize,
    pub tried: usize,
}

/// Forecasts up to `horizon` steps after `values`, oldest first and one a step without gaps. Fewer steps come back where
/// the history is too short to have tried more.
pub fn forecast(values: &[f64], horizon: usize) -> Result<Forecast, Unsaid> {
    unsaid::check(values, HISTORY_MIN)?;
    enough(horizon, 1)?;
    let best = Method::for_history(values.len())
        .iter()
        .map(|method| (*method, back_test(values, *method, horizon)))
        .min_by(|(_, a), (_, b)| mean_absolute(a).total_cmp(&mean_absolute(b)));
    let Some((method, errors)) = best else { return Err(Unsaid::Unusable("no method serves this history")) };
    let points = method.forecast(values, errors.len());
    let ahead = (1..).zip(points).filter_map(|(steps, value)| {
        let half = half_width_ahead(&errors, steps, values.len())?;
        let interval = Interval { low: value - half, high: value + half };
        Some(Ahead { steps, value, interval, errors: errors[steps - 1].len() })
    });
    let (held, tried) = coverage(&errors);
    Ok(Forecast { method, ahead: ahead.collect(), mean_absolute_error: mean_absolute(&errors), held, tried })
}

/// For each month ahead the absolute errors in order of origin. Every method of a history starts at the same origin.
fn back_test(values: &[f64], method: Method, horizon: usize) -> Vec<Vec<f64>> {
    let first = if values.len() >= 2 * SEASON { SEASON } else { FIRST_ORIGIN };
    let horizon = horizon.min(values.len() - first - (ERRORS_MIN - 1));
    let mut errors = vec![Vec::new(); horizon];
    for origin in first..values.len() {
        let forecasts = method.forecast(&values[..origin], horizon);
        for (errors, (forecast, value)) in errors.iter_mut().zip(forecasts.iter().zip(&values[origin..])) {
            errors.push((value - forecast).abs());
        }
    }
    errors
}

fn mean_absolute(errors: &[Vec<f64>]) -> f64 {
    numbers::mean(&errors.concat())
}

/// The half width `steps` ahead from the errors known after `months` trials: never less than fewer steps ahead, for
/// what is farther off is not surer.
fn half_width_ahead(errors: &[Vec<f64>], steps: usize, months: usize) -> Option<f64> {
    // The error made `ahead` steps ahead is known only when that month is over.
    let known = |(ahead, errors): (usize, &Vec<f64>)| {
        half_width(&errors[..errors.len().min((months + 1).saturating_sub(ahead))])
    };
    (1..=steps).zip(errors).map(known).try_fold(0.0, |widest: f64, half| Some(widest.max(half?)))
}

/// The ⌈0.8 (m + 1)⌉-th smallest of m errors: a further error of the same kind is no larger with 80 % or more.
fn half_width(errors: &[f64]) -> Option<f64> {
    let rank = ((errors.len() + 1) * COVERED.0).div_ceil(COVERED.1);
    numbers::sorted(errors).get(rank - 1).copied()
}

/// Each error against the interval that the errors known by then would have given.
fn coverage(errors: &[Vec<f64>]) -> (usize, usize) {
    let (mut held, mut tried) = (0, 0);
    for (steps, own) in (1..).zip(errors) {
        for (months, error) in own.iter().enumerate() {
            if let Some(half) = half_width_ahead(errors, steps, months) {
                tried += 1;
                held += usize::from(*error <= half);
            }
        }
    }
    (held, tried)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn wobble(count: usize) -> Vec<f64> {
        // Steps of 37 modulo 100: spread evenly, no order.
        (0..count).map(|i| ((i * 37) % 100) as f64).collect()
    }

    /// Of four errors the fourth (5 × 0.8 = 4), of nine the eighth, of three none.
    #[test]
    fn intervals_are_ranked_errors() {
        assert_eq!(half_width(&[3.0, 1.0, 2.0, 9.0]), Some(9.0));
        assert_eq!(half_width(&[9.0, 8.0, 7.0, 6.0, 5.0, 4.0, 3.0, 2.0, 1.0]), Some(8.0));
        assert_eq!(half_width(&[3.0, 1.0, 2.0]), None);
    }

    /// One ahead, errors 1 1 1 1 5 1: the fifth is tried against 1 and missed, the sixth against 5 and held. The same
    /// two ahead: the fifth knows only three errors before it; the sixth knows four, and is held.
    #[test]
    fn coverage_looks_only_back() {
        let errors = vec![1.0, 1.0, 1.0, 1.0, 5.0, 1.0];
        assert_eq!(coverage(std::slice::from_ref(&errors)), (1, 2));
        assert_eq!(coverage(&[errors.clone(), errors]), (1 + 1, 2 + 1));
    }

    #[test]
    fn a_year_gives_three_months_and_less_gives_none() {
        let forecast = super::forecast(&wobble(12), 12).unwrap();
        let errors: Vec<usize> = forecast.ahead.iter().map(|ahead| ahead.errors).collect();
        assert_eq!(errors, [6, 5, 4]);
        assert_eq!(super::forecast(&wobble(11), 3), Err(Unsaid::TooFew { have: 11, need: 12 }));
        assert_eq!(super::forecast(&wobble(12), 0), Err(Unsaid::TooFew { have: 0, need: 1 }));
    }

    #[test]
    fn the_method_that_did_best_is_taken() {
        let season: Vec<f64> =
            (0..48).map(|i| [5.0, 9.0, 2.0, 7.0, 30.0, 1.0][i % 6] * if i % 12 < 6 { 1.0 } else { 2.0 }).collect();
        let forecast = super::forecast(&season, 6).unwrap();
        assert_eq!(forecast.method, Method::SeasonLast);
        assert_eq!(forecast.mean_absolute_error, 0.0);
        assert_eq!(forecast.ahead[4].value, 30.0);
        let rising: Vec<f64> = (0..30).map(|i| f64::from(i) * 10.0).collect();
        assert_eq!(super::forecast(&rising, 3).unwrap().method, Method::DampedTrend);
    }
}
