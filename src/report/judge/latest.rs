//! Is the latest value out of the ordinary? The control chart of each kind, limits from the first twelve values of the
//! phase in force.

use crate::kpi::Unit;
use crate::trend::{self, RatePoint, RuleSet, Scale, Signal, Unsaid};

use super::collect::{Seen, Series};
use super::{Judged, Kind, Latest, Limits, Point};

/// Values that a chart needs to have limits.
pub const POINTS_MIN: usize = 6;

/// The chart: phase after phase, each with limits of its own.
pub(super) fn points(series: &Series<'_>) -> Vec<Option<Point>> {
    let starts = [0].into_iter().chain(series.rebased.iter().map(|(from, _)| *from));
    let ends = series.rebased.iter().map(|(from, _)| *from).chain([series.seen.len()]);
    starts.zip(ends).flat_map(|(from, end)| phase(series, &series.seen[from..end])).collect()
}

fn phase(series: &Series<'_>, seen: &[Option<Seen>]) -> Vec<Option<Point>> {
    match series.kind {
        Kind::Times => individuals(seen, Scale::Logarithmic),
        Kind::Plain => individuals(seen, Scale::Linear),
        Kind::Shares | Kind::Rates => rates(series, seen),
    }
}

fn individuals(seen: &[Option<Seen>], scale: Scale) -> Vec<Option<Point>> {
    let values: Vec<f64> = seen.iter().flatten().map(|one| one.value).collect();
    let chart = trend::xmr_with(&values, scale, RuleSet::Limits, &[]);
    let limits = chart.limits.map(|limits| Limits {
        centre: limits.centre_line,
        lower: limits.lower_control_limit,
        upper: limits.upper_control_limit,
    });
    let mut judged = chart.points.iter();
    let point = |seen: &Option<Seen>| {
        let seen = (*seen)?;
        let signal = judged.next().and_then(|point| point.signal);
        Some(Point { value: seen.value, n: seen.n, limits, beyond: signal.and_then(beyond) })
    };
    seen.iter().map(point).collect()
}

fn rates(series: &Series<'_>, seen: &[Option<Seen>]) -> Vec<Option<Point>> {
    let parts: Vec<(f64, f64)> = seen.iter().map(|one| one.map_or((0.0, 0.0), |one| one.parts)).collect();
    let chart = if series.kind == Kind::Shares { trend::laney_p(&parts) } else { trend::laney_u(&parts) };
    let chart = chart.ok();
    let point = |(i, seen): (usize, &Option<Seen>)| {
        let seen = (*seen)?;
        let unjudged = Point { value: seen.value, n: seen.n, limits: None, beyond: None };
        let Some(chart) = &chart else { return Some(unjudged) };
        let judged = &chart.points[i];
        if judged.is_small {
            return Some(unjudged);
        }
        // From a rate to the unit in which the value is shown: a count, or per 100.
        let unit = per_rate(series, &seen, judged);
        let limits = Limits {
            centre: chart.centre_line * unit,
            lower: judged.lower_control_limit * unit,
            upper: judged.upper_control_limit * unit,
        };
        Some(Point { limits: Some(limits), beyond: judged.signal.and_then(beyond), ..unjudged })
    };
    seen.iter().enumerate().map(point).collect()
}

fn per_rate(series: &Series<'_>, seen: &Seen, judged: &RatePoint) -> f64 {
    if series.definition.unit == Unit::Count {
        return seen.parts.1;
    }
    match judged.rate {
        Some(rate) if rate > 0.0 => seen.value / rate,
        _ if series.definition.aggregate == crate::kpi::Aggregate::RatioPer100 => 100.0,
        _ => 1.0,
    }
}

/// Above, or below; runs are no signal here.
fn beyond(signal: Signal) -> Option<bool> {
    match signal {
        Signal::AboveLimit => Some(true),
        Signal::BelowLimit => Some(false),
        Signal::RunAbove | Signal::RunBelow => None,
    }
}

/// What the chart says of the period under review.
pub(super) fn read(judged: &Judged<'_>) -> Latest {
    let too_few = Latest::Unsaid(Unsaid::TooFew { have: judged.length, need: POINTS_MIN });
    let Some(Some(last)) = judged.points.last() else {
        return Latest::Unsaid(Unsaid::Unusable("nothing, or too little, was measured in the period"));
    };
    let Some(limits) = last.limits else {
        let is_long = judged.length >= POINTS_MIN;
        return if is_long { Latest::Unsaid(Unsaid::Unusable("too few cases a period")) } else { too_few };
    };
    match last.beyond {
        None => Latest::Usual,
        Some(true) => Latest::Special { above: true, limit: limits.upper },
        Some(false) => Latest::Special { above: false, limit: limits.lower },
    }
}
