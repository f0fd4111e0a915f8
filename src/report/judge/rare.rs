//! Events of which a month has two or none: what is judged is the gap between them, in tickets or in days.

use jiff::{Timestamp, Unit as TimeUnit};

use crate::kpi::{Aggregate, CountsIn, Definition, Evidence, Figures, Period};
use crate::report::Review;
use crate::trend::{self, Signal};

/// What is rare in most desks.
const RARE: [&str; 2] = ["major_incidents", "complaints_per_100"];
/// With more events a month the month itself is judged.
const EVENTS_A_PERIOD_MAX: f64 = 3.0;
/// How often the last gap of a process that does not change is beyond its limits (measured: `simulated`).
pub(super) const FALSE_ALARMS: f64 = 0.025;

/// The gaps between the events of one KPI, oldest first.
#[derive(Debug, Clone, PartialEq)]
pub struct Occurrences {
    pub kpi: String,
    pub gaps: Gaps,
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
    pub events: usize,
    /// Mean gap, or the gap at the centre, in tickets or days.
    pub usual_gap: f64,
    pub last_gap: f64,
    pub is_in_days: bool,
    /// The last gap is beyond a limit: longer, or not.
    pub latest: Option<bool>,
}

/// The KPIs whose events are too rare to be judged by the period, so that their gaps are to be asked for.
pub fn rare_kpis<'d>(figures: &Figures, definitions: &'d [Definition], periods: &[Period]) -> Vec<&'d Definition> {
    let events = |definition: &Definition| -> f64 {
        let own = periods.iter().filter_map(|period| figures.total(&definition.id, &period.label));
        own.filter_map(|figure| if definition.aggregate == Aggregate::Count { figure.value } else { figure.numerator })
            .sum()
    };
    let is_rare = |definition: &&Definition| {
        let a_period = events(definition) / periods.len().max(1) as f64;
        RARE.contains(&definition.id.as_str()) && a_period > 0.0 && a_period < EVENTS_A_PERIOD_MAX
    };
    definitions.iter().filter(is_rare).collect()
}

impl Occurrences {
    /// Of the rows that a KPI counts over the whole history.
    pub fn of(definition: &Definition, rows: &[Evidence]) -> Self {
        let mut rows: Vec<(Timestamp, &Evidence)> = rows.iter().filter_map(|row| Some((row.opened_at?, row))).collect();
        rows.sort_by(|one, other| (one.0, &one.1.ticket_id).cmp(&(other.0, &other.1.ticket_id)));
        let gaps = match definition.aggregate {
            Aggregate::Count => Gaps::Days(days_between(&rows.iter().map(|(at, _)| *at).collect::<Vec<_>>())),
            _ => Gaps::Tickets(tickets_between(rows.iter().map(|(_, row)| row.counts_in() == CountsIn::Numerator))),
        };
        Self { kpi: definition.id.clone(), gaps }
    }
}

fn days_between(moments: &[Timestamp]) -> Vec<f64> {
    let days = |pair: &[Timestamp]| pair[1].since(pair[0]).and_then(|span| span.total(TimeUnit::Hour)).unwrap_or(0.0);
    moments.windows(2).map(|pair| days(pair) / 24.0).collect()
}

fn tickets_between(is_event: impl Iterator<Item = bool>) -> Vec<u64> {
    let (mut gaps, mut since) = (Vec::new(), None);
    for is_event in is_event {
        match (is_event, &mut since) {
            (true, since) => gaps.extend(since.replace(0)),
            (false, Some(since)) => *since += 1,
            (false, None) => {}
        }
    }
    gaps
}

pub(super) fn judge<'a>(review: &Review<'a>) -> Vec<RareJudged<'a>> {
    review.occurrences.iter().filter_map(|one| judged(review.definition(&one.kpi)?, one)).collect()
}

pub(super) fn judged<'a>(definition: &'a Definition, occurrences: &Occurrences) -> Option<RareJudged<'a>> {
    let (chart, is_in_days) = match &occurrences.gaps {
        Gaps::Tickets(gaps) => (trend::g_chart(gaps).ok()?, false),
        Gaps::Days(gaps) => (trend::t_chart(gaps).ok()?, true),
    };
    let (last_gap, signal) = chart.points.last().copied()?;
    let latest = match signal {
        Some(Signal::AboveLimit) => Some(true),
        Some(Signal::BelowLimit) => Some(false),
        Some(Signal::RunAbove | Signal::RunBelow) | None => None,
    };
    let (events, usual_gap) = (chart.points.len() + 1, chart.centre_line);
    Some(RareJudged { definition, events, usual_gap, last_gap, is_in_days, latest })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn gaps_are_what_lies_between_two_events() {
        let events = [false, true, false, false, true, true, false];
        assert_eq!(tickets_between(events.into_iter()), [2, 0]);
        let moments = ["2026-10-01T00:00:00Z", "2026-10-03T12:00:00Z"].map(|text| text.parse().unwrap());
        assert_eq!(days_between(&moments), [2.5]);
    }
}
