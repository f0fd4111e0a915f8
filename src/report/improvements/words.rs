//! What is said of an improvement: never more than was judged.

use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;

use crate::kpi::{Aggregate, Definition, Unit};
use crate::register::improvement::{Direction, Effect, Group, Plan, Review, Verdict};
use crate::report::series::SMALL_SAMPLE;
use crate::report::words;
use crate::trend::{AFTER_MIN, BEFORE_MIN, Ground, RUN_UP, Unsaid};

use super::{Because, Phase, Reading, SEASONS_MIN};

/// Counts and shares below ten of their unit need a place more to be told apart.
const FINE: f64 = 9.95;
/// Six places: the last bits of a sum may differ between machines.
const PLACES: f64 = 1e6;

impl Reading {
    /// As a person would ask for it: `Time to resolve, median (active time), service Data Exchange`.
    pub fn metric(&self) -> String {
        metric(&self.definition, self.plan().group.as_ref())
    }

    /// The verdict, with what takes from its weight.
    pub fn headline(&self) -> String {
        let provisionally = if self.is_due { "" } else { ", provisionally" };
        let hindsight = if self.started.in_hindsight { ", in hindsight" } else { "" };
        format!("{}{provisionally}{hindsight}", self.verdict.in_words())
    }

    /// Why, in sentences.
    pub fn because(&self) -> String {
        match &self.ground {
            Because::Gaps(labels) => {
                let months: Vec<String> = labels.iter().map(|label| words::period_short(label)).collect();
                format!("Nothing was measured in {}; a series with gaps is not judged.", words::list(&months))
            }
            Because::Judged(ground) => self.because_of(*ground),
        }
    }

    fn because_of(&self, ground: Ground) -> String {
        let (plan, least) = (self.plan(), amount(&self.definition, self.plan().least_worthwhile));
        let than = match &plan.comparator {
            Some(comparator) => format!("where the {} months before and {comparator} led", self.count(Phase::Before)),
            None => format!("where the {} months before led", self.count(Phase::Before)),
        };
        let told = self.effect.map_or(String::new(), |effect| {
            let side = if effect.value < 0.0 { "below" } else { "above" };
            format!("{} {side}", amount(&self.definition, effect.value))
        });
        match ground {
            Ground::Gain => format!(
                "Since go-live the measure lies {told} {than}: more than chance explains, and at least the {least} that \
                 was worth the trouble. {}",
                self.doubts()
            ),
            Ground::TooSmall => format!(
                "Since go-live the measure lies {told} {than}: for the better and more than chance explains, but less than \
                 the {least} that was worth the trouble."
            ),
            Ground::Loss => {
                format!("Since go-live the measure lies {told} {than}: for the worse, and more than chance explains.")
            }
            Ground::Nothing => format!(
                "Since go-live the measure differs from {than} by no more than chance explains, and an effect of {least}, the \
                 least that was worth the trouble, would have been seen four times in five."
            ),
            Ground::NothingToSee => self.nothing_to_see(&than, &least),
            Ground::Unsaid(unsaid) => self.unsaid(unsaid),
            Ground::RegressionToTheMean => format!(
                "The {} months just before go-live were worse than those before; without them nothing is left of the \
                 gain. It may be the return to the usual that follows every bad run.",
                words::spelled(RUN_UP)
            ),
            Ground::Placebo(index) => {
                let month = self.months.get(index).map_or(String::new(), |month| words::period(&month.period.label));
                format!(
                    "In {month}, when nothing of this was done, it changed as much. What else changed then may have \
                     changed it at go-live too."
                )
            }
        }
    }

    /// What a gain was held against.
    fn doubts(&self) -> String {
        let placebo = match self.placebo_moments() {
            0 => "the months before are too few to look for as large a change at another moment".into(),
            1 => "at the one earlier moment that could be looked at no change as large is told from chance".into(),
            moments => {
                format!(
                    "at none of the {moments} earlier moments that were looked at is as large a change told from chance"
                )
            }
        };
        format!("It is not the return to the usual after a bad run, and {placebo}.")
    }

    fn nothing_to_see(&self, than: &str, least: &str) -> String {
        let detectable = self.effect.map_or(String::new(), |effect| detectable(&self.definition, &effect));
        format!(
            "Since go-live the measure differs from {than} by no more than chance explains, but {least} was worth the trouble, \
             and an effect of less than {detectable} may well have been missed. More months, or less scatter, would tell."
        )
    }

    fn unsaid(&self, unsaid: Unsaid) -> String {
        let (before, after) = (self.count(Phase::Before), self.count(Phase::After));
        match unsaid {
            Unsaid::Unusable(reason) => format!("The values cannot be judged: {reason}."),
            Unsaid::TooFew { .. } if before >= BEFORE_MIN && after >= AFTER_MIN => format!(
                "The {} months just before go-live were worse than those before. Whether the gain is more than the \
                 return to the usual cannot be told: without them {} months are left before go-live, and {BEFORE_MIN} \
                 are needed.",
                words::spelled(RUN_UP),
                before.saturating_sub(RUN_UP)
            ),
            Unsaid::TooFew { .. } => format!(
                "Of whole months before go-live {before} are known and at least {BEFORE_MIN} are needed; of whole \
                 months after it{} {after} are known and at least {AFTER_MIN} are needed.",
                if self.plan().washout_days > 0 { " and its washout" } else { "" }
            ),
        }
    }

    /// `−4 h (95 % interval −6 h to −2 h)`
    pub fn effect_in_words(&self) -> Option<String> {
        self.effect.map(|effect| interval(&self.definition, &effect))
    }

    /// How large an effect could have been seen.
    pub fn detectable_in_words(&self) -> Option<String> {
        let detectable = detectable(&self.definition, &self.effect?);
        Some(format!("{detectable} or more would have been seen four times in five"))
    }

    pub fn least_in_words(&self) -> String {
        let way = match self.plan().direction {
            Direction::Lower => "lower",
            Direction::Higher => "higher",
        };
        format!("{} {way}", amount(&self.definition, self.plan().least_worthwhile))
    }

    /// What happened where nothing was done.
    pub fn comparator_in_words(&self) -> Option<String> {
        let comparator = self.plan().comparator.as_ref()?;
        Some(match self.comparator_effect {
            None => format!("{comparator}: too little is known to say what happened there"),
            Some(effect) => {
                let is_told = effect.low > 0.0 || effect.high < 0.0;
                let told = if is_told { "it changed too" } else { "no change that can be told from chance" };
                format!("{comparator}: {}: {told}", interval(&self.definition, &effect))
            }
        })
    }

    /// What takes from the weight of any verdict, one sentence each.
    pub fn caveats(&self, zone: &TimeZone) -> Vec<String> {
        let mut caveats = Vec::new();
        if !self.is_due {
            caveats.push(format!(
                "Provisional until the review on {}: who looks early and often finds effects that are none.",
                day(self.plan().review_on)
            ));
        }
        if self.started.in_hindsight {
            caveats.push(format!(
                "The plan was fixed on {}, after go-live, when its figures could be known: this is a look back, not a \
                 test.",
                local_day(self.started.fixed_at, zone)
            ));
        }
        caveats.extend(self.season_untold());
        caveats.extend(self.small_samples());
        caveats
    }

    /// Of what is judged, whether a quiet season may pass for an effect.
    fn season_untold(&self) -> Option<String> {
        (self.effect.is_some() && !self.tells_seasons()).then(|| {
            let before = self.count(Phase::Before);
            format!(
                "Season is not accounted for: that takes {SEASONS_MIN} months before go-live, and {before} are known. \
                 Where months of the year differ, some of it may be the season."
            )
        })
    }

    /// How seasons were dealt with.
    pub fn season_in_words(&self) -> Option<&'static str> {
        (self.effect.is_some() && self.tells_seasons()).then_some("taken out: months of the year are told apart")
    }

    /// A count is never a small sample of itself.
    fn small_samples(&self) -> Option<String> {
        let is_sample = !matches!(self.definition.aggregate, Aggregate::Count | Aggregate::Rate);
        let small = self.months.iter().filter(|month| is_sample && month.cases < SMALL_SAMPLE).count();
        (small > 0).then(|| {
            let months = self.months.len();
            format!("Small samples: in {small} of {months} months fewer than {SMALL_SAMPLE} cases were counted.")
        })
    }

    /// `2024-04 to 2026-03 before, 2026-04 left out, 2026-05 to 2026-10 after`
    pub fn span(&self) -> String {
        let of = |phase: Phase| {
            let mut labels = self.months.iter().filter(|m| m.phase == phase).map(|m| m.period.label.as_str());
            let first = labels.next()?;
            let span = labels.next_back().map_or(first.to_string(), |last| format!("{first} to {last}"));
            Some(format!("{span} {}", phase.name()))
        };
        let spans: Vec<String> = [Phase::Before, Phase::LeftOut, Phase::After].into_iter().filter_map(of).collect();
        if spans.is_empty() { "no month of the baseline is known".into() } else { spans.join(", ") }
    }

    /// As the register keeps it.
    pub fn review(&self) -> Review {
        let rounded = |value: f64| (value * PLACES).round() / PLACES;
        Review {
            as_of: self.as_of,
            verdict: self.verdict,
            because: plain(&self.because()),
            effect: self.effect.map(|effect| Effect {
                value: rounded(effect.value),
                low: rounded(effect.low),
                high: rounded(effect.high),
                minimal_detectable: rounded(effect.minimal_detectable),
            }),
            months_before: self.count(Phase::Before),
            months_after: self.count(Phase::After),
        }
    }

    /// A shape and a class, so that the meaning never hangs on colour.
    pub(super) fn mark(&self) -> (&'static str, &'static str) {
        match self.verdict {
            Verdict::Effective => ("✓", "better"),
            Verdict::NoDetectableEffect => ("●", "quiet"),
            Verdict::Worse => ("▼", "worse"),
            Verdict::InsufficientData => ("", "quiet"),
            Verdict::Confounded => ("?", "moved"),
        }
    }

    pub fn value(&self, value: Option<f64>) -> String {
        match (self.definition.unit, value) {
            (Unit::Share, Some(value)) => words::share_finely(value),
            (_, value) => words::value(&self.definition, value),
        }
    }
}

pub fn metric(definition: &Definition, group: Option<&Group>) -> String {
    match group {
        Some(group) => format!("{}, {group}", definition.name),
        None => definition.name.clone(),
    }
}

/// Of a plan: `24 months before`, `30 days`.
pub fn baseline(plan: &Plan) -> String {
    let washout = match plan.washout_days {
        0 => "none, but for the month of go-live where it does not begin with it".into(),
        days => format!("{days} days"),
    };
    format!("{} months; washout {washout}", plan.baseline_months)
}

fn interval(definition: &Definition, effect: &Effect) -> String {
    let Effect { value, low, high, .. } = *effect;
    let [value, low, high] = [value, low, high].map(|value| signed(definition, value));
    format!("{value} (95\u{a0}% interval {low} to {high})")
}

fn detectable(definition: &Definition, effect: &Effect) -> String {
    amount(definition, effect.minimal_detectable)
}

/// A distance, without its sign.
pub fn amount(definition: &Definition, value: f64) -> String {
    let value = value.abs();
    match definition.unit {
        Unit::Count if value < FINE && value.fract() > 0.0 => format!("{value:.1}"),
        Unit::Share => format!("{:.1}\u{a0}points", value * 100.0),
        Unit::Ratio => format!("{value:.2}"),
        _ => words::value(definition, Some(value)),
    }
}

fn signed(definition: &Definition, value: f64) -> String {
    format!("{}{}", if value < 0.0 { "−" } else { "+" }, amount(definition, value))
}

/// Without the spaces that keep a number and its unit on one line.
pub fn plain(text: &str) -> String {
    text.replace('\u{a0}', " ")
}

pub fn day(day: Date) -> String {
    day.strftime("%-d %B %Y").to_string()
}

pub fn local_day(at: Timestamp, zone: &TimeZone) -> String {
    day(at.to_zoned(zone.clone()).date())
}
