//! What people decided so far, about each thing that they decided about: the decisions alone, without any ticket.

use std::collections::BTreeSet;

use jiff::Timestamp;

use super::decision::{Decision, Evidence, is_problem_id, next_problem_id};
use super::ledger::Entry;

/// A problem, or a candidate of which something was decided.
#[derive(Debug, Clone, PartialEq)]
pub struct Item {
    pub id: String,
    /// Ids that it had before.
    pub earlier_ids: BTreeSet<String>,
    pub title: String,
    pub standing: Standing,
    pub owner: Option<String>,
    pub description: Option<String>,
    pub workaround: Option<String>,
    /// When people first told of a workaround.
    pub known_since: Option<Timestamp>,
    /// What each decision stood on.
    pub parts: Vec<Evidence>,
    /// Tickets that people said do not belong to it.
    pub apart: BTreeSet<String>,
    pub decisions: Vec<Entry<Decision>>,
}

/// The last word of people.
#[derive(Debug, Clone, PartialEq)]
pub enum Standing {
    Candidate,
    Accepted,
    KnownError,
    Resolved(Resolution),
    Rejected(Rejection),
    Merged { into: String },
}

#[derive(Debug, Clone, PartialEq)]
pub struct Resolution {
    pub done: String,
    pub on: Timestamp,
    pub expected_tickets: f64,
    pub watch_until: Timestamp,
}

#[derive(Debug, Clone, PartialEq)]
pub struct Rejection {
    pub reason: String,
    pub until: Timestamp,
    /// Tickets that told of it then.
    pub tickets: usize,
}

/// Why a decision cannot be taken.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    #[error("{0} is no problem yet; `tallypost problem accept {0} --owner NAME` makes it one")]
    NoProblem(String),
    #[error("{id} is part of {into}; decide about {into}")]
    Merged { id: String, into: String },
    #[error("{0} is rejected; `tallypost problem accept {0} --owner NAME` takes it up again")]
    Rejected(String),
    #[error("{0} and {1} are one already")]
    Same(String, String),
    #[error(
        "{id} has become {problem} meanwhile, owner {owner}; `tallypost problem show {problem}` shows it, then decide \
         about {problem}"
    )]
    Accepted { id: String, problem: String, owner: String },
}

impl Item {
    fn new(of: &Evidence) -> Self {
        Self {
            id: of.id.clone(),
            earlier_ids: BTreeSet::new(),
            title: of.title.clone(),
            standing: Standing::Candidate,
            owner: None,
            description: None,
            workaround: None,
            known_since: None,
            parts: Vec::new(),
            apart: BTreeSet::new(),
            decisions: Vec::new(),
        }
    }

    pub fn is_called(&self, id: &str) -> bool {
        self.id == id || self.earlier_ids.contains(id)
    }

    pub fn is_merged(&self) -> bool {
        matches!(self.standing, Standing::Merged { .. })
    }

    /// All tickets that it was ever decided upon.
    pub fn evidence(&self) -> BTreeSet<&str> {
        let tickets = self.parts.iter().flat_map(|part| part.tickets.iter().map(String::as_str));
        tickets.filter(|ticket| !self.apart.contains(*ticket)).collect()
    }

    /// The later word counts: what was set apart and is evidence again belongs to it.
    fn learn(&mut self, of: &Evidence) {
        self.apart.retain(|ticket| !of.tickets.contains(ticket));
        self.parts.push(of.clone());
    }

    fn accept(&mut self, problem: &str, of: &Evidence, owner: &str) {
        let earlier = std::mem::replace(&mut self.id, problem.into());
        self.earlier_ids.extend(Some(earlier).filter(|id| id != problem));
        self.title = of.title.clone();
        self.owner = Some(owner.into());
        self.standing = self.standing_when_open();
    }

    fn standing_when_open(&self) -> Standing {
        if self.workaround.is_some() { Standing::KnownError } else { Standing::Accepted }
    }

    /// What was known of the other is known of both, where nothing was known of this one.
    fn absorb(&mut self, other: &Item) {
        self.parts.extend(other.parts.iter().cloned());
        let own = self.evidence().into_iter().map(str::to_string).collect::<BTreeSet<_>>();
        self.apart.extend(other.apart.difference(&own).cloned());
        self.owner = self.owner.take().or(other.owner.clone());
        if self.workaround.is_none() {
            (self.workaround, self.known_since) = (other.workaround.clone(), other.known_since);
            self.description = self.description.take().or(other.description.clone());
        }
        if self.standing == Standing::Accepted {
            self.standing = self.standing_when_open();
        }
    }
}

/// Everything that was decided about, in the order of the first decision about each.
pub fn items<'a>(entries: impl Iterator<Item = &'a Entry<Decision>>) -> Vec<Item> {
    let mut items = Vec::new();
    entries.for_each(|entry| take(&mut items, entry));
    items
}

fn take(items: &mut Vec<Item>, entry: &Entry<Decision>) {
    let Some(at) = subject(items, &entry.decision) else { return };
    match &entry.decision {
        Decision::Merge { with, .. } => merge(items, at, with, entry),
        decision => decide(&mut items[at], decision, entry.at),
    }
    items[at].decisions.push(entry.clone());
}

/// What is decided about, which may be new; nothing where a line of the ledger names a problem that no line accepted.
fn subject(items: &mut Vec<Item>, decision: &Decision) -> Option<usize> {
    match decision {
        Decision::KnownError { problem, .. } | Decision::Resolve { problem, .. } => position(items, problem),
        Decision::Accept { of, .. }
        | Decision::Reject { of, .. }
        | Decision::Merge { of, .. }
        | Decision::Split { of, .. } => {
            let at = position(items, &of.id).unwrap_or_else(|| {
                items.push(Item::new(of));
                items.len() - 1
            });
            items[at].learn(of);
            Some(at)
        }
    }
}

pub fn position(items: &[Item], id: &str) -> Option<usize> {
    items.iter().position(|item| item.is_called(id))
}

fn decide(item: &mut Item, decision: &Decision, at: Timestamp) {
    match decision {
        Decision::Accept { problem, of, owner } => item.accept(problem, of, owner),
        Decision::KnownError { workaround, description, .. } => {
            item.workaround = Some(workaround.clone());
            item.known_since = item.known_since.or(Some(at));
            item.description = description.clone().or(item.description.take());
            item.standing = Standing::KnownError;
        }
        Decision::Reject { of, reason, until } => {
            let (reason, tickets) = (reason.clone(), of.tickets.len());
            item.standing = Standing::Rejected(Rejection { reason, until: *until, tickets });
        }
        Decision::Split { tickets, .. } => item.apart.extend(tickets.iter().cloned()),
        Decision::Resolve { done, on, expected_tickets, watch_until, .. } => {
            let (done, on, expected_tickets) = (done.clone(), *on, *expected_tickets);
            item.standing = Standing::Resolved(Resolution { done, on, expected_tickets, watch_until: *watch_until });
        }
        Decision::Merge { .. } => {}
    }
}

fn merge(items: &mut [Item], at: usize, with: &Evidence, entry: &Entry<Decision>) {
    if let Some(other) = position(items, &with.id).filter(|other| *other != at) {
        let absorbed = items[other].clone();
        items[at].absorb(&absorbed);
        items[other].standing = Standing::Merged { into: items[at].id.clone() };
        items[other].decisions.push(entry.clone());
    }
    items[at].learn(with);
}

/// The id under which a candidate would be accepted: its own, where another was faster, or a new one.
pub fn problem_id(entries: &[Entry<Decision>], id: &str) -> String {
    let items = items(entries.iter());
    match items.iter().find(|item| item.is_called(id) && is_problem_id(&item.id)) {
        Some(item) => item.id.clone(),
        None => next_problem_id(items.iter().map(|item| item.id.as_str())),
    }
}

/// Whether a decision fits those before it.
pub fn check(entries: &[Entry<Decision>], decision: &Decision) -> Result<(), Refusal> {
    let items = items(entries.iter());
    let item = |id: &str| items.iter().find(|item| item.is_called(id));
    match decision {
        Decision::KnownError { problem, .. } | Decision::Resolve { problem, .. } => match item(problem) {
            Some(item) if !is_problem_id(&item.id) => Err(Refusal::NoProblem(item.id.clone())),
            None => Err(Refusal::NoProblem(problem.clone())),
            Some(Item { standing: Standing::Rejected(_), .. }) => Err(Refusal::Rejected(problem.clone())),
            Some(item) => check_apart(item),
        },
        Decision::Merge { of, with } => {
            let (first, second) = (item(&of.id), item(&with.id));
            let id =
                |known: Option<&Item>, evidence: &Evidence| known.map_or(evidence.id.clone(), |item| item.id.clone());
            if id(first, of) == id(second, with) {
                return Err(Refusal::Same(of.id.clone(), with.id.clone()));
            }
            first.into_iter().chain(second).try_for_each(check_apart)?;
            [(of, first), (with, second)].into_iter().try_for_each(|(named, item)| check_named(named, item))
        }
        Decision::Accept { of, .. } | Decision::Reject { of, .. } | Decision::Split { of, .. } => {
            item(&of.id).map_or(Ok(()), check_apart)?;
            check_named(of, item(&of.id))
        }
    }
}

/// Whoever decides about a candidate that somebody else has just accepted does not know what he decides about.
fn check_named(named: &Evidence, item: Option<&Item>) -> Result<(), Refusal> {
    match item {
        Some(item) if is_problem_id(&item.id) && !is_problem_id(&named.id) => Err(Refusal::Accepted {
            id: named.id.clone(),
            problem: item.id.clone(),
            owner: item.owner.clone().unwrap_or_default(),
        }),
        _ => Ok(()),
    }
}

fn check_apart(item: &Item) -> Result<(), Refusal> {
    match &item.standing {
        Standing::Merged { into } => Err(Refusal::Merged { id: item.id.clone(), into: into.clone() }),
        _ => Ok(()),
    }
}
