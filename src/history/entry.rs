//! A row of an export in our words: fields read, words translated, what cannot be read noted.

use std::collections::BTreeMap;
use std::hash::{DefaultHasher, Hash, Hasher};

use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};

use super::field::{Field, Holds};
use super::header;
use super::mapping::{Column, Kind, Mapping, Unit};
use super::meaning::Meaning;
use super::moment::{self, Clocks, Format};
use super::quantity;
use super::read::Row;
use super::report::{Findings, Rejection, What};

/// The word of a mapping for what is to be left out without being counted.
pub const NOTHING: &str = "nothing";

/// What a row says of its ticket.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Entry {
    pub row: u64,
    /// Of all its cells: two rows with the same one are the same row.
    pub digest: u64,
    pub ticket_id: String,
    /// When it happened; of a ticket's row when the ticket was opened.
    pub at: Timestamp,
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub moments: BTreeMap<Field, Timestamp>,
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub values: BTreeMap<Field, String>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub tags: Vec<String>,
    /// The words of the source that the lake keeps, as JSON.
    pub kept: String,
}

/// A column of the mapping, found in the file.
struct Source {
    cells: Vec<usize>,
    column: Column,
    formats: Vec<Format>,
    zone: TimeZone,
}

/// Reads rows as a mapping says.
pub struct Translator<'a> {
    mapping: &'a Mapping,
    /// Before every ticket's id, so that no two sources of a lake have a ticket of one name.
    prefix: String,
    sources: BTreeMap<Field, Source>,
    words: BTreeMap<Field, BTreeMap<String, String>>,
    activities: BTreeMap<String, Meaning>,
    kept: Vec<(String, usize)>,
    pub findings: Findings,
}

impl<'a> Translator<'a> {
    /// `name` is the import's, `columns` are those of the file, `zone` the organisation's.
    pub fn new(mapping: &'a Mapping, name: &str, columns: &[String], zone: &TimeZone) -> Self {
        let at = |name: &String| header::find(columns, name);
        let source = |column: &Column| Source {
            cells: column.columns.iter().filter_map(at).collect(),
            column: column.clone(),
            formats: formats(mapping, column),
            zone: zone_of(mapping, column).unwrap_or_else(|| zone.clone()),
        };
        let lower = |words: &BTreeMap<String, String>| {
            words.iter().map(|(word, ours)| (word.trim().to_lowercase(), ours.clone())).collect()
        };
        Self {
            mapping,
            prefix: format!("{name}:"),
            sources: mapping.columns.iter().map(|(field, column)| (*field, source(column))).collect(),
            words: mapping.values.iter().map(|(field, words)| (*field, lower(words))).collect(),
            activities: mapping.activities.iter().map(|(word, of)| (word.trim().to_lowercase(), *of)).collect(),
            kept: mapping.keep.iter().filter_map(|name| Some((name.clone(), at(name)?))).collect(),
            findings: Findings::default(),
        }
    }

    /// The row in our words, or why it is left out.
    pub fn entry(&mut self, row: &Row) -> Result<Entry, Rejection> {
        if row.cells.iter().all(|cell| cell.trim().is_empty()) {
            return Err(Rejection::new(What::EmptyRow, "", ""));
        }
        if let Some(defect) = &row.defect {
            return Err(Rejection::new(What::MalformedRow, "", defect));
        }
        if row.cells.iter().any(|cell| cell.contains('\u{fffd}')) {
            self.findings.note(What::WrongCharacters, "", row.number, "");
        }
        let ticket_id = self.raw(Field::TicketId, row).ok_or_else(|| Rejection::new(What::NoTicketId, "", ""))?;
        let at = self.essential_moment(row)?;
        let mut entry = Entry {
            row: row.number,
            digest: digest(row),
            ticket_id: self.prefix.clone() + &ticket_id,
            at,
            moments: BTreeMap::new(),
            values: BTreeMap::new(),
            tags: Vec::new(),
            kept: self.kept(row),
        };
        if self.mapping.kind == Kind::Ticket {
            entry.moments.insert(Field::OpenedAt, at);
        }
        self.read_fields(row, &mut entry);
        self.read_activity(row, &mut entry);
        Ok(entry)
    }

    fn read_fields(&mut self, row: &Row, entry: &mut Entry) {
        let fields: Vec<Field> = self.mapping.columns.keys().chain(self.mapping.constants.keys()).copied().collect();
        for field in fields {
            let is_read = matches!(field, Field::TicketId | Field::Activity | Field::NewValue | Field::OccurredAt);
            if is_read || entry.moments.contains_key(&field) {
                continue;
            }
            if let Some(text) = self.said(field, row) {
                self.take(field, &text, row.number, entry);
            } else if let Some(constant) = self.mapping.constants.get(&field) {
                // It is a word of ours already.
                match field.holds() {
                    Holds::List => entry.tags.push(constant.clone()),
                    _ => drop(entry.values.insert(field, constant.clone())),
                }
            }
        }
    }

    /// An activity changes the fields of its row: a status, or what `new_value` says.
    fn read_activity(&mut self, row: &Row, entry: &mut Entry) {
        let Some(activity) = self.raw(Field::Activity, row).filter(|_| !self.activities.is_empty()) else { return };
        let Some(meaning) = self.activities.get(&activity.to_lowercase()).copied() else {
            self.findings.note_word(What::UnknownActivity, Field::Activity.name(), row.number, &activity);
            return;
        };
        match meaning {
            Meaning::Becomes(status) => {
                entry.values.insert(Field::Status, status.name().into());
            }
            Meaning::Sets(field) => {
                if let Some(text) = self.raw(Field::NewValue, row) {
                    self.take(field, &text, row.number, entry);
                }
            }
            Meaning::Wrote(kind) => {
                entry.values.insert(Field::Activity, kind.name().into());
            }
            Meaning::Responded => {
                entry.values.insert(Field::Activity, "responded".into());
            }
            Meaning::Nothing => {}
        }
    }

    /// Puts a field's text where it belongs, read and translated.
    fn take(&mut self, field: Field, text: &str, row: u64, entry: &mut Entry) {
        match field.holds() {
            Holds::Moment => {
                if let Some(at) = self.moment(field, text, row) {
                    entry.moments.insert(field, at);
                } else {
                    self.findings.note(What::UnreadableMomentLeftOut, field.name(), row, text);
                }
            }
            Holds::Span => self.take_span(field, text, row, entry),
            Holds::List => {
                let separator = self.sources.get(&field).and_then(|source| source.column.separator.as_deref());
                let parts = text.split(separator.unwrap_or(",")).map(str::trim).filter(|part| !part.is_empty());
                entry.tags.extend(parts.map(|part| self.word(field, part).unwrap_or(part).to_string()));
            }
            Holds::Number => match quantity::number(text, self.mapping.file.decimal).filter(|n| *n >= 0.0) {
                Some(number) => {
                    entry.values.insert(field, format!("{number:.0}"));
                }
                None => self.findings.note(What::UnreadableNumberLeftOut, field.name(), row, text),
            },
            Holds::Text => {
                let prefix = if field == Field::MergedInto { self.prefix.as_str() } else { "" }.to_string();
                if let Some(text) = self.translated(field, text, row) {
                    entry.values.insert(field, prefix + &text);
                }
            }
            Holds::Truth | Holds::Word(_) => {
                if let Some(word) = self.known_word(field, text, row) {
                    entry.values.insert(field, word);
                }
            }
        }
    }

    /// A span after the opening is a moment; another one is minutes.
    fn take_span(&mut self, field: Field, text: &str, row: u64, entry: &mut Entry) {
        let unit = self.sources.get(&field).and_then(|source| source.column.unit).unwrap_or(Unit::Minutes);
        let minutes = quantity::span(text, unit, self.mapping.file.decimal).filter(|minutes| *minutes >= 0.0);
        let moment = match field {
            Field::FirstResponseAfter => Field::FirstResponseAt,
            Field::ResolvedAfter => Field::ResolvedAt,
            Field::ClosedAfter => Field::ClosedAt,
            _ => field,
        };
        match minutes {
            None => self.findings.note(What::UnreadableNumberLeftOut, field.name(), row, text),
            Some(minutes) if moment == field => {
                entry.values.insert(field, minutes.to_string());
            }
            Some(minutes) => {
                let opened_at = entry.moments.get(&Field::OpenedAt).copied().unwrap_or(entry.at);
                let span = SignedDuration::try_from_secs_f64(minutes * 60.0).ok();
                if let Some(at) = span.and_then(|span| opened_at.checked_add(span).ok()) {
                    entry.moments.entry(moment).or_insert(at);
                }
            }
        }
    }

    /// When the row happened: it cannot be placed without.
    fn essential_moment(&mut self, row: &Row) -> Result<Timestamp, Rejection> {
        let field = match self.mapping.kind {
            Kind::Ticket => Field::OpenedAt,
            Kind::Event => Field::OccurredAt,
        };
        let text = self.raw(field, row).ok_or_else(|| Rejection::new(What::NoMoment, field, ""))?;
        self.moment(field, &text, row.number).ok_or_else(|| Rejection::new(What::UnreadableMoment, field, text))
    }

    fn moment(&mut self, field: Field, text: &str, row: u64) -> Option<Timestamp> {
        let source = self.sources.get(&field)?;
        let reading = moment::read(text, &source.formats, &source.zone)?;
        match reading.clocks {
            Clocks::Plain => {}
            Clocks::Twice => self.findings.note(What::ClockShownTwice, field.name(), row, text),
            Clocks::Never => self.findings.note(What::ClockNeverShown, field.name(), row, text),
        }
        Some(reading.at)
    }

    /// What a row says of a field: its cells, else the constant.
    fn raw(&self, field: Field, row: &Row) -> Option<String> {
        self.said(field, row).or_else(|| self.mapping.constants.get(&field).cloned())
    }

    /// The text of a field's cells.
    fn said(&self, field: Field, row: &Row) -> Option<String> {
        let source = self.sources.get(&field)?;
        let mut texts = source.cells.iter().filter_map(|cell| self.something(row.cells.get(*cell)?));
        match &source.column.join {
            None => texts.next().map(String::from),
            Some(join) => Some(texts.collect::<Vec<_>>().join(join)).filter(|text| !text.is_empty()),
        }
    }

    fn something<'b>(&self, cell: &'b str) -> Option<&'b str> {
        let text = cell.trim();
        let is_nothing = text.is_empty() || self.mapping.file.nothing.iter().any(|nothing| nothing == text);
        (!is_nothing).then_some(text)
    }

    /// Our word for the source's, upper or lower case alike.
    fn word(&self, field: Field, text: &str) -> Option<&str> {
        let words = self.words.get(&field)?;
        let whole = || words.get(without_point(text)?);
        words.get(&text.to_lowercase()).or_else(whole).map(String::as_str)
    }

    /// A text under its new name, or as it stands.
    fn translated(&mut self, field: Field, text: &str, row: u64) -> Option<String> {
        if let Some(word) = self.word(field, text) {
            return something_said(word);
        }
        if let Some(instead) = self.mapping.otherwise.get(&field) {
            self.findings.note_word(What::UnknownWordReplaced, field.name(), row, text);
            return something_said(instead);
        }
        if self.words.contains_key(&field) {
            self.findings.note_word(What::UnknownWordKept, field.name(), row, text);
        }
        Some(text.into())
    }

    /// One of the words that the lake knows.
    fn known_word(&mut self, field: Field, text: &str, row: u64) -> Option<String> {
        if let Some(word) = self.word(field, text).or_else(|| own_word(field, text)) {
            return something_said(word);
        }
        if let Some(instead) = self.mapping.otherwise.get(&field) {
            self.findings.note_word(What::UnknownWordReplaced, field.name(), row, text);
            return something_said(instead);
        }
        self.findings.note_word(What::UnknownWordLeftOut, field.name(), row, text);
        None
    }

    /// The row's number and the source's own words.
    fn kept(&self, row: &Row) -> String {
        let mut kept = serde_json::Map::new();
        kept.insert("row".into(), row.number.into());
        for field in [Field::Activity, Field::Status] {
            if self.sources.contains_key(&field)
                && let Some(text) = self.raw(field, row)
            {
                kept.insert(field.name().into(), text.into());
            }
        }
        for (name, cell) in &self.kept {
            if let Some(text) = row.cells.get(*cell).and_then(|cell| self.something(cell)) {
                kept.insert(name.clone(), text.into());
            }
        }
        serde_json::Value::Object(kept).to_string()
    }
}

/// The word, unless it is the one that means nothing.
fn something_said(word: &str) -> Option<String> {
    (word != NOTHING).then(|| word.into())
}

/// `3.0` is 3: programs that know nothing but fractions write whole numbers so.
fn without_point(text: &str) -> Option<&str> {
    let (whole, fraction) = text.split_once('.')?;
    let is_whole = !whole.is_empty() && whole.bytes().all(|byte| byte.is_ascii_digit());
    (is_whole && !fraction.is_empty() && fraction.bytes().all(|byte| byte == b'0')).then_some(whole)
}

/// Words of ours need no translation, whatever their case.
fn own_word(field: Field, text: &str) -> Option<&'static str> {
    let text = without_point(text).unwrap_or(text);
    match field.holds() {
        Holds::Word(words) => words.iter().find(|word| word.eq_ignore_ascii_case(text)).copied(),
        Holds::Truth => match text.to_lowercase().as_str() {
            "true" | "yes" | "1" => Some("true"),
            "false" | "no" | "0" => Some("false"),
            _ => None,
        },
        _ => None,
    }
}

fn formats(mapping: &Mapping, column: &Column) -> Vec<Format> {
    let said = [&column.formats, &mapping.time.formats].into_iter().find(|formats| !formats.is_empty());
    said.map_or_else(|| Format::UNAMBIGUOUS.to_vec(), Clone::clone)
}

/// The mapping's check knows the names.
fn zone_of(mapping: &Mapping, column: &Column) -> Option<TimeZone> {
    let name = column.zone.as_ref().or(mapping.time.zone.as_ref())?;
    TimeZone::get(name).ok()
}

fn digest(row: &Row) -> u64 {
    let mut hasher = DefaultHasher::new();
    row.cells.hash(&mut hasher);
    hasher.finish()
}
