//! The problems that keep coming back, as of a moment: tickets → groups → candidates, arranged as people decided.
//!
//! The one place for it, so that `tallypost problem` and the review tell the same.

use std::collections::BTreeMap;
use std::path::Path;

use jiff::{Timestamp, ToSpan};

use crate::config::Config;
use crate::models;
use crate::recurrence::vectors::table::WordTable;
use crate::recurrence::{
    Candidate, Case, Grouping, Meaning, Terms, Ticket, Tier, candidates, constrained, group, own_texts,
};
use crate::register::{Decision, Entry, Found, Ledger, Observations, Problem, Register, State, fold, is_problem_id};
use crate::report::Problems;

/// A history with more tickets is looked at over the last twelve months only: what is older decides no rank, and
/// grouping it would take longer than all else of a review.
const TICKETS_MAX: usize = 100_000;
const MONTHS_OF_MANY: i64 = 12;

/// What tells that two texts mean the same in other words.
#[derive(clap::ValueEnum, Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Vectors {
    /// The sentence model that was added last (`tallypost model add`), else the table of words
    #[default]
    Best,
    /// The table of words that is part of the program
    Words,
    /// Words and identifiers as they are written, alone
    None,
}

/// Where and when one looks.
pub struct View<'a> {
    pub config: &'a Config,
    /// The folder with the register and the models that were added.
    pub data: &'a Path,
    pub vectors: Vectors,
    /// Tickets are known up to this moment.
    pub as_of: Timestamp,
    /// Decisions are known up to this moment.
    pub now: Timestamp,
}

/// The candidates with what they rest on, and what people decided about them.
pub struct Recurring {
    pub tickets: Vec<Ticket>,
    pub grouping: Grouping,
    /// Those first from whose end most is expected.
    pub candidates: Vec<Candidate>,
    pub register: Register,
    /// When each ticket was opened.
    pub opened: BTreeMap<String, Timestamp>,
    /// Faults known.
    pub faults: usize,
    /// Nothing opened before is looked at, where the history is too long.
    pub since: Option<Timestamp>,
    pub terms: Terms,
    pub currency: String,
}

impl Recurring {
    /// Of the latest tickets, where there are too many.
    pub fn of(mut cases: Vec<Case>, view: &View) -> anyhow::Result<Self> {
        let since = (cases.len() > TICKETS_MAX).then(|| some_months_before(view)).transpose()?;
        cases.retain(|case| since.is_none_or(|since| case.opened_at >= since));
        Ok(Self { since, ..Self::of_all(cases, view)? })
    }

    /// Of every ticket, however many.
    pub fn of_all(cases: Vec<Case>, view: &View) -> anyhow::Result<Self> {
        let organisation = &view.config.organisation;
        let tickets: Vec<Ticket> = cases.iter().map(|case| case.ticket.clone()).collect();
        let grouping = grouped(view.data, view.vectors, &tickets)?;
        let terms =
            Terms { as_of: view.as_of, zone: view.config.time_zone(), cost_per_hour: organisation.cost_per_hour };
        let mut recurring = Self {
            candidates: candidates(&cases, &grouping, &terms),
            faults: cases.iter().filter(|case| case.is_fault).count(),
            opened: cases.iter().map(|case| (case.ticket.id.clone(), case.opened_at)).collect(),
            currency: organisation.currency.clone(),
            register: Register::default(),
            since: None,
            tickets,
            grouping,
            terms,
        };
        recurring.follow(&ledger(view.data).entries()?, view.now, cases);
        Ok(recurring)
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

    /// As the review is told.
    pub fn in_review(&self) -> Problems<'_> {
        let (candidates, register) = (&self.candidates, &self.register);
        Problems { candidates, register, faults: self.faults, since: self.since }
    }

    /// All tickets of a candidate are of one problem or of none.
    pub fn problem_of(&self, candidate: &Candidate) -> Option<&Problem> {
        self.register.problem_of(candidate.tickets.first()?)
    }

    pub fn state_of(&self, candidate: &Candidate) -> State {
        self.problem_of(candidate).map_or(State::Candidate, |problem| problem.state)
    }

    pub fn candidate_of(&self, problem: &Problem) -> Option<&Candidate> {
        self.candidates.iter().find(|candidate| self.problem_of(candidate).is_some_and(|of| of.id == problem.id))
    }
}

fn some_months_before(view: &View) -> anyhow::Result<Timestamp> {
    let at = view.as_of.to_zoned(view.config.time_zone());
    Ok(at.checked_sub(MONTHS_OF_MANY.months())?.timestamp())
}

/// What people decided about problems.
pub fn ledger(data: &Path) -> Ledger<Decision> {
    Ledger::of(data, "problems")
}

/// The groups of these tickets.
pub fn grouped(data: &Path, asked: Vectors, tickets: &[Ticket]) -> anyhow::Result<Grouping> {
    let threads = std::thread::available_parallelism().map_or(1, usize::from);
    let has_model = asked == Vectors::Best && !models::list(data)?.is_empty();
    let (vectors, tier) = match asked {
        Vectors::None => return Ok(group(tickets, None)),
        Vectors::Best if has_model => (models::vectors(data, &own_texts(tickets), threads)?, Tier::Sentence),
        Vectors::Best | Vectors::Words => (WordTable::embedded()?.embed(&own_texts(tickets)), Tier::Words),
    };
    Ok(group(tickets, Some(Meaning { vectors: &vectors, tier })))
}
