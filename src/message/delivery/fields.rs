//! The fields of RFC 3464 about one recipient, as they are and as servers bend them.

use super::super::{DeliveryReport, address};
use super::{STATUS, first_match};

/// RFC 3464 §2.3: the fields about one recipient.
pub(super) fn recipient_group(group: &str) -> Option<DeliveryReport> {
    let field = |name: &str| status_field(group, name);
    // A final recipient may be a path or a program; the one that was written to is wanted then.
    let recipients = ["final-recipient", "original-recipient", "x-actual-recipient"];
    let recipients: Vec<String> =
        recipients.iter().filter_map(|name| field(name)).map(|to| without_type(&to)).collect();
    let recipient = recipients.iter().find(|to| to.contains('@')).or(recipients.first()).cloned();
    let action = field("action").map(|action| action.to_lowercase());
    if recipient.is_none() && action.is_none() {
        return None;
    }
    let reason = field("diagnostic-code").map(|value| without_type(&value));
    let declared = field("status").and_then(|status| first_match(&STATUS, &status).map(str::to_owned));
    let diagnosed = reason.as_deref().and_then(|reason| first_match(&STATUS, reason).map(str::to_owned));
    let status = more_precise(declared, diagnosed);
    let action = action.as_deref().and_then(known_action).or_else(|| implied_action(status.as_deref()));
    let recipient = recipient.map(|recipient| address_within(&recipient));
    Some(DeliveryReport { recipient, status, action, original_message_id: None, reason })
}

/// RFC 3463 §3.1: `x.0.0` says nothing beside the class; the receiving server may have said more.
pub(super) fn more_precise(declared: Option<String>, diagnosed: Option<String>) -> Option<String> {
    match (declared, diagnosed) {
        (Some(declared), Some(diagnosed)) if declared.ends_with(".0.0") && declared[..2] == diagnosed[..2] => {
            Some(diagnosed)
        }
        (declared, diagnosed) => declared.or(diagnosed),
    }
}

/// RFC 3464 §2.3.3, and the words that servers write instead.
fn known_action(action: &str) -> Option<String> {
    let word = action.split([' ', '\t', ';', '(']).next().unwrap_or_default();
    let action = match word {
        "failed" | "fail" | "failure" | "error" | "expired" | "rejected" | "bounced" | "undeliverable" => "failed",
        "delayed" | "delay" | "deferred" => "delayed",
        "delivered" | "deliverable" => "delivered",
        "relayed" | "relay" => "relayed",
        "expanded" => "expanded",
        _ => return None,
    };
    Some(action.to_owned())
}

/// A report that forgets the action: RFC 3463 §2, class 5 is permanent, 4 may still succeed.
fn implied_action(status: Option<&str>) -> Option<String> {
    let action = match status?.as_bytes().first()? {
        b'5' => "failed",
        b'4' => "delayed",
        _ => "delivered",
    };
    Some(action.to_owned())
}

/// A field's value with its continuation lines.
pub(super) fn status_field(group: &str, name: &str) -> Option<String> {
    let mut lines = group
        .lines()
        .skip_while(|line| !line.split_once(':').is_some_and(|(found, _)| found.trim().eq_ignore_ascii_case(name)));
    let mut value = lines.next()?.split_once(':')?.1.trim().to_owned();
    for more in lines.take_while(|line| line.starts_with([' ', '\t'])) {
        value.push(' ');
        value.push_str(more.trim());
    }
    Some(value).filter(|value| !value.is_empty())
}

/// `rfc822; someone@example.org` → `someone@example.org`.
fn without_type(value: &str) -> String {
    match value.split_once(';') {
        Some((kind, rest)) if !kind.trim().contains(' ') => rest.trim().to_owned(),
        _ => value.trim().to_owned(),
    }
}

pub(super) fn address_within(text: &str) -> String {
    let bare = text.trim().trim_start_matches('<').trim_end_matches('>');
    // `"two words"@example.org` would be read as a name before an address.
    if bare.starts_with('"') && bare.contains("\"@") && !bare.contains(['<', ',']) {
        return bare.to_owned();
    }
    let parsed = address::in_field(text.as_bytes());
    parsed.into_iter().next().map_or_else(|| text.to_owned(), |address| address.address)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_group_without_an_action_implies_it_by_its_class() {
        let group = recipient_group("Final-Recipient: rfc822;<a@b.example>\nStatus: 4.2.2 (mailbox full)").unwrap();
        assert_eq!((group.recipient.as_deref(), group.action.as_deref()), (Some("a@b.example"), Some("delayed")));
        assert!(recipient_group("Reporting-MTA: dns; mx.example").is_none());
    }

    #[test]
    fn a_quoted_local_part_belongs_to_its_address() {
        assert_eq!(address_within("<\"a..b\"@c.example>"), "\"a..b\"@c.example");
        assert_eq!(address_within("\"Ada\" <a@c.example>"), "a@c.example");
    }

    #[test]
    fn a_status_without_detail_gives_way_to_the_receiving_servers() {
        let group = recipient_group("Action: failed\nStatus: 5.0.0\nDiagnostic-Code: smtp; 550 5.7.1 refused").unwrap();
        assert_eq!(group.status.as_deref(), Some("5.7.1"));
        let group = recipient_group("Action: failed\nStatus: 4.0.0\nDiagnostic-Code: smtp; 550 5.7.1 refused").unwrap();
        assert_eq!(group.status.as_deref(), Some("4.0.0"));
    }

    #[test]
    fn actions_beyond_the_standard_are_read_as_what_they_mean() {
        for (written, action) in
            [("Failure", "failed"), ("deliverable", "delivered"), ("delayed (retrying)", "delayed")]
        {
            let group = recipient_group(&format!("Final-Recipient: rfc822;a@b.example\nAction: {written}")).unwrap();
            assert_eq!(group.action.as_deref(), Some(action));
        }
    }
}
