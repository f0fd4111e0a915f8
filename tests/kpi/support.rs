//! Small hand-made lakes: what happened to each ticket, written as short as a test can be read.
//!
//! The rows are made by the program's own fold and schema, so that the KPIs are tried on what they will meet;
//! a measure that a test is about is set by hand on top.

use std::path::Path;

use jiff::Timestamp;
use jiff::tz::TimeZone as Zone;
use polars::prelude::IntoLazy;
use tallypost::config::{Config, from_str};
use tallypost::kpi::{Frames, Period, Terms};
use tallypost::lake::{Partition, schema};
use tallypost::ticket::{
    Direction, Disposition, Event, EventKind, MessageRow, Role, Status, TicketRow, TicketType, fold,
};

pub fn moment(text: &str) -> Timestamp {
    text.parse().unwrap_or_else(|error| panic!("{text}: {error}"))
}

pub fn berlin() -> Zone {
    Zone::get("Europe/Berlin").unwrap()
}

pub fn periods(labels: &[&str]) -> Vec<Period> {
    labels.iter().map(|label| Period::parse(label, &berlin()).unwrap()).collect()
}

/// What an organisation in Berlin agreed, and `more` of its configuration.
pub fn terms(more: &str) -> Terms {
    let text = format!("[organisation]\nname = \"A\"\ntime_zone = \"Europe/Berlin\"\n{more}");
    Terms::of(&from_str(&text, Path::new("tallypost.toml")).unwrap())
}

/// A ticket's history, and what is set by hand after it was folded.
pub struct Ticket {
    pub id: String,
    events: Vec<Event>,
    by_hand: Vec<ByHand>,
}

type ByHand = Box<dyn Fn(&mut TicketRow)>;

/// A ticket opened by a customer's first message.
pub fn opened(id: &str, at: &str) -> Ticket {
    let ticket = Ticket { id: id.into(), events: Vec::new(), by_hand: Vec::new() };
    ticket.happened(at, EventKind::Opened, Some("{}")).wrote(at)
}

impl Ticket {
    fn happened(mut self, at: &str, kind: EventKind, to_value: Option<&str>) -> Self {
        self.events.push(Event {
            ticket_id: self.id.clone(),
            sequence: u32::try_from(self.events.len() + 1).unwrap(),
            occurred_at: moment(at),
            recorded_at: moment(at),
            kind,
            actor: None,
            actor_role: Role::System,
            from_value: None,
            to_value: to_value.map(str::to_string),
            message_key: None,
        });
        self
    }

    pub fn wrote(self, at: &str) -> Self {
        self.happened(at, EventKind::CustomerMessage, None)
    }

    pub fn chased(self, at: &str) -> Self {
        self.happened(at, EventKind::Chaser, None)
    }

    pub fn answered(self, at: &str) -> Self {
        self.happened(at, EventKind::AgentMessage, None)
    }

    pub fn status(self, at: &str, status: Status) -> Self {
        self.happened(at, EventKind::StatusChanged, Some(status.name()))
    }

    pub fn resolved(self, at: &str) -> Self {
        self.status(at, Status::Resolved)
    }

    pub fn reopened(self, at: &str) -> Self {
        self.status(at, Status::Open)
    }

    /// The change of a value: `from` is what the recorder knew of before.
    pub fn changed(mut self, at: &str, kind: EventKind, from: Option<&str>, to: &str) -> Self {
        self = self.happened(at, kind, Some(to));
        if let Some(event) = self.events.last_mut() {
            event.from_value = from.map(str::to_string);
        }
        self
    }

    pub fn team_changed(self, at: &str, from: Option<&str>, to: &str) -> Self {
        self.changed(at, EventKind::TeamChanged, from, to)
    }

    pub fn assignee_changed(self, at: &str, from: Option<&str>, to: &str) -> Self {
        self.changed(at, EventKind::AssigneeChanged, from, to)
    }

    pub fn rated(self, at: &str, rating: u8) -> Self {
        self.happened(at, EventKind::SatisfactionRated, Some(&rating.to_string()))
    }

    pub fn worked(self, at: &str, minutes: u32) -> Self {
        self.happened(at, EventKind::EffortLogged, Some(&minutes.to_string()))
    }

    pub fn noted(self, at: &str) -> Self {
        self.happened(at, EventKind::InternalNote, None)
    }

    /// The last event was an agent's doing and not the system's.
    pub fn by_agent(mut self) -> Self {
        if let Some(event) = self.events.last_mut() {
            event.actor_role = Role::Agent;
        }
        self
    }

    pub fn of_customer(self, customer: &'static str) -> Self {
        self.with(move |row| row.customer = Some(customer.into()))
    }

    pub fn in_category(self, category: &'static str) -> Self {
        self.with(move |row| row.category = Some(category.into()))
    }

    pub fn merged(self, at: &str) -> Self {
        self.happened(at, EventKind::Merged, Some("T-00"))
    }

    pub fn of_type(self, ticket_type: TicketType) -> Self {
        self.with(move |row| row.ticket_type = ticket_type)
    }

    pub fn for_service(self, service: &'static str) -> Self {
        self.with(move |row| row.service = Some(service.into()))
    }

    pub fn out_of_hours(self) -> Self {
        self.with(|row| row.opened_out_of_hours = true)
    }

    pub fn with(mut self, change: impl Fn(&mut TicketRow) + 'static) -> Self {
        self.by_hand.push(Box::new(change));
        self
    }

    /// What the fold says of the status at a moment; `None` before the opening.
    pub fn status_at(&self, moment: Timestamp) -> Option<Status> {
        fold(&self.events, &Config::unconfigured(), Some(moment)).map(|row| row.status)
    }

    fn row(&self, as_of: Option<Timestamp>) -> Option<TicketRow> {
        let mut row = fold(&self.events, &Config::unconfigured(), as_of)?;
        self.by_hand.iter().for_each(|change| change(&mut row));
        Some(row)
    }
}

/// A message of which only matters when it came, what became of it and where it belongs.
pub fn mail(at: &str, disposition: Disposition, direction: Direction, ticket_id: Option<&str>) -> MessageRow {
    MessageRow {
        ticket_id: ticket_id.map(str::to_string),
        message_key: String::new(),
        message_id: None,
        in_reply_to: Vec::new(),
        references: Vec::new(),
        direction,
        author_role: Role::Requester,
        from_address: None,
        from_name: None,
        to_addresses: Vec::new(),
        cc_addresses: Vec::new(),
        subject: String::new(),
        sent_at: None,
        received_at: moment(at),
        reply_text: String::new(),
        language: None,
        disposition,
        thread_rule: None,
        auto_generated: disposition == Disposition::Automatic,
        bounce: disposition == Disposition::Bounce,
        mailbox: String::new(),
        uid_validity: None,
        uid: None,
        size_bytes: 0,
        attachments: Vec::new(),
        received_month: String::new(),
    }
}

/// The rows of a lake, and what its organisation agreed.
pub struct Tables {
    tickets: Vec<TicketRow>,
    messages: Vec<MessageRow>,
    events: Vec<Event>,
    as_of: Timestamp,
    terms: Terms,
}

impl Tables {
    pub fn of(tickets: &[Ticket], mails: &[MessageRow]) -> Self {
        Self {
            tickets: tickets.iter().filter_map(|ticket| ticket.row(None)).collect(),
            messages: mails.to_vec(),
            events: tickets.iter().flat_map(|ticket| ticket.events.iter().cloned()).collect(),
            as_of: Timestamp::MAX,
            terms: terms(""),
        }
    }

    /// As it stood at a moment: folded anew, without what came then and later.
    pub fn known_at(at: &str, tickets: &[Ticket], mails: &[MessageRow]) -> Self {
        let (as_of, all) = (moment(at), Self::of(tickets, mails));
        Self {
            tickets: tickets.iter().filter_map(|ticket| ticket.row(Some(as_of))).collect(),
            messages: all.messages.into_iter().filter(|mail| mail.received_at < as_of).collect(),
            events: all.events.into_iter().filter(|event| event.occurred_at < as_of).collect(),
            as_of,
            ..all
        }
    }

    pub fn agreed(self, more: &str) -> Self {
        Self { terms: terms(more), ..self }
    }

    pub fn frames(&self) -> Frames {
        Frames {
            tickets: schema::tickets(&self.tickets).unwrap().lazy(),
            messages: schema::messages(&self.messages).unwrap().lazy(),
            events: schema::events(&self.events, |_| String::new()).unwrap().lazy(),
            as_of: self.as_of,
            terms: self.terms.clone(),
        }
    }

    /// Writes the lake's Parquet files; which month they lie under does not matter to the KPIs.
    pub fn write(&self, lake: &Path) {
        Partition::tickets("main", "2026-10", &self.tickets, "by hand").unwrap().write(lake).unwrap();
        Partition::messages("main", "2026-10", &self.messages).unwrap().write(lake).unwrap();
        Partition::events("main", "2026-10", &self.events).unwrap().write(lake).unwrap();
    }
}
