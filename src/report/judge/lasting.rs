//! Did a series change for good? A shift of level and a slope, over the last two years of the phase in force; what all
//! series together make of both is decided by Benjamini and Hochberg.

use crate::kpi::Unit;
use crate::trend::{self, Interval, Shift, Slope};

use super::collect::{Seen, Series};
use super::{Judged, Kind, Size};

/// Values that are asked, at most: what happened before is history, and worth a rebase.
const WINDOW: usize = 24;
/// Of the findings, one in twenty is false on average.
const FALSE_DISCOVERIES: f64 = 0.05;

/// A change that is none among all that was tested, but would be rare alone, is a suspicion.
pub const SUSPICIOUS: f64 = 0.02;

/// A change that stays, and how it is best described.
#[derive(Debug, Clone, PartialEq)]
pub struct Lasting {
    pub shape: Shape,
    pub rose: bool,
    /// Of its test alone.
    pub p_value: f64,
    /// The smallest share of false findings at which this would be one.
    pub false_discovery_rate: f64,
}

#[derive(Debug, Clone, PartialEq)]
pub enum Shape {
    /// Another level from the period in this place on; before and after in the measure's unit.
    Level { since: usize, before: f64, after: f64, size: Size },
    /// So much a year, since the period in this place.
    Slope { since: usize, a_year: Size },
}

/// Two standard errors of a difference.
const CHANCE: f64 = 1.96;

/// A series with what was found in it, still to be held against all others.
struct Tested<'a> {
    series: Series<'a>,
    sample: Sample,
    shift: Option<Shift>,
    slope: Option<Slope>,
}

/// The values that are asked, on the scale on which they are spread evenly.
struct Sample {
    /// Their periods.
    places: Vec<usize>,
    scaled: Vec<f64>,
    is_logarithmic: bool,
    /// From the scale to the unit in which levels are told.
    unit: f64,
}

/// Every series judged, and how many tests that took.
pub(super) fn judge<'a>(series: Vec<Series<'a>>) -> (Vec<Judged<'a>>, usize) {
    let tested: Vec<Tested<'a>> = series.into_iter().map(test).collect();
    let p_values: Vec<f64> = tested.iter().flat_map(|one| one.p_values()).collect();
    let rates = trend::false_discovery_rates(&p_values).unwrap_or_else(|_| vec![1.0; p_values.len()]);
    let tests = p_values.len();
    let mut rates = rates.into_iter();
    let mut judged = Vec::with_capacity(tested.len());
    for one in tested {
        let shift = one.shift.and_then(|_| rates.next());
        let slope = one.slope.and_then(|_| rates.next());
        judged.push(one.judged(shift, slope));
    }
    (judged, tests)
}

fn test(series: Series<'_>) -> Tested<'_> {
    let sample = Sample::of(&series);
    let shift = trend::shift(&sample.scaled).ok();
    let slope = shift.and_then(|_| trend::slope(&sample.scaled).ok());
    Tested { series, sample, shift, slope }
}

impl Sample {
    fn of(series: &Series<'_>) -> Self {
        let from = series.begins().max(series.seen.len().saturating_sub(WINDOW));
        let seen: Vec<(usize, Seen)> =
            (from..series.seen.len()).filter_map(|place| Some((place, series.seen[place]?))).collect();
        let value = |seen: &Seen| match series.kind {
            Kind::Shares | Kind::Rates => seen.parts.0 / seen.parts.1,
            Kind::Times | Kind::Plain => seen.value,
        };
        let values: Vec<f64> = seen.iter().map(|(_, seen)| value(seen)).collect();
        let is_logarithmic =
            matches!(series.kind, Kind::Times | Kind::Rates) && values.iter().all(|value| *value > 0.0);
        let exposure: f64 = seen.iter().map(|(_, seen)| seen.parts.1).sum::<f64>() / seen.len().max(1) as f64;
        let unit = match series.definition.unit {
            Unit::Count => exposure,
            Unit::Ratio if series.definition.aggregate == crate::kpi::Aggregate::RatioPer100 => 100.0,
            _ => 1.0,
        };
        // Where most periods have no event at all, neither a level nor a slope of the rest means anything.
        let is_rare = values.iter().filter(|value| **value == 0.0).count() * 4 > values.len();
        let scaled = if is_rare {
            Vec::new()
        } else if is_logarithmic {
            values.iter().map(|value| value.ln()).collect()
        } else {
            values
        };
        Self { places: seen.iter().map(|(place, _)| *place).collect(), scaled, is_logarithmic, unit }
    }

    /// A difference on the scale, told as people would.
    fn size(&self, value: f64, interval: Interval) -> Size {
        let told = |value: f64| if self.is_logarithmic { value.exp() - 1.0 } else { value * self.unit };
        let interval = Interval { low: told(interval.low), high: told(interval.high) };
        Size { value: told(value), interval, is_relative: self.is_logarithmic }
    }

    fn level(&self, value: f64) -> f64 {
        self.unit * if self.is_logarithmic { value.exp() } else { value }
    }

    /// Squared distance that a line with this slope leaves.
    fn unexplained(&self, slope: &Slope) -> f64 {
        let rests: Vec<f64> =
            self.scaled.iter().zip(0_u32..).map(|(value, i)| value - slope.per_step * f64::from(i)).collect();
        let mean = rests.iter().sum::<f64>() / rests.len() as f64;
        rests.iter().map(|rest| (rest - mean).powi(2)).sum()
    }
}

impl<'a> Tested<'a> {
    fn p_values(&self) -> Vec<f64> {
        [self.shift.map(|shift| shift.p_value), self.slope.map(|slope| slope.p_value)].into_iter().flatten().collect()
    }

    fn judged(self, shift_rate: Option<f64>, slope_rate: Option<f64>) -> Judged<'a> {
        let level = self.shift.zip(shift_rate).map(|(shift, rate)| self.level(&shift, rate));
        let line = self.slope.zip(slope_rate).map(|(slope, rate)| self.line(&slope, rate));
        let middle = self.sample.places.len() / 2;
        let level = level.filter(|_| !self.is_chance(self.shift.map_or(middle, |shift| shift.index)));
        let line = line.filter(|_| !self.is_chance(middle));
        let is_found = |lasting: &Lasting| lasting.false_discovery_rate <= FALSE_DISCOVERIES;
        let lasting = self.better_described(level.clone().filter(is_found), line.clone().filter(is_found));
        let is_suspicious = |one: &Lasting| lasting.is_none() && one.p_value <= SUSPICIOUS;
        let suspected = self.better_described(level.filter(is_suspicious), line.filter(is_suspicious));
        let was_tested = self.shift.is_some();
        Judged { lasting, suspected, was_tested, ..self.series.judged() }
    }

    /// Would chance within the periods make such a difference, however even they are? So many of so many, or a count, are
    /// never surer than that.
    fn is_chance(&self, index: usize) -> bool {
        let is_counted = self.series.kind == Kind::Shares || self.series.definition.unit == Unit::Count;
        if !is_counted {
            return false;
        }
        let sum = |places: &[usize]| -> (f64, f64) {
            let parts = places.iter().filter_map(|place| Some(self.series.seen[*place]?.parts));
            parts.fold((0.0, 0.0), |(events, exposure), part| (events + part.0, exposure + part.1))
        };
        let (before, after) = self.sample.places.split_at(index);
        let (before, after) = (sum(before), sum(after));
        let rate = (before.0 + after.0) / (before.1 + after.1);
        let left = if self.series.kind == Kind::Shares { 1.0 - rate } else { 1.0 };
        let error = (rate * left * (1.0 / before.1 + 1.0 / after.1)).sqrt();
        (before.0 / before.1 - after.0 / after.1).abs() <= CHANCE * error
    }

    fn better_described(&self, level: Option<Lasting>, line: Option<Lasting>) -> Option<Lasting> {
        match (level, line) {
            (Some(_), Some(line)) if self.is_rather_a_line() => Some(line),
            (level, line) => level.or(line),
        }
    }

    /// A step looks like a slope and a slope like a step: the one that leaves less counts, the place of a step being one
    /// thing more that was fitted (Schwarz's criterion).
    fn is_rather_a_line(&self) -> bool {
        let (Some(shift), Some(slope)) = (&self.shift, &self.slope) else { return false };
        let count = self.sample.scaled.len() as f64;
        self.sample.unexplained(slope) <= shift.unexplained * (count.ln() / count).exp()
    }

    fn level(&self, shift: &Shift, false_discovery_rate: f64) -> Lasting {
        let sample = &self.sample;
        Lasting {
            rose: shift.after > shift.before,
            p_value: shift.p_value,
            false_discovery_rate,
            shape: Shape::Level {
                since: sample.places[shift.index],
                before: sample.level(shift.before),
                after: sample.level(shift.after),
                size: sample.size(shift.after - shift.before, shift.difference),
            },
        }
    }

    fn line(&self, slope: &Slope, false_discovery_rate: f64) -> Lasting {
        let steps = self.series.periods_a_year;
        let interval = Interval { low: slope.interval.low * steps, high: slope.interval.high * steps };
        let a_year = self.sample.size(slope.per_step * steps, interval);
        let since = self.sample.places[0];
        Lasting {
            rose: slope.per_step > 0.0,
            p_value: slope.p_value,
            false_discovery_rate,
            shape: Shape::Slope { since, a_year },
        }
    }
}
