//! Months, quarters and years of the organisation's calendar.

use jiff::civil::Date;
use jiff::tz::TimeZone;
use jiff::{Span, Timestamp, ToSpan};

use super::{KpiError, Period};

#[derive(Clone, Copy)]
enum Kind {
    Month,
    Quarter,
    Year,
}

impl Period {
    /// Reads `2026-10`, `2026-Q3` or `2026`; it begins and ends at midnight in `zone`.
    pub fn parse(label: &str, zone: &TimeZone) -> Result<Self, KpiError> {
        let wrong = || KpiError::Period { seen: label.to_string() };
        let (kind, first_day) = read_label(label).ok_or_else(wrong)?;
        kind.period(first_day, zone).ok_or_else(wrong)
    }

    /// The month, in `zone`, that `moment` lies in.
    pub fn month_of(moment: Timestamp, zone: &TimeZone) -> Result<Self, KpiError> {
        Self::parse(&moment.to_zoned(zone.clone()).strftime("%Y-%m").to_string(), zone)
    }

    /// `count` periods of the same kind, the oldest first, `last` at the end.
    pub fn series(last: &Self, count: usize, zone: &TimeZone) -> Result<Vec<Self>, KpiError> {
        let wrong = || KpiError::Period { seen: last.label.clone() };
        let (kind, last_day) = read_label(&last.label).ok_or_else(wrong)?;
        let mut days = vec![last_day; count];
        for place in (1..days.len()).rev() {
            days[place - 1] = days[place].checked_sub(kind.length()).map_err(|_| wrong())?;
        }
        days.into_iter().map(|day| kind.period(day, zone).ok_or_else(wrong)).collect()
    }

    /// How many months long it is, were it over.
    pub(super) fn months(&self) -> i64 {
        match read_label(&self.label) {
            Some((Kind::Year, _)) => 12,
            Some((Kind::Quarter, _)) => 3,
            _ => 1,
        }
    }

    /// The part before `moment`: a period that is not over yet ends now, so that nothing is said of days to
    /// come.
    pub fn until(self, moment: Timestamp) -> Self {
        Self { end: self.end.min(moment).max(self.start), ..self }
    }
}

/// The kind of period that a label names, and its first day.
fn read_label(label: &str) -> Option<(Kind, Date)> {
    let digits = |text: &str, length: usize| -> Option<i16> {
        let are_digits = text.len() == length && text.bytes().all(|byte| byte.is_ascii_digit());
        are_digits.then(|| text.parse().ok()).flatten()
    };
    let (kind, year, month) = match label.split_once('-') {
        None => (Kind::Year, digits(label, 4)?, 1),
        Some((year, rest)) => match rest.strip_prefix('Q') {
            Some(quarter) => (Kind::Quarter, digits(year, 4)?, digits(quarter, 1)? * 3 - 2),
            None => (Kind::Month, digits(year, 4)?, digits(rest, 2)?),
        },
    };
    Some((kind, Date::new(year, i8::try_from(month).ok()?, 1).ok()?))
}

impl Kind {
    fn length(self) -> Span {
        match self {
            Self::Month => 1.month(),
            Self::Quarter => 3.months(),
            Self::Year => 1.year(),
        }
    }

    fn label(self, first_day: Date) -> String {
        match self {
            Self::Month => first_day.strftime("%Y-%m").to_string(),
            Self::Quarter => format!("{:04}-Q{}", first_day.year(), (first_day.month() + 2) / 3),
            Self::Year => format!("{:04}", first_day.year()),
        }
    }

    fn period(self, first_day: Date, zone: &TimeZone) -> Option<Period> {
        let midnight = |day: Date| day.to_zoned(zone.clone()).map(|moment| moment.timestamp()).ok();
        Some(Period {
            label: self.label(first_day),
            start: midnight(first_day)?,
            end: midnight(first_day.checked_add(self.length()).ok()?)?,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn berlin() -> TimeZone {
        TimeZone::get("Europe/Berlin").unwrap()
    }

    fn bounds(label: &str) -> (String, String) {
        let period = Period::parse(label, &berlin()).unwrap();
        (period.start.to_string(), period.end.to_string())
    }

    fn pair(start: &str, end: &str) -> (String, String) {
        (start.into(), end.into())
    }

    #[test]
    fn periods_begin_and_end_at_local_midnight_through_daylight_saving() {
        // Berlin is UTC+1 in winter and UTC+2 in summer; the clocks change on 29 March and 25 October 2026.
        assert_eq!(bounds("2026-10"), pair("2026-09-30T22:00:00Z", "2026-10-31T23:00:00Z"));
        assert_eq!(bounds("2026-03"), pair("2026-02-28T23:00:00Z", "2026-03-31T22:00:00Z"));
        assert_eq!(bounds("2026-Q1"), pair("2025-12-31T23:00:00Z", "2026-03-31T22:00:00Z"));
        assert_eq!(bounds("2026"), pair("2025-12-31T23:00:00Z", "2026-12-31T23:00:00Z"));
    }

    #[test]
    fn a_series_counts_back_over_new_year() {
        let labels = |last: &str, count| -> Vec<String> {
            let last = Period::parse(last, &berlin()).unwrap();
            let series = Period::series(&last, count, &berlin()).unwrap();
            assert!(series.windows(2).all(|pair| pair[0].end == pair[1].start));
            series.into_iter().map(|period| period.label).collect()
        };
        assert_eq!(labels("2026-02", 3), ["2025-12", "2026-01", "2026-02"]);
        assert_eq!(labels("2026-Q1", 2), ["2025-Q4", "2026-Q1"]);
        assert_eq!(labels("2026", 2), ["2025", "2026"]);
        assert!(labels("2026", 0).is_empty());
    }

    #[test]
    fn other_words_are_no_period_and_the_message_says_what_is() {
        for word in ["2026-13", "2026-00", "2026-Q0", "2026-Q5", "26-01", "2026-1", "October", "", "2026-10-01", "+026"]
        {
            let message = Period::parse(word, &berlin()).unwrap_err().to_string();
            assert!(message.starts_with(&format!("`{word}` is no period; write a month (2026-10)")), "{message}");
        }
    }

    #[test]
    fn a_moment_knows_its_local_month() {
        let moment: Timestamp = "2026-10-31T23:30:00Z".parse().unwrap();
        assert_eq!(Period::month_of(moment, &berlin()).unwrap().label, "2026-11");
        assert_eq!(Period::month_of(moment, &TimeZone::UTC).unwrap().label, "2026-10");
    }

    #[test]
    fn a_period_that_is_not_over_ends_now_and_one_to_come_is_empty() {
        let october = Period::parse("2026-10", &TimeZone::UTC).unwrap();
        let moment = |text: &str| text.parse::<Timestamp>().unwrap();
        assert_eq!(october.clone().until(moment("2026-10-12T08:00:00Z")).end, moment("2026-10-12T08:00:00Z"));
        assert_eq!(october.clone().until(moment("2026-12-01T00:00:00Z")), october);
        assert_eq!(october.clone().until(moment("2026-09-01T00:00:00Z")).end, october.start);
    }
}
