//! Axes: where a value or a period stands on the sheet, and the lines and words that say so.

use jiff::Timestamp;

use crate::kpi::Period;
use crate::report::words::{self, Clock};

use super::canvas::{Align, Canvas, GREY, INK, Lettering, RULE, Stroke};

pub const HAIRLINE: Stroke = Stroke { color: RULE, width: 2, dash: None };

/// The rectangle in which values are drawn.
#[derive(Debug, Clone, Copy)]
pub struct Frame {
    pub left: f64,
    pub right: f64,
    pub top: f64,
    pub bottom: f64,
}

/// Steps between round numbers, in minutes for durations.
const COUNT_STEPS: [f64; 3] = [1.0, 2.0, 5.0];
const MINUTE_STEPS: [f64; 16] = [
    1.0, 5.0, 10.0, 15.0, 30.0, 60.0, 120.0, 300.0, 600.0, 1200.0, 3000.0, 6000.0, 12_000.0, 30_000.0, 60_000.0,
    600_000.0,
];
/// Round durations that are about a factor of two to four apart, for a logarithmic axis.
const MINUTE_MARKS: [f64; 13] =
    [1.0, 5.0, 15.0, 30.0, 60.0, 120.0, 240.0, 480.0, 960.0, 1920.0, 3840.0, 7680.0, 15_360.0];
const TICKS_MAX: f64 = 5.0;
/// Waiting times to this power are nearly normal (Nelson 1994): long and short gaps have as much room.
const GAP_POWER: f64 = 1.0 / 3.6;
/// Gaps that people think in.
const DAY_MARKS: [f64; 11] = [0.0, 1.0, 3.0, 7.0, 14.0, 30.0, 90.0, 180.0, 365.0, 730.0, 3650.0];
/// Marks nearer to the one before than this part of the axis would crowd it.
const MARKS_APART: f64 = 0.075;

/// A vertical axis: its round values and how they are written.
pub struct ValueAxis {
    low: f64,
    high: f64,
    scale: Scale,
    ticks: Vec<(f64, String)>,
}

#[derive(Debug, Clone, Copy)]
enum Scale {
    Linear,
    Logarithmic,
    /// Of waiting times.
    Gaps,
}

impl Scale {
    fn apply(self, value: f64) -> f64 {
        match self {
            Self::Linear => value,
            Self::Logarithmic => value.ln(),
            Self::Gaps => value.powf(GAP_POWER),
        }
    }
}

impl ValueAxis {
    /// From nought to at least `max`, in whole steps.
    pub fn counts(max: f64) -> Self {
        let mut steps = COUNT_STEPS;
        loop {
            if let Some(step) = steps.into_iter().find(|step| max / step <= TICKS_MAX) {
                return Self::linear(step, max, words::count);
            }
            steps = steps.map(|step| step * 10.0);
        }
    }

    /// From nought to at least `max` minutes of service time.
    pub fn durations(max: f64) -> Self {
        let last = MINUTE_STEPS[MINUTE_STEPS.len() - 1];
        let step = MINUTE_STEPS.into_iter().find(|step| max / step <= TICKS_MAX).unwrap_or(last);
        Self::linear(step, max, |minutes| match minutes {
            0.0 => "0".into(),
            minutes => words::duration(minutes, Clock::Service),
        })
    }

    /// Shares from a round one below `low` to one.
    pub fn shares(low: f64) -> Self {
        let step = if low >= 0.9 {
            0.02
        } else if low >= 0.75 {
            0.05
        } else {
            0.2
        };
        let steps = ((1.0 - low.clamp(0.0, 1.0)) / step).ceil().max(1.0);
        let mut ticks = vec![(1.0, words::share(1.0))];
        while ticks.len() as f64 <= steps {
            let share = 1.0 - step * ticks.len() as f64;
            ticks.push((share.max(0.0), words::share(share.max(0.0))));
        }
        ticks.reverse();
        Self { low: ticks[0].0, high: 1.0, scale: Scale::Linear, ticks }
    }

    /// From nought to at least `max`, for ratios and amounts.
    pub fn plain(max: f64, write: impl Fn(f64) -> String) -> Self {
        let mut steps = COUNT_STEPS.map(|step| step / 1000.0);
        loop {
            if let Some(step) = steps.into_iter().find(|step| max / step <= TICKS_MAX) {
                return Self::linear(step, max, write);
            }
            steps = steps.map(|step| step * 10.0);
        }
    }

    /// Round durations around `low` to `high`, each the same factor apart.
    pub fn logarithmic_durations(low: f64, high: f64) -> Self {
        let from = MINUTE_MARKS.iter().rposition(|mark| *mark <= low).unwrap_or(0);
        let to = MINUTE_MARKS.iter().position(|mark| *mark >= high).unwrap_or(MINUTE_MARKS.len() - 1).max(from + 1);
        let marks = &MINUTE_MARKS[from..=to.min(MINUTE_MARKS.len() - 1)];
        let ticks: Vec<_> = marks.iter().map(|mark| (*mark, words::duration(*mark, Clock::Service))).collect();
        Self { low: marks[0].min(low), high: marks[marks.len() - 1].max(high), scale: Scale::Logarithmic, ticks }
    }

    /// Days from one rare event to the next, from nought.
    pub fn days_between(most: f64) -> Self {
        Self::gaps(DAY_MARKS.into_iter(), most, |days| words::counted(days, "day", "days"))
    }

    /// Tickets from one rare event to the next, from nought.
    pub fn tickets_between(most: f64) -> Self {
        let decades = (0..9).map(|power| 10.0_f64.powi(power));
        Self::gaps([0.0].into_iter().chain(decades.flat_map(|one| [one, 3.0 * one])), most, words::count)
    }

    fn gaps(marks: impl Iterator<Item = f64>, most: f64, write: impl Fn(f64) -> String) -> Self {
        let (scale, mut ticks) = (Scale::Gaps, Vec::new());
        let mut free_from = 0.0;
        for mark in marks.take_while(|mark| *mark <= most) {
            let part = scale.apply(mark) / scale.apply(most);
            if part >= free_from {
                ticks.push((mark, if mark == 0.0 { "0".into() } else { write(mark) }));
                free_from = part + MARKS_APART;
            }
        }
        Self { low: 0.0, high: most, scale, ticks }
    }

    fn linear(step: f64, max: f64, write: impl Fn(f64) -> String) -> Self {
        let mut ticks = vec![(0.0, write(0.0))];
        while ticks[ticks.len() - 1].0 < max || ticks.len() < 2 {
            let next = ticks[ticks.len() - 1].0 + step;
            ticks.push((next, write(next)));
        }
        Self { low: 0.0, high: ticks[ticks.len() - 1].0, scale: Scale::Linear, ticks }
    }

    /// Its values and how they are written, for an axis that runs the other way.
    pub fn round_values(&self) -> impl Iterator<Item = (f64, &str)> {
        self.ticks.iter().map(|(value, text)| (*value, text.as_str()))
    }

    /// Is a value on the sheet, and not at its edge?
    pub fn holds(&self, value: f64) -> bool {
        self.low < value && value < self.high
    }

    pub fn y(&self, frame: &Frame, value: f64) -> f64 {
        let [value, low, high] =
            [value.clamp(self.low, self.high), self.low, self.high].map(|value| self.scale.apply(value));
        let part = (value - low) / (high - low);
        frame.bottom - part * (frame.bottom - frame.top)
    }

    /// Room that the written values need on the left.
    pub fn width(&self) -> f64 {
        let lettering = Lettering::small(GREY, Align::Right);
        self.ticks.iter().map(|(_, text)| lettering.width(text)).fold(0.0, f64::max) + 20.0
    }

    pub fn draw(&self, canvas: &mut Canvas, frame: &Frame) {
        for (value, text) in &self.ticks {
            let y = self.y(frame, *value);
            canvas.line(vec![(frame.left, y), (frame.right, y)], HAIRLINE);
            canvas.text_at(frame.left - 16.0, y, text, Lettering::small(GREY, Align::Right));
        }
    }
}

/// The horizontal axis: periods, oldest on the left, each in a slot of its own.
pub struct TimeAxis<'a> {
    periods: &'a [Period],
}

impl<'a> TimeAxis<'a> {
    pub fn new(periods: &'a [Period]) -> Self {
        Self { periods }
    }

    pub fn slot(&self, frame: &Frame) -> f64 {
        (frame.right - frame.left) / self.periods.len().max(1) as f64
    }

    pub fn x(&self, frame: &Frame, index: usize) -> f64 {
        frame.left + (index as f64 + 0.5) * self.slot(frame)
    }

    /// Where a moment stands within its period.
    pub fn x_at(&self, frame: &Frame, moment: Timestamp) -> f64 {
        let after = self.periods.partition_point(|period| period.start <= moment);
        let Some(period) = after.checked_sub(1).and_then(|index| self.periods.get(index)) else { return frame.left };
        let seconds = |from: Timestamp, to: Timestamp| (to.as_second() - from.as_second()) as f64;
        let part = seconds(period.start, moment) / seconds(period.start, period.end).max(1.0);
        frame.left + ((after - 1) as f64 + part.min(1.0)) * self.slot(frame)
    }

    /// Month names with the year below the first one and each January; thinned out where they would touch.
    pub fn draw(&self, canvas: &mut Canvas, frame: &Frame) {
        let lettering = Lettering::small(GREY, Align::Middle);
        let labels: Vec<_> = self.periods.iter().map(|period| words::axis_label(&period.label)).collect();
        let widest = labels.iter().map(|(label, _)| lettering.width(label)).fold(0.0, f64::max) + 12.0;
        let mut year_shown: Option<String> = None;
        let mut free_from = f64::MIN;
        for (i, (label, year)) in labels.into_iter().enumerate() {
            let x = self.x(frame, i);
            if x - widest / 2.0 < free_from {
                continue;
            }
            free_from = x + widest / 2.0;
            canvas.text(x, frame.bottom + 38.0, &label, lettering);
            if year != year_shown {
                let shown = year.clone().unwrap_or_default();
                canvas.text(x, frame.bottom + 70.0, &shown, lettering);
                year_shown = year;
            }
        }
    }
}

/// Words at the right end of a series, at the height of its last value, moved apart where they would touch.
pub struct EndLabel {
    pub y: f64,
    pub text: String,
    pub lettering: Lettering,
}

impl EndLabel {
    pub fn new(y: f64, text: String) -> Self {
        Self { y, text, lettering: Lettering::new(INK, Align::Left) }
    }

    /// In the colour of its line.
    pub fn of_series(y: f64, text: String, stroke: Stroke) -> Self {
        Self { y, text, lettering: Lettering::bold(stroke.color, Align::Left) }
    }

    /// About a line or an area that stays in the background.
    pub fn quiet(y: f64, text: String) -> Self {
        Self { y, text, lettering: Lettering::new(GREY, Align::Left) }
    }
}

/// Room on the right for labels that are not drawn yet.
pub fn label_room<'a>(texts: impl IntoIterator<Item = &'a str>) -> f64 {
    let lettering = Lettering::bold(INK, Align::Left);
    texts.into_iter().map(|text| lettering.width(text)).fold(0.0, f64::max) + 36.0
}

pub fn draw_end_labels(canvas: &mut Canvas, frame: &Frame, mut labels: Vec<EndLabel>) {
    labels.sort_by(|one, other| one.y.total_cmp(&other.y));
    let gap = 36.0;
    let heights = spread(labels.iter().map(|label| label.y).collect(), gap, frame.top - 20.0, frame.bottom + 8.0);
    for (label, y) in labels.iter().zip(heights) {
        if (y - label.y).abs() > gap / 3.0 {
            canvas.line(vec![(frame.right + 2.0, label.y), (frame.right + 16.0, y)], HAIRLINE);
        }
        canvas.text_at(frame.right + 22.0, y, &label.text, label.lettering);
    }
}

/// Sorted heights at least `gap` apart and, where there is room, between `top` and `bottom`.
fn spread(mut heights: Vec<f64>, gap: f64, top: f64, bottom: f64) -> Vec<f64> {
    let mut least = top;
    for height in &mut heights {
        *height = height.max(least);
        least = *height + gap;
    }
    let mut most = bottom;
    for height in heights.iter_mut().rev() {
        *height = height.min(most);
        most = *height - gap;
    }
    heights
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_rise_in_round_steps() {
        let written = |max| ValueAxis::counts(max).ticks.into_iter().map(|(_, text)| text).collect::<Vec<_>>();
        assert_eq!(written(0.0), ["0", "1"]);
        assert_eq!(written(4.0), ["0", "1", "2", "3", "4"]);
        assert_eq!(written(142.0), ["0", "50", "100", "150"]);
        assert_eq!(written(1001.0), ["0", "500", "1,000", "1,500"]);
    }

    #[test]
    fn shares_begin_below_the_lowest() {
        let written = |low| ValueAxis::shares(low).ticks.into_iter().map(|(_, text)| text).collect::<Vec<_>>();
        assert_eq!(written(0.93), ["92\u{a0}%", "94\u{a0}%", "96\u{a0}%", "98\u{a0}%", "100\u{a0}%"]);
        assert_eq!(written(0.1).len(), 6);
        assert_eq!(written(1.0), ["98\u{a0}%", "100\u{a0}%"]);
    }

    #[test]
    fn labels_at_one_height_are_moved_apart() {
        assert_eq!(spread(vec![10.0, 10.0, 11.0], 5.0, 0.0, 100.0), [10.0, 15.0, 20.0]);
        assert_eq!(spread(vec![98.0, 99.0], 5.0, 0.0, 100.0), [95.0, 100.0]);
    }

    #[test]
    fn a_logarithmic_axis_holds_what_is_outside_its_marks() {
        let frame = Frame { left: 0.0, right: 1.0, top: 0.0, bottom: 100.0 };
        let axis = ValueAxis::logarithmic_durations(0.5, 99_999.0);
        assert_eq!((axis.y(&frame, 0.5), axis.y(&frame, 99_999.0)), (100.0, 0.0));
        let single = ValueAxis::logarithmic_durations(60.0, 60.0);
        assert!(single.y(&frame, 60.0).is_finite());
    }
}
