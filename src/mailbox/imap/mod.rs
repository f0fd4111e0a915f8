//! IMAP (RFC 3501, 9051): lists and fetches by UID, read-only.
//!
//! Folders are opened with EXAMINE and bodies fetched with PEEK, so that no flag changes: what is new is the
//! journal's knowledge, and people may read the same mailbox. Nothing is believed for want of an answer: a message
//! counts as gone only when the server, asked again, no longer lists it.

mod conversation;
mod folders;
mod password;
mod reader;
mod wire;

use std::collections::BTreeMap;

use crate::config::Imap;
use crate::mailbox::{FetchError, Fetched, Listed};
use reader::{Reader, Wanted};

/// An account on a server.
#[derive(Debug)]
pub(super) struct Account {
    mailbox: String,
    settings: Imap,
    /// Open from a listing to the fetches that follow; dropped at the first thing that goes wrong.
    reader: Option<Reader>,
}

impl Account {
    pub(super) fn new(mailbox: &str, settings: &Imap) -> Self {
        Self { mailbox: mailbox.to_string(), settings: settings.clone(), reader: None }
    }

    /// Everything in the inbox and the configured folders, over a new connection.
    pub(super) async fn list(&mut self) -> Result<Vec<Listed>, FetchError> {
        self.reader = None;
        let mut reader = Reader::connect(&self.mailbox, &self.settings).await?;
        let listed = reader.list().await?;
        self.reader = Some(reader);
        Ok(listed)
    }

    pub(super) async fn fetch(
        &mut self,
        batch: &[Listed],
        message_bytes_max: usize,
    ) -> Result<Vec<Fetched>, FetchError> {
        let mut reader = match self.reader.take() {
            Some(reader) => reader,
            None => Reader::connect(&self.mailbox, &self.settings).await?,
        };
        let mut found = BTreeMap::new();
        for (folder, wanted) in by_folder(batch) {
            for (uid, fetched) in reader.fetch(&folder.0, folder.1, &wanted, message_bytes_max as u64).await? {
                found.insert((folder.0.clone(), folder.1, uid.to_string()), fetched);
            }
        }
        self.reader = Some(reader);
        // The reader has made sure that whatever it did not return is gone.
        let take = |one: &Listed| {
            let place = one.place.clone();
            found.get(&(place.folder, place.uid_validity, place.item)).cloned().unwrap_or(Fetched::Vanished)
        };
        Ok(batch.iter().map(take).collect())
    }
}

impl Account {
    /// Does the server still open this folder for us? After a failed fetch the answer tells its fault from a message's.
    pub(super) async fn probe(&mut self, folder: &str) -> Result<(), FetchError> {
        let mut reader = match self.reader.take() {
            Some(reader) => reader,
            None => Reader::connect(&self.mailbox, &self.settings).await?,
        };
        reader.open(folder).await?;
        self.reader = Some(reader);
        Ok(())
    }
}

fn by_folder(batch: &[Listed]) -> BTreeMap<(String, Option<u32>), Vec<Wanted>> {
    let mut folders: BTreeMap<_, Vec<Wanted>> = BTreeMap::new();
    for one in batch {
        if let Ok(uid) = one.place.item.parse() {
            let folder = (one.place.folder.clone(), one.place.uid_validity);
            folders.entry(folder).or_default().push(Wanted { uid, size_bytes: one.size_bytes });
        }
    }
    folders
}
