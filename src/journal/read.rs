//! Reading: what the gateway publishes, lists and balances.

use std::collections::BTreeMap;

use rusqlite::{Connection, OptionalExtension, TransactionBehavior, params};

use super::{Arrival, Journal, JournalError};
use crate::fail_point::fail_point;
use crate::ticket::{Event, MessageRow};

/// A lake partition that the journal has news for.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct DirtyMonth {
    /// `tickets`, `messages` or `events`.
    pub table: String,
    /// `YYYY-MM`
    pub month: String,
}

/// Counts that must agree.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Balance {
    pub arrivals: i64,
    pub messages: i64,
    pub tickets: i64,
    pub events: i64,
    /// Arrivals by disposition, in the order of the dispositions' names.
    pub dispositions: Vec<(String, i64)>,
    /// Messages that no arrival showed.
    pub messages_without_arrival: i64,
    /// Arrivals of a message that is not there.
    pub arrivals_without_message: i64,
    /// Messages of a ticket that is not there.
    pub messages_without_ticket: i64,
}

/// What became of one message at one place.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct LedgerEntry {
    pub mailbox: String,
    pub folder: String,
    pub item: String,
    pub disposition: String,
    pub message_key: Option<String>,
    pub ticket_id: Option<String>,
}

impl Balance {
    /// What contradicts itself, one sentence each.
    pub fn contradictions(&self) -> Vec<String> {
        let sums: i64 = self.dispositions.iter().map(|(_, count)| count).sum();
        [
            (self.arrivals - sums, "arrivals have no disposition"),
            (self.messages_without_arrival, "messages were shown by no mailbox"),
            (self.arrivals_without_message, "arrivals name a message that is not there"),
            (self.messages_without_ticket, "messages name a ticket that is not there"),
        ]
        .into_iter()
        .filter(|(count, _)| *count != 0)
        .map(|(count, what)| format!("{count} {what}"))
        .collect()
    }
}

impl Journal {
    /// Has this place been dealt with? What an operator released, and only its mailbox has, has not.
    pub fn has_arrival(&self, at: &Arrival) -> Result<bool, JournalError> {
        let mut query = self.connection.prepare_cached(
            "SELECT 1 FROM arrivals AS known WHERE mailbox = ?1 AND folder = ?2 AND uid_validity = ?3 AND item = ?4
             AND NOT EXISTS (SELECT 1 FROM quarantine WHERE released_at IS NOT NULL AND NOT is_kept
                 AND (mailbox, folder, uid_validity, item) = (known.mailbox, known.folder, known.uid_validity, known.item))",
        )?;
        let found = query.query_row(params![at.mailbox, at.folder, at.uid_validity.unwrap_or(0), at.item], |_| Ok(()));
        Ok(found.optional()?.is_some())
    }

    /// The partitions that differ from the lake, each with how often it has changed since it was published.
    pub fn dirty_months(&self) -> Result<BTreeMap<DirtyMonth, i64>, JournalError> {
        let mut query = self.connection.prepare("SELECT lake_table, month, changes FROM dirty_months")?;
        let months =
            query.query_map([], |row| Ok((DirtyMonth { table: row.get(0)?, month: row.get(1)? }, row.get(2)?)))?;
        Ok(months.collect::<Result<_, _>>()?)
    }

    /// Every partition that the journal fills, news or not.
    pub fn all_months(&self) -> Result<Vec<DirtyMonth>, JournalError> {
        let mut query = self.connection.prepare(
            "SELECT 'tickets', opened_month FROM tickets UNION SELECT 'messages', received_month FROM messages
             UNION SELECT 'events', occurred_month FROM events ORDER BY 1, 2",
        )?;
        let months = query.query_map([], |row| Ok(DirtyMonth { table: row.get(0)?, month: row.get(1)? }))?;
        Ok(months.collect::<Result<_, _>>()?)
    }

    /// The local-time months in which tickets opened.
    pub fn opened_months(&self) -> Result<Vec<String>, JournalError> {
        let mut query = self.connection.prepare("SELECT DISTINCT opened_month FROM tickets ORDER BY 1")?;
        let months = query.query_map([], |row| row.get(0))?.collect::<Result<_, _>>()?;
        Ok(months)
    }

    /// Says that these partitions are in the lake as they were when [`Self::dirty_months`] told this. What has changed
    /// since stays to be published.
    pub fn mark_published(&mut self, months: &BTreeMap<DirtyMonth, i64>) -> Result<(), JournalError> {
        let transaction = self.connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
        fail_point!("published_all");
        for (DirtyMonth { table, month }, changes) in months {
            let sql = "DELETE FROM dirty_months WHERE lake_table = ?1 AND month = ?2 AND changes = ?3";
            transaction.execute(sql, params![table, month, changes])?;
        }
        fail_point!("published_unmarked");
        transaction.commit()?;
        fail_point!("published_marked");
        Ok(())
    }

    /// Hands on the events of every ticket that opened in a month, ticket by ticket, in the order of their ids.
    pub fn each_history_opened_in(&self, month: &str, mut hand_on: impl FnMut(&[Event])) -> Result<(), JournalError> {
        let mut query = self.connection.prepare(
            "SELECT event FROM tickets JOIN events USING (ticket_id) WHERE opened_month = ?1
             ORDER BY ticket_id, sequence",
        )?;
        let mut history: Vec<Event> = Vec::new();
        for row in query.query_map([month], |row| row.get::<_, String>(0))? {
            let event: Event = from_json(&row?)?;
            if history.first().is_some_and(|first| first.ticket_id != event.ticket_id) {
                hand_on(&history);
                history.clear();
            }
            history.push(event);
        }
        if !history.is_empty() {
            hand_on(&history);
        }
        Ok(())
    }

    /// All events that occurred in a month, by ticket and sequence.
    pub fn events_in(&self, month: &str) -> Result<Vec<Event>, JournalError> {
        let mut query = self
            .connection
            .prepare("SELECT event FROM events WHERE occurred_month = ?1 ORDER BY ticket_id, sequence")?;
        let rows = query.query_map([month], |row| row.get::<_, String>(0))?;
        rows.map(|row| from_json(&row?)).collect()
    }

    /// All messages received in a month, by time of receipt.
    pub fn messages_in(&self, month: &str) -> Result<Vec<MessageRow>, JournalError> {
        let mut query = self.connection.prepare("SELECT row, ticket_id FROM messages WHERE received_month = ?1")?;
        let rows = query.query_map([month], |row| Ok((row.get::<_, String>(0)?, row.get(1)?)))?;
        let mut messages = rows
            .map(|row| {
                let (json, ticket_id) = row?;
                Ok(MessageRow { ticket_id, ..from_json(&json)? })
            })
            .collect::<Result<Vec<_>, JournalError>>()?;
        messages.sort_by(|a, b| (a.received_at, &a.message_key).cmp(&(b.received_at, &b.message_key)));
        Ok(messages)
    }

    /// The events of one ticket; empty where there is none of that number.
    pub fn events_of(&self, ticket_id: &str) -> Result<Vec<Event>, JournalError> {
        events_of(&self.connection, ticket_id)
    }

    /// The messages of one ticket, by time of receipt.
    pub fn messages_of(&self, ticket_id: &str) -> Result<Vec<MessageRow>, JournalError> {
        let mut query = self.connection.prepare("SELECT row FROM messages WHERE ticket_id = ?1")?;
        let rows = query.query_map([ticket_id], |row| row.get::<_, String>(0))?;
        let mut messages: Vec<MessageRow> = rows.map(|row| from_json(&row?)).collect::<Result<_, JournalError>>()?;
        messages.sort_by(|a, b| (a.received_at, &a.message_key).cmp(&(b.received_at, &b.message_key)));
        Ok(messages)
    }

    /// Every message that a mailbox ever showed, in the order of their places.
    pub fn ledger(&self) -> Result<Vec<LedgerEntry>, JournalError> {
        let mut query = self.connection.prepare(
            "SELECT mailbox, folder, item, disposition, message_key, ticket_id
             FROM arrivals LEFT JOIN messages USING (message_key) ORDER BY mailbox, folder, uid_validity, item",
        )?;
        let rows = query.query_map([], |row| {
            Ok(LedgerEntry {
                mailbox: row.get(0)?,
                folder: row.get(1)?,
                item: row.get(2)?,
                disposition: row.get(3)?,
                message_key: row.get(4)?,
                ticket_id: row.get(5)?,
            })
        })?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    pub fn balance(&self) -> Result<Balance, JournalError> {
        let count = |sql: &str| -> Result<i64, JournalError> {
            Ok(self.connection.query_row(sql, [], |row| row.get::<_, i64>(0))?)
        };
        let mut query = self.connection.prepare("SELECT disposition, count(*) FROM arrivals GROUP BY 1 ORDER BY 1")?;
        let dispositions = query.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?.collect::<Result<_, _>>()?;
        Ok(Balance {
            arrivals: count("SELECT count(*) FROM arrivals")?,
            messages: count("SELECT count(*) FROM messages")?,
            tickets: count("SELECT count(*) FROM tickets")?,
            events: count("SELECT count(*) FROM events")?,
            dispositions,
            messages_without_arrival: count(
                "SELECT count(*) FROM messages WHERE message_key NOT IN (SELECT message_key FROM arrivals WHERE message_key IS NOT NULL)",
            )?,
            arrivals_without_message: count(
                "SELECT count(*) FROM arrivals WHERE message_key IS NOT NULL AND message_key NOT IN (SELECT message_key FROM messages)",
            )?,
            messages_without_ticket: count(
                "SELECT count(*) FROM messages WHERE ticket_id IS NOT NULL AND ticket_id NOT IN (SELECT ticket_id FROM tickets)",
            )?,
        })
    }
}

pub(super) fn events_of(connection: &Connection, ticket_id: &str) -> Result<Vec<Event>, JournalError> {
    let mut query = connection.prepare_cached("SELECT event FROM events WHERE ticket_id = ?1 ORDER BY sequence")?;
    let rows = query.query_map([ticket_id], |row| row.get::<_, String>(0))?;
    rows.map(|row| from_json(&row?)).collect()
}

pub(super) fn from_json<T: serde::de::DeserializeOwned>(json: &str) -> Result<T, JournalError> {
    serde_json::from_str(json).map_err(|error| JournalError::Row { what: error.to_string() })
}
