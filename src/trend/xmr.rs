//! XmR charts: individual values and moving ranges of one series, with limits that stay until somebody gives a
//! reason to compute them anew.

use super::numbers;
use super::rebase::{Rebase, starts};
use super::rules::{RuleSet, Supplementary};

/// Below this many values no limits are computed: they would say more about chance than about the process.
pub(super) const POINTS_MIN: usize = 6;
/// Limits are computed from the first year and then stay, so that a slow drift cannot move its own limits.
pub(super) const BASELINE_POINTS: usize = 12;
/// 3 / d2 for ranges of two: natural process limits from the mean moving range.
const LIMIT_FACTOR: f64 = 2.66;
/// D4 for ranges of two: upper limit of the moving range.
const RANGE_FACTOR: f64 = 3.267;

/// How the values are spread: durations are skewed, and only their logarithms lie evenly about a centre.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Scale {
    Linear,
    /// Falls back to linear where a value is zero or less.
    Logarithmic,
}

/// What tells a special cause from ordinary variation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Signal {
    /// Rule 1: beyond the upper control limit.
    AboveLimit,
    /// Rule 1: beyond the lower control limit.
    BelowLimit,
    /// Rule 2: one of eight or more in a row above the centre line (seven in *Making Data Count*).
    RunAbove,
    /// Rule 2: one of eight or more in a row below the centre line (seven in *Making Data Count*).
    RunBelow,
}

/// The natural process limits, in the unit of the values.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Limits {
    pub centre_line: f64,
    pub lower_control_limit: f64,
    pub upper_control_limit: f64,
    /// Largest ordinary step from one value to the next: a difference, or a ratio on the logarithmic scale.
    pub upper_range_limit: f64,
    /// How many of the first values the limits rest on.
    pub baseline_points: usize,
}

#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Point {
    pub value: f64,
    /// The first rule that holds.
    pub signal: Option<Signal>,
    /// What the further rules of the chosen set say; none of Wheeler's.
    pub supplementary: Option<Supplementary>,
    /// How many values up to and with this one lie in a row on its side of the centre line.
    pub run: usize,
    /// The step from the value before is larger than the upper range limit, and the set watches steps.
    pub large_step: bool,
}

impl Point {
    /// Does any rule of the chosen set hold?
    pub fn is_special_cause(&self) -> bool {
        self.signal.is_some() || self.supplementary.is_some() || self.large_step
    }
}

/// A stretch of the series with limits of its own.
#[derive(Debug, Clone, PartialEq)]
pub struct Phase {
    pub from_index: usize,
    /// None where the stretch has too few values.
    pub limits: Option<Limits>,
    /// Why it was set apart; none for the first.
    pub reason: Option<String>,
}

/// A judged series; without limits where there were too few values.
#[derive(Debug, Clone, PartialEq)]
pub struct Chart {
    /// Those of the last phase, which are in force.
    pub limits: Option<Limits>,
    pub points: Vec<Point>,
    /// In order; one where nothing was rebased.
    pub phases: Vec<Phase>,
}

impl Chart {
    pub fn last(&self) -> Option<&Point> {
        self.points.last()
    }
}

/// Judges `values`, oldest first, by Wheeler's rules with limits from the first twelve.
pub fn xmr(values: &[f64], scale: Scale) -> Chart {
    xmr_with(values, scale, RuleSet::Wheeler, &[])
}

/// Judges `values`, oldest first. Each rebase begins a phase with limits of its own; runs and patterns end there. A
/// rebase past the last value changes nothing; of two at the same value the first in the alphabet counts.
pub fn xmr_with(values: &[f64], scale: Scale, rules: RuleSet, rebases: &[Rebase]) -> Chart {
    let scale = if values.iter().all(|value| *value > 0.0) { scale } else { Scale::Linear };
    let scaled: Vec<f64> = values.iter().map(|value| scale.apply(*value)).collect();
    let starts = starts(values.len(), rebases);
    let ends = starts.iter().skip(1).map(|(from, _)| *from).chain([values.len()]);
    let mut chart = Chart { limits: None, points: Vec::with_capacity(values.len()), phases: Vec::new() };
    for ((from, reason), end) in starts.iter().zip(ends) {
        let limits = limits(&scaled[*from..end]);
        chart.points.extend(judge(&values[*from..end], &scaled[*from..end], limits.as_ref(), rules));
        chart.limits = limits.map(|limits| limits.undo(scale));
        chart.phases.push(Phase { from_index: *from, limits: chart.limits, reason: reason.clone() });
    }
    chart
}

/// Limits from the first twelve of a phase's values.
fn limits(phase: &[f64]) -> Option<Limits> {
    if phase.len() < POINTS_MIN {
        return None;
    }
    let baseline = &phase[..phase.len().min(BASELINE_POINTS)];
    let centre_line = numbers::mean(baseline);
    let mean_range = numbers::mean_moving_range(baseline);
    Some(Limits {
        centre_line,
        lower_control_limit: centre_line - LIMIT_FACTOR * mean_range,
        upper_control_limit: centre_line + LIMIT_FACTOR * mean_range,
        upper_range_limit: RANGE_FACTOR * mean_range,
        baseline_points: baseline.len(),
    })
}

fn judge(values: &[f64], scaled: &[f64], limits: Option<&Limits>, rules: RuleSet) -> Vec<Point> {
    let Some(limits) = limits else {
        let unjudged =
            |value: &f64| Point { value: *value, signal: None, supplementary: None, run: 0, large_step: false };
        return values.iter().map(unjudged).collect();
    };
    let sides: Vec<f64> = scaled.iter().map(|value| side(*value, limits.centre_line)).collect();
    let sigmas = sigmas(scaled, limits);
    let runs = runs(&sides);
    let steps = |i: usize| i > 0 && exceeds((scaled[i] - scaled[i - 1]).abs(), limits.upper_range_limit);
    (0..values.len())
        .map(|i| Point {
            value: values[i],
            signal: signal(scaled[i], sides[i], run_around(&sides, &runs, i), limits, rules),
            supplementary: rules.supplementary(&sigmas, i),
            run: runs[i],
            large_step: rules.watches_steps() && steps(i),
        })
        .collect()
}

/// Distances from the centre line, a third of that to the limit being one; zero where the limits coincide.
fn sigmas(scaled: &[f64], limits: &Limits) -> Vec<f64> {
    let sigma = (limits.upper_control_limit - limits.centre_line) / 3.0;
    let distance = |value: &f64| if sigma > 0.0 { (value - limits.centre_line) / sigma } else { 0.0 };
    scaled.iter().map(distance).collect()
}

fn signal(value: f64, side: f64, whole_run: usize, limits: &Limits, rules: RuleSet) -> Option<Signal> {
    if exceeds(value, limits.upper_control_limit) {
        Some(Signal::AboveLimit)
    } else if exceeds(limits.lower_control_limit, value) {
        Some(Signal::BelowLimit)
    } else if rules.run_length().is_some_and(|length| whole_run >= length) {
        Some(if side > 0.0 { Signal::RunAbove } else { Signal::RunBelow })
    } else {
        None
    }
}

/// More than rounding lets a series of equal values, whose limits coincide, be.
fn exceeds(value: f64, limit: f64) -> bool {
    value - limit > 1e-9 * limit.abs().max(1.0)
}

/// 1 above, −1 below, 0 on the centre line, which ends a run.
pub(super) fn side(value: f64, centre_line: f64) -> f64 {
    if exceeds(value, centre_line) {
        1.0
    } else if exceeds(centre_line, value) {
        -1.0
    } else {
        0.0
    }
}

/// For each value the length of its run so far.
pub(super) fn runs(sides: &[f64]) -> Vec<usize> {
    let mut runs: Vec<usize> = Vec::with_capacity(sides.len());
    for (i, side) in sides.iter().enumerate() {
        let before = if i > 0 && sides[i - 1] == *side { runs[i - 1] } else { 0 };
        runs.push(if *side == 0.0 { 0 } else { before + 1 });
    }
    runs
}

/// The length of the whole run around a value: a shift is marked from its first value on.
pub(super) fn run_around(sides: &[f64], runs: &[usize], i: usize) -> usize {
    let after = sides[i + 1..].iter().take_while(|side| **side == sides[i] && **side != 0.0).count();
    runs[i] + after
}

impl Scale {
    fn apply(self, value: f64) -> f64 {
        match self {
            Self::Linear => value,
            Self::Logarithmic => value.ln(),
        }
    }

    fn undo(self, value: f64) -> f64 {
        match self {
            Self::Linear => value,
            Self::Logarithmic => value.exp(),
        }
    }
}

impl Limits {
    fn undo(self, scale: Scale) -> Self {
        Self {
            centre_line: scale.undo(self.centre_line),
            lower_control_limit: scale.undo(self.lower_control_limit),
            upper_control_limit: scale.undo(self.upper_control_limit),
            upper_range_limit: scale.undo(self.upper_range_limit),
            baseline_points: self.baseline_points,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn close(actual: f64, expected: f64, tolerance: f64) {
        assert!((actual - expected).abs() <= tolerance, "{actual} is not {expected} ± {tolerance}");
    }

    fn signals(values: &[f64]) -> Vec<Option<Signal>> {
        xmr(values, Scale::Linear).points.iter().map(|point| point.signal).collect()
    }

    /// NIST/SEMATECH e-Handbook 6.3.2.2, "Individuals control charts": the flowrate example. Moving ranges
    /// 2.0 2.3 1.4 3.5 3.4 1.4 0.2 1.2 1.5, sum 16.9, mean 16.9/9 = 1.8778; mean of the values 508.1/10 =
    /// 50.81. The handbook gives UCL 55.8041 and LCL 45.8159 with 3/1.128; 2.66 is that quotient rounded.
    #[test]
    fn limits_agree_with_the_nist_flowrate_example() {
        let flowrate = [49.6, 47.6, 49.9, 51.3, 47.8, 51.2, 52.6, 52.4, 53.6, 52.1];
        let chart = xmr(&flowrate, Scale::Linear);
        let limits = chart.limits.unwrap();
        close(limits.centre_line, 50.81, 1e-9);
        close(limits.upper_control_limit, 55.8041, 0.002);
        close(limits.lower_control_limit, 45.8159, 0.002);
        close(limits.upper_range_limit, 3.267 * 16.9 / 9.0, 1e-9);
        assert!(chart.points.iter().all(|point| point.signal.is_none()), "the handbook finds it in control");
    }

    #[test]
    fn fewer_than_six_values_have_no_limits() {
        let chart = xmr(&[1.0, 9.0, 1.0, 9.0, 100.0], Scale::Linear);
        assert_eq!(chart.limits, None);
        assert!(chart.points.iter().all(|point| point.signal.is_none()));
        assert!(xmr(&[], Scale::Logarithmic).points.is_empty());
    }

    #[test]
    fn the_baseline_stays_with_the_first_twelve() {
        let calm = [10.0, 12.0].repeat(6);
        let mut later = calm.clone();
        later.extend([40.0, 60.0]);
        assert_eq!(xmr(&calm, Scale::Linear).limits, xmr(&later, Scale::Linear).limits);
        let last = *xmr(&later, Scale::Linear).last().unwrap();
        assert_eq!(last.signal, Some(Signal::AboveLimit));
        // The ordinary step is 2, the largest ordinary one 3.267 × 2 = 6.5.
        assert!(last.large_step);
    }

    #[test]
    fn eight_in_a_row_below_the_centre_line_are_a_shift_and_seven_are_not() {
        // The first twelve alternate about 11 with limits 11 ± 2.66 × 2.
        let mut values = [10.0, 12.0].repeat(6);
        values.extend([9.0; 7]);
        assert_eq!(signals(&values)[12..], [None; 7]);
        values.push(9.0);
        assert_eq!(signals(&values)[12..], [Some(Signal::RunBelow); 8]);
        assert_eq!(signals(&values)[11], None);
    }

    #[test]
    fn a_value_on_the_centre_line_ends_a_run() {
        let mut values = [10.0, 12.0].repeat(6);
        values.extend([13.0, 13.0, 13.0, 13.0, 11.0, 13.0, 13.0, 13.0, 13.0]);
        assert!(signals(&values).iter().all(Option::is_none));
    }

    #[test]
    fn equal_values_give_no_signal() {
        assert!(signals(&[0.1 + 0.2; 14]).iter().all(Option::is_none));
    }

    #[test]
    fn durations_have_limits_that_are_ratios_and_never_negative() {
        // Logarithms to base 2 alternate 3 and 5: centre 4, mean range 2, limits 4 ± 5.32.
        let limits = xmr(&[8.0, 32.0, 8.0, 32.0, 8.0, 32.0], Scale::Logarithmic).limits.unwrap();
        close(limits.centre_line, 16.0, 1e-9);
        close(limits.upper_control_limit, 2_f64.powf(9.32), 1e-6);
        close(limits.lower_control_limit, 2_f64.powf(-1.32), 1e-9);
        close(limits.upper_range_limit, 2_f64.powf(6.534), 1e-6);
    }

    #[test]
    fn a_rebase_with_a_reason_begins_limits_anew_and_one_without_is_refused() {
        // Alternating 10 and 12 (11 ± 5.32), from the thirteenth on 30 and 34 (32 ± 10.64).
        let mut values = [10.0, 12.0].repeat(6);
        values.extend([30.0, 34.0].repeat(6));
        let rebase = Rebase::new(12, "second team since May ").unwrap();
        let chart = xmr_with(&values, Scale::Linear, RuleSet::Wheeler, &[rebase]);
        let limits: Vec<Limits> = chart.phases.iter().filter_map(|phase| phase.limits).collect();
        close(limits[0].upper_control_limit, 16.32, 1e-9);
        close(limits[1].centre_line, 32.0, 1e-9);
        close(limits[1].lower_control_limit, 21.36, 1e-9);
        assert_eq!(chart.phases[1].reason.as_deref(), Some("second team since May"));
        assert_eq!((chart.phases[1].from_index, chart.limits), (12, Some(limits[1])));
        assert!(chart.points.iter().all(|point| !point.is_special_cause()));
        assert_eq!(xmr(&values, Scale::Linear).points[12].signal, Some(Signal::AboveLimit));
        assert_eq!(Rebase::new(12, "  "), None);
    }

    #[test]
    fn a_young_phase_has_no_limits_yet() {
        let mut values = [10.0, 12.0].repeat(6);
        values.extend([90.0; 5]);
        let chart = xmr_with(&values, Scale::Linear, RuleSet::Wheeler, &[Rebase::new(12, "new desk").unwrap()]);
        assert_eq!(chart.limits, None);
        assert!(chart.points[12..].iter().all(|point| !point.is_special_cause()));
        let late = [Rebase::new(17, "not yet").unwrap(), Rebase::new(0, "always").unwrap()];
        assert_eq!(xmr_with(&values, Scale::Linear, RuleSet::Wheeler, &late), xmr(&values, Scale::Linear));
    }

    #[test]
    fn each_set_of_rules_finds_what_it_says() {
        let mut values = [10.0, 12.0].repeat(6);
        values.extend([11.5; 7]);
        let special = |rules| xmr_with(&values, Scale::Linear, rules, &[]).last().unwrap().is_special_cause();
        assert!(special(RuleSet::MakingDataCount), "seven in a row, eight with the twelfth");
        assert!(special(RuleSet::Wheeler), "eight in a row with the twelfth");
        assert!(!special(RuleSet::Limits));
        // 3.267 × 2 = 6.53: from 8 to 15 is a large step between limits 5.68 and 16.32.
        values.extend([8.0, 15.0]);
        let step = |rules| xmr_with(&values, Scale::Linear, rules, &[]).last().unwrap().large_step;
        assert!(step(RuleSet::Wheeler) && !step(RuleSet::WesternElectric));
    }

    #[test]
    fn a_zero_makes_the_scale_linear() {
        let values = [0.0, 2.0, 0.0, 2.0, 0.0, 2.0];
        assert_eq!(xmr(&values, Scale::Logarithmic), xmr(&values, Scale::Linear));
    }

    proptest! {
        /// Minutes or hours, counted from here or there: the same values are special.
        #[test]
        fn scale_and_shift_move_the_limits_and_not_the_judgement(
            values in prop::collection::vec(-100_i32..100, 6..40), factor in 1_i32..50, shift in -100_i32..100,
        ) {
            let moved: Vec<f64> = values.iter().map(|value| f64::from(value * factor + shift)).collect();
            let values: Vec<f64> = values.into_iter().map(f64::from).collect();
            for rules in RuleSet::ALL {
                let judged = |values: &[f64]| xmr_with(values, Scale::Linear, rules, &[]);
                let (before, after) = (judged(&values), judged(&moved));
                let upper = before.limits.unwrap().upper_control_limit * f64::from(factor) + f64::from(shift);
                prop_assert!((after.limits.unwrap().upper_control_limit - upper).abs() < 1e-6);
                let signals = |chart: &Chart| -> Vec<_> {
                    chart.points.iter().map(|point| (point.signal, point.run, point.large_step)).collect()
                };
                prop_assert_eq!(signals(&before), signals(&after));
            }
        }
    }
}
