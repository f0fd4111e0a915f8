//! Changes near the start of a problem: where something began, one asks what was changed before (ISO/IEC 20000-1:2018,
//! 8.5.1 and 8.6.3). What is near in time is a question and no answer.

use std::collections::{BTreeMap, BTreeSet};

use jiff::{Timestamp, ToSpan as _};
use serde::Serialize;

use super::case::Case;

/// A change shows what it broke within two weeks, or hardly ever is remembered for it.
const DAYS_BEFORE: i64 = 14;
const SHOWN_MAX: usize = 5;

/// A change that may have to do with a problem.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct LinkedChange {
    /// The change that tickets name, or the change request's ticket.
    pub id: String,
    pub title: String,
    pub at: Timestamp,
    /// What happened then.
    pub what: What,
    pub service: Option<String>,
    pub is_same_service: bool,
    /// So many of the problem's own tickets name it.
    pub named_by: usize,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum What {
    /// The change request was carried out.
    Resolved,
    /// It was asked for.
    Opened,
    /// A ticket that names it came.
    Named,
}

/// What is known of a change from one ticket.
struct Trace<'a> {
    case: &'a Case,
    at: Timestamp,
    what: What,
}

/// Changes of the two weeks before the first of a problem's tickets, and those that the tickets themselves name: these
/// first, then those of the same service, then the nearest. `members` are the problem's, by their opening.
pub fn linked(cases: &[Case], members: &[&Case]) -> Vec<LinkedChange> {
    let Some(first) = members.first() else { return Vec::new() };
    let own: BTreeSet<&str> = members.iter().map(|case| case.ticket.id.as_str()).collect();
    let services: BTreeSet<&str> = members.iter().filter_map(|case| case.ticket.service.as_deref()).collect();
    let named = |id: &str| members.iter().filter(|case| case.change_id.as_deref() == Some(id)).count();
    let mut traces: BTreeMap<&str, Trace> = BTreeMap::new();
    for case in cases {
        let Some(id) = change_of(case) else { continue };
        let trace = match own.contains(case.ticket.id.as_str()) {
            true => Some(Trace { case, at: case.opened_at, what: What::Named }),
            false => before(case, first.opened_at),
        };
        if let Some(trace) = trace.filter(|_| !traces.contains_key(id)) {
            traces.insert(id, trace);
        }
    }
    let mut found: Vec<LinkedChange> = traces
        .into_iter()
        .map(|(id, Trace { case, at, what })| LinkedChange {
            id: id.into(),
            title: case.ticket.subject.clone(),
            at,
            what,
            service: case.ticket.service.clone(),
            is_same_service: case.ticket.service.as_deref().is_some_and(|service| services.contains(service)),
            named_by: named(id),
        })
        .collect();
    found.sort_by(|a, b| {
        let first = |change: &LinkedChange| (change.named_by > 0, change.is_same_service, change.at);
        first(b).cmp(&first(a)).then(a.id.cmp(&b.id))
    });
    found.truncate(SHOWN_MAX);
    found
}

/// The change that a ticket names or asks for.
fn change_of(case: &Case) -> Option<&str> {
    case.change_id.as_deref().or(case.is_change.then_some(case.ticket.id.as_str()))
}

/// Something that happened to the change before the problem: its end tells more than its beginning.
fn before(case: &Case, start: Timestamp) -> Option<Trace<'_>> {
    let earliest = start.checked_sub((24 * DAYS_BEFORE).hours()).unwrap_or(Timestamp::MIN);
    let moments = match case.is_change {
        true => [(case.resolved_at, What::Resolved), (Some(case.opened_at), What::Opened)],
        false => [(Some(case.opened_at), What::Named), (None, What::Named)],
    };
    let within = moments.into_iter().filter_map(|(at, what)| Some((at?, what)));
    let (at, what) = within.into_iter().find(|(at, _)| (earliest..=start).contains(at))?;
    Some(Trace { case, at, what })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::recurrence::Ticket;

    fn at(text: &str) -> Timestamp {
        format!("2026-{text}T08:00:00Z").parse().unwrap()
    }

    fn case(id: &str, service: &str, opened: &str) -> Case {
        let ticket = Ticket {
            id: id.into(),
            subject: format!("About {id}"),
            service: Some(service.into()),
            ..Ticket::default()
        };
        Case { ticket, opened_at: at(opened), is_fault: true, ..Case::default() }
    }

    fn change(id: &str, service: &str, opened: &str, resolved: Option<&str>) -> Case {
        Case { is_fault: false, is_change: true, resolved_at: resolved.map(at), ..case(id, service, opened) }
    }

    fn ids(found: &[LinkedChange]) -> Vec<&str> {
        found.iter().map(|change| change.id.as_str()).collect()
    }

    #[test]
    fn changes_of_two_weeks_before_are_listed_those_of_the_same_service_first() {
        let cases = [
            change("C-1", "Portal", "05-01", Some("06-01")), // carried out 19 days before
            change("C-2", "Portal", "05-02", Some("06-10")), // ten days before
            change("C-3", "Billing", "06-19", None),         // asked for the day before, of another service
            change("C-4", "Portal", "06-18", Some("06-25")), // asked for before, carried out after
            change("C-5", "Portal", "06-21", None),          // after the start
            case("T-1", "Portal", "06-20"),
            case("T-2", "Portal", "06-24"),
        ];
        let found = linked(&cases, &[&cases[5], &cases[6]]);
        assert_eq!(ids(&found), ["C-4", "C-2", "C-3"]);
        assert_eq!((found[0].what, found[0].at), (What::Opened, at("06-18")));
        assert_eq!((found[1].what, found[1].at), (What::Resolved, at("06-10")));
        assert!(found[1].is_same_service && !found[2].is_same_service);
    }

    #[test]
    fn a_change_that_the_tickets_themselves_name_comes_first_whenever_it_was() {
        let naming = |id: &str, opened: &str| Case { change_id: Some("RFC-7".into()), ..case(id, "Portal", opened) };
        let cases = [change("C-3", "Portal", "06-19", None), naming("T-1", "06-20"), naming("T-2", "06-24")];
        let found = linked(&cases, &[&cases[1], &cases[2]]);
        assert_eq!(ids(&found), ["RFC-7", "C-3"]);
        assert_eq!((found[0].named_by, found[1].named_by), (2, 0));
        assert_eq!((found[0].what, found[1].what), (What::Named, What::Opened));
    }

    #[test]
    fn where_nothing_was_changed_nothing_is_listed() {
        let cases = [case("T-1", "Portal", "06-20")];
        assert_eq!(linked(&cases, &[&cases[0]]), []);
        assert_eq!(linked(&cases, &[]), []);
    }
}
