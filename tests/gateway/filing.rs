//! What the service does on the server after the commit: when, how often, and what happens where the server refuses.

use std::process::Output;
use std::time::Duration;

use jiff::Timestamp;
use rand_chacha::ChaCha8Rng;
use rand_chacha::rand_core::{Rng, SeedableRng};
use serde_json::Value;

use super::answering::writes;
use super::fail_points::empty;
use super::service::{Desk, Service, eventually, text};
use super::serving::{deliver, mail};
use super::support::dovecot::{Dovecot, is_skipped};
use super::support::proxy::{Cut, Proxy, Side};
use super::support::smtp::{Does, Sink, Step};

/// Points of a session at which each side is cut.
const CUTS: usize = 6;

pub const SEEN: &str = "after_commit = \"seen\"";
pub const MOVE: &str = "after_commit = { move_to = \"Processed\" }";
/// What Dovecot 2.3 can, without MOVE.
pub const WITHOUT_MOVE: &str = "imap_capability = IMAP4rev1 LITERAL+ IDLE UIDPLUS SPECIAL-USE LIST-EXTENDED\n";

/// The mailbox `support` with one more key.
pub fn mailbox(server: &Dovecot, after_commit: &str) -> String {
    super::serving::mailbox("support", &format!("{}{after_commit}\n", server.settings()))
}

/// How many messages of a folder bear exactly these flags.
fn count(server: &Dovecot, folder: &str, flags: &str) -> usize {
    server.flags(folder).values().filter(|found| *found == flags).count()
}

fn assert_balanced(desk: &Desk) {
    let verified = desk.run(&["verify", "--server"]);
    assert!(verified.status.success(), "{}", text(&verified.stdout));
}

fn filing(service: &Service) -> Value {
    service.health().1["mailboxes"]["support"]["filing"].clone()
}

fn terminate(service: Service) {
    assert!(service.terminate().0.success());
}

#[test]
fn what_is_committed_is_marked_as_seen_while_the_service_runs_and_what_a_person_marks_as_unread_stays_so() {
    if is_skipped() {
        return;
    }
    let server = Dovecot::start();
    let desk = Desk::new(&mailbox(&server, SEEN));
    deliver(&server, 0..10);
    let service = desk.serve();
    eventually("ten are seen", || count(&server, "INBOX", "\\Seen") == 10);
    server.say(&["SELECT INBOX", "UID STORE 3 -FLAGS (\\Seen)", "UID STORE 4 +FLAGS (\\Flagged)"]);
    deliver(&server, 10..12);
    eventually("two more are seen", || count(&server, "INBOX", "\\Seen") == 10);
    terminate(service);
    terminate(desk.serve());
    let flags = server.flags("INBOX");
    assert_eq!((flags[&3].as_str(), flags[&4].as_str()), ("", "\\Flagged \\Seen"));
    assert_balanced(&desk);
}

#[test]
fn what_somebody_else_marks_as_seen_first_is_missed_by_nobody() {
    if is_skipped() {
        return;
    }
    let server = Dovecot::start();
    let desk = Desk::new(&mailbox(&server, SEEN));
    deliver(&server, 0..20);
    server.say(&["SELECT INBOX", "UID STORE 1:15 +FLAGS (\\Seen)"]);
    let service = desk.serve();
    eventually("all are seen", || count(&server, "INBOX", "\\Seen") == 20);
    eventually("twenty tickets", || desk.tickets_in_lake() == 20);
    terminate(service);
    assert_eq!(desk.dispositions(), [("ticketed".to_string(), 20)].into());
}

#[test]
fn nothing_changes_on_the_server_where_it_is_not_configured() {
    if is_skipped() {
        return;
    }
    for after_commit in ["", "after_commit = \"leave\""] {
        let server = Dovecot::start();
        let desk = Desk::new(&mailbox(&server, after_commit));
        deliver(&server, 0..5);
        server.say(&["SELECT INBOX", "UID STORE 2 +FLAGS (\\Seen \\Flagged)"]);
        let before = (server.flags("INBOX"), folders(&server));
        let service = desk.serve();
        eventually("five tickets", || desk.tickets_in_lake() == 5);
        assert_eq!(filing(&service), Value::Null);
        terminate(service);
        assert!(desk.run(&["ingest"]).status.success() && desk.run(&["check"]).status.success());
        assert_eq!((server.flags("INBOX"), folders(&server)), before);
    }
}

fn folders(server: &Dovecot) -> Vec<String> {
    server.say(&["LIST \"\" \"*\""]).lines().filter(|line| line.starts_with("* LIST")).map(str::to_string).collect()
}

#[test]
fn what_is_moved_away_is_not_missing_and_sent_and_quarantined_mail_stays() {
    if is_skipped() {
        return;
    }
    let server = Dovecot::start();
    let desk = Desk::new(&format!("message_bytes_max = 5000\n{}", mailbox(&server, MOVE)));
    let at: Timestamp = "2026-10-01T08:00:00Z".parse().unwrap();
    let robot = b"From: a@b.example\r\nAuto-Submitted: auto-generated\r\nMessage-ID: <r@b.example>\r\n\r\nx\r\n";
    let large = [&mail(8), "x".repeat(5000).as_bytes()].concat();
    deliver(&server, 0..3);
    server.append("INBOX", &[(at, &mail(0)), (at, robot), (at, &large)]);
    server.append("Sent", &[(at, &mail(7))]);
    let ingested = desk.run(&["ingest"]);
    assert!(ingested.status.success(), "{}", text(&ingested.stderr));
    assert!(text(&ingested.stdout).contains("support: 5 filed on the server"), "{}", text(&ingested.stdout));
    let found = desk.dispositions();
    assert_eq!((found["duplicate"], found["automatic"], found["quarantined"]), (1, 1, 1), "{found:?}");
    assert_eq!(["INBOX", "Processed", "Sent"].map(|folder| server.flags(folder).len()), [1, 5, 1]);
    assert_balanced(&desk);
    let again = desk.run(&["ingest"]);
    assert!(text(&again.stdout).contains("support: 2 messages, nothing new"), "{}", text(&again.stdout));
    // What vanishes otherwise is judged as ever: the server is asked what it shows, and no more.
    server.say(&["SELECT Sent", "UID STORE 1 +FLAGS (\\Deleted)", "EXPUNGE"]);
    assert_balanced(&desk);
}

#[test]
fn a_server_that_refuses_is_shown_and_asked_again_and_nothing_waits_for_it() {
    if is_skipped() {
        return;
    }
    let server = Dovecot::with_access_lists();
    let sink = Sink::start();
    let desk = Desk::new(&format!("{}{}", mailbox(&server, SEEN), sink.settings()));
    writes(&server, 1);
    server.allow_in_inbox("lr");
    let service = desk.serve();
    eventually("the refusal is told", || filing(&service)["status"] == "failing");
    eventually("the customer has an answer", || sink.mails().len() == 1);
    writes(&server, 2);
    eventually("another answer", || sink.mails().len() == 2);
    eventually("two tickets", || desk.tickets_in_lake() == 2);
    let (status, health) = service.health();
    assert_eq!((status, &health["mailboxes"]["support"]["status"]), (200, &"ok".into()), "mail is read: {health}");
    let said = filing(&service)["last_error"]["error"].as_str().unwrap().to_string();
    assert!(said.contains("keeps no flag \\Seen for desk") && said.contains("no mail is lost"), "{said}");
    assert_eq!(service.says("cannot file what is committed"), 1, "said once");
    assert!(service.get("/metrics").1.contains("tallypost_filing_failures_total{mailbox=\"support\"}"));
    let checked = desk.run(&["check"]);
    assert_eq!(checked.status.code(), Some(1));
    let (told, why) = (text(&checked.stdout), text(&checked.stderr));
    assert!(told.contains("after the commit: not done: ") && told.contains("2 still to be done"), "{told}");
    assert!(why.contains("after_commit cannot be done in 1 of 1 mailboxes"), "{why}");

    server.allow_in_inbox("lrs");
    eventually("both are seen", || count(&server, "INBOX", "\\Seen") == 2);
    eventually("health says so", || filing(&service)["status"] == "ok");
    assert!(service.get("/metrics").1.contains("tallypost_filed_messages_total{mailbox=\"support\"} 2\n"));
    terminate(service);
    let checked = text(&desk.run(&["check"]).stdout);
    assert!(checked.contains("after the commit: marked as seen\n"), "{checked}");
    assert_eq!(sink.mails().len(), 2);
    assert_balanced(&desk);
}

#[test]
fn a_refusal_costs_neither_the_news_of_new_mail_nor_a_poll_that_is_not_due() {
    if is_skipped() {
        return;
    }
    let server = Dovecot::with_access_lists();
    let desk = Desk::new("");
    desk.configure_polling_every(300, &mailbox(&server, SEEN));
    deliver(&server, 0..1);
    server.allow_in_inbox("lr");
    let service = desk.serve();
    eventually("the refusal is told", || filing(&service)["status"] == "failing");
    deliver(&server, 1..2);
    eventually("two tickets, long before a poll is due", || desk.tickets_in_lake() == 2);
    deliver(&server, 2..3);
    eventually("three tickets", || desk.tickets_in_lake() == 3);
    let metrics = service.get("/metrics").1;
    let passes = metrics.lines().find_map(|line| line.strip_prefix("tallypost_passes_total{mailbox=\"support\"} "));
    // One for each mail, and one more where a mail is told of twice.
    assert!(passes.unwrap().parse::<u32>().unwrap() <= 6, "{metrics}");
    terminate(service);
}

#[test]
fn a_pass_says_what_the_server_refused_and_has_done_its_work() {
    if is_skipped() {
        return;
    }
    let server = Dovecot::with_access_lists();
    let desk = Desk::new(&mailbox(&server, MOVE));
    deliver(&server, 0..3);
    server.allow_in_inbox("lrsw");
    let refused = desk.run(&["ingest"]);
    assert!(refused.status.success(), "{}", text(&refused.stderr));
    let said = text(&refused.stderr);
    assert!(said.contains("3 messages still to be filed: mailbox `support`: moving messages from INBOX to"), "{said}");
    assert_eq!((desk.tickets_in_lake(), server.flags("INBOX").len()), (3, 3));
    assert_balanced(&desk);
    server.allow_in_inbox("lrswte");
    let done = desk.run(&["ingest", "--format", "json"]);
    let line =
        text(&done.stdout).lines().filter_map(|line| serde_json::from_str::<Value>(line).ok()).next_back().unwrap();
    assert_eq!((&line["filed"], &line["to_be_filed"]), (&3.into(), &0.into()), "{line}");
    assert_eq!(["INBOX", "Processed"].map(|folder| server.flags(folder).len()), [0, 3]);
}

#[test]
fn the_outbox_has_its_turn_before_the_server() {
    if is_skipped() {
        return;
    }
    let (server, sink) = (Dovecot::start(), Sink::start());
    // The sender waits two seconds for a greeting; then the mail had its turn.
    sink.does(&[(Step::Greeting, Does::Hangs)]);
    let desk = Desk::new(&format!("{}{}", mailbox(&server, SEEN), sink.settings()));
    writes(&server, 1);
    let service = desk.serve();
    eventually("a ticket", || desk.tickets_in_lake() == 1);
    let has_waited = || text(&desk.run(&["outbox", "list", "--format", "json"]).stdout).contains("\"last_error\":\"");
    while !has_waited() {
        let is_seen = count(&server, "INBOX", "\\Seen") == 1;
        assert!(!is_seen || has_waited(), "filed before the outbox had its turn");
    }
    eventually("a mail server that is away keeps nothing from being filed", || count(&server, "INBOX", "\\Seen") == 1);
    terminate(service);
}

#[test]
fn numbers_that_change_between_commit_and_flag_flag_no_other_message() {
    if is_skipped() {
        return;
    }
    let server = Dovecot::start();
    let desk = Desk::new(&mailbox(&server, SEEN));
    deliver(&server, 0..10);
    assert!(desk.serve_until_it_ends(&[("TALLYPOST_ABORT_AT", "filing_flag")]).code().is_none());
    // Committed and owed under the old numbers; under the new ones, 1 is another message.
    server.say(&["SELECT INBOX", "UID STORE 1 +FLAGS (\\Deleted)", "EXPUNGE"]);
    server.forget_numbers("INBOX");
    deliver(&server, 10..12);
    let service = desk.serve();
    eventually("eleven are seen", || count(&server, "INBOX", "\\Seen") == 11);
    eventually("twelve tickets", || desk.tickets_in_lake() == 12);
    terminate(service);
    assert_eq!(desk.dispositions(), [("duplicate".to_string(), 9), ("ticketed".to_string(), 12)].into());
    assert_balanced(&desk);
}

#[test]
fn a_crash_between_copy_and_deletion_makes_no_second_ticket_for_who_reads_both_folders() {
    if is_skipped() {
        return;
    }
    let server = Dovecot::with_settings(WITHOUT_MOVE);
    let both = format!(
        "{}{}",
        mailbox(&server, MOVE),
        super::serving::mailbox("archive", &format!("{}folders = [\"Processed\"]\n", server.settings()))
    );
    // The second mailbox's folder must be there.
    server.say(&["CREATE Processed"]);
    let desk = Desk::new(&both);
    deliver(&server, 0..5);
    assert!(desk.serve_until_it_ends(&[("TALLYPOST_ABORT_AT", "filing_copied")]).code().is_none());
    let service = desk.serve();
    eventually("the inbox is empty", || server.flags("INBOX").is_empty());
    // The other mailbox reads both folders, and in one of them the second copy of what was copied when it crashed.
    eventually("all is known", || desk.run(&["verify", "--server"]).status.success());
    assert_eq!(server.flags("Processed").len(), 10);
    terminate(service);
    assert_eq!(desk.dispositions()["ticketed"], 5);
    assert_eq!(desk.tickets().len(), 5);
    assert_balanced(&desk);
}

#[test]
fn two_hundred_mails_with_kills_in_between_are_one_ticket_each_and_filed_in_the_end() {
    if is_skipped() {
        return;
    }
    for (after_commit, settings) in [(SEEN, ""), (MOVE, ""), (MOVE, WITHOUT_MOVE)] {
        let server = Dovecot::with_settings(settings);
        let desk = Desk::new("");
        desk.configure_in_batches_of(7, &mailbox(&server, after_commit));
        let mut random = ChaCha8Rng::seed_from_u64(4);
        for kill in 0..10 {
            deliver(&server, kill * 20..(kill + 1) * 20);
            let service = desk.serve();
            std::thread::sleep(Duration::from_millis(random.next_u64() % 400));
            service.kill();
        }
        let service = desk.serve();
        let (folder, flags) = if after_commit == SEEN { ("INBOX", "\\Seen") } else { ("Processed", "") };
        eventually("two hundred tickets", || desk.tickets_in_lake() == 200);
        eventually("all are filed", || match after_commit {
            SEEN => count(&server, folder, flags) == 200,
            _ => server.flags("INBOX").is_empty(),
        });
        terminate(service);
        let filed = server.flags(folder).len();
        println!("{after_commit} {}: {filed} in {folder}", settings.trim());
        // Without MOVE, a kill between the copy and its record leaves a second copy, of one batch at the most.
        assert!(filed == 200 || (settings == WITHOUT_MOVE && (200..=270).contains(&filed)), "{filed} in {folder}");
        assert_eq!(desk.dispositions(), [("ticketed".to_string(), 200)].into());
        assert_balanced(&desk);
    }
}

/// The mailbox `support` behind a proxy.
fn through(proxy: &Proxy, server: &Dovecot, after_commit: &str) -> String {
    let settings = format!(
        "host = \"127.0.0.1\"\nport = {}\ntls = \"none\"\nuser = \"desk\"\npassword_file = {:?}\n{after_commit}\n",
        proxy.port, server.password_file
    );
    super::serving::mailbox("support", &settings)
}

#[test]
fn a_poll_with_nothing_new_asks_nothing_of_the_server_that_it_would_not_ask_anyway() {
    if is_skipped() {
        return;
    }
    let server = Dovecot::start();
    let proxy = Proxy::before(server.plain_port);
    let desk = Desk::new("");
    desk.configure_in_batches_of(10, &through(&proxy, &server, SEEN));
    deliver(&server, 0..35);
    let service = desk.serve();
    let said = |words: &str| text(&proxy.heard(Side::Client)).matches(words).count();
    eventually("all are seen", || count(&server, "INBOX", "\\Seen") == 35);
    let polls = said("EXAMINE \"Sent\"");
    eventually("some polls more", || said("EXAMINE \"Sent\"") > polls + 3);
    terminate(service);
    // Four pages, of which the first opens the inbox.
    assert_eq!((said("SELECT"), said("UID STORE"), said("SEARCH"), said("CAPABILITY") <= 3), (1, 4, 0, true));
}

/// Does a command say more than how far it is?
fn complains(output: &Output) -> bool {
    text(&output.stderr).contains("tallypost: ")
}

/// The inbox has five new mails and nothing else, and nothing was ever moved.
fn with_five_mails(server: &Dovecot) {
    empty(server);
    deliver(server, 0..5);
}

#[test]
fn a_session_that_is_cut_at_any_byte_files_all_in_the_end_and_makes_nothing_twice() {
    if is_skipped() {
        return;
    }
    for (after_commit, settings) in [(SEEN, ""), (MOVE, ""), (MOVE, WITHOUT_MOVE)] {
        let server = Dovecot::with_settings(settings);
        let proxy = Proxy::before(server.plain_port);
        let desk = || {
            let desk = Desk::new("");
            desk.configure_in_batches_of(2, &through(&proxy, &server, after_commit));
            desk
        };
        with_five_mails(&server);
        proxy.plan(None);
        assert!(desk().run(&["ingest"]).status.success());
        let lengths = [Side::Server, Side::Client].map(|side| (side, proxy.heard(side).len()));
        let cuts = (1..=CUTS).flat_map(|part| lengths.map(|(side, length)| (side, length * part / (CUTS + 1))));
        let (mut felt, mut copied_twice) = (0, 0);
        for (side, after_bytes) in cuts {
            with_five_mails(&server);
            let desk = desk();
            proxy.plan(Some(Cut { side, after_bytes, every: false }));
            felt += usize::from(complains(&desk.run(&["ingest"])));
            proxy.plan(None);
            let whole = desk.run(&["ingest"]);
            assert!(whole.status.success() && !complains(&whole), "{after_bytes}: {}", text(&whole.stderr));
            assert_eq!(desk.tickets().len(), 5, "{side:?} {after_bytes}");
            let filed = match after_commit {
                SEEN => count(&server, "INBOX", "\\Seen"),
                _ => server.flags("Processed").len(),
            };
            assert!(after_commit == SEEN || server.flags("INBOX").is_empty(), "{side:?} {after_bytes}");
            // Cut off between a copy and its record, a page of two at the most.
            assert!(filed == 5 || (settings == WITHOUT_MOVE && (5..=7).contains(&filed)), "{after_bytes}: {filed}");
            copied_twice += filed - 5;
        }
        println!(
            "{after_commit} {}: {felt} of {} cuts were felt, {copied_twice} copied twice",
            settings.trim(),
            2 * CUTS
        );
        assert!(felt >= CUTS / 2, "only {felt} cuts were felt");
    }
}
