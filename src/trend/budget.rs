//! How many signals chance alone gives: "with these 40 series we expect 0.6 false signals; we saw 4".
//!
//! A control chart's limits rest on a few values and its rules are several, so that no formula gives the rate of false
//! alarms; it was measured, `rates` says how. Source of the tail: L. Le Cam, *Pacific Journal of Mathematics* 10 (1960)
//! 1181–1197 (many rare chances add up to a Poisson number).

use super::distribution::poisson_tail;
use super::rates::{Look, Rate, rate};
use super::rules::RuleSet;
use super::unsaid::Unsaid;

/// One thing that is watched.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Watched {
    /// A series on an XmR chart; `length` is that of the phase in force where it was rebased.
    Chart { rules: RuleSet, length: usize },
    /// A test that is wrong with this probability where nothing has changed, 0.01 for a 99 % interval.
    Test { alpha: f64 },
}

#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Budget {
    /// How many could have given a signal at all; short series have no limits and give none.
    pub watched: usize,
    /// False signals to expect where values are independent of one another.
    pub expected: f64,
    /// The same where each month takes 0.4 of its deviation from the month before: charts cry wolf more often then.
    pub expected_autocorrelated: f64,
    pub seen: u64,
    /// Probability of as many signals or more if nothing had changed and values were independent. Where series overlap (a
    /// team is part of the whole), signals come in bunches and this is too small.
    pub chance: f64,
}

/// What was watched, how it was looked at, and how many of the watched had a signal (each counted once).
pub fn false_alarm_budget(watched: &[Watched], look: Look, seen: u64) -> Result<Budget, Unsaid> {
    let mut sum = Rate { independent: 0.0, autocorrelated: 0.0 };
    let mut able = 0;
    for one in watched {
        let rate = one.rate(look)?;
        able += usize::from(rate.independent > 0.0);
        sum.independent += rate.independent;
        sum.autocorrelated += rate.autocorrelated;
    }
    Ok(Budget {
        watched: able,
        expected: sum.independent,
        expected_autocorrelated: sum.autocorrelated,
        seen,
        chance: poisson_tail(seen, sum.independent)?,
    })
}

impl Watched {
    fn rate(self, look: Look) -> Result<Rate, Unsaid> {
        match self {
            Self::Chart { rules, length } => Ok(rate(rules, length, look)),
            Self::Test { alpha } if (0.0..=1.0).contains(&alpha) => {
                Ok(Rate { independent: alpha, autocorrelated: alpha })
            }
            Self::Test { .. } => Err(Unsaid::Unusable("a probability is not between 0 and 1")),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Forty tests at 1.5 % give 0.6; P(X ≥ 4) for a Poisson mean of 0.6 is 0.003358 (scipy `poisson.sf(3, 0.6)`).
    #[test]
    fn forty_watched_give_a_sum_and_a_tail() {
        let budget = false_alarm_budget(&[Watched::Test { alpha: 0.015 }; 40], Look::Latest, 4).unwrap();
        assert_eq!((budget.watched, budget.seen), (40, 4));
        assert!((budget.expected - 0.6).abs() < 1e-12);
        assert!((budget.chance - 0.003_358_069).abs() < 1e-8, "{}", budget.chance);
    }

    #[test]
    fn short_series_and_nothing_expect_nothing() {
        let short = Watched::Chart { rules: RuleSet::Wheeler, length: 5 };
        let budget = false_alarm_budget(&[short; 40], Look::Whole, 0).unwrap();
        assert_eq!((budget.watched, budget.expected, budget.chance), (0, 0.0, 1.0));
        assert!(false_alarm_budget(&[Watched::Test { alpha: 1.5 }], Look::Latest, 0).is_err());
    }
}
