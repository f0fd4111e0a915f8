//! `tallypost publish`: journal → lake.

use super::Context;
use crate::gateway::{self, DataLock};
use crate::journal::Journal;

/// Write to the lake what the journal has and the lake has not
#[derive(clap::Args)]
#[command(after_help = "Example: tallypost publish --rebuild")]
pub struct Args {
    /// Write every file again; the bytes come out the same
    #[arg(long)]
    rebuild: bool,
}

pub fn run(args: &Args, context: &Context) -> anyhow::Result<()> {
    let config = context.config_if_any()?;
    let _lock = DataLock::take(context.data(), "publish")?;
    let mut journal = Journal::open_existing(context.data())?;
    let write = if args.rebuild { gateway::rebuild } else { gateway::publish };
    let files = write(&config, &mut journal, &context.lake())?;
    println!("lake: {}, {files} files written", context.lake().display());
    Ok(())
}
