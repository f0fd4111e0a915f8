//! Where mail comes in: IMAP, Maildir, mbox, single files, standard input, behind one [`Source`].
//!
//! A source lists what it has and fetches what it is asked for; it remembers nothing. Which mail is new is
//! the journal's knowledge, so `\Seen` is never the cursor and a crash loses nothing. Standards: RFC 3501
//! and 9051 (IMAP), RFC 8314 (TLS), RFC 4155 (mbox), Maildir (D. J. Bernstein).

use jiff::Timestamp;

/// Where one message lies: the identity of an arrival, equal for ever for the same stored message.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Place {
    /// Name of the configured mailbox, or of the source given on the command line.
    pub mailbox: String,
    /// IMAP or Maildir++ folder: `INBOX`, `Sent`.
    pub folder: String,
    /// IMAP only (RFC 3501 §2.3.1.1): when it changes, every UID means something else.
    pub uid_validity: Option<u32>,
    /// UID, Maildir unique name (without flags), mbox byte offset, or file name.
    pub item: String,
}

/// A message that a source has, before its bytes are fetched.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Listed {
    pub place: Place,
    /// When the mailbox had it: INTERNALDATE, the seconds in a Maildir name (else the file's time), the mbox
    /// `From ` line; the ingestion order.
    pub received_at: Timestamp,
    /// Bytes, where the source knows them before fetching.
    pub size_bytes: u64,
}

/// What fetching one listed message gave.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Fetched {
    Raw(Vec<u8>),
    /// Listed, and gone when it was to be fetched.
    Vanished,
    /// Larger than the cap, with its size in bytes; the first bytes (headers) only.
    TooLarge {
        head: Vec<u8>,
        size_bytes: u64,
    },
}
