//! Rare events: a month has two or none of them, so that the gap from one to the next is charted (t chart of days, g chart
//! of tickets). High is long without, low is soon after.
//!
//! The limits describe what the process does. They are no targets and are never drawn or named as such.

use jiff::Timestamp;

use crate::report::judge::{Judgements, RareJudged, Told};
use crate::report::rare::how;
use crate::report::{ReportError, Review, words};
use crate::trend::Signal;

use super::axis::{EndLabel, Frame, TimeAxis, ValueAxis, draw_end_labels, label_room};
use super::canvas::{BLUE, Canvas, MARGIN, Marker, Stroke, VERMILION, WIDTH};
use super::control::{CENTRE, LIMIT, PLOT_HEIGHT, SHOWN};
use super::volume::draw_series;
use super::{Chart, Drawn};

/// Thin: gaps rise and fall steeply, and the marks are what counts.
const GAPS: Stroke = Stroke { color: BLUE, width: 2, dash: None };
/// Over all tickets, under these names.
const TOTALS: [(&str, &str); 3] = [
    ("major_incidents", "rare-major-incidents"),
    ("complaints_per_100", "rare-complaints"),
    ("reopened_14_days", "rare-reopened"),
];
/// Of services only those are drawn of which there is something to say.
const SERVICES: [&str; 3] = ["rare-service-1", "rare-service-2", "rare-service-3"];

pub fn all(review: &Review<'_>, judged: &Judgements<'_>) -> Result<Vec<Option<Chart>>, ReportError> {
    let (totals, services): (Vec<_>, Vec<_>) = judged.rare.iter().partition(|one| one.service().is_none());
    let totals = totals.into_iter().filter_map(|one| {
        let (_, name) = TOTALS.iter().find(|(kpi, _)| *kpi == one.definition.id)?;
        Some((one, *name))
    });
    let services = services.into_iter().filter(|one| one.latest.is_some()).zip(SERVICES);
    totals.chain(services).map(|(one, name)| draw(review, one, name)).collect()
}

/// What is seen of it: the gaps that ended in the last periods.
struct View<'a> {
    judged: &'a RareJudged<'a>,
    gaps: Vec<Gap>,
}

struct Gap {
    ended_at: Timestamp,
    length: f64,
    is_signal: bool,
}

impl<'a> View<'a> {
    fn of(judged: &'a RareJudged<'a>, from: Timestamp) -> Self {
        let points = judged.chart.points.iter().zip(&judged.occurrences.ended_at);
        let is_run = judged.latest.is_some_and(|pace| pace.told() == Told::Run);
        let in_the_last_run = if is_run { judged.last_run().len() } else { 0 };
        let before_it = judged.chart.points.len() - in_the_last_run;
        let gap = |(i, ((length, signal), at)): (usize, (&(f64, Option<Signal>), &Timestamp))| {
            let is_beyond = matches!(signal, Some(Signal::AboveLimit | Signal::BelowLimit));
            Gap { ended_at: *at, length: *length, is_signal: is_beyond || i >= before_it }
        };
        Self { judged, gaps: points.enumerate().map(gap).filter(|gap| gap.ended_at >= from).collect() }
    }
}

fn draw(review: &Review<'_>, judged: &RareJudged<'_>, name: &'static str) -> Drawn {
    let periods = &review.periods[review.periods.len().saturating_sub(SHOWN)..];
    let Some(first) = periods.first() else { return Ok(None) };
    let view = View::of(judged, first.start);
    let title = title(judged);
    let (mut canvas, top) = Canvas::new(&title, &measured(&view));
    let axis = axis(&view);
    let ends = ends(judged);
    let right = WIDTH - MARGIN - label_room(ends.iter().map(|(_, text)| text.as_str()));
    let frame = Frame { left: MARGIN + axis.width(), right, top, bottom: top + PLOT_HEIGHT };
    axis.draw(&mut canvas, &frame);
    let time = TimeAxis::new(periods);
    time.draw(&mut canvas, &frame);
    draw_limits(&mut canvas, &frame, &axis, judged);
    draw_gaps(&mut canvas, &frame, &axis, &time, &view);
    let labels = ends.into_iter().map(|(value, text)| EndLabel::quiet(axis.y(&frame, value), text));
    draw_end_labels(&mut canvas, &frame, labels.collect());
    let svg = canvas.finish(frame.bottom + 90.0, &title, &description(review, &view))?;
    Ok(Some(Chart { name, caption: caption(judged), svg }))
}

fn axis(view: &View<'_>) -> ValueAxis {
    let gaps = view.gaps.iter().map(|gap| gap.length);
    let known = [view.judged.chart.upper_control_limit, view.judged.occurrences.open_gap];
    let most = gaps.chain(known).fold(1.0, f64::max);
    if view.judged.is_in_days() { ValueAxis::days_between(most) } else { ValueAxis::tickets_between(most) }
}

/// What is written at the right end.
fn ends(judged: &RareJudged<'_>) -> Vec<(f64, String)> {
    let (chart, open) = (&judged.chart, judged.occurrences.open_gap);
    let mut ends = vec![
        (chart.upper_control_limit, format!("upper control limit {}", judged.gap_in_words(chart.upper_control_limit))),
        (chart.centre_line, format!("centre line {}", judged.gap_in_words(chart.centre_line))),
        (open, format!("{} so far", judged.gap_in_words(open))),
    ];
    if let Some(lower) = chart.lower_control_limit {
        ends.push((lower, format!("lower control limit {}", judged.gap_in_words(lower))));
    }
    ends
}

fn draw_limits(canvas: &mut Canvas, frame: &Frame, axis: &ValueAxis, judged: &RareJudged<'_>) {
    let chart = &judged.chart;
    let mut line = |value: f64, stroke| {
        let y = axis.y(frame, value);
        canvas.line(vec![(frame.left, y), (frame.right, y)], stroke);
    };
    line(chart.centre_line, CENTRE);
    line(chart.upper_control_limit, LIMIT);
    if let Some(lower) = chart.lower_control_limit {
        line(lower, LIMIT);
    }
}

/// Each on the day of its event; the one that is not over at the end.
fn draw_gaps(canvas: &mut Canvas, frame: &Frame, axis: &ValueAxis, time: &TimeAxis<'_>, view: &View<'_>) {
    let place = |at: Timestamp, gap: f64| (time.x_at(frame, at), axis.y(frame, gap));
    let places: Vec<_> = view.gaps.iter().map(|gap| Some(place(gap.ended_at, gap.length))).collect();
    draw_series(canvas, &places, GAPS, Marker::Disc);
    for (at, _) in places.iter().flatten().zip(&view.gaps).filter(|(_, gap)| gap.is_signal) {
        canvas.mark(*at, Marker::Diamond, VERMILION);
    }
    let is_long = view.judged.latest.is_some_and(|pace| pace.told() == Told::OpenGap);
    let open = &view.judged.occurrences;
    canvas.mark(place(open.until, open.open_gap), Marker::Ring, if is_long { VERMILION } else { BLUE });
}

fn title(judged: &RareJudged<'_>) -> String {
    let events = words::sentence(&judged.events_in_words());
    let usual = judged.gap_in_words(judged.chart.centre_line);
    match judged.latest {
        Some(pace) => {
            format!("{events}: {} than ordinary, {}", how(pace), judged.told_in_words(pace))
        }
        None => format!("{events}: nothing changed, usually {usual} from one to the next"),
    }
}

fn measured(view: &View<'_>) -> String {
    let judged = view.judged;
    let (event, baseline) = (judged.event_in_words(), judged.chart.baseline_points);
    let what = if judged.is_in_days() { "Days" } else { "Tickets" };
    let chart = if judged.is_in_days() { "t chart" } else { "g chart" };
    let mut parts = vec![
        format!("{what} from one {event} to the next ({chart}); the scale narrows upwards"),
        format!("Limits from the first {baseline} gaps of the history"),
        "Ring: since the last one, not over".into(),
    ];
    if view.gaps.iter().any(|gap| gap.is_signal) {
        let run = judged.latest.filter(|pace| pace.told() == Told::Run);
        let run = run.map_or(String::new(), |_| ", or one of the run at the end".into());
        let is_of_nothing = |gap: &Gap| gap.is_signal && gap.length <= 0.0;
        let at_once = if view.gaps.iter().any(is_of_nothing) { ", or several at once" } else { "" };
        parts.push(format!("Diamond: beyond a limit{at_once}{run}{}", by_chance(judged)));
    }
    parts.join(". ")
}

/// Three sigma of gaps in tickets, which are far from normal, leave out more than it seems.
fn by_chance(judged: &RareJudged<'_>) -> String {
    if judged.is_in_days() {
        return String::new();
    }
    let (mean, gaps) = (judged.chart.centre_line, judged.chart.points.len() as f64);
    let beyond = (mean / (mean + 1.0)).powf(judged.chart.upper_control_limit.floor() + 1.0);
    format!(" (chance alone puts about {} of {gaps:.0} there)", words::ratio(beyond * gaps))
}

fn caption(judged: &RareJudged<'_>) -> String {
    let event = judged.event_in_words();
    let gap = if judged.is_in_days() { "days" } else { "tickets" };
    let low = match judged.chart.lower_control_limit {
        Some(_) => "",
        None if judged.is_in_days() => {
            " No single gap is short enough to tell that they come more often; eight short ones in a row are."
        }
        None => {
            " No single gap is short enough to tell that they come more often; eight short ones in a row are, and \
                 several of nothing at all."
        }
    };
    format!(
        "A point is one {event}, on the day on which its ticket was opened, as high as the {gap} since the one before: \
         high is long without, low is soon after. Up to the dotted line the ups and downs are those of chance.{low} The \
         limits describe how the desk works, not how it should."
    )
}

fn description(review: &Review<'_>, view: &View<'_>) -> String {
    let (judged, zone) = (view.judged, review.config.time_zone());
    let each = view.gaps.iter().map(|gap| {
        let day = gap.ended_at.to_zoned(zone.clone()).strftime("%-d %b %Y").to_string();
        format!("{day}: {}", judged.gap_in_words(gap.length))
    });
    let (chart, open) = (&judged.chart, judged.gap_in_words(judged.occurrences.open_gap));
    format!(
        "Chart of the gaps between {}. {}; since the last one {open}. Centre line {}, upper control limit {}.",
        judged.events_in_words(),
        each.collect::<Vec<_>>().join("; "),
        judged.gap_in_words(chart.centre_line),
        judged.gap_in_words(chart.upper_control_limit)
    )
}
