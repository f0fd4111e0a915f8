//! What it refuses, with which words and status.

use std::net::TcpListener;

use super::service::{Desk, eventually, text};
use super::serving::mailbox;

pub fn maildir(desk: &Desk) -> String {
    let maildir = desk.path().join("Maildir");
    for part in ["cur", "new", "tmp"] {
        std::fs::create_dir_all(maildir.join(part)).unwrap();
    }
    format!("[[mailbox]]\nname = \"support\"\naddress = \"support@example.com\"\nmaildir = {maildir:?}\n")
}

#[test]
fn a_second_gateway_on_the_same_data_is_refused_and_told_who_has_it() {
    let desk = Desk::new("");
    desk.configure(&maildir(&desk));
    let service = desk.serve();
    eventually("a first pass", || service.health().1["mailboxes"]["support"]["last_success"].is_string());
    for words in [&["serve"][..], &["ingest"], &["publish", "--rebuild"]] {
        let refused = desk.run(words);
        let said = text(&refused.stderr);
        assert_eq!(refused.status.code(), Some(1), "{words:?}: {said}");
        assert!(said.contains("`tallypost serve`, process "), "{words:?}: {said}");
    }
    assert!(service.terminate().0.success());
    assert!(desk.run(&["ingest"]).status.success());
}

#[test]
fn a_port_that_is_taken_is_named_with_the_setting() {
    let desk = Desk::new("");
    desk.configure(&maildir(&desk));
    let _taken = TcpListener::bind(("127.0.0.1", desk.port)).unwrap();
    let refused = desk.run(&["serve"]);
    let said = text(&refused.stderr);
    assert_eq!(refused.status.code(), Some(1));
    assert!(said.contains("gateway.listen") && said.contains(&desk.port.to_string()), "{said}");
}

#[test]
fn a_configuration_without_mailboxes_or_with_a_name_twice_is_refused() {
    let desk = Desk::new("");
    assert_eq!(desk.run(&["serve"]).status.code(), Some(2));
    let one = mailbox("support", "host = \"localhost\"\nuser = \"desk\"\npassword_env = \"X\"");
    desk.configure(&[one.clone(), one].concat());
    let refused = desk.run(&["serve"]);
    assert_eq!(refused.status.code(), Some(2));
    assert!(text(&refused.stderr).contains("the name is given twice"), "{}", text(&refused.stderr));
}

fn pipe(desk: &Desk, data: &str, mail: &[u8]) -> std::process::Output {
    desk.run_with_input(&["ingest", "-", "--data", data], mail)
}

#[test]
fn a_mail_by_a_pipe_is_taken_or_asked_for_again_but_never_bounced() {
    let desk = Desk::new("");
    desk.configure(&maildir(&desk));
    let mail = b"From: a@customer.example\nSubject: printer\n\nbroken\n";
    let taken = pipe(&desk, "tallypost-data", mail);
    assert!(taken.status.success(), "{}", text(&taken.stderr));

    std::fs::write(desk.path().join("file"), "").unwrap();
    let no_folder = pipe(&desk, "file", mail);
    assert_eq!(no_folder.status.code(), Some(75), "{}", text(&no_folder.stderr));
    assert!(text(&no_folder.stderr).contains("again later"), "{}", text(&no_folder.stderr));

    let service = desk.serve();
    let locked = pipe(&desk, "tallypost-data", mail);
    assert_eq!(locked.status.code(), Some(75), "{}", text(&locked.stderr));
    assert!(text(&locked.stderr).contains("`tallypost serve`"), "{}", text(&locked.stderr));
    assert!(service.terminate().0.success());

    // The lake cannot be written; the mail is in the journal all the same, and must not come twice.
    std::fs::remove_dir_all(desk.path().join("tallypost-data/lake")).unwrap();
    std::fs::write(desk.path().join("tallypost-data/lake"), "").unwrap();
    let unpublished = pipe(&desk, "tallypost-data", b"From: b@customer.example\nSubject: door\n\nstuck\n");
    assert!(unpublished.status.success(), "{}", text(&unpublished.stderr));
    assert_eq!(desk.tickets().len(), 2);

    desk.configure("nonsense");
    assert_eq!(pipe(&desk, "tallypost-data", mail).status.code(), Some(75));
}
