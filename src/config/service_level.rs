//! Service level targets (ISO/IEC 20000-1, 8.3.3).

use serde::{Deserialize, Serialize};

/// What is promised for tickets of one priority, on one service or on all.
///
/// The first entry in the file whose conditions hold is the one that counts.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ServiceLevel {
    /// Only this service; every service where absent.
    #[serde(default)]
    pub service: Option<String>,
    /// Only this priority (`P1`–`P4`); every priority where absent.
    #[serde(default)]
    pub priority: Option<String>,
    /// Service minutes from opening to the first answer of a person.
    #[serde(default)]
    pub first_response_minutes: Option<f64>,
    /// Active minutes (service minutes less pauses) from opening to resolution.
    #[serde(default)]
    pub resolve_minutes: Option<f64>,
    /// Name of a `[calendar.…]`; around the clock where absent.
    #[serde(default)]
    pub calendar: Option<String>,
}
