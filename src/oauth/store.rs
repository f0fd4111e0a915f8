//! The token file: one for each account, for its owner's eyes, replaced whole, changed by one process at a time.

use std::fs::{File, OpenOptions};
use std::io::{self, ErrorKind, Write as _};
use std::os::unix::fs::{MetadataExt as _, OpenOptionsExt as _, fchown};
use std::path::{Path, PathBuf};

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use zeroize::{Zeroize as _, Zeroizing};

use super::SignInError;
use crate::config::OAuth;
use crate::fail_point::fail_point;

/// What the file holds.
#[derive(Serialize, Deserialize)]
pub(super) struct Kept {
    /// Whom the provider gave it to.
    pub client: String,
    pub access_token: String,
    pub expires_at: Timestamp,
    pub refresh_token: Option<String>,
}

impl Drop for Kept {
    fn drop(&mut self) {
        self.access_token.zeroize();
        self.refresh_token.zeroize();
    }
}

impl Kept {
    pub(super) fn is_for(&self, client: &str) -> bool {
        self.client == client
    }
}

/// The file, with nobody else at it for as long as this lives.
pub(super) struct Store {
    path: PathBuf,
    _lock: File,
}

impl Store {
    /// Waits for its turn.
    pub(super) async fn lock(settings: &OAuth) -> Result<Self, SignInError> {
        let path = settings.token_file.clone().unwrap_or_default();
        let at = path.clone();
        let locked = tokio::task::spawn_blocking(move || locked(&at)).await;
        match locked.unwrap_or_else(|error| Err(io::Error::other(error))) {
            Ok(lock) => Ok(Self { path, _lock: lock }),
            Err(source) => Err(SignInError::Store { path, source }),
        }
    }

    pub(super) fn read(&self) -> Result<Option<Kept>, SignInError> {
        let bytes = match std::fs::read(&self.path) {
            Ok(bytes) => Zeroizing::new(bytes),
            Err(error) if error.kind() == ErrorKind::NotFound => return Ok(None),
            Err(error) => return Err(self.failed(error)),
        };
        // What the parser saw of it would be a secret.
        let broken = |_| self.failed(io::Error::new(ErrorKind::InvalidData, "it holds something else"));
        serde_json::from_slice(&bytes).map(Some).map_err(broken)
    }

    pub(super) fn write(&self, kept: &Kept) -> Result<(), SignInError> {
        let bytes = serde_json::to_vec(kept).map(Zeroizing::new).map_err(|error| self.failed(error.into()))?;
        replace(&self.path, &bytes).map_err(|error| self.failed(error))
    }

    fn failed(&self, source: io::Error) -> SignInError {
        SignInError::Store { path: self.path.clone(), source }
    }
}

fn locked(path: &Path) -> io::Result<File> {
    let folder = folder_of(path);
    if !folder.exists() {
        std::fs::create_dir_all(folder)?;
        give_to_owner_of(folder_of(folder), &File::open(folder)?);
    }
    let lock = private().create(true).open(path.with_extension("lock"))?;
    give_to_owner_of(folder, &lock);
    lock.lock()?;
    Ok(lock)
}

fn replace(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let (folder, draft) = (folder_of(path), path.with_extension("new"));
    if draft.exists() {
        std::fs::remove_file(&draft)?;
    }
    let mut file = private().create_new(true).open(&draft)?;
    give_to_owner_of(folder, &file);
    fail_point!("token_file_begun");
    file.write_all(bytes)?;
    fail_point!("token_file_written");
    file.sync_all()?;
    fail_point!("token_file_synced");
    std::fs::rename(&draft, path)?;
    fail_point!("token_file_renamed");
    File::open(folder)?.sync_all()?;
    fail_point!("token_folder_synced");
    Ok(())
}

/// What root signs in by hand, the service must be able to read; whoever is not root owns it already.
fn give_to_owner_of(folder: &Path, file: &File) {
    if let Ok(owner) = std::fs::metadata(folder) {
        let _ = fchown(file, Some(owner.uid()), Some(owner.gid()));
    }
}

fn folder_of(path: &Path) -> &Path {
    path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."))
}

fn private() -> OpenOptions {
    let mut options = OpenOptions::new();
    options.write(true).mode(0o600);
    options
}
