//! The page: everything that the template shows, gathered and filled in.

use std::collections::BTreeMap;

use jiff::Timestamp;
use minijinja::{Environment, HtmlEscape, context};
use serde::Serialize;

use crate::kpi::{Aggregate, Balance, Better, Definition, Group, Unit};

use super::charts::Chart;
use super::judge::Judgements;
use super::restated::InWords;
use super::{
    ReportError, Review, export, files, font, improvements, objectives, problems, scorecard, summary, tables, words,
};

const TEMPLATE: &str = include_str!("templates/index.html");
const IMPROVEMENTS: &str = include_str!("templates/improvements.html");
const FIGURE: &str = include_str!("templates/figure.html");
const STYLE: &str = include_str!("templates/style.css");

#[derive(Serialize)]
struct Figure<'a> {
    name: &'a str,
    caption: &'a str,
    svg: &'a str,
}

#[derive(Serialize)]
struct Entry<'a> {
    id: &'a str,
    name: &'a str,
    /// HTML, as is the population.
    definition: String,
    population: String,
    measured: String,
    /// The chart that judges it; empty where none does.
    chart: &'static str,
    clause: &'a str,
}

/// The review as one HTML file that needs no other.
pub fn render(review: &Review<'_>, judged: &Judgements<'_>, charts: &[Chart]) -> Result<String, ReportError> {
    let mut environment = Environment::new();
    environment.add_template("index.html", TEMPLATE)?;
    environment.add_template("figure.html", FIGURE)?;
    environment.add_template("improvements.html", IMPROVEMENTS)?;
    environment.add_template("problems.html", problems::TEMPLATE)?;
    let (of_problems, charts): (Vec<&Chart>, Vec<&Chart>) = charts.iter().partition(|chart| chart.is_of_problems());
    let short = |period: Option<&crate::kpi::Period>| period.map(|period| words::period_short(&period.label));
    let page = environment.get_template("index.html")?.render(context! {
        style => STYLE,
        regular => files::base64(font::REGULAR_WOFF2),
        semibold => files::base64(font::SEMIBOLD_WOFF2),
        organisation => review.config.organisation.name,
        period => words::period(&review.period.label),
        now => words::period_short(&review.period.label),
        previous => short(review.previous()),
        year_before => short(review.year_before().filter(|year| Some(*year) != review.previous())),
        days => days(review),
        is_over => review.is_over(),
        as_of => moment(review.as_of, review),
        summary => summary::summary(review, judged),
        objectives => objectives::rows(review, judged),
        improvements => improvements::page(review)?,
        scorecard => scorecard::scorecard(review, judged),
        charts => charts.into_iter().map(figure).collect::<Vec<_>>(),
        problems => problems::section(review),
        problem_charts => of_problems.into_iter().map(figure).collect::<Vec<_>>(),
        tables => tables::tables(review),
        missing => scorecard::without_data(review),
        chapters => chapters(review.definitions, judged),
        balance => Balance::of(review.figures, review.period).map(|balance| balance.to_string()),
        earlier => review.earlier.map(|earlier| moment(earlier.as_of, review)),
        restated => restated(review),
        version => env!("CARGO_PKG_VERSION"),
        inputs_count => review.inputs.len(),
        inputs_bytes => bytes(review.inputs.iter().map(|input| input.bytes).sum()),
        inputs_sha256 => export::inputs_hash(review.inputs),
        configuration_sha256 => export::configuration_hash(review.config)?,
    })?;
    Ok(page)
}

fn figure(chart: &Chart) -> Figure<'_> {
    Figure { name: chart.name, caption: &chart.caption, svg: &chart.svg }
}

/// Restated figures over all tickets, in words, and how many there are by service and so on.
#[derive(Serialize)]
struct RestatedFigures {
    totals: Vec<InWords>,
    others: usize,
}

fn restated(review: &Review<'_>) -> Option<RestatedFigures> {
    let (totals, others): (Vec<_>, Vec<_>) = review.restated()?.into_iter().partition(|one| one.segment.is_empty());
    let totals = totals.iter().map(|one| one.in_words(review.definitions)).collect();
    Some(RestatedFigures { totals, others: others.len() })
}

/// The definitions of one group.
#[derive(Serialize)]
struct Chapter<'a> {
    title: &'static str,
    entries: Vec<Entry<'a>>,
}

fn chapters<'a>(definitions: &'a [Definition], judged: &Judgements<'_>) -> Vec<Chapter<'a>> {
    let mut groups: BTreeMap<Group, Vec<Entry<'a>>> = BTreeMap::new();
    for definition in definitions {
        groups.entry(definition.group).or_default().push(entry(definition, judged));
    }
    groups.into_iter().map(|(group, entries)| Chapter { title: title(group), entries }).collect()
}

fn title(group: Group) -> &'static str {
    match group {
        Group::Demand => "Demand",
        Group::Backlog => "Open tickets",
        Group::Response => "First response",
        Group::Resolution => "Resolution",
        Group::Promises => "Promises",
        Group::Handling => "Handling",
        Group::Quality => "Quality",
        Group::Satisfaction => "Satisfaction",
        Group::Effort => "Effort and cost",
        Group::Customers => "Customers",
        Group::Mail => "Mail",
    }
}

fn entry<'a>(definition: &'a Definition, judged: &Judgements<'_>) -> Entry<'a> {
    let unit = match definition.unit {
        Unit::Ratio if definition.aggregate == Aggregate::Mean => "a mean",
        Unit::Count => "a count",
        Unit::Share => "a share, in per cent",
        Unit::Minutes => "minutes, shown in hours",
        Unit::Days => "days",
        Unit::Ratio => "a ratio",
        Unit::Amount => "money",
    };
    let clock = definition.clock.as_ref().map_or(String::new(), |clock| format!(", {clock} time"));
    let better = match definition.better {
        Better::Higher => "; higher is better",
        Better::Lower => "; lower is better",
        Better::Neither => "",
    };
    Entry {
        id: &definition.id,
        name: &definition.name,
        definition: with_code(&definition.definition),
        population: with_code(&definition.population),
        chart: judged.total(&definition.id).map_or("", |one| one.kind.chart()),
        measured: words::sentence(&format!("{unit}{clock}{better}.")),
        clause: &definition.clause,
    }
}

/// Text in which what stands between two backticks is code, as HTML.
fn with_code(text: &str) -> String {
    let part = |(i, part): (usize, &str)| match (i % 2, HtmlEscape(part)) {
        (0, plain) => plain.to_string(),
        (_, code) => format!("<code>{code}</code>"),
    };
    text.split('`').enumerate().map(part).collect()
}

/// `1 October to 31 October 2026`: both days belong to the period.
fn days(review: &Review<'_>) -> String {
    let zone = review.config.time_zone();
    let first = review.period.start.to_zoned(zone.clone());
    let last = review.period.end.to_zoned(zone).date().yesterday().unwrap_or(first.date());
    format!("{} to {}", first.strftime("%-d %B"), last.strftime("%-d %B %Y"))
}

fn moment(at: Timestamp, review: &Review<'_>) -> String {
    let at = at.to_zoned(review.config.time_zone());
    format!("{} ({})", at.strftime("%-d %B %Y, %H:%M"), review.config.organisation.time_zone)
}

/// `840 kB`, `3.4 MB`
fn bytes(number: u64) -> String {
    let number = number as f64;
    if number < 1e6 { format!("{:.0}\u{a0}kB", (number / 1e3).ceil()) } else { format!("{:.1}\u{a0}MB", number / 1e6) }
}
