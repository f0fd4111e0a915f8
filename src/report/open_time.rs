//! How long the tickets of a period stay open, those that are still open counted for as long as they have waited: the
//! average over closed tickets gets better the longer the hard ones are left.

use std::collections::BTreeMap;

use jiff::{Timestamp, Unit as TimeUnit};

use crate::kpi::Evidence;
use crate::trend::{self, Observation, Quantile, Reached};

use super::words::Clock;
use super::{Review, words};

/// Two cohorts differ where chance makes it so in one of a hundred.
const P_MAX: f64 = 0.01;
const MINUTES_A_DAY: f64 = 1440.0;

/// The tickets that were opened in one period.
#[derive(Debug, Clone, PartialEq)]
pub struct Cohort {
    pub period: String,
    /// Calendar days, one a ticket.
    pub tickets: Vec<Observation>,
}

impl Cohort {
    /// `opened` are the rows of the tickets opened in the period, `resolved` those of every ticket's time to resolve, in
    /// calendar minutes, up to `as_of`.
    pub fn of(period: &str, opened: &[Evidence], resolved: &[Evidence], as_of: Timestamp) -> Self {
        let times: BTreeMap<&str, f64> =
            resolved.iter().filter_map(|row| Some((row.ticket_id.as_deref()?, row.value?))).collect();
        let observation = |row: &Evidence| {
            let took = row.ticket_id.as_deref().and_then(|ticket| times.get(ticket));
            let waited = || as_of.since(row.opened_at?).and_then(|span| span.total(TimeUnit::Minute)).ok();
            let minutes = took.copied().or_else(waited)?.max(0.0);
            Some(Observation { duration: minutes / MINUTES_A_DAY, has_ended: took.is_some() })
        };
        Self { period: period.into(), tickets: opened.iter().filter_map(observation).collect() }
    }

    pub fn still_open(&self) -> usize {
        self.tickets.iter().filter(|ticket| !ticket.has_ended).count()
    }
}

/// In a sentence or two; nothing where there are too few tickets.
pub fn sentence(review: &Review<'_>) -> Option<String> {
    let cohort = review.cohorts.first()?;
    let survival = trend::kaplan_meier(&cohort.tickets).ok()?;
    let (half, most) = (survival.median(), survival.quantile(0.9));
    let open = match cohort.still_open() {
        0 => "none is still open".into(),
        1 => "the one still open counted for as long as it has waited".into(),
        open => format!("the {} still open counted for as long as they have waited", words::count(open as f64)),
    };
    let period = words::period(&cohort.period);
    let resolved = match (within(&half), within(&most)) {
        (None, _) => "fewer than half are resolved".into(),
        (Some(half), None) => format!("half were resolved {half} of calendar time, nine in ten not yet"),
        (Some(half), Some(most)) => format!("half were resolved {half}, nine in ten {most} of calendar time"),
    };
    let mut said = format!("Of the tickets opened in {period}, {resolved} ({open}).");
    said.extend(compared(review));
    Some(said)
}

/// `within 2.3 days (95 % interval 1.9 to 2.9 days)`; nothing where the time is not reached.
fn within(quantile: &Quantile) -> Option<String> {
    let Reached::At(value) = quantile.value else { return None };
    let interval = match (quantile.low, quantile.high) {
        (Reached::At(low), Reached::At(high)) => format!("{} to {}", days(low), days(high)),
        (Reached::At(low), Reached::NotReached) => format!("{} or more", days(low)),
        (Reached::NotReached, _) => return Some(format!("within {}", days(value))),
    };
    Some(format!("within {} (95\u{a0}% interval {interval})", days(value)))
}

pub fn days(value: f64) -> String {
    words::duration(value * MINUTES_A_DAY, Clock::Calendar)
}

fn compared(review: &Review<'_>) -> Option<String> {
    let [now, before, ..] = review.cohorts else { return None };
    let test = trend::log_rank(&now.tickets, &before.tickets).ok()?;
    let period = words::period(&before.period);
    Some(if test.p_value > P_MAX {
        format!(" They ended at the pace of those of {period}, as far as can be told.")
    } else if test.first_ended as f64 > test.first_expected {
        format!(" They ended faster than those of {period}.")
    } else {
        format!(" They ended more slowly than those of {period}.")
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(ticket: &str, opened_at: &str, value: Option<f64>) -> Evidence {
        Evidence {
            period: "2026-10".into(),
            segment: Vec::new(),
            ticket_id: Some(ticket.into()),
            value,
            numerator: None,
            denominator: None,
            opened_at: Some(opened_at.parse().unwrap()),
            priority: None,
            status: None,
            subject: None,
        }
    }

    #[test]
    fn an_open_ticket_counts_for_as_long_as_it_has_waited() {
        let opened = [row("T-1", "2026-10-01T00:00:00Z", None), row("T-2", "2026-10-30T12:00:00Z", None)];
        let resolved =
            [row("T-1", "2026-10-01T00:00:00Z", Some(2880.0)), row("T-9", "2026-10-01T00:00:00Z", Some(1.0))];
        let cohort = Cohort::of("2026-10", &opened, &resolved, "2026-11-01T00:00:00Z".parse().unwrap());
        let ended = Observation { duration: 2.0, has_ended: true };
        assert_eq!(cohort.tickets, [ended, Observation { duration: 1.5, has_ended: false }]);
        assert_eq!(cohort.still_open(), 1);
    }
}
