//! From where on a folder may hold something new: arithmetic only, no server is asked.

use std::collections::BTreeMap;

use super::Place;

/// For each IMAP folder the lowest UID that may be new. Everything below is dealt with.
///
/// Only a saving between two passes: the journal decides what is new, and whoever forgets the floors lists
/// everything and comes to the same result.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Floors(BTreeMap<String, Floor>);

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Floor {
    uid_validity: u32,
    uid: u32,
}

impl Floors {
    /// Everything that was listed is dealt with, but for what is `left`.
    pub fn raise<'p>(
        &mut self,
        listed: impl IntoIterator<Item = &'p Place>,
        left: impl IntoIterator<Item = &'p Place>,
    ) {
        for (folder, uid_validity, uid) in listed.into_iter().filter_map(numbered) {
            let above = Floor { uid_validity, uid: uid.saturating_add(1) };
            let floor = self.0.entry(folder.to_string()).or_insert(above);
            // RFC 3501 §2.3.1.1: under another UIDVALIDITY the old numbers mean nothing.
            if floor.uid_validity != uid_validity || floor.uid < above.uid {
                *floor = above;
            }
        }
        for (folder, uid_validity, uid) in left.into_iter().filter_map(numbered) {
            if let Some(floor) = self.0.get_mut(folder).filter(|floor| floor.uid_validity == uid_validity) {
                floor.uid = floor.uid.min(uid);
            }
        }
    }

    /// The first UID to list; 1 where nothing is known or the server's numbers make no sense (RFC 3501 §2.3.1.1:
    /// UIDNEXT never falls).
    pub(super) fn first_uid(&self, folder: &str, uid_validity: u32, uid_next: Option<u32>) -> u32 {
        match self.0.get(folder) {
            Some(floor) if floor.uid_validity == uid_validity && uid_next.is_none_or(|next| next >= floor.uid) => {
                floor.uid
            }
            _ => 1,
        }
    }
}

fn numbered(place: &Place) -> Option<(&str, u32, u32)> {
    Some((&place.folder, place.uid_validity?, place.item.parse().ok()?))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn places(uid_validity: u32, uids: &[u32]) -> Vec<Place> {
        let place = |uid: &u32| Place {
            mailbox: "support".into(),
            folder: "INBOX".into(),
            uid_validity: Some(uid_validity),
            item: uid.to_string(),
        };
        uids.iter().map(place).collect()
    }

    fn floors(uid_validity: u32, listed: &[u32], left: &[u32]) -> Floors {
        let mut floors = Floors::default();
        floors.raise(&places(uid_validity, listed), &places(uid_validity, left));
        floors
    }

    #[test]
    fn the_floor_is_above_what_is_dealt_with_and_never_above_what_is_left() {
        assert_eq!(floors(5, &[3, 9, 10], &[]).first_uid("INBOX", 5, Some(11)), 11);
        assert_eq!(floors(5, &[3, 9, 10], &[9]).first_uid("INBOX", 5, Some(11)), 9);
    }

    #[test]
    fn what_was_left_and_comes_later_raises_it_again() {
        let mut floors = floors(5, &[3, 9, 10], &[9]);
        floors.raise(&places(5, &[9, 10]), &[]);
        assert_eq!(floors.first_uid("INBOX", 5, Some(11)), 11);
        floors.raise(&[], &[]);
        assert_eq!(floors.first_uid("INBOX", 5, None), 11, "a listing with nothing new");
    }

    #[test]
    fn everything_is_listed_where_nothing_is_known_or_the_numbers_make_no_sense() {
        let floors = floors(5, &[3, 9, 10], &[]);
        assert_eq!(floors.first_uid("Sent", 5, Some(11)), 1, "another folder");
        assert_eq!(floors.first_uid("INBOX", 6, Some(11)), 1, "another UIDVALIDITY");
        assert_eq!(floors.first_uid("INBOX", 5, Some(10)), 1, "UIDNEXT fell");
        assert_eq!(floors.first_uid("INBOX", 5, None), 11, "the server tells no UIDNEXT");
    }

    #[test]
    fn a_new_uidvalidity_replaces_the_old_floor() {
        let mut floors = floors(5, &[100], &[]);
        floors.raise(&places(6, &[1, 2]), &[]);
        assert_eq!(floors.first_uid("INBOX", 6, Some(3)), 3);
    }
}
