//! `tallypost ticket`: the operator's view of tickets.

use clap::Subcommand;
use serde_json::json;

use super::{Context, Format, WrongWords, table};
use crate::config::Config;
use crate::journal::{Journal, OutboxState, Owed};
use crate::ticket::{Event, EventKind, MessageRow, Status, TicketRow, fold};

/// List tickets, show one, and say why its mails belong to it
#[derive(clap::Args)]
#[command(after_help = "Example: tallypost ticket list --status open\n         tallypost ticket why T-1042")]
pub struct Args {
    #[command(subcommand)]
    action: Action,
}

#[derive(Subcommand)]
enum Action {
    /// The tickets, newest first
    List {
        /// Only tickets with this status: new, open, pending_customer, pending_supplier, resolved, closed, merged, spam
        #[arg(long)]
        status: Option<String>,
        /// At most so many
        #[arg(long, default_value_t = 50)]
        limit: usize,
    },
    /// One ticket with its history
    Show { ticket_id: String },
    /// By which rule each mail came to this ticket, and what was answered by itself
    Why { ticket_id: String },
}

pub fn run(args: &Args, context: &Context) -> anyhow::Result<()> {
    let config = context.config_if_any()?;
    let journal = Journal::open_existing(context.data())?;
    match &args.action {
        Action::List { status, limit } => list(&config, &journal, context.format, status.as_deref(), *limit),
        Action::Show { ticket_id } => show(&config, &journal, context.format, ticket_id),
        Action::Why { ticket_id } => why(&journal, context.format, ticket_id),
    }
}

fn list(config: &Config, journal: &Journal, format: Format, status: Option<&str>, limit: usize) -> anyhow::Result<()> {
    let wanted = status.map(|name| Status::from_name(name).ok_or_else(|| unknown_status(name))).transpose()?;
    let mut rows: Vec<TicketRow> = Vec::new();
    for month in journal.opened_months()? {
        journal.each_history_opened_in(&month, |events| rows.extend(fold(events, config, None)))?;
    }
    rows.retain(|row| wanted.is_none_or(|status| row.status == status));
    rows.sort_by(|a, b| (b.opened_at, &b.ticket_id).cmp(&(a.opened_at, &a.ticket_id)));
    let all = rows.len();
    rows.truncate(limit);
    match format {
        Format::Json => print_json(&rows)?,
        Format::Table => print_list(config, &rows, all),
    }
    Ok(())
}

fn unknown_status(name: &str) -> WrongWords {
    let known: Vec<&str> = Status::ALL.iter().map(|status| status.name()).collect();
    WrongWords(format!("`{name}` is no status; there are {}", known.join(", ")))
}

fn print_list(config: &Config, rows: &[TicketRow], all: usize) {
    let mut table = table::with_header(["ticket", "opened", "status", "priority", "service", "requester", "subject"]);
    for row in rows {
        table.add_row([
            row.ticket_id.clone(),
            local(config, row.opened_at),
            row.status.to_string(),
            row.priority.clone().unwrap_or_default(),
            row.service.clone().unwrap_or_default(),
            row.requester.clone().unwrap_or_default(),
            shorten(&row.subject, 48),
        ]);
    }
    println!("{table}");
    if all > rows.len() {
        println!("{} of {all} tickets; --limit shows more", rows.len());
    }
}

fn show(config: &Config, journal: &Journal, format: Format, ticket_id: &str) -> anyhow::Result<()> {
    let events = history(journal, ticket_id)?;
    let Some(row) = fold(&events, config, None) else { anyhow::bail!("{ticket_id} has no opening event") };
    if format == Format::Json {
        println!("{}", json!({ "ticket": row, "events": events }));
        return Ok(());
    }
    println!("{}  {}\n", row.ticket_id, row.subject);
    for (name, value) in facts(config, &row) {
        println!("{name:<16}{value}");
    }
    println!("\n{}\n", row.description.trim());
    for event in &events {
        println!("{}  {}", local(config, event.occurred_at), sentence(event));
    }
    Ok(())
}

fn facts(config: &Config, row: &TicketRow) -> Vec<(&'static str, String)> {
    let text = |value: &Option<String>| value.clone().unwrap_or_else(|| "–".into());
    let mut facts = vec![
        ("status", row.status.to_string()),
        ("type", row.ticket_type.to_string()),
        ("priority", text(&row.priority)),
        ("service", text(&row.service)),
        ("category", text(&row.category)),
        ("team", text(&row.team)),
        ("assignee", text(&row.assignee)),
        ("requester", text(&row.requester)),
        ("customer", text(&row.customer)),
        ("opened", local(config, row.opened_at)),
        ("first response", row.first_response_at.map_or("–".into(), |at| local(config, at))),
        ("resolved", row.resolved_at.map_or("–".into(), |at| local(config, at))),
        ("reopened", format!("{} times", row.reopen_count)),
    ];
    facts.extend(row.problem_id.clone().map(|problem| ("problem", problem)));
    facts
}

/// An event as one reads it.
fn sentence(event: &Event) -> String {
    let who = event.actor.as_deref().unwrap_or("the gateway");
    let what = event.kind.name().replace('_', " ");
    match (&event.from_value, &event.to_value) {
        (Some(from), Some(to)) => format!("{what}: {from} → {to} ({who})"),
        (Some(from), None) => format!("{what}: {from} → none ({who})"),
        (None, Some(to)) if !to.starts_with('{') => format!("{what}: {to} ({who})"),
        _ => format!("{what} ({who})"),
    }
}

fn why(journal: &Journal, format: Format, ticket_id: &str) -> anyhow::Result<()> {
    let events = history(journal, ticket_id)?;
    let messages = journal.messages_of(ticket_id)?;
    let sent = journal.acknowledgement_of(ticket_id)?;
    let answer = |message: &MessageRow| answer(&events, message, sent.as_ref());
    if format == Format::Json {
        return messages.iter().try_for_each(|message| {
            let mut json = serde_json::to_value(message)?;
            json["acknowledged"] = answer(message).into();
            if let Some(problem) = problem(&events, message) {
                json["problem"] = problem.into();
            }
            println!("{json}");
            Ok(())
        });
    }
    let mut table = table::with_header(["received (UTC)", "from", "role", "disposition", "rule", "message id"]);
    for message in &messages {
        table.add_row([
            message.received_at.strftime("%Y-%m-%d %H:%M").to_string(),
            message.from_address.clone().unwrap_or_default(),
            message.author_role.to_string(),
            message.disposition.to_string(),
            message.thread_rule.map_or("–".into(), |rule| rule.to_string()),
            message.message_id.clone().unwrap_or_default(),
        ]);
    }
    println!("{table}");
    for (message, answer) in messages.iter().filter_map(|message| Some((message, answer(message)?))) {
        println!("{}  {answer}", message.received_at.strftime("%Y-%m-%d %H:%M"));
    }
    for (message, problem) in messages.iter().filter_map(|message| Some((message, problem(&events, message)?))) {
        println!("{}  {problem}", message.received_at.strftime("%Y-%m-%d %H:%M"));
    }
    Ok(())
}

/// What was decided about acknowledging a mail, in words; nothing where nothing had to be decided.
fn answer(events: &[Event], message: &MessageRow, sent: Option<&Owed>) -> Option<String> {
    let of_mail = |event: &&Event| event.message_key.as_deref() == Some(&message.message_key);
    events.iter().filter(of_mail).find_map(|event| {
        let value = event.to_value.as_deref().unwrap_or_default();
        match event.kind {
            EventKind::Acknowledged => {
                let is_dropped = sent.is_some_and(|sent| sent.state == OutboxState::Dropped);
                let not = if is_dropped { "not " } else { "" };
                Some(format!("{not}acknowledged, in language `{value}`{}", sent.map(fate).unwrap_or_default()))
            }
            EventKind::AcknowledgementWithheld => Some(format!("not acknowledged: {value}")),
            _ => None,
        }
    })
}

/// Why a mail linked its ticket to a problem, or no longer to one, in words.
fn problem(events: &[Event], message: &MessageRow) -> Option<String> {
    let of_mail = |event: &&Event| event.message_key.as_deref() == Some(&message.message_key);
    let linked = events.iter().filter(of_mail).find(|event| event.kind == EventKind::ProblemLinked)?;
    let to = linked.to_value.as_deref().unwrap_or("no problem");
    if let Some(agent) = &linked.actor {
        return Some(format!("linked to {to} by {agent}"));
    }
    let told = events.iter().filter(of_mail).filter(|event| event.kind == EventKind::AgentNotified);
    let told: Vec<&str> = told.filter_map(|event| event.to_value.as_deref()).collect();
    let told = if told.is_empty() { "no agent was told".into() } else { format!("told: {}", told.join(", ")) };
    Some(format!("linked to {to}, a known error, because its words are like those of that problem's tickets; {told}"))
}

/// What became of our mail.
fn fate(owed: &Owed) -> String {
    let at = owed.changed_at.strftime("%Y-%m-%d %H:%M");
    let reason = owed.last_error.as_ref().map(|error| format!(", {error}")).unwrap_or_default();
    format!(" ({} {at}{reason})", owed.state.name())
}

fn history(journal: &Journal, ticket_id: &str) -> anyhow::Result<Vec<Event>> {
    let events = journal.events_of(ticket_id)?;
    anyhow::ensure!(
        !events.is_empty(),
        "there is no ticket {ticket_id}; `tallypost ticket list` shows those there are"
    );
    Ok(events)
}

fn print_json<T: serde::Serialize>(rows: &[T]) -> anyhow::Result<()> {
    for row in rows {
        println!("{}", serde_json::to_string(row)?);
    }
    Ok(())
}

fn local(config: &Config, at: jiff::Timestamp) -> String {
    at.to_zoned(config.time_zone()).strftime("%Y-%m-%d %H:%M").to_string()
}

fn shorten(text: &str, characters: usize) -> String {
    if text.chars().count() <= characters {
        return text.into();
    }
    text.chars().take(characters - 1).chain(['…']).collect()
}
