//! As an operator runs it: killed in the middle, checked, asked why, and told what to do.

use std::path::Path;
use std::process::{Child, Command, Output, Stdio};
use std::time::{Duration, Instant};

use rand_chacha::ChaCha8Rng;
use rand_chacha::rand_core::{Rng, SeedableRng};

use super::support::smtp::{Does, Sink, Step};
use super::{GERMAN, configuration, mail, question};

/// A folder with a configuration, and a mailbox that holds one question.
fn desk(settings: &str) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    for part in ["cur", "new", "tmp"] {
        std::fs::create_dir_all(folder.path().join("Maildir").join(part)).unwrap();
    }
    std::fs::write(folder.path().join("tallypost.toml"), configuration("desk.example", settings)).unwrap();
    let name = format!("{}.M1.desk", jiff::Timestamp::now().as_second());
    std::fs::write(folder.path().join("Maildir/new").join(name), question()).unwrap();
    folder
}

fn tallypost(folder: &Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_tallypost"));
    command.current_dir(folder);
    command
}

/// The exit status and all that was said.
fn said(folder: &Path, words: &[&str]) -> (Option<i32>, String) {
    let Output { status, stdout, stderr } = tallypost(folder).args(words).output().unwrap();
    (status.code(), String::from_utf8_lossy(&stdout).into_owned() + &String::from_utf8_lossy(&stderr))
}

fn assert_says(folder: &Path, words: &[&str], status: i32, parts: &[&str]) {
    let (got, said) = said(folder, words);
    assert_eq!(got, Some(status), "{words:?}: {said}");
    for part in parts {
        assert!(said.contains(part), "{words:?} does not say `{part}`: {said}");
    }
}

#[test]
fn a_pass_reads_answers_and_tells_why() {
    let sink = Sink::start();
    let folder = desk(&sink.settings());
    assert_says(folder.path(), &["ingest"], 0, &["1 opened a ticket", "outbox: 1 sent"]);
    assert_says(folder.path(), &["ingest"], 0, &["nothing new", "outbox: nothing to send"]);
    assert_eq!(sink.mails().len(), 1);
    assert_says(folder.path(), &["ticket", "why", "T-1001"], 0, &["acknowledged, in language `de` (sent 20"]);
    assert_says(folder.path(), &["ticket", "show", "T-1001"], 0, &["acknowledged: de (the gateway)"]);
    assert_says(folder.path(), &["verify"], 0, &["everything balances"]);
    assert_says(folder.path(), &["outbox", "list"], 0, &["nothing is owed"]);
    assert_says(folder.path(), &["outbox", "list", "--all", "--format", "json"], 0, &["\"state\":\"sent\"", "T-1001"]);
}

#[test]
fn a_withheld_acknowledgement_says_why() {
    let sink = Sink::start();
    let folder = desk(&format!("{}[acknowledgement]\nexcept_mailboxes = [\"support\"]\n", sink.settings()));
    assert_says(folder.path(), &["ingest"], 0, &["outbox: nothing to send"]);
    let why = ["not acknowledged: switched off for mailbox `support`"];
    assert_says(folder.path(), &["ticket", "why", "T-1001"], 0, &why);
}

/// kill -9 while the server has the mail and has not answered: it may have arrived, so it is not sent again.
#[test]
fn killed_between_sending_and_sent_it_is_never_sent_twice() {
    let sink = Sink::start();
    let folder = desk(&sink.settings());
    sink.does(&[(Step::Content, Does::Hangs)]);
    let mut pass = tallypost(folder.path()).arg("ingest").stdout(Stdio::null()).spawn().unwrap();
    sink.wait_for(Step::Content);
    pass.kill().unwrap();
    pass.wait().unwrap();
    sink.does(&[]);
    for _ in 0..3 {
        assert_says(folder.path(), &["ingest"], 0, &["nothing new"]);
    }
    let to_customer =
        |sink: &Sink| sink.mails().iter().filter(|mail| mail.recipients == ["kim@customer.example"]).count();
    assert_eq!(to_customer(&sink), 1);
    assert_says(folder.path(), &["outbox", "list"], 0, &["uncertain", "T-1001", "interrupted", "outbox retry"]);
    assert_says(folder.path(), &["outbox", "retry", "1"], 0, &["next pass"]);
    assert_says(folder.path(), &["ingest"], 0, &["outbox: 1 sent"]);
    assert_eq!(to_customer(&sink), 2, "the operator wanted it");
}

/// Killed before the server had the mail it was certainly not delivered, and goes out with the next pass.
#[test]
fn killed_before_the_mail_is_handed_over_it_is_sent_once() {
    for step in [Step::Greeting, Step::Mail, Step::Rcpt, Step::Data] {
        let sink = Sink::start();
        let folder = desk(&sink.settings());
        sink.does(&[(step, Does::Hangs)]);
        let mut pass = tallypost(folder.path()).arg("ingest").stdout(Stdio::null()).spawn().unwrap();
        sink.wait_for(step);
        pass.kill().unwrap();
        pass.wait().unwrap();
        sink.does(&[]);
        assert_says(folder.path(), &["ingest"], 0, &["outbox: 1 sent"]);
        assert_eq!(sink.mails().len(), 1, "{step:?}");
    }
}

/// kill -9 at random moments of passes that read and answer sixty mails: everybody gets one answer at the most, and
/// whoever may have got none stands in the list.
#[test]
fn killed_at_random_moments_nobody_is_answered_twice() {
    let sink = Sink::start();
    let folder = desk(&sink.settings());
    let now = jiff::Timestamp::now().as_second();
    for number in 1..60 {
        let raw = mail(&format!("c{number}@d{number}.example"), "support@desk.example", number, "Help", "", GERMAN);
        std::fs::write(folder.path().join(format!("Maildir/new/{now}.M{}.desk", number + 1)), raw).unwrap();
    }
    let mut random = ChaCha8Rng::seed_from_u64(7);
    let mut kills = 0;
    loop {
        let mut pass =
            tallypost(folder.path()).arg("ingest").stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
        let patience = if kills < 25 { Duration::from_millis(60 + random.next_u64() % 400) } else { Duration::MAX };
        if ends_within(&mut pass, patience) {
            break;
        }
        kills += 1;
    }
    assert!(kills >= 5, "only {kills} passes were killed at work");
    let mut answered: Vec<String> = sink.mails().iter().flat_map(|mail| mail.recipients.clone()).collect();
    answered.retain(|address| address != "ops@desk.example");
    let all = answered.len();
    answered.sort();
    answered.dedup();
    assert_eq!(answered.len(), all, "somebody was answered twice");
    let (_, listed) = said(folder.path(), &["outbox", "list", "--format", "json"]);
    let uncertain =
        listed.lines().filter(|line| line.contains("\"uncertain\"") && !answered_in(line, &answered)).count();
    assert_eq!(all + uncertain, 60, "somebody was forgotten: {listed}");
}

fn answered_in(line: &str, answered: &[String]) -> bool {
    let owed: serde_json::Value = serde_json::from_str(line).unwrap();
    answered.iter().any(|address| owed["recipient"] == **address)
}

/// Kills it where it takes longer.
fn ends_within(pass: &mut Child, patience: Duration) -> bool {
    let began = Instant::now();
    loop {
        if let Some(status) = pass.try_wait().unwrap() {
            assert!(status.success(), "a pass failed by itself: {status}");
            return true;
        }
        if began.elapsed() >= patience {
            pass.kill().unwrap();
            pass.wait().unwrap();
            return false;
        }
        std::thread::sleep(Duration::from_millis(2));
    }
}

#[test]
fn check_signs_in_and_says_what_works() {
    let sink = Sink::start();
    let folder = desk(&format!("{}user = \"desk\"\npassword_env = \"DESK_PASSWORD\"\n", sink.settings()));
    assert_says(folder.path(), &["check"], 1, &["no password for desk", "DESK_PASSWORD", "cannot be sent"]);
    let output = tallypost(folder.path()).arg("check").env("DESK_PASSWORD", "correct horse").output().unwrap();
    let said = String::from_utf8(output.stdout).unwrap();
    assert!(output.status.success() && said.contains("fine, no TLS (loopback), signed in desk"), "{said}");
    assert!(said.contains("texts in cs, da, de, en, es, fr, it, ja, nl, pl, pt, sv; none of your own"), "{said}");
    assert!(sink.mails().is_empty());
}

#[test]
fn check_names_a_text_that_does_not_work_and_the_built_in_one_is_sent() {
    let sink = Sink::start();
    let folder = desk(&sink.settings());
    let templates = folder.path().join("templates");
    std::fs::create_dir(&templates).unwrap();
    std::fs::write(templates.join("acknowledgement.de.txt"), "Ihr Ticket {{ tiket }}\n").unwrap();
    let parts = ["acknowledgement.de.txt", "names something that is not there (line 1)", "ticket, subject"];
    assert_says(folder.path(), &["check"], 1, &parts);
    assert_says(folder.path(), &["ingest"], 0, &["outbox: 1 sent"]);
    std::fs::write(templates.join("acknowledgement.de.txt"), "Ihr Ticket {{ ticket }}\n").unwrap();
    assert_says(folder.path(), &["check"], 0, &["of your own: acknowledgement.de.txt"]);
}

#[test]
fn init_writes_texts_that_do_nothing_until_they_are_renamed_and_then_work() {
    let folder = tempfile::tempdir().unwrap();
    assert_says(folder.path(), &["init"], 0, &["tallypost.toml"]);
    let templates = folder.path().join("templates");
    let count = std::fs::read_dir(&templates).unwrap().count();
    assert_eq!(count, 14);
    for entry in std::fs::read_dir(&templates).unwrap() {
        let path = entry.unwrap().path();
        std::fs::rename(&path, path.with_extension("")).unwrap();
    }
    let sink = Sink::start();
    std::fs::write(folder.path().join("tallypost.toml"), configuration("desk.example", &sink.settings())).unwrap();
    std::fs::create_dir_all(folder.path().join("Maildir/new")).unwrap();
    assert_says(folder.path(), &["check"], 0, &["of your own: acknowledgement.cs.txt", "acknowledgement.subject"]);
}

#[test]
fn settings_that_cannot_work_are_named_with_a_remedy() {
    for (settings, parts) in [
        ("[smtp]\nhost = \"mail.desk.example\"\nuser = \"desk\"\n", &["needs exactly one of password_file"][..]),
        ("[smtp]\nhost = \"mail.desk.example\"\ntls = \"none\"\n", &["loopback only", "mail.desk.example"]),
        (
            "[smtp]\nhost = \"m\"\n[acknowledgement]\nexcept_mailboxes = [\"sales\"]\n",
            &["no [[mailbox]] named `sales`"],
        ),
        ("[smtp]\nhost = \"m\"\ntls = \"ssl\"\n", &["ssl", "implicit", "starttls"]),
    ] {
        let folder = desk(settings);
        assert_says(folder.path(), &["check"], 2, parts);
    }
}

#[test]
fn a_number_that_is_no_mail_is_named() {
    let folder = desk("");
    assert_says(folder.path(), &["ingest"], 0, &[]);
    assert_says(folder.path(), &["outbox", "retry", "7"], 1, &["7 is no failed or uncertain mail", "outbox list"]);
    assert_says(folder.path(), &["outbox", "drop", "7"], 1, &["7 is no mail that is to be sent"]);
}
