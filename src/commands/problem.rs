//! `tallypost problem`: tickets that share one cause.

mod decide;
mod list;
mod print;
mod table_file;
mod tickets;
mod words;

use std::collections::BTreeMap;
use std::num::NonZeroUsize;
use std::path::PathBuf;

use clap::Subcommand;
use jiff::{Timestamp, ToSpan};

use super::figures::parse_moment;
use super::recurring::{Recurring, TICKETS_MAX, Vectors, View, grouped};
use super::{Context, Format, WrongWords};
use crate::lake::Lake;
use crate::recurrence::{Candidate, Grouping, Ticket, candidate_id, corrections, latest_cases};
use crate::register::{Problem, State, full_problem_id};

/// In a table, unless more are asked for.
const SHOWN: usize = 20;

/// Find the problems that keep coming back, and record what is decided about them
///
/// Decisions are lines in register/problems.jsonl of the data folder; nothing there is ever changed, and git shows each.
#[derive(clap::Args)]
#[command(after_help = "Example: tallypost problem list\n         tallypost problem show PC-1a2b3c4d\n         \
                        tallypost problem accept PC-1a2b3c4d --owner operations\n         \
                        tallypost problem groups --tickets labelled.csv > groups.csv")]
pub struct Args {
    #[command(subcommand)]
    action: Action,
}

#[derive(Subcommand)]
enum Action {
    /// The problems and candidates, those first from whose end most is expected
    List {
        /// Also what is rejected or closed
        #[arg(long)]
        all: bool,
        /// At most so many [default: 20; as JSON all]
        #[arg(long, value_name = "N")]
        limit: Option<NonZeroUsize>,
        #[command(flatten)]
        known: Known,
    },
    /// Everything about one problem or candidate
    Show {
        /// As `problem list` prints it; its first letters are enough. Or a ticket: what it belongs to
        id: String,
        /// All its tickets, a line each, in place of what they have in common
        #[arg(long)]
        tickets: bool,
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
    #[command(flatten)]
    Decide(decide::Decide),
}

#[derive(clap::Args, Default)]
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
        Action::List { all, limit, known } => {
            let mut review = review(context, known)?;
            let hidden = arrange(&mut review, *all);
            match context.format {
                Format::Json => print::json(&review, limit.map_or(usize::MAX, NonZeroUsize::get)),
                Format::Table => list::list(&review, &hidden, limit.map_or(SHOWN, NonZeroUsize::get)),
            }
        }
        Action::Show { id, tickets, known } => {
            let review = review(context, known)?;
            let (problem, candidate) = match asked_for(&review, id)? {
                Chosen::Problem(problem) => (Some(problem), review.candidate_of(problem)),
                Chosen::Candidate(candidate) => (None, Some(candidate)),
            };
            match context.format {
                Format::Json => print::show_json(&review, problem, candidate),
                Format::Table if *tickets => tickets::list(&review, candidate),
                Format::Table => print::show(&review, problem, candidate),
            }
        }
        Action::Groups { tickets: Some(file), known } => {
            let tickets = table_file::read(file)?;
            print_groups(context.format, &tickets, &grouped(context.data(), known.vectors, &tickets)?)
        }
        Action::Groups { tickets: None, known } => {
            let review = look(context, known, usize::MAX)?;
            print_groups(context.format, &review.tickets, &review.grouping)
        }
        Action::Decide(decide) => decide::run(decide, context),
    }
}

/// The candidates as of the moment asked for.
fn review(context: &Context, known: &Known) -> anyhow::Result<Recurring> {
    look(context, known, TICKETS_MAX)
}

/// At the latest tickets, at most so many.
fn look(context: &Context, known: &Known, most: usize) -> anyhow::Result<Recurring> {
    let config = context.config_if_any()?;
    let lake = Lake::open(&context.lake())?;
    let said = known.as_of.as_deref().map(|text| parse_moment(text, &config.time_zone())).transpose()?;
    let as_of = match said {
        Some(moment) => moment,
        None => lake.last_event_at()?.unwrap_or(Timestamp::MIN).checked_add(1.microsecond())?,
    };
    // What was decided since the last event of the lake counts, unless an earlier day is asked for.
    let now = if said.is_some() { as_of.checked_sub(1.microsecond())? } else { Timestamp::now().max(as_of) };
    let view = View { config: &config, data: context.data(), vectors: known.vectors, as_of, now };
    let known = lake.as_of(&config, as_of)?;
    Recurring::of(latest_cases(known.tickets, most, view.earliest())?, corrections(known.events)?, &view)
}

/// As a list shows them: what is watched after what waits for somebody, and what is done with only if asked for.
/// Returns what the list does not show, in words.
fn arrange(review: &mut Recurring, all: bool) -> Vec<String> {
    let ungrouped = review.register.problems.iter().filter(|problem| problem.state.is_open());
    let told = words::without_tickets(ungrouped.filter(|problem| review.candidate_of(problem).is_none()));
    let mut hidden: Vec<String> = told.into_iter().collect();
    if !all {
        hidden.extend(words::hidden(&review.register));
    }
    hidden.extend(review.since.map(|since| words::only_since(since, &review.terms.zone)));
    let candidates = std::mem::take(&mut review.candidates);
    let told = review.in_review();
    let mut kept: Vec<(State, Candidate)> =
        candidates.into_iter().map(|candidate| (told.state_of(&candidate), candidate)).collect();
    kept.retain(|(state, _)| all || state.is_open());
    kept.sort_by_key(|(state, _)| !state.is_open() || *state == State::ResolvedWatching);
    review.candidates = kept.into_iter().map(|(_, candidate)| candidate).collect();
    hidden
}

/// What an id means.
enum Chosen<'a> {
    Problem(&'a Problem),
    Candidate(&'a Candidate),
}

/// What is called so, or the only one that has an id beginning so, or that which holds the ticket that was called so.
fn chosen<'a>(review: &'a Recurring, id: &str) -> Result<Chosen<'a>, WrongWords> {
    let id = &as_ids_are_written(id);
    if let Some(problem) = review.register.problems.iter().find(|problem| problem.is_called(id)) {
        return Ok(Chosen::Problem(problem));
    }
    let told = review.in_review();
    let of =
        |candidate: &'a Candidate| told.problem_of(candidate).map_or(Chosen::Candidate(candidate), Chosen::Problem);
    let own_ids = review.register.problems.iter().map(|problem| (problem.id.as_str(), Chosen::Problem(problem)));
    let found = review.candidates.iter().map(|candidate| (candidate.id.as_str(), of(candidate)));
    let mut called: BTreeMap<&str, Chosen> = own_ids.chain(found).filter(|(own, _)| own.starts_with(id)).collect();
    let ids: Vec<&str> = called.keys().copied().collect();
    match ids[..] {
        [] => once_called(review, id).map(of).ok_or_else(|| unknown(id)),
        [one] => called.remove(one).ok_or_else(|| unknown(id)),
        [one, two] => Err(WrongWords(format!("{id} may be {one} or {two}; write more of it"))),
        [one, .., last] => {
            Err(WrongWords(format!("{} ids begin with {id}, from {one} to {last}; write more", ids.len())))
        }
    }
}

/// Nobody need care for capitals, or for the noughts of a number.
fn as_ids_are_written(id: &str) -> String {
    let id = id.trim();
    if let Some(problem) = full_problem_id(id) {
        return problem;
    }
    match id.split_once('-') {
        Some((kind, rest)) if kind.eq_ignore_ascii_case("pc") => format!("PC-{}", rest.to_ascii_lowercase()),
        _ => id.into(),
    }
}

fn unknown(id: &str) -> WrongWords {
    let what = if full_problem_id(id).is_some() { "problem" } else { "candidate" };
    WrongWords(format!("there is no {what} {id}; `tallypost problem list --all` lists them"))
}

/// What is shown: of a ticket that to which it belongs.
fn asked_for<'a>(review: &'a Recurring, id: &str) -> Result<Chosen<'a>, WrongWords> {
    let ticket = id.trim();
    if !review.opened.contains_key(ticket) {
        return chosen(review, id);
    }
    let holds = |candidate: &&Candidate| candidate.tickets.iter().any(|own| own == ticket);
    match review.candidates.iter().find(holds) {
        Some(candidate) => {
            Ok(review.in_review().problem_of(candidate).map_or(Chosen::Candidate(candidate), Chosen::Problem))
        }
        None => Err(WrongWords(format!(
            "{ticket} belongs to no problem and no candidate: it is no incident or complaint, or no other tells of its cause"
        ))),
    }
}

/// The candidate that had this whole id before an older ticket joined it.
fn once_called<'a>(review: &'a Recurring, id: &str) -> Option<&'a Candidate> {
    let is_of = |ticket: &String| candidate_id(ticket) == id;
    review.candidates.iter().find(|candidate| candidate.tickets.iter().any(is_of))
}

fn print_groups(format: Format, tickets: &[Ticket], grouping: &Grouping) -> anyhow::Result<()> {
    match format {
        Format::Table => print::groups_csv(tickets, grouping),
        Format::Json => print::groups_json(tickets, grouping),
    }
}
