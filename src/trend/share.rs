//! How sure one can be of a share: "9 of 10" says less than "900 of 1000".

/// Two-sided 95 %: for one share that is shown with its interval.
const Z_95: f64 = 1.959_963_984_540_054;
/// Two-sided 99 %: for comparisons, of which a review makes dozens; about as rare a false alarm as a point
/// beyond control limits.
const Z_99: f64 = 2.575_829_303_548_901;

#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Interval {
    pub low: f64,
    pub high: f64,
}

/// The 95 % score interval of a share (E. B. Wilson, JASA 22, 1927); nothing where there is no sample.
pub fn wilson_interval(successes: f64, sample: f64) -> Option<Interval> {
    wilson(successes, sample, Z_95)
}

/// The 99 % interval of `second − first`, each successes of a sample (R. G. Newcombe, Statistics in Medicine
/// 17, 1998, 873–890, method 10). A real change is one whose interval leaves out zero.
pub fn difference_interval(first: (f64, f64), second: (f64, f64)) -> Option<Interval> {
    difference(first, second, Z_99)
}

fn wilson(successes: f64, sample: f64, z: f64) -> Option<Interval> {
    if sample <= 0.0 {
        return None;
    }
    let share = successes / sample;
    let centre = share + z * z / (2.0 * sample);
    let half = z * (share * (1.0 - share) / sample + z * z / (4.0 * sample * sample)).sqrt();
    let scale = 1.0 + z * z / sample;
    Some(Interval { low: ((centre - half) / scale).max(0.0), high: ((centre + half) / scale).min(1.0) })
}

fn difference(first: (f64, f64), second: (f64, f64), z: f64) -> Option<Interval> {
    let (one, two) = (wilson(first.0, first.1, z)?, wilson(second.0, second.1, z)?);
    let (share_one, share_two) = (first.0 / first.1, second.0 / second.1);
    let delta = share_two - share_one;
    Some(Interval {
        low: delta - (share_two - two.low).hypot(one.high - share_one),
        high: delta + (two.high - share_two).hypot(share_one - one.low),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn close(interval: Interval, low: f64, high: f64) {
        let rounded = |value: f64| (value * 10_000.0).round() / 10_000.0;
        assert_eq!((rounded(interval.low), rounded(interval.high)), (low, high));
    }

    /// R. G. Newcombe, "Two-sided confidence intervals for the single proportion", Statistics in Medicine
    /// 17 (1998) 857–872, table I, method 3.
    #[test]
    fn wilson_agrees_with_newcombes_table() {
        close(wilson_interval(81.0, 263.0).unwrap(), 0.2553, 0.3662);
        close(wilson_interval(15.0, 148.0).unwrap(), 0.0624, 0.1605);
        close(wilson_interval(0.0, 20.0).unwrap(), 0.0, 0.1611);
        close(wilson_interval(1.0, 29.0).unwrap(), 0.0061, 0.1718);
    }

    /// R. G. Newcombe, "Interval estimation for the difference between independent proportions", Statistics
    /// in Medicine 17 (1998) 873–890, table II, method 10.
    #[test]
    fn difference_agrees_with_newcombes_table() {
        close(difference((48.0, 80.0), (56.0, 70.0), Z_95).unwrap(), 0.0524, 0.3339);
        close(difference((3.0, 10.0), (9.0, 10.0), Z_95).unwrap(), 0.1705, 0.8090);
    }

    #[test]
    fn no_sample_has_no_interval() {
        assert_eq!(wilson_interval(0.0, 0.0), None);
        assert_eq!(difference_interval((0.0, 0.0), (1.0, 2.0)), None);
    }
}
