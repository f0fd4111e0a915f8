//! What stands today: the decisions of people, and the tickets that came since.

use std::collections::{BTreeMap, BTreeSet};

use jiff::Timestamp;

use super::decision::{Decision, Evidence};
use super::identity::{Found, matched};
use super::item::{Item, Rejection, Standing, items, position};
use super::ledger::Entry;
use super::watch::{Watch, watch};

/// A rejected candidate is back where so many times as many tickets tell of it.
const COMES_BACK: usize = 2;

/// What the analysis knows.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Observations {
    pub found: Vec<Found>,
    /// When each known ticket was opened.
    pub opened: BTreeMap<String, Timestamp>,
    /// What was said of single tickets, the oldest first.
    pub said: Vec<Said>,
    /// Tickets are known up to this moment.
    pub until: Timestamp,
}

/// Which problem a single ticket tells of, as an agent said who read it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Said {
    pub ticket: String,
    /// The problem that it does not tell of, as it had seemed.
    pub not: Option<String>,
    pub of: Option<String>,
}

/// The states of a problem (ISO/IEC 20000-1:2018, 8.6.3), of which people write some and the tickets the others.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum State {
    Candidate,
    Accepted,
    KnownError,
    ResolvedWatching,
    /// Resolved, and came back within the watch.
    Recurred,
    /// Resolved, and stayed away.
    Closed,
    Rejected,
    Merged,
}

impl State {
    pub const ALL: [Self; 8] = [
        Self::Candidate,
        Self::Accepted,
        Self::KnownError,
        Self::ResolvedWatching,
        Self::Recurred,
        Self::Closed,
        Self::Rejected,
        Self::Merged,
    ];

    pub fn name(self) -> &'static str {
        match self {
            Self::Candidate => "candidate",
            Self::Accepted => "accepted",
            Self::KnownError => "known_error",
            Self::ResolvedWatching => "resolved_watching",
            Self::Recurred => "recurred",
            Self::Closed => "closed",
            Self::Rejected => "rejected",
            Self::Merged => "merged",
        }
    }

    /// Somebody should still do something about it, or watch it.
    pub fn is_open(self) -> bool {
        !matches!(self, Self::Closed | Self::Rejected | Self::Merged)
    }
}

/// A problem, or a candidate of which something was decided.
#[derive(Debug, Clone, PartialEq)]
pub struct Problem {
    /// `P-0001`; of one that nobody accepted the candidate's.
    pub id: String,
    pub earlier_ids: BTreeSet<String>,
    pub title: String,
    pub state: State,
    pub owner: Option<String>,
    pub description: Option<String>,
    pub workaround: Option<String>,
    /// When people first told of a workaround.
    pub known_since: Option<Timestamp>,
    /// The last rejection, also where it holds no more.
    pub rejection: Option<Rejection>,
    /// Of a resolved one.
    pub watch: Option<Watch>,
    pub merged_into: Option<String>,
    /// Those that are known, by their opening.
    pub tickets: Vec<String>,
    pub decisions: Vec<Entry<Decision>>,
}

impl Problem {
    pub fn is_called(&self, id: &str) -> bool {
        self.id == id || self.earlier_ids.contains(id)
    }

    /// As the next decision writes it down.
    pub fn evidence(&self) -> Evidence {
        Evidence { id: self.id.clone(), title: self.title.clone(), tickets: self.tickets.clone() }
    }
}

/// All problems, in the order of the first decision about each.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Register {
    pub problems: Vec<Problem>,
    by_ticket: BTreeMap<String, usize>,
}

impl Register {
    /// The problem that a ticket belongs to.
    pub fn problem_of(&self, ticket: &str) -> Option<&Problem> {
        self.by_ticket.get(ticket).and_then(|number| self.problems.get(*number))
    }

    /// Whether something that was decided upon has or had this id.
    pub fn knows(&self, id: &str) -> bool {
        self.problems.iter().any(|problem| problem.is_called(id))
    }

    /// The tickets that people's decisions keep together, each with the number of its problem: must-link within a
    /// number, cannot-link to whatever has none or another.
    pub fn links(&self) -> &BTreeMap<String, usize> {
        &self.by_ticket
    }
}

/// Of each item that something was split off, what it kept and what was set apart, as decided at `now`.
pub fn splits(entries: &[Entry<Decision>], now: Timestamp) -> Vec<[BTreeSet<String>; 2]> {
    let items = items(entries.iter().filter(|entry| entry.at <= now));
    let split = items.into_iter().filter(|item| !item.is_merged() && !item.apart.is_empty());
    split.map(|item| [item.evidence().into_iter().map(str::to_string).collect(), item.apart]).collect()
}

/// What stands at `now`; later decisions are not known yet.
pub fn fold(entries: &[Entry<Decision>], now: Timestamp, seen: &Observations) -> Register {
    let items = items(entries.iter().filter(|entry| entry.at <= now));
    let tickets = tickets(&items, seen);
    let mut register = Register::default();
    for (number, (item, tickets)) in items.into_iter().zip(tickets).enumerate() {
        let problem = problem(item, tickets, now, seen);
        register.by_ticket.extend(problem.tickets.iter().map(|ticket| (ticket.clone(), number)));
        register.problems.push(problem);
    }
    register
}

/// Of each item its tickets: those decided upon, wherever they are found now, and the others of the groups that it is.
fn tickets(items: &[Item], seen: &Observations) -> Vec<BTreeSet<String>> {
    let said = words(items, &seen.said);
    // Whoever read the one ticket knows better than who decided upon a whole list, unless its split named it too.
    let is_apart = |ticket: &str, number: usize| {
        items[number].apart.contains(ticket) || said.get(ticket).is_some_and(|word| word.not.contains(&number))
    };
    let linked = said.iter().filter_map(|(ticket, word)| Some((*ticket, word.of?)));
    let mut owner: BTreeMap<&str, usize> = linked.filter(|(ticket, number)| !is_apart(ticket, *number)).collect();
    for (number, item) in items.iter().enumerate().filter(|(_, item)| !item.is_merged()) {
        for ticket in item.evidence().into_iter().filter(|ticket| !is_apart(ticket, number)) {
            owner.entry(ticket).or_insert(number);
        }
    }
    for (group, number) in seen.found.iter().zip(matched(items, &seen.found)) {
        let Some(number) = number else { continue };
        for ticket in group.tickets.iter().filter(|ticket| !is_apart(ticket, number)) {
            owner.entry(ticket).or_insert(number);
        }
    }
    let mut tickets = vec![BTreeSet::new(); items.len()];
    for (ticket, number) in owner.into_iter().filter(|(ticket, _)| seen.opened.contains_key(*ticket)) {
        tickets[number].insert(ticket.to_string());
    }
    tickets
}

/// The last words about one ticket.
#[derive(Default)]
struct Word {
    of: Option<usize>,
    not: BTreeSet<usize>,
}

fn words<'a>(items: &[Item], said: &'a [Said]) -> BTreeMap<&'a str, Word> {
    let number = |id: &Option<String>| id.as_ref().and_then(|id| live(items, id));
    let mut words: BTreeMap<&str, Word> = BTreeMap::new();
    for Said { ticket, not, of } in said {
        let word = words.entry(ticket).or_default();
        word.of = number(of);
        word.not.extend(number(not));
        word.not.retain(|number| word.of != Some(*number));
    }
    words
}

/// The item that an id means today.
fn live(items: &[Item], id: &str) -> Option<usize> {
    let mut at = position(items, id)?;
    // As many steps as there are items lead to the end; a ledger that git merged may know a circle.
    for _ in items {
        match &items[at].standing {
            Standing::Merged { into } => at = position(items, into)?,
            _ => return Some(at),
        }
    }
    None
}

fn problem(item: Item, tickets: BTreeSet<String>, now: Timestamp, seen: &Observations) -> Problem {
    let mut tickets: Vec<(Timestamp, String)> =
        tickets.into_iter().filter_map(|ticket| Some((*seen.opened.get(&ticket)?, ticket))).collect();
    tickets.sort();
    let opened: Vec<Timestamp> = tickets.iter().map(|(at, _)| *at).collect();
    let (state, watch) = state(&item.standing, &opened, now, seen.until);
    if state == State::Closed {
        // What comes after the watch is news, and a candidate again.
        tickets.retain(|(at, _)| watch.as_ref().is_none_or(|watch| *at < watch.resolution.watch_until));
    }
    let (rejection, merged_into) = match item.standing {
        Standing::Rejected(rejection) => (Some(rejection), None),
        Standing::Merged { into } => (None, Some(into)),
        _ => (None, None),
    };
    Problem {
        id: item.id,
        earlier_ids: item.earlier_ids,
        title: item.title,
        state,
        owner: item.owner,
        description: item.description,
        workaround: item.workaround,
        known_since: item.known_since,
        rejection,
        watch,
        merged_into,
        tickets: tickets.into_iter().map(|(_, ticket)| ticket).collect(),
        decisions: item.decisions,
    }
}

fn state(standing: &Standing, opened: &[Timestamp], now: Timestamp, until: Timestamp) -> (State, Option<Watch>) {
    let state = match standing {
        Standing::Candidate => State::Candidate,
        Standing::Accepted => State::Accepted,
        Standing::KnownError => State::KnownError,
        Standing::Merged { .. } => State::Merged,
        Standing::Rejected(rejection) if holds(rejection, opened.len(), now) => State::Rejected,
        Standing::Rejected(_) => State::Candidate,
        Standing::Resolved(resolution) => {
            let watch = watch(resolution, opened, until);
            let state = match (watch.recurred_at, watch.is_over) {
                (Some(_), _) => State::Recurred,
                (None, true) => State::Closed,
                (None, false) => State::ResolvedWatching,
            };
            return (state, Some(watch));
        }
    };
    (state, None)
}

fn holds(rejection: &Rejection, tickets: usize, now: Timestamp) -> bool {
    now < rejection.until && tickets < COMES_BACK * rejection.tickets.max(1)
}
