//! The sample plants four problems, each a category of its own; all else is everyday trouble and requests.

use std::collections::BTreeMap;

use jiff::Timestamp;
use jiff::civil::date;
use tallypost::config;
use tallypost::lake::Lake;
use tallypost::lake::read::streamed;
use tallypost::recurrence::{Candidate, Case, Terms, Ticket, candidates, cases, group};
use tallypost::sample::{Order, write_lake};

const PLANTED: [&str; 4] = ["Time stamps", "Password reset", "Document", "Certificates"];
const TOP: usize = 10;

fn sample(seed: u64, as_of: &str) -> (Vec<Case>, Vec<Candidate>) {
    let folder = tempfile::tempdir().unwrap();
    write_lake(&Order::until(date(2026, 10, 1), 14, 1200, seed), folder.path(), &|_, _| {}).unwrap();
    let config = config::load(&folder.path().join("tallypost.toml")).unwrap();
    let as_of: Timestamp = as_of.parse().unwrap();
    let lake = Lake::open(&folder.path().join("lake")).unwrap();
    let cases = cases(&streamed(lake.as_of(&config, as_of).unwrap().tickets).unwrap()).unwrap();
    let tickets: Vec<Ticket> = cases.iter().map(|case| case.ticket.clone()).collect();
    let terms = Terms { as_of, zone: config.time_zone(), cost_per_hour: Some(60.0) };
    let found = candidates(&cases, &group(&tickets, None), &terms);
    (cases, found)
}

/// The category that most of a candidate's tickets have, and how many have it.
fn most(candidate: &Candidate) -> (&str, usize) {
    let most = candidate.categories.iter().max_by_key(|(_, count)| **count).unwrap();
    (most.0, *most.1)
}

#[test]
fn the_planted_problems_are_found_and_nine_of_the_first_ten_are_of_one_cause() {
    for seed in 1..=3 {
        let (cases, found) = sample(seed, "2026-11-01T00:00:00Z");
        let mut all: BTreeMap<&str, usize> = BTreeMap::new();
        for case in &cases {
            *all.entry(case.ticket.category.as_deref().unwrap_or_default()).or_default() += 1;
        }
        for planted in PLANTED {
            let holds = |c: &Candidate| {
                let (category, count) = most(c);
                category == planted && count * 2 >= all[planted] && count * 10 >= c.tickets.len() * 8
            };
            assert!(found.iter().any(holds), "seed {seed}: {planted} is not found");
        }
        let pure = found.iter().take(TOP).filter(|c| most(c).1 * 10 >= c.tickets.len() * 8).count();
        assert!(pure * 10 >= TOP * 9, "seed {seed}: only {pure} of the first ten are of one cause");
    }
}

#[test]
fn no_candidate_is_made_of_requests() {
    let (cases, found) = sample(1, "2026-11-01T00:00:00Z");
    let requests: Vec<&str> = cases.iter().filter(|c| !c.is_fault).map(|c| c.ticket.id.as_str()).collect();
    assert!(!requests.is_empty());
    assert!(found.iter().flat_map(|c| &c.tickets).all(|ticket| !requests.contains(&ticket.as_str())));
}

#[test]
fn a_problem_that_ended_is_expected_to_cost_less_than_one_that_grows() {
    let (_, found) = sample(1, "2026-11-01T00:00:00Z");
    let place = |planted| found.iter().position(|c| most(c).0 == planted).unwrap();
    let (growing, ended) = (place("Time stamps"), place("Certificates"));
    assert!(growing < ended, "growing {growing}, ended {ended}");
}
