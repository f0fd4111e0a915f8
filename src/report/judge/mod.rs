//! What the figures allow to be said: every series that the review judges, by the chart that fits its kind.
//!
//! Two questions are asked of each. *Is the latest value out of the ordinary?* Rule 1 of a control chart alone: the run
//! and step rules would call one latest value in sixteen special for nothing, limits one in fifty. *Did it change for
//! good?* A shift of level and a slope, each with a p-value; Benjamini–Hochberg over all of them together. How many
//! signals chance gives in such a review is printed beside what was seen.
//!
//! Must not know how anything is worded or drawn.

mod collect;
mod lasting;
mod latest;
mod objective;
mod rare;
#[cfg(test)]
mod tests;

use crate::kpi::Definition;
use crate::trend::{self, Budget, Interval, Look, RuleSet, Unsaid, Watched};

pub use lasting::{Lasting, SUSPICIOUS, Shape};
pub use latest::POINTS_MIN;
pub use objective::{Attained, Word};
pub use rare::{Gaps, Occurrences, Pace, RareJudged, RareKpi, Told, rare_kpis};

use super::Review;

/// By which chart a series is judged.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// XmR of logarithms: times are skewed.
    Times,
    /// XmR of the values as they are.
    Plain,
    /// Laney's P′: so many of so many.
    Shares,
    /// Laney's U′: so many per ticket, or per business day.
    Rates,
}

impl Kind {
    /// What its chart is called.
    pub fn chart(self) -> &'static str {
        match self {
            Self::Times => "XmR chart of logarithms",
            Self::Plain => "XmR chart",
            Self::Shares => "Laney P′ chart",
            Self::Rates => "Laney U′ chart",
        }
    }
}

/// One value of a series, as its chart shows it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Point {
    pub value: f64,
    /// Cases behind it.
    pub n: u64,
    /// Centre line and limits in force at this value, in its unit; none where there are too few values.
    pub limits: Option<Limits>,
    /// Beyond a limit: above, or not.
    pub beyond: Option<bool>,
}

#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Limits {
    pub centre: f64,
    pub lower: f64,
    pub upper: f64,
}

/// What is said of the latest value.
#[derive(Debug, Clone, PartialEq)]
pub enum Latest {
    Unsaid(Unsaid),
    Usual,
    /// Beyond this limit.
    Special {
        above: bool,
        limit: f64,
    },
}

/// One series and what is said of it.
#[derive(Debug, Clone)]
pub struct Judged<'a> {
    pub definition: &'a Definition,
    /// Over all tickets where there is none.
    pub service: Option<&'a str>,
    pub kind: Kind,
    /// One a period of the review.
    pub points: Vec<Option<Point>>,
    /// Where limits were computed anew: the period's place, and why.
    pub rebased: Vec<(usize, String)>,
    pub latest: Latest,
    /// Only where it is a finding among all that was tested.
    pub lasting: Option<Lasting>,
    /// Too weak to be a finding among all that was tested, and rare if it had been the only test.
    pub suspected: Option<Lasting>,
    /// Were there enough values to ask for a lasting change?
    pub was_tested: bool,
    /// Values that the limits in force could judge.
    length: usize,
}

impl Judged<'_> {
    /// Neither out of the ordinary now nor changed, nor suspected to be.
    pub fn is_steady(&self) -> bool {
        self.latest == Latest::Usual && self.lasting.is_none() && self.suspected.is_none()
    }

    pub fn is_unsaid(&self) -> bool {
        matches!(self.latest, Latest::Unsaid(_)) && self.lasting.is_none()
    }
}

/// All that was judged together.
#[derive(Debug, Clone)]
pub struct Judgements<'a> {
    pub series: Vec<Judged<'a>>,
    pub rare: Vec<RareJudged<'a>>,
    pub objectives: Vec<Attained<'a>>,
    /// Of the latest values; nothing where no series was long enough.
    pub budget: Option<Budget>,
    /// Tests for lasting changes, of which at most one finding in twenty is false.
    pub tests: usize,
}

impl<'a> Judgements<'a> {
    pub fn of(review: &Review<'a>) -> Self {
        let (mut series, tests) = lasting::judge(collect::series(review));
        series.iter_mut().for_each(|one| one.latest = latest::read(one));
        let rare = rare::judge(review);
        // What is judged by its gaps is not judged by the period too.
        let is_rare = |one: &Judged<'_>| {
            rare.iter().any(|rare| rare.definition.id == one.definition.id && rare.service() == one.service)
        };
        series.retain(|one| !is_rare(one));
        let objectives = objective::attained(review, &series);
        let budget = budget(&series, &rare);
        Self { series, rare, objectives, budget, tests }
    }

    /// What the gaps between rare events over all tickets say; none where they were not asked.
    pub fn rare(&self, kpi: &str) -> Option<Option<Pace>> {
        self.rare.iter().find(|one| one.definition.id == kpi && one.service().is_none()).map(|one| one.latest)
    }

    /// Over all tickets.
    pub fn total(&self, kpi: &str) -> Option<&Judged<'a>> {
        self.series.iter().find(|one| one.service.is_none() && one.definition.id == kpi)
    }
}

/// Each chart of which the latest value was asked, and how many had a signal.
fn budget(series: &[Judged<'_>], rare: &[RareJudged<'_>]) -> Option<Budget> {
    let asked: Vec<&Judged<'_>> = series.iter().filter(|one| !matches!(one.latest, Latest::Unsaid(_))).collect();
    let charts = asked.iter().map(|one| Watched::Chart { rules: RuleSet::Limits, length: one.length });
    let gaps = rare.iter().map(|one| Watched::Test { alpha: one.false_alarms() });
    let watched: Vec<Watched> = charts.chain(gaps).collect();
    let seen = asked.iter().filter(|one| one.latest != Latest::Usual).count()
        + rare.iter().filter(|one| one.latest.is_some()).count();
    let seen = u64::try_from(seen).unwrap_or(u64::MAX);
    trend::false_alarm_budget(&watched, Look::Latest, seen).ok().filter(|budget| budget.watched > 0)
}

/// A change of level as a share of what was before, or in the measure's unit.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Size {
    pub value: f64,
    /// 95 %.
    pub interval: Interval,
    /// `value` is a share of the level before.
    pub is_relative: bool,
}
