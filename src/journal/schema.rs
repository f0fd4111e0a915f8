//! The journal's tables and its durability.

use std::path::Path;
use std::time::Duration;

use rusqlite::{Connection, Transaction, TransactionBehavior};

use super::JournalError;

/// One layout of the tables after the other; each is what the one before needs to become it. What has been
/// shipped is never edited: a journal that was made with it must become the same as a new one.
const LAYOUTS: &[&str] = &[LAYOUT_1, LAYOUT_2, LAYOUT_3, LAYOUT_4];

const LAYOUT_1: &str = "
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

const LAYOUT_2: &str = "
-- Every mail that we owe or have sent, until it is of no more use.
CREATE TABLE outbox (
    outbox_id       INTEGER PRIMARY KEY,
    message_id      TEXT NOT NULL UNIQUE,
    purpose         TEXT NOT NULL,       -- acknowledgement, operator_notice, known_error
    ticket_id       TEXT,
    mailbox         TEXT,                -- whose address it is sent from; NULL for the gateway's own notices
    recipient       TEXT NOT NULL,
    correspondent   TEXT NOT NULL,       -- the recipient in lower case, without what follows a plus sign
    domain          TEXT NOT NULL,
    raw             BLOB NOT NULL,
    state           TEXT NOT NULL,       -- queued, sending, sent, failed, uncertain, dropped
    queued_at       INTEGER NOT NULL,    -- microseconds, like every moment here
    changed_at      INTEGER NOT NULL,
    due_at          INTEGER NOT NULL,
    attempts        INTEGER NOT NULL,
    last_error      TEXT
);
-- At most one acknowledgement of a ticket, whatever happens.
CREATE UNIQUE INDEX outbox_once ON outbox (ticket_id) WHERE purpose = 'acknowledgement';
CREATE INDEX outbox_by_state ON outbox (state, due_at);
-- What has gone out lately: the caps are counted here.
CREATE INDEX outbox_by_correspondent ON outbox (correspondent, queued_at);
CREATE INDEX outbox_by_domain ON outbox (domain, queued_at);
CREATE INDEX outbox_by_time ON outbox (queued_at);

-- Messages that a mailbox shows and cannot deliver, until an operator releases them.
CREATE TABLE fetch_failures (
    mailbox         TEXT NOT NULL,
    folder          TEXT NOT NULL,
    uid_validity    INTEGER NOT NULL,
    item            TEXT NOT NULL,
    passes          INTEGER NOT NULL,    -- in which it failed
    reason          TEXT NOT NULL,
    PRIMARY KEY (mailbox, folder, uid_validity, item)
) WITHOUT ROWID;
";

const LAYOUT_3: &str = "
-- Arrivals in quarantine, with the reason, until they are taken in after all.
CREATE TABLE quarantine (
    mailbox         TEXT NOT NULL,
    folder          TEXT NOT NULL,
    uid_validity    INTEGER NOT NULL,
    item            TEXT NOT NULL,
    reason          TEXT NOT NULL,
    is_kept         INTEGER NOT NULL,    -- all its bytes are in the raw archive
    is_told         INTEGER NOT NULL,    -- the operator knows
    released_at     INTEGER,             -- microseconds; when an operator wanted it to be tried again
    PRIMARY KEY (mailbox, folder, uid_validity, item)
) WITHOUT ROWID;
INSERT INTO quarantine
    SELECT mailbox, folder, uid_validity, item, coalesce(reason, 'an earlier version kept no reason'),
           message_key IS NOT NULL, 0, NULL
    FROM arrivals LEFT JOIN fetch_failures USING (mailbox, folder, uid_validity, item)
    WHERE disposition = 'quarantined';

-- How often a partition changed since it was published: what changes while it is written stays marked.
ALTER TABLE dirty_months ADD COLUMN changes INTEGER NOT NULL DEFAULT 1;

-- Messages of inboxes that are committed, and that their server is yet to flag or move as configured.
CREATE TABLE filings (
    mailbox         TEXT NOT NULL,
    uid_validity    INTEGER NOT NULL,
    uid             INTEGER NOT NULL,
    is_copied       INTEGER NOT NULL,    -- lies in the other folder already; what is left is to take it out of the inbox
    PRIMARY KEY (mailbox, uid_validity, uid)
) WITHOUT ROWID;
";

/// SQLite keeps the whole rows of a table WITHOUT ROWID in the nodes through which it looks for one: with a message's
/// text in them four fit a node, and every mail read some hundred pages to be recorded. Rows of length are appended
/// to a table of their own now, and only their keys are looked through (sqlite.org/withoutrowid.html, section 4).
const LAYOUT_4: &str = "
ALTER TABLE messages RENAME TO messages_before;
ALTER TABLE events RENAME TO events_before;
DROP INDEX messages_by_content;
DROP INDEX messages_by_month;
DROP INDEX messages_by_ticket;
DROP INDEX events_by_month;

-- One row a message, whoever showed it; `row` is the message's lake row as JSON.
CREATE TABLE messages (
    message_key     TEXT NOT NULL UNIQUE,
    content_key     TEXT NOT NULL,       -- same Message-ID, author, date and text: the same mail on two ways
    ticket_id       TEXT,
    received_month  TEXT NOT NULL,
    row             TEXT NOT NULL
);
CREATE TABLE events (
    ticket_id       TEXT NOT NULL,
    sequence        INTEGER NOT NULL,
    occurred_month  TEXT NOT NULL,
    event           TEXT NOT NULL,       -- the event as JSON
    UNIQUE (ticket_id, sequence)
);
INSERT INTO messages SELECT * FROM messages_before;
INSERT INTO events SELECT * FROM events_before;
DROP TABLE messages_before;
DROP TABLE events_before;
CREATE INDEX messages_by_content ON messages (content_key);
CREATE INDEX messages_by_month ON messages (received_month);
CREATE INDEX messages_by_ticket ON messages (ticket_id);
CREATE INDEX events_by_month ON events (occurred_month);
";

/// Keys of messages are hashes and lie everywhere: SQLite's own 2 MB would be read anew for each mail of a large
/// journal.
const CACHE_KIB: i64 = 32 << 10;

/// A checkpoint writes each page once that many commits have written: 16 MiB of them, and not SQLite's 4.
const WAL_PAGES: i64 = 4096;

/// Recording one message asks some thirty things; rusqlite would keep sixteen.
const STATEMENTS: usize = 128;

pub(super) fn prepare(connection: &Connection, path: &Path) -> Result<(), JournalError> {
    connection.set_prepared_statement_cache_capacity(STATEMENTS);
    connection.busy_timeout(Duration::from_secs(30))?;
    // Negative: KiB, and not pages.
    connection.pragma_update(None, "cache_size", -CACHE_KIB)?;
    make_durable(connection)?;
    let (found, known) = (layout_of(connection)?, numbered().map(|(layout, _)| layout).max().unwrap_or(0));
    if found > known {
        return Err(JournalError::Newer { path: path.into(), found, known });
    }
    if found < known { upgrade(connection) } else { Ok(()) }
}

/// A commit is on the disk before it returns, and readers never wait for the writer.
pub(super) fn make_durable(connection: &Connection) -> Result<(), JournalError> {
    connection.pragma_update(None, "journal_mode", "WAL")?;
    connection.pragma_update(None, "synchronous", "FULL")?;
    connection.pragma_update(None, "wal_autocheckpoint", WAL_PAGES)?;
    Ok(())
}

/// Layouts are counted from 1; 0 is an empty file.
fn numbered() -> impl Iterator<Item = (u32, &'static str)> {
    (1..).zip(LAYOUTS.iter().copied())
}

fn layout_of(connection: &Connection) -> Result<u32, JournalError> {
    Ok(connection.query_row("PRAGMA user_version", [], |row| row.get(0))?)
}

/// From whatever is there to the newest layout, in one transaction. Another process may have been quicker.
fn upgrade(connection: &Connection) -> Result<(), JournalError> {
    let transaction = Transaction::new_unchecked(connection, TransactionBehavior::Immediate)?;
    let found = layout_of(&transaction)?;
    for (layout, tables) in numbered().filter(|(layout, _)| *layout > found) {
        transaction.execute_batch(tables)?;
        transaction.pragma_update(None, "user_version", layout)?;
    }
    Ok(transaction.commit()?)
}

#[cfg(test)]
mod tests {
    use super::*;
    use sha2::{Digest, Sha256};

    fn tables(connection: &Connection) -> Vec<String> {
        let mut query = connection.prepare("SELECT name || ': ' || sql FROM sqlite_master ORDER BY 1").unwrap();
        query
            .query_map([], |row| Ok(row.get::<_, Option<String>>(0)?.unwrap_or_default()))
            .unwrap()
            .map(Result::unwrap)
            .collect()
    }

    #[test]
    fn a_journal_of_the_first_layout_becomes_the_same_as_a_new_one_and_loses_nothing() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("journal.sqlite");
        let old = Connection::open(&path).unwrap();
        old.execute_batch(LAYOUT_1).unwrap();
        old.execute_batch(
            "INSERT INTO tickets VALUES ('T-1001', '2026-01', 'portal down', 5, 0, NULL, NULL);
             INSERT INTO counters VALUES ('ticket', 1001);
             INSERT INTO arrivals VALUES ('support', 'INBOX', 5, '7', 'abc', 'quarantined');
             INSERT INTO messages VALUES ('abc', 'def', NULL, '2026-01', '{}');
             INSERT INTO events VALUES ('T-1001', 1, '2026-01', '{\"a\":1}');
             PRAGMA user_version = 1;",
        )
        .unwrap();
        prepare(&old, &path).unwrap();
        let new = Connection::open_in_memory().unwrap();
        prepare(&new, &path).unwrap();
        assert_eq!(layout_of(&old).unwrap(), 4);
        assert_eq!(tables(&old), tables(&new));
        let reason: String = old.query_row("SELECT reason FROM quarantine", [], |row| row.get(0)).unwrap();
        assert_eq!(reason, "an earlier version kept no reason");
        let kept = "SELECT opened_month || message_key || content_key || received_month || row || sequence || event
                    FROM tickets, messages, events";
        let kept: String = old.query_row(kept, [], |row| row.get(0)).unwrap();
        assert_eq!(kept, "2026-01abcdef2026-01{}1{\"a\":1}");
        prepare(&old, &path).unwrap();
    }

    #[test]
    fn a_newer_journal_is_left_alone() {
        let newer = Connection::open_in_memory().unwrap();
        newer.execute_batch("PRAGMA user_version = 99").unwrap();
        let error = prepare(&newer, Path::new("journal.sqlite")).unwrap_err().to_string();
        assert!(error.contains("newer") && error.contains("99"), "{error}");
        assert!(tables(&newer).is_empty());
    }

    /// Another hash here would mean that journals out there differ from those made today.
    #[test]
    fn a_layout_that_was_shipped_is_never_edited() {
        let hash: String = Sha256::digest(LAYOUT_1).iter().take(4).map(|byte| format!("{byte:02x}")).collect();
        assert_eq!(hash, "2be6b779");
    }
}
