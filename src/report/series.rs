//! The review's figures as series over its periods, and what `trend` says of them.

use crate::kpi::{Aggregate, Better, Definition, Figure, Period, Unit};
use crate::trend::{self, Scale};

use super::{Review, words};

/// Fewer cases than this are called a small sample wherever a median or share of them is shown.
pub const SMALL_SAMPLE: u64 = 20;

/// A rate is judged by its sample, any other measure by its ordinary month-to-month variation.
#[derive(Debug, Clone, PartialEq)]
pub enum Verdict {
    /// Too few periods or cases to tell.
    Unknown,
    Steady,
    Changed(Change),
}

#[derive(Debug, Clone, PartialEq)]
pub struct Change {
    pub rose: bool,
    pub how: How,
}

#[derive(Debug, Clone, PartialEq)]
pub enum How {
    /// Beyond the control limit with this value.
    BeyondLimit(f64),
    /// So many periods in a row on one side of the centre line with this value.
    Run { length: usize, centre_line: f64 },
    /// A larger step from the period before than ordinary variation makes.
    Step,
    /// The share differs from that of the period with this label.
    ShareSince(String),
}

impl<'a> Review<'a> {
    pub fn definition(&self, kpi: &str) -> Option<&'a Definition> {
        self.definitions.iter().find(|definition| definition.id == kpi)
    }

    pub fn previous(&self) -> Option<&'a Period> {
        let here = self.periods.iter().position(|period| period.label == self.period.label)?;
        here.checked_sub(1).and_then(|before| self.periods.get(before))
    }

    /// The same period one year earlier, where the review reaches so far back.
    pub fn year_before(&self) -> Option<&'a Period> {
        let label = words::year_before(&self.period.label)?;
        self.periods.iter().find(|period| period.label == label)
    }

    pub fn now(&self, kpi: &str) -> Option<&'a Figure> {
        self.figures.total(kpi, &self.period.label)
    }

    /// The present value over all tickets.
    pub fn value(&self, kpi: &str) -> Option<f64> {
        self.now(kpi)?.value
    }

    /// The value of each period, oldest first.
    pub fn series(&self, kpi: &str) -> Vec<Option<f64>> {
        self.periods.iter().map(|period| self.figures.total(kpi, &period.label)?.value).collect()
    }

    /// The values of one segment, oldest first.
    pub fn series_of(&self, kpi: &'a str, dimension: &'a str, segment: &str) -> Vec<Option<f64>> {
        let value = |period: &'a Period| {
            self.figures.by(kpi, &period.label, dimension).find(|(name, _)| *name == segment)?.1.value
        };
        self.periods.iter().map(value).collect()
    }

    /// The present figures of each segment, largest value first, then by name.
    pub fn ranked(&self, kpi: &'a str, dimension: &'a str) -> Vec<(&'a str, &'a Figure)> {
        let mut ranked: Vec<_> = self.figures.by(kpi, &self.period.label, dimension).collect();
        ranked.sort_by(|(name, one), (other, two)| {
            two.value.unwrap_or(-1.0).total_cmp(&one.value.unwrap_or(-1.0)).then_with(|| name.cmp(other))
        });
        ranked
    }

    /// Did this measure really change?
    pub fn verdict(&self, definition: &Definition) -> Verdict {
        // A share of minutes is no sample of cases.
        if definition.unit == Unit::Share && definition.aggregate == Aggregate::Share {
            return self.share_verdict(&definition.id);
        }
        let scale = if definition.unit == Unit::Minutes { Scale::Logarithmic } else { Scale::Linear };
        series_verdict(&self.series(&definition.id), scale)
    }

    fn share_verdict(&self, kpi: &str) -> Verdict {
        let Some(now) = self.now(kpi).and_then(counts) else { return Verdict::Unknown };
        let mut verdict = Verdict::Unknown;
        for period in [self.previous(), self.year_before()].into_iter().flatten() {
            let before = self.figures.total(kpi, &period.label).and_then(counts);
            let Some(difference) = before.and_then(|before| trend::difference_interval(before, now)) else { continue };
            if difference.low > 0.0 || difference.high < 0.0 {
                let how = How::ShareSince(period.label.clone());
                return Verdict::Changed(Change { rose: difference.low > 0.0, how });
            }
            verdict = Verdict::Steady;
        }
        verdict
    }
}

/// What a control chart says of the last value; a gap before it is passed over, a gap at the end is no value.
pub fn series_verdict(series: &[Option<f64>], scale: Scale) -> Verdict {
    let values: Vec<f64> = series.iter().flatten().copied().collect();
    let chart = trend::xmr(&values, scale);
    let (Some(limits), Some(last), Some(Some(_))) = (chart.limits, chart.last(), series.last()) else {
        return Verdict::Unknown;
    };
    let above = last.value > limits.centre_line;
    let changed = |rose, how| Verdict::Changed(Change { rose, how });
    match last.signal {
        Some(trend::Signal::AboveLimit) => changed(true, How::BeyondLimit(limits.upper_control_limit)),
        Some(trend::Signal::BelowLimit) => changed(false, How::BeyondLimit(limits.lower_control_limit)),
        Some(trend::Signal::RunAbove | trend::Signal::RunBelow) => {
            changed(above, How::Run { length: last.run, centre_line: limits.centre_line })
        }
        None if last.large_step => changed(values[values.len() - 1] > values[values.len() - 2], How::Step),
        None => Verdict::Steady,
    }
}

/// Successes and sample of a share.
pub fn counts(figure: &Figure) -> Option<(f64, f64)> {
    Some((figure.numerator?, figure.denominator.filter(|denominator| *denominator > 0.0)?))
}

/// Is this change for the better? Nothing where neither direction is.
pub fn is_better(change: &Change, better: Better) -> Option<bool> {
    match better {
        Better::Higher => Some(change.rose),
        Better::Lower => Some(!change.rose),
        Better::Neither => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn some(values: &[f64]) -> Vec<Option<f64>> {
        values.iter().copied().map(Some).collect()
    }

    #[test]
    fn a_series_that_ends_in_a_gap_is_not_judged_by_the_month_before() {
        let mut series = some(&[10.0, 12.0].repeat(6));
        series.extend([Some(99.0), None]);
        assert_eq!(series_verdict(&series, Scale::Linear), Verdict::Unknown);
    }

    /// Baseline 10 and 12 in turn: centre 11, mean range 2, largest ordinary step 3.267 × 2 = 6.53, limits
    /// 11 ± 5.32. From 6 to 13 is a step of 7 between two values inside the limits.
    #[test]
    fn a_large_step_inside_the_limits_is_a_change() {
        let mut series = some(&[10.0, 12.0].repeat(6));
        series.extend(some(&[6.0, 13.0]));
        let change = Change { rose: true, how: How::Step };
        assert_eq!(series_verdict(&series, Scale::Linear), Verdict::Changed(change));
    }

    #[test]
    fn lower_is_better_turns_a_rise_into_a_deterioration() {
        let rise = Change { rose: true, how: How::Step };
        assert_eq!(is_better(&rise, Better::Lower), Some(false));
        assert_eq!(is_better(&rise, Better::Higher), Some(true));
        assert_eq!(is_better(&rise, Better::Neither), None);
    }
}
