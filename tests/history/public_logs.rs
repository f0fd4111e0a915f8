//! Two public event logs, imported, give the figures that others' tools computed from the files.
//!
//! The logs are no part of this project. `TALLYPOST_PUBLIC_LOGS=FOLDER` names a folder with `helpdesk_italian.csv`
//! (doi:10.4121/uuid:0c60edf1-6f83-4e75-9367-4c63b3e9d5bb), `bpi2013_closed_problems.csv`
//! (doi:10.4121/uuid:c2c3b154-ab26-4b31-a0e8-8f2350ddac11) and `expected_figures.json`; without it the test is left out.

use std::path::Path;

use serde_json::{Map, Value};

use crate::support::{Desk, run_duckdb};

/// What a figure is computed from; each query answers one value, or pairs of a name and a number.
const FIGURES: &[(&str, &str)] = &[
    ("events", "SELECT count(*) FROM log"),
    ("cases", "SELECT count(*) FROM cases"),
    ("start", "SELECT strftime(min(occurred_at), '%Y-%m-%d %H:%M:%S') FROM log"),
    ("end", "SELECT strftime(max(occurred_at), '%Y-%m-%d %H:%M:%S') FROM log"),
    ("median_days", "SELECT median(hours) / 24 FROM cases"),
    ("mean_days", "SELECT avg(hours) / 24 FROM cases"),
    ("activities", "SELECT activity, count(*) FROM log GROUP BY ALL"),
    ("lifecycle", "SELECT status, count(*) FROM log GROUP BY ALL"),
    (
        "throughput",
        "SELECT * FROM (UNPIVOT (SELECT count(*)::DOUBLE AS n, avg(hours) AS mean_h, median(hours) AS median_h,
         quantile_cont(hours, 0.9) AS p90_h, quantile_cont(hours, 0.95) AS p95_h, max(hours) AS max_h,
         count(*) FILTER (hours < 0)::DOUBLE AS negative, count(*) FILTER (hours = 0)::DOUBLE AS zero FROM cases)
         ON COLUMNS(*))",
    ),
    (
        "reopened_after_completed",
        "SELECT count(DISTINCT ticket_id) FROM steps WHERE activity = 'Completed' AND next <> 'Completed'",
    ),
    (
        "closed_then_anything",
        "SELECT count(DISTINCT ticket_id) FROM steps WHERE activity = 'Closed' AND next IS NOT NULL",
    ),
    (
        "resolved_then_in_charge_again",
        "SELECT count(DISTINCT a.ticket_id) FROM log a JOIN log b USING (ticket_id) WHERE a.activity = 'Resolve ticket'
         AND b.activity = 'Take in charge ticket' AND (a.occurred_at, a.sequence) < (b.occurred_at, b.sequence)",
    ),
    ("variants", "SELECT count(DISTINCT variant) FROM cases"),
    ("cases_with_team_handover", "SELECT count(DISTINCT ticket_id) FROM handovers"),
    ("mean_team_handovers", "SELECT (SELECT count(*) FROM handovers) / (SELECT count(*) FROM cases)"),
    ("impact", "SELECT impact, count(*) FROM ticket GROUP BY ALL"),
    ("products", "SELECT count(DISTINCT service) FROM ticket"),
    ("starts_by_month", "SELECT strftime(opened_at, '%Y-%m'), count(*) FROM ticket GROUP BY ALL"),
];

fn views(name: &str) -> String {
    format!(
        "SET TimeZone = 'UTC';
         CREATE VIEW event AS SELECT * FROM 'tallypost-data/lake/events/*/{name}.parquet';
         CREATE VIEW ticket AS SELECT * FROM 'tallypost-data/lake/tickets/*/{name}.parquet';
         CREATE VIEW log AS SELECT *, to_value->>'activity' AS activity, to_value->>'status' AS status FROM event
           WHERE kind = 'recorded';
         CREATE VIEW steps AS SELECT *, lead(activity) OVER (PARTITION BY ticket_id ORDER BY occurred_at, sequence) AS next
           FROM log;
         CREATE VIEW cases AS SELECT ticket_id, epoch(max(occurred_at) - min(occurred_at)) / 3600 AS hours,
           string_agg(activity, ' > ' ORDER BY occurred_at, sequence) AS variant FROM log GROUP BY ALL;
         CREATE VIEW handovers AS SELECT * FROM event WHERE kind = 'team_changed' AND from_value IS NOT NULL"
    )
}

#[test]
fn public_logs_give_the_figures_of_other_tools() {
    let Some(folder) = std::env::var_os("TALLYPOST_PUBLIC_LOGS") else { return };
    let expected = std::fs::read_to_string(Path::new(&folder).join("expected_figures.json")).unwrap();
    let expected: Map<String, Value> = serde_json::from_str(&expected).unwrap();
    for name in ["bpi2013_closed_problems", "helpdesk_italian"] {
        let desk = Desk::new();
        let mapping = Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("tests/history/mappings/{name}.toml"));
        let log = Path::new(&folder).join(format!("{name}.csv"));
        let report = desk.import(log.to_str().unwrap(), mapping.to_str().unwrap(), &[]);
        assert_eq!(report.number("rejected"), 0);
        compare(&desk, name, expected[name].as_object().unwrap());
    }
}

fn compare(desk: &Desk, name: &str, expected: &Map<String, Value>) {
    let query =
        |figure: &String| FIGURES.iter().find(|(known, _)| known == figure).unwrap_or_else(|| panic!("{figure}")).1;
    let mut texts = vec![views(name)];
    texts.extend(expected.keys().map(|figure| query(figure).to_string()));
    let Some(answers) = run_duckdb(&desk.path(""), &texts) else { return };
    for ((figure, theirs), ours) in expected.iter().zip(&answers[1..]) {
        match theirs {
            Value::Object(parts) => {
                assert_eq!(parts.len(), ours.len(), "{name} {figure}: {ours:?}");
                for pair in ours {
                    assert_same(&parts[pair[0].as_str().unwrap()], &pair[1], &format!("{name} {figure} {}", pair[0]));
                }
            }
            _ => assert_same(theirs, &ours[0][0], &format!("{name} {figure}")),
        }
    }
}

/// Hours are given to four places, moments with or without their offset.
fn assert_same(theirs: &Value, ours: &Value, figure: &str) {
    match (theirs.as_f64(), ours.as_f64()) {
        (Some(theirs), Some(ours)) => assert!((theirs - ours).abs() <= 5.1e-5, "{figure}: {theirs}, ours {ours}"),
        _ => assert!(theirs.as_str().unwrap().starts_with(ours.as_str().unwrap()), "{figure}: {theirs}, ours {ours}"),
    }
}
