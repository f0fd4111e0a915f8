//! A mapping: what the columns of an export mean, as its TOML file says it.
//!
//! Every table denies unknown keys. [`super::check`] finds what is wrong with the meaning; the documentation for
//! those who write one is `README.md` in this folder.

use std::collections::BTreeMap;

use serde::de::value::{MapAccessDeserializer, SeqAccessDeserializer};
use serde::{Deserialize, Deserializer};

use super::field::Field;
use super::meaning::Meaning;
use super::moment::Format;

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Mapping {
    pub kind: Kind,
    #[serde(default)]
    pub file: FileShape,
    #[serde(default)]
    pub time: TimeShape,
    pub columns: BTreeMap<Field, Column>,
    /// What every row says without a column, or where its column says nothing.
    #[serde(default)]
    pub constants: BTreeMap<Field, String>,
    /// The source's words and ours, field by field.
    #[serde(default)]
    pub values: BTreeMap<Field, BTreeMap<String, String>>,
    /// What a word becomes that `values` does not know; it is counted all the same.
    #[serde(default)]
    pub otherwise: BTreeMap<Field, String>,
    /// What an activity of an event log means.
    #[serde(default)]
    pub activities: BTreeMap<String, Meaning>,
    /// Columns that the lake keeps as they stand.
    #[serde(default)]
    pub keep: Vec<String>,
}

/// What a row of the file is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    Ticket,
    Event,
}

/// How the file is written.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct FileShape {
    /// By the file's ending where it is not said.
    pub format: Option<FileFormat>,
    pub delimiter: Option<char>,
    /// A label of the WHATWG Encoding Standard: `utf-8`, `windows-1252`, `utf-16le` … A byte order mark goes before it.
    pub encoding: String,
    /// None where quotes are text like any other: `quote = ""`.
    #[serde(deserialize_with = "sign_if_any")]
    pub quote: Option<char>,
    /// Does the first line name the columns?
    pub header: bool,
    /// The columns' names where no line names them.
    pub names: Vec<String>,
    /// Lines before the header.
    pub skip_lines: u64,
    /// What stands for nothing, beside the empty cell.
    pub nothing: Vec<String>,
    /// `.` or `,`.
    pub decimal: char,
    pub missing_columns: MissingColumns,
    pub duplicates: Duplicates,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FileFormat {
    Csv,
    Tsv,
    JsonLines,
    Parquet,
}

/// A column that the mapping names and the file has not.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum MissingColumns {
    #[default]
    Refuse,
    /// It is reported and says nothing.
    Allow,
}

/// A row of an event log that repeats another one of its ticket in every cell.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Duplicates {
    /// It is counted and kept: two steps in one second look alike.
    #[default]
    Keep,
    Reject,
}

/// What other programs write where there is nothing.
const NOTHING: [&str; 9] = ["?", "-", "NULL", "null", "NaN", "nan", "NaT", "N/A", "#N/A"];

/// One character, or the empty text for none.
fn sign_if_any<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<char>, D::Error> {
    let text = String::deserialize(deserializer)?;
    let mut signs = text.chars();
    match (signs.next(), signs.next()) {
        (sign, None) => Ok(sign),
        _ => Err(serde::de::Error::custom(format!("`{text}` is more than one character; write one, or \"\" for none"))),
    }
}

impl Default for FileShape {
    fn default() -> Self {
        Self {
            format: None,
            delimiter: None,
            encoding: "utf-8".into(),
            quote: Some('"'),
            header: true,
            names: Vec::new(),
            skip_lines: 0,
            nothing: NOTHING.map(String::from).to_vec(),
            decimal: '.',
            missing_columns: MissingColumns::default(),
            duplicates: Duplicates::default(),
        }
    }
}

/// How the file writes moments, unless a column says otherwise.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct TimeShape {
    /// Tried in this order; empty for [`Format::UNAMBIGUOUS`].
    pub formats: Vec<Format>,
    /// Of moments that do not say theirs; the organisation's where it is not said.
    pub zone: Option<String>,
}

/// Where a field's text stands: one column, the first of several that says something, or several joined.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Column {
    pub columns: Vec<String>,
    pub join: Option<String>,
    /// Between the texts of a list.
    pub separator: Option<String>,
    pub formats: Vec<Format>,
    pub zone: Option<String>,
    pub unit: Option<Unit>,
}

/// Of a span of time.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Unit {
    Seconds,
    Minutes,
    Hours,
    Days,
    /// `HH:MM` or `HH:MM:SS`.
    Clock,
    /// `1h 30m`.
    Words,
}

/// A column as a table.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ColumnTable {
    column: Option<String>,
    #[serde(default)]
    columns: Vec<String>,
    join: Option<String>,
    separator: Option<String>,
    #[serde(default)]
    formats: Vec<Format>,
    zone: Option<String>,
    unit: Option<Unit>,
}

impl From<ColumnTable> for Column {
    fn from(table: ColumnTable) -> Self {
        let ColumnTable { column, columns, join, separator, formats, zone, unit } = table;
        Self { columns: column.into_iter().chain(columns).collect(), join, separator, formats, zone, unit }
    }
}

impl<'de> Deserialize<'de> for Column {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(ColumnVisitor)
    }
}

/// Reads the three spellings of a column, so that an error is about the one that was used.
struct ColumnVisitor;

impl<'de> serde::de::Visitor<'de> for ColumnVisitor {
    type Value = Column;

    fn expecting(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str("a column's name, a list of names, or a table such as { column = \"Created\" }")
    }

    fn visit_str<E: serde::de::Error>(self, name: &str) -> Result<Column, E> {
        Ok(Column { columns: vec![name.into()], ..Column::default() })
    }

    fn visit_seq<A: serde::de::SeqAccess<'de>>(self, names: A) -> Result<Column, A::Error> {
        let columns = Vec::deserialize(SeqAccessDeserializer::new(names))?;
        Ok(Column { columns, ..Column::default() })
    }

    fn visit_map<A: serde::de::MapAccess<'de>>(self, table: A) -> Result<Column, A::Error> {
        ColumnTable::deserialize(MapAccessDeserializer::new(table)).map(Column::from)
    }
}

impl Mapping {
    /// Does any column or constant tell this field?
    pub fn tells(&self, field: Field) -> bool {
        self.columns.contains_key(&field) || self.constants.contains_key(&field)
    }

    /// Every column of the file that is read, each once.
    pub fn columns_read(&self) -> Vec<String> {
        let mut names: Vec<String> = Vec::new();
        for name in self.columns.values().flat_map(|column| &column.columns).chain(&self.keep) {
            if !names.contains(name) {
                names.push(name.clone());
            }
        }
        names
    }

    /// Does this source say when it answered? Only then is an answer owed.
    pub fn tells_of_responses(&self) -> bool {
        let fields = [Field::FirstResponseAt, Field::FirstResponseAfter];
        fields.iter().any(|field| self.tells(*field)) || self.activities.values().any(|meaning| meaning.is_response())
    }
}
