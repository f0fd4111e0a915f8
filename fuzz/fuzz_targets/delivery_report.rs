//! Delivery reports: RFC 3464 and what mail servers write in their own words.
#![no_main]

use arbitrary::Arbitrary;
use libfuzzer_sys::fuzz_target;
use tallypost_fuzz::lines::{Line, REPORT_MARKS, text};

#[derive(Debug, Arbitrary)]
struct Report {
    from: u8,
    subject: u8,
    head: Vec<Line>,
    words: Vec<Line>,
    /// Absent: a report in plain text alone.
    parts: Option<Parts>,
}

#[derive(Debug, Arbitrary)]
struct Parts {
    fields: Vec<Line>,
    returned: Vec<Line>,
    returns_whole_mail: bool,
}

const SENDERS: [&str; 5] = [
    "MAILER-DAEMON@mx.desk.example (Mail Delivery System)",
    "postmaster@desk.example",
    "Microsoft Outlook <MicrosoftExchange329e@desk.example>",
    "ada@desk.example",
    "",
];
const SUBJECTS: [&str; 6] = [
    "Undelivered Mail Returned to Sender",
    "failure notice",
    "Delivery Status Notification (Delay)",
    "Unzustellbar: kaputt",
    "Automatic reply: It is broken",
    "It is broken",
];

impl Report {
    fn to_mail(&self) -> String {
        let from = SENDERS[usize::from(self.from) % SENDERS.len()];
        let subject = SUBJECTS[usize::from(self.subject) % SUBJECTS.len()];
        let (head, words) = (text(&self.head, REPORT_MARKS), text(&self.words, REPORT_MARKS));
        let start = format!("From: {from}\nSubject: {subject}\n{}", head.replace("\n\n", "\n"));
        let Some(parts) = &self.parts else { return format!("{start}\n{words}") };
        let (fields, returned) = (text(&parts.fields, REPORT_MARKS), text(&parts.returned, REPORT_MARKS));
        let kind = if parts.returns_whole_mail { "message/rfc822" } else { "text/rfc822-headers" };
        format!(
            "{start}Content-Type: multipart/report; report-type=delivery-status; boundary=r\n\n--r\n\n{words}\n--r\n\
             Content-Type: message/delivery-status\n\n{fields}\n--r\nContent-Type: {kind}\n\n{returned}\n--r--\n"
        )
    }
}

fuzz_target!(init: tallypost_fuzz::let_panics_be_caught(), |report: Report| {
    tallypost_fuzz::understand(report.to_mail().as_bytes());
});
