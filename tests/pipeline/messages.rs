//! What is said when something is wrong, and with which exit status.

use std::path::Path;

use super::support::dovecot::{Dovecot, is_skipped};
use super::{run, sample, text};

const CONFIG: &str = "[organisation]\nname = \"Desk\"\ntime_zone = \"Europe/Berlin\"\n";

fn folder_with(name: &str, content: &str) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join(name), content).unwrap();
    folder
}

/// The exit status and all that was said.
fn said(folder: &Path, words: &[&str]) -> (Option<i32>, String) {
    let output = run(folder, words);
    (output.status.code(), text(&output.stdout) + &text(&output.stderr))
}

fn assert_says(folder: &Path, words: &[&str], status: i32, parts: &[&str]) {
    let (got, said) = said(folder, words);
    assert_eq!(got, Some(status), "{words:?}: {said}");
    for part in parts {
        assert!(said.contains(part), "{words:?} does not say `{part}`: {said}");
    }
}

#[test]
fn a_reader_who_goes_away_hears_no_complaint() {
    let folder = tempfile::tempdir().unwrap();
    let mut command = super::tallypost();
    command.current_dir(folder.path()).arg("init").stdout(std::process::Stdio::piped());
    let mut child = command.stderr(std::process::Stdio::piped()).spawn().unwrap();
    drop(child.stdout.take());
    let output = child.wait_with_output().unwrap();
    assert_eq!((output.status.code(), text(&output.stderr)), (Some(0), String::new()));
}

#[test]
fn a_misspelt_key_names_file_line_and_key() {
    let folder = folder_with("tallypost.toml", "[organisation]\nname = \"Desk\"\ntimezone = \"Europe/Berlin\"\n");
    assert_says(folder.path(), &["check"], 2, &["tallypost.toml", "line 3", "timezone", "time_zone"]);
}

#[test]
fn settings_that_contradict_each_other_are_all_named_with_a_remedy() {
    let wrong = "[organisation]\nname = \"Desk\"\ntime_zone = \"Europe/Berln\"\n\
        [[agent]]\nname = \"A\"\naddress = \"a@b.example\"\nteam = \"Ghosts\"\n\
        [[service_level]]\npriority = \"P9\"\n";
    let folder = folder_with("tallypost.toml", wrong);
    assert_says(folder.path(), &["check"], 2, &["Europe/Berln", "Europe/Berlin", "Ghosts", "P9", "P1, P2, P3, P4"]);
}

#[test]
fn a_protection_that_cannot_be_is_named_with_a_remedy() {
    let with = |more: &str| {
        let text = format!(
            "[organisation]\nname = \"Desk\"\n[[mailbox]]\nname = \"support\"\naddress = \"a@b.example\"\n[mailbox.imap]\n\
             host = \"localhost\"\nuser = \"desk\"\npassword_env = \"SECRET\"\n{more}\n"
        );
        folder_with("tallypost.toml", &text)
    };
    let cases = [
        ("tls = \"starttls\"", ["993", "port = 143"]),
        ("tls = \"none\"\npin_sha256 = [\"47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=\"]", ["pin_sha256", "none"]),
        ("pin_sha256 = [\"47DEQpj8\"]", ["line 10", "64 digits"]),
        ("timeout_seconds = 0", ["timeout_seconds", "write 15"]),
    ];
    for (more, parts) in cases {
        assert_says(with(more).path(), &["check"], 2, &parts);
    }
}

#[test]
fn no_configuration_says_how_to_get_one() {
    let folder = tempfile::tempdir().unwrap();
    assert_says(folder.path(), &["ingest"], 2, &["tallypost.toml", "tallypost init"]);
}

#[test]
fn a_configuration_without_a_mailbox_says_so() {
    let folder = folder_with("tallypost.toml", CONFIG);
    assert_says(folder.path(), &["ingest"], 2, &["no [[mailbox]]"]);
}

#[test]
fn a_source_that_is_not_there_is_named() {
    let folder = tempfile::tempdir().unwrap();
    assert_says(folder.path(), &["ingest", "no-such-maildir"], 1, &["no-such-maildir", "No such file"]);
}

#[test]
fn a_file_that_is_no_mbox_is_named_with_what_would_be_one() {
    let folder = folder_with("notes.mbox", "just some text\n");
    assert_says(folder.path(), &["ingest", "notes.mbox"], 1, &["notes.mbox", "From "]);
}

#[test]
fn an_empty_mailbox_is_no_failure() {
    let folder = tempfile::tempdir().unwrap();
    for part in ["cur", "new", "tmp"] {
        std::fs::create_dir_all(folder.path().join("Maildir").join(part)).unwrap();
    }
    assert_says(folder.path(), &["ingest", "Maildir"], 0, &["0 messages, nothing new"]);
    assert_says(folder.path(), &["kpi"], 1, &["there are no tickets", "tallypost ingest"]);
}

#[test]
fn a_wrong_password_says_whose_and_what_to_check() {
    if is_skipped() {
        return;
    }
    let server = Dovecot::start();
    let settings =
        server.settings().lines().filter(|line| !line.starts_with("password")).collect::<Vec<_>>().join("\n");
    let config = format!(
        "{CONFIG}[[mailbox]]\nname = \"support\"\naddress = \"s@b.example\"\n[mailbox.imap]\n{settings}\npassword_env = \"WRONG\"\n"
    );
    let folder = folder_with("tallypost.toml", &config);
    let output = super::tallypost().current_dir(folder.path()).env("WRONG", "not-it").arg("ingest").output().unwrap();
    let said = text(&output.stderr);
    assert_eq!(output.status.code(), Some(1), "{said}");
    assert!(
        said.contains("support") && said.contains("refused the password") && said.contains("password_file"),
        "{said}"
    );
    assert!(!said.contains("not-it"), "the password is printed: {said}");
}

#[test]
fn a_period_that_is_none_says_what_would_be_one() {
    let folder = tempfile::tempdir().unwrap();
    assert_says(folder.path(), &["analyze", "--period", "October"], 2, &["October", "2026-10"]);
}

#[test]
fn a_period_with_no_tickets_gives_a_review_that_says_so() {
    let folder = tempfile::tempdir().unwrap();
    let mail = "From: kim@customer.example\nTo: support@desk.example\nDate: Wed, 21 Oct 2026 08:00:00 +0000\n\
        Message-ID: <1@customer.example>\nSubject: Printer\n\nIt does not print.\n";
    std::fs::write(folder.path().join("one.eml"), mail).unwrap();
    assert_says(folder.path(), &["ingest", "one.eml"], 0, &["1 opened a ticket"]);
    assert_says(folder.path(), &["kpi", "--period", "2019-02"], 0, &["2019-02"]);
    assert_says(folder.path(), &["analyze", "--period", "2019-02"], 0, &["2019-02: no ticket", "index.html"]);
    assert!(folder.path().join("reports/2019-02/index.html").exists());
}

#[test]
fn a_ticket_that_is_not_there_is_named() {
    let folder = tempfile::tempdir().unwrap();
    assert_says(folder.path(), &["ticket", "show", "T-1"], 1, &["there is no journal"]);
    let config = sample().join("tallypost.toml");
    std::fs::create_dir_all(folder.path().join("Maildir/new")).unwrap();
    assert_says(folder.path(), &["--config", config.to_str().unwrap(), "ingest", "Maildir"], 0, &[]);
    assert_says(folder.path(), &["ticket", "why", "T-1"], 1, &["there is no ticket T-1", "ticket list"]);
}

#[test]
fn init_writes_a_configuration_that_check_takes_and_never_overwrites_one() {
    let folder = tempfile::tempdir().unwrap();
    assert_says(folder.path(), &["init"], 0, &["wrote ./tallypost.toml"]);
    assert_says(folder.path(), &["init"], 1, &["never overwritten"]);
    // The example server does not exist; the configuration itself is fine.
    assert_says(folder.path(), &["check"], 1, &["configuration: fine", "SUPPORT_PASSWORD"]);
}
