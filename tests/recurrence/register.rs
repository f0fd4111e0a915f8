//! What people decide about candidates, on the command line: it is recorded, it is followed, and it is shown.

use std::path::Path;
use std::process::{Command, Output};

use serde_json::Value;

use super::command::{lake, printed, problem, text};

fn decide(data: &Path, words: &[&str]) -> String {
    printed(&problem(data, &[words, &["--by", "anna"]].concat()))
}

fn listed(data: &Path, words: &[&str]) -> Vec<Value> {
    let words = [&["list", "--format", "json", "--limit", "99"], words].concat();
    let lines = printed(&problem(data, &words));
    lines.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

fn id(line: &Value) -> String {
    line["id"].as_str().unwrap().to_string()
}

fn tickets(line: &Value) -> Vec<String> {
    line["tickets"].as_array().unwrap().iter().map(|ticket| ticket.as_str().unwrap().to_string()).collect()
}

fn of_problem<'a>(lines: &'a [Value], problem: &str) -> &'a Value {
    lines.iter().find(|line| line["problem"] == problem).unwrap_or_else(|| panic!("no {problem} in {lines:?}"))
}

fn is_refused(output: &Output, words: &str) {
    assert_eq!(output.status.code(), Some(2), "{}", text(&output.stderr));
    assert!(text(&output.stderr).contains(words), "{}", text(&output.stderr));
}

#[test]
fn decisions_are_recorded_followed_and_shown() {
    let data = lake(300);
    let data = data.path();
    let earlier = listed(data, &["--as-of", "2026-10-20"]);
    let before = listed(data, &[]);
    assert!(before.iter().all(|line| line["state"] == "candidate" && line["problem"].is_null()));
    let ids: Vec<String> = before.iter().map(id).collect();

    let said = decide(data, &["accept", &ids[0], "--owner", "ops", "--title", "Portal signs people out"]);
    assert!(said.starts_with("P-0001 “Portal signs people out” is accepted as a problem, owner ops"), "{said}");
    assert!(said.trim_end().ends_with("register/problems.jsonl"), "{said}");
    let said = decide(data, &["reject", &ids[1], "--reason", "each of its own cause"]);
    assert!(said.contains("is rejected until"), "{said}");
    decide(data, &["merge", &ids[2], "P-0001"]);
    let first = tickets(&before[0])[0].clone();
    decide(data, &["split", "P-0001", "--tickets", &first]);
    decide(data, &["known-error", "P-0001", "--workaround", "sign in again", "--description", "short sessions"]);

    let after = listed(data, &[]);
    let problem_now = of_problem(&after, "P-0001");
    let mut expected = [tickets(&before[0]), tickets(&before[2])].concat();
    expected.retain(|ticket| *ticket != first);
    expected.sort();
    let mut now = tickets(problem_now);
    now.sort();
    assert_eq!(now, expected);
    assert_eq!((&problem_now["state"], &problem_now["workaround"]), (&"known_error".into(), &"sign in again".into()));
    assert_eq!(problem_now["title"], "Portal signs people out");
    assert!(after.iter().all(|line| id(line) != ids[1]), "rejected");
    let rejected = listed(data, &["--all"]).into_iter().find(|line| line["problem"] == *ids[1]).unwrap();
    assert_eq!((&rejected["state"], tickets(&rejected)), (&"rejected".into(), tickets(&before[1])));
    assert!(printed(&problem(data, &["list"])).contains("Not shown: 1 rejected; --all shows them."));

    // An earlier day knows nothing of it.
    assert_eq!(listed(data, &["--as-of", "2026-10-20"]), earlier);
    let shown = printed(&problem(data, &["show", "P-0001"]));
    for told in ["known error", "ops", "short sessions", "sign in again", "Decisions", "anna: P-0001", "All tickets"] {
        assert!(shown.contains(told), "{told} in {shown}");
    }
    let json: Value = serde_json::from_str(&printed(&problem(data, &["show", "P-0001", "--format", "json"]))).unwrap();
    let decisions = json["decisions"].as_array().unwrap();
    assert_eq!(decisions.len(), 4);
    assert!(decisions.iter().all(|one| one["by"] == "anna" && one["at"].as_str().unwrap().ends_with('Z')));
    assert!(decisions[3]["what"].as_str().unwrap().starts_with("P-0001 is a known error; workaround: sign in again"));
    assert!(after.iter().all(|line| line["decisions"].is_null()), "a list has no histories");
    let groups = printed(&problem(data, &["groups"]));
    let group_of = |ticket: &str| {
        let line = groups.lines().find_map(|line| line.strip_prefix(&format!("{ticket},"))).unwrap();
        line.to_string()
    };
    assert!(expected.iter().all(|ticket| group_of(ticket) == group_of(&expected[0])));
    assert_ne!(group_of(&first), group_of(&expected[0]));
    let ledger = std::fs::read_to_string(data.join("register/problems.jsonl")).unwrap();
    assert_eq!(ledger.lines().count(), 5);
}

#[test]
fn what_is_done_with_hides_nothing_and_the_next_owner_hears_of_the_last() {
    let data = lake(300);
    let data = data.path();
    let ids: Vec<String> = listed(data, &[]).iter().map(id).collect();
    decide(data, &["accept", &ids[0], "--owner", "ops"]);
    let said = decide(data, &["accept", "P-1", "--owner", "dev", "--title", "Portal signs people out"]);
    assert!(said.contains("\nBefore: “") && said.trim_end().ends_with(", owner ops"), "{said}");
    decide(data, &["reject", "P-1", "--reason", "each of its own cause"]);
    let hidden = problem(data, &["merge", "P-1", &ids[1], "--by", "a"]);
    is_refused(&hidden, &format!("P-0001 is rejected, and {} would be so with it", ids[1]));
    decide(data, &["merge", &ids[1], &ids[2]]);
    decide(data, &["accept", &ids[1], "--owner", "ops"]);
    decide(data, &["merge", "P-2", &ids[3]]);
    // Of what became part of another, programs still learn what it was.
    decide(data, &["accept", &ids[4], "--owner", "ops", "--title", "Slow mornings"]);
    decide(data, &["merge", "P-2", "P-3"]);
    let merged: Value = serde_json::from_str(&printed(&problem(data, &["show", "P-3", "--format", "json"]))).unwrap();
    let told = ["id", "title", "state", "merged_into"].map(|name| merged[name].as_str().unwrap());
    assert_eq!(told, ["P-0003", "Slow mornings", "merged", "P-0002"]);
    assert_eq!(merged["tickets"], serde_json::json!([]));
}

#[test]
fn the_review_shows_what_was_decided_by_its_day() {
    let data = lake(300);
    let data = data.path();
    let first = id(&listed(data, &[])[0]);
    decide(data, &["accept", &first, "--owner", "ops", "--title", "Portal signs people out"]);
    let review = |out: &str, as_of: &[&str]| {
        let config = data.join("tallypost.toml");
        let output = Command::new(env!("CARGO_BIN_EXE_tallypost"))
            .args(["--config".as_ref(), config.as_os_str(), "--data".as_ref(), data.as_os_str()])
            .args(["analyze", "--period", "2026-10", "--out"])
            .arg(data.join(out))
            .args(as_of)
            .output()
            .unwrap();
        printed(&output);
        std::fs::read_to_string(data.join(out).join("index.html")).unwrap()
    };
    let at_the_periods_end = review("end", &[]);
    assert!(at_the_periods_end.contains(&format!("<code>{first}</code> candidate, no owner yet")));
    let later = review("later", &["--as-of", "2199-01-01"]);
    assert!(later.contains("<strong>Portal signs people out</strong>"));
    assert!(later.contains("<code>P-0001</code> accepted, ops"));
}

#[test]
fn the_planted_quarterly_problem_reopens_by_itself_and_a_cure_that_held_does_not() {
    let data = super::command::lake_of(1200, 14);
    let data = data.path();
    let all = listed(data, &[]);
    let is_planted = |line: &&Value| line["categories"]["Certificates"].as_u64().unwrap_or(0) > 3;
    let planted = id(all.iter().find(is_planted).unwrap());
    decide(data, &["accept", &planted, "--owner", "edi"]);
    // Certificates change every third month: in May, and in August again.
    let said = decide(data, &["resolve", "P-0001", "--done", "new trust store", "--on", "2026-06-15"]);
    assert!(said.contains("is resolved as of 2026-06-15 and watched until 2026-09-13, "), "{said}");
    assert!(said.trim_end().ends_with(" tickets have come since: it is back already"), "{said}");
    let line = listed(data, &[]);
    let line = of_problem(&line, "P-0001");
    assert_eq!(line["state"], "recurred");
    assert!(line["watch"]["recurred_at"].as_str().unwrap().starts_with("2026-08-"), "{line}");
    assert!(line["watch"]["tickets"].as_u64() >= line["watch"]["reopening_tickets"].as_u64());
    decide(data, &["resolve", "P-0001", "--done", "certificates renew themselves", "--on", "2026-09-15"]);
    let line = listed(data, &[]);
    assert_eq!(of_problem(&line, "P-0001")["state"], "resolved_watching");
    let shown = printed(&problem(data, &["show", "P-0001"]));
    assert!(shown.contains("would reopen it"), "{shown}");
}

#[test]
fn what_cannot_be_decided_is_refused_with_what_to_do_and_not_recorded() {
    let data = lake(300);
    let data = data.path();
    let first = &listed(data, &[])[0];
    let (first, own) = (id(first), tickets(first).join(","));
    is_refused(&problem(data, &["resolve", &first, "--done", "x", "--by", "a"]), "makes it one");
    is_refused(&problem(data, &["accept", "PC-none", "--owner", "x", "--by", "a"]), "there is no candidate PC-none");
    is_refused(&problem(data, &["split", &first, "--tickets", "T-none", "--by", "a"]), "T-none is none of");
    is_refused(&problem(data, &["split", &first, "--tickets", &own, "--by", "a"]), "these are all tickets");
    is_refused(&problem(data, &["reject", &first, "--reason", "x", "--until", "2020-01-01", "--by", "a"]), "is past");
    is_refused(&problem(data, &["merge", &first, &first, "--by", "a"]), "are one already");
    is_refused(&problem(data, &["accept", &first, "--owner", " ", "--by", "a"]), "it has to say something");
    is_refused(&problem(data, &["accept", "P-7", "--owner", "x", "--by", "a"]), "there is no problem P-0007");
    assert_eq!(std::fs::read_to_string(data.join("register/problems.jsonl")).unwrap(), "");

    decide(data, &["accept", &first.to_uppercase(), "--owner", "ops"]);
    is_refused(&problem(data, &["accept", "p-1", "--owner", "ops", "--by", "a"]), "nothing would change");
    let early = problem(data, &["resolve", "P-1", "--done", "x", "--on", "2025-01-01", "--by", "a"]);
    is_refused(&early, "P-0001 was not there yet; its first ticket came on 2026-");
    let path = data.join("register/problems.jsonl");
    let whole = std::fs::read_to_string(&path).unwrap();
    std::fs::write(&path, format!("{whole}{}", &whole[..40])).unwrap();
    let damaged = problem(data, &["list"]);
    assert_eq!(damaged.status.code(), Some(1));
    let said = text(&damaged.stderr);
    assert!(
        said.contains("problems.jsonl, line 2: the last line is half-written") && said.contains("delete"),
        "{said}"
    );
}
