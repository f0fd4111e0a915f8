//! How numbers, durations and periods are written: the one place, so that page, charts and tables agree.

use crate::kpi::{Definition, Period, Unit};

/// Stands where nothing can be said.
pub const NOTHING: &str = "–";
/// Keeps a number and its unit on one line.
const SPACE: char = '\u{a0}';
const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

/// Which minutes are counted; days of service time would be ambiguous, so only calendar time has days.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Clock {
    Calendar,
    Service,
}

impl Clock {
    pub fn of(definition: &Definition) -> Self {
        match definition.clock.as_deref() {
            Some("service" | "active") => Self::Service,
            _ => Self::Calendar,
        }
    }
}

/// A KPI's value as people read it.
pub fn value(definition: &Definition, value: Option<f64>) -> String {
    let Some(value) = value else { return NOTHING.into() };
    match definition.unit {
        Unit::Count => count(value),
        Unit::Share => share(value),
        Unit::Minutes => duration(value, Clock::of(definition)),
        Unit::Days => days(value),
        Unit::Ratio => ratio(value),
        Unit::Amount => format!("{value:.2}"),
    }
}

/// `1,204`
pub fn count(value: f64) -> String {
    let digits = format!("{:.0}", value.abs());
    let mut grouped = String::new();
    for (i, digit) in digits.chars().enumerate() {
        if i > 0 && (digits.len() - i).is_multiple_of(3) {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    if value <= -0.5 { format!("−{grouped}") } else { grouped }
}

/// `142 tickets`, `1 ticket`
pub fn counted(value: f64, one: &str, many: &str) -> String {
    format!("{}{SPACE}{}", count(value), if count(value) == "1" { one } else { many })
}

/// `87 %`
pub fn share(value: f64) -> String {
    format!("{:.0}{SPACE}%", value * 100.0)
}

/// `87.4 %`, where whole ones would not tell two shares apart.
pub fn share_finely(value: f64) -> String {
    format!("{:.1}{SPACE}%", value * 100.0)
}

/// `3.4`, with two places below one.
pub fn ratio(value: f64) -> String {
    if value.abs() < 0.995 { format!("{value:.2}") } else { format!("{value:.1}") }
}

/// `45 min`, `3 h 20 min`, `19 h`, and in calendar time from two days on `2.4 days`.
pub fn duration(minutes: f64, clock: Clock) -> String {
    let whole = minutes.round();
    if whole < 60.0 {
        format!("{whole:.0}{SPACE}min")
    } else if whole < 600.0 {
        let hours = (whole / 60.0).floor();
        match whole - hours * 60.0 {
            0.0 => format!("{hours:.0}{SPACE}h"),
            rest => format!("{hours:.0}{SPACE}h{SPACE}{rest:.0}{SPACE}min"),
        }
    } else if clock == Clock::Calendar && whole >= 2880.0 {
        days(whole / 1440.0)
    } else {
        format!("{}{SPACE}h", count(whole / 60.0))
    }
}

/// `2.4 days`; whole ones from ten on.
fn days(value: f64) -> String {
    match format!("{value:.1}").as_str() {
        "1.0" => format!("1{SPACE}day"),
        short if value < 9.95 => format!("{short}{SPACE}days"),
        _ => format!("{}{SPACE}days", count(value)),
    }
}

/// A month, quarter or year by its label; anything else reads as it is written.
enum Named<'a> {
    Month { year: &'a str, month: usize },
    Quarter { year: &'a str, quarter: &'a str },
    Other(&'a str),
}

fn named(label: &str) -> Named<'_> {
    let Some((year, rest)) = label.split_once('-') else { return Named::Other(label) };
    match rest.parse::<usize>() {
        Ok(month @ 1..=12) => Named::Month { year, month: month - 1 },
        _ if rest.starts_with('Q') => Named::Quarter { year, quarter: rest },
        _ => Named::Other(label),
    }
}

/// `October 2026`, `Q3 2026`, `2026`
pub fn period(label: &str) -> String {
    match named(label) {
        Named::Month { year, month } => format!("{} {year}", MONTHS[month]),
        Named::Quarter { year, quarter } => format!("{quarter} {year}"),
        Named::Other(label) => label.into(),
    }
}

/// `October`; other periods as they are named.
pub fn month_of(label: &str) -> String {
    match named(label) {
        Named::Month { month, .. } => MONTHS[month].into(),
        _ => period(label),
    }
}

/// `Oct 2026`, `Q3 2026`, `2026`
pub fn period_short(label: &str) -> String {
    match axis_label(label) {
        (first, Some(year)) => format!("{first} {year}"),
        (first, None) => first,
    }
}

/// What an axis says: `Oct` over `2026`; a year stands alone.
pub fn axis_label(label: &str) -> (String, Option<String>) {
    match named(label) {
        Named::Month { year, month } => (MONTHS[month][..3].into(), Some(year.into())),
        Named::Quarter { year, quarter } => (quarter.into(), Some(year.into())),
        Named::Other(label) => (label.into(), None),
    }
}

/// `month`, `quarter`, `year` or, of a length that is none of them, `period`.
pub fn period_kind(period: &Period) -> &'static str {
    match named(&period.label) {
        Named::Month { .. } => "month",
        Named::Quarter { .. } => "quarter",
        Named::Other(label) if label.len() == 4 => "year",
        Named::Other(_) => "period",
    }
}

/// The label of the same period one year earlier; nothing for a year, whose predecessor that is already.
pub fn year_before(label: &str) -> Option<String> {
    let (year, rest) = label.split_once('-')?;
    Some(format!("{}-{rest}", year.parse::<u32>().ok()?.checked_sub(1)?))
}

/// The label of the period after this one.
pub fn next(label: &str) -> Option<String> {
    let Some((year, rest)) = label.split_once('-') else { return Some((label.parse::<u32>().ok()? + 1).to_string()) };
    let year = year.parse::<u32>().ok()?;
    let (mark, number, most) = match rest.strip_prefix('Q') {
        Some(quarter) => ("Q", quarter.parse::<u32>().ok()?, 4),
        None => ("", rest.parse::<u32>().ok()?, 12),
    };
    let (year, number) = if number >= most { (year + 1, 1) } else { (year, number + 1) };
    Some(if mark.is_empty() { format!("{year}-{number:02}") } else { format!("{year}-Q{number}") })
}

/// The name of a segment; the tickets that have none are named by what they lack.
pub fn segment(dimension: &str, name: &str) -> String {
    match (dimension, name) {
        (_, "(none)") => format!("no {dimension}"),
        ("type", name) => name.replace('_', " "),
        _ => name.into(),
    }
}

/// Small numbers in words, as prose wants them.
pub fn spelled(number: usize) -> String {
    const WORDS: [&str; 13] =
        ["no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"];
    WORDS.get(number).map_or_else(|| number.to_string(), |word| (*word).to_string())
}

/// `a`, `a and b`, `a, b and c`
pub fn list(items: &[String]) -> String {
    match items {
        [] => String::new(),
        [only] => only.clone(),
        [first @ .., last] => format!("{} and {last}", first.join(", ")),
    }
}

/// The first letter large.
pub fn sentence(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn segments_read_as_words() {
        assert_eq!(segment("type", "service_request"), "service request");
        assert_eq!(segment("category", "(none)"), "no category");
        assert_eq!(segment("customer", "a_b GmbH"), "a_b GmbH");
    }

    fn plain(text: String) -> String {
        text.replace(SPACE, " ")
    }

    #[test]
    fn durations_read_as_people_say_them() {
        let calendar = |minutes| plain(duration(minutes, Clock::Calendar));
        assert_eq!(calendar(0.0), "0 min");
        assert_eq!(calendar(59.4), "59 min");
        assert_eq!(calendar(59.6), "1 h");
        assert_eq!(calendar(200.0), "3 h 20 min");
        assert_eq!(calendar(1140.0), "19 h");
        assert_eq!(calendar(3456.0), "2.4 days");
        assert_eq!(calendar(20160.0), "14 days");
    }

    #[test]
    fn service_time_never_reads_as_days() {
        assert_eq!(plain(duration(3456.0, Clock::Service)), "58 h");
        assert_eq!(plain(duration(72_000.0, Clock::Service)), "1,200 h");
    }

    #[test]
    fn large_counts_are_grouped_and_one_is_singular() {
        assert_eq!(count(0.0), "0");
        assert_eq!(count(999.0), "999");
        assert_eq!(count(1_204_000.0), "1,204,000");
        assert_eq!(count(-12.0), "−12");
        assert_eq!(plain(counted(1.0, "ticket", "tickets")), "1 ticket");
        assert_eq!(plain(counted(0.0, "ticket", "tickets")), "0 tickets");
    }

    #[test]
    fn periods_have_names_and_years_before() {
        assert_eq!(period("2026-10"), "October 2026");
        assert_eq!(period("2026-Q3"), "Q3 2026");
        assert_eq!(period("2026"), "2026");
        assert_eq!(period_short("2026-02"), "Feb 2026");
        assert_eq!(year_before("2026-10").as_deref(), Some("2025-10"));
        assert_eq!(year_before("2026-Q3").as_deref(), Some("2025-Q3"));
        assert_eq!(year_before("2026"), None);
        let following = ["2026-09", "2026-12", "2026-Q4", "2026"].map(next);
        assert_eq!(following.map(Option::unwrap), ["2026-10", "2027-01", "2027-Q1", "2027"]);
    }

    #[test]
    fn lists_read_as_prose() {
        let items = |names: &[&str]| list(&names.iter().map(|name| (*name).to_string()).collect::<Vec<_>>());
        assert_eq!(items(&["a"]), "a");
        assert_eq!(items(&["a", "b", "c"]), "a, b and c");
    }
}
