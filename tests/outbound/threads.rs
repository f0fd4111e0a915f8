//! Who writes back to our mail joins its ticket, by a token that nobody can make.

use tallypost::message::Message;
use tallypost::ticket::{EventKind, MessageRow, ThreadRule};

use super::support::smtp::Sink;
use super::{Desk, mail, parsed, question};

/// A desk whose first ticket is acknowledged, and the acknowledgement.
async fn desk_and_answer(more: &str) -> (Desk, Sink, Message) {
    let sink = Sink::start();
    let mut desk = Desk::new("desk.example", &format!("{}{more}", sink.settings()));
    desk.deliver(&question());
    desk.ingest().await;
    desk.send().await;
    let answer = parsed(&sink.take()[0].raw);
    (desk, sink, answer)
}

/// The same, with the acknowledgement's Message-ID.
async fn acknowledged() -> (Desk, Sink, String) {
    let (desk, sink, answer) = desk_and_answer("").await;
    assert!(answer.reply_to.is_empty(), "an address with a plus sign is for those who ask for it");
    (desk, sink, answer.message_id.unwrap())
}

/// The same, with the address that it asks to write to.
async fn with_plus_address() -> (Desk, Sink, String) {
    let (desk, sink, answer) = desk_and_answer("[acknowledgement]\nreply_to_plus = true\n").await;
    let [reply_to] = answer.reply_to.as_slice() else { panic!("{:?}", answer.reply_to) };
    assert_eq!(
        (reply_to.name.as_deref(), answer.from.unwrap().address.as_str()),
        (Some("Desk of desk.example"), "support@desk.example")
    );
    (desk, sink, reply_to.address.clone())
}

#[tokio::test]
async fn a_mail_to_our_address_with_its_token_joins_though_nothing_else_says_where_it_belongs() {
    let (mut desk, sink, address) = with_plus_address().await;
    let upper = address.to_uppercase();
    let ways = [
        (address.as_str(), String::new()),
        (&upper, String::new()),
        ("support@desk.example", format!("Cc: Desk <{address}>\r\n")),
        ("support@desk.example", format!("Delivered-To: support@desk.example\r\nDelivered-To: {address}\r\n")),
        ("undisclosed-recipients:;", format!("X-Original-To: {address}\r\n")),
    ];
    for (at, (to, headers)) in ways.iter().enumerate() {
        let from = format!("lee{at}@home.example");
        desk.deliver(&mail(&from, to, 2 + at, "More", headers, "It is the second floor."));
        desk.ingest().await;
        let message = last_message(&desk, "T-1001");
        assert_eq!(
            (message.from_address.as_deref(), message.thread_rule),
            (Some(from.as_str()), Some(ThreadRule::ReplyToken))
        );
    }
    assert_eq!(desk.send().await.sent, 0, "a follow-up is not acknowledged");
    assert!(sink.mails().is_empty());
}

#[tokio::test]
async fn a_forged_or_cut_token_in_an_address_is_answered_as_none_at_all() {
    let (mut desk, sink, address) = with_plus_address().await;
    let (local, domain) = address.split_once('@').unwrap();
    let last = local.chars().next_back().unwrap();
    let forged = format!("{}{}@{domain}", &local[..local.len() - 1], if last == 'a' { 'b' } else { 'a' });
    let cut = format!("{}@{domain}", &local[..local.len() - 1]);
    let of_another_ticket = address.replace("t-1001", "t-1002");
    let plain = "support@desk.example".to_string();
    for (at, to) in [&forged, &cut, &of_another_ticket, &plain].into_iter().enumerate() {
        desk.deliver(&mail(&format!("eve{at}@elsewhere.example"), to, 2 + at, "Hello", "", "Send me everything."));
        desk.ingest().await;
        let ticket = format!("T-{}", 1002 + at);
        assert_eq!(last_message(&desk, &ticket).thread_rule, Some(ThreadRule::New), "{to}");
        assert_eq!(desk.kinds(&ticket), desk.kinds("T-1001"), "{to}");
    }
    assert_eq!((desk.send().await.sent, sink.mails().len()), (4, 4));
    assert_eq!(desk.kinds("T-1001").len(), 3, "nobody came near it");
}

#[tokio::test]
async fn our_own_address_with_a_token_is_never_written_to_and_takes_no_part() {
    let (mut desk, sink, address) = with_plus_address().await;
    let robot = mail(&address, "support@desk.example", 2, "Away", "", "I am away.");
    desk.deliver(&robot);
    let replies = format!("Reply-To: {address}\r\n");
    desk.deliver(&mail("kim@customer.example", "support@desk.example", 3, "Another", &replies, "It smells."));
    // A robot that leaves out all that marks one answers where it was asked to.
    desk.deliver(&mail("lou@robot.example", &address, 4, "Thank you", "", "We got your mail."));
    desk.ingest().await;
    assert_eq!(desk.send().await.sent, 0);
    assert!(sink.mails().is_empty());
    assert_eq!(last_message(&desk, "T-1001").from_address.as_deref(), Some("lou@robot.example"));
}

#[tokio::test]
async fn a_nearer_reference_to_another_ticket_wins_over_the_address() {
    let (mut desk, sink, address) = with_plus_address().await;
    desk.deliver(&mail("kim@customer.example", "support@desk.example", 2, "Another", "", "The door is stuck."));
    desk.ingest().await;
    let headers = "In-Reply-To: <2.kim@customer.example>\r\n";
    desk.deliver(&mail("kim@customer.example", &address, 3, "Re: Another", headers, "It is stuck still."));
    desk.ingest().await;
    assert_eq!(last_message(&desk, "T-1002").message_id.as_deref(), Some("3.kim@customer.example"));
    drop(sink);
}

fn reply(from: &str, number: usize, to: &[&str], text: &str) -> Vec<u8> {
    let nearest = to.last().unwrap();
    let all: Vec<String> = to.iter().map(|id| format!("<{id}>")).collect();
    let headers = format!("In-Reply-To: <{nearest}>\r\nReferences: {}\r\n", all.join(" "));
    mail(from, "support@desk.example", number, "Re: something else", &headers, text)
}

fn last_message(desk: &Desk, ticket_id: &str) -> MessageRow {
    desk.journal.messages_of(ticket_id).unwrap().pop().unwrap()
}

#[tokio::test]
async fn a_reply_to_our_mail_joins_by_its_token_also_from_another_address() {
    let (mut desk, sink, id) = acknowledged().await;
    desk.deliver(&reply("lee@home.example", 2, &[&id], "Kim asked me to add: it is the second floor."));
    desk.ingest().await;
    assert_eq!(last_message(&desk, "T-1001").thread_rule, Some(ThreadRule::ReplyToken));
    assert_eq!(desk.kinds("T-1001").last(), Some(&EventKind::CustomerMessage));
    // From now on Lee takes part, so that the subject alone is enough.
    desk.deliver(&mail("lee@home.example", "support@desk.example", 3, "[T-1001] more", "", "And the third floor."));
    desk.ingest().await;
    assert_eq!(last_message(&desk, "T-1001").thread_rule, Some(ThreadRule::SubjectTag));
    assert_eq!(desk.send().await.sent, 0, "a follow-up is not acknowledged");
    assert!(sink.mails().is_empty());
}

#[tokio::test]
async fn a_forged_token_is_nothing() {
    let (mut desk, _sink, id) = acknowledged().await;
    let token = id.split(['.', '@']).nth(2).unwrap();
    let other = if token.starts_with('a') { 'b' } else { 'a' };
    let forged = id.replacen(token, &format!("{other}{}", &token[1..]), 1);
    desk.deliver(&reply("eve@elsewhere.example", 2, &[&forged], "Send me everything."));
    desk.ingest().await;
    assert_eq!(last_message(&desk, "T-1002").thread_rule, Some(ThreadRule::New));
}

#[tokio::test]
async fn a_token_of_another_gateway_is_nothing() {
    let (_other, _sink, id) = acknowledged().await;
    let (mut desk, _sink, _) = acknowledged().await;
    desk.deliver(&reply("eve@elsewhere.example", 2, &[&id], "Send me everything."));
    desk.ingest().await;
    assert_eq!(last_message(&desk, "T-1002").thread_rule, Some(ThreadRule::New));
}

/// The thread has gone on in a linked ticket; its mails refer to our first mail still.
#[tokio::test]
async fn a_nearer_reference_to_another_ticket_wins() {
    let (mut desk, sink, first) = acknowledged().await;
    desk.deliver(&reply("alex@desk.example", 2, &[&first], "#close"));
    desk.ingest().await;
    desk.deliver(&reply("kim@customer.example", 3, &["2.alex@desk.example"], "It is broken again, please look."));
    desk.ingest().await;
    desk.send().await;
    let second = parsed(&sink.take()[0].raw);
    assert_eq!(second.subject, "[T-1002] something else");
    let thread = [first.as_str(), "2.alex@desk.example", "3.kim@customer.example"];
    desk.deliver(&reply("kim@customer.example", 4, &thread, "I forgot to say: since Monday."));
    desk.ingest().await;
    assert_eq!(last_message(&desk, "T-1002").message_id.as_deref(), Some("4.kim@customer.example"));
}

#[tokio::test]
async fn with_the_key_lost_a_participants_reply_still_joins() {
    let (desk, _sink, id) = acknowledged().await;
    let data = desk.folder.path().join("tallypost-data");
    std::fs::remove_file(data.join("secret.key")).unwrap();
    let journal = tallypost::journal::Journal::open(&data).unwrap();
    let mut desk = Desk { journal, ..desk };
    desk.deliver(&reply("kim@customer.example", 2, &[&id], "More about it."));
    desk.ingest().await;
    assert_eq!(last_message(&desk, "T-1001").thread_rule, Some(ThreadRule::Reference));
}

#[tokio::test]
async fn a_delivery_report_about_our_mail_joins_and_is_not_answered() {
    let (mut desk, sink, id) = acknowledged().await;
    let report = format!(
        "From: MAILER-DAEMON@mx.example\r\nTo: support@desk.example\r\nReturn-Path: <>\r\nSubject: Undelivered\r\n\
         Message-ID: <dsn@mx.example>\r\nMIME-Version: 1.0\r\n\
         Content-Type: multipart/report; report-type=delivery-status; boundary=b\r\n\r\n\
         --b\r\nContent-Type: text/plain\r\n\r\nIt did not arrive.\r\n\
         --b\r\nContent-Type: message/delivery-status\r\n\r\nReporting-MTA: dns; mx.example\r\n\r\n\
         Final-Recipient: rfc822; kim@customer.example\r\nAction: failed\r\nStatus: 5.1.1\r\n\r\n\
         --b\r\nContent-Type: message/rfc822\r\n\r\nMessage-ID: <{id}>\r\nSubject: x\r\n\r\n--b--\r\n"
    );
    desk.deliver(report.as_bytes());
    desk.ingest().await;
    assert_eq!(desk.kinds("T-1001").last(), Some(&EventKind::DeliveryReport));
    assert_eq!(last_message(&desk, "T-1001").thread_rule, Some(ThreadRule::ReplyToken));
    desk.send().await;
    assert!(sink.mails().is_empty());
}
