//! A finished mail of the sample and what is true about it.

use jiff::Timestamp;

use super::story::Act;

/// A folder of the shared mailbox.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Folder {
    Inbox,
    Sent,
}

/// A mail as it lies in a folder, and what is true about it.
#[derive(Debug, Clone)]
pub struct Mail {
    pub received: Timestamp,
    pub folder: Folder,
    pub envelope_from: String,
    pub bytes: Vec<u8>,
    pub message_id: String,
    /// Number of the true ticket.
    pub ticket: Option<usize>,
    pub role: Role,
}

/// What a mail is, for the truth.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Role {
    Deed(Act),
    Newsletter,
}
