//! May we acknowledge this mail? RFC 3834 §2: an automatic response goes to a person who wrote, once, or to nobody.

use jiff::Timestamp;

use super::compose::on_the_line;
use crate::config::Config;
use crate::journal::RecentlySent;
use crate::message::{self, Address, Message};
use crate::ticket::{Decision, Direction, Disposition, Received};

/// A mail that opened a ticket, and when.
#[derive(Debug, Clone, Copy)]
pub struct Asked<'a> {
    pub message: &'a Message,
    pub decision: &'a Decision,
    pub received: Received<'a>,
    pub now: Timestamp,
}

/// Why a mail is not acknowledged; the words stand in the ticket's history.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Withheld {
    #[error("only a new ticket is acknowledged")]
    NoNewTicket,
    #[error("written by one of us")]
    OurOwn,
    #[error("our own mail server does not believe its author (Authentication-Results)")]
    Forged,
    #[error("automatic mail is never answered ({0})")]
    Automatic(String),
    #[error("a mailing list is never answered")]
    MailingList,
    #[error("`{0}` is none of the configured mailboxes, so there is no address to write from")]
    NoMailbox(String),
    #[error("switched off for mailbox `{0}` (acknowledgement.except_mailboxes)")]
    SwitchedOff(String),
    #[error("arrived {hours} hours ago; the limit is {limit} (acknowledgement.max_age_hours)")]
    TooOld { hours: i64, limit: u32 },
    #[error("lay in the folder `{0}`; only what arrives in INBOX is acknowledged")]
    NotInbox(String),
    #[error("the mail names no address to write to")]
    NoAddress,
    #[error("Reply-To names several addresses; one mail is for one person")]
    SeveralAddresses,
    #[error("`{0}` is an address of ours")]
    OurAddress(String),
    #[error("nobody reads mail to `{0}`")]
    RobotAddress(String),
    #[error("`{0}` is an address that our mail cannot be written to")]
    UnwritableAddress(String),
    #[error(
        "cap reached: {sent} acknowledgements to this correspondent within 24 hours (acknowledgement.per_correspondent_day)"
    )]
    CorrespondentCap { sent: u32 },
    #[error("cap reached: {sent} acknowledgements to this domain within an hour (acknowledgement.per_domain_hour)")]
    DomainCap { sent: u32 },
    #[error("cap reached: {sent} acknowledgements within an hour (acknowledgement.per_hour)")]
    GatewayCap { sent: u32 },
    #[error("the text cannot be written: {0}")]
    NoText(String),
}

impl Withheld {
    /// Held back by a cap, which a person should look at.
    pub fn is_cap(&self) -> bool {
        matches!(self, Self::CorrespondentCap { .. } | Self::DomainCap { .. } | Self::GatewayCap { .. })
    }
}

/// Whom to write to, or why nobody. The caps come after it: [`within_caps`].
pub fn may_acknowledge<'a>(config: &Config, asked: &Asked<'a>) -> Result<&'a Address, Withheld> {
    let Asked { message, decision, received, .. } = *asked;
    if message.is_automatic() {
        return Err(Withheld::Automatic(
            message.automatic_reason.clone().unwrap_or_else(|| "its headers say so".into()),
        ));
    }
    if message.mailing_list {
        return Err(Withheld::MailingList);
    }
    if decision.disposition != Disposition::Ticketed {
        return Err(Withheld::NoNewTicket);
    }
    if decision.direction != Direction::Inbound {
        return Err(Withheld::OurOwn);
    }
    if decision.is_forged {
        return Err(Withheld::Forged);
    }
    check_mailbox(config, received.mailbox)?;
    if !received.folder.eq_ignore_ascii_case("INBOX") {
        return Err(Withheld::NotInbox(received.folder.into()));
    }
    check_age(config, asked)?;
    let to = recipient(message)?;
    check_address(config, &to.address)?;
    Ok(to)
}

/// Counted from what entered the outbox, whatever headers say: two robots that pass for people end here.
pub fn within_caps(config: &Config, recently: &RecentlySent) -> Result<(), Withheld> {
    let caps = &config.acknowledgement;
    let RecentlySent { to_correspondent_day, to_domain_hour, to_all_hour } = *recently;
    if to_correspondent_day >= caps.per_correspondent_day {
        return Err(Withheld::CorrespondentCap { sent: to_correspondent_day });
    }
    if to_domain_hour >= caps.per_domain_hour {
        return Err(Withheld::DomainCap { sent: to_domain_hour });
    }
    if to_all_hour >= caps.per_hour {
        return Err(Withheld::GatewayCap { sent: to_all_hour });
    }
    Ok(())
}

fn check_mailbox(config: &Config, name: &str) -> Result<(), Withheld> {
    if config.mailbox(name).is_none() {
        return Err(Withheld::NoMailbox(name.into()));
    }
    if config.acknowledgement.except_mailboxes.iter().any(|excepted| excepted == name) {
        return Err(Withheld::SwitchedOff(name.into()));
    }
    Ok(())
}

/// Also by its own `Date`, because a mailbox that was moved to another server shows old mail as new.
fn check_age(config: &Config, asked: &Asked) -> Result<(), Withheld> {
    let arrived = asked.received.at;
    let oldest = asked.message.date.map_or(arrived, |date| date.min(arrived));
    let hours = asked.now.duration_since(oldest).as_hours();
    let limit = config.acknowledgement.max_age_hours;
    if hours >= i64::from(limit) { Err(Withheld::TooOld { hours, limit }) } else { Ok(()) }
}

/// Reply-To, else From (RFC 3834 §4 would have the Return-Path, which mailing programs of firms seldom read).
fn recipient(message: &Message) -> Result<&Address, Withheld> {
    match message.reply_to.as_slice() {
        [] => message.from.as_ref().ok_or(Withheld::NoAddress),
        [one] => Ok(one),
        _ => Err(Withheld::SeveralAddresses),
    }
}

fn check_address(config: &Config, address: &str) -> Result<(), Withheld> {
    let is_operator = config.gateway.operator.as_deref().is_some_and(|ours| ours.eq_ignore_ascii_case(address));
    if is_operator || config.is_own_address(address) || config.agent(address).is_some() {
        return Err(Withheld::OurAddress(address.into()));
    }
    if is_robot(address) {
        return Err(Withheld::RobotAddress(address.into()));
    }
    // Whether letters outside ASCII can be written to, the server says when it is given the mail (RFC 6531).
    if address.chars().any(char::is_control) || on_the_line(address).parse::<lettre::Address>().is_err() {
        return Err(Withheld::UnwritableAddress(address.into()));
    }
    Ok(())
}

/// Addresses behind which RFC 2142 and custom have no person who asked something, besides those that write by
/// themselves.
fn is_robot(address: &str) -> bool {
    let local = address.split('@').next().unwrap_or_default().to_lowercase();
    let plain: String = local.chars().filter(|c| c.is_alphanumeric()).collect();
    message::is_robot(address)
        || ["postmaster", "daemon", "nobody", "null", "devnull", "root"].contains(&plain.as_str())
        || ["mailerdaemon", "autoreply", "autoresponder"].iter().any(|start| plain.starts_with(start))
        || ["bounce-", "owner-"].iter().any(|start| local.starts_with(start))
        || local.ends_with("-request")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ticket::decide;
    use crate::ticket::thread::Known;
    use std::path::Path;

    const NOW: &str = "2026-01-12T08:00:00Z";

    fn config() -> Config {
        let text = r#"
            [organisation]
            name = "Desk"
            [gateway]
            operator = "ops@desk.example"
            [smtp]
            host = "mail.desk.example"
            [acknowledgement]
            except_mailboxes = ["billing"]
            [[mailbox]]
            name = "support"
            address = "support@desk.example"
            [[mailbox]]
            name = "billing"
            address = "billing@desk.example"
            [[agent]]
            name = "Alex"
            address = "alex@desk.example"
        "#;
        crate::config::from_str(text, Path::new("test.toml")).unwrap()
    }

    /// What is decided about a raw mail that arrived `hours` before now, in words.
    fn decided(head: &str, mailbox: &str, hours: i64) -> Result<String, String> {
        let now: Timestamp = NOW.parse().unwrap();
        let received_at = now - jiff::SignedDuration::from_hours(hours);
        let message = crate::message::parse(format!("{head}\n\nIt does not print.\n").as_bytes());
        let received = Received { mailbox, folder: "INBOX", at: received_at };
        let decision = decide(&config(), &Known::default(), &message, received);
        let asked = Asked { message: &message, decision: &decision, received, now };
        may_acknowledge(&config(), &asked).map(|to| to.address.clone()).map_err(|reason| reason.to_string())
    }

    fn to_support(head: &str) -> Result<String, String> {
        decided(&format!("To: support@desk.example\nSubject: Printer\n{head}"), "support", 0)
    }

    #[test]
    fn a_person_who_writes_is_acknowledged_at_reply_to_or_from() {
        assert_eq!(to_support("From: Kim <kim@customer.example>").unwrap(), "kim@customer.example");
        let replies = "From: kim@customer.example\nReply-To: team@customer.example";
        assert_eq!(to_support(replies).unwrap(), "team@customer.example");
        assert_eq!(to_support("From: käthe@bücher.example").unwrap(), "käthe@bücher.example");
        // A web form of ours writes for a customer.
        assert_eq!(
            to_support("From: support@desk.example\nReply-To: kim@customer.example").unwrap(),
            "kim@customer.example"
        );
    }

    #[test]
    fn whoever_is_not_to_be_answered_is_not_and_the_reason_says_why() {
        let person = "From: kim@customer.example";
        for (head, part) in [
            ("From: kim@customer.example\nAuto-Submitted: auto-replied", "Auto-Submitted: auto-replied"),
            ("From: kim@customer.example\nReturn-Path: <>", "Return-Path"),
            ("From: kim@customer.example\nX-Tallypost-Gateway: other", "X-Tallypost-Gateway"),
            (
                "From: kim@customer.example\nPrecedence: list\nList-Id: <a.lists.example>\nList-Post: <mailto:a@lists.example>",
                "mailing list",
            ),
            ("From: noreply@shop.example", "noreply@shop.example"),
            (
                "From: kim@customer.example\nReply-To: No-Reply@shop.example",
                "nobody reads mail to `No-Reply@shop.example`",
            ),
            ("From: kim@customer.example\nReply-To: postmaster@customer.example", "nobody reads"),
            ("From: kim@customer.example\nReply-To: bestellung-nicht-antworten@shop.example", "nobody reads"),
            ("From: kim@customer.example\nReply-To: a@b.example, c@d.example", "several addresses"),
            ("From: kim@customer.example\nReply-To: alex@desk.example", "an address of ours"),
            ("From: kim@customer.example\nReply-To: support+x@desk.example", "an address of ours"),
            ("From: ops@desk.example", "an address of ours"),
            ("From: alex@desk.example", "one of us"),
            ("X-Mailer: none", "no address"),
            ("From: kim@cust\u{ad}..example", "cannot be written to"),
            ("From: \"a b\" <a b>", "cannot be written to"),
        ] {
            let reason = to_support(head).unwrap_err();
            assert!(reason.contains(part), "{head}: {reason}");
        }
        assert!(decided(person, "billing", 0).unwrap_err().contains("switched off"));
        assert!(decided(person, "inbox.mbox", 0).unwrap_err().contains("none of the configured mailboxes"));
    }

    #[test]
    fn the_first_import_of_a_mailbox_writes_to_nobody() {
        let person = "From: kim@customer.example";
        assert!(decided(person, "support", 23).is_ok());
        let reason = decided(person, "support", 24).unwrap_err();
        assert_eq!(reason, "arrived 24 hours ago; the limit is 24 (acknowledgement.max_age_hours)");
        let moved = "From: kim@customer.example\nDate: Mon, 5 Jan 2026 08:00:00 +0000";
        assert!(decided(moved, "support", 0).unwrap_err().contains("168 hours ago"));
    }

    /// A copy of what somebody sent by another address of his is no question to us.
    #[test]
    fn mail_in_a_folder_for_sent_mail_is_not_acknowledged() {
        let message = crate::message::parse(b"From: alex@elsewhere.example\nTo: kim@customer.example\n\nHello\n");
        let now: Timestamp = NOW.parse().unwrap();
        let received = Received { mailbox: "support", folder: "Sent", at: now };
        let decision = decide(&config(), &Known::default(), &message, received);
        let asked = Asked { message: &message, decision: &decision, received, now };
        assert_eq!(may_acknowledge(&config(), &asked), Err(Withheld::NotInbox("Sent".into())));
    }

    #[test]
    fn whom_our_own_server_does_not_believe_is_not_answered() {
        let mut config = config();
        config.gateway.authentication_server = Some("mx.desk.example".into());
        let at: Timestamp = NOW.parse().unwrap();
        let allowed = |found: &str| {
            let head = format!("Authentication-Results: mx.desk.example; {found}\nFrom: kim@customer.example");
            let message = crate::message::parse(format!("{head}\n\nIt does not print.\n").as_bytes());
            let received = Received { mailbox: "support", folder: "INBOX", at };
            let decision = decide(&config, &Known::default(), &message, received);
            let asked = Asked { message: &message, decision: &decision, received, now: at };
            may_acknowledge(&config, &asked).map(|to| to.address.clone())
        };
        assert_eq!(allowed("dmarc=fail"), Err(Withheld::Forged));
        assert_eq!(allowed("dmarc=pass").unwrap(), "kim@customer.example");
        // Many domains publish nothing to check against.
        assert_eq!(allowed("none").unwrap(), "kim@customer.example");
    }

    #[test]
    fn caps_hold_at_the_number_and_are_told_apart() {
        let capped = |day, domain, all| {
            let recently = RecentlySent { to_correspondent_day: day, to_domain_hour: domain, to_all_hour: all };
            within_caps(&config(), &recently)
        };
        assert_eq!(capped(4, 59, 599), Ok(()));
        assert_eq!(capped(5, 0, 0), Err(Withheld::CorrespondentCap { sent: 5 }));
        assert_eq!(capped(0, 60, 0), Err(Withheld::DomainCap { sent: 60 }));
        assert_eq!(capped(0, 0, 600), Err(Withheld::GatewayCap { sent: 600 }));
        assert!(capped(5, 0, 0).unwrap_err().is_cap() && !Withheld::OurOwn.is_cap());
    }
}
