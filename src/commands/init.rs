//! `tallypost init`: a configuration to start from, and a systemd unit to run it with.

use std::fs::OpenOptions;
use std::io::Write as _;
use std::path::{Path, PathBuf};

use anyhow::Context as _;

const TEMPLATE: &str = include_str!("init.toml");
const UNIT: &str = include_str!("init.service");

/// Write a commented tallypost.toml to start from, and tallypost.service for systemd
#[derive(clap::Args)]
#[command(after_help = "Example: tallypost init /etc/tallypost")]
pub struct Args {
    /// The folder they are written to
    #[arg(default_value = ".")]
    dir: PathBuf,
}

pub fn run(args: &Args) -> anyhow::Result<()> {
    std::fs::create_dir_all(&args.dir).with_context(|| format!("cannot make the folder {}", args.dir.display()))?;
    let path = args.dir.join("tallypost.toml");
    write(&path, TEMPLATE)?;
    println!("wrote {}; fill it in, then run `tallypost check --config {}`", path.display(), path.display());
    let unit = args.dir.join("tallypost.service");
    if !unit.exists() {
        write(&unit, UNIT)?;
        println!("wrote {}; its first lines say how it becomes a service", unit.display());
    }
    Ok(())
}

fn write(path: &Path, text: &str) -> anyhow::Result<()> {
    let mut file = OpenOptions::new().write(true).create_new(true).open(path).with_context(|| {
        format!("cannot write {}; a file that is there already is never overwritten", path.display())
    })?;
    file.write_all(text.as_bytes()).with_context(|| format!("cannot write {}", path.display()))
}

#[cfg(test)]
mod tests {
    #[test]
    fn the_template_is_a_valid_configuration() {
        let config = crate::config::from_str(super::TEMPLATE, std::path::Path::new("tallypost.toml")).unwrap();
        assert_eq!(config.mailboxes.len(), 1);
    }

    #[test]
    fn the_unit_starts_the_service_with_words_that_it_knows() {
        let words = super::UNIT.lines().find_map(|line| line.strip_prefix("ExecStart=")).unwrap();
        let words: Vec<&str> = words.split(' ').collect();
        clap::Parser::try_parse_from(words).map(|_: crate::commands::CommandLine| ()).unwrap();
    }
}
