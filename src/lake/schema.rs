//! The columns of the lake: names, types and order, and rows → frames.
//!
//! The partition column is part of a frame and left out of the file that its folder's name tells it for.

use jiff::Timestamp;
use polars::prelude::*;

use crate::ticket::{Event, MessageRow, TicketRow};

/// Tickets as a frame, in the order given.
pub fn tickets(rows: &[TicketRow]) -> PolarsResult<DataFrame> {
    let of = Columns(rows);
    let columns = vec![
        of.text("ticket_id", |row| &row.ticket_id),
        of.text("source", |row| &row.source),
        of.text("type", |row| row.ticket_type.name()),
        of.text("status", |row| row.status.name()),
        of.text_if_any("service", |row| row.service.as_deref()),
        of.text_if_any("category", |row| row.category.as_deref()),
        of.text_if_any("priority", |row| row.priority.as_deref()),
        of.text_if_any("impact", |row| row.impact.as_deref()),
        of.text_if_any("urgency", |row| row.urgency.as_deref()),
        of.truth("major", |row| Some(row.major)),
        of.text_if_any("team", |row| row.team.as_deref()),
        of.text_if_any("assignee", |row| row.assignee.as_deref()),
        of.text_if_any("requester", |row| row.requester.as_deref()),
        of.text_if_any("customer", |row| row.customer.as_deref()),
        of.text_if_any("mailbox", |row| row.mailbox.as_deref()),
        of.text_if_any("language", |row| row.language.as_deref()),
        of.text("subject", |row| &row.subject),
        of.text("description", |row| &row.description),
        of.time("opened_at", |row| Some(row.opened_at)),
        of.time("first_response_at", |row| row.first_response_at),
        of.time("resolved_at", |row| row.resolved_at),
        of.time("closed_at", |row| row.closed_at),
        of.time("last_activity_at", |row| Some(row.last_activity_at)),
        of.text_if_any("resolved_month", |row| row.resolved_month.as_deref()),
        of.count("reopen_count", |row| Some(row.reopen_count)),
        of.count("handoff_count", |row| Some(row.handoff_count)),
        of.count("customer_message_count", |row| Some(row.customer_message_count)),
        of.count("agent_message_count", |row| Some(row.agent_message_count)),
        of.count("chaser_count", |row| Some(row.chaser_count)),
        of.number("first_response_minutes", |row| row.first_response_minutes),
        of.number("first_response_service_minutes", |row| row.first_response_service_minutes),
        of.number("resolve_minutes", |row| row.resolve_minutes),
        of.number("resolve_service_minutes", |row| row.resolve_service_minutes),
        of.number("resolve_active_minutes", |row| row.resolve_active_minutes),
        of.number("paused_minutes", |row| Some(row.paused_minutes)),
        of.number("supplier_minutes", |row| Some(row.supplier_minutes)),
        of.number("first_response_target_minutes", |row| row.first_response_target_minutes),
        of.number("resolve_target_minutes", |row| row.resolve_target_minutes),
        of.truth("first_response_breached", |row| row.first_response_breached),
        of.truth("resolve_breached", |row| row.resolve_breached),
        of.time("first_response_due_at", |row| row.first_response_due_at),
        of.time("resolve_due_at", |row| row.resolve_due_at),
        of.count("satisfaction", |row| row.satisfaction),
        of.number("effort_minutes", |row| row.effort_minutes),
        of.truth("auto_closed", |row| Some(row.auto_closed)),
        of.text_if_any("merged_into", |row| row.merged_into.as_deref()),
        of.text_if_any("problem_id", |row| row.problem_id.as_deref()),
        of.text_if_any("change_id", |row| row.change_id.as_deref()),
        of.list("tags", |row| &row.tags),
        of.truth("opened_out_of_hours", |row| Some(row.opened_out_of_hours)),
        of.text("opened_month", |row| &row.opened_month),
    ];
    DataFrame::new(rows.len(), columns)
}

/// Messages as a frame, in the order given.
pub fn messages(rows: &[MessageRow]) -> PolarsResult<DataFrame> {
    let of = Columns(rows);
    let columns = vec![
        of.text_if_any("ticket_id", |row| row.ticket_id.as_deref()),
        of.text("message_key", |row| &row.message_key),
        of.text_if_any("message_id", |row| row.message_id.as_deref()),
        of.list("in_reply_to", |row| &row.in_reply_to),
        of.list("references", |row| &row.references),
        of.text("direction", |row| row.direction.name()),
        of.text("author_role", |row| row.author_role.name()),
        of.text_if_any("from_address", |row| row.from_address.as_deref()),
        of.text_if_any("from_name", |row| row.from_name.as_deref()),
        of.list("to_addresses", |row| &row.to_addresses),
        of.list("cc_addresses", |row| &row.cc_addresses),
        of.text("subject", |row| &row.subject),
        of.time("sent_at", |row| row.sent_at),
        of.time("received_at", |row| Some(row.received_at)),
        of.text("reply_text", |row| &row.reply_text),
        of.text_if_any("language", |row| row.language.as_deref()),
        of.text("disposition", |row| row.disposition.name()),
        of.text_if_any("thread_rule", |row| row.thread_rule.map(|rule| rule.name())),
        of.truth("auto_generated", |row| Some(row.auto_generated)),
        of.truth("bounce", |row| Some(row.bounce)),
        of.text("mailbox", |row| &row.mailbox),
        of.count("uid_validity", |row| row.uid_validity),
        of.count("uid", |row| row.uid),
        of.size("size_bytes", |row| row.size_bytes),
        of.list("attachments", |row| &row.attachments),
        of.text("received_month", |row| &row.received_month),
    ];
    DataFrame::new(rows.len(), columns)
}

/// Events as a frame, in the order given; `month` tells the partition of each.
pub fn events(rows: &[Event], month: impl Fn(&Event) -> String) -> PolarsResult<DataFrame> {
    let of = Columns(rows);
    let months: Vec<String> = rows.iter().map(month).collect();
    let columns = vec![
        of.text("ticket_id", |row| &row.ticket_id),
        of.count("sequence", |row| Some(row.sequence)),
        of.time("occurred_at", |row| Some(row.occurred_at)),
        of.time("recorded_at", |row| Some(row.recorded_at)),
        of.text("kind", |row| row.kind.name()),
        of.text_if_any("actor", |row| row.actor.as_deref()),
        of.text("actor_role", |row| row.actor_role.name()),
        of.text_if_any("from_value", |row| row.from_value.as_deref()),
        of.text_if_any("to_value", |row| row.to_value.as_deref()),
        of.text_if_any("message_key", |row| row.message_key.as_deref()),
        Column::new("occurred_month".into(), months),
    ];
    DataFrame::new(rows.len(), columns)
}

/// Makes columns of rows.
struct Columns<'a, T>(&'a [T]);

impl<'a, T> Columns<'a, T> {
    fn text(&self, name: &'static str, value: impl Fn(&'a T) -> &'a str) -> Column {
        Column::new(name.into(), self.0.iter().map(value).collect::<Vec<_>>())
    }

    fn text_if_any(&self, name: &'static str, value: impl Fn(&'a T) -> Option<&'a str>) -> Column {
        Column::new(name.into(), self.0.iter().map(value).collect::<Vec<_>>())
    }

    fn truth(&self, name: &'static str, value: impl Fn(&'a T) -> Option<bool>) -> Column {
        Column::new(name.into(), self.0.iter().map(value).collect::<Vec<_>>())
    }

    fn count(&self, name: &'static str, value: impl Fn(&'a T) -> Option<u32>) -> Column {
        Column::new(name.into(), self.0.iter().map(|row| value(row).map(i64::from)).collect::<Vec<_>>())
    }

    fn size(&self, name: &'static str, value: impl Fn(&'a T) -> u64) -> Column {
        Column::new(
            name.into(),
            self.0.iter().map(|row| i64::try_from(value(row)).unwrap_or(i64::MAX)).collect::<Vec<_>>(),
        )
    }

    fn number(&self, name: &'static str, value: impl Fn(&'a T) -> Option<f64>) -> Column {
        Column::new(name.into(), self.0.iter().map(value).collect::<Vec<_>>())
    }

    fn time(&self, name: &'static str, value: impl Fn(&'a T) -> Option<Timestamp>) -> Column {
        let microseconds: Int64Chunked = self.0.iter().map(|row| value(row).map(Timestamp::as_microsecond)).collect();
        microseconds.with_name(name.into()).into_datetime(TimeUnit::Microseconds, Some(TimeZone::UTC)).into_column()
    }

    fn list(&self, name: &'static str, value: impl Fn(&'a T) -> &'a Vec<String>) -> Column {
        let mut builder = ListStringChunkedBuilder::new(name.into(), self.0.len(), self.0.len());
        for row in self.0 {
            builder.append_values_iter(value(row).iter().map(String::as_str));
        }
        builder.finish().into_column()
    }
}
