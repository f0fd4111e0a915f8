//! The journal's tables and its durability.

use std::path::Path;
use std::time::Duration;

use rusqlite::Connection;

use super::JournalError;

/// Raised by one with every change of the tables.
const LAYOUT: i64 = 1;

const TABLES: &str = "
-- One row a message, whoever showed it; `row` is the message's lake row as JSON.
CREATE TABLE messages (
    message_key     TEXT PRIMARY KEY,
    content_key     TEXT NOT NULL,       -- same Message-ID, author, date and text: the same mail on two ways
    ticket_id       TEXT,
    received_month  TEXT NOT NULL,
    row             TEXT NOT NULL
) WITHOUT ROWID;
CREATE INDEX messages_by_content ON messages (content_key);
CREATE INDEX messages_by_month ON messages (received_month);
CREATE INDEX messages_by_ticket ON messages (ticket_id);

-- Every message that a mailbox ever showed, with its one disposition.
CREATE TABLE arrivals (
    mailbox         TEXT NOT NULL,
    folder          TEXT NOT NULL,
    uid_validity    INTEGER NOT NULL,    -- 0 where the source has none
    item            TEXT NOT NULL,
    message_key     TEXT,                -- NULL where it vanished before it was read
    disposition     TEXT NOT NULL,
    PRIMARY KEY (mailbox, folder, uid_validity, item)
) WITHOUT ROWID;
CREATE INDEX arrivals_by_message ON arrivals (message_key);

CREATE TABLE tickets (
    ticket_id       TEXT PRIMARY KEY,
    opened_month    TEXT NOT NULL,
    base_subject    TEXT NOT NULL,
    last_event_at   INTEGER NOT NULL,    -- microseconds
    is_orphan       INTEGER NOT NULL,
    merged_into     TEXT,
    closes_at       INTEGER              -- microseconds; when a resolved ticket closes for good
) WITHOUT ROWID;
CREATE INDEX tickets_by_subject ON tickets (base_subject, last_event_at);
CREATE INDEX tickets_by_month ON tickets (opened_month);
CREATE INDEX tickets_by_closing ON tickets (closes_at) WHERE closes_at IS NOT NULL;

CREATE TABLE events (
    ticket_id       TEXT NOT NULL,
    sequence        INTEGER NOT NULL,
    occurred_month  TEXT NOT NULL,
    event           TEXT NOT NULL,       -- the event as JSON
    PRIMARY KEY (ticket_id, sequence)
) WITHOUT ROWID;
CREATE INDEX events_by_month ON events (occurred_month);

-- Message-IDs that we hold or that messages of ours refer to.
CREATE TABLE thread_index (
    message_id      TEXT NOT NULL,
    ticket_id       TEXT NOT NULL,
    is_held         INTEGER NOT NULL,
    PRIMARY KEY (message_id, ticket_id)
) WITHOUT ROWID;
CREATE INDEX thread_index_by_ticket ON thread_index (ticket_id);

CREATE TABLE participants (
    ticket_id       TEXT NOT NULL,
    address         TEXT NOT NULL,
    PRIMARY KEY (ticket_id, address)
) WITHOUT ROWID;

CREATE TABLE counters (name TEXT PRIMARY KEY, value INTEGER NOT NULL) WITHOUT ROWID;

-- Lake partitions that differ from the journal until they are published.
CREATE TABLE dirty_months (lake_table TEXT NOT NULL, month TEXT NOT NULL, PRIMARY KEY (lake_table, month)) WITHOUT ROWID;
";

pub(super) fn prepare(connection: &Connection, path: &Path) -> Result<(), JournalError> {
    connection.busy_timeout(Duration::from_secs(30))?;
    make_durable(connection)?;
    let found: i64 = connection.query_row("PRAGMA user_version", [], |row| row.get(0))?;
    match found {
        0 => create(connection),
        LAYOUT => Ok(()),
        _ => Err(JournalError::Newer { path: path.into(), found, known: LAYOUT }),
    }
}

/// A commit is on the disk before it returns, and readers never wait for the writer.
pub(super) fn make_durable(connection: &Connection) -> Result<(), JournalError> {
    connection.pragma_update(None, "journal_mode", "WAL")?;
    connection.pragma_update(None, "synchronous", "FULL")?;
    Ok(())
}

fn create(connection: &Connection) -> Result<(), JournalError> {
    connection.execute_batch(&format!("BEGIN IMMEDIATE; {TABLES} PRAGMA user_version = {LAYOUT}; COMMIT;"))?;
    Ok(())
}
