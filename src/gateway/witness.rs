//! Whose fault is it that a mail does not come: its own, or the server's?
//!
//! A mail that came before is asked for again. Where it comes, the other one is at fault; where it does not, the
//! server is, and nothing counts against any mail.

use std::collections::BTreeMap;

use crate::mailbox::Listed;

/// A mail that is larger is too much to ask for again and again, where there is another.
const LARGE_BYTES: u64 = 64 << 10;

/// For each folder a mail that is there and that the folder has delivered: the newest, which is the least likely to
/// have gone bad since.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Witnesses(BTreeMap<String, Listed>);

impl Witnesses {
    pub(super) fn of(&self, folder: &str) -> Option<&Listed> {
        self.0.get(folder)
    }

    /// Would this one be taken?
    pub(super) fn lack(&self, one: &Listed) -> bool {
        let key = |listed: &Listed| (listed.size_bytes <= LARGE_BYTES, listed.received_at, listed.place.clone());
        self.of(&one.place.folder).is_none_or(|known| {
            // RFC 3501 §2.3.1.1: under another UIDVALIDITY the one of before is nowhere.
            known.place.uid_validity != one.place.uid_validity || key(one) > key(known)
        })
    }

    pub(super) fn add(&mut self, one: &Listed) {
        if self.lack(one) {
            self.0.insert(one.place.folder.clone(), one.clone());
        }
    }

    /// It is gone.
    pub(super) fn remove(&mut self, folder: &str) {
        self.0.remove(folder);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::mailbox::Place;
    use jiff::Timestamp;

    fn listed(uid_validity: u32, uid: &str, size_bytes: u64) -> Listed {
        let place =
            Place { mailbox: "m".into(), folder: "INBOX".into(), uid_validity: Some(uid_validity), item: uid.into() };
        Listed { place, received_at: Timestamp::UNIX_EPOCH, size_bytes }
    }

    #[test]
    fn the_newest_small_one_is_kept_until_it_is_gone_or_numbered_anew() {
        let mut witnesses = Witnesses::default();
        for one in [listed(5, "1", 30), listed(5, "3", 20), listed(5, "2", 25), listed(5, "4", LARGE_BYTES + 1)] {
            witnesses.add(&one);
        }
        assert_eq!(witnesses.of("INBOX"), Some(&listed(5, "3", 20)));
        witnesses.add(&listed(6, "1", LARGE_BYTES + 1));
        assert_eq!(witnesses.of("INBOX"), Some(&listed(6, "1", LARGE_BYTES + 1)));
        witnesses.remove("INBOX");
        assert_eq!(witnesses.of("INBOX"), None);
    }
}
