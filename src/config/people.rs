//! Who answers, and for whom.

use serde::{Deserialize, Serialize};

/// A support team; services are assigned to it.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Team {
    pub name: String,
}

/// A person who answers customers; known by the address in `From`.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Agent {
    pub name: String,
    pub address: String,
    #[serde(default)]
    pub team: Option<String>,
}

/// An organisation that we serve; known by its mail domains.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Customer {
    pub name: String,
    pub domains: Vec<String>,
}
