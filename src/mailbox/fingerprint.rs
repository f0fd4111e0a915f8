//! A short name for a content, for places that say where a mail lies but not which one it is.

use sha2::{Digest, Sha256};

/// Collects bytes; ends as hexadecimal digits.
#[derive(Default)]
pub(super) struct Fingerprint(Sha256);

impl Fingerprint {
    pub(super) fn add(&mut self, bytes: &[u8]) {
        self.0.update(bytes);
    }

    /// Eight digits tell apart two mails that lay at the same place at different times.
    pub(super) fn short(self) -> String {
        hexadecimal(&self.0.finalize()[..4])
    }

    /// All 64 digits: an identity on its own.
    pub(super) fn long(self) -> String {
        hexadecimal(&self.0.finalize())
    }
}

fn hexadecimal(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

pub(super) fn short(bytes: &[u8]) -> String {
    let mut fingerprint = Fingerprint::default();
    fingerprint.add(bytes);
    fingerprint.short()
}

pub(super) fn long(bytes: &[u8]) -> String {
    let mut fingerprint = Fingerprint::default();
    fingerprint.add(bytes);
    fingerprint.long()
}
