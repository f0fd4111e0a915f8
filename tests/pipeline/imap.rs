//! The sample over a real IMAP server: the same tickets as from files, however often the pass is killed.

use std::path::Path;
use std::process::Stdio;
use std::time::{Duration, Instant};

use rand_chacha::ChaCha8Rng;
use rand_chacha::rand_core::{Rng, SeedableRng};
use tallypost::config;
use tallypost::mailbox::{Fetched, Source};

use super::support::dovecot::{Dovecot, is_skipped};
use super::{assert_same_files, files, run, sample, tallypost, text};

const KILLS_MIN: usize = 20;
const KILLS_MAX: usize = 40;

/// A real server that holds the sample, its mailbox as (folder, received, raw).
async fn server_with_sample() -> Dovecot {
    let config = config::load(&sample().join("tallypost.toml")).unwrap();
    let mut source = Source::open(&config.mailboxes[0]).unwrap();
    let listed = source.list().await.unwrap();
    let fetched = source.fetch(&listed, usize::MAX).await.unwrap();
    let server = Dovecot::start();
    for folder in ["INBOX", "Sent"] {
        let of_folder = listed.iter().zip(&fetched).filter(|(one, _)| one.place.folder == folder);
        let mails: Vec<_> = of_folder
            .map(|(one, fetched)| match fetched {
                Fetched::Raw(raw) => (one.received_at, with_crlf(raw)),
                other => panic!("{other:?}"),
            })
            .collect();
        assert!(mails.len() > 1000, "{folder} has only {} mails", mails.len());
        let mails: Vec<_> = mails.iter().map(|(at, raw)| (*at, raw.as_slice())).collect();
        server.append(folder, &mails);
    }
    server
}

/// A server sends every line with CRLF; the files have it too, so that the bytes and their hashes are the same.
fn with_crlf(raw: &[u8]) -> Vec<u8> {
    let mut mail = Vec::with_capacity(raw.len() + raw.len() / 40);
    for (at, byte) in raw.iter().enumerate() {
        if *byte == b'\n' && (at == 0 || raw[at - 1] != b'\r') {
            mail.push(b'\r');
        }
        mail.push(*byte);
    }
    mail
}

/// The sample's configuration with another door to the mailbox.
fn write_config(folder: &Path, door: &str) {
    let text = std::fs::read_to_string(sample().join("tallypost.toml")).unwrap();
    let own_door = text.lines().find(|line| line.trim_start().starts_with("mbox =")).unwrap();
    std::fs::write(folder.join("tallypost.toml"), text.replace(own_door, door)).unwrap();
}

fn imap(server: &Dovecot) -> String {
    format!("[mailbox.imap]\n{}", server.settings())
}

fn ingest_wholly(folder: &Path) {
    let output = run(folder, &["ingest"]);
    assert!(output.status.success(), "{}", text(&output.stderr));
}

#[tokio::test]
async fn tickets_over_imap_equal_those_of_the_maildir() {
    if is_skipped() {
        return;
    }
    let server = server_with_sample().await;
    let (over_imap, from_files) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    write_config(over_imap.path(), &imap(&server));
    write_config(from_files.path(), &format!("maildir = {:?}", server.maildir));
    ingest_wholly(over_imap.path());
    ingest_wholly(from_files.path());
    // Messages differ in their UIDs, which a Maildir has none of.
    for table in ["tickets", "events"] {
        let lake = |folder: &Path| folder.join("tallypost-data/lake").join(table);
        assert_same_files(&lake(over_imap.path()), &lake(from_files.path()));
    }
}

#[tokio::test]
async fn a_pass_killed_at_random_moments_ends_in_the_same_lake() {
    if is_skipped() {
        return;
    }
    let server = server_with_sample().await;
    let (whole, killed) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    for folder in [&whole, &killed] {
        write_config(folder.path(), &imap(&server));
    }
    let began = Instant::now();
    ingest_wholly(whole.path());
    let kills = ingest_with_kills(killed.path(), began.elapsed());
    assert!(kills >= KILLS_MIN, "only {kills} kills hit a pass that was still at work");
    assert_same_lake(whole.path(), killed.path());
    let verified = run(killed.path(), &["verify"]);
    assert!(verified.status.success(), "{}", text(&verified.stdout));
}

/// What any reader of the lake sees. A killed process may leave its half-written file behind under a name that no
/// `*.parquet` matches, and nothing else.
fn assert_same_lake(whole: &Path, killed: &Path) {
    let lake = |folder: &Path| files(&folder.join("tallypost-data/lake"));
    let (whole, mut killed) = (lake(whole), lake(killed));
    killed.retain(|name, _| !name.ends_with(".writing"));
    assert!(whole.len() > 30, "the lake has only {} files", whole.len());
    let names: Vec<&String> = whole.keys().chain(killed.keys()).collect();
    let different: Vec<_> = names.into_iter().filter(|name| whole.get(*name) != killed.get(*name)).collect();
    assert!(different.is_empty(), "files differ: {different:?}");
}

/// Starts the pass again and again and kills it, early at first so that there are kills enough, then anywhere up to a
/// third of the time that a whole one takes, until one comes to its end; says how many were killed at work.
fn ingest_with_kills(folder: &Path, whole: Duration) -> usize {
    let mut random = ChaCha8Rng::seed_from_u64(20);
    let mut kills = 0;
    loop {
        let mut pass =
            tallypost().current_dir(folder).arg("ingest").stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
        let longest = whole.as_millis() / if kills < KILLS_MIN { 20 } else { 3 };
        let patience = if kills < KILLS_MAX { u128::from(random.next_u64()) % longest } else { u128::MAX };
        let began = Instant::now();
        loop {
            if let Some(status) = pass.try_wait().unwrap() {
                assert!(status.success(), "a pass failed by itself: {status}");
                return kills;
            }
            if began.elapsed().as_millis() >= patience {
                pass.kill().unwrap();
                pass.wait().unwrap();
                kills += 1;
                break;
            }
            std::thread::sleep(Duration::from_millis(2));
        }
    }
}
