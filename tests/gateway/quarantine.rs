//! What cannot be taken in is kept, told to the operator, and tried again on his word, also while the service runs.

use std::path::PathBuf;

use serde_json::Value;

use super::refusals::maildir;
use super::service::{Desk, eventually, text};

const OPERATOR: &str = "operator = \"ops@example.com\"\n";

/// A desk with a Maildir and an operator; `gateway` is further lines of its table.
fn desk(gateway: &str) -> Desk {
    let desk = Desk::new("");
    configure(&desk, gateway);
    desk
}

fn configure(desk: &Desk, gateway: &str) {
    desk.configure(&format!("{OPERATOR}{gateway}\n{}", maildir(desk)));
}

fn deliver(desk: &Desk, number: usize, subject: &str, body: &str) -> PathBuf {
    let path = desk.path().join(format!("Maildir/new/{}.M{number}.desk", 1_790_000_000 + number));
    let mail = format!(
        "From: Ada <ada@customer.example>\nMessage-ID: <{number}@customer.example>\nSubject: {subject}\n\n{body}\n"
    );
    std::fs::write(&path, mail).unwrap();
    path
}

fn says(desk: &Desk, words: &[&str]) -> String {
    let output = desk.run(words);
    assert!(output.status.success(), "{words:?}: {}{}", text(&output.stdout), text(&output.stderr));
    text(&output.stdout)
}

/// The journal's owner decides what it takes: a stand-in for whatever a future message may run into.
fn journal(desk: &Desk, sql: &str) {
    let path = desk.path().join("tallypost-data/journal.sqlite");
    rusqlite::Connection::open(path).unwrap().execute_batch(sql).unwrap();
}

const REFUSE: &str = "CREATE TRIGGER refuse BEFORE INSERT ON messages WHEN NEW.row LIKE '%poisonous%'
    BEGIN SELECT RAISE(ABORT, 'not this one'); END";

fn owed(desk: &Desk) -> Vec<Value> {
    let output = says(desk, &["outbox", "list", "--format", "json"]);
    output.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

/// The text of the one mail that is owed.
fn notice(desk: &Desk) -> String {
    let path = desk.path().join("tallypost-data/journal.sqlite");
    let connection = rusqlite::Connection::open(path).unwrap();
    let raw: Vec<u8> = connection.query_row("SELECT raw FROM outbox", [], |row| row.get(0)).unwrap();
    tallypost::message::parse(&raw).text
}

#[test]
fn what_the_journal_refuses_is_kept_and_read_from_the_archive_once_it_is_mended() {
    let desk = desk("");
    says(&desk, &["ingest"]);
    journal(&desk, REFUSE);
    let mut poisonous = Vec::new();
    for number in 0..20 {
        let is_poisonous = [3, 11].contains(&number);
        let path = deliver(&desk, number, if is_poisonous { "poisonous" } else { "Printer" }, "It is broken.");
        poisonous.extend(is_poisonous.then_some(path));
    }
    let said = says(&desk, &["ingest"]);
    assert!(said.contains("18 opened a ticket") && said.contains("2 quarantined"), "{said}");
    assert!(says(&desk, &["ingest"]).contains("nothing new"));
    let verified = says(&desk, &["verify"]);
    assert!(verified.contains("quarantined: 2") && verified.contains("the journal refuses it"), "{verified}");
    assert_eq!(owed(&desk).len(), 1);
    let notice = notice(&desk);
    for part in
        ["mailbox support, folder INBOX, message 1790000003.M3.desk (kept whole)", "M11", "not this one", "--retry"]
    {
        assert!(notice.contains(part), "{part}: {notice}");
    }

    // Still refused: it stays where it is.
    assert!(says(&desk, &["ingest", "--retry"]).contains("of those kept whole: 2 quarantined"));
    journal(&desk, "DROP TRIGGER refuse");
    poisonous.iter().for_each(|path| std::fs::remove_file(path).unwrap());
    assert!(says(&desk, &["ingest", "--retry"]).contains("of those kept whole: 2 opened a ticket"));
    assert_eq!(desk.dispositions(), [("ticketed".to_string(), 20)].into());
    assert_eq!(desk.tickets_in_lake(), 20);
    assert!(!says(&desk, &["verify"]).contains("quarantine"));
}

#[test]
fn a_mail_over_the_cap_is_told_and_comes_when_the_cap_is_raised_while_the_service_runs() {
    let desk = desk("message_bytes_max = 2000\n");
    deliver(&desk, 1, "Small", "It is broken.");
    deliver(&desk, 2, "Large", &"It is broken. ".repeat(1000));
    let service = desk.serve();
    eventually("the operator is owed a mail", || owed(&desk).len() == 1);
    assert_eq!(owed(&desk)[0]["recipient"], "ops@example.com");
    let notice = notice(&desk);
    for part in ["M2.desk (not kept whole): 14", "bytes (gateway.message_bytes_max) than the 2000", "ingest --retry"] {
        assert!(notice.contains(part), "{part}: {notice}");
    }
    assert!(service.says("message quarantined") == 1, "{:?}", service.log());

    configure(&desk, "message_bytes_max = 200000\n");
    service.signal("HUP");
    eventually("the new configuration", || service.says("configuration read again") == 1);
    let said = says(&desk, &["ingest", "--retry"]);
    assert!(said.contains("1 message released: `tallypost serve`, process ") && said.contains("within 1 s"), "{said}");
    eventually("both in the lake", || desk.tickets_in_lake() == 2);
    assert!(service.terminate().0.success());
    assert_eq!(desk.dispositions(), [("ticketed".to_string(), 2)].into());
    assert!(says(&desk, &["verify", "--server"]).contains("everything balances"));
}

#[test]
fn a_mail_that_is_gone_when_it_is_tried_again_stays_in_quarantine() {
    let desk = desk("message_bytes_max = 2000\n");
    let path = deliver(&desk, 1, "Large", &"It is broken. ".repeat(1000));
    says(&desk, &["ingest"]);
    std::fs::remove_file(path).unwrap();
    says(&desk, &["ingest", "--retry"]);
    assert_eq!(desk.dispositions(), [("quarantined".to_string(), 1)].into());
    assert!(says(&desk, &["verify"]).contains("released, the next pass tries again"));
}

#[test]
fn two_copies_of_one_large_mail_are_one_ticket_when_the_first_is_released() {
    let desk = desk("message_bytes_max = 2000\n");
    let first = deliver(&desk, 1, "Large", &"It is broken. ".repeat(1000));
    std::fs::copy(first, desk.path().join("Maildir/new/1790000009.M9.desk")).unwrap();
    says(&desk, &["ingest"]);
    configure(&desk, "");
    says(&desk, &["ingest", "--retry"]);
    let expected = [("duplicate".to_string(), 1), ("ticketed".to_string(), 1)];
    assert_eq!(desk.dispositions(), expected.into());
    assert!(says(&desk, &["verify"]).contains("everything balances"));
}
