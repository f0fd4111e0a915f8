//! Bytes → text, also where the label is wrong, unknown or missing.
//!
//! A label is believed unless the bytes contradict it: UTF-8 is hardly ever met by chance, the escapes of
//! ISO-2022 never. What then remains is told from how the letters of a language fall (RFC 2045 §5.2 would have
//! it be ASCII, which helps nobody).

use mail_parser::decoders::charsets::map::charset_decoder;

/// Text that is mostly runs of this many 8-bit bytes is in no Latin script.
const LONG_RUN: usize = 3;
const MAX_SAMPLE_BYTES: usize = 1 << 16;
/// In Russian and its neighbours these letters are two thirds of a text; by chance they would be a third.
const COMMON_CYRILLIC: &str = "оеаинтсрвл";

/// The commonest Korean syllables; Chinese read as Korean gives rare ones.
const COMMON_HANGUL: &str = "이다는을가에의하지고로니습기사를은한있도서리시안어나아대수요";

/// `labels` in the order in which they are believed: the part's own, then what a `<meta>` says.
pub(super) fn decode(labels: &[&str], bytes: &[u8]) -> String {
    let text = decoded(labels, bytes);
    match text.strip_prefix('\u{feff}') {
        Some(text) => text.to_owned(),
        None => text,
    }
}

/// Is there a charset of that name?
pub(super) fn is_known(label: &str) -> bool {
    let label = canonical(label);
    matches!(label.as_str(), "utf-8" | "utf8") || charset_decoder(label.as_bytes()).is_some()
}

fn decoded(labels: &[&str], bytes: &[u8]) -> String {
    if let Some(text) = by_escapes(bytes) {
        return text;
    }
    let declared =
        labels.iter().map(|label| canonical(label)).find(|label| charset_decoder(label.as_bytes()).is_some());
    let Some(label) = declared.filter(|label| !is_contradicted(label, bytes)) else { return unlabelled(bytes) };
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

/// Some programs call everything ASCII; UTF-16 has a zero beside each ASCII letter.
fn is_contradicted(label: &str, bytes: &[u8]) -> bool {
    match label {
        "us-ascii" | "ascii" | "ansi_x3.4-1968" => !bytes.is_ascii(),
        "utf-16" | "utf-16le" | "utf-16be" | "unicode" | "ucs-2" => {
            std::str::from_utf8(bytes).is_ok() && !bytes.contains(&0)
        }
        _ => false,
    }
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

fn unlabelled(bytes: &[u8]) -> String {
    match std::str::from_utf8(bytes) {
        Ok(text) => text.to_owned(),
        Err(_) => {
            let lossy = String::from_utf8_lossy(bytes);
            let lost = lossy.matches('\u{fffd}').count();
            let good = lossy.chars().filter(|c| !c.is_ascii()).count() - lost;
            // A few broken characters among many good ones are damage, not another charset.
            if lost < good { lossy.into_owned() } else { by_name(guessed(bytes), bytes) }
        }
    }
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
        b')' => Some(by_name("euc-kr", &shifted_up(&bytes[at..]))),
        _ => None,
    }
}

/// ISO-2022-KR (RFC 1557) is EUC-KR without its eighth bit, between shift-out and shift-in.
fn shifted_up(bytes: &[u8]) -> Vec<u8> {
    let mut is_korean = false;
    let mut out = Vec::with_capacity(bytes.len());
    for byte in bytes.strip_prefix(b"\x1b$)C").unwrap_or(bytes) {
        match byte {
            0x0e => is_korean = true,
            0x0f => is_korean = false,
            b'\n' | b'\r' => out.push(*byte),
            byte => out.push(if is_korean { byte | 0x80 } else { *byte }),
        }
    }
    out
}

/// The charset of bytes that are no UTF-8.
fn guessed(bytes: &[u8]) -> &'static str {
    let bytes = sample(bytes);
    if is_mostly_ascii_letters(bytes) {
        "windows-1252"
    } else {
        cyrillic(bytes).or_else(|| eastern(bytes)).unwrap_or("windows-1252")
    }
}

/// Enough to tell by, cut at a line's end, where no character is cut.
fn sample(bytes: &[u8]) -> &[u8] {
    let start = &bytes[..bytes.len().min(MAX_SAMPLE_BYTES)];
    if start.len() == bytes.len() {
        return bytes;
    }
    start.iter().rposition(|byte| *byte == b'\n').map_or(start, |end| &start[..end])
}

/// In a Latin script letters beyond ASCII stand alone or in pairs.
fn is_mostly_ascii_letters(bytes: &[u8]) -> bool {
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
    in_runs * 2 < high
}

fn cyrillic(bytes: &[u8]) -> Option<&'static str> {
    let scored =
        ["windows-1251", "koi8-r", "iso-8859-5", "ibm866"].map(|name| (cyrillic_share(&by_name(name, bytes)), name));
    scored.into_iter().max_by_key(|(share, _)| *share).filter(|(share, _)| *share >= 45).map(|(_, name)| name)
}

/// How many of a hundred letters beyond ASCII are common Cyrillic ones.
fn cyrillic_share(text: &str) -> usize {
    let beyond = text.chars().filter(|c| !c.is_ascii() && !matches!(c, '\u{a0}' | '«' | '»' | '—' | '–' | '№')).count();
    let letters = text.chars().filter(|c| matches!(c, 'а'..='я' | 'ё' | 'і' | 'ї' | 'А'..='Я')).count();
    // In ordinary writing capitals are few: without this KOI8-R and Windows-1251 resemble each other.
    let common = text.chars().filter(|c| COMMON_CYRILLIC.contains(*c)).count();
    if beyond == 0 || letters * 100 < beyond * 90 { 0 } else { common * 100 / beyond }
}

fn eastern(bytes: &[u8]) -> Option<&'static str> {
    let share = |name: &str, is_typical: fn(char) -> bool| {
        let text = by_name(name, bytes);
        let beyond = text.chars().filter(|c| !c.is_ascii()).count();
        let typical = text.chars().filter(|c| is_typical(*c)).count();
        if beyond == 0 || text.contains('\u{fffd}') { 0 } else { typical * 100 / beyond }
    };
    let is_kana = |c: char| matches!(c, '\u{3041}'..='\u{30fe}');
    let is_hangul = |c: char| COMMON_HANGUL.contains(c);
    let is_chinese = |c: char| matches!(c, '\u{4e00}'..='\u{9fff}' | '\u{3000}'..='\u{3011}' | '\u{ff01}'..='\u{ff5e}');
    [
        ("euc-jp", share("euc-jp", is_kana), 20),
        ("shift_jis", share("shift_jis", is_kana), 20),
        ("euc-kr", share("euc-kr", is_hangul), 20),
    ]
    .into_iter()
    .chain([("gb18030", if is_simplified(bytes) { share("gb18030", is_chinese) } else { 0 }, 70)])
    .chain([("big5", share("big5", is_chinese), 70)])
    .find(|(_, share, least)| share >= least)
    .map(|(name, _, _)| name)
}

/// GB 2312 pairs have both bytes above 0xA0; the trail bytes of Big5 often have not.
fn is_simplified(bytes: &[u8]) -> bool {
    let mut rest = bytes.iter().skip_while(|byte| byte.is_ascii());
    let (mut pairs, mut low) = (0_usize, 0_usize);
    while let Some(byte) = rest.next() {
        if !byte.is_ascii() {
            pairs += 1;
            low += usize::from(rest.next().is_some_and(|trail| *trail < 0xa1));
        }
    }
    low * 10 <= pairs
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
}
