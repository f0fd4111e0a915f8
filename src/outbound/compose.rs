//! From words to the bytes of a mail that says, in every header that there is for it, that a machine wrote it.

use std::time::SystemTime;

use jiff::Timestamp;
use lettre::message::header::{HeaderName, HeaderValue};
use lettre::message::{Mailbox, Message, MessageBuilder, MultiPart, SinglePart};

use super::texts::on_one_line;
use crate::message::base_subject;

const SUBJECT_CHARACTERS_MAX: usize = 200;
/// RFC 5322 §3.6.4 wants all references; a line has an end, and so the oldest of very many are left out.
const REFERENCES_MAX: usize = 20;

/// A mail of ours before it is bytes.
#[derive(Debug, Clone)]
pub(super) struct Draft<'a> {
    /// Name and address.
    pub from: (&'a str, &'a str),
    pub to: &'a str,
    /// Where an answer goes, if not to `from`.
    pub reply_to: Option<&'a str>,
    pub subject: &'a str,
    pub text: &'a str,
    pub html: Option<&'a str>,
    /// Without angle brackets, as all Message-IDs here.
    pub message_id: &'a str,
    /// The mail that this one answers.
    pub in_reply_to: Option<&'a str>,
    pub references: Vec<&'a str>,
    /// `auto-replied` or `auto-generated` (RFC 3834 §5).
    pub auto_submitted: &'a str,
    /// Name of this gateway.
    pub gateway: &'a str,
    pub date: Timestamp,
}

/// Why a mail cannot be written.
#[derive(Debug, thiserror::Error)]
pub(super) enum ComposeError {
    #[error("`{address}` is no address that mail can be written to")]
    Address {
        address: String,
        #[source]
        source: lettre::address::AddressError,
    },
    #[error("the mail cannot be put together")]
    Mail(#[from] lettre::error::Error),
}

impl Draft<'_> {
    pub(super) fn bytes(&self) -> Result<Vec<u8>, ComposeError> {
        let plain = SinglePart::plain(self.text.to_string());
        let mail = match self.html {
            None => self.headers()?.singlepart(plain)?,
            Some(html) => self.headers()?.multipart(
                MultiPart::alternative()
                    .boundary(self.boundary())
                    .singlepart(plain)
                    .singlepart(SinglePart::html(html.to_string())),
            )?,
        };
        Ok(mail.formatted())
    }

    fn headers(&self) -> Result<MessageBuilder, ComposeError> {
        let mut builder = Message::builder()
            .message_id(Some(format!("<{}>", self.message_id)))
            .date(SystemTime::from(self.date))
            .from(mailbox(Some(self.from.0), self.from.1)?)
            .to(mailbox(None, self.to)?)
            .subject(on_one_line(self.subject));
        if let Some(address) = self.reply_to {
            builder = builder.reply_to(mailbox(Some(self.from.0), address)?);
        }
        if let Some(id) = self.in_reply_to.filter(|id| is_quotable(id)) {
            builder = builder.in_reply_to(format!("<{id}>"));
        }
        let references: Vec<String> =
            self.references.iter().filter(|id| is_quotable(id)).map(|id| format!("<{id}>")).collect();
        if !references.is_empty() {
            let left_out = references.len().saturating_sub(REFERENCES_MAX);
            builder = builder.references(references[left_out..].join(" "));
        }
        // X-Auto-Response-Suppress is what Exchange reads instead of RFC 3834.
        Ok(builder
            .raw_header(field("Auto-Submitted", self.auto_submitted))
            .raw_header(field("X-Auto-Response-Suppress", "All"))
            .raw_header(field("X-Tallypost-Gateway", self.gateway)))
    }

    /// The same mail has the same bytes.
    fn boundary(&self) -> String {
        let id: String = self.message_id.chars().filter(char::is_ascii_alphanumeric).take(40).collect();
        format!("tallypost-{id}")
    }
}

/// A name in which control characters are none, and an address.
fn mailbox(name: Option<&str>, address: &str) -> Result<Mailbox, ComposeError> {
    let parsed = on_the_line(address).parse();
    let parsed = parsed.map_err(|source| ComposeError::Address { address: address.into(), source })?;
    Ok(Mailbox::new(name.map(on_one_line).filter(|name| !name.is_empty()), parsed))
}

/// A Message-ID that came with a mail goes into a header of ours only as it should be (RFC 5322 §3.6.4).
fn is_quotable(id: &str) -> bool {
    id.len() <= 250 && id.bytes().all(|byte| byte.is_ascii_graphic() && !matches!(byte, b'<' | b'>'))
}

fn field(name: &'static str, value: &str) -> HeaderValue {
    HeaderValue::new(HeaderName::new_from_ascii_str(name), on_one_line(value))
}

/// The customer's subject without prefixes and tags, in the customer's own letters.
///
/// It is the customer's text, and in a header only: the ticket's tag alone would tell a reader with many requests
/// nothing. RFC 3834 §3.1.5 would put `Auto:` before it; the tag must be found, so `Auto-Submitted` says it alone.
pub(super) fn shown_subject(subject: &str) -> String {
    let subject = on_one_line(subject);
    let base = base_subject(&subject).base;
    let starts = subject.char_indices().map(|(at, _)| &subject[at..]);
    let shown = starts.into_iter().find(|rest| rest.to_lowercase() == base).unwrap_or(&base);
    shown.chars().take(SUBJECT_CHARACTERS_MAX).collect()
}

/// An address as mail servers take it: the domain in ASCII (RFC 5891), whatever letters it is written in. Before the
/// `@` there is no such form; other letters there need SMTPUTF8 (RFC 6531).
pub(super) fn on_the_line(address: &str) -> String {
    match address.rsplit_once('@') {
        Some((local, domain)) => format!("{local}@{}", in_ascii(domain)),
        None => address.into(),
    }
}

pub(super) fn domain_of(address: &str) -> String {
    address.rsplit_once('@').map_or("localhost".into(), |(_, domain)| in_ascii(domain))
}

/// What is no domain stays as it is, and is refused as an address.
fn in_ascii(domain: &str) -> String {
    if domain.is_ascii() {
        return domain.into();
    }
    idna::domain_to_ascii(domain).unwrap_or_else(|_| domain.into())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn draft() -> Draft<'static> {
        Draft {
            from: ("Müller & Söhne", "support@desk.example"),
            to: "kim@customer.example",
            reply_to: Some("support+t-1042.abc@desk.example"),
            subject: "[T-1042] Drucker läuft nicht",
            text: "Guten Tag,\n\nT-1042.\n",
            html: Some("<p>Guten Tag, ü</p>"),
            message_id: "t-1042.3.abc@desk.example",
            in_reply_to: Some("1@customer.example"),
            references: vec!["0@customer.example", "bad>\r\nBcc: x@y", "1@customer.example"],
            auto_submitted: "auto-replied",
            gateway: "main",
            date: "2026-01-12T08:00:00Z".parse().unwrap(),
        }
    }

    #[test]
    fn the_mail_says_in_every_way_that_a_machine_wrote_it() {
        let raw = draft().bytes().unwrap();
        let text = String::from_utf8(raw.clone()).unwrap();
        for line in [
            "Message-ID: <t-1042.3.abc@desk.example>",
            "In-Reply-To: <1@customer.example>",
            "References: <0@customer.example> <1@customer.example>",
            "Auto-Submitted: auto-replied",
            "Reply-To: =?utf-8?b?TcO8bGxlciAmIFPDtmhuZQ==?= <support+t-1042.abc@desk.example>",
            "X-Auto-Response-Suppress: All",
            "X-Tallypost-Gateway: main",
            "Date: Mon, 12 Jan 2026 08:00:00 +0000",
            "MIME-Version: 1.0",
        ] {
            assert!(text.lines().any(|one| one == line), "{line} is not in\n{text}");
        }
        assert!(raw.is_ascii() && !text.contains("Precedence") && !text.contains("Bcc"), "{text}");
        let message = crate::message::parse(&raw);
        assert!(message.is_automatic() && message.is_loop);
        assert_eq!(message.subject, "[T-1042] Drucker läuft nicht");
        assert_eq!(message.from.unwrap().name.as_deref(), Some("Müller & Söhne"));
        assert_eq!(message.text.trim(), "Guten Tag,\n\nT-1042.");
    }

    #[test]
    fn the_same_mail_has_the_same_bytes() {
        assert_eq!(draft().bytes().unwrap(), draft().bytes().unwrap());
    }

    #[test]
    fn the_subject_is_the_customers_without_what_programs_added() {
        for (subject, shown) in [
            ("AW: WG: Drucker LÄUFT nicht", "Drucker LÄUFT nicht"),
            ("  Re: [T-7]  Printer\r\n broken ", "Printer broken"),
            ("[list] Fwd: İstanbul", "İstanbul"),
            ("", ""),
            ("Re:", ""),
        ] {
            assert_eq!(shown_subject(subject), shown, "{subject}");
        }
    }

    /// Expected value from Python: "bücher.example".encode("idna")
    #[test]
    fn a_domain_in_other_letters_is_written_in_ascii_and_what_stands_before_it_as_it_is() {
        assert_eq!(on_the_line("kim@Bücher.example"), "kim@xn--bcher-kva.example");
        assert_eq!(on_the_line("käthe@bücher.example"), "käthe@xn--bcher-kva.example");
        assert_eq!(on_the_line("kim@[192.0.2.1]"), "kim@[192.0.2.1]");
        let raw = Draft { to: "kim@bücher.example", ..draft() }.bytes().unwrap();
        let text = String::from_utf8(raw).unwrap();
        assert!(text.is_ascii() && text.contains("To: kim@xn--bcher-kva.example\r\n"), "{text}");
        let raw = Draft { to: "käthe@customer.example", ..draft() }.bytes().unwrap();
        assert!(String::from_utf8(raw).unwrap().contains("To: käthe@customer.example\r\n"));
    }

    #[test]
    fn an_address_that_is_none_is_named() {
        let error = Draft { to: "nobody", ..draft() }.bytes().unwrap_err();
        assert!(error.to_string().contains("`nobody`"), "{error}");
    }
}
