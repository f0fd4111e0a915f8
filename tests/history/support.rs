//! An import into a folder of its own, and what the lake has afterwards.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use polars::prelude::*;
use serde_json::{Value, json};
use tempfile::TempDir;

/// A row of the lake, every value as text.
pub type Fields = BTreeMap<String, String>;

/// A folder with files, in which the program runs.
pub struct Desk(TempDir);

impl Desk {
    pub fn new() -> Self {
        Self(tempfile::tempdir().unwrap())
    }

    pub fn with(self, name: &str, content: impl AsRef<[u8]>) -> Self {
        std::fs::write(self.path(name), content).unwrap();
        self
    }

    pub fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    pub fn run(&self, words: &[&str]) -> Output {
        Command::new(env!("CARGO_BIN_EXE_tallypost")).current_dir(self.0.path()).args(words).output().unwrap()
    }

    /// Imports a file and gives the report, its findings as they are printed.
    pub fn import(&self, file: &str, mapping: &str, words: &[&str]) -> Report {
        let output = self.run(&[&["import", file, "--mapping", mapping, "--format", "json"], words].concat());
        assert!(output.status.success(), "{}", text(&output.stderr));
        Report(text(&output.stdout).lines().map(|line| serde_json::from_str(line).unwrap()).collect())
    }

    /// The rows of a table of the lake, by ticket and time.
    pub fn rows(&self, table: &str) -> Vec<Fields> {
        let mut rows: Vec<Fields> =
            files(&self.path("tallypost-data/lake").join(table)).iter().flat_map(read).collect();
        let key = |row: &Fields| {
            let sequence = row.get("sequence").map_or(0, |number| number.parse().unwrap());
            (row["ticket_id"].clone(), sequence)
        };
        rows.sort_by_key(key);
        rows
    }

    pub fn ticket(&self, id: &str) -> Fields {
        let mut found = self.rows("tickets").into_iter().filter(|row| row["ticket_id"] == id);
        let row = found.next().unwrap_or_else(|| panic!("no ticket {id}"));
        assert!(found.next().is_none(), "{id} is there twice");
        row
    }

    /// The kinds and values of a ticket's events, `kind from>to`, without those that only keep a row.
    pub fn story(&self, id: &str) -> Vec<String> {
        let of_ticket = self.rows("events").into_iter().filter(|row| row["ticket_id"] == id);
        let told = of_ticket.filter(|row| !matches!(row["kind"].as_str(), "opened" | "recorded"));
        told.map(|row| {
            let at = &row["occurred_at"][..16];
            format!("{at} {} {}>{}", row["kind"], row["from_value"], row["to_value"])
        })
        .collect()
    }

    /// Every file of the lake with its bytes.
    pub fn lake_bytes(&self) -> BTreeMap<PathBuf, Vec<u8>> {
        let files = files(&self.path("tallypost-data/lake"));
        files.into_iter().map(|file| (file.clone(), std::fs::read(file).unwrap())).collect()
    }

    pub fn rejected(&self, name: &str) -> Vec<Vec<String>> {
        let path = self.path(&format!("tallypost-data/imports/{name}.rejected.csv"));
        let mut reader = csv::ReaderBuilder::new().flexible(true).from_path(path).unwrap();
        reader.records().map(|record| record.unwrap().iter().map(String::from).collect()).collect()
    }
}

/// What an import said: the report, then its findings.
pub struct Report(Vec<Value>);

impl Report {
    pub fn number(&self, name: &str) -> u64 {
        self.0[0][name].as_u64().unwrap()
    }

    /// `field count×finding: value`, the examples' rows behind.
    pub fn findings(&self) -> Vec<String> {
        let line = |finding: &Value| {
            let text = |name: &str| finding[name].as_str().unwrap_or_default().to_string();
            let rows: Vec<String> =
                finding["examples"].as_array().unwrap().iter().map(|example| example["row"].to_string()).collect();
            let value = if text("value").is_empty() { String::new() } else { format!(" `{}`", text("value")) };
            let what = text("finding");
            let what = what.split(':').next().unwrap();
            format!("{}{value}: {} {what}, rows {}", text("field"), finding["count"], rows.join(" "))
        };
        self.0[1..].iter().map(line).collect()
    }
}

pub fn text(bytes: &[u8]) -> String {
    String::from_utf8(bytes.to_vec()).unwrap()
}

/// `expected` fields of a row, each as `name=value`.
pub fn assert_fields(row: &Fields, expected: &[(&str, &str)]) {
    for (name, value) in expected {
        assert_eq!(row[*name], *value, "{name} of {row:?}");
    }
}

fn files(folder: &Path) -> Vec<PathBuf> {
    let Ok(entries) = std::fs::read_dir(folder) else { return Vec::new() };
    let mut found = Vec::new();
    for entry in entries {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.extend(files(&path));
        } else {
            found.push(path);
        }
    }
    found.sort();
    found
}

fn read(path: &PathBuf) -> Vec<Fields> {
    let frame = ParquetReader::new(std::fs::File::open(path).unwrap()).finish().unwrap();
    let value = |column: &Column, row: usize| match column.get(row).unwrap() {
        AnyValue::Null => String::new(),
        AnyValue::Datetime(at, ..) | AnyValue::DatetimeOwned(at, ..) => {
            jiff::Timestamp::from_microsecond(at).unwrap().to_string()
        }
        AnyValue::List(parts) => parts.str().unwrap().iter().flatten().collect::<Vec<_>>().join("|"),
        value => value.str_value().into_owned(),
    };
    let columns = frame.columns();
    (0..frame.height())
        .map(|row| columns.iter().map(|column| (column.name().to_string(), value(column, row))).collect())
        .collect()
}

/// The rows that each SQL text answers in DuckDB, run in `folder`; nothing where DuckDB is to be left out.
pub fn run_duckdb(folder: &Path, texts: &[String]) -> Option<Vec<Vec<Value>>> {
    if std::env::var("TALLYPOST_SKIP_DUCKDB").is_ok_and(|value| value == "1") {
        return None;
    }
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/history/run_queries.py");
    let mut python = Command::new("python3")
        .arg(script)
        .current_dir(folder)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("python3 is needed: apt-get install python3, or TALLYPOST_SKIP_DUCKDB=1");
    std::io::Write::write_all(&mut python.stdin.take().unwrap(), json!(texts).to_string().as_bytes()).unwrap();
    let output = python.wait_with_output().unwrap();
    assert!(output.status.success(), "{}", text(&output.stderr));
    Some(text(&output.stdout).lines().map(|line| serde_json::from_str(line).unwrap()).collect())
}
