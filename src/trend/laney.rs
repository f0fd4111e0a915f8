//! Control charts of shares and rates whose samples differ in size: Laney's P′ and U′.
//!
//! With hundreds of tickets a month the binomial limits of a P chart shrink until every month is a signal, because
//! months differ by more than chance even when nothing has changed. Laney widens the limits by what is seen between
//! neighbouring months. Source: D. B. Laney, "Improved control charts for attributes", *Quality Engineering* 14
//! (2002) 531–537.

use super::unsaid::{Unsaid, enough};
use super::xmr::{BASELINE_POINTS, POINTS_MIN, Signal, run_around, runs, side};
use super::{numbers, rules::RuleSet};

/// With fewer expected events (or expected non-events) a month says nothing: three make it 95 % sure to see one at
/// all (D. C. Montgomery, *Introduction to Statistical Quality Control*, 6th ed., 2009, 7.2).
const EXPECTED_MIN: f64 = 3.0;
const SIGMAS: f64 = 3.0;

#[derive(Debug, Clone, Copy, PartialEq)]
pub struct RatePoint {
    /// Events per unit of exposure; none where nothing was exposed.
    pub rate: Option<f64>,
    /// The limits of this sample's size.
    pub lower_control_limit: f64,
    pub upper_control_limit: f64,
    /// Beyond a limit, or one of eight in a row on one side of the centre line.
    pub signal: Option<Signal>,
    /// The sample is too small to be judged by a limit.
    pub is_small: bool,
}

#[derive(Debug, Clone, PartialEq)]
pub struct LaneyChart {
    pub centre_line: f64,
    /// Spread between months over the spread that chance within a month explains, as measured.
    pub sigma_z: f64,
    /// What the limits were widened by: never less than 1. Below it Laney's limits would be narrower than pure chance,
    /// which from a dozen months is nearly always an accident; the chart is then the classical one.
    pub sigma_z_used: f64,
    pub baseline_points: usize,
    pub points: Vec<RatePoint>,
}

/// P′: `counts` are (events, sample) a period, oldest first; events are part of the sample. Limits rest on the first
/// twelve periods that are large enough to be judged.
pub fn laney_p(counts: &[(f64, f64)]) -> Result<LaneyChart, Unsaid> {
    if counts.iter().any(|(events, sample)| events > sample) {
        return Err(Unsaid::Unusable("more events than sample"));
    }
    chart(counts, |centre| Spread {
        unit_variance: centre * (1.0 - centre),
        rarer: centre.min(1.0 - centre),
        most: 1.0,
    })
}

/// U′: `counts` are (events, exposure) a period, oldest first; one unit of exposure may have several events.
pub fn laney_u(counts: &[(f64, f64)]) -> Result<LaneyChart, Unsaid> {
    chart(counts, |centre| Spread { unit_variance: centre, rarer: centre, most: f64::INFINITY })
}

/// How far chance alone spreads a rate.
struct Spread {
    /// Variance at an exposure of one.
    unit_variance: f64,
    /// Share of the rarer outcome.
    rarer: f64,
    /// The largest rate there is.
    most: f64,
}

impl Spread {
    fn sigma(&self, exposure: f64) -> f64 {
        (self.unit_variance / exposure).sqrt()
    }

    fn is_small(&self, exposure: f64) -> bool {
        exposure * self.rarer < EXPECTED_MIN
    }
}

fn chart(counts: &[(f64, f64)], spread: impl Fn(f64) -> Spread) -> Result<LaneyChart, Unsaid> {
    if !counts
        .iter()
        .all(|(events, exposure)| (0.0..f64::INFINITY).contains(events) && (0.0..f64::INFINITY).contains(exposure))
    {
        return Err(Unsaid::Unusable("counts are zero or more"));
    }
    let exposed: Vec<(f64, f64)> = counts.iter().copied().filter(|(_, exposure)| *exposure > 0.0).collect();
    enough(exposed.len(), POINTS_MIN)?;
    let first = &exposed[..exposed.len().min(BASELINE_POINTS)];
    let centre_line =
        first.iter().map(|(events, _)| events).sum::<f64>() / first.iter().map(|(_, size)| size).sum::<f64>();
    let spread = spread(centre_line);
    if spread.unit_variance <= 0.0 {
        return Err(Unsaid::Unusable("no event, or nothing but events, in the baseline: nothing varies"));
    }
    let z: Vec<f64> = first
        .iter()
        .filter(|(_, exposure)| !spread.is_small(*exposure))
        .map(|(events, exposure)| (events / exposure - centre_line) / spread.sigma(*exposure))
        .collect();
    enough(z.len(), POINTS_MIN)?;
    let sigma_z = numbers::short_term_sigma(&z);
    let sigma_z_used = sigma_z.max(1.0);
    let points = judge(counts, centre_line, &spread, sigma_z_used);
    Ok(LaneyChart { centre_line, sigma_z, sigma_z_used, baseline_points: first.len(), points })
}

fn judge(counts: &[(f64, f64)], centre_line: f64, spread: &Spread, sigma_z: f64) -> Vec<RatePoint> {
    let rates: Vec<Option<f64>> = counts.iter().map(|(events, size)| (*size > 0.0).then(|| events / size)).collect();
    let sides: Vec<f64> = rates.iter().map(|rate| rate.map_or(0.0, |rate| side(rate, centre_line))).collect();
    let runs = runs(&sides);
    let point = |i: usize| {
        let half = SIGMAS * sigma_z * spread.sigma(counts[i].1);
        let (lower, upper) = ((centre_line - half).max(0.0), (centre_line + half).min(spread.most));
        let is_small = spread.is_small(counts[i].1);
        let beyond = rates[i].filter(|_| !is_small).and_then(|rate| beyond(rate, lower, upper));
        let signal = beyond.or_else(|| run(sides[i], run_around(&sides, &runs, i)));
        RatePoint { rate: rates[i], lower_control_limit: lower, upper_control_limit: upper, signal, is_small }
    };
    (0..counts.len()).map(point).collect()
}

pub(super) fn beyond(value: f64, lower: f64, upper: f64) -> Option<Signal> {
    if side(value, upper) > 0.0 {
        Some(Signal::AboveLimit)
    } else if side(value, lower) < 0.0 {
        Some(Signal::BelowLimit)
    } else {
        None
    }
}

/// Wheeler's rule 2.
pub(super) fn run(side: f64, whole_run: usize) -> Option<Signal> {
    let is_shift = side != 0.0 && RuleSet::Wheeler.run_length().is_some_and(|length| whole_run >= length);
    is_shift.then_some(if side > 0.0 { Signal::RunAbove } else { Signal::RunBelow })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn close(actual: f64, expected: f64) {
        assert!((actual - expected).abs() < 1e-9, "{actual} is not {expected}");
    }

    /// By hand from Laney's formulas: 100 a period, p̄ = 0.2, σ = √(0.16/100) = 0.04; shares 0.1 and 0.3 in turn have
    /// z = ∓2.5, moving ranges 5, σ_z = 5/1.128. The classical limits 0.08 and 0.32 hold all, so a smaller σ_z shows
    /// less: limits are 0.2 ± 3 × 0.04 × 4.4326.
    #[test]
    fn limits_are_widened_by_the_spread_between_months() {
        let counts = [(10.0, 100.0), (30.0, 100.0)].repeat(6);
        let chart = laney_p(&counts).unwrap();
        close(chart.centre_line, 0.2);
        close(chart.sigma_z, 5.0 / 1.128);
        close(chart.points[0].upper_control_limit, 0.2 + 0.12 * 5.0 / 1.128);
        close(chart.points[0].lower_control_limit, 0.0);
        assert!(chart.points.iter().all(|point| point.signal.is_none()));
    }

    /// Shares of 0.19 and 0.21 of 100: z = ∓0.25, σ_z = 0.5/1.128 = 0.443, which is not used; 0.2 ± 0.12.
    #[test]
    fn limits_are_never_narrower_than_chance() {
        let mut counts = [(19.0, 100.0), (21.0, 100.0)].repeat(6);
        counts.extend([(31.0, 100.0), (33.0, 100.0), (7.0, 100.0), (36.0, 400.0)]);
        let chart = laney_p(&counts).unwrap();
        close(chart.sigma_z, 0.5 / 1.128);
        close(chart.sigma_z_used, 1.0);
        let signals: Vec<Option<Signal>> = chart.points[12..].iter().map(|point| point.signal).collect();
        let (above, below) = (Some(Signal::AboveLimit), Some(Signal::BelowLimit));
        assert_eq!(signals, [None, above, below, below], "limits 0.08 and 0.32, of 400: 0.14 and 0.26");
    }

    /// U chart: 4 and 8 events of 2 units in turn, ū = 3, σ = √(3/2), z = ∓1/√1.5, ranges 2/√1.5.
    #[test]
    fn rates_may_pass_one() {
        let chart = laney_u(&[(4.0, 2.0), (8.0, 2.0)].repeat(3)).unwrap();
        close(chart.centre_line, 3.0);
        close(chart.sigma_z, 2.0 / 1.5_f64.sqrt() / 1.128);
        close(chart.points[1].upper_control_limit, 3.0 + 3.0 * 2.0 / 1.128);
    }

    #[test]
    fn small_months_are_shown_and_not_judged() {
        let mut counts = [(19.0, 100.0), (21.0, 100.0)].repeat(6);
        counts.extend([(5.0, 5.0), (0.0, 0.0)]);
        let points = laney_p(&counts).unwrap().points;
        assert_eq!((points[12].rate, points[12].is_small, points[12].signal), (Some(1.0), true, None));
        assert_eq!((points[13].rate, points[13].signal), (None, None));
    }

    #[test]
    fn what_cannot_be_judged_is_said() {
        assert_eq!(laney_p(&[(1.0, 100.0); 5]), Err(Unsaid::TooFew { have: 5, need: 6 }));
        assert_eq!(laney_p(&[(1.0, 10.0); 12]), Err(Unsaid::TooFew { have: 0, need: 6 }));
        assert!(matches!(laney_p(&[(0.0, 100.0); 12]), Err(Unsaid::Unusable(_))));
        assert!(matches!(laney_p(&[(3.0, 2.0); 12]), Err(Unsaid::Unusable(_))));
        assert!(matches!(laney_u(&[(f64::NAN, 2.0); 12]), Err(Unsaid::Unusable(_))));
    }
}
