//! `tallypost init`: a configuration and texts to start from.

use std::fs::OpenOptions;
use std::io::Write as _;
use std::path::{Path, PathBuf};

use anyhow::Context as _;

use crate::outbound::BUILT_IN;

const TEMPLATE: &str = include_str!("init.toml");

/// Write a commented tallypost.toml and the texts of acknowledgements to start from
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
    write_texts(&args.dir.join("templates"))?;
    println!("wrote {}; fill it in, then run `tallypost check --config {}`", path.display(), path.display());
    Ok(())
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
}
