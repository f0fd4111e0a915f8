//! Numbers that a server gives its messages and that change, lack or fall; flags that somebody else sets.

use std::collections::BTreeMap;
use std::time::Duration;

use super::service::{Desk, Service, eventually, text, within};
use super::support::dovecot::{Dovecot, is_skipped};
use super::support::imap::{Scripted, UidNext};
use super::{count, deliver, mail, mailbox, october};

fn ingested(desk: &Desk) -> String {
    let output = desk.run(&["ingest"]);
    assert!(output.status.success(), "{}", text(&output.stderr));
    text(&output.stdout)
}

fn dispositions(of: &[(&str, usize)]) -> BTreeMap<String, usize> {
    of.iter().map(|(name, count)| ((*name).to_string(), *count)).collect()
}

#[test]
fn a_mailbox_that_is_numbered_anew_gives_exactly_the_five_new_tickets() {
    if is_skipped() {
        return;
    }
    let mails = count(300, 10_000);
    let server = Dovecot::start();
    let desk = Desk::new(&mailbox(server.plain_port, &server.password_file));
    deliver(&server, 0..mails, october());
    assert!(ingested(&desk).contains(&format!("{mails} opened a ticket")));
    server.forget_numbers("INBOX");
    deliver(&server, mails..mails + 5, october());
    let said = ingested(&desk);
    assert!(said.contains("5 opened a ticket") && said.contains(&format!("{mails} seen before")), "{said}");
    assert_eq!(desk.dispositions(), dispositions(&[("duplicate", mails), ("ticketed", mails + 5)]));
    assert_eq!(desk.tickets_in_lake(), mails + 5);
    assert!(desk.run(&["verify", "--server"]).status.success());
}

#[test]
fn what_somebody_else_marked_seen_and_answered_is_read_all_the_same() {
    if is_skipped() {
        return;
    }
    let server = Dovecot::start();
    let desk = Desk::new(&mailbox(server.plain_port, &server.password_file));
    deliver(&server, 0..40, october());
    ingested(&desk);
    deliver(&server, 40..80, october());
    server.say(&["SELECT INBOX", "UID STORE 1:* +FLAGS (\\Seen \\Answered)", "CLOSE"]);
    assert!(ingested(&desk).contains("40 new: 40 opened a ticket"));
    assert_eq!(desk.dispositions(), dispositions(&[("ticketed", 80)]));
}

/// A running service that has read five mails.
fn serving(server: &Scripted) -> (Desk, Service) {
    let desk = Desk::new("");
    let password = desk.path().join("password");
    std::fs::write(&password, "secret\n").unwrap();
    desk.configure(&mailbox(server.port, &password));
    let service = desk.serve();
    eventually("five tickets", || desk.tickets().len() == 5);
    (desk, service)
}

/// What a service remembers between its polls is put to the test.
fn polled_with(told: [UidNext; 3]) {
    let server = Scripted::start((0..5).map(mail).collect());
    server.tells_uid_next(told[0]);
    let (desk, service) = serving(&server);
    let mut expected = 5;
    for uid_next in &told[1..] {
        server.tells_uid_next(*uid_next);
        server.deliver(mail(expected));
        expected += 1;
        within(Duration::from_secs(20), "the next ticket", || desk.tickets().len() == expected);
    }
    assert!(service.terminate().0.success());
    assert_eq!(desk.dispositions(), dispositions(&[("ticketed", expected)]), "{told:?}");
    assert!(desk.run(&["verify", "--server"]).status.success(), "{told:?}");
}

#[test]
fn a_server_that_does_not_tell_its_next_number_is_read_whole() {
    polled_with([UidNext::Absent; 3]);
}

#[test]
fn a_server_whose_next_number_falls_is_read_whole() {
    polled_with([UidNext::Honest, UidNext::Says(2), UidNext::Says(1)]);
}

#[test]
fn a_server_whose_next_number_stands_still_is_read_at_the_next_poll() {
    polled_with([UidNext::Honest, UidNext::Says(6), UidNext::Says(6)]);
}

#[test]
fn a_mail_that_came_where_another_went_is_read_though_no_number_changed() {
    let server = Scripted::start((0..5).map(mail).collect());
    let (desk, service) = serving(&server);
    server.tells_uid_next(UidNext::Says(6));
    server.deliver_and_expunge(mail(5), 2);
    within(Duration::from_secs(20), "the next ticket", || desk.tickets().len() == 6);
    assert!(service.terminate().0.success());
    assert_eq!(desk.dispositions(), dispositions(&[("ticketed", 6)]));
}
