//! What is attached: name, type, size and hash of each part that is not the text.

use std::collections::BTreeSet;

use mail_parser::{HeaderName, MessagePart, MimeHeaders, PartType};
use sha2::{Digest, Sha256};

use super::charset::Hint;
use super::headers::Headers;
use super::uuencode::File;
use super::{Attachment, address, body, parameters, tnef};

/// No file system takes longer ones.
const MAX_NAME_BYTES: usize = 250;
/// Of what stands behind a name's last point, by which its kind is told.
const MAX_EXTENSION_BYTES: usize = 12;
/// Names of devices on Windows, with any extension; the last two with a digit.
const DEVICES: &[&str] = &["con", "prn", "aux", "nul"];
const NUMBERED_DEVICES: &[&str] = &["com", "lpt"];

/// What is attached, and the text that was found only in a package (TNEF).
#[derive(Default)]
pub(super) struct Attached {
    pub list: Vec<Attachment>,
    pub text: Option<String>,
}

pub(super) fn read(mail: &mail_parser::Message<'_>) -> Attached {
    let shown_ids = content_ids_in_html(mail);
    let parts = mail.attachments.iter().filter_map(|id| mail.part(*id)).filter(|part| !is_empty_frame(part));
    let hint = Headers::of(mail).hint();
    let mut attached = Attached::default();
    for part in parts {
        let attachment = understood(part, &mail.raw_message, hint, &shown_ids);
        match package(&attachment, part, &mail.raw_message) {
            Some(package) => {
                attached.list.extend(package.files.iter().map(of_file));
                attached.text = attached.text.or(package.text);
            }
            None => attached.list.push(attachment),
        }
    }
    attached
}

/// A multipart without a part holds nothing that could be attached.
fn is_empty_frame(part: &MessagePart<'_>) -> bool {
    let is_frame = part.content_type().is_some_and(|kind| kind.ctype().eq_ignore_ascii_case("multipart"));
    is_frame && part.contents().trim_ascii().is_empty()
}

/// What Outlook packed, which nobody else's program opens.
fn package(attachment: &Attachment, part: &MessagePart<'_>, raw: &[u8]) -> Option<tnef::Package> {
    let is_package = matches!(attachment.content_type.as_str(), "application/ms-tnef" | "application/vnd.ms-tnef")
        || attachment.name.as_ref().is_some_and(|name| name.eq_ignore_ascii_case("winmail.dat"));
    is_package.then(|| tnef::unpack(&body::content(part, raw))).flatten()
}

/// A file that was found within a text or a package.
pub(super) fn of_file(file: &File) -> Attachment {
    Attachment {
        name: clean_name(&file.name),
        content_type: (file.content_type.clone().filter(|kind| is_content_type(kind)))
            .unwrap_or_else(|| "application/octet-stream".to_owned()),
        size: file.content.len().try_into().unwrap_or(u64::MAX),
        sha256: sha256_hex(&file.content),
        inline: false,
    }
}

fn is_content_type(kind: &str) -> bool {
    let is_token =
        |part: &str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_alphanumeric() || b"-+.".contains(&b));
    kind.split_once('/').is_some_and(|(kind, subtype)| is_token(kind) && is_token(subtype))
}

fn understood(part: &MessagePart<'_>, raw: &[u8], hint: Hint<'_>, shown_ids: &BTreeSet<&str>) -> Attachment {
    let content = body::content(part, raw);
    let content_type = content_type(part);
    Attachment {
        name: declared_name(part, raw, hint).or_else(|| subject_as_name(part)).or_else(|| usual_name(&content_type)),
        content_type,
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

fn declared_name(part: &MessagePart<'_>, raw: &[u8], hint: Hint<'_>) -> Option<String> {
    let field = |name: &HeaderName<'_>| {
        let header = part.headers.iter().rfind(|header| header.name == *name)?;
        raw.get(usize::try_from(header.offset_start).ok()?..usize::try_from(header.offset_end).ok()?)
    };
    let disposition = field(&HeaderName::ContentDisposition).unwrap_or_default();
    let content_type = field(&HeaderName::ContentType).unwrap_or_default();
    parameters::file_name(disposition, content_type, hint)
        .or_else(|| part.attachment_name().map(str::to_owned))
        .or_else(|| part.content_location().filter(|location| has_file_name(location)).map(str::to_owned))
        .and_then(|name| clean_name(&name))
}

/// `https://desk.example/pictures/logo.png`
fn has_file_name(location: &str) -> bool {
    let name = location.rsplit('/').next().unwrap_or_default();
    name.rsplit_once('.')
        .is_some_and(|(_, kind)| (2..=5).contains(&kind.len()) && kind.bytes().all(|b| b.is_ascii_alphanumeric()))
}

/// A mail that is attached without a name is called by its subject.
fn subject_as_name(part: &MessagePart<'_>) -> Option<String> {
    let PartType::Message(inner) = &part.body else { return None };
    let subject = Headers::of(inner).text("Subject")?.replace(['/', '\\', ':'], "-");
    Some(format!("{}.eml", clean_name(&subject)?))
}

/// The name that programs give a part which has none of its own.
fn usual_name(content_type: &str) -> Option<String> {
    let name = match content_type {
        "text/calendar" => "invite.ics",
        "text/vcard" | "text/x-vcard" | "text/directory" => "contact.vcf",
        "application/pkcs7-mime" | "application/x-pkcs7-mime" => "smime.p7m",
        "application/pkcs7-signature" | "application/x-pkcs7-signature" => "smime.p7s",
        "application/pgp-signature" => "signature.asc",
        "application/pgp-keys" => "key.asc",
        _ => return None,
    };
    Some(name.to_owned())
}

/// Some programs send the whole path; only its end is a name, and nobody shall write elsewhere by it, nor take
/// a program for a picture because the characters run the other way, nor open a device.
fn clean_name(name: &str) -> Option<String> {
    let name = name.rsplit(['/', '\\']).next().unwrap_or(name);
    let visible: String = name.chars().filter(|c| !c.is_control() && !address::is_invisible(*c)).collect();
    let name = shortened(visible.trim().trim_end_matches(['.', ' ']));
    let stem = name.split(['.', ':']).next().unwrap_or_default().trim_end().to_ascii_lowercase();
    let numbered = stem.strip_suffix(|c: char| c.is_ascii_digit()).unwrap_or_default();
    let is_device = DEVICES.contains(&stem.as_str()) || NUMBERED_DEVICES.contains(&numbered);
    Some(if is_device { format!("_{name}") } else { name }).filter(|name| !name.is_empty())
}

/// Cut before its extension.
fn shortened(name: &str) -> String {
    if name.len() <= MAX_NAME_BYTES {
        return name.to_owned();
    }
    let extension = name.rfind('.').map_or("", |at| &name[at..]);
    let extension = if extension.len() <= MAX_EXTENSION_BYTES { extension } else { "" };
    let end = name.floor_char_boundary(MAX_NAME_BYTES - extension.len());
    format!("{}{extension}", &name[..end])
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

#[cfg(test)]
mod tests {
    use super::clean_name;

    #[test]
    fn names_are_data() {
        assert_eq!(clean_name("../../etc/passwd").as_deref(), Some("passwd"));
        assert_eq!(clean_name("C:\\Users\\ada\\report.doc").as_deref(), Some("report.doc"));
        assert_eq!(clean_name("in\u{202e}gpj.exe\u{0}").as_deref(), Some("ingpj.exe"));
        assert_eq!(clean_name(".."), None);
        assert_eq!(clean_name("invoice.pdf. .").as_deref(), Some("invoice.pdf"));
        assert_eq!(clean_name("..."), None);
        assert_eq!(clean_name("CON.txt").as_deref(), Some("_CON.txt"));
        assert_eq!(clean_name("com1").as_deref(), Some("_com1"));
        assert_eq!(clean_name("Contract.pdf").as_deref(), Some("Contract.pdf"));
        assert_eq!(clean_name(&"x".repeat(1_000)).map(|name| name.len()), Some(250));
        assert_eq!(clean_name(&format!("{}.pdf", "ü".repeat(1_000))), Some(format!("{}.pdf", "ü".repeat(123))));
    }
}
