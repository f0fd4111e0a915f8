//! What the configuration adds to the lake for the KPIs: business days, the cost of an hour, agreed workloads.
//!
//! The SQL meets it as two small tables. `periods` has a row a period: `period`, `period_start`, `period_end`, `as_of`
//! (nothing later is known), `months` (how many it is long), `business_days`, `cost_per_hour`. `services` has a row a
//! service with an agreed workload: `service`, `workload_limit` (tickets a month).

use jiff::civil::Date;
use jiff::tz::TimeZone;
use jiff::{Timestamp, ToSpan};

use super::Period;
use crate::config::{Calendar, Config};

/// The part of a configuration that figures depend on beyond what the fold has put into the tickets.
#[derive(Debug, Clone)]
pub struct Terms {
    zone: TimeZone,
    calendars: Vec<Calendar>,
    cost_per_hour: Option<f64>,
    workload_limits: Vec<(String, u32)>,
}

/// A row of `periods`.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct PeriodRow<'a> {
    pub label: &'a str,
    pub start: Timestamp,
    pub end: Timestamp,
    pub as_of: Timestamp,
    pub months: i64,
    pub business_days: i64,
    pub cost_per_hour: Option<f64>,
}

impl Terms {
    pub fn of(config: &Config) -> Self {
        let limit = |service: &crate::config::Service| Some((service.name.clone(), service.workload_limit?));
        Self {
            zone: config.time_zone(),
            calendars: config.calendars.values().cloned().collect(),
            cost_per_hour: config.organisation.cost_per_hour,
            workload_limits: config.services.iter().filter_map(limit).collect(),
        }
    }

    pub(super) fn workload_limits(&self) -> &[(String, u32)] {
        &self.workload_limits
    }

    pub(super) fn rows<'a>(&self, periods: &'a [Period], as_of: Timestamp) -> Vec<PeriodRow<'a>> {
        let row = |period: &'a Period| PeriodRow {
            label: &period.label,
            start: period.start,
            end: period.end,
            as_of,
            months: period.months(),
            business_days: self.business_days(period),
            cost_per_hour: self.cost_per_hour,
        };
        periods.iter().map(row).collect()
    }

    /// Local days that begin in the period and on which any calendar has service; every day where there is none.
    fn business_days(&self, period: &Period) -> i64 {
        let first = period.start.to_zoned(self.zone.clone()).date();
        let begins_in_it = |day: &Date| day.to_zoned(self.zone.clone()).is_ok_and(|day| day.timestamp() < period.end);
        let days = first.series(1.day()).take_while(begins_in_it).filter(|day| self.is_business_day(*day)).count();
        i64::try_from(days).unwrap_or(i64::MAX)
    }

    fn is_business_day(&self, day: Date) -> bool {
        self.calendars.is_empty() || self.calendars.iter().any(|calendar| calendar.has_service_on(day))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::from_str;

    fn terms(calendars: &str) -> Terms {
        let text = format!("[organisation]\nname = \"A\"\ntime_zone = \"Europe/Berlin\"\n{calendars}");
        Terms::of(&from_str(&text, std::path::Path::new("tallypost.toml")).unwrap())
    }

    const OFFICE: &str = "[calendar.office]\nmonday = [\"08:00-17:00\"]\ntuesday = [\"08:00-17:00\"]\n\
        wednesday = [\"08:00-17:00\"]\nthursday = [\"08:00-17:00\"]\nfriday = [\"08:00-15:00\"]\n\
        holidays = [\"2026-10-03\", \"2026-12-25\"]\n";

    fn days(terms: &Terms, label: &str, now: Option<&str>) -> i64 {
        let period = Period::parse(label, &terms.zone).unwrap();
        let now = now.map_or(Timestamp::MAX, |now| now.parse().unwrap());
        terms.business_days(&period.until(now))
    }

    #[test]
    fn business_days_are_those_with_service_and_without_holiday() {
        let office = terms(OFFICE);
        // October 2026 begins on a Thursday: five Thursdays and Fridays, four Mondays to Wednesdays; 3 October is a
        // Saturday. Of December's 23 weekdays Christmas day, a Friday, is none.
        assert_eq!(days(&office, "2026-10", None), 22);
        assert_eq!(days(&office, "2026-12", None), 22);
        assert_eq!(days(&terms(""), "2026-10", None), 31);
        assert_eq!(days(&terms(""), "2024-02", None), 29, "a leap year's February");
        assert_eq!(days(&terms(""), "2026", None), 365);
    }

    #[test]
    fn a_day_of_service_anywhere_is_a_business_day() {
        let weekend = format!("{OFFICE}[calendar.hotline]\nsaturday = [\"10:00-12:00\"]\n");
        // Five Saturdays more, that of the office's holiday among them.
        assert_eq!(days(&terms(&weekend), "2026-10", None), 27);
    }

    #[test]
    fn of_a_period_that_is_not_over_the_days_begun_count() {
        // Monday 5 October begins at 22:00 UTC on Sunday: before it Thursday and Friday.
        assert_eq!(days(&terms(OFFICE), "2026-10", Some("2026-10-04T22:00:00Z")), 2);
        assert_eq!(days(&terms(OFFICE), "2026-10", Some("2026-10-04T22:00:01Z")), 3);
        assert_eq!(days(&terms(OFFICE), "2026-10", Some("2026-09-01T00:00:00Z")), 0);
    }

    #[test]
    fn a_quarter_has_three_months_of_agreed_workload() {
        let months = |label| Period::parse(label, &TimeZone::UTC).unwrap().months();
        assert_eq!([months("2026-10"), months("2026-Q4"), months("2026")], [1, 3, 12]);
    }
}
