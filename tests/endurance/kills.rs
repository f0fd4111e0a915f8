//! The running service is killed at random moments while mail comes in and customers are answered.

use std::collections::BTreeMap;
use std::time::{Duration, Instant};

use jiff::Timestamp;
use rand_chacha::ChaCha8Rng;
use rand_chacha::rand_core::{Rng, SeedableRng};
use serde_json::Value;

use super::service::{Desk, text, within};
use super::support::dovecot::{Dovecot, is_skipped};
use super::support::smtp::Sink;
use super::{count, deliver, mailbox};

const MAILS_PER_KILL: usize = 20;
const MAILS_PER_KILL_LONG: usize = 10;
/// From its start a service lives for so long at most; it opens its journal, logs in and sends within that time.
const LIFE_MS_MAX: u64 = 1500;
const PATIENCE: Duration = Duration::from_secs(1800);

fn desk(server: &Dovecot, sink: &Sink) -> Desk {
    let caps = "[acknowledgement]\nper_hour = 1000000\nper_domain_hour = 1000000\n";
    let mailbox = mailbox(server.plain_port, &server.password_file);
    Desk::new(&format!("batch_messages = 7\n{mailbox}{}{caps}", sink.settings()))
}

/// How many mails of the outbox are in each state.
fn outbox(desk: &Desk) -> BTreeMap<String, usize> {
    let output = desk.run(&["outbox", "list", "--all", "--format", "json"]);
    let mut counts = BTreeMap::new();
    for line in text(&output.stdout).lines() {
        let mail: Value = serde_json::from_str(line).unwrap();
        *counts.entry(mail["state"].as_str().unwrap().to_string()).or_default() += 1;
    }
    counts
}

/// Starts the service again and again, delivers a few mails each time, and kills it.
fn deliver_and_kill(server: &Dovecot, desk: &Desk, kills: usize, mails_per_kill: usize) {
    let mut random = ChaCha8Rng::seed_from_u64(4);
    for kill in 0..kills {
        let service = desk.serve();
        let (began, life) = (Instant::now(), Duration::from_millis(random.next_u64() % LIFE_MS_MAX));
        let numbers = kill * mails_per_kill..(kill + 1) * mails_per_kill;
        // A minute ago: recent enough to be acknowledged, and none lies in the future.
        let now = Timestamp::now() - Duration::from_secs(numbers.end as u64 + 60);
        deliver(server, numbers, now);
        std::thread::sleep(life.saturating_sub(began.elapsed()));
        service.kill();
    }
}

#[test]
fn kills_lose_no_mail_and_answer_nobody_twice() {
    if is_skipped() {
        return;
    }
    let (server, sink) = (Dovecot::start(), Sink::start());
    let desk = desk(&server, &sink);
    let kills = count(10, 1000);
    let mails_per_kill = if kills > 10 { MAILS_PER_KILL_LONG } else { MAILS_PER_KILL };
    let mails = kills * mails_per_kill;
    deliver_and_kill(&server, &desk, kills, mails_per_kill);

    let service = desk.serve();
    within(PATIENCE, "every ticket is in the lake", || desk.tickets_in_lake() == mails);
    within(PATIENCE, "nothing is owed", || outbox(&desk).keys().all(|state| state == "sent" || state == "uncertain"));
    assert!(service.terminate().0.success());

    assert_eq!(desk.dispositions(), BTreeMap::from([("ticketed".to_string(), mails)]));
    let verified = desk.run(&["verify", "--server"]);
    assert!(verified.status.success(), "{}", text(&verified.stdout));
    let outbox = outbox(&desk);
    let uncertain = outbox.get("uncertain").copied().unwrap_or(0);
    let mut answered: BTreeMap<String, usize> = BTreeMap::new();
    for recipient in sink.mails().into_iter().flat_map(|mail| mail.recipients) {
        *answered.entry(recipient).or_default() += 1;
    }
    let twice: Vec<_> = answered.iter().filter(|(_, times)| **times > 1).collect();
    println!("{kills} kills, {mails} mails: {} answered, {uncertain} uncertain, {} twice", answered.len(), twice.len());
    assert!(twice.is_empty(), "{twice:?}");
    assert_eq!(outbox.values().sum::<usize>(), mails, "{outbox:?}");
    // A kill has one mail in hand; that one may have come through or not.
    assert!(uncertain <= kills && answered.len() + uncertain >= mails, "{} of {mails}, {outbox:?}", answered.len());
}
