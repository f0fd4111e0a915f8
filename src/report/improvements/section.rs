//! The improvements of a review: a part of its page, and the files of their charts.

use std::collections::BTreeSet;

use serde::Serialize;

use crate::register::improvement::Review as Judged;
use crate::report::charts::{self, Chart};
use crate::report::files::Folder;
use crate::report::{ReportError, Review, words};

use super::Reading;
use super::words::{baseline, day, local_day, metric, plain};

/// One improvement as the page shows it.
#[derive(Serialize)]
pub struct Shown {
    /// HTML id and the chart's file name without extension.
    name: String,
    id: String,
    statement: String,
    mark: &'static str,
    class: &'static str,
    headline: String,
    because: String,
    caveats: Vec<String>,
    facts: Vec<(&'static str, String)>,
    recorded: Vec<String>,
    caption: String,
    #[serde(skip_serializing_if = "String::is_empty")]
    svg: String,
}

pub fn page(review: &Review<'_>) -> Result<Vec<Shown>, ReportError> {
    review.improvements.iter().map(|reading| shown(review, reading)).collect()
}

fn shown(review: &Review<'_>, reading: &Reading) -> Result<Shown, ReportError> {
    let zone = review.config.time_zone();
    let chart = charts::improvement(reading)?;
    let (mark, class) = reading.mark();
    let recorded = reading.improvement.reviews.iter().map(|entry| {
        let (on, review) = (local_day(entry.at, &zone), &entry.decision);
        let because = if review.because == plain(&reading.because()) { "" } else { &review.because };
        format!("{on}, by {}: {}. {because}", entry.by, review.verdict.in_words()).trim_end().to_string()
    });
    let (caption, svg) = chart.map_or_else(Default::default, |Chart { caption, svg, .. }| (caption, svg));
    Ok(Shown {
        name: file_name(reading),
        id: reading.improvement.id.clone(),
        statement: reading.plan().statement.clone(),
        mark,
        class,
        headline: words::sentence(&reading.headline()),
        because: reading.because(),
        caveats: reading.caveats(&zone),
        facts: facts(reading),
        recorded: recorded.collect(),
        caption,
        svg,
    })
}

/// One improvement for machines.
#[derive(Serialize)]
pub struct Finding<'a> {
    improvement: &'a str,
    metric: &'a str,
    #[serde(rename = "where")]
    group: Option<String>,
    is_provisional: bool,
    in_hindsight: bool,
    #[serde(flatten)]
    judged: Judged,
}

pub fn findings<'a>(review: &'a Review<'_>) -> Vec<Finding<'a>> {
    let finding = |reading: &'a Reading| Finding {
        improvement: &reading.improvement.id,
        metric: &reading.plan().metric,
        group: reading.plan().group.as_ref().map(ToString::to_string),
        is_provisional: !reading.is_due,
        in_hindsight: reading.started.in_hindsight,
        judged: reading.review(),
    };
    review.improvements.iter().map(finding).collect()
}

fn facts(reading: &Reading) -> Vec<(&'static str, String)> {
    let plan = reading.plan();
    let mut facts = vec![
        ("Measured by", metric(&reading.definition, plan.group.as_ref())),
        ("Effect", reading.effect_in_words().unwrap_or("cannot be estimated".into())),
        ("Worth the trouble", format!("{} at least", reading.least_in_words())),
    ];
    facts.extend(reading.detectable_in_words().map(|text| ("Detectable", text)));
    facts.extend(reading.comparator_in_words().map(|text| ("Where nothing was done", text)));
    facts.extend([("Months", reading.span())]);
    facts.extend(reading.season_in_words().map(|text| ("Season", text.into())));
    facts.extend([
        ("Baseline", baseline(plan)),
        ("Go-live", format!("{}; review from {}", day(plan.go_live), day(plan.review_on))),
        ("Objective", plan.objective.clone()),
        ("Comes from", plan.source.clone()),
        ("Owner, approver", format!("{}, {}", plan.owner, plan.approver)),
    ]);
    facts
}

fn file_name(reading: &Reading) -> String {
    format!("improvement-{}", reading.improvement.id)
}

/// The charts of these improvements, and none of an earlier run's.
pub fn write(folder: &mut Folder<'_>, review: &Review<'_>) -> Result<(), ReportError> {
    let mut current = BTreeSet::new();
    for shown in page(review)?.into_iter().filter(|shown| !shown.svg.is_empty()) {
        folder.write(&format!("charts/{}.svg", shown.name), shown.svg.as_bytes())?;
        folder.write(&format!("charts/{}.png", shown.name), &charts::picture(&shown.svg)?)?;
        current.insert(shown.name);
    }
    folder.remove_others("charts", "improvement-", &current)
}
