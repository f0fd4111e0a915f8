//! The planted truths: what an honest analysis of the sample must find, and what it must not.

use jiff::civil::Date;

use super::organisation::{
    BILLING, BLANK_INVOICE, CERTIFICATE, DATA_EXCHANGE, DRIFTING_CLOCK, FIELD_APP, METERING, RESET_MAIL,
};

/// How a recurring problem comes back.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Growth {
    /// One more ticket a month, from two.
    Grows,
    /// About the same number every month.
    Steady,
    /// In the days after each month-end run.
    MonthEnd,
    /// A burst every third month.
    Quarterly,
}

impl Growth {
    pub fn name(self) -> &'static str {
        match self {
            Self::Grows => "grows by about one ticket a month",
            Self::Steady => "steady, about four tickets a month",
            Self::MonthEnd => "a burst on the first days of each month",
            Self::Quarterly => "a burst every third month",
        }
    }
}

/// Tickets that share one cause.
pub struct Problem {
    pub name: &'static str,
    pub kind: usize,
    /// Months before the end in which it begins and ends; 0 is the last month.
    pub begins_months_before_end: usize,
    pub ends_months_before_end: usize,
    pub growth: Growth,
}

pub const PROBLEMS: [Problem; 4] = [
    Problem {
        name: "LX400 meters drift after firmware 4.2",
        kind: DRIFTING_CLOCK,
        begins_months_before_end: 7,
        ends_months_before_end: 0,
        growth: Growth::Grows,
    },
    Problem {
        name: "Password reset mails are never delivered",
        kind: RESET_MAIL,
        begins_months_before_end: 13,
        ends_months_before_end: 0,
        growth: Growth::Steady,
    },
    Problem {
        name: "Invoice PDFs are blank after the month-end run",
        kind: BLANK_INVOICE,
        begins_months_before_end: 10,
        ends_months_before_end: 0,
        growth: Growth::MonthEnd,
    },
    Problem {
        name: "AS2 stops at the quarterly certificate change",
        kind: CERTIFICATE,
        begins_months_before_end: 11,
        ends_months_before_end: 2,
        growth: Growth::Quarterly,
    },
];

/// What looks like one cause and is none: tickets about anything from customers whose server writes the same paragraph
/// under every mail.
pub const SAME_LEGAL_LINES: &str = "The same legal lines under unrelated mails";

impl Problem {
    /// Tickets in a month that lies `months_before_end`, in a sample of 1,200 tickets.
    pub fn tickets_in(&self, months_before_end: usize) -> f64 {
        if months_before_end > self.begins_months_before_end || months_before_end < self.ends_months_before_end {
            return 0.0;
        }
        let age = self.begins_months_before_end - months_before_end;
        match self.growth {
            Growth::Grows => 2.0 + age as f64,
            Growth::Steady => 4.0,
            Growth::MonthEnd => 3.5,
            Growth::Quarterly if age.is_multiple_of(3) => 5.0,
            Growth::Quarterly => 0.0,
        }
    }
}

/// A date on which something was changed, and what it did to the figures.
pub struct Change {
    pub name: &'static str,
    pub months_before_end: usize,
    pub day: i8,
    pub service: usize,
    /// A KPI's id.
    pub metric: &'static str,
    /// `up`, `down`, or `none` where it was meant to help and did not.
    pub effect: &'static str,
    /// The measured thing after the change is so many times what it was.
    pub factor: f64,
}

/// A release that brought more tickets.
pub const STEP: Change = Change {
    name: "Field App 5.0 goes live",
    months_before_end: 4,
    day: 15,
    service: FIELD_APP,
    metric: "opened",
    effect: "up",
    factor: 2.3,
};

/// An improvement that worked.
pub const WORKED: Change = Change {
    name: "Runbook and automatic reprocessing for data exchange",
    months_before_end: 7,
    day: 2,
    service: DATA_EXCHANGE,
    metric: "resolve_active_median",
    effect: "down",
    factor: 0.4,
};

/// An improvement that did not.
pub const DID_NOT_WORK: Change = Change {
    name: "Answer templates for the billing team",
    months_before_end: 8,
    day: 2,
    service: BILLING,
    metric: "first_response_service_median",
    effect: "none",
    factor: 1.0,
};

/// The service level that was clearly missed, in the last month.
pub const MISSED_SERVICE: usize = METERING;
pub const MISSED_MONTHS_BEFORE_END: usize = 0;
pub const MISSED_TARGET: &str = "first_response";
/// First responses of that service take so many times as long in that month.
const MISSED_FACTOR: f64 = 3.6;

/// The planted dates of one sample.
pub struct Calendar {
    /// First days of the months, in order.
    pub months: Vec<Date>,
}

impl Calendar {
    /// The first day of a month counted from the end; nothing where the sample does not reach so far back.
    pub fn month_before_end(&self, months_before_end: usize) -> Option<Date> {
        self.months.iter().rev().nth(months_before_end).copied()
    }

    pub fn date_of(&self, change: &Change) -> Option<Date> {
        let month = self.month_before_end(change.months_before_end)?;
        Date::new(month.year(), month.month(), change.day).ok()
    }

    fn has_happened(&self, change: &Change, day: Date) -> bool {
        self.date_of(change).is_some_and(|date| day >= date)
    }

    /// How many tickets a service gets, relative to before.
    pub fn volume_factor(&self, service: usize, day: Date) -> f64 {
        if service == STEP.service && self.has_happened(&STEP, day) { STEP.factor } else { 1.0 }
    }

    /// How long resolving takes on a service.
    pub fn resolve_factor(&self, service: usize, day: Date) -> f64 {
        match (service == WORKED.service, self.has_happened(&WORKED, day)) {
            (true, false) => 1.45,
            (true, true) => 1.45 * WORKED.factor,
            _ => 1.0,
        }
    }

    /// How long the first response takes on a service.
    pub fn first_response_factor(&self, service: usize, day: Date) -> f64 {
        let missed = self.month_before_end(MISSED_MONTHS_BEFORE_END);
        if service == MISSED_SERVICE && missed == Some(day.first_of_month()) { MISSED_FACTOR } else { 1.0 }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_growing_problem_has_nine_tickets_in_its_eighth_month() {
        assert_eq!(PROBLEMS[0].tickets_in(8), 0.0);
        assert_eq!(PROBLEMS[0].tickets_in(7), 2.0);
        assert_eq!(PROBLEMS[0].tickets_in(0), 9.0);
    }

    #[test]
    fn the_certificate_stops_four_times_a_year() {
        let bursts = (0..14).filter(|before| PROBLEMS[3].tickets_in(*before) > 0.0).count();
        assert_eq!(bursts, 4);
    }
}
