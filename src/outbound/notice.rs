//! Mail to the operator when the gateway needs a person: one a day for each kind, however much there is to say.

use jiff::{Timestamp, ToSpan};

use super::acknowledge::{Opened, domain_of};
use super::allowed::Withheld;
use super::compose::Draft;
use crate::config::Config;
use crate::journal::{Batch, Journal, JournalError, Letter, Purpose};

/// Says that a cap held an acknowledgement back.
pub(super) fn of_cap(
    config: &Config,
    batch: &Batch,
    opened: &Opened,
    withheld: &Withheld,
    now: Timestamp,
) -> Result<(), JournalError> {
    if !is_wanted(batch.last_queued_at(Purpose::CapNotice)?, now) {
        return Ok(());
    }
    let from = opened.message.from.as_ref().map_or("an unknown address", |from| from.address.as_str());
    let text = format!(
        "{} from {from} was not acknowledged.\n\n{withheld}\n\n\
         Perhaps two robots answer each other, or a customer has trouble. The mail itself is a ticket as always:\n\n    \
         tallypost ticket show {}\n\n\
         Further acknowledgements may be held back; you are told once a day. Each ticket says so: tallypost ticket why.\n",
        opened.ticket_id, opened.ticket_id
    );
    match letter(config, Purpose::CapNotice, "a cap on acknowledgements was reached", &text, now) {
        Some(letter) => batch.enqueue(&letter, now),
        None => Ok(()),
    }
}

/// Says that mail of ours was refused, given up or may not have arrived.
pub(super) fn of_failures(
    config: &Config,
    journal: &mut Journal,
    text: &str,
    now: Timestamp,
) -> Result<(), JournalError> {
    if !is_wanted(journal.last_queued_at(Purpose::FailureNotice)?, now) {
        return Ok(());
    }
    match letter(config, Purpose::FailureNotice, "mail could not be delivered", text, now) {
        Some(letter) => journal.enqueue(&letter, now),
        None => Ok(()),
    }
}

fn is_wanted(last: Option<Timestamp>, now: Timestamp) -> bool {
    last.is_none_or(|last| last < now - 24.hours())
}

/// `None` where there is nobody to tell or nothing to write from; the log says so.
fn letter(config: &Config, purpose: Purpose, what: &str, text: &str, now: Timestamp) -> Option<Letter> {
    tracing::warn!(what, "needs a person");
    let operator = config.gateway.operator.as_deref()?;
    let from = &config.mailboxes.first()?.address;
    let name = &config.gateway.name;
    let message_id = format!("notice.{}.{}@{}", purpose.name(), now.as_microsecond(), domain_of(from));
    let draft = Draft {
        from: ("Tallypost", from),
        to: operator,
        subject: &format!("Tallypost {name}: {what}"),
        text,
        html: None,
        message_id: &message_id,
        in_reply_to: None,
        references: Vec::new(),
        auto_submitted: "auto-generated",
        gateway: name,
        date: now,
    };
    match draft.bytes() {
        Ok(raw) => {
            Some(Letter { message_id, purpose, ticket_id: None, mailbox: None, recipient: operator.into(), raw })
        }
        Err(error) => {
            tracing::error!(%error, "a notice to the operator cannot be written");
            None
        }
    }
}
