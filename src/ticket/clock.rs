//! Service time: the one place that knows hours, holidays and daylight saving.

use jiff::{Timestamp, ToSpan, civil::Date, tz::TimeZone};

use crate::config::{Calendar, Config, ServiceLevel};

/// Counts minutes inside a calendar of service hours.
#[derive(Debug, Clone)]
pub struct ServiceClock {
    zone: TimeZone,
    /// `None`: service around the clock.
    calendar: Option<Calendar>,
}

/// A due moment further away than this is not looked for: the calendar has no hours left to give.
const DAYS_AHEAD_MAX: u32 = 3_660;

impl ServiceClock {
    pub fn new(zone: TimeZone, calendar: Option<Calendar>) -> Self {
        Self { zone, calendar }
    }

    /// The clock that runs for a service level: its calendar, or around the clock where it names none.
    pub fn of_level(config: &Config, level: Option<&ServiceLevel>) -> Self {
        let name = level.and_then(|level| level.calendar.as_deref());
        Self::new(config.time_zone(), name.and_then(|name| config.calendars.get(name)).cloned())
    }

    /// Service minutes from `from` to `to`; 0 where `to` is not later.
    pub fn minutes_between(&self, from: Timestamp, to: Timestamp) -> f64 {
        if to <= from {
            return 0.0;
        }
        let Some(calendar) = &self.calendar else { return minutes(from, to) };
        let last = self.local_date(to);
        let mut total = 0.0;
        for date in self.local_date(from).series(1.day()).take_while(|date| *date <= last) {
            for (opens, closes) in self.stretches(calendar, date) {
                total += minutes(opens.max(from), closes.min(to)).max(0.0);
            }
        }
        total
    }

    /// The moment at which `service_minutes` from `from` on are used up; `None` where the calendar never
    /// gives that many.
    pub fn due(&self, from: Timestamp, service_minutes: f64) -> Option<Timestamp> {
        let Some(calendar) = &self.calendar else { return Some(later(from, service_minutes)) };
        let mut left = service_minutes;
        for date in self.local_date(from).series(1.day()).take(DAYS_AHEAD_MAX as usize) {
            for (opens, closes) in self.stretches(calendar, date) {
                let begins = opens.max(from);
                let available = minutes(begins, closes).max(0.0);
                if available > 0.0 && available >= left {
                    return Some(later(begins, left));
                }
                left -= available;
            }
        }
        None
    }

    /// Is the desk staffed at this moment?
    pub fn is_open(&self, at: Timestamp) -> bool {
        let Some(calendar) = &self.calendar else { return true };
        self.stretches(calendar, self.local_date(at)).any(|(opens, closes)| opens <= at && at < closes)
    }

    fn local_date(&self, at: Timestamp) -> Date {
        at.to_zoned(self.zone.clone()).date()
    }

    /// The day's stretches of service as moments; daylight saving makes some shorter or longer.
    fn stretches<'a>(
        &'a self,
        calendar: &'a Calendar,
        date: Date,
    ) -> impl Iterator<Item = (Timestamp, Timestamp)> + 'a {
        let is_holiday = calendar.holidays.contains(&date);
        let hours = if is_holiday { &[] } else { calendar.hours(date.weekday()) };
        hours
            .iter()
            .filter_map(move |hours| Some((self.moment(date, hours.from_minute)?, self.moment(date, hours.to_minute)?)))
    }

    fn moment(&self, date: Date, minute: u16) -> Option<Timestamp> {
        let midnight = date.to_datetime(jiff::civil::Time::midnight());
        let civil = midnight.checked_add(i64::from(minute).minutes()).ok()?;
        Some(civil.to_zoned(self.zone.clone()).ok()?.timestamp())
    }
}

/// Calendar minutes from `from` to `to`; negative where `to` is earlier.
pub fn minutes(from: Timestamp, to: Timestamp) -> f64 {
    // Microseconds between two moments of jiff's range stay far below 2^53, so the conversion is exact.
    #[allow(clippy::cast_precision_loss)]
    let microseconds = (to.as_microsecond() - from.as_microsecond()) as f64;
    microseconds / 60e6
}

/// `from` plus calendar minutes, to the microsecond.
#[allow(clippy::cast_possible_truncation)] // clamped by from_microsecond's own range check
fn later(from: Timestamp, minutes: f64) -> Timestamp {
    let microsecond = from.as_microsecond().saturating_add((minutes * 60e6).round() as i64);
    Timestamp::from_microsecond(microsecond).unwrap_or(Timestamp::MAX)
}

/// The local-time month of a moment, `YYYY-MM`: the lake's partition key.
pub fn local_month(at: Timestamp, zone: &TimeZone) -> String {
    let date = at.to_zoned(zone.clone()).date();
    format!("{:04}-{:02}", date.year(), date.month())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::Hours;

    fn office() -> ServiceClock {
        let day = vec![Hours { from_minute: 8 * 60, to_minute: 17 * 60 }];
        let calendar = Calendar {
            monday: day.clone(),
            tuesday: day.clone(),
            wednesday: day.clone(),
            thursday: day.clone(),
            friday: day,
            holidays: vec![jiff::civil::date(2026, 5, 1)],
            ..Calendar::default()
        };
        ServiceClock::new(TimeZone::get("Europe/Berlin").unwrap(), Some(calendar))
    }

    fn at(text: &str) -> Timestamp {
        text.parse().unwrap()
    }

    #[test]
    fn a_night_between_two_days_does_not_count() {
        // Monday 16:30 to Tuesday 08:15 in Berlin (UTC+1): 30 + 15 minutes.
        assert_eq!(office().minutes_between(at("2026-01-12T15:30:00Z"), at("2026-01-13T07:15:00Z")), 45.0);
    }

    #[test]
    fn weekends_and_holidays_do_not_count() {
        // Thursday 30 April 16:00 to Monday 4 May 09:00 (UTC+2): 60 + 60; Friday is a holiday.
        assert_eq!(office().minutes_between(at("2026-04-30T14:00:00Z"), at("2026-05-04T07:00:00Z")), 120.0);
    }

    #[test]
    fn a_weekend_of_changing_clocks_keeps_nine_hours_a_day() {
        // Clocks go forward on Sunday 29 March 2026: Friday 08:00 (UTC+1) to Monday 17:00 (UTC+2).
        assert_eq!(office().minutes_between(at("2026-03-27T07:00:00Z"), at("2026-03-30T15:00:00Z")), 2.0 * 540.0);
    }

    #[test]
    fn a_day_around_the_clock_has_23_hours_when_clocks_go_forward() {
        let clock = ServiceClock::new(TimeZone::get("Europe/Berlin").unwrap(), Some(Calendar::around_the_clock()));
        assert_eq!(clock.minutes_between(at("2026-03-28T23:00:00Z"), at("2026-03-29T22:00:00Z")), 23.0 * 60.0);
    }

    #[test]
    fn the_due_moment_is_where_the_minutes_are_used_up() {
        // Friday 16:00 + 120 service minutes: Monday 09:00 Berlin.
        let due = office().due(at("2026-01-09T15:00:00Z"), 120.0).unwrap();
        assert_eq!(due, at("2026-01-12T08:00:00Z"));
        assert_eq!(office().minutes_between(at("2026-01-09T15:00:00Z"), due), 120.0);
    }

    #[test]
    fn a_target_that_ends_with_the_day_is_due_at_its_end_not_next_morning() {
        assert_eq!(office().due(at("2026-01-12T07:00:00Z"), 540.0), Some(at("2026-01-12T16:00:00Z")));
    }

    #[test]
    fn a_calendar_without_hours_never_gives_a_due_moment() {
        let closed = ServiceClock::new(TimeZone::UTC, Some(Calendar::default()));
        assert_eq!(closed.due(at("2026-01-12T07:00:00Z"), 1.0), None);
        assert_eq!(closed.minutes_between(at("2026-01-12T07:00:00Z"), at("2026-02-12T07:00:00Z")), 0.0);
    }

    #[test]
    fn a_month_is_local() {
        let berlin = TimeZone::get("Europe/Berlin").unwrap();
        assert_eq!(local_month(at("2026-10-31T22:59:59Z"), &berlin), "2026-10");
        assert_eq!(local_month(at("2026-10-31T23:00:00Z"), &berlin), "2026-11");
    }
}
