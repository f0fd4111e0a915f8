//! The series that a review judges: each headline over all tickets, and a few by service.

use std::collections::BTreeMap;

use crate::kpi::{Aggregate, Definition, Figure, Unit};
use crate::report::{Review, scorecard};

use super::{Judged, Kind, Latest, latest};
use crate::trend::Unsaid;

/// What is judged for each service too.
const BY_SERVICE: [&str; 5] =
    ["opened", "first_response_service_median", "resolve_active_median", "first_response_on_time", "resolve_on_time"];
/// Judged under another name: the same tickets on the same days.
const TWICE: &str = "opened_per_business_day";
/// What carries over from one period to the next: a control chart would call every drift of it special.
const CARRIED_OVER: [&str; 3] = ["backlog", "backlog_age_median", "open_overdue"];
/// A median of fewer cases is an anecdote, and no value of a series.
const CASES_MIN: u64 = 5;

/// One period's figure, as a value and as so many of so many.
#[derive(Debug, Clone, Copy)]
pub(super) struct Seen {
    pub value: f64,
    pub n: u64,
    /// Events and exposure, for shares and rates.
    pub parts: (f64, f64),
}

/// A series before it is judged.
pub(super) struct Series<'a> {
    pub definition: &'a Definition,
    pub service: Option<&'a str>,
    pub kind: Kind,
    /// One a period.
    pub seen: Vec<Option<Seen>>,
    /// Where limits begin anew, in order.
    pub rebased: Vec<(usize, String)>,
    /// Steps of a year.
    pub periods_a_year: f64,
}

impl<'a> Series<'a> {
    /// The place from which on the limits in force count.
    pub fn begins(&self) -> usize {
        self.rebased.last().map_or(0, |(from, _)| *from)
    }

    pub fn judged(self) -> Judged<'a> {
        let points = latest::points(&self);
        let length = points[self.begins().min(points.len())..].iter().flatten().count();
        Judged {
            definition: self.definition,
            service: self.service,
            kind: self.kind,
            points,
            rebased: self.rebased,
            latest: Latest::Unsaid(Unsaid::TooFew { have: length, need: latest::POINTS_MIN }),
            lasting: None,
            suspected: None,
            was_tested: false,
            length,
        }
    }
}

pub(super) fn series<'a>(review: &Review<'a>) -> Vec<Series<'a>> {
    let shelf = Shelf::of(review);
    let headlines = scorecard::headlines(review).into_iter().filter(|id| !carries_over(id) && *id != TWICE);
    let totals = headlines.filter_map(|id| Some((review.definition(id)?, None)));
    let services = shelf.services.iter().copied();
    let by_service = services.flat_map(|service| BY_SERVICE.map(|id| (id, service)));
    let by_service = by_service.filter_map(|(id, service)| Some((review.definition(id)?, Some(service))));
    totals.chain(by_service).filter_map(|(definition, service)| shelf.series(review, definition, service)).collect()
}

fn carries_over(kpi: &str) -> bool {
    CARRIED_OVER.contains(&kpi)
}

/// The figures of the history by KPI and service: a review has tens of thousands, and each is asked for often.
struct Shelf<'a> {
    figures: BTreeMap<(&'a str, &'a str), Vec<Option<&'a Figure>>>,
    services: Vec<&'a str>,
    business_days: Vec<f64>,
}

/// No service is called so.
const ALL: &str = "";
/// Of tickets without one.
const NO_SERVICE: &str = "(none)";

impl<'a> Shelf<'a> {
    fn of(review: &Review<'a>) -> Self {
        let places: BTreeMap<&str, usize> =
            review.periods.iter().enumerate().map(|(i, period)| (period.label.as_str(), i)).collect();
        let mut figures: BTreeMap<(&'a str, &'a str), Vec<Option<&'a Figure>>> = BTreeMap::new();
        for figure in &review.figures.0 {
            let service = match figure.segment.as_slice() {
                [] => ALL,
                [(dimension, service)] if dimension == "service" => service.as_str(),
                _ => continue,
            };
            if let Some(place) = places.get(figure.period.as_str()) {
                let none = || vec![None; review.periods.len()];
                figures.entry((figure.kpi.as_str(), service)).or_insert_with(none)[*place] = Some(figure);
            }
        }
        let opened = figures.keys().filter(|(kpi, _)| *kpi == BY_SERVICE[0]);
        let services = opened.map(|(_, service)| *service).filter(|service| ![ALL, NO_SERVICE].contains(service));
        let mut services: Vec<&str> = services.collect();
        // The only service is all there is: asked twice, it would count twice.
        let is_all = services.len() == 1 && !figures.contains_key(&(BY_SERVICE[0], NO_SERVICE));
        services.retain(|_| !is_all);
        let business_days = business_days(figures.get(&(TWICE, ALL)), review.periods.len());
        Self { figures, services, business_days }
    }

    fn series(&self, review: &Review<'a>, definition: &'a Definition, service: Option<&'a str>) -> Option<Series<'a>> {
        let kind = kind(definition);
        let figures = self.figures.get(&(definition.id.as_str(), service.unwrap_or(ALL)))?;
        let seen = |(i, figure): (usize, &Option<&Figure>)| seen(kind, definition, *figure, self.business_days[i]);
        let mut seen: Vec<Option<Seen>> = figures.iter().enumerate().map(seen).collect();
        if review.as_of <= review.period.start {
            // Nought of what has not begun is no low value.
            seen.pop();
            seen.push(None);
        }
        if definition.unit == Unit::Count {
            // Before the first ticket of a service there was no service.
            let first = seen.iter().position(|one| one.is_some_and(|one| one.value > 0.0)).unwrap_or(seen.len());
            seen[..first].iter_mut().for_each(|one| *one = None);
        }
        figures.iter().flatten().any(|figure| figure.value.is_some()).then(|| Series {
            definition,
            service,
            kind,
            seen,
            rebased: rebased(review, definition, service),
            periods_a_year: review.periods_a_year(),
        })
    }
}

fn kind(definition: &Definition) -> Kind {
    match (definition.unit, definition.aggregate) {
        (Unit::Minutes | Unit::Days | Unit::Amount, _) => Kind::Times,
        (Unit::Share, Aggregate::Share) => Kind::Shares,
        (Unit::Count, _) => Kind::Rates,
        (Unit::Ratio, Aggregate::Ratio | Aggregate::RatioPer100 | Aggregate::Rate) => Kind::Rates,
        _ => Kind::Plain,
    }
}

fn seen(kind: Kind, definition: &Definition, figure: Option<&Figure>, business_days: f64) -> Option<Seen> {
    if definition.unit == Unit::Count {
        // No row in a period that has others means that nothing was counted there.
        let value = figure.and_then(|figure| figure.value).unwrap_or(0.0);
        return Some(Seen { value, n: figure.map_or(0, |figure| figure.n), parts: (value, business_days) });
    }
    let figure = figure?;
    let (value, n) = (figure.value?, figure.n);
    let parts = match kind {
        Kind::Shares | Kind::Rates => (figure.numerator?, figure.denominator.filter(|denominator| *denominator > 0.0)?),
        Kind::Times if n < CASES_MIN => return None,
        Kind::Times | Kind::Plain => (value, 1.0),
    };
    Some(Seen { value, n, parts })
}

/// The exposure of a count: a month of 18 business days brings fewer tickets than one of 23. One a period where nobody
/// counted the days.
fn business_days(figures: Option<&Vec<Option<&Figure>>>, count: usize) -> Vec<f64> {
    let known = |i: usize| figures.and_then(|figures| figures[i]?.denominator).filter(|days| *days > 0.0);
    let days: Vec<Option<f64>> = (0..count).map(known).collect();
    let all: Vec<f64> = days.iter().flatten().copied().collect();
    let usual = if all.is_empty() { 1.0 } else { all.iter().sum::<f64>() / all.len() as f64 };
    days.into_iter().map(|days| days.unwrap_or(usual)).collect()
}

/// Where the configuration says that this measure is another one from then on.
fn rebased(review: &Review<'_>, definition: &Definition, service: Option<&str>) -> Vec<(usize, String)> {
    let zone = review.config.time_zone();
    let concerns = |rebase: &&crate::config::Rebase| {
        rebase.metric.as_deref().is_none_or(|metric| metric == definition.id)
            && rebase.service.as_deref().is_none_or(|wanted| Some(wanted) == service)
    };
    let place = |rebase: &crate::config::Rebase| {
        let is_after = |period: &crate::kpi::Period| period.start.to_zoned(zone.clone()).date() >= rebase.from;
        Some((review.periods.iter().position(is_after).filter(|place| *place > 0)?, rebase.reason.clone()))
    };
    let mut found: Vec<(usize, String)> = review.config.rebases.iter().filter(concerns).filter_map(place).collect();
    found.sort();
    found.dedup_by_key(|(place, _)| *place);
    found
}

/// The series of one measure, whether or not it is a headline.
pub(super) fn one<'a>(review: &Review<'a>, definition: &'a Definition, service: Option<&'a str>) -> Option<Series<'a>> {
    Shelf::of(review).series(review, definition, service)
}
