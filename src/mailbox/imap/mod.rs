//! IMAP (RFC 3501, 9051): lists and fetches by UID, read-only.
//!
//! Folders are opened with EXAMINE and bodies fetched with PEEK, so that no flag changes: what is new is the
//! journal's knowledge, and people may read the same mailbox. Only `filing` changes anything, and only as configured. Nothing is believed for want of an answer: a message
//! counts as gone only when the server, asked again, no longer lists it.

mod bounds;
mod conversation;
mod filing;
mod folders;
mod password;
mod reader;
mod sasl;
mod starttls;
mod tls;
mod wire;

use std::collections::BTreeMap;
use std::time::Duration;

use crate::config::{AfterCommit, Imap};
use crate::mailbox::{Committed, FetchError, Fetched, Filed, Floors, Listed};
use reader::{Reader, Wanted};

/// An account on a server.
#[derive(Debug)]
pub(super) struct Account {
    mailbox: String,
    settings: Imap,
    /// Kept open between listings; dropped at the first thing that goes wrong.
    reader: Option<Reader>,
    /// The server refused to flag or move; what a person changed about it, a session of before may not notice.
    was_refused: bool,
}

impl Account {
    pub(super) fn new(mailbox: &str, settings: &Imap) -> Self {
        Self { mailbox: mailbox.to_string(), settings: settings.clone(), reader: None, was_refused: false }
    }

    /// Everything above the floors in the inbox and the configured folders.
    pub(super) async fn list(&mut self, floors: &Floors) -> Result<Vec<Listed>, FetchError> {
        if let Some(reader) = self.reader.take() {
            match self.list_over(reader, floors).await {
                // Since the last pass the connection may have died of old age.
                Err(FetchError::Transient { .. }) => {}
                outcome => return outcome,
            }
        }
        let reader = Reader::connect(&self.mailbox, &self.settings).await?;
        self.list_over(reader, floors).await
    }

    async fn list_over(&mut self, mut reader: Reader, floors: &Floors) -> Result<Vec<Listed>, FetchError> {
        let listed = reader.list(floors).await?;
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
    /// Until the server tells of a change in the inbox (RFC 2177), where it can; at the latest for so long.
    pub(super) async fn wait_for_news(&mut self, longest: Duration) -> Result<(), FetchError> {
        let Some(mut reader) = self.reader.take() else {
            tokio::time::sleep(longest).await;
            return Ok(());
        };
        if reader.can_idle().await? {
            reader.wait_for_news(longest).await?;
        } else {
            tokio::time::sleep(longest).await;
        }
        self.reader = Some(reader);
        Ok(())
    }

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

impl Account {
    /// Flags or moves messages of the inbox, as configured. The session is kept where it still answers.
    pub(super) async fn file(&mut self, messages: &[Committed]) -> Filed {
        let mut reader = match self.session().await {
            Ok(reader) => reader,
            Err(error) => return Filed { refused: Some(error), ..Filed::default() },
        };
        let filed = reader.filer(&self.settings).file(messages).await;
        self.was_refused = filed.refused.is_some();
        if filed.refused.is_none() || reader.is_alive().await {
            self.reader = Some(reader);
        }
        filed
    }

    /// Whether [`Self::file`] would find what it needs, in words; changes nothing on the server.
    pub(super) async fn try_filing(&mut self) -> Result<Option<String>, FetchError> {
        if self.settings.after_commit == AfterCommit::Leave {
            return Ok(None);
        }
        self.session().await?.filer(&self.settings).trial().await.map(Some)
    }

    async fn session(&mut self) -> Result<Reader, FetchError> {
        let Some(mut before) = self.reader.take() else {
            return Reader::connect(&self.mailbox, &self.settings).await;
        };
        if !self.was_refused && (before.is_filing() || before.is_alive().await) {
            return Ok(before);
        }
        let mut reader = Reader::connect(&self.mailbox, &self.settings).await?;
        reader.go_on_from(&before);
        Ok(reader)
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
