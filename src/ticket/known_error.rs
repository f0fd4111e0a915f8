//! Known errors at the moment when a ticket opens (ISO/IEC 20000-1:2018, 8.6.3): what is known of one, and how an agent
//! corrects by mail what was recognised.

use jiff::Timestamp;

use super::{Direction, Opening, TicketType};

/// A problem whose workaround is known, and which a new ticket tells of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KnownError {
    /// `P-0001`
    pub problem_id: String,
    pub title: String,
    pub workaround: String,
    /// Of one that was resolved and may be back.
    pub resolved_on: Option<Timestamp>,
    /// The ticket of this problem that the new one is most like.
    pub like: String,
}

/// Tells which known error a new ticket tells of. The same answer for the same ticket, and no look at the world: it is
/// asked within a transaction.
pub trait Recognise: Send + Sync {
    fn recognise(&self, opening: &Opening, opened_at: Timestamp) -> Option<KnownError>;
}

/// Is there anything to recognise? A request tells of no fault, and who writes to a customer first knows why.
pub fn may_tell_of_error(opening: &Opening, direction: Direction) -> bool {
    matches!(opening.ticket_type, TicketType::Incident | TicketType::Complaint) && direction != Direction::Outbound
}

/// The problem that an agent names in `#problem P-0002` on a line of its own; `Some(None)` for `#problem none`.
pub fn named_problem(text: &str) -> Option<Option<String>> {
    text.lines().find_map(|line| {
        let words: Vec<&str> = line.split_whitespace().collect();
        let [command, name] = words[..] else { return None };
        let name = name.to_uppercase();
        match command.eq_ignore_ascii_case("#problem") {
            true if name == "NONE" => Some(None),
            true if is_problem_id(&name) => Some(Some(name)),
            _ => None,
        }
    })
}

fn is_problem_id(name: &str) -> bool {
    name.strip_prefix("P-").is_some_and(|number| !number.is_empty() && number.bytes().all(|byte| byte.is_ascii_digit()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_problem_is_named_on_a_line_of_its_own_and_nowhere_else() {
        let named = |text| named_problem(text);
        assert_eq!(named("It is another one.\n  #Problem p-0002 \nAlex"), Some(Some("P-0002".into())));
        assert_eq!(named("#problem none"), Some(None));
        for other in ["#problem", "#problem P-", "#problem T-1", "see #problem P-0001", "#problem P-0001 perhaps", ""] {
            assert_eq!(named(other), None, "{other}");
        }
    }

    #[test]
    fn requests_and_what_we_open_ourselves_tell_of_no_error() {
        let of = |ticket_type| Opening { ticket_type, ..Opening::default() };
        assert!(may_tell_of_error(&of(TicketType::Incident), Direction::Inbound));
        assert!(may_tell_of_error(&of(TicketType::Complaint), Direction::Internal));
        assert!(!may_tell_of_error(&of(TicketType::Incident), Direction::Outbound));
        assert!(!may_tell_of_error(&of(TicketType::ServiceRequest), Direction::Inbound));
    }
}
