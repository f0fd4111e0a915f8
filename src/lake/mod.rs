//! The neutral ground between the gateway and the analysis: a folder of Parquet files.
//!
//! Hive-partitioned by local-time month, each file replaced whole, named after the source that owns it. Any
//! tool reads it with a glob (`lake/tickets/*/*.parquet`). The schema is in one place ([`schema`]); a reader
//! never sees half a file ([`write`]); tickets as of an earlier day come from events, never from today's
//! snapshot ([`as_of`]).

pub mod as_of;
pub mod read;
pub mod schema;
mod some;
pub mod write;

use std::path::PathBuf;

pub use read::Lake;
pub use write::Partition;

use crate::full_disk;

/// Why the lake cannot be written or read.
#[derive(Debug, thiserror::Error)]
pub enum LakeError {
    #[error("cannot write {}{}", path.display(), full_disk::remedy(source))]
    Write {
        path: PathBuf,
        #[source]
        source: std::io::Error,
    },
    #[error("cannot read {}", path.display())]
    Read {
        path: PathBuf,
        #[source]
        source: std::io::Error,
    },
    #[error("{}: the file is no readable part of the lake; `tallypost publish --rebuild` writes it again", path.display())]
    Parquet {
        path: PathBuf,
        #[source]
        source: polars::error::PolarsError,
    },
    #[error("there are no tickets in {}; `tallypost ingest` or `tallypost import` brings some, `--data DIR` names another folder", path.display())]
    Empty { path: PathBuf },
    #[error("cannot put rows into columns")]
    Frame(#[from] polars::error::PolarsError),
    #[error("{}: column {column}: `{value}` is not known to this version", path.display())]
    Value { path: PathBuf, column: &'static str, value: String },
}

/// The tables of the lake, with the column that each is partitioned by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Table {
    Tickets,
    Messages,
    Events,
}

impl Table {
    pub const ALL: [Self; 3] = [Self::Tickets, Self::Messages, Self::Events];

    pub fn name(self) -> &'static str {
        match self {
            Self::Tickets => "tickets",
            Self::Messages => "messages",
            Self::Events => "events",
        }
    }

    /// The partition key: a local-time month, `YYYY-MM`.
    pub fn month_column(self) -> &'static str {
        match self {
            Self::Tickets => "opened_month",
            Self::Messages => "received_month",
            Self::Events => "occurred_month",
        }
    }
}
