//! Did an improvement improve anything? Its metric by month, judged as was fixed before it began (ISO/IEC 20000-1:2018,
//! 10.2), in words and as a chart. The terminal and the review read the same.

mod section;
mod words;

use jiff::civil::Date;
use jiff::tz::TimeZone;
use jiff::{Span, Timestamp};

use crate::kpi::{Definition, Period};
use crate::register::improvement::{Direction, Effect, Improvement, Plan, Started, Verdict};
use crate::trend::{self, AFTER_MIN, BEFORE_MIN, CYCLES_MIN, Estimate, Ground, Intervention, Judgement};

pub use section::{Finding, findings, page, write};
pub use words::{amount, baseline, day, local_day, metric, plain};

/// Months after which a season returns.
const YEAR: usize = 12;
/// Months before go-live from which on months of the year are told apart.
const SEASONS_MIN: usize = CYCLES_MIN * YEAR;

/// The metric of an improvement, month by month without gaps, and the comparator's over the same months.
#[derive(Debug, Clone, PartialEq)]
pub struct Measured {
    pub months: Vec<Period>,
    pub values: Vec<Option<f64>>,
    /// Tickets or mails behind each value.
    pub cases: Vec<u64>,
    pub comparator: Option<Vec<Option<f64>>>,
}

/// Which side of go-live a month lies on; one that is not wholly on one side is on neither.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Phase {
    Before,
    LeftOut,
    After,
}

impl Phase {
    pub fn name(self) -> &'static str {
        match self {
            Self::Before => "before",
            Self::LeftOut => "left out",
            Self::After => "after",
        }
    }
}

#[derive(Debug, Clone, PartialEq)]
pub struct Month {
    pub period: Period,
    pub phase: Phase,
    pub value: Option<f64>,
    /// Tickets or mails behind the value.
    pub cases: u64,
    pub comparator: Option<f64>,
    /// Where the months before led, and the comparator where there is one; nothing where that cannot be estimated.
    pub expected: Option<f64>,
}

/// What is seen of an improvement as of a moment.
#[derive(Debug, Clone)]
pub struct Reading {
    pub improvement: Improvement,
    pub started: Started,
    pub definition: Definition,
    pub months: Vec<Month>,
    pub as_of: Timestamp,
    /// The review date has come: it is a verdict, and before that a provisional reading.
    pub is_due: bool,
    pub verdict: Verdict,
    ground: Because,
    /// In the metric's direction: below nought where it fell.
    pub effect: Option<Effect>,
    /// Of the comparator itself, without a comparator.
    pub comparator_effect: Option<Effect>,
}

/// What decided.
#[derive(Debug, Clone, PartialEq)]
enum Because {
    Judged(Ground),
    /// Months of which nothing is known.
    Gaps(Vec<String>),
}

impl Reading {
    /// Nothing of one that has not started. Months count in `zone`.
    pub fn of(
        improvement: &Improvement,
        definition: &Definition,
        measured: Measured,
        as_of: Timestamp,
        zone: &TimeZone,
    ) -> Option<Self> {
        let started = improvement.started.clone()?;
        let mut months = months(&started.plan, measured, zone);
        let (ground, judgement) = judged(&started.plan, &months);
        if judgement.is_some() {
            expect(&started.plan, &mut months);
        }
        let gain = judgement.as_ref().and_then(|judgement| judgement.gain);
        Some(Self {
            verdict: verdict(judgement.map_or(trend::Verdict::InsufficientData, |judgement| judgement.verdict)),
            effect: gain.map(|gain| in_the_metrics_direction(&gain, started.plan.direction)),
            comparator_effect: comparator_effect(&started.plan, &months),
            is_due: midnight(started.plan.review_on, zone).is_some_and(|due| as_of >= due),
            improvement: improvement.clone(),
            definition: definition.clone(),
            started,
            months,
            as_of,
            ground,
        })
    }

    pub fn plan(&self) -> &Plan {
        &self.started.plan
    }

    pub fn count(&self, phase: Phase) -> usize {
        count(&self.months, phase)
    }

    /// Is each month held against its own kind?
    pub fn tells_seasons(&self) -> bool {
        tells_seasons(self.count(Phase::Before))
    }

    /// Moments before go-live at which as large a change was looked for.
    fn placebo_moments(&self) -> usize {
        (self.count(Phase::Before) + 1).saturating_sub(BEFORE_MIN + AFTER_MIN)
    }
}

/// The months from the first on of which anything is known.
fn months(plan: &Plan, measured: Measured, zone: &TimeZone) -> Vec<Month> {
    let go_live = midnight(plan.go_live, zone).unwrap_or(Timestamp::MAX);
    let settled = plan.go_live.checked_add(Span::new().days(plan.washout_days)).ok();
    let settled = settled.and_then(|day| midnight(day, zone)).unwrap_or(Timestamp::MAX);
    let phase = |period: &Period| match () {
        () if period.end <= go_live => Phase::Before,
        () if period.start >= settled => Phase::After,
        () => Phase::LeftOut,
    };
    let comparator = measured.comparator.unwrap_or_else(|| vec![None; measured.values.len()]);
    let months = measured.months.into_iter().zip(measured.values).zip(measured.cases).zip(comparator);
    let months = months.map(|(((period, value), cases), comparator)| {
        let phase = phase(&period);
        Month { period, phase, value, cases, comparator, expected: None }
    });
    months.skip_while(|month| month.phase == Phase::Before && !is_known(plan, month)).collect()
}

fn midnight(day: Date, zone: &TimeZone) -> Option<Timestamp> {
    Some(day.to_zoned(zone.clone()).ok()?.timestamp())
}

fn is_known(plan: &Plan, month: &Month) -> bool {
    month.value.is_some() && (plan.comparator.is_none() || month.comparator.is_some())
}

fn count(months: &[Month], phase: Phase) -> usize {
    months.iter().filter(|month| month.phase == phase).count()
}

/// As `trend` judges it; nothing is judged where a month that counts has no value.
fn judged(plan: &Plan, months: &[Month]) -> (Because, Option<Judgement>) {
    let gaps: Vec<String> = months
        .iter()
        .filter(|month| month.phase != Phase::LeftOut && !is_known(plan, month))
        .map(|month| month.period.label.clone())
        .collect();
    if !gaps.is_empty() {
        return (Because::Gaps(gaps), None);
    }
    let (values, other) = (filled(months, |month| month.value), filled(months, |month| month.comparator));
    let design = design(months, plan.comparator.as_ref().map(|_| other.as_slice()));
    let lower_is_better = plan.direction == Direction::Lower;
    let plan = trend::Plan { intervention: design, lower_is_better, least_worthwhile: plan.least_worthwhile };
    let judgement = trend::judge(&values, &plan);
    (Because::Judged(judgement.ground), Some(judgement))
}

fn design<'a>(months: &[Month], comparator: Option<&'a [f64]>) -> Intervention<'a> {
    let (from_index, washout) = (count(months, Phase::Before), count(months, Phase::LeftOut));
    Intervention { from_index, washout, period: tells_seasons(from_index).then_some(YEAR), comparator }
}

/// Decided by how many months are known before go-live, never by what they show: of a choice between two readings the
/// better one is chosen too often.
fn tells_seasons(months_before: usize) -> bool {
    months_before >= SEASONS_MIN
}

/// A month that is left out has a column of its own in the design, so that any number does for one without a value.
fn filled(months: &[Month], of: impl Fn(&Month) -> Option<f64>) -> Vec<f64> {
    let some = months.iter().find_map(&of).unwrap_or(0.0);
    months.iter().map(|month| of(month).unwrap_or(some)).collect()
}

/// Draws on the line of the months before: where it would have led, had nothing been done.
fn expect(plan: &Plan, months: &mut [Month]) {
    let (values, other) = (filled(months, |month| month.value), filled(months, |month| month.comparator));
    let comparator = plan.comparator.as_ref().map(|_| other.as_slice());
    let Ok(led_to) = trend::led_to(&values, &design(months, comparator)) else { return };
    for (month, line) in months.iter_mut().zip(led_to) {
        month.expected = match plan.comparator {
            Some(_) => month.comparator.map(|other| other + line),
            None => Some(line),
        };
    }
}

fn comparator_effect(plan: &Plan, months: &[Month]) -> Option<Effect> {
    plan.comparator.as_ref()?;
    let is_gap = |month: &Month| month.phase != Phase::LeftOut && month.comparator.is_none();
    if months.iter().any(is_gap) {
        return None;
    }
    let effect = trend::intervention(&filled(months, |month| month.comparator), &design(months, None)).ok()?;
    // Higher: as the numbers stand.
    Some(in_the_metrics_direction(&effect.mean_effect, Direction::Higher))
}

/// A gain is positive where it is for the better; the metric may have fallen for it.
fn in_the_metrics_direction(gain: &Estimate, better: Direction) -> Effect {
    let (low, high, minimal_detectable) = (gain.interval.low, gain.interval.high, gain.minimal_detectable);
    match better {
        Direction::Higher => Effect { value: gain.value, low, high, minimal_detectable },
        Direction::Lower => Effect { value: -gain.value, low: -high, high: -low, minimal_detectable },
    }
}

fn verdict(told: trend::Verdict) -> Verdict {
    match told {
        trend::Verdict::Effective => Verdict::Effective,
        trend::Verdict::NoDetectableEffect => Verdict::NoDetectableEffect,
        trend::Verdict::Worse => Verdict::Worse,
        trend::Verdict::InsufficientData => Verdict::InsufficientData,
        trend::Verdict::Confounded => Verdict::Confounded,
    }
}

#[cfg(test)]
mod tests;
