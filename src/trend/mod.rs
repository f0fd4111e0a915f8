//! What changed and what only wobbled: control charts, trends, seasons, forecasts, and how far to believe them.
//!
//! Must not touch the world, nor know of tickets or KPIs: numbers in, judgements out. A control limit
//! describes what a process does; what it should do is a target, and never computed here. Where the numbers are too few
//! or cannot be what a method is for, the answer is [`Unsaid`], never a figure.
//!
//! | question | function |
//! |---|---|
//! | is this month special? | [`xmr`], [`xmr_with`] |
//! | how many such signals does chance give? | [`false_alarm_budget`] |
//! | how sure is a share? | [`wilson_interval`], [`difference_interval`] |
//!
//! Each file names its source; `CONTRIBUTING.md` lists them with the worked example that each is tested against.

mod unsaid;
mod numbers;
mod distribution;
mod share;
mod xmr;
mod rules;
mod rates;
mod budget;


pub use budget::{Budget, Watched, false_alarm_budget};
pub use rates::Look;
pub use rules::{RuleSet, Supplementary};
pub use share::{Interval, difference_interval, wilson_interval};
pub use unsaid::Unsaid;
pub use xmr::{Chart, Limits, Phase, Point, Rebase, Scale, Signal, xmr, xmr_with};
