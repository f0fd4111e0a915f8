//! Where links lead, as far as a reader wants to know.

use super::super::parameters::percent_decoded;
use super::entity::entity;

/// Longer addresses are for counting clicks, and nobody reads them.
const MAX_BYTES: usize = 500;

/// Where a link leads, if a person could go there.
pub(super) fn address(href: &str) -> String {
    let mut address = String::new();
    let mut rest = href.trim();
    while let Some(at) = rest.find('&') {
        address.push_str(&rest[..at]);
        let (decoded, length) = entity(&rest[at..]);
        address.push_str(&decoded);
        rest = &rest[at + length..];
    }
    address.push_str(rest);
    let address = unwrapped(address);
    let lower = address.get(..8).unwrap_or(&address).to_ascii_lowercase();
    if lower.starts_with("mailto:") {
        return address["mailto:".len()..].split('?').next().unwrap_or_default().to_owned();
    }
    let leads_somewhere = ["http://", "https://", "ftp://"].iter().any(|scheme| lower.starts_with(scheme));
    let is_readable = address.len() <= MAX_BYTES && !address.contains(char::is_whitespace);
    if leads_somewhere && is_readable { address } else { String::new() }
}

/// The address that a filter against phishing wrapped into its own, which nobody can read.
fn unwrapped(address: String) -> String {
    let Some((host, query)) = address.split_once('?') else { return address };
    let host = host.trim_end_matches('/');
    let name = if host.ends_with(".safelinks.protection.outlook.com") {
        "url="
    } else if host == "https://www.google.com/url" {
        "q="
    } else {
        return address;
    };
    let target = query.split('&').find_map(|pair| pair.strip_prefix(name));
    target.map_or(address.clone(), |target| String::from_utf8_lossy(&percent_decoded(target.as_bytes())).into_owned())
}

/// Does the link's text say where it leads?
pub(super) fn is_same(text: &str, address: &str) -> bool {
    let bare = |text: &str| {
        let lower = text.trim().trim_matches(['<', '>', '(', ')']).to_lowercase();
        let lower = lower.split_once("://").map_or(lower.as_str(), |(_, rest)| rest).to_owned();
        lower.trim_start_matches("www.").trim_end_matches(['/', '.', '…']).to_owned()
    };
    let (text, address) = (bare(text), bare(address));
    text == address || text.len() > 8 && text.contains('.') && address.starts_with(&text)
}
