//! Against a mail server that fails on cue: what was certainly not delivered is tried again, nothing else ever is.

use jiff::{Timestamp, ToSpan};
use tallypost::journal::OutboxState;
use tallypost::outbound::{Notice, tell_operator};
use tallypost::ticket::{EventKind, fold};

use super::support::dovecot::write_certificates;
use super::support::smtp::{Does, Protection, Sink, Step};
use super::{Desk, GERMAN, mail, parsed, question};

/// A desk that owes one acknowledgement, and the server that is to take it.
async fn owing() -> (Desk, Sink) {
    let sink = Sink::start();
    let mut desk = Desk::new("desk.example", &sink.settings());
    desk.deliver(&question());
    desk.ingest().await;
    assert_eq!(desk.state(), OutboxState::Queued);
    (desk, sink)
}

#[tokio::test]
async fn a_new_ticket_is_acknowledged_once_in_the_customers_language() {
    let (mut desk, sink) = owing().await;
    assert_eq!(desk.send().await.sent, 1);
    assert_eq!(desk.send().await.sent, 0);
    desk.ingest().await;
    desk.send().await;
    let mails = sink.mails();
    assert_eq!(mails.len(), 1);
    assert_eq!(
        (mails[0].mail_from.as_str(), mails[0].recipients.as_slice()),
        ("<>", &["kim@customer.example".to_string()][..])
    );
    let message = parsed(&mails[0].raw);
    assert_eq!(message.subject, "[T-1001] Drucker druckt nicht");
    assert_eq!(message.from.unwrap().address, "support@desk.example");
    assert_eq!(message.in_reply_to, ["1.kim@customer.example"]);
    assert!(message.text.contains("Guten Tag") && message.text.contains("T-1001"), "{}", message.text);
    assert!(!message.text.contains("Erdgeschoss"), "the customer's text is repeated: {}", message.text);
}

#[tokio::test]
async fn an_acknowledgement_is_no_response_no_message_and_no_participant() {
    let (mut desk, _sink) = owing().await;
    desk.send().await;
    assert_eq!(desk.kinds("T-1001"), [EventKind::Opened, EventKind::CustomerMessage, EventKind::Acknowledged]);
    let events = desk.events("T-1001");
    assert_eq!(events[2].to_value.as_deref(), Some("de"));
    let with = fold(&events, &desk.config, None).unwrap();
    let without = fold(&events[..2], &desk.config, None).unwrap();
    assert_eq!(with, without);
    assert_eq!((with.first_response_at, with.agent_message_count), (None, 0));
}

#[tokio::test]
async fn without_a_mail_server_nothing_is_owed_and_nothing_recorded() {
    let mut desk = Desk::new("desk.example", "");
    desk.deliver(&question());
    desk.ingest().await;
    assert_eq!(desk.kinds("T-1001"), [EventKind::Opened, EventKind::CustomerMessage]);
    assert!(desk.outbox().is_empty());
    assert!(!desk.folder.path().join("tallypost-data/secret.key").exists());
}

#[tokio::test]
async fn what_was_certainly_not_delivered_is_tried_again_later() {
    let temporary = Does::Says("451 4.7.1 greylisted");
    let mut tried = 0;
    for (step, does) in [
        (Step::Greeting, Does::Says("421 too busy")),
        (Step::Greeting, Does::Drops),
        (Step::Greeting, Does::Hangs),
        (Step::Ehlo, temporary),
        (Step::Mail, temporary),
        (Step::Mail, Does::Drops),
        (Step::Rcpt, temporary),
        (Step::Rcpt, Does::Hangs),
        (Step::Data, temporary),
        (Step::Data, Does::Drops),
        (Step::Data, Does::Hangs),
        (Step::Content, temporary),
        (Step::Mail, Does::Says("530 5.7.0 authentication required")),
    ] {
        let (mut desk, sink) = owing().await;
        sink.does(&[(step, does)]);
        let summary = desk.send().await;
        assert_eq!((summary.postponed, summary.sent), (1, 0), "{step:?} {does:?}: {summary:?}");
        let owed = &desk.outbox()[0];
        assert_eq!((owed.state, owed.attempts), (OutboxState::Queued, 1), "{step:?} {does:?}");
        assert!(owed.due_at >= owed.queued_at + 1.minute() && owed.last_error.is_some());
        sink.does(&[]);
        assert_eq!(desk.send().await.sent, 0, "not due yet");
        assert_eq!(desk.send_at(Timestamp::now() + 2.minutes()).await.sent, 1);
        assert_eq!(sink.mails().len(), 1);
        tried += 1;
    }
    assert_eq!(tried, 13);
}

#[tokio::test]
async fn what_may_have_been_delivered_is_never_sent_again_by_itself() {
    for does in [Does::Drops, Does::Hangs] {
        let (mut desk, sink) = owing().await;
        sink.does(&[(Step::Content, does)]);
        assert_eq!(desk.send().await.uncertain, 1, "{does:?}");
        sink.does(&[]);
        for hours in [1, 24, 100] {
            desk.send_at(Timestamp::now() + hours.hours()).await;
        }
        let to_customer = sink.mails().iter().filter(|mail| mail.recipients == ["kim@customer.example"]).count();
        assert_eq!((to_customer, desk.state()), (1, OutboxState::Uncertain), "{does:?}");
    }
}

#[tokio::test]
async fn what_is_refused_for_good_is_a_dead_letter_and_the_operator_hears_once() {
    for step in [Step::Mail, Step::Rcpt, Step::Content] {
        let (mut desk, sink) = owing().await;
        sink.does(&[(step, Does::Says("550 5.1.1 no such user"))]);
        assert_eq!(desk.send().await.failed, 1, "{step:?}");
        let dead = &desk.outbox()[0];
        assert!(dead.attempts == 1 && dead.last_error.as_ref().unwrap().contains("no such user"), "{dead:?}");
        sink.does(&[]);
        desk.send().await;
        let mails = sink.mails();
        assert_eq!(mails.len(), 1, "{step:?}");
        assert_eq!(mails[0].recipients, ["ops@desk.example"]);
        let notice = parsed(&mails[0].raw);
        assert!(
            notice.is_automatic() && notice.text.contains("T-1001") && notice.text.contains("tallypost outbox list")
        );
    }
}

#[tokio::test]
async fn a_notice_that_cannot_be_delivered_makes_no_further_notice() {
    let (mut desk, sink) = owing().await;
    sink.does(&[(Step::Rcpt, Does::Says("550 no"))]);
    for hours in [0, 1, 2, 30, 60] {
        desk.send_at(Timestamp::now() + hours.hours()).await;
    }
    assert_eq!(desk.outbox().len(), 2, "the acknowledgement and one notice: {:?}", desk.outbox());
}

#[tokio::test]
async fn a_server_that_stays_away_is_given_up_after_two_days_and_asked_once_a_pass() {
    let (mut desk, sink) = owing().await;
    for number in 2..12 {
        desk.deliver(&super::mail("lee@customer.example", "support@desk.example", number, "Hilfe", "", "Bitte."));
    }
    desk.ingest().await;
    sink.does(&[(Step::Greeting, Does::Drops)]);
    let before = sink.connections();
    let summary = desk.send().await;
    // Five of the eleven are Lee's, up to the cap; with the notice of it and Kim's they are seven.
    assert_eq!((summary.postponed, sink.connections() - before), (7, 1));
    let summary = desk.send_at(Timestamp::now() + 49.hours()).await;
    assert_eq!(summary.failed, 7, "{summary:?}");
}

/// A mail each of as many customers, `c1@customer.example` and so on.
fn many_write(desk: &mut Desk, numbers: std::ops::Range<usize>) {
    for number in numbers {
        let from = format!("c{number}@customer.example");
        desk.deliver(&super::mail(&from, "support@desk.example", number, "Hi", "", "Help me."));
    }
}

/// A mail over which the server breaks down does not keep the others from their readers.
#[tokio::test]
async fn a_mail_that_the_server_dies_of_comes_after_the_others() {
    let sink = Sink::start();
    let mut desk = Desk::new("desk.example", &sink.settings());
    many_write(&mut desk, 1..4);
    desk.ingest().await;
    sink.does(&[(Step::Rcpt, Does::Drops)]);
    assert_eq!((desk.send().await.postponed, sink.connections()), (3, 1));
    sink.does(&[]);
    desk.send_at(Timestamp::now() + 2.minutes()).await;
    let recipients: Vec<String> = sink.mails().into_iter().flat_map(|mail| mail.recipients).collect();
    assert_eq!(recipients, ["c2@customer.example", "c3@customer.example", "c1@customer.example"]);
}

/// Pushed over its cap again and again, and unable to deliver, the desk writes to its operator once a day.
#[tokio::test]
async fn an_operator_is_told_once_a_day_on_each_topic() {
    let mut desk = Desk::new("desk.example", "[smtp]\nhost = \"127.0.0.1\"\nport = 1\ntls = \"none\"\n");
    let now: Timestamp = "2026-11-22T10:00:00Z".parse().unwrap();
    for (topic, hours) in [("token", 0), ("token", 1), ("poison", 1), ("token", 14), ("token", 15)] {
        let notice = Notice { topic, what: "something", text: "Please look." };
        tell_operator(&desk.config, &mut desk.journal, &notice, now + hours.hours()).unwrap();
    }
    let ids: Vec<String> = desk.outbox().into_iter().map(|owed| owed.letter.message_id).collect();
    let expected = ["notice.token.2026-11-22", "notice.poison.2026-11-22", "notice.token.2026-11-23"];
    assert_eq!(ids, expected.map(|id| format!("{id}@desk.example")));
}

#[tokio::test]
async fn many_mails_share_one_connection() {
    let sink = Sink::start();
    let mut desk = Desk::new("desk.example", &sink.settings());
    many_write(&mut desk, 0..20);
    desk.ingest().await;
    assert_eq!(desk.send().await.sent, 20);
    assert_eq!((sink.mails().len(), sink.connections()), (20, 1));
}

#[tokio::test]
async fn a_first_import_writes_to_nobody_and_says_why() {
    let sink = Sink::start();
    let mut desk = Desk::new("desk.example", &sink.settings());
    for (number, day) in ["Mon, 5 Jan 2026", "Tue, 6 Jan 2026"].into_iter().enumerate() {
        let date = format!("Date: {day} 08:00:00 +0000\r\n");
        desk.deliver(&super::mail("kim@customer.example", "support@desk.example", number, "Old", &date, "Help."));
    }
    desk.ingest().await;
    desk.send().await;
    assert!(sink.mails().is_empty());
    let reason = desk.events("T-1002").last().unwrap().to_value.clone().unwrap();
    assert!(reason.contains("hours ago") && reason.contains("max_age_hours"), "{reason}");
}

#[tokio::test]
async fn over_tls_with_an_authority_of_ones_own() {
    let certificates = tempfile::tempdir().unwrap();
    write_certificates(certificates.path(), "localhost");
    let password = certificates.path().join("password");
    std::fs::write(&password, "correct horse\n").unwrap();
    for (protection, tls) in [(Protection::Implicit, "implicit"), (Protection::Starttls, "starttls")] {
        let sink = Sink::encrypted(protection, certificates.path());
        let settings = |more: &str| {
            format!(
                "[smtp]\nhost = \"localhost\"\nport = {}\ntls = \"{tls}\"\ntimeout_seconds = 5\nuser = \"desk\"\n\
                 password_file = {password:?}\n{more}",
                sink.port
            )
        };
        let trusted = format!("ca_file = {:?}\n", certificates.path().join("authority.pem"));
        let mut desk = Desk::new("desk.example", &settings(&trusted));
        desk.deliver(&question());
        desk.ingest().await;
        let summary = desk.send().await;
        assert_eq!(summary.sent, 1, "{tls}: {summary:?}");
        let mail = &sink.mails()[0];
        assert!(mail.is_encrypted && mail.signed_in, "{tls}");

        let mut stranger = Desk::new("desk.example", &settings(""));
        stranger.deliver(&question());
        stranger.ingest().await;
        let error = stranger.send().await.last_error.unwrap();
        assert!(error.contains("certificate") && error.contains("ca_file"), "{tls}: {error}");
        assert_eq!(sink.mails().len(), 1);

        let mut mistaken = Desk::new("desk.example", &settings(&format!("ca_file = {password:?}\n")));
        let checked = tallypost::outbound::check(&mistaken.config).await;
        assert!(checked.problems[0].contains("wants the authority's certificate"), "{:?}", checked.problems);
        mistaken.deliver(&question());
        mistaken.ingest().await;
        assert_eq!(mistaken.send().await.postponed, 1);
    }
}

#[tokio::test]
async fn a_server_without_starttls_gets_neither_password_nor_mail() {
    let sink = Sink::start();
    let settings = sink.settings().replace("127.0.0.1", "localhost").replace("none", "starttls");
    let mut desk = Desk::new("desk.example", &settings);
    desk.deliver(&question());
    desk.ingest().await;
    let error = desk.send().await.last_error.unwrap();
    assert!(error.contains("no STARTTLS"), "{error}");
    assert!(sink.mails().is_empty());
}

/// Somebody on the line adds an answer before TLS begins, so that every later answer is to the command before.
#[tokio::test]
async fn an_answer_slipped_in_before_tls_costs_no_mail() {
    let certificates = tempfile::tempdir().unwrap();
    write_certificates(certificates.path(), "localhost");
    let password = certificates.path().join("password");
    std::fs::write(&password, "correct horse\n").unwrap();
    let sink = Sink::encrypted(Protection::Starttls, certificates.path());
    sink.does(&[(Step::Starttls, Does::Says("220 go ahead\r\n250-evil\r\n250 AUTH PLAIN"))]);
    let signed_in = format!("user = \"desk\"\npassword_file = {password:?}\n");
    for user in ["", signed_in.as_str()] {
        let settings = format!(
            "[smtp]\nhost = \"localhost\"\nport = {}\ntls = \"starttls\"\ntimeout_seconds = 2\nca_file = {:?}\n{user}",
            sink.port,
            certificates.path().join("authority.pem")
        );
        let mut desk = Desk::new("desk.example", &settings);
        desk.deliver(&question());
        desk.ingest().await;
        let summary = desk.send().await;
        assert_eq!((summary.sent, summary.postponed), (0, 1), "{summary:?}");
        assert!(sink.mails().is_empty());
    }
}

#[tokio::test]
async fn a_wrong_password_is_named_without_printing_it_and_costs_no_mail() {
    let sink = Sink::start();
    let folder = tempfile::tempdir().unwrap();
    let password = folder.path().join("password");
    std::fs::write(&password, "hunter2\n").unwrap();
    let settings = format!("{}user = \"desk\"\npassword_file = {password:?}\n", sink.settings());
    let mut desk = Desk::new("desk.example", &settings);
    desk.deliver(&question());
    desk.ingest().await;
    let error = desk.send().await.last_error.unwrap();
    assert!(error.contains("refused to sign in desk") && error.contains("password_file"), "{error}");
    assert!(!error.contains("hunter2") && desk.state() == OutboxState::Queued);
}

#[tokio::test]
async fn a_relay_that_refuses_the_null_sender_gets_the_mailboxes_address() {
    let sink = Sink::start();
    let mut desk = Desk::new("desk.example", &format!("{}return_path = \"mailbox\"\n", sink.settings()));
    desk.deliver(&question());
    desk.ingest().await;
    desk.send().await;
    assert_eq!(sink.mails()[0].mail_from, "<support@desk.example>");
}

/// A service starts the sender as a task.
#[tokio::test]
async fn the_sender_runs_as_a_task() {
    let (desk, sink) = owing().await;
    let Desk { config, mut journal, folder: _folder, .. } = desk;
    let task =
        tokio::spawn(
            async move { tallypost::outbound::send_due(&config, &mut journal, Timestamp::now()).await.unwrap() },
        );
    assert_eq!(task.await.unwrap().sent, 1);
    assert_eq!(sink.mails().len(), 1);
}

const INTERNATIONAL: Does = Does::Says("250-sink\r\n250-8BITMIME\r\n250-SMTPUTF8\r\n250 AUTH PLAIN");

#[tokio::test]
async fn an_address_in_other_letters_is_written_to_where_the_server_takes_them() {
    let sink = Sink::start();
    sink.does(&[(Step::Ehlo, INTERNATIONAL)]);
    let mut desk = Desk::new("desk.example", &sink.settings());
    desk.deliver(&mail("käthe@bücher.example", "support@desk.example", 1, "Drucker", "", GERMAN));
    desk.deliver(&mail("kim@bücher.example", "support@desk.example", 2, "Tür", "", GERMAN));
    desk.ingest().await;
    assert_eq!(desk.send().await.sent, 2);
    let mails = sink.mails();
    assert_eq!(mails[0].recipients, ["käthe@xn--bcher-kva.example"]);
    assert_eq!(mails[0].mail_from, "<> SMTPUTF8 BODY=8BITMIME");
    assert_eq!(parsed(&mails[0].raw).to[0].address, "käthe@xn--bcher-kva.example");
    assert_eq!((mails[1].recipients[0].as_str(), mails[1].mail_from.as_str()), ("kim@xn--bcher-kva.example", "<>"));
    assert!(mails[1].raw.is_ascii());
}

#[tokio::test]
async fn an_address_in_letters_that_the_server_does_not_take_is_withheld_and_holds_up_no_other() {
    let sink = Sink::start();
    let mut desk = Desk::new("desk.example", &sink.settings());
    desk.deliver(&mail("käthe@customer.example", "support@desk.example", 1, "Drucker", "", GERMAN));
    desk.deliver(&mail("kim@bücher.example", "support@desk.example", 2, "Tür", "", GERMAN));
    desk.ingest().await;
    let summary = desk.send().await;
    assert_eq!((summary.sent, summary.withheld, summary.failed), (1, 1, 0), "{summary:?}");
    assert_eq!(sink.mails()[0].recipients, ["kim@xn--bcher-kva.example"]);
    assert_eq!(sink.connections(), 1);
    let withheld = desk.outbox().into_iter().find(|owed| owed.letter.recipient.starts_with("käthe")).unwrap();
    assert_eq!(withheld.state, OutboxState::Dropped);
    assert!(withheld.last_error.unwrap().contains("no SMTPUTF8"));
    assert_eq!(desk.outbox().len(), 2, "nobody is told of what nobody can mend");
}
