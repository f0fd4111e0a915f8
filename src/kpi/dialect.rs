//! A KPI's text as another engine takes it, with the tables that it reads: what to paste to compute it elsewhere.

use std::path::Path;

use jiff::Timestamp;

use polars::prelude::DataType;

use super::query::mentions;
use super::terms::PeriodRow;
use super::{Period, Terms};
use crate::lake::schema;

/// An engine by the way it spells SQL.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Dialect {
    /// As it is run here; the text to paste is Python.
    Polars,
    DuckDb,
    Spark,
}

/// Where the tables of a text come from.
pub struct Tables<'a> {
    /// The lake's folder.
    pub lake: &'a Path,
    pub periods: &'a [Period],
    /// Events and messages of this moment and later are left out.
    pub as_of: Timestamp,
    pub terms: &'a Terms,
    /// Does the lake have messages? An imported one may have none, and other engines refuse a table without a file.
    pub has_messages: bool,
}

/// The lake's tables that a KPI can read, with the column that says when a row came, where rows come later.
const LAKE_TABLES: [(&str, Option<&str>); 3] =
    [("tickets", None), ("messages", Some("received_at")), ("events", Some("occurred_at"))];

const MICROSECONDS_A_DAY: i64 = 86_400_000_000;

impl std::str::FromStr for Dialect {
    type Err = String;

    fn from_str(name: &str) -> Result<Self, String> {
        match name {
            "polars" => Ok(Self::Polars),
            "duckdb" => Ok(Self::DuckDb),
            "spark" => Ok(Self::Spark),
            other => Err(format!("`{other}` is no dialect; the dialects are polars, duckdb, spark")),
        }
    }
}

impl Dialect {
    /// The same query in the engine's spelling.
    pub fn query(self, sql: &str) -> String {
        match self {
            Self::Polars | Self::DuckDb => sql.into(),
            Self::Spark => days_as_microseconds(&epochs_as_microseconds(sql)).replace("QUANTILE_CONT(", "PERCENTILE("),
        }
    }

    /// What begins a line of comment.
    pub fn comment(self) -> &'static str {
        if self == Self::Polars { "#" } else { "--" }
    }

    /// The query of [`super::sql`] with its tables, to be run as it stands: in DuckDB's shell, as one statement of
    /// `spark.sql`, as a Python script.
    pub fn script(self, sql: &str, tables: &Tables<'_>) -> String {
        let rows = tables.terms.rows(tables.periods, tables.as_of);
        match self {
            Self::DuckDb => duckdb_script(sql, tables, &rows),
            Self::Spark => spark_script(&self.query(sql), tables, &rows),
            Self::Polars => polars_script(sql, tables, &rows),
        }
    }
}

fn duckdb_script(sql: &str, tables: &Tables<'_>, rows: &[PeriodRow<'_>]) -> String {
    let mut script = String::from("SET TimeZone = 'UTC';\n");
    for (table, came_at) in lake_tables(sql) {
        let known = known(came_at, &format!("TIMESTAMPTZ '{}'", tables.as_of));
        let rows =
            tables.rows(table, sql, "TIMESTAMPTZ", |files| format!("SELECT * FROM read_parquet('{files}'){known}"));
        script += &format!("CREATE OR REPLACE TEMP VIEW {table} AS {rows};\n");
    }
    for (table, rows) in small_tables(sql, tables, rows, "TIMESTAMPTZ") {
        script += &format!("CREATE OR REPLACE TEMP TABLE {table} AS\n{rows};\n");
    }
    format!("{script}\n{sql};\n")
}

fn spark_script(sql: &str, tables: &Tables<'_>, rows: &[PeriodRow<'_>]) -> String {
    let from_lake = lake_tables(sql).map(|(table, came_at)| {
        let known = known(came_at, &format!("TIMESTAMP '{}'", tables.as_of));
        let rows = tables.rows(table, sql, "TIMESTAMP", |files| format!("SELECT * FROM parquet.`{files}`{known}"));
        format!("{table} AS (\n{rows}\n)")
    });
    let small = small_tables(sql, tables, rows, "TIMESTAMP").map(|(table, rows)| format!("{table} AS (\n{rows}\n)"));
    let parts: Vec<String> = from_lake.chain(small).collect();
    format!("WITH {},\n{}\n", parts.join(",\n"), sql.strip_prefix("WITH ").unwrap_or(sql))
}

fn polars_script(sql: &str, tables: &Tables<'_>, rows: &[PeriodRow<'_>]) -> String {
    let moment = |at: Timestamp| format!("moment({})", at.as_microsecond());
    let mut script = String::from(
        "import polars as pl\n\ndef moment(microseconds):\n    return pl.lit(microseconds).cast(pl.Datetime(\"us\", \"UTC\"))\n\n\
         tables = {}\n",
    );
    for (table, came_at) in lake_tables(sql) {
        let known = came_at.map_or(String::new(), |at| format!(".filter(pl.col(\"{at}\") < {})", moment(tables.as_of)));
        let rows = if tables.is_there(table) {
            format!("pl.scan_parquet(\"{}\"){known}", tables.files(table))
        } else {
            let columns = columns_of_messages(sql, "pl.String", "pl.Datetime(\"us\", \"UTC\")").into_iter();
            let columns: Vec<String> = columns.map(|(name, dtype)| format!("\"{name}\": {dtype}")).collect();
            format!("pl.LazyFrame(schema={{{}}})", columns.join(", "))
        };
        script += &format!("tables[\"{table}\"] = {rows}\n");
    }
    let selects = rows.iter().map(|row| {
        format!(
            "    pl.select(period=pl.lit(\"{}\"), period_start={}, period_end={}, as_of={},\n              \
             months={}, business_days={}, cost_per_hour=pl.lit({}, dtype=pl.Float64)),\n",
            row.label,
            moment(row.start),
            moment(row.end),
            moment(row.as_of),
            row.months,
            row.business_days,
            row.cost_per_hour.map_or("None".into(), |cost| cost.to_string())
        )
    });
    script += &format!("tables[\"periods\"] = pl.concat([\n{}])\n", selects.collect::<String>());
    let (services, limits): (Vec<_>, Vec<_>) = tables.terms.workload_limits().iter().cloned().unzip();
    script += &format!(
        "tables[\"services\"] = pl.DataFrame({{\"service\": {services:?}, \"workload_limit\": {limits:?}}},\n    \
         schema={{\"service\": pl.String, \"workload_limit\": pl.Int64}})\n"
    );
    format!("{script}\nprint(pl.SQLContext(tables).execute(\"\"\"\n{sql}\n\"\"\", eager=True))\n")
}

impl Tables<'_> {
    fn files(&self, table: &str) -> String {
        self.lake.join(table).join("*").join("*.parquet").display().to_string().replace('\\', "/")
    }

    fn is_there(&self, table: &str) -> bool {
        table != "messages" || self.has_messages
    }

    /// The rows of a table: of its files, or none with the columns that the query reads.
    fn rows(&self, table: &str, sql: &str, timestamp: &str, of_files: impl Fn(String) -> String) -> String {
        if self.is_there(table) {
            return of_files(self.files(table));
        }
        let columns = columns_of_messages(sql, "STRING", timestamp).into_iter();
        let nothing: Vec<String> = columns.map(|(name, dtype)| format!("CAST(NULL AS {dtype}) AS {name}")).collect();
        format!("SELECT {} WHERE 1 = 0", nothing.join(", "))
    }
}

/// The texts and moments of a message that a query reads, each with its type.
fn columns_of_messages<'a>(sql: &str, text: &'a str, moment: &'a str) -> Vec<(String, &'a str)> {
    let schema = schema::messages(&[]).map(|none| none.schema().as_ref().clone()).unwrap_or_default();
    let columns = schema.iter().filter(|(name, _)| mentions(sql, name)).filter_map(|(name, dtype)| match dtype {
        DataType::String => Some((name.to_string(), text)),
        DataType::Datetime(..) => Some((name.to_string(), moment)),
        _ => None,
    });
    columns.collect()
}

fn lake_tables(sql: &str) -> impl Iterator<Item = (&'static str, Option<&'static str>)> {
    LAKE_TABLES.into_iter().filter(move |(table, _)| mentions(sql, table))
}

fn known(came_at: Option<&str>, moment: &str) -> String {
    came_at.map_or(String::new(), |column| format!(" WHERE {column} < {moment}"))
}

/// `periods`, and `services` where it is read, as SELECTs that every engine takes.
fn small_tables<'a>(
    sql: &str,
    tables: &'a Tables<'_>,
    rows: &'a [PeriodRow<'_>],
    timestamp: &'a str,
) -> impl Iterator<Item = (&'static str, String)> {
    let periods: Vec<String> = rows.iter().map(|row| period_select(row, timestamp)).collect();
    let services = mentions(sql, "services").then(|| ("services", service_selects(tables.terms.workload_limits())));
    [("periods", periods.join("\nUNION ALL\n"))].into_iter().chain(services)
}

fn period_select(row: &PeriodRow<'_>, timestamp: &str) -> String {
    let PeriodRow { label, start, end, as_of, months, business_days, cost_per_hour } = row;
    let cost = cost_per_hour.map_or("NULL".into(), |cost| cost.to_string());
    format!(
        "SELECT '{label}' AS period, {timestamp} '{start}' AS period_start, {timestamp} '{end}' AS period_end,\n       \
         {timestamp} '{as_of}' AS as_of, {months} AS months, {business_days} AS business_days,\n       \
         CAST({cost} AS DOUBLE) AS cost_per_hour"
    )
}

fn service_selects(limits: &[(String, u32)]) -> String {
    if limits.is_empty() {
        return "SELECT '' AS service, 0 AS workload_limit WHERE 1 = 0".into();
    }
    let select = |(service, limit): &(String, u32)| {
        format!("SELECT '{}' AS service, {limit} AS workload_limit", service.replace('\'', "''"))
    };
    limits.iter().map(select).collect::<Vec<_>>().join("\nUNION ALL\n")
}

/// `EXTRACT(EPOCH FROM moment)`: Spark has no such field, and cuts a timestamp to seconds.
fn epochs_as_microseconds(sql: &str) -> String {
    const EPOCH: &str = "EXTRACT(EPOCH FROM ";
    let mut parts = sql.split(EPOCH);
    let mut text = parts.next().unwrap_or_default().to_string();
    for part in parts {
        let (moment, rest) = part.split_once(')').unwrap_or((part, ""));
        text += &format!("(UNIX_MICROS({moment}) / 1e6){rest}");
    }
    text
}

/// `moment - INTERVAL '2 days'`: Spark adds days of the session's time zone, which daylight saving makes longer or
/// shorter than 24 hours.
fn days_as_microseconds(sql: &str) -> String {
    const INTERVAL: &str = " INTERVAL '";
    let mut parts = sql.split(INTERVAL);
    let mut text = parts.next().unwrap_or_default().to_string();
    for part in parts {
        let (days, rest) = part.split_once(" days'").unwrap_or((part, ""));
        let microseconds = days.parse::<i64>().unwrap_or_default() * MICROSECONDS_A_DAY;
        let sign = text.pop().unwrap_or('+');
        let begins = text.trim_end().rfind([' ', '(', '\n']).map_or(0, |place| place + 1);
        let moment = text.split_off(begins);
        text += &format!("TIMESTAMP_MICROS(UNIX_MICROS({}) {sign} {microseconds}){rest}", moment.trim_end());
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spark_counts_time_in_microseconds() {
        let sql = "SELECT (EXTRACT(EPOCH FROM b) - EXTRACT(EPOCH FROM a)) / 86400.0 AS value,\n       \
                   QUANTILE_CONT(value, 0.5)\nFROM t WHERE a < b - INTERVAL '2 days' AND a + INTERVAL '14 days' > b";
        assert_eq!(
            Dialect::Spark.query(sql),
            "SELECT ((UNIX_MICROS(b) / 1e6) - (UNIX_MICROS(a) / 1e6)) / 86400.0 AS value,\n       \
             PERCENTILE(value, 0.5)\nFROM t WHERE a < TIMESTAMP_MICROS(UNIX_MICROS(b) - 172800000000) \
             AND TIMESTAMP_MICROS(UNIX_MICROS(a) + 1209600000000) > b"
        );
        assert_eq!(Dialect::DuckDb.query(sql), sql);
    }

    #[test]
    fn a_service_is_quoted() {
        assert_eq!(
            service_selects(&[("Driver's desk".into(), 5)]),
            "SELECT 'Driver''s desk' AS service, 5 AS workload_limit"
        );
    }

    #[test]
    fn an_unknown_dialect_is_refused_with_those_that_there_are() {
        assert_eq!("spark".parse(), Ok(Dialect::Spark));
        assert_eq!(
            "oracle".parse::<Dialect>(),
            Err("`oracle` is no dialect; the dialects are polars, duckdb, spark".into())
        );
    }
}
