//! The gateway's memory: one SQLite file, one transaction a batch.
//!
//! Messages with what was decided about them, ticket events, every arrival of every mailbox, the thread
//! index. What is not in here has not happened; what is in here is never lost: WAL with `synchronous=FULL`
//! makes a commit durable before it returns. The outbox is a table here, so that a mail is owed exactly when the
//! ticket that owes it is there. Raw mail is kept beside it ([`RawArchive`]), written and synced
//! before the journal refers to it.

mod failures;
mod filings;
mod index;
mod outbox;
mod quarantine;
mod raw;
mod read;
mod schema;
mod secret;
mod write;

use std::path::{Path, PathBuf};
use std::sync::Arc;

use rusqlite::{Connection, ErrorCode};
use secret::SecretKey;

use crate::fail_point::fail_point;
use crate::full_disk;

pub use failures::FetchFailure;
pub use filings::OwedFiling;
pub use outbox::{Letter, OutboxState, Owed, Purpose, RecentlySent};
pub use quarantine::{KeptMail, Quarantined};
pub use raw::RawArchive;
pub use read::{Balance, DirtyMonth, LedgerEntry};
pub use write::{Arrival, Batch, Cause};

use crate::ticket::ReplyKey;

/// An open journal with its raw archive.
pub struct Journal {
    folder: PathBuf,
    connection: Connection,
    raw: Arc<RawArchive>,
    secret: SecretKey,
}

/// Why the journal cannot do what it is asked.
#[derive(Debug, thiserror::Error)]
pub enum JournalError {
    #[error("cannot open the journal {}; if the disk is full, make room there", path.display())]
    Open {
        path: PathBuf,
        #[source]
        source: rusqlite::Error,
    },
    #[error("cannot make the folder {}{}", path.display(), full_disk::remedy(source))]
    Folder {
        path: PathBuf,
        #[source]
        source: std::io::Error,
    },
    #[error("there is no journal {}; `tallypost ingest` makes one, `--data DIR` names another folder", path.display())]
    Absent { path: PathBuf },
    #[error("the journal {} was written by a newer tallypost (layout {found}); this one knows layout {known}", path.display())]
    Newer { path: PathBuf, found: u32, known: u32 },
    #[error("the journal refused to work; if the disk is full, make room and start again, nothing is lost")]
    Sqlite(#[from] rusqlite::Error),
    #[error("{}: the disk is full, or refuses to work; make room there and start again, nothing is lost", folder.display())]
    Disk {
        folder: PathBuf,
        #[source]
        source: rusqlite::Error,
    },
    #[error("a row of the journal cannot be read: {what}")]
    Row { what: String },
    #[error("cannot read or write the secret key {}{}", path.display(), full_disk::remedy(source))]
    Secret {
        path: PathBuf,
        #[source]
        source: std::io::Error,
    },
    #[error("{} is {found_bytes} bytes long, not 32; put the right key back from a backup, or remove the file: a new one is made, and replies are then told by their references", path.display())]
    SecretLength { path: PathBuf, found_bytes: usize },
    #[error("raw mail cannot be packed, for want of memory")]
    Packer(#[source] std::io::Error),
    #[error("raw mail {message_key} cannot be packed or unpacked")]
    Frame {
        message_key: String,
        #[source]
        source: std::io::Error,
    },
}

impl JournalError {
    /// The same, with the folder where room is to be made if it is the disk that cannot work.
    pub fn within(self, folder: &Path) -> Self {
        let is_of_disk = |error: &rusqlite::Error| {
            matches!(
                error.sqlite_error_code(),
                Some(ErrorCode::DiskFull | ErrorCode::SystemIoFailure | ErrorCode::CannotOpen)
            )
        };
        match self {
            Self::Sqlite(source) if is_of_disk(&source) => Self::Disk { folder: folder.into(), source },
            other => other,
        }
    }

    /// Is it what was to be written that is refused, and not the journal that cannot work (a full disk, a lock,
    /// damage)? Whatever else is to be written may still succeed.
    pub fn is_refusal(&self) -> bool {
        let Self::Sqlite(error) = self else { return false };
        matches!(
            error.sqlite_error_code(),
            Some(ErrorCode::ConstraintViolation | ErrorCode::TooBig | ErrorCode::TypeMismatch)
        )
    }
}

impl Journal {
    /// Opens `journal.sqlite` and `raw/` in the data folder, making them where they are absent.
    pub fn open(data: &Path) -> Result<Self, JournalError> {
        std::fs::create_dir_all(data).map_err(|source| JournalError::Folder { path: data.into(), source })?;
        let path = data.join("journal.sqlite");
        let open = |source| JournalError::Open { path: path.clone(), source };
        let connection = Connection::open(&path).map_err(open)?;
        fail_point!("journal_file_made");
        schema::prepare(&connection, &path).map_err(|error| error.within(data))?;
        fail_point!("journal_tables_made");
        let (raw, secret) =
            (Arc::new(RawArchive::open(&data.join("raw"))?), SecretKey::open(&data.join("secret.key"))?);
        Ok(Self { folder: data.into(), connection, raw, secret })
    }

    /// Opens a journal that must be there already.
    pub fn open_existing(data: &Path) -> Result<Self, JournalError> {
        let path = data.join("journal.sqlite");
        if path.exists() { Self::open(data) } else { Err(JournalError::Absent { path }) }
    }

    /// Where everything is that this journal keeps.
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    /// The raw archive, which may be written to while somebody else has the journal.
    pub fn raw(&self) -> &Arc<RawArchive> {
        &self.raw
    }

    /// The key of reply tokens, where one has been made.
    pub fn reply_key(&self) -> Option<&ReplyKey> {
        self.secret.key()
    }

    /// The key of reply tokens; makes it where there is none.
    pub fn reply_key_or_new(&mut self) -> Result<ReplyKey, JournalError> {
        self.secret.key_or_new()
    }
}
