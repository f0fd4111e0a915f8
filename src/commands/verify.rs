//! `tallypost verify`: does everything balance?

use super::{Context, Format};
use crate::gateway;
use crate::journal::Journal;

/// Check that journal and lake agree and that every message has exactly one disposition
///
/// Exit status 1 when anything does not balance.
#[derive(clap::Args)]
#[command(
    after_help = "Example: tallypost verify\n         tallypost verify --ledger --format json > every-message.jsonl"
)]
pub struct Args {
    /// Print every message that a mailbox ever showed, with its ticket
    #[arg(long)]
    ledger: bool,
}

pub fn run(args: &Args, context: &Context) -> anyhow::Result<()> {
    let config = context.config_if_any()?;
    let mut journal = Journal::open_existing(context.data())?;
    if args.ledger {
        return ledger(&journal, context.format);
    }
    let balance = journal.balance()?;
    println!(
        "journal: {} arrivals, {} messages, {} tickets, {} events",
        balance.arrivals, balance.messages, balance.tickets, balance.events
    );
    for (disposition, count) in &balance.dispositions {
        println!("  {disposition}: {count}");
    }
    let mut wrong = balance.contradictions();
    wrong.extend(gateway::differences(&config, &mut journal, &context.lake())?);
    for problem in &wrong {
        println!("does not balance: {problem}");
    }
    anyhow::ensure!(
        wrong.is_empty(),
        "{} findings; `tallypost publish --rebuild` writes the lake again from the journal",
        wrong.len()
    );
    println!("everything balances");
    Ok(())
}

fn ledger(journal: &Journal, format: Format) -> anyhow::Result<()> {
    for entry in journal.ledger()? {
        match format {
            Format::Json => println!("{}", serde_json::to_string(&entry)?),
            Format::Table => println!(
                "{}\t{}\t{}\t{}\t{}",
                entry.mailbox,
                entry.folder,
                entry.item,
                entry.disposition,
                entry.ticket_id.as_deref().unwrap_or("-")
            ),
        }
    }
    Ok(())
}
