//! The mail that did not arrive, as far as its report returns it: attached, as its head alone, or within the text.

use std::sync::LazyLock;

use mail_parser::{MessageParser, PartType};
use regex::Regex;

use super::super::headers::{Headers, message_ids};
use super::super::{address, body};
use super::fields::status_field;
use super::phrases::ORIGINAL_MARKS;
use super::{Candidate, first_match, is_status_part, up_to};

/// Of the text that is looked through; servers say little before they return the mail.
const MAX_TEXT_BYTES: usize = 256 << 10;
/// Of the text behind the mark; a head is shorter.
const MAX_HEAD_BYTES: usize = 16 << 10;

static MESSAGE_ID_LINE: LazyLock<Option<Regex>> =
    LazyLock::new(|| Regex::new(r"(?im)^[ \t>]*message-?id[ \t]*:[ \t\n>]*(<[^> \t\n]+>)").ok());
static FIELD_LINE: LazyLock<Option<Regex>> =
    LazyLock::new(|| Regex::new(r"(?m)^[ \t>]*[A-Z][A-Za-z-]{1,40}:[^\n]*$").ok());

#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Returned {
    pub message_id: Option<String>,
    /// Lower case, as `senders`.
    pub recipients: Vec<String>,
    pub senders: Vec<String>,
}

impl Returned {
    pub fn of(candidate: &Candidate<'_>, words: &str) -> Self {
        let mut found = attached(candidate.mail).or_else(|| in_text(words)).unwrap_or_default();
        found.message_id = found.message_id.or_else(|| id_beside(candidate));
        found
    }

    fn from_head(headers: &Headers<'_>) -> Self {
        let addresses = |name: &str| address::list(headers, name).into_iter().map(|one| one.address.to_lowercase());
        Self {
            message_id: headers.message_ids("Message-ID").into_iter().next(),
            recipients: addresses("To").filter(|to| to.contains('@')).collect(),
            senders: ["From", "Sender", "Return-Path"].into_iter().flat_map(addresses).collect(),
        }
    }

    fn from_bytes(head: &[u8]) -> Option<Self> {
        let head = [head, b"\n\n"].concat();
        Some(Self::from_head(&Headers::of(&MessageParser::default().parse_headers(&head)?)))
    }

    /// The mail went to one person: that one it is.
    pub fn only_recipient(&self) -> Option<String> {
        match self.recipients.as_slice() {
            [only] => Some(only.clone()),
            _ => None,
        }
    }
}

fn attached(mail: &mail_parser::Message<'_>) -> Option<Returned> {
    let of_types = |part: &mail_parser::MessagePart<'_>| {
        [("text", "rfc822-headers"), ("text", "rfc822-header"), ("message", "rfc822"), ("message", "partial")]
            .iter()
            .any(|(kind, subtype)| mail_parser::MimeHeaders::is_content_type(part, kind, subtype))
    };
    mail.parts.iter().find_map(|part| match &part.body {
        PartType::Message(inner) => Some(Returned::from_head(&Headers::of(inner))),
        _ if of_types(part) => Returned::from_bytes(&body::content(part, &mail.raw_message)),
        _ => None,
    })
}

/// Behind the line that announces it, or from the first field of a head on.
fn in_text(words: &str) -> Option<Returned> {
    let words = up_to(words, MAX_TEXT_BYTES);
    let head = up_to(&words[own_words(words).len()..], MAX_HEAD_BYTES);
    let start = FIELD_LINE.as_ref()?.find(head)?.start();
    let head: Vec<&str> = head[start..].lines().map(|line| line.trim_start_matches("> ")).collect();
    let head: Vec<&str> = head.into_iter().take_while(|line| !line.trim().is_empty()).collect();
    Returned::from_bytes(head.join("\n").as_bytes())
}

/// The server's own words, before the returned mail that the text carries along.
pub(super) fn own_words(text: &str) -> &str {
    // ASCII only, so that places in it are places in the text.
    let lower = text.to_ascii_lowercase();
    let end = ORIGINAL_MARKS.iter().filter_map(|mark| lower.find(mark)).min();
    let Some(end) = end.filter(|end| !lower[*end..].starts_with('\n')) else {
        return &text[..end.unwrap_or(text.len())];
    };
    &text[..text[..end].rfind('\n').unwrap_or(0)]
}

/// Where no head is returned: a field of the report, a line of the text, or what the report answers.
fn id_beside(candidate: &Candidate<'_>) -> Option<String> {
    let in_line = |text: &str| message_ids(first_match(&MESSAGE_ID_LINE, text)?).into_iter().next();
    let answered = |name: &str| candidate.headers.message_ids(name).into_iter().rfind(|id| id.contains('@'));
    in_status_fields(candidate)
        .or_else(|| in_line(up_to(candidate.text, MAX_TEXT_BYTES)))
        .or_else(|| in_line(&candidate.raw_body()))
        .or_else(|| answered("X-Original-Message-ID"))
        .or_else(|| answered("In-Reply-To"))
        .or_else(|| answered("References"))
}

/// Gmail and others name the id among the report's fields, where nothing is returned.
fn in_status_fields(candidate: &Candidate<'_>) -> Option<String> {
    let part = candidate.mail.parts.iter().find(|part| is_status_part(part))?;
    let content = body::content(part, &candidate.mail.raw_message);
    let fields = String::from_utf8_lossy(&content).replace("\r\n", "\n");
    let names = ["x-original-message-id", "original-message-id", "x-message-id"];
    let value = names.iter().find_map(|name| status_field(&fields, name))?;
    message_ids(&value).into_iter().next()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_pattern_compiles() {
        for pattern in [&MESSAGE_ID_LINE, &FIELD_LINE] {
            assert!(pattern.is_some());
        }
    }

    #[test]
    fn a_head_within_the_text_is_read_however_it_is_announced() {
        for mark in [
            "------ This is a copy of the message, including all the headers. ------\n\n",
            "--- Below this line is a copy of the message.\n\n",
            "Message headers follow.\n\n",
            "Original message follows.\n\n",
            "Original message headers:\n\n",
            "   ----- Unsent message follows -----\n",
            "",
        ] {
            let text = format!(
                "Sorry.\n\n{mark}Received: from a by b\n\tfor <x@y.example>\nFrom: Ada <ada@desk.example>\n\
                 To: <x@y.example>\nMessage-ID: <1@desk.example>\n\nHello\n"
            );
            let found = in_text(&text).unwrap();
            assert_eq!(found.message_id.as_deref(), Some("1@desk.example"), "{mark}");
            assert_eq!(
                (found.recipients, found.senders),
                (vec!["x@y.example".into()], vec!["ada@desk.example".into()])
            );
            assert_eq!(own_words(&text).trim(), "Sorry.", "{mark}");
        }
    }

    #[test]
    fn prose_about_a_returned_message_is_no_mark() {
        let text = "You can delete your own text from the attached returned message.\n\n<a@b.example>: no\n";
        assert_eq!(own_words(text), text);
    }
}
