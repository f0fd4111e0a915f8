//! The text of every KPI, run by DuckDB and by Spark over the lake's Parquet files, gives the figures that polars gives.
//!
//! So do they over a log that was imported; over two public ones where `TALLYPOST_PUBLIC_LOGS` names their folder, see
//! `tests/history/public_logs.rs`.
//!
//! Each engine is given the script that `tallypost kpi --show-sql` prints, as it stands. Needs Python with the packages
//! `duckdb` and `pyspark`, and Java for Spark; `TALLYPOST_SKIP_DUCKDB=1` and `TALLYPOST_SKIP_SPARK=1` leave them out.

use std::io::Write;
use std::path::Path;
use std::process::{Command, Stdio};

use polars::prelude::{DataType, IntoLazy, LazyFrame, PlRefPath, TimeUnit, TimeZone, col, lit};
use serde_json::{Value, json};
use tallypost::kpi::{Aggregate, Definition, Dialect, Figure, Frames, Tables, compute, definitions, sql};

use tallypost::lake::schema;

use crate::random::some_tickets;
use crate::support::{self, moment, periods, terms};

const AGREED: &str = "cost_per_hour = 61.5\n\
    [[service]]\nname = \"Portal\"\nworkload_limit = 4\n[[service]]\nname = \"Zürich line\"\nworkload_limit = 60\n\
    [calendar.office]\nmonday = [\"08:00-17:00\"]\nthursday = [\"08:00-17:00\"]\nholidays = [\"2026-10-05\"]\n";

/// Nothing of the random lives is left out, and some of December's resolutions are too young to tell.
const AS_OF: &str = "2026-12-20T00:00:00Z";

#[test]
fn duckdb_gives_the_same_figures() {
    let lake = lake();
    for by in [&[][..], &["service"], &["priority", "type"], &["service", "priority"]] {
        let labels = ["2026-03", "2026-09", "2026-10", "2026-11", "2026-Q4"];
        assert_eq!(compare(Engine::DuckDb, lake.path(), &labels, &[by], |_| true), NONE, "not tried by {by:?}");
    }
}

/// Spark takes most of a second for each query, however small: broken down it computes one KPI of each group and
/// aggregate, or all of them with `TALLYPOST_SPARK=all`.
#[test]
fn spark_gives_the_same_figures() {
    let (lake, chosen) = (lake(), chosen_for_spark());
    let labels = ["2026-09", "2026-10", "2026-11"];
    let untried = compare(Engine::Spark, lake.path(), &labels, &[&[], &["service", "priority"]], |wanted| {
        wanted.by.is_empty() || chosen.contains(&wanted.definition.id)
    });
    assert_eq!(untried, NONE, "not tried");
}

/// A table without messages, team changes and much else: what was not recorded has no figure in any engine.
const LOG: &str = "id,at,state,agent,service,kind\n\
    1,2026-09-28T08:00:00Z,new,,Portal,incident\n1,2026-09-29T09:30:00Z,open,Kim,Portal,incident\n\
    1,2026-10-02T10:00:00Z,done,Lou,Portal,incident\n1,2026-10-05T11:00:00Z,open,Kim,Portal,incident\n\
    1,2026-10-08T12:00:00Z,done,Kim,Portal,incident\n2,2026-10-01T07:00:00Z,new,,Portal,incident\n\
    2,2026-10-20T08:00:00Z,done,Lou,Portal,incident\n3,2026-10-30T23:30:00Z,new,,,complaint\n\
    3,2026-11-03T08:00:00Z,done,Lou,,complaint\n4,2026-11-20T08:00:00Z,open,Kim,Line,incident\n";

const MAPPING: &str = "kind = \"event\"\n[columns]\nticket_id = \"id\"\noccurred_at = \"at\"\nstatus = \"state\"\n\
    assignee = \"agent\"\nservice = \"service\"\ntype = \"kind\"\n[values.status]\ndone = \"resolved\"\n";

#[test]
fn engines_agree_over_an_imported_log() {
    let data = tempfile::tempdir().unwrap();
    let [log, mapping] = ["log.csv", "mapping.toml"].map(|name| data.path().join(name));
    std::fs::write(&log, LOG).unwrap();
    std::fs::write(&mapping, MAPPING).unwrap();
    import(data.path(), &log, &mapping);
    let labels = ["2026-09", "2026-10", "2026-11"];
    let untried = compare(Engine::DuckDb, data.path(), &labels, &[&[], &["service"]], |_| true);
    for id in ["messages_per_ticket", "touches_per_ticket", "chasers_per_ticket", "one_touch", "automatic_mail"] {
        assert!(untried.iter().any(|kpi| kpi == id), "{id} has a figure of messages that nobody recorded");
    }
    for id in ["opened", "backlog", "resolve_median", "reopened", "ping_pong"] {
        assert!(untried.iter().all(|kpi| kpi != id), "{id} was not tried");
    }
    let chosen = chosen_for_spark();
    compare(Engine::Spark, data.path(), &labels, &[&[]], |wanted| chosen.contains(&wanted.definition.id));
}

#[test]
fn engines_agree_over_public_logs() {
    let Some(folder) = std::env::var_os("TALLYPOST_PUBLIC_LOGS") else { return };
    let chosen = chosen_for_spark();
    for (name, labels) in [
        ("helpdesk_italian", ["2011-10", "2012-10", "2013"]),
        ("bpi2013_closed_problems", ["2012-01", "2012-04", "2011"]),
    ] {
        let data = tempfile::tempdir().unwrap();
        let mapping = Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("tests/history/mappings/{name}.toml"));
        import(data.path(), &Path::new(&folder).join(format!("{name}.csv")), &mapping);
        let untried = compare(Engine::DuckDb, data.path(), &labels, &[&[], &["priority"]], |_| true);
        assert!(untried.len() < definitions().unwrap().len(), "nothing was tried on {name}");
        compare(Engine::Spark, data.path(), &labels, &[&[]], |wanted| chosen.contains(&wanted.definition.id));
    }
}

const NONE: [String; 0] = [];

/// One KPI of each group and aggregate, or all of them.
fn chosen_for_spark() -> Vec<String> {
    let all = std::env::var("TALLYPOST_SPARK").is_ok_and(|value| value == "all");
    let mut seen = Vec::new();
    let mut is_another = |definition: &Definition| {
        let kind = (definition.group, definition.aggregate);
        let is_new = !seen.contains(&kind);
        seen.push(kind);
        all || is_new
    };
    definitions().unwrap().iter().filter(|definition| is_another(definition)).map(|one| one.id.clone()).collect()
}

/// Into the lake of this data folder.
fn import(data: &Path, file: &Path, mapping: &Path) {
    let mut tallypost = Command::new(env!("CARGO_BIN_EXE_tallypost"));
    let output = tallypost
        .current_dir(data)
        .arg("--data")
        .arg(data)
        .arg("import")
        .arg(file)
        .arg("--mapping")
        .arg(mapping)
        .output();
    let output = output.unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
}

/// A KPI and what it is broken down by.
struct Wanted<'a> {
    definition: &'a Definition,
    by: &'a [&'a str],
}

/// A small sample of an organisation's tickets, and tickets without sense but with every case beside them.
fn lake() -> tempfile::TempDir {
    let data = tempfile::tempdir().unwrap();
    let words = ["sample", "--lake", "--tickets", "150", "--months", "3", "--until", "2026-10", "--seed", "5", "--out"];
    let output =
        Command::new(env!("CARGO_BIN_EXE_tallypost")).args(words).arg(data.path().join("sample")).output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    std::fs::rename(data.path().join("sample/lake"), data.path().join("lake")).unwrap();
    let (tickets, mails) = some_tickets(400);
    support::Tables::of(&tickets, &mails).write(&data.path().join("lake"));
    data
}

/// The KPIs that have no figure here, and so were not tried.
fn compare(
    engine: Engine,
    data: &Path,
    labels: &[&str],
    breakdowns: &[&[&str]],
    is_chosen: impl Fn(&Wanted<'_>) -> bool,
) -> Vec<String> {
    let (lake, periods, definitions, terms) =
        (data.join("lake"), periods(labels), definitions().unwrap(), terms(AGREED));
    let tables = Tables {
        lake: &lake,
        periods: &periods,
        as_of: moment(AS_OF),
        terms: &terms,
        has_messages: has_messages(&lake),
    };
    let wanted: Vec<Wanted<'_>> = breakdowns
        .iter()
        .flat_map(|by| definitions.iter().map(|definition| Wanted { definition, by }))
        .filter(is_chosen)
        .collect();
    let scripts: Vec<String> =
        wanted.iter().map(|one| engine.dialect().script(&sql(one.definition, one.by), &tables)).collect();
    let figures = breakdowns.iter().flat_map(|by| compute(&definitions, frames(&lake), &periods, by).unwrap().0);
    let figures: Vec<Figure> = figures.filter(|figure| figure.n > 0).collect();
    let of = |one: &Wanted<'_>| -> Vec<&Figure> {
        let is_its = |figure: &&Figure| {
            figure.kpi == one.definition.id && figure.segment.iter().map(|(name, _)| name).eq(one.by.iter())
        };
        figures.iter().filter(is_its).collect()
    };
    for (one, rows) in wanted.iter().zip(engine.run(&scripts).unwrap_or_default()) {
        let ours = of(one);
        let theirs: Vec<&Value> = rows.iter().filter(|row| row["n"] != 0).collect();
        assert_eq!(theirs.len(), ours.len(), "figures that only one engine has: {} by {:?}", one.definition.id, one.by);
        for row in theirs {
            let figure = ours.iter().find(|figure| is_of(figure, row));
            assert_same(one.definition, figure.unwrap_or_else(|| panic!("{} has no {row}", one.definition.id)), row);
        }
    }
    let untried = wanted.iter().filter(|one| of(one).is_empty());
    untried.map(|one| one.definition.id.clone()).collect()
}

fn has_messages(lake: &Path) -> bool {
    lake.join("messages").exists()
}

/// The lake's files as they are, for the comparison is of SQL and not of what was folded when.
fn frames(lake: &Path) -> Frames {
    let as_of = moment(AS_OF);
    let before = lit(as_of.as_microsecond()).cast(DataType::Datetime(TimeUnit::Microseconds, Some(TimeZone::UTC)));
    let scan = |table: &str| {
        let files = lake.join(table).join("*").join("*.parquet");
        LazyFrame::scan_parquet(PlRefPath::try_from_path(&files).unwrap(), Default::default()).unwrap()
    };
    Frames {
        tickets: scan("tickets"),
        messages: if has_messages(lake) {
            scan("messages").filter(col("received_at").lt(before.clone()))
        } else {
            schema::messages(&[]).unwrap().lazy()
        },
        events: scan("events").filter(col("occurred_at").lt(before)),
        as_of,
        terms: terms(AGREED),
    }
}

fn is_of(figure: &Figure, row: &Value) -> bool {
    row["period"] == figure.period && figure.segment.iter().all(|(name, value)| row[name] == *value)
}

/// To the last digit where whole numbers are counted and divided; sums and quantiles of minutes to 1e-9.
fn assert_same(definition: &Definition, figure: &Figure, row: &Value) {
    assert_eq!(row["n"].as_u64(), Some(figure.n), "{figure:?}");
    let is_exact = matches!(definition.aggregate, Aggregate::Count | Aggregate::Share | Aggregate::Rate);
    for (name, ours) in [("value", figure.value), ("numerator", figure.numerator), ("denominator", figure.denominator)]
    {
        match (ours, row[name].as_str().map(|number| number.parse::<f64>().unwrap())) {
            (Some(ours), Some(theirs)) if !is_exact => {
                assert!((ours - theirs).abs() <= 1e-9 * ours.abs().max(1.0), "{name} {theirs} of {figure:?}");
            }
            (ours, theirs) => assert_eq!(ours, theirs, "{name} of {figure:?}"),
        }
    }
}

#[derive(Clone, Copy)]
pub enum Engine {
    DuckDb,
    Spark,
}

impl Engine {
    fn dialect(self) -> Dialect {
        match self {
            Self::DuckDb => Dialect::DuckDb,
            Self::Spark => Dialect::Spark,
        }
    }

    /// Its name for `run_queries.py`, the Python package that it comes in, and what leaves it out.
    fn names(self) -> (&'static str, &'static str, &'static str) {
        match self {
            Self::DuckDb => ("duckdb", "duckdb", "TALLYPOST_SKIP_DUCKDB"),
            Self::Spark => ("spark", "pyspark", "TALLYPOST_SKIP_SPARK"),
        }
    }

    /// The rows that each script answers; nothing where the engine is to be left out.
    pub fn run(self, scripts: &[String]) -> Option<Vec<Vec<Value>>> {
        let (name, package, skip) = self.names();
        if std::env::var(skip).is_ok_and(|value| value == "1") {
            return None;
        }
        let mut python = Command::new("python3")
            .arg(Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/kpi/run_queries.py"))
            .arg(name)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap_or_else(|_| panic!("python3 is needed: apt-get install python3, or {skip}=1"));
        python.stdin.take().unwrap().write_all(json!(scripts).to_string().as_bytes()).unwrap();
        let output = python.wait_with_output().unwrap();
        let complaint = String::from_utf8_lossy(&output.stderr);
        let is_missing = complaint.contains(&format!("No module named '{package}'"));
        assert!(!is_missing, "{name} is needed: python3 -m pip install {package}, or {skip}=1");
        assert!(output.status.success(), "{complaint}");
        let answers = String::from_utf8(output.stdout).unwrap();
        Some(answers.lines().map(|line| serde_json::from_str(line).unwrap()).collect())
    }
}
