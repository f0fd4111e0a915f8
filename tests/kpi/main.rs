//! The KPIs from outside: against tables computed by hand, and against another SQL engine.

mod duckdb;
mod figures;
mod support;
