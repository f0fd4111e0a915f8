//! XmR charts: individual values and moving ranges of one series.

/// Below this many values no limits are computed: they would say more about chance than about the process.
const POINTS_MIN: usize = 6;
/// Limits are computed from the first year and then stay, so that a slow drift cannot move its own limits.
const BASELINE_POINTS: usize = 12;
/// Wheeler's second detection rule: eight successive values on one side of the centre line. (NHS *Making
/// Data Count* takes seven; the longer run gives fewer false alarms on a monthly report.)
const RUN_LENGTH: usize = 8;
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
    /// Rule 2: one of eight or more in a row above the centre line.
    RunAbove,
    /// Rule 2: one of eight or more in a row below the centre line.
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
    /// How many values up to and with this one lie in a row on its side of the centre line.
    pub run: usize,
    /// The step from the value before is larger than the upper range limit.
    pub large_step: bool,
}

/// A judged series; without limits where there were too few values.
#[derive(Debug, Clone, PartialEq)]
pub struct Chart {
    pub limits: Option<Limits>,
    pub points: Vec<Point>,
}

impl Chart {
    pub fn last(&self) -> Option<&Point> {
        self.points.last()
    }
}

/// Judges `values`, oldest first.
pub fn xmr(values: &[f64], scale: Scale) -> Chart {
    let scale = if values.iter().all(|value| *value > 0.0) { scale } else { Scale::Linear };
    let scaled: Vec<f64> = values.iter().map(|value| scale.apply(*value)).collect();
    let limits = (values.len() >= POINTS_MIN).then(|| limits(&scaled[..scaled.len().min(BASELINE_POINTS)]));
    let points = match &limits {
        Some(limits) => judge(values, &scaled, limits),
        None => values.iter().map(|value| Point { value: *value, signal: None, run: 0, large_step: false }).collect(),
    };
    Chart { limits: limits.map(|limits| limits.undo(scale)), points }
}

fn limits(baseline: &[f64]) -> Limits {
    let count = baseline.len() as f64;
    let centre_line = baseline.iter().sum::<f64>() / count;
    let ranges: f64 = baseline.windows(2).map(|pair| (pair[1] - pair[0]).abs()).sum();
    let mean_range = ranges / (count - 1.0);
    Limits {
        centre_line,
        lower_control_limit: centre_line - LIMIT_FACTOR * mean_range,
        upper_control_limit: centre_line + LIMIT_FACTOR * mean_range,
        upper_range_limit: RANGE_FACTOR * mean_range,
        baseline_points: baseline.len(),
    }
}

fn judge(values: &[f64], scaled: &[f64], limits: &Limits) -> Vec<Point> {
    let sides: Vec<f64> = scaled.iter().map(|value| side(*value, limits.centre_line)).collect();
    let runs = runs(&sides);
    (0..values.len())
        .map(|i| Point {
            value: values[i],
            signal: signal(scaled[i], sides[i], run_around(&sides, &runs, i), limits),
            run: runs[i],
            large_step: i > 0 && exceeds((scaled[i] - scaled[i - 1]).abs(), limits.upper_range_limit),
        })
        .collect()
}

fn signal(value: f64, side: f64, whole_run: usize, limits: &Limits) -> Option<Signal> {
    if exceeds(value, limits.upper_control_limit) {
        Some(Signal::AboveLimit)
    } else if exceeds(limits.lower_control_limit, value) {
        Some(Signal::BelowLimit)
    } else if whole_run >= RUN_LENGTH {
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
fn side(value: f64, centre_line: f64) -> f64 {
    if exceeds(value, centre_line) {
        1.0
    } else if exceeds(centre_line, value) {
        -1.0
    } else {
        0.0
    }
}

/// For each value the length of its run so far.
fn runs(sides: &[f64]) -> Vec<usize> {
    let mut runs: Vec<usize> = Vec::with_capacity(sides.len());
    for (i, side) in sides.iter().enumerate() {
        let before = if i > 0 && sides[i - 1] == *side { runs[i - 1] } else { 0 };
        runs.push(if *side == 0.0 { 0 } else { before + 1 });
    }
    runs
}

/// The length of the whole run around a value: a shift is marked from its first value on.
fn run_around(sides: &[f64], runs: &[usize], i: usize) -> usize {
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
    fn a_zero_makes_the_scale_linear() {
        let values = [0.0, 2.0, 0.0, 2.0, 0.0, 2.0];
        assert_eq!(xmr(&values, Scale::Logarithmic), xmr(&values, Scale::Linear));
    }
}
