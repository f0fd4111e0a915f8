//! The register: what people decided about problems and improvements, kept so that nothing of it is ever changed or
//! lost (ISO/IEC 20000-1:2018, 7.5, 8.6.3 and 10.2).
//!
//! A decision is a line that is appended to a [`Ledger`], a file that git shows line by line. What stands today is
//! folded from the lines and from the tickets that came since: a rejection that expired and a resolved problem that came
//! back are states that follow, and nobody has to write them. Only `ledger` touches the world; it imports no other
//! module, so that whatever finds groups of tickets can be replaced without a word of the ledger.

mod decision;
mod identity;
pub mod improvement;
mod item;
mod ledger;
mod problem;
mod watch;

#[cfg(test)]
mod tests;

pub use decision::{Decision, Evidence, full_problem_id, is_problem_id};
pub use identity::Found;
pub use item::{Refusal, Rejection, Resolution, check, problem_id};
pub use ledger::{Entry, Ledger, LedgerError};
pub use problem::{Observations, Problem, Register, Said, State, fold, splits};
pub use watch::{EXPECTED_MAX, WATCH_DAYS, Watch, expected_tickets, reopening_tickets};
