//! Messages that a mailbox shows and cannot deliver: how often each was tried, and why it failed.
//!
//! After its last try such a message counts as dealt with and is quarantined without its bytes, so that it holds up
//! no other; its row stays until an operator releases it.

use rusqlite::params;

use super::{Arrival, Batch, Journal, JournalError};

/// A message that could not be fetched.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FetchFailure {
    pub mailbox: String,
    pub folder: String,
    pub item: String,
    /// In how many passes it failed while others came.
    pub passes: u32,
    pub reason: String,
    /// It is not tried any more.
    pub is_quarantined: bool,
}

impl Journal {
    /// Every message that could not be fetched, by its place.
    pub fn fetch_failures(&self) -> Result<Vec<FetchFailure>, JournalError> {
        let mut query = self.connection.prepare(
            "SELECT mailbox, folder, item, passes, reason, disposition IS NOT NULL
             FROM fetch_failures LEFT JOIN arrivals USING (mailbox, folder, uid_validity, item)
             ORDER BY mailbox, folder, uid_validity, length(item), item",
        )?;
        let rows = query.query_map([], |row| {
            Ok(FetchFailure {
                mailbox: row.get(0)?,
                folder: row.get(1)?,
                item: row.get(2)?,
                passes: row.get(3)?,
                reason: row.get(4)?,
                is_quarantined: row.get(5)?,
            })
        })?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// Has fetching this message failed before?
    pub fn has_failed(&self, at: &Arrival) -> Result<bool, JournalError> {
        let mut query = self.connection.prepare_cached(
            "SELECT count(*) FROM fetch_failures WHERE mailbox = ?1 AND folder = ?2 AND uid_validity = ?3 AND item = ?4",
        )?;
        let count: i64 =
            query.query_row(params![at.mailbox, at.folder, at.uid_validity.unwrap_or(0), at.item], |row| row.get(0))?;
        Ok(count > 0)
    }
}

impl Batch<'_> {
    /// Counts so many more passes in which fetching failed, 0 where the message may not be at fault; says how many there
    /// are now.
    pub fn record_failure(&self, at: &Arrival, counts: u32, reason: &str) -> Result<u32, JournalError> {
        let passes = self.transaction.query_row(
            "INSERT INTO fetch_failures VALUES (?1, ?2, ?3, ?4, ?5, ?6)
             ON CONFLICT DO UPDATE SET passes = passes + excluded.passes, reason = excluded.reason RETURNING passes",
            params![at.mailbox, at.folder, at.uid_validity.unwrap_or(0), at.item, counts, reason],
            |row| row.get(0),
        )?;
        Ok(passes)
    }

    /// It came after all, or is gone.
    pub fn forget_failure(&self, at: &Arrival) -> Result<(), JournalError> {
        self.transaction.execute(
            "DELETE FROM fetch_failures WHERE mailbox = ?1 AND folder = ?2 AND uid_validity = ?3 AND item = ?4",
            params![at.mailbox, at.folder, at.uid_validity.unwrap_or(0), at.item],
        )?;
        Ok(())
    }
}
