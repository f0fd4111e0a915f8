//! `tallypost init`: a configuration and texts to start from, and a systemd unit to run it with.

use std::fs::OpenOptions;
use std::io::Write as _;
use std::path::{Path, PathBuf};

use anyhow::Context as _;

use crate::outbound::BUILT_IN;

const TEMPLATE: &str = include_str!("init.toml");
const UNIT: &str = include_str!("init.service");

/// Write a commented tallypost.toml, the texts of acknowledgements and tallypost.service for systemd
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
    write_texts(&args.dir.join("templates"))?;
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

/// The built-in texts beside the configuration, each under a name that does nothing until somebody takes `.example`
/// off it: who changes nothing gets the texts of the next version.
fn write_texts(folder: &Path) -> anyhow::Result<()> {
    std::fs::create_dir_all(folder).with_context(|| format!("cannot make the folder {}", folder.display()))?;
    for (name, source) in BUILT_IN {
        let path = folder.join(format!("{name}.example"));
        let comment = "{# Take .example off this file's name and it replaces the built-in text. There are: ticket, subject,\n   \
            organisation, address, language, and due (year, month, day, time, zone) where a first response is promised;\n   \
            in acknowledgement.html, which follows the text by itself, paragraphs of lines. #}\n";
        std::fs::write(&path, format!("{comment}{source}"))
            .with_context(|| format!("cannot write {}", path.display()))?;
    }
    Ok(())
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
