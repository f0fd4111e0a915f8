//! The KPIs from outside: against tables computed by hand, against another SQL engine, on the command line.

#![allow(clippy::unwrap_used, clippy::expect_used)]

mod canon;
mod command;
mod engines;
mod evidence;
mod edges;
mod figure;
mod figures;
mod random;
mod support;
