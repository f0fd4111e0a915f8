//! Improvements and what is read of them, for other programs: one object a line.

use std::io::{Write as _, stdout};

use serde::Serialize;

use super::print::needed;
use crate::config::Config;
use crate::register::Entry;
use crate::register::improvement::{Decision, Draft, Effect, Improvement, Plan, Review, State, Verdict};
use crate::report::improvements::{Reading, plain};

#[derive(Serialize)]
struct Line<'a> {
    id: &'a str,
    state: &'static str,
    verdict: Option<Verdict>,
    plan: Draft,
    missing: Vec<&'static str>,
    in_hindsight: bool,
}

#[derive(Serialize)]
struct Whole<'a> {
    #[serde(flatten)]
    line: Line<'a>,
    reviews: &'a [Entry<Review>],
    abandoned: Option<&'a str>,
    decisions: &'a [Entry<Decision>],
}

fn line(improvement: &Improvement) -> Line<'_> {
    Line {
        id: &improvement.id,
        state: improvement.state.name(),
        verdict: match improvement.state {
            State::Reviewed(verdict) => Some(verdict),
            _ => None,
        },
        missing: improvement.started.as_ref().map_or_else(|| needed(&improvement.draft), |_| Vec::new()),
        in_hindsight: improvement.started.as_ref().is_some_and(|started| started.in_hindsight),
        plan: improvement.as_it_stands(),
    }
}

pub fn list(improvements: &[Improvement]) -> anyhow::Result<()> {
    let mut out = stdout().lock();
    for improvement in improvements {
        writeln!(out, "{}", serde_json::to_string(&line(improvement))?)?;
    }
    Ok(())
}

pub fn show(improvement: &Improvement) -> anyhow::Result<()> {
    let whole = Whole {
        line: line(improvement),
        reviews: &improvement.reviews,
        abandoned: improvement.abandoned.as_deref(),
        decisions: &improvement.decisions,
    };
    Ok(writeln!(stdout().lock(), "{}", serde_json::to_string(&whole)?)?)
}

#[derive(Serialize)]
struct ReadingLine<'a> {
    id: &'a str,
    verdict: Verdict,
    is_provisional: bool,
    is_recorded: bool,
    because: String,
    caveats: Vec<String>,
    as_of: jiff::Timestamp,
    effect: Option<Effect>,
    comparator_effect: Option<Effect>,
    plan: &'a Plan,
    months: Vec<MonthLine<'a>>,
}

#[derive(Serialize)]
struct MonthLine<'a> {
    month: &'a str,
    phase: &'static str,
    value: Option<f64>,
    n: u64,
    comparator: Option<f64>,
    expected: Option<f64>,
}

/// `is_recorded`: now, as another line of the register.
pub fn reading(reading: &Reading, config: &Config, is_recorded: bool) -> anyhow::Result<()> {
    let months = reading.months.iter().map(|month| MonthLine {
        month: &month.period.label,
        phase: month.phase.name(),
        value: month.value,
        n: month.cases,
        comparator: month.comparator,
        expected: month.expected,
    });
    let line = ReadingLine {
        id: &reading.improvement.id,
        verdict: reading.verdict,
        is_provisional: !reading.is_due,
        is_recorded,
        because: plain(&reading.because()),
        caveats: reading.caveats(&config.time_zone()).iter().map(|caveat| plain(caveat)).collect(),
        as_of: reading.as_of,
        effect: reading.review().effect,
        comparator_effect: reading.comparator_effect,
        plan: reading.plan(),
        months: months.collect(),
    };
    Ok(writeln!(stdout().lock(), "{}", serde_json::to_string(&line)?)?)
}
