//! The rows that leave the gateway: one ticket, one message. Field names are the lake's column names.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::names::{Direction, Disposition, Role, Status, ThreadRule, TicketType};

/// A ticket as of a moment: what [`super::fold`] makes of its events. A row of `lake/tickets`.
///
/// Three clocks, never mixed: `…_minutes` is calendar time, `…_service_minutes` counts inside the service
/// calendar, `…_active_minutes` is service minutes less the time that waited for the customer.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct TicketRow {
    pub ticket_id: String,
    pub source: String,
    #[serde(rename = "type")]
    pub ticket_type: TicketType,
    pub status: Status,
    pub service: Option<String>,
    pub category: Option<String>,
    pub priority: Option<String>,
    pub impact: Option<String>,
    pub urgency: Option<String>,
    pub major: bool,
    pub team: Option<String>,
    pub assignee: Option<String>,
    pub requester: Option<String>,
    pub customer: Option<String>,
    pub mailbox: Option<String>,
    pub language: Option<String>,
    pub subject: String,
    pub description: String,
    pub opened_at: Timestamp,
    pub first_response_at: Option<Timestamp>,
    pub resolved_at: Option<Timestamp>,
    pub closed_at: Option<Timestamp>,
    pub last_activity_at: Timestamp,
    /// Local-time month of `resolved_at`, `YYYY-MM`.
    pub resolved_month: Option<String>,
    pub reopen_count: u32,
    pub handoff_count: u32,
    pub customer_message_count: u32,
    pub agent_message_count: u32,
    pub chaser_count: u32,
    pub first_response_minutes: Option<f64>,
    pub first_response_service_minutes: Option<f64>,
    pub resolve_minutes: Option<f64>,
    pub resolve_service_minutes: Option<f64>,
    pub resolve_active_minutes: Option<f64>,
    pub paused_minutes: f64,
    pub supplier_minutes: f64,
    pub first_response_target_minutes: Option<f64>,
    pub resolve_target_minutes: Option<f64>,
    pub first_response_breached: Option<bool>,
    pub resolve_breached: Option<bool>,
    pub first_response_due_at: Option<Timestamp>,
    pub resolve_due_at: Option<Timestamp>,
    pub satisfaction: Option<u32>,
    pub effort_minutes: Option<f64>,
    pub auto_closed: bool,
    pub merged_into: Option<String>,
    pub problem_id: Option<String>,
    pub change_id: Option<String>,
    pub tags: Vec<String>,
    /// Opened outside the hours of the calendar that its service level names.
    pub opened_out_of_hours: bool,
    /// Local-time month of `opened_at`, `YYYY-MM`: the partition key.
    #[serde(skip)]
    pub opened_month: String,
}

/// A message that a mailbox showed, with what was decided about it. A row of `lake/messages`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct MessageRow {
    pub ticket_id: Option<String>,
    pub message_key: String,
    pub message_id: Option<String>,
    pub in_reply_to: Vec<String>,
    pub references: Vec<String>,
    pub direction: Direction,
    pub author_role: Role,
    pub from_address: Option<String>,
    pub from_name: Option<String>,
    pub to_addresses: Vec<String>,
    pub cc_addresses: Vec<String>,
    pub subject: String,
    pub sent_at: Option<Timestamp>,
    pub received_at: Timestamp,
    pub reply_text: String,
    pub language: Option<String>,
    pub disposition: Disposition,
    pub thread_rule: Option<ThreadRule>,
    pub auto_generated: bool,
    /// Says that a mail will never arrive; one that is late only is automatic mail.
    pub bounce: bool,
    pub mailbox: String,
    pub uid_validity: Option<u32>,
    pub uid: Option<u32>,
    pub size_bytes: u64,
    /// One JSON object an attachment: name, content_type, size, sha256, inline.
    pub attachments: Vec<String>,
    /// Local-time month of `received_at`, `YYYY-MM`: the partition key.
    #[serde(default)]
    pub received_month: String,
}
