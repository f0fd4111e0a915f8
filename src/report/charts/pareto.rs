//! Where the work comes from: the few that make up most of it.

use crate::report::{Review, words};

use super::axis::{Frame, HAIRLINE};
use super::canvas::{
    Align, BLUE, Canvas, GREY, INK, Lettering, MARGIN, Marker, SKY, Stroke, VERMILION, WIDTH, names_width,
};
use super::{Chart, Drawn};

const ROW_HEIGHT: f64 = 74.0;
const ROWS_MAX: usize = 10;
const CUMULATIVE: Stroke = Stroke { color: VERMILION, width: 4, dash: Some((14, 8)) };

struct Row {
    name: String,
    count: f64,
    /// Share of all tickets, this one's and all above it.
    cumulative: f64,
    rest: bool,
}

pub fn draw(review: &Review<'_>, dimension: &'static str, name: &'static str) -> Drawn {
    let counts: Vec<(String, f64)> = review
        .ranked("opened", dimension)
        .into_iter()
        .filter_map(|(name, figure)| {
            Some((words::segment(dimension, name), figure.value.filter(|value| *value > 0.0)?))
        })
        .collect();
    let all: f64 = counts.iter().map(|(_, count)| count).sum();
    // One alone has no order to show.
    if counts.len() < 2 {
        return Ok(None);
    }
    let title = title(&counts, all, dimension);
    let rows = rows(&counts, all);
    let period = words::period(&review.period.label);
    let measured = format!(
        "Share of the {} opened in {period}; dashed: added up from the top",
        words::counted(all, "ticket", "tickets")
    );
    let (mut canvas, top) = Canvas::new(&title, &measured);
    let frame = frame(&rows, top, all);
    draw_grid(&mut canvas, &frame);
    draw_rows(&mut canvas, &frame, &rows, all);
    let description = description(&rows, all, dimension);
    let svg = canvas.finish(frame.bottom + 60.0, &title, &description)?;
    let caption = format!(
        "Bars: tickets of each {dimension}. Line: share of these and all above, which shows where effort pays most."
    );
    Ok(Some(Chart { name, caption, svg }))
}

/// The largest, and all others in one last row.
fn rows(counts: &[(String, f64)], all: f64) -> Vec<Row> {
    let shown = if counts.len() <= ROWS_MAX + 1 { counts.len() } else { ROWS_MAX };
    let mut sum = 0.0;
    let mut rows: Vec<Row> = Vec::new();
    for (name, count) in &counts[..shown] {
        sum += count;
        rows.push(Row { name: name.clone(), count: *count, cumulative: sum / all, rest: false });
    }
    if shown < counts.len() {
        let name = format!("{} others", counts.len() - shown);
        rows.push(Row { name, count: all - sum, cumulative: 1.0, rest: true });
    }
    rows
}

fn frame(rows: &[Row], top: f64, all: f64) -> Frame {
    let names = names_width(rows.iter().map(|row| row.name.as_str()));
    let counts = counts_width(all);
    let bottom = top + ROW_HEIGHT * rows.len() as f64;
    Frame { left: MARGIN + names + 36.0 + counts + 20.0, right: WIDTH - MARGIN - 110.0, top, bottom }
}

fn counts_width(all: f64) -> f64 {
    Lettering::bold(INK, Align::Right).width(&words::count(all)).max(40.0)
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

fn draw_rows(canvas: &mut Canvas, frame: &Frame, rows: &[Row], all: f64) {
    let mut line = Vec::new();
    for (i, row) in rows.iter().enumerate() {
        let y = frame.top + (i as f64 + 0.5) * ROW_HEIGHT;
        let count = words::count(row.count);
        canvas.text_at(frame.left - 20.0, y, &count, Lettering::bold(INK, Align::Right));
        canvas.name(frame.left - 40.0 - counts_width(all), y, &row.name);
        let color = if row.rest { SKY } else { BLUE };
        canvas.rectangle((frame.left, y - 18.0), (x(frame, row.count / all), y + 18.0), color);
        line.push((x(frame, row.cumulative), y));
    }
    canvas.line(line.clone(), CUMULATIVE);
    for ((at_x, y), row) in line.into_iter().zip(rows).skip(1) {
        canvas.mark((at_x, y), Marker::Diamond, VERMILION);
        canvas.text_on_white(
            at_x + 24.0,
            y - 16.0,
            &words::share(row.cumulative),
            Lettering::small(VERMILION, Align::Left),
        );
    }
}

/// The fewest that make at least half of the tickets.
fn title(counts: &[(String, f64)], all: f64, dimension: &str) -> String {
    let many = plural(dimension);
    let mut sum = 0.0;
    let mut fewest = 0;
    for (_, count) in counts {
        sum += count;
        fewest += 1;
        if sum >= all / 2.0 {
            break;
        }
    }
    let part = words::share(sum / all);
    match (fewest, counts) {
        (1, [(first, _), ..]) => format!("{} alone makes {part} of the tickets", words::sentence(first)),
        (fewest, counts) => format!(
            "{} of {} {many} make {part} of the tickets",
            words::sentence(&words::spelled(fewest)),
            words::spelled(counts.len())
        ),
    }
}

fn plural(dimension: &str) -> String {
    match dimension.strip_suffix('y') {
        Some(stem) => format!("{stem}ies"),
        None => format!("{dimension}s"),
    }
}

fn description(rows: &[Row], all: f64, dimension: &str) -> String {
    let each: Vec<_> = rows
        .iter()
        .map(|row| format!("{}: {} ({})", row.name, words::count(row.count), words::share(row.count / all)))
        .collect();
    format!("Bars of tickets opened by {dimension}, largest first. {}.", each.join("; "))
}
