//! Writes the sample into a folder: mbox (mboxrd, RFC 4155) or Maildir++, the configuration, the truth.

use std::fs;
use std::io::Write;
use std::path::Path;

use super::mail::{Folder, Mail};
use super::truth::folder_name;
use super::{Sample, SampleError};

/// The strongest that does not need a special window to unpack.
const ZSTD_LEVEL: i32 = 19;

/// How the mailbox is kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Form {
    /// `mailbox/INBOX.mbox.zst` and `mailbox/Sent.mbox.zst`.
    Mbox,
    /// `Maildir/` with `.Sent/`.
    Maildir,
}

/// Writes everything into `folder`, which may exist.
pub fn write(sample: &Sample, form: Form, folder: &Path) -> Result<(), SampleError> {
    match form {
        Form::Mbox => write_mboxes(sample, &folder.join("mailbox"))?,
        Form::Maildir => write_maildir(sample, &folder.join("Maildir"))?,
    }
    let door = match form {
        Form::Mbox => "mbox = \"mailbox\"",
        Form::Maildir => "maildir = \"Maildir\"",
    };
    save(&folder.join("tallypost.toml"), sample.configuration.replace("{door}", door).as_bytes())?;
    save(&folder.join("truth.json"), sample.truth.as_bytes())
}

fn write_mboxes(sample: &Sample, folder: &Path) -> Result<(), SampleError> {
    for kind in [Folder::Inbox, Folder::Sent] {
        let path = folder.join(format!("{}.mbox.zst", folder_name(kind)));
        let unwritable = |source| SampleError::Unwritable { path: path.clone(), source };
        let packed = zstd::encode_all(mbox(&sample.mails, kind).as_slice(), ZSTD_LEVEL).map_err(unwritable)?;
        save(&path, &packed)?;
    }
    Ok(())
}

/// All mails of a folder as one mbox.
pub(crate) fn mbox(mails: &[Mail], folder: Folder) -> Vec<u8> {
    let mut file = Vec::new();
    for mail in mails.iter().filter(|mail| mail.folder == folder) {
        let date = mail.received.strftime("%a %b %e %H:%M:%S %Y");
        file.extend(format!("From {} {date}\n", mail.envelope_from).as_bytes());
        for line in mail.bytes.split_inclusive(|byte| *byte == b'\n') {
            // mboxrd: one more `>` before every line that begins with any number of them and `From `.
            let bare = &line[line.iter().take_while(|byte| **byte == b'>').count()..];
            if bare.starts_with(b"From ") {
                file.push(b'>');
            }
            file.extend(line);
        }
        file.extend(if mail.bytes.ends_with(b"\n") { b"\n".as_slice() } else { b"\n\n" });
    }
    file
}

fn write_maildir(sample: &Sample, root: &Path) -> Result<(), SampleError> {
    for kind in [Folder::Inbox, Folder::Sent] {
        let folder = if kind == Folder::Inbox { root.to_path_buf() } else { root.join(".Sent") };
        for part in ["cur", "new", "tmp"] {
            let path = folder.join(part);
            fs::create_dir_all(&path).map_err(|source| SampleError::Unwritable { path, source })?;
        }
        for (number, mail) in sample.mails.iter().enumerate().filter(|(_, mail)| mail.folder == kind) {
            let name = format!("{}.M{number}P1.sample:2,S", mail.received.as_second());
            save(&folder.join("cur").join(name), &mail.bytes)?;
        }
    }
    Ok(())
}

pub(super) fn save(path: &Path, bytes: &[u8]) -> Result<(), SampleError> {
    let unwritable = |source| SampleError::Unwritable { path: path.to_path_buf(), source };
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder).map_err(unwritable)?;
    }
    let mut file = fs::File::create(path).map_err(unwritable)?;
    file.write_all(bytes).map_err(unwritable)
}
