//! The part of the page about recurring problems, on made-up tickets.

use jiff::{Timestamp, ToSpan as _};

use crate::recurrence::{Candidate, Case, Grouping, Terms, Ticket, candidates};
use crate::register::{Decision, Entry, Evidence, Found, Observations, Register, fold};

use super::Problems;
use super::fixture::Fixture;
use super::judge::Judgements;
use super::{charts, export_findings, page};

fn at(days_before: i64) -> Timestamp {
    // The review's moment is 2 November 2026.
    "2026-11-01T12:00:00Z".parse::<Timestamp>().unwrap() - (days_before * 24).hours()
}

/// So many causes with four tickets each, of which the first cost most: cause n's tickets
/// came n + 1, n + 11 … days before.
fn causes(number: usize) -> Vec<Candidate> {
    let case = |cause: usize, ticket: usize| {
        let opened_at = at(i64::try_from(1 + cause + ticket * 10).unwrap());
        let ticket = Ticket {
            id: format!("T-{cause}-{ticket}"),
            subject: format!("Trouble <{}>", "abcdefghijklmnop".chars().nth(cause).unwrap()),
            category: Some(format!("Category {cause}")),
            ..Ticket::default()
        };
        let requester = Some(format!("{}@example.org", ticket.id));
        let month = opened_at.strftime("%Y-%m").to_string();
        let effort_minutes = Some(120.0 - 10.0 * cause as f64);
        Case { ticket, opened_at, month, requester, effort_minutes, is_fault: true, ..Case::default() }
    };
    let cases: Vec<Case> = (0..number).flat_map(|cause| (0..4).map(move |ticket| case(cause, ticket))).collect();
    let groups = (0..number).flat_map(|cause| [Some(cause); 4]).collect();
    let grouping = Grouping { groups, centrality: vec![0.9; cases.len()], threshold: 0.5 };
    let terms = Terms { as_of: at(0), zone: jiff::tz::TimeZone::UTC, cost_per_hour: Some(30.0) };
    candidates(&cases, &grouping, &terms)
}

fn evidence(candidate: &Candidate) -> Evidence {
    Evidence { id: candidate.id.clone(), title: candidate.title.clone(), tickets: candidate.tickets.clone() }
}

/// The first two of these were accepted and resolved, `days_before` the review.
fn register(found: &[Candidate], days_before: [i64; 2]) -> Register {
    let mut entries = Vec::new();
    for (candidate, (problem, days)) in found.iter().zip(["P-0001", "P-0002"].into_iter().zip(days_before)) {
        let mut decide = |at, decision| entries.push(Entry { at, by: "ada".into(), decision });
        let owner = "ops".into();
        decide(at(60), Decision::Accept { problem: problem.into(), owner, of: evidence(candidate) });
        let resolved = Decision::Resolve {
            problem: problem.into(),
            done: "replaced.".into(),
            on: at(days),
            expected_tickets: 0.5,
            watch_until: at(days - 90),
        };
        decide(at(days), resolved);
    }
    let opened = found.iter().flat_map(|candidate| {
        let first = candidate.last_seen;
        candidate.tickets.iter().rev().zip(0..).map(move |(id, n)| (id.clone(), first - (n * 240).hours()))
    });
    let groups =
        found.iter().map(|of| Found { id: of.id.clone(), title: of.title.clone(), tickets: of.tickets.clone() });
    let seen =
        Observations { found: groups.collect(), opened: opened.collect(), until: at(0), ..Observations::default() };
    fold(&entries, at(0), &seen)
}

/// The page and what machines read, of a review with these causes.
fn told(found: &[Candidate], register: &Register) -> (String, String) {
    let mut fixture = Fixture::believable();
    fixture.config.organisation.cost_per_hour = Some(30.0);
    let problems = Problems { candidates: found, register, faults: found.len() * 4 + 8, since: None };
    let review = super::Review { problems: Some(problems), ..fixture.review() };
    let judged = Judgements::of(&review);
    let charts = charts::all(&review, &judged).unwrap();
    let page = page::render(&review, &judged, &charts).unwrap().replace('\u{a0}', " ");
    (page, export_findings::json(&review, &judged).unwrap())
}

#[test]
fn the_ten_that_cost_most_are_shown_with_every_factor_and_what_they_are() {
    let found = causes(12);
    let (page, findings) = told(&found, &Register::default());
    assert_eq!(page.matches("<tr class=\"figures\">").count(), 10);
    assert!(page.contains("48 of 56 incidents and complaints known by then belong to 12 causes that came back"));
    assert!(page.contains("<strong>Trouble &lt;a&gt;</strong>"), "titles are text");
    // 4 tickets in the 42 days known: (4 + ½) × 90 ÷ 42.
    assert!(page.contains("9.6 tickets expected"), "{page}");
    assert!(
        page.contains("× 120 min each (120–120; recorded) × 100 % that surely share the cause × 30 EUR an hour = "),
        "{page}"
    );
    assert!(page.contains("<b>Is</b> category Category 0 (100 %; elsewhere 0 %)"));
    let first =
        "<b>Nobody yet</b>: 12 recurring causes wait for an owner or a rejection, first of all “Trouble &lt;a&gt;” (";
    assert!(page.contains(first), "{page}");
    assert!(page.contains("id=\"pareto-problems-cost\"") && page.contains("id=\"pareto-problems-tickets\""));
    let findings: serde_json::Value = serde_json::from_str(&findings).unwrap();
    let problems = findings["problems"].as_array().unwrap();
    assert_eq!((problems.len(), &problems[0]["id"]), (12, &found[0].id.as_str().into()));
    assert_eq!(problems[0]["tickets"].as_array().unwrap().len(), 4);
}

#[test]
fn what_was_resolved_is_named_whether_it_stayed_away_or_not() {
    let found = causes(3);
    // Of the first three came after day 25, too many where half a one was expected; of the second none.
    let (page, _) = told(&found, &register(&found, [25, 0]));
    let came_back = page.find("Resolved, and came back").unwrap();
    let watched = page.find("Resolved, and watched").unwrap();
    assert!(
        page[came_back..watched].contains("P-0001 “Trouble &lt;a&gt;” (came back, ops)"),
        "{}",
        &page[came_back..watched]
    );
    assert!(
        page[came_back..watched].contains("3 tickets came since, where 0.5 were expected"),
        "{}",
        &page[came_back..watched]
    );
    let asked = "<b>ops</b>: P-0001 “Trouble &lt;a&gt;” came back after it was resolved: what was done did not hold.";
    assert!(page[..came_back].contains(asked), "the summary asks for a decision");
    assert!(page[watched..].contains("P-0002 “Trouble &lt;b&gt;” (watched, ops)"));
    assert!(page[watched..].contains("None has come since; 0.5 are expected"));
    assert_eq!(page.matches("<tr class=\"figures\">").count(), 2, "what is watched waits for nobody");
    assert!(page.contains("<code>P-0001</code> came back, ops"));
}

#[test]
fn where_no_tickets_share_a_cause_nothing_is_said() {
    let (page, findings) = told(&[], &Register::default());
    assert!(!page.contains("Recurring problems") && !page.contains("pareto-problems"));
    assert!(findings.contains("\"problems\": []"));
}
