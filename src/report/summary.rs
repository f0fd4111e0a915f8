//! What happened, in sentences: facts first, then what changed, what stands out, what is to be decided and by whom, what
//! only wobbled, and how far to believe it.
//!
//! A difference is called a change only where a chart, a test or an interval says so. Everything else that moved is
//! called chance, by name, so that nobody has to wonder.

use serde::Serialize;

use crate::kpi::{Figure, Unit};
use crate::trend;

use super::decisions::{self, Decision};
use super::judge::Judgements;
use super::series::{SMALL_SAMPLE, counts};
use super::words::Clock;
use super::{Review, comparison, findings, open_time, outlook, words};

#[derive(Debug, Serialize)]
pub struct Summary {
    /// Plain facts of the period.
    pub facts: Vec<String>,
    /// How long the newest tickets stay open.
    pub open_time: Option<String>,
    /// One sentence a lasting change.
    pub changed: Vec<String>,
    /// Was anything long enough to ask for a lasting change?
    pub tested: bool,
    /// What is out of the ordinary in this period, a goal missed, who lags.
    pub stands_out: Vec<String>,
    /// What waits for a decision, and whose.
    pub to_decide: Vec<Decision>,
    /// Is there anything of which it can be said that nothing waits?
    pub is_asked: bool,
    /// Too weak to be called a change, and worth another look next time.
    pub suspected: Vec<String>,
    /// What only wobbled.
    pub wobbled: Vec<String>,
    /// What is too little to judge.
    pub unsaid: Vec<String>,
    /// What comes next, where that can be said.
    pub outlook: Vec<String>,
    /// How many such signals chance gives.
    pub believed: Vec<String>,
}

pub fn summary(review: &Review<'_>, judged: &Judgements<'_>) -> Summary {
    let mut stands_out = findings::out_of_the_ordinary(review, judged);
    let goals = goals(review);
    stands_out.extend(goals.iter().cloned());
    stands_out.extend(comparison::laggards(review, judged));
    let mut unsaid = findings::unsaid(judged);
    unsaid.extend(small_samples(review, judged));
    Summary {
        facts: facts(review),
        open_time: open_time::sentence(review),
        changed: findings::changed(review, judged),
        tested: judged.tests > 0,
        stands_out,
        to_decide: decisions::decisions(review, judged, &goals),
        is_asked: decisions::is_asked(review),
        suspected: findings::suspected(review, judged),
        wobbled: findings::wobbled(judged),
        unsaid,
        outlook: outlook::sentences(review),
        believed: findings::believed(review, judged),
    }
}

fn facts(review: &Review<'_>) -> Vec<String> {
    [flow(review), backlog(review), speed(review), promises(review)].into_iter().flatten().collect()
}

/// What moves the backlog: without the reopened ones, opened and resolved do not add up to its change.
const FLOWS: [(&str, &str); 3] = [("opened", "opened"), (REOPENED, "reopened"), ("resolved", "resolved")];
const REOPENED: &str = "reopenings";

fn flow(review: &Review<'_>) -> Option<String> {
    let period = words::period(&review.period.label);
    let so_far = if review.is_over() { "" } else { " so far" };
    let known = FLOWS.into_iter().filter_map(|(kpi, verb)| Some((kpi, verb, review.value(kpi)?)));
    let flows: Vec<_> = known.filter(|(kpi, _, count)| *kpi != REOPENED || *count > 0.0).collect();
    if flows.is_empty() {
        return None;
    }
    if flows.iter().all(|(.., count)| *count == 0.0) {
        return Some(format!("No ticket was opened or resolved in {period}{so_far}."));
    }
    let said = |(i, (_, verb, count)): (usize, &(&str, &str, f64))| {
        let noun = if i == 0 { ("ticket was", "tickets were") } else { ("was", "were") };
        format!("{} {verb}", words::counted(*count, noun.0, noun.1))
    };
    let said: Vec<String> = flows.iter().enumerate().map(said).collect();
    Some(format!("In {period}{so_far}, {}.", words::list(&said)))
}

fn backlog(review: &Review<'_>) -> Option<String> {
    let now = review.value("backlog")?;
    let open = if now == 0.0 { "no ticket was".into() } else { words::counted(now, "ticket was", "tickets were") };
    let when = if review.is_over() { "At its end".into() } else { format!("On {},", review.as_of_day()) };
    let change = backlog_change(review, now).map_or(String::new(), |change| format!(" ({change})"));
    Some(format!("{when} {open} open{change}{}.", overdue(review, now).unwrap_or_default()))
}

fn backlog_change(review: &Review<'_>, now: f64) -> Option<String> {
    let period = review.previous()?;
    let before = review.figures.total("backlog", &period.label)?.value?;
    let then = format!("at the end of {}", words::period(&period.label));
    Some(match words::count((now - before).abs()).as_str() {
        "0" if now == 0.0 => return None,
        "0" => format!("as many as {then}"),
        more if now > before => format!("{more} more than {then}"),
        fewer => format!("{fewer} fewer than {then}"),
    })
}

fn overdue(review: &Review<'_>, open: f64) -> Option<String> {
    let overdue = review.value("open_overdue")?;
    let of_them = match words::count(overdue) {
        _ if open == 0.0 => return None,
        _ if open == 1.0 && overdue > 0.0 => String::new(),
        _ if open == 1.0 => "not ".into(),
        none if none == "0" => "none of them ".into(),
        _ if overdue >= open => "all of them ".into(),
        some => format!("{some} of them "),
    };
    Some(format!(", {of_them}past the resolution target"))
}

fn speed(review: &Review<'_>) -> Option<String> {
    let time = |kpi: &str| review.value(kpi).map(|minutes| words::duration(minutes, Clock::Service));
    let resolve = time("resolve_active_median")?;
    Some(match time("first_response_service_median") {
        Some(first) => format!(
            "Half of the tickets had a first answer within {first} of service time, and half of the resolved tickets \
             took {resolve} or less, not counting the time that we waited for the customer."
        ),
        None => format!(
            "Half of the resolved tickets took {resolve} or less of service time, not counting the time that we waited \
             for the customer."
        ),
    })
}

fn promises(review: &Review<'_>) -> Option<String> {
    let part = |kpi: &str, one: &str, many: &str| {
        let (met, due) = counts(review.now(kpi)?)?;
        Some(format!("{} of {}", words::share(met / due), words::counted(due, one, many)))
    };
    let first_responses = part("first_response_on_time", "first response", "first responses");
    let resolutions = part("resolve_on_time", "resolution that fell due", "resolutions that fell due");
    let parts: Vec<String> = first_responses.into_iter().chain(resolutions).collect();
    (!parts.is_empty()).then(|| format!("On time: {}.", words::list(&parts)))
}

/// Where the goal is missed by more than chance.
fn goals(review: &Review<'_>) -> Vec<String> {
    let Some(goal) = review.goal() else { return Vec::new() };
    [("first_response_on_time", "First responses on time"), ("resolve_on_time", "Resolutions on time")]
        .into_iter()
        .filter_map(|(kpi, phrase)| missed(review, kpi, phrase, goal))
        .collect()
}

fn missed(review: &Review<'_>, kpi: &'static str, phrase: &str, goal: f64) -> Option<String> {
    let surely_below = |figure: &Figure| {
        let (met, due) = counts(figure)?;
        let interval = trend::wilson_interval(met, due)?;
        (interval.high < goal).then(|| format!("{} of {}", words::share(met / due), words::count(due)))
    };
    let mut parts: Vec<String> =
        review.now(kpi).and_then(surely_below).map(|all| format!("over all ({all})")).into_iter().collect();
    let mut services: Vec<String> = review
        .figures
        .by(kpi, &review.period.label, "service")
        .filter_map(|(name, figure)| {
            Some(format!("for {} ({})", words::segment("service", name), surely_below(figure)?))
        })
        .collect();
    services.sort();
    // The only service is all there is.
    let is_split = review.figures.by(kpi, &review.period.label, "service").nth(1).is_some();
    parts.extend(services.into_iter().filter(|_| is_split));
    let goal = words::share(goal);
    (!parts.is_empty())
        .then(|| format!("{phrase} miss the goal of {goal} by more than chance {}.", words::list(&parts)))
}

/// Headlines that rest on few cases in this period.
fn small_samples(review: &Review<'_>, judged: &Judgements<'_>) -> Option<String> {
    let totals = judged.series.iter().filter(|one| one.service.is_none() && one.definition.unit != Unit::Count);
    let small = totals.filter_map(|one| {
        let n = review.now(&one.definition.id).filter(|figure| figure.value.is_some())?.n;
        (n < SMALL_SAMPLE).then(|| format!("{} (n = {n})", findings::phrase(one.definition)))
    });
    let small: Vec<String> = small.collect();
    (!small.is_empty()).then(|| format!("Small samples, to be read with care: {}.", words::list(&small)))
}
