//! What a KPI file says of itself in its header.

use serde::{Deserialize, Serialize};

/// One KPI: its header, for the dictionary, and its SQL.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Definition {
    /// `resolve_active_median`: the file's name too.
    pub id: String,
    /// As a heading: `Time to resolve, median`.
    pub name: String,
    pub unit: Unit,
    pub better: Better,
    /// One or two sentences that an auditor can check.
    pub definition: String,
    /// Which tickets count, and which not.
    pub population: String,
    /// `calendar`, `service`, `active`, or nothing where no time is measured.
    pub clock: Option<String>,
    /// ISO/IEC 20000-1:2018 clause.
    pub clause: String,
    pub sql: String,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Unit {
    Count,
    /// 0 to 1; shown as per cent.
    Share,
    Minutes,
    Days,
    /// A number per something: messages per ticket.
    Ratio,
}

/// Which way is improvement.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Better {
    Higher,
    Lower,
    Neither,
}
