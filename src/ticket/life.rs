//! A ticket's life as its events tell it: status, moments, counts and the spells that it waited.
//!
//! No calendar and no target is involved here; [`super::fold`] adds those.

use jiff::Timestamp;

use super::{Event, EventKind, Opening, Role, Status};

/// What has happened to a ticket so far.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Life {
    pub opening: Opening,
    pub opened_at: Timestamp,
    pub status: Status,
    pub major: bool,
    pub assignee: Option<String>,
    pub first_response_at: Option<Timestamp>,
    pub resolved_at: Option<Timestamp>,
    pub closed_at: Option<Timestamp>,
    pub auto_closed: bool,
    pub last_activity_at: Timestamp,
    pub last_message_at: Option<Timestamp>,
    /// The last word of a person came from the customer's side: the next one is ours.
    pub is_our_turn: bool,
    pub reopen_count: u32,
    pub handoff_count: u32,
    pub customer_message_count: u32,
    pub agent_message_count: u32,
    pub chaser_count: u32,
    pub satisfaction: Option<u32>,
    pub effort_minutes: Option<f64>,
    pub merged_into: Option<String>,
    pub problem_id: Option<String>,
    pub change_id: Option<String>,
    pub tags: Vec<String>,
    /// Every status with the moment from which it held, oldest first.
    pub statuses: Vec<(Timestamp, Status)>,
    pub sequence: u32,
}

impl Life {
    /// The life that these events tell, in the order in which they occurred; `None` where none opens it.
    /// Events that occurred at or after `as_of` have not happened yet.
    pub fn of(events: &[Event], as_of: Option<Timestamp>) -> Option<Self> {
        let mut ordered: Vec<&Event> =
            events.iter().filter(|event| as_of.is_none_or(|as_of| event.occurred_at < as_of)).collect();
        ordered.sort_by_key(|event| (event.occurred_at, event.sequence));
        let opened = ordered.iter().find(|event| event.kind == EventKind::Opened)?;
        let mut life = Self::opened(opened);
        for event in ordered {
            life.apply(event);
        }
        Some(life)
    }

    fn opened(event: &Event) -> Self {
        let told = event.to_value.as_deref().and_then(|json| serde_json::from_str(json).ok());
        let opening: Opening = told.unwrap_or_default();
        Self {
            assignee: opening.assignee.clone(),
            opening,
            opened_at: event.occurred_at,
            last_activity_at: event.occurred_at,
            statuses: vec![(event.occurred_at, Status::New)],
            ..Self::default()
        }
    }

    /// Takes one more event into account.
    pub fn apply(&mut self, event: &Event) {
        self.last_activity_at = self.last_activity_at.max(event.occurred_at);
        self.sequence = self.sequence.max(event.sequence);
        let value = || event.to_value.clone();
        match event.kind {
            EventKind::CustomerMessage | EventKind::Chaser => self.customer_wrote(event),
            EventKind::AgentMessage => self.agent_wrote(event),
            EventKind::StatusChanged => self.change_status(event),
            EventKind::AssigneeChanged => self.assign(value()),
            EventKind::TypeChanged => {
                if let Some(changed) = event.to_value.as_deref().and_then(super::TicketType::from_name) {
                    self.opening.ticket_type = changed;
                }
            }
            EventKind::ServiceChanged => self.opening.service = value(),
            EventKind::CategoryChanged => self.opening.category = value(),
            EventKind::PriorityChanged => self.opening.priority = value(),
            EventKind::ImpactChanged => self.opening.impact = value(),
            EventKind::UrgencyChanged => self.opening.urgency = value(),
            EventKind::TeamChanged => {
                self.handoff_count += u32::from(self.opening.team.is_some());
                self.opening.team = value();
            }
            EventKind::MajorChanged => self.major = event.to_value.as_deref() == Some("true"),
            EventKind::Merged => {
                self.merged_into = value();
                self.enter(event.occurred_at, Status::Merged);
            }
            EventKind::Tagged => self.tags.extend(value()),
            EventKind::SatisfactionRated => self.satisfaction = event.to_value.as_deref().and_then(|v| v.parse().ok()),
            EventKind::EffortLogged => {
                let minutes: f64 = event.to_value.as_deref().and_then(|v| v.parse().ok()).unwrap_or(0.0);
                self.effort_minutes = Some(self.effort_minutes.unwrap_or(0.0) + minutes);
            }
            EventKind::ProblemLinked => self.problem_id = value(),
            EventKind::ChangeLinked => self.change_id = value(),
            EventKind::Responded => self.respond(event.occurred_at),
            EventKind::Counted => self.count(event),
            EventKind::Opened
            | EventKind::Recorded
            | EventKind::InternalNote
            | EventKind::UnverifiedNote
            | EventKind::AutomaticMessage
            | EventKind::DeliveryReport
            | EventKind::Acknowledged
            | EventKind::AcknowledgementWithheld
            | EventKind::Linked
            | EventKind::AgentNotified
            | EventKind::Escalated => {}
        }
    }

    fn customer_wrote(&mut self, event: &Event) {
        self.customer_message_count += 1;
        self.chaser_count += u32::from(event.kind == EventKind::Chaser);
        self.is_our_turn = true;
        self.last_message_at = Some(event.occurred_at);
    }

    fn agent_wrote(&mut self, event: &Event) {
        self.agent_message_count += 1;
        self.is_our_turn = false;
        self.last_message_at = Some(event.occurred_at);
        self.respond(event.occurred_at);
    }

    fn respond(&mut self, at: Timestamp) {
        if self.owes_response() {
            self.first_response_at.get_or_insert(at);
        }
    }

    /// Where an agent opened the ticket by writing first there is nothing to respond to.
    pub fn owes_response(&self) -> bool {
        self.opening.awaits_response || self.customer_message_count > 0
    }

    /// A number that the source gives in all goes before what its events show; a reopening that these show has been in
    /// the backlog, and stays.
    fn count(&mut self, event: &Event) {
        let Some(number) = event.to_value.as_deref().and_then(|number| number.parse().ok()) else { return };
        let counted = match event.from_value.as_deref() {
            Some("reopen_count") => return self.reopen_count = self.reopen_count.max(number),
            Some("handoff_count") => &mut self.handoff_count,
            Some("customer_message_count") => &mut self.customer_message_count,
            Some("agent_message_count") => &mut self.agent_message_count,
            Some("chaser_count") => &mut self.chaser_count,
            _ => return,
        };
        *counted = number;
    }

    fn assign(&mut self, assignee: Option<String>) {
        self.handoff_count += u32::from(self.assignee.is_some() && self.assignee != assignee);
        self.assignee = assignee;
    }

    fn change_status(&mut self, event: &Event) {
        let Some(status) = event.new_status().filter(|status| self.status.allows(*status)) else { return };
        let was_over = matches!(self.status, Status::Resolved | Status::Closed);
        match status {
            Status::Resolved => self.resolved_at = Some(event.occurred_at),
            Status::Closed => {
                self.resolved_at.get_or_insert(event.occurred_at);
                self.closed_at = Some(event.occurred_at);
                self.auto_closed = event.actor_role == Role::System;
            }
            _ if was_over && status.is_unresolved() => {
                self.reopen_count += 1;
                (self.resolved_at, self.closed_at, self.auto_closed) = (None, None, false);
            }
            _ => {}
        }
        self.enter(event.occurred_at, status);
    }

    fn enter(&mut self, at: Timestamp, status: Status) {
        self.status = status;
        self.statuses.push((at, status));
    }

    /// From when to when each status held, oldest first, up to `until`.
    pub fn spells_until(&self, until: Timestamp) -> impl Iterator<Item = (Timestamp, Timestamp, Status)> + '_ {
        let ends = self.statuses.iter().skip(1).map(|(at, _)| *at).chain([until]);
        self.statuses
            .iter()
            .zip(ends)
            .map(move |((from, status), to)| (*from, to.min(until), *status))
            .filter(|(from, to, _)| from < to)
    }
}
