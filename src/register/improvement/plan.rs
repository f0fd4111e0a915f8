//! What is to be done and how it will be judged: a draft while it is talked over, whole and fixed from its start on, so
//! that nobody can choose afterwards by what it looks good.

use std::fmt;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// The tickets that have one value of a dimension.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Group {
    pub dimension: String,
    pub value: String,
}

impl fmt::Display for Group {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{} {}", self.dimension, self.value)
    }
}

/// Which way is better.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Direction {
    Lower,
    Higher,
}

/// What a draft may be without again.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Narrowing {
    Where,
    Comparator,
}

/// What is known so far.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Draft {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub source: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub statement: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub objective: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub metric: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub group: Option<Group>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub direction: Option<Direction>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub baseline_months: Option<u16>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub least_worthwhile: Option<f64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub go_live: Option<Date>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub washout_days: Option<u16>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub review_on: Option<Date>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub owner: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub approver: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub comparator: Option<Group>,
}

/// All that is fixed when it starts.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Plan {
    /// Where it comes from: a problem's id, an audit, a person.
    pub source: String,
    /// What is done.
    pub statement: String,
    /// What it is for.
    pub objective: String,
    /// A KPI's id.
    pub metric: String,
    /// Of these tickets only; of all where there is none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub group: Option<Group>,
    pub direction: Direction,
    /// Months before go-live that are looked at.
    pub baseline_months: u16,
    /// The least effect that is worth the trouble, in the metric's unit.
    pub least_worthwhile: f64,
    pub go_live: Date,
    /// So many days from go-live on are neither before nor after.
    pub washout_days: u16,
    /// The day from which on a verdict is recorded.
    pub review_on: Date,
    pub owner: String,
    pub approver: String,
    /// The same metric where nothing was done.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub comparator: Option<Group>,
}

impl Draft {
    /// With what `later` says in place of what was said before.
    pub fn amended(self, later: &Self) -> Self {
        let later = later.clone();
        Self {
            source: later.source.or(self.source),
            statement: later.statement.or(self.statement),
            objective: later.objective.or(self.objective),
            metric: later.metric.or(self.metric),
            group: later.group.or(self.group),
            direction: later.direction.or(self.direction),
            baseline_months: later.baseline_months.or(self.baseline_months),
            least_worthwhile: later.least_worthwhile.or(self.least_worthwhile),
            go_live: later.go_live.or(self.go_live),
            washout_days: later.washout_days.or(self.washout_days),
            review_on: later.review_on.or(self.review_on),
            owner: later.owner.or(self.owner),
            approver: later.approver.or(self.approver),
            comparator: later.comparator.or(self.comparator),
        }
    }

    /// As wide again as before these were said.
    pub fn without(self, dropped: &[Narrowing]) -> Self {
        let keeps = |part: Narrowing| !dropped.contains(&part);
        Self {
            group: self.group.filter(|_| keeps(Narrowing::Where)),
            comparator: self.comparator.filter(|_| keeps(Narrowing::Comparator)),
            ..self
        }
    }

    /// What nothing can start without, as its options are called; group and comparator may be left out.
    pub fn missing(&self) -> Vec<&'static str> {
        let parts = [
            ("source", self.source.is_some()),
            ("statement", self.statement.is_some()),
            ("objective", self.objective.is_some()),
            ("metric", self.metric.is_some()),
            ("direction", self.direction.is_some()),
            ("baseline", self.baseline_months.is_some()),
            ("least-effect", self.least_worthwhile.is_some()),
            ("go-live", self.go_live.is_some()),
            ("washout", self.washout_days.is_some()),
            ("review-on", self.review_on.is_some()),
            ("owner", self.owner.is_some()),
            ("approver", self.approver.is_some()),
        ];
        parts.into_iter().filter(|(_, is_known)| !is_known).map(|(name, _)| name).collect()
    }

    /// The whole plan; else what is missing.
    pub fn plan(&self) -> Result<Plan, Vec<&'static str>> {
        self.whole().ok_or_else(|| self.missing())
    }

    fn whole(&self) -> Option<Plan> {
        Some(Plan {
            source: self.source.clone()?,
            statement: self.statement.clone()?,
            objective: self.objective.clone()?,
            metric: self.metric.clone()?,
            group: self.group.clone(),
            direction: self.direction?,
            baseline_months: self.baseline_months?,
            least_worthwhile: self.least_worthwhile?,
            go_live: self.go_live?,
            washout_days: self.washout_days?,
            review_on: self.review_on?,
            owner: self.owner.clone()?,
            approver: self.approver.clone()?,
            comparator: self.comparator.clone(),
        })
    }
}

impl From<&Plan> for Draft {
    fn from(plan: &Plan) -> Self {
        let plan = plan.clone();
        Self {
            source: Some(plan.source),
            statement: Some(plan.statement),
            objective: Some(plan.objective),
            metric: Some(plan.metric),
            group: plan.group,
            direction: Some(plan.direction),
            baseline_months: Some(plan.baseline_months),
            least_worthwhile: Some(plan.least_worthwhile),
            go_live: Some(plan.go_live),
            washout_days: Some(plan.washout_days),
            review_on: Some(plan.review_on),
            owner: Some(plan.owner),
            approver: Some(plan.approver),
            comparator: plan.comparator,
        }
    }
}
