//! What a group's tickets cost, and what their end would spare.

use serde::Serialize;

use super::case::Case;
use super::growth::{Estimate, Growth, mean_with_interval};

/// Fewer recorded times than this say nothing of a group.
const RECORDED_MIN: usize = 3;
const SATISFACTIONS_MIN: usize = 3;
/// Where no time is recorded, what reading and writing one message is taken to need.
pub const ASSUMED_MINUTES_PER_MESSAGE: f64 = 10.0;

/// Where the minutes come from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Basis {
    /// Recorded on this group's tickets.
    Recorded,
    /// Recorded on other tickets of the desk; their mean.
    DeskMean,
    /// Nothing is recorded: messages of agents, each [`ASSUMED_MINUTES_PER_MESSAGE`].
    AssumedFromMessages,
}

#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Effort {
    pub minutes_per_ticket: Estimate,
    /// Of all tickets of the group so far.
    pub minutes: f64,
    pub basis: Basis,
}

/// Every factor of the ranking, and what they give.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Cost {
    /// Tickets expected in the next 90 days.
    pub next_tickets: Estimate,
    pub minutes_per_ticket: Estimate,
    /// The share of the tickets that are surely of this group: the rest may have another cause.
    pub belonging: f64,
    pub cost_per_hour: Option<f64>,
    /// The product of the first three.
    pub avoidable_minutes: Estimate,
    /// The product of all, in the organisation's currency.
    pub avoidable_cost: Option<Estimate>,
}

impl Cost {
    pub fn ahead(growth: &Growth, effort: &Effort, belonging: f64, cost_per_hour: Option<f64>) -> Self {
        let minutes = product(growth.next_tickets, effort.minutes_per_ticket);
        let avoidable_minutes = times(minutes, belonging);
        Self {
            next_tickets: growth.next_tickets,
            minutes_per_ticket: effort.minutes_per_ticket,
            belonging,
            cost_per_hour,
            avoidable_minutes,
            avoidable_cost: cost_per_hour.map(|rate| times(avoidable_minutes, rate / 60.0)),
        }
    }
}

fn times(estimate: Estimate, factor: f64) -> Estimate {
    Estimate { value: estimate.value * factor, low: estimate.low * factor, high: estimate.high * factor }
}

/// Of two that vary for themselves; their relative errors add as squares.
fn product(a: Estimate, b: Estimate) -> Estimate {
    let relative = |bound: f64, value: f64| if value > 0.0 { bound / value - 1.0 } else { 0.0 };
    let value = a.value * b.value;
    let down = relative(a.low, a.value).hypot(relative(b.low, b.value)).min(1.0);
    let up = relative(a.high, a.value).hypot(relative(b.high, b.value));
    Estimate { value, low: value * (1.0 - down), high: value * (1.0 + up) }
}

/// What all faults of the desk together tell.
pub struct Desk {
    recorded: Option<Estimate>,
    satisfaction: (f64, usize),
}

impl Desk {
    pub fn of(cases: &[&Case]) -> Self {
        let recorded = recorded(cases);
        Self {
            recorded: (recorded.len() >= RECORDED_MIN).then(|| mean_with_interval(&recorded)).flatten(),
            satisfaction: satisfaction(cases),
        }
    }

    pub fn effort(&self, cases: &[&Case]) -> Effort {
        let own = recorded(cases);
        let of_own = (own.len() >= RECORDED_MIN).then(|| mean_with_interval(&own)).flatten();
        let (minutes_per_ticket, basis) = match (of_own, self.recorded) {
            (Some(own), _) => (own, Basis::Recorded),
            (None, Some(mean)) => (mean, Basis::DeskMean),
            (None, None) => (assumed(cases), Basis::AssumedFromMessages),
        };
        Effort { minutes_per_ticket, minutes: minutes_per_ticket.value * cases.len() as f64, basis }
    }

    pub fn satisfaction_gap(&self, cases: &[&Case]) -> Option<f64> {
        let (own, here) = satisfaction(cases);
        let (all, everywhere) = self.satisfaction;
        let others = everywhere - here;
        let is_known = here >= SATISFACTIONS_MIN && others >= SATISFACTIONS_MIN;
        is_known.then(|| own / here as f64 - (all - own) / others as f64)
    }
}

fn recorded(cases: &[&Case]) -> Vec<f64> {
    cases.iter().filter_map(|case| case.effort_minutes).collect()
}

fn assumed(cases: &[&Case]) -> Estimate {
    // Every ticket is at least read.
    let minutes = |case: &&Case| ASSUMED_MINUTES_PER_MESSAGE * f64::from(case.agent_message_count.max(1));
    let all: Vec<f64> = cases.iter().map(minutes).collect();
    let one = ASSUMED_MINUTES_PER_MESSAGE;
    mean_with_interval(&all).unwrap_or(Estimate { value: one, low: one, high: one })
}

/// Sum and count.
fn satisfaction(cases: &[&Case]) -> (f64, usize) {
    let said: Vec<f64> = cases.iter().filter_map(|case| case.satisfaction).collect();
    (said.iter().sum(), said.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn exactly(value: f64) -> Estimate {
        Estimate { value, low: value, high: value }
    }

    #[test]
    fn the_cost_is_the_product_of_its_printed_factors() {
        let growth = Growth {
            recent_tickets: 9,
            earlier_tickets: 0,
            ratio: None,
            next_tickets: Estimate { value: 10.0, low: 6.0, high: 16.0 },
        };
        let effort = Effort { minutes_per_ticket: exactly(30.0), minutes: 270.0, basis: Basis::Recorded };
        let cost = Cost::ahead(&growth, &effort, 0.8, Some(60.0)).avoidable_cost.unwrap();
        // 10 tickets × 30 minutes × 0.8 = 240 minutes at 1 a minute
        assert_eq!(cost.value, 240.0);
        assert!((cost.low - 144.0).abs() < 1e-9 && (cost.high - 384.0).abs() < 1e-9, "{cost:?}");
    }

    #[test]
    fn effort_is_taken_from_what_is_recorded_and_says_so() {
        let with =
            |effort_minutes, agent_message_count| Case { effort_minutes, agent_message_count, ..Case::default() };
        let (recorded, silent) = (with(Some(20.0), 1), with(None, 3));
        let desk = Desk::of(&[&recorded, &recorded, &recorded, &silent]);
        assert_eq!(desk.effort(&[&silent]).basis, Basis::DeskMean);
        let nothing = Desk::of(&[&silent]);
        let assumed = nothing.effort(&[&silent]);
        assert_eq!((assumed.minutes, assumed.basis), (30.0, Basis::AssumedFromMessages));
    }
}
