//! `tallypost init`

/// PLACEHOLDER
#[derive(clap::Args)]
pub struct Args {}

pub fn run(_args: &Args) -> anyhow::Result<()> {
    anyhow::bail!("placeholder")
}
