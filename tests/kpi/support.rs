//! Small hand-made lakes: tickets with their events, written as short as a test can be read.

use jiff::Timestamp;
use jiff::tz::TimeZone as Zone;
use polars::prelude::*;
use tallypost::kpi::{Frames, Period};
use tallypost::ticket::{Status, TicketRow, TicketType};

/// A ticket and what happened to it; the events make status, times and counts, as the fold does.
#[derive(Clone)]
pub struct Ticket {
    pub row: TicketRow,
    pub opened_out_of_hours: Option<bool>,
    events: Vec<(Timestamp, &'static str, Option<&'static str>)>,
}

pub fn moment(text: &str) -> Timestamp {
    text.parse().unwrap_or_else(|error| panic!("{text}: {error}"))
}

pub fn berlin() -> Zone {
    Zone::get("Europe/Berlin").unwrap()
}

pub fn periods(labels: &[&str]) -> Vec<Period> {
    labels.iter().map(|label| Period::parse(label, &berlin()).unwrap()).collect()
}

pub fn opened(id: &str, at: &str) -> Ticket {
    let row = TicketRow { ticket_id: id.into(), opened_at: moment(at), ..TicketRow::default() };
    Ticket { row, opened_out_of_hours: None, events: vec![(moment(at), "opened", Some("{}"))] }
}

impl Ticket {
    pub fn status(mut self, at: &str, status: Status) -> Self {
        let at = moment(at);
        self.events.push((at, "status_changed", Some(status.name())));
        let was_done = !self.row.status.is_unresolved();
        match status {
            Status::Resolved => self.row.resolved_at = Some(at),
            Status::Open if was_done && self.row.status != Status::Spam => {
                self.row.resolved_at = None;
                self.row.reopen_count += 1;
            }
            _ => {}
        }
        self.row.status = status;
        self
    }

    pub fn resolved(self, at: &str) -> Self {
        self.status(at, Status::Resolved)
    }

    pub fn reopened(self, at: &str) -> Self {
        self.status(at, Status::Open)
    }

    pub fn answered(mut self, at: &str) -> Self {
        self.row.agent_message_count += 1;
        self.row.first_response_at.get_or_insert(moment(at));
        self
    }

    pub fn of_type(self, ticket_type: TicketType) -> Self {
        self.with(|row| row.ticket_type = ticket_type)
    }

    pub fn for_service(self, service: &str) -> Self {
        self.with(|row| row.service = Some(service.into()))
    }

    pub fn with(mut self, change: impl FnOnce(&mut TicketRow)) -> Self {
        change(&mut self.row);
        self
    }

    pub fn out_of_hours(mut self, is_it: bool) -> Self {
        self.opened_out_of_hours = Some(is_it);
        self
    }
}

/// A row of `messages`: when received, disposition, direction, ticket.
pub type Mail = (Timestamp, &'static str, &'static str, Option<String>);

/// The three tables of the lake, with the columns that KPIs read.
pub struct Tables {
    pub tickets: DataFrame,
    pub messages: DataFrame,
    pub events: DataFrame,
}

impl Tables {
    pub fn of(tickets: &[Ticket], mails: &[Mail]) -> Self {
        Self { tickets: ticket_table(tickets), messages: message_table(mails), events: event_table(tickets) }
    }

    pub fn frames(&self) -> Frames {
        Frames {
            tickets: self.tickets.clone().lazy(),
            messages: self.messages.clone().lazy(),
            events: self.events.clone().lazy(),
        }
    }
}

pub fn moments(name: &str, values: Vec<Option<Timestamp>>) -> Column {
    let micros: Vec<Option<i64>> = values.iter().map(|at| at.map(|at| at.as_microsecond())).collect();
    Column::new(name.into(), micros).cast(&DataType::Datetime(TimeUnit::Microseconds, Some(TimeZone::UTC))).unwrap()
}

fn table(height: usize, columns: Vec<Column>) -> DataFrame {
    DataFrame::new(height, columns).unwrap()
}

fn ticket_table(tickets: &[Ticket]) -> DataFrame {
    fn each<T>(tickets: &[Ticket], of: impl Fn(&TicketRow) -> T) -> Vec<T> {
        tickets.iter().map(|ticket| of(&ticket.row)).collect()
    }
    macro_rules! columns {
        ($($kind:ident: $($field:ident)+;)+) => { vec![$($(columns!(@$kind $field)),+),+] };
        (@time $field:ident) => { moments(stringify!($field), each(tickets, |row| row.$field)) };
        (@plain $field:ident) => { Column::new(stringify!($field).into(), each(tickets, |row| row.$field.clone())) };
        (@name $field:ident) => { Column::new(stringify!($field).into(), each(tickets, |row| row.$field.name())) };
    }
    let mut columns = columns! {
        plain: ticket_id source service category priority impact urgency team assignee requester customer mailbox
            language;
        name: status;
        time: first_response_at resolved_at first_response_due_at resolve_due_at;
        plain: reopen_count customer_message_count agent_message_count chaser_count first_response_minutes
            first_response_service_minutes resolve_minutes resolve_service_minutes resolve_active_minutes;
    };
    columns.push(moments("opened_at", each(tickets, |row| Some(row.opened_at))));
    columns.push(Column::new("type".into(), each(tickets, |row| row.ticket_type.name())));
    let out_of_hours: Vec<Option<bool>> = tickets.iter().map(|ticket| ticket.opened_out_of_hours).collect();
    columns.push(Column::new("opened_out_of_hours".into(), out_of_hours));
    table(tickets.len(), columns)
}

fn event_table(tickets: &[Ticket]) -> DataFrame {
    let rows: Vec<_> = tickets
        .iter()
        .flat_map(|ticket| ticket.events.iter().zip(1u32..).map(|(event, sequence)| (&ticket.row, event, sequence)))
        .collect();
    let columns = vec![
        Column::new("ticket_id".into(), rows.iter().map(|(row, ..)| row.ticket_id.as_str()).collect::<Vec<_>>()),
        Column::new("sequence".into(), rows.iter().map(|(.., sequence)| *sequence).collect::<Vec<_>>()),
        moments("occurred_at", rows.iter().map(|(_, event, _)| Some(event.0)).collect()),
        Column::new("kind".into(), rows.iter().map(|(_, event, _)| event.1).collect::<Vec<_>>()),
        Column::new("to_value".into(), rows.iter().map(|(_, event, _)| event.2).collect::<Vec<_>>()),
    ];
    table(rows.len(), columns)
}

fn message_table(mails: &[Mail]) -> DataFrame {
    let columns = vec![
        moments("received_at", mails.iter().map(|mail| Some(mail.0)).collect()),
        Column::new("disposition".into(), mails.iter().map(|mail| mail.1).collect::<Vec<_>>()),
        Column::new("direction".into(), mails.iter().map(|mail| mail.2).collect::<Vec<_>>()),
        Column::new("ticket_id".into(), mails.iter().map(|mail| mail.3.clone()).collect::<Vec<_>>()),
    ];
    table(mails.len(), columns)
}
