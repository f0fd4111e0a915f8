//! The `Date` field as it is written: RFC 5322 §3.3, its older forms, and what programs write instead.
//!
//! Word by word: each says by its shape whether it is a day, a month, a year, a time or a zone, so that order and
//! signs do not matter. A time without a zone is taken as UTC.

use jiff::Timestamp;
use jiff::civil::DateTime;

/// A date is short; what is longer holds none.
const MAX_BYTES: usize = 200;

/// Names of months begin so, in the languages that programs write headers in; longer beginnings first.
#[rustfmt::skip]
const MONTHS: &[(&str, i8)] = &[
    ("juil", 7), ("juin", 6), ("janv", 1), ("jan", 1), ("gen", 1), ("ene", 1), ("feb", 2), ("fév", 2), ("fev", 2),
    ("mar", 3), ("mär", 3), ("mrz", 3), ("mrt", 3), ("maa", 3), ("apr", 4), ("avr", 4), ("abr", 4), ("may", 5),
    ("mai", 5), ("mei", 5), ("mag", 5), ("maj", 5), ("jun", 6), ("giu", 6), ("jul", 7), ("lug", 7), ("aug", 8),
    ("aoû", 8), ("ago", 8), ("sep", 9), ("set", 9), ("oct", 10), ("okt", 10), ("ott", 10), ("out", 10), ("nov", 11),
    ("dec", 12), ("dez", 12), ("déc", 12), ("dic", 12),
];

/// Zones by name, in minutes east of UTC (RFC 5322 §4.3, and what else is written).
#[rustfmt::skip]
const ZONES: &[(&str, i32)] = &[
    ("ut", 0), ("utc", 0), ("gmt", 0), ("z", 0), ("wet", 0), ("est", -300), ("edt", -240), ("cst", -360),
    ("cdt", -300), ("mst", -420), ("mdt", -360), ("pst", -480), ("pdt", -420), ("akst", -540), ("akdt", -480),
    ("hst", -600), ("brt", -180), ("art", -180), ("bst", 60), ("west", 60), ("cet", 60), ("met", 60), ("mez", 60),
    ("cest", 120), ("mest", 120), ("mesz", 120), ("eet", 120), ("sast", 120), ("eest", 180), ("msk", 180),
    ("idt", 180), ("msd", 240), ("hkt", 480), ("sgt", 480), ("jst", 540), ("kst", 540), ("aest", 600), ("aedt", 660),
    ("nzst", 720), ("nzdt", 780),
];

/// The moment that a field's value names.
pub(super) fn read(text: &str) -> Option<Timestamp> {
    let text = &text[..text.floor_char_boundary(MAX_BYTES)];
    let (before, rest) = text.split_once('(').unwrap_or((text, ""));
    let (comment, behind) = rest.split_once(')').unwrap_or((rest, ""));
    let mut found = Found::default();
    for word in [before, behind].iter().flat_map(|text| text.split([' ', '\t', '\n', ',', '"', ';'])) {
        found.take(word);
    }
    // The zone in the comment is the same one, by name; it counts where there is no other.
    found.zone = found.zone.or_else(|| zone(comment));
    found.moment()
}

#[derive(Default)]
struct Found {
    day: Option<i8>,
    month: Option<i8>,
    year: Option<i16>,
    time: Option<(i8, i8, i8)>,
    is_afternoon: Option<bool>,
    zone: Option<i32>,
}

impl Found {
    fn take(&mut self, word: &str) {
        let lower = word.to_lowercase();
        if lower.is_empty() {
            return;
        }
        if lower.bytes().all(|byte| byte.is_ascii_digit()) {
            self.number(&lower);
        } else if self.zone.is_none() && self.time.is_some() && zone(&lower).is_some() {
            self.zone = zone(&lower);
        } else if matches!(lower.as_str(), "am" | "pm" | "a.m." | "p.m.") {
            self.is_afternoon = Some(lower.starts_with('p'));
        } else if lower.starts_with(|c: char| c.is_ascii_digit()) {
            self.compound(&lower);
        } else if self.month.is_none() {
            self.month = month(&lower);
        }
    }

    fn number(&mut self, digits: &str) {
        if digits.len() <= 2 && self.day.is_none() {
            self.day = digits.parse().ok();
        } else if self.year.is_none() {
            self.year = year(digits);
        }
    }

    /// `2026-10-21T08:15:00Z`, `21-Oct-2026`, `21.10.2026`, `10/21/2026`, `08:15:00.123`, `8:15am`.
    fn compound(&mut self, word: &str) {
        if let Some((date, time)) = word.split_once('t').filter(|(date, _)| date.matches('-').count() == 2) {
            self.compound(date);
            let end = time.find(['z', '+', '-']).unwrap_or(time.len());
            self.time = clock(&time[..end]);
            self.zone = zone(&time[end..]);
        } else if word.contains(':') {
            let end = word.find(|c: char| !c.is_ascii_digit() && !matches!(c, ':' | '.')).unwrap_or(word.len());
            self.time = self.time.or_else(|| clock(&word[..end]));
            if !word[end..].is_empty() {
                self.take(&word[end..]);
            }
        } else if self.day.is_some() && self.time.is_none() && word.contains('.') {
            self.time = clock(&word.replace('.', ":"));
        } else {
            self.date(word);
        }
    }

    fn date(&mut self, word: &str) {
        let parts: Vec<&str> = word.split(['-', '.', '/']).filter(|part| !part.is_empty()).collect();
        let [first, second, third] = parts.as_slice() else {
            // `21.` in German and its neighbours.
            self.day = self.day.or_else(|| parts.first().filter(|_| parts.len() == 1)?.parse().ok());
            return;
        };
        let (day, month_word, year_word) = match first.len() {
            4 => (third, second, first),
            // Americans write the month first; a month beyond twelve is a day.
            _ if word.contains('/') && second.parse().is_ok_and(|n: i8| n > 12) => (second, first, third),
            _ if word.contains('/') && first.parse().is_ok_and(|n: i8| n <= 12) => (second, first, third),
            _ => (first, second, third),
        };
        self.day = day.parse().ok();
        self.month = month_word.parse().ok().or_else(|| month(month_word));
        self.year = year(year_word);
    }

    fn moment(&self) -> Option<Timestamp> {
        let (hour, minute, second) = self.time?;
        let hour = match (self.is_afternoon, hour) {
            (Some(true), 1..=11) => hour + 12,
            (Some(false), 12) => 0,
            _ => hour,
        };
        // A leap second is the second before it (RFC 5322 has it, clocks have not).
        let local = DateTime::new(self.year?, self.month?, self.day?, hour, minute, second.min(59), 0).ok()?;
        let seconds = local.to_zoned(jiff::tz::TimeZone::UTC).ok()?.timestamp().as_second();
        Timestamp::from_second(seconds - i64::from(self.zone.unwrap_or(0)) * 60).ok()
    }
}

/// `08:15`, `08:15:00`, `08:15:00.123`
fn clock(text: &str) -> Option<(i8, i8, i8)> {
    let text = text.split('.').next().unwrap_or_default();
    let mut parts = text.split(':').map(|part| part.parse::<i8>().ok());
    let (hour, minute) = (parts.next()??, parts.next()??);
    let second = match parts.next() {
        Some(second) => second?,
        None => 0,
    };
    Some((hour, minute, second))
}

fn month(word: &str) -> Option<i8> {
    MONTHS.iter().find(|(start, _)| word.starts_with(start)).map(|(_, month)| *month)
}

/// RFC 5322 §4.3: years of two digits belong to the time from 1950 to 2049, those of three count from 1900. No
/// older year is meant.
fn year(digits: &str) -> Option<i16> {
    let number: i16 = digits.parse().ok()?;
    let year = match digits.len() {
        2 if number < 50 => number + 2_000,
        2 | 3 => number + 1_900,
        4 => number,
        _ => return None,
    };
    (year >= 1_900).then_some(year)
}

/// `+0200`, `+02:00`, `+200`, `GMT+2`, `CEST`: minutes east of UTC.
fn zone(text: &str) -> Option<i32> {
    let lower = text.to_lowercase();
    if let Some((_, minutes)) = ZONES.iter().find(|(name, _)| *name == lower) {
        return Some(*minutes);
    }
    let offset = lower.trim_start_matches("gmt").trim_start_matches("utc");
    let sign = match offset.bytes().next()? {
        b'+' => 1,
        b'-' => -1,
        _ => return None,
    };
    let digits = offset[1..].replace(':', "");
    let number: i32 = digits.parse().ok()?;
    let (hours, minutes) = if digits.len() <= 2 { (number, 0) } else { (number / 100, number % 100) };
    // Nobody is further from Greenwich: what is written is no zone.
    Some(if digits.len() <= 4 && hours <= 14 && minutes < 60 { sign * (hours * 60 + minutes) } else { 0 })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::read;

    #[test]
    fn dates_are_read_however_they_are_written() {
        for (text, moment) in [
            ("Wed, 21 Oct 2026 08:15:00 +0200", "2026-10-21T06:15:00Z"),
            ("21 Oct 26 08:15 GMT", "2026-10-21T08:15:00Z"),
            ("Wed, 21 Oct 2026 08:15:00", "2026-10-21T08:15:00Z"),
            ("Wed, 21 Oct 2026 08:15:00 EST", "2026-10-21T13:15:00Z"),
            ("Wed, 21 Oct 2026 08:15:00 JST", "2026-10-20T23:15:00Z"),
            ("Wed, 21 Oct 2026 08:15:00 (CEST)", "2026-10-21T06:15:00Z"),
            ("Wed, 21 Oct 2026 08:15:00 +0530 (IST)", "2026-10-21T02:45:00Z"),
            ("Wed, 21 Oct 126 08:15:00 GMT", "2026-10-21T08:15:00Z"),
            ("Thu, 21 Oct 99 08:15:00 -0000", "1999-10-21T08:15:00Z"),
            ("Wed, 21-Oct-2026 08:15:00 GMT", "2026-10-21T08:15:00Z"),
            ("Wed Oct 21 08:15:00 2026", "2026-10-21T08:15:00Z"),
            ("Wed Oct  1 08:15:00 CEST 2026", "2026-10-01T06:15:00Z"),
            ("Wed Oct 21 08:15:00 2026 +0200", "2026-10-21T06:15:00Z"),
            ("2026-10-21T08:15:00.5+02:00", "2026-10-21T06:15:00Z"),
            ("2026-10-21 08:15:00 +0200", "2026-10-21T06:15:00Z"),
            ("21.10.2026 08:15", "2026-10-21T08:15:00Z"),
            ("Mi, 21. Okt 2026 08:15:00 +0200", "2026-10-21T06:15:00Z"),
            ("mer., 21 août 2026 08:15:00 +0200", "2026-08-21T06:15:00Z"),
            ("Wednesday, October 21, 2026 8:15 PM", "2026-10-21T20:15:00Z"),
            ("10/21/2026 12:15:00 AM", "2026-10-21T00:15:00Z"),
            ("21/10/2026 08:15", "2026-10-21T08:15:00Z"),
            ("Wed, 21 Oct 2026 08.15.00 +0200", "2026-10-21T06:15:00Z"),
            ("Wed, 21 Oct 2026 08:15:60 GMT+02:00", "2026-10-21T06:15:59Z"),
            ("Wed, 21 Oct 2026 08:15:00 (EDT) -0400", "2026-10-21T12:15:00Z"),
            ("Thu, 13 Feb 1969 23:32:54 -0330", "1969-02-14T03:02:54Z"),
            ("Wed,21 Oct 2026 08:15:00 +200", "2026-10-21T06:15:00Z"),
        ] {
            assert_eq!(read(text), Some(moment.parse().unwrap()), "{text}");
        }
    }

    #[test]
    fn what_names_no_moment_is_none() {
        for text in [
            "",
            "yesterday",
            "Wed, 31 Feb 2026 08:15:00 +0200",
            "Wed, 21 Oct 2026",
            "1 Jan 0001 00:00:00",
            "25:61",
            "(",
            "99999 +",
        ] {
            assert_eq!(read(text), None, "{text}");
        }
    }

    proptest! {
        #[test]
        fn arbitrary_text_never_panics(text in "[0-9a-zA-Zé:+./ (),-]{0,60}") {
            read(&text);
        }
    }
}
