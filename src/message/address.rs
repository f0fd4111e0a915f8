//! Addresses of a mail: groups flattened, names decoded, domains in lower case (RFC 5322 §3.4, RFC 5321 §2.4).

use mail_parser::parsers::MessageStream;
use mail_parser::{Addr, HeaderValue};

use super::Address;
use super::headers::{Headers, decoded};

/// The addresses of all fields of that name.
pub(super) fn list(headers: &Headers<'_>, name: &str) -> Vec<Address> {
    headers.all_bytes(name).flat_map(|field| in_field(&field)).collect()
}

/// The addresses in a field's value.
pub(super) fn in_field(field: &[u8]) -> Vec<Address> {
    let mut value = field.to_vec();
    value.push(b'\n');
    match MessageStream::new(&value).parse_address() {
        HeaderValue::Address(addresses) => addresses.iter().filter_map(understood).collect(),
        _ => Vec::new(),
    }
}

fn understood(parsed: &Addr<'_>) -> Option<Address> {
    let name = parsed.name.as_deref().map(clean_name).filter(|name| !name.is_empty());
    match parsed.address.as_deref().map(clean_address).filter(|address| !address.is_empty()) {
        Some(address) => Some(Address { name: name.filter(|name| *name != address), address }),
        // "someone@example.org" within quotation marks or a comment is all that some programs write.
        None => name
            .filter(|name| name.contains('@') && !name.contains(' '))
            .map(|name| Address { name: None, address: clean_address(&name) }),
    }
}

fn clean_name(name: &str) -> String {
    let name = if name.contains("=?") { decoded(name.as_bytes()) } else { name.to_owned() };
    name.split_whitespace().collect::<Vec<_>>().join(" ").trim_matches(['"', '\'']).trim().to_owned()
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
