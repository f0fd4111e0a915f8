//! How the objectives stand (ISO/IEC 20000-1:2018, 6.2): the word comes from the level of the last half year with its
//! interval, and from the slope; never from the last value, which wobbles.

use crate::config::Objective;
use crate::kpi::Definition;
use crate::report::Review;
use crate::trend::{self, Interval, RecentLevel, Slope, Unsaid};

use super::collect::{self, Series};
use super::{Judged, Kind};

/// Slopes are asked over the last two years.
const WINDOW: usize = 24;
/// As sure as the interval of the level: objectives are few, and named before anybody looks.
const SLOPE_P_MAX: f64 = 0.05;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Word {
    Met,
    OnTheWay,
    NoChange,
    MovingAway,
    TooFew,
}

/// An objective and where it stands, in the measure's unit.
#[derive(Debug, Clone)]
pub struct Attained<'a> {
    pub objective: &'a Objective,
    pub definition: &'a Definition,
    /// The value of the period under review.
    pub now: Option<f64>,
    /// The mean of the last half year (of times the geometric one) and its 95 % interval.
    pub recent: Result<RecentLevel, Unsaid>,
    pub word: Word,
    /// The day has come, and it is not met.
    pub is_overdue: bool,
}

pub(super) fn attained<'a>(review: &Review<'a>, judged: &[Judged<'a>]) -> Vec<Attained<'a>> {
    let config = review.config;
    config.objectives.iter().filter_map(|objective| one(review, judged, objective)).collect()
}

fn one<'a>(review: &Review<'a>, judged: &[Judged<'a>], objective: &'a Objective) -> Option<Attained<'a>> {
    let definition = review.definition(&objective.metric)?;
    let service = objective.service.as_deref();
    let known = judged.iter().find(|one| one.definition.id == definition.id && one.service == service);
    let series = collect::one(review, definition, service);
    let (values, is_logarithmic) = series.as_ref().map_or((Vec::new(), false), values);
    let recent = trend::recent_level(&values);
    let slope = trend::slope(&values[values.len().saturating_sub(WINDOW)..]).ok();
    let scale = |value: f64| if is_logarithmic { value.ln() } else { value };
    let word = match &recent {
        Ok(level) => word(scale(objective.baseline), scale(objective.target), level, slope.as_ref()),
        Err(_) => Word::TooFew,
    };
    let now = match known {
        Some(judged) => judged.points.last().copied().flatten().map(|point| point.value),
        None => series.and_then(|series| series.seen.last().copied().flatten()).map(|seen| seen.value),
    };
    let day = review.as_of.to_zoned(review.config.time_zone()).date();
    Some(Attained {
        objective,
        definition,
        now,
        recent: recent.map(|level| if is_logarithmic { undone(level) } else { level }),
        word,
        is_overdue: objective.date < day && word != Word::Met,
    })
}

/// The values of the phase in force, times as logarithms.
fn values(series: &Series<'_>) -> (Vec<f64>, bool) {
    let own = series.seen[series.begins().min(series.seen.len())..].iter().flatten();
    let values: Vec<f64> = own.map(|seen| seen.value).collect();
    let is_logarithmic = series.kind == Kind::Times && values.iter().all(|value| *value > 0.0);
    (values.into_iter().map(|value| if is_logarithmic { value.ln() } else { value }).collect(), is_logarithmic)
}

fn undone(level: RecentLevel) -> RecentLevel {
    let interval = Interval { low: level.interval.low.exp(), high: level.interval.high.exp() };
    RecentLevel { mean: level.mean.exp(), interval, ..level }
}

fn word(baseline: f64, target: f64, level: &RecentLevel, slope: Option<&Slope>) -> Word {
    // All turned so that up is better.
    let way = if target > baseline { 1.0 } else { -1.0 };
    let (low, high) = (level.interval.low, level.interval.high);
    let (worst, best) = if way > 0.0 { (low, high) } else { (-high, -low) };
    let believed = slope.filter(|slope| slope.p_value <= SLOPE_P_MAX).map_or(0.0, |slope| slope.per_step * way);
    if worst >= target * way {
        Word::Met
    } else if worst > baseline * way {
        Word::OnTheWay
    } else if best < baseline * way {
        Word::MovingAway
    } else if believed != 0.0 {
        if believed > 0.0 { Word::OnTheWay } else { Word::MovingAway }
    } else {
        Word::NoChange
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn level(low: f64, high: f64) -> RecentLevel {
        RecentLevel { mean: f64::midpoint(low, high), interval: Interval { low, high }, values: 6 }
    }

    #[test]
    fn the_word_is_that_of_the_interval_in_both_directions() {
        let falls = |low, high| word(400.0, 240.0, &level(low, high), None);
        assert_eq!(falls(200.0, 239.0), Word::Met);
        assert_eq!(falls(220.0, 390.0), Word::OnTheWay, "it may be met, and surely is better");
        assert_eq!(falls(220.0, 410.0), Word::NoChange);
        assert_eq!(falls(401.0, 500.0), Word::MovingAway);
        let rises = |low, high| word(0.8, 0.9, &level(low, high), None);
        assert_eq!(
            [rises(0.9, 0.95), rises(0.82, 0.95), rises(0.7, 0.9), rises(0.6, 0.79)],
            [Word::Met, Word::OnTheWay, Word::NoChange, Word::MovingAway]
        );
    }

    #[test]
    fn a_slope_speaks_where_the_level_is_silent() {
        let slope = trend::slope(&(0..14).map(f64::from).collect::<Vec<_>>()).unwrap();
        assert_eq!(word(0.8, 0.9, &level(0.7, 0.95), Some(&slope)), Word::OnTheWay);
        assert_eq!(word(0.8, 0.7, &level(0.65, 0.95), Some(&slope)), Word::MovingAway);
    }
}
