//! Events of which a month has two or none: what is judged is the gap between them, in tickets or in days.

use std::collections::BTreeMap;

use jiff::{Timestamp, Unit as TimeUnit};

use crate::kpi::{Aggregate, CountsIn, Definition, Evidence, Figure, Figures, Period};
use crate::report::Review;
use crate::trend::{self, RareChart, Signal};

/// What is rare in most desks.
const RARE: [&str; 3] = ["major_incidents", "complaints_per_100", "reopened_14_days"];
/// With more events a month the month itself is judged.
const EVENTS_A_PERIOD_MAX: f64 = 3.0;
/// Of a service fewer events say nothing, and most services have fewer.
const EVENTS_OF_A_SERVICE_MIN: f64 = 11.0;
/// Gaps are read off row by row; of more rows the little that they would tell is not worth the memory.
const ROWS_MAX: u64 = 500_000;
/// How often a pace that does not change is called rarer or more frequent on the day of the review (measured: tests).
/// Three sigma of gaps in tickets leave out nearly one in fifty, and the gap that is not over is asked too.
const FALSE_ALARMS_OF_DAYS: f64 = 0.03;
const FALSE_ALARMS_OF_TICKETS: f64 = 0.055;

/// What is to be asked for: a KPI, over all tickets or of these services.
#[derive(Debug, Clone, PartialEq)]
pub struct RareKpi<'d> {
    pub definition: &'d Definition,
    /// None where it is rare over all tickets, which then says more than any part of them.
    pub services: Option<Vec<String>>,
}

/// The gaps between the events of one KPI, oldest first.
#[derive(Debug, Clone, PartialEq)]
pub struct Occurrences {
    pub kpi: String,
    /// Over all tickets where there is none.
    pub service: Option<String>,
    pub gaps: Gaps,
    /// The moment of the event that ended each gap: that at which its ticket was opened.
    pub ended_at: Vec<Timestamp>,
    /// Since the last event, in days or tickets: a gap that is not over.
    pub open_gap: f64,
    /// The end of what is known.
    pub until: Timestamp,
}

#[derive(Debug, Clone, PartialEq)]
pub enum Gaps {
    /// Tickets without the event between two with it.
    Tickets(Vec<u64>),
    Days(Vec<f64>),
}

/// A rare event and what its gaps say.
#[derive(Debug, Clone)]
pub struct RareJudged<'a> {
    pub definition: &'a Definition,
    pub occurrences: &'a Occurrences,
    pub chart: RareChart,
    /// What has changed by now.
    pub latest: Option<Pace>,
}

/// Another pace than that of the first gaps, and what tells so.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Pace {
    Rarer(Told),
    MoreFrequent(Told),
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Told {
    /// The last gap is beyond a limit.
    LastGap,
    /// That since the last event is beyond the limit and not over.
    OpenGap,
    /// Eight gaps or more in a row, to the last, are on one side of the middle.
    Run,
}

impl Pace {
    pub fn is_rarer(self) -> bool {
        matches!(self, Self::Rarer(_))
    }

    pub fn told(self) -> Told {
        match self {
            Self::Rarer(told) | Self::MoreFrequent(told) => told,
        }
    }
}

impl<'a> RareJudged<'a> {
    pub fn service(&self) -> Option<&'a str> {
        self.occurrences.service.as_deref()
    }

    pub fn is_in_days(&self) -> bool {
        matches!(self.occurrences.gaps, Gaps::Days(_))
    }

    pub fn events(&self) -> usize {
        self.chart.points.len() + 1
    }

    /// The gaps at the end that signal the same side.
    pub fn last_run(&self) -> &[(f64, Option<Signal>)] {
        let points = &self.chart.points;
        let side = |signal: Option<Signal>| signal.map(is_above);
        let last = points.last().and_then(|(_, signal)| side(*signal));
        let run = points.iter().rev().take_while(|(_, signal)| last.is_some() && side(*signal) == last).count();
        &points[points.len() - run..]
    }

    /// See the constants.
    pub(super) fn false_alarms(&self) -> f64 {
        if self.is_in_days() { FALSE_ALARMS_OF_DAYS } else { FALSE_ALARMS_OF_TICKETS }
    }

    pub fn last_gap(&self) -> f64 {
        self.chart.points.last().map_or(0.0, |(gap, _)| *gap)
    }
}

/// The KPIs whose events are too rare to be judged by the period, so that their gaps are to be asked for: over all
/// tickets, else of the services where they are.
pub fn rare_kpis<'d>(figures: &Figures, definitions: &'d [Definition], periods: &[Period]) -> Vec<RareKpi<'d>> {
    let known = definitions.iter().filter(|definition| RARE.contains(&definition.id.as_str()));
    let rare = |definition: &'d Definition| {
        let rows = periods.iter().filter_map(|period| figures.total(&definition.id, &period.label));
        if rows.clone().map(|figure| figure.n).sum::<u64>() > ROWS_MAX {
            return None;
        }
        if is_rare(definition, rows, periods.len(), f64::MIN_POSITIVE) {
            return Some(RareKpi { definition, services: None });
        }
        let services = rare_services(figures, definition, periods.len());
        (!services.is_empty()).then_some(RareKpi { definition, services: Some(services) })
    };
    known.filter_map(rare).collect()
}

fn rare_services(figures: &Figures, definition: &Definition, periods: usize) -> Vec<String> {
    let mut services: BTreeMap<&str, Vec<&Figure>> = BTreeMap::new();
    for figure in figures.0.iter().filter(|figure| figure.kpi == definition.id) {
        if let [(dimension, service)] = figure.segment.as_slice()
            && dimension == "service"
        {
            services.entry(service).or_default().push(figure);
        }
    }
    let is_wanted = |service: &str, own: &[&Figure]| {
        service != "(none)" && is_rare(definition, own.iter().copied(), periods, EVENTS_OF_A_SERVICE_MIN)
    };
    let services = services.into_iter().filter(|(service, own)| is_wanted(service, own));
    services.map(|(service, _)| service.to_string()).collect()
}

fn is_rare<'f>(definition: &Definition, own: impl Iterator<Item = &'f Figure>, periods: usize, least: f64) -> bool {
    let events = |figure: &Figure| match definition.aggregate {
        Aggregate::Count => figure.value,
        _ => figure.numerator,
    };
    let events: f64 = own.filter_map(events).sum();
    events >= least && events / (periods.max(1) as f64) < EVENTS_A_PERIOD_MAX
}

impl Occurrences {
    /// Of the rows that a KPI counts over the whole history, which is known until this moment.
    pub fn of(definition: &Definition, service: Option<&str>, rows: &[&Evidence], until: Timestamp) -> Self {
        let mut rows: Vec<(Timestamp, &str, bool)> = rows.iter().filter_map(|row| placed(row)).collect();
        rows.sort();
        let events: Vec<Timestamp> = rows.iter().filter(|(.., is_event)| *is_event).map(|(at, ..)| *at).collect();
        let (gaps, open_gap) = match definition.aggregate {
            Aggregate::Count => {
                let open = events.last().map_or(0.0, |last| days(*last, until));
                (Gaps::Days(events.windows(2).map(|pair| days(pair[0], pair[1])).collect()), open)
            }
            _ => {
                let (gaps, open) = tickets_between(rows.iter().map(|(.., is_event)| *is_event));
                (Gaps::Tickets(gaps), open as f64)
            }
        };
        let ended_at = events.into_iter().skip(1).collect();
        Self { kpi: definition.id.clone(), service: service.map(Into::into), gaps, ended_at, open_gap, until }
    }
}

/// When, of which ticket, and whether it is the event.
fn placed(row: &Evidence) -> Option<(Timestamp, &str, bool)> {
    let ticket = row.ticket_id.as_deref().unwrap_or_default();
    Some((row.opened_at?, ticket, row.counts_in() == CountsIn::Numerator))
}

fn days(from: Timestamp, to: Timestamp) -> f64 {
    to.since(from).and_then(|span| span.total(TimeUnit::Hour)).unwrap_or(0.0) / 24.0
}

/// What lies between two events, and after the last.
fn tickets_between(is_event: impl Iterator<Item = bool>) -> (Vec<u64>, u64) {
    let (mut gaps, mut since) = (Vec::new(), None);
    for is_event in is_event {
        match (is_event, &mut since) {
            (true, since) => gaps.extend(since.replace(0)),
            (false, Some(since)) => *since += 1,
            (false, None) => {}
        }
    }
    (gaps, since.unwrap_or(0))
}

pub(super) fn judge<'a>(review: &Review<'a>) -> Vec<RareJudged<'a>> {
    let judged = |one: &'a Occurrences| judged(review.definition(&one.kpi)?, one, review.period.start);
    review.occurrences.iter().filter_map(judged).collect()
}

/// What was told of an event before `since` was told then.
pub(super) fn judged<'a>(
    definition: &'a Definition,
    occurrences: &'a Occurrences,
    since: Timestamp,
) -> Option<RareJudged<'a>> {
    let chart = match &occurrences.gaps {
        Gaps::Tickets(gaps) => trend::g_chart(gaps).ok()?,
        Gaps::Days(gaps) => trend::t_chart(gaps).ok()?,
    };
    let is_new = occurrences.ended_at.last().is_some_and(|at| *at >= since);
    let latest = match occurrences.open_gap > chart.upper_control_limit {
        true => Some(Pace::Rarer(Told::OpenGap)),
        false => pace(&chart).filter(|_| is_new),
    };
    Some(RareJudged { definition, occurrences, chart, latest })
}

fn is_above(signal: Signal) -> bool {
    matches!(signal, Signal::AboveLimit | Signal::RunAbove)
}

fn pace(chart: &RareChart) -> Option<Pace> {
    Some(match chart.points.last()?.1? {
        Signal::AboveLimit => Pace::Rarer(Told::LastGap),
        Signal::BelowLimit => Pace::MoreFrequent(Told::LastGap),
        Signal::RunAbove => Pace::Rarer(Told::Run),
        Signal::RunBelow => Pace::MoreFrequent(Told::Run),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn gaps_are_what_lies_between_two_events() {
        let events = [false, true, false, false, true, true, false];
        assert_eq!(tickets_between(events.into_iter()), (vec![2, 0], 1));
        let [one, other] = ["2026-10-01T00:00:00Z", "2026-10-03T12:00:00Z"].map(|text| text.parse().unwrap());
        assert!((days(one, other) - 2.5).abs() < 1e-9);
    }
}
