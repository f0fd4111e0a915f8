//! A register walks through every state; what people decide is found again in later months; later decisions change
//! nothing earlier.

use std::collections::BTreeMap;

use jiff::{Timestamp, ToSpan as _};
use proptest::prelude::*;

use super::*;

fn day(number: i64) -> Timestamp {
    "2026-01-01T00:00:00Z".parse::<Timestamp>().unwrap() + (number * 24).hours()
}

fn id(prefix: &str, number: usize) -> String {
    format!("{prefix}{number}")
}

fn evidence(of: &str, title: &str, tickets: &[&str]) -> Evidence {
    Evidence { id: of.into(), title: title.into(), tickets: tickets.iter().map(|id| id.to_string()).collect() }
}

fn found(of: &str, title: &str, tickets: &[&str]) -> Found {
    let Evidence { id, title, tickets } = evidence(of, title, tickets);
    Found { id, title, tickets }
}

/// Groups of tickets of which number n was opened on day n.
fn seen(found: Vec<Found>, until: i64) -> Observations {
    let number = |ticket: &str| ticket.trim_start_matches(|c: char| !c.is_ascii_digit()).parse::<i64>().unwrap();
    let tickets = found.iter().flat_map(|group| group.tickets.iter());
    let opened = tickets.map(|ticket| (ticket.clone(), day(number(ticket)))).collect();
    Observations { found, opened, until: day(until), ..Observations::default() }
}

struct Book(Vec<Entry<Decision>>);

impl Book {
    fn write(&mut self, on: i64, decision: Decision) {
        assert_eq!(check(&self.0, &decision), Ok(()));
        self.0.push(Entry { at: day(on), by: "anna".into(), decision });
    }

    fn accept(&mut self, on: i64, of: Evidence) {
        let problem = problem_id(&self.0, &of.id);
        self.write(on, Decision::Accept { problem, of, owner: "ops".into() });
    }

    fn resolve(&mut self, on: i64, problem: &str) {
        let (problem, done) = (problem.into(), "replaced the switch".into());
        let resolve =
            Decision::Resolve { problem, done, on: day(on), expected_tickets: 0.5, watch_until: day(on + WATCH_DAYS) };
        self.write(on, resolve);
    }

    fn refused(&self, decision: Decision) -> String {
        check(&self.0, &decision).unwrap_err().to_string()
    }
}

fn states(register: &Register) -> BTreeMap<&str, State> {
    register.problems.iter().map(|problem| (problem.id.as_str(), problem.state)).collect()
}

const LINE: &str = "Line to Graz drops";

fn line(tickets: &[&str]) -> Found {
    found("PC-line", LINE, tickets)
}

#[test]
fn a_problem_walks_from_candidate_to_known_error_to_gone_to_back_again() {
    let mut book = Book(Vec::new());
    let before = seen(vec![line(&["T1", "T4", "T7"])], 10);
    assert_eq!(fold(&book.0, day(10), &before), Register::default(), "nobody decided anything of a candidate");
    book.accept(10, evidence("PC-line", LINE, &["T1", "T4", "T7"]));
    assert_eq!(states(&fold(&book.0, day(10), &before)), [("P-0001", State::Accepted)].into());
    let workaround = "dial in by mobile".to_string();
    book.write(12, Decision::KnownError { problem: "P-0001".into(), workaround, description: None });
    assert_eq!(states(&fold(&book.0, day(12), &before)), [("P-0001", State::KnownError)].into());
    book.resolve(20, "P-0001");
    let quiet = seen(vec![line(&["T1", "T4", "T7", "T33", "T50"])], 60);
    let register = fold(&book.0, day(60), &quiet);
    assert_eq!(states(&register), [("P-0001", State::ResolvedWatching)].into());
    let watch = register.problems[0].watch.as_ref().unwrap();
    assert_eq!((watch.tickets, watch.reopening_tickets), (2, 3));
    let quiet_to_the_end = Observations { until: day(20 + WATCH_DAYS), ..quiet };
    let register = fold(&book.0, day(200), &quiet_to_the_end);
    assert_eq!(states(&register), [("P-0001", State::Closed)].into());
    let loud = seen(vec![line(&["T1", "T4", "T7", "T33", "T50", "T61"])], 62);
    let register = fold(&book.0, day(62), &loud);
    assert_eq!(states(&register), [("P-0001", State::Recurred)].into());
    assert_eq!(register.problems[0].watch.as_ref().unwrap().recurred_at, Some(day(61)));
    assert_eq!(register.problems[0].workaround.as_deref(), Some("dial in by mobile"));
    // Taken up again and resolved again, it is watched anew.
    book.accept(63, evidence("P-0001", LINE, &["T1", "T4", "T7", "T33", "T50", "T61"]));
    assert_eq!(states(&fold(&book.0, day(63), &loud)), [("P-0001", State::KnownError)].into());
    book.resolve(70, "P-0001");
    assert_eq!(states(&fold(&book.0, day(71), &loud)), [("P-0001", State::ResolvedWatching)].into());
    assert_eq!(fold(&book.0, day(71), &loud).problems[0].decisions.len(), 5);
}

#[test]
fn what_comes_after_a_closed_watch_is_news() {
    let mut book = Book(Vec::new());
    book.accept(10, evidence("PC-line", LINE, &["T1", "T4", "T7"]));
    book.resolve(20, "P-0001");
    let later = seen(vec![line(&["T1", "T4", "T7", "T50", "T111", "T112", "T113"])], 120);
    let register = fold(&book.0, day(120), &later);
    assert_eq!(states(&register), [("P-0001", State::Closed)].into());
    assert_eq!(register.problems[0].tickets, ["T1", "T4", "T7", "T50"]);
    assert_eq!(register.problem_of("T111"), None);
}

#[test]
fn a_rejected_candidate_is_back_when_the_rejection_ends_or_twice_as_many_tell_of_it() {
    let mut book = Book(Vec::new());
    let of = evidence("PC-mail", "Newsletter in spam", &["T1", "T2", "T3"]);
    book.write(5, Decision::Reject { of, reason: "the customers' own filters".into(), until: day(95) });
    let state = |tickets: &[&str], now: i64| {
        let register = fold(&book.0, day(now), &seen(vec![found("PC-mail", "Newsletter in spam", tickets)], now));
        (register.problems[0].id.clone(), register.problems[0].state)
    };
    let is = |state: State| ("PC-mail".to_string(), state);
    assert_eq!(state(&["T1", "T2", "T3", "T10", "T11"], 94), is(State::Rejected));
    assert_eq!(state(&["T1", "T2", "T3", "T10", "T11"], 95), is(State::Candidate));
    assert_eq!(state(&["T1", "T2", "T3", "T10", "T11", "T12"], 20), is(State::Candidate));
}

#[test]
fn what_was_merged_stays_together_however_it_is_found() {
    let mut book = Book(Vec::new());
    let (graz, linz) =
        (evidence("PC-graz", "Graz drops", &["T1", "T2"]), evidence("PC-linz", "Linz hangs", &["T3", "T4"]));
    book.accept(5, graz.clone());
    book.accept(5, linz);
    let (of, with) = (Evidence { id: "P-0001".into(), ..graz }, evidence("P-0002", "Linz hangs", &["T3", "T4"]));
    book.write(6, Decision::Merge { of, with });
    let groups = vec![found("PC-g", "Graz", &["T1", "T2", "T8"]), found("PC-l", "Linz", &["T3", "T4", "T9"])];
    let register = fold(&book.0, day(10), &seen(groups, 10));
    assert_eq!(states(&register), [("P-0001", State::Accepted), ("P-0002", State::Merged)].into());
    assert_eq!(register.problems[0].tickets, ["T1", "T2", "T3", "T4", "T8", "T9"]);
    assert_eq!(register.problems[1].merged_into.as_deref(), Some("P-0001"));
    assert!(register.problems[1].tickets.is_empty());
}

#[test]
fn what_is_known_of_one_is_known_of_both_when_they_are_merged() {
    let mut book = Book(Vec::new());
    book.accept(5, evidence("PC-a", "A", &["T1", "T2"]));
    book.accept(5, evidence("PC-b", "B", &["T3", "T4"]));
    let (workaround, description) = ("restart".to_string(), Some("leak".to_string()));
    book.write(6, Decision::KnownError { problem: "P-0002".into(), workaround, description });
    let (of, with) = (evidence("P-0001", "A", &["T1", "T2"]), evidence("P-0002", "B", &["T3", "T4"]));
    book.write(9, Decision::Merge { of, with });
    let groups = vec![found("PC-a", "A", &["T1", "T2"]), found("PC-b", "B", &["T3", "T4"])];
    let both = &fold(&book.0, day(9), &seen(groups, 9)).problems[0];
    assert_eq!((both.state, both.known_since), (State::KnownError, Some(day(6))));
    assert_eq!((both.workaround.as_deref(), both.description.as_deref()), (Some("restart"), Some("leak")));
}

#[test]
fn merged_candidates_are_a_candidate() {
    let mut book = Book(Vec::new());
    let (of, with) = (evidence("PC-a", "A", &["T1", "T2"]), evidence("PC-b", "B", &["T3", "T4"]));
    book.write(5, Decision::Merge { of, with });
    let groups = vec![found("PC-a", "A", &["T1", "T2"]), found("PC-b", "B", &["T3", "T4"])];
    let register = fold(&book.0, day(5), &seen(groups, 5));
    assert_eq!(states(&register), [("PC-a", State::Candidate)].into());
    assert_eq!(register.problem_of("T4").map(|problem| problem.id.as_str()), Some("PC-a"));
}

#[test]
fn what_was_split_off_does_not_come_back_unless_people_say_so() {
    let mut book = Book(Vec::new());
    book.accept(5, evidence("PC-line", LINE, &["T1", "T2", "T3", "T4"]));
    let of = evidence("P-0001", LINE, &["T1", "T2", "T3", "T4"]);
    book.write(6, Decision::Split { of, tickets: vec!["T2".into(), "T3".into()] });
    let groups = || vec![line(&["T1", "T2", "T3", "T4", "T7"])];
    let register = fold(&book.0, day(10), &seen(groups(), 10));
    assert_eq!(register.problems[0].tickets, ["T1", "T4", "T7"]);
    assert_eq!(register.problem_of("T2"), None);
    let (of, with) = (evidence("P-0001", LINE, &["T1", "T4", "T7"]), evidence("PC-rest", "Rest", &["T2", "T3"]));
    book.write(11, Decision::Merge { of, with });
    let register = fold(&book.0, day(12), &seen(groups(), 12));
    assert_eq!(register.problems[0].tickets, ["T1", "T2", "T3", "T4", "T7"]);
}

#[test]
fn a_problem_is_found_again_by_its_tickets_and_where_they_are_gone_by_its_words() {
    let mut book = Book(Vec::new());
    book.accept(5, evidence("PC-line", LINE, &["T1", "T2", "T3", "T4"]));
    let now = |groups: Vec<Found>| fold(&book.0, day(99), &seen(groups, 99)).problems[0].tickets.clone();
    // A month later the group has grown, and has another title and id.
    assert_eq!(now(vec![found("PC-new", "VPN", &["T2", "T3", "T4", "T50", "T51"])]), ["T2", "T3", "T4", "T50", "T51"]);
    // Most of a group was something else before.
    assert_eq!(now(vec![found("PC-new", "VPN", &["T4", "T50", "T51", "T52"])]), ["T4"]);
    // Words count only where no group has its tickets.
    let others = found("PC-b", "line to Graz: drops!", &["T60", "T61"]);
    assert_eq!(now(vec![others.clone()]), ["T60", "T61"]);
    assert_eq!(now(vec![others, line(&["T1", "T2"])]), ["T1", "T2"]);
    assert_eq!(now(vec![found("PC-c", "Line to Linz drops now and then", &["T60", "T61"])]), [""; 0]);
}

#[test]
fn a_ticket_belongs_to_the_problem_that_people_gave_it_to() {
    let mut book = Book(Vec::new());
    book.accept(5, evidence("PC-a", "A", &["T1", "T2", "T3"]));
    book.accept(5, evidence("PC-b", "B", &["T4", "T5", "T6", "T7"]));
    // This month's grouping sees one group in both.
    let groups = vec![found("PC-x", "X", &["T1", "T2", "T3", "T4", "T5", "T6", "T7", "T9"])];
    let register = fold(&book.0, day(9), &seen(groups, 9));
    assert_eq!(register.problems[0].tickets, ["T1", "T2", "T3"]);
    assert_eq!(register.problems[1].tickets, ["T4", "T5", "T6", "T7", "T9"]);
}

#[test]
fn an_agents_word_about_a_ticket_goes_before_what_its_group_is() {
    let mut book = Book(Vec::new());
    book.accept(5, evidence("PC-a", "A", &["T1", "T2", "T3"]));
    book.accept(5, evidence("PC-b", "B", &["T4", "T5"]));
    let groups = vec![found("PC-a", "A", &["T1", "T2", "T3", "T6", "T7"]), found("PC-b", "B", &["T4", "T5"])];
    let word = |ticket: &str, not: Option<&str>, of: Option<&str>| Said {
        ticket: ticket.into(),
        not: not.map(Into::into),
        of: of.map(Into::into),
    };
    let none_of_a = word("T6", Some("P-0001"), None);
    let said = vec![none_of_a.clone(), word("T7", Some("P-0001"), Some("P-0002")), word("T3", Some("P-0001"), None)];
    let now = |book: &Book, said: Vec<Said>| {
        let register = fold(&book.0, day(9), &Observations { said, ..seen(groups.clone(), 9) });
        register.problems.into_iter().map(|problem| problem.tickets.join(" ")).collect::<Vec<_>>()
    };
    assert_eq!(now(&book, Vec::new()), ["T1 T2 T3 T6 T7", "T4 T5"]);
    assert_eq!(now(&book, said.clone()), ["T1 T2", "T4 T5 T7"]);
    let and_back = vec![none_of_a, word("T6", None, Some("P-0001")), word("T7", Some("P-0001"), Some("P-0099"))];
    assert_eq!(now(&book, and_back), ["T1 T2 T3 T6", "T4 T5"], "nobody knows P-0099, but it is not P-0001");
    let (of, with) = (evidence("P-0002", "B", &["T4", "T5"]), evidence("P-0001", "A", &["T1", "T2"]));
    book.write(8, Decision::Merge { of, with });
    assert_eq!(now(&book, said), ["", "T1 T2 T4 T5 T7"], "what was said of a part is said of the whole");
}

#[test]
fn what_does_not_fit_is_refused_with_what_to_do() {
    let mut book = Book(Vec::new());
    let known_error = |problem: &str| Decision::KnownError {
        problem: problem.into(),
        workaround: "restart".into(),
        description: None,
    };
    let (a, b) = (evidence("PC-a", "A", &["T1", "T2"]), evidence("PC-b", "B", &["T3", "T4"]));
    assert!(book.refused(known_error("PC-a")).contains("`tallypost problem accept PC-a --owner NAME` makes it one"));
    book.accept(1, a.clone());
    book.accept(1, b.clone());
    assert!(book.refused(Decision::Merge { of: a.clone(), with: a.clone() }).contains("are one already"));
    // Somebody who still saw a candidate.
    let late = Decision::Accept { problem: "P-0001".into(), of: a.clone(), owner: "dev".into() };
    assert!(book.refused(late).starts_with("PC-a has become P-0001 meanwhile, owner ops"));
    let late = Decision::Merge { of: evidence("PC-c", "C", &["T9"]), with: b };
    assert!(book.refused(late).starts_with("PC-b has become P-0002 meanwhile"));
    let (a, b) = (evidence("P-0001", "A", &["T1", "T2"]), evidence("P-0002", "B", &["T3", "T4"]));
    book.write(2, Decision::Reject { of: a.clone(), reason: "noise".into(), until: day(90) });
    assert!(book.refused(known_error("P-0001")).contains("P-0001 is rejected"));
    book.write(3, Decision::Merge { of: a, with: b.clone() });
    let again = Decision::Split { of: b, tickets: vec!["T3".into()] };
    assert_eq!(book.refused(again), "P-0002 is part of P-0001; decide about P-0001");
    assert_eq!(problem_id(&book.0, "PC-c"), "P-0003", "no number is given twice");
    assert_eq!(problem_id(&book.0, "PC-a"), "P-0001");
}

/// Any decision, about few enough things that they meet.
fn decision() -> impl Strategy<Value = Decision> {
    let evidence = || {
        (0..4usize, prop::collection::vec(0..30usize, 1..6)).prop_map(|(number, tickets)| Evidence {
            id: if number < 2 { id("PC-", number) } else { id("P-000", number) },
            title: id("Title ", number),
            tickets: tickets.into_iter().map(|ticket| id("T", ticket)).collect(),
        })
    };
    let problem = || (2..4usize).prop_map(|number| id("P-000", number));
    prop_oneof![
        (problem(), evidence()).prop_map(|(problem, of)| Decision::Accept { problem, of, owner: "ops".into() }),
        problem().prop_map(|problem| Decision::KnownError { problem, workaround: "w".into(), description: None }),
        (evidence(), 0..90i64).prop_map(|(of, end)| Decision::Reject { of, reason: "r".into(), until: day(end) }),
        (evidence(), evidence()).prop_map(|(of, with)| Decision::Merge { of, with }),
        evidence().prop_map(|of| Decision::Split { tickets: of.tickets[..1].to_vec(), of }),
        (problem(), 0..60i64).prop_map(|(problem, on)| Decision::Resolve {
            problem,
            done: "d".into(),
            on: day(on),
            expected_tickets: 0.5,
            watch_until: day(on + WATCH_DAYS),
        }),
    ]
}

fn book(days: std::ops::Range<i64>) -> impl Strategy<Value = Vec<Entry<Decision>>> {
    let entry = (days, decision()).prop_map(|(on, decision)| Entry { at: day(on), by: "anna".into(), decision });
    prop::collection::vec(entry, 0..12)
}

fn groups() -> impl Strategy<Value = Vec<Found>> {
    prop::collection::vec(0..6usize, 30).prop_map(|groups| {
        let of =
            |group: usize| (0..30).filter(|ticket| groups[*ticket] == group).map(|ticket| id("T", ticket)).collect();
        (1..6).map(|group| Found { id: id("PC-", group), title: id("Title ", group), tickets: of(group) }).collect()
    })
}

proptest! {
    #[test]
    fn later_decisions_change_nothing_earlier(past in book(0..50), later in book(51..99), groups in groups()) {
        let seen = seen(groups, 50);
        let all: Vec<_> = past.iter().chain(&later).cloned().collect();
        prop_assert_eq!(fold(&past, day(50), &seen), fold(&all, day(50), &seen));
    }

    #[test]
    fn a_ticket_is_in_one_problem_and_none_is_lost_to_a_merged_one(past in book(0..50), groups in groups()) {
        let register = fold(&past, day(50), &seen(groups, 50));
        let mut tickets: Vec<&String> = register.problems.iter().flat_map(|problem| &problem.tickets).collect();
        let all = tickets.len();
        tickets.sort();
        tickets.dedup();
        prop_assert_eq!(tickets.len(), all);
        for problem in &register.problems {
            prop_assert!(problem.state != State::Merged || problem.tickets.is_empty());
        }
    }
}
