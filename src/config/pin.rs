//! The digest of a server's public key, as an operator writes it: hexadecimal as `openssl dgst` prints it, or base64.

use std::fmt;

use serde::{Deserialize, Serialize};

const BYTES: usize = 32;
const ALPHABET: &[u8] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

/// SHA-256 over a SubjectPublicKeyInfo (RFC 5280 §4.1): stays the same when a certificate is renewed with its key.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Pin([u8; BYTES]);

#[derive(Debug, thiserror::Error)]
#[error("`{0}` is no SHA-256 in hexadecimal (64 digits) or base64 (44 characters)")]
pub struct NoPin(String);

impl Pin {
    pub fn new(sha256: [u8; BYTES]) -> Self {
        Self(sha256)
    }
}

impl TryFrom<String> for Pin {
    type Error = NoPin;

    fn try_from(text: String) -> Result<Self, NoPin> {
        let bytes = from_hexadecimal(&text).or_else(|| from_base64(&text));
        bytes.and_then(|bytes| bytes.try_into().ok()).map(Self).ok_or(NoPin(text))
    }
}

impl From<Pin> for String {
    fn from(pin: Pin) -> Self {
        pin.to_string()
    }
}

impl fmt::Display for Pin {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|byte| write!(out, "{byte:02x}"))
    }
}

/// With or without colons between the bytes.
fn from_hexadecimal(text: &str) -> Option<Vec<u8>> {
    let digits: Option<Vec<u32>> = text.chars().filter(|one| *one != ':').map(|one| one.to_digit(16)).collect();
    digits?.chunks(2).map(|pair| u8::try_from(pair[0] * 16 + pair.get(1)?).ok()).collect()
}

/// RFC 4648 §4.
fn from_base64(text: &str) -> Option<Vec<u8>> {
    let (mut bits, mut held, mut bytes) = (0_u32, 0, Vec::new());
    for byte in text.strip_suffix('=')?.bytes() {
        let (value, _) = (0..64_u32).zip(ALPHABET).find(|(_, of)| **of == byte)?;
        bits = (bits << 6) | value;
        held += 6;
        if held >= 8 {
            held -= 8;
            bytes.extend(u8::try_from(bits >> held));
            bits &= (1 << held) - 1;
        }
    }
    Some(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Result<String, String> {
        Pin::try_from(text.to_string()).map(|pin| pin.to_string()).map_err(|error| error.to_string())
    }

    #[test]
    fn hexadecimal_and_base64_are_the_same_pin() {
        // Of nothing, by sha256sum and `openssl dgst -sha256 -binary | base64`.
        let expected = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";
        let colons = "E3:B0:C4:42:98:FC:1C:14:9A:FB:F4:C8:99:6F:B9:24:27:AE:41:E4:64:9B:93:4C:A4:95:99:1B:78:52:B8:55";
        for text in [expected, colons, "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU="] {
            assert_eq!(read(text).as_deref(), Ok(expected), "{text}");
        }
    }

    #[test]
    fn what_is_no_digest_is_told_with_its_words() {
        let whole = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";
        let cases = [
            &whole[..63],
            &whole[..62],
            &format!("{whole}00"),
            "",
            "=",
            "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU",
            "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSu-U=",
        ];
        for text in cases {
            let error = read(text).unwrap_err();
            assert!(error.contains(&format!("`{text}`")), "{error}");
        }
    }
}
