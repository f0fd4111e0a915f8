//! What a column of another tool's export can tell: the fields that a mapping names, and what each may hold.

use serde::{Deserialize, Serialize};

/// What a field holds, and so how its cells are read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Holds {
    /// Any text, kept as it stands; `[values]` may rename it.
    Text,
    Moment,
    /// A span of calendar time.
    Span,
    /// A whole number.
    Number,
    /// `true` or `false`.
    Truth,
    /// Several texts.
    List,
    /// One of a few words; another one is counted and left out.
    Word(&'static [&'static str]),
}

/// Lists the fields once: variant, name in a mapping, what it holds.
macro_rules! fields {
    ($($(#[$meta:meta])* $variant:ident = $name:literal : $holds:expr),+ $(,)?) => {
        /// A field of a ticket or of an event, named as in the lake where the lake has it.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        pub enum Field { $($(#[$meta])* #[serde(rename = $name)] $variant),+ }

        impl Field {
            pub const ALL: &'static [Self] = &[$(Self::$variant),+];

            pub fn name(self) -> &'static str {
                match self { $(Self::$variant => $name),+ }
            }

            pub fn holds(self) -> Holds {
                match self { $(Self::$variant => $holds),+ }
            }

            pub fn from_name(name: &str) -> Option<Self> {
                match name { $($name => Some(Self::$variant),)+ _ => None }
            }
        }
    };
}

fields! {
    TicketId = "ticket_id": Holds::Text,
    /// Of an event: when it happened.
    OccurredAt = "occurred_at": Holds::Moment,
    /// Of an event: the source's word for what happened.
    Activity = "activity": Holds::Text,
    /// Of an event whose activity names a field: what the field became.
    NewValue = "new_value": Holds::Text,
    Actor = "actor": Holds::Text,
    ActorRole = "actor_role": Holds::Word(ROLES),
    OpenedAt = "opened_at": Holds::Moment,
    FirstResponseAt = "first_response_at": Holds::Moment,
    ResolvedAt = "resolved_at": Holds::Moment,
    ClosedAt = "closed_at": Holds::Moment,
    LastActivityAt = "last_activity_at": Holds::Moment,
    /// Calendar time from opening, where the source has no moment.
    FirstResponseAfter = "first_response_after": Holds::Span,
    ResolvedAfter = "resolved_after": Holds::Span,
    ClosedAfter = "closed_after": Holds::Span,
    Status = "status": Holds::Word(STATUSES),
    Type = "type": Holds::Word(TYPES),
    Service = "service": Holds::Text,
    Category = "category": Holds::Text,
    Priority = "priority": Holds::Word(PRIORITIES),
    Impact = "impact": Holds::Text,
    Urgency = "urgency": Holds::Text,
    Major = "major": Holds::Truth,
    Team = "team": Holds::Text,
    Assignee = "assignee": Holds::Text,
    Requester = "requester": Holds::Text,
    Customer = "customer": Holds::Text,
    Mailbox = "mailbox": Holds::Text,
    Language = "language": Holds::Text,
    Subject = "subject": Holds::Text,
    Description = "description": Holds::Text,
    Tags = "tags": Holds::List,
    MergedInto = "merged_into": Holds::Text,
    ProblemId = "problem_id": Holds::Text,
    ChangeId = "change_id": Holds::Text,
    Satisfaction = "satisfaction": Holds::Word(RATINGS),
    Effort = "effort": Holds::Span,
    AutoClosed = "auto_closed": Holds::Truth,
    ReopenCount = "reopen_count": Holds::Number,
    HandoffCount = "handoff_count": Holds::Number,
    CustomerMessageCount = "customer_message_count": Holds::Number,
    AgentMessageCount = "agent_message_count": Holds::Number,
    ChaserCount = "chaser_count": Holds::Number,
}

const PRIORITIES: &[&str] = &["P1", "P2", "P3", "P4"];
const RATINGS: &[&str] = &["1", "2", "3", "4", "5"];
const STATUSES: &[&str] =
    &["new", "open", "pending_customer", "pending_supplier", "resolved", "closed", "merged", "spam"];
const TYPES: &[&str] = &["incident", "service_request", "complaint", "change_request"];
const ROLES: &[&str] = &["requester", "participant", "agent", "system", "supplier"];

impl Field {
    /// The fields whose changes are events of their own.
    pub const CHANGEABLE: [Self; 9] = [
        Self::Type,
        Self::Service,
        Self::Category,
        Self::Priority,
        Self::Impact,
        Self::Urgency,
        Self::Major,
        Self::Team,
        Self::Assignee,
    ];

    /// Numbers that the source gives in all, without saying when.
    pub const COUNTS: [Self; 5] =
        [Self::ReopenCount, Self::HandoffCount, Self::CustomerMessageCount, Self::AgentMessageCount, Self::ChaserCount];
}

impl std::fmt::Display for Field {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.pad(self.name())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ticket::{Role, Status, TicketType};

    #[test]
    fn the_words_of_a_mapping_are_the_words_of_the_lake() {
        assert_eq!(STATUSES, Status::ALL.iter().map(|status| status.name()).collect::<Vec<_>>());
        assert_eq!(TYPES, TicketType::ALL.iter().map(|name| name.name()).collect::<Vec<_>>());
        assert_eq!(ROLES, Role::ALL.iter().map(|role| role.name()).collect::<Vec<_>>());
    }
}
