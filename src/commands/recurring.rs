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
    Candidate, Case, Correction, Division, Grouping, Latest, Meaning, Terms, Ticket, Tier, candidate_id, candidates,
    constrained, divided, group, own_texts,
};
use crate::register::{
    Decision, Entry, Found, Ledger, Observations, Problem, Register, Said, fold, is_problem_id, splits,
};
use crate::report::Problems;

/// Of a history with more tickets the latest are looked at, and none older than twelve months: what is older decides no
/// rank, and grouping it would take longer than all else of a review.
pub const TICKETS_MAX: usize = 100_000;
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
    ///
    /// `corrections` are agents' words about single tickets.
    pub fn of(latest: Latest, corrections: Vec<Correction>, view: &View) -> anyhow::Result<Self> {
        Ok(Self { since: latest.since, ..Self::of_all(latest.cases, corrections, view)? })
    }

    fn of_all(cases: Vec<Case>, corrections: Vec<Correction>, view: &View) -> anyhow::Result<Self> {
        let organisation = &view.config.organisation;
        let tickets: Vec<Ticket> = cases.iter().map(|case| case.ticket.clone()).collect();
        let entries = ledger(view.data).entries()?;
        let splits = splits(&entries, view.now).into_iter().map(|[kept, apart]| Division { kept, apart });
        let grouping = grouped(view.data, view.vectors, &tickets)?;
        let grouping = divided(&grouping, &tickets, &splits.collect::<Vec<_>>());
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
        recurring.follow(&entries, corrections, view.now, cases);
        Ok(recurring)
    }

    /// Arranges everything as people decided.
    fn follow(
        &mut self,
        entries: &[Entry<Decision>],
        corrections: Vec<Correction>,
        now: Timestamp,
        mut cases: Vec<Case>,
    ) {
        let found = |candidate: &Candidate| Found {
            id: candidate.id.clone(),
            title: candidate.title.clone(),
            tickets: candidate.tickets.clone(),
        };
        let found = self.candidates.iter().map(found).collect();
        let said = |Correction { ticket, from, to }: Correction| Said { ticket, not: from, of: to };
        let said = corrections.into_iter().map(said).collect();
        let seen = Observations { found, opened: self.opened.clone(), said, until: self.terms.as_of };
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
            match candidate.tickets.first().and_then(|ticket| self.register.problem_of(ticket)) {
                Some(problem) => candidate.title = problem.title.clone(),
                None => candidate.id = free_id(candidate, &self.register),
            }
        }
    }

    /// As the review is told.
    pub fn in_review(&self) -> Problems<'_> {
        let (candidates, register) = (&self.candidates, &self.register);
        Problems { candidates, register, faults: self.faults, since: self.since }
    }

    pub fn candidate_of(&self, problem: &Problem) -> Option<&Candidate> {
        let told = self.in_review();
        self.candidates.iter().find(|candidate| told.problem_of(candidate).is_some_and(|of| of.id == problem.id))
    }
}

/// Of a candidate of which nothing was decided: what was split off may begin with a ticket whose id the other half has.
fn free_id(candidate: &Candidate, register: &Register) -> String {
    let ids = candidate.tickets.iter().map(|ticket| candidate_id(ticket));
    ids.into_iter().find(|id| !register.knows(id)).unwrap_or_else(|| candidate.id.clone())
}

impl View<'_> {
    /// Nothing opened before is looked at, where there are too many tickets.
    pub fn earliest(&self) -> Timestamp {
        let at = self.as_of.to_zoned(self.config.time_zone());
        at.checked_sub(MONTHS_OF_MANY.months()).map_or(Timestamp::MIN, |earliest| earliest.timestamp())
    }
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::register::Evidence;

    fn day(number: i64) -> Timestamp {
        "2026-01-01T08:00:00Z".parse::<Timestamp>().unwrap() + (number * 24).hours()
    }

    /// Two causes in nearly the same words, and everyday trouble.
    const EXCEL: &str = "the nightly export of the sales report stops at the excel sheet";
    const PDF: &str = "the nightly export of the sales report shows pdf pages blank";
    const OTHERS: [&str; 6] = [
        "cannot sign in since the update",
        "where is our invoice for May",
        "meter seven sends no values",
        "please add a new colleague",
        "tablet does not charge",
        "wrong address on the contract",
    ];

    fn case(number: i64, text: &str) -> Case {
        let id = format!("T-{number}");
        let ticket = Ticket { id: id.clone(), text: text.into(), language: Some("en".into()), ..Ticket::default() };
        let requester = Some(format!("{id}@example.org"));
        Case { ticket, opened_at: day(number), month: "2026-01".into(), is_fault: true, requester, ..Case::default() }
    }

    /// Ticket n is opened on day n: tickets 0 to 3 and from 20 on every other one of the first cause, 4 to 7 and those
    /// between of the second.
    fn cases(until: i64) -> Vec<Case> {
        let text = |number: i64| match number {
            0..4 => EXCEL,
            4..8 => PDF,
            8..20 => OTHERS[usize::try_from(number).unwrap() % OTHERS.len()],
            odd if odd % 2 == 1 => PDF,
            _ => EXCEL,
        };
        (0..until).map(|number| case(number, text(number))).collect()
    }

    fn as_of(data: &Path, on: i64) -> Recurring {
        let config = Config::unconfigured();
        let view = View { config: &config, data, vectors: Vectors::None, as_of: day(on), now: day(on) };
        Recurring::of_all(cases(on), Vec::new(), &view).unwrap()
    }

    fn decide(data: &Path, on: i64, decision: Decision) {
        let append = |_: &[_]| anyhow::Ok(Entry { at: day(on), by: "ada".into(), decision: decision.clone() });
        ledger(data).append(append).unwrap();
    }

    fn tickets(numbers: impl IntoIterator<Item = i64>) -> Vec<String> {
        numbers.into_iter().map(|number| format!("T-{number}")).collect()
    }

    #[test]
    fn later_tickets_go_with_the_half_of_a_split_that_they_are_like() {
        let folder = tempfile::tempdir().unwrap();
        let data = folder.path();
        let before = as_of(data, 20);
        assert_eq!(before.candidates[0].tickets, tickets(0..8), "the texts alone do not tell them apart");
        let of = |id: &str| Evidence { id: id.into(), title: "Export".into(), tickets: tickets(0..8) };
        let owner = "ops".to_string();
        decide(data, 20, Decision::Accept { problem: "P-0001".into(), owner, of: of(&before.candidates[0].id) });
        decide(data, 20, Decision::Split { of: of("P-0001"), tickets: tickets(0..4) });

        let after = as_of(data, 26);
        let problem = &after.register.problems[0];
        assert_eq!(problem.tickets, tickets([4, 5, 6, 7, 21, 23, 25]));
        let rest = after.candidates.iter().find(|candidate| after.in_review().problem_of(candidate).is_none()).unwrap();
        assert_eq!(rest.tickets, tickets([0, 1, 2, 3, 20, 22, 24]));
        // The first ticket's id has become the problem's.
        assert!(problem.is_called(&candidate_id("T-0")));
        assert_eq!(rest.id, candidate_id("T-1"));
        assert_eq!(as_of(data, 19).candidates[0].tickets, tickets(0..8), "earlier it was not decided");
    }
}
