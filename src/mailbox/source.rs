//! One face for all the ways in which mail lies somewhere.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::time::Duration;

use super::files::{Files, Stdin};
use super::imap::Account;
use super::maildir::{self, Maildir};
use super::mbox::{self, Mbox};
use super::{Committed, FetchError, Fetched, Filed, Floors, Listed};
use crate::config::Mailbox;

/// Somewhere that mail lies: lists what it has, fetches what it is asked for, remembers nothing.
#[derive(Debug)]
pub struct Source {
    name: String,
    door: Door,
}

#[derive(Debug)]
enum Door {
    Imap(Box<Account>),
    Maildir(Maildir),
    Mbox(Mbox),
    Files(Files),
    Stdin(Stdin),
}

impl Source {
    /// The source of a configured mailbox. Nothing is read, and nobody is called, before [`Source::list`].
    pub fn open(mailbox: &Mailbox) -> Result<Self, FetchError> {
        let door = if let Some(settings) = &mailbox.imap {
            Door::Imap(Box::new(Account::new(&mailbox.name, settings)))
        } else if let Some(path) = &mailbox.maildir {
            Door::Maildir(Maildir::new(path))
        } else if let Some(path) = &mailbox.mbox {
            if path.is_dir() { folder_door(path)? } else { Door::Mbox(Mbox::file(path)) }
        } else {
            return Err(FetchError::NoDoor { mailbox: mailbox.name.clone() });
        };
        Ok(Self { name: mailbox.name.clone(), door })
    }

    /// The source that a word on the command line names: a Maildir, an mbox file (plain or `.zst`), a folder of
    /// `NAME.mbox` files (each is the folder NAME), a folder of `.eml` files, one `.eml` file, or `-`.
    pub fn from_argument(argument: &str) -> Result<Self, FetchError> {
        if argument == "-" {
            return Ok(Self { name: "stdin".into(), door: Door::Stdin(Stdin::default()) });
        }
        let path = Path::new(argument);
        let metadata = std::fs::metadata(path).map_err(FetchError::unreadable(path))?;
        let door = if metadata.is_dir() { folder_door(path)? } else { file_door(path)? };
        Ok(Self { name: name_of(path), door })
    }

    /// The name that the places of its messages carry.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Everything that it has, without the bytes, in no order that means anything.
    pub async fn list(&mut self) -> Result<Vec<Listed>, FetchError> {
        self.list_from(&Floors::default()).await
    }

    /// As [`Self::list`], without the messages below the floors where the source can leave them out.
    pub async fn list_from(&mut self, floors: &Floors) -> Result<Vec<Listed>, FetchError> {
        match &mut self.door {
            Door::Imap(account) => account.list(floors).await,
            Door::Maildir(maildir) => maildir.list(&self.name),
            Door::Mbox(mbox) => mbox.list(&self.name),
            Door::Files(files) => files.list(&self.name),
            Door::Stdin(stdin) => stdin.list(&self.name),
        }
    }

    /// One answer for each of the batch, in its order. A mail of more than `message_bytes_max` bytes is not read
    /// beyond its headers.
    pub async fn fetch(&mut self, batch: &[Listed], message_bytes_max: usize) -> Result<Vec<Fetched>, FetchError> {
        match &mut self.door {
            Door::Imap(account) => account.fetch(batch, message_bytes_max).await,
            Door::Maildir(maildir) => each(batch, |wanted| maildir.fetch(&wanted.place, message_bytes_max)),
            Door::Mbox(mbox) => each(batch, |wanted| mbox.fetch(&wanted.place, message_bytes_max)),
            Door::Files(files) => each(batch, |wanted| files.fetch(&wanted.place, message_bytes_max)),
            Door::Stdin(stdin) => each(batch, |wanted| Ok(stdin.fetch(&wanted.place, message_bytes_max))),
        }
    }
}

impl Source {
    /// Begins to fetch the batch that [`Self::fetch`] will be asked for next, while its caller does something else.
    /// What is near at hand waits until it is asked for.
    pub fn fetch_ahead(&mut self, batch: &[Listed], message_bytes_max: usize) {
        if let Door::Imap(account) = &mut self.door {
            account.fetch_ahead(batch, message_bytes_max);
        }
    }

    /// Waits until there may be something new, at the latest for so long. A hint and no more: what came in is seen
    /// by listing.
    pub async fn wait_for_news(&mut self, longest: Duration) -> Result<(), FetchError> {
        match &mut self.door {
            Door::Imap(account) => account.wait_for_news(longest).await,
            Door::Maildir(_) | Door::Mbox(_) | Door::Files(_) | Door::Stdin(_) => {
                tokio::time::sleep(longest).await;
                Ok(())
            }
        }
    }

    /// Flags or moves messages of the inbox that are committed, as configured; only IMAP can.
    pub async fn file(&mut self, messages: &[Committed]) -> Filed {
        match &mut self.door {
            Door::Imap(account) => account.file(messages).await,
            Door::Maildir(_) | Door::Mbox(_) | Door::Files(_) | Door::Stdin(_) => Filed::default(),
        }
    }

    /// How [`Self::file`] would go about it, in words; `None` where nothing is to be done. Changes nothing.
    pub async fn try_filing(&mut self) -> Result<Option<String>, FetchError> {
        match &mut self.door {
            Door::Imap(account) => account.try_filing().await,
            Door::Maildir(_) | Door::Mbox(_) | Door::Files(_) | Door::Stdin(_) => Ok(None),
        }
    }

    /// After a failed fetch: is the source there at all, so that the failure was the message's?
    pub async fn probe(&mut self, folder: &str) -> Result<(), FetchError> {
        match &mut self.door {
            Door::Imap(account) => account.probe(folder).await,
            Door::Maildir(_) | Door::Mbox(_) | Door::Files(_) | Door::Stdin(_) => Ok(()),
        }
    }
}

fn each(
    batch: &[Listed],
    fetch: impl FnMut(&Listed) -> Result<Fetched, FetchError>,
) -> Result<Vec<Fetched>, FetchError> {
    batch.iter().map(fetch).collect()
}

fn folder_door(path: &Path) -> Result<Door, FetchError> {
    if maildir::has_mail(path).map_err(FetchError::unreadable(path))? {
        return Ok(Door::Maildir(Maildir::new(path)));
    }
    let names = file_names(path).map_err(FetchError::unreadable(path))?;
    let mboxes = by_stem(&names, &[".mbox", ".mbox.zst"], |stem, _| stem.to_string());
    let mails = by_stem(&names, &[".eml"], |_, name| name.to_string());
    if mboxes.values().any(|file| is_packed_too(file, &names)) {
        return Err(not_mail(path, "the same folder as .mbox and as .mbox.zst"));
    }
    match (mboxes.is_empty(), mails.is_empty()) {
        (false, true) => Ok(Door::Mbox(Mbox::folders(&mboxes))),
        (true, false) => Ok(Door::Files(Files::new(mails))),
        (true, true) => Err(not_mail(path, "no mail in this folder")),
        (false, false) => Err(not_mail(path, "both .mbox and .eml files in this folder")),
    }
}

/// Reading one of the two and not the other would drop mail in silence.
fn is_packed_too(file: &Path, names: &[PathBuf]) -> bool {
    let other = if mbox::is_compressed(file) { file.with_extension("") } else { file.with_extension("mbox.zst") };
    names.contains(&other)
}

fn not_mail(path: &Path, seen: &'static str) -> FetchError {
    let remedy = "name a Maildir (with cur/ and new/), a folder of .mbox files, or a folder of .eml files";
    FetchError::NotMail { path: path.to_path_buf(), seen, remedy }
}

fn file_door(path: &Path) -> Result<Door, FetchError> {
    let name = file_name(path);
    let is_mail = name.ends_with(".eml");
    if !is_mail && (is_mbox_name(&name) || mbox::is_mbox(path).map_err(FetchError::unreadable(path))?) {
        return Ok(Door::Mbox(Mbox::file(path)));
    }
    Ok(Door::Files(Files::new(BTreeMap::from([(name, path.to_path_buf())]))))
}

fn is_mbox_name(name: &str) -> bool {
    name.ends_with(".mbox") || name.ends_with(".zst")
}

fn file_names(folder: &Path) -> std::io::Result<Vec<PathBuf>> {
    let entries = std::fs::read_dir(folder)?.collect::<Result<Vec<_>, _>>()?;
    Ok(entries.into_iter().map(|entry| entry.path()).filter(|path| path.is_file()).collect())
}

/// The files with one of the endings, under what `key` makes of their stem and name.
fn by_stem(files: &[PathBuf], endings: &[&str], key: impl Fn(&str, &str) -> String) -> BTreeMap<String, PathBuf> {
    let mut found = BTreeMap::new();
    for path in files {
        let name = file_name(path);
        if let Some(stem) = endings.iter().find_map(|ending| name.strip_suffix(ending)) {
            found.insert(key(stem, &name), path.clone());
        }
    }
    found
}

fn file_name(path: &Path) -> String {
    path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default()
}

/// A name that is the same on every machine: the last part of the path, without what says its form.
fn name_of(path: &Path) -> String {
    let absolute = path.canonicalize().unwrap_or_else(|_| path.to_path_buf());
    let name = file_name(&absolute);
    let name = name.strip_suffix(".zst").unwrap_or(&name);
    [".mbox", ".eml"].iter().find_map(|ending| name.strip_suffix(ending)).unwrap_or(name).to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    const MBOX: &str = "From a@example.com Fri Jan  2 03:04:05 2026\nSubject: one\n\nbody\n\n";

    fn folder_with(files: &[(&str, &str)]) -> tempfile::TempDir {
        let folder = tempfile::tempdir().unwrap();
        for (name, text) in files {
            let path = folder.path().join(name);
            std::fs::create_dir_all(path.parent().unwrap()).unwrap();
            std::fs::write(path, text).unwrap();
        }
        folder
    }

    /// Lists and fetches everything: (name of the source, [(folder, raw)]).
    async fn everything(path: &Path) -> (String, Vec<(String, String)>) {
        let mut source = Source::from_argument(path.to_str().unwrap()).unwrap();
        let listed = source.list().await.unwrap();
        let fetched = source.fetch(&listed, 1000).await.unwrap();
        let pairs = listed.iter().zip(fetched).map(|(one, fetched)| match fetched {
            Fetched::Raw(raw) => (one.place.folder.clone(), String::from_utf8(raw).unwrap()),
            other => panic!("{other:?}"),
        });
        (source.name().to_string(), pairs.collect())
    }

    fn pairs(expected: &[(&str, &str)]) -> Vec<(String, String)> {
        expected.iter().map(|(folder, raw)| (folder.to_string(), raw.to_string())).collect()
    }

    #[tokio::test]
    async fn a_maildir_is_known_by_its_folders() {
        let folder =
            folder_with(&[("desk/new/1767323045.a", "Subject: x\n\n"), ("desk/.Sent/cur/1.b:2,S", "S: y\n\n")]);
        let (name, found) = everything(&folder.path().join("desk")).await;
        assert_eq!((name.as_str(), found), ("desk", pairs(&[("INBOX", "Subject: x\n\n"), ("Sent", "S: y\n\n")])));
    }

    #[tokio::test]
    async fn an_mbox_is_known_by_its_name_or_its_first_line() {
        let folder = folder_with(&[("support.mbox", MBOX), ("support", MBOX)]);
        for file in ["support.mbox", "support"] {
            let (name, found) = everything(&folder.path().join(file)).await;
            assert_eq!((name.as_str(), found), ("support", pairs(&[("INBOX", "Subject: one\n\nbody\n")])));
        }
    }

    #[tokio::test]
    async fn a_folder_of_mbox_files_has_a_folder_for_each() {
        let folder = folder_with(&[("desk/INBOX.mbox", MBOX), ("desk/README.md", "not mail")]);
        let packed = zstd::encode_all(MBOX.replace("one", "two").as_bytes(), 3).unwrap();
        std::fs::write(folder.path().join("desk/Sent.mbox.zst"), packed).unwrap();
        let (_, found) = everything(&folder.path().join("desk")).await;
        assert_eq!(found, pairs(&[("INBOX", "Subject: one\n\nbody\n"), ("Sent", "Subject: two\n\nbody\n")]));
    }

    #[tokio::test]
    async fn single_mails_and_folders_of_them_are_read_whole() {
        let folder =
            folder_with(&[("mails/a.eml", "Subject: a\n\n"), ("mails/b.eml", "From x\n"), ("plain", "S: p\n\n")]);
        let (_, found) = everything(&folder.path().join("mails")).await;
        assert_eq!(found, pairs(&[("INBOX", "Subject: a\n\n"), ("INBOX", "From x\n")]));
        assert_eq!(everything(&folder.path().join("mails/a.eml")).await.1, pairs(&[("INBOX", "Subject: a\n\n")]));
        assert_eq!(everything(&folder.path().join("plain")).await.1, pairs(&[("INBOX", "S: p\n\n")]));
    }

    #[tokio::test]
    async fn a_file_that_was_replaced_is_another_mail() {
        let folder = folder_with(&[("a.eml", "Subject: a\n\n")]);
        let path = folder.path().join("a.eml");
        let mut source = Source::from_argument(path.to_str().unwrap()).unwrap();
        let before = source.list().await.unwrap();
        std::fs::write(&path, "Subject: b\n\n").unwrap();
        let after = source.list().await.unwrap();
        assert_ne!(before[0].place, after[0].place);
        assert_eq!(source.fetch(&before, 1000).await.unwrap(), [Fetched::Vanished]);
    }

    #[test]
    fn a_pass_may_run_on_any_thread() {
        fn is_send(_: &impl Send) {}
        let mut source = Source::from_argument("-").unwrap();
        is_send(&source);
        is_send(&source.list());
        is_send(&source.fetch(&[], 0));
        is_send(&source.file(&[]));
    }

    #[test]
    fn what_is_no_mail_is_said_with_its_name() {
        let folder = folder_with(&[("empty/README.md", "x"), ("both/a.eml", "x"), ("both/b.mbox", "")]);
        std::fs::create_dir(folder.path().join("twice")).unwrap();
        for name in ["twice/Sent.mbox", "twice/Sent.mbox.zst"] {
            std::fs::write(folder.path().join(name), "").unwrap();
        }
        let cases = [
            ("absent", "cannot read"),
            ("empty", "no mail"),
            ("both", "both .mbox and .eml"),
            ("twice", "the same folder"),
        ];
        for (name, part) in cases {
            let error = Source::from_argument(folder.path().join(name).to_str().unwrap()).unwrap_err().to_string();
            assert!(error.contains(name) && error.contains(part), "{error}");
        }
    }
}
