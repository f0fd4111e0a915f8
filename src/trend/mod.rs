//! What changed and what only wobbled: control charts and interval estimates.
//!
//! Must not touch the world, nor know of tickets or KPIs: numbers in, judgements out. A control limit
//! describes what a process does; what it should do is a target, and never computed here.
//!
//! Sources: D. J. Wheeler, *Understanding Variation* (2nd ed., 2000); NHS England, *Making Data Count*;
//! NIST/SEMATECH e-Handbook of Statistical Methods, 6.3.2.2.

mod share;
mod xmr;

pub use share::{Interval, difference_interval, wilson_interval};
pub use xmr::{Chart, Limits, Point, Scale, Signal, xmr};
