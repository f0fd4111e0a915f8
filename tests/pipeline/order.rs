//! Threads do not depend on the order in which mail arrives.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use proptest::prelude::*;
use tallypost::config::Config;
use tallypost::gateway;
use tallypost::journal::Journal;
use tallypost::mailbox::Source;

/// A mail of a random forest: which earlier one it answers, and when it arrives.
#[derive(Debug, Clone)]
struct Planned {
    parent: Option<usize>,
    /// All ancestors in References, or only the parent in In-Reply-To.
    whole_chain: bool,
    arrives: u32,
}

fn forest() -> impl Strategy<Value = Vec<Planned>> {
    let one = (any::<prop::sample::Index>(), prop::bool::weighted(0.75), any::<bool>(), 0..1000u32);
    prop::collection::vec(one, 2..14).prop_map(|plans| {
        let planned = plans.into_iter().enumerate().map(|(at, (parent, answers, whole_chain, arrives))| Planned {
            parent: (at > 0 && answers).then(|| parent.index(at)),
            whole_chain,
            arrives,
        });
        planned.collect()
    })
}

fn ancestors(forest: &[Planned], mut at: usize) -> Vec<usize> {
    let mut found = Vec::new();
    while let Some(parent) = forest[at].parent {
        found.push(parent);
        at = parent;
    }
    found
}

fn root(forest: &[Planned], at: usize) -> usize {
    ancestors(forest, at).last().copied().unwrap_or(at)
}

fn mail(forest: &[Planned], at: usize) -> String {
    let tree = root(forest, at);
    let mut mail =
        format!("From: customer{tree}@example.org\nTo: support@desk.example\nMessage-ID: <m{at}@example.org>\n");
    let prefix = if forest[at].parent.is_some() { "Re: " } else { "" };
    let _ = writeln!(mail, "Subject: {prefix}Topic {tree}\nDate: Mon, 12 Jan 2026 08:00:00 +0000");
    let chain = ancestors(forest, at);
    if let Some(parent) = chain.first() {
        let _ = writeln!(mail, "In-Reply-To: <m{parent}@example.org>");
        if forest[at].whole_chain {
            let ids: Vec<String> = chain.iter().rev().map(|id| format!("<m{id}@example.org>")).collect();
            let _ = writeln!(mail, "References: {}", ids.join(" "));
        }
    }
    mail + &format!("\nText of mail {at}.\n")
}

/// Which mails share a ticket when the forest arrives in its order.
fn tickets(forest: &[Planned]) -> BTreeSet<BTreeSet<usize>> {
    let folder = tempfile::tempdir().unwrap();
    let maildir = folder.path().join("Maildir");
    std::fs::create_dir_all(maildir.join("new")).unwrap();
    for (at, planned) in forest.iter().enumerate() {
        let name = format!("{}.M{at}.host", 1_768_200_000 + i64::from(planned.arrives));
        std::fs::write(maildir.join("new").join(name), mail(forest, at)).unwrap();
    }
    let mut journal = Journal::open(&folder.path().join("data")).unwrap();
    let mut source = Source::from_argument(maildir.to_str().unwrap()).unwrap();
    let pass = gateway::ingest(&Config::unconfigured(), &mut journal, &mut source, |_| ());
    tokio::runtime::Runtime::new().unwrap().block_on(pass).unwrap();
    let mut groups: BTreeMap<String, BTreeSet<usize>> = BTreeMap::new();
    for entry in journal.ledger().unwrap() {
        let at = entry.item.split('.').nth(1).unwrap()[1..].parse().unwrap();
        groups.entry(entry.ticket_id.unwrap()).or_default().insert(at);
    }
    groups.into_values().collect()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, ..ProptestConfig::default() })]

    #[test]
    fn whatever_the_order_each_tree_of_answers_is_one_ticket(forest in forest()) {
        let mut expected: BTreeMap<usize, BTreeSet<usize>> = BTreeMap::new();
        for at in 0..forest.len() {
            expected.entry(root(&forest, at)).or_default().insert(at);
        }
        prop_assert_eq!(tickets(&forest), expected.into_values().collect::<BTreeSet<_>>());
    }
}
