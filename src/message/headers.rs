//! The header fields of a mail by name, unfolded and decoded, and the Message-IDs in them.
//!
//! RFC 5322 §3.6.4 says what a Message-ID looks like; what arrives is folded in the middle, has no brackets, or
//! stands among words, so ids are read here from the raw field.

use std::borrow::Cow;

use jiff::Timestamp;
use mail_parser::{Header, HeaderName, MimeHeaders};

use super::charset::{self, Country, Hint};
use super::{date, words};

/// The fields of one mail's head, in their order.
pub(super) struct Headers<'a> {
    raw: &'a [u8],
    fields: &'a [Header<'a>],
    /// What the mail's text is written in: raw 8-bit fields most likely are, too.
    hint: Hint<'a>,
}

impl<'a> Headers<'a> {
    pub fn of(mail: &'a mail_parser::Message<'a>) -> Self {
        let fields = mail.parts.first().map_or(&[][..], |part| part.headers.as_slice());
        let charset_of = |part: &'a mail_parser::MessagePart<'a>| part.content_type()?.attribute("charset");
        let mut headers = Self { raw: &mail.raw_message, fields, hint: Hint::default() };
        headers.hint = Hint { charset: mail.parts.iter().find_map(charset_of), country: headers.country() };
        headers
    }

    /// What the mail says of text without a label.
    pub fn hint(&self) -> Hint<'a> {
        self.hint
    }

    /// The sender's, or the first recipient's of a sender whose address tells none.
    fn country(&self) -> Option<Country> {
        ["From", "To"].into_iter().find_map(|name| self.field(name).and_then(|field| country(self.raw_bytes(field))))
    }

    pub fn is_empty(&self) -> bool {
        self.fields.is_empty()
    }

    pub fn has(&self, name: &str) -> bool {
        self.field(name).is_some()
    }

    /// The first field of that name as text, encoded words (RFC 2047) decoded.
    pub fn text(&self, name: &str) -> Option<String> {
        self.field(name).map(|field| words::decode(self.raw_bytes(field), self.hint))
    }

    /// The first field of that name, unfolded, nothing decoded.
    pub fn raw(&self, name: &str) -> Option<String> {
        self.field(name)
            .map(|field| String::from_utf8_lossy(&self.bytes(field)).replace(['\r', '\n'], "").trim().to_owned())
    }

    /// Is there a field whose name is one of those?
    pub fn has_name(&self, is_wanted: impl Fn(&str) -> bool) -> bool {
        self.fields.iter().any(|field| is_wanted(field.name()))
    }

    /// RFC 5321 §4.5.5: reports and automatic responses are sent by nobody.
    pub fn has_null_sender(&self) -> bool {
        self.raw("Return-Path").is_some_and(|path| path.replace(' ', "") == "<>")
    }

    /// As [`Self::text`], lower case, for comparing; empty where the field is absent.
    pub fn lower(&self, name: &str) -> String {
        self.text(name).unwrap_or_default().to_lowercase()
    }

    pub fn message_ids(&self, name: &str) -> Vec<String> {
        self.fields_named(name).flat_map(|field| message_ids(&String::from_utf8_lossy(&self.bytes(field)))).collect()
    }

    pub fn date(&self) -> Option<Timestamp> {
        date::read(&self.text("Date")?)
    }

    /// Every field of that name, its bytes made readable, each ended by a line feed.
    pub fn all_bytes(&self, name: &str) -> impl Iterator<Item = Cow<'a, [u8]>> {
        self.fields_named(name).map(|field| self.bytes(field))
    }

    fn field(&self, name: &str) -> Option<&'a Header<'a>> {
        self.fields_named(name).next()
    }

    fn fields_named(&self, name: &str) -> impl Iterator<Item = &'a Header<'a>> {
        self.fields.iter().filter(move |field| match &field.name {
            HeaderName::Other(other) => other.eq_ignore_ascii_case(name),
            known => known.as_static_str().eq_ignore_ascii_case(name),
        })
    }

    /// Raw 8-bit text as UTF-8; where encoded words stand beside it they are left as they are.
    fn bytes(&self, field: &Header<'_>) -> Cow<'a, [u8]> {
        let bytes = self.raw_bytes(field);
        if bytes.is_ascii() || std::str::from_utf8(bytes).is_ok() {
            return bytes.into();
        }
        charset::decode_from(self.hint.charset.as_slice(), self.hint.country, bytes).into_bytes().into()
    }

    fn raw_bytes(&self, field: &Header<'_>) -> &'a [u8] {
        (field.offset_start.try_into().ok())
            .zip(field.offset_end.try_into().ok())
            .and_then(|(start, end): (usize, usize)| self.raw.get(start..end))
            .unwrap_or_default()
    }
}

/// The two letters at the end of the address in the field.
fn country(field: &[u8]) -> Option<Country> {
    let at = field.iter().position(|byte| *byte == b'@')?;
    let is_in_domain = |byte: &&u8| byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'-');
    let length = field[at + 1..].iter().take_while(is_in_domain).count();
    let domain = &field[at + 1..at + 1 + length];
    let last = domain.rsplit(|byte| *byte == b'.').next()?;
    let country: Country = last.try_into().ok()?;
    Some(country.map(|letter| letter.to_ascii_lowercase())).filter(|country| country.iter().all(u8::is_ascii_lowercase))
}

/// The ids in a Message-ID, In-Reply-To or References field, without brackets.
pub(super) fn message_ids(field: &str) -> Vec<String> {
    let bracketed = bracketed_ids(field);
    let has_real_id = bracketed.iter().any(|id| id.contains('@'));
    if has_real_id {
        // `<1@x> "of Mon, <date>"`: beside a real id, brackets without @ hold something else.
        return bracketed.into_iter().filter(|id| id.contains('@')).collect();
    }
    if !bracketed.is_empty() {
        return bracketed;
    }
    let words: Vec<&str> = field
        .split([' ', '\t', '\r', '\n', ','])
        .map(|word| word.trim_matches(['<', '>', '"', '\'', ';']))
        .filter(|word| !word.is_empty() && !word.contains('>'))
        .collect();
    match words.as_slice() {
        [only] => vec![(*only).to_owned()],
        words => words.iter().filter(|word| word.contains('@')).map(|word| (*word).to_owned()).collect(),
    }
}

/// What stands between `<` and `>`, white space within (a fold) removed; a missing `>` ends at the next `<`.
fn bracketed_ids(field: &str) -> Vec<String> {
    let without_space = |id: &str| id.chars().filter(|c| !c.is_whitespace() && !c.is_control()).collect::<String>();
    field
        .split('<')
        .skip(1)
        .map(|rest| without_space(rest.split_once('>').map_or(rest, |(id, _)| id)))
        .filter(|id| !id.is_empty())
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_are_found_however_they_are_written() {
        assert_eq!(message_ids(" <1@a> <2@b>"), ["1@a", "2@b"]);
        assert_eq!(message_ids("<1@a><2@b"), ["1@a", "2@b"]);
        assert_eq!(message_ids("1@a, 2@b"), ["1@a", "2@b"]);
        assert_eq!(message_ids("Your message of Mon, <4@c> by <Ada>"), ["4@c"]);
        assert_eq!(message_ids("<no-at-sign>"), ["no-at-sign"]);
        assert_eq!(message_ids("plain-word"), ["plain-word"]);
        assert!(message_ids("1@a>b").is_empty());
        assert!(message_ids("Your message of Monday").is_empty());
        assert!(message_ids(" <> ").is_empty());
    }
}
