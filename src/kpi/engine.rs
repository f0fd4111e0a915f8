//! Runs the KPIs' SQL on frames and reads the figures out of the answers.

use std::collections::BTreeMap;

use jiff::Timestamp;
use polars::prelude::*;
use polars::sql::SQLContext;

use super::query::{check_dimensions, evidence_sql, needs, sql_over, view_sql};
use super::{Aggregate, Definition, Figure, Figures, KpiError, Period};

/// What the SQL reads: the lake's tables as of one moment.
#[derive(Clone)]
pub struct Frames {
    pub tickets: LazyFrame,
    pub messages: LazyFrame,
    pub events: LazyFrame,
}

/// Views that are worth computing once for all KPIs: they order the events of a ticket.
const SHARED_VIEWS: [&str; 1] = ["turns_again"];

/// All figures: every KPI in every period; where `by` names dimensions, for every segment that the KPI meets.
pub fn compute(
    definitions: &[Definition],
    frames: Frames,
    periods: &[Period],
    by: &[&str],
) -> Result<Figures, KpiError> {
    check_dimensions(by)?;
    let failed = |kpi: &str| {
        let kpi = kpi.to_string();
        move |source| KpiError::Compute { kpi, source }
    };
    let mut context = context(frames, periods).map_err(failed("periods"))?;
    let mut ready = Vec::new();
    for view in SHARED_VIEWS.iter().filter(|view| definitions.iter().any(|definition| needs(definition, view))) {
        let rows = context.execute(&view_sql(view, &ready)).and_then(LazyFrame::collect).map_err(failed(view))?;
        context.register(view, rows.lazy());
        ready.push(*view);
    }
    let mut figures = Vec::new();
    for definition in definitions {
        let answer = context
            .execute(&sql_over(definition, by, &ready))
            .and_then(LazyFrame::collect)
            .and_then(|frame| read_answer(&frame, definition, by))
            .map_err(failed(&definition.id))?;
        figures.extend(with_empty_periods(answer, definition, periods, by));
    }
    Ok(Figures(figures))
}

/// The ids of the tickets that one KPI counts in one period, sorted.
pub fn tickets_behind(definition: &Definition, frames: Frames, period: &Period) -> Result<Vec<String>, KpiError> {
    let read = |frame: DataFrame| -> PolarsResult<Vec<String>> {
        Ok(frame.column("ticket_id")?.str()?.iter().flatten().map(str::to_string).collect())
    };
    context(frames, std::slice::from_ref(period))
        .and_then(|mut context| context.execute(&evidence_sql(definition))?.collect())
        .and_then(read)
        .map_err(|source| KpiError::Compute { kpi: definition.id.clone(), source })
}

fn context(frames: Frames, periods: &[Period]) -> PolarsResult<SQLContext> {
    let context = SQLContext::new();
    context.register("tickets", frames.tickets);
    context.register("messages", frames.messages);
    context.register("events", frames.events);
    context.register("periods", period_table(periods)?.lazy());
    Ok(context)
}

/// `periods(period, period_start, period_end)`, the moments in UTC as in the lake.
fn period_table(periods: &[Period]) -> PolarsResult<DataFrame> {
    let moments = |name: &str, of: fn(&Period) -> Timestamp| {
        let micros: Vec<i64> = periods.iter().map(|period| of(period).as_microsecond()).collect();
        Column::new(name.into(), micros).cast(&DataType::Datetime(TimeUnit::Microseconds, Some(TimeZone::UTC)))
    };
    let labels: Vec<&str> = periods.iter().map(|period| period.label.as_str()).collect();
    DataFrame::new(
        periods.len(),
        vec![
            Column::new("period".into(), labels),
            moments("period_start", |period| period.start)?,
            moments("period_end", |period| period.end)?,
        ],
    )
}

/// Values of the dimensions, in the order asked for.
type Segment = Vec<String>;
type Answer = BTreeMap<(Segment, String), Figure>;

fn read_answer(frame: &DataFrame, definition: &Definition, by: &[&str]) -> PolarsResult<Answer> {
    let period = frame.column("period")?.str()?;
    let dimensions = by.iter().map(|name| frame.column(name)?.str()).collect::<PolarsResult<Vec<_>>>()?;
    let number = |name: &str| -> PolarsResult<Option<Float64Chunked>> {
        frame.column(name).ok().map(|column| Ok(column.cast(&DataType::Float64)?.f64()?.clone())).transpose()
    };
    let count = frame.column("n")?.cast(&DataType::UInt64)?;
    let (count, value) = (count.u64()?, number("value")?);
    let (numerator, denominator) = (number("numerator")?, number("denominator")?);
    let at = |column: &Option<Float64Chunked>, row: usize| column.as_ref().and_then(|column| column.get(row));
    let mut answer = Answer::new();
    for row in 0..frame.height() {
        let segment: Segment = dimensions.iter().map(|column| column.get(row).unwrap_or_default().into()).collect();
        let label = period.get(row).unwrap_or_default().to_string();
        let figure = Figure {
            value: at(&value, row),
            numerator: at(&numerator, row),
            denominator: at(&denominator, row),
            n: count.get(row).unwrap_or_default(),
            ..nothing(definition, &label, by, &segment)
        };
        answer.insert((segment, label), figure);
    }
    Ok(answer)
}

/// The figure of no tickets: a count of 0; nothing can be said of a share or a median.
fn nothing(definition: &Definition, period: &str, by: &[&str], segment: &Segment) -> Figure {
    let zero = |of_these: bool| of_these.then_some(0.0);
    let is_quotient = matches!(definition.aggregate, Aggregate::Share | Aggregate::Ratio | Aggregate::RatioPer100);
    Figure {
        kpi: definition.id.clone(),
        period: period.to_string(),
        segment: by.iter().map(|name| (*name).to_string()).zip(segment.iter().cloned()).collect(),
        value: zero(definition.aggregate == Aggregate::Count),
        numerator: zero(is_quotient),
        denominator: zero(is_quotient),
        n: 0,
    }
}

fn with_empty_periods(mut answer: Answer, definition: &Definition, periods: &[Period], by: &[&str]) -> Vec<Figure> {
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
