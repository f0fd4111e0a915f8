//! Which ticket does a mail belong to: what to look up, and which answer counts.
//!
//! Rules in order, as recorded in `thread_rule`: `reply_token`, `reference`, `subject_tag`, `subject_match`, `new`.

use std::collections::BTreeSet;

use jiff::{Timestamp, ToSpan, tz::TimeZone};

use super::{Life, ReplyKey, Status, ThreadRule};
use crate::config::Config;
use crate::message::{self, Message};

/// What the journal must be asked before a message can be decided upon.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Lookup {
    /// The ticket whose keyed token the mail writes back to, and how many references are nearer than that.
    pub token: Option<(usize, String)>,
    pub message_id: Option<String>,
    /// In-Reply-To, then References from the nearest, each once.
    pub references: Vec<String>,
    pub tags: Vec<String>,
    /// RFC 5256 base subject, where the subject says that this is a reply.
    pub reply_subject: Option<String>,
    /// Whom the mail was written and delivered to.
    pub recipients: Vec<String>,
}

/// A ticket as far as threading and the life cycle need it.
#[derive(Debug, Clone, PartialEq)]
pub struct KnownTicket {
    pub ticket_id: String,
    pub life: Life,
    /// Lower-case addresses of the requester and of everybody whom the requester or an agent wrote to.
    pub participants: BTreeSet<String>,
    /// Its first message answered a message that we have never seen.
    pub is_orphan: bool,
}

/// The journal's answers to a [`Lookup`].
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Known {
    /// Of the reply token, where no nearer reference names another ticket.
    pub by_token: Option<KnownTicket>,
    /// Of another copy of this very message, else of the nearest reference that names a message we hold.
    pub referenced: Option<KnownTicket>,
    /// Of the nearest reference that another message names too, though nobody has seen it.
    pub sibling: Option<KnownTicket>,
    /// Whose messages refer to this very message, which comes after them.
    pub awaiting: Vec<KnownTicket>,
    pub tagged: Vec<KnownTicket>,
    /// With the same base subject and something that happened within the window.
    pub same_subject: Vec<KnownTicket>,
}

/// The ticket that a message belongs to.
#[derive(Debug, Clone, PartialEq)]
pub enum Match<'a> {
    /// Joins this ticket by this rule.
    Joins(&'a KnownTicket, ThreadRule),
    /// Names this ticket without taking part in it.
    Stranger(&'a KnownTicket, ThreadRule),
    New,
}

impl<'a> Match<'a> {
    /// As for somebody who takes no part in any ticket: what is named may be noted, nothing may be joined.
    pub fn as_stranger(self) -> Self {
        match self {
            Self::Joins(_, ThreadRule::SubjectMatch) => Self::New,
            Self::Joins(ticket, rule) => Self::Stranger(ticket, rule),
            other => other,
        }
    }
}

impl Lookup {
    pub fn of(message: &Message) -> Self {
        let subject = message::base_subject(&message.subject);
        let mut seen = BTreeSet::new();
        // A delivery report belongs to the mail that did not arrive.
        let reported = message.bounce_report.as_ref().and_then(|report| report.original_message_id.as_ref());
        let nearest_first = reported.into_iter().chain(&message.in_reply_to).chain(message.references.iter().rev());
        Self {
            token: None,
            message_id: message.message_id.clone(),
            references: nearest_first.filter(|id| seen.insert((*id).clone())).cloned().collect(),
            tags: message::ticket_tags(&message.subject),
            reply_subject: (subject.is_reply && !subject.base.is_empty()).then_some(subject.base),
            recipients: recipients(message),
        }
    }

    /// Looks for reply tokens made with this key, the nearest reference first, then the addresses: any message that the
    /// mail refers to says more of where its thread is now. A forged one is nothing.
    pub fn with_reply_token(mut self, key: Option<&ReplyKey>) -> Self {
        let Some(key) = key else { return self };
        let mut references = self.references.iter().enumerate();
        let referred = references.find_map(|(at, id)| Some((at, key.ticket_of(id)?)));
        let addressed = || self.recipients.iter().find_map(|to| key.ticket_of_address(to));
        self.token = referred.or_else(|| Some((self.references.len(), addressed()?)));
        self
    }
}

fn recipients(message: &Message) -> Vec<String> {
    let written_to = message.to.iter().chain(&message.cc).map(|to| &to.address);
    written_to.chain(&message.delivered_to).cloned().collect()
}

/// Applies the rules. `is_ours`: the author is an agent or one of our mailboxes.
pub fn find<'a>(config: &Config, known: &'a Known, message: &Message, is_ours: bool, now: Timestamp) -> Match<'a> {
    // Only who has our mail knows the token: an address that is new to the ticket joins as a participant.
    if let Some(ticket) = &known.by_token {
        return Match::Joins(ticket, ThreadRule::ReplyToken);
    }
    let takes_part = |ticket: &KnownTicket| is_ours || ticket.has_part(message);
    let by_reference = known.referenced.as_ref().or(known.awaiting.first());
    // A message that nobody has seen proves nothing about its readers: siblings share it only among
    // participants, or 300 answers to one announcement would be one ticket.
    let by_sibling = known.sibling.as_ref().filter(|ticket| takes_part(ticket));
    if let Some(ticket) = by_reference.or(by_sibling) {
        return joins_or_stranger(ticket, ThreadRule::Reference, takes_part(ticket));
    }
    if let Some(ticket) = known.tagged.first() {
        return joins_or_stranger(ticket, ThreadRule::SubjectTag, takes_part(ticket));
    }
    match candidate_by_subject(config, known, message, is_ours, now) {
        Some(ticket) => Match::Joins(ticket, ThreadRule::SubjectMatch),
        None => Match::New,
    }
}

fn joins_or_stranger(ticket: &KnownTicket, rule: ThreadRule, takes_part: bool) -> Match<'_> {
    if takes_part { Match::Joins(ticket, rule) } else { Match::Stranger(ticket, rule) }
}

/// The only ticket of the same subject within the window in which author, or for our own mail a recipient,
/// takes part. Two candidates are none: guessing would put one customer's mail into another's ticket.
fn candidate_by_subject<'a>(
    config: &Config,
    known: &'a Known,
    message: &Message,
    is_ours: bool,
    now: Timestamp,
) -> Option<&'a KnownTicket> {
    let oldest = subject_window_start(config, now);
    let mut candidates = known.same_subject.iter().filter(|ticket| {
        let recent = ticket.life.last_message_at.unwrap_or(ticket.life.opened_at) >= oldest;
        let alive = !matches!(ticket.life.status, Status::Merged | Status::Spam);
        let takes_part = if is_ours { ticket.is_written_to(message) } else { ticket.has_part(message) };
        recent && alive && takes_part
    });
    let first = candidates.next()?;
    candidates.next().is_none().then_some(first)
}

/// A ticket that has been quiet since before this moment is joined by no subject.
pub fn subject_window_start(config: &Config, now: Timestamp) -> Timestamp {
    let window = i64::from(config.threading.subject_window_days).days();
    now.to_zoned(TimeZone::UTC).checked_sub(window).map_or(Timestamp::MIN, |start| start.timestamp())
}

impl KnownTicket {
    /// Does the author of this message take part in the ticket? On a discussion list, whoever posts does.
    pub fn has_part(&self, message: &Message) -> bool {
        message.mailing_list
            || message.from.as_ref().is_some_and(|from| self.participants.contains(&from.address.to_lowercase()))
    }

    fn is_written_to(&self, message: &Message) -> bool {
        message.to.iter().chain(&message.cc).any(|to| self.participants.contains(&to.address.to_lowercase()))
    }
}
