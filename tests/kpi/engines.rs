//! The text of every KPI, run by DuckDB and by Spark over the lake's Parquet files, gives the figures that polars gives.
//!
//! Each engine is given the script that `tallypost kpi --show-sql` prints, as it stands. Needs Python with the packages
//! `duckdb` and `pyspark`, and Java for Spark; `TALLYPOST_SKIP_DUCKDB=1` and `TALLYPOST_SKIP_SPARK=1` leave them out.

use std::io::Write;
use std::path::Path;
use std::process::{Command, Stdio};

use polars::prelude::{DataType, LazyFrame, PlRefPath, TimeUnit, TimeZone, col, lit};
use serde_json::{Value, json};
use tallypost::kpi::{Aggregate, Definition, Dialect, Figure, Frames, Tables, compute, definitions, sql};

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
        compare(Engine::DuckDb, lake.path(), &["2026-03", "2026-09", "2026-10", "2026-11", "2026-Q4"], &[by], |_| true);
    }
}

/// Spark takes most of a second for each query, however small: broken down it computes one KPI of each group and
/// aggregate, or all of them with `TALLYPOST_SPARK=all`.
#[test]
fn spark_gives_the_same_figures() {
    let all = std::env::var("TALLYPOST_SPARK").is_ok_and(|value| value == "all");
    let (lake, months) = (lake(), ["2026-09", "2026-10", "2026-11"]);
    let mut seen = Vec::new();
    let mut is_another = |definition: &Definition| {
        let kind = (definition.group, definition.aggregate);
        let is_new = !seen.contains(&kind);
        seen.push(kind);
        all || is_new
    };
    let chosen: Vec<String> =
        definitions().unwrap().iter().filter(|definition| is_another(definition)).map(|one| one.id.clone()).collect();
    compare(Engine::Spark, lake.path(), &months, &[&[], &["service", "priority"]], |wanted: &Wanted<'_>| {
        wanted.by.is_empty() || chosen.contains(&wanted.definition.id)
    });
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

fn compare(
    engine: Engine,
    data: &Path,
    labels: &[&str],
    breakdowns: &[&[&str]],
    is_chosen: impl Fn(&Wanted<'_>) -> bool,
) {
    let (lake, periods, definitions, terms) =
        (data.join("lake"), periods(labels), definitions().unwrap(), terms(AGREED));
    let has_messages = lake.join("messages").exists();
    let tables = Tables { lake: &lake, periods: &periods, as_of: moment(AS_OF), terms: &terms, has_messages };
    let wanted: Vec<Wanted<'_>> = breakdowns
        .iter()
        .flat_map(|by| definitions.iter().map(|definition| Wanted { definition, by }))
        .filter(is_chosen)
        .collect();
    let scripts: Vec<String> =
        wanted.iter().map(|one| engine.dialect().script(&sql(one.definition, one.by), &tables)).collect();
    let Some(answers) = engine.run(&scripts) else { return };
    let figures = breakdowns.iter().flat_map(|by| compute(&definitions, frames(&lake), &periods, by).unwrap().0);
    let figures: Vec<Figure> = figures.filter(|figure| figure.n > 0).collect();
    for (one, rows) in wanted.iter().zip(&answers) {
        let is_same = |figure: &&Figure| {
            figure.kpi == one.definition.id && figure.segment.iter().map(|(name, _)| name).eq(one.by.iter())
        };
        let ours: Vec<&Figure> = figures.iter().filter(is_same).collect();
        let theirs: Vec<&Value> = rows.iter().filter(|row| row["n"] != 0).collect();
        assert!(!theirs.is_empty(), "{} was not tried by {:?}", one.definition.id, one.by);
        assert_eq!(theirs.len(), ours.len(), "figures that only one engine has: {} by {:?}", one.definition.id, one.by);
        for row in theirs {
            let figure = ours.iter().find(|figure| is_of(figure, row));
            assert_same(one.definition, figure.unwrap_or_else(|| panic!("{} has no {row}", one.definition.id)), row);
        }
    }
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
        messages: scan("messages").filter(col("received_at").lt(before.clone())),
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
