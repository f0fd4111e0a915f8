//! How long to leave a server alone after it failed.

use std::time::Duration;

const FIRST: Duration = Duration::from_secs(1);
const LONGEST: Duration = Duration::from_secs(300);

/// What a failure says about the next try.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Advice {
    /// It may be over soon.
    SoonAgain,
    /// Asking again changes nothing until somebody acts, and may lock the account.
    NotSoon,
    /// The server's own words.
    After(Duration),
}

/// Doubles with every failure in a row, and spreads those who fail together over the second half of the wait.
#[derive(Debug, Default)]
pub(super) struct Backoff {
    failures: u32,
}

impl Backoff {
    pub(super) fn succeeded(&mut self) {
        self.failures = 0;
    }

    /// The wait before the next try; `chance` is anything from 0 to 1.
    pub(super) fn failed(&mut self, advice: Advice, chance: f64) -> Duration {
        let whole = FIRST.saturating_mul(2_u32.saturating_pow(self.failures)).min(LONGEST);
        self.failures = self.failures.saturating_add(1);
        match advice {
            Advice::SoonAgain => whole.mul_f64(0.5 + 0.5 * chance.clamp(0.0, 1.0)),
            Advice::NotSoon => LONGEST,
            Advice::After(told) => told,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_wait_doubles_up_to_five_minutes_and_begins_anew_after_success() {
        let mut backoff = Backoff::default();
        let waits: Vec<u64> = (0..11).map(|_| backoff.failed(Advice::SoonAgain, 1.0).as_secs()).collect();
        assert_eq!(waits, [1, 2, 4, 8, 16, 32, 64, 128, 256, 300, 300]);
        backoff.succeeded();
        assert_eq!(backoff.failed(Advice::SoonAgain, 0.0), Duration::from_millis(500));
    }

    #[test]
    fn a_refused_password_waits_long_and_a_server_is_taken_at_its_word() {
        let mut backoff = Backoff::default();
        assert_eq!(backoff.failed(Advice::NotSoon, 0.5), Duration::from_secs(300));
        let told = Duration::from_millis(299_961);
        assert_eq!(backoff.failed(Advice::After(told), 0.5), told);
    }
}
