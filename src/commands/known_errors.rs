//! The known errors that the gateway holds new tickets against: the register's decisions, the lake's texts, and the
//! grouping's measure of likeness, which the gateway itself knows nothing of.

use std::collections::{BTreeMap, BTreeSet};
use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::SystemTime;

use anyhow::Context as _;
use jiff::Timestamp;

use super::Context;
use crate::gateway::KnownErrors;
use crate::lake::Lake;
use crate::recurrence::vectors::table::WordTable;
use crate::recurrence::{Case, Evidence, GROUP_TICKETS_MIN, Recogniser, Ticket, cases};
use crate::register::{Decision, Entry, Ledger, Observations, Problem, State, fold};
use crate::ticket::{KnownError, Opening, Recognise};

/// Tickets of other causes that a new one is held against.
const OTHERS: u32 = 2000;
/// More tickets of one problem, the newest, would tell no more.
const TICKETS_MAX: usize = 60;

type Warn = dyn Fn(&str) + Send + Sync;

/// Those of this data folder, read again when the register changes. Where they cannot be read, `warn` is told once.
pub fn of(context: &Context, warn: impl Fn(&str) + Send + Sync + 'static) -> KnownErrors {
    let ledger = Ledger::of(context.data(), "problems");
    let desk = Desk { ledger, lake: context.lake(), warn: Box::new(warn), last: Mutex::default() };
    KnownErrors::new(move || desk.now())
}

struct Desk {
    ledger: Ledger<Decision>,
    lake: PathBuf,
    warn: Box<Warn>,
    last: Mutex<Last>,
}

/// What was read last.
#[derive(Default)]
struct Last {
    stamp: Option<Stamp>,
    known: Option<Arc<dyn Recognise>>,
    /// Said once, not with every pass.
    warning: Option<String>,
}

/// A decision makes the file longer; one that git brings or takes changes the time too.
type Stamp = (u64, Option<SystemTime>);

impl Desk {
    fn now(&self) -> Option<Arc<dyn Recognise>> {
        // Whoever panicked while he had it was only reading.
        let mut last = self.last.lock().unwrap_or_else(PoisonError::into_inner);
        let stamp = match stamp(self.ledger.path()) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => return None,
            stamp => stamp.ok(),
        };
        if stamp.is_none() || last.stamp != stamp {
            match self.read() {
                Ok(known) => *last = Last { stamp, known, warning: None },
                Err(error) => self.fail(&mut last, &error),
            }
        }
        last.known.clone()
    }

    /// What was known before may be wrong by now: nothing is recognised until the register can be read again.
    fn fail(&self, last: &mut Last, error: &anyhow::Error) {
        let warning = format!(
            "new tickets are taken in without looking for known errors: {error:#}. `tallypost problem list` tells when \
             it is mended; until then agents are not told of workarounds"
        );
        if last.warning.as_ref() != Some(&warning) {
            (self.warn)(&warning);
        }
        *last = Last { stamp: None, known: None, warning: Some(warning) };
    }

    fn read(&self) -> anyhow::Result<Option<Arc<dyn Recognise>>> {
        let entries = self.ledger.entries()?;
        if !entries.iter().any(|entry| matches!(entry.decision, Decision::KnownError { .. })) {
            return Ok(None);
        }
        let now = Timestamp::now();
        let decided_upon: BTreeSet<String> = entries.iter().flat_map(|entry| evidence(&entry.decision)).collect();
        let since = entries.first().map_or(now, |entry| entry.at);
        let tickets = Lake::open(&self.lake)?.some_tickets(&decided_upon, OTHERS, since)?;
        let cases = cases(&tickets).with_context(|| format!("cannot read the tickets in {}", self.lake.display()))?;
        let known = known_problems(&entries, &cases, now);
        for problem in known.iter().filter(|problem| problem.tickets.len() < GROUP_TICKETS_MIN) {
            (self.warn)(&format!(
                "new tickets of {} cannot be recognised: the lake has {} of its tickets, and {GROUP_TICKETS_MIN} are needed",
                problem.id,
                problem.tickets.len()
            ));
        }
        let desk = KnownProblems::new(cases, &decided_upon, known)?;
        Ok(if desk.errors.is_empty() { None } else { Some(Arc::new(desk)) })
    }
}

fn stamp(path: &Path) -> io::Result<Stamp> {
    let metadata = std::fs::metadata(path)?;
    Ok((metadata.len(), metadata.modified().ok()))
}

/// The tickets that a decision names.
fn evidence(decision: &Decision) -> Vec<String> {
    match decision {
        Decision::Accept { of, .. } | Decision::Reject { of, .. } | Decision::Split { of, .. } => of.tickets.clone(),
        Decision::Merge { of, with } => [&of.tickets[..], &with.tickets[..]].concat(),
        Decision::KnownError { .. } | Decision::Resolve { .. } => Vec::new(),
    }
}

/// The problems whose workaround helps, or may be needed again: a resolved one while it is watched, since the tickets
/// that tell of its return are the ones to recognise, and one that came back. What is closed or rejected is none.
fn known_problems(entries: &[Entry<Decision>], cases: &[Case], now: Timestamp) -> Vec<Problem> {
    let opened: BTreeMap<String, Timestamp> =
        cases.iter().map(|case| (case.ticket.id.clone(), case.opened_at)).collect();
    let register = fold(entries, now, &Observations { opened, until: now, ..Observations::default() });
    let is_known = |problem: &Problem| {
        let counts = matches!(problem.state, State::KnownError | State::ResolvedWatching | State::Recurred);
        counts && problem.workaround.is_some()
    };
    register.problems.into_iter().filter(is_known).collect()
}

/// The known errors of a desk, each with the tickets that it is recognised by.
struct KnownProblems {
    recogniser: Recogniser,
    errors: Vec<KnownSince>,
    /// The ids of the corpus, row by row.
    ids: Vec<String>,
}

/// From when to when an error is known.
struct KnownSince {
    error: KnownError,
    since: Timestamp,
    until: Option<Timestamp>,
}

impl KnownProblems {
    fn new(cases: Vec<Case>, decided_upon: &BTreeSet<String>, problems: Vec<Problem>) -> anyhow::Result<Self> {
        let corpus: Vec<Ticket> = cases
            .into_iter()
            .filter(|case| case.is_fault || decided_upon.contains(&case.ticket.id))
            .map(|case| case.ticket)
            .collect();
        let ids: Vec<String> = corpus.iter().map(|ticket| ticket.id.clone()).collect();
        let evidence = problems.iter().map(|problem| rows(&ids, problem, decided_upon)).collect();
        let recogniser = Recogniser::new(&corpus, evidence, WordTable::embedded()?);
        Ok(Self { recogniser, ids, errors: problems.iter().map(KnownSince::of).collect() })
    }
}

fn rows(ids: &[String], problem: &Problem, decided_upon: &BTreeSet<String>) -> Evidence {
    let own: BTreeSet<&String> = problem.tickets.iter().collect();
    let newest: BTreeSet<&String> = problem.tickets.iter().rev().take(TICKETS_MAX).collect();
    let rows_of = |is_wanted: &dyn Fn(&String) -> bool| (0..ids.len()).filter(|row| is_wanted(&ids[*row])).collect();
    Evidence {
        tickets: rows_of(&|id| newest.contains(id)),
        apart: rows_of(&|id| !own.contains(id) && decided_upon.contains(id)),
        others: rows_of(&|id| !decided_upon.contains(id)),
    }
}

impl KnownSince {
    fn of(problem: &Problem) -> Self {
        let resolution = problem.watch.as_ref().map(|watch| &watch.resolution);
        let is_back = problem.state == State::Recurred;
        Self {
            since: problem.known_since.unwrap_or(Timestamp::MAX),
            until: resolution.filter(|_| !is_back).map(|resolution| resolution.watch_until),
            error: KnownError {
                problem_id: problem.id.clone(),
                title: problem.title.clone(),
                workaround: problem.workaround.clone().unwrap_or_default(),
                resolved_on: resolution.map(|resolution| resolution.on),
                like: String::new(),
            },
        }
    }

    /// A ticket of before the error was known says nothing that the analysis does not find by itself.
    fn holds(&self, at: Timestamp) -> bool {
        at >= self.since && self.until.is_none_or(|until| at < until)
    }
}

impl Recognise for KnownProblems {
    fn recognise(&self, opening: &Opening, opened_at: Timestamp) -> Option<KnownError> {
        if !self.errors.iter().any(|known| known.holds(opened_at)) {
            return None;
        }
        let ticket = Ticket {
            id: String::new(),
            subject: opening.subject.clone(),
            text: opening.description.clone(),
            language: opening.language.clone(),
            service: opening.service.clone(),
            category: opening.category.clone(),
        };
        let found = self.recogniser.recognise(&ticket)?;
        let known = self.errors.get(found.problem).filter(|known| known.holds(opened_at))?;
        Some(KnownError { like: self.ids.get(found.nearest)?.clone(), ..known.error.clone() })
    }
}
