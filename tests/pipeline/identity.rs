//! One mail is one message, however often and on how many ways it comes.

use std::path::Path;

use super::{files, run, text};

const HEAD: &str = "From: kim@customer.example\nTo: support@desk.example\nDate: Wed, 21 Oct 2026 08:00:00 +0000\n";

/// Delivers mails into a Maildir and ingests it; what was said.
fn ingested(folder: &Path, mails: &[(&str, String)]) -> String {
    let new = folder.join("Maildir/new");
    std::fs::create_dir_all(&new).unwrap();
    for (name, mail) in mails {
        std::fs::write(new.join(name), mail).unwrap();
    }
    let output = run(folder, &["ingest", "Maildir"]);
    assert!(output.status.success(), "{}", text(&output.stderr));
    text(&output.stdout)
}

fn assert_said(said: &str, part: &str) {
    assert!(said.contains(part), "`{part}` is not in: {said}");
}

#[test]
fn a_mail_in_copy_and_in_sent_is_one_message() {
    let folder = tempfile::tempdir().unwrap();
    let mail = format!("{HEAD}Message-ID: <1@customer.example>\nSubject: Printer\n\nIt does not print.\n");
    let traced = format!("Received: from a by b; Wed, 21 Oct 2026 08:00:05 +0000\n{mail}");
    let said = ingested(folder.path(), &[("1792500000.a", mail), ("1792500005.b", traced)]);
    assert_said(&said, "1 opened a ticket, 1 seen before");
}

#[test]
fn the_same_message_id_with_two_bodies_is_two_messages_of_one_ticket() {
    let folder = tempfile::tempdir().unwrap();
    let mail = |body: &str| format!("{HEAD}Message-ID: <1@customer.example>\nSubject: Printer\n\n{body}\n");
    let said = ingested(folder.path(), &[("1792500000.a", mail("It jams.")), ("1792500005.b", mail("It burns."))]);
    assert_said(&said, "1 opened a ticket, 1 joined a ticket");
}

#[test]
fn a_mail_without_message_id_is_one_however_often_it_is_looked_at() {
    let folder = tempfile::tempdir().unwrap();
    let mail = [("1792500000.a", format!("{HEAD}Subject: Printer\n\nIt jams.\n"))];
    assert_said(&ingested(folder.path(), &mail), "1 opened a ticket");
    let lake = files(&folder.path().join("tallypost-data/lake"));
    for _ in 0..2 {
        assert_said(&ingested(folder.path(), &mail), "1 messages, nothing new");
    }
    assert!(files(&folder.path().join("tallypost-data/lake")) == lake);
}

#[test]
fn a_mail_that_somebody_read_meanwhile_is_not_new() {
    let folder = tempfile::tempdir().unwrap();
    ingested(folder.path(), &[("1792500000.a", format!("{HEAD}Subject: Printer\n\nIt jams.\n"))]);
    let maildir = folder.path().join("Maildir");
    std::fs::create_dir_all(maildir.join("cur")).unwrap();
    std::fs::rename(maildir.join("new/1792500000.a"), maildir.join("cur/1792500000.a:2,S")).unwrap();
    assert_said(&ingested(folder.path(), &[]), "1 messages, nothing new");
}

#[test]
fn what_is_no_mail_is_kept_for_an_operator_and_stops_nobody_else() {
    let folder = tempfile::tempdir().unwrap();
    let good = format!("{HEAD}Subject: Printer\n\nIt jams.\n");
    let said = ingested(folder.path(), &[("1792500000.a", String::new()), ("1792500001.b", good)]);
    assert_said(&said, "1 opened a ticket");
    assert_said(&said, "1 quarantined");
    let verified = run(folder.path(), &["verify"]);
    assert!(verified.status.success(), "{}", text(&verified.stdout));
}

#[test]
fn a_mail_beyond_the_cap_is_quarantined_with_its_headers() {
    let folder = tempfile::tempdir().unwrap();
    let config = "[organisation]\nname = \"Desk\"\n[gateway]\nmessage_bytes_max = 20000\n";
    std::fs::write(folder.path().join("tallypost.toml"), config).unwrap();
    let large = format!("{HEAD}Message-ID: <big@customer.example>\nSubject: Large\n\n{}", "x".repeat(30_000));
    assert_said(&ingested(folder.path(), &[("1792500000.a", large)]), "1 quarantined");
}

#[test]
fn mail_that_only_says_it_is_an_agents_resolves_nothing() {
    let config = "[organisation]\nname = \"Desk\"\n[gateway]\nauthentication_server = \"mx.desk.example\"\n\
        [[mailbox]]\nname = \"Maildir\"\naddress = \"support@desk.example\"\n\
        [[agent]]\nname = \"Alex\"\naddress = \"alex@desk.example\"\n";
    let question = format!("{HEAD}Message-ID: <1@customer.example>\nSubject: Printer\n\nIt jams.\n");
    let answer = |found: &str| {
        format!(
            "Authentication-Results: mx.desk.example; {found} header.from=desk.example\n\
             Authentication-Results: mx.desk.example; dmarc=pass header.from=desk.example\n\
             From: Alex <alex@desk.example>\nTo: kim@customer.example\nCc: support@desk.example\n\
             In-Reply-To: <1@customer.example>\nSubject: Re: Printer\n\nDone.\n#resolve\n"
        )
    };
    for (found, status) in [("dmarc=fail", "new"), ("dmarc=pass", "resolved")] {
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(folder.path().join("tallypost.toml"), config).unwrap();
        let mails = [("1792500000.a", question.clone()), ("1792503600.b", answer(found))];
        assert_said(&ingested(folder.path(), &mails), "1 opened a ticket, 1 joined a ticket");
        let listed = run(folder.path(), &["ticket", "list", "--format", "json"]);
        assert_said(&text(&listed.stdout), &format!("\"status\":\"{status}\""));
    }
}
