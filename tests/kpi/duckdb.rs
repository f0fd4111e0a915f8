//! The text of every KPI, run by DuckDB over Parquet files, gives the figures that polars gives.
//!
//! Needs Python with the `duckdb` package; `TALLYPOST_SKIP_DUCKDB=1` leaves it out.

use std::io::Write;
use std::path::Path;
use std::process::{Command, Stdio};

use jiff::{Timestamp, ToSpan};
use rand::{RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;
use serde_json::{Value, json};
use tallypost::kpi::{Figure, Period, compute, definitions, sql};
use tallypost::ticket::{Direction, Disposition, MessageRow, Status, TicketType};

use crate::support::{Tables, Ticket, mail, moment, opened, periods};

const LABELS: [&str; 5] = ["2026-03", "2026-09", "2026-10", "2026-11", "2026-Q4"];

#[test]
fn duckdb_gives_the_same_figures() {
    let tables = some_lake(400);
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

/// A lake without sense but with every case: each ticket lives a random life of up to six steps.
fn some_lake(count: usize) -> Tables {
    let mut random = ChaCha8Rng::seed_from_u64(2026);
    let tickets: Vec<Ticket> = (0..count).map(|number| some_ticket(number, &mut random)).collect();
    let mails: Vec<MessageRow> = tickets.iter().map(|ticket| some_mail(ticket, &mut random)).collect();
    Tables::of(&tickets, &mails)
}

fn some_moment(random: &mut ChaCha8Rng) -> Timestamp {
    let start = moment("2026-02-15T00:00:00Z");
    start + random.random_range(0..300 * 86_400_000i64).milliseconds()
}

fn one_of<T: Copy>(random: &mut ChaCha8Rng, list: &[T]) -> T {
    list[random.random_range(0..list.len())]
}

fn some_mail(ticket: &Ticket, random: &mut ChaCha8Rng) -> MessageRow {
    let at = some_moment(random).to_string();
    let (disposition, direction) = (one_of(random, Disposition::ALL), one_of(random, Direction::ALL));
    mail(&at, disposition, direction, random.random_bool(0.5).then_some(ticket.id.as_str()))
}

fn some_ticket(number: usize, random: &mut ChaCha8Rng) -> Ticket {
    let moves =
        [Status::Open, Status::PendingCustomer, Status::Resolved, Status::Resolved, Status::Closed, Status::Spam];
    let mut now = some_moment(random);
    let start = now;
    let mut ticket = opened(&format!("T-{number:04}"), &now.to_string());
    for _ in 0..random.random_range(0..6) {
        now += random.random_range(0..20 * 86_400_000i64).milliseconds();
        let at = now.to_string();
        ticket = match random.random_range(0..8) {
            0..2 => ticket.answered(&at),
            2 => ticket.chased(&at),
            _ => ticket.status(&at, one_of(random, &moves)),
        };
    }
    if random.random_bool(0.05) {
        ticket = ticket.merged(&now.to_string());
    }
    dress(ticket, start, random)
}

/// Dimensions, targets and times; each of them is sometimes unknown.
fn dress(ticket: Ticket, start: Timestamp, random: &mut ChaCha8Rng) -> Ticket {
    let mut minutes = || random.random_bool(0.8).then(|| random.random_range(0.0..10_000.0));
    let times = [minutes(), minutes(), minutes(), minutes(), minutes()];
    let mut due = || random.random_bool(0.8).then(|| start + random.random_range(0..480i64).hours());
    let (answer_due, resolve_due) = (due(), due());
    let mut name = |list: &[&str]| random.random_bool(0.9).then(|| one_of(random, list).to_string());
    let (service, priority) = (name(&["Portal", "Mail", "Zürich line"]), name(&["P1", "P2", "P3"]));
    let (out_of_hours, ticket_type) = (random.random_bool(0.3), one_of(random, TicketType::ALL));
    let ticket = if out_of_hours { ticket.out_of_hours() } else { ticket };
    ticket.of_type(ticket_type).with(move |row| {
        [
            row.first_response_minutes,
            row.first_response_service_minutes,
            row.resolve_minutes,
            row.resolve_service_minutes,
            row.resolve_active_minutes,
        ] = times;
        (row.first_response_due_at, row.resolve_due_at) = (answer_due, resolve_due);
        (row.service, row.priority) = (service.clone(), priority.clone());
    })
}
