//! `tallypost kpi`: the numbers alone.

mod print;
mod sql;
mod tickets;

use std::path::PathBuf;

use jiff::tz::TimeZone;
use jiff::{Timestamp, ToSpan};

use super::figures::{definition_of, earlier_review, frames, in_plain_words, moment_known, parse_moment, unknown_kpi};
use super::{Context, Format, WrongWords};
use crate::config::Config;
use crate::kpi::{self, Balance, Definition, Dialect, Figures, Frames, Period, Tables, Terms};
use crate::lake::{Lake, Table};

/// Compute the KPIs of a period
///
/// A period that is over is computed as it stood at its end, one that is not over up to now.
#[derive(clap::Args)]
#[command(
    after_help = "Example: tallypost kpi --period 2026-10 --by service,priority --only opened,backlog\n         \
                  tallypost kpi --period 2026-10 --tickets resolve_on_time\n         \
                  tallypost kpi --period 2010..2014 --only opened,resolve_median\n         \
                  tallypost kpi --period 2026-Q3 --show-sql resolve_on_time | duckdb"
)]
pub struct Args {
    /// A month (2026-10), a quarter (2026-Q3), a year (2026), or from one to another (2010..2014-03) [default: the month
    /// of the last event]
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
    /// List the tickets behind one KPI instead of the figures: those in the numerator, and those only in the
    /// denominator, which of a share of promises kept are the exceptions
    #[arg(long, value_name = "ID")]
    tickets: Option<String>,
    /// The folder of an earlier review (`tallypost analyze`): figures of a period that was over, and that it said
    /// otherwise, are printed as restated, old and new
    #[arg(long, value_name = "DIR")]
    compare: Option<PathBuf>,
    /// Print the SQL of one KPI, with the tables that it reads, instead of the figures
    #[arg(long, value_name = "ID", conflicts_with = "tickets")]
    show_sql: Option<String>,
    /// What the SQL is for: duckdb, spark, or polars (a Python script)
    #[arg(long, value_name = "ENGINE", default_value = "duckdb", requires = "show_sql")]
    dialect: Dialect,
}

pub fn run(args: &Args, context: &Context) -> anyhow::Result<()> {
    let config = context.config_if_any()?;
    let by: Vec<&str> = args.by.iter().map(String::as_str).collect();
    let definitions = selected(kpi::definitions()?, &args.only)?;
    if let Some(id) = &args.show_sql {
        return show_sql(args, context, &config, id, &by);
    }
    let lake = Lake::open(&context.lake())?;
    let zone = config.time_zone();
    let said = args.as_of.as_deref().map(|text| parse_moment(text, &zone)).transpose()?;
    let period = period(args.period.as_deref(), said, &lake, &zone)?;
    let as_of = moment_known(said, &period, &lake)?;
    if let Some(id) = &args.tickets {
        let frames = frames(&config, &lake, as_of)?;
        return show_tickets(context.format, id, frames, &period.until(as_of), &by, &zone);
    }
    let periods = Period::series(&period, usize::from(args.last), &zone).map_err(in_plain_words)?;
    let known: Vec<Period> = periods.into_iter().map(|period| period.until(as_of)).collect();
    let figures = kpi::compute(&definitions, frames(&config, &lake, as_of)?, &known, &by);
    let figures = figures.map_err(in_plain_words)?;
    let earlier = args.compare.as_deref().map(earlier_review).transpose()?;
    let restated = earlier.map_or(Vec::new(), |earlier| earlier.restated(&figures, as_of, &zone));
    note(&period, &figures, as_of, &zone);
    match context.format {
        Format::Json => print::json(&definitions, &figures, &restated),
        Format::Table => print::table(&definitions, &figures, &by, known.len() > 1, &restated),
    }?;
    known.iter().try_for_each(|period| check_balance(&figures, period))
}

/// All KPIs, or those with these ids.
fn selected(definitions: Vec<Definition>, ids: &[String]) -> Result<Vec<Definition>, WrongWords> {
    if let Some(unknown) = ids.iter().find(|id| definitions.iter().all(|definition| definition.id != **id)) {
        return Err(unknown_kpi(unknown, &definitions));
    }
    Ok(definitions.into_iter().filter(|definition| ids.is_empty() || ids.contains(&definition.id)).collect())
}

/// The period asked for, else the month of the last event that is known as of the moment said.
fn period(label: Option<&str>, as_of: Option<Timestamp>, lake: &Lake, zone: &TimeZone) -> anyhow::Result<Period> {
    let period = match label {
        Some(label) => Period::parse_span(label, zone),
        None => {
            let known = as_of.unwrap_or(Timestamp::MAX).checked_sub(1.microsecond())?;
            Period::month_of(lake.last_event_at()?.unwrap_or(known).min(known), zone)
        }
    };
    period.map_err(in_plain_words)
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

/// Says that the flow of tickets explains the backlog; fails where it does not, because then no figure is to be
/// trusted.
fn check_balance(figures: &Figures, period: &Period) -> anyhow::Result<()> {
    match Balance::of(figures, period) {
        Some(balance) if !balance.holds() => anyhow::bail!("the backlog does not add up: {balance}; please report it"),
        Some(balance) => eprintln!("checked: {balance}"),
        None => {}
    }
    Ok(())
}

fn show_tickets(
    format: Format,
    id: &str,
    frames: Frames,
    period: &Period,
    by: &[&str],
    zone: &TimeZone,
) -> anyhow::Result<()> {
    let definition = definition_of(id)?;
    let rows = kpi::evidence(&definition, frames, period, by).map_err(in_plain_words)?;
    match format {
        Format::Json => tickets::print_json(&definition, &rows),
        Format::Table => tickets::print_table(&definition, &rows, by, zone),
    }
}

fn show_sql(args: &Args, context: &Context, config: &Config, id: &str, by: &[&str]) -> anyhow::Result<()> {
    let definition = definition_of(id)?;
    kpi::check_dimensions(by).map_err(in_plain_words)?;
    let (zone, folder) = (config.time_zone(), context.lake());
    let said = args.as_of.as_deref().map(|text| parse_moment(text, &zone)).transpose()?;
    let period = match &args.period {
        Some(label) => Period::parse_span(label, &zone).map_err(in_plain_words)?,
        None => period(None, said, &Lake::open(&folder)?, &zone)?,
    };
    let as_of = said.unwrap_or(period.end.min(Timestamp::now()));
    let terms = Terms::of(config);
    let periods = Period::series(&period, usize::from(args.last), &zone).map_err(in_plain_words)?;
    let periods: Vec<Period> = periods.into_iter().map(|period| period.until(as_of)).collect();
    let messages = Lake::open(&folder).map(|lake| lake.files(Table::Messages));
    let has_messages = messages.is_err() || messages.is_ok_and(|files| files.is_ok_and(|files| !files.is_empty()));
    let tables = Tables { lake: &folder, periods: &periods, as_of, terms: &terms, has_messages };
    sql::print(&definition, by, args.dialect, &tables)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_begins_at_local_midnight_and_a_time_says_its_own_zone() {
        let berlin = TimeZone::get("Europe/Berlin").unwrap();
        let moment = |text: &str| parse_moment(text, &berlin).map(|at| at.to_string());
        assert_eq!(moment("2026-10-25").unwrap(), "2026-10-24T22:00:00Z");
        assert_eq!(moment("2026-10-25T08:00:00+01:00").unwrap(), "2026-10-25T07:00:00Z");
        assert!(moment("tomorrow").unwrap_err().to_string().starts_with("`tomorrow` is no moment; write a day"));
    }
}
