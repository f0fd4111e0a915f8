//! Customers side by side: whose tickets are resolved on time less often than the usual spread between customers
//! explains.

use crate::report::comparison::{self, Unit};
use crate::report::{Review, words};
use crate::trend::{Funnel, FunnelUnit, Standing};

use super::axis::{Frame, HAIRLINE, ValueAxis};
use super::canvas::{Align, BLUE, Canvas, GREY, INK, Lettering, MARGIN, Marker, Stroke, VERMILION, WIDTH};
use super::{Chart, Drawn};

const KPI: &str = "resolve_on_time";
const PLOT_HEIGHT: f64 = 560.0;
const STEPS: u32 = 120;
const OVERALL: Stroke = Stroke { color: GREY, width: 3, dash: None };
const WARNING: Stroke = Stroke { color: GREY, width: 3, dash: Some((6, 8)) };
const CONTROL: Stroke = Stroke { color: GREY, width: 3, dash: None };

pub fn draw(review: &Review<'_>) -> Drawn {
    let units = comparison::units(review, KPI, "customer");
    let Some(funnel) = comparison::funnel(&units) else { return Ok(None) };
    let title = title(&units, &funnel);
    let period = words::period(&review.period.label);
    let measured =
        format!("Share of resolution targets due in {period} that were met, by how many fell due; one mark a customer");
    let (mut canvas, top) = Canvas::new(&title, &measured);
    let low = funnel.units.iter().map(|unit| unit.rate).fold(1.0, f64::min);
    let axis = ValueAxis::shares(low);
    let most = funnel.units.iter().map(|unit| unit.exposure).fold(0.0, f64::max) * 1.05;
    let frame = Frame { left: MARGIN + axis.width(), right: WIDTH - MARGIN - 260.0, top, bottom: top + PLOT_HEIGHT };
    axis.draw(&mut canvas, &frame);
    draw_sizes(&mut canvas, &frame, most);
    draw_curves(&mut canvas, &frame, &axis, &funnel, most);
    draw_units(&mut canvas, &frame, &axis, &units, &funnel, most);
    let svg = canvas.finish(frame.bottom + 96.0, &title, &description(&units))?;
    let caption = "Small customers scatter widely by chance alone, large ones do not: only a mark outside the solid curves \
                   (99.8 %) differs by more than chance and the usual spread between customers. The dotted curves hold 19 \
                   in 20 of customers that are all alike. A ring rests on too few cases to be judged."
        .into();
    Ok(Some(Chart { name: "funnel-customers", caption, svg }))
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
    let mut curve = |share: &dyn Fn(f64) -> f64, stroke: Stroke| {
        let points = sizes.iter().map(|size| (x(frame, *size, most), axis.y(frame, share(*size))));
        canvas.line(points.collect(), stroke);
    };
    curve(&|_| funnel.overall, OVERALL);
    curve(&|size| funnel.share_limits(size).0.low, WARNING);
    curve(&|size| funnel.share_limits(size).0.high, WARNING);
    curve(&|size| funnel.share_limits(size).1.low, CONTROL);
    curve(&|size| funnel.share_limits(size).1.high, CONTROL);
    let (y, text) = (axis.y(frame, funnel.overall), format!("all: {}", words::share(funnel.overall)));
    canvas.text_at(frame.right + 22.0, y, &text, Lettering::new(GREY, Align::Left));
}

fn draw_units(canvas: &mut Canvas, frame: &Frame, axis: &ValueAxis, units: &[Unit], funnel: &Funnel, most: f64) {
    for (unit, judged) in units.iter().zip(&funnel.units) {
        let at = (x(frame, judged.exposure, most), axis.y(frame, judged.rate));
        match judged.standing {
            Standing::Outlying => {
                canvas.mark(at, Marker::Diamond, VERMILION);
                draw_name(canvas, frame, at, &unit.name);
            }
            Standing::Small => canvas.mark(at, Marker::Ring, GREY),
            Standing::Usual | Standing::Warning => canvas.mark(at, Marker::Disc, BLUE),
        }
    }
}

fn draw_name(canvas: &mut Canvas, frame: &Frame, (x, y): (f64, f64), name: &str) {
    let lettering = Lettering::bold(INK, Align::Left);
    let name = lettering.fit(name, 420.0);
    let is_right = x > f64::midpoint(frame.left, frame.right);
    let (x, align) = if is_right { (x - 22.0, Align::Right) } else { (x + 22.0, Align::Left) };
    canvas.text_on_white(x, y, &name, Lettering::bold(INK, align));
}

fn title(units: &[Unit], funnel: &Funnel) -> String {
    let outlying = |is_wanted: &dyn Fn(&FunnelUnit) -> bool| -> Vec<String> {
        let each = units.iter().zip(&funnel.units);
        each.filter(|(_, judged)| judged.standing == Standing::Outlying && is_wanted(judged))
            .map(|(unit, _)| unit.name.clone())
            .collect()
    };
    let low = outlying(&|judged| judged.rate < funnel.overall);
    match (low.as_slice(), outlying(&|judged| judged.rate > funnel.overall).len()) {
        ([], 0) => "No customer is served on time more or less often than the others, beyond chance".into(),
        ([], _) => "No customer is served on time less often than the others, beyond chance".into(),
        ([only], _) => format!("{only} is served on time less often than the usual spread explains"),
        (several, _) => {
            format!("{} customers are served on time less often than the usual spread explains", several.len())
        }
    }
}

fn description(units: &[Unit]) -> String {
    let each = units
        .iter()
        .map(|unit| format!("{}: {} of {}", unit.name, words::share(unit.met / unit.due), words::count(unit.due)));
    format!("Funnel plot of the share resolved on time by customer. {}.", each.collect::<Vec<_>>().join("; "))
}
