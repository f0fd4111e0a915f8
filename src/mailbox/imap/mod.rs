//! IMAP (RFC 3501, 9051): lists and fetches by UID, read-only.
//!
//! Folders are opened with EXAMINE and bodies fetched with PEEK, so that no flag changes: what is new is the
//! journal's knowledge, and people may read the same mailbox. Only `filing` changes anything, and only as configured.
//! Nothing is believed for want of an answer: a message counts as gone only when the server, asked again, no longer
//! lists it.

mod ahead;
mod arguments;
mod bounds;
mod conversation;
mod filing;
mod folders;
mod greeting;
mod password;
mod reader;
mod refusal;
mod sasl;
mod starttls;
mod stream;
mod tls;
mod wire;

use std::collections::BTreeMap;
use std::time::Duration;

use crate::config::{AfterCommit, Imap};
use crate::mailbox::{Committed, FetchError, Fetched, Filed, Floors, Listed};
use ahead::{Ahead, Outcome};
use reader::{Reader, Wanted};

/// An account on a server.
#[derive(Debug)]
pub(super) struct Account {
    mailbox: String,
    settings: Imap,
    /// Kept open between listings; dropped at the first thing that goes wrong.
    reader: Option<Reader>,
    /// Has the reader as long as it goes on.
    ahead: Option<Ahead>,
    /// The server refused to flag or move; what a person changed about it, a session of before may not notice.
    was_refused: bool,
}

impl Account {
    pub(super) fn new(mailbox: &str, settings: &Imap) -> Self {
        Self { mailbox: mailbox.to_string(), settings: settings.clone(), reader: None, ahead: None, was_refused: false }
    }

    /// Everything above the floors in the inbox and the configured folders.
    pub(super) async fn list(&mut self, floors: &Floors) -> Result<Vec<Listed>, FetchError> {
        if let Some(reader) = self.kept().await {
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
        if let Some(fetched) = self.end_ahead(batch).await {
            return fetched;
        }
        let reader = self.session().await?;
        let (reader, fetched) = fetch_over(reader, batch.to_vec(), message_bytes_max).await;
        self.reader = reader;
        fetched
    }

    /// Begins to fetch what will be asked for next; where no session is open, it waits until it is asked for.
    pub(super) fn fetch_ahead(&mut self, batch: &[Listed], message_bytes_max: usize) {
        if let Some(reader) = self.reader.take() {
            self.ahead = Some(Ahead::begin(batch, fetch_over(reader, batch.to_vec(), message_bytes_max)));
        }
    }

    /// Waits for what was fetched ahead, and has the reader again. `None` where something else is wanted.
    async fn end_ahead(&mut self, wanted: &[Listed]) -> Option<Result<Vec<Fetched>, FetchError>> {
        let (batch, (reader, fetched)) = self.ahead.take()?.end().await?;
        self.reader = reader;
        (batch == wanted).then_some(fetched)
    }

    /// The session that is open.
    async fn kept(&mut self) -> Option<Reader> {
        self.end_ahead(&[]).await;
        self.reader.take()
    }

    /// The session that is open, or a new one.
    async fn session(&mut self) -> Result<Reader, FetchError> {
        match self.kept().await {
            Some(reader) => Ok(reader),
            None => Reader::connect(&self.mailbox, &self.settings).await,
        }
    }
}

/// One answer for each of the batch. After a failure the reader is not to be used again.
async fn fetch_over(mut reader: Reader, batch: Vec<Listed>, message_bytes_max: usize) -> Outcome {
    let mut found = BTreeMap::new();
    for (folder, wanted) in by_folder(&batch) {
        match reader.fetch(&folder.0, folder.1, &wanted, message_bytes_max as u64).await {
            Ok(fetched) => found.extend(fetched.into_iter().map(|(uid, fetched)| ((folder.clone(), uid), fetched))),
            Err(error) => return (None, Err(error)),
        }
    }
    // The reader has made sure that whatever it did not return is gone.
    let mut take = |one: &Listed| {
        let uid = one.place.item.parse().ok()?;
        found.remove(&((one.place.folder.clone(), one.place.uid_validity), uid))
    };
    let fetched = batch.iter().map(|one| take(one).unwrap_or(Fetched::Vanished)).collect();
    (Some(reader), Ok(fetched))
}

impl Account {
    /// Until the server tells of a change in the inbox (RFC 2177), where it can; at the latest for so long.
    pub(super) async fn wait_for_news(&mut self, longest: Duration) -> Result<(), FetchError> {
        let Some(mut reader) = self.kept().await else {
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
        let mut reader = self.session().await?;
        reader.open(folder).await?;
        self.reader = Some(reader);
        Ok(())
    }
}

impl Account {
    /// Flags or moves messages of the inbox, as configured. The session is kept where it still answers.
    pub(super) async fn file(&mut self, messages: &[Committed]) -> Filed {
        let mut reader = match self.filing_session().await {
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
        self.filing_session().await?.filer(&self.settings).trial().await.map(Some)
    }

    /// A session that is known to be alive and in which nothing was refused.
    async fn filing_session(&mut self) -> Result<Reader, FetchError> {
        let Some(mut before) = self.kept().await else {
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
