//! The field's words, each in one place: statuses, types, roles, dispositions, rules.

use serde::{Deserialize, Serialize};

/// An enum whose variants are written as snake_case names, in the lake, in JSON and in SQL.
macro_rules! named {
    ($(#[$meta:meta])* $name:ident { $($(#[$variant_meta:meta])* $variant:ident = $text:literal),+ $(,)? }) => {
        $(#[$meta])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        pub enum $name { $($(#[$variant_meta])* #[serde(rename = $text)] $variant),+ }

        impl $name {
            pub const ALL: &'static [Self] = &[$(Self::$variant),+];

            pub fn name(self) -> &'static str {
                match self { $(Self::$variant => $text),+ }
            }

            pub fn from_name(name: &str) -> Option<Self> {
                match name { $($text => Some(Self::$variant),)+ _ => None }
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                formatter.pad(self.name())
            }
        }
    };
}
pub(super) use named;

named!(
    /// Where a ticket is in its life.
    #[derive(Default)]
    Status {
        #[default]
        New = "new",
        Open = "open",
        PendingCustomer = "pending_customer",
        PendingSupplier = "pending_supplier",
        Resolved = "resolved",
        Closed = "closed",
        Merged = "merged",
        Spam = "spam",
    }
);

named!(
    #[derive(Default)]
    TicketType {
        #[default]
        Incident = "incident",
        ServiceRequest = "service_request",
        Complaint = "complaint",
        ChangeRequest = "change_request",
    }
);

named!(
    /// Who acts, as seen from the ticket.
    Role {
        Requester = "requester",
        Participant = "participant",
        Agent = "agent",
        System = "system",
        Supplier = "supplier",
    }
);

named!(
    Direction {
        Inbound = "inbound",
        Outbound = "outbound",
        Internal = "internal",
    }
);

named!(
    /// What became of a message that a mailbox showed; every one has exactly one.
    Disposition {
        /// Opened a ticket.
        Ticketed = "ticketed",
        /// Joined a ticket.
        FollowUp = "follow_up",
        /// Written by a robot; joins a ticket where it answers one, opens none.
        Automatic = "automatic",
        /// Says that a mail of ours failed for good. One that is only late is automatic.
        Bounce = "bounce",
        /// Kept whole for an operator.
        Quarantined = "quarantined",
        /// The same mail from another folder or mailbox.
        Duplicate = "duplicate",
        /// The server showed it and had lost it when it was fetched.
        Vanished = "vanished",
    }
);

named!(
    /// The rule that found the ticket, the first one that holds.
    ThreadRule {
        ReplyToken = "reply_token",
        Reference = "reference",
        SubjectTag = "subject_tag",
        SubjectMatch = "subject_match",
        New = "new",
    }
);

impl Status {
    /// Is work on the ticket still owed?
    pub fn is_unresolved(self) -> bool {
        matches!(self, Self::New | Self::Open | Self::PendingCustomer | Self::PendingSupplier)
    }

    /// The moves that a ticket may make from here.
    pub fn allows(self, next: Self) -> bool {
        use Status::*;
        match self {
            New | Open | PendingCustomer | PendingSupplier => next != New && next != self,
            Resolved => matches!(next, Open | Closed | Merged | Spam),
            Closed => matches!(next, Open | Merged),
            Merged => false,
            Spam => matches!(next, Open),
        }
    }
}
