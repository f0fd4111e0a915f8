//! What can go wrong with a KPI, in words that say where.

use polars::error::PolarsError;

#[derive(Debug, thiserror::Error)]
pub enum KpiError {
    #[error("{file}: {key}: {problem}")]
    Header { file: String, key: String, problem: String },
    #[error("`{seen}` is no period; write a month (2026-10), a quarter (2026-Q3) or a year (2026)")]
    Period { seen: String },
    #[error(
        "`{seen}` is no period; write a month (2026-10), a quarter (2026-Q3), a year (2026), or from one to another \
         (2010..2014-03)"
    )]
    Span { seen: String },
    #[error("`{seen}` is no dimension; the dimensions are {}", super::DIMENSIONS.join(", "))]
    Dimension { seen: String },
    #[error("cannot compute the KPI `{kpi}`")]
    Compute {
        kpi: String,
        #[source]
        source: PolarsError,
    },
}

impl KpiError {
    /// Is it something in the user's words, which he can put right?
    pub fn is_wrong_words(&self) -> bool {
        matches!(self, Self::Period { .. } | Self::Span { .. } | Self::Dimension { .. })
    }
}

pub(super) fn failed(kpi: &str) -> impl Fn(PolarsError) -> KpiError + use<> {
    let kpi = kpi.to_string();
    move |source| KpiError::Compute { kpi: kpi.clone(), source }
}
