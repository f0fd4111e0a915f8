//! The objectives of the configuration, each with where it stood, where it stands, and an honest word
//! (ISO/IEC 20000-1:2018, 6.2 and 9.3).

use serde::Serialize;

use crate::kpi::{Definition, Unit};

use super::judge::{Attained, Judgements, Word};
use super::{Review, words};

#[derive(Debug, Serialize)]
pub struct Row {
    pub name: String,
    pub baseline: String,
    pub now: String,
    /// The level of the last half year, and its interval; empty where there is none.
    pub recent: String,
    pub range: String,
    pub target: String,
    pub owner: String,
    pub date: String,
    pub mark: &'static str,
    pub word: String,
    pub class: &'static str,
}

pub fn rows(review: &Review<'_>, judged: &Judgements<'_>) -> Vec<Row> {
    judged.objectives.iter().map(|one| row(review, one)).collect()
}

fn row(review: &Review<'_>, one: &Attained<'_>) -> Row {
    let write = |value: f64| words::value(one.definition, Some(value));
    let of = one.objective.service.as_ref().map_or(String::new(), |service| format!(", {service}"));
    let bound = |value| write(possible(one.definition, value));
    let (recent, range) = one.recent.map_or_else(
        |_| (String::new(), String::new()),
        |level| (write(level.mean), format!("{} to {}", bound(level.interval.low), bound(level.interval.high))),
    );
    let (mark, class) = shown(one);
    Row {
        name: format!("{}{of}", one.definition.name),
        baseline: write(one.objective.baseline),
        now: words::value(one.definition, one.now),
        recent,
        range,
        target: write(one.objective.target),
        owner: one.objective.owner.clone(),
        date: one.objective.date.strftime("%-d %B %Y").to_string(),
        mark,
        word: word(review, one),
        class,
    }
}

/// An interval reaches no farther than the measure can.
fn possible(definition: &Definition, value: f64) -> f64 {
    match definition.unit {
        Unit::Share => value.clamp(0.0, 1.0),
        Unit::Count => value.max(0.0),
        _ => value,
    }
}

fn word(review: &Review<'_>, one: &Attained<'_>) -> String {
    let kind = words::period_kind(review.period);
    let word = match one.word {
        Word::Met => "met".into(),
        Word::OnTheWay => "on the way".into(),
        Word::NoChange => "no detectable change".into(),
        Word::MovingAway => "moving away".into(),
        Word::TooFew => format!("too few {kind}s to say"),
    };
    if one.is_overdue { format!("overdue: {word}") } else { word }
}

/// A shape and a class: the meaning never hangs on colour.
fn shown(one: &Attained<'_>) -> (&'static str, &'static str) {
    match one.word {
        _ if one.is_overdue => ("✕", "worse"),
        Word::Met => ("✓", "better"),
        Word::OnTheWay => ("▲", "better"),
        Word::NoChange => ("●", "quiet"),
        Word::MovingAway => ("▼", "worse"),
        Word::TooFew => ("", "quiet"),
    }
}
