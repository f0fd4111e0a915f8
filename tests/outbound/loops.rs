//! Robots that answer our answers: other gateways, responders of fifty styles, and robots that pass for people.

use std::collections::BTreeMap;

use tallypost::ticket::EventKind;

use super::support::smtp::{Received, Sink};
use super::{Desk, mail, parsed};

const ROUNDS: usize = 50;

fn is_to(received: &Received, address: &str) -> bool {
    received.recipients == [address]
}

/// What a mail looks like after a robot took off everything by which a machine and a thread are known.
fn disguised(raw: &[u8], number: usize) -> Vec<u8> {
    let message = parsed(raw);
    let from = message.from.unwrap().address;
    mail(&from, &message.to[0].address, number, &format!("About your request {number}"), "", message.text.trim())
}

/// Two desks, each of which gets what the other sends, after `alter` has been at it; a customer's mail forwarded from
/// one to the other starts it. Returns how many mails went over, round by round, and the operators' notices.
async fn against_each_other(alter: impl Fn(&[u8], usize) -> Vec<u8>) -> (Vec<usize>, usize) {
    let sink = Sink::start();
    let mut desks = [Desk::new("one.example", &sink.settings()), Desk::new("two.example", &sink.settings())];
    desks[1].deliver(&mail(
        "support@one.example",
        "support@two.example",
        0,
        "Portal is down",
        "",
        "Please help us with it.",
    ));
    let (mut rounds, mut notices, mut number) = (Vec::new(), 0, 1);
    for _ in 0..ROUNDS {
        for desk in &mut desks {
            desk.ingest().await;
            desk.send().await;
        }
        let mails = sink.take();
        notices += mails.iter().filter(|mail| mail.recipients[0].starts_with("ops@")).count();
        let mut delivered = 0;
        for received in mails {
            for (desk, address) in desks.iter_mut().zip(["support@one.example", "support@two.example"]) {
                if is_to(&received, address) {
                    number += 1;
                    delivered += 1;
                    desk.deliver(&alter(&received.raw, number));
                }
            }
        }
        rounds.push(delivered);
    }
    (rounds, notices)
}

#[tokio::test]
async fn two_gateways_pointed_at_each_other_end_at_once() {
    let (rounds, notices) = against_each_other(|raw, _| raw.to_vec()).await;
    assert_eq!(rounds.iter().sum::<usize>(), 1, "one acknowledgement, never answered: {rounds:?}");
    assert_eq!((rounds[0], notices), (1, 0));
}

#[tokio::test]
async fn two_gateways_whose_mail_looks_like_a_persons_end_at_the_cap_with_one_notice() {
    let (rounds, notices) = against_each_other(disguised).await;
    // Five from each, which is per_correspondent_day; the one that is asked a sixth time holds its answer back.
    assert_eq!(rounds.iter().sum::<usize>(), 10, "{rounds:?}");
    assert_eq!(notices, 1);
}

/// Header fields and subject (`%` is the subject that is answered) by which real responders are known.
#[rustfmt::skip]
const BY_HEADER: &[(&str, &str, &str)] = &[
    ("exchange", "Automatic reply: %", "Auto-Submitted: auto-generated\r\nX-Auto-Response-Suppress: All\r\n"),
    ("exchange_old", "Out of Office: %", "X-MS-Has-Attach:\r\nAuto-Submitted: auto-replied\r\n"),
    ("gmail", "Away Re: %", "Precedence: bulk\r\nX-Autoreply: yes\r\nAuto-Submitted: auto-replied\r\n"),
    ("sieve", "Auto: %", "Auto-Submitted: auto-replied (vacation)\r\nX-Sieve: Pigeonhole Sieve\r\n"),
    ("cpanel", "Away", "X-Autorespond: %\r\nPrecedence: auto_reply\r\nX-Precedence: auto_reply\r\n"),
    ("plesk", "Re: %", "Precedence: bulk\r\nAuto-Submitted: auto-replied\r\n"),
    ("postfix", "Undelivered Mail Returned to Sender", "Return-Path: <>\r\nAuto-Submitted: auto-replied\r\n"),
    ("exim", "Warning: message delayed", "Return-Path: <>\r\nX-Failed-Recipients: support@desk.example\r\n"),
    ("notes", "AUTO: Robin is out of the office (returning 12.10.2026)", "X-Mailer: Lotus Domino\r\n"),
    ("zendesk", "[Request received] %", "X-Mailer: Zendesk Mailer\r\nAuto-Submitted: auto-generated\r\n"),
    ("otrs", "[Ticket#2026] %", "Precedence: bulk\r\nX-Powered-By: OTRS\r\nAuto-Submitted: auto-generated\r\n"),
    ("zammad", "[Ticket#2026] %", "Precedence: bulk\r\nAuto-Submitted: auto-replied\r\nX-Loop: yes\r\n"),
    ("rt", "[rt.example #1] AutoReply: %", "Precedence: bulk\r\nX-RT-Loop-Prevention: rt.example\r\nRT-Ticket: rt #1\r\n"),
    ("jira", "[JIRA] (HELP-1) %", "Auto-Submitted: auto-generated\r\nPrecedence: bulk\r\n"),
    ("servicenow", "INC0010001 opened", "X-ServiceNow-Generated: true\r\n"),
    ("freshdesk", "Ticket Received - %", "Auto-Submitted: auto-generated\r\n"),
    ("roundup", "[issue1] %", "X-Roundup-Loop: hello\r\nPrecedence: bulk\r\n"),
    ("mantis", "[0000001]: %", "X-Auto-Response-Suppress: All\r\nAuto-Submitted: auto-generated\r\n"),
    ("glpi", "[GLPI #0000001] %", "Auto-Submitted: auto-generated\r\nX-Auto-Response-Suppress: OOF, DR, NDR, RN, NRN\r\n"),
    ("tallypost", "[T-9] %", "X-Tallypost-Gateway: theirs\r\n"),
    ("mailman_hold", "Your message awaits approval", "Precedence: bulk\r\nX-Mailman-Version: 2.1\r\nList-Id: <a.lists.example>\r\n"),
    ("qmail", "Re: %", "Delivered-To: Autoresponder\r\n"),
    ("ses", "Re: %", "X-Amazon-Auto-Reply: true\r\n"),
    ("firstclass", "Re: %", "X-FC-MachineGenerated: true\r\n"),
    ("vacation", "away from my mail", "Precedence: bulk\r\n"),
    ("procmail", "Re: %", "X-Loop: robin@procmail.example\r\nPrecedence: junk\r\n"),
    ("tmda", "Please confirm your message", "Return-Path: <>\r\nX-Delivery-Agent: TMDA/1.1\r\nAuto-Submitted: auto-replied\r\n"),
    ("receipt", "Read: %", "Content-Type: multipart/report; report-type=disposition-notification; boundary=x\r\n"),
    ("noreply", "We have got your mail", "Reply-To: noreply@robot.example\r\n"),
    ("vendor", "Re: %", "X-Autogenerated: Reply\r\n"),
];

/// Responders that say so in the subject alone, each in its language.
#[rustfmt::skip]
const BY_SUBJECT: &[&str] = &[
    "Automatische Antwort: %", "Abwesenheitsnotiz", "Réponse automatique : %", "Respuesta automática: %",
    "Resposta automática: %", "Risposta automatica: %", "Automatisch antwoord: %", "Autosvar: %", "Automatisk svar: %",
    "Automaattinen vastaus: %", "Odpowiedź automatyczna: %", "Automatická odpověď: %", "Automatikus válasz: %",
    "Otomatik Yanıt: %", "Răspuns automat: %", "Автоматический ответ: %", "Αυτόματη απάντηση: %", "自动回复: %",
    "自動返信：%", "자동 회신: %", "Trả lời tự động: %", "Out of Office AutoReply: %",
];

/// A correspondent who wrote once himself and whose robot answers everything that he gets.
struct Robot {
    address: String,
    subject: &'static str,
    headers: &'static str,
    /// Does the robot say which mail it answers?
    threads: bool,
}

fn robots() -> Vec<Robot> {
    let by_header = BY_HEADER.iter().map(|(name, subject, headers)| (name.to_string(), *subject, *headers));
    let by_subject = BY_SUBJECT.iter().enumerate().map(|(at, subject)| (format!("language{at}"), *subject, ""));
    by_header
        .chain(by_subject)
        .enumerate()
        .map(|(at, (name, subject, headers))| Robot {
            address: format!("robin@{name}.example"),
            subject,
            headers,
            threads: at % 2 == 0,
        })
        .collect()
}

impl Robot {
    fn answer(&self, received: &Received, number: usize) -> Vec<u8> {
        let message = parsed(&received.raw);
        let id = message.message_id.unwrap();
        let thread =
            if self.threads { format!("In-Reply-To: <{id}>\r\nReferences: <{id}>\r\n") } else { String::new() };
        let subject = self.subject.replace('%', &message.subject);
        let headers = format!("{thread}{}", self.headers.replace('%', &message.subject));
        mail(&self.address, "support@desk.example", number, &subject, &headers, "I am away and will answer later.")
    }
}

#[tokio::test]
async fn fifty_styles_of_responder_get_one_acknowledgement_each() {
    let sink = Sink::start();
    let mut desk = Desk::new("desk.example", &sink.settings());
    let robots = robots();
    assert!(robots.len() >= 50, "only {} styles", robots.len());
    for (number, robot) in robots.iter().enumerate() {
        desk.deliver(&mail(
            &robot.address,
            "support@desk.example",
            number,
            "Portal",
            "",
            "It does not open since Monday.",
        ));
    }
    let (mut sent, mut number) = (BTreeMap::<String, usize>::new(), robots.len());
    for _ in 0..5 {
        desk.ingest().await;
        desk.send().await;
        for received in sink.take() {
            *sent.entry(received.recipients[0].clone()).or_default() += 1;
            let robot = robots.iter().find(|robot| is_to(&received, &robot.address)).expect("a mail to somebody else");
            number += 1;
            desk.deliver(&robot.answer(&received, number));
        }
    }
    assert_eq!(sent.len(), robots.len());
    let twice: Vec<_> = sent.iter().filter(|(_, count)| **count > 1).collect();
    assert!(twice.is_empty(), "answered more than once: {twice:?}");
    assert_eq!(number, 2 * robots.len(), "each robot has answered once");
}

/// New subjects, no thread, no header: nothing tells it from a person but its diligence.
#[tokio::test]
async fn a_robot_that_passes_for_a_person_stops_at_the_caps_whatever_address_it_takes() {
    let sink = Sink::start();
    let caps = "[acknowledgement]\nper_correspondent_day = 3\nper_domain_hour = 8\n";
    let mut desk = Desk::new("desk.example", &format!("{}{caps}", sink.settings()));
    for number in 0..40 {
        let address = format!("sales+{number}@{}.example", if number < 20 { "plus" } else { "many" });
        let address = if number < 20 { address } else { address.replace("sales+", "p") };
        let subject = format!("Question {number}");
        desk.deliver(&mail(&address, "support@desk.example", number, &subject, "", "How do I do this, please?"));
    }
    desk.ingest().await;
    desk.send().await;
    let mails = sink.mails();
    let to = |domain: &str| mails.iter().filter(|mail| mail.recipients[0].ends_with(domain)).count();
    assert_eq!((to("plus.example"), to("many.example")), (3, 8));
    assert_eq!(to("ops@desk.example"), 1, "one notice, not more");
    let withheld =
        (1001..1041).filter(|number| desk.kinds(&format!("T-{number}")).contains(&EventKind::AcknowledgementWithheld));
    assert_eq!(withheld.count(), 40 - 11, "each ticket is there, and says why it is not acknowledged");
}
