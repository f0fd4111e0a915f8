//! How far a pass is, what it did, and why it ended early.

use std::collections::BTreeMap;
use std::time::Duration;

use super::unfetched::Unfetched;
use crate::journal::JournalError;
use crate::mailbox::FetchError;
use crate::ticket::Disposition;

/// Why a pass ended early; what was committed before stays, the next pass goes on from there.
#[derive(Debug, thiserror::Error)]
pub enum IngestError {
    #[error(transparent)]
    Fetch(#[from] FetchError),
    #[error(transparent)]
    Journal(#[from] JournalError),
}

/// How far a pass is.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Progress {
    pub done_messages: usize,
    pub new_messages: usize,
    /// What became of the messages of the batch that was just committed.
    pub committed: BTreeMap<Disposition, usize>,
    /// What did not come.
    pub unfetched: Vec<Unfetched>,
    /// How long its transaction took.
    pub journal_time: Duration,
}

/// What a pass did, by disposition.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Summary {
    pub listed: usize,
    pub known_before: usize,
    pub dispositions: BTreeMap<Disposition, usize>,
    /// What the mailbox shows and could not deliver.
    pub unfetched: Vec<Unfetched>,
}
