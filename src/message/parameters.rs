//! The file name in a part's head: RFC 2231 as it is written and as it is miswritten.
//!
//! Read from the raw field, because a name may be cut within a character, be raw 8-bit, lack its quotation
//! marks, or be an encoded word where the standard allows none.

use super::charset::{self, Hint};
use super::words;

/// The name by the part's `Content-Disposition` and `Content-Type`; `hint` helps with raw 8-bit names.
pub(super) fn file_name(disposition: &[u8], content_type: &[u8], hint: Hint<'_>) -> Option<String> {
    let fields = [parameters(disposition), parameters(content_type)];
    let wanted = [(0, "filename"), (1, "name"), (0, "name"), (1, "filename")];
    wanted.into_iter().find_map(|(field, name)| value(&fields[field], name, hint)).filter(|name| !name.is_empty())
}

type Parameter = (String, Vec<u8>);

fn parameters(field: &[u8]) -> Vec<Parameter> {
    let field: Vec<u8> = field.iter().copied().filter(|byte| !matches!(byte, b'\r' | b'\n')).collect();
    let mut found = Vec::new();
    let mut rest = field.as_slice();
    while let Some(at) = rest.iter().position(|byte| matches!(byte, b';' | b'=')) {
        let (before, behind) = (&rest[..at], &rest[at + 1..]);
        if rest[at] == b';' {
            rest = behind;
            continue;
        }
        // The last word, because some programs forget the semicolon before it.
        let name = before.trim_ascii_end().rsplit(u8::is_ascii_whitespace).next().unwrap_or_default();
        let (value, length) = quoted_or_bare(behind);
        found.push((String::from_utf8_lossy(name).to_ascii_lowercase(), value));
        rest = &behind[length..];
    }
    found
}

/// A value and how long it is as it stands.
fn quoted_or_bare(text: &[u8]) -> (Vec<u8>, usize) {
    let blank = text.len() - text.trim_ascii_start().len();
    let Some(quoted) = text[blank..].strip_prefix(b"\"") else {
        let end = text.iter().position(|byte| *byte == b';').unwrap_or(text.len());
        let value = text[..end].trim_ascii();
        let unquoted = value.strip_prefix(b"'").and_then(|value| value.strip_suffix(b"'"));
        return (unquoted.unwrap_or(value).to_vec(), end);
    };
    let mut value = Vec::new();
    let mut bytes = quoted.iter().enumerate();
    while let Some((at, byte)) = bytes.next() {
        match byte {
            b'"' => return (value, blank + 1 + at + 1),
            // Windows programs put whole paths here, whose backslashes escape nothing.
            b'\\' if matches!(quoted.get(at + 1), Some(b'"' | b'\\')) => {
                value.extend(bytes.next().map(|(_, byte)| *byte))
            }
            byte => value.push(*byte),
        }
    }
    (value, text.len())
}

fn value(parameters: &[Parameter], name: &str, hint: Hint<'_>) -> Option<String> {
    let plain = || parameters.iter().find(|(found, _)| found == name).map(|(_, value)| plain(value, hint));
    extended(parameters, name).or_else(plain)
}

fn plain(value: &[u8], hint: Hint<'_>) -> String {
    // Browsers' habit, and extended values whose asterisk was forgotten.
    let (charset, encoded) = match declared_charset(value) {
        (Some(charset), encoded) if charset::is_known(charset) => (Some(charset), encoded),
        _ => (None, value),
    };
    let decoded = percent_decoded(encoded);
    let is_encoded = decoded != encoded
        && !decoded.is_ascii()
        && (std::str::from_utf8(&decoded).is_ok() || has_only_high_escapes(encoded));
    if is_encoded || charset.is_some() {
        charset::decode_from(charset.as_slice(), hint.country, &decoded)
    } else {
        words::decode(value, hint)
    }
}

/// `R%E9sum%E9`: nothing was encoded but what needed it.
fn has_only_high_escapes(value: &[u8]) -> bool {
    value.is_ascii()
        && value.split(|byte| *byte == b'%').skip(1).all(
            |rest| matches!(rest, [b'8'..=b'9' | b'A'..=b'F' | b'a'..=b'f', second, ..] if second.is_ascii_hexdigit()),
        )
}

/// `name*=utf-8''…`, and `name*0*=utf-8''…; name*1=…` in any order, joined before it is decoded.
fn extended(parameters: &[Parameter], name: &str) -> Option<String> {
    let mut segments: Vec<(u32, bool, &[u8])> = (parameters.iter())
        .filter_map(|(found, value)| {
            let suffix = found.strip_prefix(name)?.strip_prefix('*')?;
            let number = suffix.trim_end_matches('*');
            let is_encoded = suffix.is_empty() || suffix.ends_with('*');
            Some((if number.is_empty() { 0 } else { number.parse().ok()? }, is_encoded, value.as_slice()))
        })
        .collect();
    segments.sort_by_key(|(number, ..)| *number);
    let (_, is_first_encoded, first) = *segments.first()?;
    let charset = if is_first_encoded { declared_charset(first).0 } else { None };
    let mut bytes = Vec::new();
    for (at, (_, is_encoded, value)) in segments.iter().enumerate() {
        let value = if at == 0 && charset.is_some() { declared_charset(value).1 } else { value };
        bytes.extend(if *is_encoded { percent_decoded(value) } else { value.to_vec() });
    }
    // Encoded words within segments: two standards at once, as some programs have it.
    let text = charset::decode(charset.as_slice(), &bytes);
    Some(if text.contains("=?") { words::decode(&bytes, Hint { charset, country: None }) } else { text })
}

/// `utf-8'en'name` → the charset and the name; a value without the quotes is the name.
fn declared_charset(value: &[u8]) -> (Option<&str>, &[u8]) {
    let mut parts = value.splitn(3, |byte| *byte == b'\'');
    match (parts.next().map(std::str::from_utf8), parts.next(), parts.next()) {
        (Some(Ok(charset)), Some(language), Some(rest))
            if language.len() <= 12
                && charset.len() <= 40
                && charset.bytes().all(|b| b.is_ascii_alphanumeric() || b"-_:.".contains(&b)) =>
        {
            (Some(charset).filter(|charset| !charset.is_empty()), rest)
        }
        // One of the quotes was forgotten.
        (Some(Ok(charset)), Some(rest), None) if charset::is_known(charset) => (Some(charset), rest),
        _ => (None, value),
    }
}

pub(super) fn percent_decoded(value: &[u8]) -> Vec<u8> {
    let digit = |at: usize| value.get(at).and_then(|byte| char::from(*byte).to_digit(16));
    let mut out = Vec::with_capacity(value.len());
    let mut at = 0;
    while at < value.len() {
        match (value[at], digit(at + 1), digit(at + 2)) {
            (b'%', Some(high), Some(low)) => {
                out.extend(u8::try_from(high * 16 + low));
                at += 3;
            }
            (byte, ..) => {
                out.push(byte);
                at += 1;
            }
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::{Hint, file_name};

    #[test]
    fn names_are_read_as_the_standard_has_them_and_as_they_are_sent() {
        for (disposition, name) in [
            ("attachment; filename=\"a b.pdf\"", "a b.pdf"),
            ("attachment; filename=a b.pdf; size=3", "a b.pdf"),
            ("attachment; filename=\"say \\\"hi\\\".txt\"", "say \"hi\".txt"),
            ("attachment; filename*=utf-8''M%C3%A4rz.pdf; filename=\"Maerz.pdf\"", "März.pdf"),
            ("attachment; filename*1*=%BCller.pdf; filename*0*=utf-8''M%C3", "Müller.pdf"),
            ("attachment;\r\n filename*0*=iso-8859-1'de'M%FC;\r\n filename*1*=%DF; filename*2=\".pdf\"", "Müß.pdf"),
            ("attachment; filename*0=\"part\"; filename*1=\"ly.txt\"", "partly.txt"),
            ("attachment; filename*=\"UTF-8''x%20y.txt\"", "x y.txt"),
            ("attachment; filename=\"=?utf-8?Q?M=C3=A4rz.pdf?=\"", "März.pdf"),
            ("attachment; filename=\"M%C3%A4rz.pdf\"", "März.pdf"),
            ("attachment; filename=\"50%25 off.pdf\"", "50%25 off.pdf"),
            ("attachment; filename=\"Ada's 'best' file.txt\"", "Ada's 'best' file.txt"),
            ("attachment; filename='a b.txt'", "a b.txt"),
            ("attachment; filename*=utf-8'M%C3%A4rz.pdf", "März.pdf"),
            ("attachment; filename=\"M%E4rz.pdf\"", "März.pdf"),
            ("attachment filename=\"a.txt\" size=3", "a.txt"),
            ("filename = a.txt", "a.txt"),
        ] {
            assert_eq!(file_name(disposition.as_bytes(), b"", Hint::default()).as_deref(), Some(name), "{disposition}");
        }
    }

    #[test]
    fn raw_bytes_are_read_by_the_charset_of_the_mail() {
        assert_eq!(
            file_name(b"attachment; filename=\"M\xfcll.txt\"", b"", Hint::default()).as_deref(),
            Some("Müll.txt")
        );
        let cyrillic = b"attachment; filename=\"\xcf\xe0\xef\xea\xe0.txt\"";
        assert_eq!(
            file_name(cyrillic, b"", Hint { charset: Some("windows-1251"), country: None }).as_deref(),
            Some("Папка.txt")
        );
    }

    #[test]
    fn the_type_names_where_the_disposition_does_not() {
        assert_eq!(file_name(b"attachment; x", b"text/plain; name=a.txt", Hint::default()).as_deref(), Some("a.txt"));
        assert_eq!(file_name(b"", b"text/plain; charset=utf-8;", Hint::default()), None);
    }
}
