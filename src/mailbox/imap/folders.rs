//! Which folder of the server is meant: by its name, else by its use (RFC 6154).

use async_imap::imap_proto::{Capability, MailboxDatum, MailboxListData, NameAttribute, Response};

use super::conversation::Conversation;
use crate::mailbox::FetchError;
pub(super) use crate::mailbox::INBOX;

/// A folder to read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Folder {
    /// As configured: the name that places carry.
    pub name: String,
    /// As the server calls it, in its own encoding.
    pub on_server: String,
}

/// A folder that the server has.
#[derive(Debug)]
struct Offered {
    on_server: String,
    /// In Unicode.
    name: String,
    delimiter: String,
    /// What it is for (RFC 6154), in the word by which people name such a folder.
    used_as: Option<&'static str>,
}

/// What is known of a folder that something is to be moved to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Located {
    /// As the server calls it, where it has it.
    pub on_server: Option<String>,
    /// What to ask for where it is to be made, the likeliest first, as the server would call it.
    pub candidates: Vec<String>,
}

/// Where a folder of this name is, or could be.
pub(super) async fn locate(conversation: &mut Conversation, wanted: &str) -> Result<Located, FetchError> {
    let offered = offered(conversation).await?;
    Ok(located(wanted, &offered))
}

fn located(wanted: &str, offered: &[Offered]) -> Located {
    let name = to_modified_utf7(wanted);
    let inbox = offered.iter().find(|folder| folder.name.eq_ignore_ascii_case(INBOX));
    let delimiter = inbox.map(|folder| folder.delimiter.as_str()).filter(|delimiter| !delimiter.is_empty());
    let below = delimiter.map(|delimiter| format!("{INBOX}{delimiter}{name}"));
    let on_server = resolve(wanted, offered).map(str::to_string);
    Located { on_server, candidates: [Some(name), below].into_iter().flatten().collect() }
}

/// The inbox and the configured folders, each found on the server.
pub(super) async fn find(conversation: &mut Conversation, wanted: &[String]) -> Result<Vec<Folder>, FetchError> {
    let mut found = vec![Folder { name: INBOX.into(), on_server: INBOX.into() }];
    let others: Vec<&String> = wanted.iter().filter(|name| !name.eq_ignore_ascii_case(INBOX)).collect();
    if others.is_empty() {
        return Ok(found);
    }
    let offered = offered(conversation).await?;
    for name in others {
        let on_server = resolve(name, &offered).ok_or_else(|| no_such(conversation.mailbox(), name, &offered))?;
        if !found.iter().any(|folder| folder.on_server == on_server) {
            found.push(Folder { name: name.clone(), on_server: on_server.to_string() });
        }
    }
    Ok(found)
}

/// What the server says that it can.
pub(super) async fn capabilities(conversation: &mut Conversation) -> Result<Vec<String>, FetchError> {
    let mut capabilities = Vec::new();
    conversation
        .command("asking what it can", "CAPABILITY", |answer| {
            if let Response::Capabilities(found) = answer {
                capabilities.extend(found.iter().filter_map(capability));
            }
        })
        .await?;
    Ok(capabilities)
}

async fn offered(conversation: &mut Conversation) -> Result<Vec<Offered>, FetchError> {
    let capabilities = capabilities(conversation).await?;
    let can = |name: &str| capabilities.iter().any(|capability| capability.eq_ignore_ascii_case(name));
    // RFC 6154 §2: a server need not tell the uses of folders unless it is asked to.
    let words = if can("SPECIAL-USE") && can("LIST-EXTENDED") {
        r#"LIST "" "*" RETURN (SPECIAL-USE)"#
    } else {
        r#"LIST "" "*""#
    };
    let mut offered = Vec::new();
    conversation
        .command("listing its folders", words, |answer| {
            if let Response::MailboxData(MailboxDatum::List(folder)) = answer {
                offered.extend(offer(folder));
            }
        })
        .await?;
    Ok(offered)
}

fn capability(capability: &Capability<'_>) -> Option<String> {
    match capability {
        Capability::Atom(name) => Some(name.to_string()),
        _ => None,
    }
}

fn offer(folder: &MailboxListData<'_>) -> Option<Offered> {
    let has = |attribute: NameAttribute<'_>| folder.name_attributes.contains(&attribute);
    if has(NameAttribute::NoSelect) || folder.name.contains(char::is_control) {
        return None;
    }
    let uses = [
        (NameAttribute::Sent, "Sent"),
        (NameAttribute::Archive, "Archive"),
        (NameAttribute::Junk, "Junk"),
        (NameAttribute::Trash, "Trash"),
    ];
    Some(Offered {
        on_server: folder.name.to_string(),
        name: from_modified_utf7(&folder.name),
        delimiter: folder.delimiter.as_deref().unwrap_or_default().to_string(),
        used_as: uses.into_iter().find(|(attribute, _)| has(attribute.clone())).map(|(_, word)| word),
    })
}

/// The literal name, the same below `INBOX` where a server keeps all folders there, or the folder for that use.
fn resolve<'a>(wanted: &str, offered: &'a [Offered]) -> Option<&'a str> {
    let literal = offered.iter().find(|folder| folder.name == wanted);
    let below = || offered.iter().find(|folder| folder.name == format!("{INBOX}{}{wanted}", folder.delimiter));
    let is_for = |folder: &Offered| folder.used_as.is_some_and(|word| wanted.eq_ignore_ascii_case(word));
    let by_use = || offered.iter().find(|folder| is_for(folder));
    literal.or_else(below).or_else(by_use).map(|folder| folder.on_server.as_str())
}

fn no_such(mailbox: &str, folder: &str, offered: &[Offered]) -> FetchError {
    let mut available: Vec<String> = offered.iter().map(|folder| folder.name.clone()).collect();
    available.sort();
    FetchError::NoSuchFolder { mailbox: mailbox.to_string(), folder: folder.to_string(), available }
}

/// RFC 3501 §5.1.3: `&` starts UTF-16 in base64 (with `,` for `/`), `-` ends it, `&-` is an ampersand.
fn from_modified_utf7(name: &str) -> String {
    let mut parts = name.split('&');
    let mut decoded = parts.next().unwrap_or_default().to_string();
    for part in parts {
        match part.split_once('-') {
            Some(("", rest)) => decoded.extend(["&", rest]),
            Some((shifted, rest)) => decoded.extend([from_base64_utf16(shifted).as_str(), rest]),
            None => decoded.extend(["&", part]),
        }
    }
    decoded
}

const ALPHABET: &[u8] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+,";

fn from_base64_utf16(text: &str) -> String {
    let (mut bits, mut held, mut units) = (0_u32, 0, Vec::new());
    for value in text.bytes().filter_map(|byte| (0..64_u32).zip(ALPHABET).find(|(_, of)| **of == byte)) {
        bits = (bits << 6) | value.0;
        held += 6;
        if held >= 16 {
            held -= 16;
            units.extend(u16::try_from(bits >> held));
            bits &= (1 << held) - 1;
        }
    }
    String::from_utf16_lossy(&units)
}

/// The other way round: what is not printable ASCII is shifted.
fn to_modified_utf7(name: &str) -> String {
    let (mut encoded, mut shifted) = (String::new(), Vec::new());
    for one in name.chars() {
        if !matches!(one, ' '..='~') {
            shifted.extend(one.encode_utf16(&mut [0; 2]).iter().copied());
            continue;
        }
        end_shift(&mut encoded, &mut shifted);
        encoded.push(one);
        if one == '&' {
            encoded.push('-');
        }
    }
    end_shift(&mut encoded, &mut shifted);
    encoded
}

fn end_shift(encoded: &mut String, shifted: &mut Vec<u16>) {
    if !shifted.is_empty() {
        encoded.extend(["&", &to_base64_utf16(shifted), "-"]);
        shifted.clear();
    }
}

fn to_base64_utf16(units: &[u16]) -> String {
    let bits = units.iter().flat_map(|unit| (0..16).rev().map(move |at| unit >> at & 1 == 1));
    let bits: Vec<bool> = bits.collect();
    let value = |six: &[bool]| (0..6).fold(0, |value, at| value << 1 | usize::from(six.get(at) == Some(&true)));
    bits.chunks(6).filter_map(|six| ALPHABET.get(value(six))).map(|byte| char::from(*byte)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn folder(name: &str, is_sent: bool) -> Offered {
        let used_as = is_sent.then_some("Sent");
        Offered { on_server: name.into(), name: from_modified_utf7(name), delimiter: ".".into(), used_as }
    }

    #[test]
    fn the_literal_name_comes_before_the_use() {
        let offered = [folder("Gesendet", true), folder("Sent", false)];
        assert_eq!(resolve("Sent", &offered), Some("Sent"));
        assert_eq!(resolve("Sent", &offered[..1]), Some("Gesendet"));
        assert_eq!(resolve("Archive", &offered), None);
    }

    #[test]
    fn folders_that_a_server_keeps_below_inbox_are_found() {
        assert_eq!(resolve("Sent", &[folder("INBOX.Sent", false)]), Some("INBOX.Sent"));
    }

    #[test]
    fn names_in_other_scripts_are_compared_in_unicode() {
        // The first is RFC 3501's own example.
        assert_eq!(from_modified_utf7("~peter/mail/&U,BTFw-/&ZeVnLIqe-"), "~peter/mail/台北/日本語");
        assert_eq!(from_modified_utf7("A &- B"), "A & B");
        assert_eq!(resolve("Gelöscht", &[folder("Gel&APY-scht", false)]), Some("Gel&APY-scht"));
    }

    #[test]
    fn names_in_other_scripts_are_written_as_the_server_writes_them() {
        // The first is RFC 3501's own example.
        for name in ["~peter/mail/&U,BTFw-/&ZeVnLIqe-", "Gel&APY-scht", "A &- B", "&2D3cTA-", "Processed"] {
            assert_eq!(to_modified_utf7(&from_modified_utf7(name)), name);
        }
    }

    #[test]
    fn a_folder_to_move_to_is_found_like_one_to_read_or_made_where_the_server_keeps_such() {
        let archive = Offered { used_as: Some("Archive"), ..folder("Ablage", false) };
        let offered = [folder("INBOX", false), archive];
        assert_eq!(located("Archive", &offered).on_server.as_deref(), Some("Ablage"));
        let absent = located("Erledigt für uns", &offered);
        assert_eq!(absent.on_server, None);
        assert_eq!(absent.candidates, ["Erledigt f&APw-r uns", "INBOX.Erledigt f&APw-r uns"]);
    }
}
