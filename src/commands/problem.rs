//! `tallypost problem`: tickets that share one cause.

mod decide;
mod print;
mod table_file;
mod words;

use std::collections::BTreeMap;
use std::path::PathBuf;

use clap::Subcommand;
use jiff::{Timestamp, ToSpan};

use super::kpi::parse_moment;
use super::{Context, Format, WrongWords};
use crate::lake::Lake;
use crate::lake::read::streamed;
use crate::models;
use crate::recurrence::vectors::table::WordTable;
use crate::recurrence::{
    Candidate, Case, Grouping, Meaning, Terms, Ticket, Tier, candidates, cases, constrained, group, own_texts,
};
use crate::register::{Decision, Entry, Found, Ledger, Observations, Problem, Register, State, fold, is_problem_id};

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
        /// At most so many
        #[arg(long, value_name = "N", default_value_t = 20)]
        limit: usize,
        #[command(flatten)]
        known: Known,
    },
    /// Everything about one problem or candidate
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
    #[command(flatten)]
    Decide(decide::Decide),
}

/// What tells that two texts mean the same in other words.
#[derive(clap::ValueEnum, Debug, Clone, Copy, Default, PartialEq, Eq)]
enum Vectors {
    /// The sentence model that was added last (`tallypost model add`), else the table of words
    #[default]
    Best,
    /// The table of words that is part of the program
    Words,
    /// Words and identifiers as they are written, alone
    None,
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
            let mut review = Review::of(context, known)?;
            review.arrange(*all);
            match context.format {
                Format::Json => print::json(&review, *limit),
                Format::Table => print::list(&review, *limit),
            }
        }
        Action::Show { id, known } => {
            let review = Review::of(context, known)?;
            let (problem, candidate) = match chosen(&review, id)? {
                Chosen::Problem(problem) => (Some(problem), review.candidate_of(problem)),
                Chosen::Candidate(candidate) => (None, Some(candidate)),
            };
            match context.format {
                Format::Json => print::show_json(&review, problem, candidate),
                Format::Table => print::show(&review, problem, candidate),
            }
        }
        Action::Groups { tickets: Some(file), known } => {
            let tickets = table_file::read(file)?;
            print_groups(context.format, &tickets, &grouped(context, known.vectors, &tickets)?)
        }
        Action::Groups { tickets: None, known } => {
            let review = Review::of(context, known)?;
            print_groups(context.format, &review.tickets, &review.grouping)
        }
        Action::Decide(decide) => decide::run(decide, context),
    }
}

/// The candidates and what they are printed with.
struct Review {
    tickets: Vec<Ticket>,
    grouping: Grouping,
    candidates: Vec<Candidate>,
    register: Register,
    /// When each ticket was opened.
    opened: BTreeMap<String, Timestamp>,
    /// What a list does not show, in words.
    hidden: Vec<String>,
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
        let mut review = Self {
            candidates: candidates(&cases, &grouping, &terms),
            faults: cases.iter().filter(|case| case.is_fault).count(),
            opened: cases.iter().map(|case| (case.ticket.id.clone(), case.opened_at)).collect(),
            currency: config.organisation.currency,
            register: Register::default(),
            hidden: Vec::new(),
            tickets,
            grouping,
            terms,
        };
        // What was decided since the last event of the lake counts, unless an earlier day is asked for.
        let now = if known.as_of.is_some() { as_of.checked_sub(1.microsecond())? } else { Timestamp::now().max(as_of) };
        review.follow(&ledger(context).entries()?, now, cases);
        Ok(review)
    }

    /// Arranges everything as people decided.
    fn follow(&mut self, entries: &[Entry<Decision>], now: Timestamp, mut cases: Vec<Case>) {
        let found = |candidate: &Candidate| Found {
            id: candidate.id.clone(),
            title: candidate.title.clone(),
            tickets: candidate.tickets.clone(),
        };
        let found = self.candidates.iter().map(found).collect();
        let seen = Observations { found, opened: self.opened.clone(), until: self.terms.as_of };
        self.register = fold(entries, now, &seen);
        if self.register.problems.is_empty() {
            return;
        }
        for case in &mut cases {
            let problem = self.register.problem_of(&case.ticket.id);
            case.is_accepted = problem.is_some_and(|problem| is_problem_id(&problem.id));
        }
        self.grouping = constrained(&self.grouping, &self.tickets, self.register.links());
        self.candidates = candidates(&cases, &self.grouping, &self.terms);
        for candidate in &mut self.candidates {
            if let Some(problem) = candidate.tickets.first().and_then(|ticket| self.register.problem_of(ticket)) {
                candidate.title = problem.title.clone();
            }
        }
    }

    /// As a list shows them: what is watched after what waits for somebody, and what is done with only if asked for.
    fn arrange(&mut self, all: bool) {
        let ungrouped = self.register.problems.iter().filter(|problem| problem.state.is_open());
        let told = words::without_tickets(ungrouped.filter(|problem| self.candidate_of(problem).is_none()));
        self.hidden.extend(told);
        if !all {
            self.hidden.extend(words::hidden(&self.register));
        }
        let candidates = std::mem::take(&mut self.candidates);
        let mut kept: Vec<(State, Candidate)> =
            candidates.into_iter().map(|candidate| (self.state_of(&candidate), candidate)).collect();
        kept.retain(|(state, _)| all || state.is_open());
        kept.sort_by_key(|(state, _)| !state.is_open() || *state == State::ResolvedWatching);
        self.candidates = kept.into_iter().map(|(_, candidate)| candidate).collect();
    }

    /// All tickets of a candidate are of one problem or of none.
    fn problem_of(&self, candidate: &Candidate) -> Option<&Problem> {
        self.register.problem_of(candidate.tickets.first()?)
    }

    fn state_of(&self, candidate: &Candidate) -> State {
        self.problem_of(candidate).map_or(State::Candidate, |problem| problem.state)
    }

    fn candidate_of(&self, problem: &Problem) -> Option<&Candidate> {
        self.candidates.iter().find(|candidate| self.problem_of(candidate).is_some_and(|of| of.id == problem.id))
    }
}

/// What people decided about problems.
fn ledger(context: &Context) -> Ledger<Decision> {
    Ledger::of(context.data(), "problems")
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
    let (vectors, tier) = match asked {
        Vectors::None => return Ok(group(tickets, None)),
        Vectors::Best if has_model => (models::vectors(context.data(), &own_texts(tickets), threads)?, Tier::Sentence),
        Vectors::Best | Vectors::Words => (WordTable::embedded()?.embed(&own_texts(tickets)), Tier::Words),
    };
    Ok(group(tickets, Some(Meaning { vectors: &vectors, tier })))
}

/// What an id means.
enum Chosen<'a> {
    Problem(&'a Problem),
    Candidate(&'a Candidate),
}

/// What is called so, or the only one that has an id beginning so.
fn chosen<'a>(review: &'a Review, id: &str) -> Result<Chosen<'a>, WrongWords> {
    if let Some(problem) = review.register.problems.iter().find(|problem| problem.is_called(id)) {
        return Ok(Chosen::Problem(problem));
    }
    let own_ids = review.register.problems.iter().map(|problem| (problem.id.as_str(), Chosen::Problem(problem)));
    let found = review.candidates.iter().map(|candidate| match review.problem_of(candidate) {
        Some(problem) => (candidate.id.as_str(), Chosen::Problem(problem)),
        None => (candidate.id.as_str(), Chosen::Candidate(candidate)),
    });
    let mut called: BTreeMap<&str, Chosen> = own_ids.chain(found).filter(|(own, _)| own.starts_with(id)).collect();
    let ids: Vec<&str> = called.keys().copied().collect();
    match ids[..] {
        [] => Err(WrongWords(format!("there is no candidate {id}; `tallypost problem list` lists them"))),
        [one, two, ..] => Err(WrongWords(format!("{id} may be {one} or {two}; write more of it"))),
        [one] => called.remove(one).ok_or_else(|| WrongWords(format!("there is no candidate {id}"))),
    }
}

fn print_groups(format: Format, tickets: &[Ticket], grouping: &Grouping) -> anyhow::Result<()> {
    match format {
        Format::Table => print::groups_csv(tickets, grouping),
        Format::Json => print::groups_json(tickets, grouping),
    }
}
