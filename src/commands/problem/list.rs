//! The list of problems and candidates: a line each, and of what can be said of them as much as the terminal is wide.

use std::collections::BTreeSet;
use std::io::{Write as _, stdout};

use super::print::{BARS, local_day, percent};
use super::words;
use crate::commands::recurring::Recurring;
use crate::commands::table::{self, Columns};
use crate::recurrence::{Candidate, GROUP_TICKETS_MIN, Trend, last_months};
use crate::register::{Problem, State};

const MONTHS_SHOWN: usize = 12;
/// With fewer days known one should not count on what the next 90 are said to bring.
const DAYS_MIN: i64 = 30;
const HEAD: [&str; 12] =
    ["", "id", "state", "owner", "problem", "tickets", "by month", "trend", "people", "spares", "Σ cost", "Σ tickets"];
const STATE: usize = 2;
const OWNER: usize = 3;
const PROBLEM: usize = 4;
const TICKETS: usize = 5;
const BY_MONTH: usize = 6;
const TREND: usize = 7;
const PEOPLE: usize = 8;
const COST_SHARE: usize = 10;
const TICKET_SHARE: usize = 11;
const NUMBERS: [usize; 6] = [0, TICKETS, PEOPLE, 9, COST_SHARE, TICKET_SHARE];
const DROPPABLE: [usize; 8] = [TICKET_SHARE, COST_SHARE, PEOPLE, OWNER, BY_MONTH, TREND, TICKETS, STATE];

/// `hidden` says what is not in the list, in words.
pub fn list(review: &Recurring, hidden: &[String], limit: usize) -> anyhow::Result<()> {
    let mut out = stdout().lock();
    if review.candidates.is_empty() {
        writeln!(out, "{}", nothing_found(review))?;
        return Ok(hidden.iter().try_for_each(|line| writeln!(out, "{line}"))?);
    }
    let mut table = table::with_header(HEAD);
    let (cost_shares, ticket_shares) = (pareto(review, worth), pareto(review, |c| c.tickets.len() as f64));
    for (place, candidate) in review.candidates.iter().take(limit).enumerate() {
        table.add_row(row(review, candidate, place + 1, [cost_shares[place], ticket_shares[place]]));
    }
    let columns =
        Columns { text: PROBLEM, numbers: &NUMBERS, needless: needless(review, limit), droppable: &DROPPABLE };
    let dropped = columns.arrange(&mut table);
    writeln!(out, "{table}")?;
    for line in explanation(review, limit, &dropped).iter().chain(hidden) {
        writeln!(out, "{line}")?;
    }
    Ok(())
}

fn nothing_found(review: &Recurring) -> String {
    let known = match review.faults {
        0 => "No incident or complaint is".to_string(),
        1 => "1 incident or complaint is".into(),
        faults => format!("{faults} incidents and complaints are"),
    };
    let said = match review.faults {
        0 => ".".into(),
        _ => format!(": no {GROUP_TICKETS_MIN} of them share a cause that the texts tell."),
    };
    format!("{known} known up to {}{said}", last_day(review))
}

fn row(review: &Recurring, candidate: &Candidate, place: usize, shares: [f64; 2]) -> [String; HEAD.len()] {
    let told = review.in_review();
    let problem = told.problem_of(candidate);
    let mark = if candidate.is_urgent { "!" } else { "" };
    [
        format!("{mark}{place}"),
        problem.map_or(&candidate.id, |problem| &problem.id).clone(),
        problem.map_or_else(|| words::state(State::Candidate).into(), words::standing),
        problem.and_then(|problem| problem.owner.clone()).unwrap_or_default(),
        candidate.title.clone(),
        candidate.tickets.len().to_string(),
        bars(review, candidate),
        trend(candidate).into(),
        if candidate.requesters == 0 { "–".into() } else { candidate.requesters.to_string() },
        amount(review, candidate),
        percent(shares[0]),
        percent(shares[1]),
    ]
}

/// Where nobody decided anything, all are candidates of nobody.
fn needless(review: &Recurring, limit: usize) -> BTreeSet<usize> {
    let shown: Vec<&Problem> = shown_problems(review, limit).collect();
    let tells_nothing = [(STATE, shown.is_empty()), (OWNER, shown.iter().all(|problem| problem.owner.is_none()))];
    tells_nothing.into_iter().filter_map(|(column, nothing)| nothing.then_some(column)).collect()
}

fn shown_problems(review: &Recurring, limit: usize) -> impl Iterator<Item = &Problem> {
    let told = review.in_review();
    review.candidates.iter().take(limit).filter_map(move |candidate| told.problem_of(candidate))
}

fn explanation(review: &Recurring, limit: usize, dropped: &BTreeSet<usize>) -> Vec<String> {
    let all = review.candidates.len();
    let grouped: usize = review.candidates.iter().map(|candidate| candidate.tickets.len()).sum();
    let what = if all == 1 { "problem or candidate" } else { "problems and candidates" };
    let shown = if all > limit { format!(" {limit} shown; --limit {all} shows all.") } else { String::new() };
    let mut lines = vec![
        format!("{all} {what} with {grouped} of {} incidents and complaints.", review.faults),
        format!("Known up to {}.{shown}", last_day(review)),
        "Ranked by what the next 90 days would cost, which the end of each would spare.".into(),
    ];
    lines.extend(young(review));
    if !dropped.contains(&COST_SHARE) {
        lines.push("Σ: share of all down to this line.".into());
    }
    lines.extend(marks(review, limit));
    if !dropped.is_empty() {
        let names: Vec<&str> = dropped.iter().map(|column| HEAD[*column]).collect();
        lines.push(format!("A wider terminal also shows: {}.", names.join(", ")));
    }
    lines.push("`tallypost problem show ID` shows every factor.".into());
    if review.terms.cost_per_hour.is_none() {
        lines.push("cost_per_hour under [organisation] in the configuration makes it money.".into());
    }
    lines
}

/// A burst of the first days says little of ninety.
fn young(review: &Recurring) -> Option<String> {
    let first = review.opened.values().min()?;
    let days = review.terms.as_of.duration_since(*first).as_hours() / 24 + 1;
    (days < DAYS_MIN)
        .then(|| format!("Only {days} days are known so far: what the next 90 would cost is a rough guess."))
}

/// What the marks mean that are in the list.
fn marks(review: &Recurring, limit: usize) -> Vec<String> {
    let mut marks = Vec::new();
    if review.candidates.iter().take(limit).any(|candidate| candidate.is_urgent) {
        marks.push("!: security or a major incident, before all cost.".into());
    }
    if let Some(watch) = shown_problems(review, limit)
        .filter(|problem| problem.state == State::ResolvedWatching)
        .find_map(|problem| problem.watch.as_ref())
    {
        let (tickets, too_many) = (watch.tickets, watch.reopening_tickets);
        marks.push(format!("watched {tickets}/{too_many}: resolved, {tickets} since; {too_many} bring it back."));
    }
    if shown_problems(review, limit).any(words::is_to_reconsider) {
        marks.push("reconsider: was rejected, and the day came or twice as many tell of it.".into());
    }
    marks
}

/// The last day of which anything is known.
fn last_day(review: &Recurring) -> String {
    let last = review.terms.as_of.checked_sub(jiff::Span::new().microseconds(1)).unwrap_or(review.terms.as_of);
    local_day(review, last)
}

fn worth(candidate: &Candidate) -> f64 {
    candidate.cost.avoidable_minutes.value
}

/// The share of the whole down to each candidate.
fn pareto(review: &Recurring, value: impl Fn(&Candidate) -> f64) -> Vec<f64> {
    let whole: f64 = review.candidates.iter().map(&value).sum();
    let running = review.candidates.iter().scan(0.0, |sum, candidate| {
        *sum += value(candidate);
        Some(*sum / whole)
    });
    running.collect()
}

fn amount(review: &Recurring, candidate: &Candidate) -> String {
    match candidate.cost.avoidable_cost {
        Some(cost) => format!("{:.0} {}", cost.value, review.currency),
        None => format!("{:.1} h", candidate.cost.avoidable_minutes.value / 60.0),
    }
}

fn trend(candidate: &Candidate) -> &'static str {
    match candidate.growth.trend() {
        Trend::Gone => "gone",
        Trend::New => "new",
        Trend::Grows => "↑ grows",
        Trend::Falls => "↓ falls",
        Trend::Steady => "→ steady",
    }
}

/// The last twelve months as bars; a month without a ticket is a gap.
fn bars(review: &Recurring, candidate: &Candidate) -> String {
    let months = last_months(review.terms.as_of, &review.terms.zone, MONTHS_SHOWN);
    let counts: Vec<usize> = months.iter().map(|m| candidate.by_month.get(m).copied().unwrap_or(0)).collect();
    let most = counts.iter().copied().max().unwrap_or(0).max(1);
    let bar = |count: &usize| if *count == 0 { ' ' } else { BARS[(count * BARS.len()).div_ceil(most) - 1] };
    counts.iter().map(bar).collect()
}
