//! What `src/history/README.md` shows is what happens: its examples are imported as they stand there.

use crate::support::{Desk, assert_fields, run_duckdb, text};

const DOCUMENTATION: &str = include_str!("../../src/history/README.md");

/// The block of code that is marked with a file's name.
fn block(name: &str) -> &'static str {
    let marked = |fence: &&str| fence.lines().next().is_some_and(|mark| mark.ends_with(&format!(" {name}")));
    let fence = DOCUMENTATION.split("```").find(marked).unwrap_or_else(|| panic!("no block {name}"));
    fence.split_once('\n').unwrap().1
}

fn desk(name: &str) -> Desk {
    let files = ["csv", "toml"].map(|ending| format!("{name}.{ending}"));
    files.iter().fold(Desk::new(), |desk, file| desk.with(file, block(file)))
}

#[test]
fn the_worked_table_is_imported_as_the_documentation_says() {
    let desk = desk("tickets");
    let output = desk.run(&["import", "tickets.csv", "--mapping", "tickets.toml"]);
    assert!(text(&output.stdout).starts_with(block("tickets.txt")), "{}", text(&output.stdout));
    let expected = [
        ("status", "closed"),
        ("priority", "P2"),
        ("team", "Netzwerk"),
        ("customer", "Müller AG"),
        ("opened_at", "2025-03-03T08:00:00Z"),
        ("first_response_at", "2025-03-03T08:45:00Z"),
        ("first_response_minutes", "45.0"),
        ("resolved_at", "2025-03-04T15:00:00Z"),
        ("resolve_minutes", "1860.0"),
        ("closed_at", "2025-03-11T15:00:00Z"),
        ("effort_minutes", "90.0"),
        ("source", "tickets"),
    ];
    assert_fields(&desk.ticket("tickets:17"), &expected);
    assert_fields(&desk.ticket("tickets:18"), &[("status", "open"), ("first_response_at", ""), ("priority", "P3")]);
    assert_fields(&desk.ticket("tickets:19"), &[("status", "resolved"), ("closed_at", ""), ("effort_minutes", "20.0")]);
    assert_fields(&desk.ticket("tickets:21"), &[("status", "new"), ("priority", "")]);
    let rejected = desk.rejected("tickets");
    assert_eq!(rejected.len(), 1);
    assert_eq!(rejected[0][..3], ["5", "resolved before it was opened (resolved_at): 2025-03-01T07:00:00Z", "20"]);
    assert_eq!(rejected[0].len(), 2 + 11);
}

#[test]
fn the_worked_log_is_imported_as_the_documentation_says() {
    let desk = desk("steps");
    let report = desk.import("steps.csv", "steps.toml", &[]);
    assert_eq!(report.findings(), Vec::<String>::new());
    let expected = [
        "2025-03-03T08:30 assignee_changed >Kim",
        "2025-03-03T08:30 status_changed new>open",
        "2025-03-03T10:00 team_changed First line>Second line",
        "2025-03-03T10:00 assignee_changed Kim>Lou",
        "2025-03-03T11:00 agent_message >",
        "2025-03-03T11:00 status_changed open>pending_customer",
        "2025-03-04T11:00 customer_message >",
        "2025-03-04T11:00 status_changed pending_customer>open",
        "2025-03-04T12:00 status_changed open>resolved",
        "2025-03-06T07:00 status_changed resolved>open",
        "2025-03-06T08:00 status_changed open>resolved",
    ];
    assert_eq!(desk.story("steps:A-1"), expected);
    let expected = [
        ("first_response_at", "2025-03-03T11:00:00Z"),
        ("handoff_count", "2"),
        ("reopen_count", "1"),
        ("resolved_at", "2025-03-06T08:00:00Z"),
        ("team", "Second line"),
        ("service", "Mail"),
        // A day waiting for the customer, and from the first resolution to the reopening.
        ("paused_minutes", "4020.0"),
    ];
    assert_fields(&desk.ticket("steps:A-1"), &expected);
    assert_fields(&desk.ticket("steps:A-2"), &[("status", "open"), ("first_response_minutes", "10.0")]);
}

#[test]
fn the_documented_checks_count_in_duckdb_what_stands_in_the_file() {
    let desk = desk("steps");
    desk.import("steps.csv", "steps.toml", &[]);
    let statements: Vec<String> = block("checks.sql").split(';').map(|text| format!("{text};")).collect();
    let Some(answers) = run_duckdb(&desk.path(""), &statements[..statements.len() - 1]) else { return };
    let answers: Vec<String> = answers.iter().map(|rows| serde_json::Value::from(rows.clone()).to_string()).collect();
    let expected = [
        r#"[[10,2,"2025-03-03 08:00:00+00:00","2025-03-06 08:00:00+00:00"]]"#,
        r#"[["Created",2],["Fixed",2],["Answered",1],["Asked caller",1],["Caller replied",1],["Came back",1],["Passed on",1],["Took over",1]]"#,
        r#"[["Active",5],["Done",2],["New",2],["Waiting",1]]"#,
        "[[2,36.083333333333336,36.083333333333336,64.81666666666666,68.40833333333333,72.0]]",
        "[[2]]",
        "[[1]]",
        "[[1]]",
        "[[1,0.5]]",
        r#"[["Mail",1],["Phone",1]]"#,
        r#"[["2025-03",2]]"#,
    ];
    let queries: Vec<&String> = answers.iter().filter(|answer| *answer != "[]" && !answer.contains("Count")).collect();
    assert_eq!(queries, expected);
}

#[test]
fn the_documented_comparisons_count_what_other_tools_count() {
    let desk = desk("steps");
    desk.import("steps.csv", "steps.toml", &[]);
    let statements: Vec<String> = block("compare.sql").split_inclusive(';').map(String::from).collect();
    let Some(answers) = run_duckdb(&desk.path(""), &statements[..2]) else { return };
    // A-1 was reopened, handed off twice and resolved after 72 hours; A-2 is open.
    let [of_tickets, of_groups] = [0, 1].map(|n: usize| serde_json::Value::from(answers[n].clone()).to_string());
    assert_eq!(of_tickets, "[[0.5,1.0,72.0]]");
    assert_eq!(of_groups, r#"[["First line",1],["Second line",1]]"#);
}

#[test]
fn the_program_brings_its_documentation_along() {
    let output = Desk::new().run(&["import", "--guide"]);
    assert_eq!(text(&output.stdout), DOCUMENTATION);
}
