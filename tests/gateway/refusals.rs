//! What it refuses, with which words and status.

use std::net::TcpListener;

use super::service::{Desk, eventually, text};
use super::serving::mailbox;

fn maildir(desk: &Desk) -> String {
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
