//! What an import is asked to do, how it tells how far it is, and why it may end early.

use std::path::{Path, PathBuf};

use super::mapping::Mapping;
use super::read::ReadError;
use crate::config::Config;
use crate::full_disk;
use crate::lake::LakeError;

/// What to import, from where, under which name.
pub struct Order<'a> {
    pub file: &'a Path,
    pub mapping: &'a Mapping,
    /// The mapping's text, whose hash the report keeps.
    pub mapping_text: &'a str,
    pub name: &'a str,
    pub config: &'a Config,
    /// The data folder; the lake is in it.
    pub data: &'a Path,
    /// Do everything but write to the data folder.
    pub dry_run: bool,
}

/// What is being done.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stage {
    /// Bytes of text, rows of Parquet.
    Reading,
    /// Shares of tickets.
    Telling,
    /// Months of the lake.
    Writing,
}

#[derive(Debug, thiserror::Error)]
pub enum ImportError {
    #[error(transparent)]
    Read(#[from] ReadError),
    #[error(transparent)]
    Lake(#[from] LakeError),
    #[error("cannot keep rows in {}{}", path.display(), full_disk::remedy(source))]
    Spill {
        path: PathBuf,
        #[source]
        source: std::io::Error,
    },
    #[error("cannot write {}{}", path.display(), full_disk::remedy(source))]
    Write {
        path: PathBuf,
        #[source]
        source: std::io::Error,
    },
    #[error("{0}")]
    Columns(String),
    #[error(
        "the lake has files named `{name}` that no import wrote: a gateway's, or another tool's; import under another \
         name: --name NAME"
    )]
    NameTaken { name: String },
    #[error("another import is writing `{name}`; wait until it is done, or import under another name: --name NAME")]
    Busy { name: String },
}

impl ImportError {
    /// Can the user put it right in the words or in the mapping?
    pub fn is_wrong_words(&self) -> bool {
        use ReadError::{NoHeader, NotLines, UnknownFormat};
        let is_shape = matches!(self, Self::Read(UnknownFormat { .. } | NoHeader { .. } | NotLines { .. }));
        is_shape || matches!(self, Self::Columns(_) | Self::NameTaken { .. })
    }
}

/// Shows how far a stage is: done, of all.
pub type Watch<'a> = &'a mut dyn FnMut(Stage, u64, u64);
