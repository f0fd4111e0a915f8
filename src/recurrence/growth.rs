//! Does it come more often, and how often will it come? Counts over days as Gamma–Poisson.
//!
//! With Jeffreys' prior, Gamma(½, 0), a rate after `n` events in `d` days is Gamma(n + ½, d). The ratio of two such
//! rates follows from a Beta distribution; what the next days bring is a count under such a rate (negative binomial).
//! Source: Gelman et al., Bayesian Data Analysis, 3rd ed., 2.6.

use jiff::tz::TimeZone;
use jiff::{Timestamp, ToSpan as _};
use serde::Serialize;
use statrs::distribution::{Beta, ContinuousCDF, DiscreteCDF, Gamma, NegativeBinomial};

const PRIOR: f64 = 0.5;
/// The days that count as lately, and those before that they are compared with.
pub const RECENT_DAYS: f64 = 90.0;
const EARLIER_DAYS: f64 = 180.0;
pub const NEXT_DAYS: f64 = 90.0;
/// Of the days before, so much counts for the days ahead: habits change. What surely grew is another thing by now, and
/// they count for nothing; what fell may well rise again.
const MEMORY: f64 = 0.25;

/// A value and where it lies with 90 % probability.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Estimate {
    pub value: f64,
    pub low: f64,
    pub high: f64,
}

/// How a group's tickets came.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Growth {
    pub recent_tickets: usize,
    pub earlier_tickets: usize,
    /// The rate of the last 90 days over that of the 180 days before; nothing where there were no such days.
    pub ratio: Option<Estimate>,
    /// Tickets in the next 90 days, if all stays as it is.
    pub next_tickets: Estimate,
}

/// Where a group's rate goes; it moves where that is 95 % sure.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Trend {
    /// None lately.
    Gone,
    /// Nothing is known of longer ago.
    New,
    Grows,
    Falls,
    Steady,
}

impl Growth {
    pub fn trend(&self) -> Trend {
        match self.ratio {
            _ if self.recent_tickets == 0 => Trend::Gone,
            None => Trend::New,
            Some(ratio) if ratio.low > 1.0 => Trend::Grows,
            Some(ratio) if ratio.high < 1.0 => Trend::Falls,
            Some(_) => Trend::Steady,
        }
    }
}

/// The local-time months up to `as_of`, as [`super::Candidate::by_month`] names them, the last one last.
pub fn last_months(as_of: Timestamp, zone: &TimeZone, months: usize) -> Vec<String> {
    // As of a month's first moment nothing of that month is known.
    let known = as_of.checked_sub(1.microsecond()).unwrap_or(as_of);
    let last = known.to_zoned(zone.clone()).date().first_of_month();
    let month = |back: usize| last.checked_sub(i64::try_from(back).ok()?.months()).ok();
    (0..months).rev().filter_map(|back| Some(month(back)?.strftime("%Y-%m").to_string())).collect()
}

/// `first` is the moment from which on tickets are known at all.
pub fn growth(opened: &[Timestamp], first: Timestamp, as_of: Timestamp) -> Growth {
    let age = |at: Timestamp| as_of.duration_since(at).as_secs_f64() / 86_400.0;
    let known = age(first).max(1.0);
    let (recent_days, earlier_days) = (known.min(RECENT_DAYS), (known - RECENT_DAYS).clamp(0.0, EARLIER_DAYS));
    let within = |from: f64, to: f64| opened.iter().filter(|at| (from..to).contains(&age(**at))).count();
    let recent = within(0.0, RECENT_DAYS);
    let earlier = within(RECENT_DAYS, RECENT_DAYS + EARLIER_DAYS);
    let ratio = (earlier_days >= RECENT_DAYS / 3.0).then(|| ratio((recent, recent_days), (earlier, earlier_days)));
    let memory = if ratio.is_some_and(|ratio| ratio.low > 1.0) { 0.0 } else { MEMORY };
    let shape = count(recent) + memory * count(earlier) + PRIOR;
    let days = recent_days + memory * earlier_days;
    Growth { recent_tickets: recent, earlier_tickets: earlier, ratio, next_tickets: ahead(shape, days) }
}

fn ratio(recent: (usize, f64), earlier: (usize, f64)) -> Estimate {
    let scale = earlier.1 / recent.1;
    let at = |probability: f64| {
        let share =
            Beta::new(count(recent.0) + PRIOR, count(earlier.0) + PRIOR).map_or(0.5, |b| b.inverse_cdf(probability));
        share / (1.0 - share).max(f64::MIN_POSITIVE) * scale
    };
    Estimate { value: at(0.5), low: at(0.05), high: at(0.95) }
}

fn ahead(shape: f64, days: f64) -> Estimate {
    let value = shape / days * NEXT_DAYS;
    let quantile = |probability| {
        NegativeBinomial::new(shape, days / (days + NEXT_DAYS)).map_or(value, |n| n.inverse_cdf(probability) as f64)
    };
    Estimate { value, low: quantile(0.05), high: quantile(0.95) }
}

/// The mean of values that vary as times do (a Gamma distribution), with its interval; of one value it is wide.
pub fn mean_with_interval(values: &[f64]) -> Option<Estimate> {
    let n = count(values.len());
    let value = values.iter().sum::<f64>() / n;
    if values.is_empty() || value <= 0.0 {
        return None;
    }
    let variance = values.iter().map(|v| (v - value).powi(2)).sum::<f64>() / (n - 1.0).max(1.0);
    // One value says nothing of the spread: as if it were exponential.
    let spread = if values.len() > 2 { variance } else { value * value };
    let shape = value * value / (spread / n).max(f64::MIN_POSITIVE);
    let at = |p| Gamma::new(shape, shape / value).map_or(value, |gamma| gamma.inverse_cdf(p));
    let is_sharp = !shape.is_finite() || shape > 1e6;
    Some(if is_sharp {
        Estimate { value, low: value, high: value }
    } else {
        Estimate { value, low: at(0.05), high: at(0.95) }
    })
}

#[expect(clippy::cast_precision_loss, reason = "a count of tickets")]
fn count(tickets: usize) -> f64 {
    tickets as f64
}

#[cfg(test)]
mod tests {
    use jiff::ToSpan as _;

    use super::*;

    fn days_before(days: &[i64]) -> Vec<Timestamp> {
        days.iter().map(|day| as_of().checked_sub((day * 24).hours()).unwrap()).collect()
    }

    fn as_of() -> Timestamp {
        "2026-11-01T00:00:00Z".parse().unwrap()
    }

    #[test]
    fn twelve_in_ninety_days_after_six_in_a_hundred_and_eighty_is_a_fourfold_rate() {
        let opened = days_before(&[1, 5, 9, 14, 20, 30, 40, 50, 60, 70, 80, 85, 100, 120, 150, 180, 220, 260]);
        let growth = growth(&opened, days_before(&[400])[0], as_of());
        assert_eq!((growth.recent_tickets, growth.earlier_tickets), (12, 6));
        let ratio = growth.ratio.unwrap();
        // scipy: q = beta(12.5, 6.5).ppf([.05, .5, .95]); 2 * q / (1 - q)
        for (found, expected) in [(ratio.low, 1.80044), (ratio.value, 3.94425), (ratio.high, 9.27816)] {
            assert!((found - expected).abs() < 0.001, "{ratio:?}");
        }
        // It surely grows: (12 + ½) / 90 × 90, scipy: nbinom(12.5, 90 / 180).ppf([.05, .95])
        let next = growth.next_tickets;
        assert_eq!((next.value, next.low, next.high), (12.5, 5.0, 21.0));
    }

    #[test]
    fn of_what_does_not_surely_grow_the_days_before_count_for_the_days_ahead() {
        let opened = days_before(&[1, 9, 20, 40, 60, 80, 100, 120, 130, 150, 180, 190, 220, 260]);
        let growth = growth(&opened, days_before(&[400])[0], as_of());
        assert_eq!((growth.recent_tickets, growth.earlier_tickets), (6, 8));
        // (6 + 8 / 4 + ½) / (90 + 180 / 4) × 90, scipy: nbinom(8.5, 135 / 225).ppf([.05, .95])
        assert!((growth.next_tickets.value - 5.6667).abs() < 0.001, "{growth:?}");
        assert_eq!((growth.next_tickets.low, growth.next_tickets.high), (1.0, 11.0));
    }

    #[test]
    fn a_young_lake_tells_no_ratio() {
        assert_eq!(growth(&days_before(&[3, 8]), days_before(&[60])[0], as_of()).ratio, None);
    }

    #[test]
    fn a_mean_lies_within_its_interval() {
        let mean = mean_with_interval(&[10.0, 20.0, 30.0, 40.0]).unwrap();
        assert_eq!(mean.value, 25.0);
        assert!(mean.low < 25.0 && mean.low > 10.0 && mean.high > 25.0 && mean.high < 40.0, "{mean:?}");
        assert_eq!(mean_with_interval(&[]), None);
    }
}
