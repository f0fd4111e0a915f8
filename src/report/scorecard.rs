//! The scorecard: each headline measure now, before, a year ago, and whether that is a change.

use serde::Serialize;

use crate::kpi::{self, Better, Definition, Unit};

use super::judge::{Judged, Judgements, Lasting, Latest, Pace, Shape};
use super::series::{SMALL_SAMPLE, is_better};
use super::{Review, words};

/// The headlines. What was never measured leaves no row; the rest of the built-in measures stands elsewhere on the
/// page or in `kpis.csv`, and the user's own have a group of their own.
const GROUPS: [(&str, &[&str]); 5] = [
    (
        "Demand",
        &[
            "opened",
            "opened_per_business_day",
            "resolved",
            "backlog",
            "backlog_age_median",
            "open_overdue",
            "out_of_hours",
            "over_workload",
        ],
    ),
    (
        "Speed",
        &[
            "first_response_service_median",
            "first_response_service_p90",
            "resolve_active_median",
            "resolve_active_p90",
            "resolve_median",
            "major_restore_median",
        ],
    ),
    ("Promises", &["first_response_on_time", "resolve_on_time"]),
    (
        "Quality",
        &[
            "first_contact_resolution",
            "reopened_14_days",
            "repeat_incidents",
            "handoffs_per_ticket",
            "messages_per_ticket",
            "chasers_per_ticket",
            "complaints_per_100",
        ],
    ),
    (
        "Customers and cost",
        &["satisfied", "satisfaction_response_rate", "customer_top5_share", "effort_per_ticket", "cost_per_ticket"],
    ),
];

#[derive(Debug, Serialize)]
pub struct Group {
    pub name: &'static str,
    pub rows: Vec<Row>,
}

#[derive(Debug, Serialize)]
pub struct Row {
    /// Whose definition the page has.
    pub kpi: String,
    pub name: String,
    /// `service time`, `active time`, `EUR`; empty where neither time nor money is measured.
    pub clock: String,
    pub now: String,
    pub small: bool,
    pub previous: String,
    pub year_before: String,
    pub sparkline: String,
    /// A shape, words and a class: the meaning never hangs on colour.
    pub mark: &'static str,
    pub verdict: String,
    pub class: &'static str,
}

/// The measures that the scorecard shows, the user's own at the end.
pub fn headlines<'a>(review: &Review<'a>) -> Vec<&'a str> {
    GROUPS.iter().flat_map(|(_, kpis)| kpis.iter().copied()).chain(own(review)).collect()
}

fn own<'a>(review: &Review<'a>) -> Vec<&'a str> {
    let ids = review.definitions.iter().map(|definition| definition.id.as_str());
    ids.filter(|id| !kpi::is_built_in(id)).collect()
}

pub fn scorecard(review: &Review<'_>, judged: &Judgements<'_>) -> Vec<Group> {
    let rows = |kpis: &[&str]| kpis.iter().filter_map(|kpi| row(review, judged, kpi)).collect();
    let mut groups: Vec<Group> = GROUPS.into_iter().map(|(name, kpis)| Group { name, rows: rows(kpis) }).collect();
    groups.push(Group { name: "Your own", rows: rows(&own(review)) });
    groups.retain(|group| !group.rows.is_empty());
    groups
}

/// Measures of which no period of the review has a value: what was never recorded, agreed or declared. Before the first
/// ticket that says nothing.
pub fn without_data<'a>(review: &Review<'a>) -> Vec<&'a str> {
    if review.figures.0.iter().all(|figure| figure.n == 0) {
        return Vec::new();
    }
    let is_missing = |definition: &&Definition| {
        review.now(&definition.id).is_some() && review.series(&definition.id).iter().all(Option::is_none)
    };
    review.definitions.iter().filter(is_missing).map(|definition| definition.name.as_str()).collect()
}

fn row(review: &Review<'_>, judged: &Judgements<'_>, kpi: &str) -> Option<Row> {
    let definition = review.definition(kpi)?;
    let figure = review.now(kpi)?;
    review.series(kpi).iter().flatten().next()?;
    let at = |period: Option<&kpi::Period>| {
        words::value(definition, period.and_then(|period| review.figures.total(kpi, &period.label)?.value))
    };
    let (mark, verdict, class) = match judged.rare(kpi) {
        Some(latest) => rare_verdict(latest, definition.better),
        None => verdict(review, judged.total(kpi), definition.better),
    };
    let clock = match definition.unit {
        Unit::Amount => review.config.organisation.currency.clone(),
        _ => definition.clock.as_ref().map_or(String::new(), |clock| format!("{clock} time")),
    };
    Some(Row {
        kpi: definition.id.clone(),
        name: definition.name.replace(&format!(" ({clock})"), ""),
        clock,
        now: words::value(definition, figure.value),
        small: definition.unit != Unit::Count && figure.value.is_some() && figure.n < SMALL_SAMPLE,
        previous: at(review.previous()),
        year_before: at(review.year_before()),
        sparkline: sparkline(&review.recent().series(kpi)),
        mark,
        verdict,
        class,
    })
}

/// What carries over from period to period has no verdict.
fn verdict(review: &Review<'_>, judged: Option<&Judged<'_>>, better: Better) -> (&'static str, String, &'static str) {
    let Some(judged) = judged else { return ("", String::new(), "") };
    if let Some(lasting) = &judged.lasting {
        return changed(lasting.rose, &since(review, lasting), better);
    }
    match judged.latest {
        Latest::Special { above, .. } => {
            changed(above, if above { "higher than ordinary" } else { "lower than ordinary" }, better)
        }
        Latest::Usual => ("●", "no real change".into(), "quiet"),
        Latest::Unsaid(_) => ("", "too little to tell".into(), "quiet"),
    }
}

fn rare_verdict(pace: Option<Pace>, better: Better) -> (&'static str, String, &'static str) {
    match pace {
        Some(Pace::Rarer(_)) => changed(false, "rarer than ordinary", better),
        Some(Pace::MoreFrequent(_)) => changed(true, "more frequent than ordinary", better),
        None => ("●", "no real change".into(), "quiet"),
    }
}

/// `higher since Mar 2026`, `rising`
fn since(review: &Review<'_>, lasting: &Lasting) -> String {
    match (&lasting.shape, lasting.rose) {
        (Shape::Level { since, .. }, rose) => {
            let way = if rose { "higher" } else { "lower" };
            format!("{way} since {}", words::period_short(&review.periods[*since].label))
        }
        (Shape::Slope { .. }, true) => "rising".into(),
        (Shape::Slope { .. }, false) => "falling".into(),
    }
}

fn changed(rose: bool, how: &str, better: Better) -> (&'static str, String, &'static str) {
    let mark = if rose { "▲" } else { "▼" };
    match is_better(rose, better) {
        Some(true) => (mark, format!("better: {how}"), "better"),
        Some(false) => (mark, format!("worse: {how}"), "worse"),
        None => (mark, how.into(), "moved"),
    }
}

/// The series as a small line without axes; the table beside it has the numbers.
fn sparkline(series: &[Option<f64>]) -> String {
    const WIDTH: f64 = 110.0;
    const HEIGHT: f64 = 28.0;
    const EDGE: f64 = 4.0;
    let values = series.iter().flatten();
    let (low, high) = values.fold((f64::MAX, f64::MIN), |(low, high), value| (low.min(*value), high.max(*value)));
    let step = (WIDTH - 2.0 * EDGE) / series.len().saturating_sub(1).max(1) as f64;
    let place = |(i, value): (usize, &Option<f64>)| {
        let part = if high > low { (value.as_ref()? - low) / (high - low) } else { value.map(|_| 0.5)? };
        Some((EDGE + i as f64 * step, HEIGHT - EDGE - part * (HEIGHT - 2.0 * EDGE)))
    };
    let points: Vec<Option<(f64, f64)>> = series.iter().enumerate().map(place).collect();
    let mut drawing = String::new();
    for run in points.split(Option::is_none).filter(|run| run.len() > 1) {
        let line: Vec<String> = run.iter().flatten().map(|(x, y)| format!("{x:.1},{y:.1}")).collect();
        drawing += &format!("<polyline points=\"{}\"/>", line.join(" "));
    }
    if let Some(Some((x, y))) = points.last() {
        drawing += &format!("<circle cx=\"{x:.1}\" cy=\"{y:.1}\" r=\"3\"/>");
    }
    format!("<svg class=\"spark\" viewBox=\"0 0 {WIDTH} {HEIGHT}\" aria-hidden=\"true\">{drawing}</svg>")
}
