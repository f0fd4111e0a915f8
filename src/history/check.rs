//! What is wrong with the meaning of a mapping, and whether a file has what it names.

use std::collections::BTreeMap;

use encoding_rs::Encoding;
use jiff::tz::TimeZone;

use super::entry::NOTHING;
use super::field::{Field, Holds};
use super::header::find;
use super::mapping::{Column, Kind, Mapping, MissingColumns};
use super::meaning::Meaning;

/// Fields that only a row of an event log has.
const OF_EVENTS: [Field; 5] = [Field::OccurredAt, Field::Activity, Field::NewValue, Field::Actor, Field::ActorRole];

/// Everything that is wrong, one sentence each, with what would be right.
pub fn problems(mapping: &Mapping) -> Vec<String> {
    let mut found = Vec::new();
    essentials(mapping, &mut found);
    file_problems(mapping, &mut found);
    zone_problem("time.zone", mapping.time.zone.as_deref(), &mut found);
    for (field, column) in &mapping.columns {
        column_problems(*field, column, &mut found);
    }
    for (field, value) in &mapping.constants {
        constant_problems(*field, value, &mut found);
    }
    for (field, words) in &mapping.values {
        word_problems(mapping, *field, words, &mut found);
    }
    for (field, word) in &mapping.otherwise {
        if !matches!(field.holds(), Holds::Word(_) | Holds::Truth | Holds::Text) {
            found.push(format!("otherwise.{field}: holds no words; leave it out"));
        }
        target_problem(&format!("otherwise.{field}"), *field, word, &mut found);
    }
    activity_problems(mapping, &mut found);
    found
}

fn essentials(mapping: &Mapping, found: &mut Vec<String>) {
    let moment = match mapping.kind {
        Kind::Ticket => Field::OpenedAt,
        Kind::Event => Field::OccurredAt,
    };
    for field in [Field::TicketId, moment] {
        if !mapping.columns.contains_key(&field) {
            found.push(format!("columns.{field}: is needed; write {field} = \"the column's name\" under [columns]"));
        }
    }
    let fields = mapping.columns.keys().chain(mapping.constants.keys());
    for field in fields.filter(|field| mapping.kind == Kind::Ticket && OF_EVENTS.contains(field)) {
        found.push(format!("columns.{field}: belongs to an event log; write kind = \"event\", or leave it out"));
    }
}

fn file_problems(mapping: &Mapping, found: &mut Vec<String>) {
    let file = &mapping.file;
    if Encoding::for_label(file.encoding.as_bytes()).is_none() {
        found.push(format!(
            "file.encoding: `{}` is no encoding of the WHATWG standard; write utf-8, windows-1252, utf-16le …",
            file.encoding
        ));
    }
    for (key, sign) in [("delimiter", file.delimiter), ("quote", file.quote)] {
        if let Some(sign) = sign.filter(|sign| !sign.is_ascii()) {
            found.push(format!("file.{key}: `{sign}` is no ASCII character"));
        }
    }
    if !matches!(file.decimal, '.' | ',') {
        found.push(format!("file.decimal: `{}` is neither `.` nor `,`", file.decimal));
    }
    if file.header != file.names.is_empty() {
        found.push("file.names: names the columns of a file without a header; write header = false with it".into());
    }
}

fn zone_problem(key: &str, zone: Option<&str>, found: &mut Vec<String>) {
    if let Some(zone) = zone.filter(|zone| TimeZone::get(zone).is_err()) {
        found.push(format!("{key}: `{zone}` is no IANA time zone; write for example \"Europe/Berlin\""));
    }
}

fn column_problems(field: Field, column: &Column, found: &mut Vec<String>) {
    if column.columns.is_empty() {
        found.push(format!("columns.{field}: names no column"));
    }
    zone_problem(&format!("columns.{field}.zone"), column.zone.as_deref(), found);
    let holds = field.holds();
    for (key, is_there, fits) in [
        ("formats", !column.formats.is_empty(), holds == Holds::Moment),
        ("zone", column.zone.is_some(), holds == Holds::Moment),
        ("unit", column.unit.is_some(), holds == Holds::Span),
        ("separator", column.separator.is_some(), holds == Holds::List),
    ] {
        if is_there && !fits {
            found.push(format!("columns.{field}: `{key}` means nothing here; leave it out"));
        }
    }
    if holds == Holds::Span && column.unit.is_none() {
        found.push(format!(
            "columns.{field}: say the unit: {{ column = \"…\", unit = \"minutes\" }} (seconds, hours, days, clock, words)"
        ));
    }
}

fn constant_problems(field: Field, value: &str, found: &mut Vec<String>) {
    if matches!(field.holds(), Holds::Moment | Holds::Span) || field == Field::TicketId {
        found.push(format!("constants.{field}: cannot be the same in every row; leave it out"));
    }
    target_problem(&format!("constants.{field}"), field, value, found);
}

fn word_problems(mapping: &Mapping, field: Field, words: &BTreeMap<String, String>, found: &mut Vec<String>) {
    let is_word = matches!(field.holds(), Holds::Word(_) | Holds::Truth | Holds::Text | Holds::List);
    if !is_word || matches!(field, Field::TicketId | Field::Activity | Field::NewValue) {
        found.push(format!("values.{field}: holds no words to translate; [activities] says what an activity means"));
        return;
    }
    if !mapping.tells(field) && !sets(mapping, field) {
        found.push(format!("values.{field}: no column of that name under [columns]; add it, or leave the table out"));
    }
    let mut seen = BTreeMap::new();
    for (word, ours) in words {
        target_problem(&format!("values.{field}.\"{word}\""), field, ours, found);
        if seen.insert(word.trim().to_lowercase(), ours).is_some_and(|other| other != ours) {
            found.push(format!("values.{field}.\"{word}\": is there twice, upper and lower case are alike; keep one"));
        }
    }
}

fn sets(mapping: &Mapping, field: Field) -> bool {
    mapping.activities.values().any(|meaning| *meaning == Meaning::Sets(field))
}

/// Is the word one that the lake knows?
fn target_problem(key: &str, field: Field, word: &str, found: &mut Vec<String>) {
    let known: &[&str] = match field.holds() {
        Holds::Word(words) => words,
        Holds::Truth => &["true", "false"],
        _ => return,
    };
    if word != NOTHING && !known.contains(&word) {
        found.push(format!("{key}: `{word}` is not known to the lake; it can be {}, or {NOTHING}", known.join(", ")));
    }
}

fn activity_problems(mapping: &Mapping, found: &mut Vec<String>) {
    if !mapping.activities.is_empty() && !mapping.tells(Field::Activity) {
        found.push("activities: no activity under [columns]; add the column that says what happened".into());
    }
    let names_fields = mapping.activities.values().any(|meaning| matches!(meaning, Meaning::Sets(_)));
    if names_fields && !mapping.tells(Field::NewValue) {
        found.push("activities: a field's new value is wanted; add new_value = \"its column\" under [columns]".into());
    }
}

/// What the mapping names and the file has not: columns, or all the columns of a field where it may choose. An error
/// where the import may not be without them; `names` are all that the file has.
pub fn missing_columns(mapping: &Mapping, columns: &[String], names: &[String]) -> Result<Vec<String>, String> {
    let is_missing = |name: &&String| find(columns, name).is_none();
    let is_strict = mapping.file.missing_columns == MissingColumns::Refuse;
    let moment = if mapping.kind == Kind::Ticket { Field::OpenedAt } else { Field::OccurredAt };
    let mut missing: Vec<String> = Vec::new();
    let mut is_blind = false;
    for (field, column) in &mapping.columns {
        let without: Vec<String> = column.columns.iter().filter(is_missing).cloned().collect();
        let says_nothing = without.len() == column.columns.len();
        is_blind |= says_nothing && [Field::TicketId, moment].contains(field);
        missing.extend(without.into_iter().filter(|_| is_strict || says_nothing));
    }
    missing.extend(mapping.keep.iter().filter(is_missing).filter(|_| is_strict).cloned());
    missing.sort();
    missing.dedup();
    if missing.is_empty() || !(is_strict || is_blind) {
        return Ok(missing);
    }
    let list = |names: &[String]| names.iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ");
    let hint = match names {
        [one] if one.contains([';', '\t', '|', ',']) => {
            "; its columns are divided by another sign: write delimiter = \";\" under [file]"
        }
        _ if is_blind => "; correct the names under [columns]",
        _ => "; correct the names, or write missing_columns = \"allow\" under [file]",
    };
    Err(format!("the file has no column {}; it has {}{hint}", list(&missing), list(names)))
}
