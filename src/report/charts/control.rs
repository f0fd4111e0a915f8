//! XmR chart of the median time to resolve: is this month different, or is it the ordinary ups and downs?
//!
//! The limits describe what the process does. They are no targets and are never drawn or named as such.

use crate::report::series::{Change, How, Verdict, series_verdict};
use crate::report::words::Clock;
use crate::report::{Review, words};
use crate::trend::{self, Limits, Scale};

use super::axis::{EndLabel, Frame, TimeAxis, ValueAxis, draw_end_labels, label_room};
use super::canvas::{BLUE, Canvas, GREY, MARGIN, Marker, Stroke, VERMILION, WIDTH};
use super::volume::{draw_series, place};
use super::{Chart, Drawn};

const KPI: &str = "resolve_active_median";
const PLOT_HEIGHT: f64 = 520.0;
const VALUES: Stroke = Stroke { color: BLUE, width: 5, dash: None };
const CENTRE: Stroke = Stroke { color: GREY, width: 3, dash: None };
const LIMIT: Stroke = Stroke { color: GREY, width: 3, dash: Some((6, 8)) };

pub fn draw(review: &Review<'_>) -> Drawn {
    let series = review.series(KPI);
    let values: Vec<f64> = series.iter().flatten().copied().collect();
    // A single value has nothing to vary against.
    if values.len() < 2 {
        return Ok(None);
    }
    let chart = trend::xmr(&values, Scale::Logarithmic);
    let title = title(review, &series);
    let (mut canvas, top) = Canvas::new(&title, &measured(review, &chart));
    let lines = chart.limits.map(lines).unwrap_or_default();
    let highest = lines.iter().map(|line| line.0).chain(values).fold(0.0, f64::max);
    let axis = ValueAxis::durations(highest);
    let right = WIDTH - MARGIN - label_room(lines.iter().map(|(_, text, _)| text.as_str()));
    let frame = Frame { left: MARGIN + axis.width(), right, top, bottom: top + PLOT_HEIGHT };
    axis.draw(&mut canvas, &frame);
    let time = TimeAxis::new(review.periods);
    time.draw(&mut canvas, &frame);
    draw_lines(&mut canvas, &frame, &axis, lines);
    let points = place(&series, &time, &axis, &frame);
    draw_series(&mut canvas, &points, VALUES, Marker::Disc);
    for (place, point) in points.iter().flatten().zip(&chart.points) {
        if point.signal.is_some() {
            canvas.mark(*place, Marker::Diamond, VERMILION);
        }
    }
    let description = description(review, &series, chart.limits.as_ref());
    let svg = canvas.finish(frame.bottom + 90.0, &title, &description)?;
    Ok(Some(Chart { name: "control-time-to-resolve", caption: caption(), svg }))
}

/// Height, words and stroke of the centre line and the limits.
fn lines(limits: Limits) -> Vec<(f64, String, Stroke)> {
    let time = |minutes| words::duration(minutes, Clock::Service);
    vec![
        (limits.upper_control_limit, format!("upper control limit {}", time(limits.upper_control_limit)), LIMIT),
        (limits.centre_line, format!("centre line {}", time(limits.centre_line)), CENTRE),
        (limits.lower_control_limit, format!("lower control limit {}", time(limits.lower_control_limit)), LIMIT),
    ]
}

fn draw_lines(canvas: &mut Canvas, frame: &Frame, axis: &ValueAxis, lines: Vec<(f64, String, Stroke)>) {
    let mut ends = Vec::new();
    for (value, text, stroke) in lines {
        let y = axis.y(frame, value);
        canvas.line(vec![(frame.left, y), (frame.right, y)], stroke);
        ends.push(EndLabel::quiet(y, text));
    }
    draw_end_labels(canvas, frame, ends);
}

fn measured(review: &Review<'_>, chart: &trend::Chart) -> String {
    let kind = words::period_kind(review.period);
    let what = format!("Median active time to resolve, {kind} by {kind}, in service hours");
    let key = if chart.points.iter().any(|point| point.signal.is_some()) { ". Diamond: special cause" } else { "" };
    match chart.limits {
        Some(limits) => {
            let baseline = words::spelled(limits.baseline_points);
            format!("{what}. Limits computed from the first {baseline} {kind}s shown{key}")
        }
        None => format!("{what}. Fewer than six {kind}s: too few for limits"),
    }
}

fn title(review: &Review<'_>, series: &[Option<f64>]) -> String {
    let period = words::period(&review.period.label);
    let kind = words::period_kind(review.period);
    match series_verdict(series, Scale::Logarithmic) {
        Verdict::Unknown if series.last().copied().flatten().is_none() => {
            format!("Median time to resolve: no ticket was resolved in {period}")
        }
        Verdict::Unknown => "Median time to resolve: too little history to tell change from chance".into(),
        Verdict::Steady => format!("Median time to resolve: {period} lies within ordinary variation"),
        Verdict::Changed(Change { rose, how: How::Run { length, .. } }) => {
            let (length, side) = (words::spelled(length), if rose { "above" } else { "below" });
            format!("Median time to resolve: {length} {kind}s in a row {side} the centre line")
        }
        Verdict::Changed(Change { rose, how: How::BeyondLimit(_) }) => {
            let side = if rose { "above the upper" } else { "below the lower" };
            format!("Median time to resolve: {period} lies {side} control limit")
        }
        Verdict::Changed(Change { rose, .. }) => {
            let way = if rose { "rose" } else { "fell" };
            format!("Median time to resolve {way} in {period} by more than its ordinary variation")
        }
    }
}

fn caption() -> String {
    "Between the dotted lines the ups and downs are ordinary: asking for the cause of a single one leads nowhere. A \
     special cause is a value beyond a limit, or one of eight or more in a row on one side of the centre line. The \
     limits describe how the desk works, not how it should."
        .into()
}

fn description(review: &Review<'_>, series: &[Option<f64>], limits: Option<&Limits>) -> String {
    let time = |minutes| words::duration(minutes, Clock::Service);
    let each = review.periods.iter().zip(series).map(|(period, value)| {
        format!("{}: {}", words::period_short(&period.label), value.map_or(words::NOTHING.into(), time))
    });
    let limits = limits.map_or(String::new(), |limits| {
        let (low, high) = (time(limits.lower_control_limit), time(limits.upper_control_limit));
        format!(" Centre line {}, control limits {low} and {high}.", time(limits.centre_line))
    });
    format!("Control chart of the median time to resolve. {}.{limits}", each.collect::<Vec<_>>().join("; "))
}
