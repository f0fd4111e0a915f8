//! `tallypost problem` as a user runs it.

use std::path::Path;
use std::process::{Command, Output};

use jiff::civil::date;
use tallypost::recurrence::candidate_id;
use tallypost::sample::{Order, write_lake};

pub fn problem(data: &Path, words: &[&str]) -> Output {
    let config = data.join("tallypost.toml");
    Command::new(env!("CARGO_BIN_EXE_tallypost"))
        .args(["--config".as_ref(), config.as_os_str(), "--data".as_ref(), data.as_os_str()])
        .arg("problem")
        .args(words)
        .output()
        .unwrap()
}

pub fn text(bytes: &[u8]) -> String {
    String::from_utf8(bytes.to_vec()).unwrap()
}

pub fn printed(output: &Output) -> String {
    assert!(output.status.success(), "{}", text(&output.stderr));
    text(&output.stdout)
}

pub fn lake(tickets: usize) -> tempfile::TempDir {
    lake_of(tickets, 6)
}

pub fn lake_of(tickets: usize, months: usize) -> tempfile::TempDir {
    let data = tempfile::tempdir().unwrap();
    write_lake(&Order::until(date(2026, 10, 1), months, tickets, 1), data.path(), &|_, _| {}).unwrap();
    data
}

#[test]
fn candidates_are_listed_and_each_can_be_shown_with_every_factor() {
    let data = lake(300);
    let listed = printed(&problem(data.path(), &["list"]));
    let id = listed.split_whitespace().find(|word| word.starts_with("PC-")).unwrap();
    assert!(listed.contains("Ranked by what the next 90 days would cost"), "{listed}");
    let shown = printed(&problem(data.path(), &["show", id]));
    for told in
        ["tickets expected", "× minutes a ticket", "× belong to it", "= hours", "Typical tickets", "Is and is not"]
    {
        assert!(shown.contains(told), "{told} in {shown}");
    }
    let json: serde_json::Value =
        serde_json::from_str(&printed(&problem(data.path(), &["show", id, "--format", "json"]))).unwrap();
    assert_eq!(json["id"], id);
    // As it would have been called while its third ticket was the first.
    let earlier = candidate_id(json["tickets"][2].as_str().unwrap());
    assert!(printed(&problem(data.path(), &["show", &earlier])).starts_with(id), "{earlier}");
    assert!(json["linked_changes"].is_array() && json["decisions"] == serde_json::json!([]));
    let factors = ["next_tickets", "minutes_per_ticket"].map(|factor| json["cost"][factor]["value"].as_f64().unwrap());
    let product = factors[0] * factors[1] * json["cost"]["belonging"].as_f64().unwrap();
    let said = json["cost"]["avoidable_minutes"]["value"].as_f64().unwrap();
    assert!((product - said).abs() < 1e-6 * said, "{product} {said}");
}

#[test]
fn groups_of_the_lake_name_every_ticket_once_and_the_same_twice() {
    let data = lake(300);
    let groups = printed(&problem(data.path(), &["groups", "--format", "csv"]));
    assert_eq!(groups, printed(&problem(data.path(), &["groups"])));
    let mut ids: Vec<&str> = groups.lines().skip(1).map(|line| line.split(',').next().unwrap()).collect();
    let lines = ids.len();
    ids.sort();
    ids.dedup();
    assert_eq!(groups.lines().next(), Some("id,group_pred"));
    assert!(ids.len() == lines && lines > 250, "{lines}");
}

#[test]
fn a_labelled_file_needs_no_lake() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("tickets.csv");
    let rows = [
        "The portal is terribly slow",
        "Portal terribly slow today",
        "portal slow, terribly",
        "Change my address",
        "Where is the invoice for May?",
        "A new tablet for our technician",
        "No values from meter seven",
        "Who can sign the contract?",
        "Blank page instead of a report",
        "Wrong tariff on my bill",
        "Please delete the old account",
        "We move to Lyon in spring",
    ];
    let lines: Vec<String> = rows.iter().enumerate().map(|(n, row)| format!("{n},\"{row}\"")).collect();
    std::fs::write(&file, format!("id,text\n{}\n", lines.join("\n"))).unwrap();
    let output = Command::new(env!("CARGO_BIN_EXE_tallypost"))
        .current_dir(folder.path())
        .args(["problem", "groups", "--tickets", "tickets.csv", "--format", "csv"])
        .output()
        .unwrap();
    let groups = printed(&output);
    assert!(groups.starts_with("id,group_pred\n0,0\n1,0\n2,0\n3,\n4,\n"), "{groups}");
}

#[test]
fn what_is_wrong_with_the_words_is_said_with_status_two() {
    let data = lake(60);
    let unknown = problem(data.path(), &["show", "PC-none"]);
    assert_eq!(unknown.status.code(), Some(2));
    assert!(text(&unknown.stderr).contains("`tallypost problem list` lists them"));
    let csv = problem(data.path(), &["list", "--format", "csv"]);
    assert_eq!(csv.status.code(), Some(2));
    assert!(text(&csv.stderr).contains("only `problem groups` prints csv"));
    let file = data.path().join("no-text.csv");
    std::fs::write(&file, "id,body\n1,a\n").unwrap();
    let column = problem(data.path(), &["groups", "--tickets", file.to_str().unwrap()]);
    assert_eq!(column.status.code(), Some(2));
    assert!(text(&column.stderr).contains("no column text"), "{}", text(&column.stderr));
}
