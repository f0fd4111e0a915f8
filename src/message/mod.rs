//! Bytes of a mail → what a careful person would understand of it: [`Message`].
//!
//! Pure: no clock, no files, no sockets. Bad mail is data, never an error: what could not be understood is
//! named in [`Message::defects`]. Standards: RFC 5322 (format), 2045–2047 and 2231 (MIME), 3834 (automatic
//! mail), 3464 (delivery reports), 5256 (base subject).

mod address;
mod attachment;
mod authentication;
mod automatic;
mod body;
mod charset;
mod date;
mod delivery;
mod forward;
mod headers;
mod html;
mod language;
mod machine;
mod parameters;
mod parse;
mod prescan;
mod reply;
mod responder;
mod subject;
#[cfg(test)]
mod tests;
mod tnef;
mod uuencode;
mod words;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

pub use language::of as language_of;
pub use machine::is_robot;
pub use parse::parse;
pub use subject::{BaseSubject, base_subject, ticket_tags};

/// A mail, understood. What `tallypost parse` prints is this, field by field.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Message {
    /// SHA-256 of the raw mail, lower-case hex: the mail's identity in the journal.
    #[serde(skip)]
    pub message_key: String,
    /// Length of the raw mail in bytes.
    #[serde(skip)]
    pub size_bytes: u64,
    /// Without angle brackets, as every Message-ID here.
    pub message_id: Option<String>,
    pub from: Option<Address>,
    pub reply_to: Vec<Address>,
    pub to: Vec<Address>,
    pub cc: Vec<Address>,
    /// The addresses that mail servers delivered it to (`Delivered-To`, `X-Original-To`).
    #[serde(skip)]
    pub delivered_to: Vec<String>,
    pub subject: String,
    /// The `Date` header in UTC.
    pub date: Option<Timestamp>,
    pub in_reply_to: Vec<String>,
    pub references: Vec<String>,
    /// The whole body as text.
    pub text: String,
    /// Only what this person newly wrote.
    pub reply_text: String,
    /// ISO 639-1 code of [`Self::reply_text`], where it is long enough to tell.
    pub language: Option<String>,
    pub attachments: Vec<Attachment>,
    pub auto_generated: bool,
    /// A delivery report that says that a mail has not arrived: its action tells whether it failed or is late.
    pub bounce: bool,
    #[serde(rename = "loop")]
    pub is_loop: bool,
    pub feedback_report: bool,
    pub mailing_list: bool,
    /// What decided that nobody is to be answered: a header and its value, or the rule's name.
    pub automatic_reason: Option<String>,
    pub bounce_report: Option<DeliveryReport>,
    pub forwarded: Option<Forwarded>,
    pub defects: Vec<Defect>,
    /// What the topmost `Authentication-Results` field says; only as good as the server that wrote it.
    #[serde(skip)]
    pub authentication: Option<Authentication>,
}

/// A server's verdict on who wrote a mail (RFC 8601).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Authentication {
    /// What the server calls itself, lower case; Microsoft 365 gives no name.
    pub server: Option<String>,
    pub verdict: Verdict,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    /// DMARC passed, or a signature or sender of the author's domain did.
    Passed,
    /// DMARC failed: somebody else wrote it.
    Failed,
    Unknown,
}

#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Address {
    pub name: Option<String>,
    /// `local@domain`, the domain in lower case.
    pub address: String,
}

#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Attachment {
    pub name: Option<String>,
    /// `type/subtype`, lower case.
    pub content_type: String,
    /// Decoded length in bytes.
    pub size: u64,
    /// Of the decoded content, lower-case hex.
    pub sha256: String,
    /// Shown within the text (a picture that the HTML refers to).
    pub inline: bool,
}

/// RFC 3464 fields of the recipient that the report is about.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct DeliveryReport {
    pub recipient: Option<String>,
    /// Enhanced status code (RFC 3463), `5.1.1`.
    pub status: Option<String>,
    /// `failed`, `delayed`, `delivered`, `relayed` or `expanded`.
    pub action: Option<String>,
    pub original_message_id: Option<String>,
    /// The receiving server's words.
    pub reason: Option<String>,
}

/// The mail inside a forwarded mail.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Forwarded {
    pub from: Option<Address>,
    pub text: String,
}

/// Something in a mail that is not as the standards say.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Defect {
    /// No header could be found at all.
    NotAMail,
    MissingFrom,
    MissingMessageId,
    MissingDate,
    /// More than this program takes in one mail; the mail is kept whole and quarantined.
    CapExceeded {
        what: String,
        limit: u64,
    },
    Other {
        what: String,
    },
}

impl Message {
    /// Must nobody be answered, because no person wrote this?
    pub fn is_automatic(&self) -> bool {
        self.auto_generated || self.bounce || self.is_loop || self.feedback_report
    }

    /// Does this report say that a mail will never arrive? A delayed one still is on its way.
    pub fn reports_failure(&self) -> bool {
        let action = self.bounce_report.as_ref().and_then(|report| report.action.as_deref());
        self.bounce && action != Some("delayed")
    }

    /// Is this mail kept for an operator, because it passes a cap or is no mail?
    pub fn is_quarantined(&self) -> bool {
        self.defects.iter().any(|defect| matches!(defect, Defect::CapExceeded { .. } | Defect::NotAMail))
    }
}
