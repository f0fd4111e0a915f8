//! `secret.key`: 32 random bytes that never leave the data folder.

use std::fs::{File, OpenOptions};
use std::io::{ErrorKind, Write};
use std::path::{Path, PathBuf};

use tokio_rustls::rustls::crypto::ring;

use super::JournalError;
use crate::fail_point::fail_point;
use crate::ticket::ReplyKey;

/// The gateway's key and the file that it lies in.
pub(super) struct SecretKey {
    path: PathBuf,
    key: Option<ReplyKey>,
}

impl SecretKey {
    pub(super) fn open(path: &Path) -> Result<Self, JournalError> {
        Ok(Self { path: path.into(), key: read(path)? })
    }

    pub(super) fn key(&self) -> Option<&ReplyKey> {
        self.key.as_ref()
    }

    pub(super) fn key_or_new(&mut self) -> Result<ReplyKey, JournalError> {
        if self.key.is_none() {
            self.make()?;
            self.key = read(&self.path)?;
        }
        let absent = || JournalError::Secret { path: self.path.clone(), source: ErrorKind::NotFound.into() };
        self.key.clone().ok_or_else(absent)
    }

    /// Under another name until it is whole and on the disk. Where another process was quicker, its key stays.
    fn make(&self) -> Result<(), JournalError> {
        let failed = |source| JournalError::Secret { path: self.path.clone(), source };
        let mut bytes = [0; 32];
        let random = ring::default_provider().secure_random;
        random.fill(&mut bytes).map_err(|_| failed(std::io::Error::other("the system gives no randomness")))?;
        let draft = self.path.with_extension(format!("key.{}", std::process::id()));
        write_private(&draft, &bytes).map_err(failed)?;
        fail_point!("secret_key_drafted");
        let linked = std::fs::hard_link(&draft, &self.path);
        fail_point!("secret_key_linked");
        std::fs::remove_file(&draft).map_err(failed)?;
        match linked {
            Err(error) if error.kind() != ErrorKind::AlreadyExists => Err(failed(error)),
            _ => sync_folder(&self.path).map_err(failed),
        }
    }
}

fn read(path: &Path) -> Result<Option<ReplyKey>, JournalError> {
    match std::fs::read(path) {
        Ok(bytes) => match <[u8; 32]>::try_from(bytes) {
            Ok(bytes) => Ok(Some(ReplyKey::new(bytes))),
            Err(bytes) => Err(JournalError::SecretLength { path: path.into(), found_bytes: bytes.len() }),
        },
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
        Err(source) => Err(JournalError::Secret { path: path.into(), source }),
    }
}

fn write_private(path: &Path, bytes: &[u8]) -> std::io::Result<()> {
    let mut options = OpenOptions::new();
    options.write(true).create(true).truncate(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let mut file = options.open(path)?;
    file.write_all(bytes)?;
    file.sync_all()
}

fn sync_folder(path: &Path) -> std::io::Result<()> {
    match path.parent() {
        Some(folder) => File::open(folder)?.sync_all(),
        None => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn id(key: &ReplyKey) -> String {
        key.message_id("T-1", 1, "desk.example")
    }

    #[test]
    fn a_key_is_made_once_and_is_for_its_owner_alone() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("secret.key");
        let mut first = SecretKey::open(&path).unwrap();
        assert!(first.key().is_none());
        let made = first.key_or_new().unwrap();
        assert_eq!(id(&SecretKey::open(&path).unwrap().key_or_new().unwrap()), id(&made));
        assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 1);
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt;
            assert_eq!(std::fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o600);
        }
    }

    #[test]
    fn two_that_make_a_key_at_once_end_with_the_same() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("secret.key");
        let (mut one, mut other) = (SecretKey::open(&path).unwrap(), SecretKey::open(&path).unwrap());
        assert_eq!(id(&one.key_or_new().unwrap()), id(&other.key_or_new().unwrap()));
    }

    #[test]
    fn a_damaged_key_is_named_with_the_remedy() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("secret.key");
        std::fs::write(&path, "short").unwrap();
        let error = SecretKey::open(&path).map(|_| ()).unwrap_err().to_string();
        assert!(error.contains("secret.key") && error.contains("5 bytes") && error.contains("backup"), "{error}");
    }
}
