//! Reads the lake: its files, and rows of them.

use std::path::{Path, PathBuf};

use jiff::Timestamp;
use polars::prelude::*;

use super::write::FOLD_RULES;
use super::{LakeError, Table};
use crate::ticket::{Event, EventKind, Role};

/// A lake that has at least one ticket's history.
pub struct Lake {
    folder: PathBuf,
}

impl Lake {
    pub fn open(folder: &Path) -> Result<Self, LakeError> {
        let lake = Self { folder: folder.into() };
        if lake.files(Table::Events)?.is_empty() {
            return Err(LakeError::Empty { path: folder.into() });
        }
        Ok(lake)
    }

    /// The first month that a table has rows of, `YYYY-MM`.
    pub fn first_month(&self, table: Table) -> Result<Option<String>, LakeError> {
        let is_month = |folder: &Path| {
            let name = folder.file_name()?.to_str()?;
            Some(name.strip_prefix(table.month_column())?.strip_prefix('=')?.to_string())
        };
        let months = self.files(table)?.into_iter().filter_map(|file| is_month(file.parent()?));
        Ok(months.min())
    }

    /// Every Parquet file of a table, in the order of their paths.
    pub fn files(&self, table: Table) -> Result<Vec<PathBuf>, LakeError> {
        let mut files = Vec::new();
        for month in entries(&self.folder.join(table.name()))? {
            files.extend(entries(&month)?.into_iter().filter(|file| file.extension().is_some_and(|e| e == "parquet")));
        }
        Ok(files)
    }
}

fn entries(folder: &Path) -> Result<Vec<PathBuf>, LakeError> {
    let listing = match std::fs::read_dir(folder) {
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(Vec::new()),
        Err(source) => return Err(LakeError::Read { path: folder.into(), source }),
        Ok(listing) => listing,
    };
    let mut paths = listing
        .map(|entry| entry.map(|entry| entry.path()))
        .collect::<Result<Vec<_>, _>>()
        .map_err(|source| LakeError::Read { path: folder.into(), source })?;
    paths.sort();
    Ok(paths)
}

/// A plan that reads these files, which must be of one table; `path_column` tells for each row from which.
pub(super) fn scan(files: &[PathBuf], path_column: Option<&str>) -> PolarsResult<LazyFrame> {
    let args = ScanArgsParquet {
        hive_options: HiveOptions { enabled: Some(true), ..HiveOptions::default() },
        include_file_paths: path_column.map(Into::into),
        glob: false,
        ..Default::default()
    };
    let paths = files.iter().map(|path| PlRefPath::try_from_path(path)).collect::<PolarsResult<_>>()?;
    LazyFrame::scan_parquet_files(paths, args)
}

/// Under which rules the tickets of a file were folded, where it says so.
pub fn fold_rules_of(path: &Path) -> Result<Option<String>, LakeError> {
    let file = std::fs::File::open(path).map_err(|source| LakeError::Read { path: path.into(), source })?;
    let mut reader = ParquetReader::new(file);
    let metadata = reader.get_metadata().map_err(|source| LakeError::Parquet { path: path.into(), source })?;
    let pairs = metadata.key_value_metadata.iter().flatten();
    Ok(pairs.filter(|pair| pair.key == FOLD_RULES).find_map(|pair| pair.value.clone()))
}

/// A moment as the lake's columns have it.
pub fn moment(at: Timestamp) -> Expr {
    lit(at.as_microsecond()).cast(DataType::Datetime(TimeUnit::Microseconds, Some(TimeZone::UTC)))
}

/// Computes a plan in parts, so that it needs little more memory than its answer.
pub fn streamed(plan: LazyFrame) -> PolarsResult<DataFrame> {
    plan.collect_with_engine(Engine::Streaming).map(|answer| answer.unwrap_single())
}

/// The columns of an events frame that the fold looks at, typed.
pub(super) struct EventColumns<'a> {
    ticket_id: &'a StringChunked,
    sequence: &'a Int64Chunked,
    occurred_at: Int64Chunked,
    kind: &'a StringChunked,
    actor_role: &'a StringChunked,
    from_value: &'a StringChunked,
    to_value: &'a StringChunked,
}

impl<'a> EventColumns<'a> {
    pub(super) const NAMES: [&'static str; 7] =
        ["ticket_id", "sequence", "occurred_at", "kind", "actor_role", "from_value", "to_value"];

    pub(super) fn of(frame: &'a DataFrame) -> PolarsResult<Self> {
        Ok(Self {
            ticket_id: frame.column("ticket_id")?.str()?,
            sequence: frame.column("sequence")?.i64()?,
            occurred_at: frame.column("occurred_at")?.cast(&DataType::Int64)?.i64()?.clone(),
            kind: frame.column("kind")?.str()?,
            actor_role: frame.column("actor_role")?.str()?,
            from_value: frame.column("from_value")?.str()?,
            to_value: frame.column("to_value")?.str()?,
        })
    }

    /// The event without who did it, when it was recorded and by which message: no row of a ticket hangs on them, and
    /// they are most of what there is to read.
    pub(super) fn event(&self, row: usize, path: &Path) -> Result<Event, LakeError> {
        let text = |column: &StringChunked| column.get(row).map(str::to_string);
        let unknown = |column, value: Option<&str>| LakeError::Value {
            path: path.into(),
            column,
            value: value.unwrap_or("nothing").into(),
        };
        let named = |column, values: &'a StringChunked| values.get(row).ok_or_else(|| unknown(column, None));
        let occurred_at = self.occurred_at.get(row).and_then(|at| Timestamp::from_microsecond(at).ok());
        let occurred_at = occurred_at.ok_or_else(|| unknown("occurred_at", None))?;
        Ok(Event {
            ticket_id: named("ticket_id", self.ticket_id)?.into(),
            sequence: self
                .sequence
                .get(row)
                .and_then(|n| u32::try_from(n).ok())
                .ok_or_else(|| unknown("sequence", None))?,
            occurred_at,
            recorded_at: occurred_at,
            kind: EventKind::from_name(named("kind", self.kind)?).ok_or_else(|| unknown("kind", self.kind.get(row)))?,
            actor: None,
            actor_role: Role::from_name(named("actor_role", self.actor_role)?)
                .ok_or_else(|| unknown("actor_role", self.actor_role.get(row)))?,
            from_value: text(self.from_value),
            to_value: text(self.to_value),
            message_key: None,
        })
    }
}
