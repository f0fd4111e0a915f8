//! Parquet, some thousand rows at a time.

use std::fs::File;
use std::path::{Path, PathBuf};

use jiff::Timestamp;
use polars::prelude::*;

use super::{ReadError, Row, Rows, open_file, told_apart};
use crate::history::check;

/// Rows in memory at a time.
const SLICE: usize = 32 * 1024;

pub struct Parquet {
    path: PathBuf,
    columns: Vec<String>,
    slice: DataFrame,
    /// Rows before the slice.
    before: usize,
    /// Rows of the slice that were handed out.
    given: usize,
    rows: usize,
}

impl Parquet {
    /// Only columns that the mapping names are read.
    pub fn open(path: &Path, read: &[String]) -> Result<Self, ReadError> {
        let failed = |source| ReadError::Parquet { path: path.into(), source };
        let mut reader = ParquetReader::new(open_file(path)?.0);
        let schema = reader.schema().map_err(failed)?;
        let rows = reader.num_rows().map_err(failed)?;
        let named = told_apart(schema.iter_names().map(|name| name.to_string()));
        let columns = named.into_iter().filter(|name| check::find(read, name).is_some()).collect();
        Ok(Self { path: path.into(), columns, slice: DataFrame::empty(), before: 0, given: 0, rows })
    }

    fn read_slice(&self, from: usize) -> Result<DataFrame, ReadError> {
        let failed = |source| ReadError::Parquet { path: self.path.clone(), source };
        let file =
            File::open(&self.path).map_err(|source| ReadError::Unreadable { path: self.path.clone(), source })?;
        let count = SLICE.min(self.rows - from);
        let reader = ParquetReader::new(file).with_columns(Some(self.columns.clone()));
        reader.with_slice(Some((from, count))).finish().map_err(failed)
    }
}

impl Rows for Parquet {
    fn columns(&self) -> &[String] {
        &self.columns
    }

    fn next(&mut self, row: &mut Row) -> Result<bool, ReadError> {
        if self.before + self.given == self.rows || self.columns.is_empty() {
            return Ok(false);
        }
        if self.given == self.slice.height() {
            self.before += self.given;
            self.slice = self.read_slice(self.before)?;
            self.given = 0;
        }
        row.cells.clear();
        for name in &self.columns {
            let value = self.slice.column(name).and_then(|column| column.get(self.given));
            row.cells.push(text(&value.map_err(|source| ReadError::Parquet { path: self.path.clone(), source })?));
        }
        self.given += 1;
        // Row 1 of a spreadsheet would be the header.
        row.number = u64::try_from(self.before + self.given + 1).unwrap_or(u64::MAX);
        row.defect = None;
        Ok(true)
    }

    fn progress(&self) -> (u64, u64) {
        let wide = |count| u64::try_from(count).unwrap_or(u64::MAX);
        (wide(self.before + self.given), wide(self.rows))
    }
}

/// A value as text; moments as ISO 8601 writes them, with `Z` where they are UTC.
fn text(value: &AnyValue) -> String {
    match value {
        AnyValue::Null => String::new(),
        AnyValue::Datetime(at, unit, zone) => moment(*at, *unit, zone.is_some()),
        AnyValue::DatetimeOwned(at, unit, zone) => moment(*at, *unit, zone.is_some()),
        AnyValue::List(parts) => parts.iter().map(|part| text(&part)).collect::<Vec<_>>().join(","),
        other => other.str_value().into_owned(),
    }
}

fn moment(at: i64, unit: TimeUnit, is_utc: bool) -> String {
    let at = match unit {
        TimeUnit::Nanoseconds => Timestamp::from_nanosecond(at.into()),
        TimeUnit::Microseconds => Timestamp::from_microsecond(at),
        TimeUnit::Milliseconds => Timestamp::from_millisecond(at),
    };
    let written = at.map_or(String::new(), |at| at.to_string());
    if is_utc { written } else { written.trim_end_matches('Z').into() }
}
