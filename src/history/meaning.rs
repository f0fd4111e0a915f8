//! What an activity of an event log means to a ticket.

use serde::{Deserialize, Deserializer};

use super::field::Field;
use crate::ticket::{EventKind, Status};

/// What happens to a ticket in a row with a certain activity.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Meaning {
    /// The ticket takes this status.
    Becomes(Status),
    /// Somebody wrote.
    Wrote(EventKind),
    /// The first answer went out.
    Responded,
    /// A field became what stands in `new_value`.
    Sets(Field),
    /// The row is kept as it stands and changes nothing, as one that only says that the ticket was opened.
    Nothing,
}

/// The messages that a log may tell of.
const MESSAGES: [EventKind; 5] = [
    EventKind::CustomerMessage,
    EventKind::Chaser,
    EventKind::AgentMessage,
    EventKind::InternalNote,
    EventKind::AutomaticMessage,
];

/// The fields that an activity may name.
const SETTABLE: [Field; 9] = [
    Field::Status,
    Field::Tags,
    Field::Satisfaction,
    Field::Effort,
    Field::MergedInto,
    Field::ProblemId,
    Field::ChangeId,
    Field::Subject,
    Field::Description,
];

impl Meaning {
    /// A status, a message, `responded`, a field, or `nothing`.
    pub fn from_word(word: &str) -> Option<Self> {
        let message = || MESSAGES.into_iter().find(|kind| kind.name() == word).map(Self::Wrote);
        let field = || {
            let is_settable = |field: &Field| SETTABLE.contains(field) || Field::CHANGEABLE.contains(field);
            Field::from_name(word).filter(is_settable).map(Self::Sets)
        };
        match word {
            "nothing" => Some(Self::Nothing),
            "responded" => Some(Self::Responded),
            _ => Status::from_name(word).map(Self::Becomes).or_else(message).or_else(field),
        }
    }

    /// Every word that [`Self::from_word`] knows.
    fn words() -> Vec<&'static str> {
        let statuses = Status::ALL.iter().map(|status| status.name());
        let messages = MESSAGES.iter().map(|kind| kind.name());
        let fields = SETTABLE.iter().chain(&Field::CHANGEABLE).map(|field| field.name());
        statuses.chain(messages).chain(["responded"]).chain(fields).chain(["nothing"]).collect()
    }

    /// Does the log with this meaning in it say when it answered?
    pub fn is_response(self) -> bool {
        matches!(self, Self::Responded | Self::Wrote(EventKind::AgentMessage))
    }
}

impl<'de> Deserialize<'de> for Meaning {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let word = String::deserialize(deserializer)?;
        Self::from_word(&word).ok_or_else(|| {
            let known = Self::words().join(", ");
            serde::de::Error::custom(format!("`{word}` is nothing that an activity can mean; it can be {known}"))
        })
    }
}
