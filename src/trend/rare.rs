//! Rare events, of which a month has none or one: what is charted is the gap between them.
//!
//! Sources: J. C. Benneyan, "Number-between g-type statistical quality control charts for monitoring adverse events",
//! *Health Care Management Science* 4 (2001) 305–318; L. S. Nelson, "A control chart for parts-per-million
//! nonconforming items", *Journal of Quality Technology* 26 (1994) 239–240; D. C. Montgomery, *Introduction to
//! Statistical Quality Control* (6th ed., 2009), 7.3.5.

use super::laney::{beyond, run};
use super::numbers;
use super::unsaid::{self, Unsaid};
use super::xmr::{Signal, run_around, runs, side};

/// Fewer gaps than this say nothing: the rate of ten events is known to a third at best (1/√10).
const GAPS_MIN: usize = 10;
/// Limits rest on the first gaps up to this many; twelve, as for monthly values, would leave the rate of rare events too
/// vague (1/√12 = 29 %).
const BASELINE_GAPS: usize = 24;
/// One-sided chance of a point beyond three sigma, which "zero again and again" is measured by.
const TAIL: f64 = 0.001_35;
/// Waiting times to this power are nearly normal (Nelson).
const NELSON: f64 = 1.0 / 3.6;

#[derive(Debug, Clone, PartialEq)]
pub struct RareChart {
    /// Mean gap (g), or the gap at the centre of the transformed scale (t).
    pub centre_line: f64,
    /// None where no gap could be short enough: then only runs tell that events come more often.
    pub lower_control_limit: Option<f64>,
    pub upper_control_limit: f64,
    pub baseline_points: usize,
    /// A gap and what it signals. `AboveLimit` and `RunAbove`: the event has become rarer; below: more frequent.
    pub points: Vec<(f64, Option<Signal>)>,
}

/// g chart: `gaps` are the opportunities (tickets, days) without the event between one event and the next, oldest first.
/// Besides the limit, eight in a row on one side of the median, and so many zeros in a row that chance is out
/// (Benneyan's test) are signals.
pub fn g_chart(gaps: &[u64]) -> Result<RareChart, Unsaid> {
    let gaps: Vec<f64> = gaps.iter().map(|gap| *gap as f64).collect();
    unsaid::check(&gaps, GAPS_MIN)?;
    let baseline = &gaps[..gaps.len().min(BASELINE_GAPS)];
    let centre_line = numbers::mean(baseline);
    if centre_line <= 0.0 {
        return Err(Unsaid::Unusable("no opportunity between any two events: they are not rare"));
    }
    let upper = centre_line + 3.0 * (centre_line * (centre_line + 1.0)).sqrt();
    let probability = 1.0 / (centre_line + 1.0);
    // Of the geometric distribution; a gap below it is as likely as one above.
    let median = 0.5_f64.ln() / (1.0 - probability).ln() - 1.0;
    let zeros_needed = TAIL.ln() / probability.ln();
    let signals = signals(&gaps, median, |gap| beyond(gap, 0.0, upper));
    let points = (0..gaps.len()).map(|i| {
        let zeros = gaps[..=i].iter().rev().take_while(|gap| **gap == 0.0).count();
        (gaps[i], if zeros as f64 >= zeros_needed { Some(Signal::BelowLimit) } else { signals[i] })
    });
    Ok(RareChart {
        centre_line,
        lower_control_limit: None,
        upper_control_limit: upper,
        baseline_points: baseline.len(),
        points: points.collect(),
    })
}

/// t chart: `times` between one event and the next, in any unit, oldest first. An individuals chart of y = t^(1/3.6);
/// limits are given back in the unit of the times.
pub fn t_chart(times: &[f64]) -> Result<RareChart, Unsaid> {
    unsaid::check(times, GAPS_MIN)?;
    if times.iter().any(|time| *time < 0.0) {
        return Err(Unsaid::Unusable("an event before the one it follows"));
    }
    let scaled: Vec<f64> = times.iter().map(|time| time.powf(NELSON)).collect();
    let baseline = &scaled[..scaled.len().min(BASELINE_GAPS)];
    let centre = numbers::mean(baseline);
    let half = 3.0 * numbers::short_term_sigma(baseline);
    let signals = signals(&scaled, centre, |value| beyond(value, centre - half, centre + half));
    let undo = |value: f64| value.powf(1.0 / NELSON);
    Ok(RareChart {
        centre_line: undo(centre),
        lower_control_limit: (centre > half).then(|| undo(centre - half)),
        upper_control_limit: undo(centre + half),
        baseline_points: baseline.len(),
        points: times.iter().copied().zip(signals).collect(),
    })
}

fn signals(values: &[f64], middle: f64, beyond: impl Fn(f64) -> Option<Signal>) -> Vec<Option<Signal>> {
    let sides: Vec<f64> = values.iter().map(|value| side(*value, middle)).collect();
    let runs = runs(&sides);
    (0..values.len()).map(|i| beyond(values[i]).or_else(|| run(sides[i], run_around(&sides, &runs, i)))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn close(actual: f64, expected: f64, tolerance: f64) {
        assert!((actual - expected).abs() <= tolerance, "{actual} is not {expected} ± {tolerance}");
    }

    /// Montgomery, example 7.6: hours between failures of a valve, transformed by y = t^0.2777 (286 becomes 4.80986, 948
    /// becomes 6.70903), all in control. The mean 5.3866 and the mean moving range 2.3592 (numpy) give limits of
    /// 5.3866 ± 2.66 × 2.3592: 11.66 above and none below.
    #[test]
    fn t_chart_agrees_with_montgomerys_valve() {
        let hours = [
            286.0, 948.0, 536.0, 124.0, 816.0, 729.0, 4.0, 143.0, 431.0, 8.0, 2837.0, 596.0, 81.0, 227.0, 603.0, 492.0,
            1199.0, 1214.0, 2831.0, 96.0,
        ];
        let chart = t_chart(&hours).unwrap();
        close(chart.centre_line.powf(0.2777), 5.3866, 0.002);
        close(chart.upper_control_limit.powf(0.2777), 11.66, 0.01);
        assert_eq!(chart.lower_control_limit, None);
        assert!(chart.points.iter().all(|(_, signal)| signal.is_none()));
    }

    #[test]
    fn a_regular_event_that_comes_at_once_is_below_the_limit() {
        // y alternates 3 and 4: centre 3.5, mean range 1, lower limit 3.5 − 3/1.128 = 0.84; 0.5^(1/3.6) = 0.825.
        let mut times: Vec<f64> = [3.0_f64.powf(3.6), 4.0_f64.powf(3.6)].repeat(12);
        times.push(0.5);
        let chart = t_chart(&times).unwrap();
        close(chart.lower_control_limit.unwrap().powf(1.0 / 3.6), 3.5 - 3.0 / 1.128, 1e-9);
        assert_eq!(chart.points[24].1, Some(Signal::BelowLimit));
    }

    /// By hand from Benneyan's formulas: mean gap 20, limit 20 + 3 √(20 × 21) = 81.48; an event has probability 1/21,
    /// and 1/21³ = 0.0001 < 0.00135 < 1/21² = 0.0023, so that three zeros in a row are a signal and two are not.
    #[test]
    fn g_chart_agrees_with_a_calculation_by_hand() {
        let mut gaps = [10_u64, 30].repeat(12);
        gaps.extend([81, 82, 0, 0, 0]);
        let chart = g_chart(&gaps).unwrap();
        close(chart.centre_line, 20.0, 1e-9);
        close(chart.upper_control_limit, 81.481_704_6, 1e-6);
        let signals: Vec<Option<Signal>> = chart.points[24..].iter().map(|(_, signal)| *signal).collect();
        assert_eq!(signals, [None, Some(Signal::AboveLimit), None, None, Some(Signal::BelowLimit)]);
    }

    #[test]
    fn eight_short_gaps_in_a_row_say_that_events_come_more_often() {
        // The median of that distribution is ln 0.5 / ln(20/21) − 1 = 13.2.
        let mut gaps = [10_u64, 30].repeat(12);
        gaps.extend([12; 7]);
        assert!(g_chart(&gaps).unwrap().points.iter().all(|(_, signal)| signal.is_none()));
        gaps.push(13);
        assert_eq!(g_chart(&gaps).unwrap().points[31].1, Some(Signal::RunBelow));
    }

    #[test]
    fn what_cannot_be_judged_is_said() {
        assert_eq!(g_chart(&[5; 9]), Err(Unsaid::TooFew { have: 9, need: 10 }));
        assert!(matches!(g_chart(&[0; 12]), Err(Unsaid::Unusable(_))));
        assert!(matches!(t_chart(&[-1.0; 12]), Err(Unsaid::Unusable(_))));
    }
}
