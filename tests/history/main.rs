//! `tallypost import` from outside: files in, the lake's rows out, computed by hand.

#![allow(clippy::unwrap_used, clippy::expect_used)]

mod command;
mod documentation;
mod files;
mod log;
mod public_logs;
mod ready;
mod support;
mod table;
