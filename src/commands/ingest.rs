//! `tallypost ingest`: one pass over mailboxes, then the lake.

use std::collections::BTreeMap;
use std::time::Duration;

use anyhow::Context as _;
use jiff::Timestamp;
use serde_json::json;

use super::progress::Progress;
use super::{Context, Format, TryAgainLater, known_errors};
use crate::config::Config;
use crate::gateway::{self, DataLock, Filings, KnownErrors, LockError, Summary};
use crate::journal::Journal;
use crate::mailbox::Source;
use crate::ticket::Disposition;

/// How long a mail on standard input waits for another process to be done with the data.
const PATIENCE: Duration = Duration::from_secs(10);

/// Read new mail, turn it into tickets and publish the lake
///
/// Without a SOURCE, one pass over the mailboxes of the configuration. A second run with nothing new changes
/// nothing. With -, every failure ends with exit status 75, so that a mail server delivers the mail again later.
#[derive(clap::Args)]
#[command(after_help = "Example: tallypost ingest ~/Maildir\n         tallypost ingest - < mail.eml")]
pub struct Args {
    /// A Maildir, an mbox file (plain or .zst), a folder of either or of .eml files, one .eml file, or - for
    /// a mail on standard input
    source: Vec<String>,
    /// Try again what is in quarantine; beside a running `serve`, which then does it
    #[arg(long)]
    retry: bool,
    /// Stop after one pass, as this command always does
    #[arg(long)]
    once: bool,
}

pub fn run(args: &Args, context: &Context) -> anyhow::Result<()> {
    if args.source != ["-"] {
        return take_in(args, context, Duration::ZERO);
    }
    // Whatever goes wrong, be it the configuration: no fault of ours may bounce a customer's mail.
    take_in(args, context, PATIENCE).context(TryAgainLater)
}

fn take_in(args: &Args, context: &Context, patience: Duration) -> anyhow::Result<()> {
    let config = if args.source.is_empty() { context.config()? } else { context.config_if_any()? };
    if args.source.is_empty() && config.mailboxes.is_empty() {
        anyhow::bail!(super::WrongWords(
            "the configuration has no [[mailbox]] and no SOURCE is given; add one or name a Maildir, an mbox or a file"
                .into()
        ));
    }
    let _lock = match DataLock::wait(context.data(), "ingest", patience) {
        Err(LockError::Held { holder, .. }) if args.retry && args.source.is_empty() => {
            return release_for(&holder, &config, context);
        }
        lock => lock?,
    };
    let mut journal = Journal::open(context.data())?;
    let runtime = tokio::runtime::Runtime::new().context("cannot start the asynchronous runtime")?;
    let known_errors = known_errors::of(context, |warning| eprintln!("tallypost: {warning}"));
    let retried = if args.retry { retry(&config, &mut journal, &known_errors, context.format) } else { Ok(()) };
    let mut sources = Vec::new();
    let failed =
        runtime.block_on(pass(args, &config, &mut journal, &known_errors, context.format, &mut sources)).and(retried);
    let told = gateway::tell_of_quarantine(&config, &mut journal, Timestamp::now()).map_err(anyhow::Error::from);
    let sent = runtime.block_on(super::outbox::send_once(&config, &mut journal, context.format)).and(told);
    let filed = runtime.block_on(file(&config, &mut journal, sources, context.format));
    let published = publish(&config, &mut journal, context);
    if args.source != ["-"] {
        return failed.and(sent).and(filed).and(published);
    }
    // The mail is in the journal for good: what is owed is sent, and the lake written, by the next pass.
    for error in [sent.err(), published.err()].into_iter().flatten() {
        eprintln!("tallypost: {error:#}");
    }
    failed
}

/// Another process is at work: it is told by the journal what is wanted.
fn release_for(holder: &str, config: &Config, context: &Context) -> anyhow::Result<()> {
    let released = Journal::open_existing(context.data())?.release_quarantined(Timestamp::now())?;
    let poll_seconds = config.gateway.poll_seconds;
    match context.format {
        Format::Json => println!("{}", json!({ "released": released, "by": holder })),
        Format::Table if released == 0 => println!("nothing is in quarantine"),
        Format::Table => println!(
            "{} released: {holder}, is at work. A running service reads what is kept whole within seconds, and asks the \
             mailboxes for the rest with their next poll, within {poll_seconds} s; whatever else works here leaves it to \
             the next pass. `tallypost verify` shows what is in quarantine still",
            messages(released)
        ),
    }
    Ok(())
}

/// What is kept whole is read again here, the rest by the pass that follows.
fn retry(config: &Config, journal: &mut Journal, known_errors: &KnownErrors, format: Format) -> anyhow::Result<()> {
    let released = journal.release_quarantined(Timestamp::now())?;
    let reread = gateway::reread(config, journal, known_errors)?;
    match format {
        Format::Json => println!("{}", json!({ "released": released, "reread": reread })),
        Format::Table if reread.is_empty() => println!("{} in quarantine tried again", messages(released)),
        Format::Table => {
            println!("{} in quarantine tried again; of those kept whole: {}", messages(released), counts(&reread))
        }
    }
    Ok(())
}

fn messages(count: usize) -> String {
    if count == 1 { "1 message".into() } else { format!("{count} messages") }
}

fn publish(config: &Config, journal: &mut Journal, context: &Context) -> anyhow::Result<()> {
    let files = gateway::publish(config, journal, &context.lake())?;
    if context.format == Format::Table {
        println!("lake: {}, {files} file{} written", context.lake().display(), if files == 1 { "" } else { "s" });
    }
    Ok(())
}

/// Every source in turn; one that fails keeps no other from being read. The first failure is returned.
async fn pass(
    args: &Args,
    config: &Config,
    journal: &mut Journal,
    known_errors: &KnownErrors,
    format: Format,
    read: &mut Vec<Source>,
) -> anyhow::Result<()> {
    let mut outcome = Ok(());
    for source in sources(args, config) {
        let done = match source {
            Ok(mut source) => {
                let done = one(config, journal, &mut source, known_errors, format).await;
                read.push(source);
                done
            }
            Err(error) => Err(error),
        };
        match (done, &outcome) {
            (Err(error), Ok(())) => outcome = Err(error),
            (Err(error), Err(_)) => eprintln!("tallypost: {error:#}"),
            (Ok(()), _) => {}
        }
    }
    outcome
}

fn sources<'a>(args: &'a Args, config: &'a Config) -> Box<dyn Iterator<Item = anyhow::Result<Source>> + 'a> {
    if args.source.is_empty() {
        Box::new(config.mailboxes.iter().map(|mailbox| Ok(Source::open(mailbox)?)))
    } else {
        Box::new(args.source.iter().map(|argument| Ok(Source::from_argument(argument)?)))
    }
}

pub(super) async fn one(
    config: &Config,
    journal: &mut Journal,
    source: &mut Source,
    known_errors: &KnownErrors,
    format: Format,
) -> anyhow::Result<()> {
    let name = source.name().to_string();
    let progress = Progress::new(&format!("{name}: messages"));
    let show = |at: gateway::Progress| progress.show(at.done_messages, at.new_messages);
    let summary = gateway::ingest_with(config, journal, source, known_errors, show).await?;
    drop(progress);
    match format {
        Format::Table => println!("{}", in_words(&name, &summary)),
        Format::Json => println!("{}", as_json(&name, &summary)),
    }
    say_unfetched(&summary)
}

/// What was read is flagged or moved where that is configured. A refusal is said and is no failure: all is in the
/// journal.
async fn file(config: &Config, journal: &mut Journal, sources: Vec<Source>, format: Format) -> anyhow::Result<()> {
    for mut source in sources {
        let filings = gateway::file(config, journal, &mut source).await?;
        let name = source.name();
        match format {
            Format::Json if filings.settled > 0 || filings.refused.is_some() => {
                println!("{}", filings_as_json(name, &filings))
            }
            Format::Table if filings.settled > 0 => println!("{name}: {}", filings_in_words(&filings)),
            _ => {}
        }
        if let Some(error) = filings.refused {
            eprintln!("tallypost: {} messages still to be filed: {:#}", filings.owed, anyhow::Error::from(error));
        }
    }
    Ok(())
}

fn filings_in_words(filings: &Filings) -> String {
    let left = match filings.left_deleted {
        0 => String::new(),
        left => format!(
            "; {left} stay in the inbox, marked as deleted, because the server cannot delete single messages (UIDPLUS)"
        ),
    };
    format!("{} filed on the server{left}", filings.settled)
}

fn filings_as_json(name: &str, filings: &Filings) -> serde_json::Value {
    json!({
        "mailbox": name,
        "filed": filings.settled,
        "left_deleted": filings.left_deleted,
        "to_be_filed": filings.owed,
        "refused": filings.refused.as_ref().map(ToString::to_string),
    })
}

fn say_unfetched(summary: &Summary) -> anyhow::Result<()> {
    for one in &summary.unfetched {
        let next = if one.is_quarantined() {
            "quarantined; `tallypost ingest --retry` tries again".into()
        } else {
            format!("failed in pass {} of {}, the next pass tries again", one.passes, gateway::FETCH_PASSES_MAX)
        };
        eprintln!("tallypost: {} {}: {}: {next}", one.place.folder, one.place.item, one.reason);
    }
    anyhow::ensure!(summary.unfetched.is_empty(), "{} messages could not be fetched", summary.unfetched.len());
    Ok(())
}

fn in_words(name: &str, summary: &Summary) -> String {
    let new =
        summary.listed - summary.known_before - summary.unfetched.iter().filter(|one| !one.is_quarantined()).count();
    if new == 0 {
        return format!("{name}: {} messages, nothing new", summary.listed);
    }
    format!("{name}: {} messages, {new} new: {}", summary.listed, counts(&summary.dispositions))
}

fn counts(dispositions: &BTreeMap<Disposition, usize>) -> String {
    let each: Vec<String> =
        dispositions.iter().map(|(disposition, count)| format!("{count} {}", plain(*disposition))).collect();
    each.join(", ")
}

fn plain(disposition: Disposition) -> &'static str {
    match disposition {
        Disposition::Ticketed => "opened a ticket",
        Disposition::FollowUp => "joined a ticket",
        Disposition::Automatic => "automatic",
        Disposition::Bounce => "undeliverable reports",
        Disposition::Quarantined => "quarantined",
        Disposition::Duplicate => "seen before",
        Disposition::Vanished => "vanished",
    }
}

fn as_json(name: &str, summary: &Summary) -> serde_json::Value {
    json!({
        "mailbox": name,
        "listed": summary.listed,
        "known_before": summary.known_before,
        "dispositions": summary.dispositions,
    })
}
