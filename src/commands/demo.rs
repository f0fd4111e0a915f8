//! `tallypost demo`: sample mailbox → tickets → review, with no server and no configuration.

use std::path::{Path, PathBuf};

use anyhow::Context as _;

use super::{Context, analyze, ingest};
use crate::config;
use crate::gateway::{self, KnownErrors};
use crate::journal::Journal;
use crate::kpi::Period;
use crate::mailbox::Source;

/// The sample organisation, part of the program so that the demo runs anywhere.
const SAMPLE: [(&str, &[u8]); 3] = [
    ("tallypost.toml", include_bytes!("../../sample_data/tallypost.toml")),
    ("mailbox/INBOX.mbox.zst", include_bytes!("../../sample_data/mailbox/INBOX.mbox.zst")),
    ("mailbox/Sent.mbox.zst", include_bytes!("../../sample_data/mailbox/Sent.mbox.zst")),
];

/// The sample's last month.
const PERIOD: &str = "2026-10";

/// Show everything: a sample mailbox becomes tickets, figures and a management review
///
/// Needs no server and no configuration; writes to one folder and nowhere else.
#[derive(clap::Args)]
#[command(after_help = "Example: tallypost demo --out /tmp/tallypost-demo")]
pub struct Args {
    /// The folder that everything is written to
    #[arg(long, value_name = "DIR", default_value = "tallypost-demo")]
    out: PathBuf,
}

pub fn run(args: &Args, context: &Context) -> anyhow::Result<()> {
    unpack(&args.out)?;
    let config_path = args.out.join("tallypost.toml");
    let data = args.out.join("data");
    let config = config::load(&config_path)?;
    println!(
        "1. Reading the mailbox of {} (invented): {}",
        config.organisation.name,
        args.out.join("mailbox").display()
    );
    let mut journal = Journal::open(&data)?;
    let runtime = tokio::runtime::Runtime::new().context("cannot start the asynchronous runtime")?;
    for mailbox in &config.mailboxes {
        let mut source = Source::open(mailbox)?;
        runtime.block_on(ingest::one(&config, &mut journal, &mut source, &KnownErrors::none(), context.format))?;
    }
    println!("2. Publishing the tickets as Parquet: {}", data.join("lake").display());
    gateway::publish(&config, &mut journal, &data.join("lake"))?;
    println!("3. Computing the figures and drawing the review of {PERIOD}");
    let period = Period::parse(PERIOD, &config.time_zone())?;
    let review = args.out.join("review");
    analyze::analyze(&config, &data, &period, None, None, &review)?;
    println!("\n{}", what_to_open(&args.out, &review));
    Ok(())
}

/// Writes the sample; files of an earlier demo are written again with the same content.
fn unpack(out: &Path) -> anyhow::Result<()> {
    for (name, content) in SAMPLE {
        let path = out.join(name);
        let folder = path.parent().unwrap_or(out);
        std::fs::create_dir_all(folder).with_context(|| format!("cannot make the folder {}", folder.display()))?;
        std::fs::write(&path, content).with_context(|| format!("cannot write {}", path.display()))?;
    }
    Ok(())
}

fn what_to_open(out: &Path, review: &Path) -> String {
    let there = out.display();
    // As it was called: `target/debug/tallypost` where cargo ran it.
    let program = std::env::args().next().unwrap_or_else(|| "tallypost".into());
    format!(
        "Open {} in a browser: the management review.\n\
         Then look around:\n  \
         {program} ticket list --config {there}/tallypost.toml --data {there}/data\n  \
         {program} kpi --period {PERIOD} --by service --config {there}/tallypost.toml --data {there}/data\n  \
         {program} problem list --config {there}/tallypost.toml --data {there}/data",
        review.join("index.html").display()
    )
}
