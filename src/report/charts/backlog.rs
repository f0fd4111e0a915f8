//! Open tickets at the end of each period, by age: is old work left lying?

use plotters::style::RGBColor;

use crate::report::{Review, words};

use super::axis::{EndLabel, Frame, TimeAxis, ValueAxis, draw_end_labels, label_room};
use super::canvas::{Align, Canvas, INK, Lettering, MARGIN, WHITE, WIDTH};
use super::{Chart, Drawn};

const PLOT_HEIGHT: f64 = 560.0;
/// Oldest first, from the ground up, so that what has waited longest is compared on one line. One colour from
/// dark to light is an order that grey print and every eye keeps.
const AGES: [(&str, &str, RGBColor); 5] = [
    ("backlog_over_30_days", "over 30 days", RGBColor(3, 44, 77)),
    ("backlog_11_30_days", "11–30 days", RGBColor(0, 98, 158)),
    ("backlog_6_10_days", "6–10 days", RGBColor(64, 147, 201)),
    ("backlog_2_5_days", "2–5 days", RGBColor(138, 191, 228)),
    ("backlog_0_1_days", "0–1 days", RGBColor(205, 228, 244)),
];
/// How far back the title looks.
const TITLE_SPAN: usize = 6;
/// A smaller difference is not worth the word "grew".
const TITLE_CHANGE_MIN: f64 = 0.1;
/// Nor is one that two counts of the same desk differ by in one of twenty cases (Poisson: the variance is the count).
const CHANCE_SIGMAS: f64 = 2.0;

pub fn draw(review: &Review<'_>) -> Drawn {
    let ages = AGES.map(|(kpi, _, _)| review.series(kpi));
    // A desk that never had an open ticket is no picture.
    if ages.iter().flatten().all(|count| count.is_none_or(|count| count == 0.0)) {
        return Ok(None);
    }
    let totals: Vec<Option<f64>> = (0..review.periods.len()).map(|i| total(&ages, i)).collect();
    let title = title(review, &totals);
    let kind = words::period_kind(review.period);
    let (mut canvas, top) =
        Canvas::new(&title, &format!("Open tickets at the end of each {kind}, by age in calendar days"));
    let frame_top = top + 24.0;
    let axis = ValueAxis::counts(totals.iter().flatten().copied().fold(0.0, f64::max));
    let labels = labels(&ages);
    let right = WIDTH - MARGIN - label_room(labels.iter().flatten().map(String::as_str));
    let frame = Frame { left: MARGIN + axis.width(), right, top: frame_top, bottom: frame_top + PLOT_HEIGHT };
    axis.draw(&mut canvas, &frame);
    let time = TimeAxis::new(review.periods);
    time.draw(&mut canvas, &frame);
    let middles = draw_bars(&mut canvas, &frame, &axis, &time, &ages);
    draw_totals(&mut canvas, &frame, &axis, &time, &totals);
    // From the top down, so that labels of parts without height keep the order of the bar.
    let ends = middles.into_iter().zip(labels).rev().filter_map(|(y, text)| Some(EndLabel::new(y, text?)));
    draw_end_labels(&mut canvas, &frame, ends.collect());
    let description = description(review, &totals, &ages);
    let svg = canvas.finish(frame.bottom + 90.0, &title, &description)?;
    let caption = "The darker the bar, the longer its tickets have waited. A desk that keeps up has a thin dark foot \
                   that does not grow."
        .into();
    Ok(Some(Chart { name: "backlog", caption, svg }))
}

/// Open tickets of every age; nothing where no age was counted.
fn total(ages: &[Vec<Option<f64>>; 5], i: usize) -> Option<f64> {
    let counted: Vec<f64> = ages.iter().filter_map(|age| age[i]).collect();
    (!counted.is_empty()).then(|| counted.iter().sum())
}

/// What stands beside the last bar; nothing for an age that never occurs.
fn labels(ages: &[Vec<Option<f64>>; 5]) -> Vec<Option<String>> {
    let label = |((_, name, _), age): (&(&str, &str, RGBColor), &Vec<Option<f64>>)| {
        let occurs = age.iter().flatten().any(|count| *count > 0.0);
        let last = age.last().copied().flatten();
        occurs.then(|| last.map_or((*name).into(), |last| format!("{name}: {}", words::count(last))))
    };
    AGES.iter().zip(ages).map(label).collect()
}

/// Stacks the bars; returns the heights of the middles of the last one's parts.
fn draw_bars(
    canvas: &mut Canvas,
    frame: &Frame,
    axis: &ValueAxis,
    time: &TimeAxis<'_>,
    ages: &[Vec<Option<f64>>; 5],
) -> Vec<f64> {
    let half = (time.slot(frame) * 0.36).min(60.0);
    let mut middles = Vec::new();
    for i in (0..ages[0].len()).filter(|i| total(ages, *i).is_some()) {
        let mut below = 0.0;
        middles.clear();
        for (age, (_, _, color)) in ages.iter().zip(AGES) {
            let above = below + age[i].unwrap_or(0.0);
            let (y0, y1) = (axis.y(frame, below), axis.y(frame, above));
            middles.push(f64::midpoint(y0, y1));
            if above > below {
                let x = time.x(frame, i);
                canvas.rectangle((x - half, y0), (x + half, y1), color);
                canvas.rectangle((x - half, y1), (x + half, y1 + 1.0), WHITE);
            }
            below = above;
        }
    }
    middles
}

fn draw_totals(canvas: &mut Canvas, frame: &Frame, axis: &ValueAxis, time: &TimeAxis<'_>, totals: &[Option<f64>]) {
    let lettering = Lettering::small(INK, Align::Middle);
    let fits = totals.iter().flatten().all(|total| lettering.width(&words::count(*total)) + 8.0 < time.slot(frame));
    for (i, total) in totals.iter().enumerate().filter(|(i, _)| fits || i + 1 == totals.len()) {
        let Some(total) = total else { continue };
        canvas.text_on_white(time.x(frame, i), axis.y(frame, *total) - 20.0, &words::count(*total), lettering);
    }
}

fn title(review: &Review<'_>, totals: &[Option<f64>]) -> String {
    let period = words::period(&review.period.label);
    let Some(now) = totals.last().copied().flatten() else { return format!("No backlog counted for {period}") };
    let end = if review.is_over() { format!("at the end of {period}") } else { format!("on {}", review.as_of_day()) };
    let back = TITLE_SPAN.min(totals.len() - 1);
    let (from, to) = (totals[totals.len() - 1 - back], words::count(now));
    let kind = words::period_kind(review.period);
    let span = if back == 1 { format!("one {kind}") } else { format!("{} {kind}s", words::spelled(back)) };
    match from {
        Some(from) if back > 0 && from + now > 0.0 => {
            let before = words::count(from);
            if (now - from).abs() <= TITLE_CHANGE_MIN * from {
                format!("Backlog stayed about the same over {span}: {before} tickets then, {to} now")
            } else if (now - from).abs() <= CHANCE_SIGMAS * (now + from).sqrt() {
                let now = words::counted(now, "ticket was", "tickets were");
                format!("{now} open {end}, {before} {span} before: no more than chance")
            } else if now > from {
                format!("Backlog grew from {before} to {to} tickets in {span}")
            } else {
                format!("Backlog fell from {before} to {to} tickets in {span}")
            }
        }
        _ if now == 0.0 => format!("No ticket was open {end}"),
        _ => format!("{} open {end}", words::counted(now, "ticket", "tickets")),
    }
}

fn description(review: &Review<'_>, totals: &[Option<f64>], ages: &[Vec<Option<f64>>; 5]) -> String {
    let each = review.periods.iter().enumerate().map(|(i, period)| {
        let count = |value: Option<f64>| value.map_or(words::NOTHING.into(), words::count);
        let label = words::period_short(&period.label);
        format!("{label}: {} open, {} of them over 30 days", count(totals[i]), count(ages[0][i]))
    });
    format!("Stacked bars of open tickets by age. {}.", each.collect::<Vec<_>>().join("; "))
}
