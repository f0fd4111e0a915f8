//! An event log: rows of a ticket, wherever they stand, become its story.

use crate::support::{Desk, assert_fields};

const MAPPING: &str = r#"
kind = "event"
[columns]
ticket_id = "id"
occurred_at = "at"
status = "state"
team = "team"
assignee = "agent"
priority = "prio"
[values.status]
waiting = "pending_customer"
done = "resolved"
again = "new"
"#;

fn desk(rows: &str) -> Desk {
    Desk::new().with("m.toml", MAPPING).with("l.csv", format!("id,at,state,team,agent,prio\n{rows}"))
}

#[test]
fn rows_are_put_in_order_of_time_and_then_of_the_file() {
    let desk = desk(
        "1,2026-01-05T10:00:00Z,done,,,\n\
         2,2026-01-05T08:00:00Z,new,,,\n\
         1,2026-01-05T08:00:00Z,new,A,,\n\
         1,2026-01-05T09:00:00Z,open,B,,\n\
         1,2026-01-05T09:00:00Z,waiting,A,,\n",
    );
    let report = desk.import("l.csv", "m.toml", &[]);
    assert_eq!((report.number("tickets"), report.number("rejected")), (2, 0));
    let expected = [
        "2026-01-05T09:00 team_changed A>B",
        "2026-01-05T09:00 status_changed new>open",
        "2026-01-05T09:00 team_changed B>A",
        "2026-01-05T09:00 status_changed open>pending_customer",
        "2026-01-05T10:00 status_changed pending_customer>resolved",
    ];
    assert_eq!(desk.story("l:1"), expected);
    assert_fields(&desk.ticket("l:1"), &[("handoff_count", "2"), ("status", "resolved"), ("paused_minutes", "60.0")]);
}

#[test]
fn a_row_that_says_nothing_of_a_field_changes_nothing() {
    let desk = desk(
        "1,2026-01-05T08:00:00Z,new,,,P3\n\
         1,2026-01-05T09:00:00Z,?,A,Kim,?\n\
         1,2026-01-05T10:00:00Z,,?,NULL,P1\n\
         1,2026-01-05T11:00:00Z,-,A,Lou,P1\n",
    );
    desk.import("l.csv", "m.toml", &[]);
    let expected = [
        "2026-01-05T09:00 team_changed >A",
        "2026-01-05T09:00 assignee_changed >Kim",
        "2026-01-05T10:00 priority_changed P3>P1",
        "2026-01-05T11:00 assignee_changed Kim>Lou",
    ];
    assert_eq!(desk.story("l:1"), expected);
    assert_fields(&desk.ticket("l:1"), &[("handoff_count", "1"), ("priority", "P1"), ("status", "new")]);
}

#[test]
fn a_life_that_the_lake_does_not_allow_at_once_goes_by_way_of_open() {
    let desk = desk(
        "1,2026-01-05T08:00:00Z,new,,,\n\
         1,2026-01-05T09:00:00Z,closed,,,\n\
         1,2026-01-05T10:00:00Z,done,,,\n\
         1,2026-01-05T11:00:00Z,waiting,,,\n\
         1,2026-01-05T12:00:00Z,again,,,\n\
         1,2026-01-05T13:00:00Z,closed,,,\n\
         1,2026-01-05T14:00:00Z,merged,,,\n\
         1,2026-01-05T15:00:00Z,open,,,\n",
    );
    let report = desk.import("l.csv", "m.toml", &[]);
    let expected = [
        "2026-01-05T09:00 status_changed new>closed",
        "2026-01-05T11:00 status_changed closed>open",
        "2026-01-05T11:00 status_changed open>pending_customer",
        "2026-01-05T12:00 status_changed pending_customer>open",
        "2026-01-05T13:00 status_changed open>closed",
        "2026-01-05T14:00 merged closed>",
    ];
    assert_eq!(desk.story("l:1"), expected);
    assert_fields(&desk.ticket("l:1"), &[("reopen_count", "1"), ("status", "merged")]);
    assert_eq!(report.findings(), ["status: 1 after the ticket was merged, rows 9"]);
}

#[test]
fn rows_that_repeat_are_kept_and_counted_unless_the_mapping_rejects_them() {
    let rows = "1,2026-01-05T08:00:00Z,new,,,\n1,2026-01-05T09:00:00Z,open,,,\n1,2026-01-05T09:00:00Z,open,,,\n";
    let kept = desk(rows);
    let report = kept.import("l.csv", "m.toml", &[]);
    assert_eq!(report.findings(), [": 1 repeats an earlier row of the ticket in every cell, rows 4"]);
    assert_eq!(kept.rows("events").iter().filter(|row| row["kind"] == "recorded").count(), 3);
    let rejecting =
        desk(rows).with("m.toml", MAPPING.replace("[columns]", "[file]\nduplicates = \"reject\"\n[columns]"));
    let report = rejecting.import("l.csv", "m.toml", &[]);
    assert_eq!(report.number("rejected"), 1);
    assert_eq!(rejecting.rejected("l")[0][1], "repeats an earlier row in every cell");
}

/// As an audit of ServiceNow has it: every row bears what the ticket's end will be, day first, `?` for nothing.
#[test]
fn moments_that_every_row_bears_go_before_those_of_the_rows() {
    let mapping = r#"
        kind = "event"
        keep = ["made_sla"]
        [time]
        formats = ["day_first"]
        [columns]
        ticket_id = "number"
        occurred_at = "sys_updated_at"
        status = "incident_state"
        opened_at = "opened_at"
        resolved_at = "resolved_at"
        closed_at = "closed_at"
        reopen_count = "reopen_count"
        handoff_count = "reassignment_count"
        priority = "priority"
        [values.status]
        Active = "open"
        [values.priority]
        "3 - Moderate" = "P3"
    "#;
    let header = "number,incident_state,sys_updated_at,opened_at,resolved_at,closed_at,reopen_count,reassignment_count,priority,made_sla\n";
    let of_first = "29/2/2016 01:16,29/2/2016 11:29,5/3/2016 12:00";
    let rows = format!(
        "{header}\
         INC1,New,29/2/2016 01:23,{of_first},0,0,3 - Moderate,TRUE\n\
         INC1,Resolved,29/2/2016 08:53,{of_first},0,0,3 - Moderate,TRUE\n\
         INC1,Resolved,29/2/2016 11:29,{of_first},0,1,3 - Moderate,TRUE\n\
         INC1,Closed,5/3/2016 12:00,{of_first},0,1,3 - Moderate,FALSE\n\
         INC2,New,1/3/2016 08:00,1/3/2016 08:30,?,2/3/2016 09:00,2,0,3 - Moderate,TRUE\n\
         INC2,Closed,2/3/2016 09:01,1/3/2016 08:30,?,2/3/2016 09:00,2,0,3 - Moderate,TRUE\n\
         INC3,New,1/3/2016 08:00,1/3/2016 08:00,1/3/2016 09:00,?,0,0,3 - Moderate,TRUE\n\
         INC3,Resolved,1/3/2016 09:00,1/3/2016 08:00,1/3/2016 09:00,?,0,0,3 - Moderate,TRUE\n\
         INC3,Active,1/3/2016 10:00,1/3/2016 08:00,1/3/2016 09:00,?,0,0,3 - Moderate,TRUE\n\
         INC4,New,1/3/2016 08:00,1/3/2016 08:00,1/3/2016 08:30,1/3/2016 10:00,0,0,?,TRUE\n\
         INC4,Closed,1/3/2016 10:00,1/3/2016 08:00,1/3/2016 08:30,1/3/2016 10:00,0,0,?,TRUE\n"
    );
    let desk = Desk::new().with("m.toml", mapping).with("audit.csv", rows);
    let report = desk.import("audit.csv", "m.toml", &[]);
    for (id, expected) in [
        ("audit:INC1", ["2016-02-29T01:16:00Z", "2016-02-29T11:29:00Z", "2016-03-05T12:00:00Z", "0", "1", "closed"]),
        ("audit:INC2", ["2016-03-01T08:00:00Z", "2016-03-02T09:00:00Z", "2016-03-02T09:00:00Z", "2", "0", "closed"]),
        ("audit:INC3", ["2016-03-01T08:00:00Z", "", "", "1", "0", "open"]),
        ("audit:INC4", ["2016-03-01T08:00:00Z", "2016-03-01T08:30:00Z", "2016-03-01T10:00:00Z", "0", "0", "closed"]),
    ] {
        let names = ["opened_at", "resolved_at", "closed_at", "reopen_count", "handoff_count", "status"];
        assert_fields(&desk.ticket(id), &names.into_iter().zip(expected).collect::<Vec<_>>());
    }
    let expected = [
        "resolved_at: 1 the rows of the ticket say otherwise, rows 10",
        "opened_at: 1 after the ticket's first row, rows 6",
        "reopen_count: 1 reopened, and nothing says when, rows 7",
    ];
    assert_eq!(report.findings(), expected);
}

/// One row a changed field, as histories of Jira and audits of ServiceNow have it.
#[test]
fn a_table_of_changes_says_which_field_became_what() {
    let mapping = r#"
        kind = "event"
        [columns]
        ticket_id = "issue"
        occurred_at = "when"
        activity = "field"
        new_value = "to"
        actor = "by"
        [activities]
        created = "nothing"
        status = "status"
        assignee = "assignee"
        Rating = "satisfaction"
        comment = "agent_message"
        "customer comment" = "customer_message"
        worklog = "effort"
        label = "tags"
        duplicate = "merged_into"
        [values.status]
        "In Progress" = "open"
        Done = "resolved"
    "#;
    let rows = "issue,when,field,to,by\n\
        X-1,2026-01-05 08:00,created,,ann\n\
        X-1,2026-01-05 08:00,customer comment,,ann\n\
        X-1,2026-01-05 08:05,assignee,Kim,bot\n\
        X-1,2026-01-05 08:10,Status,In Progress,Kim\n\
        X-1,2026-01-05 08:20,comment,,Kim\n\
        X-1,2026-01-05 09:00,worklog,30,Kim\n\
        X-1,2026-01-05 09:30,worklog,12,Kim\n\
        X-1,2026-01-05 09:40,label,urgent,Kim\n\
        X-1,2026-01-05 10:00,status,Done,Kim\n\
        X-1,2026-01-05 11:00,rating,5,ann\n\
        X-1,2026-01-05 11:30,sprint,7,Kim\n\
        X-2,2026-01-06 08:00,created,,ann\n\
        X-2,2026-01-06 09:00,duplicate,X-1,Kim\n";
    let desk = Desk::new().with("m.toml", mapping).with("changes.csv", rows);
    let report = desk.import("changes.csv", "m.toml", &[]);
    assert_eq!(report.findings(), ["activity `sprint`: 1 not in [activities], rows 12"]);
    let expected = [
        ("status", "resolved"),
        ("assignee", "Kim"),
        ("first_response_minutes", "20.0"),
        ("customer_message_count", "1"),
        ("agent_message_count", "1"),
        ("effort_minutes", "42.0"),
        ("tags", "urgent"),
        ("satisfaction", "5"),
        ("resolve_minutes", "120.0"),
    ];
    assert_fields(&desk.ticket("changes:X-1"), &expected);
    assert_fields(&desk.ticket("changes:X-2"), &[("status", "merged"), ("merged_into", "changes:X-1")]);
}

#[test]
fn what_the_tool_counts_goes_before_what_the_rows_show() {
    let mapping = MAPPING.replace("[columns]", "[columns]\nhandoff_count = \"moves\"");
    // Two changes of team and one of agent, of which the tool counts one; and none that the rows show, where it counts two.
    let rows = "id,at,state,team,agent,prio,moves\n1,2026-01-05T08:00:00Z,new,A,Kim,,0\n\
                1,2026-01-05T09:00:00Z,open,B,Lou,,1\n1,2026-01-05T10:00:00Z,open,A,Lou,,1\n\
                2,2026-01-05T08:00:00Z,new,A,,,2\n3,2026-01-05T08:00:00Z,new,A,,,\n3,2026-01-05T09:00:00Z,new,B,,,\n";
    let desk = Desk::new().with("m.toml", mapping).with("l.csv", rows);
    desk.import("l.csv", "m.toml", &[]);
    for (id, handoffs) in [("l:1", "1"), ("l:2", "2"), ("l:3", "1")] {
        assert_fields(&desk.ticket(id), &[("handoff_count", handoffs)]);
    }
}
