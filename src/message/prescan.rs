//! Caps, checked in linear time before the MIME parser sees a byte.
//!
//! mail-parser 0.11.9 nests one Rust value per attached mail (dropping 100,000 of them overflows the stack) and
//! looks to the end of the mail for every boundary that is declared and never used (quadratic). Both are cheap
//! to count beforehand. Counting errs on the safe side: a header line counts wherever it stands, even in a text
//! that only quotes one, which real mail stays far below.

use std::collections::{HashMap, HashSet};

use mail_parser::decoders::{base64::base64_decode, quoted_printable::quoted_printable_decode};

use super::Defect;

const MAX_HEADER_FIELDS: usize = 2_000;
const MAX_HEADER_BYTES: usize = 1 << 20;
const MAX_ATTACHED_MAILS: usize = 100;
const MAX_MULTIPARTS: usize = 1_000;
const MAX_PARTS: usize = 2_000;
const MAX_ABSENT_BOUNDARIES: usize = 20;
const MAX_ENCODED_MAILS: usize = 10;
/// mail-parser decodes attached mails that are base64 or quoted-printable down to this depth.
const ENCODED_DEPTH: usize = 3;
/// Of a Content-Type field; longer ones hold nothing that a mail program reads.
const MAX_TYPE_FIELD_BYTES: usize = 8_192;

/// A cap that the mail passes, and how much of its head may still be read.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Exceeded {
    pub defect: Defect,
    pub head_length: usize,
}

pub(super) fn check(raw: &[u8]) -> Result<(), Exceeded> {
    let head = Head::of(raw);
    let exceeded = |(what, limit): (&str, usize)| Exceeded {
        defect: Defect::CapExceeded { what: what.to_owned(), limit: limit.try_into().unwrap_or(u64::MAX) },
        head_length: head.length,
    };
    if head.fields > MAX_HEADER_FIELDS {
        return Err(exceeded(("header fields", MAX_HEADER_FIELDS)));
    }
    if head.is_cut {
        return Err(exceeded(("header bytes", MAX_HEADER_BYTES)));
    }
    check_structure(raw, ENCODED_DEPTH).map_err(exceeded)
}

type Cap = (&'static str, usize);

fn check_structure(raw: &[u8], encoded_depth: usize) -> Result<(), Cap> {
    let structure = Structure::of(raw);
    let caps = [
        ("header fields", structure.most_fields, MAX_HEADER_FIELDS),
        ("attached mails", structure.attached_mails, MAX_ATTACHED_MAILS),
        ("multiparts", structure.multiparts.len(), MAX_MULTIPARTS),
        ("absent boundaries", structure.absent_boundaries(), MAX_ABSENT_BOUNDARIES),
        ("encoded attached mails", structure.encoded_mails.len(), MAX_ENCODED_MAILS),
    ];
    for (what, count, limit) in caps {
        if count > limit {
            return Err((what, limit));
        }
    }
    if structure.dash_pairs > MAX_PARTS && structure.parts(raw) > MAX_PARTS {
        return Err(("parts", MAX_PARTS));
    }
    if encoded_depth > 0 {
        for (start, encoding) in &structure.encoded_mails {
            let body = raw.get(*start..).unwrap_or_default();
            if let Some(decoded) = encoding.decode(body) {
                check_structure(&decoded, encoded_depth - 1)?;
            }
        }
    }
    Ok(())
}

/// The header fields of the mail itself.
struct Head {
    fields: usize,
    length: usize,
    is_cut: bool,
}

impl Head {
    fn of(raw: &[u8]) -> Self {
        let mut head = Head { fields: 0, length: 0, is_cut: false };
        for line in raw.split_inclusive(|byte| *byte == b'\n') {
            if is_blank(line) && head.fields > 0 {
                break;
            }
            if head.length + line.len() > MAX_HEADER_BYTES {
                head.is_cut = true;
                break;
            }
            if !is_continuation(line) {
                head.fields += 1;
                if head.fields > MAX_HEADER_FIELDS {
                    break;
                }
            }
            head.length += line.len();
        }
        head
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Encoding {
    Base64,
    QuotedPrintable,
}

impl Encoding {
    fn decode(self, body: &[u8]) -> Option<Vec<u8>> {
        match self {
            Encoding::Base64 => {
                let end = body.iter().position(|byte| *byte == b'-').unwrap_or(body.len());
                base64_decode(&body[..end])
            }
            Encoding::QuotedPrintable => quoted_printable_decode(body),
        }
    }
}

/// What the lines of a mail declare, wherever they stand.
#[derive(Default)]
struct Structure<'a> {
    attached_mails: usize,
    /// Boundary and where it was declared.
    multiparts: Vec<(&'a [u8], usize)>,
    boundaries: HashSet<&'a [u8]>,
    /// Where a `--boundary` line stands last.
    last_seen: HashMap<&'a [u8], usize>,
    /// Where the body of an attached mail with a transfer encoding begins.
    encoded_mails: Vec<(usize, Encoding)>,
    dash_pairs: usize,
    most_fields: usize,
    block: Block,
}

/// The header fields since the last blank line.
#[derive(Default)]
struct Block {
    is_mail: bool,
    encoding: Option<Encoding>,
    /// Counted only behind a boundary: elsewhere the lines are text.
    fields: Option<usize>,
}

impl<'a> Structure<'a> {
    fn of(raw: &'a [u8]) -> Self {
        let mut structure = Self::default();
        let mut offset = 0;
        for line in raw.split_inclusive(|byte| *byte == b'\n') {
            structure.take(raw, line, offset);
            offset += line.len();
        }
        structure
    }

    fn take(&mut self, raw: &'a [u8], line: &'a [u8], offset: usize) {
        if line.contains(&b'-') {
            self.dash_pairs += line.windows(2).filter(|pair| *pair == b"--").count();
        }
        if is_blank(line) {
            return self.end_block(offset + line.len());
        }
        if let Some(fields) = &mut self.block.fields {
            *fields += 1;
            self.most_fields = self.most_fields.max(*fields);
        }
        if let Some(boundary) = line.strip_prefix(b"--") {
            return self.boundary_line(boundary.trim_ascii_end(), offset);
        }
        match field_name(line) {
            Some(Field::ContentType) => self.content_type(field(raw, offset), offset),
            Some(Field::Encoding) => self.block.encoding = encoding(field(raw, offset)).or(self.block.encoding),
            None => {}
        }
    }

    fn end_block(&mut self, body_offset: usize) {
        let block = std::mem::take(&mut self.block);
        if let (true, Some(encoding)) = (block.is_mail, block.encoding) {
            self.encoded_mails.push((body_offset, encoding));
        }
    }

    fn boundary_line(&mut self, boundary: &'a [u8], offset: usize) {
        if self.boundaries.contains(boundary) {
            self.block = Block { fields: Some(0), ..Block::default() };
        }
        self.last_seen.insert(boundary.strip_suffix(b"--").unwrap_or(boundary), offset);
        self.last_seen.insert(boundary, offset);
    }

    fn content_type(&mut self, field: &'a [u8], offset: usize) {
        let lower = field.to_ascii_lowercase();
        if contains(&lower, b"rfc822") || contains(&lower, b"global") || contains(&lower, b"digest") {
            self.attached_mails += 1;
            self.block.is_mail = true;
        }
        if contains(&lower, b"multipart") {
            let boundary = boundary(field, &lower).unwrap_or_default();
            self.multiparts.push((boundary, offset));
            self.boundaries.insert(boundary);
        }
    }

    fn absent_boundaries(&self) -> usize {
        let is_absent = |(boundary, declared_at): &&(&[u8], usize)| {
            !boundary.is_empty() && self.last_seen.get(boundary).is_none_or(|seen| seen < declared_at)
        };
        self.multiparts.iter().filter(is_absent).count()
    }

    /// How often a boundary occurs, within a line too, as mail-parser looks for it.
    fn parts(&self, raw: &[u8]) -> usize {
        let mut boundaries: Vec<String> =
            self.boundaries.iter().filter_map(|b| std::str::from_utf8(b).ok()).map(regex::escape).collect();
        boundaries.sort();
        let pattern = format!("--(?:{})", boundaries.join("|"));
        match regex::bytes::Regex::new(&pattern) {
            Ok(finder) if !boundaries.is_empty() => finder.find_iter(raw).take(MAX_PARTS + 1).count(),
            Ok(_) => 0,
            // Too large to look for: more boundaries than any mail has.
            Err(_) => MAX_PARTS + 1,
        }
    }
}

fn is_blank(line: &[u8]) -> bool {
    line.trim_ascii_end().is_empty()
}

fn is_continuation(line: &[u8]) -> bool {
    matches!(line.first(), Some(b' ' | b'\t'))
}

enum Field {
    ContentType,
    Encoding,
}

/// The name before the colon, spaces within and around it ignored as mail-parser does.
fn field_name(line: &[u8]) -> Option<Field> {
    if !matches!(line.trim_ascii_start().first(), Some(b'c' | b'C')) {
        return None;
    }
    let colon = line.iter().position(|byte| *byte == b':')?;
    let name: Vec<u8> =
        line[..colon].iter().filter(|byte| !byte.is_ascii_whitespace()).map(u8::to_ascii_lowercase).take(34).collect();
    match name.as_slice() {
        b"content-type" => Some(Field::ContentType),
        b"content-transfer-encoding" => Some(Field::Encoding),
        _ => None,
    }
}

/// The field that begins at `offset`, with its continuation lines.
fn field(raw: &[u8], offset: usize) -> &[u8] {
    let rest = raw.get(offset..).unwrap_or_default();
    let rest = &rest[..rest.len().min(MAX_TYPE_FIELD_BYTES)];
    let mut length = 0;
    for line in rest.split_inclusive(|byte| *byte == b'\n') {
        if length > 0 && !is_continuation(line) {
            break;
        }
        length += line.len();
    }
    &rest[..length]
}

fn encoding(field: &[u8]) -> Option<Encoding> {
    let lower = field.to_ascii_lowercase();
    if contains(&lower, b"base64") {
        Some(Encoding::Base64)
    } else if contains(&lower, b"quoted-printable") {
        Some(Encoding::QuotedPrintable)
    } else {
        None
    }
}

fn boundary<'a>(field: &'a [u8], lower: &[u8]) -> Option<&'a [u8]> {
    let name = position(lower, b"boundary")?;
    let value = field.get(name + b"boundary".len()..)?.trim_ascii_start().strip_prefix(b"=")?.trim_ascii_start();
    let (value, end): (&[u8], fn(&u8) -> bool) = match value.strip_prefix(b"\"") {
        Some(quoted) => (quoted, |byte| *byte == b'"'),
        None => (value, |byte| *byte == b';' || byte.is_ascii_whitespace()),
    };
    let end = value.iter().position(end).unwrap_or(value.len());
    Some(value[..end].trim_ascii_end())
}

fn contains(haystack: &[u8], needle: &[u8]) -> bool {
    position(haystack, needle).is_some()
}

fn position(haystack: &[u8], needle: &[u8]) -> Option<usize> {
    haystack.windows(needle.len()).position(|window| window == needle)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn boundaries_are_read_quoted_bare_and_folded() {
        for field in ["boundary=ab", "Boundary = \"ab\"; x=y", "charset=x;\n boundary=\"ab\"", "boundary=ab; x=y"] {
            let field = format!("Content-Type: multipart/mixed; {field}\n");
            assert_eq!(
                boundary(field.as_bytes(), &field.to_ascii_lowercase().into_bytes()),
                Some(&b"ab"[..]),
                "{field}"
            );
        }
    }

    #[test]
    fn a_boundary_is_absent_where_it_stands_only_before_its_declaration() {
        let before = b"--b\n\nContent-Type: multipart/mixed; boundary=b\n\nx\n";
        assert_eq!(Structure::of(before).absent_boundaries(), 1);
        let after = b"Content-Type: multipart/mixed; boundary=b\n\n--b\n\nx\n--b--\n";
        assert_eq!(Structure::of(after).absent_boundaries(), 0);
    }

    #[test]
    fn names_with_spaces_count_as_mail_parser_reads_them() {
        assert!(matches!(field_name(b"Content - Type : x"), Some(Field::ContentType)));
        assert!(field_name(b"Content-Typewriter: x").is_none());
    }
}
