//! A computed number and what it rests on.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

/// A reporting period, half open: `start` is in it, `end` is not.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Period {
    /// `2026-10`, `2026-Q3`, `2026`, or `2016..2017` of a span.
    pub label: String,
    /// Midnight in the organisation's time zone.
    pub start: Timestamp,
    pub end: Timestamp,
}

/// One KPI in one period for one segment (all tickets where `segment` is empty).
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Figure {
    pub kpi: String,
    pub period: String,
    /// Pairs of dimension and value, in the order asked for: `[("service", "Portal")]`. A ticket without
    /// the dimension counts under `(none)`.
    pub segment: Vec<(String, String)>,
    /// In the KPI's unit; `None` where nothing can be said (a median of no tickets).
    pub value: Option<f64>,
    /// Of a share or a ratio.
    pub numerator: Option<f64>,
    pub denominator: Option<f64>,
    /// Tickets (or messages) behind the figure.
    pub n: u64,
}

/// Figures in a fixed order: by KPI as defined, then segment, then period.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Figures(pub Vec<Figure>);

impl Figures {
    /// The figure over all tickets.
    pub fn total(&self, kpi: &str, period: &str) -> Option<&Figure> {
        self.0.iter().find(|figure| figure.kpi == kpi && figure.period == period && figure.segment.is_empty())
    }

    /// The figures of one KPI and period, one a value of `dimension`.
    pub fn by<'a>(
        &'a self,
        kpi: &'a str,
        period: &'a str,
        dimension: &'a str,
    ) -> impl Iterator<Item = (&'a str, &'a Figure)> {
        self.0.iter().filter(move |figure| figure.kpi == kpi && figure.period == period).filter_map(move |figure| {
            match figure.segment.as_slice() {
                [(name, value)] if name == dimension => Some((value.as_str(), figure)),
                _ => None,
            }
        })
    }
}
