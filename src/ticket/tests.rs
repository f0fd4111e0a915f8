//! A ticket's life from mails to its row, each expectation worked out by hand.

use std::path::Path;

use jiff::Timestamp;

use super::thread::{Known, KnownTicket, Lookup};
use super::*;
use crate::config::{Config, from_str};
use crate::message::{Address, Authentication, DeliveryReport, Message, Verdict};

const CUSTOMER: &str = "kim@customer.example";
const AGENT: &str = "alex@desk.example";
const DESK: &str = "support@desk.example";

fn config() -> Config {
    let text = r#"
        [organisation]
        name = "Desk"
        time_zone = "Europe/Berlin"
        [[mailbox]]
        name = "support"
        address = "support@desk.example"
        [[agent]]
        name = "Alex"
        address = "alex@desk.example"
        [[agent]]
        name = "Bo"
        address = "bo@desk.example"
        [calendar.office]
        monday = ["08:00-17:00"]
        tuesday = ["08:00-17:00"]
        wednesday = ["08:00-17:00"]
        thursday = ["08:00-17:00"]
        friday = ["08:00-17:00"]
        [[service_level]]
        first_response_minutes = 120
        resolve_minutes = 540
        calendar = "office"
    "#;
    from_str(text, Path::new("test.toml")).unwrap()
}

fn at(text: &str) -> Timestamp {
    text.parse().unwrap()
}

fn inbox(at: Timestamp) -> Received<'static> {
    Received { mailbox: "support", folder: "INBOX", at }
}

fn mail(from: &str, to: &str, subject: &str, text: &str) -> Message {
    let address = |address: &str| Address { name: None, address: address.into() };
    Message {
        message_key: format!("key of {subject} {text}"),
        from: Some(address(from)),
        to: vec![address(to)],
        subject: subject.into(),
        text: text.into(),
        reply_text: text.into(),
        ..Message::default()
    }
}

/// A desk with one ticket: applies decisions as the gateway does and keeps the events.
#[derive(Default)]
struct Desk {
    events: Vec<Event>,
    participants: std::collections::BTreeSet<String>,
}

impl Desk {
    fn known(&self) -> Option<KnownTicket> {
        let life = Life::of(&self.events, None)?;
        Some(KnownTicket { ticket_id: "T-1".into(), life, participants: self.participants.clone(), is_orphan: false })
    }

    /// The message answers the ticket, where there is one.
    fn takes(&mut self, message: &Message, now: &str) -> Decision {
        let known = Known { referenced: self.known(), ..Known::default() };
        let decision = decide(&config(), &known, message, inbox(at(now)));
        if decision.target == Target::Existing("T-1".into()) || self.events.is_empty() {
            self.record(&decision, message, now);
        }
        decision
    }

    fn record(&mut self, decision: &Decision, message: &Message, now: &str) {
        self.participants.extend(decision.participants.iter().cloned());
        for change in &decision.changes {
            self.events.push(Event {
                ticket_id: "T-1".into(),
                sequence: u32::try_from(self.events.len()).unwrap() + 1,
                occurred_at: at(now),
                recorded_at: at(now),
                kind: change.kind,
                actor: message.from.as_ref().map(|from| from.address.clone()),
                actor_role: decision.author_role,
                from_value: change.from_value.clone(),
                to_value: change.to_value.clone(),
                message_key: Some(message.message_key.clone()),
            });
        }
    }

    fn row(&self) -> TicketRow {
        fold(&self.events, &config(), None).unwrap()
    }
}

fn asked() -> Desk {
    let mut desk = Desk::default();
    // Monday 12 January 2026, 09:00 in Berlin.
    desk.takes(&mail(CUSTOMER, DESK, "Portal down", "It does not open."), "2026-01-12T08:00:00Z");
    desk
}

fn kinds(decision: &Decision) -> Vec<EventKind> {
    decision.changes.iter().map(|change| change.kind).collect()
}

#[test]
fn a_first_mail_opens_a_ticket_for_its_author() {
    let mut desk = Desk::default();
    let decision = desk.takes(&mail(CUSTOMER, DESK, "Portal down", "It does not open."), "2026-01-12T08:00:00Z");
    assert_eq!(decision.disposition, Disposition::Ticketed);
    assert_eq!(decision.author_role, Role::Requester);
    assert_eq!(kinds(&decision), [EventKind::Opened, EventKind::CustomerMessage]);
    let row = desk.row();
    assert_eq!((row.status, row.requester.as_deref()), (Status::New, Some(CUSTOMER)));
    assert_eq!(row.customer_message_count, 1);
}

#[test]
fn three_clocks_tell_three_different_times() {
    let mut desk = asked();
    // Monday 10:00: a question, so the customer is waited for.
    desk.takes(&mail(AGENT, CUSTOMER, "Re: Portal down", "Which browser do you use?"), "2026-01-12T09:00:00Z");
    assert_eq!(desk.row().status, Status::PendingCustomer);
    // Tuesday 11:00: the customer answers; Tuesday 12:00: solved.
    desk.takes(&mail(CUSTOMER, DESK, "Re: Portal down", "Firefox."), "2026-01-13T10:00:00Z");
    assert_eq!(desk.row().status, Status::Open);
    desk.takes(&mail(AGENT, CUSTOMER, "Re: Portal down", "This has been fixed."), "2026-01-13T11:00:00Z");
    let row = desk.row();
    assert_eq!(row.status, Status::Resolved);
    assert_eq!(row.first_response_minutes, Some(60.0));
    // Monday 09:00 to Tuesday 12:00: 27 h by the calendar; 8 h + 4 h of service; of these
    // Monday 10:00–17:00 and Tuesday 08:00–11:00, 10 h, waited for the customer.
    assert_eq!(row.resolve_minutes, Some(27.0 * 60.0));
    assert_eq!(row.resolve_service_minutes, Some(12.0 * 60.0));
    assert_eq!(row.resolve_active_minutes, Some(2.0 * 60.0));
    assert_eq!(row.paused_minutes, 10.0 * 60.0);
}

#[test]
fn a_ticket_that_never_waited_was_paused_for_nought_minutes_and_not_for_less() {
    let row = asked().row();
    assert_eq!([row.paused_minutes, row.supplier_minutes].map(f64::to_bits), [0, 0], "−0 has the bits of a sign");
}

#[test]
fn waiting_for_the_customer_moves_the_due_moment() {
    let mut desk = asked();
    // Without a pause 540 service minutes from Monday 09:00 end on Tuesday 09:00.
    assert_eq!(desk.row().resolve_due_at, Some(at("2026-01-13T08:00:00Z")));
    desk.takes(&mail(AGENT, CUSTOMER, "Re: Portal down", "Which browser?"), "2026-01-12T09:00:00Z");
    desk.takes(&mail(CUSTOMER, DESK, "Re: Portal down", "Firefox."), "2026-01-12T12:00:00Z");
    // Three hours of waiting: Tuesday 12:00.
    assert_eq!(desk.row().resolve_due_at, Some(at("2026-01-13T11:00:00Z")));
}

#[test]
fn a_pause_after_the_due_moment_does_not_move_it() {
    let mut desk = asked();
    // Tuesday 11:00, two hours late, somebody asks at last.
    desk.takes(&mail(AGENT, CUSTOMER, "Re: Portal down", "Which browser?"), "2026-01-13T10:00:00Z");
    desk.takes(&mail(CUSTOMER, DESK, "Re: Portal down", "Firefox."), "2026-01-15T10:00:00Z");
    assert_eq!(desk.row().resolve_due_at, Some(at("2026-01-13T08:00:00Z")));
}

#[test]
fn an_unanswered_ticket_is_breached_only_when_time_has_come() {
    let desk = asked();
    let row = |as_of| fold(&desk.events, &config(), Some(at(as_of))).unwrap();
    // Due at 11:00 in Berlin.
    assert_eq!(row("2026-01-12T10:00:00Z").first_response_breached, None);
    assert_eq!(row("2026-01-12T10:00:01Z").first_response_breached, Some(true));
    assert_eq!(desk.row().first_response_breached, None);
}

#[test]
fn a_day_before_the_ticket_there_is_none() {
    assert_eq!(fold(&asked().events, &config(), Some(at("2026-01-12T08:00:00Z"))), None);
}

#[test]
fn a_reopened_ticket_runs_on_without_the_time_that_it_was_resolved() {
    let mut desk = asked();
    desk.takes(&mail(AGENT, CUSTOMER, "Re: Portal down", "Behoben."), "2026-01-12T10:00:00Z");
    desk.takes(&mail(CUSTOMER, DESK, "Re: Portal down", "It is down again."), "2026-01-14T10:00:00Z");
    let row = desk.row();
    assert_eq!((row.status, row.reopen_count, row.resolved_at), (Status::Open, 1, None));
    desk.takes(&mail(AGENT, CUSTOMER, "Re: Portal down", "#resolve"), "2026-01-14T12:00:00Z");
    // 2 h before, 2 h after; in between nobody owed anything.
    assert_eq!(desk.row().resolve_active_minutes, Some(4.0 * 60.0));
}

#[test]
fn thanks_do_not_reopen() {
    let mut desk = asked();
    desk.takes(&mail(AGENT, CUSTOMER, "Re: Portal down", "This is resolved."), "2026-01-12T10:00:00Z");
    desk.takes(&mail(CUSTOMER, DESK, "Re: Portal down", "Vielen Dank, läuft!"), "2026-01-12T11:00:00Z");
    assert_eq!(desk.row().status, Status::Resolved);
    desk.takes(&mail(CUSTOMER, DESK, "Re: Portal down", "It works again, thank you!"), "2026-01-12T11:30:00Z");
    assert_eq!(desk.row().status, Status::Resolved);
    desk.takes(&mail(CUSTOMER, DESK, "Re: Portal down", "Thanks, but it is still down."), "2026-01-12T12:00:00Z");
    assert_eq!(desk.row().status, Status::Open);
}

#[test]
fn a_resolve_phrase_that_asks_or_denies_resolves_nothing() {
    for text in
        ["Is it resolved?", "It is not resolved yet.", "Once this is resolved we will write.", "Noch nicht behoben."]
    {
        let mut desk = asked();
        desk.takes(&mail(AGENT, CUSTOMER, "Re: Portal down", text), "2026-01-12T10:00:00Z");
        assert_ne!(desk.row().status, Status::Resolved, "{text}");
    }
}

#[test]
fn a_denial_in_another_clause_does_not_keep_a_ticket_open() {
    let mut desk = asked();
    let text = "As I have not heard from you, I am closing this. If it returns, write again.";
    desk.takes(&mail(AGENT, CUSTOMER, "Re: Portal down", text), "2026-01-12T10:00:00Z");
    assert_eq!(desk.row().status, Status::Resolved);
}

#[test]
fn a_late_reply_to_a_resolved_ticket_opens_a_linked_one() {
    let mut desk = asked();
    desk.takes(&mail(AGENT, CUSTOMER, "Re: Portal down", "Resolved."), "2026-01-12T10:00:00Z");
    let in_time = desk.takes(&mail(CUSTOMER, DESK, "Re: Portal down", "Down again"), "2026-01-26T09:59:59Z");
    assert_eq!(in_time.disposition, Disposition::FollowUp);
    desk.takes(&mail(AGENT, CUSTOMER, "Re: Portal down", "Resolved."), "2026-01-26T10:00:00Z");
    let late = desk.takes(&mail(CUSTOMER, DESK, "Re: Portal down", "Down again"), "2026-02-09T10:00:00Z");
    assert_eq!(late.target, Target::New);
    assert_eq!(
        late.changes.last().map(|change| (change.kind, change.to_value.as_deref())),
        Some((EventKind::Linked, Some("T-1")))
    );
}

#[test]
fn asking_again_after_an_hour_is_a_chaser_and_within_it_is_not() {
    let mut desk = asked();
    desk.takes(&mail(CUSTOMER, DESK, "Re: Portal down", "PS: since 8."), "2026-01-12T08:30:00Z");
    desk.takes(&mail(CUSTOMER, DESK, "Re: Portal down", "Any news?"), "2026-01-12T13:00:00Z");
    let row = desk.row();
    assert_eq!((row.customer_message_count, row.chaser_count), (3, 1));
}

#[test]
fn an_automatic_answer_is_noted_and_is_no_first_response() {
    let mut desk = asked();
    let robot = Message { auto_generated: true, ..mail(CUSTOMER, DESK, "Out of office", "I am away.") };
    let decision = desk.takes(&robot, "2026-01-12T09:00:00Z");
    assert_eq!((decision.disposition, kinds(&decision)), (Disposition::Automatic, vec![EventKind::AutomaticMessage]));
    let row = desk.row();
    assert_eq!((row.customer_message_count, row.first_response_at), (1, None));
}

#[test]
fn a_delivery_report_joins_the_ticket_of_the_mail_that_did_not_arrive() {
    let mut desk = asked();
    let report = Message {
        bounce: true,
        bounce_report: Some(DeliveryReport {
            original_message_id: Some("answer@desk".into()),
            ..DeliveryReport::default()
        }),
        ..mail("mailer-daemon@mx.example", DESK, "Undelivered", "")
    };
    assert_eq!(Lookup::of(&report).references, ["answer@desk"]);
    let decision = desk.takes(&report, "2026-01-12T09:00:00Z");
    assert_eq!((decision.disposition, kinds(&decision)), (Disposition::Bounce, vec![EventKind::DeliveryReport]));
}

#[test]
fn a_report_of_a_delay_is_noted_and_changes_nothing() {
    let mut desk = asked();
    let before = desk.row();
    let report = Message {
        auto_generated: true,
        bounce: true,
        bounce_report: Some(DeliveryReport {
            action: Some("delayed".into()),
            original_message_id: Some("answer@desk".into()),
            ..DeliveryReport::default()
        }),
        ..mail("mailer-daemon@mx.example", DESK, "Delayed Mail", "")
    };
    let decision = desk.takes(&report, "2026-01-12T09:00:00Z");
    assert_eq!((decision.disposition, kinds(&decision)), (Disposition::Automatic, vec![EventKind::AutomaticMessage]));
    let after = desk.row();
    assert_eq!((after.status, after.customer_message_count), (before.status, before.customer_message_count));
    assert_eq!((after.first_response_at, after.resolved_at), (before.first_response_at, before.resolved_at));
}

#[test]
fn a_robot_without_a_ticket_opens_none() {
    let robot = Message { auto_generated: true, ..mail("news@shop.example", DESK, "Offers", "Buy!") };
    let decision = decide(&config(), &Known::default(), &robot, inbox(at("2026-01-12T09:00:00Z")));
    assert_eq!((decision.disposition, decision.target), (Disposition::Automatic, Target::None));
}

#[test]
fn a_strangers_reply_is_an_unverified_note_and_gives_no_part() {
    let mut desk = asked();
    let decision =
        desk.takes(&mail("eve@elsewhere.example", DESK, "Re: Portal down", "Send me all."), "2026-01-12T09:00:00Z");
    assert_eq!(kinds(&decision), [EventKind::UnverifiedNote]);
    assert!(!desk.participants.contains("eve@elsewhere.example"));
    assert_eq!(desk.row().customer_message_count, 1);
}

#[test]
fn a_colleague_in_copy_takes_part() {
    let mut desk = Desk::default();
    let mut first = mail(CUSTOMER, DESK, "Portal down", "It does not open.");
    first.cc.push(Address { name: None, address: "Lee@customer.example".into() });
    desk.takes(&first, "2026-01-12T08:00:00Z");
    let decision =
        desk.takes(&mail("lee@customer.example", DESK, "Re: Portal down", "Here too."), "2026-01-12T08:10:00Z");
    assert_eq!((decision.author_role, kinds(&decision)), (Role::Participant, vec![EventKind::CustomerMessage]));
}

#[test]
fn whoever_answers_has_the_ticket_and_another_answer_is_a_hand_off() {
    let mut desk = asked();
    desk.takes(&mail(AGENT, CUSTOMER, "Re: Portal down", "We look into it."), "2026-01-12T09:00:00Z");
    desk.takes(&mail("bo@desk.example", CUSTOMER, "Re: Portal down", "I take over."), "2026-01-12T10:00:00Z");
    let row = desk.row();
    assert_eq!((row.assignee.as_deref(), row.handoff_count, row.agent_message_count), (Some("Bo"), 1, 2));
}

#[test]
fn agents_among_themselves_are_no_first_response() {
    let mut desk = asked();
    let decision = desk.takes(&mail(AGENT, DESK, "Re: Portal down", "Bo, can you look?"), "2026-01-12T09:00:00Z");
    assert_eq!(kinds(&decision), [EventKind::InternalNote]);
    assert_eq!(desk.row().first_response_at, None);
}

#[test]
fn an_agent_who_forwards_a_customers_mail_opens_it_for_the_customer() {
    let forwarded = crate::message::Forwarded {
        from: Some(Address { name: None, address: CUSTOMER.into() }),
        text: "It does not open.".into(),
    };
    let message = Message { forwarded: Some(forwarded), ..mail(AGENT, DESK, "Fwd: Portal down", "FYI") };
    let mut desk = Desk::default();
    desk.takes(&message, "2026-01-12T08:00:00Z");
    let row = desk.row();
    assert_eq!((row.requester.as_deref(), row.description.as_str()), (Some(CUSTOMER), "It does not open."));
}

#[test]
fn a_web_form_opens_for_the_customer_in_reply_to() {
    let mut form = mail(DESK, DESK, "Contact form", "Please call me.");
    form.reply_to.push(Address { name: None, address: CUSTOMER.into() });
    let mut desk = Desk::default();
    let decision = desk.takes(&form, "2026-01-12T08:00:00Z");
    assert_eq!((decision.author_role, desk.row().requester.as_deref()), (Role::Requester, Some(CUSTOMER)));
}

#[test]
fn two_tickets_of_the_same_subject_are_no_match() {
    let ticket = |id: &str| KnownTicket { ticket_id: id.into(), ..asked().known().unwrap() };
    let reply = mail(CUSTOMER, DESK, "Re: Portal down", "More.");
    let now = at("2026-01-13T08:00:00Z");
    let one = Known { same_subject: vec![ticket("T-1")], ..Known::default() };
    let two = Known { same_subject: vec![ticket("T-1"), ticket("T-2")], ..Known::default() };
    assert_eq!(decide(&config(), &one, &reply, inbox(now)).thread_rule, Some(ThreadRule::SubjectMatch));
    assert_eq!(decide(&config(), &two, &reply, inbox(now)).target, Target::New);
    let too_late = at("2026-01-26T08:00:01Z");
    assert_eq!(decide(&config(), &one, &reply, inbox(too_late)).target, Target::New);
}

#[test]
fn a_ticket_tag_counts_for_those_who_take_part_only() {
    let known = Known { tagged: vec![asked().known().unwrap()], ..Known::default() };
    let decided =
        |from: &str| decide(&config(), &known, &mail(from, DESK, "[T-1] more", "x"), inbox(at("2026-03-01T08:00:00Z")));
    assert_eq!(decided(CUSTOMER).thread_rule, Some(ThreadRule::SubjectTag));
    assert_eq!(kinds(&decided(CUSTOMER)), [EventKind::Chaser]);
    assert_eq!(kinds(&decided("eve@elsewhere.example")), [EventKind::UnverifiedNote]);
}

#[test]
fn strangers_open_linked_tickets_where_so_configured() {
    let mut config = config();
    config.threading.stranger = crate::config::StrangerPolicy::LinkedTicket;
    let known = Known { referenced: asked().known(), ..Known::default() };
    let stranger = mail("eve@elsewhere.example", DESK, "Re: Portal down", "Me too.");
    let decision = decide(&config, &known, &stranger, inbox(at("2026-01-12T09:00:00Z")));
    assert_eq!((decision.target, decision.disposition), (Target::New, Disposition::Ticketed));
    assert_eq!(decision.changes.last().map(|change| change.kind), Some(EventKind::Linked));
}

#[test]
fn an_answer_to_a_mail_nobody_has_seen_is_shared_by_participants_only() {
    let known = Known { sibling: asked().known(), ..Known::default() };
    let decided = |message: &Message| decide(&config(), &known, message, inbox(at("2026-01-12T09:00:00Z"))).target;
    let stranger = mail("lou@other.example", DESK, "Re: Maintenance on Friday", "What about us?");
    assert_eq!(decided(&stranger), Target::New);
    assert_eq!(decided(&mail(CUSTOMER, DESK, "Re: Maintenance", "And us?")), Target::Existing("T-1".into()));
    let posted = Message { mailing_list: true, ..stranger };
    assert_eq!(decided(&posted), Target::Existing("T-1".into()));
}

#[test]
fn an_orphan_merges_into_the_ticket_of_its_missing_message() {
    let orphan = KnownTicket { ticket_id: "T-2".into(), is_orphan: true, ..asked().known().unwrap() };
    let known = Known { referenced: asked().known(), awaiting: vec![orphan], ..Known::default() };
    let decision = decide(&config(), &known, &mail(CUSTOMER, DESK, "Re: x", "y"), inbox(at("2026-01-13T08:00:00Z")));
    assert_eq!((decision.target, decision.absorbs), (Target::Existing("T-1".into()), vec!["T-2".to_string()]));
}

#[test]
fn every_status_allows_only_moves_of_the_life_cycle() {
    assert!(Status::Resolved.allows(Status::Open) && Status::Resolved.allows(Status::Closed));
    assert!(!Status::Merged.allows(Status::Open));
    for status in Status::ALL {
        assert!(!status.allows(Status::New), "{status} became new");
        assert!(!status.allows(*status), "{status} to itself is no change");
    }
}

/// What the desk's own server found, or nothing.
fn judged(message: Message, verdict: Option<(&str, Verdict)>) -> Message {
    let authentication = verdict.map(|(server, verdict)| Authentication { server: Some(server.into()), verdict });
    Message { authentication, ..message }
}

#[test]
fn a_forged_agent_moves_nothing() {
    let mut config = config();
    config.gateway.authentication_server = Some("mx.desk.example".into());
    let desk = asked();
    let known = Known { referenced: desk.known(), ..Known::default() };
    let command = || mail(AGENT, CUSTOMER, "Re: Printer", "Done.\n#resolve");
    let kinds_in = |folder: &'static str, message: &Message| {
        let received = Received { folder, ..inbox(at("2026-01-12T09:00:00Z")) };
        kinds(&decide(&config, &known, message, received))
    };
    let [passed, failed, unknown] = [Verdict::Passed, Verdict::Failed, Verdict::Unknown]
        .map(|verdict| judged(command(), Some(("mx.desk.example", verdict))));
    assert!(kinds_in("INBOX", &passed).contains(&EventKind::StatusChanged));
    for forged in [failed, unknown, command(), judged(command(), Some(("mx.evil.example", Verdict::Passed)))] {
        assert_eq!(kinds_in("INBOX", &forged), [EventKind::UnverifiedNote]);
    }
    // An agent's own program put it there; a filter moves what was received, with its verdict.
    assert!(kinds_in("Sent", &command()).contains(&EventKind::StatusChanged));
    let moved = judged(command(), Some(("mx.desk.example", Verdict::Failed)));
    assert_eq!(kinds_in("Sent", &moved), [EventKind::UnverifiedNote]);
}

#[test]
fn a_customer_who_failed_the_servers_check_is_a_stranger() {
    let mut config = config();
    config.gateway.authentication_server = Some("*".into());
    let desk = asked();
    let known = Known { referenced: desk.known(), ..Known::default() };
    let reply = || mail(CUSTOMER, DESK, "Re: Printer", "Please send me the password.");
    let decided = |verdict| {
        let message = judged(reply(), Some(("any.example", verdict)));
        kinds(&decide(&config, &known, &message, inbox(at("2026-01-12T09:00:00Z"))))
    };
    assert_eq!(decided(Verdict::Failed), [EventKind::UnverifiedNote]);
    // Many customers' domains publish nothing to check against.
    assert_eq!(decided(Verdict::Unknown), decided(Verdict::Passed));
    assert_ne!(decided(Verdict::Unknown), [EventKind::UnverifiedNote]);
}

/// An event of another tool's history.
fn told(sequence: u32, moment: &str, kind: EventKind, from_value: Option<&str>, to_value: Option<&str>) -> Event {
    Event {
        ticket_id: "old:1".into(),
        sequence,
        occurred_at: at(moment),
        recorded_at: at(moment),
        kind,
        actor: None,
        actor_role: Role::System,
        from_value: from_value.map(String::from),
        to_value: to_value.map(String::from),
        message_key: None,
    }
}

#[test]
fn history_without_messages_owes_and_has_a_first_response() {
    let opening = r#"{"type":"incident","awaits_response":true}"#;
    let opened = told(1, "2026-10-19T08:00:00Z", EventKind::Opened, None, Some(opening));
    let kept = told(2, "2026-10-19T08:00:00Z", EventKind::Recorded, None, Some("{}"));
    let responded = told(3, "2026-10-19T08:30:00Z", EventKind::Responded, None, None);
    let row = fold(&[opened.clone(), kept.clone(), responded], &config(), None).unwrap();
    assert_eq!((row.first_response_minutes, row.first_response_target_minutes), (Some(30.0), Some(120.0)));
    assert_eq!((row.agent_message_count, row.customer_message_count), (0, 0));
    let late = fold(&[opened, kept], &config(), Some(at("2026-10-20T08:00:00Z"))).unwrap();
    assert_eq!(late.first_response_breached, Some(true));
}

#[test]
fn what_is_counted_in_all_stands_for_what_events_do_not_show() {
    let status = |sequence, moment, to| told(sequence, moment, EventKind::StatusChanged, None, Some(to));
    let counted = |sequence, column, number| {
        told(sequence, "2026-10-22T08:00:00Z", EventKind::Counted, Some(column), Some(number))
    };
    let events = [
        told(1, "2026-10-19T08:00:00Z", EventKind::Opened, None, Some("{\"type\":\"incident\"}")),
        status(2, "2026-10-20T08:00:00Z", "resolved"),
        status(3, "2026-10-21T08:00:00Z", "open"),
        counted(4, "reopen_count", "1"),
        counted(5, "handoff_count", "3"),
        counted(6, "colour", "3"),
    ];
    let row = fold(&events, &config(), None).unwrap();
    assert_eq!((row.reopen_count, row.handoff_count), (1, 3));
    assert_eq!(fold(&events, &config(), Some(at("2026-10-22T08:00:00Z"))).unwrap().handoff_count, 0);
}
