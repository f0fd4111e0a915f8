//! `tallypost parse`: what the gateway understands of each mail.

use std::io::{Read, Write};
use std::path::{Path, PathBuf};

use anyhow::Context as _;
use serde::Serialize;

use crate::message::{self, Message};

/// What the gateway understands of each mail: one JSON object a line
#[derive(clap::Args)]
#[command(
    after_help = "Example:\n  tallypost parse reply.eml bounce.eml\n  ssh mailhost cat Maildir/new/1700.x | tallypost parse -"
)]
pub struct Args {
    /// Mails (.eml, or files of a Maildir); `-` is standard input
    #[arg(required = true, value_name = "FILE")]
    files: Vec<PathBuf>,
}

#[derive(Serialize)]
struct Line<'a> {
    file: &'a str,
    #[serde(flatten)]
    message: Message,
}

/// Prints every mail that can be read; fails at the end where one could not.
pub fn run(args: &Args, _context: &super::Context) -> anyhow::Result<()> {
    let mut out = std::io::stdout().lock();
    let mut unread = 0;
    for file in &args.files {
        match read(file) {
            Ok(raw) => print(&mut out, file, &raw)?,
            Err(error) => {
                eprintln!("tallypost: {error:#}");
                unread += 1;
            }
        }
    }
    anyhow::ensure!(unread == 0, "{unread} of {} files could not be read", args.files.len());
    Ok(())
}

fn read(file: &Path) -> anyhow::Result<Vec<u8>> {
    if file == Path::new("-") {
        let mut raw = Vec::new();
        std::io::stdin().read_to_end(&mut raw).context("cannot read standard input")?;
        return Ok(raw);
    }
    std::fs::read(file).with_context(|| format!("cannot read {}; is it a file that you may read?", file.display()))
}

fn print(out: &mut impl Write, file: &Path, raw: &[u8]) -> anyhow::Result<()> {
    let line = Line { file: &file.to_string_lossy(), message: message::parse(raw) };
    serde_json::to_writer(&mut *out, &line).map_err(std::io::Error::from)?;
    writeln!(out)?;
    Ok(())
}
