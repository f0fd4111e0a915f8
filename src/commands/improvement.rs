//! `tallypost improvement`: what is done to get better, and whether it did.

mod decide;
mod json;
mod measure;
mod plan;
mod print;

use clap::Subcommand;
use jiff::{Timestamp, ToSpan as _};

use super::figures::parse_moment;
use super::who::Who;
use super::{Context, Format, WrongWords};
use crate::lake::Lake;
use crate::register::improvement::{Decision, Improvement, Refusal, State, check, fold};
use crate::register::{Entry, Ledger};
use crate::report::improvements::Reading;

pub use measure::Known;

/// Keep the register of improvements, and judge what they did to the figures
///
/// What an improvement is judged by is fixed before it begins. Decisions are lines in register/improvements.jsonl of the
/// data folder; nothing there is ever changed, and git shows each.
#[derive(clap::Args)]
#[command(
    after_help = "Example:\n  tallypost improvement add --statement \"Reprocess data by itself\" --source P-0001 \\\n      \
                  --objective \"half the time to resolve\" --metric resolve_active_median \\\n      --where \
                  \"service=Data Exchange\" --comparator service=Billing --least-effect 60 \\\n      --baseline 24 \
                  --washout 30 --review-on 2027-06-01 --owner ada --approver grace\n  tallypost improvement start I-0001 \
                  --go-live 2026-12-01\n  tallypost improvement review I-0001"
)]
pub struct Args {
    #[command(subcommand)]
    action: Action,
}

#[derive(Subcommand)]
enum Action {
    /// The register, one improvement a line
    List {
        /// Also what is abandoned
        #[arg(long)]
        all: bool,
    },
    /// The plan of one improvement, its verdicts, and who decided what
    Show {
        /// As `improvement list` prints it
        id: String,
    },
    /// Judge what it did: provisionally before its review date; from then on the verdict is recorded
    #[command(after_help = "Example: tallypost improvement review\n         \
                            tallypost improvement review I-0001 --as-of 2026-11-01")]
    Review {
        /// As `improvement list` prints it [default: all that wait for a verdict]
        id: Option<String>,
        /// Nothing that happened at or after this moment is known: 2026-11-01 or 2026-11-01T08:00:00Z [default: now]
        #[arg(long, value_name = "MOMENT")]
        as_of: Option<String>,
        #[command(flatten)]
        who: Who,
    },
    #[command(flatten)]
    Decide(Box<decide::Decide>),
}

pub fn run(args: &Args, context: &Context) -> anyhow::Result<()> {
    match &args.action {
        Action::List { all } => {
            let mut improvements = fold(&ledger(context).entries()?);
            let hidden = improvements.iter().filter(|one| one.state == State::Abandoned && !all).count();
            improvements.retain(|one| *all || one.state != State::Abandoned);
            match context.format {
                Format::Json => json::list(&improvements),
                Format::Table => print::list(&improvements, hidden),
            }
        }
        Action::Show { id } => {
            let entries = ledger(context).entries()?;
            let improvement = called(fold(&entries), id)?;
            match context.format {
                Format::Json => json::show(&improvement),
                Format::Table => print::show(&improvement, &context.config_if_any()?),
            }
        }
        Action::Review { id, as_of, who } => review(context, id.as_deref(), as_of.as_deref(), who),
        Action::Decide(decide) => decide::run(decide, context),
    }
}

/// What people decided about improvements.
pub fn ledger(context: &Context) -> Ledger<Decision> {
    Ledger::of(context.data(), LEDGER)
}

pub const LEDGER: &str = "improvements";

fn called(improvements: Vec<Improvement>, id: &str) -> Result<Improvement, WrongWords> {
    let known = improvements.into_iter().find(|one| one.id == id);
    known.ok_or_else(|| WrongWords(Refusal::Unknown(id.into()).to_string()))
}

fn review(context: &Context, id: Option<&str>, as_of: Option<&str>, who: &Who) -> anyhow::Result<()> {
    let ledger = ledger(context);
    let chosen = chosen(fold(&ledger.entries()?), id)?;
    if chosen.is_empty() {
        eprintln!("no improvement waits for a verdict; `tallypost improvement list` lists all");
        return Ok(());
    }
    let config = context.config_if_any()?;
    let lake = Lake::open(&context.lake())?;
    let known = Known::of(&config, &lake, moment(&lake, as_of, &config)?)?;
    for improvement in &chosen {
        let Some(reading) = known.reading(improvement)? else { continue };
        let recorded = record(&ledger, &reading, who)?;
        match context.format {
            Format::Json => json::reading(&reading, &config, recorded.is_new())?,
            Format::Table => print::reading(&reading, &config, &recorded.in_words(ledger.path()))?,
        }
    }
    Ok(())
}

/// The one that is named, else all that wait for a verdict.
fn chosen(improvements: Vec<Improvement>, id: Option<&str>) -> Result<Vec<Improvement>, WrongWords> {
    let Some(id) = id else {
        return Ok(improvements.into_iter().filter(Improvement::waits_for_a_verdict).collect());
    };
    let improvement = called(improvements, id)?;
    let refusal = match improvement.state {
        State::Running | State::Reviewed(_) => return Ok(vec![improvement]),
        State::Proposed => Refusal::NotStarted(id.into()),
        State::Abandoned => Refusal::Abandoned(id.into()),
    };
    Err(WrongWords(refusal.to_string()))
}

/// As said; else now, or just after the last event where the lake reaches beyond now.
fn moment(lake: &Lake, said: Option<&str>, config: &crate::config::Config) -> anyhow::Result<Timestamp> {
    let after_last_event = lake.last_event_at()?.map(|at| at.checked_add(1.microsecond())).transpose()?;
    let latest = now()?.max(after_last_event.unwrap_or(Timestamp::MIN));
    let Some(said) = said else { return Ok(latest) };
    let moment = parse_moment(said, &config.time_zone())?;
    match moment > latest {
        true => Err(WrongWords(format!("--as-of: {said} is to come; nothing is judged before it happens")).into()),
        false => Ok(moment),
    }
}

/// What became of a reading in the register.
enum Recorded {
    Provisional,
    Known(Box<Entry<crate::register::improvement::Review>>),
    New(Box<Entry<Decision>>),
}

impl Recorded {
    fn is_new(&self) -> bool {
        matches!(self, Self::New(_))
    }

    fn in_words(&self, path: &std::path::Path) -> String {
        match self {
            Self::Provisional => "Nothing is recorded before the review date.".into(),
            Self::Known(entry) => format!("The same was recorded by {} already.", entry.by),
            Self::New(entry) => format!("Recorded by {} in {}", entry.by, path.display()),
        }
    }
}

/// From the review date on, as another line; the same reading only once.
fn record(ledger: &Ledger<Decision>, reading: &Reading, who: &Who) -> anyhow::Result<Recorded> {
    if !reading.is_due {
        return Ok(Recorded::Provisional);
    }
    let review = reading.review();
    if let Some(same) = reading.improvement.reviews.iter().find(|entry| entry.decision == review) {
        return Ok(Recorded::Known(Box::new(same.clone())));
    }
    let by = who.name()?;
    let decision = Decision::Review { improvement: reading.improvement.id.clone(), review };
    Ok(Recorded::New(Box::new(append(ledger, by, |_| Ok(decision))?)))
}

/// One line more, if it fits those before it.
fn append(
    ledger: &Ledger<Decision>,
    by: String,
    decide: impl FnOnce(&[Entry<Decision>]) -> anyhow::Result<Decision>,
) -> anyhow::Result<Entry<Decision>> {
    let at = now()?;
    ledger.append(|known| {
        let decision = decide(known)?;
        check(known, &decision).map_err(|refusal| WrongWords(refusal.to_string()))?;
        anyhow::Ok(Entry { at, by, decision })
    })
}

/// People decide by the second; what is read in git need not be finer.
fn now() -> Result<Timestamp, jiff::Error> {
    Timestamp::from_second(Timestamp::now().as_second())
}
