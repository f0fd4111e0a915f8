//! New tickets of the sample's planted problems are recognised by the first half of each problem's tickets, and hardly
//! any other ticket is taken for one.

use std::collections::BTreeSet;

use jiff::Timestamp;
use jiff::civil::date;
use tallypost::config;
use tallypost::lake::Lake;
use tallypost::lake::read::streamed;
use tallypost::recurrence::vectors::table::WordTable;
use tallypost::recurrence::{Case, Evidence, Recogniser, Ticket, cases};
use tallypost::sample::{Order, write_lake};

const PLANTED: [&str; 4] = ["Time stamps", "Password reset", "Document", "Certificates"];

fn faults(seed: u64) -> Vec<Case> {
    let folder = tempfile::tempdir().unwrap();
    write_lake(&Order::until(date(2026, 10, 1), 14, 1200, seed), folder.path(), &|_, _| {}).unwrap();
    let config = config::load(&folder.path().join("tallypost.toml")).unwrap();
    let as_of: Timestamp = "2026-11-01T00:00:00Z".parse().unwrap();
    let lake = Lake::open(&folder.path().join("lake")).unwrap();
    let mut cases = cases(&streamed(lake.as_of(&config, as_of).unwrap().tickets).unwrap()).unwrap();
    cases.retain(|case| case.is_fault);
    cases
}

fn planted(case: &Case) -> Option<usize> {
    PLANTED.iter().position(|category| case.ticket.category.as_deref() == Some(category))
}

/// What people accepted is seldom all of it and nothing else.
#[derive(Debug, Clone, Copy)]
enum Accepted {
    Exactly,
    /// Every third of its tickets is taken for something else.
    InPart,
    /// For six of its tickets there is one of another cause.
    WithStrangers,
}

/// Tickets that are known, and those that come later.
struct Split<'a> {
    corpus: Vec<&'a Case>,
    evidence: Vec<Evidence>,
    new: Vec<&'a Case>,
}

fn split(cases: &[Case], accepted: Accepted) -> Split<'_> {
    let of = |problem: usize| cases.iter().filter(move |case| planted(case) == Some(problem)).collect::<Vec<_>>();
    let everyday: Vec<&Case> = cases.iter().filter(|case| planted(case).is_none()).collect();
    let (known, later) = everyday.split_at(everyday.len() / 2);
    let (mut corpus, mut new) = (known.to_vec(), later.to_vec());
    let mut own: Vec<Vec<usize>> = Vec::new();
    for problem in 0..PLANTED.len() {
        let tickets = of(problem);
        let (first, second) = tickets.split_at(tickets.len() / 2);
        let rows: Vec<usize> = (corpus.len()..corpus.len() + first.len()).collect();
        corpus.extend(first);
        new.extend(second);
        let strangers = (0..first.len() / 6).map(|number| (number * 37 + problem * 11) % known.len());
        own.push(match accepted {
            Accepted::Exactly => rows,
            Accepted::InPart => rows.into_iter().enumerate().filter(|(n, _)| n % 3 != 1).map(|(_, row)| row).collect(),
            Accepted::WithStrangers => rows.into_iter().chain(strangers).collect(),
        });
    }
    let rest = |tickets: &Vec<usize>| (0..corpus.len()).filter(|row| !tickets.contains(row)).collect();
    let evidence = own
        .iter()
        .map(|tickets| Evidence { tickets: tickets.clone(), others: rest(tickets), apart: Vec::new() })
        .collect();
    Split { corpus, evidence, new }
}

/// Measured, seeds 1 to 6: nothing wrong is recognised; of all, 0.67 to 0.90 where exactly its tickets were accepted, 0.63
/// to 0.80 where a part was, 0.87 to 1.00 where strangers are among them.
///
/// Of those recognised the share that is right, and of those to be recognised the share that was.
fn precision_and_recall(cases: &[Case], accepted: Accepted) -> (f64, f64) {
    let Split { corpus, evidence, new } = split(cases, accepted);
    let corpus: Vec<Ticket> = corpus.iter().map(|case| case.ticket.clone()).collect();
    let known = Recogniser::new(&corpus, evidence, WordTable::embedded().unwrap());
    let (mut right, mut recognised) = (0_u32, 0_u32);
    for case in &new {
        if let Some(found) = known.recognise(&case.ticket) {
            recognised += 1;
            right += u32::from(planted(case) == Some(found.problem));
        }
    }
    let all = new.iter().filter(|case| planted(case).is_some()).count();
    (f64::from(right) / f64::from(recognised.max(1)), f64::from(right) / all as f64)
}

#[test]
fn nine_of_ten_that_are_recognised_are_right_and_most_are_recognised() {
    for seed in 1..=3 {
        let cases = faults(seed);
        assert_eq!(cases.iter().filter_map(planted).collect::<BTreeSet<_>>().len(), PLANTED.len());
        for (accepted, least) in [(Accepted::Exactly, 0.60), (Accepted::InPart, 0.55), (Accepted::WithStrangers, 0.80)]
        {
            let (precision, recall) = precision_and_recall(&cases, accepted);
            assert!(precision >= 0.9 && recall >= least, "seed {seed}, {accepted:?}: {precision:.2}, {recall:.2}");
        }
    }
}
