//! `tallypost check`: what works and what does not, in one screen.

use std::collections::BTreeMap;

use anyhow::Context as _;

use super::Context;
use crate::config::Mailbox;
use crate::mailbox::{FetchError, Source};
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
    let runtime = tokio::runtime::Runtime::new().context("cannot start the asynchronous runtime")?;
    let mut failed = 0;
    for mailbox in &config.mailboxes {
        match runtime.block_on(folders(mailbox)) {
            Ok(folders) => println!("mailbox {}: fine, {}", mailbox.name, in_words(&folders)),
            Err(error) => {
                failed += 1;
                println!("mailbox {}: {:#}", mailbox.name, anyhow::Error::from(error));
            }
        }
    }
    let sending = runtime.block_on(outbound::check(&config));
    sending.works.iter().chain(&sending.problems).for_each(|sentence| println!("{sentence}"));
    anyhow::ensure!(sending.problems.is_empty(), "mail cannot be sent as configured");
    anyhow::ensure!(failed == 0, "{failed} of {} mailboxes cannot be read", config.mailboxes.len());
    Ok(())
}

/// How many messages each folder has.
async fn folders(mailbox: &Mailbox) -> Result<BTreeMap<String, usize>, FetchError> {
    let mut folders = BTreeMap::new();
    for listed in Source::open(mailbox)?.list().await? {
        *folders.entry(listed.place.folder).or_default() += 1;
    }
    Ok(folders)
}

fn in_words(folders: &BTreeMap<String, usize>) -> String {
    if folders.is_empty() {
        return "no messages yet".into();
    }
    folders.iter().map(|(folder, count)| format!("{count} messages in {folder}")).collect::<Vec<_>>().join(", ")
}
