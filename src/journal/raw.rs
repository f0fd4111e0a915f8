//! Every raw mail, whole, in monthly files: SQLite tables of zstd frames keyed by SHA-256.

use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

use rusqlite::{Connection, OptionalExtension};
use zstd::bulk::Compressor;

use super::{JournalError, schema};
use crate::fail_point::fail_point;

/// Level 3 packs mail to about a third at some 200 MB/s; more costs time and gains little.
const ZSTD_LEVEL: i32 = 3;

/// The folder of monthly archives.
pub struct RawArchive {
    folder: PathBuf,
    /// The month that was used last, for the next mail is most often of the same one.
    month: Mutex<Option<Month>>,
}

struct Month {
    name: String,
    connection: Connection,
}

impl RawArchive {
    pub(super) fn open(folder: &Path) -> Result<Self, JournalError> {
        std::fs::create_dir_all(folder).map_err(|source| JournalError::Folder { path: folder.into(), source })?;
        Ok(Self { folder: folder.into(), month: Mutex::default() })
    }

    /// Keeps these mails of one month; durable when it returns. A mail that is there already stays as it is.
    pub fn keep(&self, month: &str, mails: &[(&str, &[u8])]) -> Result<(), JournalError> {
        self.write(month, mails).map_err(|error| error.within(&self.folder))
    }

    fn write(&self, month: &str, mails: &[(&str, &[u8])]) -> Result<(), JournalError> {
        let mut month = self.take(month)?;
        fail_point!("raw_month_opened");
        let transaction = month.connection.transaction()?;
        {
            let sql = "INSERT OR IGNORE INTO mails (message_key, frame) VALUES (?1, ?2)";
            let mut insert = transaction.prepare_cached(sql)?;
            let mut packer = Compressor::new(ZSTD_LEVEL).map_err(JournalError::Packer)?;
            for (message_key, raw) in mails {
                let pack = |source| JournalError::Frame { message_key: (*message_key).into(), source };
                insert.execute((message_key, packer.compress(raw).map_err(pack)?))?;
            }
        }
        fail_point!("raw_mails_written");
        transaction.commit()?;
        fail_point!("raw_mails_committed");
        self.put_back(month);
        Ok(())
    }

    /// A mail of a month, unpacked; `None` where it is not kept there.
    pub fn mail(&self, month: &str, message_key: &str) -> Result<Option<Vec<u8>>, JournalError> {
        let month = self.take(month)?;
        let sql = "SELECT frame FROM mails WHERE message_key = ?1";
        let frame: Option<Vec<u8>> = month.connection.query_row(sql, [message_key], |row| row.get(0)).optional()?;
        self.put_back(month);
        let unpack = |source| JournalError::Frame { message_key: message_key.into(), source };
        frame.map(|frame| zstd::stream::decode_all(frame.as_slice()).map_err(unpack)).transpose()
    }

    /// The archive of a month. Its user puts it back when all went well; after a failure it is opened anew.
    fn take(&self, name: &str) -> Result<Month, JournalError> {
        match self.month.lock().unwrap_or_else(PoisonError::into_inner).take() {
            Some(month) if month.name == name => Ok(month),
            _ => self.open_month(name),
        }
    }

    fn put_back(&self, month: Month) {
        *self.month.lock().unwrap_or_else(PoisonError::into_inner) = Some(month);
    }

    fn open_month(&self, name: &str) -> Result<Month, JournalError> {
        let path = self.folder.join(format!("{name}.sqlite"));
        let connection = Connection::open(&path).map_err(|source| JournalError::Open { path, source })?;
        connection.busy_timeout(std::time::Duration::from_secs(30))?;
        schema::make_durable(&connection)?;
        connection
            .execute_batch("CREATE TABLE IF NOT EXISTS mails (message_key TEXT PRIMARY KEY, frame BLOB NOT NULL)")?;
        Ok(Month { name: name.into(), connection })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_kept_mail_comes_back_byte_for_byte_and_keeping_it_twice_changes_nothing() {
        let folder = tempfile::tempdir().unwrap();
        let archive = RawArchive::open(folder.path()).unwrap();
        let raw = b"From: a@b.example\r\n\r\n\xff\x00body".as_slice();
        archive.keep("2026-10", &[("k1", raw)]).unwrap();
        archive.keep("2026-10", &[("k1", b"other")]).unwrap();
        assert_eq!(archive.mail("2026-10", "k1").unwrap().as_deref(), Some(raw));
        assert_eq!(archive.mail("2026-10", "absent").unwrap(), None);
    }
}
