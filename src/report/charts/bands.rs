//! How long tickets take: not one average but the middle half, the median and the slow tenth.

use crate::report::words::Clock;
use crate::report::{Review, words};

use super::axis::{EndLabel, Frame, TimeAxis, ValueAxis, draw_end_labels, label_room};
use super::canvas::{BLUE, Canvas, MARGIN, Marker, Stroke, VERMILION, WIDTH};
use super::volume::{draw_series, last_height, place};
use super::{Chart, Drawn};

const PLOT_HEIGHT: f64 = 560.0;
const BAND: plotters::style::RGBColor = plotters::style::RGBColor(212, 231, 244);
const MEDIAN: Stroke = Stroke { color: BLUE, width: 6, dash: None };
const SLOWEST: Stroke = Stroke { color: VERMILION, width: 5, dash: Some((16, 9)) };

/// Quartiles, median and 90th percentile, each over the periods.
struct Bands {
    p25: Vec<Option<f64>>,
    median: Vec<Option<f64>>,
    p75: Vec<Option<f64>>,
    p90: Vec<Option<f64>>,
}

impl Bands {
    fn of(review: &Review<'_>) -> Self {
        let series = |part: &str| review.series(&format!("resolve_active_{part}"));
        Self { p25: series("p25"), median: series("median"), p75: series("p75"), p90: series("p90") }
    }

    fn values(&self) -> impl Iterator<Item = f64> {
        [&self.p25, &self.median, &self.p75, &self.p90].into_iter().flatten().flatten().copied()
    }
}

pub fn draw(review: &Review<'_>) -> Drawn {
    let bands = Bands::of(review);
    let (low, high) = bands.values().fold((f64::MAX, 0.0_f64), |(low, high), v| (low.min(v), high.max(v)));
    if low == f64::MAX {
        return Ok(None);
    }
    let title = title(review);
    // A time of nought has no logarithm; the first mark of the axis stands for "at once".
    let logarithmic = high > 8.0 * low.max(1.0);
    let axis =
        if logarithmic { ValueAxis::logarithmic_durations(low.max(1.0), high) } else { ValueAxis::durations(high) };
    let scale = if logarithmic { "; logarithmic scale" } else { "" };
    let (mut canvas, top) =
        Canvas::new(&title, &format!("Active time to resolve: service hours, less waiting for the customer{scale}"));
    let labels = end_texts(&bands);
    let right = WIDTH - MARGIN - label_room(labels.iter().map(String::as_str));
    let frame = Frame { left: MARGIN + axis.width(), right, top, bottom: top + PLOT_HEIGHT };
    axis.draw(&mut canvas, &frame);
    let time = TimeAxis::new(review.periods);
    time.draw(&mut canvas, &frame);
    draw_bands(&mut canvas, &bands, &time, &axis, &frame, labels);
    let description = description(review, &bands);
    let svg = canvas.finish(frame.bottom + 90.0, &title, &description)?;
    let caption = "Half of the tickets lie in the band, a quarter below and a quarter above it. The dashed line marks \
                   the time within which nine in ten were resolved."
        .into();
    Ok(Some(Chart { name: "time-to-resolve", caption, svg }))
}

/// Names of median, band and 90th percentile, with their present values where there are any.
fn end_texts(bands: &Bands) -> [String; 3] {
    let last = |series: &[Option<f64>]| series.last().copied().flatten();
    let time = |minutes| words::duration(minutes, Clock::Service);
    let half = last(&bands.p25).zip(last(&bands.p75));
    [
        last(&bands.median).map_or("median".into(), |median| format!("median {}", time(median))),
        half.map_or("middle half".into(), |(p25, p75)| format!("half: {} to {}", time(p25), time(p75))),
        last(&bands.p90).map_or("90 % within".into(), |p90| format!("90 % within {}", time(p90))),
    ]
}

fn draw_bands(
    canvas: &mut Canvas,
    bands: &Bands,
    time: &TimeAxis<'_>,
    axis: &ValueAxis,
    frame: &Frame,
    labels: [String; 3],
) {
    let [p25, median, p75, p90] =
        [&bands.p25, &bands.median, &bands.p75, &bands.p90].map(|series| place(series, time, axis, frame));
    draw_area(canvas, &p25, &p75);
    draw_series(canvas, &p90, SLOWEST, Marker::Diamond);
    draw_series(canvas, &median, MEDIAN, Marker::Disc);
    let [median_text, half_text, slowest_text] = labels;
    // Beside the upper part of the band, where the median's label leaves room.
    let half = last_height(&p75).zip(last_height(&median)).map(|(one, other)| f64::midpoint(one, other));
    let ends = [
        last_height(&median).map(|y| EndLabel::of_series(y, median_text, MEDIAN)),
        half.map(|y| EndLabel::quiet(y, half_text)),
        last_height(&p90).map(|y| EndLabel::of_series(y, slowest_text, SLOWEST)),
    ];
    draw_end_labels(canvas, frame, ends.into_iter().flatten().collect());
}

/// Fills between two lines; a single period becomes a bar, since an area of one point has no width.
fn draw_area(canvas: &mut Canvas, low: &[Option<(f64, f64)>], high: &[Option<(f64, f64)>]) {
    let both: Vec<_> = low.iter().zip(high).map(|(low, high)| low.zip(*high)).collect();
    for run in both.split(Option::is_none) {
        let run: Vec<_> = run.iter().flatten().collect();
        match run.as_slice() {
            [] => {}
            [(low, high)] => canvas.rectangle((low.0 - 20.0, low.1), (high.0 + 20.0, high.1), BAND),
            run => {
                let there = run.iter().map(|(_, high)| *high);
                let back = run.iter().rev().map(|(low, _)| *low);
                canvas.area(there.chain(back).collect(), BAND);
            }
        }
    }
}

fn title(review: &Review<'_>) -> String {
    let period = words::period(&review.period.label);
    let time = |kpi: &str| review.value(kpi).map(|minutes| words::duration(minutes, Clock::Service));
    match (time("resolve_active_median"), time("resolve_active_p90")) {
        (Some(median), Some(p90)) => {
            format!("{period}: half of the tickets took {median} of active time or less, nine in ten {p90} or less")
        }
        (Some(median), None) => format!("{period}: half of the tickets took {median} of active time or less"),
        _ => format!("{period}: no ticket was resolved"),
    }
}

fn description(review: &Review<'_>, bands: &Bands) -> String {
    let time = |value: Option<f64>| value.map_or(words::NOTHING.into(), |v| words::duration(v, Clock::Service));
    let each = review.periods.iter().enumerate().map(|(i, period)| {
        let label = words::period_short(&period.label);
        format!("{label}: median {}, 90th percentile {}", time(bands.median[i]), time(bands.p90[i]))
    });
    format!("Band and line chart of the time to resolve. {}.", each.collect::<Vec<_>>().join("; "))
}
