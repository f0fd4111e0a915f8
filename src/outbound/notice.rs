//! Mail to the operator when the gateway needs a person: one a day on each topic, however much there is to say.

use jiff::Timestamp;
use jiff::tz::TimeZone;

use super::compose::{Draft, domain_of};
use crate::config::Config;
use crate::journal::{Journal, JournalError, Letter, Purpose};

/// Something that a person should know.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Notice<'a> {
    /// On each topic there is one mail a day at the most.
    pub topic: &'a str,
    /// The subject, after the gateway's name.
    pub what: &'a str,
    pub text: &'a str,
}

/// Owes the operator a mail, where there is an operator and there was none on this topic today; says whether.
pub fn tell_operator(
    config: &Config,
    journal: &mut Journal,
    notice: &Notice,
    now: Timestamp,
) -> Result<bool, JournalError> {
    match message_id(config, notice.topic, now) {
        Some(message_id) if journal.has_mail(&message_id)? => Ok(false),
        _ => letter(config, notice, now).map_or(Ok(false), |letter| journal.enqueue(&letter, now).map(|()| true)),
    }
}

/// The day is a part of it, and the outbox takes each Message-ID once. `None` where there is nobody to tell or
/// nothing to write from.
fn message_id(config: &Config, topic: &str, now: Timestamp) -> Option<String> {
    config.gateway.operator.as_ref()?;
    let domain = domain_of(&config.mailboxes.first()?.address);
    Some(format!("notice.{}.{}@{domain}", in_an_id(topic), now.to_zoned(TimeZone::UTC).date()))
}

/// A topic may name a mailbox, whose name may hold what a Message-ID may not; no two become one.
fn in_an_id(topic: &str) -> String {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'-';
    topic.bytes().map(|byte| if plain(byte) { char::from(byte).to_string() } else { format!("%{byte:02x}") }).collect()
}

/// `None` where there is nobody to tell; the log says so.
pub(super) fn letter(config: &Config, notice: &Notice, now: Timestamp) -> Option<Letter> {
    let Notice { topic, what, text } = *notice;
    tracing::warn!(topic, what, "needs a person");
    let message_id = message_id(config, topic, now)?;
    let operator = config.gateway.operator.as_deref()?;
    let from = &config.mailboxes.first()?.address;
    let gateway = &config.gateway.name;
    let draft = Draft {
        from: ("Tallypost", from),
        to: operator,
        reply_to: None,
        subject: &format!("Tallypost {gateway}: {what}"),
        text,
        html: None,
        message_id: &message_id,
        in_reply_to: None,
        references: Vec::new(),
        auto_submitted: "auto-generated",
        gateway,
        date: now,
    };
    match draft.bytes() {
        Ok(raw) => {
            let (purpose, recipient) = (Purpose::OperatorNotice, operator.to_string());
            Some(Letter { message_id, purpose, ticket_id: None, mailbox: None, recipient, raw })
        }
        Err(error) => {
            tracing::error!(%error, "a notice to the operator cannot be written");
            None
        }
    }
}
