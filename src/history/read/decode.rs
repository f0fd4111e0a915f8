//! Text of any encoding as UTF-8, while it is read.

use std::cell::Cell;
use std::io::{Read, Result};
use std::rc::Rc;

use encoding_rs::{CoderResult, Decoder, Encoding};

const CHUNK: usize = 64 * 1024;

/// Reads UTF-8 out of bytes in another encoding; a byte order mark goes before what was said of the encoding.
pub struct Decoded<R> {
    source: R,
    decoder: Decoder,
    raw: Vec<u8>,
    text: String,
    /// Bytes of `text` that were handed out.
    given: usize,
    is_over: bool,
    /// Bytes read of the source.
    bytes: Rc<Cell<u64>>,
}

impl<R: Read> Decoded<R> {
    pub fn new(source: R, encoding: &'static Encoding, bytes: Rc<Cell<u64>>) -> Self {
        let decoder = encoding.new_decoder();
        Self { source, decoder, raw: vec![0; CHUNK], text: String::new(), given: 0, is_over: false, bytes }
    }

    fn refill(&mut self) -> Result<()> {
        let count = self.source.read(&mut self.raw)?;
        self.bytes.set(self.bytes.get() + u64::try_from(count).unwrap_or(u64::MAX));
        self.is_over = count == 0;
        self.text.clear();
        self.given = 0;
        let mut raw = &self.raw[..count];
        loop {
            self.text.reserve(CHUNK);
            let (result, read, _) = self.decoder.decode_to_string(raw, &mut self.text, self.is_over);
            raw = &raw[read..];
            if result == CoderResult::InputEmpty {
                return Ok(());
            }
        }
    }
}

impl<R: Read> Read for Decoded<R> {
    fn read(&mut self, buffer: &mut [u8]) -> Result<usize> {
        while self.given == self.text.len() && !self.is_over {
            self.refill()?;
        }
        let rest = &self.text.as_bytes()[self.given..];
        let count = rest.len().min(buffer.len());
        buffer[..count].copy_from_slice(&rest[..count]);
        self.given += count;
        Ok(count)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn decoded(bytes: &[u8], label: &str) -> String {
        let encoding = Encoding::for_label(label.as_bytes()).unwrap();
        let mut text = String::new();
        Decoded::new(bytes, encoding, Rc::default()).read_to_string(&mut text).unwrap();
        text
    }

    #[test]
    fn text_is_decoded_as_said_unless_a_byte_order_mark_says_otherwise() {
        assert_eq!(decoded(b"\xfcber 5\x80", "windows-1252"), "über 5€");
        assert_eq!(decoded(b"\xff\xfeH\0i\0", "utf-8"), "Hi");
        assert_eq!(decoded(b"\xef\xbb\xbfHi", "windows-1252"), "Hi");
        assert_eq!(decoded(b"H\0i\0", "utf-16le"), "Hi");
        assert_eq!(decoded(b"a\xffb", "utf-8"), "a\u{fffd}b");
    }

    #[test]
    fn a_character_across_two_chunks_is_whole() {
        let text = format!("{}ü{}", "a".repeat(CHUNK - 1), "b".repeat(3 * CHUNK));
        assert_eq!(decoded(text.as_bytes(), "utf-8"), text);
    }
}
