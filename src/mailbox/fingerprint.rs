//! A short name for a content, for places that say where a mail lies but not which one it is.

/// FNV-1a, 64 bit (Fowler, Noll, Vo): tells apart two mails that lay at the same place at different times, at a
/// small part of the cost of a cryptographic hash. It proves nothing.
pub(super) struct Fingerprint(u64);

impl Fingerprint {
    pub(super) fn new() -> Self {
        Self(0xcbf2_9ce4_8422_2325)
    }

    pub(super) fn add(&mut self, bytes: &[u8]) {
        for byte in bytes {
            self.0 = (self.0 ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3);
        }
    }

    /// Sixteen hexadecimal digits.
    pub(super) fn digits(&self) -> String {
        format!("{:016x}", self.0)
    }
}

pub(super) fn of(bytes: &[u8]) -> String {
    let mut fingerprint = Fingerprint::new();
    fingerprint.add(bytes);
    fingerprint.digits()
}

#[cfg(test)]
mod tests {
    #[test]
    fn published_test_vectors() {
        // draft-eastlake-fnv, appendix C.
        assert_eq!(super::of(b""), "cbf29ce484222325");
        assert_eq!(super::of(b"a"), "af63dc4c8601ec8c");
        assert_eq!(super::of(b"foobar"), "85944171f73967e8");
    }
}
