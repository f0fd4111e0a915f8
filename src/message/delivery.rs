//! Delivery reports: what RFC 3464 says in fields, and what older servers say in words.
//!
//! A delayed mail has not failed: it still is on its way, so only `failed` is a bounce.

use std::sync::LazyLock;

use mail_parser::{MessageParser, MessagePart, MimeHeaders, PartType};
use regex::Regex;

use super::headers::{Headers, message_ids};
use super::{Address, DeliveryReport, address, body};

/// Of the text of a report in words; the returned mail stands behind.
const MAX_WORDS_BYTES: usize = 6_000;

/// In the subject of a report, lower case.
#[rustfmt::skip]
const FAILED_SUBJECTS: &[&str] = &[
    "undeliver", "non-deliver", "nondeliver", "non deliver", "not deliver", "returned mail", "returned e-mail",
    "returned to sender", "returning message", "return to sender", "delivery failed", "delivery has failed",
    "delivery failure", "delivery error", "delivery problem", "delivery status", "delivery notification",
    "delivery report", "delivery incomplete", "delivery message", "mail failed", "mail failure", "mail error",
    "message failed", "message failure", "failure notice", "failure delivery", "could not be delivered",
    "could not be sent", "cannot be delivered", "cannot send message", "mail system error", "error sending your",
    "user unknown", "host unknown", "message rejected", "mail rejected", "unzustellbar", "nicht zugestellt",
    "non remis", "échec de la remise", "échec de remise", "échec de la distribution", "non distribu",
    "no se ha podido entregar", "no se pudo entregar", "no se puede entregar", "no entregado", "correo devuelto",
    "mancato recapito", "mancata consegna", "impossibile recapitare", "não entregue", "não foi entregue",
    "falha na entrega", "onbestelbaar", "niet afgeleverd", "kunde inte levereras", "ej levererat",
    "kunne ikke leveres", "ikke leveret", "toimittaminen epäonnistui", "nie dostarczono", "niedostarczo",
    "nedoručiteln", "nepodařilo doručit", "kézbesíthetetlen", "teslim edilemedi", "недоставлен", "не доставлено",
    "не удалось доставить", "退信", "无法投递", "無法投遞", "配信不能", "配信できません", "送信エラー", "반송", "배달 실패",
];

/// In the report's own words, lower case.
#[rustfmt::skip]
const FAILED_WORDS: &[&str] = &[
    "could not be delivered", "couldn't be delivered", "couldn’t be delivered", "could not be sent",
    "cannot be delivered", "unable to deliver", "not been delivered", "not be delivered", "not delivered",
    "delivery failed", "delivery failure", "delivery error", "delivery problem", "had delivery", "error delivering",
    "error while trying to deliver", "error occurred while trying to deliver", "trouble delivering",
    "problem delivering", "did not reach", "permanent error", "permanent fatal error", "fatal error",
    "following address", "following recipient", "these recipients", "user unknown", "unknown user", "no such user",
    "no such recipient", "no such mailbox", "mailbox is full", "mailbox full", "mailbox unavailable",
    "mailbox not found", "was rejected", "been rejected", "is rejected", "no valid recipients", "failure reasons",
    "not listed in", "undeliverable", "undelivered", "could not deliver", "nicht zugestellt", "n'a pas pu être remis",
    "n'a pas pu être distribu", "no se pudo entregar", "送信できません", "配信できません", "недоставлен",
    "не может быть доставлено", "не удалось доставить",
];

/// In either, lower case: the server goes on trying.
#[rustfmt::skip]
const DELAYED_WORDS: &[&str] = &[
    "(delay)", "delayed", "warning message only", "warning only", "still being retried", "will be retried",
    "will retry", "delivery incomplete", "could not send message for past", "could not send mail for past",
    "has not yet been delivered", "could not send message for the past", "noch nicht zugestellt", "verzögert",
    "retardé", "ritardata", "retrasad", "vertraagd", "opóźnion", "задержан",
];

static STATUS: LazyLock<Option<Regex>> =
    LazyLock::new(|| Regex::new(r"(?:^|[^0-9.])([245]\.[0-9]{1,3}\.[0-9]{1,3})(?:[^0-9.]|\.?[ \n]|$)").ok());
static SMTP_REPLY: LazyLock<Option<Regex>> =
    LazyLock::new(|| Regex::new(r"(?m)^[^\n]{0,200}(?-u:\b)(?:4[2-5][0-9]|5[0-7][0-9])[ #-][^\n]*$").ok());
static IN_BRACKETS: LazyLock<Option<Regex>> = LazyLock::new(|| Regex::new(r"<([^<> \t\n@]+@[^<> \t\n@]+)>").ok());
static BARE_ADDRESS: LazyLock<Option<Regex>> =
    LazyLock::new(|| Regex::new(r#"[^ \t\n<>"'(),;:\[\]@]+@[A-Za-z0-9.-]+\.[A-Za-z]{2,}"#).ok());
static MESSAGE_ID_LINE: LazyLock<Option<Regex>> =
    LazyLock::new(|| Regex::new(r"(?m)^[ \t>]*[Mm]essage-[Ii][Dd]:[ \t\n]*(<[^> \t\n]+>)").ok());

fn says_any(lower: &str, phrases: &[&str]) -> bool {
    phrases.iter().any(|phrase| lower.contains(phrase))
}

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

/// The delivery report that this mail is, if it is one.
pub(super) fn report(candidate: &Candidate<'_>) -> Option<DeliveryReport> {
    let mut report = in_fields(candidate).or_else(|| in_words(candidate))?;
    report.original_message_id = report.original_message_id.or_else(|| original_message_id(candidate));
    Some(report)
}

/// Does this report say that a mail did not arrive?
pub(super) fn is_failure(report: &DeliveryReport) -> bool {
    report.action.as_deref() == Some("failed")
}

/// RFC 3464: a part of type message/delivery-status.
fn in_fields(candidate: &Candidate<'_>) -> Option<DeliveryReport> {
    let is_report = candidate.headers.lower("Content-Type").contains("report") || is_from_mail_system(candidate);
    let part =
        candidate.mail.parts.iter().find(|part| is_status_part(part)).filter(|_| is_report || is_alone(candidate))?;
    let content = body::content(part, &candidate.mail.raw_message);
    let fields = String::from_utf8_lossy(&content).replace("\r\n", "\n");
    let groups: Vec<DeliveryReport> = fields.split("\n\n").filter_map(recipient_group).collect();
    let failed = groups.iter().position(is_failure);
    groups.into_iter().nth(failed.unwrap_or(0)).or_else(|| in_words(candidate))
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
    let recipient = field("final-recipient").or_else(|| field("original-recipient")).map(|value| without_type(&value));
    let action =
        field("action").map(|action| action.to_lowercase().split_whitespace().next().unwrap_or_default().to_owned());
    if recipient.is_none() && action.is_none() {
        return None;
    }
    let reason = field("diagnostic-code").map(|value| without_type(&value));
    let status = field("status")
        .and_then(|status| first_match(&STATUS, &status).map(str::to_owned))
        .or_else(|| reason.as_deref().and_then(|reason| first_match(&STATUS, reason).map(str::to_owned)));
    let action = action.or_else(|| implied_action(status.as_deref()));
    let recipient = recipient.map(|recipient| address_within(&recipient));
    Some(DeliveryReport { recipient, status, action, original_message_id: None, reason })
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

/// Reports from before RFC 3464, and from servers that never heard of it.
fn in_words(candidate: &Candidate<'_>) -> Option<DeliveryReport> {
    let failed_recipients = candidate.headers.text("X-Failed-Recipients");
    let is_from_system = is_from_mail_system(candidate);
    if failed_recipients.is_none() && !is_from_system && !candidate.headers.has_null_sender() {
        return None;
    }
    let words = beginning(candidate.text);
    let (subject, lower) = (candidate.subject.to_lowercase(), words.to_lowercase());
    let is_delayed = says_any(&subject, DELAYED_WORDS) || says_any(before_original(&lower), DELAYED_WORDS);
    let says_so = says_any(&subject, FAILED_SUBJECTS);
    let reason = first_match(&SMTP_REPLY, words).map(str::to_owned);
    let says_it_in_text = is_delayed || reason.is_some() || says_any(&lower, FAILED_WORDS);
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
        status: fields.status.or_else(|| first_match(&STATUS, words).map(str::to_owned)),
        action: fields.action.or_else(|| Some(implied.to_owned())),
        original_message_id: None,
        reason: fields.reason.or(reason),
    })
}

/// The first address that is not that of the reader or of the server.
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
    all(&IN_BRACKETS).find(is_other).or_else(|| all(&BARE_ADDRESS).find(is_other)).map(str::to_owned)
}

fn is_from_mail_system(candidate: &Candidate<'_>) -> bool {
    let from = candidate.headers.lower("From");
    candidate.from.is_some_and(|from| is_mail_system(&from.address.to_lowercase()))
        || ["mailer-daemon", "mail delivery", "mail deliver system", "postmaster", "ndr administrator"]
            .iter()
            .any(|name| from.contains(name))
        || candidate.headers.lower("Return-Path").contains("mailer-daemon")
}

fn is_mail_system(address: &str) -> bool {
    let local = address.split('@').next().unwrap_or(address);
    ["mailer-daemon", "postmaster", "post_master", "mail-daemon", "maildaemon", "mail.delivery.system"].contains(&local)
}

/// The returned mail's id: from the attached mail, its attached head, or the text.
fn original_message_id(candidate: &Candidate<'_>) -> Option<String> {
    let mail = candidate.mail;
    let in_parts = mail.parts.iter().find_map(|part| match &part.body {
        PartType::Message(inner) => Headers::of(inner).message_ids("Message-ID").into_iter().next(),
        _ if part.is_content_type("text", "rfc822-headers") || part.is_content_type("message", "rfc822") => {
            let content = body::content(part, &mail.raw_message);
            let head = [&content[..], b"\n\n"].concat();
            let inner = MessageParser::default().parse_headers(&head)?;
            Headers::of(&inner).message_ids("Message-ID").into_iter().next()
        }
        _ => None,
    });
    in_parts.or_else(|| {
        let line = first_match(&MESSAGE_ID_LINE, candidate.text)?;
        message_ids(line).into_iter().next()
    })
}

fn beginning(text: &str) -> &str {
    let end = (0..=MAX_WORDS_BYTES.min(text.len())).rev().find(|end| text.is_char_boundary(*end));
    &text[..end.unwrap_or(0)]
}

/// The server's own words, before the returned mail that the text carries along.
fn before_original(lower: &str) -> &str {
    let end = ["\nreceived:", "\nreturn-path:"].iter().filter_map(|mark| lower.find(mark)).min();
    &lower[..end.unwrap_or(lower.len())]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_pattern_compiles() {
        for pattern in [&STATUS, &SMTP_REPLY, &IN_BRACKETS, &BARE_ADDRESS, &MESSAGE_ID_LINE] {
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
}
