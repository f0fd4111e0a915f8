//! The whole text that is run for a KPI: shared views, the KPI's own SQL, and the aggregate around it.
//!
//! It is plain SQL, so that anybody can run it on the lake's files with another engine; what another engine spells
//! differently is in `dialect.rs`.

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
/// It reads `tickets`, `messages` and `events` as in the lake, and the tables `periods` and `services` of [`super::Terms`].
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

/// The rows behind the figure of each period: `period`, the dimensions, what the aggregate takes, and what a reader
/// wants to know of the ticket.
pub(super) fn evidence_sql(definition: &Definition, by: &[&str]) -> String {
    let measured = match definition.aggregate {
        Aggregate::Count => "",
        Aggregate::Rate => ", counted.denominator",
        Aggregate::Ratio | Aggregate::RatioPer100 => ", counted.numerator, counted.denominator",
        _ => ", counted.value",
    };
    let mut text = with_clause(definition, &[]) + "SELECT counted.period, counted.ticket_id";
    text.push_str(measured);
    for dimension in by {
        text.push_str(&format!(", COALESCE(tickets.{dimension}, '(none)') AS {dimension}"));
    }
    text.push_str(
        ",\n       tickets.opened_at AS about_opened_at, tickets.priority AS about_priority,\n       \
         tickets.status AS about_status, tickets.subject AS about_subject\n\
         FROM counted\nLEFT JOIN tickets ON counted.ticket_id = tickets.ticket_id\n",
    );
    text
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

/// Is it a word of the text?
pub(super) fn mentions(sql: &str, name: &str) -> bool {
    sql.split(|letter: char| !letter.is_alphanumeric() && letter != '_').any(|word| word == name)
}

fn measures(aggregate: Aggregate) -> String {
    let as_double = |what: &str| format!("CAST({what} AS DOUBLE)");
    let parts = |n: &str, numerator: &str, denominator: &str, value: &str| {
        let (numerator, denominator) = (as_double(numerator), as_double(denominator));
        format!("{n} AS n, {value} AS value,\n       {numerator} AS numerator, {denominator} AS denominator")
    };
    let of_values = |value: &str| parts("COUNT(value)", "SUM(value)", "COUNT(value)", value);
    let of_sums = |value: &str| parts("COUNT(*)", "SUM(numerator)", "SUM(denominator)", value);
    match aggregate {
        Aggregate::Count => "COUNT(*) AS n, CAST(COUNT(*) AS DOUBLE) AS value".into(),
        // Not AVG, of which each engine has another last digit.
        Aggregate::Share | Aggregate::Mean => of_values(&quotient("SUM(value)", "COUNT(value)")),
        Aggregate::ShareLow => of_values(&wilson_bound('-')),
        Aggregate::ShareHigh => of_values(&wilson_bound('+')),
        Aggregate::Rate => parts("COUNT(*)", "COUNT(*)", "MAX(denominator)", &quotient("COUNT(*)", "MAX(denominator)")),
        Aggregate::Ratio => of_sums(&quotient("SUM(numerator)", "SUM(denominator)")),
        Aggregate::RatioPer100 => of_sums(&quotient("100 * SUM(numerator)", "SUM(denominator)")),
        Aggregate::P25 => quantile("0.25"),
        Aggregate::Median => quantile("0.5"),
        Aggregate::P75 => quantile("0.75"),
        Aggregate::P90 => quantile("0.9"),
    }
}

/// As doubles: engines differ in what whole numbers and decimals divide to. Nothing where nothing is below.
fn quotient(numerator: &str, denominator: &str) -> String {
    format!("CAST({numerator} AS DOUBLE) / NULLIF(CAST({denominator} AS DOUBLE), 0)")
}

/// An end of the 95 % interval of a share (E. B. Wilson, JASA 22 (1927), 209–212) of s in n, multiplied by n:
/// (s + z²/2 ± z √(s (n − s) / n + z²/4)) / (n + z²). Of none and of all it is 0 and 1, which rounding would miss.
fn wilson_bound(sign: char) -> String {
    let (whole, end) = if sign == '-' { ("0", "0") } else { ("COUNT(value)", "1") };
    format!(
        "CASE WHEN SUM(value) = {whole} THEN CAST({end} AS DOUBLE) ELSE\n       \
         (CAST(SUM(value) AS DOUBLE) + 1.920729410347062e0\n        {sign} 1.959963984540054e0 * \
         SQRT(CAST(SUM(value) AS DOUBLE) * (COUNT(value) - SUM(value)) / COUNT(value) + 0.9603647051735310e0))\n       \
         / (COUNT(value) + 3.841458820694124e0) END"
    )
}

fn quantile(share: &str) -> String {
    format!("COUNT(value) AS n, QUANTILE_CONT(value, {share}) AS value")
}
