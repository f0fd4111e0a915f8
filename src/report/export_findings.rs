//! What was judged, for machines: every series with its chart, its limits and what is said of it, so that a finding can
//! be checked, and what was *not* found too.

use serde::Serialize;
use serde_json::Value;

use crate::register::State;

use super::judge::{Judged, Judgements, Kind, Lasting, Latest, Limits, Pace, RareJudged, Shape, Size};
use super::{Problems, ReportError, Review, improvements};

#[derive(Serialize)]
struct Findings<'a> {
    period: &'a str,
    series: Vec<Series<'a>>,
    rare: Vec<Rare<'a>>,
    objectives: Vec<Objective<'a>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    improvements: Vec<improvements::Finding<'a>>,
    problems: Vec<Problem<'a>>,
    tests_for_lasting_changes: usize,
    false_alarm_budget: Option<Budget>,
}

#[derive(Serialize)]
struct Series<'a> {
    kpi: &'a str,
    service: Option<&'a str>,
    chart: &'static str,
    /// `usual`, `above`, `below`, or `unsaid`.
    latest: &'static str,
    value: Option<f64>,
    centre_line: Option<f64>,
    lower_control_limit: Option<f64>,
    upper_control_limit: Option<f64>,
    rebased: Vec<Rebased<'a>>,
    was_tested: bool,
    /// A finding among all that was tested.
    change: Option<Change<'a>>,
    /// No finding, but rare if it had been the only test.
    suspicion: Option<Change<'a>>,
}

#[derive(Serialize)]
struct Rebased<'a> {
    from: &'a str,
    reason: &'a str,
}

#[derive(Serialize)]
struct Change<'a> {
    /// `level` or `slope`.
    shape: &'static str,
    since: &'a str,
    before: Option<f64>,
    after: Option<f64>,
    /// Of a slope a year; a share of the level before where `is_relative`.
    size: f64,
    low: f64,
    high: f64,
    is_relative: bool,
    p_value: f64,
    false_discovery_rate: f64,
}

#[derive(Serialize)]
struct Rare<'a> {
    kpi: &'a str,
    service: Option<&'a str>,
    /// `t` of days, `g` of tickets.
    chart: &'static str,
    events: usize,
    usual_gap: f64,
    lower_control_limit: Option<f64>,
    upper_control_limit: f64,
    last_gap: f64,
    /// Since the last event, and not over.
    open_gap: f64,
    unit: &'static str,
    /// `usual`, `rarer` or `more_frequent`.
    latest: &'static str,
}

#[derive(Serialize)]
struct Objective<'a> {
    metric: &'a str,
    service: Option<&'a str>,
    standing: &'static str,
    is_overdue: bool,
}

/// A candidate or an open problem, by rank, with every factor of it.
#[derive(Serialize)]
struct Problem<'a> {
    problem: Option<&'a str>,
    state: &'static str,
    owner: Option<&'a str>,
    #[serde(flatten)]
    candidate: Value,
}

#[derive(Serialize)]
struct Budget {
    charts: usize,
    expected: f64,
    expected_autocorrelated: f64,
    seen: u64,
    chance: f64,
}

pub fn json(review: &Review<'_>, judged: &Judgements<'_>) -> Result<String, ReportError> {
    let findings = Findings {
        period: &review.period.label,
        series: judged.series.iter().map(|one| series(review, one)).collect(),
        rare: judged.rare.iter().map(rare).collect(),
        objectives: judged.objectives.iter().map(objective).collect(),
        improvements: improvements::findings(review),
        problems: problems(review)?,
        tests_for_lasting_changes: judged.tests,
        false_alarm_budget: judged.budget.as_ref().map(budget),
    };
    Ok(serde_json::to_string_pretty(&findings)? + "\n")
}

/// Six places: the last bits of a sum may differ between machines.
fn rounded(value: f64) -> f64 {
    let rounded = (value * 1e6).round() / 1e6;
    if rounded == 0.0 { 0.0 } else { rounded }
}

fn problems<'a>(review: &Review<'a>) -> Result<Vec<Problem<'a>>, ReportError> {
    let ranked = review.problems.iter().flat_map(Problems::ranked);
    let told = ranked.map(|(candidate, problem)| {
        let mut candidate = serde_json::to_value(candidate)?;
        round(&mut candidate);
        Ok(Problem {
            problem: problem.map(|problem| problem.id.as_str()),
            state: problem.map_or(State::Candidate, |problem| problem.state).name(),
            owner: problem.and_then(|problem| problem.owner.as_deref()),
            candidate,
        })
    });
    told.collect()
}

fn round(value: &mut Value) {
    match value {
        Value::Number(number) if number.is_f64() => {
            *value = number.as_f64().map_or(Value::Null, |number| rounded(number).into());
        }
        Value::Array(values) => values.iter_mut().for_each(round),
        Value::Object(fields) => fields.values_mut().for_each(round),
        _ => {}
    }
}

fn series<'a>(review: &'a Review<'_>, judged: &'a Judged<'_>) -> Series<'a> {
    let last = judged.points.last().copied().flatten();
    let limit = |of: fn(Limits) -> f64| last.and_then(|point| point.limits).map(|limits| rounded(of(limits)));
    let rebased = judged.rebased.iter().map(|(from, reason)| Rebased { from: &review.periods[*from].label, reason });
    Series {
        kpi: &judged.definition.id,
        service: judged.service,
        chart: match judged.kind {
            Kind::Times => "xmr_logarithmic",
            Kind::Plain => "xmr",
            Kind::Shares => "laney_p",
            Kind::Rates => "laney_u",
        },
        latest: match judged.latest {
            Latest::Unsaid(_) => "unsaid",
            Latest::Usual => "usual",
            Latest::Special { above: true, .. } => "above",
            Latest::Special { above: false, .. } => "below",
        },
        value: last.map(|point| rounded(point.value)),
        centre_line: limit(|limits| limits.centre),
        lower_control_limit: limit(|limits| limits.lower),
        upper_control_limit: limit(|limits| limits.upper),
        rebased: rebased.collect(),
        was_tested: judged.was_tested,
        change: judged.lasting.as_ref().map(|lasting| change(review, lasting)),
        suspicion: judged.suspected.as_ref().map(|suspected| change(review, suspected)),
    }
}

fn change<'a>(review: &'a Review<'_>, lasting: &Lasting) -> Change<'a> {
    let of = |shape, since: usize, levels: Option<(f64, f64)>, size: &Size| Change {
        shape,
        since: &review.periods[since].label,
        before: levels.map(|(before, _)| rounded(before)),
        after: levels.map(|(_, after)| rounded(after)),
        size: rounded(size.value),
        low: rounded(size.interval.low),
        high: rounded(size.interval.high),
        is_relative: size.is_relative,
        p_value: rounded(lasting.p_value),
        false_discovery_rate: rounded(lasting.false_discovery_rate),
    };
    match &lasting.shape {
        Shape::Level { since, before, after, size } => of("level", *since, Some((*before, *after)), size),
        Shape::Slope { since, a_year } => of("slope", *since, None, a_year),
    }
}

fn rare<'a>(rare: &'a RareJudged<'_>) -> Rare<'a> {
    let (chart, unit) = if rare.is_in_days() { ("t", "days") } else { ("g", "tickets") };
    Rare {
        kpi: &rare.definition.id,
        service: rare.service(),
        chart,
        events: rare.events(),
        usual_gap: rounded(rare.chart.centre_line),
        lower_control_limit: rare.chart.lower_control_limit.map(rounded),
        upper_control_limit: rounded(rare.chart.upper_control_limit),
        last_gap: rounded(rare.last_gap()),
        open_gap: rounded(rare.occurrences.open_gap),
        unit,
        latest: match rare.latest {
            None => "usual",
            Some(Pace::Rarer(_)) => "rarer",
            Some(Pace::MoreFrequent(_)) => "more_frequent",
        },
    }
}

fn objective<'a>(one: &'a super::judge::Attained<'_>) -> Objective<'a> {
    use super::judge::Word;
    let standing = match one.word {
        Word::Met => "met",
        Word::OnTheWay => "on_the_way",
        Word::NoChange => "no_detectable_change",
        Word::MovingAway => "moving_away",
        Word::TooFew => "too_few",
    };
    Objective {
        metric: &one.objective.metric,
        service: one.objective.service.as_deref(),
        standing,
        is_overdue: one.is_overdue,
    }
}

fn budget(budget: &crate::trend::Budget) -> Budget {
    Budget {
        charts: budget.watched,
        expected: rounded(budget.expected),
        expected_autocorrelated: rounded(budget.expected_autocorrelated),
        seen: budget.seen,
        chance: rounded(budget.chance),
    }
}
