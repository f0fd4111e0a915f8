//! Writing: everything of one batch in one transaction.

use jiff::{Timestamp, tz::TimeZone};
use rusqlite::{OptionalExtension, Transaction, TransactionBehavior, params};

use super::{Journal, JournalError};
use crate::fail_point::fail_point;
use crate::ticket::clock::local_month;
use crate::ticket::{Change, Disposition, Event, MessageRow, Role};

/// A message at the place where a mailbox showed it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Arrival<'a> {
    pub mailbox: &'a str,
    pub folder: &'a str,
    pub uid_validity: Option<u32>,
    pub item: &'a str,
}

/// A transaction under way; what it wrote is there for its own reads, and for nobody else until
/// [`Batch::commit`].
pub struct Batch<'a> {
    pub(super) transaction: Transaction<'a>,
    zone: TimeZone,
}

impl Journal {
    pub fn begin(&mut self, zone: &TimeZone) -> Result<Batch<'_>, JournalError> {
        let transaction = self.connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
        fail_point!("journal_begun");
        Ok(Batch { transaction, zone: zone.clone() })
    }
}

/// What an event is besides its change.
pub struct Cause<'a> {
    pub occurred_at: Timestamp,
    pub actor: Option<&'a str>,
    pub actor_role: Role,
    pub message_key: Option<&'a str>,
}

impl Batch<'_> {
    /// Makes it all durable at once.
    pub fn commit(self) -> Result<(), JournalError> {
        fail_point!("journal_written");
        self.transaction.commit()?;
        fail_point!("journal_committed");
        Ok(())
    }

    pub fn record_arrival(
        &self,
        at: &Arrival,
        message_key: Option<&str>,
        disposition: Disposition,
    ) -> Result<(), JournalError> {
        self.transaction.prepare_cached("INSERT INTO arrivals VALUES (?1, ?2, ?3, ?4, ?5, ?6)")?.execute(params![
            at.mailbox,
            at.folder,
            at.uid_validity.unwrap_or(0),
            at.item,
            message_key,
            disposition.name()
        ])?;
        Ok(())
    }

    /// The next ticket number, counted without gaps within the journal.
    pub fn next_ticket_id(&self, prefix: &str) -> Result<String, JournalError> {
        let sql = "INSERT INTO counters VALUES ('ticket', 1001)
                   ON CONFLICT (name) DO UPDATE SET value = value + 1 RETURNING value";
        let number: i64 = self.transaction.prepare_cached(sql)?.query_row([], |row| row.get(0))?;
        Ok(format!("{prefix}-{number}"))
    }

    pub fn open_ticket(
        &self,
        ticket_id: &str,
        base_subject: &str,
        is_orphan: bool,
        opened_at: Timestamp,
    ) -> Result<(), JournalError> {
        self.transaction.prepare_cached("INSERT INTO tickets VALUES (?1, ?2, ?3, ?4, ?5, NULL, NULL)")?.execute(
            params![ticket_id, local_month(opened_at, &self.zone), base_subject, opened_at.as_microsecond(), is_orphan],
        )?;
        Ok(())
    }

    /// Appends a change to a ticket's history.
    pub fn append(&self, ticket_id: &str, change: Change, cause: &Cause) -> Result<(), JournalError> {
        let event = Event {
            ticket_id: ticket_id.into(),
            sequence: self.last_sequence(ticket_id)? + 1,
            occurred_at: cause.occurred_at,
            recorded_at: cause.occurred_at,
            kind: change.kind,
            actor: cause.actor.map(str::to_string),
            actor_role: cause.actor_role,
            from_value: change.from_value,
            to_value: change.to_value,
            message_key: cause.message_key.map(str::to_string),
        };
        let month = local_month(event.occurred_at, &self.zone);
        self.transaction.prepare_cached("INSERT INTO events VALUES (?1, ?2, ?3, ?4)")?.execute(params![
            ticket_id,
            event.sequence,
            month,
            json(&event)?
        ])?;
        self.transaction
            .prepare_cached("UPDATE tickets SET last_event_at = max(last_event_at, ?2) WHERE ticket_id = ?1")?
            .execute(params![ticket_id, event.occurred_at.as_microsecond()])?;
        self.mark_dirty("events", &month)?;
        self.mark_ticket_dirty(ticket_id)
    }

    fn last_sequence(&self, ticket_id: &str) -> Result<u32, JournalError> {
        let mut query =
            self.transaction.prepare_cached("SELECT coalesce(max(sequence), 0) FROM events WHERE ticket_id = ?1")?;
        Ok(query.query_row([ticket_id], |row| row.get(0))?)
    }

    pub fn record_message(&self, row: &MessageRow, content_key: &str) -> Result<(), JournalError> {
        self.transaction.prepare_cached("INSERT INTO messages VALUES (?1, ?2, ?3, ?4, ?5)")?.execute(params![
            row.message_key,
            content_key,
            row.ticket_id,
            row.received_month,
            json(row)?
        ])?;
        self.mark_dirty("messages", &row.received_month)
    }

    /// The message with this content that is recorded already.
    pub fn message_with(&self, message_key: &str, content_key: &str) -> Result<Option<String>, JournalError> {
        let mut query = self
            .transaction
            .prepare_cached("SELECT message_key FROM messages WHERE message_key = ?1 OR content_key = ?2 LIMIT 1")?;
        Ok(query.query_row([message_key, content_key], |row| row.get(0)).optional()?)
    }

    pub fn add_participants(&self, ticket_id: &str, addresses: &[String]) -> Result<(), JournalError> {
        let mut insert = self.transaction.prepare_cached("INSERT OR IGNORE INTO participants VALUES (?1, ?2)")?;
        for address in addresses {
            insert.execute([ticket_id, address])?;
        }
        Ok(())
    }

    /// Enters a message into the thread index: itself as held, what it refers to as awaited.
    pub fn index_thread(
        &self,
        ticket_id: &str,
        message_id: Option<&str>,
        references: &[String],
    ) -> Result<(), JournalError> {
        let sql = "INSERT INTO thread_index VALUES (?1, ?2, ?3)
                   ON CONFLICT (message_id, ticket_id) DO UPDATE SET is_held = 1 WHERE excluded.is_held";
        let mut insert = self.transaction.prepare_cached(sql)?;
        for (id, is_held) in
            message_id.map(|id| (id, true)).into_iter().chain(references.iter().map(|id| (id.as_str(), false)))
        {
            insert.execute(params![id, ticket_id, is_held])?;
        }
        Ok(())
    }

    /// Sets or clears the moment at which a resolved ticket closes for good.
    pub fn set_closing(&self, ticket_id: &str, closes_at: Option<Timestamp>) -> Result<(), JournalError> {
        self.transaction
            .prepare_cached("UPDATE tickets SET closes_at = ?2 WHERE ticket_id = ?1")?
            .execute(params![ticket_id, closes_at.map(Timestamp::as_microsecond)])?;
        Ok(())
    }

    /// Moves the messages and references of a merged ticket to the one that survives.
    pub fn merge(&self, merged: &str, survivor: &str) -> Result<(), JournalError> {
        for sql in [
            "INSERT INTO dirty_months SELECT DISTINCT 'messages', received_month, 1 FROM messages WHERE ticket_id = ?1
             ON CONFLICT DO UPDATE SET changes = changes + 1",
            "UPDATE messages SET ticket_id = ?2 WHERE ticket_id = ?1",
            "INSERT INTO thread_index SELECT message_id, ?2, is_held FROM thread_index WHERE ticket_id = ?1
             ON CONFLICT (message_id, ticket_id) DO UPDATE SET is_held = max(is_held, excluded.is_held)",
            "DELETE FROM thread_index WHERE ticket_id = ?1",
            "INSERT OR IGNORE INTO participants SELECT ?2, address FROM participants WHERE ticket_id = ?1",
            "UPDATE tickets SET merged_into = ?2, closes_at = NULL WHERE ticket_id = ?1",
        ] {
            let mut statement = self.transaction.prepare_cached(sql)?;
            let wanted = statement.parameter_count();
            statement.execute(rusqlite::params_from_iter([merged, survivor].into_iter().take(wanted)))?;
        }
        Ok(())
    }

    fn mark_ticket_dirty(&self, ticket_id: &str) -> Result<(), JournalError> {
        self.transaction
            .prepare_cached(
                "INSERT INTO dirty_months SELECT 'tickets', opened_month, 1 FROM tickets WHERE ticket_id = ?1
                 ON CONFLICT DO UPDATE SET changes = changes + 1",
            )?
            .execute([ticket_id])?;
        Ok(())
    }

    pub(super) fn mark_dirty(&self, table: &str, month: &str) -> Result<(), JournalError> {
        self.transaction
            .prepare_cached(
                "INSERT INTO dirty_months VALUES (?1, ?2, 1) ON CONFLICT DO UPDATE SET changes = changes + 1",
            )?
            .execute([table, month])?;
        Ok(())
    }
}

fn json<T: serde::Serialize>(value: &T) -> Result<String, JournalError> {
    serde_json::to_string(value).map_err(|error| JournalError::Row { what: error.to_string() })
}
