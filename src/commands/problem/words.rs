//! Decisions and states in words, and for other programs.

use jiff::Timestamp;
use jiff::tz::TimeZone;
use serde::Serialize;

use crate::recurrence::Candidate;
use crate::register::{Decision, Entry, Problem, Register, Rejection, State, Watch, reopening_tickets};

/// A decision as its own line says it.
pub fn sentence(decision: &Decision, zone: &TimeZone) -> String {
    match decision {
        Decision::Accept { problem, of, owner } => {
            format!(
                "{problem} “{}” is accepted as a problem, owner {owner}, on {}",
                of.title,
                tickets(of.tickets.len())
            )
        }
        Decision::KnownError { problem, workaround, description } => {
            let cause = description.as_ref().map(|cause| format!("; cause: {cause}")).unwrap_or_default();
            format!("{problem} is a known error; workaround: {workaround}{cause}")
        }
        Decision::Reject { of, reason, until } => format!(
            "{} “{}” is rejected until {}, or until {} tell of it: {reason}",
            of.id,
            of.title,
            day(*until, zone),
            tickets(2 * of.tickets.len())
        ),
        Decision::Merge { of, with } => format!("{} is part of {} “{}” from now on", with.id, of.id, of.title),
        Decision::Split { of, tickets } => format!("{} “{}” is without {}", of.id, of.title, tickets.join(", ")),
        Decision::Resolve { problem, done, on, expected_tickets, watch_until } => format!(
            "{problem} is resolved as of {} and watched until {}, {} reopen it: {done}",
            day(*on, zone),
            day(*watch_until, zone),
            more_tickets(reopening_tickets(*expected_tickets))
        ),
    }
}

pub fn state(state: State) -> &'static str {
    match state {
        State::Candidate => "candidate",
        State::Accepted => "accepted",
        State::KnownError => "known error",
        State::ResolvedWatching => "watched",
        State::Recurred => "came back",
        State::Closed => "closed",
        State::Rejected => "rejected",
        State::Merged => "merged",
    }
}

/// The state with what it turns on, as short as it can be said.
pub fn standing(problem: &Problem) -> String {
    match (problem.state, &problem.watch) {
        (State::ResolvedWatching, Some(watch)) => format!("watched {}/{}", watch.tickets, watch.reopening_tickets),
        _ if is_to_reconsider(problem) => "reconsider".into(),
        (of, _) => state(of).into(),
    }
}

/// People rejected it, and that holds no more.
pub fn is_to_reconsider(problem: &Problem) -> bool {
    problem.state == State::Candidate && problem.rejection.is_some()
}

/// What is known of a problem besides its tickets.
pub fn facts(problem: &Problem, zone: &TimeZone) -> Vec<(&'static str, String)> {
    let mut facts = vec![("state", state(problem.state).to_string())];
    let texts = [
        ("part of", &problem.merged_into),
        ("owner", &problem.owner),
        ("cause", &problem.description),
        ("workaround", &problem.workaround),
    ];
    facts.extend(texts.into_iter().filter_map(|(name, text)| Some((name, text.clone()?))));
    if let Some(rejection) = problem.rejection.as_ref().filter(|_| problem.state == State::Rejected) {
        facts.push(("rejected", format!("until {}: {}", day(rejection.until, zone), rejection.reason)));
    }
    if let Some(rejection) = problem.rejection.as_ref().filter(|_| is_to_reconsider(problem)) {
        facts.push(("was rejected", no_more(rejection, problem.tickets.len(), zone)));
    }
    if let Some(watch) = &problem.watch {
        facts.push(("resolved", format!("{}: {}", day(watch.resolution.on, zone), watch.resolution.done)));
        facts.push(("since then", since_then(watch, zone)));
    }
    facts
}

fn no_more(Rejection { reason, until, tickets: then }: &Rejection, now: usize, zone: &TimeZone) -> String {
    format!("on {}, until {}: {reason}; it is back with {now}", tickets(*then), day(*until, zone))
}

fn since_then(watch: &Watch, zone: &TimeZone) -> String {
    let until = day(watch.resolution.watch_until, zone);
    let expected = watch.resolution.expected_tickets;
    let so_far = format!("{}, {expected:.1} expected until {until}", tickets(watch.tickets));
    match watch.recurred_at {
        Some(at) => format!("{so_far}: too many since {}", day(at, zone)),
        None if watch.is_over => so_far,
        None => format!("{so_far}; {} would reopen it", watch.reopening_tickets),
    }
}

/// The decisions, each with its moment and who took it.
pub fn history<'a>(entries: &'a [Entry<Decision>], zone: &'a TimeZone) -> impl Iterator<Item = String> + 'a {
    entries.iter().map(|entry| {
        let at = entry.at.to_zoned(zone.clone()).strftime("%Y-%m-%d %H:%M");
        format!("{at}  {}: {}", entry.by, sentence(&entry.decision, zone))
    })
}

/// How many are not in the list because they are done with; nothing where none is.
pub fn hidden(register: &Register) -> Option<String> {
    let count = |state: State| register.problems.iter().filter(|problem| problem.state == state).count();
    let counts = [State::Rejected, State::Closed].map(|state| (count(state), state));
    let some = counts.into_iter().filter(|(count, _)| *count > 0);
    let words: Vec<String> = some.map(|(count, of)| format!("{count} {}", state(of))).collect();
    (!words.is_empty()).then(|| format!("Not shown: {}; --all shows them.", words.join(", ")))
}

/// Those of which no incident is known now.
pub fn without_tickets<'a>(problems: impl Iterator<Item = &'a Problem>) -> Option<String> {
    let words: Vec<String> = problems.map(|problem| format!("{} ({})", problem.id, state(problem.state))).collect();
    (!words.is_empty()).then(|| format!("Without an incident that is known here: {}.", words.join(", ")))
}

/// Where the history is too long to be looked at whole.
pub fn only_since(since: Timestamp, zone: &TimeZone) -> String {
    format!("There are very many tickets: only those opened since {} are looked at.", day(since, zone))
}

/// A problem, a candidate or both, for other programs.
#[derive(Serialize)]
pub struct Line<'a> {
    problem: Option<&'a str>,
    state: &'static str,
    owner: Option<&'a str>,
    cause: Option<&'a str>,
    workaround: Option<&'a str>,
    rejection: Option<RejectionLine<'a>>,
    merged_into: Option<&'a str>,
    watch: Option<WatchLine>,
    #[serde(skip_serializing_if = "Option::is_none")]
    decisions: Option<Vec<DecisionLine<'a>>>,
    #[serde(flatten)]
    candidate: Option<&'a Candidate>,
    #[serde(flatten)]
    without_candidate: Option<Bare<'a>>,
}

/// What is known of a problem that has no ticket, or not of faults.
#[derive(Serialize)]
struct Bare<'a> {
    id: &'a str,
    title: &'a str,
    tickets: &'a [String],
}

#[derive(Serialize)]
struct RejectionLine<'a> {
    reason: &'a str,
    until: Timestamp,
    tickets_then: usize,
}

#[derive(Serialize)]
struct DecisionLine<'a> {
    at: Timestamp,
    by: &'a str,
    what: String,
}

#[derive(Serialize)]
struct WatchLine {
    resolved_at: Timestamp,
    until: Timestamp,
    expected_tickets: f64,
    reopening_tickets: u64,
    tickets: usize,
    recurred_at: Option<Timestamp>,
}

impl<'a> Line<'a> {
    pub fn of(problem: Option<&'a Problem>, candidate: Option<&'a Candidate>) -> Self {
        let text = |of: fn(&Problem) -> &Option<String>| problem.and_then(|problem| of(problem).as_deref());
        Self {
            problem: problem.map(|problem| problem.id.as_str()),
            state: problem.map_or(State::Candidate, |problem| problem.state).name(),
            owner: text(|problem| &problem.owner),
            cause: text(|problem| &problem.description),
            rejection: problem.and_then(|problem| problem.rejection.as_ref()).map(|rejection| RejectionLine {
                reason: &rejection.reason,
                until: rejection.until,
                tickets_then: rejection.tickets,
            }),
            workaround: text(|problem| &problem.workaround),
            merged_into: text(|problem| &problem.merged_into),
            watch: problem.and_then(|problem| problem.watch.as_ref()).map(WatchLine::of),
            decisions: None,
            without_candidate: problem.filter(|_| candidate.is_none()).map(Bare::of),
            candidate,
        }
    }

    /// Of one problem also its history; in a list it would be most of each line.
    pub fn with_decisions(self, problem: Option<&'a Problem>, zone: &TimeZone) -> Self {
        let line = |entry: &'a Entry<Decision>| DecisionLine {
            at: entry.at,
            by: &entry.by,
            what: sentence(&entry.decision, zone),
        };
        let decisions = problem.into_iter().flat_map(|problem| &problem.decisions).map(line).collect();
        Self { decisions: Some(decisions), ..self }
    }
}

impl<'a> Bare<'a> {
    fn of(problem: &'a Problem) -> Self {
        Self { id: &problem.id, title: &problem.title, tickets: &problem.tickets }
    }
}

impl WatchLine {
    fn of(watch: &Watch) -> Self {
        Self {
            resolved_at: watch.resolution.on,
            until: watch.resolution.watch_until,
            expected_tickets: watch.resolution.expected_tickets,
            reopening_tickets: watch.reopening_tickets,
            tickets: watch.tickets,
            recurred_at: watch.recurred_at,
        }
    }
}

fn more_tickets(number: u64) -> String {
    if number == 1 { "1 more ticket would".into() } else { format!("{number} more tickets would") }
}

pub fn tickets(number: usize) -> String {
    if number == 1 { "1 ticket".into() } else { format!("{number} tickets") }
}

pub fn day(at: Timestamp, zone: &TimeZone) -> String {
    at.to_zoned(zone.clone()).strftime("%Y-%m-%d").to_string()
}
