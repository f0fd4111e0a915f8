//! `tallypost import` as a user runs it.

use std::process::Command;

use crate::support::{Desk, text};

const MAPPING: &str =
    "kind = \"ticket\"\n[columns]\nticket_id = \"id\"\nopened_at = \"opened\"\nresolved_at = \"done\"\n";
const ROWS: &str = "id,opened,done\n1,2026-01-05,2026-02-01\n2,2026-03-05,\n";

fn desk() -> Desk {
    Desk::new().with("m.toml", MAPPING).with("t.csv", ROWS)
}

#[test]
fn importing_again_replaces_everything_and_gives_the_same_bytes() {
    let desk = desk();
    desk.import("t.csv", "m.toml", &[]);
    let first = desk.lake_bytes();
    desk.import("t.csv", "m.toml", &[]);
    assert_eq!(desk.lake_bytes(), first);
    assert_eq!(first.len(), 2 + 3, "{:?}", first.keys());
    let desk = desk.with("t.csv", "id,opened,done\n2,2026-03-06,\n");
    desk.import("t.csv", "m.toml", &[]);
    assert_eq!(desk.rows("tickets").len(), 1);
    assert_eq!(desk.lake_bytes().len(), 2);
}

#[test]
fn two_imports_share_a_lake_and_never_a_ticket() {
    let desk = desk().with("u.csv", "id,opened,done\n1,2026-01-06,\n");
    desk.import("t.csv", "m.toml", &["--name", "old"]);
    desk.import("u.csv", "m.toml", &["--name", "older"]);
    let tickets: Vec<String> = desk.rows("tickets").into_iter().map(|row| row["ticket_id"].clone()).collect();
    assert_eq!(tickets, ["old:1", "old:2", "older:1"]);
    let figures = text(&desk.run(&["kpi", "--period", "2026-01", "--only", "opened", "--format", "json"]).stdout);
    assert!(figures.contains("\"n\":2"), "{figures}");
}

#[test]
fn figures_come_from_an_imported_lake_without_a_mailbox() {
    let organisation = "[organisation]\nname = \"X\"\ntime_zone = \"Pacific/Auckland\"\n";
    for (desk, opened, resolved) in
        [(desk(), "2026-01", "2026-02"), (desk().with("tallypost.toml", organisation), "2026-01", "2026-02")]
    {
        desk.import("t.csv", "m.toml", &[]);
        for (period, only, n) in [(opened, "opened", 1), (resolved, "resolved", 1), (resolved, "backlog", 0)] {
            let output = desk.run(&["kpi", "--period", period, "--only", only, "--format", "json"]);
            let figures = text(&output.stdout);
            assert!(
                figures.contains(&format!("\"n\":{n}}}")),
                "{only} of {period}: {figures} {}",
                text(&output.stderr)
            );
        }
    }
}

#[test]
fn a_dry_run_reports_and_writes_nothing() {
    let desk = desk();
    let report = desk.import("t.csv", "m.toml", &["--dry-run"]);
    assert_eq!((report.number("tickets"), report.number("rows")), (2, 2));
    assert!(!desk.path("tallypost-data").exists());
}

#[test]
fn what_is_wrong_in_the_mapping_ends_with_2_and_says_what_would_be_right() {
    for (mapping, right) in [
        ("kind = \"tickets\"", "expected `ticket` or `event`"),
        ("kind = \"ticket\"\n[columns]\nticket_id = \"id\"", "columns.opened_at: is needed"),
        (&format!("{MAPPING}colour = \"x\""), "unknown variant `colour`, expected one of `ticket_id`"),
        (&format!("{MAPPING}subject = \"topic\""), "no column `topic`; it has `id`, `opened`, `done`"),
        (&format!("{MAPPING}effort = \"done\""), "say the unit"),
        (&format!("{MAPPING}subject = {{ colum = \"done\" }}"), "unknown field `colum`"),
        (&format!("{MAPPING}[values.status]\nx = \"shut\""), "`shut` is not known to the lake; it can be new, open"),
        (&format!("{MAPPING}[otherwise]\nopened_at = \"x\""), "otherwise.opened_at: holds no words"),
        (&format!("{MAPPING}[time]\nzone = \"Berlin\""), "`Berlin` is no IANA time zone"),
        (&format!("{MAPPING}[time]\nformats = [\"dmy\"]"), "`dmy` is no format of moments; it can be iso"),
        (&format!("{MAPPING}[file]\nencoding = \"latin\""), "`latin` is no encoding"),
        (&format!("{MAPPING}[file]\ndelimiter = \";;\""), "delimiter"),
        (&format!("{MAPPING}[activities]\nx = \"jumps\""), "`jumps` is nothing that an activity can mean"),
        (&format!("{MAPPING}activity = \"done\""), "belongs to an event log"),
        (&format!("{MAPPING}[constants]\npriority = \"high\""), "`high` is not known to the lake; it can be P1, P2"),
    ] {
        let output = desk().with("m.toml", mapping).run(&["import", "t.csv", "--mapping", "m.toml"]);
        let complaint = text(&output.stderr);
        assert_eq!(output.status.code(), Some(2), "{mapping}: {complaint}");
        assert!(complaint.contains(right) && complaint.contains("tallypost: "), "{mapping}: {complaint}");
    }
}

#[test]
fn what_is_wrong_in_the_words_ends_with_2_and_says_what_would_be_right() {
    let semicolons = desk().with("t.csv", ROWS.replace(',', ";")).with("t.xyz", ROWS).with("my tickets.csv", ROWS);
    for (words, right) in [
        (&["t.csv", "--mapping", "m.toml"][..], "write delimiter = \";\""),
        (&["t.xyz", "--mapping", "m.toml"], "write format = \"csv\""),
        (&["t.csv", "--mapping", "zoho"], "one of the ready mappings: freshservice"),
        (&["my tickets.csv", "--mapping", "m.toml"], "say --name NAME"),
        (&["t.csv", "--mapping", "m.toml", "--name", "main"], "under another name"),
        (&["--show-mapping", "zoho"], "there are freshservice"),
    ] {
        let output = semicolons.run(&[&["import"], words].concat());
        assert_eq!(output.status.code(), Some(2), "{words:?}: {}", text(&output.stderr));
        assert!(text(&output.stderr).contains(right), "{words:?}: {}", text(&output.stderr));
    }
}

#[test]
fn where_nothing_can_be_imported_the_lake_stays_and_the_rows_say_why() {
    let desk = desk();
    desk.import("t.csv", "m.toml", &[]);
    let before = desk.lake_bytes();
    let desk = desk.with("t.csv", "id,opened,done\n1,05/01/2026,\n");
    let output = desk.run(&["import", "t.csv", "--mapping", "m.toml"]);
    assert_eq!(output.status.code(), Some(1));
    assert!(text(&output.stderr).contains("no row of t.csv could be imported"), "{}", text(&output.stderr));
    assert_eq!(desk.lake_bytes(), before);
    assert_eq!(desk.rejected("t").len(), 1);
}

#[test]
fn a_name_that_a_gateway_has_in_the_lake_is_refused() {
    let desk = desk();
    desk.import("t.csv", "m.toml", &["--name", "support"]);
    std::fs::remove_file(desk.path("tallypost-data/imports/support.json")).unwrap();
    let output = desk.run(&["import", "t.csv", "--mapping", "m.toml", "--name", "support"]);
    assert_eq!(output.status.code(), Some(2));
    assert!(text(&output.stderr).contains("no import wrote"), "{}", text(&output.stderr));
}

#[test]
fn the_ready_mappings_are_listed_and_shown() {
    let desk = desk();
    let list = text(&desk.run(&["import", "--list-mappings"]).stdout);
    let names: Vec<&str> = list.lines().filter_map(|line| line.split_whitespace().next()).collect();
    let expected = ["freshservice", "jira-service-management", "osticket", "otrs", "servicenow", "zammad", "zendesk"];
    assert_eq!(names, expected);
    let shown = text(&desk.run(&["import", "--show-mapping", "zendesk"]).stdout);
    let copied = desk.with("mine.toml", shown).with("z.csv", "Id,Created at\n1,2026-01-05\n");
    assert_eq!(copied.import("z.csv", "mine.toml", &[]).number("tickets"), 1);
}

#[test]
fn an_import_that_is_killed_is_whole_when_it_is_run_again() {
    let whole = desk();
    whole.import("t.csv", "m.toml", &[]);
    let expected: Vec<Vec<u8>> = whole.lake_bytes().into_values().collect();
    for moment in ["lake_file_begun", "lake_file_renamed:2", "lake_folder_synced:4"] {
        let desk = desk().with("other.csv", "id,opened,done\n7,2024-01-05,\n");
        desk.import("other.csv", "m.toml", &["--name", "t"]);
        let killed = Command::new(env!("CARGO_BIN_EXE_tallypost"))
            .current_dir(desk.path(""))
            .args(["import", "t.csv", "--mapping", "m.toml"])
            .env("TALLYPOST_ABORT_AT", moment)
            .output()
            .unwrap();
        assert!(!killed.status.success() && killed.status.code() != Some(1), "{moment}: {}", text(&killed.stderr));
        let report = std::fs::read_to_string(desk.path("tallypost-data/imports/t.json")).unwrap();
        assert!(report.contains("unfinished"), "{moment}: {report}");
        desk.import("t.csv", "m.toml", &[]);
        assert_eq!(desk.lake_bytes().into_values().collect::<Vec<_>>(), expected, "{moment}");
    }
}
