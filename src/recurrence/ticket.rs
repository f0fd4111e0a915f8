//! A ticket as the grouping reads it: its words, and what the desk has said of it.

/// What can tell that two tickets share a cause.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Ticket {
    pub id: String,
    pub subject: String,
    /// The first message's own text, without what it quotes.
    pub text: String,
    /// ISO 639-1, where it is known.
    pub language: Option<String>,
    pub service: Option<String>,
    pub category: Option<String>,
}
