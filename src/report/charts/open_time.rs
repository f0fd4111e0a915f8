//! How long tickets stay open: the share that is still open after so many days (Kaplan–Meier), those that are not
//! resolved yet counted for as long as they have waited.

use crate::report::open_time::{Cohort, days};
use crate::report::{Review, words};
use crate::trend::{self, Reached, Survival};

use super::axis::{EndLabel, Frame, HAIRLINE, ValueAxis, draw_end_labels, label_room};
use super::canvas::{Align, BLUE, Canvas, GREY, Lettering, MARGIN, Stroke, VERMILION, WIDTH};
use super::{Chart, Drawn};

const PLOT_HEIGHT: f64 = 480.0;
/// The curve is drawn up to the time within which this share has ended, where that is reached.
const SHOWN_SHARE: f64 = 0.97;
const NOW: Stroke = Stroke { color: BLUE, width: 6, dash: None };
const BEFORE: Stroke = Stroke { color: VERMILION, width: 4, dash: Some((16, 9)) };
const BAND: plotters::style::RGBColor = plotters::style::RGBColor(212, 231, 244);

pub fn draw(review: &Review<'_>) -> Drawn {
    let Some(cohort) = review.cohorts.first() else { return Ok(None) };
    let Ok(now) = trend::kaplan_meier(&cohort.tickets) else { return Ok(None) };
    let before = review.cohorts.get(1).and_then(|cohort| Some((cohort, trend::kaplan_meier(&cohort.tickets).ok()?)));
    let title = title(cohort, &now);
    let measured = "Share of the tickets that are not resolved after so many calendar days, with the 95 % interval";
    let (mut canvas, top) = Canvas::new(&title, measured);
    let axis = ValueAxis::shares(0.0);
    let labels = [cohort.period.as_str()].into_iter().chain(before.iter().map(|(cohort, _)| cohort.period.as_str()));
    let labels: Vec<String> = labels.map(|label| format!("opened in {}", words::period_short(label))).collect();
    let right = WIDTH - MARGIN - label_room(labels.iter().map(String::as_str));
    let frame = Frame { left: MARGIN + axis.width(), right, top, bottom: top + PLOT_HEIGHT };
    let most = span(&now, cohort);
    axis.draw(&mut canvas, &frame);
    draw_days(&mut canvas, &frame, most);
    draw_band(&mut canvas, &frame, &axis, &now, most);
    let mut ends = Vec::new();
    for ((survival, stroke), label) in
        before.iter().map(|(_, survival)| (survival, BEFORE)).chain([(&now, NOW)]).zip(labels.iter().rev())
    {
        canvas.line(curve(&frame, &axis, survival, most), stroke);
        ends.push(EndLabel::of_series(axis.y(&frame, survival.surviving(most)), label.clone(), stroke));
    }
    draw_end_labels(&mut canvas, &frame, ends);
    let svg = canvas.finish(frame.bottom + 96.0, &title, &description(&now))?;
    let caption =
        "The faster the line falls, the sooner tickets are resolved. The average over resolved tickets would get \
                   better the longer the hard ones are left open; this line does not."
            .into();
    Ok(Some(Chart { name: "time-open", caption, svg }))
}

fn span(survival: &Survival, cohort: &Cohort) -> f64 {
    let longest = cohort.tickets.iter().map(|ticket| ticket.duration).fold(0.0, f64::max);
    match survival.quantile(SHOWN_SHARE).value {
        Reached::At(time) => time.max(longest / 20.0),
        Reached::NotReached => longest,
    }
    .max(0.1)
}

fn x(frame: &Frame, time: f64, most: f64) -> f64 {
    frame.left + (time / most).min(1.0) * (frame.right - frame.left)
}

fn draw_days(canvas: &mut Canvas, frame: &Frame, most: f64) {
    let axis = ValueAxis::plain(most, |days| format!("{days:.3}").trim_end_matches('0').trim_end_matches('.').into());
    for (time, text) in axis.round_values().filter(|(time, _)| *time <= most) {
        let x = x(frame, time, most);
        canvas.line(vec![(x, frame.bottom), (x, frame.bottom + 8.0)], HAIRLINE);
        canvas.text(x, frame.bottom + 38.0, text, Lettering::small(GREY, Align::Middle));
    }
    canvas.text(frame.left, frame.bottom + 74.0, "calendar days after opening", Lettering::small(GREY, Align::Left));
}

/// A staircase: nothing ends between two ends.
fn curve(frame: &Frame, axis: &ValueAxis, survival: &Survival, most: f64) -> Vec<(f64, f64)> {
    let mut points = vec![(frame.left, axis.y(frame, 1.0))];
    let mut share = 1.0;
    for step in survival.steps.iter().take_while(|step| step.time <= most) {
        let x = x(frame, step.time, most);
        points.extend([(x, axis.y(frame, share)), (x, axis.y(frame, step.surviving))]);
        share = step.surviving;
    }
    points.push((frame.right, axis.y(frame, share)));
    points
}

fn draw_band(canvas: &mut Canvas, frame: &Frame, axis: &ValueAxis, survival: &Survival, most: f64) {
    let known = survival.steps.iter().take_while(|step| step.time <= most);
    let known: Vec<_> = known.filter_map(|step| Some((x(frame, step.time, most), step.interval?))).collect();
    let upper = known.iter().map(|(x, interval)| (*x, axis.y(frame, interval.high)));
    let lower = known.iter().rev().map(|(x, interval)| (*x, axis.y(frame, interval.low)));
    canvas.area(upper.chain(lower).collect(), BAND);
}

fn title(cohort: &Cohort, survival: &Survival) -> String {
    let period = words::period(&cohort.period);
    let open = match cohort.still_open() {
        0 => "none still open".into(),
        open => format!("{} still open", words::count(open as f64)),
    };
    match survival.median().value {
        Reached::At(time) => {
            format!(
                "Half of the tickets opened in {period} were resolved within {} of calendar time; {open}",
                days(time)
            )
        }
        Reached::NotReached => format!("Fewer than half of the tickets opened in {period} are resolved; {open}"),
    }
}

fn description(survival: &Survival) -> String {
    let each = [0.25, 0.5, 0.75, 0.9].map(|share| match survival.quantile(share).value {
        Reached::At(time) => format!("{} within {}", words::share(share), days(time)),
        Reached::NotReached => format!("{} not reached", words::share(share)),
    });
    format!("Kaplan–Meier curve. Resolved: {}.", each.join(", "))
}
