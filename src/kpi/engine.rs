//! Runs the KPIs' SQL on frames and reads the figures out of the answers.

use std::collections::BTreeMap;

use jiff::Timestamp;
use polars::prelude::*;
use polars::sql::SQLContext;

use super::query::{check_dimensions, evidence_sql, needs, sql_over, view_sql};
use super::terms::PeriodRow;
use super::{Aggregate, Definition, Evidence, Figure, Figures, KpiError, Period, Terms};

/// What the SQL reads: the lake's tables as of one moment, and what was agreed.
#[derive(Clone)]
pub struct Frames {
    pub tickets: LazyFrame,
    pub messages: LazyFrame,
    pub events: LazyFrame,
    pub as_of: Timestamp,
    pub terms: Terms,
}

/// Views that are worth computing once for all KPIs: they read or order the events of every ticket.
const SHARED_VIEWS: [&str; 3] = ["recorded", "turning_points", "open_at_period_end"];

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

/// The rows that one KPI counts in one period, by ticket.
pub fn evidence(
    definition: &Definition,
    frames: Frames,
    period: &Period,
    by: &[&str],
) -> Result<Vec<Evidence>, KpiError> {
    check_dimensions(by)?;
    let mut rows = context(frames, std::slice::from_ref(period))
        .and_then(|mut context| context.execute(&evidence_sql(definition, by))?.collect())
        .and_then(|frame| read_evidence(&frame, by))
        .map_err(|source| KpiError::Compute { kpi: definition.id.clone(), source })?;
    rows.sort_by(|a, b| {
        let value = |row: &Evidence| row.value.or(row.numerator).unwrap_or(0.0);
        (&a.segment, &a.ticket_id).cmp(&(&b.segment, &b.ticket_id)).then(value(a).total_cmp(&value(b)))
    });
    Ok(rows)
}

fn context(frames: Frames, periods: &[Period]) -> PolarsResult<SQLContext> {
    let context = SQLContext::new();
    context.register("periods", period_table(&frames, periods)?.lazy());
    context.register("services", service_table(&frames.terms)?.lazy());
    context.register("tickets", frames.tickets);
    context.register("messages", frames.messages);
    context.register("events", frames.events);
    Ok(context)
}

/// The moments in UTC as in the lake.
fn period_table(frames: &Frames, periods: &[Period]) -> PolarsResult<DataFrame> {
    let rows = frames.terms.rows(periods, frames.as_of);
    let moments = |name: &str, of: fn(&PeriodRow<'_>) -> Timestamp| {
        let micros: Vec<i64> = rows.iter().map(|row| of(row).as_microsecond()).collect();
        Column::new(name.into(), micros).cast(&DataType::Datetime(TimeUnit::Microseconds, Some(TimeZone::UTC)))
    };
    let whole =
        |name: &str, of: fn(&PeriodRow<'_>) -> i64| Column::new(name.into(), rows.iter().map(of).collect::<Vec<i64>>());
    let labels: Vec<&str> = rows.iter().map(|row| row.label).collect();
    let costs: Vec<Option<f64>> = rows.iter().map(|row| row.cost_per_hour).collect();
    DataFrame::new(
        rows.len(),
        vec![
            Column::new("period".into(), labels),
            moments("period_start", |row| row.start)?,
            moments("period_end", |row| row.end)?,
            moments("as_of", |row| row.as_of)?,
            whole("months", |row| row.months),
            whole("business_days", |row| row.business_days),
            Column::new("cost_per_hour".into(), costs),
        ],
    )
}

fn service_table(terms: &Terms) -> PolarsResult<DataFrame> {
    let (services, limits): (Vec<&str>, Vec<i64>) =
        terms.workload_limits().iter().map(|(service, limit)| (service.as_str(), i64::from(*limit))).unzip();
    DataFrame::new(
        services.len(),
        vec![Column::new("service".into(), services), Column::new("workload_limit".into(), limits)],
    )
}

fn read_evidence(frame: &DataFrame, by: &[&str]) -> PolarsResult<Vec<Evidence>> {
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

/// Values of the dimensions, in the order asked for.
type Segment = Vec<String>;
type Answer = BTreeMap<(Segment, String), Figure>;

fn read_answer(frame: &DataFrame, definition: &Definition, by: &[&str]) -> PolarsResult<Answer> {
    let period = frame.column("period")?.str()?;
    let dimensions = by.iter().map(|name| frame.column(name)?.str()).collect::<PolarsResult<Vec<_>>>()?;
    let count = frame.column("n")?.cast(&DataType::UInt64)?;
    let (count, value) = (count.u64()?, numbers(frame, "value")?);
    let (numerator, denominator) = (numbers(frame, "numerator")?, numbers(frame, "denominator")?);
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
