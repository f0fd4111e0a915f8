//! What the server is yet to be told of messages that are committed: which to flag or to move.
//!
//! A message is owed from the transaction of its arrival on, until the server has done it: a crash forgets nothing,
//! a mailbox where nothing is owed costs nothing, and what people do to a message afterwards stays as they did it.

use rusqlite::params;

use super::{Arrival, Batch, Journal, JournalError};
use crate::fail_point::fail_point;

/// A message of an inbox that is to be flagged or moved.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct OwedFiling {
    pub uid_validity: u32,
    pub uid: u32,
    /// It lies in the other folder already, and is to go from the inbox.
    pub is_copied: bool,
}

impl Batch<'_> {
    /// From the commit on, this message of an inbox is to be filed. What is no UID cannot be, and is left.
    pub fn owe_filing(&self, at: &Arrival) -> Result<(), JournalError> {
        let (Some(uid_validity), Ok(uid)) = (at.uid_validity, at.item.parse::<u32>()) else { return Ok(()) };
        self.transaction.prepare_cached("INSERT OR IGNORE INTO filings VALUES (?1, ?2, ?3, 0)")?.execute(params![
            at.mailbox,
            uid_validity,
            uid
        ])?;
        Ok(())
    }
}

impl Journal {
    /// The next messages of a mailbox to be filed, behind the given one, by UIDVALIDITY and UID.
    ///
    /// With `sends`, those whose acknowledgement is still to be tried for the first time are left out: the outbox has
    /// its turn before the server.
    pub fn owed_filings(
        &self,
        mailbox: &str,
        behind: Option<OwedFiling>,
        limit: usize,
        sends: bool,
    ) -> Result<Vec<OwedFiling>, JournalError> {
        let mut query = self.connection.prepare_cached(
            "SELECT uid_validity, uid, is_copied FROM filings
             WHERE mailbox = ?1 AND (uid_validity, uid) > (?2, ?3) AND NOT (?4 AND EXISTS (
                SELECT 1 FROM arrivals JOIN messages USING (message_key) JOIN outbox USING (ticket_id)
                WHERE arrivals.mailbox = filings.mailbox AND arrivals.folder = 'INBOX'
                  AND arrivals.uid_validity = filings.uid_validity AND arrivals.item = CAST(filings.uid AS TEXT)
                  AND outbox.purpose = 'acknowledgement'
                  AND (outbox.state = 'sending' OR (outbox.state = 'queued' AND outbox.last_error IS NULL))))
             ORDER BY uid_validity, uid LIMIT ?5",
        )?;
        let (uid_validity, uid) = behind.map_or((0, 0), |one| (one.uid_validity, one.uid));
        let limit = i64::try_from(limit).unwrap_or(i64::MAX);
        let rows = query.query_map(params![mailbox, uid_validity, uid, sends, limit], |row| {
            Ok(OwedFiling { uid_validity: row.get(0)?, uid: row.get(1)?, is_copied: row.get(2)? })
        })?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// How many messages of a mailbox are to be filed.
    pub fn count_owed_filings(&self, mailbox: &str) -> Result<usize, JournalError> {
        let mut query = self.connection.prepare_cached("SELECT count(*) FROM filings WHERE mailbox = ?1")?;
        let count: i64 = query.query_row([mailbox], |row| row.get(0))?;
        Ok(usize::try_from(count).unwrap_or(0))
    }

    /// Takes note of what the server did: of some it has a copy where they belong, of others nothing is owed any more.
    pub fn record_filings(
        &mut self,
        mailbox: &str,
        copied: &[OwedFiling],
        settled: &[OwedFiling],
    ) -> Result<(), JournalError> {
        fail_point!("filing_unrecorded");
        let transaction = self.connection.transaction()?;
        let key = "WHERE mailbox = ?1 AND uid_validity = ?2 AND uid = ?3";
        for (sql, filings) in [
            (format!("UPDATE filings SET is_copied = 1 {key}"), copied),
            (format!("DELETE FROM filings {key}"), settled),
        ] {
            let mut statement = transaction.prepare_cached(&sql)?;
            for one in filings {
                statement.execute(params![mailbox, one.uid_validity, one.uid])?;
            }
        }
        transaction.commit()?;
        fail_point!("filing_recorded");
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn arrival(uid_validity: Option<u32>, item: &str) -> Arrival<'_> {
        Arrival { mailbox: "support", folder: "INBOX", uid_validity, item }
    }

    fn owed(uid_validity: u32, uid: u32, is_copied: bool) -> OwedFiling {
        OwedFiling { uid_validity, uid, is_copied }
    }

    fn journal_that_owes(arrivals: &[Arrival]) -> (Journal, tempfile::TempDir) {
        let folder = tempfile::tempdir().unwrap();
        let mut journal = Journal::open(folder.path()).unwrap();
        let batch = journal.begin(&jiff::tz::TimeZone::UTC).unwrap();
        arrivals.iter().for_each(|one| batch.owe_filing(one).unwrap());
        batch.commit().unwrap();
        (journal, folder)
    }

    #[test]
    fn what_is_owed_is_had_page_by_page_until_it_is_settled() {
        let arrivals = ["10", "9", "2"].map(|item| arrival(Some(5), item));
        let (mut journal, _folder) = journal_that_owes(&arrivals);
        let page = |journal: &Journal, behind| journal.owed_filings("support", behind, 2, true).unwrap();
        assert_eq!(page(&journal, None), [owed(5, 2, false), owed(5, 9, false)]);
        assert_eq!(page(&journal, Some(owed(5, 9, false))), [owed(5, 10, false)]);
        journal.record_filings("support", &[owed(5, 9, false)], &[owed(5, 2, false)]).unwrap();
        assert_eq!(page(&journal, None), [owed(5, 9, true), owed(5, 10, false)]);
        assert_eq!(journal.count_owed_filings("support").unwrap(), 2);
        assert_eq!(journal.count_owed_filings("billing").unwrap(), 0);
    }

    #[test]
    fn what_lies_in_no_imap_folder_is_never_owed() {
        let (journal, _folder) = journal_that_owes(&[arrival(None, "7"), arrival(Some(5), "1700000000.M1.desk")]);
        assert_eq!(journal.count_owed_filings("support").unwrap(), 0);
    }
}
