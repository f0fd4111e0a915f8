//! Is and is not (Kepner and Tregoe): in what a problem's tickets differ from all others, and where one would look for
//! it in vain.

use std::collections::BTreeMap;

use jiff::tz::TimeZone;
use serde::Serialize;

use super::case::Case;

/// A value that is less often the problem's than so is none of it.
const IS_SHARE_MIN: f64 = 0.3;
/// How much more often than with the others: by chance a value differs too.
const DEVIATIONS_MIN: f64 = 3.0;
/// What so large a share of the others has, one might expect here.
const IS_NOT_REST_MIN: f64 = 0.08;
const IS_NOT_SHARE_MAX: f64 = 0.01;

/// One line of the table.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Contrast {
    /// what, where, who or when.
    pub question: &'static str,
    pub dimension: &'static str,
    pub value: String,
    pub is: bool,
    /// Its share of the problem's tickets, and of all others.
    pub share: f64,
    pub share_of_rest: f64,
}

type Read = fn(&Case, &TimeZone) -> Option<String>;

const DIMENSIONS: [(&str, &str, Read); 7] = [
    ("what", "category", |case, _| case.ticket.category.clone()),
    ("where", "service", |case, _| case.ticket.service.clone()),
    ("who", "customer", |case, _| case.customer.clone()),
    ("who", "language", |case, _| case.ticket.language.clone()),
    ("when", "part of month", |case, zone| Some(part_of_month(case, zone).into())),
    ("when", "weekday", |case, zone| Some(case.opened_at.to_zoned(zone.clone()).strftime("%A").to_string())),
    ("extent", "priority", |case, _| case.priority.clone()),
];

fn part_of_month(case: &Case, zone: &TimeZone) -> &'static str {
    match case.opened_at.to_zoned(zone.clone()).day() {
        ..=5 => "days 1–5",
        6..=15 => "days 6–15",
        16..=25 => "days 16–25",
        _ => "after day 25",
    }
}

/// How often each value of each dimension comes, in all tickets: counted once for all problems.
pub struct Extents(Vec<BTreeMap<String, usize>>, usize);

impl Extents {
    pub fn of(cases: &[&Case], zone: &TimeZone) -> Self {
        let counts = |(_, _, read): &(&str, &str, Read)| {
            let mut counts: BTreeMap<String, usize> = BTreeMap::new();
            for value in cases.iter().filter_map(|case| read(case, zone)) {
                *counts.entry(value).or_default() += 1;
            }
            counts
        };
        Self(DIMENSIONS.iter().map(counts).collect(), cases.len())
    }
}

/// What these tickets are and are not, against all.
pub fn contrasts(cases: &[&Case], all: &Extents, zone: &TimeZone) -> Vec<Contrast> {
    let own = Extents::of(cases, zone);
    let mut found = Vec::new();
    for (place, (question, dimension, _)) in DIMENSIONS.iter().enumerate() {
        for (value, everywhere) in &all.0[place] {
            let here = own.0[place].get(value).copied().unwrap_or(0);
            let share = ratio(here, own.1);
            let share_of_rest = ratio(everywhere - here, all.1 - own.1);
            if let Some(is) = judged(share, share_of_rest, own.1) {
                found.push(Contrast { question, dimension, value: value.clone(), is, share, share_of_rest });
            }
        }
    }
    keep_telling(found)
}

/// Is it (true), is it not (false), or does it say nothing?
fn judged(share: f64, rest: f64, tickets: usize) -> Option<bool> {
    let deviation = (rest * (1.0 - rest) / tickets.max(1) as f64).sqrt().max(1.0 / tickets.max(1) as f64);
    let is = share >= IS_SHARE_MIN && share - rest >= DEVIATIONS_MIN * deviation;
    let is_not = share <= IS_NOT_SHARE_MAX && rest >= IS_NOT_REST_MIN && rest * tickets as f64 >= DEVIATIONS_MIN;
    (is || is_not).then_some(is)
}

/// Of each dimension the two most frequent of what it is not: a list of all other services says nothing.
fn keep_telling(mut found: Vec<Contrast>) -> Vec<Contrast> {
    found.sort_by(|a, b| {
        let place = |contrast: &Contrast| DIMENSIONS.iter().position(|(_, name, _)| *name == contrast.dimension);
        (place(a), b.is)
            .cmp(&(place(b), a.is))
            .then(b.share.total_cmp(&a.share))
            .then(b.share_of_rest.total_cmp(&a.share_of_rest))
    });
    let mut kept: BTreeMap<(&str, bool), usize> = BTreeMap::new();
    found.retain(|contrast| {
        let count = kept.entry((contrast.dimension, contrast.is)).or_default();
        *count += 1;
        *count <= 2
    });
    found
}

fn ratio(part: usize, whole: usize) -> f64 {
    if whole == 0 { 0.0 } else { part as f64 / whole as f64 }
}
