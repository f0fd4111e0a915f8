//! The scorecard: each headline measure now, before, a year ago, and whether that is a change.

use serde::Serialize;

use crate::kpi::{Better, Definition, Unit};

use super::series::{Change, How, SMALL_SAMPLE, Verdict, is_better};
use super::{Review, words};

const GROUPS: [(&str, &[&str]); 4] = [
    ("Demand", &["opened", "resolved", "backlog", "backlog_age_median", "open_overdue", "out_of_hours"]),
    (
        "Speed",
        &[
            "first_response_service_median",
            "first_response_service_p90",
            "resolve_active_median",
            "resolve_active_p90",
            "resolve_median",
        ],
    ),
    ("Promises", &["first_response_on_time", "resolve_on_time"]),
    ("Quality", &["one_touch", "reopened", "messages_per_ticket", "chasers_per_ticket", "complaints_per_100"]),
];
/// Built-in measures that stand elsewhere on the page or only in `kpis.csv`; what is in neither list is the
/// user's own and gets a group of its own.
const ELSEWHERE: [&str; 15] = [
    "backlog_0_1_days",
    "backlog_2_5_days",
    "backlog_6_10_days",
    "backlog_11_30_days",
    "backlog_over_30_days",
    "first_response_median",
    "first_response_p90",
    "resolve_p90",
    "resolve_service_median",
    "resolve_service_p90",
    "resolve_active_p25",
    "resolve_active_p75",
    "automatic_mail",
    "bounced_mail",
    "reopenings",
];

#[derive(Debug, Serialize)]
pub struct Group {
    pub name: &'static str,
    pub rows: Vec<Row>,
}

#[derive(Debug, Serialize)]
pub struct Row {
    pub name: String,
    /// `service time`, `active time`; empty where no time is measured.
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

pub fn scorecard(review: &Review<'_>) -> Vec<Group> {
    let known = |id: &str| ELSEWHERE.contains(&id) || GROUPS.iter().any(|(_, kpis)| kpis.contains(&id));
    let own: Vec<&str> =
        review.definitions.iter().map(|definition| definition.id.as_str()).filter(|id| !known(id)).collect();
    let rows = |kpis: &[&str]| kpis.iter().filter_map(|kpi| row(review, kpi)).collect();
    let mut groups: Vec<Group> = GROUPS.into_iter().map(|(name, kpis)| Group { name, rows: rows(kpis) }).collect();
    groups.push(Group { name: "Your own", rows: rows(&own) });
    groups.retain(|group| !group.rows.is_empty());
    groups
}

fn row(review: &Review<'_>, kpi: &str) -> Option<Row> {
    let definition = review.definition(kpi)?;
    let figure = review.now(kpi)?;
    let at = |period: Option<&crate::kpi::Period>| {
        words::value(definition, period.and_then(|period| review.figures.total(kpi, &period.label)?.value))
    };
    let (mark, verdict, class) = verdict(review, definition, figure.value.is_some());
    let clock = definition.clock.as_ref().map_or(String::new(), |clock| format!("{clock} time"));
    Some(Row {
        name: definition.name.replace(&format!(" ({clock})"), ""),
        clock,
        now: words::value(definition, figure.value),
        small: definition.unit != Unit::Count && figure.value.is_some() && figure.n < SMALL_SAMPLE,
        previous: at(review.previous()),
        year_before: at(review.year_before()),
        sparkline: sparkline(&review.series(kpi)),
        mark,
        verdict,
        class,
    })
}

fn verdict(review: &Review<'_>, definition: &Definition, has_value: bool) -> (&'static str, String, &'static str) {
    // Each month's backlog carries the last one's with it, so a control chart would call every drift special.
    if !has_value || definition.id.starts_with("backlog") || definition.id == "open_overdue" {
        return ("", String::new(), "");
    }
    match review.verdict(definition) {
        Verdict::Unknown => ("", "too little to tell".into(), "quiet"),
        Verdict::Steady => ("●", "no real change".into(), "quiet"),
        Verdict::Changed(change) => {
            let mark = if change.rose { "▲" } else { "▼" };
            (mark, changed(&change, definition.better), class(&change, definition.better))
        }
    }
}

fn changed(change: &Change, better: Better) -> String {
    let way = if change.rose { "higher" } else { "lower" };
    let since = match &change.how {
        How::Run { length, .. } => format!(" for {} in a row", words::spelled(*length)),
        How::ShareSince(label) => format!(" than {}", words::period_short(label)),
        How::BeyondLimit(_) => " than ordinary".into(),
        How::Step => " at a step".into(),
    };
    match is_better(change, better) {
        Some(true) => format!("better: {way}{since}"),
        Some(false) => format!("worse: {way}{since}"),
        None => format!("{way}{since}"),
    }
}

fn class(change: &Change, better: Better) -> &'static str {
    match is_better(change, better) {
        Some(true) => "better",
        Some(false) => "worse",
        None => "moved",
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
