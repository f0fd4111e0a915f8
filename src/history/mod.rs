//! History from another tool: its export → ticket events → the lake.
//!
//! A mapping ([`Mapping`], a TOML file) says what the columns mean; a row of the export is a ticket or an event. Rows
//! become ticket events first, and [`crate::ticket::fold`] makes tickets of them as it does of mail, so that every
//! figure as of an earlier day holds for imported history too. What cannot be read is counted and shown, never
//! guessed: each row is in the lake or among the rejected ones, with the reason.
//!
//! Files of the lake bear the import's name and tickets have it before their number (`NAME:NUMBER`), so that a gateway
//! and any number of imports share a lake. `README.md` in this folder is the documentation of mappings.

mod check;
mod entry;
mod field;
mod header;
mod import;
mod mapping;
mod meaning;
mod moment;
mod month;
mod order;
mod quantity;
mod read;
mod ready;
mod report;
mod script;
mod spill;
mod store;
mod story;

use std::path::{Path, PathBuf};

pub use import::import;
pub use mapping::Mapping;
pub use order::{ImportError, Order, Stage};
pub use ready::{GUIDE, list as ready_mappings, text as ready_mapping};
pub use report::{Example, Finding, Report};

/// Why a mapping cannot be used. The message names file, key and remedy.
#[derive(Debug, thiserror::Error)]
pub enum MappingError {
    #[error(
        "cannot read the mapping {}; name a file, or one of the ready mappings: {}",
        path.display(), ready_mappings().map(|(name, _)| name).collect::<Vec<_>>().join(", ")
    )]
    Unreadable {
        path: PathBuf,
        #[source]
        source: std::io::Error,
    },
    #[error("{}: {message}", path.display())]
    Syntax { path: PathBuf, message: String },
    #[error("{}: {}", path.display(), problems.join("\n  also: "))]
    Invalid { path: PathBuf, problems: Vec<String> },
}

/// The text of a mapping: a ready one by its name, else a file.
pub fn mapping_text(name: &str) -> Result<String, MappingError> {
    if let Some(text) = ready_mapping(name) {
        return Ok(text.into());
    }
    std::fs::read_to_string(name).map_err(|source| MappingError::Unreadable { path: name.into(), source })
}

/// Parses and validates; `path` is for messages only.
pub fn mapping(text: &str, path: &Path) -> Result<Mapping, MappingError> {
    let mapping: Mapping = toml::from_str(text).map_err(|error| MappingError::Syntax {
        path: path.into(),
        message: error.to_string().trim_end().to_string(),
    })?;
    let problems = check::problems(&mapping);
    if problems.is_empty() { Ok(mapping) } else { Err(MappingError::Invalid { path: path.into(), problems }) }
}
