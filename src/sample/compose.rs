//! From a letter to the bytes of a mail: headers, charsets, transfer encodings, multiparts, by lettre.

use jiff::Timestamp;
use jiff::tz::TimeZone;
use lettre::message::header::{ContentTransferEncoding, ContentType, HeaderName, HeaderValue, Headers};
use lettre::message::{Attachment, Body as Encoded, Mailbox, Mailboxes, MultiPart, SinglePart, header};

use super::SampleError;
use super::client::{Body, Charset, Client};
use super::quote::{self, Quoted};
use super::random::Random;
use super::words::Common;

/// Name and address.
pub type Party = (String, String);

/// A mail before it is bytes.
pub struct Letter<'a> {
    /// What the servers on the way wrote on top.
    pub trace: Vec<(&'static str, String)>,
    pub from: Party,
    pub to: Vec<Party>,
    pub cc: Vec<Party>,
    pub reply_to: Option<&'a str>,
    pub subject: String,
    pub sent: Timestamp,
    pub zone: &'a TimeZone,
    pub message_id: String,
    pub in_reply_to: Option<String>,
    pub references: Vec<String>,
    /// What the author wrote, signature and footer included.
    pub text: String,
    pub quoted: Option<&'a Quoted>,
    pub client: Client,
    pub common: &'static Common,
    pub attachments: Vec<Enclosure>,
    pub extra_headers: Vec<(&'static str, String)>,
}

/// A file that travels with a mail.
pub struct Enclosure {
    pub name: String,
    pub content_type: &'static str,
    pub bytes: Vec<u8>,
}

impl Letter<'_> {
    /// The text as the receiver sees it, quotes included.
    pub fn shown(&self) -> String {
        match self.quoted {
            Some(quoted) => {
                format!("{}\n\n{}", self.text, quote::plain(quoted, self.client, self.common, self.zone))
            }
            None => self.text.clone(),
        }
    }

    /// The mail with LF line ends, as mbox and Maildir keep it.
    pub fn bytes(&self, random: &mut Random) -> Result<Vec<u8>, SampleError> {
        let mut mail = self.headers()?.to_string().into_bytes();
        mail.extend(self.content(random)?);
        Ok(String::from_utf8(mail).map_or_else(
            |eight_bit| without_carriage_returns(&eight_bit.into_bytes()),
            |text| text.replace("\r\n", "\n").into_bytes(),
        ))
    }

    fn headers(&self) -> Result<Headers, SampleError> {
        let mut headers = Headers::new();
        for (name, value) in &self.trace {
            raw(&mut headers, name, value.clone())?;
        }
        if self.client != Client::Legacy {
            raw(&mut headers, "Message-ID", format!("<{}>", self.message_id))?;
        }
        raw(&mut headers, "Date", rfc_date(self.sent, self.zone))?;
        headers.set(header::From::from(mailboxes(std::slice::from_ref(&self.from))?));
        headers.set(header::To::from(mailboxes(&self.to)?));
        if !self.cc.is_empty() {
            headers.set(header::Cc::from(mailboxes(&self.cc)?));
        }
        if let Some(reply_to) = self.reply_to {
            raw(&mut headers, "Reply-To", reply_to.into())?;
        }
        raw(&mut headers, "Subject", self.subject.clone())?;
        if let Some(parent) = &self.in_reply_to {
            raw(&mut headers, "In-Reply-To", format!("<{parent}>"))?;
        }
        if !self.references.is_empty() {
            let list: Vec<String> = self.references.iter().map(|id| format!("<{id}>")).collect();
            raw(&mut headers, "References", list.join(" "))?;
        }
        // Notes puts it late; where it stands must not matter.
        if self.client == Client::Legacy {
            raw(&mut headers, "Message-ID", format!("<{}>", self.message_id))?;
        }
        if let Some((name, value)) = self.client.names_itself() {
            raw(&mut headers, name, value.into())?;
        }
        for (name, value) in &self.extra_headers {
            raw(&mut headers, name, value.clone())?;
        }
        raw(&mut headers, "MIME-Version", "1.0".into())?;
        Ok(headers)
    }

    fn content(&self, random: &mut Random) -> Result<Vec<u8>, SampleError> {
        let boundary = |random: &mut Random| match self.client {
            Client::Outlook => format!("_000_{:016X}_", random.bits()),
            Client::Gmail => format!("000000000000{:016x}", random.bits()),
            Client::AppleMail | Client::Phone => format!("Apple-Mail-{:016X}", random.bits()),
            _ => format!("------------{:016x}", random.bits()),
        };
        let plain = self.part(&self.shown(), "text/plain", random)?;
        if self.client.body() == Body::Plain && self.attachments.is_empty() {
            return Ok(plain.formatted());
        }
        let html = self.html();
        if self.client.body() == Body::HtmlOnly && self.attachments.is_empty() {
            return Ok(self.part(&html, "text/html", random)?.formatted());
        }
        let alternative = match self.client.body() {
            Body::PlainAndHtml => Some(
                MultiPart::alternative().boundary(boundary(random)).singlepart(plain.clone()).singlepart(self.part(
                    &html,
                    "text/html",
                    random,
                )?),
            ),
            _ => None,
        };
        if let (Some(alternative), true) = (&alternative, self.attachments.is_empty()) {
            return Ok(alternative.formatted());
        }
        let mixed = MultiPart::mixed().boundary(boundary(random));
        let mut mixed = match (alternative, self.client.body()) {
            (Some(alternative), _) => mixed.multipart(alternative),
            (None, Body::HtmlOnly) => mixed.singlepart(self.part(&html, "text/html", random)?),
            (None, _) => mixed.singlepart(plain),
        };
        for enclosure in &self.attachments {
            let kind = content_type(enclosure.content_type)?;
            mixed = mixed.singlepart(Attachment::new(enclosure.name.clone()).body(enclosure.bytes.clone(), kind));
        }
        Ok(mixed.formatted())
    }

    fn html(&self) -> String {
        let class = if self.client == Client::Outlook { " class=\"MsoNormal\"" } else { "" };
        let quoted = self.quoted.map(|quoted| quote::html(quoted, self.client, self.common, self.zone));
        let body = match self.client {
            Client::Gmail => format!("<div dir=\"ltr\">{}</div>", quote::lines_as_html(&self.text)),
            _ => quote::paragraphs_as_html(&self.text, class),
        };
        format!("<html><head></head><body>{body}\n{}</body></html>", quoted.unwrap_or_default())
    }

    /// A text part in the program's charset, or in UTF-8 where that lacks a letter.
    fn part(&self, text: &str, kind: &str, random: &mut Random) -> Result<SinglePart, SampleError> {
        let wished = self.client.charset();
        let with_ends = text.replace('\n', "\r\n");
        let (charset, bytes) = match wished.encode(&with_ends) {
            Some(bytes) => (wished, bytes),
            None => (Charset::Utf8, with_ends.into_bytes()),
        };
        let encoding = match self.client {
            Client::Thunderbird | Client::Legacy => ContentTransferEncoding::EightBit,
            Client::Phone => ContentTransferEncoding::Base64,
            Client::Outlook if random.chance(0.2) => ContentTransferEncoding::Base64,
            _ => ContentTransferEncoding::QuotedPrintable,
        };
        let body = Encoded::new_with_encoding(bytes, encoding)
            .or_else(|bytes| Encoded::new_with_encoding(bytes, ContentTransferEncoding::QuotedPrintable))
            .map_err(|_| SampleError::Mime(format!("a {kind} part of <{}>", self.message_id)))?;
        Ok(SinglePart::builder().header(content_type(&format!("{kind}; charset={}", charset.name()))?).body(body))
    }
}

fn raw(headers: &mut Headers, name: &str, value: String) -> Result<(), SampleError> {
    let name = HeaderName::new_from_ascii(name.into()).map_err(|_| SampleError::Mime(format!("header {name}")))?;
    headers.insert_raw(HeaderValue::new(name, value));
    Ok(())
}

fn content_type(text: &str) -> Result<ContentType, SampleError> {
    ContentType::parse(text).map_err(|_| SampleError::Mime(format!("content type {text}")))
}

fn mailboxes(parties: &[Party]) -> Result<Mailboxes, SampleError> {
    let mut list = Mailboxes::new();
    for (name, address) in parties {
        let parsed = address.parse().map_err(|_| SampleError::Mime(format!("address {address}")))?;
        list.push(Mailbox::new((!name.is_empty()).then(|| name.clone()), parsed));
    }
    Ok(list)
}

/// RFC 5322 §3.3, in the author's own offset.
pub fn rfc_date(moment: Timestamp, zone: &TimeZone) -> String {
    moment.to_zoned(zone.clone()).strftime("%a, %d %b %Y %H:%M:%S %z").to_string()
}

fn without_carriage_returns(bytes: &[u8]) -> Vec<u8> {
    bytes.iter().copied().filter(|byte| *byte != b'\r').collect()
}
