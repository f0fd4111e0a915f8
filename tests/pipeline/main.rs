//! From a mailbox to tickets and figures, as a user runs it: the sample against its planted truth, a real IMAP
//! server, interruptions, and what is said when something is wrong.

// A helper of a test fails like the test itself.
#![allow(clippy::unwrap_used, clippy::expect_used)]

mod demo;
mod identity;
mod imap;
mod messages;
mod order;
mod review;
#[path = "../support/mod.rs"]
mod support;
mod truth;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

/// The committed sample.
fn sample() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("sample_data")
}

fn tallypost() -> Command {
    Command::new(env!("CARGO_BIN_EXE_tallypost"))
}

/// Runs a command line in a folder.
fn run(folder: &Path, words: &[&str]) -> Output {
    tallypost().current_dir(folder).args(words).output().unwrap()
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

/// Every file below a folder with its content.
fn files(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let mut found = BTreeMap::new();
    collect(folder, folder, &mut found);
    found
}

fn collect(root: &Path, folder: &Path, found: &mut BTreeMap<String, Vec<u8>>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            collect(root, &path, found);
        } else {
            let name = path.strip_prefix(root).unwrap().to_string_lossy().into_owned();
            found.insert(name, std::fs::read(&path).unwrap());
        }
    }
}

/// Fails with the names of the files that differ, not with megabytes.
fn assert_same_files(one: &Path, other: &Path) {
    let (one, other) = (files(one), files(other));
    assert!(!one.is_empty(), "nothing to compare");
    let names: Vec<&String> = one.keys().chain(other.keys()).collect();
    let different: Vec<_> = names.into_iter().filter(|name| one.get(*name) != other.get(*name)).collect();
    assert!(different.is_empty(), "files differ: {different:?}");
}
