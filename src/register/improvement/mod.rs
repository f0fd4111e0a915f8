//! The improvement register (ISO/IEC 20000-1:2018, 10.2): what was proposed, started, judged and abandoned, folded from
//! its lines.
//!
//! What it is judged by is fixed before it begins: from its start on an improvement can only be judged, again and again,
//! or abandoned with a reason. A verdict stays as it was recorded; a later one is another line.

mod plan;

#[cfg(test)]
mod tests;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::ledger::Entry;

pub use plan::{Direction, Draft, Group, Narrowing, Plan};

const PREFIX: &str = "I-";

/// A line of the register.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum Decision {
    Propose {
        improvement: String,
        plan: Draft,
    },
    /// What is said anew replaces what was said before.
    Amend {
        improvement: String,
        plan: Draft,
        /// What is not said any more.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        without: Vec<Narrowing>,
    },
    /// From now on the plan is fixed.
    Start {
        improvement: String,
        plan: Plan,
        /// The plan was fixed after go-live, when its figures could be known.
        in_hindsight: bool,
    },
    Review {
        improvement: String,
        review: Review,
    },
    Abandon {
        improvement: String,
        reason: String,
    },
}

/// What was found, with what it rests on.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Review {
    /// Nothing that happened at or after this moment was known.
    pub as_of: Timestamp,
    pub verdict: Verdict,
    pub because: String,
    /// Nothing where nothing can be estimated.
    pub effect: Option<Effect>,
    pub months_before: usize,
    pub months_after: usize,
}

/// In the metric's unit: the mean distance since from where the months before led.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Effect {
    pub value: f64,
    /// 95 %.
    pub low: f64,
    pub high: f64,
    /// A smaller one would be missed more than one time in five.
    pub minimal_detectable: f64,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Verdict {
    Effective,
    NoDetectableEffect,
    Worse,
    InsufficientData,
    Confounded,
}

impl Verdict {
    pub fn in_words(self) -> &'static str {
        match self {
            Self::Effective => "effective",
            Self::NoDetectableEffect => "no detectable effect",
            Self::Worse => "worse",
            Self::InsufficientData => "insufficient data",
            Self::Confounded => "confounded",
        }
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum State {
    Proposed,
    Running,
    /// The last verdict.
    Reviewed(Verdict),
    Abandoned,
}

/// What may happen to an improvement.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Move {
    Amend,
    Start,
    Review(Verdict),
    Abandon,
}

impl State {
    /// The allowed moves. What has its verdict cannot be abandoned: that would hide it.
    fn after(self, step: Move) -> Option<Self> {
        match (self, step) {
            (Self::Proposed, Move::Amend) => Some(Self::Proposed),
            (Self::Proposed, Move::Start) => Some(Self::Running),
            (Self::Running | Self::Reviewed(_), Move::Review(verdict)) => Some(Self::Reviewed(verdict)),
            (Self::Proposed | Self::Running, Move::Abandon) => Some(Self::Abandoned),
            (Self::Proposed, Move::Review(_))
            | (Self::Running | Self::Reviewed(_), Move::Amend | Move::Start)
            | (Self::Reviewed(_), Move::Abandon)
            | (Self::Abandoned, _) => None,
        }
    }

    pub fn name(self) -> &'static str {
        match self {
            Self::Proposed => "proposed",
            Self::Running => "running",
            Self::Reviewed(_) => "reviewed",
            Self::Abandoned => "abandoned",
        }
    }
}

/// An improvement as it stands.
#[derive(Debug, Clone, PartialEq)]
pub struct Improvement {
    pub id: String,
    pub state: State,
    /// What was said of it before its start.
    pub draft: Draft,
    /// Since its start.
    pub started: Option<Started>,
    /// Oldest first.
    pub reviews: Vec<Entry<Review>>,
    pub abandoned: Option<String>,
    pub decisions: Vec<Entry<Decision>>,
}

#[derive(Debug, Clone, PartialEq)]
pub struct Started {
    pub plan: Plan,
    pub fixed_at: Timestamp,
    pub in_hindsight: bool,
}

impl Improvement {
    fn new(id: &str, draft: &Draft) -> Self {
        Self {
            id: id.into(),
            state: State::Proposed,
            draft: draft.clone(),
            started: None,
            reviews: Vec::new(),
            abandoned: None,
            decisions: Vec::new(),
        }
    }

    pub fn plan(&self) -> Option<&Plan> {
        self.started.as_ref().map(|started| &started.plan)
    }

    /// The plan as it stands: fixed, or as far as it is known.
    pub fn as_it_stands(&self) -> Draft {
        self.plan().map_or_else(|| self.draft.clone(), Draft::from)
    }

    /// It runs or has run its time: its figures are of interest.
    pub fn is_followed(&self) -> bool {
        matches!(self.state, State::Running | State::Reviewed(_))
    }

    /// It runs, or there was too little data so far.
    pub fn waits_for_a_verdict(&self) -> bool {
        matches!(self.state, State::Running | State::Reviewed(Verdict::InsufficientData))
    }

    fn take(&mut self, entry: &Entry<Decision>) {
        let Some(state) = step(&entry.decision).and_then(|step| self.state.after(step)) else { return };
        match &entry.decision {
            Decision::Propose { .. } => {}
            Decision::Amend { plan, without, .. } => {
                self.draft = std::mem::take(&mut self.draft).amended(plan).without(without);
            }
            Decision::Start { plan, in_hindsight, .. } => {
                let (plan, in_hindsight) = (plan.clone(), *in_hindsight);
                self.started = Some(Started { plan, fixed_at: entry.at, in_hindsight });
            }
            Decision::Review { review, .. } => {
                self.reviews.push(Entry { at: entry.at, by: entry.by.clone(), decision: review.clone() });
            }
            Decision::Abandon { reason, .. } => self.abandoned = Some(reason.clone()),
        }
        self.state = state;
        self.decisions.push(entry.clone());
    }
}

/// Why a decision cannot be taken.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    #[error("there is no improvement {0}; `tallypost improvement list` lists them")]
    Unknown(String),
    #[error("{0} has started and its plan is fixed; `tallypost improvement add` begins another")]
    Fixed(String),
    #[error("{0} has not started; `tallypost improvement start {0}` fixes its plan and starts it")]
    NotStarted(String),
    #[error("{0} has its verdict, which stands; `tallypost improvement review {0}` adds another")]
    Judged(String),
    #[error("{0} is abandoned; `tallypost improvement add` begins another")]
    Abandoned(String),
    #[error("{0} is the number of another one; add it again")]
    Taken(String),
}

/// All improvements, in the order in which they were proposed. What does not fit, as after a merge in git, is left out.
pub fn fold<'a>(entries: impl IntoIterator<Item = &'a Entry<Decision>>) -> Vec<Improvement> {
    let mut improvements: Vec<Improvement> = Vec::new();
    for entry in entries {
        let known = improvements.iter_mut().find(|one| one.id == entry.decision.improvement());
        match (&entry.decision, known) {
            (Decision::Propose { improvement, plan }, None) => {
                let mut new = Improvement::new(improvement, plan);
                new.decisions.push(entry.clone());
                improvements.push(new);
            }
            (_, Some(known)) => known.take(entry),
            (_, None) => {}
        }
    }
    improvements
}

/// Whether a decision fits those before it.
pub fn check(entries: &[Entry<Decision>], decision: &Decision) -> Result<(), Refusal> {
    let improvements = fold(entries);
    let id = decision.improvement();
    match (improvements.iter().find(|one| one.id == id), step(decision)) {
        (None, None) => Ok(()),
        (Some(_), None) => Err(Refusal::Taken(id.into())),
        (None, Some(_)) => Err(Refusal::Unknown(id.into())),
        (Some(known), Some(step)) => known.state.after(step).map(drop).ok_or_else(|| refusal(known, step)),
    }
}

fn refusal(improvement: &Improvement, step: Move) -> Refusal {
    let id = improvement.id.clone();
    match (improvement.state, step) {
        (State::Abandoned, _) => Refusal::Abandoned(id),
        (State::Proposed, _) => Refusal::NotStarted(id),
        (State::Reviewed(_), Move::Abandon) => Refusal::Judged(id),
        (State::Running | State::Reviewed(_), _) => Refusal::Fixed(id),
    }
}

/// The number after those that are given away.
pub fn next_id(entries: &[Entry<Decision>]) -> String {
    let number = |entry: &Entry<Decision>| entry.decision.improvement().strip_prefix(PREFIX)?.parse::<u32>().ok();
    format!("{PREFIX}{:04}", entries.iter().filter_map(number).max().unwrap_or(0) + 1)
}

impl Decision {
    pub fn improvement(&self) -> &str {
        match self {
            Self::Propose { improvement, .. }
            | Self::Amend { improvement, .. }
            | Self::Start { improvement, .. }
            | Self::Review { improvement, .. }
            | Self::Abandon { improvement, .. } => improvement,
        }
    }
}

/// A proposal is no move: there was nothing before it.
fn step(decision: &Decision) -> Option<Move> {
    match decision {
        Decision::Propose { .. } => None,
        Decision::Amend { .. } => Some(Move::Amend),
        Decision::Start { .. } => Some(Move::Start),
        Decision::Review { review, .. } => Some(Move::Review(review.verdict)),
        Decision::Abandon { .. } => Some(Move::Abandon),
    }
}
