//! Reads figures and evidence out of the frames that the SQL answers.

use std::collections::BTreeMap;

use jiff::Timestamp;
use polars::prelude::*;

use super::batch::Answers;
use super::tables::period_at;
use super::{Aggregate, Definition, Evidence, Figure, Period};

/// Values of the dimensions, in the order asked for.
type Segment = Vec<String>;
pub(super) type Answer = BTreeMap<(Segment, String), Figure>;

/// The figures of one KPI in an answer to several.
pub(super) fn read_answer(
    frame: &DataFrame,
    columns: &Answers,
    definition: &Definition,
    periods: &[Period],
    by: &[&str],
) -> PolarsResult<Answer> {
    let named = |name: &str| numbers(frame, &format!("{name}{}", columns.suffix));
    let whole = |name: &str| frame.column(name)?.cast(&DataType::UInt64)?.u64().cloned();
    let places = frame.column("period")?.i32()?;
    let dimensions = by.iter().map(|name| frame.column(name)?.str()).collect::<PolarsResult<Vec<_>>>()?;
    let count = whole(&format!("n{}", columns.suffix))?;
    let rows = columns.rows.as_deref().map(whole).transpose()?;
    let (value, numerator, denominator) = (named("value")?, named("numerator")?, named("denominator")?);
    let mut answer = Answer::new();
    for row in 0..frame.height() {
        let period = places.get(row).and_then(|place| period_at(periods, place));
        let is_met = rows.as_ref().is_none_or(|rows| rows.get(row).is_some_and(|rows| rows > 0));
        let Some(period) = period.filter(|_| is_met) else { continue };
        let segment: Segment = dimensions.iter().map(|column| column.get(row).unwrap_or_default().into()).collect();
        let figure = Figure {
            value: at(&value, row),
            numerator: at(&numerator, row),
            denominator: at(&denominator, row),
            n: count.get(row).unwrap_or_default(),
            ..nothing(definition, &period.label, by, &segment)
        };
        answer.insert((segment, period.label.clone()), figure);
    }
    Ok(answer)
}

/// The figure of no tickets: a count of 0, none a day; nothing can be said of a share or a median.
fn nothing(definition: &Definition, period: &str, by: &[&str], segment: &Segment) -> Figure {
    let zero = |of_these: bool| of_these.then_some(0.0);
    let is_quotient = definition.aggregate.is_quotient();
    Figure {
        kpi: definition.id.clone(),
        period: period.to_string(),
        segment: pairs(by, segment.iter().cloned()),
        value: zero(matches!(definition.aggregate, Aggregate::Count | Aggregate::Rate)),
        numerator: zero(is_quotient),
        denominator: zero(is_quotient),
        n: 0,
    }
}

pub(super) fn with_empty_periods(
    mut answer: Answer,
    definition: &Definition,
    periods: &[Period],
    by: &[&str],
) -> Vec<Figure> {
    let mut segments: Vec<Segment> = answer.keys().map(|(segment, _)| segment.clone()).collect();
    segments.dedup();
    if by.is_empty() {
        segments = vec![Segment::new()];
    }
    let mut figures = Vec::new();
    for segment in segments {
        for period in periods {
            let known = answer.remove(&(segment.clone(), period.label.clone()));
            figures.push(known.unwrap_or_else(|| nothing(definition, &period.label, by, &segment)));
        }
    }
    figures
}

pub(super) fn read_evidence(frame: &DataFrame, by: &[&str]) -> PolarsResult<Vec<Evidence>> {
    let text = |name: &str| -> PolarsResult<_> { frame.column(name)?.str() };
    let (period, ticket_id) = (text("period")?, text("ticket_id")?);
    let (priority, status, subject) = (text("about_priority")?, text("about_status")?, text("about_subject")?);
    let opened_at = frame.column("about_opened_at")?.cast(&DataType::Int64)?;
    let opened_at = opened_at.i64()?;
    let dimensions = by.iter().map(|name| text(name)).collect::<PolarsResult<Vec<_>>>()?;
    let (value, numerator, denominator) =
        (numbers(frame, "value")?, numbers(frame, "numerator")?, numbers(frame, "denominator")?);
    let word = |column: &StringChunked, row: usize| column.get(row).map(str::to_string);
    let row = |row: usize| Evidence {
        period: word(period, row).unwrap_or_default(),
        segment: pairs(by, dimensions.iter().map(|column| word(column, row).unwrap_or_default())),
        ticket_id: word(ticket_id, row),
        value: at(&value, row),
        numerator: at(&numerator, row),
        denominator: at(&denominator, row),
        opened_at: opened_at.get(row).and_then(|at| Timestamp::from_microsecond(at).ok()),
        priority: word(priority, row),
        status: word(status, row),
        subject: word(subject, row),
    };
    // What has no value is not counted: a rating that was never given.
    let counts = |row: &usize| value.is_none() || at(&value, *row).is_some();
    Ok((0..frame.height()).filter(counts).map(row).collect())
}

fn pairs(by: &[&str], values: impl Iterator<Item = String>) -> Vec<(String, String)> {
    by.iter().map(|name| (*name).to_string()).zip(values).collect()
}

/// A column of numbers, where the query has it.
fn numbers(frame: &DataFrame, name: &str) -> PolarsResult<Option<Float64Chunked>> {
    frame.column(name).ok().map(|column| Ok(column.cast(&DataType::Float64)?.f64()?.clone())).transpose()
}

fn at(column: &Option<Float64Chunked>, row: usize) -> Option<f64> {
    column.as_ref().and_then(|column| column.get(row))
}
