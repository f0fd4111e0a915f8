//! Where mail comes in: IMAP, Maildir, mbox, single files, standard input, behind one [`Source`].
//!
//! A source lists what it has and fetches what it is asked for; it remembers nothing. Which mail is new is
//! the journal's knowledge, so `\Seen` is never the cursor and a crash loses nothing. Standards: RFC 3501
//! and 9051 (IMAP), RFC 8314 (TLS), RFC 4155 (mbox), Maildir (D. J. Bernstein).

mod arrival_time;
mod error;
mod files;
mod filed;
mod fingerprint;
mod floor;
mod imap;
mod maildir;
mod mbox;
mod mbox_split;
mod source;

use std::cmp::Ordering;

use jiff::Timestamp;

pub use error::FetchError;
pub use filed::{Committed, Filed};
pub use floor::Floors;
pub use source::Source;

/// The folder that every IMAP account has, and that `after_commit` is about.
pub const INBOX: &str = "INBOX";

/// Where one message lies: the identity of an arrival, equal for ever for the same stored message.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Place {
    /// Name of the configured mailbox, or of the source given on the command line.
    pub mailbox: String,
    /// IMAP or Maildir++ folder: `INBOX`, `Sent`.
    pub folder: String,
    /// IMAP only (RFC 3501 §2.3.1.1): when it changes, every UID means something else.
    pub uid_validity: Option<u32>,
    /// UID, Maildir unique name (without flags), mbox byte offset or file name; the last two with a
    /// fingerprint of the content, because another mail may come to lie at the same place.
    pub item: String,
}

impl Ord for Place {
    /// Shorter items first, so that UIDs and byte offsets order as the numbers that they are.
    fn cmp(&self, other: &Self) -> Ordering {
        let key = |place: &Self| (place.uid_validity, place.item.len());
        (&self.mailbox, &self.folder)
            .cmp(&(&other.mailbox, &other.folder))
            .then_with(|| key(self).cmp(&key(other)))
            .then_with(|| self.item.cmp(&other.item))
    }
}

impl PartialOrd for Place {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

/// A message that a source has, before its bytes are fetched.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Listed {
    pub place: Place,
    /// When the mailbox had it: INTERNALDATE, the seconds in a Maildir name, the mbox `From ` line; where the
    /// place does not say, the topmost `Received`, the `Date`, the file's time. The ingestion order.
    pub received_at: Timestamp,
    /// Bytes, where the source knows them before fetching.
    pub size_bytes: u64,
}

/// What fetching one listed message gave.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Fetched {
    /// The mail, byte for byte.
    Raw(Vec<u8>),
    /// Listed, and gone when it was to be fetched.
    Vanished,
    /// Larger than the cap, with its size in bytes; the first bytes (headers) only.
    TooLarge { head: Vec<u8>, size_bytes: u64 },
}

/// What was read of a mail, which is all of it unless `size_bytes` says that there is more.
fn capped(kept: Vec<u8>, size_bytes: u64) -> Fetched {
    if kept.len() as u64 >= size_bytes {
        return Fetched::Raw(kept);
    }
    Fetched::TooLarge { head: head(kept), size_bytes }
}

/// The header section with the empty line that ends it, or everything where no empty line is in sight.
fn head(mut raw: Vec<u8>) -> Vec<u8> {
    let ends =
        |pattern: &[u8]| raw.windows(pattern.len()).position(|window| window == pattern).map(|at| at + pattern.len());
    let end = [ends(b"\n\n"), ends(b"\n\r\n")].into_iter().flatten().min();
    raw.truncate(end.unwrap_or(raw.len()));
    raw
}
