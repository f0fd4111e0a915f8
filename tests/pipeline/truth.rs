//! The sample's tickets equal what was planted.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use serde_json::Value;
use tallypost::config::{self, Config};
use tallypost::gateway;
use tallypost::journal::Journal;
use tallypost::mailbox::Source;
use tallypost::ticket::{Disposition, MessageRow, TicketRow, fold};

use super::{assert_same_files, sample};

struct Desk {
    config: Config,
    journal: Journal,
    data: tempfile::TempDir,
}

impl Desk {
    fn new() -> Self {
        let config = config::load(&sample().join("tallypost.toml")).unwrap();
        let data = tempfile::tempdir().unwrap();
        Self { config, journal: Journal::open(data.path()).unwrap(), data }
    }

    async fn ingest(&mut self) -> gateway::Summary {
        let mut source = Source::open(&self.config.mailboxes[0]).unwrap();
        gateway::ingest(&self.config, &mut self.journal, &mut source, |_| ()).await.unwrap()
    }

    fn publish(&mut self, lake: &Path) {
        gateway::rebuild(&self.config, &mut self.journal, lake).unwrap();
    }

    fn messages(&self) -> Vec<MessageRow> {
        let months: BTreeSet<String> =
            self.journal.all_months().unwrap().into_iter().map(|month| month.month).collect();
        months.iter().flat_map(|month| self.journal.messages_in(month).unwrap()).collect()
    }

    fn tickets(&self) -> BTreeMap<String, TicketRow> {
        let months = self.journal.opened_months().unwrap();
        let mut tickets = BTreeMap::new();
        for month in &months {
            let keep =
                |events: &[_]| tickets.extend(fold(events, &self.config, None).map(|row| (row.ticket_id.clone(), row)));
            self.journal.each_history_opened_in(month, keep).unwrap();
        }
        tickets
    }
}

fn truth() -> Value {
    serde_json::from_slice(&std::fs::read(sample().join("truth.json")).unwrap()).unwrap()
}

#[tokio::test]
async fn threads_robots_and_tickets_are_those_that_were_planted() {
    let mut desk = Desk::new();
    desk.ingest().await;
    let truth = truth();
    let ours = threads_agree(&truth, &desk.messages());
    tickets_agree(&truth, &ours, &desk.tickets());
}

/// Each planted ticket is one of ours and no other; says which.
fn threads_agree(truth: &Value, messages: &[MessageRow]) -> BTreeMap<u64, String> {
    let found: BTreeMap<&str, &MessageRow> =
        messages.iter().filter_map(|row| Some((row.message_id.as_deref()?, row))).collect();
    let planted = truth["messages"].as_array().unwrap();
    assert!(planted.len() > 4000, "the sample has only {} messages", planted.len());
    assert_eq!(messages.len(), planted.len(), "each planted message is one message");
    let mut ours: BTreeMap<u64, String> = BTreeMap::new();
    for message in planted {
        let id = message["message_id"].as_str().unwrap();
        let row = found.get(id).unwrap_or_else(|| panic!("{id} is lost"));
        let is_robot = ["automatic", "bounce", "newsletter"].iter().any(|key| message[key] == true);
        let taken_for_robot = matches!(row.disposition, Disposition::Automatic | Disposition::Bounce);
        assert_eq!(taken_for_robot, is_robot, "{id}: {message}");
        match message["ticket"].as_u64() {
            None => assert_eq!(row.ticket_id, None, "{id} belongs to no ticket"),
            Some(ticket) => {
                let got = row.ticket_id.clone().unwrap_or_else(|| panic!("{id} has no ticket"));
                assert_eq!(*ours.entry(ticket).or_insert_with(|| got.clone()), got, "ticket {ticket} is torn at {id}");
            }
        }
    }
    let distinct: BTreeSet<&String> = ours.values().collect();
    assert_eq!(distinct.len(), ours.len(), "two planted tickets became one");
    ours
}

fn tickets_agree(truth: &Value, ours: &BTreeMap<u64, String>, tickets: &BTreeMap<String, TicketRow>) {
    let planted = truth["tickets"].as_array().unwrap();
    assert_eq!(tickets.len(), planted.len());
    let mut wrong = Vec::new();
    for ticket in planted {
        let row = &tickets[&ours[&ticket["ticket"].as_u64().unwrap()]];
        let text = |value: &Option<String>| value.as_deref().map_or(Value::Null, Value::from);
        let time = |value: &Option<jiff::Timestamp>| value.map_or(Value::Null, |at| at.to_string().into());
        for (key, got) in [
            ("service", text(&row.service)),
            ("category", text(&row.category)),
            ("type", row.ticket_type.name().into()),
            ("priority", text(&row.priority)),
            ("requester", text(&row.requester)),
            ("customer", text(&row.customer)),
            ("opened_at", row.opened_at.to_string().into()),
            ("first_response_at", time(&row.first_response_at)),
            ("resolved_at", time(&row.resolved_at)),
            ("reopened", row.reopen_count.into()),
        ] {
            if ticket[key] != got {
                wrong
                    .push(format!("{} ({}): {key} is {got}, planted {}", row.ticket_id, ticket["ticket"], ticket[key]));
            }
        }
    }
    assert!(wrong.is_empty(), "{} differences, the first:\n{}", wrong.len(), wrong[..wrong.len().min(20)].join("\n"));
}

#[tokio::test]
async fn a_second_run_changes_nothing_and_a_rebuilt_lake_has_the_same_bytes() {
    let mut desk = Desk::new();
    let first = desk.ingest().await;
    assert_eq!(first.known_before, 0);
    let lake = desk.data.path().join("lake");
    gateway::publish(&desk.config, &mut desk.journal, &lake).unwrap();
    let balance = desk.journal.balance().unwrap();
    assert_eq!(balance.contradictions(), Vec::<String>::new());
    assert_eq!(usize::try_from(balance.arrivals).unwrap(), first.listed, "every message has one disposition");

    let second = desk.ingest().await;
    assert_eq!((second.known_before, second.dispositions.len()), (first.listed, 0));
    assert_eq!(gateway::publish(&desk.config, &mut desk.journal, &lake).unwrap(), 0);
    assert_eq!(desk.journal.balance().unwrap(), balance);

    let rebuilt = desk.data.path().join("rebuilt");
    desk.publish(&rebuilt);
    assert_same_files(&lake, &rebuilt);
    assert_eq!(gateway::differences(&desk.config, &mut desk.journal, &lake).unwrap(), Vec::<String>::new());
}

#[tokio::test]
async fn a_lake_that_was_tampered_with_does_not_balance() {
    let mut desk = Desk::new();
    desk.ingest().await;
    let lake = desk.data.path().join("lake");
    desk.publish(&lake);
    let file = lake.join("tickets/opened_month=2026-03").join(format!("{}.parquet", desk.config.gateway.name));
    let other = lake.join("tickets/opened_month=2026-04").join(format!("{}.parquet", desk.config.gateway.name));
    std::fs::copy(&other, &file).unwrap();
    std::fs::remove_file(&other).unwrap();
    let found = gateway::differences(&desk.config, &mut desk.journal, &lake).unwrap();
    assert_eq!(found.len(), 2, "{found:?}");
}
