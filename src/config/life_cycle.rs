//! How mail joins tickets and how tickets move through their life.

use serde::{Deserialize, Serialize};

use super::words;

/// Limits of the rules that join a mail to a ticket.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Threading {
    /// A reply without thread headers joins by subject only within so many days of the last message.
    pub subject_window_days: u32,
    /// What becomes of a reply by somebody who takes no part in the ticket.
    pub stranger: StrangerPolicy,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum StrangerPolicy {
    /// The mail joins the ticket as an unverified note; its author becomes no participant.
    Note,
    /// The mail opens a ticket of its own that names the other one.
    LinkedTicket,
}

impl Default for Threading {
    fn default() -> Self {
        Self { subject_window_days: 14, stranger: StrangerPolicy::Note }
    }
}

/// What moves a ticket on.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct LifeCycle {
    /// A customer's reply reopens a resolved ticket for so many days; then it closes for good.
    pub reopen_window_days: u32,
    /// Phrases in an agent's answer that resolve the ticket; the command `#resolve` always does.
    pub resolve_words: Vec<String>,
    /// Phrases of a customer's short thank-you that neither reopens nor counts as a chaser.
    pub thanks_words: Vec<String>,
    /// A customer's words that all is well again; with them even "again" is no complaint.
    pub solved_words: Vec<String>,
    /// Words that make a thank-you something else: "thanks, but it is back again".
    pub unsolved_words: Vec<String>,
    /// Words that turn a phrase around within its clause: "not resolved yet".
    pub denying_words: Vec<String>,
    /// Words that put a phrase off to another time: "once this is resolved".
    pub conditional_words: Vec<String>,
    /// What an agent's answer that resolves nothing does to the status.
    pub agent_reply: AgentReply,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AgentReply {
    /// A question in it makes the ticket wait for the customer; otherwise it stays open.
    QuestionWaits,
    /// Every answer makes the ticket wait for the customer.
    Waits,
    /// The ticket stays open.
    StaysOpen,
}

impl Default for LifeCycle {
    fn default() -> Self {
        Self {
            reopen_window_days: 14,
            resolve_words: words::list(words::RESOLVE),
            thanks_words: words::list(words::THANKS),
            solved_words: words::list(words::SOLVED),
            unsolved_words: words::list(words::UNSOLVED),
            denying_words: words::list(words::DENYING),
            conditional_words: words::list(words::CONDITIONAL),
            agent_reply: AgentReply::QuestionWaits,
        }
    }
}
