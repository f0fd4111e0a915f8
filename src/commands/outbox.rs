//! `tallypost outbox`: what could not be sent, and what an operator decides about it.

use clap::Subcommand;
use jiff::Timestamp;
use serde_json::json;

use super::{Context, Format, table};
use crate::config::Config;
use crate::journal::{Journal, OutboxState, Owed};
use crate::outbound;

/// List the mail that was not sent, send one again or drop it
///
/// A mail is `failed` when the server refused it or when it was tried for too long, and `uncertain` when the line was
/// cut after the server had it: it may have arrived, so it is never sent again unless you say so.
#[derive(clap::Args)]
#[command(after_help = "Example: tallypost outbox list\n         tallypost outbox retry 17")]
pub struct Args {
    #[command(subcommand)]
    action: Action,
}

#[derive(Subcommand)]
enum Action {
    /// The mail that is owed, failed or uncertain, oldest first
    List {
        /// Also what was sent or dropped, as far as it is still known
        #[arg(long)]
        all: bool,
    },
    /// Send a failed or uncertain mail after all, with the next pass
    Retry { number: i64 },
    /// Do not send a mail
    Drop { number: i64 },
}

pub fn run(args: &Args, context: &Context) -> anyhow::Result<()> {
    let mut journal = Journal::open_existing(context.data())?;
    let now = Timestamp::now();
    match args.action {
        Action::List { all } => list(&context.config_if_any()?, &journal, context.format, all)?,
        Action::Retry { number } => {
            let done = journal.requeue(number, now)?;
            anyhow::ensure!(
                done,
                "{number} is no failed or uncertain mail; `tallypost outbox list` shows those there are"
            );
            println!("{number} is sent with the next pass");
        }
        Action::Drop { number } => {
            let done = journal.drop_mail(number, now)?;
            anyhow::ensure!(
                done,
                "{number} is no mail that is to be sent; `tallypost outbox list` shows those there are"
            );
            println!("{number} is not sent");
        }
    }
    Ok(())
}

/// One pass over the outbox, as a part of a pass over the mailboxes.
pub(super) async fn send_once(config: &Config, journal: &mut Journal, format: Format) -> anyhow::Result<()> {
    if config.smtp.is_none() {
        return Ok(());
    }
    let summary = outbound::send_due(config, journal, Timestamp::now()).await?;
    match format {
        Format::Table => println!("outbox: {}", in_words(&summary)),
        Format::Json => println!(
            "{}",
            json!({ "outbox": { "sent": summary.sent, "postponed": summary.postponed, "failed": summary.failed,
                "uncertain": summary.uncertain, "withheld": summary.withheld, "last_error": summary.last_error } })
        ),
    }
    Ok(())
}

fn in_words(summary: &outbound::Summary) -> String {
    let counts = [
        (summary.sent, "sent"),
        (summary.postponed, "to be tried again"),
        (summary.failed, "failed"),
        (summary.uncertain, "uncertain"),
        (summary.withheld, "withheld"),
    ];
    let parts: Vec<String> =
        counts.iter().filter(|(count, _)| *count > 0).map(|(count, what)| format!("{count} {what}")).collect();
    let reason = summary.last_error.as_ref().map(|error| format!(" ({error})")).unwrap_or_default();
    if parts.is_empty() { "nothing to send".into() } else { parts.join(", ") + &reason }
}

fn list(config: &Config, journal: &Journal, format: Format, all: bool) -> anyhow::Result<()> {
    let unsettled = [OutboxState::Queued, OutboxState::Sending, OutboxState::Failed, OutboxState::Uncertain];
    let mails = journal.outbox(if all { &OutboxState::ALL } else { &unsettled })?;
    match format {
        Format::Json => mails.iter().for_each(|owed| println!("{}", as_json(owed))),
        Format::Table if mails.is_empty() => println!("nothing is owed, failed or uncertain"),
        Format::Table => print_list(config, &mails),
    }
    Ok(())
}

fn print_list(config: &Config, mails: &[Owed]) {
    let mut table = table::with_header(["number", "state", "what", "ticket", "to", "since", "tries", "last error"]);
    for owed in mails {
        let since = owed.queued_at.to_zoned(config.time_zone()).strftime("%Y-%m-%d %H:%M").to_string();
        table.add_row([
            owed.outbox_id.to_string(),
            owed.state.name().into(),
            owed.letter.purpose.name().replace('_', " "),
            owed.letter.ticket_id.clone().unwrap_or_default(),
            owed.letter.recipient.clone(),
            since,
            owed.attempts.to_string(),
            owed.last_error.clone().unwrap_or_default(),
        ]);
    }
    println!("{table}");
    let asks = |owed: &&Owed| matches!(owed.state, OutboxState::Failed | OutboxState::Uncertain);
    if mails.iter().any(|owed| asks(&owed)) {
        println!("failed and uncertain mail waits for you: `tallypost outbox retry NUMBER` or `drop NUMBER`");
    }
}

fn as_json(owed: &Owed) -> serde_json::Value {
    json!({
        "number": owed.outbox_id,
        "state": owed.state,
        "purpose": owed.letter.purpose,
        "ticket_id": owed.letter.ticket_id,
        "recipient": owed.letter.recipient,
        "message_id": owed.letter.message_id,
        "queued_at": owed.queued_at,
        "due_at": owed.due_at,
        "changed_at": owed.changed_at,
        "attempts": owed.attempts,
        "last_error": owed.last_error,
    })
}
