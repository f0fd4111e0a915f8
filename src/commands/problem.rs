//! `tallypost problem`: tickets that share one cause.

mod print;
mod table_file;

use std::path::PathBuf;

use clap::Subcommand;
use jiff::{Timestamp, ToSpan};

use super::kpi::parse_moment;
use super::{Context, Format, WrongWords};
use crate::lake::Lake;
use crate::lake::read::streamed;
use crate::models;
use crate::recurrence::vectors::table::WordTable;
use crate::recurrence::{Candidate, Case, Grouping, Meaning, Terms, Ticket, Tier, candidates, cases, group};

/// Find the problems that keep coming back: list the candidates, show one, or print every ticket's group
#[derive(clap::Args)]
#[command(after_help = "Example: tallypost problem list\n         tallypost problem show PC-1a2b3c4d\n         \
                        tallypost problem groups --tickets labelled.csv > groups.csv")]
pub struct Args {
    #[command(subcommand)]
    action: Action,
}

#[derive(Subcommand)]
enum Action {
    /// The candidates, those first from whose end most is expected
    List {
        /// At most so many
        #[arg(long, value_name = "N", default_value_t = 20)]
        limit: usize,
        #[command(flatten)]
        known: Known,
    },
    /// Everything about one candidate
    Show {
        /// As `problem list` prints it; its first letters are enough
        id: String,
        #[command(flatten)]
        known: Known,
    },
    /// The group of every ticket, as CSV: id,group_pred; empty where a ticket is in none
    Groups {
        /// Tickets of a CSV file in place of the lake's: id, text, and if known subject, language, service, category
        #[arg(long, value_name = "FILE")]
        tickets: Option<PathBuf>,
        #[command(flatten)]
        known: Known,
    },
}

/// What tells that two texts mean the same in other words.
#[derive(clap::ValueEnum, Debug, Clone, Copy, PartialEq, Eq)]
enum Vectors {
    /// The sentence model that was added last (`tallypost model add`), else the table of words
    Best,
    /// The table of words that is part of the program
    Words,
    /// Words and identifiers as they are written, alone
    None,
}

#[derive(clap::Args)]
struct Known {
    /// What tells that two texts mean the same in other words
    #[arg(long, value_enum, default_value_t = Vectors::Best)]
    vectors: Vectors,
    /// Nothing that happened at or after this moment is known: 2026-11-01 or 2026-11-01T08:00:00Z [default: after
    /// the last event]
    #[arg(long, value_name = "MOMENT")]
    as_of: Option<String>,
}

impl Args {
    pub fn prints_groups(&self) -> bool {
        matches!(self.action, Action::Groups { .. })
    }
}

pub fn run(args: &Args, context: &Context) -> anyhow::Result<()> {
    match &args.action {
        Action::List { limit, known } => {
            let review = Review::of(context, known)?;
            match context.format {
                Format::Json => print::json(review.candidates.iter().take(*limit)),
                Format::Table => print::list(&review, *limit),
            }
        }
        Action::Show { id, known } => {
            let review = Review::of(context, known)?;
            let candidate = chosen(&review.candidates, id)?;
            match context.format {
                Format::Json => print::json([candidate].into_iter()),
                Format::Table => print::show(&review, candidate),
            }
        }
        Action::Groups { tickets: Some(file), known } => {
            let tickets = table_file::read(file)?;
            print_groups(context.format, &tickets, &grouped(context, known.vectors, &tickets)?)
        }
        Action::Groups { tickets: None, known } => {
            let (cases, _) = known_cases(context, known)?;
            let tickets: Vec<Ticket> = cases.into_iter().map(|case| case.ticket).collect();
            print_groups(context.format, &tickets, &grouped(context, known.vectors, &tickets)?)
        }
    }
}

/// The candidates and what they are printed with.
struct Review {
    candidates: Vec<Candidate>,
    /// Faults known.
    faults: usize,
    terms: Terms,
    currency: String,
}

impl Review {
    fn of(context: &Context, known: &Known) -> anyhow::Result<Self> {
        let config = context.config_if_any()?;
        let (cases, as_of) = known_cases(context, known)?;
        let tickets: Vec<Ticket> = cases.iter().map(|case| case.ticket.clone()).collect();
        let grouping = grouped(context, known.vectors, &tickets)?;
        let terms = Terms { as_of, zone: config.time_zone(), cost_per_hour: config.organisation.cost_per_hour };
        Ok(Self {
            candidates: candidates(&cases, &grouping, &terms),
            faults: cases.iter().filter(|case| case.is_fault).count(),
            terms,
            currency: config.organisation.currency,
        })
    }
}

fn known_cases(context: &Context, known: &Known) -> anyhow::Result<(Vec<Case>, Timestamp)> {
    let config = context.config_if_any()?;
    let lake = Lake::open(&context.lake())?;
    let said = known.as_of.as_deref().map(|text| parse_moment(text, &config.time_zone())).transpose()?;
    let as_of = match said {
        Some(moment) => moment,
        None => lake.last_event_at()?.unwrap_or(Timestamp::MIN).checked_add(1.microsecond())?,
    };
    let tickets = streamed(lake.as_of(&config, as_of)?.tickets)?;
    Ok((cases(&tickets)?, as_of))
}

fn grouped(context: &Context, asked: Vectors, tickets: &[Ticket]) -> anyhow::Result<Grouping> {
    let threads = std::thread::available_parallelism().map_or(1, usize::from);
    let has_model = asked == Vectors::Best && !models::list(context.data())?.is_empty();
    let texts = || tickets.iter().map(|ticket| format!("{}\n{}", ticket.subject, ticket.text)).collect::<Vec<_>>();
    let (vectors, tier) = match asked {
        Vectors::None => return Ok(group(tickets, None)),
        Vectors::Best if has_model => (models::vectors(context.data(), &texts(), threads)?, Tier::Sentence),
        Vectors::Best | Vectors::Words => (WordTable::embedded()?.embed(&texts()), Tier::Words),
    };
    Ok(group(tickets, Some(Meaning { vectors: &vectors, tier })))
}

fn chosen<'a>(candidates: &'a [Candidate], id: &str) -> Result<&'a Candidate, WrongWords> {
    let mut found = candidates.iter().filter(|candidate| candidate.id.starts_with(id));
    match (found.next(), found.next()) {
        (Some(one), None) => Ok(one),
        (None, _) => Err(WrongWords(format!("there is no candidate {id}; `tallypost problem list` lists them"))),
        (Some(one), Some(two)) => Err(WrongWords(format!("{id} may be {} or {}; write more of it", one.id, two.id))),
    }
}

fn print_groups(format: Format, tickets: &[Ticket], grouping: &Grouping) -> anyhow::Result<()> {
    match format {
        Format::Table => print::groups_csv(tickets, grouping),
        Format::Json => print::groups_json(tickets, grouping),
    }
}
