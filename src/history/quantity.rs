//! Reads numbers and spans of time as other tools write them.

use std::sync::LazyLock;

use regex::Regex;

use super::mapping::Unit;

/// A number with this decimal sign; blanks and the other sign may group its thousands.
pub fn number(text: &str, decimal: char) -> Option<f64> {
    let grouping = if decimal == ',' { '.' } else { ',' };
    let (whole, fraction) = text.trim().split_once(decimal).unwrap_or((text.trim(), ""));
    let groups: Vec<&str> = whole.split([grouping, ' ', '\u{a0}', '\u{202f}', '\'']).collect();
    if !text.contains(|c: char| c.is_ascii_digit()) {
        return None;
    }
    // A thousand has three digits: in `1,5` the comma is no grouping, and the decimal sign is another.
    if groups.iter().skip(1).any(|group| group.len() != 3) || fraction.contains([',', '.']) {
        return None;
    }
    format!("{}.{fraction}0", groups.concat()).parse().ok().filter(|number: &f64| number.is_finite())
}

/// Minutes.
pub fn span(text: &str, unit: Unit, decimal: char) -> Option<f64> {
    let minutes = |factor: f64| number(text, decimal).map(|number| number * factor);
    match unit {
        Unit::Seconds => minutes(1.0 / 60.0),
        Unit::Minutes => minutes(1.0),
        Unit::Hours => minutes(60.0),
        Unit::Days => minutes(1_440.0),
        Unit::Clock => clock(text),
        Unit::Words => words(text, decimal),
    }
}

fn clock(text: &str) -> Option<f64> {
    let parts: Vec<f64> = text.trim().split(':').map(|part| part.parse().ok()).collect::<Option<_>>()?;
    match parts[..] {
        [hours, minutes] => Some(hours * 60.0 + minutes),
        [hours, minutes, seconds] => Some(hours * 60.0 + minutes + seconds / 60.0),
        _ => None,
    }
}

static WORDS: LazyLock<Option<Regex>> =
    LazyLock::new(|| Regex::new(r"(?i)^\s*(\d+(?:[.,]\d+)?)\s*(h|m|s)[a-z]*\.?,?\s*").ok());

/// `1h 30m`, `2 hours 5 minutes`. Days and weeks are not read: tools disagree on how many hours they have.
fn words(text: &str, decimal: char) -> Option<f64> {
    let mut total = 0.0;
    let mut rest = text;
    while !rest.trim().is_empty() {
        let found = WORDS.as_ref()?.captures(rest)?;
        let factor = match found[2].to_ascii_lowercase().as_str() {
            "h" => 60.0,
            "m" => 1.0,
            _ => 1.0 / 60.0,
        };
        total += number(&found[1], decimal)? * factor;
        rest = &rest[found.get_match().end()..];
    }
    Some(total)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_read_with_the_decimal_sign_that_the_mapping_names() {
        assert_eq!(number("1,234.5", '.'), Some(1234.5));
        assert_eq!(number("1.234,5", ','), Some(1234.5));
        assert_eq!(number("-7", '.'), Some(-7.0));
        assert_eq!(number("1 234", '.'), Some(1234.0));
        for (text, decimal) in [("1,5", '.'), ("1.5", ','), ("", '.'), ("NaN", '.'), ("seven", '.'), ("1.2.3", '.')] {
            assert_eq!(number(text, decimal), None, "{text}");
        }
    }

    #[test]
    fn spans_come_out_in_minutes() {
        for (text, unit, minutes) in [
            ("90", Unit::Seconds, 1.5),
            ("7", Unit::Minutes, 7.0),
            ("1.5", Unit::Hours, 90.0),
            ("0.5", Unit::Days, 720.0),
            ("01:30", Unit::Clock, 90.0),
            ("26:00:30", Unit::Clock, 1560.5),
            ("1h 30m", Unit::Words, 90.0),
            ("2 hours, 5 minutes", Unit::Words, 125.0),
        ] {
            assert_eq!(span(text, unit, '.'), Some(minutes), "{text}");
        }
        assert_eq!(span("2d", Unit::Words, '.'), None);
        assert_eq!(span("soon", Unit::Clock, '.'), None);
    }
}
