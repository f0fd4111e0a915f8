//! Resolution on time for each service, with how sure the share is.

use crate::kpi::Figure;
use crate::report::series::{SMALL_SAMPLE, counts};
use crate::report::{Review, words};
use crate::trend;

use super::axis::{Frame, HAIRLINE};
use super::canvas::{Align, BLUE, Canvas, GREY, INK, Lettering, MARGIN, Marker, Stroke, WIDTH, names_width};
use super::{Chart, Drawn};

const KPI: &str = "resolve_on_time";
const ROW_HEIGHT: f64 = 76.0;
const ROWS_MAX: usize = 15;
const INTERVAL: Stroke = Stroke { color: BLUE, width: 8, dash: None };
const GOAL: Stroke = Stroke { color: INK, width: 3, dash: Some((12, 8)) };

/// One service: its name and how many of the targets that fell due were met.
struct Row {
    name: String,
    met: f64,
    due: f64,
}

impl Row {
    fn share(&self) -> f64 {
        self.met / self.due
    }

    fn text(&self) -> String {
        let small = if self.due < SMALL_SAMPLE as f64 { ", small sample" } else { "" };
        format!("{} of {}{small}", words::share(self.share()), words::count(self.due))
    }
}

pub fn draw(review: &Review<'_>) -> Drawn {
    let rows = rows(review);
    if rows.is_empty() {
        return Ok(None);
    }
    let title = title(review, &rows);
    let period = words::period(&review.period.label);
    let measured = format!("Share of resolution targets due in {period} that were met, with 95 % interval");
    let (mut canvas, top) = Canvas::new(&title, &measured);
    let top = if review.goal().is_some() { top + 44.0 } else { top };
    let frame = frame(&rows, top);
    draw_grid(&mut canvas, &frame);
    draw_goal(&mut canvas, &frame, review.goal());
    for (i, row) in rows.iter().enumerate() {
        draw_row(&mut canvas, &frame, frame.top + (i as f64 + 0.5) * ROW_HEIGHT, row);
    }
    let description = description(&rows);
    let svg = canvas.finish(frame.bottom + 60.0, &title, &description)?;
    Ok(Some(Chart { name: "on-time-by-service", caption: caption(review), svg }))
}

/// Services with targets due, best first, then by name.
fn rows(review: &Review<'_>) -> Vec<Row> {
    let row = |(name, figure): (&str, &Figure)| {
        let (met, due) = counts(figure)?;
        Some(Row { name: words::segment("service", name), met, due })
    };
    let mut rows: Vec<Row> = review.ranked(KPI, "service").into_iter().filter_map(row).collect();
    // Where there are too many, those with few cases are left out.
    rows.sort_by(|one, other| other.due.total_cmp(&one.due).then_with(|| one.name.cmp(&other.name)));
    rows.truncate(ROWS_MAX);
    rows.sort_by(|one, other| other.share().total_cmp(&one.share()).then_with(|| one.name.cmp(&other.name)));
    rows
}

fn frame(rows: &[Row], top: f64) -> Frame {
    let lettering = Lettering::new(INK, Align::Left);
    let names = names_width(rows.iter().map(|row| row.name.as_str()));
    let texts = rows.iter().map(|row| lettering.width(&row.text())).fold(0.0, f64::max);
    Frame {
        left: MARGIN + names + 36.0,
        right: WIDTH - MARGIN - texts - 36.0,
        top,
        bottom: top + ROW_HEIGHT * rows.len() as f64,
    }
}

fn x(frame: &Frame, share: f64) -> f64 {
    frame.left + share * (frame.right - frame.left)
}

fn draw_grid(canvas: &mut Canvas, frame: &Frame) {
    for share in [0.0, 0.25, 0.5, 0.75, 1.0] {
        let x = x(frame, share);
        canvas.line(vec![(x, frame.top), (x, frame.bottom)], HAIRLINE);
        canvas.text(x, frame.bottom + 38.0, &words::share(share), Lettering::small(GREY, Align::Middle));
    }
}

fn draw_goal(canvas: &mut Canvas, frame: &Frame, goal: Option<f64>) {
    let Some(goal) = goal else { return };
    let x = x(frame, goal);
    canvas.line(vec![(x, frame.top - 14.0), (x, frame.bottom)], GOAL);
    canvas.text(x, frame.top - 26.0, &format!("goal {}", words::share(goal)), Lettering::bold(INK, Align::Middle));
}

fn draw_row(canvas: &mut Canvas, frame: &Frame, y: f64, row: &Row) {
    canvas.name(frame.left - 30.0, y, &row.name);
    if let Some(interval) = trend::wilson_interval(row.met, row.due) {
        canvas.line(vec![(x(frame, interval.low), y), (x(frame, interval.high), y)], INTERVAL);
    }
    let marker = if row.due < SMALL_SAMPLE as f64 { Marker::Ring } else { Marker::Disc };
    canvas.mark((x(frame, row.share()), y), marker, INK);
    canvas.text_at(frame.right + 30.0, y, &row.text(), Lettering::new(INK, Align::Left));
}

fn title(review: &Review<'_>, rows: &[Row]) -> String {
    let Some(goal) = review.goal() else {
        let shares = |row: Option<&Row>| row.map_or(words::NOTHING.into(), |row| words::share(row.share()));
        return match rows {
            [only] => format!("{} of resolution targets were met", words::share(only.share())),
            _ => {
                let apart =
                    if rows.iter().any(|row| differs(row, rows)) { "" } else { ", no more apart than by chance" };
                format!("Resolved on time: from {} to {} by service{apart}", shares(rows.last()), shares(rows.first()))
            }
        };
    };
    let met = rows.iter().filter(|row| row.share() >= goal).count();
    let goal = words::share(goal);
    match (met, rows) {
        (1, [only]) => format!("{} meets the goal of {goal} resolved on time", only.name),
        (0, [only]) => format!("{} does not meet the goal of {goal} resolved on time", only.name),
        (met, rows) if met == rows.len() => format!("Every service meets the goal of {goal} resolved on time"),
        (0, _) => format!("No service meets the goal of {goal} resolved on time"),
        (met, rows) => {
            let (verb, met) = (if met == 1 { "meets" } else { "meet" }, words::sentence(&words::spelled(met)));
            format!("{met} of {} services {verb} the goal of {goal} resolved on time", words::spelled(rows.len()))
        }
    }
}

/// Does one differ from all others by more than chance?
fn differs(one: &Row, rows: &[Row]) -> bool {
    let (met, due) = rows.iter().fold((0.0, 0.0), |(met, due), row| (met + row.met, due + row.due));
    let difference = trend::difference_interval((met - one.met, due - one.due), (one.met, one.due));
    difference.is_some_and(|difference| difference.low > 0.0 || difference.high < 0.0)
}

fn caption(review: &Review<'_>) -> String {
    let reading = "The dot is the share that was met; the bar is the range within which chance alone could have moved it. \
                   A hollow dot rests on fewer than 20 cases.";
    match review.goal() {
        Some(_) => format!("{reading} Only a bar that ends left of the dashed line is surely below the goal."),
        None => format!("{reading} No goal is configured for the share itself."),
    }
}

fn description(rows: &[Row]) -> String {
    let each: Vec<_> = rows.iter().map(|row| format!("{}: {}", row.name, row.text())).collect();
    format!("Dot plot of the share resolved on time. {}.", each.join("; "))
}
