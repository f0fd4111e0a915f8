//! Bytes → text, also where the label is wrong, unknown or missing.
//!
//! A label is believed unless the bytes contradict it: UTF-8 is hardly ever met by chance, the escapes of
//! ISO-2022 never. What then remains is guessed as browsers guess it (RFC 2045 §5.2 would have it be ASCII, which
//! helps nobody).

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{Encoding, WINDOWS_1252};
use mail_parser::decoders::charsets::map::charset_decoder;

/// Text that is mostly runs of this many 8-bit bytes is in no Latin script.
const LONG_RUN: usize = 3;
const MAX_SAMPLE_BYTES: usize = 1 << 12;
/// As much text in another script than its label has is no Latin text with a few accents.
const MANY_HIGH_BYTES: usize = 12;

/// A country's two letters as in its domain, lower case.
pub(super) type Country = [u8; 2];

/// What a mail says of bytes that have no label of their own.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Hint<'a> {
    /// Of the mail's text.
    pub charset: Option<&'a str>,
    /// Where the sender's address is at home, or the recipient's.
    pub country: Option<Country>,
}

/// `labels` in the order in which they are believed: the part's own, then what a `<meta>` says.
pub(super) fn decode(labels: &[&str], bytes: &[u8]) -> String {
    decode_from(labels, None, bytes)
}

/// As [`decode`]; what the labels leave open is guessed at by what is written in that country.
pub(super) fn decode_from(labels: &[&str], country: Option<Country>, bytes: &[u8]) -> String {
    let text = decoded(labels, country, bytes);
    match text.strip_prefix('\u{feff}') {
        Some(text) => text.to_owned(),
        None => text,
    }
}

/// Is there a charset of that name?
pub(super) fn is_known(label: &str) -> bool {
    let label = canonical(label);
    is_utf8(&label) || charset_decoder(label.as_bytes()).is_some()
}

fn is_utf8(label: &str) -> bool {
    matches!(label, "utf-8" | "utf8")
}

fn decoded(labels: &[&str], country: Option<Country>, bytes: &[u8]) -> String {
    if let Some(text) = by_escapes(bytes) {
        return text;
    }
    if labels.first().is_some_and(|label| canonical(label).starts_with("hz-gb")) {
        return by_name("gb18030", &from_hz(bytes));
    }
    let declared =
        labels.iter().map(|label| canonical(label)).find(|label| charset_decoder(label.as_bytes()).is_some());
    let Some(label) = declared.filter(|label| !is_contradicted(label, country, bytes)) else {
        return unlabelled(bytes, country, labels.first().is_some_and(|label| is_utf8(&canonical(label))));
    };
    let text = by_name(&label, bytes);
    match std::str::from_utf8(bytes) {
        Ok(utf8) if label != "utf-7" && !bytes.is_ascii() && is_by_chance_unlikely(&label, utf8, &text) => {
            utf8.to_owned()
        }
        _ => text,
    }
}

/// The names that charsets are called by in mail, as the decoders know them.
fn canonical(label: &str) -> String {
    let label = label.trim_matches(|c: char| c.is_whitespace() || matches!(c, '"' | '\'' | ';' | '='));
    // RFC 2231 §5: a language may follow.
    let label = label.split('*').next().unwrap_or_default().to_ascii_lowercase();
    let label = label.strip_prefix("charset=").unwrap_or(&label);
    match label {
        "gb2312" | "gb_2312-80" | "gbk" | "cp936" | "ms936" | "x-gbk" | "euc-cn" | "x-euc-cn" => "gb18030",
        "cp932" | "x-ms-cp932" | "shift-jis" | "windows-932" | "x-sjis" => "shift_jis",
        "cp949" | "uhc" | "ks_c_5601" | "ms949" | "x-windows-949" => "euc-kr",
        "cp950" | "big-5" | "windows-950" | "ms950" => "big5",
        "eucjp" | "ujis" => "euc-jp",
        "cp50220" | "cp50221" | "iso-2022-jp-2" | "iso-2022-jp-ms" | "iso2022jp" => "iso-2022-jp",
        "ansi" | "8859-1" | "iso-8859" | "iso8859" | "en_us.iso8859-1" | "iso-8859-1-windows-3.1-latin-1" => {
            "windows-1252"
        }
        "utf7" | "unicode-1-1-utf-7" | "x-unicode-2-0-utf-7" => "utf-7",
        "iso-8859-9-windows-latin-5" => "windows-1254",
        other => return windows_number(other).unwrap_or_else(|| other.to_owned()),
    }
    .to_owned()
}

/// `win-1251`, `cp-1251`, `windows1251`: the number is what matters.
fn windows_number(label: &str) -> Option<String> {
    let number =
        ["windows", "win", "cp", "x-cp", "microsoft-cp"].iter().find_map(|prefix| label.strip_prefix(prefix))?;
    let number = number.trim_start_matches(['-', '_', ' ']);
    matches!(number, "874" | "1250" | "1251" | "1252" | "1253" | "1254" | "1255" | "1256" | "1257" | "1258")
        .then(|| format!("windows-{number}"))
}

fn by_name(label: &str, bytes: &[u8]) -> String {
    match charset_decoder(label.as_bytes()) {
        Some(decode) => decode(bytes),
        None => String::from_utf8_lossy(bytes).into_owned(),
    }
}

/// Some programs call everything ASCII, or Latin-1; UTF-16 has a zero beside each ASCII letter.
fn is_contradicted(label: &str, country: Option<Country>, bytes: &[u8]) -> bool {
    match label {
        "windows-1252" | "iso-8859-1" | "latin1" => is_other_script(bytes, country),
        "us-ascii" | "ascii" | "ansi_x3.4-1968" => !bytes.is_ascii(),
        "utf-16" | "utf-16le" | "utf-16be" | "unicode" | "ucs-2" => {
            std::str::from_utf8(bytes).is_ok() && !bytes.contains(&0)
        }
        _ => false,
    }
}

/// Whole words of letters that Latin scripts use one by one.
fn is_other_script(bytes: &[u8], country: Option<Country>) -> bool {
    let (high, in_runs) = high_bytes(sample(bytes));
    high >= MANY_HIGH_BYTES
        && in_runs * 3 > high * 2
        && std::str::from_utf8(bytes).is_err()
        && !matches!(guessed(bytes, country).name(), "windows-1252" | "windows-1250" | "windows-1254" | "windows-1257")
}

/// Bytes that are valid UTF-8: is that no accident of the labelled charset?
fn is_by_chance_unlikely(label: &str, utf8: &str, by_label: &str) -> bool {
    let is_latin = matches!(label, "windows-1252" | "windows-1250" | "windows-1254" | "latin1" | "latin2")
        || label.starts_with("iso-8859-")
        || label.starts_with("iso8859");
    if is_latin {
        return true;
    }
    let is_single_byte = label.starts_with("windows-") || label.starts_with("koi8");
    let sequences = utf8.chars().filter(|c| !c.is_ascii()).count();
    is_single_byte && sequences >= 4 || by_label.contains('\u{fffd}')
}

fn unlabelled(bytes: &[u8], country: Option<Country>, is_said_utf8: bool) -> String {
    match std::str::from_utf8(bytes) {
        Ok(text) => text.to_owned(),
        // A few broken characters among many good ones are damage, not another charset.
        Err(_) if is_damaged_utf8(bytes, if is_said_utf8 { 2 } else { 1 }) => {
            String::from_utf8_lossy(bytes).into_owned()
        }
        Err(_) => guessed(bytes, country).decode_without_bom_handling(bytes).0.into_owned(),
    }
}

fn is_damaged_utf8(bytes: &[u8], trust: usize) -> bool {
    let (mut good, mut lost) = (0_usize, 0_usize);
    for chunk in bytes.utf8_chunks() {
        good += chunk.valid().chars().filter(|c| !c.is_ascii()).count();
        lost += usize::from(!chunk.invalid().is_empty());
    }
    lost < good * trust
}

/// ISO-2022 switches its character sets by escapes, and nothing else has these.
fn by_escapes(bytes: &[u8]) -> Option<String> {
    if bytes.starts_with(b"\xff\xfe") {
        return Some(by_name("utf-16le", &bytes[2..]));
    }
    if bytes.starts_with(b"\xfe\xff") {
        return Some(by_name("utf-16be", &bytes[2..]));
    }
    let at = bytes.windows(3).position(|three| three[0] == 0x1b && three[1] == b'$')?;
    match bytes[at + 2] {
        b'B' | b'@' | b'(' => Some(by_name("iso-2022-jp", bytes)),
        b')' if bytes.get(at + 3) == Some(&b'A') => Some(by_name("gb18030", &shifted_up(&bytes[at..]))),
        b')' => Some(by_name("euc-kr", &shifted_up(&bytes[at..]))),
        _ => None,
    }
}

/// ISO-2022-KR (RFC 1557) is EUC-KR without its eighth bit, between shift-out and shift-in; so is ISO-2022-CN
/// (RFC 1922) of GB 2312.
fn shifted_up(bytes: &[u8]) -> Vec<u8> {
    let mut is_korean = false;
    let mut out = Vec::with_capacity(bytes.len());
    for byte in bytes.get(4..).unwrap_or_default() {
        match byte {
            0x0e => is_korean = true,
            0x0f => is_korean = false,
            b'\n' | b'\r' => out.push(*byte),
            byte => out.push(if is_korean { byte | 0x80 } else { *byte }),
        }
    }
    out
}

/// HZ (RFC 1843) is GB 2312 without its eighth bit, between `~{` and `~}`.
fn from_hz(bytes: &[u8]) -> Vec<u8> {
    let mut is_chinese = false;
    let mut out = Vec::with_capacity(bytes.len());
    let mut rest = bytes;
    while let Some((byte, behind)) = rest.split_first() {
        rest = match (byte, behind.split_first()) {
            (b'~', Some((mark @ (b'{' | b'}'), behind))) => {
                is_chinese = *mark == b'{';
                behind
            }
            (b'~', Some((b'~', behind))) if !is_chinese => {
                out.push(b'~');
                behind
            }
            (b'~', Some((b'\n', behind))) => behind,
            _ => {
                is_chinese &= *byte != b'\n';
                out.push(if is_chinese { byte | 0x80 } else { *byte });
                behind
            }
        };
    }
    out
}

/// The charset of bytes that are no UTF-8, as browsers guess it.
fn guessed(bytes: &[u8], country: Option<Country>) -> &'static Encoding {
    let bytes = sample(bytes);
    if is_mostly_ascii_letters(bytes) && has_only_signs(bytes) {
        return WINDOWS_1252;
    }
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
    detector.feed(bytes, true);
    let country = country.filter(|country| country.iter().all(u8::is_ascii_lowercase));
    detector.guess(country.as_ref().map(<[u8; 2]>::as_slice), Utf8Detection::Deny)
}

/// A price or curly quotation marks tell of no language, and Windows wrote them; within a word they are letters of
/// another charset.
fn has_only_signs(bytes: &[u8]) -> bool {
    let (text, _) = WINDOWS_1252.decode_without_bom_handling(bytes);
    let is_in_word = |at: usize, sign: char| {
        text[..at].ends_with(char::is_alphabetic) && text[at + sign.len_utf8()..].starts_with(char::is_alphabetic)
    };
    (text.char_indices().filter(|(_, c)| !c.is_ascii() && *c != '’'))
        .all(|(at, c)| !c.is_alphabetic() && !is_in_word(at, c))
}

/// Enough to tell by: from the line with the first letter beyond ASCII, to a line's end, where no character is cut.
fn sample(bytes: &[u8]) -> &[u8] {
    let first = bytes.iter().position(|byte| !byte.is_ascii()).unwrap_or(0);
    let start = bytes[..first].iter().rposition(|byte| *byte == b'\n').map_or(0, |end| end + 1);
    let start = start.max(first.saturating_sub(MAX_SAMPLE_BYTES / 2));
    let rest = &bytes[start..];
    let sample = &rest[..rest.len().min(MAX_SAMPLE_BYTES)];
    if sample.len() == rest.len() {
        return rest;
    }
    sample
        .iter()
        .rposition(|byte| *byte == b'\n')
        .filter(|end| start + end > first)
        .map_or(sample, |end| &sample[..end])
}

/// In a Latin script letters beyond ASCII stand alone or in pairs.
fn is_mostly_ascii_letters(bytes: &[u8]) -> bool {
    let (high, in_runs) = high_bytes(sample(bytes));
    in_runs * 2 < high
}

/// How many bytes are beyond ASCII, and how many of these stand in long runs.
fn high_bytes(bytes: &[u8]) -> (usize, usize) {
    let (mut high, mut in_runs, mut run) = (0_usize, 0_usize, 0_usize);
    for byte in bytes {
        if byte.is_ascii() {
            run = 0;
            continue;
        }
        high += 1;
        run += 1;
        in_runs += match run {
            LONG_RUN => LONG_RUN,
            more if more > LONG_RUN => 1,
            _ => 0,
        };
    }
    (high, in_runs)
}

#[cfg(test)]
mod tests {
    use super::decode;

    #[test]
    fn labels_are_believed_by_any_of_their_names() {
        assert_eq!(decode(&["Win-1251"], b"\xcf\xf0\xe8\xe2\xe5\xf2"), "Привет");
        assert_eq!(decode(&["\"iso-8859-1\""], b"Gr\xfc\xdfe"), "Grüße");
        assert_eq!(decode(&["cp932"], b"\x83\x65\x83\x58\x83\x67"), "テスト");
        assert_eq!(decode(&["utf-7"], b"Gr+APwA3w-e"), "Grüße");
        assert_eq!(decode(&["GB2312"], b"\xd6\xec\xe9\x46\xbb\xf9"), "朱镕基");
        assert_eq!(decode(&["x-unknown", "windows-1250"], b"\x9eluv\xfd"), "žluvý");
    }

    #[test]
    fn labels_that_the_bytes_contradict_are_not_believed() {
        assert_eq!(decode(&["iso-8859-1"], "Grüße".as_bytes()), "Grüße");
        assert_eq!(decode(&["us-ascii"], "Grüße".as_bytes()), "Grüße");
        assert_eq!(decode(&["utf-16"], b"plain"), "plain");
        assert_eq!(decode(&["utf-8"], b"\x1b$B%F%9%H\x1b(B"), "テスト");
    }

    #[test]
    fn unlabelled_bytes_are_read_as_the_language_that_they_make() {
        assert_eq!(decode(&[], b"Gr\xfc\xdfe, \x80 5"), "Grüße, € 5");
        // "Здравствуйте, принтер не печатает" by iconv
        assert_eq!(
            decode(&[], b"\xc7\xe4\xf0\xe0\xe2\xf1\xf2\xe2\xf3\xe9\xf2\xe5, \xef\xf0\xe8\xed\xf2\xe5\xf0"),
            "Здравствуйте, принтер"
        );
        assert_eq!(
            decode(&["utf-8"], b"\xfa\xc4\xd2\xc1\xd7\xd3\xd4\xd7\xd5\xca\xd4\xc5, \xd0\xd2\xc9\xce\xd4\xc5\xd2"),
            "Здравствуйте, принтер"
        );
        assert_eq!(decode(&[], b"\xb4\xf2\xd3\xa1\xbb\xfa\xb2\xbb\xb9\xa4\xd7\xf7"), "打印机不工作");
        assert_eq!(decode(&[], b"\xc7\xc1\xb8\xb0\xc5\xcd\xb0\xa1"), "프린터가");
        assert_eq!(decode(&[], b"\x88\xf3\x8d\xfc\x82\xc5\x82\xab\x82\xdc\x82\xb9\x82\xf1"), "印刷できません");
    }

    #[test]
    fn korean_with_shifts_is_read() {
        assert_eq!(decode(&["iso-2022-kr"], b"\x1b$)C\x0eGA8\x30EM\x0f ok"), "프린터 ok");
    }

    /// By iconv from the text beside it.
    #[test]
    fn unlabelled_text_of_many_languages_is_read() {
        for (bytes, text) in [
            (
                &b"\xca\xe1\xeb\xe7\xec\xdd\xf1\xe1, \xef \xe5\xea\xf4\xf5\xf0\xf9\xf4\xde\xf2"[..],
                "Καλημέρα, ο εκτυπωτής",
            ),
            (b"\xf9\xec\xe5\xed, \xe4\xee\xe3\xf4\xf1\xfa \xec\xe0 \xf2\xe5\xe1\xe3\xfa", "שלום, המדפסת לא עובדת"),
            (b"\xc7\xe1\xd8\xc7\xc8\xda\xc9 \xe1\xc7 \xca\xda\xe3\xe1", "الطابعة لا تعمل"),
            (b"\xe0\xa4\xc3\xd7\xe8\xcd\xa7\xbe\xd4\xc1\xbe\xec\xe0\xca\xd5\xc2", "เครื่องพิมพ์เสีย"),
            (b"Tisk\xe1rna ve druh\xe9m pat\xf8e nefunguje, d\xeckuji", "Tiskárna ve druhém patře nefunguje, děkuji"),
            (b"The price is \xa320 or \x8025", "The price is £20 or €25"),
        ] {
            assert_eq!(decode(&[], bytes), text);
        }
    }

    #[test]
    fn the_senders_country_decides_where_the_text_is_short() {
        let hungarian = b"Nem m\xfbk\xf6dik a nyomtat\xf3";
        assert_eq!(super::decode_from(&[], Some(*b"hu"), hungarian), "Nem működik a nyomtató");
        assert_eq!(super::decode_from(&[], Some(*b"gr"), "Grüße".as_bytes()), "Grüße");
    }

    #[test]
    fn whole_words_of_another_script_are_no_latin() {
        // "Здравствуйте, принтер" in Windows-1251
        let russian = b"\xc7\xe4\xf0\xe0\xe2\xf1\xf2\xe2\xf3\xe9\xf2\xe5, \xef\xf0\xe8\xed\xf2\xe5\xf0";
        assert_eq!(decode(&["iso-8859-1"], russian), "Здравствуйте, принтер");
        assert_eq!(decode(&["iso-8859-1"], b"\xc4\xd6\xdc\xe4\xf6\xfc\xdf"), "ÄÖÜäöüß");
    }

    #[test]
    fn chinese_without_its_eighth_bit_is_read() {
        // RFC 1843 §4 "Sample Text"; RFC 1922's announcer before the same characters.
        let text = "This sentence is in ASCII.\nThe next sentence is in GB.己所不欲，勿施於人。Bye.";
        let hz = b"This sentence is in ASCII.\nThe next sentence is in GB.~{<:Ky2;S{#,NpJ)l6HK!#~}Bye.";
        assert_eq!(decode(&["HZ-GB-2312"], hz), text);
        assert_eq!(decode(&["iso-2022-cn"], b"\x1b$)A\x0e<:Ky2;S{\x0f ok"), "己所不欲 ok");
    }
}
