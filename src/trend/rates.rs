//! How often a control chart of a process that never changes gives a signal.
//!
//! Measured with 400,000 series of each length (standard error below 0.0008), normal and independent, and normal with
//! each value taking 0.4 of the one before; numpy code of its own gave the same for twelve and twenty-four. Up to
//! twelve values the limits hold the very values they come from, which hardly ever lie beyond; from thirteen on they
//! meet new ones. Textbooks promise 0.0027 for rule 1: that is for limits known exactly, and twelve values do not make
//! them so. Skewed values are judged on the logarithmic scale, where these rates hold; on the linear one alarms are
//! several times as many.

use super::rules::RuleSet;

/// Which values of a series are asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Look {
    /// The last one only, as a monthly review does.
    Latest,
    /// All: does the chart show any signal?
    Whole,
}

#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Rate {
    pub independent: f64,
    /// Where each value takes 0.4 of the one before.
    pub autocorrelated: f64,
}

/// Length; in per cent the latest and whole for independent values, latest and whole for autocorrelated ones.
type Row = (usize, f64, f64, f64, f64);

/// Probability of a signal on a chart of so many values of a process that does not change. Between measured lengths it
/// is interpolated; beyond 120 values the chance to have stayed without signal shrinks on at the same pace.
pub(super) fn rate(rules: RuleSet, length: usize, look: Look) -> Rate {
    let table = table(rules);
    if length < table[0].0 {
        return Rate { independent: 0.0, autocorrelated: 0.0 };
    }
    let after = table.partition_point(|row| row.0 < length);
    let last = &table[table.len() - 1];
    let Some(next) = table.get(after) else { return prolonged(last, length, look) };
    let before = &table[after.saturating_sub(1)];
    let share = if next.0 > before.0 { (length - before.0) as f64 / (next.0 - before.0) as f64 } else { 1.0 };
    let (low, high) = (rate_of(before, look), rate_of(next, look));
    let between = |low: f64, high: f64| low + share * (high - low);
    Rate {
        independent: between(low.independent, high.independent),
        autocorrelated: between(low.autocorrelated, high.autocorrelated),
    }
}

fn prolonged(last: &Row, length: usize, look: Look) -> Rate {
    let rate = rate_of(last, look);
    let times = match look {
        Look::Latest => 1.0,
        Look::Whole => length as f64 / last.0 as f64,
    };
    let some = |rate: f64| 1.0 - (1.0 - rate).powf(times);
    Rate { independent: some(rate.independent), autocorrelated: some(rate.autocorrelated) }
}

fn rate_of(row: &Row, look: Look) -> Rate {
    match look {
        Look::Latest => Rate { independent: row.1 / 100.0, autocorrelated: row.3 / 100.0 },
        Look::Whole => Rate { independent: row.2 / 100.0, autocorrelated: row.4 / 100.0 },
    }
}

fn table(rules: RuleSet) -> &'static [Row; 14] {
    match rules {
        RuleSet::Limits => &LIMITS,
        RuleSet::Wheeler => &WHEELER,
        RuleSet::MakingDataCount => &MAKING_DATA_COUNT,
        RuleSet::WesternElectric => &WESTERN_ELECTRIC,
    }
}

const LIMITS: [Row; 14] = [
    (6, 0.62, 1.28, 1.45, 2.98),
    (7, 0.68, 1.45, 1.90, 4.09),
    (8, 0.69, 1.60, 2.11, 5.13),
    (10, 0.62, 2.12, 2.24, 8.13),
    (12, 0.59, 2.67, 2.30, 11.30),
    (13, 1.87, 4.35, 4.50, 14.69),
    (14, 1.86, 5.86, 5.17, 18.02),
    (16, 1.88, 8.62, 5.55, 23.94),
    (18, 1.89, 11.04, 5.59, 28.83),
    (24, 1.89, 16.88, 5.60, 40.17),
    (36, 1.85, 24.66, 5.55, 53.70),
    (48, 1.88, 30.16, 5.64, 61.82),
    (60, 1.86, 34.24, 5.64, 67.10),
    (120, 1.84, 45.93, 5.58, 80.07),
];
const WHEELER: [Row; 14] = [
    (6, 0.75, 1.77, 1.58, 3.76),
    (7, 0.92, 2.37, 2.11, 5.34),
    (8, 1.03, 3.06, 2.38, 6.97),
    (10, 1.08, 4.69, 2.67, 11.10),
    (12, 1.16, 6.63, 3.07, 15.54),
    (13, 3.50, 9.32, 6.51, 19.57),
    (14, 4.18, 11.85, 8.11, 23.63),
    (16, 4.65, 16.62, 10.49, 31.83),
    (18, 5.26, 21.28, 13.09, 39.61),
    (24, 6.20, 33.18, 16.22, 57.55),
    (36, 6.13, 48.13, 16.17, 76.05),
    (48, 6.12, 57.92, 16.17, 85.24),
    (60, 6.10, 64.68, 16.12, 90.41),
    (120, 6.10, 82.32, 16.07, 98.43),
];
const MAKING_DATA_COUNT: [Row; 14] = [
    (6, 0.93, 1.79, 2.56, 4.68),
    (7, 1.00, 2.02, 3.28, 6.40),
    (8, 1.04, 2.45, 3.75, 8.73),
    (10, 1.06, 3.57, 4.62, 14.45),
    (12, 1.14, 5.05, 5.60, 21.26),
    (13, 2.79, 7.20, 9.05, 25.85),
    (14, 3.47, 9.51, 11.77, 30.86),
    (16, 4.61, 14.51, 15.63, 40.92),
    (18, 5.76, 19.75, 18.76, 50.23),
    (24, 6.37, 32.62, 20.70, 68.50),
    (36, 6.35, 49.26, 20.64, 85.67),
    (48, 6.39, 60.29, 20.70, 92.86),
    (60, 6.37, 68.16, 20.62, 96.16),
    (120, 6.29, 87.18, 20.56, 99.75),
];
const WESTERN_ELECTRIC: [Row; 14] = [
    (6, 0.96, 1.79, 2.64, 4.68),
    (7, 1.07, 2.06, 3.60, 6.51),
    (8, 1.14, 2.59, 4.36, 9.19),
    (10, 1.15, 3.85, 5.49, 16.04),
    (12, 1.19, 5.25, 6.47, 23.40),
    (13, 2.82, 7.39, 10.20, 28.22),
    (14, 3.53, 9.69, 13.11, 33.41),
    (16, 4.76, 14.76, 17.49, 43.68),
    (18, 5.70, 19.65, 20.21, 52.35),
    (24, 6.47, 31.79, 22.40, 70.02),
    (36, 6.37, 47.02, 22.30, 85.95),
    (48, 6.43, 56.89, 22.35, 92.55),
    (60, 6.43, 63.97, 22.23, 95.87),
    (120, 6.39, 81.76, 22.19, 99.60),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rates_are_read_interpolated_and_prolonged() {
        let limits = |length, look| rate(RuleSet::Limits, length, look).independent;
        assert_eq!(limits(5, Look::Whole), 0.0);
        let close =
            |actual: f64, expected: f64| assert!((actual - expected).abs() < 1e-9, "{actual} is not {expected}");
        close(limits(6, Look::Latest), 0.0062);
        close(limits(24, Look::Whole), 0.1688);
        // Half way from 0.1688 at 24 to 0.2466 at 36.
        close(limits(30, Look::Whole), 0.2077);
        close(limits(500, Look::Latest), 0.0184);
        // Twice 120: 1 − (1 − 0.4593)².
        close(limits(240, Look::Whole), 0.707_643_51);
    }

    #[test]
    fn longer_charts_and_more_rules_alarm_more_often() {
        for rules in RuleSet::ALL {
            assert!(table(rules).windows(2).all(|pair| pair[0].0 < pair[1].0 && pair[0].2 < pair[1].2));
            assert!(table(rules).iter().all(|row| row.1 < row.3 && row.2 < row.4));
        }
        let whole = |rules| rate(rules, 24, Look::Whole).independent;
        assert!(RuleSet::ALL[1..].iter().all(|rules| whole(*rules) > whole(RuleSet::Limits)));
    }
}
