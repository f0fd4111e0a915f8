//! mbox files: one, or a folder of them in which each file is a mail folder; plain or compressed (`.zst`).

use std::collections::BTreeMap;
use std::fs::File;
use std::io::{self, BufRead, BufReader, Seek, SeekFrom};
use std::path::{Path, PathBuf};

use super::mbox_split::{Entry, Split};
use super::{FetchError, Fetched, Listed, Place};

#[derive(Debug)]
pub(super) struct Mbox {
    files: Vec<MboxFile>,
}

#[derive(Debug)]
struct MboxFile {
    folder: String,
    path: PathBuf,
    /// A compressed archive has no byte to jump to: listing unpacks it, and it is kept for fetching.
    unpacked: Option<Vec<u8>>,
}

impl Mbox {
    /// One file: the inbox.
    pub(super) fn file(path: &Path) -> Self {
        Self { files: vec![MboxFile::new("INBOX", path)] }
    }

    /// Several files; each is the folder that its name says.
    pub(super) fn folders(files: &BTreeMap<String, PathBuf>) -> Self {
        Self { files: files.iter().map(|(folder, path)| MboxFile::new(folder, path)).collect() }
    }

    pub(super) fn list(&mut self, mailbox: &str) -> Result<Vec<Listed>, FetchError> {
        let mut listed = Vec::new();
        for file in &mut self.files {
            file.list(mailbox, &mut listed).map_err(FetchError::unreadable(&file.path))??;
        }
        Ok(listed)
    }

    pub(super) fn fetch(&mut self, wanted: &Place, message_bytes_max: usize) -> Result<Fetched, FetchError> {
        let file = self.files.iter_mut().find(|file| file.folder == wanted.folder);
        let (Some(file), Some((offset, fingerprint))) = (file, parse_item(&wanted.item)) else {
            return Ok(Fetched::Vanished);
        };
        let entry = file.entry_at(offset, message_bytes_max).map_err(FetchError::unreadable(&file.path))?;
        // Where the file was rewritten since it was listed, another message lies at the offset.
        let entry = entry.filter(|entry| entry.fingerprint == fingerprint);
        Ok(entry.map_or(Fetched::Vanished, |entry| super::capped(entry.kept, entry.size_bytes)))
    }
}

impl MboxFile {
    fn new(folder: &str, path: &Path) -> Self {
        Self { folder: folder.to_string(), path: path.to_path_buf(), unpacked: None }
    }

    fn list(&mut self, mailbox: &str, listed: &mut Vec<Listed>) -> io::Result<Result<(), FetchError>> {
        self.unpack()?;
        if !begins_as_mbox(&mut self.reader(0)?)? {
            return Ok(Err(self.not_an_mbox()));
        }
        let mut split = Split::new(self.reader(0)?, 0, 0)?;
        while let Some(entry) = split.next_entry()? {
            listed.push(listing(mailbox, &self.folder, &entry));
        }
        Ok(Ok(()))
    }

    fn entry_at(&mut self, offset: u64, keep_bytes: usize) -> io::Result<Option<Entry>> {
        if self.unpacked.is_none() {
            self.unpack()?;
        }
        Split::new(self.reader(offset)?, offset, keep_bytes)?.next_entry()
    }

    fn unpack(&mut self) -> io::Result<()> {
        if is_compressed(&self.path) {
            self.unpacked = Some(zstd::decode_all(File::open(&self.path)?)?);
        }
        Ok(())
    }

    fn reader(&self, offset: u64) -> io::Result<Box<dyn BufRead + '_>> {
        if let Some(bytes) = &self.unpacked {
            let from = usize::try_from(offset).unwrap_or(usize::MAX).min(bytes.len());
            return Ok(Box::new(&bytes[from..]));
        }
        let mut file = File::open(&self.path)?;
        file.seek(SeekFrom::Start(offset))?;
        Ok(Box::new(BufReader::new(file)))
    }

    fn not_an_mbox(&self) -> FetchError {
        FetchError::NotMail {
            path: self.path.clone(),
            seen: "the first line does not begin with `From `, so it is no mbox file",
            remedy: "name an mbox file, or give a single mail the ending .eml",
        }
    }
}

fn listing(mailbox: &str, folder: &str, entry: &Entry) -> Listed {
    let place = Place {
        mailbox: mailbox.to_string(),
        folder: folder.to_string(),
        uid_validity: None,
        item: format!("{}-{}", entry.offset, entry.fingerprint),
    };
    Listed { place, received_at: entry.received_at, size_bytes: entry.size_bytes }
}

fn parse_item(item: &str) -> Option<(u64, &str)> {
    let (offset, fingerprint) = item.split_once('-')?;
    Some((offset.parse().ok()?, fingerprint))
}

/// An empty file is an mbox without messages.
fn begins_as_mbox(reader: &mut impl BufRead) -> io::Result<bool> {
    let mut start = Vec::new();
    io::Read::read_to_end(&mut io::Read::take(reader, 5), &mut start)?;
    Ok(start.is_empty() || start == b"From ")
}

pub(super) fn is_compressed(path: &Path) -> bool {
    path.extension().is_some_and(|extension| extension == "zst")
}

/// Does the file look like an mbox, whatever its name?
pub(super) fn is_mbox(path: &Path) -> io::Result<bool> {
    let file = File::open(path)?;
    if is_compressed(path) {
        return begins_as_mbox(&mut BufReader::new(zstd::Decoder::new(file)?));
    }
    begins_as_mbox(&mut BufReader::new(file))
}

#[cfg(test)]
mod tests {
    use super::*;

    const TWO: &str = "From a@example.com Fri Jan  2 03:04:05 2026\nSubject: one\n\nbody\n\n\
                       From b@example.com Sat Jan  3 00:00:00 2026\nSubject: two\n\nbody\n\n";

    fn written(name: &str, bytes: &[u8]) -> (tempfile::TempDir, PathBuf) {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join(name);
        std::fs::write(&path, bytes).unwrap();
        (folder, path)
    }

    fn raw(text: &str) -> Fetched {
        Fetched::Raw(text.as_bytes().to_vec())
    }

    #[test]
    fn plain_and_compressed_files_give_the_same() {
        let (_keep, plain) = written("m.mbox", TWO.as_bytes());
        let (_keep, packed) = written("m.mbox.zst", &zstd::encode_all(TWO.as_bytes(), 3).unwrap());
        for path in [plain, packed] {
            let mut mbox = Mbox::file(&path);
            let listed = mbox.list("m").unwrap();
            assert_eq!(listed.len(), 2);
            assert_eq!(mbox.fetch(&listed[1].place, 1000).unwrap(), raw("Subject: two\n\nbody\n"));
            assert_eq!(Mbox::file(&path).fetch(&listed[0].place, 1000).unwrap(), raw("Subject: one\n\nbody\n"));
        }
    }

    #[test]
    fn a_message_over_the_cap_gives_its_head_and_size() {
        let (_keep, path) = written("m.mbox", TWO.as_bytes());
        let mut mbox = Mbox::file(&path);
        let listed = mbox.list("m").unwrap();
        let expected = Fetched::TooLarge { head: b"Subject: one\n\n".to_vec(), size_bytes: 19 };
        assert_eq!(mbox.fetch(&listed[0].place, 18).unwrap(), expected);
        assert_eq!(mbox.fetch(&listed[0].place, 19).unwrap(), raw("Subject: one\n\nbody\n"));
    }

    #[test]
    fn another_mail_at_the_same_offset_is_another_place() {
        let (_keep, path) = written("m.mbox", TWO.as_bytes());
        let mut mbox = Mbox::file(&path);
        let before = mbox.list("m").unwrap();
        std::fs::write(&path, TWO.replace("one", "new")).unwrap();
        let after = mbox.list("m").unwrap();
        assert_ne!(before[0].place, after[0].place);
        assert_eq!(before[1].place, after[1].place);
        assert_eq!(mbox.fetch(&before[0].place, 1000).unwrap(), Fetched::Vanished);
    }

    #[test]
    fn an_empty_file_lists_nothing() {
        let (_keep, path) = written("m.mbox", b"");
        assert_eq!(Mbox::file(&path).list("m").unwrap(), []);
    }

    #[test]
    fn a_file_that_is_no_mbox_is_named() {
        let (_keep, path) = written("m.mbox", b"Subject: x\n\n");
        let error = Mbox::file(&path).list("m").unwrap_err().to_string();
        assert!(error.contains("m.mbox") && error.contains("From "), "{error}");
    }

    #[test]
    fn byte_offsets_order_as_numbers() {
        let place = |offset: u32| Place {
            mailbox: "m".into(),
            folder: "INBOX".into(),
            uid_validity: None,
            item: format!("{offset}-00000000"),
        };
        assert!(place(9) < place(10));
        assert!(place(100) > place(99));
    }
}
