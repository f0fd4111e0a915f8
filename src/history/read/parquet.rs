//! Parquet, some thousand rows at a time; `owner.name` names a value inside a struct, as in JSON Lines.

use std::fs::File;
use std::path::{Path, PathBuf};

use jiff::Timestamp;
use polars::prelude::*;

use super::{ReadError, Row, Rows, open_file};
use crate::history::header::{self, told_apart};

/// Rows in memory at a time.
const SLICE: usize = 32 * 1024;

pub struct Parquet {
    path: PathBuf,
    /// Every column of the file, for who names one that is not there.
    names: Vec<String>,
    /// Those that the mapping names, and behind them those inside a struct.
    columns: Vec<String>,
    inside: Vec<String>,
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
        let is_inside = |name: &&String| {
            let column = name.split('.').next().and_then(|first| schema.get(first));
            !named.contains(name) && column.is_some_and(|column| has_inside(&column.dtype, name))
        };
        let inside: Vec<String> = read.iter().filter(is_inside).cloned().collect();
        let is_read = |name: &&String| header::find(read, name).is_some();
        let columns = named.iter().filter(is_read).chain(&inside).cloned().collect();
        let slice = DataFrame::empty();
        Ok(Self { path: path.into(), names: named, columns, inside, slice, before: 0, given: 0, rows })
    }

    fn read_slice(&self, from: usize) -> Result<DataFrame, ReadError> {
        let failed = |source| ReadError::Parquet { path: self.path.clone(), source };
        let file =
            File::open(&self.path).map_err(|source| ReadError::Unreadable { path: self.path.clone(), source })?;
        let count = SLICE.min(self.rows - from);
        let outermost = |name: &String| name.split('.').next().unwrap_or_default().to_string();
        let whole = self.columns.iter().filter(|name| !self.inside.contains(name)).cloned();
        let mut read: Vec<String> = whole.chain(self.inside.iter().map(outermost)).collect();
        read.sort();
        read.dedup();
        let reader = ParquetReader::new(file).with_columns(Some(read));
        let mut slice = reader.with_slice(Some((from, count))).finish().map_err(failed)?;
        for name in &self.inside {
            slice.with_column(value_inside(&slice, name).map_err(failed)?.into_column()).map_err(failed)?;
        }
        Ok(slice)
    }
}

impl Rows for Parquet {
    fn columns(&self) -> &[String] {
        &self.columns
    }

    fn names(&self) -> &[String] {
        &self.names
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

/// Is there anything under `outer.inner` in a column of this type?
fn has_inside(outermost: &ArrowDataType, path: &str) -> bool {
    let step = |dtype: &ArrowDataType, part: &str| match dtype {
        ArrowDataType::Struct(fields) => {
            fields.iter().find(|field| field.name == part).map(|field| field.dtype.clone())
        }
        _ => None,
    };
    path.split('.').skip(1).try_fold(outermost.clone(), |dtype, part| step(&dtype, part)).is_some()
}

fn value_inside(slice: &DataFrame, path: &str) -> PolarsResult<Series> {
    let mut parts = path.split('.');
    let mut series = slice.column(parts.next().unwrap_or_default())?.as_materialized_series().clone();
    for part in parts {
        series = series.struct_()?.field_by_name(part)?;
    }
    Ok(series.with_name(path.into()))
}

/// A value as text; a duration as `HH:MM:SS`; moments as ISO 8601 writes them, with `Z` where they are UTC.
fn text(value: &AnyValue) -> String {
    match value {
        AnyValue::Null => String::new(),
        AnyValue::Datetime(at, unit, zone) => moment(*at, *unit, zone.is_some()),
        AnyValue::DatetimeOwned(at, unit, zone) => moment(*at, *unit, zone.is_some()),
        AnyValue::Duration(length, unit) => clock(*length, *unit),
        AnyValue::List(parts) => parts.iter().map(|part| text(&part)).collect::<Vec<_>>().join(","),
        other => other.str_value().into_owned(),
    }
}

/// In whole seconds and what is left of them.
fn clock(length: i64, unit: TimeUnit) -> String {
    let a_second = match unit {
        TimeUnit::Nanoseconds => 1_000_000_000,
        TimeUnit::Microseconds => 1_000_000,
        TimeUnit::Milliseconds => 1_000,
    };
    let (sign, length) = (if length < 0 { "-" } else { "" }, length.unsigned_abs());
    let (seconds, rest) = (length / a_second, length % a_second);
    let fraction = format!("{:09}", rest * (1_000_000_000 / a_second));
    format!("{sign}{:02}:{:02}:{:02}.{fraction}", seconds / 3_600, seconds / 60 % 60, seconds % 60)
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
