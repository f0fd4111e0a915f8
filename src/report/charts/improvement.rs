//! Did what was done change anything? The metric by month, go-live, and where the months before led.

use plotters::style::RGBColor;

use crate::kpi::{Period, Unit};
use crate::report::improvements::{Month, Phase, Reading, day};
use crate::report::words::{self, Clock};

use super::axis::{EndLabel, Frame, TimeAxis, ValueAxis, draw_end_labels, label_room};
use super::canvas::{Align, BLUE, Canvas, GREY, INK, Lettering, MARGIN, Marker, Stroke, VERMILION, WIDTH};
use super::volume::{draw_series, place};
use super::{Chart, Drawn};

const PLOT_HEIGHT: f64 = 460.0;
/// Above the plot, for the words at go-live.
const HEAD: f64 = 34.0;
const VALUES: Stroke = Stroke { color: BLUE, width: 5, dash: None };
const OTHER: Stroke = Stroke { color: VERMILION, width: 3, dash: None };
const EXPECTED: Stroke = Stroke { color: GREY, width: 4, dash: Some((12, 10)) };
/// Between what was expected and what came.
const EFFECT: RGBColor = RGBColor(226, 238, 247);
const GO_LIVE: Stroke = Stroke { color: INK, width: 3, dash: None };

pub fn draw(reading: &Reading) -> Drawn {
    let months = &reading.months;
    // A single value has nothing to stand against.
    if months.iter().filter(|month| month.value.is_some()).count() < 2 {
        return Ok(None);
    }
    let title = format!("{}: {}", reading.plan().statement, reading.headline());
    let (mut canvas, top) = Canvas::new(&title, &measured(reading));
    let axis = axis(reading);
    let ends = ends(reading);
    let right = WIDTH - MARGIN - label_room(ends.iter().map(|(_, text, _)| text.as_str()));
    let top = top + HEAD;
    let frame = Frame { left: MARGIN + axis.width(), right, top, bottom: top + PLOT_HEIGHT };
    axis.draw(&mut canvas, &frame);
    let periods: Vec<Period> = months.iter().map(|month| month.period.clone()).collect();
    let time = TimeAxis::new(&periods);
    time.draw(&mut canvas, &frame);
    let placed = |of: fn(&Month) -> Option<f64>| place(&values(months, of), &time, &axis, &frame);
    draw_effect(&mut canvas, &placed(|month| since(month, month.value)), &placed(|month| since(month, month.expected)));
    draw_go_live(&mut canvas, &frame, &time, reading);
    for run in placed(expected(reading)).split(Option::is_none).filter(|run| run.len() > 1) {
        canvas.line(run.iter().flatten().copied().collect(), EXPECTED);
    }
    draw_series(&mut canvas, &placed(|month| month.comparator), OTHER, Marker::Diamond);
    let own = placed(|month| month.value);
    draw_series(&mut canvas, &own, VALUES, Marker::Disc);
    let left_out = months.iter().zip(own).filter(|(month, _)| month.phase == Phase::LeftOut);
    left_out.filter_map(|(_, at)| at).for_each(|at| canvas.mark(at, Marker::Ring, BLUE));
    let labels = ends.into_iter().map(|(value, text, color)| {
        let lettering = Lettering::new(color, Align::Left);
        EndLabel { y: axis.y(&frame, value), text, lettering }
    });
    draw_end_labels(&mut canvas, &frame, labels.collect());
    let svg = canvas.finish(frame.bottom + 90.0, &title, &description(reading))?;
    Ok(Some(Chart { name: "improvement", caption: caption(reading), svg }))
}

/// Of the months that count as after.
fn since(month: &Month, value: Option<f64>) -> Option<f64> {
    value.filter(|_| month.phase == Phase::After && month.expected.is_some())
}

fn draw_effect(canvas: &mut Canvas, own: &[Option<(f64, f64)>], expected: &[Option<(f64, f64)>]) {
    let both: Vec<_> = own.iter().zip(expected).map(|(own, expected)| own.zip(*expected)).collect();
    for run in both.split(Option::is_none).filter(|run| run.len() > 1) {
        let there = run.iter().flatten().map(|(own, _)| *own);
        let back = run.iter().flatten().rev().map(|(_, expected)| *expected);
        canvas.area(there.chain(back).collect(), EFFECT);
    }
}

/// Beside a comparator's line the expected one tells nothing new before go-live.
fn expected(reading: &Reading) -> fn(&Month) -> Option<f64> {
    match reading.plan().comparator {
        Some(_) => |month| month.expected.filter(|_| month.phase != Phase::Before),
        None => |month| month.expected,
    }
}

fn values(months: &[Month], of: fn(&Month) -> Option<f64>) -> Vec<Option<f64>> {
    months.iter().map(of).collect()
}

fn axis(reading: &Reading) -> ValueAxis {
    let all = reading.months.iter().flat_map(|month| [month.value, month.comparator, month.expected]).flatten();
    let (low, high) = all.fold((f64::MAX, 0.0_f64), |(low, high), value| (low.min(value), high.max(value)));
    let definition = reading.definition.clone();
    match definition.unit {
        Unit::Count => ValueAxis::counts(high),
        Unit::Minutes if Clock::of(&definition) == Clock::Service => ValueAxis::durations(high),
        Unit::Share => ValueAxis::shares(low),
        _ => ValueAxis::plain(high, move |value| words::value(&definition, Some(value))),
    }
}

/// What is written at the right end, in the colour of its line.
fn ends(reading: &Reading) -> Vec<(f64, String, RGBColor)> {
    let last = |of: fn(&Month) -> Option<f64>| reading.months.iter().rev().find_map(of);
    let own = last(|month| month.value).map(|value| (value, reading.value(Some(value)), BLUE));
    let led =
        last(|month| month.expected).map(|value| (value, format!("expected {}", reading.value(Some(value))), GREY));
    let other = reading.plan().comparator.as_ref().map(|group| words::segment(&group.dimension, &group.value));
    let other = last(|month| month.comparator).zip(other);
    let other = other.map(|(value, name)| (value, format!("{name} {}", reading.value(Some(value))), VERMILION));
    own.into_iter().chain(led).chain(other).collect()
}

/// A line where it began, on its day of the month, with the day written above.
fn draw_go_live(canvas: &mut Canvas, frame: &Frame, time: &TimeAxis<'_>, reading: &Reading) {
    let Some(first) = reading.months.iter().position(|month| month.phase != Phase::Before) else { return };
    let go_live = reading.plan().go_live;
    let is_within = reading.months[first].period.label == go_live.strftime("%Y-%m").to_string();
    let part = if is_within { f64::from(go_live.day() - 1) / f64::from(go_live.days_in_month()) } else { 0.0 };
    let x = time.x(frame, first) + (part - 0.5) * time.slot(frame);
    canvas.line(vec![(x, frame.top - 10.0), (x, frame.bottom)], GO_LIVE);
    let text = format!("go-live {}", day(go_live));
    let lettering = Lettering::bold(INK, Align::Middle);
    let half = lettering.width(&text) / 2.0;
    let x = x.clamp(frame.left + half, (frame.right - half).max(frame.left + half));
    canvas.text_on_white(x, frame.top - 28.0, &text, lettering);
}

fn measured(reading: &Reading) -> String {
    let mut parts = vec![format!("{}, month by month", reading.metric())];
    if reading.months.iter().any(|month| month.expected.is_some()) {
        let season = if reading.tells_seasons() { ", season and all" } else { "" };
        parts.push(format!("Dashed: expected, as the months before led{season}"));
    }
    if reading.months.iter().any(|month| month.phase == Phase::LeftOut) {
        parts.push("Ring: left out".into());
    }
    if let Some(comparator) = &reading.plan().comparator {
        parts.push(format!("Diamonds: {comparator}, where nothing was done"));
    }
    parts.join(". ")
}

/// What the table below it says is not said here.
fn caption(reading: &Reading) -> String {
    if reading.effect.is_none() {
        return "No effect can be estimated: the line is all that is known.".into();
    }
    let other = match reading.plan().comparator {
        Some(_) => "what happened to the comparator is taken off",
        None => "without a comparator, whatever else changed at go-live counts as its effect",
    };
    let season = if reading.tells_seasons() { ", each held against its own month of the year" } else { "" };
    format!(
        "The effect is the mean distance of the months since go-live from where the slope before would have led{season}: \
         the shaded part; {other}."
    )
}

fn description(reading: &Reading) -> String {
    let each = reading.months.iter().map(|month| {
        let other =
            month.comparator.map_or(String::new(), |other| format!(" (comparator {})", reading.value(Some(other))));
        let label = words::period_short(&month.period.label);
        format!("{label}, {}: {}{other}", month.phase.name(), reading.value(month.value))
    });
    format!("Line chart of {}. {}.", reading.metric(), each.collect::<Vec<_>>().join("; "))
}
