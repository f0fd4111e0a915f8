//! Encoded words (RFC 2047) as they are sent: cut within a character, folded within a word, unended, in quotes.

use mail_parser::decoders::quoted_printable::quoted_printable_decode;

use super::charset::{self, Hint};

/// What a field's value is made of.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Piece {
    Plain(String),
    Encoded(String),
}

/// A field's value as text, unfolded; `hint` helps with raw 8-bit text.
pub(super) fn decode(field: &[u8], hint: Hint<'_>) -> String {
    let whole: String =
        pieces(field, hint).into_iter().map(|(Piece::Plain(text) | Piece::Encoded(text))| text).collect();
    whole.trim().to_owned()
}

/// The pieces in their order, words of one charset joined before they are decoded: some programs cut a
/// character in two.
pub(super) fn pieces(field: &[u8], hint: Hint<'_>) -> Vec<Piece> {
    let field = unfolded(field);
    let mut pieces = Vec::new();
    let mut open: Option<(String, Vec<u8>)> = None;
    let mut rest = field.as_slice();
    while !rest.is_empty() {
        let start = find(rest, b"=?").unwrap_or(rest.len());
        let Some(word) = Word::at(&rest[start..]) else {
            let end = rest.len().min(start + 2);
            close(&mut open, &mut pieces);
            plain(&rest[..end], hint, &mut pieces);
            rest = &rest[end..];
            continue;
        };
        // RFC 2047 §6.2: space between encoded words is not displayed.
        if !rest[..start].trim_ascii().is_empty() || pieces.is_empty() && open.is_none() {
            close(&mut open, &mut pieces);
            plain(&rest[..start], hint, &mut pieces);
        } else if open.is_none() {
            plain(&rest[..start], hint, &mut pieces);
        }
        rest = &rest[start + word.length..];
        match &mut open {
            Some((charset, bytes)) if charset.eq_ignore_ascii_case(&word.charset) => bytes.extend(word.bytes),
            _ => {
                close(&mut open, &mut pieces);
                open = Some((word.charset, word.bytes));
            }
        }
    }
    close(&mut open, &mut pieces);
    pieces
}

fn close(open: &mut Option<(String, Vec<u8>)>, pieces: &mut Vec<Piece>) {
    if let Some((charset, bytes)) = open.take() {
        pieces.push(Piece::Encoded(displayed(&charset::decode(&[&charset], &bytes))));
    }
}

fn plain(bytes: &[u8], hint: Hint<'_>, pieces: &mut Vec<Piece>) {
    if bytes.is_empty() {
        return;
    }
    // ASCII is itself whatever the hint says; the escapes of ISO-2022 are looked at without one.
    let hint = if bytes.is_ascii() { Hint::default() } else { hint };
    let text = displayed(&charset::decode_from(hint.charset.as_slice(), hint.country, bytes));
    match pieces.last_mut() {
        Some(Piece::Plain(before)) => before.push_str(&text),
        _ => pieces.push(Piece::Plain(text)),
    }
}

/// Without control characters: an encoded line feed would forge a field where this is written on.
fn displayed(text: &str) -> String {
    text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect()
}

/// A fold becomes one line feed, which then counts as a space or, within a word, as nothing.
fn unfolded(field: &[u8]) -> Vec<u8> {
    let mut out = Vec::with_capacity(field.len());
    for line in field.split(|byte| *byte == b'\n') {
        if !out.is_empty() {
            out.push(b'\n');
        }
        let line = if out.is_empty() { line } else { line.trim_ascii_start() };
        out.extend_from_slice(line.strip_suffix(b"\r").unwrap_or(line));
    }
    while out.last() == Some(&b'\n') {
        out.pop();
    }
    out
}

struct Word {
    charset: String,
    bytes: Vec<u8>,
    length: usize,
}

impl Word {
    /// The encoded word at the start, if one is there.
    fn at(text: &[u8]) -> Option<Self> {
        let inner = text.strip_prefix(b"=?")?;
        let charset = inner.get(..find(&inner[..inner.len().min(60)], b"?")?)?;
        if charset.is_empty() || charset.iter().any(|byte| byte.is_ascii_whitespace()) {
            return None;
        }
        let (encoding, data) = inner.get(charset.len() + 1..)?.split_first()?;
        let data = data.strip_prefix(b"?")?;
        let (length, end) = match find(data, b"?=") {
            Some(length) => (length, 2),
            // Cut off at the end of the field, as long subjects are.
            None => (data.iter().position(|byte| byte.is_ascii_whitespace() || *byte == b'?').unwrap_or(data.len()), 0),
        };
        let data = &data[..length];
        let bytes = match encoding {
            b'b' | b'B' => base64(data),
            b'q' | b'Q' => quoted(data)?,
            _ => return None,
        };
        let length = 2 + charset.len() + 3 + length + end;
        Some(Word { charset: String::from_utf8_lossy(charset).into_owned(), bytes, length })
    }
}

fn quoted(data: &[u8]) -> Option<Vec<u8>> {
    let spaced: Vec<u8> =
        data.iter().filter(|byte| **byte != b'\n').map(|byte| if *byte == b'_' { b' ' } else { *byte }).collect();
    // The decoder takes space at a line's end for transport padding.
    let content = spaced.trim_ascii_end();
    let mut bytes = quoted_printable_decode(content)?;
    bytes.extend_from_slice(&spaced[content.len()..]);
    Some(bytes)
}

/// Base64 as far as it goes: what is no letter of it is passed over, and padding may stand in the middle.
pub(super) fn base64(data: &[u8]) -> Vec<u8> {
    let mut out = Vec::with_capacity(data.len() / 4 * 3);
    let (mut bits, mut count) = (0_u32, 0_u32);
    for byte in data {
        let value = match byte {
            b'A'..=b'Z' => byte - b'A',
            b'a'..=b'z' => byte - b'a' + 26,
            b'0'..=b'9' => byte - b'0' + 52,
            b'+' | b'-' => 62,
            b'/' | b'_' => 63,
            b'=' => {
                (bits, count) = (0, 0);
                continue;
            }
            _ => continue,
        };
        bits = (bits << 6 | u32::from(value)) & 0xffff;
        count += 6;
        if count >= 8 {
            count -= 8;
            out.extend(u8::try_from(bits >> count & 0xff));
        }
    }
    out
}

fn find(haystack: &[u8], needle: &[u8]) -> Option<usize> {
    haystack.windows(needle.len()).position(|window| window == needle)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_joined_before_they_are_decoded() {
        // "ü" is c3 bc
        assert_eq!(decode(b"=?utf-8?Q?M=C3?= =?UTF-8?Q?=BCller?=", Hint::default()), "Müller");
        assert_eq!(decode(b"=?utf-8?B?TcM=?=\r\n =?utf-8?B?vGxsZXI=?=", Hint::default()), "Müller");
        assert_eq!(decode(b"=?utf-8?Q?a?= =?iso-8859-1?Q?=FC?= b", Hint::default()), "aü b");
    }

    #[test]
    fn words_are_read_where_the_standard_allows_none() {
        assert_eq!(decode(b"Re:=?utf-8?Q?x?=,y", Hint::default()), "Re:x,y");
        assert_eq!(decode(b"\"=?utf-8?Q?Caf=C3=A9_au?= lait\"", Hint::default()), "\"Café au lait\"");
        assert_eq!(decode(b"=?utf-8?Q?some words with space?= z", Hint::default()), "some words with space z");
    }

    #[test]
    fn words_broken_by_a_fold_or_cut_off_are_read() {
        assert_eq!(decode(b"=?utf-8?B?SGVsbG8g\r\n V29ybGQ=?=", Hint::default()), "Hello World");
        assert_eq!(decode(b"=?utf-8?Q?Hel\r\n lo?= you", Hint::default()), "Hello you");
        assert_eq!(decode(b"=?utf-8?B?SGVsbG8g", Hint::default()), "Hello");
    }

    #[test]
    fn what_is_no_word_stays() {
        assert_eq!(decode(b"a =? b", Hint::default()), "a =? b");
        assert_eq!(decode(b"=?utf-8?X?y?=", Hint::default()), "=?utf-8?X?y?=");
        assert_eq!(decode(b"f(x)=?y=?", Hint::default()), "f(x)=?y=?");
        assert_eq!(decode(b"=?\x80\x81?Q?y?=", Hint::default()), "y");
    }

    #[test]
    fn raw_text_between_words_is_read_by_the_hint() {
        assert_eq!(
            decode(b"\xcf\xe0\xef\xea\xe0 =?utf-8?Q?x?=", Hint { charset: Some("windows-1251"), country: None }),
            "Папка x"
        );
        assert_eq!(decode(b"Gr\xfc\xdfe", Hint::default()), "Grüße");
    }

    #[test]
    fn encoded_line_feeds_forge_nothing() {
        assert_eq!(decode(b"=?utf-8?Q?a=0D=0ABcc:_b?=", Hint::default()), "a  Bcc: b");
    }
}
