//! The service is ended at every named point in turn, as by a power cut, and started again.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use super::answering::writes;
use super::filing::{MOVE, SEEN, WITHOUT_MOVE, mailbox as filing_mailbox};
use super::service::{Desk, eventually, text};
use super::serving::{deliver, mailbox};
use super::sign_in;
use super::support::dovecot::{Dovecot, is_skipped};
use super::support::provider::Provider;
use super::support::smtp::Sink;

const MAILS: usize = 50;
/// Points that only a gateway that answers reaches.
const SENDING: [&str; 3] = ["mail_", "outbox_", "secret_"];
/// Points that only a gateway that flags or moves reaches: where it marks as seen, where it copies (the server cannot
/// move), and where it moves.
const FILING: &str = "filing_";
const FLAGGING: [&str; 2] = ["filing_flag", "filing_flagged"];
const MOVING: [&str; 2] = ["filing_move", "filing_moved"];
/// What is done batch by batch, file by file or mail by mail is interrupted in the middle too.
const REPEATED: [&str; 8] = [
    "batch_",
    "journal_begun",
    "journal_committed",
    "lake_file_",
    "raw_mails_",
    "outbox_sending",
    "mail_delivered",
    FILING,
];
/// Done once, however much is moved.
const ONCE: &str = "filing_create";

#[test]
fn ended_at_any_point_it_loses_nothing_and_makes_nothing_twice() {
    if is_skipped() {
        return;
    }
    let points = points();
    assert!(points.len() >= 25, "only {points:?}");
    let server = Dovecot::start();
    deliver(&server, 0..MAILS);
    for point in
        turns(points.iter().filter(|point| !is_of_sending(point) && !is_of_tokens(point) && !point.starts_with(FILING)))
    {
        let desk = Desk::new("");
        desk.configure_in_batches_of(10, &mailbox("support", &server.settings()));
        interrupt(&desk, &point);
        let service = desk.serve();
        eventually(&point, || desk.tickets_in_lake() == MAILS);
        assert!(service.terminate().0.success(), "{point}");
        assert_balanced(&desk, &point);
    }
}

#[test]
fn ended_at_any_point_of_sending_it_acknowledges_nobody_twice_and_leaves_out_only_the_one_in_flight() {
    if is_skipped() {
        return;
    }
    let (server, sink) = (Dovecot::start(), Sink::start());
    (0..MAILS).for_each(|number| writes(&server, number));
    for point in turns(points().iter().filter(|point| is_of_sending(point))) {
        let desk = Desk::new("");
        let mailboxes = mailbox("support", &server.settings()) + &sink.settings();
        desk.configure_in_batches_of(10, &mailboxes);
        sink.take();
        interrupt(&desk, &point);
        let service = desk.serve();
        eventually(&point, || desk.tickets_in_lake() == MAILS);
        eventually(&point, || !outbox(&desk).contains_key("queued") && !outbox(&desk).contains_key("sending"));
        assert!(service.terminate().0.success(), "{point}");
        assert_balanced(&desk, &point);
        let recipients: Vec<String> = sink.take().into_iter().flat_map(|mail| mail.recipients).collect();
        let people: BTreeSet<&String> = recipients.iter().collect();
        assert_eq!(people.len(), recipients.len(), "{point}: somebody twice");
        let uncertain = outbox(&desk).get("uncertain").copied().unwrap_or_default();
        assert!(uncertain <= 1 && recipients.len() + uncertain >= MAILS, "{point}: {:?}", outbox(&desk));
    }
}

#[test]
fn ended_at_any_point_of_keeping_a_token_it_has_the_old_one_or_the_new_one_and_reads_on() {
    if is_skipped() {
        return;
    }
    let provider = Provider::start();
    let server = Dovecot::with_tokens("xoauth2", &provider.url("tokeninfo"));
    deliver(&server, 0..MAILS);
    provider.vouch("access-1", "desk");
    let points: Vec<String> = points().into_iter().filter(|point| is_of_tokens(point)).collect();
    assert!(points.len() >= 5, "only {points:?}");
    for point in points {
        let desk = sign_in::desk(
            &provider,
            &server,
            "flow = \"client_credentials\", client_secret_command = [\"echo\", \"x\"]",
        );
        let kept = || std::fs::read(desk.path().join("tallypost-data/sign-in/mailbox-support.json"));
        let is_whole = |bytes: &Vec<u8>| {
            let token: Option<serde_json::Value> = serde_json::from_slice(bytes).ok();
            token.is_some_and(|token| token["access_token"] == "access-1" && token["expires_at"].is_string())
        };
        // One that ends at once, so that the next start renews it.
        provider.will_give("access-1", 1, None);
        assert!(desk.run(&["sign-in", "support"]).status.success(), "{point}");
        let before = kept().unwrap();
        provider.will_give("access-1", 3600, None);
        interrupt(&desk, &point);
        let after = kept().unwrap();
        assert!(is_whole(&before) && is_whole(&after), "{point}: {}", text(&after));
        assert_eq!(after != before, ["token_file_renamed", "token_folder_synced"].contains(&point.as_str()), "{point}");
        if after == before {
            provider.will_give("access-1", 3600, None);
        }
        let service = desk.serve();
        eventually(&point, || desk.tickets_in_lake() == MAILS);
        assert!(service.terminate().0.success(), "{point}");
        assert!(is_whole(&kept().unwrap()), "{point}");
        assert_balanced(&desk, &point);
    }
}

fn is_of_tokens(point: &str) -> bool {
    point.starts_with("token_")
}

#[test]
fn ended_at_any_point_of_filing_it_files_all_in_the_end_and_makes_nothing_twice() {
    if is_skipped() {
        return;
    }
    let (flags, moves, copies) = (Dovecot::start(), Dovecot::start(), Dovecot::with_settings(WITHOUT_MOVE));
    for point in turns(points().iter().filter(|point| point.starts_with(FILING))) {
        let name = point.split(':').next().unwrap();
        let (server, after_commit) = match name {
            _ if FLAGGING.contains(&name) => (&flags, SEEN),
            _ if MOVING.contains(&name) => (&moves, MOVE),
            _ => (&copies, MOVE),
        };
        empty(server);
        deliver(server, 0..MAILS);
        let desk = Desk::new("");
        desk.configure_in_batches_of(10, &filing_mailbox(server, after_commit));
        interrupt(&desk, &point);
        let service = desk.serve();
        eventually(&point, || desk.tickets_in_lake() == MAILS);
        eventually(&point, || match after_commit {
            SEEN => server.flags("INBOX").values().filter(|flags| *flags == "\\Seen").count() == MAILS,
            _ => server.flags("INBOX").is_empty(),
        });
        assert!(service.terminate().0.success(), "{point}");
        assert_balanced(&desk, &point);
        if after_commit == MOVE {
            // Only what was copied, and not recorded as copied, is copied again: a batch.
            let twice = if name == "filing_copied" || point.starts_with("filing_unrecorded") { 10 } else { 0 };
            assert_eq!(server.flags("Processed").len(), MAILS + twice, "{point}");
        }
    }
}

/// As it was at first: neither mail nor the folder that mail is moved to.
pub fn empty(server: &Dovecot) {
    server.say(&["SELECT INBOX", "UID STORE 1:* +FLAGS (\\Deleted)", "EXPUNGE"]);
    if server.say(&["LIST \"\" Processed"]).contains("Processed") {
        server.say(&["DELETE Processed"]);
    }
}

fn is_of_sending(point: &str) -> bool {
    SENDING.iter().any(|begin| point.starts_with(begin))
}

/// Each point, and where it is reached again and again, its third time.
fn turns<'p>(points: impl Iterator<Item = &'p String>) -> Vec<String> {
    let turns = |point: &String| {
        let is_repeated = REPEATED.iter().any(|begin| point.starts_with(begin)) && !point.starts_with(ONCE);
        [Some(point.clone()), is_repeated.then(|| format!("{point}:3"))].into_iter().flatten()
    };
    points.flat_map(|point| turns(point).collect::<Vec<_>>()).collect()
}

fn interrupt(desk: &Desk, point: &str) {
    let how = desk.serve_until_it_ends(&[("TALLYPOST_ABORT_AT", point)]);
    assert!(how.code().is_none(), "{point}: ended by itself: {how}");
}

fn assert_balanced(desk: &Desk, point: &str) {
    assert_eq!(desk.dispositions(), [("ticketed".to_string(), MAILS)].into(), "{point}");
    let verified = desk.run(&["verify", "--server"]);
    assert!(verified.status.success(), "{point}: {}", text(&verified.stdout));
}

/// How many mails the outbox has in each state.
fn outbox(desk: &Desk) -> BTreeMap<String, usize> {
    let output = desk.run(&["outbox", "list", "--all", "--format", "json"]);
    let mut states = BTreeMap::new();
    for line in text(&output.stdout).lines() {
        let mail: serde_json::Value = serde_json::from_str(line).unwrap();
        *states.entry(mail["state"].as_str().unwrap().to_string()).or_default() += 1;
    }
    states
}

/// Every name in the source: a point that is never reached fails its turn.
fn points() -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    collect(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src"), &mut found);
    found
}

fn collect(folder: &Path, found: &mut BTreeSet<String>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            collect(&path, found);
        } else if path.extension().is_some_and(|ending| ending == "rs") {
            let source = std::fs::read_to_string(&path).unwrap();
            for (_, rest) in source.match_indices("fail_point!(\"").map(|(at, mark)| source.split_at(at + mark.len())) {
                let name = rest.split('"').next().unwrap().to_string();
                assert!(found.insert(name.clone()), "{name} stands twice in the source");
            }
        }
    }
}
