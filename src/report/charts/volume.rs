//! Tickets opened and resolved: does the desk keep up?

use crate::report::{Review, words};

use super::axis::{EndLabel, Frame, TimeAxis, ValueAxis, draw_end_labels, label_room};
use super::canvas::{BLUE, Canvas, MARGIN, Marker, Stroke, VERMILION, WIDTH};
use super::{Chart, Drawn};

const PLOT_HEIGHT: f64 = 560.0;
const OPENED: Stroke = Stroke { color: BLUE, width: 6, dash: None };
const RESOLVED: Stroke = Stroke { color: VERMILION, width: 5, dash: Some((16, 9)) };

pub fn draw(review: &Review<'_>) -> Drawn {
    let (opened, resolved) = (review.series("opened"), review.series("resolved"));
    // A desk before its first ticket is no picture.
    if opened.iter().chain(&resolved).all(|count| count.is_none_or(|count| count == 0.0)) {
        return Ok(None);
    }
    let title = title(review);
    let kind = words::period_kind(review.period);
    let (mut canvas, top) = Canvas::new(&title, &format!("Tickets a {kind}"));
    let labels = [("opened", &opened), ("resolved", &resolved)].map(|(name, series)| label(name, series));
    let axis = ValueAxis::counts(opened.iter().chain(&resolved).flatten().copied().fold(0.0, f64::max));
    let right = WIDTH - MARGIN - label_room(labels.iter().map(String::as_str));
    let frame = Frame { left: MARGIN + axis.width(), right, top, bottom: top + PLOT_HEIGHT };
    axis.draw(&mut canvas, &frame);
    let time = TimeAxis::new(review.periods);
    time.draw(&mut canvas, &frame);
    let mut ends = Vec::new();
    for (series, stroke, marker, label) in
        [(&resolved, RESOLVED, Marker::Diamond, &labels[1]), (&opened, OPENED, Marker::Disc, &labels[0])]
    {
        let points = place(series, &time, &axis, &frame);
        draw_series(&mut canvas, &points, stroke, marker);
        ends.extend(last_height(&points).map(|y| EndLabel::of_series(y, label.clone(), stroke)));
    }
    draw_end_labels(&mut canvas, &frame, ends);
    let description = description(review, &opened, &resolved);
    let svg = canvas.finish(frame.bottom + 90.0, &title, &description)?;
    let caption =
        "The backlog grows by the tickets that are opened (solid) or reopened, and shrinks by those resolved \
                   (dashed). A ticket that was reopened and resolved again counts twice among the resolved: so the \
                   dashed line may lie above the solid one though the backlog does not fall."
            .into();
    Ok(Some(Chart { name: "volume", caption, svg }))
}

/// The name of a line, with its present value where there is one.
fn label(name: &str, series: &[Option<f64>]) -> String {
    series.last().copied().flatten().map_or(name.into(), |value| format!("{} {name}", words::count(value)))
}

/// Where the last value that there is stands.
pub fn last_height(points: &[Option<(f64, f64)>]) -> Option<f64> {
    points.iter().flatten().last().map(|(_, y)| *y)
}

/// Where each value stands; nothing where there is none.
pub fn place(series: &[Option<f64>], time: &TimeAxis<'_>, axis: &ValueAxis, frame: &Frame) -> Vec<Option<(f64, f64)>> {
    series.iter().enumerate().map(|(i, value)| value.map(|value| (time.x(frame, i), axis.y(frame, value)))).collect()
}

/// A line that breaks where values are missing, with a mark at each value.
pub fn draw_series(canvas: &mut Canvas, points: &[Option<(f64, f64)>], stroke: Stroke, marker: Marker) {
    for run in points.split(Option::is_none).filter(|run| run.len() > 1) {
        canvas.line(run.iter().flatten().copied().collect(), stroke);
    }
    for point in points.iter().flatten() {
        canvas.mark(*point, marker, stroke.color);
    }
}

fn title(review: &Review<'_>) -> String {
    let period = words::period(&review.period.label);
    let flow = match (review.value("opened"), review.value("resolved")) {
        (Some(0.0), Some(0.0)) => "no ticket opened, none resolved".into(),
        (Some(opened), Some(resolved)) => {
            let opened = words::counted(opened, "ticket opened", "tickets opened");
            let reopened = review.value("reopenings").filter(|count| *count > 0.0);
            let reopened = reopened.map_or(String::new(), |count| format!(", {} reopened", words::count(count)));
            format!("{opened}{reopened}, {} resolved", words::count(resolved))
        }
        (Some(opened), None) => words::counted(opened, "ticket opened", "tickets opened"),
        (None, Some(resolved)) => words::counted(resolved, "ticket resolved", "tickets resolved"),
        (None, None) => "no tickets counted".into(),
    };
    format!("{period}: {flow}{}", backlog_change(review).unwrap_or_default())
}

/// What opened less resolved would not tell, since reopened tickets are resolved again.
fn backlog_change(review: &Review<'_>) -> Option<String> {
    let now = review.value("backlog")?;
    let before = review.figures.total("backlog", &review.previous()?.label)?.value?;
    let difference = words::count((now - before).abs());
    let now = words::count(now);
    Some(match difference.as_str() {
        "0" if now == "0" => return None,
        "0" => format!(", backlog unchanged at {now}"),
        more if before < review.value("backlog")? => format!(", backlog up by {more} to {now}"),
        fewer => format!(", backlog down by {fewer} to {now}"),
    })
}

fn description(review: &Review<'_>, opened: &[Option<f64>], resolved: &[Option<f64>]) -> String {
    let text = |value: Option<f64>| value.map_or(words::NOTHING.into(), words::count);
    let each = review.periods.iter().zip(opened.iter().zip(resolved)).map(|(period, (opened, resolved))| {
        format!("{}: {} opened, {} resolved", words::period_short(&period.label), text(*opened), text(*resolved))
    });
    format!("Line chart of tickets opened and resolved. {}.", each.collect::<Vec<_>>().join("; "))
}
