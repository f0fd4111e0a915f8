//! What else lies in a support mailbox: newsletters, out-of-office replies, delivery reports.

use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;

use super::SampleError;
use super::client::Client;
use super::compose::{Letter, Party, rfc_date};
use super::facts::{Facts, Voice};
use super::mail::{Folder, Mail, Role};
use super::organisation::{DOMAIN, Language, SUPPORT};
use super::random::Random;
use super::rhythm::{Rhythm, days, plus_seconds};
use super::text::Pen;
use super::words;

/// Return-Path and Received, as our own server writes them.
pub fn trace(
    envelope_from: &str,
    domain: &str,
    received: Timestamp,
    zone: &TimeZone,
    random: &mut Random,
) -> Vec<(&'static str, String)> {
    let id = random.bits() >> 24;
    let at = rfc_date(received, zone);
    vec![
        ("Return-Path", format!("<{envelope_from}>")),
        ("Received", format!("from mx.{domain} by mx1.{DOMAIN} with ESMTPS id {id:X} for <{SUPPORT}>; {at}")),
    ]
}

/// RFC 3834 says `Auto-Submitted`; older programs say it in their own words.
pub fn absence_headers(random: &mut Random) -> Vec<(&'static str, String)> {
    match random.below(10) {
        0..=5 => vec![
            ("Auto-Submitted", "auto-replied".into()),
            ("X-Auto-Response-Suppress", "DR, RN, NRN, OOF, AutoReply".into()),
        ],
        6 | 7 => vec![("X-Auto-Response-Suppress", "All".into()), ("Precedence", "auto_reply".into())],
        _ => vec![("X-Autoreply", "yes".into()), ("Precedence", "bulk".into())],
    }
}

/// A delivery report: what could not be delivered, to whom, why.
pub struct Bounce<'a> {
    pub domain: &'a str,
    pub recipient: &'a str,
    pub original_message_id: &'a str,
    pub original_subject: &'a str,
    pub original_from: &'a str,
    pub at: Timestamp,
    pub zone: &'a TimeZone,
}

const REASONS: [(&str, &str); 3] = [
    ("5.2.2", "552 5.2.2 Mailbox full"),
    ("5.1.1", "550 5.1.1 User unknown in virtual mailbox table"),
    ("4.4.7", "451 4.4.7 Delivery time expired"),
];

impl Bounce<'_> {
    /// Message-ID and bytes of the report (RFC 3462, RFC 3464).
    pub fn bytes(&self, random: &mut Random) -> Result<(String, Vec<u8>), SampleError> {
        let (status, reason) = REASONS[random.weighted([0.5, 0.35, 0.15].into_iter())];
        let message_id = format!("{:014X}@mx.{}", random.bits() >> 8, self.domain);
        let boundary = format!("{:012X}.{}", random.bits() >> 16, self.at.as_second());
        let date = rfc_date(self.at, self.zone);
        let Self { domain, recipient, original_message_id, original_from, .. } = self;
        let subject = words_only_ascii(self.original_subject);
        let text = format!(
            "Return-Path: <>\n\
             Date: {date}\nFrom: Mail Delivery System <MAILER-DAEMON@mx.{domain}>\nTo: {SUPPORT}\n\
             Subject: Undelivered Mail Returned to Sender\nMessage-ID: <{message_id}>\n\
             Auto-Submitted: auto-replied\nMIME-Version: 1.0\n\
             Content-Type: multipart/report; report-type=delivery-status;\n boundary=\"{boundary}\"\n\n\
             This is a MIME-encapsulated message.\n\n--{boundary}\n\
             Content-Description: Notification\nContent-Type: text/plain; charset=us-ascii\n\n\
             This is the mail system at host mx.{domain}.\n\n\
             I'm sorry to have to inform you that your message could not\nbe delivered to one or more recipients.\n\n\
             <{recipient}>: host mail.{domain} said: {reason}\n\n--{boundary}\n\
             Content-Description: Delivery report\nContent-Type: message/delivery-status\n\n\
             Reporting-MTA: dns; mx.{domain}\nArrival-Date: {date}\n\n\
             Final-Recipient: rfc822; {recipient}\nAction: failed\nStatus: {status}\n\
             Remote-MTA: dns; mail.{domain}\nDiagnostic-Code: smtp; {reason}\n\n--{boundary}\n\
             Content-Description: Undelivered Message Headers\nContent-Type: text/rfc822-headers\n\n\
             From: {original_from}\nTo: {recipient}\nSubject: {subject}\nMessage-ID: <{original_message_id}>\n\n\
             --{boundary}--\n"
        );
        Ok((message_id, text.into_bytes()))
    }
}

fn words_only_ascii(text: &str) -> String {
    text.chars().filter(char::is_ascii).collect()
}

const VENDORS: [(&str, &str); 6] = [
    ("GridWorld Events", "gridworld-events.example"),
    ("EnergieMarkt Insider", "energiemarkt-insider.example"),
    ("CloudSpark Software", "cloudspark.example"),
    ("SecureMail Academy", "securemail-academy.example"),
    ("Helpdesk Heroes", "helpdesk-heroes.example"),
    ("Solarwire Daily", "solarwire.example"),
];

const TOPICS: [&str; 12] = [
    "Smart grids",
    "AI for utilities",
    "Dynamic tariffs",
    "NIS2",
    "Heat pumps",
    "E-mobility",
    "Zero trust",
    "Battery storage",
    "Demand response",
    "Green hydrogen",
    "Customer experience",
    "Flexibility markets",
];

/// Newsletters on working days, about seven a month.
pub fn newsletters(rhythm: &Rhythm, months: &[Date], seed: u64) -> Result<Vec<Mail>, SampleError> {
    let mut random = Random::of(seed, 3);
    let mut mails = Vec::new();
    let all_days = months.iter().flat_map(|month| days(*month, month.last_of_month()));
    for day in all_days.filter(|day| rhythm.is_working_day(*day)) {
        if random.chance(0.3) {
            let vendor = VENDORS[random.below(VENDORS.len())];
            mails.push(newsletter(vendor, rhythm, day, &mut random)?);
        }
    }
    Ok(mails)
}

fn newsletter(vendor: (&str, &str), rhythm: &Rhythm, day: Date, random: &mut Random) -> Result<Mail, SampleError> {
    let (name, domain) = vendor;
    let language = if domain.starts_with("energiemarkt") { Language::German } else { Language::English };
    let facts = Facts::of_newsletter(TOPICS[random.below(TOPICS.len())], domain, day, random);
    let (subject, text) = Pen { voice: Voice::of_robot(&facts, language, day), random }.newsletter();
    let sent = rhythm.moment(random, day, &rhythm.zone);
    let received = plus_seconds(sent, random.between(2, 400));
    let sender: Party = (name.into(), format!("news@{domain}"));
    let letter = Letter {
        trace: trace(&format!("bounce-{:x}@{domain}", random.bits() >> 40), domain, received, &rhythm.zone, random),
        from: sender,
        to: vec![(String::new(), SUPPORT.into())],
        cc: Vec::new(),
        reply_to: None,
        subject,
        sent,
        zone: &rhythm.zone,
        message_id: format!("{:016x}.{:08x}@mailer.{domain}", random.bits(), random.bits() >> 32),
        in_reply_to: None,
        references: Vec::new(),
        text,
        quoted: None,
        client: Client::Gmail,
        common: words::common(language),
        attachments: Vec::new(),
        extra_headers: vec![
            ("List-Id", format!("{name} <news.{domain}>")),
            ("List-Unsubscribe", format!("<https://www.{domain}/u/{}>", facts.get("code"))),
            ("Precedence", "bulk".into()),
        ],
    };
    Ok(Mail {
        received,
        folder: Folder::Inbox,
        envelope_from: format!("bounce@{domain}"),
        bytes: letter.bytes(random)?,
        message_id: letter.message_id.clone(),
        ticket: None,
        role: Role::Newsletter,
    })
}
