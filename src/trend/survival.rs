//! Times to an end of which some have not ended: open tickets count for as long as they have waited.
//!
//! The mean age at closing, taken over closed tickets only, gets better the longer the hard ones stay open. Sources:
//! E. L. Kaplan and P. Meier, *JASA* 53 (1958) 457–481; M. Greenwood (1926) for the variance; J. D. Kalbfleisch and
//! R. L. Prentice, *The Statistical Analysis of Failure Time Data* (1980), 14–16, for intervals on the log(−log) scale;
//! R. Brookmeyer and J. Crowley, *Biometrics* 38 (1982) 29–41, for those of the median; N. Mantel (1966) for the
//! log-rank test.

use super::distribution::{chi_squared_tail, normal_quantile};
use super::share::Interval;
use super::unsaid::{self, Unsaid};

const OBSERVATIONS_MIN: usize = 5;

/// One ticket: how long it took, or has taken so far.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Observation {
    pub duration: f64,
    /// False where it still goes on (censored).
    pub has_ended: bool,
}

/// The curve falls here.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Step {
    pub time: f64,
    /// Still open just before.
    pub at_risk: usize,
    /// Ended at this time.
    pub ended: usize,
    /// Share that lasts longer than this.
    pub surviving: f64,
    /// 95 %; none once nothing is left.
    pub interval: Option<Interval>,
}

#[derive(Debug, Clone, PartialEq)]
pub struct Survival {
    /// One for each time at which something ended, in order.
    pub steps: Vec<Step>,
    pub observations: usize,
    pub ended: usize,
}

#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Reached {
    At(f64),
    /// Too many still go on: no number is known, only that it is larger than what was seen.
    NotReached,
}

/// A quantile of the durations and its 95 % interval; the upper end is often not reached.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Quantile {
    pub value: Reached,
    pub low: Reached,
    pub high: Reached,
}

/// Two groups compared over their whole curves.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct LogRank {
    /// One degree of freedom.
    pub chi_squared: f64,
    pub p_value: f64,
    /// Ends in the first group, and how many would have been expected were both alike: more is faster.
    pub first_ended: usize,
    pub first_expected: f64,
}

/// The Kaplan–Meier curve, with Greenwood's 95 % interval on the log(−log) scale.
pub fn kaplan_meier(observations: &[Observation]) -> Result<Survival, Unsaid> {
    check(observations)?;
    let z = normal_quantile(0.975);
    let (mut surviving, mut greenwood) = (1.0, 0.0);
    let mut steps = Vec::new();
    for (time, at_risk, ended) in ends(observations) {
        let (risk, end) = (at_risk as f64, ended as f64);
        surviving *= 1.0 - end / risk;
        greenwood += end / (risk * (risk - end));
        let interval = (at_risk > ended).then(|| log_log_interval(surviving, greenwood, z));
        steps.push(Step { time, at_risk, ended, surviving, interval });
    }
    let ended = observations.iter().filter(|one| one.has_ended).count();
    Ok(Survival { steps, observations: observations.len(), ended })
}

impl Survival {
    pub fn median(&self) -> Quantile {
        self.quantile(0.5)
    }

    /// The duration within which this share has ended.
    pub fn quantile(&self, share: f64) -> Quantile {
        let first = |is_past: &dyn Fn(&Step) -> bool| {
            self.steps.iter().find(|step| is_past(step)).map_or(Reached::NotReached, |step| Reached::At(step.time))
        };
        // Products of shares miss one half by a rounding error.
        let left = 1.0 - share + 1e-12;
        Quantile {
            value: first(&|step| step.surviving <= left),
            low: first(&|step| step.interval.is_none_or(|interval| interval.low <= left)),
            high: first(&|step| step.interval.is_none_or(|interval| interval.high <= left)),
        }
    }

    /// Share that lasts longer than `time`.
    pub fn surviving(&self, time: f64) -> f64 {
        self.steps.iter().take_while(|step| step.time <= time).last().map_or(1.0, |step| step.surviving)
    }
}

/// Do two groups end at the same pace? Needs an end in at least one of them.
pub fn log_rank(first: &[Observation], second: &[Observation]) -> Result<LogRank, Unsaid> {
    check(first)?;
    check(second)?;
    let all: Vec<Observation> = first.iter().chain(second).copied().collect();
    let (mut expected, mut variance) = (0.0, 0.0);
    for (time, at_risk, ended) in ends(&all) {
        let (risk, end) = (at_risk as f64, ended as f64);
        let share = first.iter().filter(|one| one.duration >= time).count() as f64 / risk;
        expected += end * share;
        if at_risk > 1 {
            variance += end * share * (1.0 - share) * (risk - end) / (risk - 1.0);
        }
    }
    if variance <= 0.0 {
        return Err(Unsaid::Unusable("nothing ended while both groups were open"));
    }
    let first_ended = first.iter().filter(|one| one.has_ended).count();
    let chi_squared = (first_ended as f64 - expected).powi(2) / variance;
    Ok(LogRank { chi_squared, p_value: chi_squared_tail(chi_squared, 1.0)?, first_ended, first_expected: expected })
}

fn check(observations: &[Observation]) -> Result<(), Unsaid> {
    let durations: Vec<f64> = observations.iter().map(|one| one.duration).collect();
    unsaid::check(&durations, OBSERVATIONS_MIN)?;
    if durations.iter().any(|duration| *duration < 0.0) {
        return Err(Unsaid::Unusable("an end before its beginning"));
    }
    Ok(())
}

/// Time, how many were at risk, how many ended, for each time with an end. What is cut off at a time was still at risk.
fn ends(observations: &[Observation]) -> Vec<(f64, usize, usize)> {
    let mut sorted = observations.to_vec();
    sorted.sort_by(|a, b| a.duration.total_cmp(&b.duration));
    let mut at_risk = sorted.len();
    let mut ends = Vec::new();
    for same in sorted.chunk_by(|a, b| a.duration == b.duration) {
        let ended = same.iter().filter(|one| one.has_ended).count();
        if ended > 0 {
            ends.push((same[0].duration, at_risk, ended));
        }
        at_risk -= same.len();
    }
    ends
}

fn log_log_interval(surviving: f64, greenwood: f64, z: f64) -> Interval {
    let half = z * greenwood.sqrt() / surviving.ln();
    Interval { low: surviving.powf((-half).exp()), high: surviving.powf(half.exp()) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const REMISSION_6MP: &str = "6 6 6 6+ 7 9+ 10 10+ 11+ 13 16 17+ 19+ 20+ 22 23 25+ 32+ 32+ 34+ 35+";
    const REMISSION_PLACEBO: &str = "1 1 2 2 3 4 4 5 5 8 8 8 8 11 11 12 12 15 17 22 23";

    /// Weeks of remission of acute leukaemia, `+` still in remission: E. J. Freireich et al., *Blood* 21 (1963)
    /// 699–716, the example of most textbooks.
    fn weeks(text: &str) -> Vec<Observation> {
        text.split(' ')
            .map(|week| Observation {
                duration: week.trim_end_matches('+').parse().unwrap(),
                has_ended: !week.ends_with('+'),
            })
            .collect()
    }

    fn close(actual: f64, expected: f64) {
        assert!((actual - expected).abs() < 1e-4, "{actual} is not {expected}");
    }

    /// Curve: D. G. Kleinbaum and M. Klein, *Survival Analysis*, ch. 2. Intervals: lifelines 0.30.
    #[test]
    fn the_curve_agrees_with_the_published_one_of_6mp() {
        let survival = kaplan_meier(&weeks(REMISSION_6MP)).unwrap();
        let expected = [
            (6.0, 21, 3, 0.8571, 0.6197, 0.9516),
            (7.0, 17, 1, 0.8067, 0.5631, 0.9228),
            (10.0, 15, 1, 0.7529, 0.5032, 0.8894),
            (13.0, 12, 1, 0.6902, 0.4316, 0.8491),
            (16.0, 11, 1, 0.6275, 0.3675, 0.8049),
            (22.0, 7, 1, 0.5378, 0.2678, 0.7468),
            (23.0, 6, 1, 0.4482, 0.1881, 0.6801),
        ];
        assert_eq!(survival.steps.len(), expected.len());
        for (step, (time, at_risk, ended, surviving, low, high)) in survival.steps.iter().zip(expected) {
            assert_eq!((step.time, step.at_risk, step.ended), (time, at_risk, ended));
            close(step.surviving, surviving);
            close(step.interval.unwrap().low, low);
            close(step.interval.unwrap().high, high);
        }
        assert_eq!((survival.observations, survival.ended), (21, 9));
        close(survival.surviving(12.9), 0.7529);
        close(survival.surviving(0.0), 1.0);
    }

    /// Medians 23 and 8 weeks (Kleinbaum and Klein); the interval of 6-MP's is 13 to not reached (lifelines 0.30).
    #[test]
    fn medians_agree_and_what_was_not_reached_is_said() {
        let treated = kaplan_meier(&weeks(REMISSION_6MP)).unwrap();
        let expected = Quantile { value: Reached::At(23.0), low: Reached::At(13.0), high: Reached::NotReached };
        assert_eq!(treated.median(), expected);
        assert_eq!(treated.quantile(0.9).value, Reached::NotReached);
        assert_eq!(kaplan_meier(&weeks(REMISSION_PLACEBO)).unwrap().median().value, Reached::At(8.0));
    }

    /// χ² = 16.79; 9 relapses against 19.25 expected (Kleinbaum and Klein, ch. 2); further digits from lifelines 0.30.
    #[test]
    fn log_rank_agrees_with_the_published_test() {
        let test = log_rank(&weeks(REMISSION_6MP), &weeks(REMISSION_PLACEBO)).unwrap();
        close(test.chi_squared, 16.7929);
        assert!((test.p_value - 4.1688e-5).abs() < 1e-8, "{}", test.p_value);
        assert_eq!(test.first_ended, 9);
        assert!((test.first_expected - 19.25).abs() < 0.01, "{}", test.first_expected);
    }

    #[test]
    fn what_cannot_be_judged_is_said() {
        assert_eq!(kaplan_meier(&weeks("1 2 3 4")), Err(Unsaid::TooFew { have: 4, need: 5 }));
        assert!(matches!(kaplan_meier(&weeks("-1 2 3 4 5")), Err(Unsaid::Unusable(_))));
        assert!(matches!(log_rank(&weeks("1+ 2+ 3+ 4+ 5+"), &weeks("1+ 2+ 3+ 4+ 5+")), Err(Unsaid::Unusable(_))));
        let open = kaplan_meier(&weeks("1+ 2+ 3+ 4+ 5+")).unwrap();
        assert_eq!(open.median().value, Reached::NotReached);
    }

    proptest! {
        #[test]
        fn the_curve_only_falls_and_its_interval_holds_it(
            observed in prop::collection::vec((0_u8..30, any::<bool>()), 5..60),
        ) {
            let observations: Vec<Observation> = observed
                .iter()
                .map(|(week, has_ended)| Observation { duration: f64::from(*week), has_ended: *has_ended })
                .collect();
            let survival = kaplan_meier(&observations).unwrap();
            let mut before = 1.0;
            for step in &survival.steps {
                prop_assert!(step.surviving < before && step.surviving >= 0.0);
                before = step.surviving;
                if let Some(interval) = step.interval {
                    prop_assert!(interval.low <= step.surviving && step.surviving <= interval.high);
                }
            }
        }

        #[test]
        fn without_open_ones_the_curve_is_the_share_that_lasts_longer(weeks in prop::collection::vec(0_u8..30, 5..60)) {
            let durations: Vec<f64> = weeks.iter().copied().map(f64::from).collect();
            let ended = |duration: &f64| Observation { duration: *duration, has_ended: true };
            let survival = kaplan_meier(&durations.iter().map(ended).collect::<Vec<_>>()).unwrap();
            for time in [0.0, 7.0, 29.0] {
                let longer = durations.iter().filter(|duration| **duration > time).count() as f64;
                prop_assert!((survival.surviving(time) - longer / durations.len() as f64).abs() < 1e-9);
            }
        }
    }
}
