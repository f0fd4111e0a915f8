//! The text of every KPI, run by DuckDB over Parquet files, gives the figures that polars gives.
//!
//! Needs Python with the `duckdb` package; `TALLYPOST_SKIP_DUCKDB=1` leaves it out.

use std::io::Write;
use std::path::Path;
use std::process::{Command, Stdio};

use serde_json::{Value, json};
use tallypost::kpi::{Figure, Period, compute, definitions, sql};

use crate::random::some_tickets;
use crate::support::{Tables, periods};

const LABELS: [&str; 5] = ["2026-03", "2026-09", "2026-10", "2026-11", "2026-Q4"];

#[test]
fn duckdb_gives_the_same_figures() {
    let (tickets, mails) = some_tickets(400);
    let tables = Tables::of(&tickets, &mails);
    let periods = periods(&LABELS);
    let lake = tempfile::tempdir().unwrap();
    tables.write(lake.path());
    let definitions = definitions().unwrap();
    for by in [&[][..], &["service"], &["priority", "type"]] {
        let mut texts: Vec<String> = definitions.iter().map(|definition| sql(definition, by)).collect();
        texts[0] = tables_sql(lake.path(), &periods) + &texts[0];
        let Some(answers) = run_duckdb(&texts) else { return };
        let figures = compute(&definitions, tables.frames(), &periods, by).unwrap().0;
        let ours = figures.iter().filter(|figure| figure.n > 0).count();
        let mut compared = 0;
        for (definition, rows) in definitions.iter().zip(&answers) {
            assert!(by.len() > 1 || rows.len() >= 3, "{} was hardly tried: {rows:?}", definition.id);
            for row in rows {
                let figure = figures.iter().find(|figure| figure.kpi == definition.id && is_of(figure, row));
                assert_same(figure.unwrap_or_else(|| panic!("{} has no {row}", definition.id)), row);
                compared += 1;
            }
        }
        assert_eq!(compared, ours, "figures that only one engine has, by {by:?}");
    }
}

fn is_of(figure: &Figure, row: &Value) -> bool {
    row["period"] == figure.period && figure.segment.iter().all(|(name, value)| row[name] == *value)
}

fn assert_same(figure: &Figure, row: &Value) {
    assert_eq!(row["n"].as_u64(), Some(figure.n), "{figure:?}");
    for (name, ours) in [("value", figure.value), ("numerator", figure.numerator), ("denominator", figure.denominator)]
    {
        match (ours, row[name].as_f64()) {
            (Some(ours), Some(theirs)) => {
                assert!((ours - theirs).abs() <= 1e-9 * ours.abs().max(1.0), "{name} {theirs} of {figure:?}");
            }
            (ours, theirs) => assert_eq!(ours, theirs, "{name} of {figure:?}"),
        }
    }
}

/// What `tallypost kpi --show-sql` says before the query.
fn tables_sql(lake: &Path, periods: &[Period]) -> String {
    let mut sql = String::from("SET TimeZone = 'UTC';");
    for table in ["tickets", "messages", "events"] {
        let files = lake.join(table).join("*/*.parquet");
        sql += &format!("CREATE VIEW {table} AS SELECT * FROM read_parquet('{}');", files.display());
    }
    let rows: Vec<String> = periods
        .iter()
        .map(|Period { label, start, end }| format!("('{label}', TIMESTAMPTZ '{start}', TIMESTAMPTZ '{end}')"))
        .collect();
    sql + &format!("CREATE TABLE periods(period, period_start, period_end) AS VALUES {};", rows.join(", "))
}

/// The rows that each text's last statement answers; nothing where DuckDB is to be left out.
pub fn run_duckdb(texts: &[String]) -> Option<Vec<Vec<Value>>> {
    if std::env::var("TALLYPOST_SKIP_DUCKDB").is_ok_and(|value| value == "1") {
        return None;
    }
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/kpi/run_queries.py");
    let mut python = Command::new("python3")
        .arg(script)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("python3 is needed: apt-get install python3, or TALLYPOST_SKIP_DUCKDB=1");
    python.stdin.take().unwrap().write_all(json!(texts).to_string().as_bytes()).unwrap();
    let output = python.wait_with_output().unwrap();
    let complaint = String::from_utf8_lossy(&output.stderr);
    assert!(
        !complaint.contains("No module named 'duckdb'"),
        "DuckDB is needed: python3 -m pip install duckdb, or TALLYPOST_SKIP_DUCKDB=1"
    );
    assert!(output.status.success(), "{complaint}");
    let answers = String::from_utf8(output.stdout).unwrap();
    Some(answers.lines().map(|line| serde_json::from_str(line).unwrap()).collect())
}
