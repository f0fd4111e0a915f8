//! Against a scripted server that refuses, leaves out, cuts off and falls silent.

use std::time::{Duration, Instant};

use tallypost::config::{AfterCommit, Imap, Tls};
use tallypost::mailbox::{FetchError, Fetched, Listed};
use tokio::io::{AsyncBufReadExt, AsyncReadExt, AsyncWriteExt, BufReader};
use tokio::net::{TcpListener, TcpStream};

use super::{CAP, chain, source};

/// What a scripted server does when it hears a command that contains the words.
#[derive(Clone)]
pub enum Does {
    /// Sends the text; `TAG` in it is the command's.
    Says(&'static str),
    /// Sends the text and closes the connection.
    Hangs(&'static str),
    /// Sends nothing, and keeps the connection.
    Sleeps,
}

const FETCHED: &str = "* 1 FETCH (UID 7 BODY[] {12}\r\nSubject: x\r\n)\r\nTAG OK done\r\n";

/// An honest script of one message in the inbox; a test replaces what is to go wrong. The first that fits counts.
fn script(replaced: &[(&'static str, Does)]) -> Vec<(&'static str, Does)> {
    let honest = [
        ("LOGIN", "TAG OK in\r\n"),
        ("EXAMINE", "* 1 EXISTS\r\n* OK [UIDVALIDITY 5] valid\r\nTAG OK open\r\n"),
        (
            "RFC822.SIZE",
            "* 1 FETCH (UID 7 RFC822.SIZE 12 INTERNALDATE \"01-Oct-2026 08:00:00 +0000\")\r\nTAG OK done\r\n",
        ),
        ("BODY.PEEK", FETCHED),
        ("NOOP", "TAG OK\r\n"),
        ("UID FETCH 7 (UID)", "* 1 FETCH (UID 7)\r\nTAG OK done\r\n"),
    ];
    let honest = honest.into_iter().map(|(words, answer)| (words, Does::Says(answer)));
    replaced.iter().cloned().chain(honest).collect()
}

/// Serves connections until the test ends; returns the port.
pub async fn serve(script: Vec<(&'static str, Does)>) -> u16 {
    let listener = TcpListener::bind(("127.0.0.1", 0)).await.unwrap();
    let port = listener.local_addr().unwrap().port();
    tokio::spawn(async move {
        while let Ok((stream, _)) = listener.accept().await {
            tokio::spawn(play(stream, script.clone()));
        }
    });
    port
}

async fn play(mut stream: TcpStream, script: Vec<(&'static str, Does)>) {
    let (input, mut output) = stream.split();
    let mut input = BufReader::new(input);
    output.write_all(b"* OK ready\r\n").await.unwrap();
    let mut line = String::new();
    while input.read_line(&mut line).await.is_ok_and(|read| read > 0) {
        let tag = line.split(' ').next().unwrap();
        let does = script.iter().find(|(words, _)| line.contains(words)).map(|(_, does)| does.clone());
        match does.unwrap_or(Does::Says("TAG BAD unknown\r\n")) {
            Does::Says(text) => output.write_all(text.replace("TAG", tag).as_bytes()).await.unwrap(),
            Does::Hangs(text) => return output.write_all(text.as_bytes()).await.unwrap(),
            Does::Sleeps => drop(input.read_u8().await),
        }
        line.clear();
    }
}

pub fn plain_settings(port: u16) -> (Imap, tempfile::TempDir) {
    let folder = tempfile::tempdir().unwrap();
    let password_file = folder.path().join("password");
    std::fs::write(&password_file, "secret\n").unwrap();
    let imap = Imap {
        host: "127.0.0.1".into(),
        port,
        user: "desk".into(),
        password_file: Some(password_file),
        password_env: None,
        password_command: None,
        oauth: None,
        tls: Tls::None,
        ca_file: None,
        pin_sha256: Vec::new(),
        folders: vec!["INBOX".into()],
        timeout_seconds: 1,
        after_commit: AfterCommit::Leave,
    };
    (imap, folder)
}

/// Lists and fetches from a scripted server.
async fn pass(replaced: &[(&'static str, Does)]) -> Result<Vec<Fetched>, FetchError> {
    let (imap, _keep) = plain_settings(serve(script(replaced)).await);
    let mut source = source(imap);
    let listed = source.list().await?;
    source.fetch(&listed, CAP).await
}

#[tokio::test]
async fn the_honest_script_is_a_mailbox_with_one_mail() {
    assert_eq!(pass(&[]).await.unwrap(), [Fetched::Raw(b"Subject: x\r\n".to_vec())]);
}

#[tokio::test]
async fn a_refusal_is_never_an_empty_mailbox() {
    for command in ["EXAMINE", "RFC822.SIZE", "BODY.PEEK"] {
        let error = pass(&[(command, Does::Says("TAG NO cannot be done\r\n"))]).await.unwrap_err();
        assert!(error.to_string().contains("cannot be done") && !error.is_transient(), "{command}: {error}");
        let error = pass(&[(command, Does::Says("TAG NO [UNAVAILABLE] later\r\n"))]).await.unwrap_err();
        assert!(chain(&error).contains("later") && error.is_transient(), "{command}: {error}");
    }
}

#[tokio::test]
async fn a_server_that_repeats_the_password_is_not_repeated() {
    let told = [
        "TAG NO LOGIN \"desk\" \"secret\" is wrong\r\n",
        "TAG BAD LOGIN desk secret is no command\r\n",
        "TAG NO [UNAVAILABLE] LOGIN secret later\r\n",
        "* BYE no more of secret\r\n",
        "TAG NO secret. Suggested Backoff Time: 1500 milliseconds\r\n",
    ];
    for answer in told {
        let error = pass(&[("LOGIN", Does::Says(answer))]).await.unwrap_err();
        let said = format!("{} {error:?}", chain(&error));
        assert!(!said.contains("secret"), "{said}");
    }
}

#[tokio::test]
async fn a_list_that_lacks_a_message_is_never_taken_for_whole() {
    let error = pass(&[("RFC822.SIZE", Does::Says("TAG OK done\r\n"))]).await.unwrap_err();
    assert!(error.is_transient() && chain(&error).contains("0 of 1"), "{error:?}");
}

#[tokio::test]
async fn a_message_that_does_not_come_has_vanished_only_if_the_server_confirms_it() {
    let silent = ("BODY.PEEK", Does::Says("TAG OK done\r\n"));
    let error = pass(std::slice::from_ref(&silent)).await.unwrap_err();
    assert!(error.is_transient() && chain(&error).contains("UID 7"), "{error:?}");
    let gone = ("UID FETCH 7 (UID)", Does::Says("TAG OK done\r\n"));
    assert_eq!(pass(&[silent.clone(), gone]).await.unwrap(), [Fetched::Vanished]);
    let refused = ("UID FETCH 7 (UID)", Does::Says("TAG NO no\r\n"));
    assert!(pass(&[silent, refused]).await.is_err());
}

#[tokio::test]
async fn an_answer_about_another_message_is_not_taken_for_ours() {
    let other = "* 1 FETCH (UID 8 BODY[] {5}\r\nother)\r\nTAG OK done\r\n";
    let error = pass(&[("BODY.PEEK", Does::Says(other))]).await.unwrap_err();
    assert!(error.is_transient(), "{error:?}");
}

#[tokio::test]
async fn a_mail_that_is_larger_than_announced_is_still_capped() {
    let (imap, _keep) = plain_settings(serve(script(&[])).await);
    let mut source = source(imap);
    let listed: Vec<Listed> =
        source.list().await.unwrap().into_iter().map(|one| Listed { size_bytes: 1, ..one }).collect();
    let fetched = source.fetch(&listed, 5).await.unwrap();
    assert!(matches!(fetched[..], [Fetched::TooLarge { size_bytes: 12, .. }]), "{fetched:?}");
}

#[tokio::test]
async fn a_connection_that_is_cut_is_transient_at_every_step() {
    let cuts = [
        ("LOGIN", ""),
        ("EXAMINE", "* 1 EXISTS\r\n"),
        ("RFC822.SIZE", "* 1 FETCH (UID 7 RFC822.SI"),
        ("BODY.PEEK", "* 1 FETCH (UID 7 BODY[] {12}\r\nSubj"),
        ("BODY.PEEK", "* 1 FETCH (UID 7 BODY[] {12}\r\nSubject: x\r\n)\r\n"),
        ("BODY.PEEK", "* BYE shutting down\r\n"),
    ];
    for (command, sent) in cuts {
        let error = pass(&[(command, Does::Hangs(sent))]).await.unwrap_err();
        assert!(error.is_transient(), "{command} {sent}: {error:?}");
    }
}

#[tokio::test]
async fn silence_ends_with_the_configured_timeout_at_every_step() {
    for command in ["LOGIN", "EXAMINE", "RFC822.SIZE", "BODY.PEEK"] {
        let error = pass(&[(command, Does::Sleeps)]).await.unwrap_err();
        assert!(error.is_transient() && chain(&error).contains("timeout_seconds"), "{command}: {error:?}");
    }
}

#[tokio::test]
async fn what_is_not_imap_is_said_without_repeating_it() {
    let error = pass(&[("BODY.PEEK", Does::Says("* 1 FETCH (UID 7 BODY[] private words\r\n"))]).await.unwrap_err();
    assert!(error.to_string().contains("not IMAP") && !chain(&error).contains("private"), "{error}");
}

#[tokio::test]
async fn a_server_that_is_not_there_may_be_there_later() {
    let listener = TcpListener::bind(("127.0.0.1", 0)).await.unwrap();
    let port = listener.local_addr().unwrap().port();
    drop(listener);
    let (imap, _keep) = plain_settings(port);
    let error = source(imap).list().await.unwrap_err();
    assert!(error.is_transient(), "{error:?}");
    assert!(chain(&error).contains("connecting to 127.0.0.1"), "{error}");
}

#[tokio::test]
async fn a_ca_file_that_is_no_certificate_is_named() {
    let folder = tempfile::tempdir().unwrap();
    let ca_file = folder.path().join("authority.pem");
    std::fs::write(&ca_file, "no certificate").unwrap();
    let listener = TcpListener::bind(("127.0.0.1", 0)).await.unwrap();
    let (imap, _keep) = plain_settings(listener.local_addr().unwrap().port());
    let error = source(Imap { tls: Tls::Implicit, ca_file: Some(ca_file), ..imap }).list().await.unwrap_err();
    assert!(error.to_string().contains("authority.pem"), "{error}");
}

#[tokio::test]
async fn a_connection_that_dies_during_the_wait_is_found_out_when_it_does_not_answer() {
    let (imap, _keep) = plain_settings(
        serve(script(&[
            ("CAPABILITY", Does::Says("* CAPABILITY IMAP4rev1 IDLE\r\nTAG OK done\r\n")),
            ("IDLE", Does::Says("+ idling\r\n")),
            ("DONE", Does::Sleeps),
        ]))
        .await,
    );
    let mut source = source(imap);
    source.list().await.unwrap();
    let began = Instant::now();
    let error = source.wait_for_news(Duration::from_secs(2)).await.unwrap_err();
    // The wait, and the second that timeout_seconds allows.
    assert!(began.elapsed() >= Duration::from_secs(2) && began.elapsed() < Duration::from_secs(10));
    assert!(error.is_transient() && chain(&error).contains("waiting for news"), "{error:?}");
    assert_eq!(source.list().await.unwrap().len(), 1, "a new connection");
}

#[tokio::test]
async fn a_session_that_died_between_two_listings_is_replaced() {
    let listener = TcpListener::bind(("127.0.0.1", 0)).await.unwrap();
    let (imap, _keep) = plain_settings(listener.local_addr().unwrap().port());
    tokio::spawn(async move {
        let (first, _) = listener.accept().await.unwrap();
        // The stream goes with the future: the connection is cut.
        let _ = tokio::time::timeout(Duration::from_millis(500), play(first, script(&[]))).await;
        let (second, _) = listener.accept().await.unwrap();
        play(second, script(&[])).await;
    });
    let mut source = source(imap);
    let listed = source.list().await.unwrap();
    tokio::time::sleep(Duration::from_secs(1)).await;
    assert_eq!(source.list().await.unwrap(), listed);
}

#[tokio::test]
async fn a_server_without_idle_is_waited_for_by_the_clock() {
    let (imap, _keep) =
        plain_settings(serve(script(&[("CAPABILITY", Does::Says("* CAPABILITY IMAP4rev1\r\nTAG OK done\r\n"))])).await);
    let mut source = source(imap);
    source.list().await.unwrap();
    let began = Instant::now();
    source.wait_for_news(Duration::from_millis(300)).await.unwrap();
    assert!(began.elapsed() >= Duration::from_millis(300));
}
