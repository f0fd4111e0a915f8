//! What happened, in sentences: facts first, then what really changed, then what did not.
//!
//! A difference is called a change only where a control chart or an interval says so. Everything else that
//! moved is called ordinary variation, by name, so that nobody has to wonder.

use serde::Serialize;

use crate::kpi::{Definition, Figure, Unit};
use crate::trend::{self, Scale};

use super::series::{Change, How, SMALL_SAMPLE, Verdict, counts, is_better, series_verdict};
use super::words::Clock;
use super::{Review, words};

/// The measures that management is told about; the rest is in the scorecard.
const JUDGED: [(&str, &str); 10] = [
    ("opened", "tickets opened"),
    ("resolved", "tickets resolved"),
    ("first_response_service_median", "the median time to first response"),
    ("resolve_active_median", "the median time to resolve"),
    ("first_response_on_time", "first responses on time"),
    ("resolve_on_time", "resolutions on time"),
    ("reopened", "resolutions that did not hold"),
    ("one_touch", "resolutions at first touch"),
    ("chasers_per_ticket", "chasers per ticket"),
    ("complaints_per_100", "complaints per 100 tickets"),
];

/// A measure that has a value, and whether that is a change.
struct Judged<'a> {
    definition: &'a Definition,
    /// What it is called within a sentence.
    phrase: &'static str,
    verdict: Verdict,
}

#[derive(Debug, Serialize)]
pub struct Summary {
    /// Plain facts of the period.
    pub facts: Vec<String>,
    /// One sentence a real change or a goal missed.
    pub changes: Vec<String>,
    /// What stayed as it was, what is too little to judge.
    pub rest: Vec<String>,
}

pub fn summary(review: &Review<'_>) -> Summary {
    let judged: Vec<Judged<'_>> = JUDGED.into_iter().filter_map(|(kpi, phrase)| judge(review, kpi, phrase)).collect();
    let mut changes: Vec<String> = judged.iter().filter_map(|judged| change(review, judged)).collect();
    changes.extend(goals(review));
    changes.extend(laggards(review));
    changes.extend(services(review));
    Summary { facts: facts(review), changes, rest: rest(review, &judged) }
}

fn judge<'a>(review: &Review<'a>, kpi: &str, phrase: &'static str) -> Option<Judged<'a>> {
    review.value(kpi)?;
    let definition = review.definition(kpi)?;
    Some(Judged { definition, phrase, verdict: review.verdict(definition) })
}

fn facts(review: &Review<'_>) -> Vec<String> {
    [flow(review), backlog(review), speed(review), promises(review)].into_iter().flatten().collect()
}

fn flow(review: &Review<'_>) -> Option<String> {
    let period = words::period(&review.period.label);
    let (opened, resolved) = (review.value("opened"), review.value("resolved"));
    if opened.or(resolved)? == 0.0 && resolved.unwrap_or(0.0) == 0.0 {
        return Some(format!("No ticket was opened or resolved in {period}."));
    }
    let opened = opened.map(|n| format!("{} opened", words::counted(n, "ticket was", "tickets were")));
    let resolved = resolved.map(|n| {
        let noun = if opened.is_some() { ("was", "were") } else { ("ticket was", "tickets were") };
        format!("{} resolved", words::counted(n, noun.0, noun.1))
    });
    let both: Vec<String> = [opened, resolved].into_iter().flatten().collect();
    Some(format!("In {period}, {}.", words::list(&both)))
}

fn backlog(review: &Review<'_>) -> Option<String> {
    let now = review.value("backlog")?;
    let kind = words::period_kind(review.period);
    let open = if now == 0.0 { "no ticket was".into() } else { words::counted(now, "ticket was", "tickets were") };
    let mut sentence = format!("At its end {open} open");
    let before = review.previous().and_then(|period| review.figures.total("backlog", &period.label)?.value);
    if let Some(before) = before {
        let difference = words::count((now - before).abs());
        sentence += &match difference.as_str() {
            "0" if now == 0.0 => String::new(),
            "0" => format!(", as many as a {kind} before"),
            more if now > before => format!(", {more} more than a {kind} before"),
            fewer => format!(", {fewer} fewer than a {kind} before"),
        };
    }
    match review.value("open_overdue") {
        Some(overdue) if overdue > 0.0 => {
            sentence += &format!("; {} of them past the resolution target", words::count(overdue))
        }
        Some(_) if now > 0.0 => sentence += "; none of them past the resolution target",
        _ => {}
    }
    Some(sentence + ".")
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

fn change(review: &Review<'_>, judged: &Judged<'_>) -> Option<String> {
    let Verdict::Changed(change) = &judged.verdict else { return None };
    let definition = judged.definition;
    let now = words::value(definition, review.value(&definition.id));
    let said = match &change.how {
        How::ShareSince(label) => {
            let before = words::value(definition, review.figures.total(&definition.id, label).and_then(|f| f.value));
            let verb = if change.rose { "rose" } else { "fell" };
            format!("{} {verb} to {now}, from {before} in {}", words::sentence(judged.phrase), words::period(label))
        }
        _ => format!("{}: {now}, {}", words::sentence(judged.phrase), reason(review, definition, change)),
    };
    let meaning = match is_better(change, definition.better) {
        Some(true) => " This is an improvement.",
        Some(false) => " This is a deterioration.",
        None => "",
    };
    Some(format!("{said}{}.{meaning}", comparison(review, definition, change)))
}

/// Why the control chart takes this for more than chance.
fn reason(review: &Review<'_>, definition: &Definition, change: &Change) -> String {
    let write = |value: f64| words::value(definition, Some(value));
    let kind = words::period_kind(review.period);
    match &change.how {
        How::BeyondLimit(limit) => {
            let (more, upper) = if change.rose { ("more", "upper") } else { ("less", "lower") };
            let limit = outermost(definition, *limit, change.rose);
            format!("{more} than ordinary variation explains ({upper} control limit {limit})")
        }
        How::Run { length, centre_line } => {
            let side = if change.rose { "above" } else { "below" };
            format!("{} {kind}s in a row {side} the centre line of {}", words::spelled(*length), write(*centre_line))
        }
        How::Step | How::ShareSince(_) => {
            let way = if change.rose { "up" } else { "down" };
            format!("{way} from the {kind} before by more than its ordinary variation")
        }
    }
}

/// The period before and the year before; what the sentence has named already is left out.
fn comparison(review: &Review<'_>, definition: &Definition, change: &Change) -> String {
    let named = match &change.how {
        How::ShareSince(label) => Some(label.as_str()),
        _ => None,
    };
    let earlier: Vec<String> = [review.previous(), review.year_before()]
        .into_iter()
        .flatten()
        .filter(|period| Some(period.label.as_str()) != named)
        .filter_map(|period| Some((period, review.figures.total(&definition.id, &period.label)?.value?)))
        .map(|(period, value)| format!("{} in {}", words::value(definition, Some(value)), words::period(&period.label)))
        .collect();
    if earlier.is_empty() { String::new() } else { format!("; {}", earlier.join(", ")) }
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
    parts.extend(services);
    let goal = words::share(goal);
    (!parts.is_empty())
        .then(|| format!("{phrase} miss the goal of {goal} by more than chance {}.", words::list(&parts)))
}

/// Services that keep their targets less often than all others together, where that is more than chance.
///
/// With a goal, that is what services are compared with instead.
fn laggards(review: &Review<'_>) -> Vec<String> {
    if review.goal().is_some() {
        return Vec::new();
    }
    [("first_response_on_time", "First responses were"), ("resolve_on_time", "Resolutions were")]
        .into_iter()
        .flat_map(|(kpi, subject)| lagging(review, kpi, subject))
        .collect()
}

fn lagging(review: &Review<'_>, kpi: &'static str, subject: &str) -> Vec<String> {
    let text = |(met, due): (f64, f64)| format!("{} of {}", words::share(met / due), words::count(due));
    let Some(all) = review.now(kpi).and_then(counts) else { return Vec::new() };
    let mut found: Vec<String> = review
        .figures
        .by(kpi, &review.period.label, "service")
        .filter_map(|(name, figure)| Some((words::segment("service", name), counts(figure)?)))
        .filter_map(|(name, own)| {
            let others = (all.0 - own.0, all.1 - own.1);
            let difference = trend::difference_interval(others, own)?;
            let sentence =
                format!("{subject} on time less often for {name} ({}) than elsewhere ({}).", text(own), text(others));
            (difference.high < 0.0).then_some(sentence)
        })
        .collect();
    found.sort();
    found
}

/// Services whose volume or time to resolve stands out against their own history.
fn services(review: &Review<'_>) -> Vec<String> {
    let found = [
        ("opened", true, "More tickets than ordinary came in for"),
        ("opened", false, "Fewer tickets than ordinary came in for"),
        ("resolve_active_median", true, "Resolving took longer than ordinary for"),
        ("resolve_active_median", false, "Resolving took less time than ordinary for"),
    ];
    found.into_iter().filter_map(|(kpi, rose, said)| standing_out(review, kpi, rose, said)).collect()
}

fn standing_out(review: &Review<'_>, kpi: &'static str, rose: bool, said: &str) -> Option<String> {
    let definition = review.definition(kpi)?;
    let found: Vec<String> = review
        .ranked(kpi, "service")
        .into_iter()
        .filter_map(|(service, figure)| match service_verdict(review, definition, kpi, service) {
            // A single jump between two months of few tickets says little; a limit or a run does.
            Verdict::Changed(change) if change.rose == rose && !matches!(change.how, How::Step) => {
                let (service, now) = (words::segment("service", service), words::value(definition, figure.value));
                Some(format!("{service} ({now}; {})", usual(definition, &change)))
            }
            _ => None,
        })
        .collect();
    (!found.is_empty()).then(|| format!("{said} {}.", words::list(&found)))
}

fn service_verdict(review: &Review<'_>, definition: &Definition, kpi: &'static str, service: &str) -> Verdict {
    let mut series = review.series_of(kpi, "service", service);
    if definition.unit == Unit::Count {
        // No row in a month that has others means that nothing was opened there.
        series.iter_mut().for_each(|value| *value = value.or(Some(0.0)));
        series_verdict(&series, Scale::Linear)
    } else {
        series_verdict(&series, Scale::Logarithmic)
    }
}

/// A control limit in the measure's unit; of a count, the last whole number inside it.
fn outermost(definition: &Definition, limit: f64, upper: bool) -> String {
    let limit = match definition.unit {
        Unit::Count if upper => limit.floor(),
        Unit::Count => limit.ceil(),
        _ => limit,
    };
    words::value(definition, Some(limit))
}

/// What would have been ordinary, in a few words.
fn usual(definition: &Definition, change: &Change) -> String {
    let write = |value: f64| words::value(definition, Some(value));
    match &change.how {
        How::BeyondLimit(limit) => {
            let bound = if change.rose { "up to" } else { "from" };
            format!("ordinary {bound} {}", outermost(definition, *limit, change.rose))
        }
        How::Run { length, centre_line } => {
            let side = if change.rose { "above" } else { "below" };
            format!("{} times in a row {side} {}", words::spelled(*length), write(*centre_line))
        }
        How::Step | How::ShareSince(_) => "an unusual step".into(),
    }
}

/// What stayed, what cannot be told, what rests on little.
fn rest(review: &Review<'_>, judged: &[Judged<'_>]) -> Vec<String> {
    let named = |wanted: Verdict| -> Vec<String> {
        judged.iter().filter(|judged| judged.verdict == wanted).map(|judged| judged.phrase.into()).collect()
    };
    let (steady, unknown) = (named(Verdict::Steady), named(Verdict::Unknown));
    let mut rest = Vec::new();
    if !steady.is_empty() {
        rest.push(format!("No real change in {}.", words::list(&steady)));
    }
    if !unknown.is_empty() {
        rest.push(format!("Too little history to tell change from chance in {}.", words::list(&unknown)));
    }
    let small: Vec<String> = judged.iter().filter_map(|judged| small_sample(review, judged)).collect();
    if !small.is_empty() {
        rest.push(format!("Small samples, to be read with care: {}.", words::list(&small)));
    }
    rest
}

fn small_sample(review: &Review<'_>, judged: &Judged<'_>) -> Option<String> {
    let n = review.now(&judged.definition.id)?.n;
    let small = judged.definition.unit != Unit::Count && n < SMALL_SAMPLE;
    small.then(|| format!("{} (n = {n})", judged.phrase))
}
