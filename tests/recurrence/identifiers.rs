//! Where a machine writes the tickets, the same few sentences tell of every job; the job's name is the problem.

use proptest::prelude::*;
use tallypost::recurrence::{Ticket, group};

const SENTENCES: [&str; 5] = [
    "Job {job} failed at {time}",
    "{job} aborted on {day}, please restart",
    "Nightly job {job} did not finish, log of {time} attached",
    "ALERT {day} {time} job={job} status=FAILED",
    "Hello, {job} has failed again last night",
];

fn failures(jobs: usize, each: usize) -> Vec<(Ticket, usize)> {
    let mut tickets = Vec::new();
    for job in 0..jobs {
        for number in 0..each {
            let text = SENTENCES[(job + number) % SENTENCES.len()]
                .replace("{job}", &format!("BKP_SAP_{job:02}"))
                .replace("{time}", &format!("{:02}:{:02}", number % 24, job % 60))
                .replace("{day}", &format!("2026-10-{:02}", number % 28 + 1));
            let ticket =
                Ticket { id: format!("T-{job}-{number}"), text, language: Some("en".into()), ..Ticket::default() };
            tickets.push((ticket, job));
        }
    }
    tickets
}

#[test]
fn each_job_is_a_group_of_its_own_whatever_sentence_tells_of_it() {
    let (tickets, jobs): (Vec<Ticket>, Vec<usize>) = failures(20, 8).into_iter().unzip();
    let grouping = group(&tickets, None);
    for a in 0..tickets.len() {
        for b in 0..tickets.len() {
            let together = grouping.groups[a].is_some() && grouping.groups[a] == grouping.groups[b];
            assert_eq!(together, jobs[a] == jobs[b], "{} and {}", tickets[a].text, tickets[b].text);
        }
    }
}

#[test]
fn tickets_that_only_share_a_sentence_are_no_group_where_jobs_come_back() {
    let mut tickets: Vec<Ticket> = failures(20, 8).into_iter().map(|(ticket, _)| ticket).collect();
    let known = tickets.len();
    for number in 0..10 {
        let text = format!("Job XYZ_{} failed at 08:15", 1000 + number * 37);
        tickets.push(Ticket { id: format!("once-{number}"), text, language: Some("en".into()), ..Ticket::default() });
    }
    assert!(group(&tickets, None).groups[known..].iter().all(Option::is_none));
}

/// Jobs of which one ticket tells each.
fn once(tickets: usize) -> impl Iterator<Item = Ticket> {
    (0..tickets).map(|number| {
        let job = format!("JOB_{}_{}", ["CRM", "DWH", "FIN"][number % 3], 1000 + number * 37);
        let text = SENTENCES[number % SENTENCES.len()].replace("{job}", &job).replace("{time}", "08:15");
        Ticket { id: format!("once-{number}"), text, language: Some("en".into()), ..Ticket::default() }
    })
}

fn together(grouping: &tallypost::recurrence::Grouping, a: usize, b: usize) -> bool {
    grouping.groups[a].is_some() && grouping.groups[a] == grouping.groups[b]
}

#[test]
fn jobs_that_come_back_are_found_among_four_times_as_many_that_do_not() {
    let (mut tickets, jobs): (Vec<Ticket>, Vec<usize>) = failures(12, 6).into_iter().unzip();
    tickets.extend(once(tickets.len() * 4));
    let grouping = group(&tickets, None);
    for a in 0..jobs.len() {
        assert!(
            (0..jobs.len()).all(|b| together(&grouping, a, b) == (jobs[a] == jobs[b]) && grouping.groups[a].is_some())
        );
    }
    assert!(grouping.groups[jobs.len()..].iter().all(Option::is_none));
}

#[test]
fn a_store_is_known_by_its_number_and_an_address_by_its_digits() {
    let symptoms = ["cash desk does not start", "no network", "card terminal is broken", "the scales show nothing"];
    let name = |number: usize| {
        if number.is_multiple_of(2) { format!("Store {}", 300 + number) } else { format!("10.0.3.{number}") }
    };
    let tickets: Vec<Ticket> = (0..150)
        .map(|n| Ticket {
            id: format!("T-{n:03}"),
            text: format!("{}: {}", name(n % 30), symptoms[n / 30 % symptoms.len()]),
            language: Some("en".into()),
            ..Ticket::default()
        })
        .collect();
    let grouping = group(&tickets, None);
    for a in 0..tickets.len() {
        assert!((0..tickets.len()).all(|b| together(&grouping, a, b) == (a % 30 == b % 30)));
    }
}

#[test]
fn nothing_and_one_ticket_give_no_group() {
    assert!(group(&[], None).groups.is_empty());
    let alone = Ticket { id: "T-1".into(), text: "The portal is slow".into(), ..Ticket::default() };
    assert_eq!(group(&[alone], None).groups, [None]);
}

#[test]
fn tickets_without_a_word_are_in_no_group() {
    let silent = |n| Ticket { id: format!("T-{n}"), text: "2026-10-01 12:30".into(), ..Ticket::default() };
    assert_eq!(group(&(0..5).map(silent).collect::<Vec<_>>(), None).groups, [None; 5]);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(16))]

    #[test]
    fn the_order_of_the_tickets_changes_nothing(shuffled in Just(failures(9, 6)).prop_shuffle()) {
        let sorted: Vec<Ticket> = failures(9, 6).into_iter().map(|(ticket, _)| ticket).collect();
        let expected = group(&sorted, None);
        let shuffled: Vec<Ticket> = shuffled.into_iter().map(|(ticket, _)| ticket).collect();
        let found = group(&shuffled, None);
        for (row, ticket) in sorted.iter().enumerate() {
            let place = shuffled.iter().position(|other| other.id == ticket.id).unwrap();
            prop_assert_eq!(expected.groups[row], found.groups[place]);
        }
    }
}
