//! The module table, enforced: who may import whom, who may touch the world, and where foreign crates live.
//!
//! Reads `use` lines and paths as text, so that the rule holds for every file whatever the compiler accepts.

// A helper of a test fails like the test itself.
#![allow(clippy::unwrap_used, clippy::expect_used)]

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

/// Folder, what it may import besides `config`, may it touch the world (files, sockets, clock, environment)?
const MODULES: &[(&str, &[&str], bool)] = &[
    ("config", &[], false),
    ("message", &[], false),
    ("ticket", &["message"], false),
    ("oauth", &[], true),
    ("mailbox", &["oauth"], true),
    ("journal", &["message", "ticket"], true),
    ("outbound", &["message", "ticket", "journal", "oauth"], true),
    ("lake", &["ticket"], true),
    ("history", &["ticket", "lake"], true),
    ("gateway", &["message", "ticket", "mailbox", "journal", "outbound", "lake"], true),
    ("kpi", &["lake"], false),
    ("trend", &[], false),
    ("recurrence", &["lake"], false),
    ("models", &["recurrence"], true),
    ("register", &[], true),
    ("report", &["kpi", "trend", "recurrence", "register"], true),
    ("sample", &["ticket", "lake"], true),
    (
        "commands",
        &[
            "message",
            "ticket",
            "oauth",
            "mailbox",
            "journal",
            "outbound",
            "lake",
            "history",
            "gateway",
            "kpi",
            "trend",
            "recurrence",
            "models",
            "register",
            "report",
            "sample",
        ],
        true,
    ),
];

/// The folders in which a foreign crate may be named; every other crate is free.
const HOMES: &[(&str, &[&str])] = &[
    ("async_imap", &["mailbox"]),
    // The secret key's randomness is the TLS library's, which asks the system.
    ("tokio_rustls", &["mailbox", "journal"]),
    ("rustls_native_certs", &["mailbox"]),
    ("mail_parser", &["message"]),
    ("chardetng", &["message"]),
    ("encoding_rs", &["message", "history"]),
    ("whatlang", &["message"]),
    ("rusqlite", &["journal"]),
    ("polars", &["lake", "history", "kpi", "recurrence"]),
    ("sqlparser", &["kpi"]),
    ("plotters", &["report"]),
    ("resvg", &["report"]),
    ("minijinja", &["report", "outbound"]),
    // A synthetic mailbox is composed the way that mail is sent.
    ("lettre", &["outbound", "sample"]),
    ("idna", &["outbound"]),
    ("reqwest", &["oauth"]),
    ("zeroize", &["config", "oauth", "mailbox", "commands"]),
    ("hyper", &["gateway"]),
    ("hyper_util", &["gateway"]),
    ("http_body_util", &["gateway"]),
    ("prometheus_client", &["gateway"]),
    ("sd_notify", &["gateway"]),
    ("tracing_subscriber", &["commands"]),
    ("rand", &["sample"]),
    ("rand_chacha", &["sample"]),
    ("ndarray", &["recurrence", "models"]),
    ("prost", &["models"]),
    ("unicode_normalization", &["recurrence"]),
    ("flate2", &["models"]),
    ("statrs", &["trend", "recurrence", "register"]),
    ("clap", &["commands"]),
    ("comfy_table", &["commands"]),
    ("indicatif", &["commands"]),
];

/// The files of a pure folder that may touch the world.
const WORLDLY_FILES: &[&str] = &["src/config/load.rs", "src/config/password.rs"];

const WORLD: &[&str] = &[
    "std::fs",
    "std::net",
    "std::env",
    "std::process",
    "tokio::",
    "Timestamp::now",
    "Zoned::now",
    "SystemTime",
    "Instant::now",
];

#[test]
fn modules_import_only_what_the_table_allows() {
    let mut wrong = Vec::new();
    each_line(|folder, path, line| {
        for other in mentioned_modules(line) {
            let allowed = other == folder || other == "config" || allowed_imports(folder).contains(&other.as_str());
            if !allowed {
                wrong.push(format!("{path}: `{folder}` may not import `{other}`: {}", line.trim()));
            }
        }
    });
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn pure_modules_touch_no_file_socket_clock_or_environment() {
    let mut wrong = Vec::new();
    each_line(|folder, path, line| {
        if touches_the_world(folder) || WORLDLY_FILES.contains(&path) {
            return;
        }
        wrong.extend(
            WORLD
                .iter()
                .filter(|word| line.contains(**word))
                .map(|word| format!("{path}: `{word}` in: {}", line.trim())),
        );
    });
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn each_foreign_crate_has_one_home() {
    let mut wrong = Vec::new();
    each_line(|folder, path, line| {
        for (name, homes) in HOMES {
            if names_crate(line, name) && !homes.contains(&folder) {
                wrong.push(format!("{path}: `{name}` lives in {homes:?}: {}", line.trim()));
            }
        }
    });
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn every_folder_of_the_source_stands_in_the_table() {
    let mut folders = Vec::new();
    for entry in std::fs::read_dir(source()).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            folders.push(path.file_name().unwrap().to_string_lossy().into_owned());
        }
    }
    let known: Vec<&str> = MODULES.iter().map(|(name, ..)| *name).collect();
    let strangers: Vec<&String> = folders.iter().filter(|folder| !known.contains(&folder.as_str())).collect();
    assert!(strangers.is_empty(), "not in the module table: {strangers:?}");
    assert_eq!(folders.len(), known.len(), "the table names folders that are not there");
}

/// Fuzzing and measuring build `src/message/` alone, as workspaces of their own; with other versions of a parser they
/// would tell about another program.
#[test]
fn fuzzing_and_benchmarks_use_the_versions_that_the_project_uses() {
    let own = locked_versions("Cargo.lock");
    for lock in ["fuzz/Cargo.lock", "benches/parse/Cargo.lock"] {
        let theirs = locked_versions(lock);
        assert!(theirs.contains_key("mail-parser"), "{lock} holds no mail-parser: {theirs:?}");
        for (name, versions) in theirs.iter().filter(|(name, _)| own.contains_key(*name)) {
            let unknown: Vec<&String> = versions.difference(&own[name]).collect();
            assert!(
                unknown.is_empty(),
                "{lock} has {name} {unknown:?}, Cargo.lock {:?}; copy Cargo.lock there",
                own[name]
            );
        }
    }
}

#[test]
fn the_checks_see_what_they_forbid() {
    assert_eq!(mentioned_modules("use crate::{kpi, lake::Lake};"), ["kpi", "lake"]);
    assert_eq!(mentioned_modules("let x = crate::journal::Journal::open(p);"), ["journal"]);
    assert_eq!(mentioned_modules(&statements("use crate::{\n    kpi,\n    trend,\n};")[0]), ["kpi", "trend"]);
    assert!(names_crate("use polars::prelude::*;", "polars"));
    assert!(!names_crate("// polars:: is fine in a comment", "polars"));
}

fn locked_versions(lock: &str) -> BTreeMap<String, BTreeSet<String>> {
    let text = std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(lock)).unwrap();
    let lock: toml::Table = text.parse().unwrap();
    let mut versions: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for package in lock["package"].as_array().unwrap() {
        let [name, version] = ["name", "version"].map(|field| package[field].as_str().unwrap().to_owned());
        versions.entry(name).or_default().insert(version);
    }
    versions
}

fn allowed_imports(folder: &str) -> &'static [&'static str] {
    MODULES.iter().find(|(name, ..)| *name == folder).map_or(&[], |(_, imports, _)| imports)
}

fn touches_the_world(folder: &str) -> bool {
    MODULES.iter().any(|(name, _, world)| *name == folder && *world)
}

/// The modules of this crate that a line names after `crate::`, also within braces.
fn mentioned_modules(line: &str) -> Vec<String> {
    let mut found = Vec::new();
    for (at, _) in line.match_indices("crate::") {
        let rest = &line[at + "crate::".len()..];
        let names: Vec<&str> = match rest.strip_prefix('{') {
            Some(list) => list.split(',').collect(),
            None => vec![rest],
        };
        for name in names {
            let name: String = name.trim().chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect();
            if MODULES.iter().any(|(known, ..)| *known == name) {
                found.push(name);
            }
        }
    }
    found
}

fn names_crate(line: &str, name: &str) -> bool {
    let code = line.split("//").next().unwrap_or_default();
    code.match_indices(&format!("{name}::")).any(|(at, _)| {
        let before = code[..at].chars().next_back();
        !before.is_some_and(|c| c.is_alphanumeric() || c == '_' || c == ':')
    })
}

/// Calls `check(folder, path, line)` for every line of code outside tests and comments.
fn each_line(mut check: impl FnMut(&str, &str, &str)) {
    let files = rust_files(&source());
    assert!(files.len() > 30, "only {} files found: the test looks in the wrong place", files.len());
    for (path, text) in &files {
        let Some(folder) = path.strip_prefix("src/").and_then(|rest| rest.split_once('/')).map(|(folder, _)| folder)
        else {
            continue;
        };
        // Tests may read files and use other modules' types.
        if path.ends_with("/tests.rs") {
            continue;
        }
        let code = text.split("#[cfg(test)]\nmod tests {").next().unwrap_or_default();
        for line in statements(code) {
            check(folder, path, &line);
        }
    }
}

/// The lines of code, a `use` that spans several as one.
fn statements(code: &str) -> Vec<String> {
    let mut statements: Vec<String> = Vec::new();
    let mut is_open = false;
    for line in code.lines().filter(|line| !line.trim_start().starts_with("//")) {
        match statements.last_mut() {
            Some(last) if is_open => last.push_str(line.trim()),
            _ => statements.push(line.to_string()),
        }
        let begins = line.trim_start().trim_start_matches("pub ").starts_with("use ");
        is_open = (is_open || begins) && !line.contains(';');
    }
    statements
}

fn source() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("src")
}

fn rust_files(folder: &Path) -> BTreeMap<String, String> {
    let mut files = BTreeMap::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            files.extend(rust_files(&path));
        } else if path.extension().is_some_and(|ending| ending == "rs") {
            let relative = path.strip_prefix(env!("CARGO_MANIFEST_DIR")).unwrap().to_string_lossy().into_owned();
            files.insert(relative, std::fs::read_to_string(&path).unwrap());
        }
    }
    files
}
