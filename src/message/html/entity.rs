//! Characters written as `&name;` or `&#number;`, read as browsers read them.

use mail_parser::decoders::html::add_html_token;

use super::super::charset;

/// The longest names that browsers know are as long.
const MAX_BYTES: usize = 32;

/// The character that an entity at the start stands for, and the entity's length; a lone `&` is itself.
pub(super) fn entity(text: &str) -> (String, usize) {
    let is_name: fn(&u8) -> bool = match text.as_bytes().get(1..3) {
        Some(b"#x" | b"#X") => |byte| byte.is_ascii_hexdigit() || matches!(byte, b'#' | b'x' | b'X'),
        Some([b'#', _]) => |byte| byte.is_ascii_digit() || *byte == b'#',
        _ => u8::is_ascii_alphanumeric,
    };
    let length = 1 + text.bytes().skip(1).take(MAX_BYTES).take_while(is_name).count();
    let name = &text[1..length];
    if matches!(name, "" | "#" | "#x" | "#X") {
        return ("&".to_owned(), 1);
    }
    if text[length..].starts_with(';') {
        return (as_browsers_show(decoded(name)), length + 1);
    }
    match unended(name, &text[length..]) {
        Some(character) => (character, length),
        None => ("&".to_owned(), 1),
    }
}

fn decoded(name: &str) -> String {
    let mut decoded = String::new();
    add_html_token(&mut decoded, format!("&{name};").as_bytes(), false);
    decoded
}

/// `&#8217`, `&nbsp`, `&uuml` without semicolon, which browsers read for numbers and for the oldest names, which
/// are those of Latin-1. `&copy=1` is part of an address.
fn unended(name: &str, behind: &str) -> Option<String> {
    if behind.starts_with('=') || name.len() > "thetasym".len() {
        return None;
    }
    let decoded = decoded(name);
    let mut characters = decoded.chars();
    let is_one = matches!((characters.next(), characters.next()), (Some(_), None));
    let is_old = decoded.starts_with(|c: char| matches!(c, '&' | '<' | '>' | '"' | '\u{a0}'..='\u{ff}'));
    (is_one && (is_old || name.starts_with('#'))).then(|| as_browsers_show(decoded))
}

/// `&#150;` is a control character that nobody means: HTML reads 128 to 159 as Windows-1252.
fn as_browsers_show(decoded: String) -> String {
    let mut characters = decoded.chars();
    match (characters.next().map(u32::from), characters.next()) {
        (Some(code @ 0x80..=0x9f), None) => charset::decode(&["windows-1252"], &[u8::try_from(code).unwrap_or(b'?')]),
        _ => decoded,
    }
}
