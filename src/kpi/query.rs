//! The whole text that is run for a KPI: shared views, the KPI's own SQL, and the aggregate around it.
//!
//! It is plain SQL, so that anybody can run it on the lake's files with another engine; what another engine spells
//! differently is in `dialect.rs`.

use super::dictionary::views;
use super::selection::Selection;
use super::view::View;
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
/// It reads `tickets`, `messages` and `events` as in the lake, and the tables `periods` and `services` of
/// [`super::Terms`].
pub fn sql(definition: &Definition, by: &[&str]) -> String {
    sql_over(definition, by, &[])
}

/// The same where the views `ready` are tables already, as the engine has it that runs many KPIs at once.
pub(super) fn sql_over(definition: &Definition, by: &[&str], ready: &[&str]) -> String {
    let table = if passes_on_the_ticket(definition) { "counted" } else { "tickets" };
    let segments = segments(table, by);
    let mut text = with_clause(definition, ready);
    text.push_str("SELECT counted.period,");
    for (segment, name) in segments.iter().zip(by) {
        text.push_str(&format!(" {segment} AS {name},"));
    }
    let measures = measures(definition.aggregate, "COUNT(*)", "", str::to_string);
    text.push_str(&format!("\n       {measures}\nFROM counted\n"));
    if table == "tickets" && !by.is_empty() {
        text.push_str("LEFT JOIN tickets ON counted.ticket_id = tickets.ticket_id\n");
    }
    text + &group_by(&segments)
}

/// The values of the dimensions; tickets without one are a segment of their own.
pub(super) fn segments(table: &str, by: &[&str]) -> Vec<String> {
    by.iter().map(|name| format!("COALESCE({table}.{name}, '(none)')")).collect()
}

pub(super) fn group_by(segments: &[String]) -> String {
    segments.iter().fold("GROUP BY counted.period".to_string(), |text, segment| text + ", " + segment)
}

/// Does what the KPI counts still have the columns of its ticket, so that breaking it down needs no join?
fn passes_on_the_ticket(definition: &Definition) -> bool {
    Selection::read(&definition.sql).is_some()
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
    let views = named_queries(&needed_views(select, ready));
    if views.is_empty() { select.to_string() } else { format!("WITH {}\n{select}", views.join(",\n")) }
}

/// Does a KPI or a view ask for this column?
pub(super) fn is_wanted(definitions: &[Definition], column: &str) -> bool {
    definitions.iter().any(|definition| mentions(&definition.sql, column))
        || views().iter().any(|view| mentions(&view.sql, column))
}

/// Does the KPI read this view, itself or through another one?
pub(super) fn needs(definition: &Definition, view: &str) -> bool {
    needed_views(&definition.sql, &[]).iter().any(|needed| needed.name == view)
}

/// The views that the KPI needs, then its own rows under the name `counted`.
fn with_clause(definition: &Definition, ready: &[&str]) -> String {
    let mut parts = named_queries(&needed_views(&definition.sql, ready));
    parts.push(format!("counted AS (\n{}\n)\n", definition.sql));
    format!("WITH {}", parts.join(",\n"))
}

/// Every view that the text reads, directly or through others, in an order that runs.
fn needed_views(sql: &str, ready: &[&str]) -> Vec<&'static View> {
    let mut needed: Vec<&View> = Vec::new();
    for view in views().iter().rev().filter(|view| !ready.contains(&view.name)) {
        if mentions(sql, view.name) || needed.iter().any(|other| mentions(&other.sql, view.name)) {
            needed.push(view);
        }
    }
    needed.reverse();
    needed
}

fn named_queries(views: &[&View]) -> Vec<String> {
    views.iter().map(|view| format!("{} AS (\n{}\n)", view.name, view.text)).collect()
}

/// Is it a word of the text?
pub(super) fn mentions(sql: &str, name: &str) -> bool {
    sql.split(|letter: char| !letter.is_alphanumeric() && letter != '_').any(|word| word == name)
}

/// What one row a group says of a KPI: `n`, `value` and, for shares and ratios, `numerator` and `denominator`, each
/// name with `suffix`.
///
/// `rows` counts the KPI's rows; `column` tells where what its query calls `value`, `numerator` or `denominator` is.
pub(super) fn measures(aggregate: Aggregate, rows: &str, suffix: &str, column: impl Fn(&str) -> String) -> String {
    let (value, above, below) = (column("value"), column("numerator"), column("denominator"));
    let (n, sum) = (format!("COUNT({value})"), format!("SUM({value})"));
    let as_double = |what: &str| format!("CAST({what} AS DOUBLE)");
    let parts = |n: &str, numerator: &str, denominator: &str, value: &str| {
        let (numerator, denominator) = (as_double(numerator), as_double(denominator));
        format!(
            "{n} AS n{suffix}, {value} AS value{suffix},\n       {numerator} AS numerator{suffix}, \
             {denominator} AS denominator{suffix}"
        )
    };
    let of_values = |sum: &str, value: &str| parts(&n, sum, &n, value);
    let (mean_sum, all) = (exact_sum(&value), format!("MAX({below})"));
    let (above, below) = (exact_sum(&above), exact_sum(&below));
    let of_sums = |value: &str| parts(rows, &above, &below, value);
    let quantile = |share: &str| format!("{n} AS n{suffix}, QUANTILE_CONT({value}, {share}) AS value{suffix}");
    match aggregate {
        Aggregate::Count => format!("{rows} AS n{suffix}, {} AS value{suffix}", as_double(rows)),
        // Not AVG, of which each engine has another last digit.
        Aggregate::Share => of_values(&sum, &quotient(&sum, &n)),
        Aggregate::Mean => of_values(&mean_sum, &quotient(&mean_sum, &n)),
        Aggregate::ShareLow => of_values(&sum, &wilson_bound('-', &sum, &n)),
        Aggregate::ShareHigh => of_values(&sum, &wilson_bound('+', &sum, &n)),
        Aggregate::Rate => parts(rows, rows, &all, &quotient(rows, &all)),
        Aggregate::Ratio => of_sums(&quotient(&above, &below)),
        Aggregate::RatioPer100 => of_sums(&quotient(&format!("100 * {above}"), &below)),
        Aggregate::P25 => quantile("0.25"),
        Aggregate::Median => quantile("0.5"),
        Aggregate::P75 => quantile("0.75"),
        Aggregate::P90 => quantile("0.9"),
    }
}

/// The sum of numbers that may have fractions, the same to the last digit in whatever order rows come: whole parts and
/// billionths are added as whole numbers. A sum of doubles would have another last digit each time that two threads
/// share the rows in another way.
fn exact_sum(column: &str) -> String {
    format!(
        "(CAST(SUM(CAST(FLOOR({column}) AS BIGINT)) AS DOUBLE)\n        \
         + CAST(SUM(CAST(FLOOR(({column} - FLOOR({column})) * 1.0e9 + 0.5e0) AS BIGINT)) AS DOUBLE) / 1.0e9)"
    )
}

/// As doubles: engines differ in what whole numbers and decimals divide to. Nothing where nothing is below.
fn quotient(numerator: &str, denominator: &str) -> String {
    format!("CAST({numerator} AS DOUBLE) / NULLIF(CAST({denominator} AS DOUBLE), 0)")
}

/// An end of the 95 % interval of a share (E. B. Wilson, JASA 22 (1927), 209–212) of s in n, multiplied by n:
/// (s + z²/2 ± z √(s (n − s) / n + z²/4)) / (n + z²). Of none and of all it is 0 and 1, which rounding would miss.
fn wilson_bound(sign: char, s: &str, n: &str) -> String {
    let (whole, end) = if sign == '-' { ("0", "0") } else { (n, "1") };
    format!(
        "CASE WHEN {s} = {whole} THEN CAST({end} AS DOUBLE) ELSE\n       \
         (CAST({s} AS DOUBLE) + 1.920729410347062e0\n        {sign} 1.959963984540054e0 * \
         SQRT(CAST({s} AS DOUBLE) * ({n} - {s}) / {n} + 0.9603647051735310e0))\n       \
         / ({n} + 3.841458820694124e0) END"
    )
}
