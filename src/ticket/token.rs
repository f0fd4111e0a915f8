//! The keyed token in the Message-ID of our own mail, and where it is wanted in its Reply-To: who writes back to either
//! has our mail.
//!
//! `t-1042.2.TOKEN@desk.example`, `support+t-1042.TOKEN@desk.example`: the ticket, a number, and HMAC-SHA256 (RFC 2104) of the ticket under a key that
//! only this gateway has. Without the key nobody makes one, so a reply that carries it needs no other proof.

use hmac::{Hmac, Mac};
use sha2::Sha256;

/// 160 bits, which are 32 characters of base32; less than 128 could be guessed at.
const TOKEN_BYTES: usize = 20;
/// RFC 5321 §4.5.3.1.1.
const LOCAL_PART_BYTES_MAX: usize = 64;
/// RFC 4648 §6 in lower case: some mail programs fold the case of what they refer to.
const BASE32: &[u8; 32] = b"abcdefghijklmnopqrstuvwxyz234567";

/// The gateway's secret key.
#[derive(Clone)]
pub struct ReplyKey([u8; 32]);

impl std::fmt::Debug for ReplyKey {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str("ReplyKey(secret)")
    }
}

impl ReplyKey {
    pub fn new(bytes: [u8; 32]) -> Self {
        Self(bytes)
    }

    /// The Message-ID of the mail that goes out for this event of a ticket.
    pub fn message_id(&self, ticket_id: &str, sequence: u32, domain: &str) -> String {
        format!("{}.{sequence}.{}@{domain}", ticket_id.to_lowercase(), self.token(ticket_id))
    }

    /// The ticket whose mail of ours this Message-ID names; `None` where it is not ours or forged.
    pub fn ticket_of(&self, message_id: &str) -> Option<String> {
        let (local, _) = message_id.rsplit_once('@')?;
        let mut parts = local.split('.');
        let (ticket, _, token) = (parts.next()?, parts.next()?, parts.next()?);
        let ticket_id = ticket.to_uppercase();
        let is_ours = parts.next().is_none() && self.matches(&ticket_id, token);
        is_ours.then_some(ticket_id)
    }

    /// Our address with the ticket and its token behind a plus sign (RFC 5233 §1); `None` where that is no address any
    /// more.
    pub fn plus_address(&self, ticket_id: &str, address: &str) -> Option<String> {
        let (local, domain) = address.rsplit_once('@')?;
        let local = format!("{local}+{}.{}", ticket_id.to_lowercase(), self.token(ticket_id));
        (local.len() <= LOCAL_PART_BYTES_MAX).then(|| format!("{local}@{domain}"))
    }

    /// The ticket whose token stands behind the plus sign of an address; `None` where there is none, or it is forged.
    pub fn ticket_of_address(&self, address: &str) -> Option<String> {
        let (local, _) = address.rsplit_once('@')?;
        let (_, detail) = local.rsplit_once('+')?;
        let (ticket, token) = detail.split_once('.')?;
        let ticket_id = ticket.to_uppercase();
        self.matches(&ticket_id, token).then_some(ticket_id)
    }

    fn token(&self, ticket_id: &str) -> String {
        let code = self.code_of(ticket_id).finalize().into_bytes();
        base32(&code[..TOKEN_BYTES])
    }

    /// Compared in constant time, so that the answer's delay tells nothing about the right token.
    fn matches(&self, ticket_id: &str, token: &str) -> bool {
        let Some(bytes) = from_base32(token).filter(|bytes| bytes.len() == TOKEN_BYTES) else { return false };
        self.code_of(ticket_id).verify_truncated_left(&bytes).is_ok()
    }

    fn code_of(&self, ticket_id: &str) -> Hmac<Sha256> {
        let mut code = keyed(&self.0);
        code.update(b"reply token of ticket ");
        code.update(ticket_id.to_uppercase().as_bytes());
        code
    }
}

fn keyed(key: &[u8; 32]) -> Hmac<Sha256> {
    // HMAC takes keys of any length (RFC 2104 §3): this cannot fail.
    #[allow(clippy::expect_used)]
    Hmac::new_from_slice(key).expect("HMAC takes keys of any length")
}

fn base32(bytes: &[u8]) -> String {
    let digit = |group: u64, at: u32| char::from(BASE32[usize::try_from(group >> (35 - 5 * at) & 31).unwrap_or(0)]);
    let groups = bytes.chunks_exact(5).map(|five| five.iter().fold(0, |group, byte| group << 8 | u64::from(*byte)));
    groups.flat_map(|group| (0..8).map(move |at| digit(group, at))).collect()
}

/// Whole groups of eight digits only, as [`base32`] writes them.
fn from_base32(text: &str) -> Option<Vec<u8>> {
    if !text.len().is_multiple_of(8) {
        return None;
    }
    let mut bytes = Vec::with_capacity(text.len() / 8 * 5);
    for eight in text.as_bytes().chunks(8) {
        let mut group = 0_u64;
        for digit in eight {
            let value = BASE32.iter().position(|known| *known == digit.to_ascii_lowercase())?;
            group = group << 5 | u64::try_from(value).ok()?;
        }
        bytes.extend_from_slice(&group.to_be_bytes()[3..]);
    }
    Some(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn key() -> ReplyKey {
        ReplyKey::new([7; 32])
    }

    /// Expected value from Python: base64.b32encode(hmac.new(bytes([7]*32), b"reply token of ticket T-1042",
    /// "sha256").digest()[:20]).decode().lower()
    #[test]
    fn the_token_is_the_hmac_that_another_program_computes() {
        assert_eq!(
            key().message_id("T-1042", 2, "desk.example"),
            "t-1042.2.ow5lq65t65sabzpgyn4wrh3htz5wbtz6@desk.example"
        );
    }

    #[test]
    fn our_own_message_id_names_its_ticket_whatever_its_case() {
        let id = key().message_id("T-1042", 2, "desk.example");
        assert_eq!(key().ticket_of(&id).as_deref(), Some("T-1042"));
        assert_eq!(key().ticket_of(&id.to_uppercase()).as_deref(), Some("T-1042"));
    }

    #[test]
    fn a_forged_token_is_nothing() {
        let id = key().message_id("T-1042", 2, "desk.example");
        let other_ticket = id.replace("t-1042", "t-1043");
        let one_digit_off = id.replacen(".2.", ".2.a", 1).replacen("@", "", 1);
        let of_another_key = ReplyKey::new([8; 32]).message_id("T-1042", 2, "desk.example");
        let empty = "t-1042.2.@desk.example".to_string();
        let short = format!("{}@desk.example", &id[..id.find('@').unwrap() - 8]);
        for forged in [other_ticket, one_digit_off, of_another_key, empty, short, "1@x".into(), "é.é.é@é".into()] {
            assert_eq!(key().ticket_of(&forged), None, "{forged}");
        }
    }

    #[test]
    fn our_address_with_a_token_names_its_ticket_whatever_its_case() {
        let address = key().plus_address("T-1042", "support@desk.example").unwrap();
        assert_eq!(address, "support+t-1042.ow5lq65t65sabzpgyn4wrh3htz5wbtz6@desk.example");
        for received in [address.clone(), address.to_uppercase(), address.replace("support+", "team+support+")] {
            assert_eq!(key().ticket_of_address(&received).as_deref(), Some("T-1042"), "{received}");
        }
        let token = "ow5lq65t65sabzpgyn4wrh3htz5wbtz6";
        for forged in [
            address.replace("t-1042", "t-1043"),
            address.replace("ow5l", "ow5m"),
            address.replace(token, &token[..24]),
            address.replace(token, &format!("{token}aaaaaaaa")),
            address.replace(token, ""),
            address.replace('+', "-"),
            ReplyKey::new([8; 32]).plus_address("T-1042", "support@desk.example").unwrap(),
            "support+news@desk.example".into(),
            "support+@desk.example".into(),
            "+.@x".into(),
            "é+é.é@é".into(),
        ] {
            assert_eq!(key().ticket_of_address(&forged), None, "{forged}");
        }
    }

    #[test]
    fn an_address_never_grows_longer_than_one_may_be() {
        // 64 characters are 24 of the mailbox, a plus sign, T-1042, a dot and the token.
        let longest = format!("{}@desk.example", "a".repeat(24));
        let local = key().plus_address("T-1042", &longest).unwrap();
        assert_eq!(local.find('@'), Some(64));
        assert_eq!(key().plus_address("T-1042", &format!("a{longest}")), None);
        assert_eq!(key().plus_address("T-1042", "nobody"), None);
    }

    #[test]
    fn the_key_is_never_printed() {
        assert_eq!(format!("{:?}", key()), "ReplyKey(secret)");
    }
}
