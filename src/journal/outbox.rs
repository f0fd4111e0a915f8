//! The outbox: what we owe, what became of it, and how much went out lately.
//!
//! A mail enters in the transaction of the ticket that owes it and leaves `queued` once: `sending` is committed
//! before the server has all of it, so that a crash leaves `sending` behind and never a second mail.

use jiff::{Timestamp, ToSpan};
use rusqlite::{Connection, Row, params};

use super::{Batch, Journal, JournalError};
use crate::fail_point::fail_point;

/// Why a mail goes out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Purpose {
    Acknowledgement,
    /// Tells the operator that the gateway needs a person.
    OperatorNotice,
    /// Tells an agent of the known error that a new ticket tells of, and of the workaround.
    KnownError,
}

/// Where a mail of ours is on its way.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "snake_case")]
pub enum OutboxState {
    /// To be sent when it is due.
    Queued,
    /// The server is given the mail right now; found so at a start, it is uncertain.
    Sending,
    /// The server has taken it.
    Sent,
    /// Refused for good, or given up.
    Failed,
    /// The server may have taken it and may not: never sent again by itself.
    Uncertain,
    /// An operator decided that it is not sent, or the server cannot write to such an address.
    Dropped,
}

/// A mail that enters the outbox.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Letter {
    /// Without angle brackets.
    pub message_id: String,
    pub purpose: Purpose,
    pub ticket_id: Option<String>,
    /// Name of the mailbox whose address it is sent from.
    pub mailbox: Option<String>,
    pub recipient: String,
    pub raw: Vec<u8>,
}

/// A mail in the outbox.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Owed {
    pub outbox_id: i64,
    pub letter: Letter,
    pub state: OutboxState,
    pub queued_at: Timestamp,
    pub changed_at: Timestamp,
    pub due_at: Timestamp,
    pub attempts: u32,
    pub last_error: Option<String>,
}

/// Acknowledgements that entered the outbox lately, whatever became of them.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct RecentlySent {
    pub to_correspondent_day: u32,
    pub to_domain_hour: u32,
    pub to_all_hour: u32,
}

impl Purpose {
    const ALL: [Self; 3] = [Self::Acknowledgement, Self::OperatorNotice, Self::KnownError];

    pub fn name(self) -> &'static str {
        match self {
            Self::Acknowledgement => "acknowledgement",
            Self::OperatorNotice => "operator_notice",
            Self::KnownError => "known_error",
        }
    }
}

impl OutboxState {
    pub const ALL: [Self; 6] = [Self::Queued, Self::Sending, Self::Sent, Self::Failed, Self::Uncertain, Self::Dropped];

    pub fn name(self) -> &'static str {
        match self {
            Self::Queued => "queued",
            Self::Sending => "sending",
            Self::Sent => "sent",
            Self::Failed => "failed",
            Self::Uncertain => "uncertain",
            Self::Dropped => "dropped",
        }
    }
}

const COLUMNS: &str = "outbox_id, message_id, purpose, ticket_id, mailbox, recipient, raw, state, queued_at,
    changed_at, due_at, attempts, last_error";

impl Batch<'_> {
    /// Owes a mail, due at once, from the moment that this batch is committed; one with the same Message-ID is the
    /// same mail and is owed once.
    pub fn enqueue(&self, letter: &Letter, now: Timestamp) -> Result<(), JournalError> {
        enqueue(&self.transaction, letter, now)
    }

    /// Mails about known errors to one agent that entered the outbox since then.
    pub fn told_of_known_errors(&self, recipient: &str, since: Timestamp) -> Result<u32, JournalError> {
        let (correspondent, _) = correspondent_and_domain(recipient);
        let sql = "SELECT count(*) FROM outbox WHERE purpose = 'known_error' AND correspondent = ?1 AND queued_at > ?2";
        let mut query = self.transaction.prepare_cached(sql)?;
        Ok(query.query_row(params![correspondent, since.as_microsecond()], |row| row.get(0))?)
    }

    pub fn recently_sent(&self, recipient: &str, now: Timestamp) -> Result<RecentlySent, JournalError> {
        let (correspondent, domain) = correspondent_and_domain(recipient);
        let count = |condition: &str, value: &str, since: Timestamp| -> Result<u32, JournalError> {
            let sql = format!(
                "SELECT count(*) FROM outbox WHERE purpose = 'acknowledgement' AND {condition} AND queued_at > ?2"
            );
            let mut query = self.transaction.prepare_cached(&sql)?;
            Ok(query.query_row(params![value, since.as_microsecond()], |row| row.get(0))?)
        };
        let (day, hour) = (now - 24.hours(), now - 1.hour());
        Ok(RecentlySent {
            to_correspondent_day: count("correspondent = ?1", &correspondent, day)?,
            to_domain_hour: count("domain = ?1", &domain, hour)?,
            to_all_hour: count("?1 = ''", "", hour)?,
        })
    }
}

impl Journal {
    pub fn enqueue(&mut self, letter: &Letter, now: Timestamp) -> Result<(), JournalError> {
        enqueue(&self.connection, letter, now)
    }

    /// Did a mail with this Message-ID enter the outbox, as far as it is still known?
    pub fn has_mail(&self, message_id: &str) -> Result<bool, JournalError> {
        self.has("SELECT 1 FROM outbox WHERE message_id = ?1", [message_id])
    }

    /// What is due; what was tried least first, so that no mail stands in the way of the others.
    pub fn due_mail(&self, now: Timestamp, limit: u32) -> Result<Vec<Owed>, JournalError> {
        let sql = format!(
            "SELECT {COLUMNS} FROM outbox WHERE state = 'queued' AND due_at <= ?1 ORDER BY attempts, due_at, outbox_id LIMIT ?2"
        );
        let mut query = self.connection.prepare_cached(&sql)?;
        let rows = query.query_map(params![now.as_microsecond(), limit], owed)?;
        rows.map(|row| row?).collect()
    }

    /// The mails in these states, oldest first.
    pub fn outbox(&self, states: &[OutboxState]) -> Result<Vec<Owed>, JournalError> {
        let names: Vec<String> = states.iter().map(|state| format!("'{}'", state.name())).collect();
        let sql =
            format!("SELECT {COLUMNS} FROM outbox WHERE state IN ({}) ORDER BY queued_at, outbox_id", names.join(","));
        let mut query = self.connection.prepare(&sql)?;
        let rows = query.query_map([], owed)?;
        rows.map(|row| row?).collect()
    }

    /// The acknowledgement of a ticket, as long as the outbox remembers it.
    pub fn acknowledgement_of(&self, ticket_id: &str) -> Result<Option<Owed>, JournalError> {
        let sql = format!("SELECT {COLUMNS} FROM outbox WHERE ticket_id = ?1 AND purpose = 'acknowledgement'");
        let mut query = self.connection.prepare(&sql)?;
        query.query_map([ticket_id], owed)?.map(|row| row?).next().transpose()
    }

    /// Takes a queued mail for sending; `false` where somebody else has it, or it is no longer wanted.
    pub fn begin_sending(&mut self, outbox_id: i64, now: Timestamp) -> Result<bool, JournalError> {
        let sql = "UPDATE outbox SET state = 'sending', attempts = attempts + 1, changed_at = ?2
                   WHERE outbox_id = ?1 AND state = 'queued'";
        let is_taken = self.connection.execute(sql, params![outbox_id, now.as_microsecond()])? == 1;
        fail_point!("outbox_sending");
        Ok(is_taken)
    }

    /// What became of a mail after so many attempts, for good or until an operator decides.
    pub fn settle(
        &mut self,
        outbox_id: i64,
        state: OutboxState,
        attempts: u32,
        error: Option<&str>,
        now: Timestamp,
    ) -> Result<(), JournalError> {
        self.connection.execute(
            "UPDATE outbox SET state = ?2, attempts = ?3, last_error = ?4, changed_at = ?5 WHERE outbox_id = ?1",
            params![outbox_id, state.name(), attempts, error, now.as_microsecond()],
        )?;
        fail_point!("outbox_settled");
        Ok(())
    }

    /// A mail that was certainly not delivered is owed again at `due_at`, after so many attempts.
    pub fn postpone(
        &mut self,
        outbox_id: i64,
        attempts: u32,
        due_at: Timestamp,
        error: &str,
        now: Timestamp,
    ) -> Result<(), JournalError> {
        self.connection.execute(
            "UPDATE outbox SET state = 'queued', attempts = ?2, due_at = ?3, last_error = ?4, changed_at = ?5
             WHERE outbox_id = ?1 AND state IN ('queued', 'sending')",
            params![outbox_id, attempts, due_at.as_microsecond(), error, now.as_microsecond()],
        )?;
        Ok(())
    }

    /// Whoever was sending is gone without a word: what it had in hand is uncertain. Says how many.
    pub fn give_up_interrupted(&mut self, now: Timestamp) -> Result<usize, JournalError> {
        // Looked for first: an update that changes nothing still waits for whoever writes just now.
        if !self.has("SELECT 1 FROM outbox WHERE state = 'sending'", [])? {
            return Ok(0);
        }
        let sql = "UPDATE outbox SET state = 'uncertain', changed_at = ?1,
                   last_error = 'interrupted while the server was given the mail; it may have been delivered'
                   WHERE state = 'sending'";
        Ok(self.connection.execute(sql, [now.as_microsecond()])?)
    }

    /// An operator sends a failed or uncertain mail after all; `false` where there is none of that number.
    pub fn requeue(&mut self, outbox_id: i64, now: Timestamp) -> Result<bool, JournalError> {
        let sql = "UPDATE outbox SET state = 'queued', attempts = 0, queued_at = ?2, due_at = ?2, changed_at = ?2
                   WHERE outbox_id = ?1 AND state IN ('failed', 'uncertain')";
        Ok(self.connection.execute(sql, params![outbox_id, now.as_microsecond()])? == 1)
    }

    /// An operator decides that a mail is not sent; `false` where there is none of that number to be sent.
    pub fn drop_mail(&mut self, outbox_id: i64, now: Timestamp) -> Result<bool, JournalError> {
        let sql = "UPDATE outbox SET state = 'dropped', changed_at = ?2
                   WHERE outbox_id = ?1 AND state IN ('queued', 'failed', 'uncertain')";
        Ok(self.connection.execute(sql, params![outbox_id, now.as_microsecond()])? == 1)
    }

    /// Forgets what was settled long ago; that it was acknowledged stays in the ticket's events.
    pub fn forget_settled(&mut self, now: Timestamp) -> Result<(), JournalError> {
        for (states, kept_days) in [("'sent', 'dropped'", 30), ("'failed', 'uncertain'", 90)] {
            let before = (now - (kept_days * 24).hours()).as_microsecond();
            let old = format!("FROM outbox WHERE state IN ({states}) AND due_at < ?1 AND changed_at < ?1");
            if self.has(&format!("SELECT 1 {old}"), [before])? {
                self.connection.execute(&format!("DELETE {old}"), [before])?;
            }
        }
        Ok(())
    }

    fn has(&self, sql: &str, values: impl rusqlite::Params) -> Result<bool, JournalError> {
        Ok(self.connection.prepare_cached(sql)?.exists(values)?)
    }
}

fn enqueue(connection: &Connection, letter: &Letter, now: Timestamp) -> Result<(), JournalError> {
    let (correspondent, domain) = correspondent_and_domain(&letter.recipient);
    let mut insert = connection.prepare_cached(
        "INSERT INTO outbox (message_id, purpose, ticket_id, mailbox, recipient, correspondent, domain, raw, state,
         queued_at, changed_at, due_at, attempts) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, 'queued', ?9, ?9, ?9, 0)
         ON CONFLICT (message_id) DO NOTHING",
    )?;
    insert.execute(params![
        letter.message_id,
        letter.purpose.name(),
        letter.ticket_id,
        letter.mailbox,
        letter.recipient,
        correspondent,
        domain,
        letter.raw,
        now.as_microsecond()
    ])?;
    fail_point!("outbox_queued");
    Ok(())
}

/// `Kim+news@Example.org` is `kim@example.org` for whoever counts, or a robot would have endless names.
fn correspondent_and_domain(address: &str) -> (String, String) {
    let address = address.to_lowercase();
    let (local, domain) = address.rsplit_once('@').unwrap_or((&address, ""));
    let local = local.split('+').next().unwrap_or(local);
    (format!("{local}@{domain}"), domain.to_string())
}

fn owed(row: &Row) -> rusqlite::Result<Result<Owed, JournalError>> {
    let (purpose, state): (String, String) = (row.get("purpose")?, row.get("state")?);
    let letter = |purpose| -> rusqlite::Result<Letter> {
        Ok(Letter {
            message_id: row.get("message_id")?,
            purpose,
            ticket_id: row.get("ticket_id")?,
            mailbox: row.get("mailbox")?,
            recipient: row.get("recipient")?,
            raw: row.get("raw")?,
        })
    };
    let times: [i64; 3] = [row.get("queued_at")?, row.get("changed_at")?, row.get("due_at")?];
    let known = Purpose::ALL.into_iter().find(|one| one.name() == purpose);
    let known = known.zip(OutboxState::ALL.into_iter().find(|one| one.name() == state));
    let Some((purpose, state)) = known else {
        return Ok(Err(JournalError::Row { what: format!("a mail of the outbox is `{purpose}` and `{state}`") }));
    };
    let (outbox_id, letter) = (row.get("outbox_id")?, letter(purpose)?);
    let (attempts, last_error) = (row.get("attempts")?, row.get("last_error")?);
    Ok(times.into_iter().map(moment).collect::<Result<Vec<_>, _>>().map(|times| Owed {
        outbox_id,
        letter,
        state,
        queued_at: times[0],
        changed_at: times[1],
        due_at: times[2],
        attempts,
        last_error,
    }))
}

fn moment(microsecond: i64) -> Result<Timestamp, JournalError> {
    Timestamp::from_microsecond(microsecond)
        .map_err(|error| JournalError::Row { what: format!("a moment of the outbox: {error}") })
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::tz::TimeZone;

    fn at(text: &str) -> Timestamp {
        text.parse().unwrap()
    }

    fn letter(number: u32, recipient: &str) -> Letter {
        Letter {
            message_id: format!("{number}@desk.example"),
            purpose: Purpose::Acknowledgement,
            ticket_id: Some(format!("T-{number}")),
            mailbox: Some("support".into()),
            recipient: recipient.into(),
            raw: b"Subject: x\r\n\r\n".to_vec(),
        }
    }

    fn journal(mails: &[(&str, &str)]) -> (Journal, tempfile::TempDir) {
        let folder = tempfile::tempdir().unwrap();
        let mut journal = Journal::open(folder.path()).unwrap();
        for (number, (recipient, queued_at)) in mails.iter().enumerate() {
            journal.enqueue(&letter(u32::try_from(number).unwrap(), recipient), at(queued_at)).unwrap();
        }
        (journal, folder)
    }

    #[test]
    fn a_mail_is_taken_for_sending_once() {
        let (mut journal, _folder) = journal(&[("kim@customer.example", "2026-01-12T08:00:00Z")]);
        let now = at("2026-01-12T08:00:01Z");
        let due = journal.due_mail(now, 10).unwrap();
        assert_eq!((due.len(), due[0].state), (1, OutboxState::Queued));
        assert!(journal.begin_sending(due[0].outbox_id, now).unwrap());
        assert!(!journal.begin_sending(due[0].outbox_id, now).unwrap());
        assert!(journal.due_mail(now, 10).unwrap().is_empty());
        assert_eq!(journal.give_up_interrupted(now).unwrap(), 1);
        assert_eq!(journal.outbox(&[OutboxState::Uncertain]).unwrap().len(), 1);
        assert!(journal.due_mail(at("2027-01-01T00:00:00Z"), 10).unwrap().is_empty());
    }

    #[test]
    fn a_ticket_is_acknowledged_once_whatever_happens() {
        let (mut journal, _folder) = journal(&[("kim@customer.example", "2026-01-12T08:00:00Z")]);
        let second = Letter { message_id: "other@desk.example".into(), ..letter(0, "kim@customer.example") };
        assert!(journal.enqueue(&second, at("2026-01-13T08:00:00Z")).is_err());
    }

    #[test]
    fn what_went_out_lately_is_counted_by_person_domain_and_all() {
        let (mut journal, _folder) = journal(&[
            ("kim@customer.example", "2026-01-11T12:00:00Z"), // a day ago, to the microsecond: no more
            ("Kim+a@customer.example", "2026-01-11T12:00:01Z"),
            ("kim@customer.example", "2026-01-12T11:30:00Z"),
            ("lee@customer.example", "2026-01-12T11:45:00Z"),
            ("sam@other.example", "2026-01-12T11:59:00Z"),
        ]);
        let batch = journal.begin(&TimeZone::UTC).unwrap();
        let counted = batch.recently_sent("KIM+b@Customer.example", at("2026-01-12T12:00:00Z")).unwrap();
        assert_eq!(counted, RecentlySent { to_correspondent_day: 2, to_domain_hour: 2, to_all_hour: 3 });
    }

    #[test]
    fn the_outbox_forgets_what_was_settled_and_nothing_that_is_owed() {
        let (mut journal, _folder) =
            journal(&[("a@b.example", "2026-01-01T08:00:00Z"), ("c@d.example", "2026-01-01T08:00:00Z")]);
        let now = at("2026-01-01T09:00:00Z");
        let sent = journal.due_mail(now, 10).unwrap()[0].outbox_id;
        journal.settle(sent, OutboxState::Sent, 1, None, now).unwrap();
        journal.forget_settled(at("2026-01-31T08:59:59Z")).unwrap();
        assert_eq!(journal.outbox(&OutboxState::ALL).unwrap().len(), 2);
        journal.forget_settled(at("2026-01-31T09:00:01Z")).unwrap();
        let left = journal.outbox(&OutboxState::ALL).unwrap();
        assert_eq!(left.iter().map(|one| one.state).collect::<Vec<_>>(), [OutboxState::Queued]);
    }

    #[test]
    fn an_operator_sends_again_or_drops() {
        let (mut journal, _folder) = journal(&[("a@b.example", "2026-01-01T08:00:00Z")]);
        let now = at("2026-01-01T09:00:00Z");
        let id = journal.due_mail(now, 1).unwrap()[0].outbox_id;
        assert!(!journal.requeue(id, now).unwrap(), "it is queued already");
        journal.settle(id, OutboxState::Uncertain, 1, Some("cut"), now).unwrap();
        assert!(journal.requeue(id, now).unwrap());
        assert!(journal.drop_mail(id, now).unwrap());
        assert!(!journal.drop_mail(id, now).unwrap() && !journal.requeue(id, now).unwrap());
    }
}
