//! Teams, customers or services side by side, each with the limits of its own size.
//!
//! Real units differ by more than chance, so that with many tickets nearly all would be "outliers"; the usual spread
//! between units is estimated, with the extremes pulled in, and added to the limits. Source: D. J. Spiegelhalter,
//! "Funnel plots for comparing institutional performance", *Statistics in Medicine* 24 (2005) 1185–1202 (additive
//! random effects). One step is ours: pulling in lessens the spread of perfectly usual units too, by a third, so that of
//! forty of them one in ten was warned of and every second plot had a false outlier; the estimate is divided by what
//! pulling in leaves of normal numbers.

use super::distribution::normal_quantile;
use super::numbers;
use super::share::Interval;
use super::unsaid::{Unsaid, enough};

/// With fewer units no usual spread between them can be told.
const UNITS_MIN: usize = 5;
/// Units of fewer expected events (or expected non-events) are drawn and not judged.
const EXPECTED_MIN: f64 = 3.0;
const WARNING: f64 = 0.95;
const CONTROL: f64 = 0.998;
/// A tenth of the units at each end is pulled in before the spread is estimated.
const WINSORISED_SHARE: (usize, usize) = (1, 10);

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Standing {
    /// Within 95 %.
    Usual,
    /// Beyond 95 %: of forty usual units two are.
    Warning,
    /// Beyond 99.8 %.
    Outlying,
    /// Too few events are expected for limits to mean anything.
    Small,
}

#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Unit {
    pub rate: f64,
    /// Size: sample or exposure, for the horizontal axis.
    pub exposure: f64,
    pub warning: Interval,
    pub control: Interval,
    /// Distance from the overall rate in standard deviations, the usual spread between units included.
    pub z: f64,
    pub standing: Standing,
}

#[derive(Debug, Clone, PartialEq)]
pub struct Funnel {
    pub overall: f64,
    /// Winsorised φ over what winsorising leaves of normal numbers: 1 is pure chance.
    pub overdispersion: f64,
    /// Standard deviation between units that are alike in all but name; 0 where chance explains all.
    pub tau: f64,
    /// In the order given.
    pub units: Vec<Unit>,
}

impl Funnel {
    /// The warning and the control limits of a share at any sample, for the curves of the plot.
    pub fn share_limits(&self, sample: f64) -> (Interval, Interval) {
        let variance = self.overall * (1.0 - self.overall) / sample + self.tau * self.tau;
        (limits(self.overall, variance, WARNING, 1.0), limits(self.overall, variance, CONTROL, 1.0))
    }
}

/// Shares: `counts` are (events, sample) a unit.
pub fn funnel_of_shares(counts: &[(f64, f64)]) -> Result<Funnel, Unsaid> {
    if counts.iter().any(|(events, sample)| events > sample) {
        return Err(Unsaid::Unusable("more events than sample"));
    }
    funnel(counts, |overall| overall * (1.0 - overall), |overall| overall.min(1.0 - overall), 1.0)
}

/// Rates: `counts` are (events, exposure) a unit.
pub fn funnel_of_rates(counts: &[(f64, f64)]) -> Result<Funnel, Unsaid> {
    funnel(counts, |overall| overall, |overall| overall, f64::INFINITY)
}

/// Limits at an exposure between the units for the curves of the plot; `most` is 1 for shares.
fn limits(overall: f64, variance: f64, probability: f64, most: f64) -> Interval {
    let half = normal_quantile(f64::midpoint(probability, 1.0)) * variance.sqrt();
    Interval { low: (overall - half).max(0.0), high: (overall + half).min(most) }
}

fn funnel(
    counts: &[(f64, f64)],
    unit_variance: impl Fn(f64) -> f64,
    rarer: impl Fn(f64) -> f64,
    most: f64,
) -> Result<Funnel, Unsaid> {
    let is_usable = |(events, exposure): &(f64, f64)| (0.0..f64::INFINITY).contains(events) && *exposure > 0.0;
    if !counts.iter().all(|count| is_usable(count) && count.1.is_finite()) {
        return Err(Unsaid::Unusable("events are zero or more, exposures more than zero"));
    }
    enough(counts.len(), UNITS_MIN)?;
    let overall = counts.iter().map(|count| count.0).sum::<f64>() / counts.iter().map(|count| count.1).sum::<f64>();
    let (unit_variance, rarer) = (unit_variance(overall), rarer(overall));
    if unit_variance <= 0.0 {
        return Err(Unsaid::Unusable("no event, or nothing but events: nothing varies"));
    }
    let is_small = |exposure: f64| exposure * rarer < EXPECTED_MIN;
    let judged: Vec<(f64, f64)> = counts.iter().copied().filter(|(_, exposure)| !is_small(*exposure)).collect();
    enough(judged.len(), UNITS_MIN)?;
    let (overdispersion, tau_squared) = between_units(&judged, overall, unit_variance);
    let unit = |(events, exposure): &(f64, f64)| {
        let variance = unit_variance / exposure + tau_squared;
        let rate = events / exposure;
        let (warning, control) = (limits(overall, variance, WARNING, most), limits(overall, variance, CONTROL, most));
        let standing = if is_small(*exposure) { Standing::Small } else { standing(rate, warning, control) };
        Unit { rate, exposure: *exposure, warning, control, z: (rate - overall) / variance.sqrt(), standing }
    };
    Ok(Funnel { overall, overdispersion, tau: tau_squared.sqrt(), units: counts.iter().map(unit).collect() })
}

/// φ and τ² (Spiegelhalter's equations for winsorised z-scores and DerSimonian and Laird's moment estimate).
fn between_units(counts: &[(f64, f64)], overall: f64, unit_variance: f64) -> (f64, f64) {
    let weight = |exposure: f64| exposure / unit_variance;
    let z: Vec<f64> = counts.iter().map(|(events, size)| (events / size - overall) * weight(*size).sqrt()).collect();
    let units = counts.len() as f64;
    let cut = z.len() * WINSORISED_SHARE.0 / WINSORISED_SHARE.1;
    let phi = winsorised(&z, cut).iter().map(|z| z * z).sum::<f64>() / units / left_by_winsorising(cut as f64 / units);
    let (sum, squares) = counts.iter().map(|(_, size)| weight(*size)).fold((0.0, 0.0), |(s, q), w| (s + w, q + w * w));
    let excess = units * phi - (units - 1.0);
    (phi, if excess > 0.0 { excess / (sum - squares / sum) } else { 0.0 })
}

/// The variance of a standard normal number whose outer `share` at each end is pulled in to the quantile there.
fn left_by_winsorising(share: f64) -> f64 {
    if share <= 0.0 {
        return 1.0;
    }
    let end = normal_quantile(1.0 - share);
    let density = (-end * end / 2.0).exp() / (2.0 * std::f64::consts::PI).sqrt();
    1.0 - 2.0 * share - 2.0 * end * density + 2.0 * share * end * end
}

/// The outer `cut` at each end take the value next to them.
fn winsorised(z: &[f64], cut: usize) -> Vec<f64> {
    let sorted = numbers::sorted(z);
    z.iter().map(|value| value.clamp(sorted[cut], sorted[z.len() - 1 - cut])).collect()
}

fn standing(rate: f64, warning: Interval, control: Interval) -> Standing {
    let is_within = |interval: Interval| (interval.low..=interval.high).contains(&rate);
    if is_within(warning) {
        Standing::Usual
    } else if is_within(control) {
        Standing::Warning
    } else {
        Standing::Outlying
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn close(actual: f64, expected: f64) {
        assert!((actual - expected).abs() < 1e-6, "{actual} is not {expected}");
    }

    /// Ten units by Spiegelhalter's formulas in numpy: one z-score is pulled in at each end, which leaves φ = 2.149625;
    /// of normal numbers 0.678655 are left (scipy `quad`).
    #[test]
    fn overdispersed_shares_agree_with_the_formulas_done_in_numpy() {
        let counts = [
            (20.0, 200.0),
            (45.0, 300.0),
            (10.0, 150.0),
            (60.0, 400.0),
            (33.0, 250.0),
            (80.0, 500.0),
            (12.0, 120.0),
            (70.0, 220.0),
            (25.0, 180.0),
            (30.0, 320.0),
        ];
        let funnel = funnel_of_shares(&counts).unwrap();
        close(funnel.overall, 385.0 / 2640.0);
        close(funnel.overdispersion, 3.167_480_508);
        close(funnel.tau, 0.034_829_068);
        close(funnel.units[7].z, 4.085_885_44);
        close(funnel.units[0].control.low, 0.013_425_125);
        let (warning, control) = funnel.share_limits(200.0);
        assert_eq!((warning, control), (funnel.units[0].warning, funnel.units[0].control));
        assert_eq!(funnel.units[7].standing, Standing::Outlying);
        assert_eq!(funnel.units.iter().filter(|unit| unit.standing == Standing::Usual).count(), 9);
        close(funnel.units[2].z, -1.751_276_17);
    }

    /// Rates of 9, 10, 11, 10 and 10 of exposure 1: φ = 2/50, less than chance, so that limits are 10 ± 1.96 √10.
    #[test]
    fn without_overdispersion_limits_are_those_of_chance() {
        let funnel = funnel_of_rates(&[(9.0, 1.0), (10.0, 1.0), (11.0, 1.0), (10.0, 1.0), (10.0, 1.0)]).unwrap();
        close(funnel.overdispersion, 0.04);
        close(funnel.tau, 0.0);
        close(funnel.units[0].warning.high, 10.0 + 1.959_963_985 * 10.0_f64.sqrt());
        close(funnel.units[0].control.low, 10.0 - 3.090_232_306 * 10.0_f64.sqrt());
    }

    #[test]
    fn small_units_are_shown_and_not_judged() {
        let mut counts = [(10.0, 50.0)].repeat(6);
        counts.push((3.0, 3.0));
        let funnel = funnel_of_shares(&counts).unwrap();
        assert_eq!(funnel.units[6].standing, Standing::Small);
        assert_eq!(funnel.units[0].standing, Standing::Usual);
    }

    #[test]
    fn what_cannot_be_judged_is_said() {
        assert_eq!(funnel_of_shares(&[(1.0, 50.0); 4]), Err(Unsaid::TooFew { have: 4, need: 5 }));
        assert_eq!(funnel_of_shares(&[(1.0, 4.0); 8]), Err(Unsaid::TooFew { have: 0, need: 5 }));
        assert!(matches!(funnel_of_rates(&[(0.0, 4.0); 8]), Err(Unsaid::Unusable(_))));
        assert!(matches!(funnel_of_rates(&[(1.0, 0.0); 8]), Err(Unsaid::Unusable(_))));
    }
}
