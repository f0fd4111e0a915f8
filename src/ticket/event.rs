//! What happens to a ticket: the only source of its state.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::names::{Role, Status, TicketType};

/// One change of one ticket; a row of `lake/events`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Event {
    pub ticket_id: String,
    /// 1, 2, 3 … within the ticket, in the order of recording.
    pub sequence: u32,
    /// When it happened in the world.
    pub occurred_at: Timestamp,
    /// When the gateway's mailbox had it; never before `occurred_at` except for a wrong sender's clock.
    pub recorded_at: Timestamp,
    pub kind: EventKind,
    /// Address or name of who did it.
    pub actor: Option<String>,
    pub actor_role: Role,
    pub from_value: Option<String>,
    /// The new value; for `opened` an [`Opening`] as JSON.
    pub to_value: Option<String>,
    /// The mail behind it.
    pub message_key: Option<String>,
}

super::names::named!(
    /// The kinds of event, named as in the lake.
    EventKind {
        Opened = "opened",
        /// The requester or a participant wrote.
        CustomerMessage = "customer_message",
        /// The customer asked again while the answer was ours to give; counts as a customer message too.
        Chaser = "chaser",
        /// An agent wrote to the customer: the first one is the first response.
        AgentMessage = "agent_message",
        /// An agent wrote to colleagues only.
        InternalNote = "internal_note",
        /// Somebody who takes no part in the ticket wrote.
        UnverifiedNote = "unverified_note",
        /// A robot wrote (out-of-office, acknowledgement of another system).
        AutomaticMessage = "automatic_message",
        /// A mail of ours could not be delivered.
        DeliveryReport = "delivery_report",
        /// Our acknowledgement is in the outbox; `to_value` is its language. No first response, no message.
        Acknowledged = "acknowledged",
        /// A new ticket that is not acknowledged; `to_value` is the reason in words.
        AcknowledgementWithheld = "acknowledgement_withheld",
        /// `from_value` and `to_value` are [`Status`] names.
        StatusChanged = "status_changed",
        TypeChanged = "type_changed",
        ServiceChanged = "service_changed",
        CategoryChanged = "category_changed",
        PriorityChanged = "priority_changed",
        ImpactChanged = "impact_changed",
        UrgencyChanged = "urgency_changed",
        TeamChanged = "team_changed",
        AssigneeChanged = "assignee_changed",
        MajorChanged = "major_changed",
        /// `to_value` is the surviving ticket.
        Merged = "merged",
        /// `to_value` is the ticket that this one continues or belongs beside.
        Linked = "linked",
        Tagged = "tagged",
        /// `to_value` is 1–5.
        SatisfactionRated = "satisfaction_rated",
        /// `to_value` is minutes of work.
        EffortLogged = "effort_logged",
        /// `to_value` is the problem, or nothing where an agent said that it is none. Where nobody is named as the actor,
        /// the gateway recognised a known error.
        ProblemLinked = "problem_linked",
        ChangeLinked = "change_linked",
        /// An agent was told by mail of the known error that the ticket tells of; `to_value` is whom.
        AgentNotified = "agent_notified",
        /// Brought before a higher level of management; `to_value` is whom.
        Escalated = "escalated",
        /// A row of another tool's history as it stood there; `to_value` is JSON: its number and the words kept.
        Recorded = "recorded",
        /// The first answer went out, from a source that says when and keeps no message.
        Responded = "responded",
        /// What a source counts in all without saying when: `from_value` is the lake's column, `to_value` the number.
        Counted = "counted",
    }
);

/// What is known when a ticket opens; the `to_value` of [`EventKind::Opened`].
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Opening {
    #[serde(rename = "type")]
    pub ticket_type: TicketType,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub service: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub category: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub priority: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub impact: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub urgency: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub team: Option<String>,
    /// Of another tool's table, which does not say since when; nobody was handed the ticket.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub assignee: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub requester: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub customer: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub mailbox: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub language: Option<String>,
    #[serde(default)]
    pub subject: String,
    #[serde(default)]
    pub description: String,
    /// A first response is owed though no message of the customer is kept, as in another tool's history.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub awaits_response: bool,
}

impl EventKind {
    /// Did somebody or something write?
    pub fn is_message(self) -> bool {
        matches!(
            self,
            Self::CustomerMessage
                | Self::Chaser
                | Self::AgentMessage
                | Self::InternalNote
                | Self::UnverifiedNote
                | Self::AutomaticMessage
                | Self::DeliveryReport
        )
    }
}

impl Event {
    /// The status that this event gives the ticket, where it is a change of status.
    pub fn new_status(&self) -> Option<Status> {
        match self.kind {
            EventKind::StatusChanged => self.to_value.as_deref().and_then(Status::from_name),
            _ => None,
        }
    }
}
