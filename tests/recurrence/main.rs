//! Recurring problems from outside: the sample's planted problems are found, and the order of rows changes nothing.

#![allow(clippy::unwrap_used, clippy::expect_used)]

mod command;
mod identifiers;
mod planted;
mod recognised;
mod register;
mod replay;
