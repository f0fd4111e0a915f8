//! `tallypost kpi`: the numbers alone.

use std::collections::BTreeMap;
use std::io::{Write as _, stdout};

use comfy_table::CellAlignment;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use jiff::{Timestamp, ToSpan};

use super::{Context, Format, WrongWords, table};
use crate::config::Config;
use crate::kpi::{self, Definition, Figure, Figures, Frames, KpiError, Period, Unit};
use crate::lake::{self, Lake};

/// Compute the KPIs of a period
///
/// A period that is over is computed as it stood at its end, one that is not over up to now.
#[derive(clap::Args)]
#[command(
    after_help = "Example: tallypost kpi --period 2026-10 --by service,priority --only opened,backlog\n         \
                  tallypost kpi --period 2026-Q3 --show-sql resolve_on_time | duckdb"
)]
pub struct Args {
    /// A month (2026-10), a quarter (2026-Q3) or a year (2026) [default: the month of the last event]
    #[arg(long)]
    period: Option<String>,
    /// So many periods, this one the last: 14 months show a year and the same month of the year before
    #[arg(long, value_name = "N", default_value_t = 1, value_parser = clap::value_parser!(u16).range(1..=240))]
    last: u16,
    /// Break each figure down: service, category, priority, type, team, assignee, customer …
    #[arg(long, value_name = "DIMENSION", value_delimiter = ',')]
    by: Vec<String>,
    /// Only these KPIs
    #[arg(long, value_name = "ID", value_delimiter = ',')]
    only: Vec<String>,
    /// Nothing that happened at or after this moment is known: 2026-11-01 (the day's beginning) or
    /// 2026-11-01T08:00:00Z [default: the period's end, or now where it is not over]
    #[arg(long, value_name = "MOMENT")]
    as_of: Option<String>,
    /// Print the SQL of one KPI, ready for DuckDB, instead of the figures
    #[arg(long, value_name = "ID")]
    show_sql: Option<String>,
}

pub fn run(args: &Args, context: &Context) -> anyhow::Result<()> {
    let config = context.config_if_any()?;
    let zone = config.time_zone();
    let by: Vec<&str> = args.by.iter().map(String::as_str).collect();
    let definitions = selected(kpi::definitions()?, &args.only)?;
    if let Some(id) = &args.show_sql {
        return show_sql(args, context, id, &by, &zone);
    }
    let lake = Lake::open(&context.lake())?;
    let said = args.as_of.as_deref().map(|text| parse_moment(text, &zone)).transpose()?;
    let period = period(args.period.as_deref(), said, &lake, &zone)?;
    let as_of = moment_known(said, &period, &lake)?;
    let periods = Period::series(&period, usize::from(args.last), &zone).map_err(in_plain_words)?;
    let figures = figures(&config, &lake, &definitions, &periods, as_of, &by)?;
    note(&period, &figures, as_of, &zone);
    match context.format {
        Format::Json => print_json(&definitions, &figures),
        Format::Table => print_table(&definitions, &figures, &by, periods.len() > 1),
    }
}

/// All KPIs, or those with these ids.
fn selected(definitions: Vec<Definition>, ids: &[String]) -> Result<Vec<Definition>, WrongWords> {
    if let Some(unknown) = ids.iter().find(|id| definitions.iter().all(|definition| definition.id != **id)) {
        return Err(unknown_kpi(unknown, &definitions));
    }
    Ok(definitions.into_iter().filter(|definition| ids.is_empty() || ids.contains(&definition.id)).collect())
}

fn unknown_kpi(id: &str, definitions: &[Definition]) -> WrongWords {
    let known: Vec<&str> = definitions.iter().map(|definition| definition.id.as_str()).collect();
    WrongWords(format!("`{id}` is no KPI; there are {}", known.join(", ")))
}

/// The as-of moment: as said; else the period's end, so that a period that is over always shows the same; else
/// now, or just after the last event where the lake reaches beyond now.
pub(super) fn moment_known(said: Option<Timestamp>, period: &Period, lake: &Lake) -> anyhow::Result<Timestamp> {
    if let Some(moment) = said {
        return Ok(moment);
    }
    let now = Timestamp::now();
    if now >= period.end {
        return Ok(period.end);
    }
    let after_last_event = lake.last_event_at()?.map(|at| at.checked_add(1.microsecond())).transpose()?;
    Ok(now.max(after_last_event.unwrap_or(Timestamp::MIN)).min(period.end))
}

/// A day's beginning in `zone`, or a moment with its offset.
pub(super) fn parse_moment(text: &str, zone: &TimeZone) -> Result<Timestamp, WrongWords> {
    let day = || Some(text.parse::<Date>().ok()?.to_zoned(zone.clone()).ok()?.timestamp());
    text.parse::<Timestamp>().ok().or_else(day).ok_or_else(|| {
        WrongWords(format!("`{text}` is no moment; write a day (2026-11-01) or a time (2026-11-01T08:00:00Z)"))
    })
}

/// The period asked for, else the month of the last event that is known as of the moment said.
fn period(label: Option<&str>, as_of: Option<Timestamp>, lake: &Lake, zone: &TimeZone) -> anyhow::Result<Period> {
    let period = match label {
        Some(label) => Period::parse(label, zone),
        None => {
            let known = as_of.unwrap_or(Timestamp::MAX).checked_sub(1.microsecond())?;
            Period::month_of(lake.last_event_at()?.unwrap_or(known).min(known), zone)
        }
    };
    period.map_err(in_plain_words)
}

fn figures(
    config: &Config,
    lake: &Lake,
    definitions: &[Definition],
    periods: &[Period],
    as_of: Timestamp,
    by: &[&str],
) -> anyhow::Result<Figures> {
    let known = lake.as_of(config, as_of)?;
    let frames = Frames { tickets: known.tickets, messages: known.messages, events: known.events };
    let periods: Vec<Period> = periods.iter().map(|period| period.clone().until(as_of)).collect();
    kpi::compute(definitions, frames, &periods, by).map_err(in_plain_words)
}

/// What the user can put right ends with exit status 2.
pub(super) fn in_plain_words(error: KpiError) -> anyhow::Error {
    if error.is_wrong_words() { WrongWords(error.to_string()).into() } else { error.into() }
}

/// Says on standard error what the figures cannot say themselves.
fn note(period: &Period, figures: &Figures, as_of: Timestamp, zone: &TimeZone) {
    let label = &period.label;
    let now = as_of.to_zoned(zone.clone()).strftime("%Y-%m-%d %H:%M %Z").to_string();
    if as_of <= period.start {
        eprintln!("{label} begins after {now}, up to which things are known: nothing has happened in it yet");
    } else if figures.0.iter().all(|figure| figure.n == 0) {
        eprintln!("{label}: no ticket was opened, answered, resolved or open, and no counted mail came");
    } else if as_of < period.end {
        eprintln!("{label} is not over: figures up to {now}");
    }
}

/// A figure as one JSON object.
#[derive(serde::Serialize)]
struct Line<'a> {
    kpi: &'a str,
    name: &'a str,
    unit: Unit,
    period: &'a str,
    segment: BTreeMap<&'a str, &'a str>,
    value: Option<f64>,
    numerator: Option<f64>,
    denominator: Option<f64>,
    n: u64,
}

fn print_json(definitions: &[Definition], figures: &Figures) -> anyhow::Result<()> {
    let mut out = stdout().lock();
    for (definition, figure) in with_definition(definitions, figures) {
        let line = Line {
            kpi: &figure.kpi,
            name: &definition.name,
            unit: definition.unit,
            period: &figure.period,
            segment: figure.segment.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect(),
            value: figure.value,
            numerator: figure.numerator,
            denominator: figure.denominator,
            n: figure.n,
        };
        writeln!(out, "{}", serde_json::to_string(&line)?)?;
    }
    Ok(())
}

fn print_table(definitions: &[Definition], figures: &Figures, by: &[&str], has_series: bool) -> anyhow::Result<()> {
    let period = has_series.then_some("period");
    let header = ["KPI"].into_iter().chain(by.iter().copied()).chain(period).chain(["value", "n", "from"]);
    let mut table = table::with_header(header);
    for (definition, figure) in with_definition(definitions, figures) {
        let mut row = vec![definition.name.clone()];
        row.extend(figure.segment.iter().map(|(_, value)| value.clone()));
        row.extend(period.map(|_| figure.period.clone()));
        row.extend([in_unit(figure.value, definition.unit), figure.n.to_string(), parts(figure)]);
        table.add_row(row);
    }
    for column in table.column_iter_mut().skip(by.len() + 1 + usize::from(has_series)) {
        column.set_cell_alignment(CellAlignment::Right);
    }
    writeln!(stdout().lock(), "{table}")?;
    Ok(())
}

/// Each figure beside its definition.
fn with_definition<'a>(
    definitions: &'a [Definition],
    figures: &'a Figures,
) -> impl Iterator<Item = (&'a Definition, &'a Figure)> {
    figures.0.iter().filter_map(|figure| {
        definitions.iter().find(|definition| definition.id == figure.kpi).map(|definition| (definition, figure))
    })
}

fn in_unit(value: Option<f64>, unit: Unit) -> String {
    match (value, unit) {
        (None, _) => "–".into(),
        (Some(value), Unit::Count) => format!("{value:.0}"),
        (Some(value), Unit::Share) => format!("{:.1} %", value * 100.0),
        (Some(value), Unit::Days) => format!("{value:.1} days"),
        (Some(value), Unit::Ratio) => format!("{value:.2}"),
        (Some(value), Unit::Minutes) if value < 120.0 => format!("{value:.0} min"),
        (Some(value), Unit::Minutes) => format!("{:.1} h", value / 60.0),
    }
}

/// Numerator and denominator of a share or ratio.
fn parts(figure: &Figure) -> String {
    match (figure.numerator, figure.denominator) {
        (Some(numerator), Some(denominator)) => format!("{numerator} / {denominator}"),
        _ => String::new(),
    }
}

/// The whole text that is run, with what DuckDB needs to find the tables.
fn show_sql(args: &Args, context: &Context, id: &str, by: &[&str], zone: &TimeZone) -> anyhow::Result<()> {
    let definitions = kpi::definitions()?;
    let definition = definitions.iter().find(|definition| definition.id == id);
    let definition = definition.ok_or_else(|| unknown_kpi(id, &definitions))?;
    kpi::check_dimensions(by).map_err(in_plain_words)?;
    let period = match &args.period {
        Some(label) => Period::parse(label, zone).map_err(in_plain_words)?,
        None => period(None, None, &Lake::open(&context.lake())?, zone)?,
    };
    let mut out = stdout().lock();
    let sql = kpi::sql(definition, by);
    let words = format!(
        "{}. {} {} The tickets are those last published, whatever happened since; `tallypost kpi` folds them anew as \
         of the period's end.",
        definition.name, definition.definition, definition.population
    );
    writeln!(out, "{}\nSET TimeZone = 'UTC';", as_comment(&words))?;
    for table in lake::Table::ALL.iter().filter(|table| sql.contains(table.name())) {
        let files = context.lake().join(table.name()).join("*").join("*.parquet");
        writeln!(out, "CREATE VIEW {} AS SELECT * FROM read_parquet('{}');", table.name(), files.display())?;
    }
    let rows = Period::series(&period, usize::from(args.last), zone).map_err(in_plain_words)?;
    let rows: Vec<String> = rows
        .iter()
        .map(|Period { label, start, end }| format!("  ('{label}', TIMESTAMPTZ '{start}', TIMESTAMPTZ '{end}')"))
        .collect();
    let rows = rows.join(",\n");
    writeln!(out, "CREATE TABLE periods(period, period_start, period_end) AS VALUES\n{rows};\n\n{sql};")?;
    Ok(())
}

/// A text as lines of SQL comment.
fn as_comment(text: &str) -> String {
    const WIDTH: usize = 100;
    let mut lines = vec![String::from("--")];
    for word in text.split_whitespace() {
        match lines.last_mut() {
            Some(line) if line.len() + word.len() < WIDTH => line.push_str(&format!(" {word}")),
            _ => lines.push(format!("-- {word}")),
        }
    }
    lines.join("\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_read_as_people_say_them() {
        let shown = |value, unit| in_unit(Some(value), unit);
        assert_eq!(shown(12.0, Unit::Count), "12");
        assert_eq!(shown(0.8333, Unit::Share), "83.3 %");
        assert_eq!(shown(119.0, Unit::Minutes), "119 min");
        assert_eq!(shown(120.0, Unit::Minutes), "2.0 h");
        assert_eq!(shown(3.25, Unit::Days), "3.2 days");
        assert_eq!(shown(16.667, Unit::Ratio), "16.67");
        assert_eq!(in_unit(None, Unit::Share), "–");
    }

    #[test]
    fn a_day_begins_at_local_midnight_and_a_time_says_its_own_zone() {
        let berlin = TimeZone::get("Europe/Berlin").unwrap();
        let moment = |text: &str| parse_moment(text, &berlin).map(|at| at.to_string());
        assert_eq!(moment("2026-10-25").unwrap(), "2026-10-24T22:00:00Z");
        assert_eq!(moment("2026-10-25T08:00:00+01:00").unwrap(), "2026-10-25T07:00:00Z");
        assert!(moment("tomorrow").unwrap_err().to_string().starts_with("`tomorrow` is no moment; write a day"));
    }

    #[test]
    fn a_long_text_becomes_comment_lines() {
        let comment = as_comment(&"word ".repeat(40));
        assert_eq!(comment.matches("word").count(), 40);
        assert!(comment.lines().count() > 1);
        assert!(comment.lines().all(|line| line.starts_with("-- ") && line.len() <= 100));
    }
}
