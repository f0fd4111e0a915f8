//! A table with one row a ticket → events → the same moments in the lake.

use crate::support::{Desk, assert_fields};

const MAPPING: &str = r#"
kind = "ticket"
keep = ["channel"]
[columns]
ticket_id = "id"
opened_at = "opened"
first_response_at = "responded"
resolved_at = "resolved"
closed_at = "closed"
last_activity_at = "updated"
status = "state"
type = "type"
priority = "prio"
team = "team"
assignee = "agent"
requester = "from"
tags = "tags"
satisfaction = "stars"
effort = { column = "worked", unit = "seconds" }
merged_into = "into"
major = "major"
reopen_count = "reopened"
agent_message_count = "replies"
auto_closed = "robot"
[values.status]
waiting = "pending_customer"
done = "resolved"
[values.satisfaction]
none = "nothing"
"#;

const HEADER: &str = "id,opened,responded,resolved,closed,updated,state,type,prio,team,agent,from,tags,stars,worked,into,major,reopened,replies,robot,channel\n";

fn desk(rows: &str) -> Desk {
    Desk::new().with("m.toml", MAPPING).with("t.csv", format!("{HEADER}{rows}"))
}

#[test]
fn every_field_of_a_row_comes_back_out_of_its_events() {
    let desk = desk(
        "1,2026-01-05T08:00:00Z,2026-01-05T08:30:00Z,2026-01-06T08:00:00Z,2026-01-09T08:00:00Z,2026-01-09T09:00:00Z,\
         closed,complaint,P1,Net,Kim,a@example.org,\"vpn, slow\",4,5400,,yes,2,3,true,phone\n",
    );
    let report = desk.import("t.csv", "m.toml", &[]);
    assert_eq!(report.findings(), ["reopen_count: 1 reopened, and nothing says when, rows 2"]);
    let story = [
        "2026-01-05T08:00 major_changed >true",
        "2026-01-05T08:30 responded >",
        "2026-01-06T08:00 status_changed new>resolved",
        "2026-01-09T08:00 status_changed resolved>closed",
        "2026-01-09T09:00 satisfaction_rated >4",
        "2026-01-09T09:00 effort_logged >90",
        "2026-01-09T09:00 tagged >vpn",
        "2026-01-09T09:00 tagged >slow",
        "2026-01-09T09:00 counted reopen_count>2",
        "2026-01-09T09:00 counted agent_message_count>3",
    ];
    assert_eq!(desk.story("t:1"), story);
    let expected = [
        ("type", "complaint"),
        ("status", "closed"),
        ("priority", "P1"),
        ("major", "true"),
        ("team", "Net"),
        ("assignee", "Kim"),
        ("requester", "a@example.org"),
        ("opened_month", "2026-01"),
        ("resolved_month", "2026-01"),
        ("first_response_at", "2026-01-05T08:30:00Z"),
        ("resolved_at", "2026-01-06T08:00:00Z"),
        ("closed_at", "2026-01-09T08:00:00Z"),
        ("last_activity_at", "2026-01-09T09:00:00Z"),
        ("resolve_minutes", "1440.0"),
        ("satisfaction", "4"),
        ("effort_minutes", "90.0"),
        ("tags", "vpn|slow"),
        ("reopen_count", "2"),
        ("agent_message_count", "3"),
        ("customer_message_count", "0"),
        ("auto_closed", "true"),
    ];
    let mut row = desk.ticket("t:1");
    row.entry("opened_month".into()).or_insert_with(|| "2026-01".into());
    assert_fields(&row, &expected);
    let recorded = desk.rows("events").into_iter().find(|row| row["kind"] == "recorded").unwrap();
    assert_eq!(recorded["to_value"], r#"{"channel":"phone","row":2,"status":"closed"}"#);
}

#[test]
fn a_status_without_its_own_moment_takes_the_one_there_is() {
    let desk = desk(
        "1,2026-01-05T08:00:00Z,,2026-01-06T08:00:00Z,,,closed,,,,,,,,,,,,,,\n\
         2,2026-01-05T08:00:00Z,,,2026-01-07T08:00:00Z,,done,,,,,,,,,,,,,,\n\
         3,2026-01-05T08:00:00Z,,,2026-01-07T08:00:00Z,,,,,,,,,,,,,,,,\n\
         4,2026-01-05T08:00:00Z,2026-01-05T09:00:00Z,,,,,,,,,,,,,,,,,,\n\
         5,2026-01-05T08:00:00Z,,,,2026-01-06T10:00:00Z,waiting,,,,,,,,,,,,,,\n\
         6,2026-01-05T08:00:00Z,,,,,merged,,,,,,,,,1,,,,,\n\
         7,2026-01-05T08:00:00Z,,,,,,,,,,,,,,,,,,,\n",
    );
    assert_eq!(desk.import("t.csv", "m.toml", &[]).findings(), Vec::<String>::new());
    for (id, status, resolved_at, closed_at) in [
        ("t:1", "closed", "2026-01-06T08:00:00Z", "2026-01-06T08:00:00Z"),
        ("t:2", "resolved", "2026-01-07T08:00:00Z", ""),
        ("t:3", "closed", "2026-01-07T08:00:00Z", "2026-01-07T08:00:00Z"),
        ("t:4", "open", "", ""),
        ("t:5", "pending_customer", "", ""),
        ("t:6", "merged", "", ""),
        ("t:7", "new", "", ""),
    ] {
        let expected = [("status", status), ("resolved_at", resolved_at), ("closed_at", closed_at)];
        assert_fields(&desk.ticket(id), &expected);
    }
    assert_eq!(desk.story("t:5"), ["2026-01-06T10:00 status_changed new>pending_customer"]);
    assert_fields(&desk.ticket("t:6"), &[("merged_into", "t:1")]);
}

#[test]
fn what_cannot_be_placed_is_rejected_with_its_reason_and_the_rest_is_counted() {
    let desk = desk(
        ",2026-01-05T08:00:00Z,,,,,,,,,,,,,,,,,,,\n\
         2,?,,,,,,,,,,,,,,,,,,,\n\
         3,05/01/2026,,,,,,,,,,,,,,,,,,,\n\
         4,2026-01-05T08:00:00Z,,2026-01-04T08:00:00Z,,,done,,,,,,,,,,,,,,\n\
         5,2026-01-05T08:00:00Z,,,,,done,,,,,,,,,,,,,,\n\
         6,2026-01-05T08:00:00Z,,,,,,,,,,,,,,,,,,,\n\
         6,2026-01-05T08:00:00Z,,,,,,,,,,,,,,,,,,,\n\
         6,2026-02-05T08:00:00Z,,,,,,,,,,,,,,,,,,,\n\
         7,2026-01-05T08:00:00Z,,\n\
         8,2026-01-05T08:00:00Z,2026-01-04T08:00:00Z,2026-01-09T08:00:00Z,2026-01-08T08:00:00Z,soon,closed,riddle,P9,,,,,none,a lot,,,many,,,\n\
         9,2026-01-05T08:00:00Z,,2026-01-09T08:00:00Z,,,open,,,,,,,,,,,,,,\n",
    );
    let report = desk.import("t.csv", "m.toml", &[]);
    assert_eq!((report.number("rows"), report.number("rejected"), report.number("tickets")), (11, 8, 3));
    // Every row is in the lake or among the rejected ones.
    assert_eq!(desk.rows("events").iter().filter(|row| row["kind"] == "recorded").count(), 3);
    let expected = [
        ": 1 rejected, rows 10",
        ": 1 rejected, rows 2",
        "opened_at: 1 rejected, rows 3",
        "opened_at: 1 rejected, rows 4",
        "ticket_id: 1 rejected, rows 9",
        "ticket_id: 1 rejected, rows 8",
        "status: 1 rejected, rows 6",
        "resolved_at: 1 rejected, rows 5",
        "priority `P9`: 1 not in [values], none of our words, rows 11",
        "type `riddle`: 1 not in [values], none of our words, rows 11",
        "last_activity_at: 1 no moment in the formats under [time], or of no known zone, rows 11",
        "effort: 1 not a number or span as the mapping says, rows 11",
        "reopen_count: 1 not a number or span as the mapping says, rows 11",
        "first_response_at: 1 before the ticket was opened, rows 11",
        "closed_at: 1 closed before resolved, rows 11",
        "resolved_at: 1 the status says that it is not over, rows 12",
    ];
    assert_eq!(report.findings(), expected);
    let reasons: Vec<(String, String)> =
        desk.rejected("t").into_iter().map(|row| (row[0].clone(), row[1].clone())).collect();
    let expected = [
        ("2", "no ticket_id"),
        ("3", "no moment (opened_at)"),
        ("4", "no moment in the formats under [time], or of no known zone (opened_at): 05/01/2026"),
        ("5", "resolved before it was opened (resolved_at): 2026-01-04T08:00:00Z"),
        ("6", "the status says that it ended, and no column of resolved_at or closed_at says when (status): resolved"),
        ("8", "repeats an earlier row in every cell (ticket_id): t:6"),
        ("9", "an earlier row has the same ticket_id (ticket_id): t:6"),
        ("10", "the row cannot be read: 4 cells, where there are 21 columns"),
    ];
    assert_eq!(reasons, expected.map(|(row, reason)| (row.to_string(), reason.to_string())));
    assert_fields(&desk.ticket("t:8"), &[("first_response_at", ""), ("closed_at", "2026-01-09T08:00:00Z")]);
    assert_fields(&desk.ticket("t:9"), &[("status", "open"), ("resolved_at", "")]);
}

#[test]
fn a_first_response_is_owed_and_measured_without_a_message() {
    let config =
        "[organisation]\nname = \"X\"\n[[service_level]]\nfirst_response_minutes = 60\nresolve_minutes = 600\n";
    let desk = desk(
        "1,2026-01-05T08:00:00Z,2026-01-05T10:00:00Z,,,,open,,,,,,,,,,,,,,\n\
         2,2026-01-05T08:00:00Z,2026-01-05T08:10:00Z,2026-01-05T09:00:00Z,,,done,,,,,,,,,,,,,,\n",
    )
    .with("tallypost.toml", config);
    desk.import("t.csv", "m.toml", &[]);
    let expected = [("first_response_target_minutes", "60.0"), ("first_response_breached", "true")];
    assert_fields(&desk.ticket("t:1"), &expected);
    assert_fields(&desk.ticket("t:2"), &[("first_response_breached", "false"), ("resolve_breached", "false")]);
}

#[test]
fn moments_may_be_spans_from_the_opening_and_two_columns_together() {
    let mapping = r#"
        kind = "ticket"
        [file]
        decimal = ","
        delimiter = ";"
        [time]
        formats = ["month_first"]
        [columns]
        ticket_id = { columns = ["area", "no"], join = "-" }
        opened_at = { columns = ["day", "time"], join = " " }
        first_response_after = { column = "reply", unit = "minutes" }
        resolved_after = { column = "solved", unit = "hours" }
        [otherwise]
        team = "nobody"
        [constants]
        team = "Second line"
        type = "service_request"
    "#;
    let rows = "area;no;day;time;reply;solved\nX;1;1/5/26;8:00 AM;1.234,5;24,5\n";
    let desk = Desk::new().with("m.toml", mapping).with("t.csv", rows);
    desk.import("t.csv", "m.toml", &["--name", "spans"]);
    let expected = [
        ("opened_at", "2026-01-05T08:00:00Z"),
        ("first_response_minutes", "1234.5"),
        ("resolved_at", "2026-01-06T08:30:00Z"),
        ("status", "resolved"),
        ("type", "service_request"),
        ("team", "Second line"),
    ];
    assert_fields(&desk.ticket("spans:X-1"), &expected);
}

/// As pandas writes a column of whole numbers in which one is missing.
#[test]
fn whole_numbers_written_with_a_point_are_the_same_words() {
    let mapping = r#"
        kind = "ticket"
        [columns]
        ticket_id = "id"
        opened_at = "opened"
        priority = "prio"
        satisfaction = "stars"
        major = "major"
        handoff_count = "moves"
        team = "team"
        [values.priority]
        1 = "P1"
        3 = "P3"
    "#;
    let rows = "id,opened,prio,stars,major,moves,team\n\
                7.0,2026-01-05,1.0,4.0,1.0,2.0,3.0\n\
                8,2026-01-05,3.5,4.5,0.0,,N/A\n\
                9,2026-01-05,3,NaN,nan,NaN,null\n";
    let desk = Desk::new().with("m.toml", mapping).with("t.csv", rows);
    let expected = [
        "priority `3.5`: 1 not in [values], none of our words, rows 3",
        "satisfaction `4.5`: 1 not in [values], none of our words, rows 3",
    ];
    assert_eq!(desk.import("t.csv", "m.toml", &[]).findings(), expected);
    // Texts stand as they stood.
    let expected =
        [("priority", "P1"), ("satisfaction", "4"), ("major", "true"), ("handoff_count", "2"), ("team", "3.0")];
    assert_fields(&desk.ticket("t:7.0"), &expected);
    assert_fields(&desk.ticket("t:8"), &[("priority", ""), ("satisfaction", ""), ("major", "false"), ("team", "")]);
    assert_fields(
        &desk.ticket("t:9"),
        &[("priority", "P3"), ("satisfaction", ""), ("handoff_count", "0"), ("team", "")],
    );
}

#[test]
fn a_table_that_says_who_has_a_ticket_says_nothing_of_hand_offs() {
    let said = |rows: &str| -> Vec<serde_json::Value> {
        let desk = desk(rows);
        desk.import("t.csv", "m.toml", &[]);
        assert_fields(&desk.ticket("t:1"), &[("assignee", "Kim"), ("handoff_count", "0")]);
        let only = "handoffs_per_ticket,ping_pong,escalated_functional";
        let output = desk.run(&["kpi", "--period", "2026..2026", "--only", only, "--format", "json"]);
        let lines = crate::support::text(&output.stdout);
        lines.lines().map(|line| serde_json::from_str::<serde_json::Value>(line).unwrap()["value"].clone()).collect()
    };
    let row = "1,2026-01-05T08:00:00Z,,2026-01-06T08:00:00Z,,,done,,,Net,Kim,,,,,,,,,,\n";
    assert_eq!(said(row), vec![serde_json::Value::Null; 3]);
}
