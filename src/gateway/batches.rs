//! What is taken in at once.

use crate::mailbox::Listed;

/// A batch takes no further mail once it holds so many bytes. Three are in memory at a time: one that is decided, one
/// that is prepared, one that is fetched.
const BATCH_BYTES_MAX: u64 = 16 << 20;

/// Neither more messages than configured nor, by more than one mail, more bytes than memory should hold.
pub(super) fn batches(listed: &[Listed], messages_max: usize) -> Vec<&[Listed]> {
    let mut batches = Vec::new();
    let mut rest = listed;
    while !rest.is_empty() {
        let mut bytes = 0;
        let fitting = rest.iter().take(messages_max).take_while(|one| {
            let fits = bytes < BATCH_BYTES_MAX;
            bytes += one.size_bytes;
            fits
        });
        let (batch, later) = rest.split_at(fitting.count().max(1));
        batches.push(batch);
        rest = later;
    }
    batches
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::mailbox::Place;
    use jiff::Timestamp;

    fn listed(size_bytes: u64) -> Listed {
        let place =
            Place { mailbox: "m".into(), folder: "INBOX".into(), uid_validity: None, item: size_bytes.to_string() };
        Listed { place, received_at: Timestamp::UNIX_EPOCH, size_bytes }
    }

    #[test]
    fn a_batch_is_bounded_in_messages_and_in_bytes() {
        let sizes = [1, 1, 1, BATCH_BYTES_MAX, 1, 1, 1];
        let mails: Vec<Listed> = sizes.into_iter().map(listed).collect();
        let lengths: Vec<usize> = batches(&mails, 5).into_iter().map(<[Listed]>::len).collect();
        // Four fill it up to the cap and beyond; the rest is a batch of three.
        assert_eq!(lengths, [4, 3]);
        assert_eq!(batches(&mails, 2).len(), 4);
        assert!(batches(&[], 2).is_empty());
    }
}
