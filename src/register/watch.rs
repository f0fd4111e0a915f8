//! Is a resolved problem gone? The tickets of the 90 days after, against those that were expected of them.
//!
//! What is expected is written down at the resolution, and so is what would be too much: the fewest tickets that chance
//! brings, under a Poisson distribution with that mean, in fewer than 5 of 100 watches. The tickets so far are held
//! against the *whole* watch's limit, not against that of the days so far: so the count may be looked at every day, and
//! the chance of a false alarm over the whole watch is still below 5 of 100.

use jiff::Timestamp;
use statrs::distribution::{DiscreteCDF, Poisson};

use super::item::Resolution;

pub const WATCH_DAYS: i64 = 90;
/// The chance that a problem which is gone is taken up again.
pub const LEVEL: f64 = 0.05;
/// A cure seldom reaches every copy of what was broken, and a group holds tickets of other causes.
const RESIDUAL: f64 = 0.1;
const EXPECTED_MIN: f64 = 0.5;
/// More tickets than anybody watches.
pub const EXPECTED_MAX: f64 = 10_000.0;

/// The tickets to expect in the watch, after so many in as many days before, where nobody says better.
pub fn expected_tickets(before: usize) -> f64 {
    (before as f64 * RESIDUAL).clamp(EXPECTED_MIN, EXPECTED_MAX)
}

/// The fewest tickets that are too many.
pub fn reopening_tickets(expected: f64) -> u64 {
    let Ok(chance) = Poisson::new(expected.clamp(f64::MIN_POSITIVE, EXPECTED_MAX)) else { return 1 };
    (1..).find(|tickets| chance.sf(tickets - 1) < LEVEL).unwrap_or(u64::MAX)
}

/// A watch, as far as tickets are known.
#[derive(Debug, Clone, PartialEq)]
pub struct Watch {
    pub resolution: Resolution,
    /// So many tickets would reopen it.
    pub reopening_tickets: u64,
    /// Tickets opened within the watch.
    pub tickets: usize,
    /// When there were too many.
    pub recurred_at: Option<Timestamp>,
    pub is_over: bool,
}

/// `opened` are the problem's tickets' openings, `until` how far tickets are known.
pub fn watch(resolution: &Resolution, opened: &[Timestamp], until: Timestamp) -> Watch {
    let mut within: Vec<Timestamp> = opened.iter().copied().filter(|at| is_watched(resolution, *at, until)).collect();
    within.sort();
    let limit = reopening_tickets(resolution.expected_tickets);
    let last_straw = usize::try_from(limit - 1).unwrap_or(usize::MAX);
    Watch {
        reopening_tickets: limit,
        tickets: within.len(),
        recurred_at: within.get(last_straw).copied(),
        is_over: until >= resolution.watch_until,
        resolution: resolution.clone(),
    }
}

fn is_watched(resolution: &Resolution, at: Timestamp, until: Timestamp) -> bool {
    at >= resolution.on && at < resolution.watch_until && at < until
}

#[cfg(test)]
mod tests {
    use jiff::ToSpan as _;

    use super::*;

    fn at(day: i64) -> Timestamp {
        "2026-01-01T00:00:00Z".parse::<Timestamp>().unwrap() + (day * 24).hours()
    }

    fn resolution(expected_tickets: f64) -> Resolution {
        Resolution { done: "replaced".into(), on: at(0), expected_tickets, watch_until: at(WATCH_DAYS) }
    }

    #[test]
    fn too_many_is_what_chance_brings_in_fewer_than_five_of_a_hundred() {
        // R: qpois(0.05, lambda, lower.tail = FALSE) + 1
        let limits = [0.5, 1.0, 2.0, 3.0, 10.0, 100.0].map(reopening_tickets);
        assert_eq!(limits, [3, 4, 6, 7, 16, 118]);
    }

    #[test]
    fn a_tenth_is_expected_and_never_nothing() {
        assert_eq!([0, 3, 5, 40].map(expected_tickets), [0.5, 0.5, 0.5, 4.0]);
    }

    #[test]
    fn the_third_ticket_after_a_cure_reopens_where_half_a_one_was_expected() {
        let opened = [at(-3), at(2), at(9), at(40), at(41)];
        let after = |days: i64| watch(&resolution(0.5), &opened, at(days));
        assert_eq!((after(20).tickets, after(20).recurred_at), (2, None));
        assert_eq!((after(41).tickets, after(41).recurred_at), (3, Some(at(40))));
        assert_eq!(after(89).recurred_at, Some(at(40)), "it stays reopened");
    }

    #[test]
    fn what_comes_after_the_watch_does_not_count() {
        let opened = [at(1), at(2), at(90), at(91)];
        let watch = watch(&resolution(0.5), &opened, at(120));
        assert_eq!((watch.tickets, watch.recurred_at, watch.is_over), (2, None, true));
    }
}
