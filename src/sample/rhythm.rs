//! When things happen: seasons, weekdays, holidays, office hours, growth.
//!
//! Its arithmetic of service hours is its own, so that the sample can prove the clocks of `ticket` wrong.

use jiff::civil::{Date, Weekday, date, time};
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Span, Timestamp, ToSpan};

use super::random::{Random, whole};

/// Service from 08:00 to 18:00 in the organisation's time, Monday to Friday.
pub const SERVICE_OPENS: i8 = 8;
pub const SERVICE_CLOSES: i8 = 18;

/// Growth of the number of tickets over twelve months.
const GROWTH_A_YEAR: f64 = 0.25;

/// January to December: quiet in summer and at the end of the year.
const SEASON: [f64; 12] = [1.10, 1.04, 1.02, 0.98, 0.97, 1.0, 0.9, 0.72, 1.04, 1.06, 1.05, 0.84];

/// Monday to Sunday.
const WEEK: [f64; 7] = [1.18, 1.06, 1.0, 0.98, 0.84, 0.08, 0.06];

/// Midnight to midnight, a customer's local hours.
const DAY: [f64; 24] = [
    0.15, 0.1, 0.06, 0.06, 0.1, 0.3, 1.0, 3.2, 7.5, 10.0, 10.5, 9.0, 5.0, 6.5, 9.0, 8.5, 6.5, 3.6, 1.4, 0.9, 0.9, 0.8,
    0.5, 0.3,
];

/// The holidays of the desk (Germany, without those of single states), sorted.
pub fn holidays(first_year: i16, last_year: i16) -> Vec<Date> {
    let mut days: Vec<Date> = (first_year..=last_year).flat_map(holidays_of).collect();
    days.sort();
    days
}

fn holidays_of(year: i16) -> Vec<Date> {
    let easter = easter(year);
    let moving = [-2, 1, 39, 50].map(|days: i32| easter.saturating_add(days.days()));
    let fixed = [(1, 1), (5, 1), (10, 3), (12, 24), (12, 25), (12, 26), (12, 31)];
    fixed.map(|(month, day)| date(year, month, day)).into_iter().chain(moving).collect()
}

/// Easter Sunday by the anonymous Gregorian computus (Meeus, Astronomical Algorithms, chapter 8).
fn easter(year: i16) -> Date {
    let year = i32::from(year);
    let (a, b, c) = (year % 19, year / 100, year % 100);
    let g = (8 * b + 13) / 25;
    let h = (19 * a + b - b / 4 - g + 15) % 30;
    let l = (32 + 2 * (b % 4) + 2 * (c / 4) - h - c % 4) % 7;
    let m = (a + 11 * h + 22 * l) / 451;
    let days = h + l - 7 * m + 114;
    let narrow = |value: i32| i8::try_from(value).unwrap_or(1);
    date(i16::try_from(year).unwrap_or(0), narrow(days / 31), narrow(days % 31 + 1))
}

/// The organisation's time: its zone and its holidays.
pub struct Rhythm {
    pub zone: TimeZone,
    pub holidays: Vec<Date>,
    first_day: Date,
}

impl Rhythm {
    pub fn new(zone: TimeZone, first_day: Date, last_day: Date) -> Self {
        // One year more on both sides: answers may be counted past the last day.
        Self { zone, holidays: holidays(first_day.year() - 1, last_day.year() + 1), first_day }
    }

    pub fn is_working_day(&self, day: Date) -> bool {
        !matches!(day.weekday(), Weekday::Saturday | Weekday::Sunday) && self.holidays.binary_search(&day).is_err()
    }

    /// How many tickets a day attracts, relative to an ordinary day of the first month.
    pub fn day_weight(&self, day: Date) -> f64 {
        let years = f64::from((day - self.first_day).get_days()) / 365.0;
        let weekday = usize::try_from(day.weekday().to_monday_zero_offset()).unwrap_or(0);
        let month = usize::try_from(day.month() - 1).unwrap_or(0);
        let quiet = match (self.holidays.binary_search(&day).is_ok(), day.month(), day.day()) {
            (true, ..) => 0.12,
            (_, 12, 22..) | (_, 1, ..=3) => 0.45,
            _ => 1.0,
        };
        (1.0 + GROWTH_A_YEAR * years) * SEASON[month] * WEEK[weekday] * quiet
    }

    /// A moment of the day in a customer's own time.
    pub fn moment(&self, random: &mut Random, day: Date, zone: &TimeZone) -> Timestamp {
        let hour = random.weighted(DAY.iter().copied());
        let seconds = i64::try_from(hour).unwrap_or(0) * 3600 + random.between(0, 3599);
        at(day, zone).saturating_add(SignedDuration::from_secs(seconds)).unwrap_or(Timestamp::MAX)
    }

    /// The moment `minutes` of service time after `from`.
    pub fn after_service_minutes(&self, from: Timestamp, minutes: f64) -> Timestamp {
        let mut left = whole(minutes * 60.0);
        let mut day = from.to_zoned(self.zone.clone()).date();
        loop {
            let (opens, closes) = self.service_hours(day);
            let begin = opens.max(from);
            let available = closes.as_second() - begin.as_second();
            if self.is_working_day(day) && available > left {
                return plus_seconds(begin, left);
            }
            if self.is_working_day(day) && available > 0 {
                left -= available;
            }
            day = day.saturating_add(1.days());
        }
    }

    fn service_hours(&self, day: Date) -> (Timestamp, Timestamp) {
        let hour = |hour| {
            let clock = day.to_datetime(time(hour, 0, 0, 0)).to_zoned(self.zone.clone());
            clock.map_or(Timestamp::MAX, |zoned| zoned.timestamp())
        };
        (hour(SERVICE_OPENS), hour(SERVICE_CLOSES))
    }

    /// When a customer gets round to writing, `lag_minutes` after `from`: mostly in local office hours.
    pub fn customer_moment(
        &self,
        random: &mut Random,
        from: Timestamp,
        lag_minutes: f64,
        zone: &TimeZone,
    ) -> Timestamp {
        let wished = plus_seconds(from, whole(lag_minutes * 60.0));
        let local = wished.to_zoned(zone.clone());
        let at_work = self.is_working_day(local.date()) && (7..19).contains(&local.hour());
        if at_work || random.chance(0.08) {
            return wished;
        }
        let mut day = if local.hour() < 7 { local.date() } else { local.date().saturating_add(1.days()) };
        while !self.is_working_day(day) {
            day = day.saturating_add(1.days());
        }
        plus_seconds(at(day, zone), random.between(7 * 3600 + 1200, 10 * 3600))
    }
}

/// Midnight of a day, local time.
pub fn at(day: Date, zone: &TimeZone) -> Timestamp {
    day.to_zoned(zone.clone()).map_or(Timestamp::MAX, |zoned| zoned.timestamp())
}

pub fn plus_seconds(moment: Timestamp, seconds: i64) -> Timestamp {
    moment.saturating_add(SignedDuration::from_secs(seconds)).unwrap_or(Timestamp::MAX)
}

/// Every day from the first to the last, both included.
pub fn days(first: Date, last: Date) -> Vec<Date> {
    first.series(Span::new().days(1)).take_while(|day| *day <= last).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rhythm() -> Rhythm {
        let zone = TimeZone::get("Europe/Berlin").unwrap();
        Rhythm::new(zone, date(2025, 9, 1), date(2026, 10, 31))
    }

    fn utc(text: &str) -> Timestamp {
        text.parse().unwrap()
    }

    #[test]
    fn easter_monday_and_ascension_are_holidays_of_the_right_dates() {
        // 2026: Easter Sunday 5 April; 2025: 20 April (published tables).
        let days = holidays(2025, 2026);
        assert!(
            days.contains(&date(2026, 4, 6)) && days.contains(&date(2026, 5, 14)) && days.contains(&date(2025, 4, 21))
        );
    }

    #[test]
    fn an_hour_asked_for_at_half_past_five_ends_next_working_morning() {
        // Friday 17:30 in Berlin is 15:30 UTC in summer; Monday 08:30 is 06:30 UTC.
        assert_eq!(rhythm().after_service_minutes(utc("2026-07-03T15:30:00Z"), 60.0), utc("2026-07-06T06:30:00Z"));
    }

    #[test]
    fn service_time_runs_across_the_change_to_winter_time() {
        // 2026-10-23 is a Friday in summer time, the Monday after is in winter time: 08:00 is 07:00 UTC.
        assert_eq!(rhythm().after_service_minutes(utc("2026-10-23T15:00:00Z"), 120.0), utc("2026-10-26T08:00:00Z"));
    }
}
