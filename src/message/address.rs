//! Addresses of a mail: groups flattened, names decoded, domains in lower case (RFC 5322 §3.4, RFC 5321 §2.4).

use mail_parser::parsers::MessageStream;
use mail_parser::{Addr, HeaderValue};

use super::Address;
use super::charset::Hint;
use super::headers::Headers;
use super::words::{self, Piece};

/// The addresses of all fields of that name.
pub(super) fn list(headers: &Headers<'_>, name: &str) -> Vec<Address> {
    headers.all_bytes(name).flat_map(|field| in_field(&field)).collect()
}

/// The addresses in a field's value.
pub(super) fn in_field(field: &[u8]) -> Vec<Address> {
    let mut value = spelled_out(field).into_bytes();
    value.push(b'\n');
    match MessageStream::new(&value).parse_address() {
        HeaderValue::Address(addresses) => addresses.iter().filter_map(understood).collect(),
        _ => Vec::new(),
    }
}

/// Encoded words as quoted strings, so that a comma or a bracket within a name is a part of the name.
fn spelled_out(field: &[u8]) -> String {
    let mut out = String::with_capacity(field.len());
    let (mut in_quotes, mut in_brackets) = (false, false);
    for piece in words::pieces(field, Hint::default()) {
        match piece {
            Piece::Plain(text) => {
                in_quotes ^= text.matches('"').count() % 2 == 1;
                in_brackets =
                    text.rfind('<').map_or(in_brackets, |open| text.rfind('>').is_none_or(|close| close < open));
                out.push_str(&text);
            }
            Piece::Encoded(text) if in_brackets => out.push_str(&text),
            Piece::Encoded(text) => {
                let text = text.replace(['"', '\\'], "");
                out.push_str(&if in_quotes { text } else { format!("\" {text}\"") });
            }
        }
    }
    out
}

fn understood(parsed: &Addr<'_>) -> Option<Address> {
    let name = parsed.name.as_deref().map(clean_name).filter(|name| !name.is_empty());
    match parsed.address.as_deref().map(clean_address).filter(|address| !address.is_empty()) {
        Some(address) => Some(Address { name: name.filter(|name| *name != address), address }),
        // "someone@example.org" within quotation marks or a comment is all that some programs write.
        None => name.filter(|name| name.contains('@')).and_then(|name| within_name(&name)),
    }
}

/// `"Ada <ada@desk.example>"`: everything was quoted or encoded as if it were the name.
fn within_name(name: &str) -> Option<Address> {
    let (before, address) = match name.split_once('<') {
        Some((before, rest)) => (before.trim(), rest.split('>').next().unwrap_or_default()),
        None => ("", name),
    };
    let address = (!address.trim().contains(' ') && address.contains('@')).then(|| clean_address(address))?;
    Some(Address { name: Some(before.to_owned()).filter(|name| !name.is_empty()), address })
}

fn clean_name(name: &str) -> String {
    let name: String = name.chars().filter(|c| !is_invisible(*c)).collect();
    name.split_whitespace().collect::<Vec<_>>().join(" ").trim_matches(['"', '\'']).trim().to_owned()
}

/// Control and bidirectional characters, by which a name shows as another.
pub(super) fn is_invisible(character: char) -> bool {
    character.is_control() && !character.is_whitespace()
        || matches!(character, '\u{61c}' | '\u{200b}' | '\u{200e}' | '\u{200f}' | '\u{2060}'..='\u{2064}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{feff}')
}

fn clean_address(address: &str) -> String {
    let address: String = address.chars().filter(|c| !c.is_whitespace() && !c.is_control()).collect();
    let address = address.trim_matches(['<', '>', '"', ',', ';']);
    let address = address.strip_prefix("mailto:").unwrap_or(address);
    match address.rsplit_once('@') {
        Some((local, domain)) => format!("{local}@{}", domain.to_lowercase()),
        None => address.to_owned(),
    }
}
