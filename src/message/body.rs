//! The body as text: every part that a mail program would show, HTML made readable.

use std::borrow::Cow;

use mail_parser::decoders::{base64::base64_decode, quoted_printable::quoted_printable_decode};
use mail_parser::{Encoding, MessagePart, MimeHeaders, PartType};

use super::charset::{self, Country};
use super::headers::Headers;
use super::uuencode::{self, File};
use super::{html, words};

/// A short text that only says what the reader's program cannot do is this long at most.
const MAX_PLACEHOLDER_BYTES: usize = 600;

/// The whole body as text, from the better of its alternatives.
pub(super) fn text(mail: &mail_parser::Message<'_>) -> String {
    read(mail).0
}

/// The whole body as text, and the files that stood in it.
pub(super) fn read(mail: &mail_parser::Message<'_>) -> (String, Vec<File>) {
    let plain = joined(mail, &mail.text_body);
    let has_text = !plain.trim().is_empty();
    if has_text && !may_be_placeholder(&plain) {
        return uuencode::extract(&plain);
    }
    let from_html = joined(mail, &mail.html_body);
    let is_better = !has_text || says_something_else(&plain, &from_html);
    let text = if is_better { from_html } else { plain };
    (if text.trim().is_empty() { from_broken_structure(mail) } else { text }, Vec::new())
}

/// The text of a mail that is cut off, or whose boundary never comes: its part looks attached, and stays so.
fn from_broken_structure(mail: &mail_parser::Message<'_>) -> String {
    let ids: Vec<u32> = mail.attachments.iter().copied().filter(|id| mail.part(*id).is_some_and(is_text)).collect();
    joined(mail, &ids)
}

/// Is this to be read: a text that nobody named or attached, or a multipart whose boundary never came?
fn is_text(part: &MessagePart<'_>) -> bool {
    let is_attached = part.content_disposition().is_some_and(|disposition| disposition.is_attachment());
    let kind = part.content_type().map(|kind| (kind.ctype().to_ascii_lowercase(), kind.subtype().unwrap_or_default()));
    let is_readable = kind.is_some_and(|(kind, subtype)| {
        kind == "multipart"
            || kind == "text" && ["plain", "html"].iter().any(|known| subtype.eq_ignore_ascii_case(known))
    });
    is_readable && !is_attached && part.attachment_name().is_none()
}

/// "Your program does not support HTML", "open this in a browser" in any language has one of these words.
fn may_be_placeholder(plain: &str) -> bool {
    if plain.len() > MAX_PLACEHOLDER_BYTES {
        return false;
    }
    let first = plain.lines().find(|line| !line.trim().is_empty()).unwrap_or_default().to_lowercase();
    ["html", "browser", "navigateur", "navegador"].iter().any(|word| first.contains(word))
}

/// Alternatives say the same: where the HTML does not begin as the plain text does, one is no alternative.
fn says_something_else(plain: &str, from_html: &str) -> bool {
    let squeezed = |text: &str| text.chars().filter(|c| c.is_alphanumeric()).collect::<String>();
    let beginning = plain.lines().map(squeezed).find(|line| !line.is_empty()).unwrap_or_default();
    !from_html.trim().is_empty() && !squeezed(from_html).contains(&beginning)
}

fn joined(mail: &mail_parser::Message<'_>, part_ids: &[u32]) -> String {
    let mut text = String::new();
    let country = Headers::of(mail).hint().country;
    for part in part_ids.iter().filter_map(|id| mail.part(*id)) {
        let Some(shown) = shown(part, &mail.raw_message, country) else { continue };
        if !text.is_empty() && !text.ends_with('\n') {
            text.push('\n');
        }
        text.push_str(&shown);
    }
    text
}

fn shown(part: &MessagePart<'_>, raw: &[u8], country: Option<Country>) -> Option<String> {
    match &part.body {
        PartType::Text(text) => {
            let text = recoded(part, raw, country, text);
            if is_html(&text) {
                return Some(html::to_text(&text));
            }
            let text = with_plain_ends(text);
            let is_flowed = has_value(part, "format", "flowed");
            Some(if is_flowed { unflowed(&text, has_value(part, "delsp", "yes")) } else { text })
        }
        PartType::Html(text) => Some(html::to_text(&recoded(part, raw, country, text))),
        PartType::Binary(_) | PartType::InlineBinary(_) if is_text(part) => {
            Some(with_plain_ends(charset::decode_from(&[], country, &content(part, raw)).into()))
        }
        _ => None,
    }
}

/// Line feeds alone end lines, and every space is one.
fn with_plain_ends(text: Cow<'_, str>) -> String {
    let mut text = text.into_owned();
    for (from, to) in [("\r\n", "\n"), ("\r", "\n"), ("\u{a0}", " ")] {
        if text.contains(from) {
            text = text.replace(from, to);
        }
    }
    text
}

/// A page that is called plain text, from its first character to its last.
fn is_html(text: &str) -> bool {
    let text = text.trim();
    let begins = |mark: &str| text.get(..mark.len()).is_some_and(|start| start.eq_ignore_ascii_case(mark));
    (begins("<html") || begins("<!doctype html")) && text.ends_with('>')
}

/// The part's text by its charset; what mail-parser made of it where nothing can be wrong with that.
fn recoded<'a>(part: &MessagePart<'_>, raw: &[u8], country: Option<Country>, text: &'a str) -> Cow<'a, str> {
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
    charset::decode_from(&labels, country, &bytes).into()
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
        (_, Encoding::None) if is_uuencoded(part) => uudecoded(stored).map_or(stored.into(), Cow::Owned),
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

fn is_uuencoded(part: &MessagePart<'_>) -> bool {
    let declared = part.content_transfer_encoding().unwrap_or_default();
    ["x-uuencode", "uuencode", "x-uue"].iter().any(|name| declared.trim().eq_ignore_ascii_case(name))
}

fn uudecoded(stored: &[u8]) -> Option<Vec<u8>> {
    let text = String::from_utf8_lossy(stored).replace("\r\n", "\n");
    uuencode::extract(&text).1.into_iter().next().map(|file| file.content)
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
