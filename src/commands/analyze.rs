//! `tallypost analyze`: the monthly run: figures, charts, the review.

use std::fs::File;
use std::io;
use std::path::{Path, PathBuf};

use anyhow::Context as _;
use jiff::{Timestamp, ToSpan as _};
use sha2::{Digest, Sha256};

use super::figures::{earlier_review, frames, in_plain_words, moment_known, parse_moment};
use super::followed::Followed;
use super::improvement::{Known, LEDGER};
use super::recurring::{Recurring, TICKETS_MAX, Vectors, View, ledger};
use super::{Context, WrongWords};
use crate::config::Config;
use crate::kpi::{self, Definition, Figures, Frames, Period};
use crate::lake::{Lake, Table};
use crate::recurrence::{corrections, latest_cases};
use crate::register::Ledger;
use crate::register::improvement::{self, Improvement};
use crate::report::improvements::Reading;
use crate::report::{self, Earlier, Input, Review, Written};

/// History that is looked at, at most: five years of months, begun with a year. Control limits rest on the first twelve
/// periods of it.
const PERIODS_MAX: usize = 60;
/// And at least: a year and the month before it, so that a month stands beside the same one of last year.
const PERIODS_MIN: usize = 14;

/// What every figure of every period is broken down by; the rest only as far as the review's tables show it.
const WHOLE_DIMENSION: &str = "service";

/// Compute everything about a period and write the management review
///
/// A period that is over is shown as it stood at its end, so that another run gives the same bytes.
#[derive(clap::Args)]
#[command(after_help = "Example: tallypost analyze --period 2026-10 --out reports/2026-10")]
pub struct Args {
    /// A month (2026-10), a quarter (2026-Q3) or a year (2026)
    #[arg(long)]
    period: String,
    /// The folder that the review is written to [default: reports/PERIOD]
    #[arg(long, value_name = "DIR")]
    out: Option<PathBuf>,
    /// Nothing that happened at or after this moment is known: 2026-11-01 (the day's beginning) or
    /// 2026-11-01T08:00:00Z [default: the period's end, or now where it is not over]
    #[arg(long, value_name = "MOMENT")]
    as_of: Option<String>,
    /// The folder of an earlier review: what it said otherwise of periods that were over is shown, old and new
    #[arg(long, value_name = "DIR")]
    compare: Option<PathBuf>,
}

pub fn run(args: &Args, context: &Context) -> anyhow::Result<()> {
    let config = context.config_if_any()?;
    let zone = config.time_zone();
    let period = Period::parse(&args.period, &zone).map_err(in_plain_words)?;
    let as_of = args.as_of.as_deref().map(|text| parse_moment(text, &zone)).transpose()?;
    let out = args.out.clone().unwrap_or_else(|| Path::new("reports").join(&period.label));
    let earlier = args.compare.as_deref().map(earlier_review).transpose()?;
    let written = analyze(&config, context.data(), &period, as_of, earlier.as_ref(), &out)?;
    println!("wrote {} files; open {}", written.paths.len(), out.join("index.html").display());
    Ok(())
}

/// The lake and the registers of a data folder → review in `out`.
pub(super) fn analyze(
    config: &Config,
    data: &Path,
    period: &Period,
    as_of: Option<Timestamp>,
    earlier: Option<&Earlier>,
    out: &Path,
) -> anyhow::Result<Written> {
    let mut inputs = inputs(data)?;
    let lake = Lake::open(&data.join("lake"))?;
    let as_of = moment_known(as_of, period, &lake)?;
    let (improvements, register) = improvements(data, as_of)?;
    inputs.extend(register);
    tell_later_decisions(data, as_of)?;
    let definitions = kpi::definitions()?;
    agreed(config, &definitions)?;
    let periods = history(config, &lake, period)?;
    let periods: Vec<Period> = periods.into_iter().map(|period| period.until(as_of)).collect();
    let frames = frames(config, &lake, as_of)?;
    let figures = figures(&frames, &definitions, &periods)?;
    let followed = Followed { frames: &frames, definitions: &definitions };
    let (occurrences, cohorts) = (followed.occurrences(&figures, &periods)?, followed.cohorts(&periods)?);
    let recurring = recurring(config, data, &frames)?;
    if figures.0.iter().all(|figure| figure.period != period.label || figure.n == 0) {
        eprintln!("{}: no ticket was opened, answered, resolved or open in it; the review says so", period.label);
    }
    let review = Review {
        config,
        period,
        periods: &periods,
        as_of,
        definitions: &definitions,
        figures: &figures,
        inputs: &inputs,
        occurrences: &occurrences,
        cohorts: &cohorts,
        improvements: &readings(config, &lake, &improvements, as_of)?,
        earlier,
        problems: Some(recurring.in_review()),
    };
    Ok(report::write(&review, out)?)
}

/// What is followed of the register's improvements, and the register as an input; later decisions are not known yet.
fn improvements(data: &Path, as_of: Timestamp) -> anyhow::Result<(Vec<Improvement>, Option<Input>)> {
    let ledger = Ledger::<improvement::Decision>::of(data, LEDGER);
    let entries = ledger.entries()?;
    let known = entries.iter().filter(|entry| entry.at < as_of);
    let followed = improvement::fold(known).into_iter().filter(Improvement::is_followed).collect();
    let name = format!("register/{LEDGER}.jsonl");
    let read = || input(ledger.path(), name).with_context(|| format!("cannot read {}", ledger.path().display()));
    Ok((followed, (!entries.is_empty()).then(read).transpose()?))
}

/// Who decides on the first about the month before finds it in no review of that month, unless it is asked for.
fn tell_later_decisions(data: &Path, as_of: Timestamp) -> anyhow::Result<()> {
    let improvements = Ledger::<improvement::Decision>::of(data, LEDGER).entries()?;
    let improvements = improvements.iter().filter(|entry| entry.at >= as_of).count();
    let problems = ledger(data).entries()?.iter().filter(|entry| entry.at >= as_of).count();
    for (later, register) in [(improvements, "improvements"), (problems, "problems")] {
        if later > 0 {
            let (decisions, are) = if later == 1 { ("decision", "is") } else { ("decisions", "are") };
            eprintln!(
                "{later} {decisions} about {register} {are} later than {as_of}, as of which this review is; a later \
                 --as-of takes them in"
            );
        }
    }
    Ok(())
}

/// Of those that had begun.
fn readings(
    config: &Config,
    lake: &Lake,
    improvements: &[Improvement],
    as_of: Timestamp,
) -> anyhow::Result<Vec<Reading>> {
    let today = as_of.to_zoned(config.time_zone()).date();
    let begun = improvements.iter().filter(|one| one.plan().is_some_and(|plan| plan.go_live <= today));
    let mut begun = begun.peekable();
    if begun.peek().is_none() {
        return Ok(Vec::new());
    }
    let known = Known::of(config, lake, as_of)?;
    begun.filter_map(|improvement| known.reading(improvement).transpose()).collect()
}

/// What the configuration agrees must be something that is measured.
pub(super) fn agreed(config: &Config, definitions: &[Definition]) -> anyhow::Result<()> {
    let problems = kpi::agreed::problems(config, definitions);
    if problems.is_empty() {
        return Ok(());
    }
    Err(WrongWords(format!("the configuration: {}", problems.join("\n  also: "))).into())
}

/// The periods from the lake's first ticket on.
fn history(config: &Config, lake: &Lake, period: &Period) -> anyhow::Result<Vec<Period>> {
    let zone = config.time_zone();
    let first = lake.first_month(Table::Tickets)?.map(|month| Period::parse(&month, &zone)).transpose()?;
    let all = Period::series(period, PERIODS_MAX, &zone).map_err(in_plain_words)?;
    let is_known = |one: &Period| first.as_ref().is_none_or(|first| one.end > first.start);
    match all.iter().position(is_known) {
        Some(0) => Ok(from_a_new_year(all)),
        Some(first) => Ok(all[first.min(all.len() - PERIODS_MIN)..].to_vec()),
        None => Ok(all[all.len() - PERIODS_MIN..].to_vec()),
    }
}

/// A history that goes farther back is cut at a new year: were it cut every month, the limits would move every month.
fn from_a_new_year(all: Vec<Period>) -> Vec<Period> {
    let begins_a_year = |period: &Period| period.label.ends_with("-01") || period.label.ends_with("-Q1");
    let first = all.iter().position(begins_a_year).unwrap_or(0);
    all[first..].to_vec()
}

/// Every KPI of every period over all tickets and by service; the tables' KPIs of the period under review by the
/// other dimensions.
fn figures(frames: &Frames, definitions: &[Definition], periods: &[Period]) -> anyhow::Result<Figures> {
    let compute = |definitions: &[Definition], periods: &[Period], by: &[&str]| {
        kpi::compute(definitions, frames.clone(), periods, by).map_err(in_plain_words)
    };
    let mut all = compute(definitions, periods, &[])?.0;
    all.extend(compute(definitions, periods, &[WHOLE_DIMENSION])?.0);
    let in_tables: Vec<&str> = report::kpis_by_dimension().collect();
    let of_tables: Vec<Definition> =
        definitions.iter().filter(|definition| in_tables.contains(&definition.id.as_str())).cloned().collect();
    let last = &periods[periods.len().saturating_sub(1)..];
    for dimension in report::dimensions().filter(|dimension| *dimension != WHOLE_DIMENSION) {
        all.extend(compute(&of_tables, last, &[dimension])?.0);
    }
    Ok(Figures(all))
}

/// The problems that keep coming back, and what was decided about them by then.
fn recurring(config: &Config, data: &Path, frames: &Frames) -> anyhow::Result<Recurring> {
    let decided_by = frames.as_of.checked_sub(1.microsecond())?;
    let view = View { config, data, vectors: Vectors::Best, as_of: frames.as_of, now: decided_by };
    let latest = latest_cases(frames.tickets.clone(), TICKETS_MAX, view.earliest())?;
    Recurring::of(latest, corrections(frames.events.clone())?, &view)
}

/// The lake's files with their hashes, named as in the lake, and the decisions about problems.
fn inputs(data: &Path) -> anyhow::Result<Vec<Input>> {
    let lake = &data.join("lake");
    let opened = Lake::open(lake)?;
    let mut inputs = Vec::new();
    for table in Table::ALL {
        for path in opened.files(table)? {
            let name = path.strip_prefix(lake).unwrap_or(&path).to_string_lossy().replace('\\', "/");
            inputs.push(input(&path, name).with_context(|| format!("cannot read {}", path.display()))?);
        }
    }
    let decisions = ledger(data);
    if decisions.path().exists() {
        let read = input(decisions.path(), "register/problems.jsonl".into());
        inputs.push(read.with_context(|| format!("cannot read {}", decisions.path().display()))?);
    }
    Ok(inputs)
}

fn input(path: &Path, name: String) -> io::Result<Input> {
    let mut digest = Sha256::new();
    let bytes = io::copy(&mut File::open(path)?, &mut digest)?;
    let sha256 = format!("{:x}", digest.finalize());
    Ok(Input { name, bytes, sha256 })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn decisions_after_the_moment_are_not_known() {
        let data = tempfile::tempdir().unwrap();
        let text = || Some("x".to_string());
        let draft = improvement::Draft {
            source: text(),
            statement: text(),
            objective: text(),
            metric: Some("opened".into()),
            direction: Some(improvement::Direction::Lower),
            baseline_months: Some(12),
            least_worthwhile: Some(1.0),
            go_live: Some(jiff::civil::date(2026, 6, 1)),
            washout_days: Some(0),
            review_on: Some(jiff::civil::date(2026, 10, 1)),
            owner: text(),
            approver: text(),
            ..improvement::Draft::default()
        };
        let (id, plan) = (|| "I-0001".to_string(), draft.plan().unwrap());
        let decisions = [
            ("2026-05-01T08:00:00Z", improvement::Decision::Propose { improvement: id(), plan: draft }),
            ("2026-05-20T08:00:00Z", improvement::Decision::Start { improvement: id(), plan, in_hindsight: false }),
        ];
        assert!(improvements(data.path(), Timestamp::MAX).unwrap().1.is_none(), "no register, no input");
        let ledger = Ledger::of(data.path(), LEDGER);
        for (at, decision) in decisions {
            let line = crate::register::Entry { at: at.parse().unwrap(), by: "anna".into(), decision };
            ledger.append::<crate::register::LedgerError>(|_| Ok(line)).unwrap();
        }
        let followed = |as_of: &str| {
            let (followed, input) = improvements(data.path(), as_of.parse().unwrap()).unwrap();
            assert_eq!(input.unwrap().name, "register/improvements.jsonl");
            followed.len()
        };
        assert_eq!(["2026-05-20T08:00:00Z", "2026-05-20T08:00:01Z"].map(followed), [0, 1]);
    }

    #[test]
    fn a_history_that_is_cut_begins_with_a_year() {
        let zone = jiff::tz::TimeZone::UTC;
        let first = |last: &str| {
            let last = Period::parse(last, &zone).unwrap();
            from_a_new_year(Period::series(&last, PERIODS_MAX, &zone).unwrap())[0].label.clone()
        };
        assert_eq!([first("2026-09"), first("2026-12"), first("2027-01")], ["2022-01", "2022-01", "2023-01"]);
        assert_eq!([first("2026-Q3"), first("2026")], ["2012-Q1", "1967"]);
    }
}
