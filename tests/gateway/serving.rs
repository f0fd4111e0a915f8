//! Mail comes in while it runs; it is killed, stopped, told to read its configuration again.

use std::time::Duration;

use jiff::Timestamp;
use rand_chacha::ChaCha8Rng;
use rand_chacha::rand_core::{Rng, SeedableRng};

use super::service::{Desk, eventually, text, within};
use super::support::dovecot::{Dovecot, is_skipped};

pub fn mailbox(name: &str, settings: &str) -> String {
    format!("[[mailbox]]\nname = \"{name}\"\naddress = \"{name}@example.com\"\n[mailbox.imap]\n{settings}\n")
}

pub fn mail(number: usize) -> Vec<u8> {
    let text = format!(
        "From: Ada {number} <ada{number}@customer.example>\nTo: support@example.com\nSubject: Printer {number} is broken\n\
         Message-ID: <{number}@customer.example>\nDate: Thu, 1 Oct 2026 08:00:00 +0000\n\nPrinter {number} does not print.\n"
    );
    text.replace('\n', "\r\n").into_bytes()
}

/// Delivers the mails of these numbers to the inbox, a second apart.
pub fn deliver(server: &Dovecot, numbers: std::ops::Range<usize>) {
    let first: Timestamp = "2026-10-01T08:00:00Z".parse().unwrap();
    let at = |number: usize| first + Duration::from_secs(number as u64);
    let mails: Vec<(Timestamp, Vec<u8>)> = numbers.map(|number| (at(number), mail(number))).collect();
    let mails: Vec<(Timestamp, &[u8])> = mails.iter().map(|(at, raw)| (*at, raw.as_slice())).collect();
    server.append("INBOX", &mails);
}

#[test]
fn mail_that_comes_in_while_it_runs_is_in_the_lake_within_seconds_and_a_kill_loses_nothing() {
    if is_skipped() {
        return;
    }
    let server = Dovecot::start();
    let desk = Desk::new(&mailbox("support", &server.settings()));
    deliver(&server, 0..10);
    let service = desk.serve();
    eventually("ten tickets in the lake", || desk.tickets_in_lake() == 10);
    deliver(&server, 10..15);
    within(Duration::from_secs(5), "fifteen tickets in the lake", || desk.tickets_in_lake() == 15);
    let (status, health) = service.health();
    assert_eq!((status, &health["mailboxes"]["support"]["status"]), (200, &"ok".into()), "{health}");
    let (_, metrics) = service.get("/metrics");
    assert!(
        metrics.contains("tallypost_messages_total{mailbox=\"support\",disposition=\"ticketed\"} 15\n"),
        "{metrics}"
    );
    service.kill();

    deliver(&server, 15..20);
    let service = desk.serve();
    eventually("twenty tickets in the lake", || desk.tickets_in_lake() == 20);
    let (status, took) = service.terminate();
    assert!(status.success() && took < Duration::from_secs(5), "{status} after {took:?}");
    let verified = desk.run(&["verify"]);
    assert!(verified.status.success(), "{}", text(&verified.stdout));
}

#[test]
fn what_came_in_last_is_in_the_lake_when_it_has_stopped() {
    if is_skipped() {
        return;
    }
    let server = Dovecot::start();
    let desk = Desk::new(&mailbox("support", &server.settings()));
    deliver(&server, 0..1);
    let service = desk.serve();
    eventually("the first ticket", || desk.tickets_in_lake() == 1);
    deliver(&server, 1..2);
    eventually("the second ticket in the journal", || desk.tickets().len() == 2);
    let (status, _) = service.terminate();
    assert!(status.success());
    assert_eq!(desk.tickets_in_lake(), 2);
}

#[test]
fn a_refused_password_is_said_once_with_its_remedy_and_holds_up_no_other_mailbox() {
    if is_skipped() {
        return;
    }
    let server = Dovecot::start();
    let desk = Desk::new("");
    let refused = desk.with_wrong_password(&server);
    desk.configure(&[mailbox("billing", &refused), mailbox("support", &server.settings())].concat());
    deliver(&server, 0..3);
    let service = desk.serve();
    eventually("the other mailbox is read", || desk.tickets_in_lake() == 3);
    eventually("three polls without success", || service.health().0 == 503);
    let (_, health) = service.health();
    assert_eq!(health["mailboxes"]["support"]["status"], "ok");
    let error = health["mailboxes"]["billing"]["last_error"]["error"].as_str().unwrap().to_string();
    assert!(error.contains("password_file") && !error.contains("wrong-battery"), "{error}");
    deliver(&server, 3..4);
    eventually("and goes on being read", || desk.tickets_in_lake() == 4);
    assert_eq!(service.says("cannot read the mailbox"), 1);
}

#[test]
fn at_sighup_a_good_configuration_is_adopted_and_a_bad_one_refused_with_its_fault() {
    if is_skipped() {
        return;
    }
    let (first, second) = (Dovecot::start(), Dovecot::start());
    let support = mailbox("support", &first.settings());
    let desk = Desk::new(&support);
    let service = desk.serve();
    eventually("the mailbox is read", || service.health().1["mailboxes"]["support"]["last_success"].is_string());

    desk.configure("[[mailbox]]\nname = \"support\"\nadress = \"support@example.com\"\n");
    service.signal("HUP");
    eventually("the refusal", || service.says("configuration refused; the old one stays") == 1);
    let refusal = service.log().into_iter().find(|line| line["level"] == "ERROR").unwrap();
    assert!(refusal["error"].as_str().unwrap().contains("adress"), "{refusal}");
    deliver(&first, 0..1);
    eventually("the old one is served", || desk.tickets_in_lake() == 1);

    desk.configure(&[support, mailbox("billing", &second.settings())].concat());
    deliver(&second, 1..2);
    service.signal("HUP");
    eventually("the new mailbox is read", || desk.tickets_in_lake() == 2);
    assert_eq!(service.health().0, 200);
}

#[test]
fn a_server_that_comes_back_is_read_again_and_the_log_names_nobody() {
    if is_skipped() {
        return;
    }
    let server = Dovecot::start();
    let nowhere = server.settings().replace(&format!("port = {}", server.port), "port = 1");
    let desk = Desk::new(&mailbox("support", &nowhere));
    deliver(&server, 0..1);
    let service = desk.serve();
    eventually("the failure is said", || service.says("cannot read the mailbox") == 1);
    desk.configure(&mailbox("support", &server.settings()));
    service.signal("HUP");
    eventually("a ticket", || desk.tickets_in_lake() == 1);
    let log = format!("{:?}", service.log());
    assert!(log.contains("\"committed\"") && !log.contains("customer.example") && !log.contains("Printer"), "{log}");
}

#[test]
fn the_server_tells_of_new_mail_long_before_the_next_poll() {
    if is_skipped() {
        return;
    }
    let server = Dovecot::start();
    let desk = Desk::new("");
    desk.configure_polling_every(300, &mailbox("support", &server.settings()));
    deliver(&server, 0..1);
    let service = desk.serve();
    eventually("the first ticket", || desk.tickets_in_lake() == 1);
    eventually("the server is listened to", || read(&server.log_path).contains("Login: ") && service.health().0 == 200);
    for number in 1..4 {
        deliver(&server, number..number + 1);
        within(Duration::from_secs(20), "the next ticket", || desk.tickets_in_lake() == number + 1);
    }
    assert_eq!(read(&server.log_path).matches("Login: ").count(), 1, "one session for all of it");
}

#[test]
fn a_mailbox_that_was_numbered_anew_is_recognised_by_content_and_gives_exactly_the_five_new_tickets() {
    if is_skipped() {
        return;
    }
    let server = Dovecot::start();
    let desk = Desk::new(&mailbox("support", &server.settings()));
    deliver(&server, 0..500);
    let service = desk.serve();
    within(Duration::from_secs(90), "500 tickets", || desk.tickets().len() == 500);
    let before = uid_validity(&server);
    server.forget_numbers("INBOX");
    deliver(&server, 500..505);
    within(Duration::from_secs(90), "505 tickets", || desk.tickets().len() == 505);
    eventually("all are dealt with", || desk.dispositions().values().sum::<usize>() == 1005);
    assert_ne!(uid_validity(&server), before);
    let expected = [("duplicate".to_string(), 500), ("ticketed".to_string(), 505)];
    assert_eq!(desk.dispositions().into_iter().collect::<Vec<_>>(), expected);
    assert!(service.terminate().0.success());
    assert_eq!(desk.tickets_in_lake(), 505);
}

/// Kills in the usual run; `TALLYPOST_KILLS` asks for more.
const KILLS: usize = 12;

#[test]
fn killed_again_and_again_while_mail_comes_in_it_loses_nothing_and_makes_nothing_twice() {
    if is_skipped() {
        return;
    }
    let kills = std::env::var("TALLYPOST_KILLS").map_or(KILLS, |text| text.parse().unwrap());
    let server = Dovecot::start();
    let desk = Desk::new("");
    desk.configure_in_batches_of(3, &mailbox("support", &server.settings()));
    let mut random = ChaCha8Rng::seed_from_u64(4);
    for round in 0..kills {
        let service = desk.serve();
        deliver(&server, round * 10..round * 10 + 10);
        std::thread::sleep(Duration::from_millis(u64::from(random.next_u32() % 1000)));
        service.kill();
    }
    let service = desk.serve();
    eventually("every ticket in the lake", || desk.tickets_in_lake() == kills * 10);
    assert!(service.terminate().0.success());
    assert_eq!(desk.dispositions(), [("ticketed".to_string(), kills * 10)].into());
    let verified = desk.run(&["verify", "--server"]);
    assert!(verified.status.success(), "{}", text(&verified.stdout));
}

fn uid_validity(server: &Dovecot) -> String {
    let answers = server.say(&["EXAMINE INBOX"]);
    answers.lines().find(|line| line.contains("UIDVALIDITY")).unwrap().to_string()
}

fn read(path: &std::path::Path) -> String {
    std::fs::read_to_string(path).unwrap()
}
