//! The problems that keep coming back: what the ten that cost most are, how their rank comes about, and whether those
//! that were resolved stayed away (ISO/IEC 20000-1:2018, 8.6.3).
//!
//! Which tickets share a cause, and what people decided about it, is known elsewhere: here it is only put into words.

use jiff::Timestamp;
use jiff::tz::TimeZone;
use serde::Serialize;

use crate::recurrence::{Basis, Candidate, Contrast, Estimate, Trend, last_months};
use crate::register::{Problem, Register, State, Watch};

use super::{Review, words};

pub const TEMPLATE: &str = include_str!("templates/problems.html");
const SHOWN: usize = 10;
const MONTHS: usize = 12;
const CONTRASTS_SHOWN: usize = 3;
/// Keeps a number and its unit on one line.
const SPACE: char = '\u{a0}';

/// What the review is told, as of its moment.
#[derive(Clone, Copy)]
pub struct Problems<'a> {
    /// Those first from whose end most is expected.
    pub candidates: &'a [Candidate],
    pub register: &'a Register,
    /// Incidents and complaints that were looked at,
    pub faults: usize,
    /// of those opened since then, where not all were.
    pub since: Option<Timestamp>,
}

impl<'a> Problems<'a> {
    /// All tickets of a candidate are of one problem or of none.
    pub fn problem_of(&self, candidate: &Candidate) -> Option<&'a Problem> {
        self.register.problem_of(candidate.tickets.first()?)
    }

    pub fn state_of(&self, candidate: &Candidate) -> State {
        self.problem_of(candidate).map_or(State::Candidate, |problem| problem.state)
    }

    /// Candidates and open problems: what somebody should do something about, by rank.
    pub fn ranked(&self) -> impl Iterator<Item = (&'a Candidate, Option<&'a Problem>)> {
        let is_to_do = |state: State| state.is_open() && state != State::ResolvedWatching;
        let ranked = self.candidates.iter().filter(move |candidate| is_to_do(self.state_of(candidate)));
        ranked.map(|candidate| (candidate, self.problem_of(candidate)))
    }

    pub fn in_state(&self, state: State) -> impl Iterator<Item = &'a Problem> {
        self.register.problems.iter().filter(move |problem| problem.state == state)
    }
}

/// The part of the page.
#[derive(Debug, Serialize)]
pub struct Section {
    intro: String,
    /// What the last column is in: `EUR`, `hours`.
    unit: String,
    months: String,
    rows: Vec<Row>,
    recurred: Vec<String>,
    watched: Vec<String>,
    notes: Vec<String>,
}

#[derive(Debug, Serialize)]
struct Row {
    /// Its rank, or `!` where it comes before all cost.
    place: String,
    is_urgent: bool,
    title: String,
    id: String,
    state: &'static str,
    owner: String,
    tickets: usize,
    bars: String,
    mark: &'static str,
    trend: &'static str,
    class: &'static str,
    ratio: String,
    requesters: String,
    spared: String,
    interval: String,
    factors: String,
    is: String,
    is_not: String,
}

/// Nothing where no tickets share a cause, as far as can be told, and nobody decided about any.
pub fn section(review: &Review<'_>) -> Option<Section> {
    let problems = review.problems.as_ref()?;
    let ranked: Vec<_> = problems.ranked().collect();
    let months = last_months(review.as_of, &review.config.time_zone(), MONTHS);
    let rows: Vec<Row> =
        ranked.iter().take(SHOWN).zip(1..).map(|((of, problem), place)| row(review, of, *problem, place)).collect();
    let section = Section {
        intro: intro(review, problems),
        unit: review.config.organisation.cost_per_hour.map_or("hours", |_| &review.config.organisation.currency).into(),
        months: format!("{} to {}", edge(months.first()), edge(months.last())),
        rows,
        recurred: problems.in_state(State::Recurred).filter_map(|one| recurred(one, review)).collect(),
        watched: problems.in_state(State::ResolvedWatching).filter_map(|one| watched(one, review)).collect(),
        notes: notes(review, problems),
    };
    let says_nothing = section.rows.is_empty() && section.recurred.is_empty() && section.watched.is_empty();
    (!says_nothing).then_some(section)
}

fn edge(month: Option<&String>) -> String {
    month.map(|month| words::period_short(month)).unwrap_or_default()
}

fn intro(review: &Review<'_>, problems: &Problems<'_>) -> String {
    let all: Vec<_> = problems.ranked().map(|(candidate, _)| candidate).collect();
    let tickets: usize = all.iter().map(|candidate| candidate.tickets.len()).sum();
    let worth = |some: &[&Candidate]| some.iter().map(|one| one.cost.avoidable_minutes.value).sum::<f64>();
    let (whole, shown) = (worth(&all), &all[..all.len().min(SHOWN)]);
    let undecided = problems.ranked().filter(|(_, problem)| problem.is_none()).count();
    let mut sentence = format!(
        "{} of {} known by then belong to {}; {}.",
        words::count(tickets as f64),
        words::counted(problems.faults as f64, "incident or complaint", "incidents and complaints"),
        words::counted(all.len() as f64, "cause that came back", "causes that came back"),
        match all.len() - undecided {
            0 if all.len() == 1 => "nobody has decided yet whether it is a problem".into(),
            0 => "nobody has decided yet which of them are problems".into(),
            known => format!("{} of them known to the register of problems", words::spelled(known)),
        },
    );
    if all.len() > shown.len() {
        sentence += &format!(
            " Of what all of them would cost in the next 90 days ({}), the {} below make {}.",
            amount(review, whole),
            words::spelled(shown.len()),
            words::share(worth(shown) / whole)
        );
    }
    sentence
}

/// Hours of work, or what they cost where that is configured.
pub fn amount(review: &Review<'_>, minutes: f64) -> String {
    let organisation = &review.config.organisation;
    match organisation.cost_per_hour {
        Some(_) => format!("{}{SPACE}{}", in_unit(review, minutes), organisation.currency),
        None => format!("{}{SPACE}h", in_unit(review, minutes)),
    }
}

fn in_unit(review: &Review<'_>, minutes: f64) -> String {
    match review.config.organisation.cost_per_hour {
        Some(rate) => words::count(minutes / 60.0 * rate),
        None if minutes < 6000.0 => format!("{:.1}", minutes / 60.0),
        None => words::count(minutes / 60.0),
    }
}

fn row(review: &Review<'_>, candidate: &Candidate, problem: Option<&Problem>, place: usize) -> Row {
    let zone = review.config.time_zone();
    let counts: Vec<usize> = months_of(candidate, review.as_of, &zone);
    let spared = candidate.cost.avoidable_minutes;
    let (mark, trend, class) = trend(candidate.growth.trend());
    Row {
        place: if candidate.is_urgent { "!".into() } else { place.to_string() },
        is_urgent: candidate.is_urgent,
        title: candidate.title.clone(),
        id: problem.map_or(&candidate.id, |problem| &problem.id).clone(),
        state: state(problem.map_or(State::Candidate, |problem| problem.state)),
        owner: problem.and_then(|problem| problem.owner.clone()).unwrap_or_else(|| "no owner yet".into()),
        tickets: candidate.tickets.len(),
        bars: bars(&counts),
        mark,
        trend,
        class,
        ratio: candidate.growth.ratio.map(|ratio| format!("×{SPACE}{}", finely(ratio))).unwrap_or_default(),
        // Without any an export did not say who they are: nobody has no tickets.
        requesters: match candidate.requesters {
            0 => words::NOTHING.into(),
            some => words::count(some as f64),
        },
        spared: in_unit(review, spared.value),
        interval: format!("{}–{}", in_unit(review, spared.low), in_unit(review, spared.high)),
        factors: factors(review, candidate),
        is: contrasts(candidate, true),
        is_not: contrasts(candidate, false),
    }
}

/// The tickets of each of the last twelve months.
pub fn months_of(candidate: &Candidate, as_of: Timestamp, zone: &TimeZone) -> Vec<usize> {
    let months = last_months(as_of, zone, MONTHS);
    months.iter().map(|month| candidate.by_month.get(month).copied().unwrap_or(0)).collect()
}

fn trend(trend: Trend) -> (&'static str, &'static str, &'static str) {
    match trend {
        Trend::Gone => ("", "none lately", "quiet"),
        Trend::New => ("", "new", "moved"),
        Trend::Grows => ("▲", "grows", "worse"),
        Trend::Falls => ("▼", "falls", "better"),
        Trend::Steady => ("●", "steady", "quiet"),
    }
}

fn state(state: State) -> &'static str {
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

/// Months as bars, of which the last is marked.
fn bars(counts: &[usize]) -> String {
    const BAR: f64 = 7.0;
    const STEP: f64 = 9.0;
    const HEIGHT: f64 = 26.0;
    let most = counts.iter().copied().max().unwrap_or(0).max(1) as f64;
    let bar = |(place, count): (usize, &usize)| {
        // A month without a ticket is a thin line, so that the months stay countable.
        let height = if *count == 0 { 1.0 } else { (*count as f64 / most * HEIGHT).max(3.0) };
        let (x, y) = (place as f64 * STEP, HEIGHT - height);
        let class = if place + 1 == counts.len() { " class=\"last\"" } else { "" };
        format!("<rect x=\"{x:.0}\" y=\"{y:.1}\" width=\"{BAR:.0}\" height=\"{height:.1}\"{class}/>")
    };
    let drawing: String = counts.iter().enumerate().map(bar).collect();
    let list: Vec<String> = counts.iter().map(usize::to_string).collect();
    let width = STEP * counts.len() as f64;
    format!(
        "<svg class=\"bars\" viewBox=\"0 0 {width:.0} {HEIGHT:.0}\" role=\"img\" aria-label=\"Tickets a month: {}\">{drawing}</svg>",
        list.join(", ")
    )
}

/// Every factor of the rank, multiplied out.
fn factors(review: &Review<'_>, candidate: &Candidate) -> String {
    let (cost, effort) = (&candidate.cost, &candidate.effort);
    let basis = match effort.basis {
        Basis::Recorded => "recorded",
        Basis::DeskMean => "the desk’s mean",
        Basis::AssumedFromMessages => "assumed from its messages",
    };
    let rate = cost.cost_per_hour.map(|rate| {
        format!(
            " × {}{SPACE}{} an hour",
            words::ratio(rate).trim_end_matches(".0"),
            review.config.organisation.currency
        )
    });
    format!(
        "{} tickets expected ({}) × {}{SPACE}min each ({}; {basis}) × {} that surely share the cause{} = {} (90{SPACE}%: {} to {}). So far {}, {} of work.",
        words::ratio(cost.next_tickets.value),
        whole(cost.next_tickets),
        words::count(cost.minutes_per_ticket.value),
        whole(cost.minutes_per_ticket),
        words::share(cost.belonging),
        rate.unwrap_or_default(),
        amount(review, cost.avoidable_minutes.value),
        in_unit(review, cost.avoidable_minutes.low),
        in_unit(review, cost.avoidable_minutes.high),
        words::counted(candidate.customers as f64, "customer", "customers"),
        words::duration(effort.minutes, words::Clock::Service),
    )
}

fn whole(estimate: Estimate) -> String {
    format!("{}–{}", words::count(estimate.low), words::count(estimate.high))
}

fn finely(estimate: Estimate) -> String {
    let place = |value: f64| if value < 9.95 { format!("{value:.1}") } else { words::count(value) };
    format!("{} ({}–{})", place(estimate.value), place(estimate.low), place(estimate.high))
}

/// What tells most: `category Time stamps (97 %; elsewhere 0 %)`. Where it is one category, it goes without saying that it
/// is none of the others.
fn contrasts(candidate: &Candidate, is: bool) -> String {
    let is_said = |dimension: &str| candidate.contrasts.iter().any(|other| other.is && other.dimension == dimension);
    let of = |contrast: &&Contrast| contrast.is == is && (is || !is_said(contrast.dimension));
    let words = candidate.contrasts.iter().filter(of).take(CONTRASTS_SHOWN).map(|contrast| match is {
        true => format!(
            "{} {} ({}; elsewhere {})",
            contrast.dimension,
            contrast.value,
            words::share(contrast.share),
            words::share(contrast.share_of_rest)
        ),
        false => {
            format!("{} {} ({} elsewhere)", contrast.dimension, contrast.value, words::share(contrast.share_of_rest))
        }
    });
    words.collect::<Vec<_>>().join(", ")
}

fn named(problem: &Problem) -> String {
    let owner = problem.owner.as_ref().map(|owner| format!(", {owner}")).unwrap_or_default();
    format!("{} “{}” ({}{owner})", problem.id, problem.title, state(problem.state))
}

fn recurred(problem: &Problem, review: &Review<'_>) -> Option<String> {
    let watch = problem.watch.as_ref()?;
    Some(format!(
        "{} was resolved on {}: {}. {}, where {:.1} were expected by {}: it came back, beyond chance, on {}.",
        named(problem),
        day(watch.resolution.on, review),
        watch.resolution.done.trim_end_matches('.'),
        since(watch),
        watch.resolution.expected_tickets,
        day(watch.resolution.watch_until, review),
        day(watch.recurred_at?, review),
    ))
}

fn watched(problem: &Problem, review: &Review<'_>) -> Option<String> {
    let watch = problem.watch.as_ref()?;
    Some(format!(
        "{} was resolved on {}: {}. {}; {:.1} are expected by {}, {} would reopen it.",
        named(problem),
        day(watch.resolution.on, review),
        watch.resolution.done.trim_end_matches('.'),
        since(watch),
        watch.resolution.expected_tickets,
        day(watch.resolution.watch_until, review),
        watch.reopening_tickets,
    ))
}

fn since(watch: &Watch) -> String {
    match watch.tickets {
        0 => "None has come since".into(),
        some => format!("{} came since", words::sentence(&words::counted(some as f64, "ticket", "tickets"))),
    }
}

fn notes(review: &Review<'_>, problems: &Problems<'_>) -> Vec<String> {
    let shown: Vec<&str> =
        problems.ranked().take(SHOWN).filter_map(|(_, problem)| Some(problem?.id.as_str())).collect();
    let is_other = |one: &&Problem| {
        matches!(one.state, State::Accepted | State::KnownError | State::Recurred) && !shown.contains(&one.id.as_str())
    };
    let others: Vec<String> = problems.register.problems.iter().filter(is_other).map(named).collect();
    let mut notes = Vec::new();
    if !others.is_empty() {
        notes.push(format!("Open as well: {}.", words::list(&others)));
    }
    if let Some(since) = problems.since {
        notes.push(format!(
            "There are very many tickets: only those opened since {} were looked at.",
            day(since, review)
        ));
    }
    notes
}

fn day(at: Timestamp, review: &Review<'_>) -> String {
    at.to_zoned(review.config.time_zone()).strftime("%-d %B %Y").to_string()
}
