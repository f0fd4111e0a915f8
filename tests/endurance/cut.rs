//! The line is cut at a byte of the session, either side's.

use std::collections::BTreeSet;
use std::path::Path;

use tallypost::config::{self, Config};
use tallypost::gateway;
use tallypost::journal::Journal;
use tallypost::mailbox::Source;

use super::support::dovecot::{Dovecot, is_skipped};
use super::support::proxy::{Cut, Proxy, Side};
use super::{count, deliver, is_long, mailbox, october};

const MAILS: usize = 20;
const SPREAD: usize = 20;
/// Of the long form's points, each so many-th cuts every connection of the first pass.
const CUTS_ALL_EVERY: usize = 10;
/// The lake is compared byte for byte after each so many-th point.
const COMPARED_EVERY: usize = 20;

/// One account and the way to it.
struct Way {
    proxy: Proxy,
    config: Config,
    _server: Dovecot,
}

impl Way {
    fn new() -> Self {
        let server = Dovecot::start();
        deliver(&server, 0..MAILS, october());
        let proxy = Proxy::before(server.plain_port);
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("tallypost.toml");
        let text = format!("[organisation]\nname = \"Desk\"\n{}", mailbox(proxy.port, &server.password_file));
        std::fs::write(&path, text).unwrap();
        Self { proxy, config: config::load(&path).unwrap(), _server: server }
    }

    async fn pass(&self, journal: &mut Journal) -> bool {
        let mut source = Source::open(&self.config.mailboxes[0]).unwrap();
        let outcome = gateway::ingest(&self.config, journal, &mut source, |_| ()).await;
        outcome.is_ok_and(|summary| summary.unfetched.is_empty())
    }

    /// A first pass over a line that is cut, and passes over a whole one until all is well; how many.
    async fn survive(&self, cut: Cut, compare: bool) -> usize {
        let folder = tempfile::tempdir().unwrap();
        let mut journal = Journal::open(folder.path()).unwrap();
        self.proxy.plan(Some(cut));
        let first = self.pass(&mut journal).await;
        self.proxy.plan(None);
        assert!(first || self.pass(&mut journal).await, "{cut:?}: a whole line does not help");
        assert!(self.pass(&mut journal).await, "{cut:?}: a pass with nothing new fails");
        let balance = journal.balance().unwrap();
        let counts = (balance.arrivals, balance.messages, balance.tickets);
        assert_eq!(counts, (MAILS as i64, MAILS as i64, MAILS as i64), "{cut:?}");
        assert_eq!((balance.contradictions(), journal.fetch_failures().unwrap()), (Vec::new(), Vec::new()), "{cut:?}");
        if compare {
            compare_lake(&self.config, &mut journal, folder.path());
        }
        usize::from(!first) + 1
    }
}

fn compare_lake(config: &Config, journal: &mut Journal, data: &Path) {
    let lake = data.join("lake");
    gateway::publish(config, journal, &lake).unwrap();
    assert_eq!(gateway::differences(config, journal, &lake).unwrap(), Vec::<String>::new());
}

/// Where the server's literals begin and end.
fn edges(session: &[u8]) -> BTreeSet<usize> {
    let mut edges = BTreeSet::new();
    for at in 0..session.len() {
        let line_end = session[..at].ends_with(b"}\r\n");
        let digits = session[..at].iter().rev().skip(3).take_while(|byte| byte.is_ascii_digit()).count();
        if line_end && digits > 0 {
            let size = std::str::from_utf8(&session[at - 3 - digits..at - 3]).unwrap();
            edges.extend([at, at + size.parse::<usize>().unwrap()]);
        }
    }
    edges
}

fn spread(length: usize) -> impl Iterator<Item = usize> {
    (0..SPREAD).map(move |number| number * length / SPREAD)
}

#[tokio::test]
async fn a_session_that_is_cut_at_any_byte_loses_and_doubles_no_mail() {
    if is_skipped() {
        return;
    }
    let way = Way::new();
    let whole = tempfile::tempdir().unwrap();
    way.proxy.plan(None);
    assert!(way.pass(&mut Journal::open(whole.path()).unwrap()).await);
    let (said, asked) = (way.proxy.heard(Side::Server), way.proxy.heard(Side::Client));
    let edges = edges(&said);
    assert_eq!(edges.len(), 2 * MAILS);
    let points = |side: Side, length: usize| -> BTreeSet<usize> {
        let step = count(0, 1);
        match (side, is_long()) {
            (_, true) => (0..length).step_by(step).collect(),
            (Side::Server, false) => spread(length).chain(edges.iter().copied()).collect(),
            (Side::Client, false) => spread(length).collect(),
        }
    };
    let (mut tried, mut again) = (0, 0);
    for (side, length) in [(Side::Server, said.len()), (Side::Client, asked.len())] {
        for after_bytes in points(side, length) {
            let every = if is_long() { tried % CUTS_ALL_EVERY == 0 } else { tried % 2 == 0 };
            let passes = way.survive(Cut { side, after_bytes, every }, tried % COMPARED_EVERY == 0).await;
            tried += 1;
            again += passes - 1;
        }
    }
    println!("{tried} cuts of {} + {} bytes, after {again} of them a second pass was needed", said.len(), asked.len());
    assert!(tried >= 60 && again >= 10, "only {tried} cuts, and {again} that were felt");
}
