//! The rows behind a figure: which tickets it counts, and where.

use jiff::Timestamp;

/// One row that a KPI counts.
#[derive(Debug, Clone, PartialEq)]
pub struct Evidence {
    pub period: String,
    /// Pairs of dimension and value, in the order asked for.
    pub segment: Vec<(String, String)>,
    /// Nothing where a mail counts that belongs to no ticket.
    pub ticket_id: Option<String>,
    /// Of a share 0 or 1, of a median the time; nothing where rows are only counted.
    pub value: Option<f64>,
    /// Of a ratio.
    pub numerator: Option<f64>,
    pub denominator: Option<f64>,
    /// Of the ticket, so that a reader knows which one it is.
    pub opened_at: Option<Timestamp>,
    pub priority: Option<String>,
    pub status: Option<String>,
    pub subject: Option<String>,
}

/// Above the line or below it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CountsIn {
    /// And in the denominator, where the figure has one.
    Numerator,
    /// Below the line only: of a share the tickets that it is the share of, but not in.
    Denominator,
}

impl Evidence {
    pub fn counts_in(&self) -> CountsIn {
        match self.value.or(self.numerator) {
            Some(0.0) => CountsIn::Denominator,
            _ => CountsIn::Numerator,
        }
    }
}

impl CountsIn {
    pub fn name(self) -> &'static str {
        match self {
            Self::Numerator => "numerator",
            Self::Denominator => "denominator",
        }
    }
}
