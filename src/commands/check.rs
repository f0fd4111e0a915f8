//! `tallypost check`: what works and what does not, in one screen.

use std::collections::BTreeMap;

use anyhow::Context as _;
use tokio::runtime::Runtime;

use super::Context;
use crate::config::{Config, Mailbox};
use crate::gateway::DataLock;
use crate::journal::{Journal, JournalError};
use crate::mailbox::{FetchError, Place, Source};
use crate::outbound;

/// Check the configuration, log in to each mailbox and to the mail server, send nothing
#[derive(clap::Args)]
#[command(after_help = "Example: tallypost check --config tallypost.toml")]
pub struct Args {}

pub fn run(_args: &Args, context: &Context) -> anyhow::Result<()> {
    let config = context.config()?;
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
    anyhow::ensure!(failed == 0, "{failed} of {} mailboxes cannot be read", config.mailboxes.len());
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

/// Tries each, and says how many cannot be read.
fn mailboxes(runtime: &Runtime, config: &Config, journal: Option<&Journal>) -> anyhow::Result<usize> {
    let troubles = journal.map(super::troubles).transpose()?.unwrap_or_default();
    let mut failed = 0;
    for mailbox in &config.mailboxes {
        match runtime.block_on(shown(mailbox)) {
            Ok(places) => println!("mailbox {}: fine, {}", mailbox.name, in_words(&places, journal)?),
            Err(error) => {
                failed += 1;
                println!("mailbox {}: {}", mailbox.name, super::without_its_name(&mailbox.name, &error.into()));
            }
        }
        for (_, trouble) in troubles.iter().filter(|(name, _)| *name == mailbox.name) {
            println!("  {trouble}");
        }
    }
    Ok(failed)
}

async fn shown(mailbox: &Mailbox) -> Result<Vec<Place>, FetchError> {
    Ok(Source::open(mailbox)?.list().await?.into_iter().map(|one| one.place).collect())
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
