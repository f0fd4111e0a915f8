//! Did what was done change anything? Interrupted time series by segmented regression.
//!
//! "Better than before" is no answer where it was getting better anyway: the level and the slope after are compared with
//! what the slope before led to expect, with months told apart from seasons, and with what happened to a comparator that
//! was left alone. Sources: A. K. Wagner et al., *Journal of Clinical Pharmacy and Therapeutics* 27 (2002) 299–309;
//! A. Linden, *Stata Journal* 15 (2015) 480–500; H. S. Bloom, *Evaluation Review* 19 (1995) 547–556, for the minimal
//! detectable effect; `regression` for the errors.

use std::ops::Range;

use super::distribution::{t_quantile, t_tails};
use super::regression::{Fit, prais_winsten};
use super::share::Interval;
use super::unsaid::{self, Unsaid, enough};

/// A slope before and one after need this many values (Wagner et al. ask for twelve on each side; with fewer after, the
/// intervals say how little is known).
pub const BEFORE_MIN: usize = 12;
pub const AFTER_MIN: usize = 4;
/// Two whole cycles, or a season and the intervention are one and the same.
pub const CYCLES_MIN: usize = 2;
const CONFIDENCE: f64 = 0.95;
const POWER: f64 = 0.8;

// Columns of the design.
const LEVEL_BEFORE: usize = 0;
const SLOPE_BEFORE: usize = 1;
const LEVEL_CHANGE: usize = 2;
const SLOPE_CHANGE: usize = 3;

#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Intervention<'a> {
    /// Index of the first value under the new regime.
    pub from_index: usize,
    /// So many values from there on are neither before nor after: what was done takes hold in them. They are left out.
    pub washout: usize,
    /// 12 where months of the year differ; none without season.
    pub period: Option<usize>,
    /// The same measure over the same months where nothing was done; the difference is judged.
    pub comparator: Option<&'a [f64]>,
}

#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Estimate {
    pub value: f64,
    pub standard_error: f64,
    /// 95 %.
    pub interval: Interval,
    pub p_value: f64,
    /// A real effect smaller than this would be missed more than one time in five (80 % power at 5 %, two-sided).
    pub minimal_detectable: f64,
}

/// In units of the values; slopes a step. With a comparator all of it is about the difference from it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Effect {
    /// Where the slope before begins, at the first value.
    pub level_before: Estimate,
    pub slope_before: Estimate,
    /// Jump at the intervention.
    pub level_change: Estimate,
    /// Slope after less slope before.
    pub slope_change: Estimate,
    /// The mean distance of the values since (the washout left out) from where the slope before would have led.
    pub mean_effect: Estimate,
    /// The last value's distance from where the slope before would have led.
    pub effect_at_end: Estimate,
    /// Of neighbouring residuals, 0 to 0.9; where it is at its highest the lines do not describe the values.
    pub autocorrelation: f64,
}

/// The effect of an intervention on `values`, oldest first, one a step without gaps. Over simulated months without
/// effect about 5 % are called significant at 5 % where months are independent, 8 % where they hang together by 0.4.
pub fn intervention(values: &[f64], design: &Intervention<'_>) -> Result<Effect, Unsaid> {
    without(values, design, design.from_index..design.from_index + design.washout)
}

/// Where the level, the slope and the season before led: a value for each of `values`, of the difference where there is
/// a comparator.
pub fn led_to(values: &[f64], design: &Intervention<'_>) -> Result<Vec<f64>, Unsaid> {
    let (rows, fit) = fitted(values, design, &(design.from_index..design.from_index + design.washout))?;
    let seasons = SLOPE_CHANGE + 1..SLOPE_CHANGE + design.period.unwrap_or(1);
    let columns: Vec<usize> = [LEVEL_BEFORE, SLOPE_BEFORE].into_iter().chain(seasons).collect();
    let led_to = |row: &Vec<f64>| columns.iter().map(|column| row[*column] * fit.coefficients[*column]).sum();
    Ok(rows.iter().map(led_to).collect())
}

/// As [`intervention`], with these values left out, the washout among them: each has a column of its own.
pub(super) fn without(values: &[f64], design: &Intervention<'_>, left_out: Range<usize>) -> Result<Effect, Unsaid> {
    let (rows, fit) = fitted(values, design, &left_out)?;
    effect(&fit, rows.len() - 1 - left_out.end)
}

fn fitted(values: &[f64], design: &Intervention<'_>, left_out: &Range<usize>) -> Result<(Vec<Vec<f64>>, Fit), Unsaid> {
    let values = difference(values, design.comparator)?;
    unsaid::check(&values, 0)?;
    enough(left_out.start, BEFORE_MIN)?;
    enough(values.len().saturating_sub(left_out.end), AFTER_MIN)?;
    if let Some(period) = design.period {
        enough(values.len() - left_out.len(), CYCLES_MIN * period)?;
    }
    let rows: Vec<Vec<f64>> = (0..values.len()).map(|time| row(time, left_out, design.period)).collect();
    let fit = prais_winsten(&rows, &values)?;
    Ok((rows, fit))
}

fn difference(values: &[f64], comparator: Option<&[f64]>) -> Result<Vec<f64>, Unsaid> {
    match comparator {
        None => Ok(values.to_vec()),
        Some(other) if other.len() == values.len() => Ok(values.iter().zip(other).map(|(a, b)| a - b).collect()),
        Some(_) => Err(Unsaid::Unusable("the comparator covers other months")),
    }
}

/// One, time, after or not, time since, a column for each season but the first, and one for each value left out.
fn row(time: usize, left_out: &Range<usize>, period: Option<usize>) -> Vec<f64> {
    let is = |so: bool| f64::from(u8::from(so));
    let since = time.checked_sub(left_out.end);
    let mut row = vec![1.0, time as f64, is(since.is_some()), since.unwrap_or(0) as f64];
    if let Some(period) = period {
        row.extend((1..period).map(|season| is(time % period == season)));
    }
    row.extend(left_out.clone().map(|one| is(time == one)));
    row
}

fn effect(fit: &Fit, steps_since: usize) -> Result<Effect, Unsaid> {
    let freedom = fit.freedom as f64;
    let quantile = t_quantile(f64::midpoint(CONFIDENCE, 1.0), freedom)?;
    let detectable = quantile + t_quantile(POWER, freedom)?;
    let estimate = |weights: &[(usize, f64)]| {
        let (value, standard_error) = fit.combination(weights);
        let half = quantile * standard_error;
        Ok(Estimate {
            value,
            standard_error,
            interval: Interval { low: value - half, high: value + half },
            p_value: t_tails(value / standard_error, freedom)?,
            minimal_detectable: detectable * standard_error,
        })
    };
    Ok(Effect {
        level_before: estimate(&[(LEVEL_BEFORE, 1.0)])?,
        slope_before: estimate(&[(SLOPE_BEFORE, 1.0)])?,
        level_change: estimate(&[(LEVEL_CHANGE, 1.0)])?,
        slope_change: estimate(&[(SLOPE_CHANGE, 1.0)])?,
        mean_effect: estimate(&[(LEVEL_CHANGE, 1.0), (SLOPE_CHANGE, steps_since as f64 / 2.0)])?,
        effect_at_end: estimate(&[(LEVEL_CHANGE, 1.0), (SLOPE_CHANGE, steps_since as f64)])?,
        autocorrelation: fit.autocorrelation,
    })
}

#[cfg(test)]
mod tests {
    use super::super::change_point::tests::NILE;
    use super::super::regression::fit;
    use super::super::slope::tests::CIGARETTES;
    use super::*;

    fn close(actual: f64, expected: f64, tolerance: f64) {
        assert!((actual - expected).abs() <= tolerance, "{actual} is not {expected} ± {tolerance}");
    }

    /// California's tobacco tax of 1989 (Linden 2015, single-group example): −1.779474 a year before, a fall of 20.0581,
    /// −1.494652 a year more since. Least squares alone gives these; standard errors are statsmodels' (OLS).
    #[test]
    fn agrees_with_lindens_cigarette_tax() {
        let rows: Vec<Vec<f64>> = (0..31).map(|time| row(time, &(19..19), None)).collect();
        let effect = effect(&fit(&rows, &CIGARETTES, 0.0).unwrap().1, 11).unwrap();
        for (estimate, value, standard_error) in [
            (effect.slope_before, -1.779_474, 0.217_036_3),
            (effect.level_change, -20.058_1, 3.747_110_5),
            (effect.slope_change, -1.494_652, 0.484_628_6),
        ] {
            close(estimate.value, value, 5e-6);
            close(estimate.standard_error, standard_error, 1e-6);
        }
        // t of 27 degrees (scipy): 2.051831 for the interval, 0.855137 more for the power.
        close(effect.level_change.interval.low, -20.058_097 - 2.051_831 * 3.747_110, 1e-4);
        close(effect.level_change.minimal_detectable, 2.906_968 * 3.747_110, 1e-4);
        close(effect.effect_at_end.value, -20.058_1 - 11.0 * 1.494_652, 1e-4);
        // numpy (lstsq).
        close(effect.level_before.value, 132.225_789, 1e-6);
    }

    /// The Nile and its change of 1899, by generalised least squares with the whole covariance matrix in numpy, the
    /// restricted likelihood over the same grid.
    #[test]
    fn autocorrelated_errors_agree_with_numpy() {
        let effect =
            intervention(&NILE, &Intervention { from_index: 28, washout: 0, period: None, comparator: None }).unwrap();
        close(effect.autocorrelation, 0.2, 1e-9);
        for (estimate, value, standard_error) in [
            (effect.slope_before, 1.168_39, 3.606_373),
            (effect.level_change, -289.704_464, 69.544_262),
            (effect.slope_change, -0.503_324, 3.730_931),
            (effect.effect_at_end, -325.440_440, 312.251_414),
        ] {
            close(estimate.value, value, 1e-5);
            close(estimate.standard_error, standard_error, 1e-5);
        }
    }

    #[test]
    fn seasons_and_a_comparator_are_taken_out() {
        let season = |time: usize| [0.0, 3.0, -2.0][time % 3] + if time.is_multiple_of(2) { 0.1 } else { -0.1 };
        let values: Vec<f64> = (0..30).map(|time| 5.0 + season(time) + if time >= 18 { -4.0 } else { 0.0 }).collect();
        let with_season = Intervention { from_index: 18, washout: 0, period: Some(3), comparator: None };
        close(intervention(&values, &with_season).unwrap().level_change.value, -4.0, 0.1);
        let led_to = led_to(&values, &with_season).unwrap();
        (0..30).for_each(|time| close(led_to[time], 5.0 + [0.0, 3.0, -2.0][time % 3], 0.2));
        let season_alone = |time: usize| [0.0, 3.0, -2.0][time % 3];
        let other: Vec<f64> = (0..30).map(|time| 9.0 + season_alone(time) + time as f64).collect();
        let compared = Intervention { from_index: 18, washout: 0, period: None, comparator: Some(&other) };
        let effect = intervention(&values, &compared).unwrap();
        close(effect.level_change.value, -4.0, 0.1);
        close(effect.slope_before.value, -1.0, 0.01);
    }

    /// The values of the washout may be anything; without them two straight lines are met exactly but for a ripple.
    #[test]
    fn the_washout_is_neither_before_nor_after() {
        let ripple = |time: usize| if time.is_multiple_of(2) { 0.1 } else { -0.1 };
        let level = |time: usize| if time < 18 { 5.0 } else { 2.0 };
        let mut values: Vec<f64> = (0..36).map(|time| level(time) + ripple(time)).collect();
        values[18..21].copy_from_slice(&[50.0, -7.0, 30.0]);
        let design = Intervention { from_index: 18, washout: 3, period: None, comparator: None };
        let effect = intervention(&values, &design).unwrap();
        close(effect.mean_effect.value, -3.0, 0.1);
        close(effect.level_change.value, -3.0, 0.1);
        assert!(effect.mean_effect.standard_error < 0.2);
    }

    #[test]
    fn what_cannot_be_judged_is_said() {
        let at = |from_index, period| Intervention { from_index, washout: 0, period, comparator: None };
        assert_eq!(intervention(&[1.0; 30], &at(11, None)), Err(Unsaid::TooFew { have: 11, need: 12 }));
        assert_eq!(intervention(&[1.0; 15], &at(12, None)), Err(Unsaid::TooFew { have: 3, need: 4 }));
        assert_eq!(intervention(&[1.0; 20], &at(14, Some(12))), Err(Unsaid::TooFew { have: 20, need: 24 }));
        let other = Intervention { from_index: 14, washout: 0, period: None, comparator: Some(&[1.0]) };
        assert!(matches!(intervention(&[1.0; 30], &other), Err(Unsaid::Unusable(_))));
        assert!(matches!(intervention(&[1.0; 30], &at(15, None)), Err(Unsaid::Unusable(_))));
    }
}
