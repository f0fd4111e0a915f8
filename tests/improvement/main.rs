//! The improvement register from outside: what was planted in the sample is judged as it was planted, and a plan that
//! has started is fixed.

#![allow(clippy::unwrap_used, clippy::expect_used)]

mod command;
mod planted;
mod review;

use std::path::Path;
use std::process::{Command, Output};

use jiff::civil::date;
use serde_json::Value;
use tallypost::sample::{Order, write_lake};

/// A plan that is whole but for what it is measured by and when.
pub const COMMON: [&str; 16] = [
    "--source",
    "Audit 2025",
    "--objective",
    "fewer hours",
    "--statement",
    "Something",
    "--baseline",
    "24",
    "--washout",
    "0",
    "--owner",
    "ada",
    "--approver",
    "grace",
    "--by",
    "anna",
];

pub fn tallypost(data: &Path, words: &[&str]) -> Output {
    let config = data.join("tallypost.toml");
    Command::new(env!("CARGO_BIN_EXE_tallypost"))
        .args(["--config".as_ref(), config.as_os_str(), "--data".as_ref(), data.as_os_str()])
        .args(words)
        .output()
        .unwrap()
}

pub fn improvement(data: &Path, words: &[&str]) -> Output {
    tallypost(data, &[&["improvement"], words].concat())
}

pub fn text(bytes: &[u8]) -> String {
    String::from_utf8(bytes.to_vec()).unwrap()
}

pub fn printed(output: &Output) -> String {
    assert!(output.status.success(), "{}", text(&output.stderr));
    text(&output.stdout)
}

pub fn lines(output: &Output) -> Vec<Value> {
    printed(output).lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

/// A lake of the sample's organisation, up to October 2026.
pub fn lake(tickets: usize, months: usize, seed: u64) -> tempfile::TempDir {
    let data = tempfile::tempdir().unwrap();
    write_lake(&Order::until(date(2026, 10, 1), months, tickets, seed), data.path(), &|_, _| {}).unwrap();
    data
}

pub fn register(data: &Path) -> String {
    std::fs::read_to_string(data.join("register/improvements.jsonl")).unwrap_or_default()
}
