//! Maildir (D. J. Bernstein) and Maildir++: the root is the inbox, each `.Name` folder beside it is a folder.

use std::collections::BTreeMap;
use std::ffi::OsStr;
use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};

use jiff::Timestamp;

use super::{FetchError, Fetched, Listed, Place};

/// Folders that hold no correspondence: unsent, unwanted or thrown away.
const NOT_CORRESPONDENCE: [&str; 4] = ["Drafts", "Junk", "Spam", "Trash"];

/// A delivery's name begins with the seconds since 1970; a smaller number is something else.
const SECONDS_PLAUSIBLE_MIN: i64 = 1_000_000_000;

/// Times that a folder is read for a mail before it counts as gone: a file that is renamed while its folder is
/// being read may show up under neither name.
const LOOKS: usize = 3;

#[derive(Debug)]
pub(super) struct Maildir {
    root: PathBuf,
    /// Where each message lay when its folder was last read: reading marks a mail by renaming its file.
    seen_at: BTreeMap<(String, String), PathBuf>,
}

impl Maildir {
    pub(super) fn new(root: &Path) -> Self {
        Self { root: root.to_path_buf(), seen_at: BTreeMap::new() }
    }

    pub(super) fn list(&mut self, mailbox: &str) -> Result<Vec<Listed>, FetchError> {
        if !has_mail(&self.root).map_err(FetchError::unreadable(&self.root))? {
            return Err(self.no_maildir());
        }
        let mut listed = Vec::new();
        for (folder, path) in folders(&self.root).map_err(FetchError::unreadable(&self.root))? {
            for (item, file) in messages(&path).map_err(FetchError::unreadable(&path))? {
                listed.extend(listing(mailbox, &folder, &item, &file).map_err(FetchError::unreadable(&file))?);
                self.seen_at.insert((folder.clone(), item), file);
            }
        }
        Ok(listed)
    }

    pub(super) fn fetch(&mut self, wanted: &Place, message_bytes_max: usize) -> Result<Fetched, FetchError> {
        let key = (wanted.folder.clone(), wanted.item.clone());
        for _ in 0..LOOKS {
            if let Some(found) = self.read(&key, message_bytes_max)? {
                return Ok(found);
            }
            self.look_again(&wanted.folder)?;
        }
        Ok(self.read(&key, message_bytes_max)?.unwrap_or(Fetched::Vanished))
    }

    fn look_again(&mut self, folder: &str) -> Result<(), FetchError> {
        let path = folder_path(&self.root, folder);
        for (item, file) in messages(&path).map_err(FetchError::unreadable(&path))? {
            self.seen_at.insert((folder.to_string(), item), file);
        }
        Ok(())
    }

    fn no_maildir(&self) -> FetchError {
        FetchError::NotMail {
            path: self.root.clone(),
            seen: "has neither cur/ nor new/, so it is no Maildir",
            remedy: "name the folder that has them",
        }
    }

    fn read(&self, key: &(String, String), message_bytes_max: usize) -> Result<Option<Fetched>, FetchError> {
        let Some(path) = self.seen_at.get(key) else { return Ok(None) };
        match super::files::read_capped(path, message_bytes_max) {
            Ok(fetched) => Ok(Some(fetched)),
            Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
            Err(error) => Err(FetchError::unreadable(path)(error)),
        }
    }
}

/// Is it a Maildir: does it have a place for new or read mail? An error, not a no, where that may not be looked at.
pub(super) fn has_mail(path: &Path) -> io::Result<bool> {
    Ok(std::fs::metadata(path)?.is_dir() && (path.join("cur").try_exists()? || path.join("new").try_exists()?))
}

/// The root and its Maildir++ subfolders, by name.
fn folders(root: &Path) -> io::Result<BTreeMap<String, PathBuf>> {
    let mut found = BTreeMap::from([("INBOX".to_string(), root.to_path_buf())]);
    for entry in std::fs::read_dir(root)? {
        let entry = entry?;
        let name = entry.file_name().to_string_lossy().into_owned();
        let Some(name) = name.strip_prefix('.') else { continue };
        if !NOT_CORRESPONDENCE.contains(&name) && has_mail(&entry.path())? {
            found.insert(name.to_string(), entry.path());
        }
    }
    Ok(found)
}

fn folder_path(root: &Path, folder: &str) -> PathBuf {
    if folder == "INBOX" { root.to_path_buf() } else { root.join(format!(".{folder}")) }
}

/// Unique name → file. `new` is read before `cur`: a mail that moves meanwhile is seen twice, never missed.
fn messages(folder: &Path) -> io::Result<BTreeMap<String, PathBuf>> {
    let mut found = BTreeMap::new();
    for half in ["new", "cur"] {
        let entries = match std::fs::read_dir(folder.join(half)) {
            Err(error) if error.kind() == ErrorKind::NotFound => continue,
            entries => entries?,
        };
        for entry in entries {
            let path = entry?.path();
            if let Some(name) = path.file_name().and_then(unique_name) {
                found.insert(name, path);
            }
        }
    }
    Ok(found)
}

/// The name without its flags (`:2,S`), which change when somebody reads the mail.
fn unique_name(file_name: &OsStr) -> Option<String> {
    let name = file_name.to_string_lossy();
    let unique = name.split_once(':').map_or(&*name, |(unique, _)| unique);
    (!unique.is_empty() && !unique.starts_with('.')).then(|| unique.to_string())
}

/// Nothing where the file has gone since its folder was read (another pass finds where it moved to), or is none.
fn listing(mailbox: &str, folder: &str, item: &str, file: &Path) -> io::Result<Option<Listed>> {
    let metadata = match std::fs::metadata(file) {
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(None),
        metadata => metadata?,
    };
    if !metadata.is_file() {
        return Ok(None);
    }
    let received_at = match seconds_of(item) {
        Some(at) => at,
        None => super::files::arrived_at(file, &metadata)?,
    };
    let place =
        Place { mailbox: mailbox.to_string(), folder: folder.to_string(), uid_validity: None, item: item.to_string() };
    Ok(Some(Listed { place, received_at, size_bytes: metadata.len() }))
}

fn seconds_of(unique_name: &str) -> Option<Timestamp> {
    let digits = unique_name.split(|c: char| !c.is_ascii_digit()).next()?;
    let seconds = digits.parse().ok().filter(|seconds| *seconds > SECONDS_PLAUSIBLE_MIN)?;
    Timestamp::from_second(seconds).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn maildir() -> (tempfile::TempDir, PathBuf) {
        let folder = tempfile::tempdir().unwrap();
        let root = folder.path().join("support");
        for part in ["cur", "new", "tmp", ".Sent/cur", ".Sent/new", ".Trash/cur"] {
            std::fs::create_dir_all(root.join(part)).unwrap();
        }
        (folder, root)
    }

    fn items(listed: &[Listed]) -> Vec<(&str, &str)> {
        listed.iter().map(|one| (one.place.folder.as_str(), one.place.item.as_str())).collect()
    }

    #[test]
    fn new_and_read_mail_of_the_inbox_and_its_subfolders_is_listed() {
        let (_keep, root) = maildir();
        for file in ["new/1767323045.a.host", "cur/1767323046.b.host:2,S", ".Sent/cur/1767323047.c.host:2,S"] {
            std::fs::write(root.join(file), "Subject: x\n\n").unwrap();
        }
        std::fs::write(root.join("tmp/1767323048.d.host"), "half").unwrap();
        std::fs::write(root.join(".Trash/cur/1767323049.e.host:2,"), "Subject: thrown away\n\n").unwrap();
        let listed = Maildir::new(&root).list("support").unwrap();
        let expected = [("INBOX", "1767323045.a.host"), ("INBOX", "1767323046.b.host"), ("Sent", "1767323047.c.host")];
        assert_eq!(items(&listed), expected);
        assert_eq!(listed[0].received_at.to_string(), "2026-01-02T03:04:05Z");
        assert_eq!(listed[0].size_bytes, 12);
    }

    #[test]
    fn a_mail_that_was_read_meanwhile_is_found_again() {
        let (_keep, root) = maildir();
        std::fs::write(root.join("new/1767323045.a.host"), "Subject: x\n\n").unwrap();
        let mut maildir = Maildir::new(&root);
        let listed = maildir.list("support").unwrap();
        std::fs::rename(root.join("new/1767323045.a.host"), root.join("cur/1767323045.a.host:2,S")).unwrap();
        assert_eq!(maildir.fetch(&listed[0].place, 100).unwrap(), Fetched::Raw(b"Subject: x\n\n".to_vec()));
        std::fs::remove_file(root.join("cur/1767323045.a.host:2,S")).unwrap();
        assert_eq!(maildir.fetch(&listed[0].place, 100).unwrap(), Fetched::Vanished);
    }

    #[test]
    fn a_name_without_plausible_seconds_takes_the_time_of_its_file() {
        let (_keep, root) = maildir();
        let path = root.join("new/42.a.host");
        std::fs::write(&path, "Subject: x\n\n").unwrap();
        let at = std::time::UNIX_EPOCH + std::time::Duration::from_secs(1_767_323_045);
        std::fs::File::options().write(true).open(&path).unwrap().set_modified(at).unwrap();
        let listed = Maildir::new(&root).list("support").unwrap();
        assert_eq!(listed[0].received_at.to_string(), "2026-01-02T03:04:05Z");
    }

    #[test]
    fn a_folder_that_is_no_maildir_is_not_an_empty_one() {
        let (keep, _) = maildir();
        let error = Maildir::new(keep.path()).list("support").unwrap_err();
        assert!(error.to_string().contains("neither cur/ nor new/"), "{error}");
    }

    #[test]
    fn an_absent_root_is_named() {
        let error = Maildir::new(Path::new("no/such/place")).list("support").unwrap_err();
        assert!(error.to_string().contains("no/such/place"), "{error}");
    }
}
