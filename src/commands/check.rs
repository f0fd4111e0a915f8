//! `tallypost check`: what works and what does not, in one screen.

use std::collections::BTreeMap;

use anyhow::Context as _;
use tokio::runtime::Runtime;

use super::{Context, analyze};
use crate::config::{Config, Mailbox};
use crate::gateway::DataLock;
use crate::journal::{Journal, JournalError};
use crate::kpi;
use crate::mailbox::{FetchError, Place, Source};
use crate::outbound;

/// Check the configuration, log in to each mailbox and to the mail server, send nothing
#[derive(clap::Args)]
#[command(after_help = "Example: tallypost check --config tallypost.toml")]
pub struct Args {}

pub fn run(_args: &Args, context: &Context) -> anyhow::Result<()> {
    let config = context.config()?;
    analyze::agreed(&config, &kpi::definitions()?)?;
    println!(
        "configuration: fine ({} mailboxes, {} agents, {} services, {} service levels)",
        config.mailboxes.len(),
        config.agents.len(),
        config.services.len(),
        config.service_levels.len()
    );
    println!("data: {}", data(context));
    let journal = journal_if_any(context)?;
    let runtime = Runtime::new().context("cannot start the asynchronous runtime")?;
    let failed = mailboxes(&runtime, &config, journal.as_ref())?;
    let sending = runtime.block_on(outbound::check(&config));
    sending.works.iter().chain(&sending.problems).for_each(|sentence| println!("{sentence}"));
    anyhow::ensure!(sending.problems.is_empty(), "mail cannot be sent as configured");
    let all = config.mailboxes.len();
    anyhow::ensure!(failed.reading == 0, "{} of {all} mailboxes cannot be read", failed.reading);
    anyhow::ensure!(failed.filing == 0, "after_commit cannot be done in {} of {all} mailboxes", failed.filing);
    Ok(())
}

/// Whether a gateway could begin, or which one is at work.
fn data(context: &Context) -> String {
    let folder = context.data();
    if !folder.exists() {
        return format!("{} is not there yet; the first pass makes it", folder.display());
    }
    let holder =
        DataLock::holder(folder).map_or("no gateway at work on it".into(), |holder| format!("in use by {holder}"));
    format!("{}, {holder}", folder.display())
}

fn journal_if_any(context: &Context) -> Result<Option<Journal>, JournalError> {
    match Journal::open_existing(context.data()) {
        Ok(journal) => Ok(Some(journal)),
        Err(JournalError::Absent { .. }) => Ok(None),
        Err(error) => Err(error),
    }
}

/// How many mailboxes cannot be read, and in how many the server would refuse to flag or move what is read.
#[derive(Default)]
struct Failed {
    reading: usize,
    filing: usize,
}

/// Tries each.
fn mailboxes(runtime: &Runtime, config: &Config, journal: Option<&Journal>) -> anyhow::Result<Failed> {
    let troubles = journal.map(super::troubles).transpose()?.unwrap_or_default();
    let mut failed = Failed::default();
    for mailbox in &config.mailboxes {
        match runtime.block_on(shown(mailbox)) {
            Ok((places, filing)) => {
                println!("mailbox {}: fine, {}", mailbox.name, in_words(&places, journal)?);
                failed.filing += usize::from(filing.is_err());
                filing_in_words(filing, &mailbox.name, journal)?.iter().for_each(|sentence| println!("  {sentence}"));
            }
            Err(error) => {
                failed.reading += 1;
                println!("mailbox {}: {}", mailbox.name, super::without_its_name(&mailbox.name, &error.into()));
            }
        }
        for (_, trouble) in troubles.iter().filter(|(name, _)| *name == mailbox.name) {
            println!("  {trouble}");
        }
    }
    Ok(failed)
}

/// What it shows, and what is done on the server after the commit, where something is.
type Shown = (Vec<Place>, Result<Option<String>, FetchError>);

async fn shown(mailbox: &Mailbox) -> Result<Shown, FetchError> {
    let mut source = Source::open(mailbox)?;
    let places = source.list().await?.into_iter().map(|one| one.place).collect();
    Ok((places, source.try_filing().await))
}

/// Nothing where nothing is done on the server.
fn filing_in_words(
    filing: Result<Option<String>, FetchError>,
    mailbox: &str,
    journal: Option<&Journal>,
) -> Result<Option<String>, JournalError> {
    let how = match filing {
        Ok(None) => return Ok(None),
        Ok(Some(how)) => how,
        Err(error) => format!("not done: {:#}", anyhow::Error::from(error)),
    };
    let owed = journal.map(|journal| journal.count_owed_filings(mailbox)).transpose()?.unwrap_or_default();
    let owed = if owed > 0 { format!("; {owed} still to be done") } else { String::new() };
    Ok(Some(format!("after the commit: {how}{owed}")))
}

/// How many messages each folder has, and how many of them are still to be read.
fn in_words(places: &[Place], journal: Option<&Journal>) -> Result<String, JournalError> {
    if places.is_empty() {
        return Ok("no messages yet".into());
    }
    let mut folders: BTreeMap<&str, usize> = BTreeMap::new();
    let mut new = 0;
    for place in places {
        *folders.entry(&place.folder).or_default() += 1;
        let is_known = journal.map(|journal| journal.has_arrival(&place.into())).transpose()?;
        new += usize::from(is_known != Some(true));
    }
    let folders: Vec<String> = folders.iter().map(|(folder, count)| format!("{count} messages in {folder}")).collect();
    Ok(format!("{}; {new} to be read", folders.join(", ")))
}
