//! Messages that are committed, and what their server did with them.

use super::FetchError;

/// A message of an inbox that is in the journal, by its numbers on the server.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Committed {
    pub uid_validity: u32,
    pub uid: u32,
    /// Where messages are moved: it lies there already, and is to go from the inbox.
    pub is_copied: bool,
}

/// What became of messages that were to be flagged or moved. What is in neither list is as it was.
#[derive(Debug, Default)]
pub struct Filed {
    /// Copied by a server that cannot move; to be handed over again as copied.
    pub copied: Vec<Committed>,
    /// As configured now, or gone: nothing is left to do.
    pub settled: Vec<Committed>,
    /// Settled with their copy where it belongs, but still in the inbox, marked as deleted: the server cannot take out
    /// single messages, and all that anybody deleted is not ours to take out.
    pub left_deleted: usize,
    /// Why the others are not settled.
    pub refused: Option<FetchError>,
}
