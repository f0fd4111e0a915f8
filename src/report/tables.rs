//! Tables by service, customer and so on: the same few measures for each, as far as they were computed.

use std::collections::BTreeSet;

use serde::Serialize;

use crate::kpi::{Figure, Unit};

use super::series::{SMALL_SAMPLE, counts};
use super::{Review, words};

const COLUMNS: [(&str, &str); 6] = [
    ("opened", "Opened"),
    ("resolved", "Resolved"),
    ("backlog", "Open at the end"),
    ("resolve_active_median", "Time to resolve, median"),
    ("first_response_on_time", "First response on time"),
    ("resolve_on_time", "Resolved on time"),
];
const TABLES: [(&str, &str, Order); 7] = [
    ("service", "Services", Order::Largest),
    ("customer", "Customers", Order::Largest),
    ("category", "Categories", Order::Largest),
    ("priority", "Priorities", Order::Name),
    ("type", "Types of ticket", Order::Largest),
    ("team", "Teams", Order::Largest),
    ("language", "Languages", Order::Largest),
];
const ROWS_MAX: usize = 12;

/// The KPIs that each table shows.
pub fn kpis() -> impl Iterator<Item = &'static str> {
    COLUMNS.into_iter().map(|(kpi, _)| kpi)
}

/// What there is a table for: the dimensions of a review.
pub fn dimensions() -> impl Iterator<Item = &'static str> {
    TABLES.into_iter().map(|(dimension, ..)| dimension)
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Order {
    Largest,
    Name,
}

#[derive(Debug, Serialize)]
pub struct Table {
    pub title: String,
    pub columns: Vec<&'static str>,
    pub rows: Vec<Row>,
    /// `12 of 40, by tickets opened`; empty where all are shown.
    pub note: String,
}

#[derive(Debug, Serialize)]
pub struct Row {
    pub name: String,
    pub cells: Vec<Cell>,
}

#[derive(Debug, Serialize)]
pub struct Cell {
    pub text: String,
    /// `of 52`: what a share rests on.
    pub of: String,
    pub small: bool,
}

/// Tables of every dimension that has figures.
pub fn tables(review: &Review<'_>) -> Vec<Table> {
    TABLES.into_iter().filter_map(|(dimension, title, order)| table(review, dimension, title, order)).collect()
}

fn table(review: &Review<'_>, dimension: &'static str, title: &str, order: Order) -> Option<Table> {
    let columns: Vec<(&'static str, &'static str)> =
        COLUMNS.into_iter().filter(|(kpi, _)| has_values(review, kpi, dimension)).collect();
    let (first, _) = columns.first()?;
    let busy = busy(review, dimension, &columns);
    let ranked = review.ranked(first, dimension).into_iter().map(|(name, _)| name);
    let mut names: Vec<&str> = ranked.filter(|name| busy.contains(name)).collect();
    if order == Order::Name {
        names.sort_unstable();
    }
    let all = names.len();
    names.truncate(ROWS_MAX);
    let note = if all > ROWS_MAX { format!("The {ROWS_MAX} with the most tickets, of {all}.") } else { String::new() };
    let rows = names.into_iter().map(|name| row(review, dimension, name, &columns)).collect();
    Some(Table { title: title.into(), columns: columns.into_iter().map(|(_, title)| title).collect(), rows, note })
}

/// Segments of which anything was counted; one that only earlier periods know would be a row of noughts.
fn busy<'a>(
    review: &Review<'a>,
    dimension: &'static str,
    columns: &[(&'static str, &'static str)],
) -> BTreeSet<&'a str> {
    let figures = columns.iter().flat_map(|(kpi, _)| review.figures.by(kpi, &review.period.label, dimension));
    figures.filter(|(_, figure)| figure.n > 0).map(|(name, _)| name).collect()
}

fn has_values(review: &Review<'_>, kpi: &'static str, dimension: &'static str) -> bool {
    review.definition(kpi).is_some()
        && review.figures.by(kpi, &review.period.label, dimension).any(|(_, figure)| figure.value.is_some())
}

fn row(review: &Review<'_>, dimension: &'static str, name: &str, columns: &[(&'static str, &'static str)]) -> Row {
    let cells = columns.iter().map(|(kpi, _)| {
        let figure = review.figures.by(kpi, &review.period.label, dimension).find(|(segment, _)| *segment == name);
        cell(review, kpi, figure.map(|(_, figure)| figure))
    });
    Row { name: words::segment(dimension, name), cells: cells.collect() }
}

fn cell(review: &Review<'_>, kpi: &str, figure: Option<&Figure>) -> Cell {
    let plain = |text: &str| Cell { text: text.into(), of: String::new(), small: false };
    let Some(definition) = review.definition(kpi) else { return plain(words::NOTHING) };
    let Some(figure) = figure.filter(|figure| figure.value.is_some()) else {
        // A segment without a row has nothing to count, which is a count too.
        return plain(if definition.unit == Unit::Count { "0" } else { words::NOTHING });
    };
    let of = counts(figure).filter(|_| definition.unit == Unit::Share);
    Cell {
        text: words::value(definition, figure.value),
        of: of.map_or(String::new(), |(_, due)| format!("of {}", words::count(due))),
        small: definition.unit != Unit::Count && figure.n < SMALL_SAMPLE,
    }
}
