//! Customers and teams side by side: where are resolution targets met less often than the usual spread between them
//! explains?

use crate::report::comparison::{self, Unit};
use crate::report::{Review, words};
use crate::trend::{Funnel, FunnelUnit, Standing};

use super::axis::{EndLabel, Frame, HAIRLINE, ValueAxis, draw_end_labels, label_room};
use super::canvas::{Align, BLUE, Canvas, GREY, INK, Lettering, MARGIN, Marker, Stroke, VERMILION, WIDTH};
use super::{Chart, Drawn};

const KPI: &str = "resolve_on_time";
const PLOT_HEIGHT: f64 = 560.0;
const STEPS: u32 = 240;
const OVERALL: Stroke = Stroke { color: GREY, width: 3, dash: None };
const WARNING: Stroke = Stroke { color: GREY, width: 3, dash: Some((6, 8)) };
const CONTROL: Stroke = Stroke { color: GREY, width: 3, dash: None };
/// Half the height of a name, and half the side of a mark.
const NAME_HALF: f64 = 17.0;
const MARK_HALF: f64 = 14.0;
const NAME_WIDTH_MAX: f64 = 420.0;
/// Within this factor the scatter is that of chance to the eye, whatever the estimate.
const SCATTER_SAID_MIN: f64 = 1.05;

/// What stands side by side.
struct Side<'a> {
    dimension: &'static str,
    plural: &'static str,
    /// What a unit of it does where its targets are met.
    does: &'static str,
    units: &'a [Unit],
    funnel: &'a Funnel,
}

pub fn draw(review: &Review<'_>, dimension: &'static str, name: &'static str) -> Drawn {
    let units = comparison::units(review, KPI, dimension);
    let Some(funnel) = comparison::funnel(&units) else { return Ok(None) };
    let (plural, does) = if dimension == "team" { ("teams", "resolves") } else { ("customers", "is served") };
    let side = Side { dimension, plural, does, units: &units, funnel: &funnel };
    let title = side.title();
    let (mut canvas, top) = Canvas::new(&title, &side.measured(review));
    let axis = ValueAxis::shares(side.lowest());
    let most = funnel.units.iter().map(|unit| unit.exposure).fold(0.0, f64::max) * 1.05;
    let ends = side.ends(&axis, most);
    let right = WIDTH - MARGIN - label_room(ends.iter().map(|(_, text)| text.as_str()));
    let frame = Frame { left: MARGIN + axis.width(), right, top, bottom: top + PLOT_HEIGHT };
    axis.draw(&mut canvas, &frame);
    draw_sizes(&mut canvas, &frame, most);
    draw_curves(&mut canvas, &frame, &axis, &funnel, most);
    let labels = ends.into_iter().map(|(value, text)| EndLabel::quiet(axis.y(&frame, value), text));
    draw_end_labels(&mut canvas, &frame, labels.collect());
    draw_units(&mut canvas, &frame, &axis, &side, most);
    let svg = canvas.finish(frame.bottom + 96.0, &title, &side.description())?;
    Ok(Some(Chart { name, caption: side.caption(), svg }))
}

impl Side<'_> {
    fn each(&self) -> impl Iterator<Item = (&Unit, &FunnelUnit)> {
        self.units.iter().zip(&self.funnel.units)
    }

    fn outlying(&self, is_wanted: impl Fn(&FunnelUnit) -> bool) -> Vec<&str> {
        let outlying = self.each().filter(|(_, judged)| judged.standing == Standing::Outlying && is_wanted(judged));
        outlying.map(|(unit, _)| unit.name.as_str()).collect()
    }

    /// Of the shares, and of the limits of those that are judged.
    fn lowest(&self) -> f64 {
        let judged = self.funnel.units.iter().filter(|unit| unit.standing != Standing::Small);
        let limits = judged.map(|unit| unit.control.low);
        self.funnel.units.iter().map(|unit| unit.rate).chain(limits).fold(1.0, f64::min)
    }

    /// How many times as far as by chance they lie from what all have in common; nothing where chance explains all.
    fn scatter(&self) -> Option<f64> {
        let times = self.funnel.overdispersion.max(0.0).sqrt();
        (self.funnel.tau > 0.0 && times >= SCATTER_SAID_MIN).then_some(times)
    }

    fn title(&self) -> String {
        let (dimension, does) = (self.dimension, self.does);
        let low = self.outlying(|judged| judged.rate < self.funnel.overall);
        match (low.as_slice(), self.outlying(|judged| judged.rate > self.funnel.overall).len(), self.scatter()) {
            ([], 0, None) => {
                format!("No {dimension} {does} on time more or less often than the others, beyond chance")
            }
            ([], 0, Some(_)) => {
                let plural = words::sentence(self.plural);
                format!("{plural} differ by more than chance, and none lies outside their usual spread")
            }
            ([], _, _) => format!("No {dimension} {does} on time less often than the usual spread explains"),
            ([only], _, _) => format!("{only} {does} on time less often than the usual spread explains"),
            (several, _, _) => {
                let does = if self.dimension == "team" { "resolve" } else { "are served" };
                let count = words::sentence(&words::spelled(several.len()));
                format!("{count} {} {does} on time less often than the usual spread explains", self.plural)
            }
        }
    }

    fn measured(&self, review: &Review<'_>) -> String {
        let (period, dimension) = (words::period(&review.period.label), self.dimension);
        let spread = match self.scatter() {
            Some(times) => format!(
                "Overdispersion: {} scatter {} times as widely as chance alone would have it; the curves allow for that",
                self.plural,
                words::ratio(times)
            ),
            None => format!("No overdispersion: {} scatter as chance alone would have it", self.plural),
        };
        format!(
            "Share of resolution targets due in {period} that were met, by how many fell due; one mark a {dimension}. \
             {spread}"
        )
    }

    /// What is written at the right end: the share of all, and the lower curves where they are on the sheet.
    fn ends(&self, axis: &ValueAxis, most: f64) -> Vec<(f64, String)> {
        let (warning, control) = self.funnel.share_limits(most);
        let curves = [(warning.low, "within: 95 % of usual ones"), (control.low, "within: 99.8 %")];
        let curves = curves.into_iter().filter(|(value, _)| axis.holds(*value));
        let all = (self.funnel.overall, format!("all: {}", words::share(self.funnel.overall)));
        std::iter::once(all).chain(curves.map(|(value, text)| (value, text.into()))).collect()
    }

    fn caption(&self) -> String {
        let (dimension, plural) = (self.dimension, self.plural);
        format!(
            "Small {plural} scatter widely by chance alone, large ones do not: only a mark outside the solid curves, \
             which hold 998 of 1,000, differs by more than chance and the usual spread between {plural}. The dotted \
             curves hold 19 in 20: a {dimension} between dotted and solid is nothing to act on. A ring rests on too few \
             cases to be judged."
        )
    }

    fn description(&self) -> String {
        let each = self
            .units
            .iter()
            .map(|unit| format!("{}: {} of {}", unit.name, words::share(unit.met / unit.due), words::count(unit.due)));
        let each = each.collect::<Vec<_>>().join("; ");
        format!("Funnel plot of the share resolved on time by {}. {each}.", self.dimension)
    }
}

fn x(frame: &Frame, exposure: f64, most: f64) -> f64 {
    frame.left + exposure / most * (frame.right - frame.left)
}

fn draw_sizes(canvas: &mut Canvas, frame: &Frame, most: f64) {
    for (size, text) in ValueAxis::counts(most / 1.05).round_values().filter(|(size, _)| *size <= most) {
        let x = x(frame, size, most);
        canvas.line(vec![(x, frame.bottom), (x, frame.bottom + 8.0)], HAIRLINE);
        canvas.text(x, frame.bottom + 38.0, text, Lettering::small(GREY, Align::Middle));
    }
    canvas.text(
        frame.left,
        frame.bottom + 74.0,
        "resolution targets that fell due",
        Lettering::small(GREY, Align::Left),
    );
}

fn draw_curves(canvas: &mut Canvas, frame: &Frame, axis: &ValueAxis, funnel: &Funnel, most: f64) {
    let sizes: Vec<f64> = (1..=STEPS).map(|step| most * f64::from(step) / f64::from(STEPS)).collect();
    // Where a limit is no share any more, or off the sheet, there is no curve.
    let mut curve = |share: &dyn Fn(f64) -> f64, stroke: Stroke| {
        let drawn = sizes.iter().map(|size| (*size, share(*size))).filter(|(_, share)| axis.holds(*share));
        let points: Vec<_> = drawn.map(|(size, share)| (x(frame, size, most), axis.y(frame, share))).collect();
        if points.len() > 1 {
            canvas.line(points, stroke);
        }
    };
    curve(&|_| funnel.overall, OVERALL);
    curve(&|size| funnel.share_limits(size).0.low, WARNING);
    curve(&|size| funnel.share_limits(size).0.high, WARNING);
    curve(&|size| funnel.share_limits(size).1.low, CONTROL);
    curve(&|size| funnel.share_limits(size).1.high, CONTROL);
}

fn draw_units(canvas: &mut Canvas, frame: &Frame, axis: &ValueAxis, side: &Side<'_>, most: f64) {
    let at = |judged: &FunnelUnit| (x(frame, judged.exposure, most), axis.y(frame, judged.rate));
    let mut taken: Vec<Place> = side.funnel.units.iter().map(|judged| Place::about(at(judged))).collect();
    let mut named = Vec::new();
    for (unit, judged) in side.each() {
        match judged.standing {
            Standing::Outlying => {
                canvas.mark(at(judged), Marker::Diamond, VERMILION);
                named.extend(name_place(frame, at(judged), &unit.name, &mut taken));
            }
            Standing::Small => canvas.mark(at(judged), Marker::Ring, GREY),
            Standing::Usual | Standing::Warning => canvas.mark(at(judged), Marker::Disc, BLUE),
        }
    }
    for (x, y, name, align) in named {
        canvas.text_on_white(x, y, &name, Lettering::bold(INK, align));
    }
}

/// Room on the sheet that something has: left, right, top, bottom.
#[derive(Clone, Copy)]
struct Place([f64; 4]);

impl Place {
    fn about((x, y): (f64, f64)) -> Self {
        Self([x - MARK_HALF, x + MARK_HALF, y - MARK_HALF, y + MARK_HALF])
    }

    fn touches(&self, other: &Self) -> bool {
        let ([left, right, top, bottom], [other_left, other_right, other_top, other_bottom]) = (self.0, other.0);
        left < other_right && other_left < right && top < other_bottom && other_top < bottom
    }
}

/// Beside the mark, else above or below it, where neither a mark nor another name is; nothing where there is no room.
fn name_place(
    frame: &Frame,
    (x, y): (f64, f64),
    name: &str,
    taken: &mut Vec<Place>,
) -> Option<(f64, f64, String, Align)> {
    let lettering = Lettering::bold(INK, Align::Left);
    let name = lettering.fit(name, NAME_WIDTH_MAX);
    let width = lettering.width(&name);
    let (beside, above) = (MARK_HALF + 8.0, MARK_HALF + NAME_HALF + 2.0);
    let places = [
        (x + beside, y, Align::Left),
        (x - beside, y, Align::Right),
        (x, y + above, Align::Middle),
        (x, y - above, Align::Middle),
        (x + beside, y + above, Align::Left),
        (x - beside, y + above, Align::Right),
        (x + beside, y - above, Align::Left),
        (x - beside, y - above, Align::Right),
    ];
    for (x, y, align) in places {
        let left = match align {
            Align::Left => x,
            Align::Middle => x - width / 2.0,
            Align::Right => x - width,
        };
        let place = Place([left - 4.0, left + width + 4.0, y - NAME_HALF, y + NAME_HALF]);
        let is_inside = left >= frame.left
            && left + width <= frame.right
            && place.0[2] >= frame.top - NAME_HALF
            && place.0[3] <= frame.bottom;
        if is_inside && !taken.iter().any(|other| other.touches(&place)) {
            taken.push(place);
            return Some((x, y, name, align));
        }
    }
    None
}
