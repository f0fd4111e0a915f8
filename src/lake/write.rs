//! Writes a partition of the lake as one whole file: temporary file, fsync, rename, fsync of the folder.

use std::fs::File;
use std::io::Write as _;
use std::path::{Path, PathBuf};

use polars::prelude::*;

use super::{LakeError, Table, schema};
use crate::fail_point::fail_point;
use crate::ticket::{Event, MessageRow, TicketRow};

/// Rows of a row group: small enough to stream, large enough to compress.
const ROW_GROUP_ROWS: usize = 128 * 1024;

/// Under this key of a file's metadata stands under which rules its tickets were folded.
pub(super) const FOLD_RULES: &str = "tallypost.fold_rules";

/// What a partition is to hold.
#[derive(Debug)]
pub struct Partition {
    table: Table,
    source: String,
    month: String,
    frame: DataFrame,
    metadata: Option<KeyValueMetadata>,
}

impl Partition {
    /// The tickets of one month and source, folded under these [`crate::ticket::fold_rules`].
    pub fn tickets(source: &str, month: &str, rows: &[TicketRow], rules: &str) -> Result<Self, LakeError> {
        let metadata = KeyValueMetadata::from_static(vec![(FOLD_RULES.into(), rules.into())]);
        let frame = schema::tickets(rows)?;
        Ok(Self { metadata: Some(metadata), ..Self::of(Table::Tickets, source, month, frame) })
    }

    /// The messages of one month and source.
    pub fn messages(source: &str, month: &str, rows: &[MessageRow]) -> Result<Self, LakeError> {
        Ok(Self::of(Table::Messages, source, month, schema::messages(rows)?))
    }

    /// The events of one month and source.
    pub fn events(source: &str, month: &str, rows: &[Event]) -> Result<Self, LakeError> {
        Ok(Self::of(Table::Events, source, month, schema::events(rows, |_| month.into())?))
    }

    fn of(table: Table, source: &str, month: &str, frame: DataFrame) -> Self {
        Self { table, source: source.into(), month: month.into(), frame, metadata: None }
    }

    /// Writes it as one whole file; no rows remove the file.
    pub fn write(self, lake: &Path) -> Result<(), LakeError> {
        let path = path(lake, self.table, &self.source, &self.month);
        if self.frame.height() == 0 {
            return remove(&path);
        }
        let mut frame = self.frame.drop(self.table.month_column())?;
        let bytes = parquet(&mut frame, self.metadata)?;
        replace(&path, &bytes).map_err(|source| LakeError::Write { path, source })
    }
}

/// Where a partition lies.
pub fn path(lake: &Path, table: Table, source: &str, month: &str) -> PathBuf {
    lake.join(table.name()).join(format!("{}={month}", table.month_column())).join(format!("{source}.parquet"))
}

/// The frame as a Parquet file; the same frame gives the same bytes.
fn parquet(frame: &mut DataFrame, metadata: Option<KeyValueMetadata>) -> Result<Vec<u8>, LakeError> {
    let mut bytes = Vec::new();
    ParquetWriter::new(&mut bytes)
        .with_compression(ParquetCompression::Zstd(None))
        .with_statistics(StatisticsOptions::default())
        .with_row_group_size(Some(ROW_GROUP_ROWS))
        .with_key_value_metadata(metadata)
        .finish(frame)?;
    Ok(bytes)
}

fn replace(path: &Path, bytes: &[u8]) -> std::io::Result<()> {
    let folder = path.parent().unwrap_or(Path::new("."));
    std::fs::create_dir_all(folder)?;
    fail_point!("lake_folder_made");
    // A leading dot and another ending: no glob of `*.parquet` ever finds the half-written file. What a kill leaves
    // of it is overwritten the next time, because a source has one writer at a time.
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    let temporary = folder.join(format!(".{name}.writing"));
    let mut file = File::create(&temporary)?;
    fail_point!("lake_file_begun");
    file.write_all(bytes)?;
    fail_point!("lake_file_written");
    file.sync_all()?;
    fail_point!("lake_file_synced");
    std::fs::rename(&temporary, path)?;
    fail_point!("lake_file_renamed");
    File::open(folder)?.sync_all()?;
    fail_point!("lake_folder_synced");
    Ok(())
}

fn remove(path: &Path) -> Result<(), LakeError> {
    match std::fs::remove_file(path) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
            Err(LakeError::Write { path: path.into(), source: error })
        }
        _ => Ok(()),
    }
}
