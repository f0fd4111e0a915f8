//! From what was prepared into the journal: decide, commit, one batch in one transaction.

use jiff::Timestamp;
use sha2::{Digest, Sha256};

use super::filing::is_owed;
use super::prepare::Mail;
use crate::config::Config;
use crate::fail_point::fail_point;
use crate::journal::{Arrival, Batch, Cause, Journal, JournalError};
use crate::mailbox::{Listed, Place};
use crate::message::{self, Defect, Message};
use crate::outbound::{Acknowledger, Informer, Opened};
use crate::ticket::clock::local_month;
use crate::ticket::thread::{Lookup, subject_window_start};
use crate::ticket::{
    Change, Decision, Disposition, EventKind, MessageRow, Received, Recognise, ReplyKey, Role, Status, Target,
    ThreadRule, closes_at, decide, may_tell_of_error,
};

pub(super) fn arrival(listed: &Listed) -> Arrival<'_> {
    Arrival::from(&listed.place)
}

impl<'a> From<&'a Place> for Arrival<'a> {
    fn from(place: &'a Place) -> Self {
        Self { mailbox: &place.mailbox, folder: &place.folder, uid_validity: place.uid_validity, item: &place.item }
    }
}

/// Decides about each mail, and does it, within the batch.
pub(super) fn take_all(
    config: &Config,
    batch: &Batch,
    mails: &[&Mail],
    at_hand: &AtHand,
) -> Result<Vec<Disposition>, JournalError> {
    let mut dispositions = Vec::with_capacity(mails.len());
    for mail in mails {
        let disposition = Take { config, batch, mail, listed: &mail.listed, at_hand }.take()?;
        if is_owed(config, &mail.listed.place, disposition) {
            batch.owe_filing(&arrival(&mail.listed))?;
        }
        dispositions.push(disposition);
        fail_point!("message_decided");
    }
    Ok(dispositions)
}

/// What every message of a batch is answered with and recognised by.
pub(super) struct AtHand<'a> {
    /// `None` where no error is known.
    known_errors: Option<&'a dyn Recognise>,
    /// `None` where nobody can be told of a known error.
    informer: Option<Informer>,
    /// `None` where nothing is acknowledged.
    acknowledger: Option<Acknowledger>,
    reply_key: Option<ReplyKey>,
}

impl<'a> AtHand<'a> {
    pub(super) fn of(
        config: &Config,
        journal: &mut Journal,
        known_errors: Option<&'a dyn Recognise>,
    ) -> Result<Self, JournalError> {
        let now = Timestamp::now();
        let acknowledger = Acknowledger::new(config, journal, now)?;
        let informer = if known_errors.is_some() { Informer::new(config, journal, now)? } else { None };
        Ok(Self { known_errors, informer, acknowledger, reply_key: journal.reply_key().cloned() })
    }
}

/// One listed message on its way into the journal.
struct Take<'a> {
    config: &'a Config,
    batch: &'a Batch<'a>,
    mail: &'a Mail,
    listed: &'a Listed,
    at_hand: &'a AtHand<'a>,
}

impl Take<'_> {
    fn take(&self) -> Result<Disposition, JournalError> {
        let Some(message) = &self.mail.message else { return self.vanished() };
        let before = self.batch.take_back(&arrival(self.listed))?;
        let disposition = self.record(message)?;
        if let Some(before) = before {
            self.batch.known_by_now(&before, &message.message_key)?;
        }
        Ok(disposition)
    }

    fn record(&self, message: &Message) -> Result<Disposition, JournalError> {
        self.close_what_is_due()?;
        let at = arrival(self.listed);
        let content_key = content_key(message);
        if let Some(first) = self.batch.message_with(&message.message_key, &content_key)? {
            self.batch.record_arrival(&at, Some(&first), Disposition::Duplicate)?;
            return Ok(Disposition::Duplicate);
        }
        let lookup = Lookup::of(message).with_reply_token(self.at_hand.reply_key.as_ref());
        let known = self.batch.known(&lookup, subject_window_start(self.config, self.listed.received_at))?;
        let decision = decide(self.config, &known, message, self.received());
        let ticket_id = self.carry_out(message, &lookup, &decision)?;
        self.batch.record_message(&self.row(message, &decision, ticket_id), &content_key)?;
        self.batch.record_arrival(&at, Some(&message.message_key), decision.disposition)?;
        if decision.disposition == Disposition::Quarantined {
            self.quarantine(&reason_of(self.listed, message))?;
        }
        Ok(decision.disposition)
    }

    fn quarantine(&self, reason: &str) -> Result<(), JournalError> {
        let Place { mailbox, folder, item, .. } = &self.listed.place;
        tracing::error!(mailbox, folder, item, reason, "message quarantined");
        self.batch.quarantine(&arrival(self.listed), reason, self.mail.is_whole)
    }

    fn received(&self) -> Received<'_> {
        let place = &self.listed.place;
        Received { mailbox: &place.mailbox, folder: &place.folder, at: self.listed.received_at }
    }

    /// What is gone from its mailbox, and of which something was kept, stays in quarantine.
    fn vanished(&self) -> Result<Disposition, JournalError> {
        let at = arrival(self.listed);
        if self.batch.has_bytes(&at)? && self.batch.stays_quarantined(&at, None)? {
            return Ok(Disposition::Quarantined);
        }
        self.batch.take_back(&at)?;
        self.batch.record_arrival(&at, None, Disposition::Vanished)?;
        Ok(Disposition::Vanished)
    }

    /// Resolved tickets close when their time to reopen is over, before anything that came later is decided.
    fn close_what_is_due(&self) -> Result<(), JournalError> {
        for (ticket_id, at) in self.batch.closing_by(self.listed.received_at)? {
            let change = Change {
                kind: EventKind::StatusChanged,
                from_value: Some(Status::Resolved.name().into()),
                to_value: Some(Status::Closed.name().into()),
            };
            let cause = Cause { occurred_at: at, actor: None, actor_role: Role::System, message_key: None };
            self.batch.append(&ticket_id, change, &cause)?;
            self.batch.set_closing(&ticket_id, None)?;
        }
        Ok(())
    }

    /// Does what was decided and says in which ticket.
    fn carry_out(
        &self,
        message: &Message,
        lookup: &Lookup,
        decision: &Decision,
    ) -> Result<Option<String>, JournalError> {
        let ticket_id = match &decision.target {
            Target::None => return Ok(None),
            Target::Existing(ticket_id) => ticket_id.clone(),
            Target::New => self.open(message, lookup, decision)?,
        };
        let actor = message.from.as_ref().map(|from| from.address.as_str());
        let cause = Cause {
            occurred_at: self.listed.received_at,
            actor,
            actor_role: decision.author_role,
            message_key: Some(&message.message_key),
        };
        for change in &decision.changes {
            self.batch.append(&ticket_id, change.clone(), &cause)?;
        }
        self.schedule_closing(&ticket_id, &decision.changes)?;
        self.batch.index_thread(&ticket_id, lookup.message_id.as_deref(), &lookup.references)?;
        self.batch.add_participants(&ticket_id, &decision.participants)?;
        for orphan in &decision.absorbs {
            self.absorb(orphan, &ticket_id)?;
        }
        if decision.target == Target::New {
            let opened = Opened { ticket_id: &ticket_id, message, decision, received: self.received() };
            self.acknowledge(&opened)?;
            self.link_known_error(&opened)?;
        }
        Ok(Some(ticket_id))
    }

    /// Owed from the commit of this very batch on.
    fn acknowledge(&self, opened: &Opened) -> Result<(), JournalError> {
        let Some(acknowledger) = &self.at_hand.acknowledger else { return Ok(()) };
        acknowledger.acknowledge(self.config, self.batch, opened)
    }

    /// What is recognised is an event as any other, so that nothing is recognised twice when the journal is read again.
    fn link_known_error(&self, opened: &Opened) -> Result<(), JournalError> {
        let (Some(known_errors), Some(opening)) = (self.at_hand.known_errors, &opened.decision.opening) else {
            return Ok(());
        };
        if !may_tell_of_error(opening, opened.decision.direction) {
            return Ok(());
        }
        let occurred_at = self.listed.received_at;
        let Some(known) = known_errors.recognise(opening, occurred_at) else { return Ok(()) };
        let change =
            Change { kind: EventKind::ProblemLinked, from_value: None, to_value: Some(known.problem_id.clone()) };
        let message_key = Some(opened.message.message_key.as_str());
        let cause = Cause { occurred_at, actor: None, actor_role: Role::System, message_key };
        self.batch.append(opened.ticket_id, change, &cause)?;
        self.at_hand.informer.as_ref().map_or(Ok(()), |informer| informer.tell(self.config, self.batch, opened, &known))
    }

    fn open(&self, message: &Message, lookup: &Lookup, decision: &Decision) -> Result<String, JournalError> {
        let ticket_id = self.batch.next_ticket_id(&self.config.gateway.ticket_prefix)?;
        let subject = message::base_subject(&message.subject).base.to_lowercase();
        let is_orphan = decision.thread_rule == Some(ThreadRule::New) && !lookup.references.is_empty();
        self.batch.open_ticket(&ticket_id, &subject, is_orphan, self.listed.received_at)?;
        Ok(ticket_id)
    }

    fn schedule_closing(&self, ticket_id: &str, changes: &[Change]) -> Result<(), JournalError> {
        let moved = changes.iter().rev().find(|change| change.kind == EventKind::StatusChanged);
        let Some(status) = moved.and_then(|change| change.to_value.as_deref()).and_then(Status::from_name) else {
            return Ok(());
        };
        let closes = (status == Status::Resolved).then(|| closes_at(self.config, self.listed.received_at));
        self.batch.set_closing(ticket_id, closes)
    }

    /// Merges an orphan into the ticket that its missing message belongs to; its messages count there.
    fn absorb(&self, orphan: &str, survivor: &str) -> Result<(), JournalError> {
        for event in self.batch.events(orphan)? {
            if event.kind.is_message() {
                let change = Change { kind: event.kind, from_value: None, to_value: event.to_value.clone() };
                let cause = Cause {
                    occurred_at: event.occurred_at,
                    actor: event.actor.as_deref(),
                    actor_role: event.actor_role,
                    message_key: event.message_key.as_deref(),
                };
                self.batch.append(survivor, change, &cause)?;
            }
        }
        let change = Change { kind: EventKind::Merged, from_value: None, to_value: Some(survivor.into()) };
        let cause =
            Cause { occurred_at: self.listed.received_at, actor: None, actor_role: Role::System, message_key: None };
        self.batch.append(orphan, change, &cause)?;
        self.batch.merge(orphan, survivor)
    }

    fn row(&self, message: &Message, decision: &Decision, ticket_id: Option<String>) -> MessageRow {
        let place = &self.listed.place;
        let addresses = |list: &[message::Address]| list.iter().map(|one| one.address.clone()).collect();
        MessageRow {
            ticket_id,
            message_key: message.message_key.clone(),
            message_id: message.message_id.clone(),
            in_reply_to: message.in_reply_to.clone(),
            references: message.references.clone(),
            direction: decision.direction,
            author_role: decision.author_role,
            from_address: message.from.as_ref().map(|from| from.address.clone()),
            from_name: message.from.as_ref().and_then(|from| from.name.clone()),
            to_addresses: addresses(&message.to),
            cc_addresses: addresses(&message.cc),
            subject: message.subject.clone(),
            sent_at: message.date,
            received_at: self.listed.received_at,
            reply_text: message.reply_text.clone(),
            language: message.language.clone(),
            disposition: decision.disposition,
            thread_rule: decision.thread_rule,
            auto_generated: message.auto_generated,
            bounce: message.reports_failure(),
            mailbox: place.mailbox.clone(),
            uid_validity: place.uid_validity,
            uid: place.uid_validity.and_then(|_| place.item.parse().ok()),
            size_bytes: message.size_bytes,
            // An Attachment is plain data with string keys; serde_json cannot fail on it.
            attachments: message.attachments.iter().map(|one| serde_json::to_string(one).unwrap_or_default()).collect(),
            received_month: local_month(self.listed.received_at, &self.config.time_zone()),
        }
    }
}

/// Equal for the same mail that came on two ways (in INBOX by Cc and in Sent), whose trace headers differ.
fn content_key(message: &Message) -> String {
    let Some(message_id) = &message.message_id else { return message.message_key.clone() };
    let from = message.from.as_ref().map_or("", |from| from.address.as_str());
    let date = message.date.as_ref().map(Timestamp::to_string).unwrap_or_default();
    let mut digest = Sha256::new();
    for part in [message_id.as_str(), from, &date, &message.subject, &message.text] {
        digest.update(part.len().to_le_bytes());
        digest.update(part);
    }
    format!("{:x}", digest.finalize())
}

/// Why a message is kept for an operator, with what tells it from others.
fn reason_of(listed: &Listed, message: &Message) -> String {
    let whys = message.defects.iter().filter_map(|defect| match defect {
        Defect::CapExceeded { what, limit } => Some(format!("more {what} than the {limit} that are taken")),
        Defect::Other { what } => Some(what.clone()),
        _ => None,
    });
    let whys: Vec<String> = whys.collect();
    let why = if whys.is_empty() { "it is no mail, for it has no header".into() } else { whys.join("; ") };
    described(listed, message.size_bytes, &why)
}

pub(super) fn described(listed: &Listed, size_bytes: u64, why: &str) -> String {
    format!("{size_bytes} bytes, received {}: {why}", listed.received_at)
}
