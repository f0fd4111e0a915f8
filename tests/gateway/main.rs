//! `tallypost serve` as an operator runs it: a process of its own, a real Dovecot, signals, HTTP.

// A helper of a test fails like the test itself.
#![allow(clippy::unwrap_used, clippy::expect_used)]

mod answering;
mod balance;
mod fail_points;
mod filing;
mod quarantine;
mod refusals;
mod service;
mod serving;
mod sign_in;
mod systemd;
#[path = "../support/mod.rs"]
mod support;
