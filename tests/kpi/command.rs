//! `tallypost kpi` as a user runs it.

use std::path::Path;
use std::process::{Command, Output};

use serde_json::Value;

use crate::engines::Engine;
use crate::support::{Tables, Ticket, opened};

/// A data folder with three tickets of September and October 2026 (UTC).
fn data() -> tempfile::TempDir {
    let data = tempfile::tempdir().unwrap();
    Tables::of(&three_tickets(), &[]).write(&data.path().join("lake"));
    data
}

fn three_tickets() -> [Ticket; 3] {
    [
        opened("T-1", "2026-09-10T08:00:00Z").answered("2026-09-10T08:30:00Z").resolved("2026-09-11T08:00:00Z"),
        opened("T-2", "2026-10-05T08:00:00Z").answered("2026-10-05T09:00:00Z").resolved("2026-10-05T12:00:00Z"),
        opened("T-3", "2026-10-30T08:00:00Z"),
    ]
}

fn kpi(data: &Path, words: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_tallypost"))
        .current_dir(data)
        .args(["kpi", "--data", "."])
        .args(words)
        .output()
        .unwrap()
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8(bytes.to_vec()).unwrap()
}

fn json_lines(output: &Output) -> Vec<Value> {
    assert!(output.status.success(), "{}", text(&output.stderr));
    text(&output.stdout).lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

#[test]
fn the_figures_of_a_month_are_printed_for_people_and_for_programs() {
    let data = data();
    let only = ["--period", "2026-10", "--only", "opened,backlog,resolve_median,one_touch"];
    let lines = json_lines(&kpi(data.path(), &[&only[..], &["--format", "json"]].concat()));
    let values: Vec<f64> = lines.iter().map(|line| line["value"].as_f64().unwrap()).collect();
    // T-2 and T-3 opened; T-3 open; T-2 resolved after 4 hours, at its first touch.
    assert_eq!(values, [2.0, 1.0, 240.0, 1.0]);
    let table = text(&kpi(data.path(), &only).stdout);
    let row = table.lines().find(|line| line.contains("Time to resolve, median")).unwrap();
    assert!(row.contains("4.0 h"), "{row}");
    assert!(table.lines().any(|line| line.contains("100.0 %") && line.contains("1 / 1")), "{table}");
}

#[test]
fn a_span_of_periods_is_one_as_it_stood_at_its_end() {
    let of = |period| {
        let only = ["--only", "opened,resolve_median,backlog", "--format", "json", "--period", period];
        json_lines(&kpi(data().path(), &only))
    };
    let whole = of("2026-Q3..2026-10");
    assert!(whole.iter().all(|line| line["period"] == "2026-07..2026-10"), "{whole:?}");
    let values: Vec<f64> = whole.iter().map(|line| line["value"].as_f64().unwrap()).collect();
    // All three opened; T-3 open; T-1 resolved after 24 hours and T-2 after 4: 14 in the middle.
    assert_eq!(values, [3.0, 1.0, 840.0]);
    let wrong = kpi(data().path(), &["--period", "2026..2025"]);
    assert_eq!(wrong.status.code(), Some(2));
    assert!(text(&wrong.stderr).contains("from one to another (2010..2014-03)"), "{}", text(&wrong.stderr));
}

#[test]
fn without_a_period_it_is_the_month_of_the_last_event() {
    let lines = json_lines(&kpi(data().path(), &["--only", "opened", "--format", "json"]));
    assert_eq!((&lines[0]["period"], lines[0]["n"].as_u64()), (&Value::from("2026-10"), Some(2)));
    let earlier = ["--as-of", "2026-10-01", "--only", "opened", "--format", "json"];
    assert_eq!(json_lines(&kpi(data().path(), &earlier))[0]["period"], "2026-09");
}

#[test]
fn an_earlier_moment_knows_nothing_of_what_came_later() {
    let output = kpi(data().path(), &["--as-of", "2026-10-05T10:00:00Z", "--period", "2026-10", "--format", "json"]);
    let values: Vec<(String, u64)> = json_lines(&output)
        .iter()
        .map(|line| (line["kpi"].as_str().unwrap().to_string(), line["n"].as_u64().unwrap()))
        .filter(|(kpi, _)| ["opened", "resolved", "backlog"].contains(&kpi.as_str()))
        .collect();
    assert_eq!(values, [("opened".into(), 1), ("resolved".into(), 0), ("backlog".into(), 1)]);
    assert!(text(&output.stderr).contains("2026-10 is not over: figures up to 2026-10-05 10:00 UTC"));
}

#[test]
fn a_period_without_tickets_says_so_and_is_no_failure() {
    let output = kpi(data().path(), &["--period", "2024", "--format", "json"]);
    assert!(json_lines(&output).iter().all(|line| line["n"] == 0));
    assert!(text(&output.stderr).starts_with("2024: no ticket was opened, answered, resolved or open"));
}

#[test]
fn wrong_words_end_with_2_and_say_what_would_be_right() {
    let data = data();
    for (words, right) in [
        (["--period", "October"], "write a month (2026-10)"),
        (["--by", "colour"], "the dimensions are service"),
        (["--only", "speed"], "`speed` is no KPI; there are opened"),
        (["--show-sql", "speed"], "`speed` is no KPI; there are opened"),
        (["--as-of", "soon"], "write a day (2026-11-01)"),
        (["--tickets", "speed"], "`speed` is no KPI; there are opened"),
        (["--compare", "nowhere"], "an earlier review is the folder that `tallypost analyze` wrote"),
    ] {
        let output = kpi(data.path(), &words);
        assert_eq!(output.status.code(), Some(if words[0] == "--compare" { 1 } else { 2 }), "{words:?}");
        assert!(text(&output.stderr).contains(right), "{words:?}: {}", text(&output.stderr));
    }
}

#[test]
fn without_a_lake_it_says_how_to_get_one() {
    let empty = tempfile::tempdir().unwrap();
    let output = kpi(empty.path(), &[]);
    assert_eq!(output.status.code(), Some(1));
    assert!(text(&output.stderr).contains("`tallypost ingest`"), "{}", text(&output.stderr));
}

#[test]
fn the_shown_sql_runs_in_duckdb_as_it_stands() {
    let data = data();
    let shown = Command::new(env!("CARGO_BIN_EXE_tallypost"))
        .args(["kpi", "--show-sql", "backlog", "--by", "service", "--period", "2026-10", "--data"])
        .arg(data.path())
        .output()
        .unwrap();
    let Some(answers) = Engine::DuckDb.run(&[text(&shown.stdout)]) else { return };
    assert_eq!(answers[0].len(), 1);
    assert_eq!((answers[0][0]["service"].as_str(), answers[0][0]["n"].as_u64()), (Some("(none)"), Some(1)));
}

#[test]
fn the_shown_sql_is_for_the_engine_that_was_asked_for() {
    let data = data();
    let shown = |dialect| {
        text(&kpi(data.path(), &["--show-sql", "resolve_median", "--period", "2026-10", "--dialect", dialect]).stdout)
    };
    assert!(shown("spark").contains("PERCENTILE(value, 0.5)") && shown("spark").contains("parquet.`"));
    assert!(shown("duckdb").contains("QUANTILE_CONT(value, 0.5)") && shown("duckdb").contains("read_parquet('"));
    let script = shown("polars");
    assert!(script.starts_with("# Time to resolve, median.") && script.contains("pl.SQLContext(tables)"), "{script}");
    let refused = kpi(data.path(), &["--show-sql", "opened", "--dialect", "oracle"]);
    assert_eq!(refused.status.code(), Some(2));
    assert!(text(&refused.stderr).contains("the dialects are polars, duckdb, spark"), "{}", text(&refused.stderr));
}

#[test]
fn the_tickets_behind_a_figure_say_where_they_count() {
    let data = data();
    let lines = json_lines(&kpi(data.path(), &["--tickets", "one_touch", "--period", "2026-10", "--format", "json"]));
    let said: Vec<(&str, &str, f64)> = lines
        .iter()
        .map(|line| {
            let word = |name: &str| line[name].as_str().unwrap();
            (word("ticket_id"), word("counts_in"), line["value"].as_f64().unwrap())
        })
        .collect();
    assert_eq!(said, [("T-2", "numerator", 1.0)]);
    let table = text(&kpi(data.path(), &["--tickets", "out_of_hours", "--period", "2026-10"]).stdout);
    // Without a calendar nothing is out of hours: both tickets are below the line only.
    assert_eq!(table.lines().filter(|line| line.contains("denominator")).count(), 2, "{table}");
    assert!(table.contains("2026-10-30 08:00"), "{table}");
}

#[test]
fn the_backlog_is_added_up_for_whoever_reads_the_figures() {
    let output = kpi(data().path(), &["--period", "2026-10"]);
    let said = text(&output.stderr);
    assert!(
        said.contains("checked: 0 open at the start + 2 opened + 0 reopened − 1 resolved = 1 open at the end"),
        "{said}"
    );
}

#[test]
fn a_closed_period_gives_the_same_bytes_also_when_more_has_happened_since() {
    let data = data();
    let run = || text(&kpi(data.path(), &["--period", "2026-10", "--by", "priority", "--format", "json"]).stdout);
    let before = run();
    assert!(before.lines().count() > 20 && before == run());
    let [one, two, three] = three_tickets();
    // Without a configuration October ends at midnight UTC.
    let later = [
        one.reopened("2026-11-01T00:00:00Z"),
        two.merged("2026-11-02T08:00:00Z"),
        three.chased("2026-11-03T08:00:00Z").resolved("2026-11-03T09:00:00Z"),
        opened("T-4", "2026-11-01T00:00:00Z"),
    ];
    Tables::of(&later, &[]).write(&data.path().join("lake"));
    assert_eq!(before, run());
}

#[test]
fn a_restated_past_is_printed_old_and_new() {
    let data = data();
    let review = data.path().join("review");
    let analyze = |out: &Path, more: &[&str]| {
        let output = Command::new(env!("CARGO_BIN_EXE_tallypost"))
            .current_dir(data.path())
            .args(["analyze", "--data", ".", "--period", "2026-09", "--out"])
            .arg(out)
            .args(more)
            .output()
            .unwrap();
        assert!(output.status.success(), "{}", text(&output.stderr));
    };
    analyze(&review, &[]);
    let compared = ["--period", "2026-09", "--only", "opened,backlog,resolved", "--compare", "review"];
    let nothing = text(&kpi(data.path(), &compared).stdout);
    assert!(!nothing.contains("said then"), "{nothing}");
    let [one, two, three] = three_tickets();
    let tickets = [one, two, three, opened("T-4", "2026-09-20T08:00:00Z")];
    Tables::of(&tickets, &[]).write(&data.path().join("lake"));
    // T-4 makes two opened tickets of one, and a backlog of one of none; what was resolved stays.
    let lines = json_lines(&kpi(data.path(), &[&compared[..], &["--format", "json"]].concat()));
    let was: Vec<(f64, Option<f64>)> =
        lines.iter().map(|line| (line["value"].as_f64().unwrap(), line["restated_from"]["value"].as_f64())).collect();
    assert_eq!(was, [(2.0, Some(1.0)), (1.0, None), (1.0, Some(0.0))]);
    let table = text(&kpi(data.path(), &compared).stdout);
    let row = table.lines().find(|line| line.contains("Tickets opened") && line.contains("September 2026")).unwrap();
    assert!(row.contains("1 (n = 1)") && row.contains("2 (n = 2)"), "{row}");
    let again = data.path().join("again");
    analyze(&again, &["--compare", "review"]);
    let page = std::fs::read_to_string(again.join("index.html")).unwrap();
    assert!(page.contains("<h2 id=\"restated-title\">Restated</h2>"));
    let rows = std::fs::read_to_string(again.join("restated.csv")).unwrap();
    assert!(rows.contains("opened,2026-09,,1,2,1,2\n"), "{rows}");
}
