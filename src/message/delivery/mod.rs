//! Delivery reports: what RFC 3464 says in fields, and what older servers say in words.
//!
//! A mail that has not arrived makes a bounce. The action says which kind: a `failed` one never will, a `delayed`
//! one still is on its way and must be treated as no failure.

mod cause;
mod fields;
mod phrases;
mod recipient;
mod returned;
mod words;

use std::borrow::Cow;
use std::sync::LazyLock;

use mail_parser::{MessagePart, MimeHeaders};
use regex::Regex;

use super::headers::Headers;
use super::{Address, DeliveryReport, body};
use fields::{more_precise, recipient_group};
use returned::Returned;

/// Of a report whose parts cannot be told apart; what it says stands at its beginning.
const MAX_RAW_BYTES: usize = 64 << 10;
/// Of the text of a report in words; the returned mail stands behind.
const MAX_WORDS_BYTES: usize = 6_000;

static STATUS: LazyLock<Option<Regex>> =
    LazyLock::new(|| Regex::new(r"(?:^|[^0-9.])([245]\.[0-9]{1,3}\.[0-9]{1,3})(?:[^0-9.]|\.?[ \n]|$)").ok());

/// The group of a capture, or the whole match where there is none.
fn first_match<'t>(pattern: &LazyLock<Option<Regex>>, text: &'t str) -> Option<&'t str> {
    let groups = pattern.as_ref()?.captures(text)?;
    groups.get(1).or_else(|| groups.get(0)).map(|found| found.as_str().trim())
}

/// As much of a text as a mail server's own words take.
fn beginning(text: &str) -> &str {
    up_to(text, MAX_WORDS_BYTES)
}

/// The text's beginning, of at most so many bytes.
fn up_to(text: &str, max_bytes: usize) -> &str {
    &text[..text.floor_char_boundary(max_bytes)]
}

/// A mail as far as delivery reports are concerned.
pub(super) struct Candidate<'a> {
    pub mail: &'a mail_parser::Message<'a>,
    pub headers: &'a Headers<'a>,
    pub from: Option<&'a Address>,
    pub subject: &'a str,
    pub text: &'a str,
}

impl Candidate<'_> {
    /// A look at the head that spares people's mail the rest.
    fn may_report(&self) -> bool {
        let content_type = self.headers.lower("Content-Type");
        if ["disposition-notification", "feedback-report"].iter().any(|kind| content_type.contains(kind)) {
            return false;
        }
        self.is_report()
            || self.headers.has_null_sender()
            || self.headers.has("X-Failed-Recipients")
            || self.is_from_mail_system()
            || is_alone(self)
    }

    fn is_report(&self) -> bool {
        self.headers.lower("Content-Type").starts_with("multipart/report")
    }

    /// The mail says of itself that it is a delivery report, whether or not its parts do.
    fn is_declared(&self) -> bool {
        self.is_report() && self.headers.lower("Content-Type").contains("delivery-status")
    }

    fn is_from_mail_system(&self) -> bool {
        let from = self.headers.lower("From");
        self.from.is_some_and(|from| is_mail_system(&from.address.to_lowercase()))
            || MAIL_SYSTEM_NAMES.iter().any(|name| from.contains(name))
            || self.headers.lower("Return-Path").contains("mailer-daemon")
    }

    /// A name that no person uses, as `postmaster` is used.
    fn is_by_daemon(&self) -> bool {
        self.headers.lower("From").contains("daemon")
    }

    /// The text, or the body as it came where its parts could not be told apart.
    fn words(&self) -> Cow<'_, str> {
        if !self.text.trim().is_empty() { self.text.into() } else { self.raw_body() }
    }

    fn raw_body(&self) -> Cow<'_, str> {
        let raw: &[u8] = &self.mail.raw_message;
        let start = self.mail.parts.first().and_then(|part| usize::try_from(part.offset_body).ok()).unwrap_or(0);
        let body = raw.get(start..).unwrap_or_default();
        String::from_utf8_lossy(&body[..body.len().min(MAX_RAW_BYTES)]).replace("\r\n", "\n").into()
    }
}

/// The delivery report that this mail is, if it is one.
pub(super) fn report(candidate: &Candidate<'_>) -> Option<DeliveryReport> {
    if !candidate.may_report() {
        return None;
    }
    let words = candidate.words();
    let returned = Returned::of(candidate, &words);
    let mut report = in_fields(candidate).or_else(|| words::in_words(candidate, &words, &returned))?;
    complete(&mut report, &words, returned);
    Some(report)
}

/// What the fields leave open, the words beside them and the returned mail often tell.
fn complete(report: &mut DeliveryReport, words: &str, returned: Returned) {
    // A path or a program is where the server delivers to; people wrote to an address.
    let is_address = |to: &String| to.contains('@') && !to.starts_with(['/', '|']);
    if !report.recipient.as_ref().is_some_and(is_address) {
        report.recipient = returned.only_recipient().or(report.recipient.take());
    }
    if report.reason.is_none() {
        report.reason = cause::reason(words, report.recipient.as_deref());
    }
    let written = report.reason.as_deref().and_then(|reason| first_match(&STATUS, reason)).map(str::to_owned);
    let told = || cause::status(words, report.reason.as_deref(), is_failure(report));
    report.status = more_precise(report.status.clone(), written).or_else(told);
    report.original_message_id = returned.message_id;
}

/// Does this report say that a mail has not arrived, so far or for good?
pub(super) fn is_undelivered(report: &DeliveryReport) -> bool {
    matches!(report.action.as_deref(), Some("failed" | "delayed"))
}

fn is_failure(report: &DeliveryReport) -> bool {
    report.action.as_deref() == Some("failed")
}

/// RFC 3464: a part of type message/delivery-status. Some servers send a second one with words.
fn in_fields(candidate: &Candidate<'_>) -> Option<DeliveryReport> {
    let parts: Vec<&MessagePart<'_>> = candidate.mail.parts.iter().filter(|part| is_status_part(part)).collect();
    if parts.is_empty() || !(candidate.is_report() || candidate.is_from_mail_system() || is_alone(candidate)) {
        return None;
    }
    let groups: Vec<DeliveryReport> = parts.iter().flat_map(|part| recipient_groups(part, candidate)).collect();
    // Of several recipients, the one that fared worst.
    let worst = groups.iter().position(is_failure).or_else(|| groups.iter().position(is_undelivered));
    groups.into_iter().nth(worst.unwrap_or(0))
}

fn recipient_groups(part: &MessagePart<'_>, candidate: &Candidate<'_>) -> Vec<DeliveryReport> {
    let content = body::content(part, &candidate.mail.raw_message);
    let fields = String::from_utf8_lossy(&content).replace("\r\n", "\n");
    fields.split("\n\n").filter_map(recipient_group).collect()
}

fn is_status_part(part: &MessagePart<'_>) -> bool {
    part.is_content_type("message", "delivery-status") || part.is_content_type("message", "global-delivery-status")
}

/// The whole mail is one delivery-status part, as a few servers send.
fn is_alone(candidate: &Candidate<'_>) -> bool {
    candidate.mail.parts.first().is_some_and(is_status_part)
}

/// In the name or address of who writes, lower case.
#[rustfmt::skip]
const MAIL_SYSTEM_NAMES: &[&str] = &[
    "mailer-daemon", "mail delivery s", "mail delivery agent", "mail deliver system", "postmaster", "mail router",
    "ndr administrator", "mail administrator", "mail-daemon", "interscan", "mailmarshal", "mdaemon at", "e-mail delivery system",
    "delivery subsystem", "internet mail delivery",
];

#[rustfmt::skip]
const MAIL_SYSTEMS: &[&str] = &[
    "mailer-daemon", "mailerdaemon", "mailer_daemon", "postmaster", "post_master", "mail-daemon", "maildaemon",
    "mail.delivery.system", "mail-delivery-system", "maildeliverysystem",
];

fn is_mail_system(address: &str) -> bool {
    let local = address.split('@').next().unwrap_or(address);
    // Exchange writes as MicrosoftExchange329e71ec88ae4615bbc36ab6ce41109e@ its domain, everywhere the same.
    MAIL_SYSTEMS.contains(&local) || local.starts_with("microsoftexchange329e71ec88ae")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_pattern_compiles() {
        assert!(STATUS.is_some());
    }

    #[test]
    fn a_status_is_not_part_of_an_ip_address() {
        assert_eq!(first_match(&STATUS, "550 5.7.1 refused"), Some("5.7.1"));
        assert_eq!(first_match(&STATUS, "(#5.1.1)"), Some("5.1.1"));
        assert_eq!(first_match(&STATUS, "host 5.1.1.20 said 192.4.2.1"), None);
    }
}
