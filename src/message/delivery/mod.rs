//! Delivery reports: what RFC 3464 says in fields, and what older servers say in words.
//!
//! A mail that has not arrived makes a bounce. The action says which kind: a `failed` one never will, a `delayed`
//! one still is on its way and must be treated as no failure.

mod phrases;
mod words;

use std::borrow::Cow;
use std::sync::LazyLock;

use mail_parser::{MessageParser, MessagePart, MimeHeaders, PartType};
use regex::Regex;

use super::headers::{Headers, message_ids};
use super::{Address, DeliveryReport, address, body};
use words::in_words;

/// Of a report whose parts cannot be told apart; what it says stands at its beginning.
const MAX_RAW_BYTES: usize = 64 << 10;

static STATUS: LazyLock<Option<Regex>> =
    LazyLock::new(|| Regex::new(r"(?:^|[^0-9.])([245]\.[0-9]{1,3}\.[0-9]{1,3})(?:[^0-9.]|\.?[ \n]|$)").ok());
static MESSAGE_ID_LINE: LazyLock<Option<Regex>> =
    LazyLock::new(|| Regex::new(r"(?m)^[ \t>]*[Mm]essage-[Ii][Dd]:[ \t\n]*(<[^> \t\n]+>)").ok());

/// The group of a capture, or the whole match where there is none.
fn first_match<'t>(pattern: &LazyLock<Option<Regex>>, text: &'t str) -> Option<&'t str> {
    let groups = pattern.as_ref()?.captures(text)?;
    groups.get(1).or_else(|| groups.get(0)).map(|found| found.as_str().trim())
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
    let mut report = in_fields(candidate).or_else(|| in_words(candidate))?;
    complete(&mut report, candidate);
    Some(report)
}

/// What the fields leave open, the words beside them often tell.
fn complete(report: &mut DeliveryReport, candidate: &Candidate<'_>) {
    let words = candidate.words();
    if report.reason.is_none() {
        report.reason = words::reason(&words, report.recipient.as_deref());
    }
    let written = report.reason.as_deref().and_then(|reason| first_match(&STATUS, reason)).map(str::to_owned);
    let told = || words::status(&words, report.reason.as_deref(), is_failure(report));
    report.status = more_precise(report.status.clone(), written).or_else(told);
    if report.recipient.is_none() {
        report.recipient = returned_mail_recipient(candidate);
    }
    report.original_message_id = original_message_id(candidate);
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
    let is_report = candidate.headers.lower("Content-Type").contains("report") || is_from_mail_system(candidate);
    let parts: Vec<&MessagePart<'_>> = candidate.mail.parts.iter().filter(|part| is_status_part(part)).collect();
    if parts.is_empty() || !(is_report || is_alone(candidate)) {
        return None;
    }
    let groups: Vec<DeliveryReport> = parts.iter().flat_map(|part| recipient_groups(part, candidate)).collect();
    let failed = groups.iter().position(is_failure);
    groups.into_iter().nth(failed.unwrap_or(0)).or_else(|| in_words(candidate))
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

/// RFC 3464 §2.3: the fields about one recipient.
fn recipient_group(group: &str) -> Option<DeliveryReport> {
    let field = |name: &str| status_field(group, name);
    // A final recipient may be a path or a program; the one that was written to is wanted then.
    let recipients = ["final-recipient", "original-recipient"];
    let recipients: Vec<String> =
        recipients.iter().filter_map(|name| field(name)).map(|to| without_type(&to)).collect();
    let recipient = recipients.iter().find(|to| to.contains('@')).or(recipients.first()).cloned();
    let action = field("action").map(|action| action.to_lowercase());
    if recipient.is_none() && action.is_none() {
        return None;
    }
    let reason = field("diagnostic-code").map(|value| without_type(&value));
    let declared = field("status").and_then(|status| first_match(&STATUS, &status).map(str::to_owned));
    let diagnosed = reason.as_deref().and_then(|reason| first_match(&STATUS, reason).map(str::to_owned));
    let status = more_precise(declared, diagnosed);
    let action = action.as_deref().and_then(known_action).or_else(|| implied_action(status.as_deref()));
    let recipient = recipient.map(|recipient| address_within(&recipient));
    Some(DeliveryReport { recipient, status, action, original_message_id: None, reason })
}

/// RFC 3463 §3.1: `x.0.0` says nothing beside the class; the receiving server may have said more.
fn more_precise(declared: Option<String>, diagnosed: Option<String>) -> Option<String> {
    match (declared, diagnosed) {
        (Some(declared), Some(diagnosed)) if declared.ends_with(".0.0") && declared[..2] == diagnosed[..2] => {
            Some(diagnosed)
        }
        (declared, diagnosed) => declared.or(diagnosed),
    }
}

/// RFC 3464 §2.3.3, and the words that servers write instead.
fn known_action(action: &str) -> Option<String> {
    let word = action.split([' ', '\t', ';', '(']).next().unwrap_or_default();
    let action = match word {
        "failed" | "fail" | "failure" | "error" | "expired" | "rejected" | "bounced" | "undeliverable" => "failed",
        "delayed" | "delay" | "deferred" => "delayed",
        "delivered" | "deliverable" => "delivered",
        "relayed" | "relay" => "relayed",
        "expanded" => "expanded",
        _ => return None,
    };
    Some(action.to_owned())
}

/// A report that forgets the action: RFC 3463 §2, class 5 is permanent, 4 may still succeed.
fn implied_action(status: Option<&str>) -> Option<String> {
    let action = match status?.as_bytes().first()? {
        b'5' => "failed",
        b'4' => "delayed",
        _ => "delivered",
    };
    Some(action.to_owned())
}

/// A field's value with its continuation lines.
fn status_field(group: &str, name: &str) -> Option<String> {
    let mut lines = group
        .lines()
        .skip_while(|line| !line.split_once(':').is_some_and(|(found, _)| found.trim().eq_ignore_ascii_case(name)));
    let mut value = lines.next()?.split_once(':')?.1.trim().to_owned();
    for more in lines.take_while(|line| line.starts_with([' ', '\t'])) {
        value.push(' ');
        value.push_str(more.trim());
    }
    Some(value).filter(|value| !value.is_empty())
}

/// `rfc822; someone@example.org` → `someone@example.org`.
fn without_type(value: &str) -> String {
    match value.split_once(';') {
        Some((kind, rest)) if !kind.trim().contains(' ') => rest.trim().to_owned(),
        _ => value.trim().to_owned(),
    }
}

fn address_within(text: &str) -> String {
    let parsed = address::in_field(text.as_bytes());
    parsed.into_iter().next().map_or_else(|| text.to_owned(), |address| address.address)
}

fn is_from_mail_system(candidate: &Candidate<'_>) -> bool {
    let from = candidate.headers.lower("From");
    candidate.from.is_some_and(|from| is_mail_system(&from.address.to_lowercase()))
        || ["mailer-daemon", "mail delivery", "mail deliver system", "postmaster", "ndr administrator", "mail router"]
            .iter()
            .any(|name| from.contains(name))
        || candidate.headers.lower("Return-Path").contains("mailer-daemon")
}

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

/// The heads of the returned mail, attached whole or as its head alone: what `take` finds in the first.
fn in_returned_mail<T>(mail: &mail_parser::Message<'_>, take: impl Fn(&Headers<'_>) -> Option<T>) -> Option<T> {
    mail.parts.iter().find_map(|part| match &part.body {
        PartType::Message(inner) => take(&Headers::of(inner)),
        _ if part.is_content_type("text", "rfc822-headers") || part.is_content_type("message", "rfc822") => {
            let content = body::content(part, &mail.raw_message);
            let head = [&content[..], b"\n\n"].concat();
            take(&Headers::of(&MessageParser::default().parse_headers(&head)?))
        }
        _ => None,
    })
}

/// The returned mail went to one person: that one it is.
fn returned_mail_recipient(candidate: &Candidate<'_>) -> Option<String> {
    in_returned_mail(candidate.mail, |headers| match address::list(headers, "To").as_slice() {
        [only] if only.address.contains('@') => Some(only.address.clone()),
        _ => None,
    })
}

/// The returned mail's id: from the attached mail or head, the fields, the text, or what the report answers.
fn original_message_id(candidate: &Candidate<'_>) -> Option<String> {
    let first_id = |headers: &Headers<'_>, name: &str| headers.message_ids(name).into_iter().next();
    let in_line = |text: &str| message_ids(first_match(&MESSAGE_ID_LINE, text)?).into_iter().next();
    in_returned_mail(candidate.mail, |headers| first_id(headers, "Message-ID"))
        .or_else(|| original_id_field(candidate))
        .or_else(|| in_line(candidate.text))
        .or_else(|| if candidate.text.trim().is_empty() { in_line(&candidate.raw_body()) } else { None })
        .or_else(|| first_id(candidate.headers, "In-Reply-To").filter(|id| id.contains('@')))
}

/// Gmail and others name the id among the report's fields, where nothing is returned.
fn original_id_field(candidate: &Candidate<'_>) -> Option<String> {
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
        for pattern in [&STATUS, &MESSAGE_ID_LINE] {
            assert!(pattern.is_some());
        }
    }

    #[test]
    fn a_status_is_not_part_of_an_ip_address() {
        assert_eq!(first_match(&STATUS, "550 5.7.1 refused"), Some("5.7.1"));
        assert_eq!(first_match(&STATUS, "(#5.1.1)"), Some("5.1.1"));
        assert_eq!(first_match(&STATUS, "host 5.1.1.20 said 192.4.2.1"), None);
    }

    #[test]
    fn a_group_without_an_action_implies_it_by_its_class() {
        let group = recipient_group("Final-Recipient: rfc822;<a@b.example>\nStatus: 4.2.2 (mailbox full)").unwrap();
        assert_eq!((group.recipient.as_deref(), group.action.as_deref()), (Some("a@b.example"), Some("delayed")));
        assert!(recipient_group("Reporting-MTA: dns; mx.example").is_none());
    }

    #[test]
    fn a_status_without_detail_gives_way_to_the_receiving_servers() {
        let group = recipient_group("Action: failed\nStatus: 5.0.0\nDiagnostic-Code: smtp; 550 5.7.1 refused").unwrap();
        assert_eq!(group.status.as_deref(), Some("5.7.1"));
        let group = recipient_group("Action: failed\nStatus: 4.0.0\nDiagnostic-Code: smtp; 550 5.7.1 refused").unwrap();
        assert_eq!(group.status.as_deref(), Some("4.0.0"));
    }

    #[test]
    fn actions_beyond_the_standard_are_read_as_what_they_mean() {
        for (written, action) in
            [("Failure", "failed"), ("deliverable", "delivered"), ("delayed (retrying)", "delayed")]
        {
            let group = recipient_group(&format!("Final-Recipient: rfc822;a@b.example\nAction: {written}")).unwrap();
            assert_eq!(group.action.as_deref(), Some(action));
        }
    }
}
