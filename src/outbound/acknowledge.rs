//! Carries out what was decided about a new ticket: an acknowledgement into the outbox, or the reason why not into
//! the ticket's history. Both in the ticket's own transaction.

use jiff::Timestamp;

use super::allowed::{Asked, Withheld, may_acknowledge, within_caps};
use super::compose::{Draft, domain_of, on_the_line, shown_subject};
use super::notice::{self, Notice};
use super::texts::{Due, Facts, Texts, Words};
use crate::config::{Config, Mailbox};
use crate::journal::{Batch, Cause, Journal, JournalError, Letter, Purpose};
use crate::message::Message;
use crate::ticket::{Change, Decision, Event, EventKind, Received, ReplyKey, Role, fold};

/// What is at hand to acknowledge the tickets of a batch.
pub struct Acknowledger {
    key: ReplyKey,
    texts: Texts,
    now: Timestamp,
}

/// A mail that has just opened a ticket.
#[derive(Debug, Clone, Copy)]
pub struct Opened<'a> {
    pub ticket_id: &'a str,
    pub message: &'a Message,
    pub decision: &'a Decision,
    pub received: Received<'a>,
}

impl Acknowledger {
    /// `None` where nothing is sent at all, and then nothing is recorded either.
    pub fn new(config: &Config, journal: &mut Journal, now: Timestamp) -> Result<Option<Self>, JournalError> {
        if config.smtp.is_none() || !config.acknowledgement.enabled {
            return Ok(None);
        }
        let texts = Texts::load(&config.acknowledgement);
        for problem in &texts.problems {
            tracing::warn!(problem, "a text of one's own cannot be used; the built-in one is");
        }
        Ok(Some(Self { key: journal.reply_key_or_new()?, texts, now }))
    }

    /// Decides, and does it within the batch.
    pub fn acknowledge(&self, config: &Config, batch: &Batch, opened: &Opened) -> Result<(), JournalError> {
        let events = batch.events(opened.ticket_id)?;
        match self.letter(config, batch, opened, &events)? {
            Ok((letter, language)) => {
                record(batch, opened, EventKind::Acknowledged, &language)?;
                batch.index_thread(opened.ticket_id, Some(&letter.message_id), &[])?;
                batch.enqueue(&letter, self.now)
            }
            Err(withheld) => {
                record(batch, opened, EventKind::AcknowledgementWithheld, &withheld.to_string())?;
                if withheld.is_cap() { tell_of_cap(config, batch, opened, &withheld, self.now) } else { Ok(()) }
            }
        }
    }

    /// The mail and its language, or why there is none.
    fn letter(
        &self,
        config: &Config,
        batch: &Batch,
        opened: &Opened,
        events: &[Event],
    ) -> Result<Result<(Letter, String), Withheld>, JournalError> {
        let Opened { message, decision, received, .. } = *opened;
        let mailbox = received.mailbox;
        let asked = Asked { message, decision, received, now: self.now };
        let to = match may_acknowledge(config, &asked) {
            Ok(to) => on_the_line(&to.address),
            Err(withheld) => return Ok(Err(withheld)),
        };
        if let Err(withheld) = within_caps(config, &batch.recently_sent(&to, self.now)?) {
            return Ok(Err(withheld));
        }
        // `may_acknowledge` allows configured mailboxes only.
        let Some(from) = config.mailbox(mailbox) else { return Ok(Err(Withheld::NoMailbox(mailbox.into()))) };
        Ok(self.compose(config, opened, events, from, &to))
    }

    fn compose(
        &self,
        config: &Config,
        opened: &Opened,
        events: &[Event],
        from: &Mailbox,
        to: &str,
    ) -> Result<(Letter, String), Withheld> {
        let facts = self.facts(config, opened, events, from);
        let words = self.texts.words(opened.message.language.as_deref(), &facts);
        let Words { language, subject, text, html } = words.map_err(|error| Withheld::NoText(format!("{error:#}")))?;
        let sequence = events.last().map_or(1, |last| last.sequence + 1);
        let message_id = self.key.message_id(opened.ticket_id, sequence, &domain_of(&from.address));
        let answered = opened.message.message_id.as_deref();
        let is_asked_for = config.acknowledgement.reply_to_plus;
        let reply_to = is_asked_for.then(|| self.key.plus_address(opened.ticket_id, &from.address)).flatten();
        let draft = Draft {
            from: (&config.organisation.name, &from.address),
            to,
            reply_to: reply_to.as_deref(),
            subject: &subject,
            text: &text,
            html: Some(&html),
            message_id: &message_id,
            in_reply_to: answered,
            references: opened.message.references.iter().map(String::as_str).chain(answered).collect(),
            auto_submitted: "auto-replied",
            gateway: &config.gateway.name,
            date: self.now,
        };
        let raw = draft.bytes().map_err(|error| Withheld::NoText(error.to_string()))?;
        let letter = Letter {
            message_id,
            purpose: Purpose::Acknowledgement,
            ticket_id: Some(opened.ticket_id.into()),
            mailbox: Some(from.name.clone()),
            recipient: to.into(),
            raw,
        };
        Ok((letter, language))
    }

    fn facts(&self, config: &Config, opened: &Opened, events: &[Event], from: &Mailbox) -> Facts {
        let due = fold(events, config, None).and_then(|row| row.first_response_due_at);
        Facts {
            ticket: opened.ticket_id.into(),
            subject: shown_subject(&opened.message.subject),
            organisation: config.organisation.name.clone(),
            address: from.address.clone(),
            // Nobody is promised what is over already.
            due: due.filter(|due| *due > self.now).map(|due| in_pieces(config, due)),
        }
    }
}

/// At the moment of the mail that is answered, or not: the same mails make the same history whenever they are read.
fn record(batch: &Batch, opened: &Opened, kind: EventKind, value: &str) -> Result<(), JournalError> {
    let change = Change { kind, from_value: None, to_value: Some(value.into()) };
    let cause = Cause {
        occurred_at: opened.received.at,
        actor: None,
        actor_role: Role::System,
        message_key: Some(&opened.message.message_key),
    };
    batch.append(opened.ticket_id, change, &cause)
}

/// Says that a cap held an acknowledgement back.
fn tell_of_cap(
    config: &Config,
    batch: &Batch,
    opened: &Opened,
    withheld: &Withheld,
    now: Timestamp,
) -> Result<(), JournalError> {
    let from = opened.message.from.as_ref().map_or("an unknown address", |from| from.address.as_str());
    let ticket = opened.ticket_id;
    let text = format!(
        "{ticket} from {from} was not acknowledged.\n\n{withheld}\n\n\
         Perhaps two robots answer each other, or a customer has trouble. The mail itself is a ticket as always:\n\n    \
         tallypost ticket show {ticket}\n\n\
         Further acknowledgements may be held back; you are told once a day. Each ticket says so: tallypost ticket why.\n"
    );
    let notice = Notice { topic: "cap", what: "a cap on acknowledgements was reached", text: &text };
    notice::letter(config, &notice, now).map_or(Ok(()), |letter| batch.enqueue(&letter, now))
}

fn in_pieces(config: &Config, due: Timestamp) -> Due {
    let local = due.to_zoned(config.time_zone());
    let piece = |format: &str| local.strftime(format).to_string();
    Due {
        year: piece("%Y"),
        month: piece("%m"),
        day: piece("%d"),
        time: piece("%H:%M"),
        zone: config.organisation.time_zone.clone(),
    }
}
