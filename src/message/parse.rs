//! Bytes → [`Message`]: the order in which a mail is understood.

use std::borrow::Cow;
use std::panic::{AssertUnwindSafe, catch_unwind};

use mail_parser::MessageParser;

use super::delivery::{self, Candidate};
use super::headers::Headers;
use super::{Defect, Message, address, attachment, authentication, automatic, body, forward, language, prescan, reply};

/// Nobody writes or reads more than this in one mail: what stands behind is a log, or made to cost time.
const MAX_READ_BYTES: usize = 1 << 18;

/// Understands a mail. Never fails and never panics: what is wrong with the mail is in [`Message::defects`].
pub fn parse(raw: &[u8]) -> Message {
    let mut message = understood(raw);
    message.message_key = attachment::sha256_hex(raw);
    message.size_bytes = raw.len().try_into().unwrap_or(u64::MAX);
    message
}

fn understood(raw: &[u8]) -> Message {
    let complete = with_line_feeds(raw);
    let complete = with_ended_head(&complete);
    match prescan::check(&complete) {
        Ok(()) => whole(&complete).unwrap_or_else(|| {
            let mut message = head_only(&complete);
            message.defects.push(Defect::Other { what: "the MIME structure could not be read".to_owned() });
            message
        }),
        Err(exceeded) => {
            let mut message = head_only(complete.get(..exceeded.head_length).unwrap_or_default());
            message.defects.push(exceeded.defect);
            message
        }
    }
}

/// Old Macintosh mail ends its lines with CR alone, in which mail-parser sees one line.
fn with_line_feeds(raw: &[u8]) -> Cow<'_, [u8]> {
    if raw.contains(&b'\n') || !raw.contains(&b'\r') {
        return raw.into();
    }
    raw.iter().map(|byte| if *byte == b'\r' { b'\n' } else { *byte }).collect::<Vec<u8>>().into()
}

/// A byte order mark and blank lines before the head would end it before it begins.
fn without_blank_start(raw: &[u8]) -> &[u8] {
    let raw = raw.strip_prefix(b"\xef\xbb\xbf").unwrap_or(raw);
    let blank: usize = raw
        .split_inclusive(|byte| *byte == b'\n')
        .take_while(|line| line.trim_ascii().is_empty())
        .map(<[u8]>::len)
        .sum();
    &raw[blank..]
}

/// A mail that ends within its head (a cut-off mail) loses its last field in mail-parser; a blank line saves it.
fn with_ended_head(raw: &[u8]) -> Cow<'_, [u8]> {
    let raw = without_blank_start(raw);
    let is_ended = raw.split(|byte| *byte == b'\n').skip(1).any(|line| line.trim_ascii().is_empty());
    if is_ended { raw.into() } else { [raw, b"\r\n\r\n"].concat().into() }
}

fn whole(raw: &[u8]) -> Option<Message> {
    // mail-parser asserts its own invariants in debug builds and indexes freely: hostile mail must not stop us.
    let mail = catch_unwind(AssertUnwindSafe(|| MessageParser::default().parse(raw))).ok()?;
    let Some(mail) = mail.filter(|mail| !Headers::of(mail).is_empty()) else { return Some(not_a_mail(raw)) };
    let headers = Headers::of(&mail);
    let mut message = from_headers(&headers);
    let (text, files) = body::read(&mail);
    let attached = attachment::read(&mail);
    message.text = if text.trim().is_empty() { attached.text.unwrap_or(text) } else { text };
    message.attachments = attached.list;
    message.attachments.extend(files.iter().map(attachment::of_file));
    message.reply_text = reply::reply_text(beginning(&message.text));
    message.language = language::of(&message.reply_text);
    judge(&mut message, &mail, &headers);
    if !message.is_automatic() {
        message.forwarded = forward::inside(&mail, &message.subject, beginning(&message.text));
    }
    Some(message)
}

fn beginning(text: &str) -> &str {
    &text[..text.floor_char_boundary(MAX_READ_BYTES)]
}

/// Who wrote this: a person, a machine, a mail server?
fn judge(message: &mut Message, mail: &mail_parser::Message<'_>, headers: &Headers<'_>) {
    let (from, subject, text) = (message.from.as_ref(), message.subject.as_str(), beginning(&message.text));
    let report = delivery::report(&Candidate { mail, headers, from, subject, text });
    message.bounce = report.as_ref().is_some_and(delivery::is_undelivered);
    set_origin(message, mail, headers);
    if report.is_some() {
        message.auto_generated = true;
        message.automatic_reason.get_or_insert_with(|| "delivery report".to_owned());
    }
    message.bounce_report = report;
}

fn set_origin(message: &mut Message, mail: &mail_parser::Message<'_>, headers: &Headers<'_>) {
    let origin = automatic::origin(mail, headers, message);
    message.auto_generated = origin.reason.is_some();
    message.is_loop = origin.is_loop;
    message.feedback_report = origin.feedback_report;
    message.mailing_list = origin.mailing_list;
    message.automatic_reason = origin.reason;
}

fn not_a_mail(raw: &[u8]) -> Message {
    let text = String::from_utf8_lossy(raw).trim().to_owned();
    Message { reply_text: text.clone(), text, defects: vec![Defect::NotAMail], ..Message::default() }
}

fn head_only(head: &[u8]) -> Message {
    let mail = catch_unwind(AssertUnwindSafe(|| MessageParser::default().parse_headers(head))).ok().flatten();
    match mail {
        Some(mail) => {
            let headers = Headers::of(&mail);
            let mut message = from_headers(&headers);
            set_origin(&mut message, &mail, &headers);
            message
        }
        None => Message { defects: vec![Defect::NotAMail], ..Message::default() },
    }
}

fn from_headers(headers: &Headers<'_>) -> Message {
    let mut message = Message {
        message_id: headers.message_ids("Message-ID").into_iter().next(),
        // RFC 5322 §3.6.2: who sent it for somebody else, where nobody else is named.
        from: ["From", "Sender"].into_iter().find_map(|name| address::list(headers, name).into_iter().next()),
        reply_to: address::list(headers, "Reply-To"),
        to: address::list(headers, "To"),
        cc: address::list(headers, "Cc"),
        delivered_to: delivered_to(headers),
        subject: headers.text("Subject").unwrap_or_default(),
        date: headers.date(),
        in_reply_to: headers.message_ids("In-Reply-To"),
        references: headers.message_ids("References"),
        ..Message::default()
    };
    message.authentication = authentication::read(headers, message.from.as_ref());
    message.defects = missing_fields(&message);
    message
}

fn delivered_to(headers: &Headers<'_>) -> Vec<String> {
    let fields = ["Delivered-To", "X-Original-To"].into_iter().flat_map(|name| address::list(headers, name));
    fields.map(|to| to.address).collect()
}

fn missing_fields(message: &Message) -> Vec<Defect> {
    let fields = [
        (message.from.is_none(), Defect::MissingFrom),
        (message.message_id.is_none(), Defect::MissingMessageId),
        (message.date.is_none(), Defect::MissingDate),
    ];
    fields.into_iter().filter(|(is_missing, _)| *is_missing).map(|(_, defect)| defect).collect()
}
