//! `tallypost verify`

/// PLACEHOLDER
#[derive(clap::Args)]
pub struct Args {}

pub fn run(_args: &Args, _context: &super::Context) -> anyhow::Result<()> {
    anyhow::bail!("placeholder")
}
