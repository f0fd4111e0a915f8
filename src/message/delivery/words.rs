//! Delivery reports from before RFC 3464, and from servers that never heard of it: what their words say.

use super::super::{DeliveryReport, machine, subject};
use super::fields::{address_within, recipient_group};
use super::phrases::{DELAYED_WORDS, DELIVERED_WORDS, FAILED_SUBJECTS, FAILED_WORDS, FINAL_SUBJECTS, says_any};
use super::returned::{Returned, own_words};
use super::{Candidate, beginning, cause, recipient};

/// What a report says in words, lower case.
struct Said {
    subject: String,
    own: String,
}

impl Said {
    fn fails_in_subject(&self) -> bool {
        says_any(&self.subject, FAILED_SUBJECTS) || says_any(&self.subject, DELAYED_WORDS)
    }

    fn fails_in_text(&self) -> bool {
        says_any(&self.own, FAILED_WORDS) || says_any(&self.own, DELAYED_WORDS) || cause::has_smtp_reply(&self.own)
    }

    /// The text of a final report tells of the delays before it too: the subject comes first.
    fn action(&self) -> &'static str {
        let is_final = says_any(&self.subject, FINAL_SUBJECTS);
        if says_any(&self.subject, DELAYED_WORDS) || !is_final && says_any(&self.own, DELAYED_WORDS) {
            return "delayed";
        }
        let arrives_in_text = says_any(&self.own, DELIVERED_WORDS) && !says_any(&self.own, FAILED_WORDS);
        let has_arrived = says_any(&self.subject, DELIVERED_WORDS) || arrives_in_text;
        if has_arrived && !is_final { "delivered" } else { "failed" }
    }
}

pub(super) fn in_words(candidate: &Candidate<'_>, words: &str, returned: &Returned) -> Option<DeliveryReport> {
    let failed_recipients = candidate.headers.text("X-Failed-Recipients");
    let own = own_words(beginning(words));
    let own = if own.trim().is_empty() { beginning(words) } else { own };
    let said = Said { subject: candidate.subject.to_lowercase(), own: own.to_lowercase() };
    let found = failed_recipients
        .as_deref()
        .map(address_within)
        .or_else(|| recipient::in_words(&candidate.headers.lower("To"), own, returned));
    if failed_recipients.is_none() && !is_report(candidate, &said, found.is_some(), returned) {
        return None;
    }
    // The fields of RFC 3464 stand in the text where the parts were lost.
    let fields = beginning(words).split("\n\n").find_map(recipient_group).unwrap_or_default();
    Some(DeliveryReport {
        recipient: fields.recipient.or(found),
        action: fields.action.or_else(|| Some(said.action().to_owned())),
        ..fields
    })
}

/// Who reports must be a mail server, and what it reports a mail that did not arrive.
fn is_report(candidate: &Candidate<'_>, said: &Said, has_recipient: bool, returned: &Returned) -> bool {
    if candidate.is_declared() {
        return true;
    }
    if is_by_a_person(candidate, said) {
        return false;
    }
    // RFC 3834 §4: automatic answers have the null sender too, and answer mail about deliveries.
    let is_answer = subject::base_subject(candidate.subject).is_reply
        || machine::responder_subject(candidate.subject, None, true).is_some();
    let evidence = said.fails_in_text() || returned.message_id.is_some() || !returned.recipients.is_empty();
    if candidate.is_from_mail_system() {
        return (said.fails_in_subject() && (evidence || !is_answer)) || (said.fails_in_text() && has_recipient);
    }
    candidate.headers.has_null_sender() && said.fails_in_subject() && evidence && !is_answer
}

/// A postmaster is a person too, who asks, answers, quotes and passes mail on; a server does none of it.
fn is_by_a_person(candidate: &Candidate<'_>, said: &Said) -> bool {
    if candidate.headers.has_null_sender() || candidate.headers.has("Auto-Submitted") {
        return false;
    }
    let quotes = said.own.lines().any(|line| line.starts_with('>'));
    let speaks = said.own.lines().any(|line| says_any(line, PERSONAL_WORDS) || line.trim_end().ends_with('?'));
    let is_reply = subject::base_subject(candidate.subject).is_reply;
    let passes_on = subject::is_forward(candidate.subject);
    (is_reply && quotes) || ((speaks || passes_on) && !candidate.is_by_daemon())
}

/// What people say of themselves and at the end, lower case.
#[rustfmt::skip]
const PERSONAL_WORDS: &[&str] = &[
    "regards", "best wishes", "cheers,", "many thanks", "thanks in advance", "viele grüße", "freundlichen grüßen",
    "freundliche grüße", "freundlichem gruß", "cordialement", "saludos", "atentamente", "saluti", "atenciosamente",
    "met vriendelijke groet", "с уважением", "hälsningar", "pozdravem", "pozdrawiam", "our users", "our customers",
    "our domain", "please unblock", "please whitelist", "please tell us", "could you", "can you",
];

#[cfg(test)]
mod tests {
    use super::*;

    fn action(subject: &str, own: &str) -> &'static str {
        Said { subject: subject.to_lowercase(), own: own.to_lowercase() }.action()
    }

    #[test]
    fn the_subject_outweighs_the_delays_that_a_final_report_tells_of() {
        assert_eq!(action("Warning: message 1 delayed 24 hours", "It failed so far."), "delayed");
        assert_eq!(action("Delivery status notification: warning", "A message is delayed for 10 minutes."), "delayed");
        assert_eq!(action("Returned mail: Cannot send for 5 days", "<a@b.example>... Deferred: timed out"), "failed");
        assert_eq!(action("Delivery Status Notification (Failure)", "It was delayed first."), "failed");
    }

    #[test]
    fn what_arrived_is_no_failure() {
        assert_eq!(action("Delivery Status Notification (Success)", "Sent to the following recipients."), "delivered");
        assert_eq!(action("Delivery report", "Your mail was successfully relayed."), "delivered");
        assert_eq!(action("Delivery report", "It was successfully relayed to one, user unknown at another."), "failed");
    }
}
