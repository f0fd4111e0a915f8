//! Tells the agents of a new ticket's team that it tells of a known error, and how to work around that (ISO/IEC
//! 20000-1:2018, 8.6.3). Never the customer: whether the workaround fits is an agent's to say.
//!
//! In English, as everything that is written to staff.

use jiff::{Timestamp, ToSpan as _};

use super::acknowledge::Opened;
use super::compose::{Draft, domain_of, on_the_line, shown_subject};
use crate::config::{Config, Mailbox};
use crate::journal::{Batch, Cause, Journal, JournalError, Letter, Purpose};
use crate::ticket::{Change, EventKind, KnownError, ReplyKey, Role};

/// Mails of this kind to one agent within an hour. A storm of tickets of one known error is news once.
const PER_AGENT_HOUR: u32 = 30;

/// What is at hand to tell the agents of the tickets of a batch.
pub struct Informer {
    key: ReplyKey,
    now: Timestamp,
}

impl Informer {
    /// `None` where nothing is sent at all.
    pub fn new(config: &Config, journal: &mut Journal, now: Timestamp) -> Result<Option<Self>, JournalError> {
        let sends = config.smtp.is_some() && !config.agents.is_empty();
        Ok(if sends { Some(Self { key: journal.reply_key_or_new()?, now }) } else { None })
    }

    /// Owes each agent of the team a mail, and records whom, within the batch. Old mail is history and news to nobody.
    pub fn tell(
        &self,
        config: &Config,
        batch: &Batch,
        opened: &Opened,
        known: &KnownError,
    ) -> Result<(), JournalError> {
        let Some(mailbox) = config.mailbox(opened.received.mailbox) else { return Ok(()) };
        let oldest = self.now - i64::from(config.acknowledgement.max_age_hours).hours();
        if opened.received.at < oldest {
            return Ok(());
        }
        for address in recipients(config, opened) {
            self.tell_one(config, batch, opened, known, mailbox, &address)?;
        }
        Ok(())
    }

    fn tell_one(
        &self,
        config: &Config,
        batch: &Batch,
        opened: &Opened,
        known: &KnownError,
        from: &Mailbox,
        address: &str,
    ) -> Result<(), JournalError> {
        let to = on_the_line(address);
        let (ticket, problem) = (opened.ticket_id, known.problem_id.as_str());
        if batch.told_of_known_errors(&to, self.now - 1.hour())? >= PER_AGENT_HOUR {
            tracing::warn!(
                ticket,
                problem,
                limit = PER_AGENT_HOUR,
                "an agent is told of no more known errors this hour"
            );
            return Ok(());
        }
        let sequence = batch.events(ticket)?.last().map_or(1, |last| last.sequence + 1);
        let message_id = self.key.message_id(ticket, sequence, &domain_of(&from.address));
        let raw = match self.draft(config, opened, known, from, &to, &message_id) {
            Ok(raw) => raw,
            Err(error) => {
                tracing::error!(ticket, problem, %error, "an agent cannot be told of a known error");
                return Ok(());
            }
        };
        batch.append(ticket, told(address), &cause(opened))?;
        batch.index_thread(ticket, Some(&message_id), &[])?;
        let (ticket_id, mailbox) = (Some(ticket.to_string()), Some(from.name.clone()));
        let letter = Letter { message_id, purpose: Purpose::KnownError, ticket_id, mailbox, recipient: to, raw };
        batch.enqueue(&letter, self.now)
    }

    fn draft(
        &self,
        config: &Config,
        opened: &Opened,
        known: &KnownError,
        from: &Mailbox,
        to: &str,
        message_id: &str,
    ) -> Result<Vec<u8>, super::compose::ComposeError> {
        let answered = opened.message.message_id.as_deref();
        let draft = Draft {
            from: (&config.organisation.name, &from.address),
            to,
            reply_to: None,
            subject: &format!("[{}] Known error {}: {}", opened.ticket_id, known.problem_id, known.title),
            text: &text(config, opened, known),
            html: None,
            message_id,
            in_reply_to: answered,
            references: opened.message.references.iter().map(String::as_str).chain(answered).collect(),
            auto_submitted: "auto-generated",
            gateway: &config.gateway.name,
            date: self.now,
        };
        draft.bytes()
    }
}

/// The agents of the ticket's team, or all where it has none or nobody is in it; never who wrote the mail himself, nor
/// an address of ours, which would make a ticket of it.
fn recipients(config: &Config, opened: &Opened) -> Vec<String> {
    let team = opened.decision.opening.as_ref().and_then(|opening| opening.team.as_deref());
    let author = opened.message.from.as_ref().map(|from| from.address.as_str());
    let is_in_team = |team: &str| config.agents.iter().any(|agent| agent.team.as_deref() == Some(team));
    let team = team.filter(|team| is_in_team(team));
    let wanted = config.agents.iter().filter(|agent| team.is_none() || agent.team.as_deref() == team);
    let others = wanted.filter(|agent| {
        !config.is_own_address(&agent.address) && !author.is_some_and(|from| agent.address.eq_ignore_ascii_case(from))
    });
    let mut addresses: Vec<String> = others.map(|agent| agent.address.clone()).collect();
    addresses.sort();
    addresses.dedup();
    addresses
}

fn told(address: &str) -> Change {
    Change { kind: EventKind::AgentNotified, from_value: None, to_value: Some(address.into()) }
}

fn cause<'a>(opened: &'a Opened) -> Cause<'a> {
    Cause {
        occurred_at: opened.received.at,
        actor: None,
        actor_role: Role::System,
        message_key: Some(&opened.message.message_key),
    }
}

/// No command stands on a line of its own: a reply that quotes this badly must not carry it out.
fn text(config: &Config, opened: &Opened, known: &KnownError) -> String {
    let (ticket, KnownError { problem_id, title, workaround, like, .. }) = (opened.ticket_id, known);
    let back = known.resolved_on.map(|on| {
        let day = on.to_zoned(config.time_zone()).strftime("%Y-%m-%d");
        format!("\n{problem_id} was resolved on {day} and is watched since then. Perhaps it is back.\n")
    });
    format!(
        "{ticket} tells of a known error: {problem_id} “{title}”.\n{}\nWorkaround\n\n{}\n\nThe ticket\n\n{}\n\n\
         Recognised by its words, which are most like those of {like}. The ticket is linked to {problem_id}. If that is \
         wrong, answer this mail with a line that says #problem none, or #problem and the right number.\n\n\
         The customer was not told of the workaround and does not get this mail. An answer to it is a note that only \
         colleagues see; to help the customer, answer the customer's own mail.\n\n    \
         tallypost ticket show {ticket}\n    tallypost problem show {problem_id}\n",
        back.unwrap_or_default(),
        indented(workaround),
        indented(&facts(opened)),
    )
}

fn facts(opened: &Opened) -> String {
    let opening = opened.decision.opening.clone().unwrap_or_default();
    let of = |name: &str, value: Option<String>| Some(format!("{name:<11}{}", value?));
    let subject = Some(shown_subject(&opened.message.subject)).filter(|subject| !subject.is_empty());
    let lines = [
        of("subject", subject),
        of("requester", opening.requester),
        of("customer", opening.customer),
        of("service", opening.service),
        of("priority", opening.priority),
    ];
    lines.into_iter().flatten().collect::<Vec<_>>().join("\n")
}

fn indented(text: &str) -> String {
    text.trim().lines().map(|line| format!("    {}", line.trim_end())).collect::<Vec<_>>().join("\n")
}
