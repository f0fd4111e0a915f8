//! JSON Lines: one object a line; `fields.status.name` names a value inside.

use std::cell::Cell;
use std::fs::File;
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::rc::Rc;

use encoding_rs::{Encoding, UTF_8};
use serde_json::Value;

use super::decode::Decoded;
use super::{ReadError, Row, Rows, open_file};
use crate::history::mapping::FileShape;

/// The column under which a rejected row keeps its whole line.
const WHOLE_LINE: &str = "json";

pub struct JsonLines {
    path: PathBuf,
    lines: BufReader<Decoded<File>>,
    columns: Vec<String>,
    line: String,
    number: u64,
    bytes: Rc<Cell<u64>>,
    length: u64,
}

impl JsonLines {
    pub fn open(path: &Path, shape: &FileShape, read: &[String]) -> Result<Self, ReadError> {
        let (file, length) = open_file(path)?;
        let bytes = Rc::new(Cell::new(0));
        let encoding = Encoding::for_label(shape.encoding.as_bytes()).unwrap_or(UTF_8);
        let lines = BufReader::new(Decoded::new(file, encoding, bytes.clone()));
        let columns = read.iter().cloned().chain([WHOLE_LINE.to_string()]).collect();
        Ok(Self { path: path.into(), lines, columns, line: String::new(), number: 0, bytes, length })
    }

    /// The next line that is not blank; `false` after the last.
    fn advance(&mut self) -> Result<bool, ReadError> {
        loop {
            self.line.clear();
            let count = self
                .lines
                .read_line(&mut self.line)
                .map_err(|source| ReadError::Unreadable { path: self.path.clone(), source })?;
            self.number += 1;
            if count == 0 || !self.line.trim().is_empty() {
                return Ok(count > 0);
            }
        }
    }
}

impl Rows for JsonLines {
    fn columns(&self) -> &[String] {
        &self.columns
    }

    fn next(&mut self, row: &mut Row) -> Result<bool, ReadError> {
        if !self.advance()? {
            return Ok(false);
        }
        let line = self.line.trim();
        if self.number == 1 && line.starts_with('[') {
            return Err(ReadError::NotLines { path: self.path.clone() });
        }
        row.number = self.number;
        let parsed = serde_json::from_str::<Value>(line);
        row.defect = match &parsed {
            Ok(Value::Object(_)) => None,
            Ok(_) => Some("not a JSON object".into()),
            Err(error) => Some(format!("not JSON: {error}")),
        };
        let value = parsed.unwrap_or_default();
        let (_, read) = self.columns.split_last().unwrap_or((&self.columns[0], &[]));
        row.cells = read.iter().map(|path| cell(&value, path)).chain([line.to_string()]).collect();
        Ok(true)
    }

    fn progress(&self) -> (u64, u64) {
        (self.bytes.get(), self.length)
    }
}

/// What stands under a name, or under names joined by dots where no key has that name itself.
fn cell(value: &Value, path: &str) -> String {
    let found = value.get(path).or_else(|| path.split('.').try_fold(value, |value, key| value.get(key)));
    text(found.unwrap_or(&Value::Null))
}

/// A list as its parts between commas, an object as JSON.
fn text(value: &Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::String(text) => text.clone(),
        Value::Array(parts) => parts.iter().map(text).collect::<Vec<_>>().join(","),
        other => other.to_string(),
    }
}
