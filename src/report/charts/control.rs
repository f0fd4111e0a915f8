//! Control charts: is this period different, or is it the ordinary ups and downs? One for each headline of the desk, one
//! for what else is out of the ordinary now, and one for each of the surest lasting changes.
//!
//! The limits describe what the process does. They are no targets and are never drawn or named as such.

use crate::kpi::{Definition, Unit};
use crate::report::findings;
use crate::report::judge::{Judged, Judgements, Kind, Lasting, Latest, Limits, POINTS_MIN, Point, Shape};
use crate::report::series::is_better;
use crate::report::words::Clock;
use crate::report::{ReportError, Review, words};
use crate::trend::Unsaid;

use super::axis::{EndLabel, Frame, TimeAxis, ValueAxis, draw_end_labels, label_room};
use super::canvas::{BLUE, Canvas, GREY, MARGIN, Marker, SKY, Stroke, VERMILION, WIDTH};
use super::volume::{draw_series, place};
use super::{Chart, Drawn};

/// Over all tickets, under these names.
const HEADLINES: [(&str, &str); 4] = [
    ("opened", "control-opened"),
    ("first_response_service_median", "control-first-response"),
    ("resolve_active_median", "control-time-to-resolve"),
    ("resolve_on_time", "control-on-time"),
];
/// What is out of the ordinary now, and the surest lasting changes.
const SIGNALS: [&str; 3] = ["signal-1", "signal-2", "signal-3"];
const CHANGES: [&str; 3] = ["change-1", "change-2", "change-3"];
/// Three years: more would be a row of dots.
pub const SHOWN: usize = 36;
pub const PLOT_HEIGHT: f64 = 480.0;
const VALUES: Stroke = Stroke { color: BLUE, width: 5, dash: None };
pub const CENTRE: Stroke = Stroke { color: GREY, width: 3, dash: None };
pub const LIMIT: Stroke = Stroke { color: GREY, width: 3, dash: Some((6, 8)) };
const LEVEL: Stroke = Stroke { color: SKY, width: 9, dash: None };

pub fn all(review: &Review<'_>, judged: &Judgements<'_>) -> Result<Vec<Option<Chart>>, ReportError> {
    let headlines = HEADLINES.iter().filter_map(|(kpi, name)| Some((judged.total(kpi)?, *name)));
    let signals = signals(judged).into_iter().zip(SIGNALS);
    let changes = changes(judged).into_iter().zip(CHANGES);
    let drawn = headlines.chain(signals).chain(changes).map(|(one, name)| draw(review, one, name));
    let mut charts: Vec<Option<Chart>> = drawn.collect::<Result<_, _>>()?;
    // Said once: the others are read the same way.
    if let Some(first) = charts.iter_mut().flatten().next() {
        first.caption = format!("{HOW_TO_READ} {}", first.caption).trim_end().into();
    }
    Ok(charts)
}

fn is_headline(one: &Judged<'_>) -> bool {
    one.service.is_none() && HEADLINES.iter().any(|(kpi, _)| *kpi == one.definition.id)
}

/// The surest first.
fn changes<'j, 'a>(judged: &'j Judgements<'a>) -> Vec<&'j Judged<'a>> {
    let others = judged.series.iter().filter(|one| !is_headline(one));
    let mut changes: Vec<(&Judged<'_>, &Lasting)> =
        others.filter_map(|one| Some((one, one.lasting.as_ref()?))).collect();
    changes.sort_by(|(_, one), (_, other)| one.false_discovery_rate.total_cmp(&other.false_discovery_rate));
    changes.into_iter().map(|(one, _)| one).collect()
}

/// What the summary says stands out, what got worse first. What changed for good has a chart of its own.
fn signals<'j, 'a>(judged: &'j Judgements<'a>) -> Vec<&'j Judged<'a>> {
    let others = judged.series.iter().filter(|one| !is_headline(one) && one.lasting.is_none());
    let mut signals: Vec<(bool, &Judged<'_>)> = others
        .filter_map(|one| {
            let (above, _) = findings::news(one)?;
            Some((is_better(above, one.definition.better) != Some(false), one))
        })
        .collect();
    signals.sort_by_key(|(is_harmless, _)| *is_harmless);
    signals.into_iter().map(|(_, one)| one).collect()
}

/// What is seen of one series: its last periods.
struct View<'a> {
    judged: &'a Judged<'a>,
    points: &'a [Option<Point>],
    /// The place of the first of them in the review's history.
    from: usize,
}

fn draw(review: &Review<'_>, judged: &Judged<'_>, name: &'static str) -> Drawn {
    let from = judged.points.len().saturating_sub(SHOWN);
    let view = View { judged, points: &judged.points[from..], from };
    // A single value has nothing to vary against.
    if view.points.iter().flatten().count() < 2 {
        return Ok(None);
    }
    let title = title(review, judged);
    let (mut canvas, top) = Canvas::new(&title, &measured(review, judged));
    let axis = axis(&view);
    let ends = ends(review, &view);
    let right = WIDTH - MARGIN - label_room(ends.iter().map(|(_, text)| text.as_str()));
    let frame = Frame { left: MARGIN + axis.width(), right, top, bottom: top + PLOT_HEIGHT };
    axis.draw(&mut canvas, &frame);
    let time = TimeAxis::new(&review.periods[from..]);
    time.draw(&mut canvas, &frame);
    draw_levels(&mut canvas, &frame, &axis, &time, &view);
    draw_limits(&mut canvas, &frame, &axis, &time, &view);
    let values: Vec<Option<f64>> = view.points.iter().map(|point| point.map(|point| point.value)).collect();
    let places = place(&values, &time, &axis, &frame);
    draw_series(&mut canvas, &places, VALUES, Marker::Disc);
    for (at, point) in places.iter().zip(view.points) {
        if let (Some(at), Some(_)) = (at, point.and_then(|point| point.beyond)) {
            canvas.mark(*at, Marker::Diamond, VERMILION);
        }
    }
    let labels = ends.into_iter().map(|(value, text)| EndLabel::quiet(axis.y(&frame, value), text));
    draw_end_labels(&mut canvas, &frame, labels.collect());
    let svg = canvas.finish(frame.bottom + 90.0, &title, &description(review, &view))?;
    Ok(Some(Chart { name, caption: caption(judged), svg }))
}

fn axis(view: &View<'_>) -> ValueAxis {
    let limits = view.points.iter().flatten().filter_map(|point| point.limits);
    let values = view.points.iter().flatten().map(|point| point.value);
    let all: Vec<f64> = limits.flat_map(|limits| [limits.lower, limits.upper]).chain(values).collect();
    let (low, high) = all.iter().fold((f64::MAX, 0.0_f64), |(low, high), value| (low.min(*value), high.max(*value)));
    let definition = view.judged.definition.clone();
    match definition.unit {
        Unit::Count => ValueAxis::counts(high),
        Unit::Minutes if Clock::of(&definition) == Clock::Service => ValueAxis::durations(high),
        Unit::Share if view.judged.kind == Kind::Shares => ValueAxis::shares(low),
        _ => ValueAxis::plain(high, move |value| words::value(&definition, Some(value))),
    }
}

/// What is written at the right end: the limits in force and the level.
fn ends(review: &Review<'_>, view: &View<'_>) -> Vec<(f64, String)> {
    let write = |value: f64| words::value(view.judged.definition, Some(value));
    let mut ends = Vec::new();
    if let Some(Shape::Level { since, after, .. }) = view.judged.lasting.as_ref().map(|lasting| &lasting.shape) {
        let since = words::period_short(&review.periods[*since].label);
        ends.push((*after, format!("since {since} about {}", write(*after))));
    }
    if let Some(Limits { centre, lower, upper }) = view.points.iter().flatten().rev().find_map(|point| point.limits) {
        ends.push((upper, format!("upper control limit {}", write(upper))));
        ends.push((centre, format!("centre line {}", write(centre))));
        if lower > 0.0 {
            ends.push((lower, format!("lower control limit {}", write(lower))));
        }
    }
    ends
}

/// Steps where the limits change with the size of the sample, straight lines where they do not.
fn draw_limits(canvas: &mut Canvas, frame: &Frame, axis: &ValueAxis, time: &TimeAxis<'_>, view: &View<'_>) {
    let half = time.slot(frame) / 2.0;
    let edges = |of: fn(&Limits) -> f64, run: &[(usize, Limits)]| -> Vec<(f64, f64)> {
        let step = |(i, limits): &(usize, Limits)| {
            let (x, y) = (time.x(frame, *i), axis.y(frame, of(limits)));
            [(x - half, y), (x + half, y)]
        };
        run.iter().flat_map(step).collect()
    };
    let placed = view.points.iter().enumerate();
    let placed: Vec<(usize, Limits)> = placed.filter_map(|(i, point)| Some((i, (*point)?.limits?))).collect();
    let begins = |i: usize| view.judged.rebased.iter().any(|(from, _)| *from == i + view.from);
    for run in placed.chunk_by(|one, other| other.0 == one.0 + 1 && !begins(other.0)) {
        canvas.line(edges(|limits| limits.centre, run), CENTRE);
        canvas.line(edges(|limits| limits.upper, run), LIMIT);
        if run.iter().any(|(_, limits)| limits.lower > 0.0) {
            canvas.line(edges(|limits| limits.lower, run), LIMIT);
        }
    }
}

fn draw_levels(canvas: &mut Canvas, frame: &Frame, axis: &ValueAxis, time: &TimeAxis<'_>, view: &View<'_>) {
    let Some(Shape::Level { since, before, after, .. }) = view.judged.lasting.as_ref().map(|lasting| &lasting.shape)
    else {
        return;
    };
    let half = time.slot(frame) / 2.0;
    let step = since.saturating_sub(view.from);
    let last = view.points.len() - 1;
    if step > 0 {
        let y = axis.y(frame, *before);
        canvas.line(vec![(frame.left, y), (time.x(frame, step) - half, y)], LEVEL);
    }
    let y = axis.y(frame, *after);
    canvas.line(vec![(time.x(frame, step) - half, y), (time.x(frame, last) + half, y)], LEVEL);
}

fn what(judged: &Judged<'_>) -> String {
    let of = judged.service.map_or(String::new(), |service| format!(", {}", words::segment("service", service)));
    format!("{}{of}", words::sentence(findings::phrase(judged.definition).trim_start_matches("the ")))
}

fn title(review: &Review<'_>, judged: &Judged<'_>) -> String {
    let (what, period) = (what(judged), words::period(&review.period.label));
    if let Some(lasting) = &judged.lasting {
        return match (&lasting.shape, lasting.rose) {
            (Shape::Level { since, .. }, rose) => {
                let side = if rose { "higher" } else { "lower" };
                format!("{what}: on a {side} level since {}", words::period(&review.periods[*since].label))
            }
            (Shape::Slope { a_year, .. }, rose) => {
                let way = if rose { "rise" } else { "fall" };
                format!("{what}: a steady {way}, about {} a year", findings::amount(judged.definition, a_year))
            }
        };
    }
    match judged.latest {
        Latest::Usual => format!("{what}: {period} lies within ordinary variation"),
        Latest::Special { above: true, .. } => format!("{what}: {period} lies above the upper control limit"),
        Latest::Special { above: false, .. } => format!("{what}: {period} lies below the lower control limit"),
        Latest::Unsaid(_) if judged.points.last().is_some_and(Option::is_none) => {
            format!("{what}: too few cases in {period} to say anything")
        }
        Latest::Unsaid(Unsaid::Unusable(_)) => {
            format!("{what}: too few cases a {} to tell change from chance", words::period_kind(review.period))
        }
        Latest::Unsaid(_) => format!("{what}: too little history to tell change from chance"),
    }
}

fn measured(review: &Review<'_>, judged: &Judged<'_>) -> String {
    let kind = words::period_kind(review.period);
    let what = format!("{}, {kind} by {kind} ({})", words::sentence(&unit(judged.definition)), judged.kind.chart());
    let has_limits = judged.points.iter().flatten().any(|point| point.limits.is_some());
    let limits = match judged.rebased.last() {
        _ if !has_limits && judged.points.iter().flatten().count() >= POINTS_MIN => {
            format!(". Too few cases a {kind} for limits")
        }
        _ if !has_limits => format!(". Fewer than six {kind}s: too few for limits"),
        None => format!(". Limits from the first twelve {kind}s of the history"),
        Some((from, reason)) => {
            format!(". Limits anew from {}: {reason}", words::period(&review.periods[*from].label))
        }
    };
    let special = judged.points.iter().flatten().any(|point| point.beyond.is_some());
    format!("{what}{limits}{}", if special { ". Diamond: beyond a limit" } else { "" })
}

fn unit(definition: &Definition) -> String {
    let clock = definition.clock.as_ref().map_or(String::new(), |clock| format!("{clock} "));
    match definition.unit {
        Unit::Count => "tickets".into(),
        Unit::Share => "share".into(),
        Unit::Minutes => format!("{clock}time"),
        Unit::Days => "days".into(),
        Unit::Ratio => "ratio".into(),
        Unit::Amount => "amount".into(),
    }
}

const HOW_TO_READ: &str = "Between the dotted lines the ups and downs are ordinary: asking for the cause of a single one \
                           leads nowhere. The limits describe how the desk works, not how it should.";

/// What is particular to it; nothing of times, whose limits are straight lines.
fn caption(judged: &Judged<'_>) -> String {
    let sizes = match judged.kind {
        Kind::Shares => "The limits are wider where fewer cases were counted",
        Kind::Rates if judged.definition.unit == Unit::Count => "The limits follow the number of business days",
        Kind::Rates => "The limits are wider where fewer tickets were counted",
        Kind::Times | Kind::Plain => return String::new(),
    };
    let has_limits = |point: &Point| point.limits.is_some();
    let mut points = judged.points.iter().flatten();
    let is_broken = points.clone().any(has_limits) && !points.all(has_limits);
    let broken = if is_broken { ", and there are none where too few were" } else { "" };
    format!("{sizes}{broken}.")
}

fn description(review: &Review<'_>, view: &View<'_>) -> String {
    let write = |value: f64| words::value(view.judged.definition, Some(value));
    let each = review.periods[view.from..].iter().zip(view.points).map(|(period, point)| {
        let value = point.map_or(words::NOTHING.into(), |point| write(point.value));
        format!("{}: {value}", words::period_short(&period.label))
    });
    let limits = view.points.iter().flatten().next_back().and_then(|point| point.limits);
    let limits = limits.map_or(String::new(), |limits| {
        let (low, high) = (write(limits.lower), write(limits.upper));
        format!(" Centre line {}, control limits {low} and {high}.", write(limits.centre))
    });
    format!("Control chart: {}. {}.{limits}", what(view.judged), each.collect::<Vec<_>>().join("; "))
}
