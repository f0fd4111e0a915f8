//! What changed and what only wobbled: control charts, trends, seasons, forecasts, and how far to believe them.
//!
//! Must not touch the world, nor know of tickets or KPIs: numbers in, judgements out. A control limit
//! describes what a process does; what it should do is a target, and never computed here. Where the numbers are too few
//! or cannot be what a method is for, the answer is [`Unsaid`], never a figure.
//!
//! | question | function |
//! |---|---|
//! | is this month special? | [`xmr`], [`xmr_with`]; of shares and rates [`laney_p`], [`laney_u`]; of rare events [`g_chart`], [`t_chart`] |
//! | how many such signals does chance give? | [`false_alarm_budget`]; of many tests [`false_discovery_rates`] |
//! | does it rise, and how fast? | [`slope`] |
//! | where does it stand now? | [`recent_level`] |
//! | when did the level change? | [`shift()`], [`change_point`], [`levels`] |
//! | did what we did change it? | [`intervention`]; was it an improvement? [`judge`] |
//! | is it the season? | [`decompose`] |
//! | what comes next? | [`forecast()`] |
//! | how long does it take, open ones included? | [`kaplan_meier`], [`log_rank`] |
//! | which team differs? | [`funnel_of_shares`], [`funnel_of_rates`] |
//! | how sure is a share? | [`wilson_interval`], [`difference_interval`] |
//!
//! Each file names its source; `CONTRIBUTING.md` lists them with the worked example that each is tested against.

mod unsaid;
mod numbers;
mod distribution;
mod share;
mod rebase;
mod xmr;
mod rules;
mod rates;
mod budget;
mod laney;
mod rare;
mod multiple;
mod slope;
mod change_point;
mod shift;
mod standing;
mod season;
mod regression;
mod intervention;
mod verdict;
mod smoothing;
mod forecast;
mod survival;
mod funnel;

#[cfg(test)]
mod tests;

pub use budget::{Budget, Watched, false_alarm_budget};
pub use change_point::{ChangePoint, Level, change_point, levels};
pub use forecast::{Ahead, Forecast, Method, forecast};
pub use funnel::{Funnel, Standing, Unit as FunnelUnit, funnel_of_rates, funnel_of_shares};
pub use intervention::{AFTER_MIN, BEFORE_MIN, CYCLES_MIN, Effect, Estimate, Intervention, intervention, led_to};
pub use laney::{LaneyChart, RatePoint, laney_p, laney_u};
pub use multiple::false_discovery_rates;
pub use rare::{RareChart, g_chart, t_chart};
pub use rates::Look;
pub use rebase::Rebase;
pub use rules::{RuleSet, Supplementary};
pub use season::{Decomposition, decompose};
pub use share::{Interval, difference_interval, wilson_interval};
pub use shift::{Shift, shift};
pub use slope::{Slope, slope};
pub use standing::{Level as RecentLevel, recent_level};
pub use survival::{LogRank, Observation, Quantile, Reached, Step, Survival, kaplan_meier, log_rank};
pub use unsaid::Unsaid;
pub use verdict::{Ground, Judgement, Plan, RUN_UP, Verdict, judge};
pub use xmr::{Chart, Limits, Phase, Point, Scale, Signal, xmr, xmr_with};
