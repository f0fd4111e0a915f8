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
    // Of its last ticket one comes to it too, and all of them can be read.
    let last = json["tickets"].as_array().unwrap().last().unwrap().as_str().unwrap();
    let of_ticket = printed(&problem(data.path(), &["show", last, "--tickets"]));
    let rows: Vec<&str> = of_ticket.lines().filter_map(|line| line.split_whitespace().next()).collect();
    let tickets = json["tickets"].as_array().unwrap().iter().map(|ticket| ticket.as_str().unwrap());
    assert_eq!(rows.into_iter().filter(|word| word.starts_with("T-")).collect::<Vec<_>>(), tickets.collect::<Vec<_>>());
    assert!(json["linked_changes"].is_array() && json["decisions"] == serde_json::json!([]));
    let factors = ["next_tickets", "minutes_per_ticket"].map(|factor| json["cost"][factor]["value"].as_f64().unwrap());
    let product = factors[0] * factors[1] * json["cost"]["belonging"].as_f64().unwrap();
    let said = json["cost"]["avoidable_minutes"]["value"].as_f64().unwrap();
    assert!((product - said).abs() < 1e-6 * said, "{product} {said}");
}

#[test]
fn a_month_without_a_ticket_is_a_line_too_and_a_list_says_what_it_leaves_out() {
    let data = lake_of(300, 12);
    let lines = printed(&problem(data.path(), &["list", "--format", "json"]));
    let all: Vec<serde_json::Value> = lines.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let first_seen = |line: &serde_json::Value| line["first_seen"].as_str().unwrap()[..7].to_string();
    let counted = |line: &serde_json::Value| line["by_month"].as_object().unwrap().len();
    let months = |line: &serde_json::Value| {
        let (year, month) = first_seen(line).split_once('-').map(|(y, m)| (y.parse(), m.parse())).unwrap();
        let (year, month): (usize, usize) = (year.unwrap(), month.unwrap());
        (2026 - year) * 12 + 10 - month + 1
    };
    let gap = all.iter().find(|line| counted(line) < months(line)).expect("one with a month without a ticket");
    let shown = printed(&problem(data.path(), &["show", gap["id"].as_str().unwrap()]));
    let section = shown.split("\nBy month\n").nth(1).unwrap().split("\n\n").next().unwrap();
    assert_eq!(section.lines().count(), months(gap), "{section}");

    let few = printed(&problem(data.path(), &["list", "--limit", "1"]));
    assert!(few.contains(&format!("1 shown; --limit {0} shows all.", all.len())), "{few}");
    assert!(few.contains("Known up to 2026-10-3"), "{few}");
    let none = printed(&problem(data.path(), &["list", "--as-of", "2010-01-01"]));
    assert_eq!(none, "No incident or complaint is known up to 2009-12-31.\n");
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
    assert!(text(&unknown.stderr).contains("`tallypost problem list --all` lists them"));
    let many = problem(data.path(), &["show", "PC-"]);
    assert!(text(&many.stderr).contains(" ids begin with PC-, from PC-"), "{}", text(&many.stderr));
    assert_eq!(problem(data.path(), &["list", "--limit", "0"]).status.code(), Some(2));
    let csv = problem(data.path(), &["list", "--format", "csv"]);
    assert_eq!(csv.status.code(), Some(2));
    assert!(text(&csv.stderr).contains("only `problem groups` prints csv"));
    let file = data.path().join("no-text.csv");
    std::fs::write(&file, "id,body\n1,a\n").unwrap();
    let column = problem(data.path(), &["groups", "--tickets", file.to_str().unwrap()]);
    assert_eq!(column.status.code(), Some(2));
    assert!(text(&column.stderr).contains("no column text"), "{}", text(&column.stderr));
}
