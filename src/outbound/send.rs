//! Hands over what the outbox owes: each mail at most once by itself, and again only where it was certainly not
//! delivered.

use jiff::{SignedDuration, Timestamp};

use super::notice::{Notice, tell_operator};
use super::session::{SendError, Session};
use crate::config::{Config, ReturnPath, Smtp};
use crate::fail_point::fail_point;
use crate::journal::{Journal, JournalError, OutboxState, Owed, Purpose};

/// Mails of one pass; the next pass goes on.
const MAILS_MAX: u32 = 100;
/// Dead letters named in one notice.
const LINES_MAX: usize = 20;
const FIRST_WAIT_SECONDS: i64 = 60;
const LONGEST_WAIT_SECONDS: i64 = 3600;

/// What one pass over the outbox did.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Summary {
    pub sent: usize,
    /// Not delivered yet, owed again later.
    pub postponed: usize,
    /// Refused or given up.
    pub failed: usize,
    /// Perhaps delivered; an operator decides.
    pub uncertain: usize,
    /// To addresses that the server cannot write to.
    pub withheld: usize,
    /// The last reason why something was not sent.
    pub last_error: Option<String>,
}

/// Sends what is due. There is one sender for a journal: what it finds half sent, nobody is sending any more.
pub async fn send_due(config: &Config, journal: &mut Journal, now: Timestamp) -> Result<Summary, JournalError> {
    send_while(config, journal, now, || true).await
}

/// As [`send_due`]; `goes_on` is asked before each mail.
pub async fn send_while(
    config: &Config,
    journal: &mut Journal,
    now: Timestamp,
    goes_on: impl Fn() -> bool,
) -> Result<Summary, JournalError> {
    let outcome = pass(config, journal, now, goes_on).await;
    outcome.map_err(|error| error.within(journal.folder()))
}

async fn pass(
    config: &Config,
    journal: &mut Journal,
    now: Timestamp,
    goes_on: impl Fn() -> bool,
) -> Result<Summary, JournalError> {
    let interrupted = journal.give_up_interrupted(now)?;
    journal.forget_settled(now)?;
    let mut summary = Summary { uncertain: interrupted, ..Summary::default() };
    let mut has_dead_letters = interrupted > 0;
    if let Some(smtp) = &config.smtp {
        let mut pass = Pass { config, smtp, now, session: None, summary, has_dead_letters };
        pass.run(journal, goes_on).await?;
        (summary, has_dead_letters) = (pass.summary, pass.has_dead_letters);
    }
    if has_dead_letters {
        report(config, journal, now)?;
    }
    Ok(summary)
}

/// One pass with its connection, which serves as many mails as go well.
struct Pass<'a> {
    config: &'a Config,
    smtp: &'a Smtp,
    now: Timestamp,
    session: Option<Session>,
    summary: Summary,
    /// Did a mail to a person fail? A notice about a failed notice would be the loop that all this is to prevent.
    has_dead_letters: bool,
}

impl Pass<'_> {
    async fn run(&mut self, journal: &mut Journal, goes_on: impl Fn() -> bool) -> Result<(), JournalError> {
        let mut due = journal.due_mail(self.now, MAILS_MAX)?.into_iter();
        while let Some(owed) = due.next().filter(|_| goes_on()) {
            let Some(outcome) = self.send(journal, &owed).await? else { continue };
            self.settle(journal, &owed, owed.attempts + 1, &outcome)?;
            match outcome {
                // Each waits longer and longer: a refused password is not tried over and over until we are locked out.
                Err(SendError::Unavailable(_)) => {
                    due.try_for_each(|owed| self.settle(journal, &owed, owed.attempts + 1, &outcome))?;
                }
                // Perhaps over this very mail: the rest keeps its turn before it.
                Err(SendError::Cut(_)) => {
                    due.try_for_each(|owed| self.settle(journal, &owed, owed.attempts, &outcome))?;
                }
                _ => {}
            }
        }
        if let Some(session) = self.session.take() {
            session.quit().await;
        }
        Ok(())
    }

    /// Tries to send a mail; `None` where somebody else took it meanwhile.
    async fn send(
        &mut self,
        journal: &mut Journal,
        owed: &Owed,
    ) -> Result<Option<Result<(), SendError>>, JournalError> {
        let mut session = match self.session.take() {
            Some(session) => session,
            None => match Session::open(self.config, self.smtp).await {
                Ok(session) => session,
                Err(error) => return Ok(Some(Err(error))),
            },
        };
        if let Err(error) = session.offer(self.return_path(owed), &owed.letter.recipient, &owed.letter.raw).await {
            match error {
                // Nothing was said of this mail: the next one finds the line as it was.
                SendError::Unwritable(_) => self.session = Some(session),
                _ => session.abandon().await,
            }
            return Ok(Some(Err(error)));
        }
        fail_point!("mail_offered");
        // Committed before the server has the mail: whatever happens from here on, it is not sent a second time.
        if !journal.begin_sending(owed.outbox_id, self.now)? {
            session.abandon().await;
            return Ok(None);
        }
        let outcome = session.deliver(&owed.letter.raw).await;
        fail_point!("mail_delivered");
        match outcome {
            Ok(()) => self.session = Some(session),
            Err(_) => session.abandon().await,
        }
        Ok(Some(outcome))
    }

    fn return_path(&self, owed: &Owed) -> Option<&str> {
        let mailbox = owed.letter.mailbox.as_deref().and_then(|name| self.config.mailbox(name));
        match self.smtp.return_path {
            ReturnPath::Null => None,
            ReturnPath::Mailbox => mailbox.or(self.config.mailboxes.first()).map(|mailbox| mailbox.address.as_str()),
        }
    }

    fn settle(
        &mut self,
        journal: &mut Journal,
        owed: &Owed,
        attempts: u32,
        outcome: &Result<(), SendError>,
    ) -> Result<(), JournalError> {
        let state = self.next_state(owed, outcome);
        let error = outcome.as_ref().err().map(ToString::to_string);
        log(owed, state, error.as_deref());
        match (state, &error) {
            (OutboxState::Queued, Some(error)) => {
                journal.postpone(owed.outbox_id, attempts, self.now + wait(owed.attempts), error, self.now)?;
            }
            _ => journal.settle(owed.outbox_id, state, attempts, error.as_deref(), self.now)?,
        }
        self.count(owed, state);
        self.summary.last_error = error.or(self.summary.last_error.take());
        Ok(())
    }

    fn count(&mut self, owed: &Owed, state: OutboxState) {
        let is_dead = matches!(state, OutboxState::Failed | OutboxState::Uncertain);
        self.has_dead_letters |= is_dead && owed.letter.purpose != Purpose::OperatorNotice;
        let summary = &mut self.summary;
        *match state {
            OutboxState::Sent => &mut summary.sent,
            OutboxState::Failed => &mut summary.failed,
            OutboxState::Dropped => &mut summary.withheld,
            OutboxState::Uncertain => &mut summary.uncertain,
            _ => &mut summary.postponed,
        } += 1;
    }

    fn next_state(&self, owed: &Owed, outcome: &Result<(), SendError>) -> OutboxState {
        let waited = self.now.duration_since(owed.queued_at);
        let is_given_up = waited >= SignedDuration::from_hours(i64::from(self.smtp.give_up_hours));
        match outcome {
            Ok(()) => OutboxState::Sent,
            Err(SendError::Refused(_)) => OutboxState::Failed,
            Err(SendError::Uncertain(_)) => OutboxState::Uncertain,
            // Withheld, as from any address that cannot be written to; no operator can mend it.
            Err(SendError::Unwritable(_)) => OutboxState::Dropped,
            Err(SendError::Later(_) | SendError::Cut(_) | SendError::Unavailable(_)) if is_given_up => {
                OutboxState::Failed
            }
            Err(SendError::Later(_) | SendError::Cut(_) | SendError::Unavailable(_)) => OutboxState::Queued,
        }
    }
}

/// A minute, two, four … up to an hour.
fn wait(attempts: u32) -> SignedDuration {
    let seconds = FIRST_WAIT_SECONDS.saturating_mul(1 << attempts.min(10));
    SignedDuration::from_secs(seconds.min(LONGEST_WAIT_SECONDS))
}

/// No addresses and no subjects: a log is read by more people than the mail.
fn log(owed: &Owed, state: OutboxState, error: Option<&str>) {
    let (outbox_id, purpose, state) = (owed.outbox_id, owed.letter.purpose.name(), state.name());
    let ticket = owed.letter.ticket_id.as_deref().unwrap_or("-");
    match error {
        None => tracing::info!(outbox_id, purpose, ticket, state, "mail handed over"),
        Some(error) => tracing::warn!(outbox_id, purpose, ticket, state, error, "mail not handed over"),
    }
}

/// Dead letters reach a person.
fn report(config: &Config, journal: &mut Journal, now: Timestamp) -> Result<(), JournalError> {
    let unsettled = journal.outbox(&[OutboxState::Failed, OutboxState::Uncertain])?;
    let lines: Vec<String> = unsettled.iter().rev().take(LINES_MAX).map(in_words).collect();
    let text = format!(
        "Mails that were not delivered, or perhaps not: {}. The latest:\n\n{}\n\nAll of them, and what to do: tallypost outbox list\n",
        unsettled.len(),
        lines.join("\n")
    );
    let notice = Notice { topic: "undelivered", what: "mail could not be delivered", text: &text };
    tell_operator(config, journal, &notice, now).map(|_| ())
}

fn in_words(owed: &Owed) -> String {
    let ticket = owed.letter.ticket_id.as_deref().unwrap_or("no ticket");
    let reason = owed.last_error.as_deref().unwrap_or("for an unknown reason");
    format!("  {} ({ticket}): {}, {reason}", owed.outbox_id, owed.state.name())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_wait_doubles_up_to_an_hour() {
        let minutes: Vec<i64> = [0, 1, 2, 5, 6, 1000].into_iter().map(|attempts| wait(attempts).as_mins()).collect();
        assert_eq!(minutes, [1, 2, 4, 32, 60, 60]);
    }
}
