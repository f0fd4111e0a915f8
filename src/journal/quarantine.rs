//! Messages that are dealt with and not understood: kept, named with the reason, and taken back when an operator
//! releases them.
//!
//! A release is a mark and nothing more, so that another process than the gateway may set it: until the message is
//! taken in anew its old row stands, and nothing is lost where it cannot be had again.

use jiff::Timestamp;
use rusqlite::{OptionalExtension, Row, params};

use super::{Arrival, Batch, Journal, JournalError, read::from_json};
use crate::ticket::{Disposition, MessageRow};

/// A message in quarantine.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Quarantined {
    pub mailbox: String,
    pub folder: String,
    /// `None` where the source has none.
    pub uid_validity: Option<u32>,
    pub item: String,
    /// With its size and when it was received.
    pub reason: String,
    /// All its bytes are in the raw archive.
    pub is_kept: bool,
    /// An operator wants it to be tried again.
    pub is_released: bool,
}

/// A quarantined message out of the raw archive.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeptMail {
    pub received_at: Timestamp,
    pub raw: Vec<u8>,
}

const COLUMNS: &str = "mailbox, folder, uid_validity, item, reason, is_kept, released_at";
const PLACE: &str = "mailbox = ?1 AND folder = ?2 AND uid_validity = ?3 AND item = ?4";

impl Quarantined {
    pub fn place(&self) -> Arrival<'_> {
        Arrival { mailbox: &self.mailbox, folder: &self.folder, uid_validity: self.uid_validity, item: &self.item }
    }
}

impl Journal {
    /// All that is in quarantine, by place.
    pub fn quarantined(&self) -> Result<Vec<Quarantined>, JournalError> {
        self.quarantined_where("TRUE")
    }

    /// What was released and can be read again without its mailbox.
    pub fn released_and_kept(&self) -> Result<Vec<Quarantined>, JournalError> {
        self.quarantined_where("is_kept AND released_at IS NOT NULL")
    }

    fn quarantined_where(&self, condition: &str) -> Result<Vec<Quarantined>, JournalError> {
        let sql = format!(
            "SELECT {COLUMNS} FROM quarantine WHERE {condition} ORDER BY mailbox, folder, uid_validity, length(item), item"
        );
        let mut query = self.connection.prepare_cached(&sql)?;
        let rows = query.query_map([], quarantined)?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// Is there something in quarantine that no operator was told of?
    pub fn has_untold(&self) -> Result<bool, JournalError> {
        Ok(self.connection.prepare_cached("SELECT 1 FROM quarantine WHERE NOT is_told")?.exists([])?)
    }

    /// The operator was told of all that is in quarantine.
    pub fn mark_told(&mut self) -> Result<(), JournalError> {
        self.connection.execute("UPDATE quarantine SET is_told = 1", [])?;
        Ok(())
    }

    /// Lets everything in quarantine be tried again; says how many messages that are.
    pub fn release_quarantined(&mut self, now: Timestamp) -> Result<usize, JournalError> {
        let transaction = self.connection.transaction()?;
        let released = transaction.execute("UPDATE quarantine SET released_at = ?1", [now.as_microsecond()])?;
        transaction.execute("DELETE FROM fetch_failures", [])?;
        transaction.commit()?;
        Ok(released)
    }

    /// When something that is still in quarantine was last released, in microseconds.
    pub fn last_release(&self) -> Result<Option<i64>, JournalError> {
        Ok(self
            .connection
            .prepare_cached("SELECT max(released_at) FROM quarantine")?
            .query_row([], |row| row.get(0))?)
    }

    /// The whole mail out of the raw archive; `None` where the archive has less than that.
    pub fn kept_mail(&self, at: &Arrival) -> Result<Option<KeptMail>, JournalError> {
        let sql = format!("SELECT row FROM arrivals JOIN messages USING (message_key) WHERE {PLACE}");
        let mut query = self.connection.prepare_cached(&sql)?;
        let row: Option<String> = query.query_row(place(at), |row| row.get(0)).optional()?;
        let Some(row) = row.map(|row| from_json::<MessageRow>(&row)).transpose()? else { return Ok(None) };
        let raw = self.raw.mail(&row.received_month, &row.message_key)?;
        let raw = raw.filter(|raw| u64::try_from(raw.len()).is_ok_and(|length| length == row.size_bytes));
        Ok(raw.map(|raw| KeptMail { received_at: row.received_at, raw }))
    }

    /// It cannot be read out of the archive: its mailbox is asked for it again.
    pub fn fetch_again(&mut self, at: &Arrival) -> Result<(), JournalError> {
        self.connection.execute(&format!("UPDATE quarantine SET is_kept = 0 WHERE {PLACE}"), place(at))?;
        Ok(())
    }
}

impl Batch<'_> {
    /// Says why this arrival is in quarantine; `is_kept` where the raw archive has all its bytes.
    pub fn quarantine(&self, at: &Arrival, reason: &str, is_kept: bool) -> Result<(), JournalError> {
        let mut insert = self.transaction.prepare_cached(
            "INSERT INTO quarantine (mailbox, folder, uid_validity, item, reason, is_kept, is_told)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, 0)",
        )?;
        insert.execute(params![at.mailbox, at.folder, at.uid_validity.unwrap_or(0), at.item, reason, is_kept])?;
        Ok(())
    }

    /// A message that cannot be fetched is given up; what was kept of it before stays.
    pub fn give_up(&self, at: &Arrival, reason: &str) -> Result<(), JournalError> {
        if self.stays_quarantined(at, Some(reason))? {
            return Ok(());
        }
        self.record_arrival(at, None, Disposition::Quarantined)?;
        self.quarantine(at, reason, false)
    }

    /// Where it was released, it goes back as it was, for another reason perhaps; `false` where it was not.
    pub fn stays_quarantined(&self, at: &Arrival, reason: Option<&str>) -> Result<bool, JournalError> {
        let sql = format!(
            "UPDATE quarantine SET released_at = NULL, is_told = 0, reason = coalesce(?5, reason)
             WHERE {PLACE} AND released_at IS NOT NULL"
        );
        let changed = self.transaction.prepare_cached(&sql)?.execute(params![
            at.mailbox,
            at.folder,
            at.uid_validity.unwrap_or(0),
            at.item,
            reason
        ])?;
        Ok(changed == 1)
    }

    /// Forgets a released message, which is taken in anew within this batch; returns what it was known by.
    pub fn take_back(&self, at: &Arrival) -> Result<Option<String>, JournalError> {
        let sql = format!("DELETE FROM quarantine WHERE {PLACE} AND released_at IS NOT NULL");
        if self.transaction.prepare_cached(&sql)?.execute(place(at))? == 0 {
            return Ok(None);
        }
        let sql = format!("DELETE FROM arrivals WHERE {PLACE} RETURNING message_key");
        let known: Option<Option<String>> = self.transaction.query_row(&sql, place(at), |row| row.get(0)).optional()?;
        let Some(message_key) = known.flatten() else { return Ok(None) };
        let sql = "DELETE FROM messages WHERE message_key = ?1 AND ticket_id IS NULL RETURNING received_month";
        let month: Option<String> = self.transaction.query_row(sql, [&message_key], |row| row.get(0)).optional()?;
        month.map_or(Ok(()), |month| self.mark_dirty("messages", &month))?;
        Ok(Some(message_key))
    }

    /// Further copies of a message that was known by another key are copies of it still.
    pub fn known_by_now(&self, before: &str, message_key: &str) -> Result<(), JournalError> {
        self.transaction
            .execute("UPDATE arrivals SET message_key = ?2 WHERE message_key = ?1", [before, message_key])?;
        Ok(())
    }

    /// Has this place been dealt with, here or before?
    pub fn has_arrival(&self, at: &Arrival) -> Result<bool, JournalError> {
        let sql = format!("SELECT 1 FROM arrivals WHERE {PLACE}");
        Ok(self.transaction.prepare_cached(&sql)?.exists(place(at))?)
    }

    /// Is there something of this message besides its place?
    pub fn has_bytes(&self, at: &Arrival) -> Result<bool, JournalError> {
        let sql = format!("SELECT 1 FROM arrivals WHERE {PLACE} AND message_key IS NOT NULL");
        Ok(self.transaction.prepare_cached(&sql)?.exists(place(at))?)
    }
}

type PlaceValues<'a> = (&'a str, &'a str, u32, &'a str);

fn place<'a>(at: &Arrival<'a>) -> PlaceValues<'a> {
    (at.mailbox, at.folder, at.uid_validity.unwrap_or(0), at.item)
}

fn quarantined(row: &Row) -> rusqlite::Result<Quarantined> {
    let uid_validity: u32 = row.get("uid_validity")?;
    Ok(Quarantined {
        mailbox: row.get("mailbox")?,
        folder: row.get("folder")?,
        uid_validity: (uid_validity > 0).then_some(uid_validity),
        item: row.get("item")?,
        reason: row.get("reason")?,
        is_kept: row.get("is_kept")?,
        is_released: row.get::<_, Option<i64>>("released_at")?.is_some(),
    })
}
