//! The whole text that is run for a KPI: shared views, the KPI's own SQL, and the aggregate around it.
//!
//! It is plain SQL, so that anybody can run it on the lake's files with another engine. polars and DuckDB
//! take it as it stands; Spark says `PERCENTILE` for `QUANTILE_CONT` and `UNIX_MICROS` for the epoch.

use super::dictionary::VIEWS;
use super::{Aggregate, Definition, KpiError};

/// Columns of `tickets` by which figures can be broken down.
pub const DIMENSIONS: &[&str] = &[
    "service",
    "category",
    "priority",
    "type",
    "team",
    "assignee",
    "customer",
    "requester",
    "mailbox",
    "language",
    "impact",
    "urgency",
    "source",
];

/// Are these all dimensions?
pub fn check_dimensions(by: &[&str]) -> Result<(), KpiError> {
    match by.iter().find(|dimension| !DIMENSIONS.contains(dimension)) {
        Some(unknown) => Err(KpiError::Dimension { seen: (*unknown).to_string() }),
        None => Ok(()),
    }
}

/// The query of one KPI: a row a period and segment with `n`, `value` and, for shares and ratios, `numerator`
/// and `denominator`.
///
/// It reads `tickets`, `messages` and `events` as in the lake and `periods(period, period_start, period_end)`.
pub fn sql(definition: &Definition, by: &[&str]) -> String {
    sql_over(definition, by, &[])
}

/// The same where the views `ready` are tables already, as the engine has it that runs many KPIs at once.
pub(super) fn sql_over(definition: &Definition, by: &[&str], ready: &[&str]) -> String {
    let table = if passes_on_the_ticket(definition) { "counted" } else { "tickets" };
    let segments: Vec<String> = by.iter().map(|name| format!("COALESCE({table}.{name}, '(none)')")).collect();
    let mut text = with_clause(definition, ready);
    text.push_str("SELECT counted.period,");
    for (segment, name) in segments.iter().zip(by) {
        text.push_str(&format!(" {segment} AS {name},"));
    }
    text.push_str(&format!("\n       {}\nFROM counted\n", measures(definition.aggregate)));
    if table == "tickets" && !by.is_empty() {
        text.push_str("LEFT JOIN tickets ON counted.ticket_id = tickets.ticket_id\n");
    }
    text.push_str("GROUP BY counted.period");
    for segment in segments {
        text.push_str(&format!(", {segment}"));
    }
    text
}

/// Does what the KPI counts still have the columns of its ticket, so that breaking it down needs no join?
pub(super) fn passes_on_the_ticket(definition: &Definition) -> bool {
    definition.sql.trim_start().starts_with("SELECT *")
}

/// The tickets behind the figure of each period: `period`, `ticket_id`.
pub(super) fn evidence_sql(definition: &Definition) -> String {
    format!(
        "{}SELECT DISTINCT period, ticket_id\nFROM counted\nWHERE ticket_id IS NOT NULL\nORDER BY ticket_id",
        with_clause(definition, &[])
    )
}

/// The rows of a view.
pub(super) fn view_sql(name: &str, ready: &[&str]) -> String {
    select_sql(&format!("SELECT * FROM {name}"), ready)
}

/// A query after the views that it needs.
pub(super) fn select_sql(select: &str, ready: &[&str]) -> String {
    let views = needed_views(select, ready);
    if views.is_empty() { select.to_string() } else { format!("WITH {}\n{select}", views.join(",\n")) }
}

/// Does a KPI or a view ask for this column?
pub(super) fn is_wanted(definitions: &[Definition], column: &str) -> bool {
    definitions.iter().any(|definition| mentions(&definition.sql, column))
        || VIEWS.iter().any(|(_, text)| mentions(text, column))
}

/// Does the KPI read this view, itself or through another one?
pub(super) fn needs(definition: &Definition, view: &str) -> bool {
    needed_views(&definition.sql, &[]).iter().any(|text| text.starts_with(&format!("{view} AS")))
}

/// The views that the KPI needs, then its own rows under the name `counted`.
fn with_clause(definition: &Definition, ready: &[&str]) -> String {
    let mut parts = needed_views(&definition.sql, ready);
    parts.push(format!("counted AS (\n{}\n)\n", definition.sql));
    format!("WITH {}", parts.join(",\n"))
}

/// `name AS (…)` of every view that the text reads, directly or through others, in an order that runs.
fn needed_views(sql: &str, ready: &[&str]) -> Vec<String> {
    let mut needed: Vec<(&str, &str)> = Vec::new();
    for (name, view) in VIEWS.iter().rev().filter(|(name, _)| !ready.contains(name)) {
        if mentions(sql, name) || needed.iter().any(|(_, other)| mentions(other, name)) {
            needed.push((name, view));
        }
    }
    needed.iter().rev().map(|(name, view)| format!("{name} AS (\n{}\n)", view.trim())).collect()
}

pub(super) fn mentions(sql: &str, name: &str) -> bool {
    sql.split(|letter: char| !letter.is_alphanumeric() && letter != '_').any(|word| word == name)
}

fn measures(aggregate: Aggregate) -> String {
    match aggregate {
        Aggregate::Count => "COUNT(*) AS n, CAST(COUNT(*) AS DOUBLE) AS value".into(),
        Aggregate::Share => "COUNT(value) AS n, AVG(value) AS value,\n       \
             CAST(SUM(value) AS DOUBLE) AS numerator, CAST(COUNT(value) AS DOUBLE) AS denominator"
            .into(),
        Aggregate::Ratio => ratio("1.0"),
        Aggregate::RatioPer100 => ratio("100.0"),
        Aggregate::P25 => quantile("0.25"),
        Aggregate::Median => quantile("0.5"),
        Aggregate::P75 => quantile("0.75"),
        Aggregate::P90 => quantile("0.9"),
    }
}

fn ratio(factor: &str) -> String {
    format!(
        "COUNT(*) AS n, {factor} * SUM(numerator) / SUM(denominator) AS value,\n       \
         CAST(SUM(numerator) AS DOUBLE) AS numerator, CAST(SUM(denominator) AS DOUBLE) AS denominator"
    )
}

fn quantile(share: &str) -> String {
    format!("COUNT(value) AS n, QUANTILE_CONT(value, {share}) AS value")
}
