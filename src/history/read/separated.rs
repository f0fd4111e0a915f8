//! CSV, TSV and their kin (RFC 4180, and what tools make of it).

use std::cell::Cell;
use std::fs::File;
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::rc::Rc;

use csv::StringRecord;
use encoding_rs::{Encoding, UTF_8};

use super::decode::Decoded;
use super::{ReadError, Row, Rows, open_file};
use crate::history::header::told_apart;
use crate::history::mapping::FileShape;

pub struct Separated {
    path: PathBuf,
    reader: csv::Reader<BufReader<Decoded<File>>>,
    columns: Vec<String>,
    record: StringRecord,
    rows: u64,
    bytes: Rc<Cell<u64>>,
    length: u64,
}

impl Separated {
    pub fn open(path: &Path, shape: &FileShape, usual_delimiter: u8) -> Result<Self, ReadError> {
        let (file, length) = open_file(path)?;
        let bytes = Rc::new(Cell::new(0));
        // The mapping's check knows the label.
        let encoding = Encoding::for_label(shape.encoding.as_bytes()).unwrap_or(UTF_8);
        let mut text = BufReader::new(Decoded::new(file, encoding, bytes.clone()));
        for _ in 0..shape.skip_lines {
            text.read_line(&mut String::new()).map_err(|source| ReadError::Unreadable { path: path.into(), source })?;
        }
        let single_byte = |sign: char| u8::try_from(sign).ok();
        let reader = csv::ReaderBuilder::new()
            .delimiter(shape.delimiter.and_then(single_byte).unwrap_or(usual_delimiter))
            .quote(shape.quote.and_then(single_byte).unwrap_or(b'"'))
            .quoting(shape.quote.is_some())
            .flexible(true)
            .has_headers(false)
            .from_reader(text);
        let (path, record) = (path.to_path_buf(), StringRecord::new());
        let mut rows = Self { path, reader, columns: Vec::new(), record, rows: shape.skip_lines, bytes, length };
        rows.columns = rows.header(shape)?;
        Ok(rows)
    }

    fn header(&mut self, shape: &FileShape) -> Result<Vec<String>, ReadError> {
        if !shape.header {
            return Ok(told_apart(shape.names.clone()));
        }
        if !self.advance()? {
            return Err(ReadError::NoHeader { path: self.path.clone() });
        }
        Ok(told_apart(self.record.iter().map(String::from)))
    }

    fn advance(&mut self) -> Result<bool, ReadError> {
        let is_there = self
            .reader
            .read_record(&mut self.record)
            .map_err(|source| ReadError::Separated { path: self.path.clone(), source })?;
        self.rows += u64::from(is_there);
        Ok(is_there)
    }
}

impl Rows for Separated {
    fn columns(&self) -> &[String] {
        &self.columns
    }

    fn next(&mut self, row: &mut Row) -> Result<bool, ReadError> {
        if !self.advance()? {
            return Ok(false);
        }
        row.number = self.rows;
        row.cells.clear();
        row.cells.extend(self.record.iter().map(String::from));
        let (cells, columns) = (row.cells.len(), self.columns.len());
        // Some tools end every line with a delimiter.
        let is_padded = cells == columns + 1 && row.cells.last().is_some_and(String::is_empty);
        row.defect =
            (cells != columns && !is_padded).then(|| format!("{cells} cells, where there are {columns} columns"));
        Ok(true)
    }

    fn progress(&self) -> (u64, u64) {
        (self.bytes.get(), self.length)
    }
}
