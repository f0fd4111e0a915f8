//! `tallypost kpi --tickets`: what a figure counts, ticket by ticket: above the line or only below it.

use std::collections::BTreeMap;
use std::io::{Write as _, stdout};

use jiff::Timestamp;
use jiff::tz::TimeZone;

use super::print::{in_unit, plain};
use crate::commands::table;
use crate::kpi::{Aggregate, Definition, Evidence, Unit};

/// A subject is cut to so many letters: it is there to recognise the ticket by.
const SUBJECT_MAX: usize = 48;

/// A row as one JSON object.
#[derive(serde::Serialize)]
struct Line<'a> {
    kpi: &'a str,
    period: &'a str,
    segment: BTreeMap<&'a str, &'a str>,
    ticket_id: Option<&'a str>,
    counts_in: &'static str,
    value: Option<f64>,
    numerator: Option<f64>,
    denominator: Option<f64>,
    opened_at: Option<Timestamp>,
    priority: Option<&'a str>,
    status: Option<&'a str>,
    subject: Option<&'a str>,
}

pub fn print_json(definition: &Definition, rows: &[Evidence]) -> anyhow::Result<()> {
    let mut out = stdout().lock();
    for row in rows {
        let line = Line {
            kpi: &definition.id,
            period: &row.period,
            segment: row.segment.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect(),
            ticket_id: row.ticket_id.as_deref(),
            counts_in: row.counts_in().name(),
            value: row.value,
            numerator: row.numerator,
            denominator: row.denominator,
            opened_at: row.opened_at,
            priority: row.priority.as_deref(),
            status: row.status.as_deref(),
            subject: row.subject.as_deref(),
        };
        writeln!(out, "{}", serde_json::to_string(&line)?)?;
    }
    Ok(())
}

/// `zone` is that in which the opening is shown.
pub fn print_table(definition: &Definition, rows: &[Evidence], by: &[&str], zone: &TimeZone) -> anyhow::Result<()> {
    let head = by.iter().copied().chain(["ticket", "counts in", "value", "opened", "priority", "status", "subject"]);
    let mut table = table::with_header(head);
    for row in rows {
        let said = |text: &Option<String>| shortened(text.as_deref().unwrap_or_default());
        let opened = row.opened_at.map(|at| at.to_zoned(zone.clone()).strftime("%Y-%m-%d %H:%M").to_string());
        let mut cells: Vec<String> = row.segment.iter().map(|(_, value)| value.clone()).collect();
        cells.extend([row.ticket_id.clone().unwrap_or("(no ticket)".into()), row.counts_in().name().into()]);
        cells.extend([value(definition, row), opened.unwrap_or_default()]);
        cells.extend([said(&row.priority), said(&row.status), said(&row.subject)]);
        table.add_row(cells);
    }
    writeln!(stdout().lock(), "{table}")?;
    Ok(())
}

/// What the row brings into the figure.
fn value(definition: &Definition, row: &Evidence) -> String {
    match (definition.aggregate, row.value, row.numerator, row.denominator) {
        (Aggregate::Share | Aggregate::ShareLow | Aggregate::ShareHigh, Some(value), ..) => plain(value),
        (_, Some(value), ..) if definition.unit == Unit::Ratio => plain(value),
        (_, Some(value), ..) => in_unit(Some(value), definition.unit),
        (_, None, Some(numerator), Some(denominator)) => format!("{} / {}", plain(numerator), plain(denominator)),
        _ => String::new(),
    }
}

fn shortened(text: &str) -> String {
    if text.chars().count() <= SUBJECT_MAX {
        return text.into();
    }
    text.chars().take(SUBJECT_MAX - 1).chain(['…']).collect()
}
