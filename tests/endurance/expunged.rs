//! Somebody deletes mail while it is being fetched.

use super::service::{Desk, text};
use super::support::dovecot::{Dovecot, is_skipped};
use super::support::proxy::Proxy;
use super::{deliver, mailbox, october};

const MAILS: usize = 300;
const EXPUNGED: usize = 100;

#[test]
fn each_of_a_hundred_mails_that_are_deleted_during_the_fetch_is_had_or_recorded_as_vanished() {
    if is_skipped() {
        return;
    }
    let server = Dovecot::start();
    let proxy = Proxy::before(server.plain_port);
    let desk = Desk::new(&format!("batch_messages = 50\n{}", mailbox(proxy.port, &server.password_file)));
    deliver(&server, 0..MAILS, october());
    let server = std::sync::Arc::new(server);
    let other = server.clone();
    // The 20th of the first batch of 50 is on its way: some of the hundred are had, the others are not.
    proxy.when_the_server_says(b"* 20 FETCH (UID 20 BODY[] {", move || {
        other.say(&["SELECT INBOX", &format!("UID STORE 21:{} +FLAGS (\\Deleted)", 20 + EXPUNGED), "EXPUNGE"]);
    });
    let mut first = desk.run(&["ingest"]);
    assert!(proxy.has_acted());
    for _ in 0..2 {
        if !first.status.success() {
            first = desk.run(&["ingest"]);
        }
    }
    assert!(first.status.success(), "{}", text(&first.stderr));
    let found = desk.dispositions();
    println!("{found:?}");
    assert_eq!(found.values().sum::<usize>(), MAILS, "each has one disposition: {found:?}");
    let (had, vanished) = (found["ticketed"], found["vanished"]);
    assert_eq!(had + vanished, MAILS, "{found:?}");
    // What did not lie in the batch under way cannot have been had.
    assert!((EXPUNGED - 30..=EXPUNGED).contains(&vanished), "{found:?}");
    let verified = desk.run(&["verify", "--server"]);
    assert!(verified.status.success(), "{}", text(&verified.stdout));
    assert!(desk.run(&["ingest"]).status.success());
}
