//! An export's rows, whatever the file's format: cells of text by column.

mod decode;
mod json_lines;
mod parquet;
mod separated;

use std::fs::File;
use std::path::{Path, PathBuf};

use super::mapping::{FileFormat, FileShape};

/// Why a file cannot be read as the mapping says.
#[derive(Debug, thiserror::Error)]
pub enum ReadError {
    #[error("cannot read {}", path.display())]
    Unreadable {
        path: PathBuf,
        #[source]
        source: std::io::Error,
    },
    #[error("{}: the format is not to be told from the file's ending; write format = \"csv\", \"tsv\", \"json_lines\" or \"parquet\" under [file] of the mapping; a spreadsheet is saved as CSV first, and what is packed (.gz, .zip) unpacked", path.display())]
    UnknownFormat { path: PathBuf },
    #[error("{}: the file has no line with the columns' names; where it has none, write header = false and names = [\"…\"] under [file] of the mapping", path.display())]
    NoHeader { path: PathBuf },
    #[error("{}: cannot be read as separated text", path.display())]
    Separated {
        path: PathBuf,
        #[source]
        source: csv::Error,
    },
    #[error("{}: cannot be read as Parquet", path.display())]
    Parquet {
        path: PathBuf,
        #[source]
        source: polars::error::PolarsError,
    },
    #[error("{}: this is one JSON value, not one a line; `jq -c '.[]' FILE` makes lines of an array, `jq -c '.tickets[]' FILE` of one inside an object", path.display())]
    NotLines { path: PathBuf },
}

/// A row as it stands in the file.
#[derive(Debug, Clone, Default)]
pub struct Row {
    /// As a spreadsheet counts: the header is row 1. In JSON Lines the line.
    pub number: u64,
    /// In the order of [`Rows::columns`]; the empty text is nothing.
    pub cells: Vec<String>,
    /// Why the row cannot be read.
    pub defect: Option<String>,
}

/// Rows, one after the other.
pub trait Rows {
    /// The names of the columns; a name that comes again is told apart as `Name#2`.
    fn columns(&self) -> &[String];

    /// Every name of the file, for a message about one that it has not.
    fn names(&self) -> &[String] {
        self.columns()
    }

    /// Puts the next row into `row`; `false` after the last.
    fn next(&mut self, row: &mut Row) -> Result<bool, ReadError>;

    /// How far it is, and how far it goes, in the same unit.
    fn progress(&self) -> (u64, u64);
}

/// Opens the file; `read` are the columns that the mapping names.
pub fn open(path: &Path, shape: &FileShape, read: &[String]) -> Result<Box<dyn Rows>, ReadError> {
    match format(path, shape)? {
        FileFormat::Csv => Ok(Box::new(separated::Separated::open(path, shape, b',')?)),
        FileFormat::Tsv => Ok(Box::new(separated::Separated::open(path, shape, b'\t')?)),
        FileFormat::JsonLines => Ok(Box::new(json_lines::JsonLines::open(path, shape, read)?)),
        FileFormat::Parquet => Ok(Box::new(parquet::Parquet::open(path, read)?)),
    }
}

fn format(path: &Path, shape: &FileShape) -> Result<FileFormat, ReadError> {
    let ending = path.extension().unwrap_or_default().to_string_lossy().to_lowercase();
    match (shape.format, ending.as_str()) {
        (Some(format), _) => Ok(format),
        (None, "csv" | "txt") => Ok(FileFormat::Csv),
        (None, "tsv" | "tab") => Ok(FileFormat::Tsv),
        (None, "jsonl" | "ndjson" | "json") => Ok(FileFormat::JsonLines),
        (None, "parquet") => Ok(FileFormat::Parquet),
        _ => Err(ReadError::UnknownFormat { path: path.into() }),
    }
}

fn open_file(path: &Path) -> Result<(File, u64), ReadError> {
    let unreadable = |source| ReadError::Unreadable { path: path.into(), source };
    let file = File::open(path).map_err(unreadable)?;
    let length = file.metadata().map_err(unreadable)?.len();
    Ok((file, length))
}
