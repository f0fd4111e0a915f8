//! What was judged, in sentences: what changed for good, what stands out now, what only wobbled, what cannot be said,
//! and how many of such signals chance gives.

use crate::kpi::{Definition, Unit};
use crate::trend::Budget;

use super::judge::{Judged, Judgements, Lasting, Latest, RareJudged, SUSPICIOUS, Shape, Size};
use super::series::is_better;
use super::{Review, words};

/// What a measure is called within a sentence, where its name does not serve.
const PHRASES: [(&str, &str); 8] = [
    ("first_response_service_median", "the median time to first response"),
    ("first_response_service_p90", "the 90th percentile of the time to first response"),
    ("resolve_active_p90", "the 90th percentile of the time to resolve"),
    ("resolve_active_median", "the median time to resolve"),
    ("resolve_median", "the median time to resolve in calendar time"),
    ("first_response_on_time", "first responses on time"),
    ("resolve_on_time", "resolutions on time"),
    ("reopened_14_days", "resolutions that were reopened within 14 days"),
];

/// More suspicions are a fishing trip.
const SUSPECTED_MAX: usize = 3;

/// What is said of a service whose latest value is out of the ordinary, above and below.
const SERVICES: [(&str, &str, &str); 5] = [
    ("opened", "More tickets than ordinary came in for", "Fewer tickets than ordinary came in for"),
    (
        "first_response_service_median",
        "First answers took longer than ordinary for",
        "First answers took less time than ordinary for",
    ),
    ("resolve_active_median", "Resolving took longer than ordinary for", "Resolving took less time than ordinary for"),
    (
        "first_response_on_time",
        "First responses were on time more often than ordinary for",
        "First responses were on time less often than ordinary for",
    ),
    (
        "resolve_on_time",
        "Resolutions were on time more often than ordinary for",
        "Resolutions were on time less often than ordinary for",
    ),
];

pub fn phrase(definition: &Definition) -> String {
    if let Some((_, phrase)) = PHRASES.iter().find(|(kpi, _)| *kpi == definition.id) {
        return (*phrase).into();
    }
    let clock = definition.clock.as_ref().map_or(String::new(), |clock| format!(" ({clock} time)"));
    let mut letters = definition.name.chars();
    let name: String = letters.next().into_iter().flat_map(char::to_lowercase).chain(letters).collect();
    name.replace(&clock, "")
}

fn name(judged: &Judged<'_>) -> String {
    let of = judged.service.map_or(String::new(), |service| format!(" for {}", words::segment("service", service)));
    format!("{}{of}", phrase(judged.definition))
}

/// Measures of the same thing, told after the first of them where it changed with them.
const FOLLOWERS: [(&str, &str); 4] = [
    ("resolved", "opened"),
    ("first_response_service_p90", "first_response_service_median"),
    ("resolve_active_p90", "resolve_active_median"),
    ("resolve_median", "resolve_active_median"),
];
/// A change of a part is that of the whole where their months are no farther apart.
const APART_MAX: usize = 2;

/// What changed for good, over all tickets first. What changed as a part of that, or measures the same, is named with
/// it.
pub fn changed(review: &Review<'_>, judged: &Judgements<'_>) -> Vec<String> {
    let found: Vec<(&Judged<'_>, &Lasting)> =
        judged.series.iter().filter_map(|one| Some((one, one.lasting.as_ref()?))).collect();
    let led = with_followers(&found, |(one, its), (other, change)| leads(one, other) && is_same(its, change));
    let told = led.into_iter().map(|((one, change), followers)| {
        lasting(review, one, change) + &likewise(followers.into_iter().map(|(other, _)| follower(other)))
    });
    told.collect()
}

/// Each that no other leads, with those that it leads.
fn with_followers<T>(found: &[T], leads: impl Fn(&T, &T) -> bool) -> Vec<(&T, Vec<&T>)> {
    let leader = |one: &T| found.iter().position(|other| leads(other, one));
    let first = found.iter().enumerate().filter(|(_, one)| leader(one).is_none());
    first.map(|(at, one)| (one, found.iter().filter(|other| leader(other) == Some(at)).collect())).collect()
}

fn likewise(followers: impl Iterator<Item = String>) -> String {
    let followers: Vec<String> = followers.collect();
    if followers.is_empty() { String::new() } else { format!(" Likewise: {}.", followers.join("; ")) }
}

fn leads(leader: &Judged<'_>, follower: &Judged<'_>) -> bool {
    let is_same_measure = leader.definition.id == follower.definition.id;
    let is_alike = FOLLOWERS.contains(&(follower.definition.id.as_str(), leader.definition.id.as_str()));
    leader.service.is_none() && if follower.service.is_some() { is_same_measure } else { is_alike }
}

fn is_same(one: &Lasting, other: &Lasting) -> bool {
    let is_near = match (&one.shape, &other.shape) {
        (Shape::Level { since: one, .. }, Shape::Level { since: other, .. }) => one.abs_diff(*other) <= APART_MAX,
        (Shape::Slope { .. }, Shape::Slope { .. }) => true,
        _ => false,
    };
    is_near && one.rose == other.rose
}

/// `Payroll (to about 7 h)`, `time to resolve, 90th percentile (to about 29 h)`
fn follower(judged: &Judged<'_>) -> String {
    let name = judged.service.map_or_else(|| phrase(judged.definition), |service| words::segment("service", service));
    match judged.lasting.as_ref().map(|lasting| &lasting.shape) {
        Some(Shape::Level { after, .. }) => {
            format!("{name} (to about {})", words::value(judged.definition, Some(*after)))
        }
        Some(Shape::Slope { a_year, .. }) => format!("{name} ({} a year)", amount(judged.definition, a_year)),
        None => name,
    }
}

fn lasting(review: &Review<'_>, judged: &Judged<'_>, lasting: &Lasting) -> String {
    let definition = judged.definition;
    let name = words::sentence(&name(judged));
    let write = |value: f64| words::value(definition, Some(value));
    let a_period = if definition.unit == Unit::Count {
        format!(" a {}", words::period_kind(review.period))
    } else {
        String::new()
    };
    let said = match &lasting.shape {
        Shape::Level { since, before, after, size } => {
            let verb = if lasting.rose { "rose" } else { "fell" };
            let since = words::period(&review.periods[*since].label);
            let (before, after) = (write(*before), write(*after));
            let by = by(definition, size);
            format!("{name} {verb} in {since} from about {before} to about {after}{a_period}: {by}")
        }
        Shape::Slope { since, a_year } => {
            let verb = if lasting.rose { "rise" } else { "fall" };
            let since = words::period(&review.periods[*since].label);
            format!("{name}: a steady {verb} since {since}, {} a year", by(definition, a_year))
        }
    };
    format!("{said}.{}", meaning(lasting.rose, definition))
}

/// The strongest few that are no finding, with how many of them chance gives.
pub fn suspected(review: &Review<'_>, judged: &Judgements<'_>) -> Vec<String> {
    let mut found: Vec<(&Judged<'_>, &Lasting)> =
        judged.series.iter().filter_map(|one| Some((one, one.suspected.as_ref()?))).collect();
    found.sort_by(|(_, one), (_, other)| one.p_value.total_cmp(&other.p_value));
    found.truncate(SUSPECTED_MAX);
    let mut said: Vec<String> = found.iter().map(|(one, suspicion)| suspected_as(review, one, suspicion)).collect();
    if !said.is_empty() {
        said.push(format!(
            "These are suspicions and no findings: {} tests give about {} of them where nothing changes.",
            judged.tests,
            words::ratio(judged.tests as f64 * SUSPICIOUS)
        ));
    }
    said
}

fn suspected_as(review: &Review<'_>, judged: &Judged<'_>, suspicion: &Lasting) -> String {
    let write = |value: f64| words::value(judged.definition, Some(value));
    let name = words::sentence(&name(judged));
    match &suspicion.shape {
        Shape::Level { since, before, after, .. } => {
            let (way, since) = (if suspicion.rose { "higher" } else { "lower" }, &review.periods[*since].label);
            format!(
                "{name}: perhaps {way} since {}, about {} after {}.",
                words::period(since),
                write(*after),
                write(*before)
            )
        }
        Shape::Slope { .. } => format!("{name}: perhaps {}.", if suspicion.rose { "rising" } else { "falling" }),
    }
}

pub fn meaning(rose: bool, definition: &Definition) -> &'static str {
    match is_better(rose, definition.better) {
        Some(true) => " This is an improvement.",
        Some(false) => " This is a deterioration.",
        None => "",
    }
}

/// `58 % less (95 % interval 49 to 66 %)`, `13 points more (8 to 18)`
fn by(definition: &Definition, size: &Size) -> String {
    let more = if size.value >= 0.0 { "more" } else { "less" };
    let (low, high) = (size.interval.low.abs(), size.interval.high.abs());
    let (low, high) = if low > high { (high, low) } else { (low, high) };
    // An interval that reaches to the other side of nothing begins there.
    let low = if size.interval.low * size.interval.high < 0.0 { 0.0 } else { low };
    let percent = |share: f64| words::count(share * 100.0);
    let write = |value: f64| words::value(definition, Some(value));
    let interval = if size.is_relative {
        format!("{} to {}", percent(low), words::share(high))
    } else if definition.unit == Unit::Share {
        format!("{} to {}", percent(low), percent(high))
    } else {
        format!("{} to {}", write(low), write(high))
    };
    format!("{} {more} (95{SPACE}% interval {interval})", amount(definition, size))
}

/// `58 %`, `13 points`, `2.4`
pub fn amount(definition: &Definition, size: &Size) -> String {
    let value = size.value.abs();
    if size.is_relative {
        words::share(value)
    } else if definition.unit == Unit::Share {
        format!("{} points", words::count(value * 100.0))
    } else {
        words::value(definition, Some(value))
    }
}

const SPACE: char = '\u{a0}';

/// What is out of the ordinary in the period itself. What a lasting change has said already is left out.
pub fn out_of_the_ordinary(review: &Review<'_>, judged: &Judgements<'_>) -> Vec<String> {
    let mut found = specials(review, judged);
    found.extend(judged.rare.iter().filter_map(RareJudged::news));
    for (kpi, above, below) in SERVICES {
        found.extend(services(judged, kpi, true, above));
        found.extend(services(judged, kpi, false, below));
    }
    found
}

/// The side and the limit, unless a lasting change in that direction explains them: a level does, a slope only where the
/// value before lay beyond the limit too.
pub fn news(judged: &Judged<'_>) -> Option<(bool, f64)> {
    let Latest::Special { above, limit } = judged.latest else { return None };
    let before = judged.points.iter().rev().nth(1).copied().flatten().and_then(|point| point.beyond);
    let is_known = judged.lasting.as_ref().is_some_and(|lasting| {
        let is_level = matches!(lasting.shape, Shape::Level { .. });
        lasting.rose == above && (is_level || before == Some(above))
    });
    (!is_known).then_some((above, limit))
}

/// Over all tickets; a measure of the same thing that went the same way is named with the first of them.
fn specials(review: &Review<'_>, judged: &Judgements<'_>) -> Vec<String> {
    let totals = judged.series.iter().filter(|one| one.service.is_none());
    let found: Vec<(&Judged<'_>, bool, f64)> =
        totals.filter_map(|one| news(one).map(|(above, limit)| (one, above, limit))).collect();
    let led = with_followers(&found, |(one, above, _), (other, its, _)| leads(one, other) && above == its);
    let told = led.into_iter().filter_map(|((one, above, limit), followers)| {
        let beyond = |(one, above, limit): &(&Judged<'_>, bool, f64)| {
            format!("{} ({})", phrase(one.definition), beyond(one, *above, *limit))
        };
        let likewise = likewise(followers.into_iter().map(beyond));
        Some(special(review, one.definition, *above, *limit)? + &likewise)
    });
    told.collect()
}

fn special(review: &Review<'_>, definition: &Definition, above: bool, limit: f64) -> Option<String> {
    let value = review.value(&definition.id)?;
    let (more, upper) = if above { ("more", "upper") } else { ("less", "lower") };
    let (mut now, mut limit_said) = (words::value(definition, Some(value)), outermost(definition, limit, above));
    if now == limit_said && definition.unit == Unit::Share {
        (now, limit_said) = (words::share_finely(value), words::share_finely(limit));
    }
    let comparison = comparison(review, definition);
    Some(format!(
        "{}: {now}, {more} than ordinary variation explains ({upper} control limit {limit_said}){comparison}.{}",
        words::sentence(&phrase(definition)),
        meaning(above, definition)
    ))
}

/// `8 h 23 min; ordinary up to 3 h 13 min`
fn beyond(judged: &Judged<'_>, above: bool, limit: f64) -> String {
    let now = judged.points.last().copied().flatten().map(|point| point.value);
    let bound = if above { "up to" } else { "from" };
    let limit = outermost(judged.definition, limit, above);
    format!("{}; ordinary {bound} {limit}", words::value(judged.definition, now))
}

/// The period before and the same one a year before.
fn comparison(review: &Review<'_>, definition: &Definition) -> String {
    let earlier: Vec<String> = [review.previous(), review.year_before()]
        .into_iter()
        .flatten()
        .filter_map(|period| Some((period, review.figures.total(&definition.id, &period.label)?.value?)))
        .map(|(period, value)| format!("{} in {}", words::value(definition, Some(value)), words::period(&period.label)))
        .collect();
    if earlier.is_empty() { String::new() } else { format!("; {}", earlier.join(", ")) }
}

fn services(judged: &Judgements<'_>, kpi: &str, wanted: bool, said: &str) -> Option<String> {
    let own = judged.series.iter().filter(|one| one.definition.id == kpi);
    let found: Vec<String> = own
        .filter_map(|one| {
            let service = words::segment("service", one.service?);
            let (above, limit) = news(one).filter(|(above, _)| *above == wanted)?;
            Some(format!("{service} ({})", beyond(one, above, limit)))
        })
        .collect();
    (!found.is_empty()).then(|| format!("{said} {}.", words::list(&found)))
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

/// What moved and means nothing.
pub fn wobbled(judged: &Judgements<'_>) -> Vec<String> {
    let mut totals = named(judged, |one| one.is_steady());
    let (rare, rare_of_services): (Vec<_>, Vec<_>) = judged.rare.iter().partition(|one| one.service().is_none());
    totals.extend(rare.iter().filter(|one| one.latest.is_none()).map(|one| one.events_in_words()));
    let services = judged.series.iter().filter(|one| one.service.is_some() && !one.is_unsaid());
    let services: Vec<bool> =
        services.map(Judged::is_steady).chain(rare_of_services.iter().map(|one| one.latest.is_none())).collect();
    let (asked, steady) = (services.len(), services.iter().filter(|is_steady| **is_steady).count());
    let mut said = Vec::new();
    if !totals.is_empty() {
        said.push(format!("Up and down by no more than chance: {}.", words::list(&totals)));
    }
    if asked > 0 {
        said.push(format!("By service, {steady} of {asked} series did no more than that."));
    }
    said
}

/// Why some measures are passed over.
pub fn unsaid(judged: &Judgements<'_>) -> Vec<String> {
    let mut passed_over = named(judged, |one| one.is_unsaid());
    let services = judged.series.iter().filter(|one| one.service.is_some() && one.is_unsaid()).count();
    if services > 0 {
        passed_over.push(format!("{services} of the series by service"));
    }
    if passed_over.is_empty() {
        return Vec::new();
    }
    vec![format!("Too little history, or too few cases, to tell change from chance: {}.", words::list(&passed_over))]
}

fn named(judged: &Judgements<'_>, is_wanted: impl Fn(&Judged<'_>) -> bool) -> Vec<String> {
    let totals = judged.series.iter().filter(|one| one.service.is_none());
    totals.filter(|one| is_wanted(one)).map(|one| phrase(one.definition)).collect()
}

/// `with these N series we expect X false signals; we saw Y`
pub fn believed(review: &Review<'_>, judged: &Judgements<'_>) -> Vec<String> {
    let kind = words::period_kind(review.period);
    let mut said: Vec<String> = judged.budget.as_ref().map(|budget| false_alarms(budget, kind)).into_iter().collect();
    if judged.tests > 0 {
        said.push(format!(
            "Lasting changes were looked for with {} tests that were judged together, so that of the changes named here no \
             more than one in twenty is false, on average (Benjamini–Hochberg).",
            judged.tests
        ));
    }
    said
}

fn false_alarms(budget: &Budget, kind: &str) -> String {
    let (expected, more) = (words::ratio(budget.expected), words::ratio(budget.expected_autocorrelated));
    let up_to = if more == expected { String::new() } else { format!(", up to {more} where {kind}s hang together") };
    // None or more are seen in every review.
    let as_many = match budget.seen {
        0 => String::new(),
        _ => format!("; as many or more in {} of such reviews", chance(budget.chance)),
    };
    format!(
        "Latest values beyond a limit: {} of {}. Were nothing different, chance would give about {expected}{up_to}{as_many}.",
        budget.seen,
        words::counted(budget.watched as f64, "chart", "charts"),
    )
}

fn chance(probability: f64) -> String {
    if probability < 0.01 { format!("fewer than 1{SPACE}%") } else { words::share(probability) }
}
