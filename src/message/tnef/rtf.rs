//! The body that Outlook keeps as rich text: unpacked (MS-OXRTFCP), and read for its words or for the HTML that it
//! was made from (MS-OXRTFEX).
//!
//! Every byte is read once; what a package unpacks to is capped.

use std::collections::BTreeMap;

use super::super::{charset, html};

/// What every dictionary begins with (MS-OXRTFCP §2.1.2.1).
const DICTIONARY: &[u8] = b"{\\rtf1\\ansi\\mac\\deff0\\deftab720{\\fonttbl;}{\\f0\\fnil \\froman \\fswiss \\fmodern \
\\fscript \\fdecor MS Sans SerifSymbolArialTimes New RomanCourier{\\colortbl\\red0\\green0\\blue0\r\n\\par \
\\pard\\plain\\f0\\fs20\\b\\i\\u\\tab\\tx";
const COMPRESSED: &[u8] = b"LZFu";
const UNCOMPRESSED: &[u8] = b"MELA";
const MAX_BYTES: usize = 4 << 20;
const MAX_DEPTH: usize = 200;
const MAX_FONTS: usize = 1_000;

/// The text of a compressed body; nothing where it is none.
pub(super) fn to_text(packed: &[u8]) -> Option<String> {
    let rich = unpacked(packed)?;
    let mut reader = Reader::default();
    reader.read(&rich);
    reader.flush();
    Some(if reader.is_html { html::to_text(&reader.out) } else { reader.out.trim().to_owned() })
}

/// The head is the length, the length unpacked, the kind and a checksum; lengths lie, so the data decides.
fn unpacked(packed: &[u8]) -> Option<Vec<u8>> {
    let (kind, data) = (packed.get(8..12)?, packed.get(16..)?);
    let length = usize::try_from(u32::from_le_bytes(packed.get(4..8)?.try_into().ok()?)).ok()?.min(MAX_BYTES);
    match kind {
        COMPRESSED => Some(decompressed(data, length)),
        UNCOMPRESSED => Some(data[..data.len().min(length)].to_vec()),
        _ => None,
    }
}

/// Runs of eight items behind a byte that says which are references into the last 4096 bytes.
fn decompressed(data: &[u8], length: usize) -> Vec<u8> {
    let mut all = DICTIONARY.to_vec();
    let end = all.len() + length;
    let mut rest = data;
    while let Some((control, behind)) = rest.split_first() {
        rest = behind;
        for bit in 0..8 {
            if all.len() >= end {
                break;
            }
            if control >> bit & 1 == 0 {
                let Some((literal, behind)) = rest.split_first() else { break };
                all.push(*literal);
                rest = behind;
            } else {
                let Some(([high, low], behind)) = rest.split_first_chunk::<2>().map(|(two, rest)| (*two, rest)) else {
                    break;
                };
                rest = behind;
                let reference = usize::from(high) << 8 | usize::from(low);
                if !copy(&mut all, reference >> 4, (reference & 0xf) + 2) {
                    rest = &[];
                    break;
                }
            }
        }
        if all.len() >= end {
            break;
        }
    }
    all.truncate(end);
    all.split_off(DICTIONARY.len())
}

/// Copies from a place in the ring of 4096 bytes; a reference to where writing goes on is the end.
fn copy(all: &mut Vec<u8>, place: usize, count: usize) -> bool {
    const RING: usize = 4_096;
    let back = (all.len() % RING + RING - place) % RING;
    if back == 0 {
        return false;
    }
    for _ in 0..count {
        // What the ring does not hold yet reads as nothing.
        let byte = all.len().checked_sub(back).map_or(0, |at| all[at]);
        all.push(byte);
    }
    true
}

/// What holds within one pair of braces.
#[derive(Debug, Clone, Copy)]
struct Group {
    is_skipped: bool,
    /// `{\*\htmltag …}`: markup of the HTML that this was made from.
    is_markup: bool,
    /// `\htmlrtf`: for programs that read no HTML.
    is_for_rich_text: bool,
    is_font_table: bool,
    font: i32,
    /// How many characters stand in for a `\u` where it is not understood.
    substitutes: usize,
}

impl Default for Group {
    fn default() -> Self {
        Self {
            is_skipped: false,
            is_markup: false,
            is_for_rich_text: false,
            is_font_table: false,
            font: -1,
            substitutes: 1,
        }
    }
}

#[derive(Default)]
struct Reader {
    out: String,
    is_html: bool,
    group: Group,
    groups: Vec<Group>,
    code_page: Option<String>,
    font_pages: BTreeMap<i32, &'static str>,
    /// Text that waits for its code page's decoder, characters of two bytes in one piece.
    bytes: Vec<u8>,
    /// UTF-16 units of `\u`, pairs in one piece.
    units: Vec<u16>,
    to_skip: usize,
}

impl Reader {
    fn read(&mut self, rich: &[u8]) {
        let mut rest = rich;
        while let Some((byte, behind)) = rest.split_first() {
            rest = behind;
            match byte {
                b'{' if self.groups.len() == MAX_DEPTH => return,
                b'{' => self.groups.push(self.group),
                b'}' => {
                    self.flush();
                    self.group = self.groups.pop().unwrap_or_default();
                }
                b'\\' => rest = self.control(rest),
                b'\r' | b'\n' => {}
                byte => self.byte(*byte),
            }
        }
    }

    fn is_shown(&self) -> bool {
        !self.group.is_skipped
            && (!self.is_html || self.group.is_markup || !self.group.is_for_rich_text)
            && self.out.len() + self.bytes.len() < MAX_BYTES
    }

    fn byte(&mut self, byte: u8) {
        if self.to_skip > 0 {
            self.to_skip -= 1;
        } else if self.is_shown() {
            self.flush_units();
            self.bytes.push(byte);
        }
    }

    fn text(&mut self, text: &str) {
        if self.is_shown() {
            self.flush();
            self.out.push_str(text);
        }
    }

    fn flush(&mut self) {
        self.flush_units();
        if !self.bytes.is_empty() {
            let page = self.font_pages.get(&self.group.font).copied().or(self.code_page.as_deref());
            self.out.push_str(&charset::decode(&[page.unwrap_or("cp1252")], &self.bytes));
            self.bytes.clear();
        }
    }

    fn flush_units(&mut self) {
        if !self.units.is_empty() {
            self.out.push_str(&String::from_utf16_lossy(&self.units));
            self.units.clear();
        }
    }

    /// A control word or sign behind its backslash; returns what stands behind it.
    fn control<'a>(&mut self, rest: &'a [u8]) -> &'a [u8] {
        let length = rest.iter().take_while(|byte| byte.is_ascii_alphabetic()).count();
        if length == 0 {
            return self.sign(rest);
        }
        let (word, behind) = rest.split_at(length);
        let digits = usize::from(behind.first() == Some(&b'-'));
        let digits = digits + behind[digits..].iter().take(9).take_while(|byte| byte.is_ascii_digit()).count();
        let (number, behind) = behind.split_at(digits);
        let number = std::str::from_utf8(number).ok().and_then(|number| number.parse().ok());
        let behind = behind.strip_prefix(b" ").unwrap_or(behind);
        if word == b"bin" {
            let length = number.and_then(|length: i32| usize::try_from(length).ok()).unwrap_or(0);
            return behind.get(length..).unwrap_or_default();
        }
        self.word(word, number);
        behind
    }

    fn sign<'a>(&mut self, rest: &'a [u8]) -> &'a [u8] {
        let Some((sign, behind)) = rest.split_first() else { return rest };
        match sign {
            b'\'' => {
                let digits = behind.get(..2).and_then(|digits| std::str::from_utf8(digits).ok());
                let Some(byte) = digits.and_then(|digits| u8::from_str_radix(digits, 16).ok()) else { return behind };
                self.byte(byte);
                return &behind[2..];
            }
            // A destination that programs may leave out; markup says so right behind.
            b'*' => self.group.is_skipped = true,
            b'~' => self.text(" "),
            b'_' => self.byte(b'-'),
            b'\\' | b'{' | b'}' => self.byte(*sign),
            b'\r' | b'\n' => self.text("\n"),
            _ => {}
        }
        behind
    }

    fn word(&mut self, word: &[u8], number: Option<i32>) {
        match word {
            b"fromhtml" => self.is_html = true,
            b"ansicpg" => self.code_page = number.map(|page| format!("cp{page}")),
            b"htmltag" => {
                self.group.is_skipped = self.groups.last().is_some_and(|around| around.is_skipped);
                self.group.is_markup = true;
            }
            b"htmlrtf" => {
                self.flush();
                self.group.is_for_rich_text = number != Some(0);
            }
            b"fonttbl" => (self.group.is_font_table, self.group.is_skipped) = (true, true),
            b"colortbl" | b"stylesheet" | b"info" | b"pict" | b"object" | b"header" | b"footer" | b"fldinst"
            | b"mhtmltag" => self.group.is_skipped = true,
            b"f" => {
                self.flush();
                self.group.font = number.unwrap_or(-1);
            }
            b"fcharset" => self.font_charset(number.unwrap_or(0)),
            b"uc" => self.group.substitutes = number.and_then(|count| count.try_into().ok()).unwrap_or(1),
            b"u" => self.unit(number.unwrap_or(0)),
            b"par" | b"line" | b"row" | b"sect" | b"page" => self.text("\n"),
            b"tab" | b"cell" => self.text("\t"),
            word => {
                if let Some(text) = named_character(word) {
                    self.text(text);
                }
            }
        }
    }

    /// `\f1\fcharset204` in the font table: text in font 1 is Cyrillic.
    fn font_charset(&mut self, number: i32) {
        if let Some(page) = code_page(number)
            && self.group.is_font_table
            && self.font_pages.len() < MAX_FONTS
        {
            self.font_pages.insert(self.group.font, page);
        }
    }

    /// Units above 32767 are written as negative numbers.
    fn unit(&mut self, number: i32) {
        let unit = u16::try_from(number & 0xffff).unwrap_or(0);
        self.to_skip = self.group.substitutes.min(8);
        if self.is_shown() {
            if !self.bytes.is_empty() {
                self.flush();
            }
            self.units.push(unit);
        }
    }
}

fn named_character(word: &[u8]) -> Option<&'static str> {
    Some(match word {
        b"bullet" => "•",
        b"endash" => "–",
        b"emdash" => "—",
        b"lquote" => "‘",
        b"rquote" => "’",
        b"ldblquote" => "“",
        b"rdblquote" => "”",
        _ => return None,
    })
}

/// The code page of a Windows font's character set.
fn code_page(charset: i32) -> Option<&'static str> {
    Some(match charset {
        0 => "cp1252",
        128 => "cp932",
        129 => "cp949",
        134 => "cp936",
        136 => "cp950",
        161 => "cp1253",
        162 => "cp1254",
        163 => "cp1258",
        177 => "cp1255",
        178 => "cp1256",
        186 => "cp1257",
        204 => "cp1251",
        222 => "cp874",
        238 => "cp1250",
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn uncompressed(rich: &str) -> Vec<u8> {
        let length = u32::try_from(rich.len()).unwrap();
        [&(length + 12).to_le_bytes()[..], &length.to_le_bytes(), UNCOMPRESSED, &[0; 4], rich.as_bytes()].concat()
    }

    fn text(rich: &str) -> String {
        to_text(&uncompressed(rich)).unwrap()
    }

    /// The published example (MS-OXRTFCP §4.1.1).
    const EXAMPLE: &[u8] = b"\x2d\0\0\0\x2b\0\0\0LZFu\xf1\xc5\xc7\xa7\x03\0\x0a\0rcpg125B2\x0a\xf3 hel\x09\0 bw\x05\xb0ld}\x0a\x80\x0f\xa0";

    #[test]
    fn compressed_text_is_unpacked() {
        assert_eq!(unpacked(EXAMPLE).unwrap(), b"{\\rtf1\\ansi\\ansicpg1252\\pard hello world}\r\n");
        assert_eq!(to_text(EXAMPLE).as_deref(), Some("hello world"));
        assert_eq!(to_text(b"neither of both kinds"), None);
    }

    #[test]
    fn the_html_within_is_read() {
        let rich = r"{\rtf1\ansi\ansicpg1251\fromhtml1 \deff0{\fonttbl{\f0 Arial;}}{\*\htmltag64 <p>}\htmlrtf {\htmlrtf0 \'cf\'f0\'e8{\*\htmltag84 <br>}\htmlrtf \line\htmlrtf0 a \'26lt; b{\*\mhtmltag1 no}{\*\htmltag72 </p>}\htmlrtf }\htmlrtf0}";
        assert_eq!(text(rich), "При\na < b");
    }

    #[test]
    fn plain_rich_text_is_read() {
        let rich = r"{\rtf1\ansi\ansicpg1252{\fonttbl{\f0\fcharset0 Arial;}{\f1\fcharset204 Arial;}}{\*\generator x;}{\info{\author Ada}}\f0 Gr\'fc\'dfe\par \f1\'cf\'f0\'e8\f0 \{x\}\tab\u8364? \u-10179?\u-8704?\bin3 }}}.}";
        assert_eq!(text(rich), "Grüße\nПри{x}\t€ 😀.");
    }

    #[test]
    fn rich_text_made_to_cost_time_or_memory_is_given_up() {
        let started = std::time::Instant::now();
        for unit in ["{", "}", "\\u1", "{\\*\\htmltag ", "\\f1\\fcharset2 ", "{\\fonttbl\\f1\\fcharset0 x", "\\'"] {
            text(&unit.repeat(200_000));
        }
        let references =
            [b"\0\0\0\0\xff\xff\xff\xffLZFu\0\0\0\0".to_vec(), b"\xff\x0d\x1f\x0d\x1f".repeat(200_000)].concat();
        assert!(to_text(&references).is_some());
        assert!(started.elapsed() < std::time::Duration::from_secs(10));
    }

    proptest! {
        #[test]
        fn arbitrary_rich_text_never_panics(
            rich in r"([{}é ]|\\[a-z]{1,7}-?[0-9]{0,6} ?|\\['*~_]|[0-9a-f]{2}|\\bin9|\\fromhtml|\\htmltag){0,60}",
            packed in prop::collection::vec(any::<u8>(), 0..200),
        ) {
            text(&rich);
            to_text(&[&[0xff; 8][..], COMPRESSED, &[0; 4], &packed].concat());
        }
    }
}
