//! Writes a partition of the lake as one whole file: temporary file, fsync, rename, fsync of the folder.

use std::fs::File;
use std::io::Write as _;
use std::path::{Path, PathBuf};

use polars::prelude::*;

use super::{LakeError, Table, schema};
use crate::fail_point::fail_point;
use crate::ticket::{Event, EventKind, MessageRow, TicketRow};

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
    /// One after the other in the file; no row group has rows of two.
    parts: Vec<DataFrame>,
    metadata: Option<KeyValueMetadata>,
}

impl Partition {
    /// The tickets of one month and source, folded under these [`crate::ticket::fold_rules`].
    pub fn tickets(source: &str, month: &str, rows: &[TicketRow], rules: &str) -> Result<Self, LakeError> {
        let metadata = KeyValueMetadata::from_static(vec![(FOLD_RULES.into(), rules.into())]);
        let parts = vec![schema::tickets(rows)?];
        Ok(Self { metadata: Some(metadata), ..Self::of(Table::Tickets, source, month, parts) })
    }

    /// The messages of one month and source.
    pub fn messages(source: &str, month: &str, rows: &[MessageRow]) -> Result<Self, LakeError> {
        Ok(Self::of(Table::Messages, source, month, vec![schema::messages(rows)?]))
    }

    /// The events of one month and source, by kind, so that whoever asks for changes of a status need not read all
    /// others; the openings apart, which carry the long texts.
    pub fn events(source: &str, month: &str, rows: &[Event]) -> Result<Self, LakeError> {
        let frame = schema::events(rows, |_| month.into())?;
        let is_opening = frame.column("kind")?.str()?.equal(EventKind::Opened.name());
        let by_kind = SortMultipleOptions::default().with_maintain_order(true);
        let parts = vec![frame.filter(&is_opening)?, frame.filter(&!is_opening)?.sort(["kind"], by_kind)?];
        Ok(Self::of(Table::Events, source, month, parts))
    }

    fn of(table: Table, source: &str, month: &str, parts: Vec<DataFrame>) -> Self {
        Self { table, source: source.into(), month: month.into(), parts, metadata: None }
    }

    /// Writes it as one whole file; no rows remove the file.
    pub fn write(self, lake: &Path) -> Result<(), LakeError> {
        let path = path(lake, self.table, &self.source, &self.month);
        if self.parts.iter().all(|part| part.height() == 0) {
            return remove(&path);
        }
        let parts: Vec<DataFrame> =
            self.parts.iter().map(|part| part.drop(self.table.month_column())).collect::<PolarsResult<_>>()?;
        let bytes = parquet(&parts, compression(self.table), self.metadata)?;
        replace(&path, &bytes).map_err(|source| LakeError::Write { path, source })
    }
}

/// Where a partition lies.
pub fn path(lake: &Path, table: Table, source: &str, month: &str) -> PathBuf {
    lake.join(table.name()).join(format!("{}={month}", table.month_column())).join(format!("{source}.parquet"))
}

/// Nearly every figure reads the tickets anew, and unpacking Zstandard is a fifth of all that is computed; the others
/// are mostly text, of which LZ4 would make twice as much.
fn compression(table: Table) -> ParquetCompression {
    match table {
        Table::Tickets => ParquetCompression::Lz4Raw,
        Table::Messages | Table::Events => ParquetCompression::Zstd(None),
    }
}

/// The parts as a Parquet file; the same parts give the same bytes.
fn parquet(
    parts: &[DataFrame],
    compression: ParquetCompression,
    metadata: Option<KeyValueMetadata>,
) -> Result<Vec<u8>, LakeError> {
    let mut bytes = Vec::new();
    let mut file = ParquetWriter::new(&mut bytes)
        .with_compression(compression)
        .with_statistics(StatisticsOptions::default())
        .with_key_value_metadata(metadata)
        .batched(parts.first().map_or(&Schema::default(), |part| part.schema()))?;
    for part in parts {
        for first in (0..part.height()).step_by(ROW_GROUP_ROWS) {
            file.write_batch(&part.slice(i64::try_from(first).unwrap_or(i64::MAX), ROW_GROUP_ROWS))?;
        }
    }
    file.finish()?;
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ticket::Role;

    fn event(ticket: &str, sequence: u32, kind: EventKind) -> Event {
        let at = "2026-10-01T08:00:00Z".parse().unwrap();
        Event {
            ticket_id: ticket.into(),
            sequence,
            occurred_at: at,
            recorded_at: at,
            kind,
            actor: None,
            actor_role: Role::System,
            from_value: None,
            to_value: None,
            message_key: None,
        }
    }

    #[test]
    fn openings_have_row_groups_of_their_own_and_the_others_stand_by_kind_in_their_order() {
        let lake = tempfile::tempdir().unwrap();
        let rows = [
            event("T-1", 1, EventKind::Opened),
            event("T-1", 2, EventKind::StatusChanged),
            event("T-2", 1, EventKind::Opened),
            event("T-1", 3, EventKind::Escalated),
            event("T-2", 2, EventKind::StatusChanged),
            event("T-0", 9, EventKind::Escalated),
        ];
        Partition::events("desk", "2026-10", &rows).unwrap().write(lake.path()).unwrap();
        let file = || File::open(path(lake.path(), Table::Events, "desk", "2026-10")).unwrap();
        let mut reader = ParquetReader::new(file());
        let groups: Vec<usize> =
            reader.get_metadata().unwrap().row_groups.iter().map(|group| group.num_rows()).collect();
        assert_eq!(groups, [2, 4]);
        let frame = ParquetReader::new(file()).finish().unwrap();
        let ids: Vec<&str> = frame.column("ticket_id").unwrap().str().unwrap().iter().flatten().collect();
        assert_eq!(ids, ["T-1", "T-2", "T-1", "T-0", "T-1", "T-2"]);
    }

    #[test]
    fn a_long_part_has_several_row_groups() {
        let rows: Vec<u32> = (0..).take(ROW_GROUP_ROWS + 1).collect();
        let height = rows.len();
        let part = DataFrame::new(height, vec![Column::new("number".into(), rows)]).unwrap();
        let bytes = parquet(std::slice::from_ref(&part), ParquetCompression::Lz4Raw, None).unwrap();
        let mut reader = ParquetReader::new(std::io::Cursor::new(bytes));
        let groups: Vec<usize> =
            reader.get_metadata().unwrap().row_groups.iter().map(|group| group.num_rows()).collect();
        assert_eq!(groups, [ROW_GROUP_ROWS, 1]);
        assert!(reader.finish().unwrap().equals(&part));
    }
}
