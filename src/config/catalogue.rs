//! The service catalogue (ISO/IEC 20000-1, 8.2.4) and the words by which mail is assigned to it.
//!
//! Words match whole words of the subject and the first text without case; a word that ends in `*` matches
//! every word that begins so; several words in one entry match in that order with only spaces between.

use serde::de::Error as _;
use serde::{Deserialize, Deserializer, Serialize};

/// A service that customers use, the team that is responsible and the words that name it.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Service {
    pub name: String,
    #[serde(default)]
    pub team: Option<String>,
    #[serde(default)]
    pub words: Vec<String>,
    /// Tickets a month that are agreed for this service (ISO/IEC 20000-1, 8.3.3: workload limits).
    #[serde(default, deserialize_with = "tickets_a_month")]
    pub workload_limit: Option<u32>,
    #[serde(default, rename = "category")]
    pub categories: Vec<Category>,
}

fn tickets_a_month<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<u32>, D::Error> {
    let written = i64::deserialize(deserializer)?;
    let wrong = || format!("workload_limit: {written} is no number of tickets a month; write for example 200");
    u32::try_from(written).map(Some).map_err(|_| D::Error::custom(wrong()))
}

#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Category {
    pub name: String,
    pub words: Vec<String>,
}

/// Words that make a ticket something else than an incident.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct TypeWords {
    pub complaint: Vec<String>,
    pub service_request: Vec<String>,
    pub change_request: Vec<String>,
}

/// Words that raise or lower impact and urgency; without any, both are medium.
///
/// Priority = impact × urgency (ITIL 4, incident management): high × high is P1, one step lower on either
/// side P2, two P3, three or four P4.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Priorities {
    pub high_impact: Vec<String>,
    pub low_impact: Vec<String>,
    pub high_urgency: Vec<String>,
    pub low_urgency: Vec<String>,
}
