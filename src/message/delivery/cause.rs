//! Why a mail failed, in the server's own words, and the status that they amount to.

use std::sync::LazyLock;

use regex::Regex;

use super::phrases::{names_a_cause, status_of};
use super::returned::own_words;
use super::{STATUS, beginning, first_match};

const MAX_REASON_CHARACTERS: usize = 500;
/// Servers fold what the other server said over a few lines.
const MAX_REASON_LINES: usize = 6;

static SMTP_REPLY: LazyLock<Option<Regex>> =
    LazyLock::new(|| Regex::new(r"(?m)^[^\n]{0,200}(?-u:\b)(?:4[2-5][0-9]|5[0-7][0-9])[ #-][^\n]*$").ok());
static SMTP_CODE: LazyLock<Option<Regex>> =
    LazyLock::new(|| Regex::new(r"(?-u:(?:^|[ :\t(])([45])[0-7][0-9](?:[ #,-]|$))").ok());
static STATUS_LINE: LazyLock<Option<Regex>> =
    LazyLock::new(|| Regex::new(r"(?m)^[^\n]{0,200}(?:^|[ \t#(])[45]\.[0-9]{1,3}\.[0-9]{1,3}[ :;)][^\n]*$").ok());
static LABELLED: LazyLock<Option<Regex>> = LazyLock::new(|| {
    let labels = "reason|error|error message|diagnostic[- ]code|fehler|fehlermeldung|grund|motif|raison|motivo|causa";
    Regex::new(&format!(r"(?im)^[ \t(*-]*(?:the )?(?:{labels})[ \t]*:[ \t]*([^\n]+)$")).ok()
});

pub(super) fn has_smtp_reply(text: &str) -> bool {
    first_match(&SMTP_REPLY, text).is_some()
}

/// The server's reply, a line with a status, what it labels so, a line that names a cause, or what it says below
/// the address.
pub(super) fn reason(text: &str, recipient: Option<&str>) -> Option<String> {
    let words = beginning(text);
    let own = own_words(words);
    let about = recipient.map_or("", |recipient| from_recipient(own, recipient));
    let reason = first_match(&SMTP_REPLY, own)
        .or_else(|| first_match(&STATUS_LINE, own))
        .or_else(|| first_match(&LABELLED, own))
        .or_else(|| line_with_cause(about))
        .or_else(|| line_with_cause(own))
        .or_else(|| below_recipient(about, recipient?))
        .or_else(|| first_match(&SMTP_REPLY, words))?;
    let whole = with_continuation(words, reason);
    let whole = recipient.map_or(whole.as_str(), |recipient| without_address(&whole, recipient));
    Some(whole.trim_start_matches(['-', ' ']).chars().take(MAX_REASON_CHARACTERS).collect())
}

/// From the line that begins with the address on; else from the first that names it.
fn from_recipient<'t>(own: &'t str, recipient: &str) -> &'t str {
    let begins = |line: &str| line.trim_start_matches([' ', '\t', '<', '-', '*']).starts_with(recipient);
    let from = |is_it: &dyn Fn(&str) -> bool| {
        let before = own.split_inclusive('\n').take_while(|line| !is_it(line)).map(str::len).sum::<usize>();
        own.get(before..).filter(|rest| !rest.is_empty())
    };
    from(&begins).or_else(|| from(&|line| line.contains(recipient))).unwrap_or_default()
}

fn line_with_cause(text: &str) -> Option<&str> {
    text.lines().map(str::trim).find(|line| !is_headline(line) && names_a_cause(&line.to_lowercase()))
}

/// `<a@b.example>: host said …` names the address first.
fn without_address<'t>(reason: &'t str, recipient: &str) -> &'t str {
    let behind = reason.trim_start_matches('<').strip_prefix(recipient);
    behind.map_or(reason, |behind| behind.trim_start_matches(['>', ':', ' ', '.']))
}

/// With the lines that carry it on. Each line of a reply in several repeats its code (RFC 5321 §4.2.1).
fn with_continuation(words: &str, reason: &str) -> String {
    let Some(start) = words.find(reason) else { return reason.to_owned() };
    let line_start = words[..start].rfind('\n').map_or(0, |feed| feed + 1);
    let indent = indent(&words[line_start..]);
    let behind = &words[start + reason.len()..];
    let code = first_match(&SMTP_CODE, reason).and_then(|_| reason.split([' ', '-']).find(|word| is_code(word)));
    let mut whole = reason.to_owned();
    // The first piece is what is left of the line itself.
    let lines = behind.split('\n').skip(1).take(MAX_REASON_LINES);
    for line in lines.take_while(|line| self::indent(line) >= indent && carries_on(line)) {
        let line = line.trim();
        whole.push(' ');
        whole.push_str(code.and_then(|code| without_code(line, code)).unwrap_or(line));
    }
    whole
}

fn indent(line: &str) -> usize {
    line.len() - line.trim_start_matches([' ', '\t']).len()
}

fn is_code(word: &str) -> bool {
    word.len() == 3 && word.starts_with(['4', '5']) && word.bytes().all(|byte| byte.is_ascii_digit())
}

/// Of `550-5.1.1 more`, and of `550 5.1.1 more`: `more`.
fn without_code<'t>(line: &'t str, code: &str) -> Option<&'t str> {
    let rest = line.strip_prefix(code)?.strip_prefix(['-', ' '])?;
    let status = rest.split(' ').next().filter(|word| first_match(&STATUS, word).is_some());
    Some(status.map_or(rest, |status| rest[status.len()..].trim_start()))
}

/// An indented or plain line of prose, not the next section, dialogue line, address or field.
fn carries_on(line: &str) -> bool {
    let line = line.trim();
    let mut pieces = line.split(' ');
    let is_address = pieces.next().is_some_and(|word| word.contains('@') && word.ends_with([':', '>']))
        || line.contains('@') && !line.contains(' ');
    let is_field = line.split_once(':').is_some_and(|(name, _)| !name.contains(' ') && name.len() > 3);
    let lower = line.to_lowercase();
    !line.is_empty() && !is_field && !is_address && !NEXT_SECTIONS.iter().any(|start| lower.starts_with(start))
}

/// How lines begin that say something else, lower case.
const NEXT_SECTIONS: &[&str] =
    &["<<<", ">>>", "--", "==", "**", "...", "giving up on", "i'm not going to", "the mts-id", "the following"];

/// `----- The following addresses had … -----` and the like name the section, not the cause.
fn is_headline(line: &str) -> bool {
    line.starts_with("--") || line.ends_with("--")
}

fn below_recipient<'t>(words: &'t str, recipient: &str) -> Option<&'t str> {
    let mut lines = words.lines();
    let line = lines.next()?;
    let behind = line.split_once(recipient).map_or("", |(_, behind)| behind);
    let behind = behind.trim_matches(['>', ':', ' ', '\t', '(', ')', '"', '.', ',', ';', '-']);
    let mut below = lines.map(str::trim).skip_while(|line| line.is_empty());
    if behind.contains(' ') {
        Some(behind)
    } else {
        below.next().filter(|line| line.contains(' ') && !is_headline(line))
    }
}

/// The status in words: as a code of RFC 3463, as what the words mean, or the class of the SMTP reply alone.
pub(super) fn status(text: &str, reason: Option<&str>, is_failed: bool) -> Option<String> {
    let by_code = |text: &str| first_match(&STATUS, text).map(str::to_owned);
    let class = || first_match(&SMTP_CODE, reason?).map(|class| format!("{class}.0.0"));
    reason
        .and_then(by_code)
        .or_else(|| by_code(own_words(beginning(text))))
        .or_else(|| reason.and_then(|reason| status_of(reason, is_failed)))
        .or_else(class)
        .or_else(|| status_of(own_words(beginning(text)), is_failed))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_pattern_compiles() {
        for pattern in [&SMTP_REPLY, &SMTP_CODE, &STATUS_LINE, &LABELLED] {
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
            (
                "<a@b.example>: host mx said: 550 no\n    such user (in reply to RCPT)",
                "host mx said: 550 no such user (in reply to RCPT)",
            ),
            ("550-5.1.1 It is not\n550-5.1.1 there at\n550 5.1.1 all.\n\nBye", "550-5.1.1 It is not there at all."),
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
