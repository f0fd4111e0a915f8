//! A Python wheel is a ZIP file (PEP 427): its central directory at the end says where each part lies. Nothing of it
//! is run; parts are read by name, and only as large as the directory says.

use std::io::Read as _;

/// The end of the central directory (PKWARE APPNOTE 4.3.16): its signature, its length without a comment.
const END: &[u8] = b"PK\x05\x06";
const END_LENGTH: usize = 22;
/// An entry of the central directory (4.3.12).
const ENTRY: &[u8] = b"PK\x01\x02";
const ENTRY_LENGTH: usize = 46;
/// What stands before a part's bytes (4.3.7).
const LOCAL_LENGTH: usize = 30;
const STORED: usize = 0;
const DEFLATED: usize = 8;

/// A wheel in memory.
pub struct Wheel<'a> {
    bytes: &'a [u8],
    parts: Vec<Part>,
}

struct Part {
    name: String,
    method: usize,
    checksum: usize,
    packed: usize,
    length: usize,
    at: usize,
}

impl<'a> Wheel<'a> {
    /// Reads the central directory; `None` where there is none.
    pub fn read(bytes: &'a [u8]) -> Option<Self> {
        let end = bytes.windows(END_LENGTH).rposition(|window| window.starts_with(END))?;
        let count = number(bytes, end + 10, 2)?;
        let mut at = number(bytes, end + 16, 4)?;
        let mut parts = Vec::new();
        for _ in 0..count {
            let entry = bytes.get(at..)?.get(..ENTRY_LENGTH).filter(|entry| entry.starts_with(ENTRY))?;
            let (name, extra, comment) = (number(entry, 28, 2)?, number(entry, 30, 2)?, number(entry, 32, 2)?);
            parts.push(Part {
                name: String::from_utf8_lossy(bytes.get(at + ENTRY_LENGTH..)?.get(..name)?).into_owned(),
                method: number(entry, 10, 2)?,
                checksum: number(entry, 16, 4)?,
                packed: number(entry, 20, 4)?,
                length: number(entry, 24, 4)?,
                at: number(entry, 42, 4)?,
            });
            at += ENTRY_LENGTH + name + extra + comment;
        }
        Some(Self { bytes, parts })
    }

    /// The bytes of the part whose name ends so, the outermost of several (`model/config.json`, not
    /// `model/pooling/config.json`); `None` where there is none, or it is damaged.
    pub fn part(&self, ending: &str) -> Option<Vec<u8>> {
        let named = self.parts.iter().filter(|part| part.name.ends_with(ending));
        let part = named.min_by_key(|part| part.name.matches('/').count())?;
        let (name, extra) = (number(self.bytes, part.at + 26, 2)?, number(self.bytes, part.at + 28, 2)?);
        let packed = self.bytes.get(part.at + LOCAL_LENGTH + name + extra..)?.get(..part.packed)?;
        let bytes = unpacked(part, packed)?;
        let mut checksum = flate2::Crc::new();
        checksum.update(&bytes);
        (bytes.len() == part.length && usize::try_from(checksum.sum()) == Ok(part.checksum)).then_some(bytes)
    }
}

fn unpacked(part: &Part, packed: &[u8]) -> Option<Vec<u8>> {
    match part.method {
        STORED => Some(packed.to_vec()),
        DEFLATED => {
            let mut bytes = Vec::new();
            let most = u64::try_from(part.length).ok()?;
            flate2::read::DeflateDecoder::new(packed).take(most).read_to_end(&mut bytes).ok()?;
            Some(bytes)
        }
        _ => None,
    }
}

/// A little-endian number of two or four bytes.
fn number(bytes: &[u8], at: usize, length: usize) -> Option<usize> {
    let bytes = bytes.get(at..)?.get(..length)?;
    Some(bytes.iter().rev().fold(0, |number, byte| number << 8 | usize::from(*byte)))
}

#[cfg(test)]
mod tests {
    use super::Wheel;

    #[test]
    fn what_is_no_zip_file_is_no_wheel() {
        assert!(Wheel::read(b"").is_none());
        assert!(Wheel::read(&[b'P'; 100]).is_none());
    }

    const WHOLE: &[u8] = include_bytes!("../../tests/support/small_model/small_model-1.0-py3-none-any.whl");

    /// Written by Python's `zipfile`: the configuration deflated, the vocabulary stored.
    #[test]
    fn parts_are_read_packed_and_not() {
        let wheel = Wheel::read(WHOLE).unwrap();
        assert!(wheel.part("/config.json").unwrap().starts_with(b"{\"model_type\": \"bert\""));
        assert!(wheel.part("/vocab.txt").unwrap().starts_with(b"[PAD]\n[UNK]\n"));
        assert!(wheel.part("/model.onnx").is_none());
    }

    #[test]
    fn a_damaged_wheel_gives_no_part_or_the_same_bytes() {
        let expected = Wheel::read(WHOLE).unwrap().part("/vocab.txt");
        for at in 0..WHOLE.len() {
            let mut damaged = WHOLE.to_vec();
            damaged[at] ^= 0x55;
            let part = Wheel::read(&damaged).and_then(|wheel| wheel.part("/vocab.txt"));
            assert!(part.is_none() || part == expected, "byte {at}");
        }
        assert!((0..WHOLE.len()).all(|length| Wheel::read(&WHOLE[..length]).is_none()));
    }
}
