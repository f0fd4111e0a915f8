//! Runs the KPIs' SQL on frames and reads the figures out of the answers.

use std::collections::BTreeMap;

use jiff::Timestamp;
use polars::prelude::*;
use polars::sql::SQLContext;

use super::dictionary::VIEWS;
use super::query::{check_dimensions, evidence_sql, is_wanted, mentions, needs, select_sql, sql_over, view_sql};
use super::terms::PeriodRow;
use super::{Aggregate, Definition, Evidence, Figure, Figures, KpiError, Period, Terms};
use crate::lake::read::{moment, streamed};

/// What the SQL reads: the lake's tables as of one moment, and what was agreed.
#[derive(Clone)]
pub struct Frames {
    pub tickets: LazyFrame,
    pub messages: LazyFrame,
    pub events: LazyFrame,
    pub as_of: Timestamp,
    pub terms: Terms,
}

/// Views that are computed at once because several KPIs share them, and that are small.
const SHARED_VIEWS: [&str; 4] = ["recorded", "turns_again", "first_priorities", "customer_ranks"];
/// What evidence tells of a ticket besides its figures.
const TOLD: [&str; 4] = ["opened_at", "priority", "status", "subject"];

/// All figures: every KPI in every period; where `by` names dimensions, for every segment that the KPI meets.
pub fn compute(
    definitions: &[Definition],
    frames: Frames,
    periods: &[Period],
    by: &[&str],
) -> Result<Figures, KpiError> {
    check_dimensions(by)?;
    let mut answers = vec![Answer::new(); definitions.len()];
    for periods in one_after_the_other(periods) {
        let context = context(&frames, definitions, &periods, by).map_err(failed("periods"))?;
        let mut tables = Tables { context, periods: &periods, ready: Vec::new(), placed: Vec::new() };
        tables.make_ready(definitions, by)?;
        for (answer, more) in answers.iter_mut().zip(tables.answers(definitions, by)?) {
            answer.extend(more);
        }
    }
    let each = answers.into_iter().zip(definitions);
    Ok(Figures(each.flat_map(|(answer, definition)| with_empty_periods(answer, definition, periods, by)).collect()))
}

fn failed(kpi: &str) -> impl Fn(PolarsError) -> KpiError + use<> {
    let kpi = kpi.to_string();
    move |source| KpiError::Compute { kpi: kpi.clone(), source }
}

/// The periods in groups in which none overlaps another.
fn one_after_the_other(periods: &[Period]) -> Vec<Vec<Period>> {
    let mut groups: Vec<Vec<Period>> = Vec::new();
    let mut sorted = periods.to_vec();
    sorted.sort_by_key(|period| (period.start, period.end));
    for period in sorted {
        match groups.iter_mut().find(|group| group.last().is_some_and(|last| last.end <= period.start)) {
            Some(group) => group.push(period),
            None => groups.push(vec![period]),
        }
    }
    groups
}

/// The tables and views that the KPIs' SQL reads.
struct Tables<'a> {
    context: SQLContext,
    /// None overlaps another.
    periods: &'a [Period],
    /// Views that are tables already.
    ready: Vec<&'static str>,
    /// Of those, the ones that are computed only when a KPI reads them.
    placed: Vec<(&'static str, LazyFrame)>,
}

impl Tables<'_> {
    /// Makes tables of the views that are worth it, so that no plan joins every ticket with every period.
    fn make_ready(&mut self, definitions: &[Definition], by: &[&str]) -> Result<(), KpiError> {
        for (name, text) in VIEWS {
            if !definitions.iter().any(|definition| needs(definition, name)) {
                continue;
            }
            let rows = match (*name, InPeriod::read(text)) {
                (_, Some(of)) => self.in_period(&of),
                (name, _) if SHARED_VIEWS.contains(&name) => self.computed(name),
                ("open_at_period_start", _) => self.open_at(name, |period| period.start, definitions, by),
                ("open_at_period_end", _) => self.open_at(name, |period| period.end, definitions, by),
                _ => continue,
            };
            let rows = rows.map_err(failed(name))?;
            if InPeriod::read(text).is_some() {
                self.placed.push((name, rows.clone()));
            }
            self.context.register(name, rows);
            self.ready.push(name);
        }
        Ok(())
    }

    fn computed(&mut self, view: &str) -> PolarsResult<LazyFrame> {
        Ok(streamed(self.context.execute(&view_sql(view, &self.ready))?)?.lazy())
    }

    /// Each row beside the period in which its moment lies.
    fn in_period(&mut self, of: &InPeriod<'_>) -> PolarsResult<LazyFrame> {
        let rows = self.context.execute(&select_sql(&of.select(), &self.ready))?;
        let mut label = lit(NULL).cast(DataType::String);
        for period in self.periods {
            let lies_in = col(of.column).gt_eq(moment(period.start)).and(col(of.column).lt(moment(period.end)));
            label = when(lies_in).then(lit(period.label.clone())).otherwise(label);
        }
        let rows = rows.with_columns([label.alias("period")]).filter(col("period").is_not_null());
        let periods = self.context.execute("SELECT * FROM periods")?;
        Ok(rows.join(periods, [col("period")], [col("period")], JoinArgs::new(JoinType::Inner)))
    }

    /// Few tickets are open at one of these moments; only they are laid beside every period.
    fn open_at(
        &mut self,
        view: &str,
        of: fn(&Period) -> Timestamp,
        definitions: &[Definition],
        by: &[&str],
    ) -> PolarsResult<LazyFrame> {
        let turns = self.context.execute(&select_sql("SELECT * FROM turning_points", &self.ready))?;
        let texts: Vec<String> = definitions
            .iter()
            .filter(|definition| needs(definition, view))
            .map(|definition| sql_over(definition, by, &self.ready))
            .collect();
        let turns = with_columns_asked_for(turns, |name| by.contains(&name) || asks(&texts, name))?;
        let is_open_at = |at: Timestamp| {
            let ended = col("next_turn_at").lt(moment(at)).fill_null(lit(false));
            col("turned_at").lt(moment(at)).and(ended.not())
        };
        let is_open = self.periods.iter().fold(lit(false), |open, period| open.or(is_open_at(of(period))));
        let open = streamed(turns.filter(col("turn").neq(lit("resolved")).and(is_open)))?;
        self.context.register("turning_points", open.lazy());
        let mut ready = self.ready.clone();
        ready.push("turning_points");
        let rows = self.context.execute(&view_sql(view, &ready))?.collect()?;
        self.context.unregister("turning_points");
        Ok(rows.lazy())
    }

    /// The answer of each KPI. Those that read the same view follow one another, and the view is computed once for
    /// them, with the columns that they ask for.
    fn answers(&mut self, definitions: &[Definition], by: &[&str]) -> Result<Vec<Answer>, KpiError> {
        let mut answers = vec![Answer::new(); definitions.len()];
        let mut left: Vec<usize> = (0..definitions.len()).collect();
        for (view, rows) in std::mem::take(&mut self.placed) {
            let (readers, others): (Vec<usize>, _) = left.into_iter().partition(|at| needs(&definitions[*at], view));
            left = others;
            if readers.is_empty() {
                continue;
            }
            let texts: Vec<String> = readers.iter().map(|at| sql_over(&definitions[*at], by, &self.ready)).collect();
            let asked = |name: &str| by.contains(&name) || asks(&texts, name);
            let narrow = with_columns_asked_for(rows.clone(), asked).and_then(streamed).map_err(failed(view))?;
            self.context.register(view, narrow.lazy());
            for (at, answer) in readers.iter().zip(self.answers_of(&readers, definitions, by)?) {
                answers[*at] = answer;
            }
            self.context.register(view, rows);
        }
        for (at, answer) in left.iter().zip(self.answers_of(&left, definitions, by)?) {
            answers[*at] = answer;
        }
        Ok(answers)
    }

    /// Two at a time: a quantile alone leaves a core idle.
    fn answers_of(
        &mut self,
        wanted: &[usize],
        definitions: &[Definition],
        by: &[&str],
    ) -> Result<Vec<Answer>, KpiError> {
        let mut plans = Vec::new();
        for definition in wanted.iter().map(|at| &definitions[*at]) {
            let sql = sql_over(definition, by, &self.ready);
            let plan = self.context.execute(&sql).map_err(failed(&definition.id))?;
            plans.push((definition, plan, sql.contains("CROSS JOIN periods")));
        }
        let mut answers = Vec::new();
        for pair in plans.chunks(2) {
            let both = std::thread::scope(|scope| {
                let work = |(definition, plan, is_crossed): &(&Definition, LazyFrame, bool)| {
                    // The streaming engine has no such join.
                    let frame = if *is_crossed { plan.clone().collect() } else { streamed(plan.clone()) };
                    frame.and_then(|frame| read_answer(&frame, definition, by)).map_err(failed(&definition.id))
                };
                let threads: Vec<_> = pair.iter().map(|one| scope.spawn(move || work(one))).collect();
                let joined = threads.into_iter().map(|thread| thread.join());
                joined.map(|answer| answer.unwrap_or_else(|panic| std::panic::resume_unwind(panic))).collect::<Vec<_>>()
            });
            for answer in both {
                answers.push(answer?);
            }
        }
        Ok(answers)
    }
}

/// Does one of these texts ask for the column?
fn asks(texts: &[String], column: &str) -> bool {
    texts.iter().any(|text| mentions(text, column))
}

fn with_columns_asked_for(mut rows: LazyFrame, asked: impl Fn(&str) -> bool) -> PolarsResult<LazyFrame> {
    let schema = rows.collect_schema()?;
    let columns: Vec<Expr> = schema.iter_names().filter(|name| asked(name)).map(|name| col(name.clone())).collect();
    Ok(rows.select(columns))
}

/// A view of the form `… FROM rows CROSS JOIN periods WHERE … column >= period_start AND column < period_end`.
struct InPeriod<'a> {
    rows: &'a str,
    /// The other conditions, with ` AND ` at the end; empty where there are none.
    conditions: &'a str,
    column: &'a str,
}

impl<'a> InPeriod<'a> {
    fn read(view: &'a str) -> Option<Self> {
        let (_, text) = view.split_once("SELECT *\nFROM ")?;
        let (rows, text) = text.split_once(" CROSS JOIN periods\nWHERE ")?;
        let (text, column) = text.trim_end().strip_suffix(" < period_end")?.rsplit_once(" AND ")?;
        let conditions = text.strip_suffix(&format!("{column} >= period_start"))?;
        Some(Self { rows, conditions, column })
    }

    fn select(&self) -> String {
        let Self { rows, conditions, .. } = self;
        if conditions.is_empty() {
            return format!("SELECT * FROM {rows}");
        }
        format!("SELECT * FROM {rows} WHERE {}", conditions.trim_end().trim_end_matches("AND"))
    }
}

/// The rows that one KPI counts in one period, by ticket.
pub fn evidence(
    definition: &Definition,
    frames: Frames,
    period: &Period,
    by: &[&str],
) -> Result<Vec<Evidence>, KpiError> {
    check_dimensions(by)?;
    let asked = [by, &TOLD].concat();
    let mut rows = context(&frames, std::slice::from_ref(definition), std::slice::from_ref(period), &asked)
        .and_then(|mut context| context.execute(&evidence_sql(definition, by))?.collect())
        .and_then(|frame| read_evidence(&frame, by))
        .map_err(failed(&definition.id))?;
    rows.sort_by(|a, b| {
        let value = |row: &Evidence| row.value.or(row.numerator).unwrap_or(0.0);
        (&a.segment, &a.ticket_id).cmp(&(&b.segment, &b.ticket_id)).then(value(a).total_cmp(&value(b)))
    });
    Ok(rows)
}

/// The tables with the columns that KPIs, views and the caller ask for: `SELECT *` does not mean every text of every
/// ticket.
fn context(
    frames: &Frames,
    definitions: &[Definition],
    periods: &[Period],
    columns: &[&str],
) -> PolarsResult<SQLContext> {
    let context = SQLContext::new();
    context.register("periods", period_table(frames, periods)?.lazy());
    context.register("services", service_table(&frames.terms)?.lazy());
    let asked = |name: &str| columns.contains(&name) || is_wanted(definitions, name);
    for (table, rows) in [("tickets", &frames.tickets), ("messages", &frames.messages), ("events", &frames.events)] {
        context.register(table, with_columns_asked_for(rows.clone(), asked)?);
    }
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
