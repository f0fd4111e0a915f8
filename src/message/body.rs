//! The body as text: every part that a mail program would show, HTML made readable.

use std::borrow::Cow;

use mail_parser::decoders::{base64::base64_decode, quoted_printable::quoted_printable_decode};
use mail_parser::{Encoding, MessagePart, MimeHeaders, PartType};

use super::{charset, html, words};

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
            Some(if has_value(part, "format", "flowed") {
                unflowed(&text, has_value(part, "delsp", "yes"))
            } else {
                text
            })
        }
        PartType::Html(text) => Some(html::to_text(&recoded(part, raw, text))),
        _ => None,
    }
}

/// The part's text by its charset; what mail-parser made of it where nothing can be wrong with that.
fn recoded<'a>(part: &MessagePart<'_>, raw: &[u8], text: &'a str) -> Cow<'a, str> {
    let declared = part.content_type().and_then(|content_type| content_type.attribute("charset"));
    let is_utf8 = declared.is_none_or(|label| matches!(label.to_ascii_lowercase().as_str(), "utf-8" | "utf8"));
    let is_as_sent = match declaration(part) {
        Some(encoding) => encoding == part.encoding,
        None => true,
    };
    if is_as_sent && is_utf8 && !text.contains(['\u{fffd}', '\u{1b}', '\u{feff}', '\0']) {
        return text.into();
    }
    let bytes = content(part, raw);
    let in_html = matches!(part.body, PartType::Html(_)).then(|| meta_charset(&bytes)).flatten();
    let labels: Vec<&str> = declared.into_iter().chain(in_html.as_deref()).collect();
    charset::decode(&labels, &bytes).into()
}

/// What `<meta charset>` or `<meta http-equiv>` says, near the start where browsers look.
fn meta_charset(html: &[u8]) -> Option<String> {
    let start = String::from_utf8_lossy(&html[..html.len().min(2_048)]).to_ascii_lowercase();
    let (_, rest) = start.split_once("<meta").and_then(|(_, rest)| rest.split_once("charset="))?;
    let label = rest.trim_start_matches(['"', '\'', ' ']);
    let end = label.find(['"', '\'', ' ', ';', '>', '/']).unwrap_or(label.len());
    Some(label[..end].to_owned())
}

/// The transfer encoding that the part names, however it is written (`base64;`, `"Quoted-Printable"`).
fn declaration(part: &MessagePart<'_>) -> Option<Encoding> {
    let declared = part.content_transfer_encoding()?.to_ascii_lowercase();
    if declared.contains("base64") {
        Some(Encoding::Base64)
    } else {
        declared.contains("quoted-printable").then_some(Encoding::QuotedPrintable)
    }
}

/// The bytes of a part, its transfer encoding undone.
pub(super) fn content<'a>(part: &'a MessagePart<'_>, raw: &'a [u8]) -> Cow<'a, [u8]> {
    let bounds = usize::try_from(part.offset_body).ok().zip(usize::try_from(part.offset_end).ok());
    let stored = bounds.and_then(|(start, end)| raw.get(start..end)).unwrap_or_default();
    match (&part.body, part.encoding) {
        (PartType::Binary(bytes) | PartType::InlineBinary(bytes), _) => bytes.as_ref().into(),
        (PartType::Message(inner), encoding) if encoding != Encoding::None => inner.raw_message().into(),
        (_, Encoding::None) => match declaration(part) {
            Some(Encoding::Base64) if is_mostly_base64(stored) => words::base64(stored).into(),
            Some(Encoding::QuotedPrintable) => quoted_printable_decode(stored).map_or(stored.into(), Cow::Owned),
            _ => stored.into(),
        },
        (_, Encoding::Base64) => base64_decode(stored).map_or_else(|| part.contents().into(), Cow::Owned),
        (_, Encoding::QuotedPrintable) => {
            quoted_printable_decode(stored).map_or_else(|| part.contents().into(), Cow::Owned)
        }
    }
}

/// Broken base64 is still base64; text that only says so is none.
fn is_mostly_base64(stored: &[u8]) -> bool {
    let is_letter = |byte: &u8| byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'/' | b'=');
    let odd = stored.iter().filter(|byte| !byte.is_ascii_whitespace() && !is_letter(byte)).count();
    let spaces = stored.iter().filter(|byte| **byte == b' ').count();
    !stored.is_empty() && (odd + spaces) * 50 <= stored.len()
}

fn has_value(part: &MessagePart<'_>, attribute: &str, value: &str) -> bool {
    (part.content_type())
        .and_then(|content_type| content_type.attribute(attribute))
        .is_some_and(|found| found.eq_ignore_ascii_case(value))
}

/// RFC 3676 §4: a line that ends in a space goes on in the next one of the same quote depth.
/// With `DelSp` that space is none of the text's (Japanese and Chinese have no spaces to break lines at).
fn unflowed(text: &str, deletes_space: bool) -> String {
    let mut out = String::with_capacity(text.len());
    let mut open_depth = None;
    for line in text.lines() {
        let depth = line.bytes().take_while(|byte| *byte == b'>').count();
        let content = line[depth..].strip_prefix(' ').unwrap_or(&line[depth..]);
        let is_open = content.ends_with(' ') && content != "-- ";
        if open_depth == Some(depth) && content != "-- " {
            if deletes_space && out.ends_with(' ') {
                out.pop();
            }
            out.push_str(content);
        } else {
            if !out.is_empty() || open_depth.is_some() {
                out.push('\n');
            }
            out.push_str(&line[..depth]);
            out.push_str(if depth > 0 && !content.is_empty() { " " } else { "" });
            out.push_str(content);
        }
        open_depth = is_open.then_some(depth);
    }
    out.push('\n');
    out
}
