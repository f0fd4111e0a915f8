//! What the next periods will likely bring, with how wrong the same method was before.

use crate::kpi::Period;
use crate::report::{Review, outlook, words};
use crate::trend::Forecast;

use super::axis::{EndLabel, Frame, TimeAxis, ValueAxis, draw_end_labels, label_room};
use super::canvas::{BLUE, Canvas, MARGIN, Marker, SKY, Stroke, WIDTH};
use super::volume::{draw_series, place};
use super::{Chart, Drawn};

const PLOT_HEIGHT: f64 = 440.0;
const KNOWN: Stroke = Stroke { color: BLUE, width: 5, dash: None };
const AHEAD: Stroke = Stroke { color: BLUE, width: 4, dash: Some((10, 10)) };
const RANGE: Stroke = Stroke { color: SKY, width: 14, dash: None };

pub fn draw(review: &Review<'_>, kpi: &str, name: &'static str) -> Drawn {
    let Some(forecast) = outlook::forecast(review, kpi) else { return Ok(None) };
    let Some(definition) = review.definition(kpi) else { return Ok(None) };
    let recent = review.recent();
    let (periods, series) = (with_next(recent.periods, forecast.ahead.len()), recent.series(kpi));
    let title = title(review, &definition.name, &forecast);
    let kind = words::period_kind(review.period);
    let measured = format!("{} by {kind}. Bars: where the next {kind}s lie four times in five", definition.name);
    let (mut canvas, top) = Canvas::new(&title, &measured);
    let highest = forecast.ahead.iter().map(|ahead| ahead.interval.high).chain(series.iter().flatten().copied());
    let axis = ValueAxis::counts(highest.fold(0.0, f64::max));
    let end = forecast.ahead.last().map_or(0.0, |ahead| ahead.value.max(0.0));
    let last = periods.last().map_or(String::new(), |period| words::period_short(&period.label));
    let label = format!("{last}: about {}", words::count(end));
    let right = WIDTH - MARGIN - label_room([label.as_str()]);
    let frame = Frame { left: MARGIN + axis.width(), right, top, bottom: top + PLOT_HEIGHT };
    axis.draw(&mut canvas, &frame);
    let time = TimeAxis::new(&periods);
    time.draw(&mut canvas, &frame);
    for (i, ahead) in (series.len()..).zip(&forecast.ahead) {
        let ((low, high), x) = (outlook::range(ahead), time.x(&frame, i));
        canvas.line(vec![(x, axis.y(&frame, low)), (x, axis.y(&frame, high))], RANGE);
    }
    let values: Vec<Option<f64>> =
        series.iter().copied().chain(forecast.ahead.iter().map(|ahead| Some(ahead.value.max(0.0)))).collect();
    let places = place(&values, &time, &axis, &frame);
    canvas.line(places[series.len() - 1..].iter().flatten().copied().collect(), AHEAD);
    draw_series(&mut canvas, &places[..series.len()], KNOWN, Marker::Disc);
    for at in places[series.len()..].iter().flatten() {
        canvas.mark(*at, Marker::Ring, BLUE);
    }
    draw_end_labels(&mut canvas, &frame, vec![EndLabel::quiet(axis.y(&frame, end), label)]);
    let svg = canvas.finish(frame.bottom + 90.0, &title, &description(&forecast))?;
    Ok(Some(Chart { name, caption: caption(review, &forecast), svg }))
}

/// Only their labels are drawn.
fn with_next(periods: &[Period], count: usize) -> Vec<Period> {
    let mut periods = periods.to_vec();
    for _ in 0..count {
        let next = periods.last().and_then(|last| Some(Period { label: words::next(&last.label)?, ..last.clone() }));
        periods.extend(next);
    }
    periods
}

fn title(review: &Review<'_>, name: &str, forecast: &Forecast) -> String {
    let kind = words::period_kind(review.period);
    let Some(next) = forecast.ahead.first() else { return name.into() };
    let (low, high) = outlook::range(next);
    format!("{name} next {kind}: probably between {} and {}", words::count(low), words::count(high))
}

fn caption(review: &Review<'_>, forecast: &Forecast) -> String {
    format!(
        "Of the methods tried on the past of this very series, the one that was least wrong: {}. The bars come from its \
         errors then; made from what was known each time, they held {} of {} times. What nobody plans for, a release or an \
         outage, is not in them: a {} beyond its bar is worth a question.",
        outlook::method(forecast),
        forecast.held,
        forecast.tried,
        words::period_kind(review.period)
    )
}

fn description(forecast: &Forecast) -> String {
    let each = forecast.ahead.iter().map(|ahead| {
        let (low, high) = outlook::range(ahead);
        format!(
            "{} ahead: {} ({} to {})",
            ahead.steps,
            words::count(ahead.value),
            words::count(low),
            words::count(high)
        )
    });
    format!("Line chart with a forecast. {}.", each.collect::<Vec<_>>().join("; "))
}
