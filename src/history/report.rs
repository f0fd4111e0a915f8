//! What an import met: how much came, and everything that could not be taken as it stood, counted and shown.

use std::collections::BTreeMap;

use serde::Serialize;

/// Rows shown of each finding.
const EXAMPLES: usize = 3;
/// Different values counted apart of each kind of finding and field; what comes after is counted together.
const VALUES: usize = 200;
/// Characters shown of a value.
const SHOWN: usize = 60;

/// What was met, and what was done about it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum What {
    EmptyRow,
    MalformedRow,
    NoTicketId,
    NoMoment,
    UnreadableMoment,
    RepeatedId,
    RepeatedRow,
    EndWithoutMoment,
    ResolvedBeforeOpened,
    MissingColumn,
    UnknownWordLeftOut,
    UnknownWordReplaced,
    UnknownWordKept,
    UnknownActivity,
    UnreadableMomentLeftOut,
    UnreadableNumberLeftOut,
    BeforeOpening,
    ClosedBeforeResolved,
    ResolvedYetOpen,
    EndAgainstRows,
    OpenedAfterFirstRow,
    AfterMerge,
    RowRepeatedKept,
    ClockShownTwice,
    ClockNeverShown,
    WrongCharacters,
    ReopenedUntold,
}

impl What {
    /// Is the row in which it was met left out of the lake?
    pub fn is_rejection(self) -> bool {
        self <= Self::ResolvedBeforeOpened
    }

    /// What was met and what was done, for people; the field or column and the value stand beside it.
    pub fn words(self) -> &'static str {
        match self {
            Self::EmptyRow => "rejected: the row is empty",
            Self::MalformedRow => "rejected: the row cannot be read",
            Self::NoTicketId => "rejected: no ticket_id",
            Self::NoMoment => "rejected: no moment",
            Self::UnreadableMoment => "rejected: no moment in the formats under [time], or of no known zone",
            Self::RepeatedId => "rejected: an earlier row has the same ticket_id",
            Self::RepeatedRow => "rejected: repeats an earlier row in every cell",
            Self::EndWithoutMoment => {
                "rejected: the status says that it ended, and no column of resolved_at or closed_at says when"
            }
            Self::ResolvedBeforeOpened => "rejected: resolved before it was opened",
            Self::MissingColumn => "not a column of this file: says nothing",
            Self::UnknownWordLeftOut => "not in [values], none of our words: left out",
            Self::UnknownWordReplaced => "not in [values]: taken as [otherwise] says",
            Self::UnknownWordKept => "not in [values]: kept as it stands",
            Self::UnknownActivity => "not in [activities]: kept as it stands, changes nothing",
            Self::UnreadableMomentLeftOut => "no moment in the formats under [time], or of no known zone: left out",
            Self::UnreadableNumberLeftOut => "not a number or span as the mapping says: left out",
            Self::BeforeOpening => "before the ticket was opened: left out",
            Self::ClosedBeforeResolved => "closed before resolved: taken as closed when resolved",
            Self::ResolvedYetOpen => "the status says that it is not over: the moment is left out",
            Self::EndAgainstRows => "the rows of the ticket say otherwise: theirs is taken",
            Self::OpenedAfterFirstRow => "after the ticket's first row: that row's moment is taken",
            Self::AfterMerge => "after the ticket was merged: kept as it stands, changes nothing",
            Self::RowRepeatedKept => "repeats an earlier row of the ticket in every cell: kept",
            Self::ClockShownTwice => "the clocks showed this local time twice: the first is taken",
            Self::ClockNeverShown => "the clocks skipped this local time: moved forward by what they skipped",
            Self::ReopenedUntold => {
                "reopened, and nothing says when: in the ticket's reopen_count, in no figure of reopenings"
            }
            Self::WrongCharacters => "characters that are none in the encoding: \u{fffd} in their place",
        }
    }
}

/// Where it was met.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Example {
    pub row: u64,
    #[serde(skip_serializing_if = "String::is_empty")]
    pub value: String,
}

#[derive(Debug, Clone, Default)]
struct Tally {
    count: u64,
    examples: Vec<Example>,
}

/// A kind of finding, of one field or column, and of one value where values are counted apart.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Finding {
    pub finding: &'static str,
    pub rejected: bool,
    #[serde(skip_serializing_if = "String::is_empty")]
    pub field: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub value: Option<String>,
    pub count: u64,
    pub examples: Vec<Example>,
}

/// Collects findings while rows are read.
#[derive(Debug, Default)]
pub struct Findings {
    tallies: BTreeMap<(What, String, Option<String>), Tally>,
    values: BTreeMap<(What, String), usize>,
    /// The rows that are left out of the lake, with the reason.
    pub rejected: BTreeMap<u64, String>,
}

impl Findings {
    /// Something about a value that is different in every row, as moments are.
    pub fn note(&mut self, what: What, field: &str, row: u64, value: &str) {
        self.count((what, field.into(), None), Example { row, value: shown(value) });
    }

    /// Something about a word; each word is counted apart.
    pub fn note_word(&mut self, what: What, field: &str, row: u64, word: &str) {
        let mut key = (what, field.to_string(), Some(shown(word)));
        if !self.tallies.contains_key(&key) {
            let values = self.values.entry((what, field.to_string())).or_default();
            *values += 1;
            if *values > VALUES {
                key.2 = Some("(further words)".into());
            }
        }
        self.count(key, Example { row, value: String::new() });
    }

    pub fn reject(&mut self, rejection: &Rejection, row: u64) {
        let Rejection { what, field, value } = rejection;
        let about = if field.is_empty() { String::new() } else { format!(" ({field})") };
        let told = if value.is_empty() { String::new() } else { format!(": {}", shown(value)) };
        let reason = what.words().trim_start_matches("rejected: ");
        self.rejected.insert(row, format!("{reason}{about}{told}"));
        self.note(*what, field, row, value);
    }

    fn count(&mut self, key: (What, String, Option<String>), example: Example) {
        let tally = self.tallies.entry(key).or_default();
        tally.count += 1;
        // The first rows, whatever the order in which they come.
        if tally.examples.len() < EXAMPLES || tally.examples.last().is_some_and(|last| example.row < last.row) {
            tally.examples.push(example);
            tally.examples.sort_by_key(|example| example.row);
            tally.examples.truncate(EXAMPLES);
        }
    }

    /// Rejections first; within a kind the most frequent first.
    pub fn sorted(&self) -> Vec<Finding> {
        let mut all: Vec<_> = self.tallies.iter().collect();
        all.sort_by(|((a, field_a, _), tally_a), ((b, field_b, _), tally_b)| {
            (a, field_a, tally_b.count).cmp(&(b, field_b, tally_a.count))
        });
        let finding = |((what, field, value), tally): (&(What, String, Option<String>), &Tally)| Finding {
            finding: what.words(),
            rejected: what.is_rejection(),
            field: field.clone(),
            value: value.clone(),
            count: tally.count,
            examples: tally.examples.clone(),
        };
        all.into_iter().map(finding).collect()
    }
}

/// Why a row is left out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rejection {
    pub what: What,
    pub field: String,
    pub value: String,
}

impl Rejection {
    pub fn new(what: What, field: impl ToString, value: impl Into<String>) -> Self {
        Self { what, field: field.to_string(), value: value.into() }
    }
}

/// What an import did; also written beside the lake as `imports/NAME.json`.
#[derive(Debug, Clone, Serialize)]
pub struct Report {
    pub import: String,
    pub file: String,
    pub file_sha256: String,
    pub mapping_sha256: String,
    pub dry_run: bool,
    /// Each row is in the lake or rejected.
    pub rows: u64,
    pub rejected: u64,
    pub tickets: u64,
    pub events: u64,
    pub first_event_at: Option<jiff::Timestamp>,
    pub last_event_at: Option<jiff::Timestamp>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub findings: Vec<Finding>,
}

fn shown(value: &str) -> String {
    let line: String = value.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
    match line.char_indices().nth(SHOWN) {
        Some((at, _)) => format!("{}…", &line[..at]),
        None => line,
    }
}
