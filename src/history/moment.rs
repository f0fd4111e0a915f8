//! Reads moments as other tools write them.
//!
//! Nothing is guessed: `03/04/2026` is read only where the mapping says which of the two is the day. A moment without
//! an offset is in the zone that the mapping names; one that a change of clocks makes ambiguous is taken as the
//! first, one that it skips is moved forward, as RFC 5545 §3.3.5 has it, and both are counted.

use std::sync::LazyLock;

use jiff::civil::{Date, DateTime, Time};
use jiff::fmt::strtime;
use jiff::tz::{AmbiguousOffset, Offset, TimeZone};
use jiff::{SignedDuration, Timestamp};
use regex::{Captures, Regex};
use serde::{Deserialize, Deserializer};

use super::month;

/// A way to write moments.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Format {
    /// Year first: `2026-10-21T08:15:00+02:00`, `2026/10/21 08:15`, `20261021 081500`.
    Iso,
    /// The month as a word: `21/Oct/26 8:15 AM`, `Oct 21, 2026`, `Wed, 21 Oct 2026 08:15:00 +0200`.
    NamedMonth,
    /// `21/10/2026 08:15`, `21.10.26`.
    DayFirst,
    /// `10/21/2026 08:15 AM`.
    MonthFirst,
    EpochSeconds,
    EpochMilliseconds,
    /// Days since 1899-12-30, as a spreadsheet counts.
    ExcelDays,
    /// A pattern of strftime, `%d.%m.%Y %H:%M`.
    Pattern(String),
}

/// A moment, and what a change of clocks had to do with it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Reading {
    pub at: Timestamp,
    pub clocks: Clocks,
}

/// How a local time stands to the clock on the wall.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Clocks {
    Plain,
    /// The clock showed it twice.
    Twice,
    /// The clock never showed it.
    Never,
}

impl Format {
    /// What is tried where a mapping says nothing: formats that can be read in one way only.
    pub const UNAMBIGUOUS: &'static [Self] = &[Self::Iso, Self::NamedMonth];

    fn from_word(word: &str) -> Option<Self> {
        Some(match word {
            "iso" => Self::Iso,
            "named_month" => Self::NamedMonth,
            "day_first" => Self::DayFirst,
            "month_first" => Self::MonthFirst,
            "epoch_seconds" => Self::EpochSeconds,
            "epoch_milliseconds" => Self::EpochMilliseconds,
            "excel_days" => Self::ExcelDays,
            pattern if pattern.contains('%') => Self::Pattern(pattern.into()),
            _ => return None,
        })
    }
}

impl<'de> Deserialize<'de> for Format {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let word = String::deserialize(deserializer)?;
        Self::from_word(&word).ok_or_else(|| {
            serde::de::Error::custom(format!(
                "`{word}` is no format of moments; it can be iso, named_month, day_first, month_first, epoch_seconds, \
                 epoch_milliseconds, excel_days, or a pattern such as \"%d.%m.%Y %H:%M\""
            ))
        })
    }
}

/// The moment that a text tells in the first of the formats that fits it.
pub fn read(text: &str, formats: &[Format], zone: &TimeZone) -> Option<Reading> {
    let text = text.trim();
    formats.iter().find_map(|format| read_as(text, format, zone))
}

fn read_as(text: &str, format: &Format, zone: &TimeZone) -> Option<Reading> {
    match format {
        Format::Iso => written(text, &[&YEAR_FIRST, &COMPACT], ymd, zone),
        Format::DayFirst => written(text, &[&NUMBERS], |found| date(found, "year", number(found, "b")?, "a"), zone),
        Format::MonthFirst => written(text, &[&NUMBERS], |found| date(found, "year", number(found, "a")?, "b"), zone),
        Format::NamedMonth => java(text, zone).or_else(|| written(text, &[&DAY_WORD, &WORD_DAY], named, zone)),
        Format::EpochSeconds => epoch(text, 1_000_000.0),
        Format::EpochMilliseconds => epoch(text, 1_000.0),
        Format::ExcelDays => excel(text, zone),
        Format::Pattern(pattern) => by_pattern(text, pattern, zone),
    }
}

// Each ends where the time of day begins.
static YEAR_FIRST: LazyLock<Option<Regex>> =
    LazyLock::new(|| regex(r"^(?<year>\d{4})[-/.](?<month>\d{1,2})[-/.](?<day>\d{1,2})(?:[T ,]|$)"));
static COMPACT: LazyLock<Option<Regex>> =
    LazyLock::new(|| regex(r"^(?<year>\d{4})(?<month>\d{2})(?<day>\d{2})(?:[T ]|$)"));
static NUMBERS: LazyLock<Option<Regex>> =
    LazyLock::new(|| regex(r"^(?<a>\d{1,2})[-/. ](?<b>\d{1,2})[-/. ](?<year>\d{4}|\d{2})(?:[T ,]|$)"));
static DAY_WORD: LazyLock<Option<Regex>> = LazyLock::new(|| {
    regex(r"^(?:\pL+\.?,? +)?(?<day>\d{1,2})\.?[-/ ]*(?<word>\pL{3,})\.?[-/, ]*(?<year>\d{4}|\d{2})(?:[T ,:]|$)")
});
static WORD_DAY: LazyLock<Option<Regex>> = LazyLock::new(|| {
    regex(r"^(?:\pL+\.?,? +)?(?<word>\pL{3,})\.? +(?<day>\d{1,2})(?:st|nd|rd|th)?,? +(?<year>\d{4})(?:[T ,]|$)")
});
/// As Unix `date` and Java write it: the year after the time.
static YEAR_LAST: LazyLock<Option<Regex>> = LazyLock::new(|| {
    regex(
        r"^(?:\pL+,? +)?(?<word>\pL{3,}) +(?<day>\d{1,2}) +(?<time>\d{1,2}:\d{2}:\d{2})(?: +(?<zone>\S+))? +(?<year>\d{4})$",
    )
});
static TIME: LazyLock<Option<Regex>> = LazyLock::new(|| {
    regex(
        r"(?ix)^(?:at\ +|um\ +|-\ +)?(?<hour>\d{1,2})(?:[:.h](?<minute>\d{2})(?:[:.](?<second>\d{2})
          (?:[.,](?<fraction>\d{1,9})\d*)?)?)?\s*(?<half>[ap](?:m\b|\.\ ?m\b\.?))?(?:\s*(?:uhr|o'clock))?",
    )
});
static COMPACT_TIME: LazyLock<Option<Regex>> =
    LazyLock::new(|| regex(r"^(?<hour>\d{2})(?<minute>\d{2})(?<second>\d{2})?(?:[.,](?<fraction>\d{1,9}))?"));
static OFFSET: LazyLock<Option<Regex>> = LazyLock::new(|| {
    regex(r"^(?:UTC|GMT)?(?<sign>[+\-\u{2212}])(?<hours>\d{1,2}):?(?<minutes>\d{2})?(?::?(?<seconds>\d{2}))?$")
});

fn regex(pattern: &str) -> Option<Regex> {
    Regex::new(pattern).ok()
}

/// A date that one of the patterns finds at the beginning, then a time of day, then a zone.
fn written(
    text: &str,
    patterns: &[&LazyLock<Option<Regex>>],
    date: impl Fn(&Captures<'_>) -> Option<Date>,
    zone: &TimeZone,
) -> Option<Reading> {
    patterns.iter().find_map(|pattern| {
        let found = LazyLock::force(pattern).as_ref()?.captures(text)?;
        let rest = text[found.get_match().end()..].trim_start_matches([' ', ',']);
        let (time, rest) = time_of_day(rest)?;
        settle(date(&found)?.to_datetime(time), rest.trim(), zone)
    })
}

fn ymd(found: &Captures<'_>) -> Option<Date> {
    date(found, "year", number(found, "month")?, "day")
}

fn named(found: &Captures<'_>) -> Option<Date> {
    date(found, "year", i32::from(month::number(&found["word"])?), "day")
}

fn java(text: &str, zone: &TimeZone) -> Option<Reading> {
    let found = YEAR_LAST.as_ref()?.captures(text)?;
    let (time, _) = time_of_day(&found["time"])?;
    settle(named(&found)?.to_datetime(time), found.name("zone").map_or("", |zone| zone.as_str()), zone)
}

fn number(found: &Captures<'_>, name: &str) -> Option<i32> {
    found.name(name)?.as_str().parse().ok()
}

/// Two digits of a year are of 1970 to 2069.
fn date(found: &Captures<'_>, year: &str, month: i32, day: &str) -> Option<Date> {
    let written = found.name(year)?.as_str();
    let year: i16 = written.parse().ok()?;
    let year = match written.len() {
        2 if year < 70 => 2000 + year,
        2 => 1900 + year,
        _ => year,
    };
    Date::new(year, i8::try_from(month).ok()?, i8::try_from(number(found, day)?).ok()?).ok()
}

/// The time of day at the beginning of a text, and what follows; midnight where there is none.
fn time_of_day(text: &str) -> Option<(Time, &str)> {
    if text.is_empty() {
        return Some((Time::midnight(), text));
    }
    let is_compact = text.len() >= 4 && text.as_bytes()[..4].iter().all(u8::is_ascii_digit);
    let pattern = if is_compact { &COMPACT_TIME } else { &TIME };
    let Some(found) = pattern.as_ref()?.captures(text) else { return Some((Time::midnight(), text)) };
    let part = |name| number(&found, name).unwrap_or(0);
    let hour = hour(part("hour"), (!is_compact).then(|| found.name("half")).flatten().map(|half| half.as_str()))?;
    let nanoseconds = found.name("fraction").map_or("", |fraction| fraction.as_str());
    let nanosecond: i32 = format!("{nanoseconds:0<9}").parse().ok()?;
    let [hour, minute, second] = [hour, part("minute"), part("second")].map(i8::try_from);
    let time = Time::new(hour.ok()?, minute.ok()?, second.ok()?.min(59), nanosecond).ok()?;
    Some((time, &text[found.get_match().end()..]))
}

fn hour(hour: i32, half: Option<&str>) -> Option<i32> {
    match half.and_then(|half| half.chars().next()) {
        None => Some(hour),
        Some(_) if !(1..=12).contains(&hour) => None,
        Some('a' | 'A') => Some(hour % 12),
        Some(_) => Some(hour % 12 + 12),
    }
}

/// The local time in the zone that the text names, else in that of the mapping.
fn settle(local: DateTime, zone_word: &str, zone: &TimeZone) -> Option<Reading> {
    let word = zone_word.trim_start_matches('(').trim_end_matches(')');
    let zone = if word.is_empty() { zone.clone() } else { named_zone(word)? };
    let ambiguous = zone.to_ambiguous_timestamp(local);
    let clocks = match ambiguous.offset() {
        AmbiguousOffset::Unambiguous { .. } => Clocks::Plain,
        AmbiguousOffset::Gap { .. } => Clocks::Never,
        AmbiguousOffset::Fold { .. } => Clocks::Twice,
    };
    Some(Reading { at: ambiguous.compatible().ok()?, clocks })
}

/// An offset, an abbreviation that means one offset only, or an IANA name, also in brackets after an offset.
fn named_zone(word: &str) -> Option<TimeZone> {
    if let Some((offset, _)) = word.split_once(['[', '(']) {
        let inside = word[offset.len() + 1..].trim_end_matches([']', ')']);
        return if offset.trim().is_empty() { named_zone(inside) } else { named_zone(offset.trim()) };
    }
    if let Some((offset, _)) = word.split_once(' ').filter(|(offset, _)| offset.starts_with(['+', '-'])) {
        return named_zone(offset);
    }
    if let Some(found) = OFFSET.as_ref().and_then(|offset| offset.captures(word)) {
        let part = |name| number(&found, name).unwrap_or(0);
        let seconds = part("hours") * 3_600 + part("minutes") * 60 + part("seconds");
        let signed = if &found["sign"] == "+" { seconds } else { -seconds };
        return Some(TimeZone::fixed(Offset::from_seconds(signed).ok()?));
    }
    // RFC 5322 §4.3 for the American ones; the European ones are nobody else's. `IST` and their like mean several.
    let hours = match word.to_ascii_uppercase().as_str() {
        "Z" | "UT" | "UTC" | "GMT" | "WET" => 0,
        "CET" | "MEZ" | "WEST" => 1,
        "CEST" | "MESZ" | "EET" => 2,
        "EEST" => 3,
        "EDT" => -4,
        "EST" | "CDT" => -5,
        "CST" | "MDT" => -6,
        "MST" | "PDT" => -7,
        "PST" => -8,
        _ => return word.contains('/').then(|| TimeZone::get(word).ok()).flatten(),
    };
    Some(TimeZone::fixed(Offset::constant(hours)))
}

fn epoch(text: &str, microseconds: f64) -> Option<Reading> {
    let number: f64 = text.parse().ok().filter(|number: &f64| number.is_finite())?;
    let at = Timestamp::UNIX_EPOCH.checked_add(SignedDuration::try_from_secs_f64(number * microseconds / 1e6).ok()?);
    Some(Reading { at: at.ok()?.round(jiff::Unit::Microsecond).ok()?, clocks: Clocks::Plain })
}

fn excel(text: &str, zone: &TimeZone) -> Option<Reading> {
    let days: f64 = text.parse().ok().filter(|days: &f64| days.is_finite() && *days > 1.0)?;
    let since = SignedDuration::try_from_secs_f64((days * 86_400.0).round()).ok()?;
    let local = Date::new(1899, 12, 30).ok()?.to_datetime(Time::midnight()).checked_add(since).ok()?;
    settle(local, "", zone)
}

fn by_pattern(text: &str, pattern: &str, zone: &TimeZone) -> Option<Reading> {
    let parsed = strtime::parse(pattern, text).ok()?;
    if parsed.offset().is_some() || parsed.timestamp().is_some() {
        return Some(Reading { at: parsed.to_timestamp().ok()?, clocks: Clocks::Plain });
    }
    let local = parsed.to_datetime().or_else(|_| parsed.to_date().map(|date| date.to_datetime(Time::midnight())));
    settle(local.ok()?, "", zone)
}

#[cfg(test)]
mod tests;
