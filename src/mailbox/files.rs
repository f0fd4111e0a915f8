//! Single mails: `.eml` files, a folder of them, and one mail on standard input.

use std::collections::BTreeMap;
use std::fs::{File, Metadata};
use std::io::{self, ErrorKind, Read};
use std::path::{Path, PathBuf};

use jiff::Timestamp;
use sha2::{Digest, Sha256};

use super::{FetchError, Fetched, Listed, Place, arrival_time, fingerprint};

const FOLDER: &str = "INBOX";

#[derive(Debug)]
pub(super) struct Files {
    by_name: BTreeMap<String, PathBuf>,
}

impl Files {
    /// Files by name; the name is the item.
    pub(super) fn new(by_name: BTreeMap<String, PathBuf>) -> Self {
        Self { by_name }
    }

    pub(super) fn list(&self, mailbox: &str) -> Result<Vec<Listed>, FetchError> {
        self.by_name
            .iter()
            .map(|(name, path)| listing(mailbox, name, path).map_err(FetchError::unreadable(path)))
            .collect()
    }

    pub(super) fn fetch(&self, wanted: &Place, message_bytes_max: usize) -> Result<Fetched, FetchError> {
        let found = wanted.item.rsplit_once('-').and_then(|(name, content)| Some((self.by_name.get(name)?, content)));
        let Some((path, content)) = found else { return Ok(Fetched::Vanished) };
        match is_content(path, content).and_then(|same| same.then(|| read_capped(path, message_bytes_max)).transpose())
        {
            Ok(fetched) => Ok(fetched.unwrap_or(Fetched::Vanished)),
            Err(error) if error.kind() == ErrorKind::NotFound => Ok(Fetched::Vanished),
            Err(error) => Err(FetchError::unreadable(path)(error)),
        }
    }
}

/// The mail that came in on standard input; read once, kept, and its content is its identity.
#[derive(Debug, Default)]
pub(super) struct Stdin {
    mail: Option<(Listed, Vec<u8>)>,
}

impl Stdin {
    /// Nothing where nothing came in.
    pub(super) fn list(&mut self, mailbox: &str) -> Result<Vec<Listed>, FetchError> {
        if self.mail.is_none() {
            let mut raw = Vec::new();
            io::stdin().read_to_end(&mut raw).map_err(FetchError::unreadable(Path::new("-")))?;
            self.mail = (!raw.is_empty()).then(|| (arrival(mailbox, &raw), raw));
        }
        Ok(self.mail.iter().map(|(listed, _)| listed.clone()).collect())
    }

    pub(super) fn fetch(&self, wanted: &Place, message_bytes_max: usize) -> Fetched {
        let mail = self.mail.as_ref().filter(|(listed, _)| listed.place == *wanted);
        mail.map_or(Fetched::Vanished, |(listed, raw)| {
            super::capped(raw[..raw.len().min(message_bytes_max)].to_vec(), listed.size_bytes)
        })
    }
}

fn arrival(mailbox: &str, raw: &[u8]) -> Listed {
    let received_at = arrival_time::received(raw).unwrap_or_else(Timestamp::now);
    // Nothing but its content tells one mail on standard input from another.
    let item = format!("{:x}", Sha256::digest(raw));
    Listed { place: place(mailbox, item), received_at, size_bytes: raw.len() as u64 }
}

fn listing(mailbox: &str, name: &str, path: &Path) -> io::Result<Listed> {
    let metadata = std::fs::metadata(path)?;
    let item = format!("{name}-{}", fingerprint_of(path)?);
    Ok(Listed { place: place(mailbox, item), received_at: arrived_at(path, &metadata)?, size_bytes: metadata.len() })
}

fn place(mailbox: &str, item: String) -> Place {
    Place { mailbox: mailbox.to_string(), folder: FOLDER.to_string(), uid_validity: None, item }
}

fn fingerprint_of(path: &Path) -> io::Result<String> {
    Ok(fingerprint::of(&std::fs::read(path)?))
}

fn is_content(path: &Path, fingerprint: &str) -> io::Result<bool> {
    Ok(fingerprint_of(path)? == fingerprint)
}

/// When a mail arrived whose place does not say: its headers tell, else the time of the file.
pub(super) fn arrived_at(path: &Path, metadata: &Metadata) -> io::Result<Timestamp> {
    Ok(arrival_time::of_file(path)?.unwrap_or_else(|| modified_at(metadata)))
}

/// The time of the file; the epoch on a file system that keeps none, so that files come in the order of their names.
fn modified_at(metadata: &Metadata) -> Timestamp {
    metadata.modified().ok().and_then(|at| Timestamp::try_from(at).ok()).unwrap_or(Timestamp::UNIX_EPOCH)
}

/// A file's content, or the head of it where it is larger than the cap.
pub(super) fn read_capped(path: &Path, message_bytes_max: usize) -> io::Result<Fetched> {
    let file = File::open(path)?;
    let size_bytes = file.metadata()?.len();
    let mut kept = Vec::new();
    file.take(message_bytes_max as u64).read_to_end(&mut kept)?;
    Ok(super::capped(kept, size_bytes))
}
