//! What people decide about problems, as the ledger keeps it.

use std::collections::BTreeSet;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

const PREFIX: &str = "P-";

/// One decision; everything that it stood on is in it, so that it can be understood without the tickets.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum Decision {
    /// It is a problem, with a number and an owner; of a problem: it has another owner, or is taken up again.
    Accept { problem: String, owner: String, of: Evidence },
    /// Its cause is known, and how to work around it.
    KnownError { problem: String, workaround: String, description: Option<String> },
    /// It is no problem, until then or until twice as many tickets tell of it.
    Reject { reason: String, until: Timestamp, of: Evidence },
    /// Both are one (must-link); the second becomes part of the first.
    Merge { of: Evidence, with: Evidence },
    /// These tickets do not belong to it (cannot-link).
    Split { tickets: Vec<String>, of: Evidence },
    /// It is gone, and up to `watch_until` no more than `expected_tickets` should come.
    Resolve { problem: String, done: String, on: Timestamp, expected_tickets: f64, watch_until: Timestamp },
}

/// What a decision is about, as it stood: later months find it again by this.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Evidence {
    /// Of the problem, or of the candidate while it is none.
    pub id: String,
    pub title: String,
    pub tickets: Vec<String>,
}

impl Evidence {
    pub fn ticket_set(&self) -> BTreeSet<&str> {
        self.tickets.iter().map(String::as_str).collect()
    }
}

pub fn is_problem_id(id: &str) -> bool {
    number(id).is_some()
}

/// The id after those that are given away.
pub fn next_problem_id<'a>(given: impl Iterator<Item = &'a str>) -> String {
    let last = given.filter_map(number).max().unwrap_or(0);
    format!("{PREFIX}{:04}", last + 1)
}

/// As it is written in full: P-0007 of p-7. Nothing where it is no problem's id.
pub fn full_problem_id(id: &str) -> Option<String> {
    let number: u32 = id.to_ascii_uppercase().strip_prefix(PREFIX)?.parse().ok()?;
    Some(format!("{PREFIX}{number:04}"))
}

fn number(id: &str) -> Option<u32> {
    id.strip_prefix(PREFIX)?.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_problem_has_the_number_after_the_highest() {
        assert_eq!(next_problem_id([].into_iter()), "P-0001");
        assert_eq!(next_problem_id(["P-0002", "PC-1a2b3c4d", "P-0011"].into_iter()), "P-0012");
        assert_eq!(next_problem_id(["P-9999"].into_iter()), "P-10000");
        assert!(is_problem_id("P-0001") && !is_problem_id("PC-00000001"));
    }

    #[test]
    fn a_problem_may_be_named_as_people_speak() {
        assert_eq!(
            ["p-7", "P-0007", "P-12345"].map(full_problem_id),
            ["P-0007", "P-0007", "P-12345"].map(|id| Some(id.into()))
        );
        assert_eq!(["PC-00000007", "P-", "7"].map(full_problem_id), [None, None, None]);
    }
}
