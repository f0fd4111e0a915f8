//! The body as text: every part that a mail program would show, HTML made readable.

use std::borrow::Cow;

use mail_parser::decoders::{
    base64::base64_decode, charsets::map::charset_decoder, quoted_printable::quoted_printable_decode,
};
use mail_parser::{Encoding, MessagePart, MimeHeaders, PartType};

use super::html;

/// The whole body as text; the HTML where the plain text is empty.
pub(super) fn text(mail: &mail_parser::Message<'_>) -> String {
    let plain = joined(mail, &mail.text_body);
    if plain.trim().is_empty() { joined(mail, &mail.html_body) } else { plain }
}

fn joined(mail: &mail_parser::Message<'_>, part_ids: &[u32]) -> String {
    let mut text = String::new();
    for part in part_ids.iter().filter_map(|id| mail.part(*id)) {
        let Some(shown) = shown(part, &mail.raw_message) else { continue };
        if !text.is_empty() && !text.ends_with('\n') {
            text.push('\n');
        }
        text.push_str(&shown);
    }
    text
}

fn shown(part: &MessagePart<'_>, raw: &[u8]) -> Option<String> {
    match &part.body {
        PartType::Text(text) => {
            let text = recoded(part, raw, text).replace("\r\n", "\n").replace('\r', "\n").replace('\u{a0}', " ");
            Some(if is_flowed(part) { unflowed(&text) } else { text })
        }
        PartType::Html(text) => Some(html::to_text(&recoded(part, raw, text))),
        _ => None,
    }
}

/// Text without a (true) charset that is no UTF-8 is Windows-1252, in which most of the old world writes.
fn recoded<'a>(part: &MessagePart<'_>, raw: &[u8], text: &'a str) -> Cow<'a, str> {
    let lost = text.matches('\u{fffd}').count();
    // A few broken characters among many good ones are damage, not another charset.
    let is_damaged_only = || lost < text.chars().filter(|c| !c.is_ascii()).count() - lost;
    if lost == 0 || !may_be_mislabelled(part) || is_damaged_only() {
        return text.into();
    }
    let bytes = content(part, raw);
    match charset_decoder(b"windows-1252") {
        Some(decode) if std::str::from_utf8(&bytes).is_err() => decode(&bytes).into(),
        _ => text.into(),
    }
}

fn may_be_mislabelled(part: &MessagePart<'_>) -> bool {
    let Some(charset) = part.content_type().and_then(|content_type| content_type.attribute("charset")) else {
        return true;
    };
    let charset = charset.to_ascii_lowercase();
    matches!(charset.as_str(), "utf-8" | "utf8" | "us-ascii" | "ascii") || charset_decoder(charset.as_bytes()).is_none()
}

/// The bytes of a part, its transfer encoding undone.
pub(super) fn content<'a>(part: &'a MessagePart<'_>, raw: &'a [u8]) -> Cow<'a, [u8]> {
    let bounds = usize::try_from(part.offset_body).ok().zip(usize::try_from(part.offset_end).ok());
    let stored = bounds.and_then(|(start, end)| raw.get(start..end)).unwrap_or_default();
    match (&part.body, part.encoding) {
        (PartType::Binary(bytes) | PartType::InlineBinary(bytes), _) => bytes.as_ref().into(),
        (PartType::Message(inner), encoding) if encoding != Encoding::None => inner.raw_message().into(),
        (_, Encoding::None) => stored.into(),
        (_, Encoding::Base64) => base64_decode(stored).map_or_else(|| part.contents().into(), Cow::Owned),
        (_, Encoding::QuotedPrintable) => {
            quoted_printable_decode(stored).map_or_else(|| part.contents().into(), Cow::Owned)
        }
    }
}

fn is_flowed(part: &MessagePart<'_>) -> bool {
    (part.content_type())
        .and_then(|content_type| content_type.attribute("format"))
        .is_some_and(|format| format.eq_ignore_ascii_case("flowed"))
}

/// RFC 3676 §4: a line that ends in a space goes on in the next one of the same quote depth.
fn unflowed(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut open_depth = None;
    for line in text.lines() {
        let depth = line.bytes().take_while(|byte| *byte == b'>').count();
        let content = line[depth..].strip_prefix(' ').unwrap_or(&line[depth..]);
        if open_depth == Some(depth) && content != "-- " {
            out.push_str(content);
        } else {
            if !out.is_empty() || open_depth.is_some() {
                out.push('\n');
            }
            out.push_str(&line[..depth]);
            out.push_str(if depth > 0 && !content.is_empty() { " " } else { "" });
            out.push_str(content);
        }
        open_depth = (content.ends_with(' ') && content != "-- ").then_some(depth);
    }
    out.push('\n');
    out
}
