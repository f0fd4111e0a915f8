//! One gateway on one data folder: a file that the one at work holds locked.

use std::fs::{File, OpenOptions, TryLockError};
use std::io::{Read, Seek, Write};
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use crate::fail_point::fail_point;
use crate::full_disk;

const NAME: &str = "gateway.lock";
/// Between two tries, where somebody waits for the lock.
const PAUSE: Duration = Duration::from_millis(100);

/// Held until it is dropped, or until the process ends in whatever way: the system releases it.
#[derive(Debug)]
pub struct DataLock {
    _file: File,
}

/// Why the data folder cannot be had alone.
#[derive(Debug, thiserror::Error)]
pub enum LockError {
    #[error(
        "{} is in use by {holder}; stop it (`tallypost serve` reads its mailboxes by itself), or name another folder \
         with --data", folder.display()
    )]
    Held { folder: PathBuf, holder: String },
    #[error("cannot lock {}{}", path.display(), full_disk::remedy(source))]
    Unusable {
        path: PathBuf,
        #[source]
        source: std::io::Error,
    },
}

impl DataLock {
    /// Takes the folder for a command; an error where another process has it.
    pub fn take(data: &Path, command: &str) -> Result<Self, LockError> {
        let path = data.join(NAME);
        let unusable = |source| LockError::Unusable { path: path.clone(), source };
        std::fs::create_dir_all(data).map_err(unusable)?;
        let mut file =
            OpenOptions::new().read(true).write(true).create(true).truncate(false).open(&path).map_err(unusable)?;
        match file.try_lock() {
            Ok(()) => say_who(&mut file, command).map_err(unusable).map(|()| Self { _file: file }),
            Err(TryLockError::WouldBlock) => Err(LockError::Held { folder: data.into(), holder: holder(&mut file) }),
            Err(TryLockError::Error(source)) => Err(unusable(source)),
        }
    }

    /// As [`Self::take`], with patience: another process may be done soon.
    pub fn wait(data: &Path, command: &str, patience: Duration) -> Result<Self, LockError> {
        let give_up = Instant::now() + patience;
        loop {
            match Self::take(data, command) {
                Err(LockError::Held { .. }) if Instant::now() < give_up => std::thread::sleep(PAUSE),
                outcome => return outcome,
            }
        }
    }

    /// Who is at work on the folder at this moment.
    pub fn holder(data: &Path) -> Option<String> {
        let mut file = File::open(data.join(NAME)).ok()?;
        matches!(file.try_lock_shared(), Err(TryLockError::WouldBlock)).then(|| holder(&mut file))
    }
}

fn say_who(file: &mut File, command: &str) -> std::io::Result<()> {
    fail_point!("lock_taken");
    file.set_len(0)?;
    file.rewind()?;
    writeln!(file, "`tallypost {command}`, process {}", std::process::id())?;
    fail_point!("lock_signed");
    Ok(())
}

fn holder(file: &mut File) -> String {
    let mut text = String::new();
    match file.read_to_string(&mut text) {
        Ok(_) if !text.trim().is_empty() => text.trim().to_string(),
        _ => "another process".into(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_second_gateway_is_refused_and_told_who_has_the_folder() {
        let folder = tempfile::tempdir().unwrap();
        assert_eq!(DataLock::holder(folder.path()), None);
        let first = DataLock::take(folder.path(), "serve").unwrap();
        assert!(DataLock::holder(folder.path()).is_some());
        let refusal = DataLock::take(folder.path(), "ingest").unwrap_err().to_string();
        assert!(refusal.contains(&format!("`tallypost serve`, process {}", std::process::id())), "{refusal}");
        drop(first);
        DataLock::take(folder.path(), "ingest").unwrap();
    }

    #[test]
    fn who_waits_gets_the_folder_when_it_is_free() {
        let folder = tempfile::tempdir().unwrap();
        let first = DataLock::take(folder.path(), "serve").unwrap();
        std::thread::scope(|scope| {
            let waiting = scope.spawn(|| DataLock::wait(folder.path(), "ingest", Duration::from_secs(60)));
            drop(first);
            waiting.join().unwrap().unwrap();
        });
    }
}
