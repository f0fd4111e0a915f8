//! `tallypost init`: a configuration to start from.

use std::fs::OpenOptions;
use std::io::Write as _;
use std::path::PathBuf;

use anyhow::Context as _;

const TEMPLATE: &str = include_str!("init.toml");

/// Write a commented tallypost.toml to start from
#[derive(clap::Args)]
#[command(after_help = "Example: tallypost init /etc/tallypost")]
pub struct Args {
    /// The folder it is written to
    #[arg(default_value = ".")]
    dir: PathBuf,
}

pub fn run(args: &Args) -> anyhow::Result<()> {
    std::fs::create_dir_all(&args.dir).with_context(|| format!("cannot make the folder {}", args.dir.display()))?;
    let path = args.dir.join("tallypost.toml");
    let mut file = OpenOptions::new().write(true).create_new(true).open(&path).with_context(|| {
        format!("cannot write {}; a file that is there already is never overwritten", path.display())
    })?;
    file.write_all(TEMPLATE.as_bytes()).with_context(|| format!("cannot write {}", path.display()))?;
    println!("wrote {}; fill it in, then run `tallypost check --config {}`", path.display(), path.display());
    Ok(())
}

#[cfg(test)]
mod tests {
    #[test]
    fn the_template_is_a_valid_configuration() {
        let config = crate::config::from_str(super::TEMPLATE, std::path::Path::new("tallypost.toml")).unwrap();
        assert_eq!(config.mailboxes.len(), 1);
    }
}
