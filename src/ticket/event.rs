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

/// The kinds of event, named as in the lake.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum EventKind {
    Opened,
    /// The requester or a participant wrote.
    CustomerMessage,
    /// The customer asked again while the answer was ours to give; counts as a customer message too.
    Chaser,
    /// An agent wrote to the customer: the first one is the first response.
    AgentMessage,
    /// An agent wrote to colleagues only.
    InternalNote,
    /// Somebody who takes no part in the ticket wrote.
    UnverifiedNote,
    /// A robot wrote (out-of-office, acknowledgement of another system).
    AutomaticMessage,
    /// A mail of ours could not be delivered.
    DeliveryReport,
    /// `from_value` and `to_value` are [`Status`] names.
    StatusChanged,
    TypeChanged,
    ServiceChanged,
    CategoryChanged,
    PriorityChanged,
    ImpactChanged,
    UrgencyChanged,
    TeamChanged,
    AssigneeChanged,
    MajorChanged,
    /// `to_value` is the surviving ticket.
    Merged,
    /// `to_value` is the ticket that this one continues or belongs beside.
    Linked,
    Tagged,
    /// `to_value` is 1–5.
    SatisfactionRated,
    /// `to_value` is minutes of work.
    EffortLogged,
    ProblemLinked,
    ChangeLinked,
}

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
