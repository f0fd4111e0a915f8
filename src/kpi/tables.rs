//! The tables and views that the KPIs' SQL reads, with the views that many KPIs share made ready.

use jiff::Timestamp;
use polars::prelude::*;
use polars::sql::SQLContext;

use super::dictionary::views;
use super::error::failed;
use super::query::{is_wanted, mentions, needs, select_sql, view_sql};
use super::terms::PeriodRow;
use super::view::{Making, View};
use super::{Definition, KpiError, Period, Terms};
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

/// The tables of periods of which none overlaps another.
///
/// In them `period` is the period's place, see [`place`]: a number is quicker to sort and to group by than a label.
pub(super) struct Tables<'a> {
    context: SQLContext,
    periods: &'a [Period],
    rows: Vec<PeriodRow<'a>>,
    /// Views that are tables already.
    ready: Vec<&'static str>,
}

impl<'a> Tables<'a> {
    /// Makes tables of the views that are worth it, so that no plan joins every ticket with every period.
    pub(super) fn of(
        frames: &Frames,
        definitions: &[Definition],
        periods: &'a [Period],
        by: &[&str],
    ) -> Result<Self, KpiError> {
        let rows = frames.terms.rows(periods, frames.as_of);
        let context = context(frames, definitions, periods, by).map_err(failed("periods"))?;
        let mut tables = Self { context, periods, rows, ready: Vec::new() };
        tables.put_places().map_err(failed("periods"))?;
        for view in views().iter().filter(|view| definitions.iter().any(|definition| needs(definition, view.name))) {
            tables.make_ready(view, definitions, by).map_err(failed(view.name))?;
        }
        Ok(tables)
    }

    pub(super) fn ready(&self) -> &[&'static str] {
        &self.ready
    }

    /// Lets go of the views that nothing reads any more: some are large.
    pub(super) fn keep(&mut self, is_read: impl Fn(&str) -> bool) {
        self.ready.retain(|view| {
            let kept = is_read(view);
            if !kept {
                self.context.unregister(view);
            }
            kept
        });
    }

    pub(super) fn answer(&mut self, sql: &str) -> PolarsResult<DataFrame> {
        let plan = self.context.execute(sql)?;
        // The streaming engine has no join that compares moments.
        if mentions(sql, "periods") { plan.collect() } else { streamed(plan) }
    }

    fn put_places(&mut self) -> PolarsResult<()> {
        let places: Vec<i32> = (0..).map(place).take(self.periods.len()).collect();
        let periods = self.context.execute("SELECT * FROM periods")?.collect()?;
        let periods = periods.lazy().with_columns([lit(Series::new("period".into(), places))]);
        self.context.register("periods", periods);
        Ok(())
    }

    fn make_ready(&mut self, view: &View, definitions: &[Definition], by: &[&str]) -> PolarsResult<()> {
        let rows = match view.making {
            Making::Inline => return Ok(()),
            Making::Once => streamed(self.context.execute(&view_sql(view.name, &self.ready))?)?.lazy(),
            Making::InPeriod { rows, moment } => self.in_period(rows, moment)?,
            Making::OpenAt { moment: "period_start" } => self.open_at(definitions, by, |period| period.start)?,
            Making::OpenAt { .. } => self.open_at(definitions, by, |period| period.end)?,
        };
        self.context.register(view.name, rows);
        self.ready.push(view.name);
        Ok(())
    }

    /// Each row beside the period in which its moment lies.
    fn in_period(&mut self, rows: &str, column: &str) -> PolarsResult<LazyFrame> {
        let rows = self.context.execute(&view_sql(rows, &self.ready))?;
        let (Some(first), Some(last)) = (self.periods.first(), self.periods.last()) else { return Ok(rows) };
        let is_later = |at: Timestamp| col(column).gt_eq(moment(at));
        let passed = |place: Expr, at: Timestamp| place + is_later(at).cast(DataType::Int32);
        let bounds = self.periods.iter().flat_map(|period| [period.start, period.end]);
        let bounds = bounds.fold(lit(0_i32), passed).alias("period");
        // Between two periods the number of bounds passed is even.
        let lies_in_one = (col("period") % lit(2_i32)).eq(lit(1_i32));
        let within = is_later(first.start).and(is_later(last.end).not());
        Ok(rows.filter(within).with_columns([bounds]).filter(lies_in_one).with_columns(self.terms()))
    }

    /// The columns of `periods` for rows that have a period.
    fn terms(&self) -> Vec<Expr> {
        vec![
            self.term("period_start", |row| moment(row.start)),
            self.term("period_end", |row| moment(row.end)),
            self.term("as_of", |row| moment(row.as_of)),
            self.term("months", |row| lit(row.months)),
            self.term("business_days", |row| lit(row.business_days)),
            self.term("cost_per_hour", |row| row.cost_per_hour.map_or(lit(NULL).cast(DataType::Float64), lit)),
        ]
    }

    fn term(&self, name: &str, of: impl Fn(&PeriodRow<'_>) -> Expr) -> Expr {
        let mut values = self.rows.iter().map(of).enumerate().rev();
        let last = values.next().map_or(lit(NULL), |(_, value)| value);
        let choose = |others: Expr, (at, value): (usize, Expr)| {
            if others == value {
                return others;
            }
            when(col("period").eq(lit(place(at)))).then(value).otherwise(others)
        };
        values.fold(last, choose).alias(name)
    }

    /// Few tickets are open at one of these moments; only they, with the columns that KPIs ask for, are laid beside
    /// every period.
    fn open_at(
        &mut self,
        definitions: &[Definition],
        by: &[&str],
        of: fn(&Period) -> Timestamp,
    ) -> PolarsResult<LazyFrame> {
        let turns = self.context.execute(&select_sql("SELECT * FROM turning_points", &self.ready))?;
        let asked = |name: &str| {
            OF_A_TURN.contains(&name) || by.contains(&name) || definitions.iter().any(|one| mentions(&one.sql, name))
        };
        let is_open_at = |period: &Period| {
            let ended = col("next_turn_at").lt(moment(of(period))).fill_null(lit(false));
            col("turned_at").lt(moment(of(period))).and(ended.not())
        };
        let is_open = self.periods.iter().fold(lit(false), |open, period| open.or(is_open_at(period)));
        let turns = with_columns_asked_for(turns.filter(col("turn").neq(lit("resolved")).and(is_open)), asked)?;
        let open = streamed(turns)?.lazy();
        let in_each =
            self.periods.iter().enumerate().map(|(at, period)| {
                open.clone().filter(is_open_at(period)).with_columns([lit(place(at)).alias("period")])
            });
        let beside = concat(in_each.collect::<Vec<_>>(), UnionArgs::default())?;
        Ok(beside.with_columns(self.terms()))
    }
}

/// What the rows of a ticket's turns are found by.
const OF_A_TURN: [&str; 4] = ["ticket_id", "turned_at", "turn", "next_turn_at"];

/// What stands for the period that is number `at` of several: how many bounds of periods are passed within it.
fn place(at: usize) -> i32 {
    i32::try_from(2 * at + 1).unwrap_or(i32::MAX)
}

/// The period that a place stands for.
pub(super) fn period_at(periods: &[Period], place: i32) -> Option<&Period> {
    periods.get(usize::try_from(place).ok()? / 2)
}

/// The tables with the columns that KPIs, views and the caller ask for: `SELECT *` does not mean every text of every
/// ticket.
pub(super) fn context(
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

fn with_columns_asked_for(mut rows: LazyFrame, asked: impl Fn(&str) -> bool) -> PolarsResult<LazyFrame> {
    let schema = rows.collect_schema()?;
    let columns: Vec<Expr> = schema.iter_names().filter(|name| asked(name)).map(|name| col(name.clone())).collect();
    Ok(rows.select(columns))
}
