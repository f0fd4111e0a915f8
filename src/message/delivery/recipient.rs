//! Whom the mail did not reach, as a report in words names him among the other addresses that it names.

use std::sync::LazyLock;

use regex::Regex;

use super::is_mail_system;
use super::returned::Returned;

static IN_BRACKETS: LazyLock<Option<Regex>> = LazyLock::new(|| Regex::new(r"<([^<> \t\n@]+@[^<> \t\n@]+)>").ok());
static BARE_ADDRESS: LazyLock<Option<Regex>> =
    LazyLock::new(|| Regex::new(r#"[^ \t\n<>"'(),;:\[\]=@]+@[A-Za-z0-9.-]+\.[A-Za-z]{2,}"#).ok());
/// Postfix, qmail, Exim and their kin begin the line with the address.
static AT_LINE_START: LazyLock<Option<Regex>> =
    LazyLock::new(|| Regex::new(r#"^[ \t>*-]*<?([^ \t\n<>"'(),;:\[\]@]+@[^ \t\n<>"'(),;:\[\]@]+)>?"#).ok());

/// Lines that name the writer or whom to ask, lower case.
const OTHERS: &[&str] = &[
    "contact",
    "assistance",
    "please send",
    "mail from:",
    "help",
    "administrator",
    "http",
    "message-id",
    "your email",
];

/// The address at the beginning of a line; else one in brackets; else any. The reader, the server and the writer
/// of the mail are others; without any other, the writer wrote to himself.
pub(super) fn in_words(to: &str, own: &str, returned: &Returned) -> Option<String> {
    let is_other = |address: &str| {
        let lower = address.to_lowercase();
        !to.contains(&lower)
            && !is_mail_system(&lower)
            && !returned.senders.contains(&lower)
            && returned.message_id.as_deref() != Some(address)
    };
    let at_line_start = |is_wanted: &dyn Fn(&str) -> bool| {
        own.lines().flat_map(|line| addresses(&AT_LINE_START, line)).find(|address| is_wanted(address))
    };
    let within_line = |pattern| {
        let lines = own.lines().filter(|line| names_recipients(line));
        lines.flat_map(|line| addresses(pattern, line)).find(|address| is_other(address))
    };
    at_line_start(&is_other)
        .or_else(|| within_line(&IN_BRACKETS))
        .or_else(|| within_line(&BARE_ADDRESS))
        .map(str::to_owned)
        .or_else(|| returned.only_recipient())
        .or_else(|| at_line_start(&|_| true).map(str::to_owned))
}

fn names_recipients(line: &str) -> bool {
    let lower = line.trim_start().to_lowercase();
    !lower.starts_with("from") && !OTHERS.iter().any(|other| lower.contains(other))
}

fn addresses<'t>(pattern: &LazyLock<Option<Regex>>, line: &'t str) -> Vec<&'t str> {
    let Some(pattern) = pattern.as_ref() else { return Vec::new() };
    let found = pattern.captures_iter(line).filter_map(|groups| groups.get(1).or_else(|| groups.get(0)));
    found.map(|found| found.as_str().trim_matches(['<', '>', '.', '\''])).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(own: &str) -> Option<String> {
        let returned = Returned { senders: vec!["writer@desk.example".into()], ..Returned::default() };
        in_words("support@desk.example", own, &returned)
    }

    #[test]
    fn every_pattern_compiles() {
        for pattern in [&IN_BRACKETS, &BARE_ADDRESS, &AT_LINE_START] {
            assert!(pattern.is_some());
        }
    }

    #[test]
    fn the_recipient_is_told_from_whoever_else_is_named() {
        for own in [
            "<a@b.example>: host said no",
            "A message sent by\n\n  <writer@desk.example>\n\ncould not be delivered:\n\n  a@b.example\n    no",
            "For assistance write to <postmaster@mx.example>.\n\nx\n\n  * a@b.example",
            "MAIL FROM:<other@desk.example>\nRCPT TO:<a@b.example>",
            "From: other@desk.example\nCould not deliver to a@b.example.",
            "Please contact help@mx.example about a@c.example\nFailed address: a@b.example",
        ] {
            assert_eq!(found(own).as_deref(), Some("a@b.example"), "{own}");
        }
    }

    #[test]
    fn whoever_wrote_to_himself_is_the_recipient() {
        assert_eq!(found("<support@desk.example>: no").as_deref(), Some("support@desk.example"));
        assert_eq!(found("Nothing is named."), None);
    }
}
