//! A sheet to draw on: shapes are collected, then plotters writes them as SVG and resvg makes the PNG of it.
//!
//! Twice the size at which charts are shown, because plotters places on whole pixels.

use plotters::backend::SVGBackend;
use plotters::coord::Shift;
use plotters::drawing::{DrawingArea, IntoDrawingArea};
use plotters::element::{Circle, DashedPathElement, PathElement, Polygon, Rectangle, Text};
use plotters::style::text_anchor::{HPos, Pos, VPos};
use plotters::style::{Color, IntoTextStyle, RGBColor, ShapeStyle};
use resvg::{tiny_skia, usvg};

use crate::report::ReportError;
use crate::report::font::{self, Weight};

type Area<'a> = DrawingArea<SVGBackend<'a>, Shift>;

pub const WIDTH: f64 = 1920.0;
/// Left and right edge of everything drawn.
pub const MARGIN: f64 = 24.0;
pub const TEXT_SIZE: f64 = 27.0;
pub const SMALL_SIZE: f64 = 24.0;
const TITLE_SIZE: f64 = 40.0;

// Okabe & Ito, "Color Universal Design" (2008): told apart by every kind of colour vision.
pub const BLUE: RGBColor = RGBColor(0, 114, 178);
pub const SKY: RGBColor = RGBColor(86, 180, 233);
pub const VERMILION: RGBColor = RGBColor(213, 94, 0);
/// Vermilion for letters, which need more contrast than lines: 6.4 to 1 on white (WCAG 2.2, 1.4.3 asks for 4.5).
const RUST: RGBColor = RGBColor(163, 71, 0);
pub const INK: RGBColor = RGBColor(28, 33, 40);
pub const GREY: RGBColor = RGBColor(91, 100, 112);
pub const RULE: RGBColor = RGBColor(217, 222, 228);
pub const WHITE: RGBColor = RGBColor(255, 255, 255);

#[derive(Debug, Clone, Copy)]
pub struct Stroke {
    pub color: RGBColor,
    pub width: u32,
    /// Length of a dash and of the gap after it.
    pub dash: Option<(u32, u32)>,
}

/// Shape as well as colour tells series apart, for grey print.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Marker {
    Disc,
    Ring,
    Diamond,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Align {
    Left,
    Middle,
    Right,
}

#[derive(Debug, Clone, Copy)]
pub struct Lettering {
    pub size: f64,
    pub weight: Weight,
    pub color: RGBColor,
    pub align: Align,
}

impl Lettering {
    pub const fn new(color: RGBColor, align: Align) -> Self {
        Self { size: TEXT_SIZE, weight: Weight::Regular, color, align }
    }

    pub const fn small(color: RGBColor, align: Align) -> Self {
        Self { size: SMALL_SIZE, weight: Weight::Regular, color, align }
    }

    pub const fn bold(color: RGBColor, align: Align) -> Self {
        Self { size: TEXT_SIZE, weight: Weight::Bold, color, align }
    }

    pub fn width(&self, text: &str) -> f64 {
        font::width(text, self.size, self.weight)
    }

    /// `text`, cut with an ellipsis where it is wider than `room`.
    pub fn fit(&self, text: &str, room: f64) -> String {
        if self.width(text) <= room {
            return text.into();
        }
        let mut cut: Vec<char> = text.chars().collect();
        while !cut.is_empty() {
            cut.pop();
            let shorter = format!("{}…", cut.iter().collect::<String>().trim_end());
            if self.width(&shorter) <= room {
                return shorter;
            }
        }
        String::new()
    }

    /// `text` in lines of at most `room`.
    pub fn wrap(&self, text: &str, room: f64) -> Vec<String> {
        let mut lines: Vec<String> = Vec::new();
        for word in text.split(' ') {
            match lines.last_mut() {
                Some(line) if self.width(&format!("{line} {word}")) <= room => {
                    line.push(' ');
                    line.push_str(word);
                }
                _ => lines.push(word.into()),
            }
        }
        lines
    }
}

/// The room that names on the left of a chart may take, at most.
pub const NAMES_MAX: f64 = 620.0;
const NAME: Lettering = Lettering::new(INK, Align::Right);

/// Room that the widest of these names needs.
pub fn names_width<'a>(names: impl Iterator<Item = &'a str>) -> f64 {
    names.flat_map(|name| NAME.wrap(name, NAMES_MAX)).map(|line| NAME.width(&line)).fold(0.0, f64::max).min(NAMES_MAX)
}

type Point = (f64, f64);

enum Shape {
    Line(Vec<Point>, Stroke),
    Area(Vec<Point>, RGBColor),
    Box(Point, Point, RGBColor),
    Mark(Point, Marker, RGBColor),
    Text(Point, String, Lettering),
}

/// Everything that will be seen, in the order in which it is laid down.
pub struct Canvas {
    shapes: Vec<Shape>,
}

impl Canvas {
    /// A sheet with what it shows in a sentence and, below it, what is measured; returns where the drawing
    /// may begin.
    pub fn new(title: &str, measured: &str) -> (Self, f64) {
        let mut canvas = Self { shapes: Vec::new() };
        let room = WIDTH - 2.0 * MARGIN;
        let heading = Lettering { size: TITLE_SIZE, ..Lettering::bold(INK, Align::Left) };
        let mut y = 50.0;
        for line in heading.wrap(title, room) {
            canvas.text(MARGIN, y, &heading.fit(&line, room), heading);
            y += 52.0;
        }
        let note = Lettering::new(GREY, Align::Left);
        y -= 4.0;
        for line in note.wrap(measured, room) {
            canvas.text(MARGIN, y, &note.fit(&line, room), note);
            y += 38.0;
        }
        (canvas, y + 26.0)
    }

    pub fn line(&mut self, points: Vec<Point>, stroke: Stroke) {
        self.shapes.push(Shape::Line(points, stroke));
    }

    pub fn area(&mut self, points: Vec<Point>, color: RGBColor) {
        self.shapes.push(Shape::Area(points, color));
    }

    pub fn rectangle(&mut self, corner: Point, opposite: Point, color: RGBColor) {
        self.shapes.push(Shape::Box(corner, opposite, color));
    }

    pub fn mark(&mut self, at: Point, marker: Marker, color: RGBColor) {
        self.shapes.push(Shape::Mark(at, marker, color));
    }

    /// A line of text whose letters stand on `baseline`.
    pub fn text(&mut self, x: f64, baseline: f64, text: &str, lettering: Lettering) {
        let color = if lettering.color == VERMILION { RUST } else { lettering.color };
        self.shapes.push(Shape::Text((x, baseline), text.into(), Lettering { color, ..lettering }));
    }

    /// A line of text whose capitals are centred on `y`.
    pub fn text_at(&mut self, x: f64, y: f64, text: &str, lettering: Lettering) {
        self.text(x, y + 0.36 * lettering.size, text, lettering);
    }

    /// A name that ends at `x`, in two lines where one is too narrow, cut where two are.
    pub fn name(&mut self, x: f64, y: f64, name: &str) {
        let lines = NAME.wrap(name, NAMES_MAX);
        match lines.as_slice() {
            [] => {}
            [only] => self.text_at(x, y, &NAME.fit(only, NAMES_MAX), NAME),
            [first, rest @ ..] => {
                self.text_at(x, y - 17.0, &NAME.fit(first, NAMES_MAX), NAME);
                self.text_at(x, y + 17.0, &NAME.fit(&rest.join(" "), NAMES_MAX), NAME);
            }
        }
    }

    /// Text as `text_at` places it, standing clear of the lines behind it.
    pub fn text_on_white(&mut self, x: f64, y: f64, text: &str, lettering: Lettering) {
        let width = lettering.width(text);
        let left = match lettering.align {
            Align::Left => x,
            Align::Middle => x - width / 2.0,
            Align::Right => x - width,
        };
        let half = lettering.size * 0.5;
        self.rectangle((left - 4.0, y - half), (left + width + 4.0, y + half), WHITE);
        self.text_at(x, y, text, lettering);
    }

    /// The SVG, `height` high, with a title and a description for those who do not see it.
    pub fn finish(self, height: f64, title: &str, description: &str) -> Result<String, ReportError> {
        let mut svg = String::new();
        {
            let backend = SVGBackend::with_string(&mut svg, (side(WIDTH), side(height)));
            let area = backend.into_drawing_area();
            area.fill(&WHITE).map_err(undrawn)?;
            for shape in &self.shapes {
                draw(&area, shape)?;
            }
            area.present().map_err(undrawn)?;
        }
        Ok(describe(&svg, title, description))
    }
}

fn draw(area: &Area<'_>, shape: &Shape) -> Result<(), ReportError> {
    let drawn = match shape {
        Shape::Line(points, stroke) => return draw_line(area, points, stroke),
        Shape::Area(points, color) => area.draw(&Polygon::new(pixels(points), color.filled())),
        Shape::Box(corner, opposite, color) => {
            area.draw(&Rectangle::new([pixel(*corner), pixel(*opposite)], color.filled()))
        }
        Shape::Mark(at, marker, color) => return draw_mark(area, *at, *marker, *color),
        Shape::Text(at, text, lettering) => {
            let style = font::description(lettering.size, lettering.weight)
                .into_text_style(area)
                .color(&lettering.color)
                .pos(Pos::new(h_pos(lettering.align), VPos::Top));
            // plotters writes `dy="0.76em"` for the top; with that taken off, y is the baseline.
            area.draw(&Text::new(text.clone(), pixel((at.0, at.1 - 0.76 * lettering.size)), style))
        }
    };
    drawn.map_err(undrawn)
}

fn draw_line(area: &Area<'_>, points: &[Point], stroke: &Stroke) -> Result<(), ReportError> {
    let style = ShapeStyle { color: stroke.color.to_rgba(), filled: false, stroke_width: stroke.width };
    match stroke.dash {
        None => area.draw(&PathElement::new(pixels(points), style)),
        Some((dash, gap)) => area.draw(&DashedPathElement::new(pixels(points), dash, gap, style)),
    }
    .map_err(undrawn)
}

fn draw_mark(area: &Area<'_>, (x, y): Point, marker: Marker, color: RGBColor) -> Result<(), ReportError> {
    match marker {
        Marker::Disc => area.draw(&Circle::new(pixel((x, y)), 8, color.filled())),
        Marker::Ring => area
            .draw(&Circle::new(pixel((x, y)), 9, color.filled()))
            .and_then(|()| area.draw(&Circle::new(pixel((x, y)), 5, WHITE.filled()))),
        Marker::Diamond => {
            let corners = [(x, y - 14.0), (x + 14.0, y), (x, y + 14.0), (x - 14.0, y)];
            area.draw(&Polygon::new(pixels(&corners), color.filled()))
        }
    }
    .map_err(undrawn)
}

fn h_pos(align: Align) -> HPos {
    match align {
        Align::Left => HPos::Left,
        Align::Middle => HPos::Center,
        Align::Right => HPos::Right,
    }
}

fn undrawn(error: impl std::fmt::Display) -> ReportError {
    ReportError::Draw(error.to_string())
}

fn pixels(points: &[Point]) -> Vec<(i32, i32)> {
    points.iter().map(|point| pixel(*point)).collect()
}

#[expect(clippy::cast_possible_truncation, reason = "a place on the sheet is far inside i32, and `as` saturates")]
fn pixel((x, y): Point) -> (i32, i32) {
    (x.round() as i32, y.round() as i32)
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a sheet's side is positive and small")]
fn side(length: f64) -> u32 {
    length.round() as u32
}

/// SVG accessibility: `role`, `<title>` and `<desc>` right after the root's opening tag.
fn describe(svg: &str, title: &str, description: &str) -> String {
    let Some((root, body)) = svg.split_once('>') else { return svg.into() };
    let (title, description) = (escape(title), escape(description));
    format!("{root} role=\"img\">\n<title>{title}</title>\n<desc>{description}</desc>{body}")
}

fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}

/// The picture of an SVG at its own size.
pub fn png(svg: &str) -> Result<Vec<u8>, ReportError> {
    let options = usvg::Options { fontdb: font::database(), ..usvg::Options::default() };
    let tree = usvg::Tree::from_str(svg, &options).map_err(undrawn)?;
    let size = tree.size().to_int_size();
    let mut picture = tiny_skia::Pixmap::new(size.width(), size.height())
        .ok_or_else(|| ReportError::Draw("a picture without width or height".into()))?;
    resvg::render(&tree, tiny_skia::Transform::identity(), &mut picture.as_mut());
    picture.encode_png().map_err(undrawn)
}
