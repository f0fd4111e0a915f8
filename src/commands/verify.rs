//! `tallypost verify`: does everything balance?

use anyhow::Context as _;

use super::{Context, Format, WrongWords};
use crate::config::{Config, Mailbox};
use crate::gateway::{self, DataLock};
use crate::journal::Journal;
use crate::mailbox::{Place, Source};

/// Places named in one finding.
const EXAMPLES: usize = 5;

/// Check that journal and lake agree and that every message has exactly one disposition
///
/// With --server also that every message which the configured mailboxes show is in the journal. Exit status 1 when
/// anything does not balance.
#[derive(clap::Args)]
#[command(
    after_help = "Example: tallypost verify --server\n         tallypost verify --ledger --format json > every-message.jsonl"
)]
pub struct Args {
    /// Ask each configured mailbox too what it shows
    #[arg(long)]
    server: bool,
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
    let mut wrong = Vec::new();
    if args.server {
        wrong.extend(servers(&config, &journal)?);
    }
    wrong.extend(within_journal(&journal)?);
    wrong.extend(lake(&config, &mut journal, context)?);
    for problem in &wrong {
        println!("does not balance: {problem}");
    }
    anyhow::ensure!(wrong.is_empty(), "{} findings", wrong.len());
    println!("everything balances");
    Ok(())
}

fn within_journal(journal: &Journal) -> anyhow::Result<Vec<String>> {
    let balance = journal.balance()?;
    println!(
        "journal: {} arrivals, {} messages, {} tickets, {} events",
        balance.arrivals, balance.messages, balance.tickets, balance.events
    );
    for (disposition, count) in &balance.dispositions {
        println!("  {disposition}: {count}");
    }
    for (_, trouble) in super::troubles(journal)? {
        println!("  {trouble}");
    }
    Ok(balance.contradictions())
}

fn lake(config: &Config, journal: &mut Journal, context: &Context) -> anyhow::Result<Vec<String>> {
    let mut wrong = gateway::differences(config, journal, &context.lake())?;
    if !wrong.is_empty() {
        wrong.push("`tallypost publish --rebuild` writes the lake again from the journal".into());
    }
    let waiting = journal.dirty_months()?.len();
    if waiting > 0 && DataLock::holder(context.data()).is_some() {
        println!("lake: {waiting} files wait to be written by the gateway at work");
    } else if waiting > 0 {
        wrong.push(format!("{waiting} files of the lake wait to be written; `tallypost publish` writes them"));
    }
    Ok(wrong)
}

/// What the configured mailboxes show and the journal does not know.
fn servers(config: &Config, journal: &Journal) -> anyhow::Result<Vec<String>> {
    if config.mailboxes.is_empty() {
        anyhow::bail!(WrongWords("--server: the configuration has no [[mailbox]] to ask".into()));
    }
    let runtime = tokio::runtime::Runtime::new().context("cannot start the asynchronous runtime")?;
    Ok(config.mailboxes.iter().filter_map(|mailbox| runtime.block_on(server(mailbox, journal)).err()).collect())
}

async fn server(mailbox: &Mailbox, journal: &Journal) -> Result<(), String> {
    let name = &mailbox.name;
    let in_words =
        |error: anyhow::Error| format!("mailbox {name}: cannot be compared: {}", super::without_its_name(name, &error));
    let mut source = Source::open(mailbox).map_err(|error| in_words(error.into()))?;
    let (missing, all) = gateway::unread(journal, &mut source).await.map_err(|error| in_words(error.into()))?;
    println!("mailbox {}: {all} messages, {} in the journal", mailbox.name, all - missing.len());
    if missing.is_empty() {
        return Ok(());
    }
    Err(format!(
        "mailbox {}: {} of {all} messages are not in the journal: {}; `tallypost ingest` or `serve` reads them",
        mailbox.name,
        missing.len(),
        some_of(&missing)
    ))
}

fn some_of(places: &[Place]) -> String {
    let named: Vec<String> =
        places.iter().take(EXAMPLES).map(|place| format!("{} {}", place.folder, place.item)).collect();
    if places.len() > EXAMPLES { format!("{}, …", named.join(", ")) } else { named.join(", ") }
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
