//! Against Dovecot.

use std::collections::BTreeMap;
use std::time::{Duration, Instant};

use jiff::Timestamp;
use tallypost::config::{Imap, Tls};
use tallypost::mailbox::{FetchError, Fetched, Floors, Listed, Source};

use super::support::dovecot::{Dovecot, is_skipped, write_certificates};
use super::{CAP, chain, source};

fn settings(dovecot: &Dovecot) -> Imap {
    toml::from_str(&dovecot.settings()).unwrap()
}

fn at(text: &str) -> Timestamp {
    text.parse().unwrap()
}

fn mail(number: usize) -> Vec<u8> {
    let text = format!("Subject: mail {number}\nMessage-ID: <{number}@example.com>\n\nGrüße {number}\n");
    text.replace('\n', "\r\n").into_bytes()
}

/// Folder, time and bytes of everything, in the order of ingestion.
async fn everything(source: &mut Source) -> Vec<(String, Timestamp, Vec<u8>)> {
    let mut listed = source.list().await.unwrap();
    listed.sort_by(|one, other| (one.received_at, &one.place).cmp(&(other.received_at, &other.place)));
    let fetched = source.fetch(&listed, CAP).await.unwrap();
    let pairs = listed.iter().zip(fetched);
    pairs.map(|(one, fetched)| (one.place.folder.clone(), one.received_at, raw(fetched))).collect()
}

fn raw(fetched: Fetched) -> Vec<u8> {
    match fetched {
        Fetched::Raw(raw) => raw,
        other => panic!("no whole mail: {other:?}"),
    }
}

#[tokio::test]
async fn what_was_delivered_is_fetched_byte_for_byte_and_no_flag_changes() {
    if is_skipped() {
        return;
    }
    let dovecot = Dovecot::start();
    dovecot.append("INBOX", &[(at("2026-10-01T08:00:00Z"), &mail(1)), (at("2026-10-03T08:00:00Z"), &mail(3))]);
    dovecot.append("Sent", &[(at("2026-10-02T08:00:00Z"), &mail(2))]);
    let expected = [("INBOX", 1), ("Sent", 2), ("INBOX", 3)];
    let expected: Vec<_> = expected
        .iter()
        .map(|(folder, number)| (folder.to_string(), at(&format!("2026-10-0{number}T08:00:00Z")), mail(*number)))
        .collect();
    assert_eq!(everything(&mut source(settings(&dovecot))).await, expected);

    let answers = dovecot.say(&["EXAMINE INBOX", "UID FETCH 1:* (FLAGS)"]);
    let flags: Vec<&str> = answers.lines().filter(|line| line.contains(" FETCH ")).collect();
    assert_eq!(flags, ["* 1 FETCH (UID 1 FLAGS (\\Recent))", "* 2 FETCH (UID 2 FLAGS (\\Recent))"]);
}

#[tokio::test]
async fn a_mail_that_was_appended_over_imap_keeps_its_internal_date_and_its_place() {
    if is_skipped() {
        return;
    }
    let dovecot = Dovecot::start();
    let text = "Subject: x\r\n\r\nbody\r\n";
    let append = format!("APPEND INBOX \" 7-Feb-2026 21:52:25 -0800\" {{{}+}}\r\n{text}", text.len());
    dovecot.say(&[&append]);
    let mut source = source(settings(&dovecot));
    let first = source.list().await.unwrap();
    assert_eq!(first.len(), 1);
    assert_eq!(first[0].received_at, at("2026-02-08T05:52:25Z"));
    assert_eq!((first[0].size_bytes, first[0].place.item.as_str()), (20, "1"));
    assert_eq!(source.list().await.unwrap(), first, "a second listing");
}

#[tokio::test]
async fn an_empty_mailbox_has_nothing() {
    if is_skipped() {
        return;
    }
    let dovecot = Dovecot::start();
    let mut source = source(settings(&dovecot));
    assert_eq!(source.list().await.unwrap(), []);
    assert_eq!(source.fetch(&[], CAP).await.unwrap(), []);
}

#[tokio::test]
async fn a_wrong_password_names_mailbox_host_and_user_and_not_itself() {
    if is_skipped() {
        return;
    }
    let dovecot = Dovecot::start();
    let folder = tempfile::tempdir().unwrap();
    let password_file = folder.path().join("secret");
    std::fs::write(&password_file, "wrong-battery").unwrap();
    let mut source = source(Imap { password_file: Some(password_file), ..settings(&dovecot) });
    let error = source.list().await.unwrap_err();
    assert!(matches!(error, FetchError::AuthenticationRefused { .. }), "{error:?}");
    let message = chain(&error);
    for part in ["`support`", "localhost", "desk", "Authentication failed", "password_file"] {
        assert!(message.contains(part), "{part}: {message}");
    }
    assert!(!format!("{message}{error:?}{source:?}").contains("wrong-battery"));
    assert!(!error.is_transient());
}

#[tokio::test]
async fn a_certificate_of_an_unknown_authority_is_refused() {
    if is_skipped() {
        return;
    }
    let dovecot = Dovecot::start();
    let folder = tempfile::tempdir().unwrap();
    write_certificates(folder.path(), "localhost");
    let others = folder.path().join("authority.pem");
    for ca_file in [Some(others), None] {
        let error = source(Imap { ca_file, ..settings(&dovecot) }).list().await.unwrap_err();
        assert!(matches!(error, FetchError::NotTrusted { .. }), "{error:?}");
        assert!(chain(&error).contains("imap.ca_file"), "{error}");
    }
}

#[tokio::test]
async fn a_certificate_for_another_host_is_refused() {
    if is_skipped() {
        return;
    }
    let dovecot = Dovecot::start();
    let error = source(Imap { host: "127.0.0.1".into(), ..settings(&dovecot) }).list().await.unwrap_err();
    assert!(matches!(error, FetchError::NotTrusted { .. }), "{error:?}");
}

#[tokio::test]
async fn a_port_without_tls_is_said_to_be_one() {
    if is_skipped() {
        return;
    }
    let dovecot = Dovecot::start();
    let error = source(Imap { port: dovecot.plain_port, ..settings(&dovecot) }).list().await.unwrap_err();
    assert!(error.to_string().contains("not TLS") && !error.is_transient(), "{error}");
}

#[tokio::test]
async fn a_mail_that_somebody_deleted_after_it_was_listed_has_vanished() {
    if is_skipped() {
        return;
    }
    let dovecot = Dovecot::start();
    let mails: Vec<Vec<u8>> = (1..=3).map(mail).collect();
    let dated: Vec<(Timestamp, &[u8])> = mails.iter().map(|raw| (at("2026-10-01T08:00:00Z"), raw.as_slice())).collect();
    dovecot.append("INBOX", &dated);
    let mut source = source(settings(&dovecot));
    let listed = source.list().await.unwrap();
    dovecot.say(&["SELECT INBOX", "UID STORE 2 +FLAGS (\\Deleted)", "EXPUNGE"]);
    let by_uid: BTreeMap<&str, &Listed> = listed.iter().map(|one| (one.place.item.as_str(), one)).collect();
    let fetched = source.fetch(&listed, CAP).await.unwrap();
    assert_eq!(by_uid.len(), 3);
    assert_eq!(fetched, [Fetched::Raw(mail(1)), Fetched::Vanished, Fetched::Raw(mail(3))]);
}

#[tokio::test]
async fn a_folder_that_was_made_anew_keeps_no_mail_of_the_old_one() {
    if is_skipped() {
        return;
    }
    let dovecot = Dovecot::start();
    dovecot.append("Sent", &[(at("2026-10-01T08:00:00Z"), &mail(1))]);
    let mut before = source(settings(&dovecot));
    let listed = before.list().await.unwrap();
    // UIDVALIDITY is a time in seconds.
    tokio::time::sleep(std::time::Duration::from_millis(1100)).await;
    dovecot.say(&["DELETE Sent", "CREATE Sent"]);
    dovecot.append("Sent", &[(at("2026-10-02T08:00:00Z"), &mail(2))]);
    let mut after = source(settings(&dovecot));
    assert_eq!(after.fetch(&listed, CAP).await.unwrap(), [Fetched::Vanished]);
    assert_eq!(everything(&mut after).await, [("Sent".to_string(), at("2026-10-02T08:00:00Z"), mail(2))]);
}

#[tokio::test]
async fn of_a_mail_over_the_cap_only_the_head_is_fetched() {
    if is_skipped() {
        return;
    }
    let dovecot = Dovecot::start();
    let head = b"Subject: large\r\n\r\n".to_vec();
    let large = [head.clone(), b"x".repeat(3_000_000)].concat();
    dovecot.append("INBOX", &[(at("2026-10-01T08:00:00Z"), &mail(1)), (at("2026-10-02T08:00:00Z"), &large)]);
    let mut source = source(settings(&dovecot));
    let listed = source.list().await.unwrap();
    let fetched = source.fetch(&listed, 100_000).await.unwrap();
    assert_eq!(fetched, [Fetched::Raw(mail(1)), Fetched::TooLarge { head, size_bytes: large.len() as u64 }]);
    drop(source);
    let log = logged_out(&dovecot).await;
    let sent: u64 = log.rsplit_once(" out=").unwrap().1.split(' ').next().unwrap().parse().unwrap();
    assert!(sent < 10_000, "the server sent {sent} bytes");
}

/// The log, once the server has written down how much it sent in the session.
async fn logged_out(dovecot: &Dovecot) -> String {
    for _ in 0..100 {
        let log = std::fs::read_to_string(&dovecot.log_path).unwrap();
        if log.contains(" out=") {
            return log;
        }
        tokio::time::sleep(std::time::Duration::from_millis(50)).await;
    }
    panic!("Dovecot logged no end of the session")
}

#[tokio::test]
async fn sent_mail_is_found_by_its_use_where_no_folder_is_called_sent() {
    if is_skipped() {
        return;
    }
    let dovecot = Dovecot::with_sent_folder("Gesendete Elemente");
    dovecot.append("Gesendete Elemente", &[(at("2026-10-01T08:00:00Z"), &mail(1))]);
    let found = everything(&mut source(settings(&dovecot))).await;
    assert_eq!(found, [("Sent".to_string(), at("2026-10-01T08:00:00Z"), mail(1))]);
}

#[tokio::test]
async fn a_folder_that_is_not_there_is_answered_with_those_that_are() {
    if is_skipped() {
        return;
    }
    let dovecot = Dovecot::start();
    let folders = vec!["Helpdesk".to_string()];
    let error = source(Imap { folders, ..settings(&dovecot) }).list().await.unwrap_err().to_string();
    assert!(error.contains("`Helpdesk`") && error.contains("INBOX, Sent"), "{error}");
}

#[tokio::test]
async fn plain_text_is_spoken_on_this_machine_only() {
    if is_skipped() {
        return;
    }
    let dovecot = Dovecot::start();
    dovecot.append("INBOX", &[(at("2026-10-01T08:00:00Z"), &mail(1))]);
    let imap = Imap { tls: Tls::None, port: dovecot.plain_port, ca_file: None, ..settings(&dovecot) };
    assert_eq!(everything(&mut source(imap)).await.len(), 1);
}

#[tokio::test]
async fn above_a_floor_only_what_is_new_is_listed_and_the_session_goes_on() {
    if is_skipped() {
        return;
    }
    let dovecot = Dovecot::start();
    dovecot.append("INBOX", &[(at("2026-10-01T08:00:00Z"), &mail(1)), (at("2026-10-01T08:00:00Z"), &mail(2))]);
    let mut source = source(settings(&dovecot));
    let mut floors = Floors::default();
    let first = source.list_from(&floors).await.unwrap();
    floors.raise(first.iter().map(|one| &one.place), []);
    assert_eq!(source.list_from(&floors).await.unwrap(), [], "`UID FETCH 3:*` names the last message all the same");
    dovecot.append("INBOX", &[(at("2026-10-01T08:00:00Z"), &mail(3))]);
    let news = source.list_from(&floors).await.unwrap();
    assert_eq!(news.iter().map(|one| one.place.item.as_str()).collect::<Vec<_>>(), ["3"]);
    let logins = std::fs::read_to_string(&dovecot.log_path).unwrap().matches("Login: ").count();
    assert_eq!(logins, 1, "one session");
}

#[tokio::test]
async fn news_in_the_inbox_end_the_wait_at_once_and_no_news_at_its_end() {
    if is_skipped() {
        return;
    }
    let dovecot = Dovecot::start();
    // A server's silence during the wait is no failure, however short its timeout.
    let mut source = source(Imap { timeout_seconds: 1, ..settings(&dovecot) });
    source.list().await.unwrap();
    let began = Instant::now();
    source.wait_for_news(Duration::from_secs(2)).await.unwrap();
    assert!(began.elapsed() >= Duration::from_secs(2), "{:?}", began.elapsed());

    let began = Instant::now();
    let delivery = async {
        tokio::time::sleep(Duration::from_millis(500)).await;
        dovecot.append("INBOX", &[(at("2026-10-01T08:00:00Z"), &mail(1))]);
    };
    let (news, ()) = tokio::join!(source.wait_for_news(Duration::from_secs(60)), delivery);
    news.unwrap();
    assert!(began.elapsed() < Duration::from_secs(30), "{:?}", began.elapsed());
    assert_eq!(source.list().await.unwrap().len(), 1);

    // What came in between the listing and the wait ends the wait too.
    dovecot.append("INBOX", &[(at("2026-10-01T08:00:00Z"), &mail(2))]);
    let began = Instant::now();
    source.wait_for_news(Duration::from_secs(60)).await.unwrap();
    assert!(began.elapsed() < Duration::from_secs(30), "{:?}", began.elapsed());
}
