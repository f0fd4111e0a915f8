//! Runs the KPIs' SQL on frames and reads the figures out of the answers.

use std::collections::BTreeMap;

use jiff::Timestamp;
use polars::prelude::*;
use polars::sql::SQLContext;

use super::dictionary::VIEWS;
use super::query::{
    check_dimensions, evidence_sql, is_wanted, mentions, needs, passes_on_the_ticket, select_sql, sql_over, view_sql,
};
use super::{Aggregate, Definition, Figure, Figures, KpiError, Period};

/// What the SQL reads: the lake's tables as of one moment.
#[derive(Clone)]
pub struct Frames {
    pub tickets: LazyFrame,
    pub messages: LazyFrame,
    pub events: LazyFrame,
}

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
        let context = context(frames.clone(), definitions, &periods, by).map_err(failed("periods"))?;
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
                ("turns_again", _) => self.computed(name),
                ("open_at_period_end", _) => self.open_at_period_end(name, definitions, by),
                (_, Some(of)) => self.in_period(&of),
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
        let (mut label, mut start, mut end) = (lit(NULL).cast(DataType::String), never(), never());
        for period in self.periods {
            let lies_in = || col(of.column).gt_eq(moment(period.start)).and(col(of.column).lt(moment(period.end)));
            label = when(lies_in()).then(lit(period.label.clone())).otherwise(label);
            start = when(lies_in()).then(moment(period.start)).otherwise(start);
            end = when(lies_in()).then(moment(period.end)).otherwise(end);
        }
        let columns = [label.alias("period"), start.alias("period_start"), end.alias("period_end")];
        Ok(rows.with_columns(columns).filter(col("period").is_not_null()))
    }

    /// Few tickets are open at the end of any period; only they are laid beside every period.
    fn open_at_period_end(&mut self, view: &str, definitions: &[Definition], by: &[&str]) -> PolarsResult<LazyFrame> {
        let turns = self.context.execute(&select_sql("SELECT * FROM turning_points", &self.ready))?;
        let readers: Vec<usize> = (0..definitions.len()).filter(|at| mentions(&definitions[*at].sql, view)).collect();
        let text = view_sql(view, &[]);
        let asked = |name: &str| mentions(&text, name) || by.contains(&name) || asks(&readers, definitions, name);
        let turns = with_columns_asked_for(turns, asked)?;
        let is_open_at = |end: Timestamp| {
            let ended = col("next_turn_at").lt(moment(end)).fill_null(lit(false));
            col("turned_at").lt(moment(end)).and(ended.not())
        };
        let is_open = self.periods.iter().fold(lit(false), |open, period| open.or(is_open_at(period.end)));
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
            let (readers, others) = left.into_iter().partition(|at| mentions(&definitions[*at].sql, view));
            left = others;
            let asked = |name: &str| name == "period" || by.contains(&name) || asks(&readers, definitions, name);
            let narrow = with_columns_asked_for(rows.clone(), asked).and_then(streamed).map_err(failed(view))?;
            self.context.register(view, narrow.lazy());
            for at in readers {
                answers[at] = self.answer(&definitions[at], by)?;
            }
            self.context.register(view, rows);
        }
        for at in left {
            answers[at] = self.answer(&definitions[at], by)?;
        }
        Ok(answers)
    }

    fn answer(&mut self, definition: &Definition, by: &[&str]) -> Result<Answer, KpiError> {
        let sql = sql_over(definition, by, &self.ready);
        let plan = self.context.execute(&sql).map_err(failed(&definition.id))?;
        // The streaming engine has no such join.
        let frame = if sql.contains("CROSS JOIN") { plan.collect() } else { streamed(plan) };
        frame.and_then(|frame| read_answer(&frame, definition, by)).map_err(failed(&definition.id))
    }
}

/// Does one of these KPIs ask for the column?
fn asks(readers: &[usize], definitions: &[Definition], column: &str) -> bool {
    readers.iter().any(|at| mentions(&definitions[*at].sql, column) || !passes_on_the_ticket(&definitions[*at]))
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

fn moment(at: Timestamp) -> Expr {
    lit(at.as_microsecond()).cast(moments())
}

fn never() -> Expr {
    lit(NULL).cast(moments())
}

fn moments() -> DataType {
    DataType::Datetime(TimeUnit::Microseconds, Some(TimeZone::UTC))
}

/// Computed in parts, so that memory need not hold what is read.
fn streamed(plan: LazyFrame) -> PolarsResult<DataFrame> {
    plan.collect_with_engine(Engine::Streaming).map(|answer| answer.unwrap_single())
}

/// The ids of the tickets that one KPI counts in one period, sorted.
pub fn tickets_behind(definition: &Definition, frames: Frames, period: &Period) -> Result<Vec<String>, KpiError> {
    let read = |frame: DataFrame| -> PolarsResult<Vec<String>> {
        Ok(frame.column("ticket_id")?.str()?.iter().flatten().map(str::to_string).collect())
    };
    context(frames, std::slice::from_ref(definition), std::slice::from_ref(period), &[])
        .and_then(|mut context| context.execute(&evidence_sql(definition))?.collect())
        .and_then(read)
        .map_err(|source| KpiError::Compute { kpi: definition.id.clone(), source })
}

fn context(frames: Frames, definitions: &[Definition], periods: &[Period], by: &[&str]) -> PolarsResult<SQLContext> {
    let context = SQLContext::new();
    for (table, rows) in [("tickets", frames.tickets), ("messages", frames.messages), ("events", frames.events)] {
        // `SELECT *` means what some KPI asks for, not every text of every ticket.
        let wanted = |name: &str| by.contains(&name) || is_wanted(definitions, name);
        context.register(table, with_columns_asked_for(rows, wanted)?);
    }
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
