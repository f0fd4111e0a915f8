//! Months, quarters and years of the organisation's calendar, and spans from one of them to another.

use jiff::civil::Date;
use jiff::tz::TimeZone;
use jiff::{Span, Timestamp, ToSpan};

use super::{KpiError, Period};

#[derive(Clone, Copy)]
enum Kind {
    Month,
    Quarter,
    Year,
    /// From a month on, so many: a whole history.
    Span(i32),
}

impl Period {
    /// Reads `2026-10`, `2026-Q3` or `2026`; it begins and ends at midnight in `zone`.
    pub fn parse(label: &str, zone: &TimeZone) -> Result<Self, KpiError> {
        let wrong = || KpiError::Period { seen: label.to_string() };
        let (kind, first_day) = read_part(label).ok_or_else(wrong)?;
        kind.period(first_day, zone).ok_or_else(wrong)
    }

    /// Reads what [`Self::parse`] reads, or `2010..2014-03`: from the first of two periods to the end of the second.
    pub fn parse_span(label: &str, zone: &TimeZone) -> Result<Self, KpiError> {
        let wrong = || KpiError::Span { seen: label.to_string() };
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
            Some((Kind::Span(months), _)) => i64::from(months),
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
    let Some((first, last)) = label.split_once("..") else { return read_part(label) };
    let ((_, first_day), (kind, last_day)) = (read_part(first)?, read_part(last)?);
    let months = months_between(first_day, last_day.checked_add(kind.length()).ok()?);
    (months > 0).then_some((Kind::Span(months), first_day))
}

/// Of two firsts of a month.
fn months_between(first: Date, end: Date) -> i32 {
    (i32::from(end.year()) - i32::from(first.year())) * 12 + i32::from(end.month()) - i32::from(first.month())
}

/// A month, a quarter or a year.
fn read_part(label: &str) -> Option<(Kind, Date)> {
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
            Self::Span(months) => months.months(),
        }
    }

    fn label(self, first_day: Date) -> String {
        match self {
            Self::Month => first_day.strftime("%Y-%m").to_string(),
            Self::Quarter => format!("{:04}-Q{}", first_day.year(), (first_day.month() + 2) / 3),
            Self::Year => format!("{:04}", first_day.year()),
            Self::Span(_) => self.span_label(first_day),
        }
    }

    /// In years where it has only whole ones.
    fn span_label(self, first_day: Date) -> String {
        let end = first_day.saturating_add(self.length());
        let pattern = if (first_day.month(), end.month()) == (1, 1) { "%Y" } else { "%Y-%m" };
        format!("{}..{}", first_day.strftime(pattern), end.saturating_sub(1.day()).strftime(pattern))
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
    fn a_span_goes_from_the_first_day_of_one_period_to_the_last_of_another() {
        let span = |label: &str| Period::parse_span(label, &berlin()).unwrap();
        let months = |label| (span(label).label, span(label).months());
        assert_eq!(months("2016..2017"), ("2016..2017".into(), 24));
        assert_eq!(months("2016-02..2017"), ("2016-02..2017-12".into(), 23));
        assert_eq!(months("2016-Q4..2017-01"), ("2016-10..2017-01".into(), 4));
        assert_eq!(months("2016-01..2016-12"), ("2016..2016".into(), 12));
        assert_eq!(span("2016-Q4..2017-01").start.to_string(), "2016-09-30T22:00:00Z");
        assert_eq!(span("2016-Q4..2017-01").end.to_string(), "2017-01-31T23:00:00Z");
        assert_eq!(span("2016-10"), Period::parse("2016-10", &berlin()).unwrap());
        // The label that is printed names the same span again; a series has spans of one length.
        let before = &Period::series(&span("2016-10..2017-01"), 2, &berlin()).unwrap()[0];
        assert_eq!((before.label.as_str(), before.end), ("2016-06..2016-09", span("2016-10..2017-01").start));
    }

    #[test]
    fn a_span_that_ends_before_it_begins_is_none_and_a_review_takes_none() {
        for word in ["2017..2016", "2016-02..2016-01", "2016..", "..2016", "2016...2017", "all"] {
            let message = Period::parse_span(word, &berlin()).unwrap_err().to_string();
            assert!(message.contains("or from one to another (2010..2014-03)"), "{message}");
        }
        assert!(Period::parse("2016..2017", &berlin()).is_err());
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
