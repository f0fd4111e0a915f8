//! Delivery reports from before RFC 3464, and from servers that never heard of it: what their words say.

use std::sync::LazyLock;

use regex::Regex;

use super::super::{DeliveryReport, subject};
use super::phrases::{DELAYED_WORDS, FAILED_SUBJECTS, FAILED_WORDS, names_a_cause, says_any, status_of};
use super::{Candidate, STATUS, address_within, first_match, is_from_mail_system, is_mail_system, recipient_group};

/// Of the text of a report in words; the returned mail stands behind.
const MAX_WORDS_BYTES: usize = 6_000;
const MAX_REASON_CHARACTERS: usize = 500;

static SMTP_REPLY: LazyLock<Option<Regex>> =
    LazyLock::new(|| Regex::new(r"(?m)^[^\n]{0,200}(?-u:\b)(?:4[2-5][0-9]|5[0-7][0-9])[ #-][^\n]*$").ok());
static SMTP_CODE: LazyLock<Option<Regex>> =
    LazyLock::new(|| Regex::new(r"(?-u:(?:^|[ :\t(])([45])[0-7][0-9](?:[ #-]|$))").ok());
static LABELLED: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(r"(?m)^[ \t(]*(?:[Rr]eason|[Ee]rror|[Dd]iagnostic[- ][Cc]ode|[Ff]ehler|[Gg]rund)[ \t]*:[ \t]*([^\n]+)$")
        .ok()
});
static IN_BRACKETS: LazyLock<Option<Regex>> = LazyLock::new(|| Regex::new(r"<([^<> \t\n@]+@[^<> \t\n@]+)>").ok());
static BARE_ADDRESS: LazyLock<Option<Regex>> =
    LazyLock::new(|| Regex::new(r#"[^ \t\n<>"'(),;:\[\]@]+@[A-Za-z0-9.-]+\.[A-Za-z]{2,}"#).ok());
/// qmail and its kin: the address alone on its line, the reason below.
static ADDRESS_LINE: LazyLock<Option<Regex>> =
    LazyLock::new(|| Regex::new(r"(?m)^[ \t]*<([^<> \t\n@]+@[^<> \t\n@]+)>:?[ \t]*$").ok());

pub(super) fn in_words(candidate: &Candidate<'_>) -> Option<DeliveryReport> {
    let failed_recipients = candidate.headers.text("X-Failed-Recipients");
    let is_from_system = is_from_mail_system(candidate);
    if failed_recipients.is_none() && !is_from_system && !candidate.headers.has_null_sender() {
        return None;
    }
    let text = candidate.words();
    if failed_recipients.is_none() && answers_as_a_person(candidate, &text) {
        return None;
    }
    let words = beginning(&text);
    let (subject, lower) = (candidate.subject.to_lowercase(), words.to_lowercase());
    let is_delayed = says_any(&subject, DELAYED_WORDS) || says_any(before_original(&lower), DELAYED_WORDS);
    let says_so = says_any(&subject, FAILED_SUBJECTS);
    let says_it_in_text = is_delayed || first_match(&SMTP_REPLY, words).is_some() || says_any(&lower, FAILED_WORDS);
    if failed_recipients.is_none() && !says_so && !(is_from_system && says_it_in_text) {
        return None;
    }
    // The fields of RFC 3464 stand in the text where the parts were lost.
    let fields = words.split("\n\n").find_map(recipient_group).unwrap_or_default();
    let implied = if is_delayed { "delayed" } else { "failed" };
    Some(DeliveryReport {
        recipient: failed_recipients
            .map(|to| address_within(&to))
            .or(fields.recipient)
            .or_else(|| recipient_in_words(candidate, words)),
        action: fields.action.or_else(|| Some(implied.to_owned())),
        ..fields
    })
}

/// A postmaster is a person too, who answers and quotes; a server answers nothing with `Re:` and quotes.
fn answers_as_a_person(candidate: &Candidate<'_>, text: &str) -> bool {
    !candidate.headers.has_null_sender()
        && subject::base_subject(candidate.subject).is_reply
        && text.lines().any(|line| line.starts_with('>'))
}

/// Why the mail failed, in the server's words: its reply, what it labels so, a line that names a cause, or what
/// it says below the address.
pub(super) fn reason(text: &str, recipient: Option<&str>) -> Option<String> {
    let words = beginning(text);
    let own = before_original(words);
    let reason = first_match(&SMTP_REPLY, own)
        .or_else(|| first_match(&LABELLED, own))
        .or_else(|| own.lines().map(str::trim).find(|line| !is_headline(line) && names_a_cause(&line.to_lowercase())))
        .or_else(|| below_recipient(own, recipient?))
        .or_else(|| first_match(&SMTP_REPLY, words))?;
    Some(reason.chars().take(MAX_REASON_CHARACTERS).collect())
}

/// `----- The following addresses had … -----` and the like name the section, not the cause.
fn is_headline(line: &str) -> bool {
    line.starts_with("--") || line.ends_with("--")
}

fn below_recipient<'t>(words: &'t str, recipient: &str) -> Option<&'t str> {
    let mut lines = words.lines();
    let line = lines.by_ref().find(|line| line.contains(recipient))?;
    let behind = line.split_once(recipient).map_or("", |(_, behind)| behind);
    let behind = behind.trim_matches(['>', ':', ' ', '\t', '(', ')', '"', '.', ',', ';', '-']);
    let mut below = || lines.next().map(str::trim).filter(|line| line.contains(' ') && !is_headline(line));
    if behind.contains(' ') { Some(behind) } else { below() }
}

/// The status in words: as a code of RFC 3463, as what the words mean, or the class of the SMTP reply alone.
pub(super) fn status(text: &str, reason: Option<&str>, is_failed: bool) -> Option<String> {
    let by_code = |text: &str| first_match(&STATUS, text).map(str::to_owned);
    let class = || first_match(&SMTP_CODE, reason?).map(|class| format!("{class}.0.0"));
    reason
        .and_then(by_code)
        .or_else(|| by_code(before_original(beginning(text))))
        .or_else(|| reason.and_then(|reason| status_of(reason, is_failed)))
        .or_else(class)
}

/// The address that stands alone on a line; else the first that is not that of the reader or of the server.
fn recipient_in_words(candidate: &Candidate<'_>, words: &str) -> Option<String> {
    let to = candidate.headers.lower("To");
    let is_other = |address: &&str| {
        let lower = address.to_lowercase();
        !to.contains(&lower) && !is_mail_system(&lower)
    };
    let all = |pattern: &'static LazyLock<Option<Regex>>| {
        let matches = pattern.as_ref().map(|pattern| pattern.find_iter(words).map(|found| found.as_str()));
        matches.into_iter().flatten().map(|found| found.trim_matches(['<', '>', '.', '\'']))
    };
    all(&IN_BRACKETS)
        .find(is_other)
        .or_else(|| all(&BARE_ADDRESS).find(is_other))
        .or_else(|| first_match(&ADDRESS_LINE, words))
        .map(str::to_owned)
}

fn beginning(text: &str) -> &str {
    let end = (0..=MAX_WORDS_BYTES.min(text.len())).rev().find(|end| text.is_char_boundary(*end));
    &text[..end.unwrap_or(0)]
}

/// Where the returned mail begins within the text, as the servers write it.
#[rustfmt::skip]
const ORIGINAL_MARKS: &[&str] = &[
    "\nreceived:", "\nreturn-path:", "copy of the message", "copy of the original message",
    "header of the original", "headers of the original", "original message follows", "original message headers",
    "returned message", "unsent message", "\nmessage-id:", "original message -----", "original message ---",
];

/// The server's own words, before the returned mail that the text carries along.
fn before_original(text: &str) -> &str {
    // ASCII only, so that places in it are places in the text.
    let lower = text.to_ascii_lowercase();
    let end = ORIGINAL_MARKS.iter().filter_map(|mark| lower.find(mark)).min();
    &text[..end.unwrap_or(text.len())]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_pattern_compiles() {
        for pattern in [&SMTP_REPLY, &SMTP_CODE, &LABELLED, &IN_BRACKETS, &BARE_ADDRESS, &ADDRESS_LINE] {
            assert!(pattern.is_some());
        }
    }

    #[test]
    fn the_reason_is_found_however_the_server_says_it() {
        for (text, expected) in [
            ("Failed:\n\n  a@b.example\n    host mx said: 550 no\n", "host mx said: 550 no"),
            ("<a@b.example>:\nThe account is asleep.\n\n--- Below this line is a copy\n", "The account is asleep."),
            ("a@b.example on Thu\n    The recipient name is not recognized\n", "The recipient name is not recognized"),
            ("Sorry.\nReason: too cold\n", "too cold"),
            ("could not send a@b.example (it is too cold)", "it is too cold"),
        ] {
            assert_eq!(reason(text, Some("a@b.example")).as_deref(), Some(expected), "{text}");
        }
        assert_eq!(reason("Nothing known.\n\nReceived: from x\n", None), None);
    }

    #[test]
    fn the_class_of_an_smtp_reply_is_a_status_where_nothing_says_more() {
        assert_eq!(status("", Some("host said: 554 oops"), true).as_deref(), Some("5.0.0"));
        assert_eq!(status("", Some("451 come again"), false).as_deref(), Some("4.0.0"));
        assert_eq!(status("", Some("it is too cold"), true), None);
    }
}
