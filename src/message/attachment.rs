//! What is attached: name, type, size and hash of each part that is not the text.

use std::collections::BTreeSet;

use mail_parser::{MessagePart, MimeHeaders, PartType};
use sha2::{Digest, Sha256};

use super::{Attachment, body};

pub(super) fn list(mail: &mail_parser::Message<'_>) -> Vec<Attachment> {
    let shown_ids = content_ids_in_html(mail);
    let parts = mail.attachments.iter().filter_map(|id| mail.part(*id));
    parts.map(|part| understood(part, &mail.raw_message, &shown_ids)).collect()
}

fn understood(part: &MessagePart<'_>, raw: &[u8], shown_ids: &BTreeSet<&str>) -> Attachment {
    let content = body::content(part, raw);
    Attachment {
        name: part.attachment_name().map(base_name).filter(|name| !name.is_empty()),
        content_type: content_type(part),
        size: content.len().try_into().unwrap_or(u64::MAX),
        sha256: sha256_hex(&content),
        inline: part.content_id().is_some_and(|id| shown_ids.contains(id)) || is_declared_inline(part),
    }
}

pub(super) fn sha256_hex(bytes: &[u8]) -> String {
    format!("{:x}", Sha256::digest(bytes))
}

fn content_type(part: &MessagePart<'_>) -> String {
    match (part.content_type(), &part.body) {
        (Some(declared), _) => {
            format!("{}/{}", declared.ctype(), declared.subtype().unwrap_or("octet-stream")).to_ascii_lowercase()
        }
        (None, PartType::Message(_)) => "message/rfc822".to_owned(),
        (None, PartType::Text(_)) => "text/plain".to_owned(),
        (None, _) => "application/octet-stream".to_owned(),
    }
}

/// Some programs send the whole path; only its end is a name, and nobody shall write elsewhere by it.
fn base_name(name: &str) -> String {
    let name = name.rsplit(['/', '\\']).next().unwrap_or(name);
    name.chars().filter(|c| !c.is_control()).collect::<String>().trim().to_owned()
}

fn is_declared_inline(part: &MessagePart<'_>) -> bool {
    let is_picture = part.content_type().is_some_and(|content_type| content_type.ctype().eq_ignore_ascii_case("image"));
    is_picture && part.content_disposition().is_some_and(|disposition| disposition.is_inline())
}

/// The `cid:` addresses (RFC 2392) in the HTML, collected once.
fn content_ids_in_html<'a>(mail: &'a mail_parser::Message<'_>) -> BTreeSet<&'a str> {
    let html_parts = mail.parts.iter().filter_map(|part| match &part.body {
        PartType::Html(html) => Some(html.as_ref()),
        _ => None,
    });
    html_parts.flat_map(content_ids).collect()
}

fn content_ids(html: &str) -> impl Iterator<Item = &str> {
    html.split("cid:").skip(1).map(|rest| {
        let end = rest.find(['"', '\'', '>', ')', ' ', '\n', '\r']).unwrap_or(rest.len());
        &rest[..end]
    })
}
