//! Mails whose text is made of the marks that a reader of replies or of delivery reports looks for.

use arbitrary::Arbitrary;

const MAX_BYTES: usize = 1 << 14;

/// A line: one of the marks, words of anybody, or a mark with words behind it.
#[derive(Debug, Arbitrary)]
pub enum Line {
    Mark(u8),
    Words(String),
    MarkAndWords(u8, String),
    Quoted(u8, Box<Line>),
    Blank,
    /// A mark with words behind it, many times.
    Repeated(u8, String, u16),
}

impl Line {
    fn write(&self, marks: &[&str], out: &mut String) {
        if out.len() > MAX_BYTES {
            return;
        }
        let mark = |which: &u8| marks[usize::from(*which) % marks.len()];
        match self {
            Line::Mark(which) => out.push_str(mark(which)),
            Line::Words(words) => out.push_str(words),
            Line::MarkAndWords(which, words) => {
                out.push_str(mark(which));
                out.push_str(words);
            }
            Line::Quoted(depth, line) => {
                out.push_str(&"> ".repeat(usize::from(*depth % 8)));
                return line.write(marks, out);
            }
            Line::Blank => {}
            Line::Repeated(which, words, times) => {
                let line = format!("{}{words}\n", mark(which));
                let fitting = (MAX_BYTES / line.len()).min(usize::from(*times));
                out.push_str(&line.repeat(fitting));
                return;
            }
        }
        out.push('\n');
    }
}

/// The lines, with the marks in their places.
pub fn text(lines: &[Line], marks: &[&str]) -> String {
    let mut text = String::new();
    lines.iter().for_each(|line| line.write(marks, &mut text));
    text
}

/// What divides a person's words from the words of others.
pub const REPLY_MARKS: &[&str] = &[
    "On Mon, Oct 5, 2026 at 9:12 AM Ada <ada@desk.example> wrote:",
    "On Mon, Oct 5, 2026 at 9:12 AM Ada",
    "<ada@desk.example> wrote:",
    "Am 05.10.2026 um 09:12 schrieb Ada:",
    "Le lun. 5 oct. 2026 à 09:12, Ada <ada@desk.example> a écrit :",
    "2026年10月5日(月) 9:12 Ada <ada@desk.example>:",
    "في الاثنين، 5 أكتوبر 2026 في 9:12 ص تمت كتابة ما يلي بواسطة Ada <ada@desk.example>:",
    "-----Original Message-----",
    "---------- Forwarded message ---------",
    "Begin forwarded message:",
    "________________________________",
    "From: Ada <ada@desk.example>",
    "Von: Ada",
    "Sent: Monday, October 5, 2026 9:12 AM",
    "Date: Mon, 5 Oct 2026 09:12:00 +0000",
    "To: desk@desk.example",
    "Subject: It is broken",
    "> ",
    ">>> ",
    "| ",
    "-- ",
    "--",
    "—",
    "__",
    "*From:* Ada",
    "Sent from my iPhone",
    "Get Outlook for Android<https://aka.ms/x>",
    "Von meinem iPhone gesendet",
    "This e-mail and any attachments are confidential and intended solely for the addressee.",
    "If you have received this message in error, please delete it.",
    "You received this message because you are subscribed to the mailing list.",
    "##- Please type your reply above this line -##",
    "Best regards,",
    "Ada",
    "It works now, thank you.",
    "wrote:",
    "schrieb:",
    ":",
    "\u{202b}\u{200f}",
    "\u{a0}",
    "\t",
];

/// What mail servers say when a mail does not arrive.
pub const REPORT_MARKS: &[&str] = &[
    "This is the mail system at host mx.desk.example.",
    "<ada@desk.example>: host mx.desk.example[192.0.2.1] said: 550 5.1.1 User unknown (in reply to RCPT TO command)",
    "A message that you sent could not be delivered to one or more of its recipients.",
    "  ada@desk.example",
    "    SMTP error from remote mail server after RCPT TO:<ada@desk.example>:",
    "Hi. This is the qmail-send program at desk.example.",
    "<ada@desk.example>:",
    "Sorry, no mailbox here by that name. (#5.1.1)",
    "--- Below this line is a copy of the message.",
    "------ This is a copy of the message, including all the headers. ------",
    "   ----- The following addresses had permanent fatal errors -----",
    "   ----- Transcript of session follows -----",
    "550 5.1.1 <ada@desk.example>... User unknown",
    "452 4.2.2 Mailbox full",
    "Your message wasn't delivered to ada@desk.example because the address couldn't be found.",
    "Delivery has failed to these recipients or groups:",
    "Diagnostic information for administrators:",
    "Original message headers:",
    "Reporting-MTA: dns; mx.desk.example",
    "Final-Recipient: rfc822; ada@desk.example",
    "Original-Recipient: rfc822;ada@desk.example",
    "Action: failed",
    "Action: delayed",
    "Action: delivered",
    "Status: 5.1.1",
    "Status: 4.4.7 (delivery time expired)",
    "Diagnostic-Code: smtp; 550 5.1.1 User unknown",
    "Diagnostic-Code: X-Postfix;",
    " continued",
    "Remote-MTA: dns; mx.desk.example",
    "Will-Retry-Until: Mon, 5 Oct 2026 09:12:00 +0000",
    "X-Failed-Recipients: ada@desk.example, bob@desk.example",
    "Return-Path: <>",
    "Message-ID: <1@desk.example>",
    "From: desk@desk.example",
    "To: ada@desk.example",
    "Subject: Re: It is broken",
    "Feedback-Type: abuse",
    "Auto-Submitted: auto-replied",
    "I am out of the office until Monday.",
    "",
];
