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

/// What is ranked, and in which words.
pub struct Ranking {
    pub name: &'static str,
    pub caption: String,
    pub measured: String,
    /// Each with its value, the largest first.
    pub values: Vec<(String, f64)>,
    /// `categories`
    pub many: String,
    /// What the values are parts of: `the tickets`.
    pub whole: &'static str,
    pub written: fn(f64) -> String,
}

pub fn draw(review: &Review<'_>, dimension: &'static str, name: &'static str) -> Drawn {
    let counts = review.ranked("opened", dimension).into_iter();
    let values: Vec<(String, f64)> =
        counts.filter_map(|(name, figure)| Some((words::segment(dimension, name), figure.value?))).collect();
    let all = values.iter().map(|(_, count)| count).sum();
    ranking(Ranking {
        name,
        caption: format!(
            "Bars: tickets of each {dimension}. Line: share of these and all above, which shows where effort pays most."
        ),
        measured: format!(
            "Share of the {} opened in {}; dashed: added up from the top",
            words::counted(all, "ticket", "tickets"),
            words::period(&review.period.label)
        ),
        values,
        many: plural(dimension),
        whole: "the tickets",
        written: words::count,
    })
}

/// Nothing where there is one alone: it has no order to show.
pub fn ranking(mut of: Ranking) -> Drawn {
    of.values.retain(|(_, value)| *value > 0.0);
    let all: f64 = of.values.iter().map(|(_, value)| value).sum();
    if of.values.len() < 2 {
        return Ok(None);
    }
    let title = title(&of, all);
    let rows = rows(&of.values, all);
    let (mut canvas, top) = Canvas::new(&title, &of.measured);
    let frame = frame(&of, &rows, top, all);
    draw_grid(&mut canvas, &frame);
    draw_rows(&mut canvas, &frame, &of, &rows);
    let description = description(&of, &rows, all);
    let svg = canvas.finish(frame.bottom + 60.0, &title, &description)?;
    Ok(Some(Chart { name: of.name, caption: of.caption, svg }))
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

fn frame(of: &Ranking, rows: &[Row], top: f64, all: f64) -> Frame {
    let names = names_width(rows.iter().map(|row| row.name.as_str()));
    let counts = counts_width(of, all);
    let bottom = top + ROW_HEIGHT * rows.len() as f64;
    Frame { left: MARGIN + names + 36.0 + counts + 20.0, right: WIDTH - MARGIN - 110.0, top, bottom }
}

fn counts_width(of: &Ranking, all: f64) -> f64 {
    Lettering::bold(INK, Align::Right).width(&(of.written)(all)).max(40.0)
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

fn draw_rows(canvas: &mut Canvas, frame: &Frame, of: &Ranking, rows: &[Row]) {
    let all = rows.iter().map(|row| row.count).sum();
    let mut line = Vec::new();
    for (i, row) in rows.iter().enumerate() {
        let y = frame.top + (i as f64 + 0.5) * ROW_HEIGHT;
        let count = (of.written)(row.count);
        canvas.text_at(frame.left - 20.0, y, &count, Lettering::bold(INK, Align::Right));
        canvas.name(frame.left - 40.0 - counts_width(of, all), y, &row.name);
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

/// The fewest that make at least half of the whole.
fn title(of: &Ranking, all: f64) -> String {
    let (many, whole) = (&of.many, of.whole);
    let mut sum = 0.0;
    let mut fewest = 0;
    for (_, value) in &of.values {
        sum += value;
        fewest += 1;
        if sum >= all / 2.0 {
            break;
        }
    }
    let part = words::share(sum / all);
    match (fewest, of.values.as_slice()) {
        (1, [(first, _), ..]) => format!("{} alone makes {part} of {whole}", words::sentence(first)),
        (fewest, values) => format!(
            "{} of {} {many} make {part} of {whole}",
            words::sentence(&words::spelled(fewest)),
            words::spelled(values.len())
        ),
    }
}

fn plural(dimension: &str) -> String {
    match dimension.strip_suffix('y') {
        Some(stem) => format!("{stem}ies"),
        None => format!("{dimension}s"),
    }
}

fn description(of: &Ranking, rows: &[Row], all: f64) -> String {
    let each: Vec<_> = rows
        .iter()
        .map(|row| format!("{}: {} ({})", row.name, (of.written)(row.count), words::share(row.count / all)))
        .collect();
    format!("Bars of the {}, parts of {}, largest first. {}.", of.many, of.whole, each.join("; "))
}
