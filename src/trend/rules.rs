//! Which patterns on a control chart count as a special cause. Each further rule finds more, and cries wolf more
//! often: `budget` knows how often for each set.
//!
//! Sources: D. J. Wheeler, *Understanding Variation* (2nd ed., 2000); NHS England, *Making Data Count*; Western
//! Electric, *Statistical Quality Control Handbook* (1956), 25–27.

/// The sets of rules that people use; rule 1, a value beyond a limit, is in all of them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum RuleSet {
    /// Rule 1 alone: the fewest false alarms, blind to small shifts.
    Limits,
    /// Rule 1, eight in a row on one side of the centre line, and a step beyond the upper range limit.
    Wheeler,
    /// Rule 1, seven in a row on one side, seven in a row rising or falling, two of three near a limit.
    MakingDataCount,
    /// Rule 1, two of three beyond two sigma, four of five beyond one, eight in a row on one side.
    WesternElectric,
}

/// Which side, and which rule beyond the limit and the run.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Supplementary {
    /// Two of three successive values in the outer third below the upper limit, or beyond it.
    NearUpperLimit,
    NearLowerLimit,
    /// Four of five successive values more than one sigma above the centre line.
    MostlyAbove,
    MostlyBelow,
    /// The last of seven or more values each larger than the one before.
    Rising,
    Falling,
}

impl RuleSet {
    pub const ALL: [Self; 4] = [Self::Limits, Self::Wheeler, Self::MakingDataCount, Self::WesternElectric];

    /// How many values in a row on one side of the centre line are a shift.
    pub(super) fn run_length(self) -> Option<usize> {
        match self {
            Self::Limits => None,
            Self::Wheeler | Self::WesternElectric => Some(8),
            Self::MakingDataCount => Some(7),
        }
    }

    /// Is a step beyond the upper range limit a signal?
    pub(super) fn watches_steps(self) -> bool {
        self == Self::Wheeler
    }

    fn trend_length(self) -> Option<usize> {
        (self == Self::MakingDataCount).then_some(7)
    }

    fn zones(self) -> &'static [Zone] {
        match self {
            Self::Limits | Self::Wheeler => &[],
            Self::MakingDataCount => &[TWO_OF_THREE],
            Self::WesternElectric => &[TWO_OF_THREE, FOUR_OF_FIVE],
        }
    }

    /// The supplementary signal that value `i` completes; `sigmas` are distances from the centre line.
    pub(super) fn supplementary(self, sigmas: &[f64], i: usize) -> Option<Supplementary> {
        let zone = self.zones().iter().find_map(|zone| zone.signal(&sigmas[..=i]));
        zone.or_else(|| trend(&sigmas[..=i], self.trend_length()?))
    }
}

/// `needed` of the last `window` values lie beyond `sigmas` on one side.
struct Zone {
    window: usize,
    needed: usize,
    sigmas: f64,
    above: Supplementary,
    below: Supplementary,
}

const TWO_OF_THREE: Zone = Zone {
    window: 3,
    needed: 2,
    sigmas: 2.0,
    above: Supplementary::NearUpperLimit,
    below: Supplementary::NearLowerLimit,
};
const FOUR_OF_FIVE: Zone =
    Zone { window: 5, needed: 4, sigmas: 1.0, above: Supplementary::MostlyAbove, below: Supplementary::MostlyBelow };

impl Zone {
    /// The last value must lie in the zone itself: one that has come back to the centre completes nothing.
    fn signal(&self, sigmas: &[f64]) -> Option<Supplementary> {
        let last = *sigmas.last()?;
        let recent = &sigmas[sigmas.len().saturating_sub(self.window)..];
        let above = recent.iter().filter(|value| **value > self.sigmas).count();
        let below = recent.iter().filter(|value| **value < -self.sigmas).count();
        if last > self.sigmas && above >= self.needed {
            Some(self.above)
        } else if last < -self.sigmas && below >= self.needed {
            Some(self.below)
        } else {
            None
        }
    }
}

fn trend(sigmas: &[f64], length: usize) -> Option<Supplementary> {
    let recent = &sigmas[sigmas.len().checked_sub(length)?..];
    if recent.windows(2).all(|pair| pair[1] > pair[0]) {
        Some(Supplementary::Rising)
    } else if recent.windows(2).all(|pair| pair[1] < pair[0]) {
        Some(Supplementary::Falling)
    } else {
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn last(set: RuleSet, sigmas: &[f64]) -> Option<Supplementary> {
        set.supplementary(sigmas, sigmas.len() - 1)
    }

    #[test]
    fn two_of_three_near_a_limit_count_on_one_side_only() {
        let set = RuleSet::MakingDataCount;
        assert_eq!(last(set, &[2.1, 0.0, 2.1]), Some(Supplementary::NearUpperLimit));
        assert_eq!(last(set, &[-2.1, -2.1]), Some(Supplementary::NearLowerLimit));
        assert_eq!(last(set, &[2.1, 0.0, -2.1]), None);
        assert_eq!(last(set, &[2.1, 2.1, 0.0]), None);
        assert_eq!(last(set, &[2.1, 0.0, 0.0, 2.1]), None);
        assert_eq!(last(RuleSet::Wheeler, &[2.1, 0.0, 2.1]), None);
    }

    #[test]
    fn four_of_five_beyond_one_sigma_are_western_electrics() {
        let sigmas = [1.1, 1.2, -0.5, 1.1, 1.1];
        assert_eq!(last(RuleSet::WesternElectric, &sigmas), Some(Supplementary::MostlyAbove));
        assert_eq!(last(RuleSet::WesternElectric, &sigmas.map(|value| -value)), Some(Supplementary::MostlyBelow));
        assert_eq!(last(RuleSet::MakingDataCount, &sigmas), None);
    }

    #[test]
    fn seven_rising_are_a_trend_and_six_or_a_standstill_are_not() {
        let rising = [-0.3, -0.2, -0.1, 0.0, 0.1, 0.2, 0.3];
        assert_eq!(last(RuleSet::MakingDataCount, &rising), Some(Supplementary::Rising));
        assert_eq!(last(RuleSet::MakingDataCount, &rising.map(|value| -value)), Some(Supplementary::Falling));
        assert_eq!(last(RuleSet::MakingDataCount, &rising[1..]), None);
        assert_eq!(last(RuleSet::MakingDataCount, &[-0.3, -0.2, -0.1, -0.1, 0.1, 0.2, 0.3]), None);
    }
}
