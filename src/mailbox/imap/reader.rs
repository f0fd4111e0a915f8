//! Lists folders and fetches messages over one conversation.

use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;

use async_imap::imap_proto::{AttributeValue, MailboxDatum, Response, ResponseCode, Status};
use jiff::Timestamp;

use super::arguments::{quoted, uid_set};
use super::bounds::Allowance;
use super::conversation::Conversation;
use super::filing::{Filer, Opened, Target};
use super::folders::{self, Folder, INBOX};
use crate::config::Imap;
use crate::mailbox::{FetchError, Fetched, Floors, Listed, Place};

/// Asked for in one FETCH: enough that latency does not matter, little enough to hold in memory.
const CHUNK_BYTES_MAX: u64 = 8 << 20;
/// Keeps a command line well under the 8,000 bytes that RFC 7162 §4 has servers accept.
const CHUNK_MESSAGES_MAX: usize = 500;

/// A message to fetch.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Wanted {
    pub uid: u32,
    pub size_bytes: u64,
}

#[derive(Debug)]
pub(super) struct Reader {
    conversation: Conversation,
    folders: Vec<Folder>,
    open: Option<Open>,
    /// The inbox's UIDNEXT and number of messages when it was listed last.
    inbox_listed: Option<(Option<u32>, u32)>,
    can_idle: Option<bool>,
    /// What is known of where messages are moved to.
    target: Option<Target>,
    /// The inbox, as long as SELECT was the last to open a folder.
    writing: Option<Opened>,
}

/// The folder that EXAMINE opened.
#[derive(Debug, Clone)]
pub(super) struct Open {
    name: String,
    uid_validity: u32,
    /// Where the server tells it.
    uid_next: Option<u32>,
    messages: u32,
}

/// What a listing learns of a folder.
#[derive(Default)]
struct Listing {
    messages: BTreeMap<u32, (Timestamp, u64)>,
    expunged: u64,
    /// The first answer without UID, size or date.
    incomplete: bool,
}

impl Reader {
    pub(super) async fn connect(mailbox: &str, settings: &Imap) -> Result<Self, FetchError> {
        let mut conversation = Conversation::begin(mailbox, settings).await?;
        let folders = folders::find(&mut conversation, &settings.folders).await?;
        Ok(Self { conversation, folders, open: None, inbox_listed: None, can_idle: None, target: None, writing: None })
    }

    /// All messages of all folders, but for those below the floors.
    pub(super) async fn list(&mut self, floors: &Floors) -> Result<Vec<Listed>, FetchError> {
        let mut listed = Vec::new();
        for folder in self.folders.clone() {
            let open = self.examine(&folder).await?;
            if folder.name == INBOX {
                self.inbox_listed = Some((open.uid_next, open.messages));
            }
            let first = floors.first_uid(&folder.name, open.uid_validity, open.uid_next);
            // That nothing is above the floor is heard from the messages themselves: UIDNEXT stands still on servers
            // whose index lags behind, and the number of messages does where one came and one went.
            if open.messages > 0 {
                listed.extend(self.list_open(&open, first).await?);
            }
        }
        Ok(listed)
    }

    async fn list_open(&mut self, open: &Open, first: u32) -> Result<Vec<Listed>, FetchError> {
        let doing = format!("listing folder {}", open.name);
        let mut listing = Listing::default();
        let words = format!("UID FETCH {first}:* (UID RFC822.SIZE INTERNALDATE)");
        let allowance = Allowance::listing(u64::from(open.messages));
        self.conversation.large_command(allowance, &doing, &words, |answer| listing.hear(answer)).await?;
        let heard = listing.messages.len() as u64 + listing.expunged;
        // How many there are above a UID, no server tells.
        if listing.incomplete || (first == 1 && heard < u64::from(open.messages)) {
            let what = format!("{heard} of {} messages were listed with UID, size and date", open.messages);
            return Err(self.conversation.incomplete(&doing, what));
        }
        let listed =
            |(uid, (received_at, size_bytes))| Listed { place: self.place(open, uid), received_at, size_bytes };
        // RFC 3501 §6.4.8: a range up to `*` always holds the last message, however low its UID.
        Ok(listing.messages.into_iter().filter(|(uid, _)| *uid >= first).map(listed).collect())
    }

    pub(super) async fn can_idle(&mut self) -> Result<bool, FetchError> {
        if let Some(known) = self.can_idle {
            return Ok(known);
        }
        let capabilities = folders::capabilities(&mut self.conversation).await?;
        let can_idle = capabilities.iter().any(|name| name.eq_ignore_ascii_case("IDLE"));
        self.can_idle = Some(can_idle);
        Ok(can_idle)
    }

    /// Until something comes into the inbox, at the latest for so long.
    pub(super) async fn wait_for_news(&mut self, longest: Duration) -> Result<(), FetchError> {
        let Some(inbox) = self.folders.iter().find(|folder| folder.name == INBOX).cloned() else { return Ok(()) };
        let open = self.examine(&inbox).await?;
        // What came in since the listing, the server has told by now and will not tell again.
        if Some((open.uid_next, open.messages)) != self.inbox_listed {
            return Ok(());
        }
        self.conversation.idle(longest).await
    }

    /// Over this session; whatever folder was open counts as open no more.
    pub(super) fn filer<'s>(&'s mut self, settings: &'s Imap) -> Filer<'s> {
        self.open = None;
        let Self { conversation, folders, target, writing, .. } = self;
        Filer { conversation, settings, read: folders, target, opened: writing }
    }

    /// Has it filed just now, and done nothing else since?
    pub(super) fn is_filing(&self) -> bool {
        self.writing.is_some()
    }

    /// What was listed over another session is no news in this one.
    pub(super) fn go_on_from(&mut self, other: &Self) {
        self.inbox_listed = other.inbox_listed;
    }

    pub(super) async fn is_alive(&mut self) -> bool {
        self.conversation.command("asking whether it is there", "NOOP", |_| ()).await.is_ok()
    }

    fn place(&self, open: &Open, uid: u32) -> Place {
        Place {
            mailbox: self.conversation.mailbox().to_string(),
            folder: open.name.clone(),
            uid_validity: Some(open.uid_validity),
            item: uid.to_string(),
        }
    }

    /// The wanted messages of a folder; those that are not in the answer are gone.
    pub(super) async fn fetch(
        &mut self,
        folder: &str,
        uid_validity: Option<u32>,
        wanted: &[Wanted],
        message_bytes_max: u64,
    ) -> Result<BTreeMap<u32, Fetched>, FetchError> {
        let Some(open) = self.open(folder).await? else { return Ok(BTreeMap::new()) };
        // Every UID of before means nothing now; the messages are listed anew under new ones.
        if Some(open.uid_validity) != uid_validity {
            return Ok(BTreeMap::new());
        }
        let (large, whole): (Vec<Wanted>, _) = wanted.iter().partition(|one| one.size_bytes > message_bytes_max);
        let sizes: BTreeMap<u32, u64> = wanted.iter().map(|one| (one.uid, one.size_bytes)).collect();
        let mut found = BTreeMap::new();
        for (uid, raw) in self.sections(&open, &whole, "BODY.PEEK[]", message_bytes_max).await? {
            let size_bytes = raw.len() as u64;
            let fetched = if size_bytes > message_bytes_max { too_large(raw, size_bytes) } else { Fetched::Raw(raw) };
            found.insert(uid, fetched);
        }
        for (uid, head) in self.sections(&open, &large, "BODY.PEEK[HEADER]", message_bytes_max).await? {
            found.insert(uid, Fetched::TooLarge { head, size_bytes: sizes.get(&uid).copied().unwrap_or_default() });
        }
        let missing = wanted.iter().map(|one| one.uid).filter(|uid| !found.contains_key(uid)).collect();
        self.make_sure_gone(&open, missing).await?;
        Ok(found)
    }

    /// UID → the section, of those that the server delivered.
    async fn sections(
        &mut self,
        open: &Open,
        wanted: &[Wanted],
        section: &str,
        message_bytes_max: u64,
    ) -> Result<BTreeMap<u32, Vec<u8>>, FetchError> {
        let doing = format!("fetching from folder {}", open.name);
        let mut found = BTreeMap::new();
        for uids in chunks(wanted) {
            let words = format!("UID FETCH {} (UID {section})", uid_set(&uids));
            let hear = |answer: &Response<'_>| found.extend(section_of(answer).filter(|(uid, _)| uids.contains(uid)));
            // Sizes are what the server says of them, and some are wrong; one message may be so by as much as we take.
            let allowance = Allowance::mails(2 * CHUNK_BYTES_MAX + message_bytes_max, message_bytes_max);
            self.conversation.large_command(allowance, &doing, &words, hear).await?;
        }
        Ok(found)
    }

    async fn make_sure_gone(&mut self, open: &Open, missing: BTreeSet<u32>) -> Result<(), FetchError> {
        if missing.is_empty() {
            return Ok(());
        }
        let doing = format!("fetching from folder {}", open.name);
        // RFC 3501 §7.4.1: the server tells what was deleted, and forgets it, at a command like this.
        self.conversation.command(&doing, "NOOP", |_| ()).await?;
        let words = format!("UID FETCH {} (UID)", uid_set(&missing));
        let mut present = BTreeSet::new();
        self.conversation.command(&doing, &words, |answer| present.extend(uid_of(answer))).await?;
        match missing.intersection(&present).next() {
            None => Ok(()),
            Some(uid) => Err(self.conversation.incomplete(&doing, format!("UID {uid} is there, and did not come"))),
        }
    }

    /// Opens a folder, where it is not open already; `None` where the server has it no more.
    pub(super) async fn open(&mut self, name: &str) -> Result<Option<Open>, FetchError> {
        if let Some(open) = self.open.as_ref().filter(|open| open.name == name) {
            return Ok(Some(open.clone()));
        }
        match self.folders.iter().find(|folder| folder.name == name).cloned() {
            Some(folder) => self.examine(&folder).await.map(Some),
            None => Ok(None),
        }
    }

    async fn examine(&mut self, folder: &Folder) -> Result<Open, FetchError> {
        let doing = format!("opening folder {}", folder.name);
        let words = format!("EXAMINE {}", quoted(&folder.on_server));
        let (mut uid_validity, mut uid_next, mut messages) = (None, None, None);
        self.writing = None;
        let hear = |answer: &Response<'_>| match answer {
            Response::MailboxData(MailboxDatum::Exists(count)) => messages = Some(*count),
            Response::Data { status: Status::Ok, outcome } => match outcome.code {
                Some(ResponseCode::UidValidity(value)) => uid_validity = Some(value),
                Some(ResponseCode::UidNext(value)) => uid_next = Some(value),
                _ => (),
            },
            _ => (),
        };
        self.conversation.command(&doing, &words, hear).await?;
        let (Some(uid_validity), Some(messages)) = (uid_validity, messages) else {
            return Err(self.conversation.nonsense(&doing, "OK without UIDVALIDITY and EXISTS".into()));
        };
        let open = Open { name: folder.name.clone(), uid_validity, uid_next, messages };
        self.open = Some(open.clone());
        Ok(open)
    }
}

impl Listing {
    fn hear(&mut self, answer: &Response<'_>) {
        match answer {
            Response::Expunge(_) => self.expunged += 1,
            Response::Fetch(_, attributes) => match listed(attributes) {
                Some((uid, received_at, size_bytes)) => {
                    self.messages.insert(uid, (received_at, size_bytes));
                }
                // Somebody else's change of a flag comes unasked, and is no listing.
                None => self.incomplete |= !attributes.iter().any(|one| matches!(one, AttributeValue::Flags(_))),
            },
            _ => (),
        }
    }
}

fn listed(attributes: &[AttributeValue<'_>]) -> Option<(u32, Timestamp, u64)> {
    let (mut uid, mut received_at, mut size_bytes) = (None, None, None);
    for attribute in attributes {
        match attribute {
            AttributeValue::Uid(value) => uid = Some(*value),
            AttributeValue::Rfc822Size(value) => size_bytes = Some(u64::from(*value)),
            AttributeValue::InternalDate(text) => received_at = internal_date(text),
            _ => (),
        }
    }
    Some((uid?, received_at?, size_bytes?))
}

/// RFC 3501 date-time: ` 7-Feb-1994 21:52:25 -0800`.
fn internal_date(text: &str) -> Option<Timestamp> {
    jiff::fmt::strtime::parse("%d-%b-%Y %H:%M:%S %z", text.trim()).ok()?.to_timestamp().ok()
}

fn uid_of(answer: &Response<'_>) -> Option<u32> {
    let Response::Fetch(_, attributes) = answer else { return None };
    attributes.iter().find_map(|attribute| match attribute {
        AttributeValue::Uid(uid) => Some(*uid),
        _ => None,
    })
}

fn section_of(answer: &Response<'_>) -> Option<(u32, Vec<u8>)> {
    let Response::Fetch(_, attributes) = answer else { return None };
    let bytes = attributes.iter().find_map(|attribute| match attribute {
        AttributeValue::BodySection { data: Some(data), .. } => Some(data.to_vec()),
        _ => None,
    });
    Some((uid_of(answer)?, bytes?))
}

/// A server may give a size and deliver another.
fn too_large(raw: Vec<u8>, size_bytes: u64) -> Fetched {
    Fetched::TooLarge { head: crate::mailbox::head(raw), size_bytes }
}

fn chunks(wanted: &[Wanted]) -> Vec<BTreeSet<u32>> {
    let mut chunks: Vec<BTreeSet<u32>> = Vec::new();
    let mut bytes = 0;
    for one in wanted {
        bytes += one.size_bytes;
        match chunks.last_mut() {
            Some(chunk) if bytes <= CHUNK_BYTES_MAX && chunk.len() < CHUNK_MESSAGES_MAX => {
                chunk.insert(one.uid);
            }
            _ => {
                bytes = one.size_bytes;
                chunks.push(BTreeSet::from([one.uid]));
            }
        }
    }
    chunks
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn internal_dates_with_one_or_two_digits_of_day() {
        // The first is RFC 3501's own example.
        let cases = [
            ("17-Jul-1996 02:44:25 -0700", "1996-07-17T09:44:25Z"),
            (" 7-Feb-1994 21:52:25 -0800", "1994-02-08T05:52:25Z"),
            ("07-Feb-2026 00:00:00 +0000", "2026-02-07T00:00:00Z"),
        ];
        for (text, expected) in cases {
            assert_eq!(internal_date(text).map(|at| at.to_string()).as_deref(), Some(expected), "{text}");
        }
    }

    #[test]
    fn chunks_are_bounded_in_bytes_and_in_messages() {
        let wanted = |uid, size_bytes| Wanted { uid, size_bytes };
        let large = [wanted(1, 5 << 20), wanted(2, 3 << 20), wanted(3, 1), wanted(4, 20 << 20), wanted(5, 1)];
        let sets: Vec<String> = chunks(&large).iter().map(uid_set).collect();
        assert_eq!(sets, ["1,2", "3", "4", "5"]);
        let many: Vec<Wanted> = (1..=1001).map(|uid| wanted(uid, 10)).collect();
        assert_eq!(chunks(&many).iter().map(BTreeSet::len).collect::<Vec<_>>(), [500, 500, 1]);
    }
}
