//! Does the flow of tickets explain the backlog? Opened + reopened − resolved is its change, or a figure is wrong.

use std::fmt;

use super::{Figures, Period};

/// The backlog of a period as a sum that an auditor adds up himself.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Balance {
    pub at_start: f64,
    pub opened: f64,
    pub reopened: f64,
    pub resolved: f64,
    pub at_end: f64,
}

impl Balance {
    /// Of all tickets in a period; `None` where one of the five KPIs was not computed.
    pub fn of(figures: &Figures, period: &Period) -> Option<Self> {
        let value = |kpi: &str| figures.total(kpi, &period.label)?.value;
        Some(Self {
            at_start: value("backlog_at_start")?,
            opened: value("opened")?,
            reopened: value("reopenings")?,
            resolved: value("resolved")?,
            at_end: value("backlog")?,
        })
    }

    /// The counts are whole numbers, so that this is exact.
    pub fn holds(&self) -> bool {
        self.at_start + self.opened + self.reopened - self.resolved == self.at_end
    }
}

impl fmt::Display for Balance {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { at_start, opened, reopened, resolved, at_end } = self;
        write!(
            formatter,
            "{at_start:.0} open at the start + {opened:.0} opened + {reopened:.0} reopened − {resolved:.0} resolved {} \
             {at_end:.0} open at the end",
            if self.holds() { "=" } else { "≠" }
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_balance_says_whether_it_holds() {
        let balance = Balance { at_start: 3.0, opened: 4.0, reopened: 2.0, resolved: 5.0, at_end: 4.0 };
        assert!(balance.holds());
        assert_eq!(balance.to_string(), "3 open at the start + 4 opened + 2 reopened − 5 resolved = 4 open at the end");
        let broken = Balance { at_end: 5.0, ..balance };
        assert!(!broken.holds());
        assert!(broken.to_string().ends_with("− 5 resolved ≠ 5 open at the end"));
    }
}
