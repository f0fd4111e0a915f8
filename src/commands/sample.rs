//! `tallypost sample`: an invented support mailbox with known truths.

use std::path::PathBuf;

use anyhow::Context as _;
use jiff::civil::Date;

use super::WrongWords;
use super::progress::Progress;
use crate::sample::{self, Form, Order, Sample};

/// Invent an organisation: its support mailbox, its configuration and what is true about it
///
/// The same words give the same bytes. DIR gets tallypost.toml, truth.json and mailbox/INBOX.mbox.zst and
/// mailbox/Sent.mbox.zst, or Maildir/ with --maildir.
#[derive(clap::Args)]
#[command(after_help = "Example:\n  tallypost sample --out try --tickets 300 --months 6\n  \
                        tallypost ingest --config try/tallypost.toml --data try/data\n  \
                        tallypost sample --out big --lake --tickets 1000000")]
pub struct Args {
    /// Where to write; the folder is made where it is missing
    #[arg(long, value_name = "DIR", default_value = "tallypost-sample")]
    out: PathBuf,
    /// About how many tickets to invent
    #[arg(long, value_name = "N", default_value_t = 1200)]
    tickets: usize,
    /// Over how many months
    #[arg(long, value_name = "M", default_value_t = 14, value_parser = clap::value_parser!(u16).range(1..=240))]
    months: u16,
    /// Another seed gives another mailbox
    #[arg(long, value_name = "S", default_value_t = 1)]
    seed: u64,
    /// The last month
    #[arg(long, value_name = "YYYY-MM", default_value = "2026-10")]
    until: String,
    /// Write a Maildir in place of mbox files
    #[arg(long)]
    maildir: bool,
    /// Write tickets and events straight into DIR/lake, without any mail, at any scale
    #[arg(long, conflicts_with = "maildir")]
    lake: bool,
}

pub fn run(args: &Args, _context: &super::Context) -> anyhow::Result<()> {
    let order = Order::until(month(&args.until)?, usize::from(args.months), args.tickets, args.seed);
    if args.lake {
        return write_lake(args, &order);
    }
    let form = if args.maildir { Form::Maildir } else { Form::Mbox };
    let progress = Progress::new("tickets");
    let sample = Sample::invent(&order, &|done, of| progress.show(done, of))?;
    drop(progress);
    println!("Invented {} messages; writing them to {}", sample.message_count(), args.out.display());
    sample::write(&sample, form, &args.out).with_context(|| format!("no sample in {}", args.out.display()))?;
    println!("Next: tallypost ingest --config {}", args.out.join("tallypost.toml").display());
    Ok(())
}

fn write_lake(args: &Args, order: &Order) -> anyhow::Result<()> {
    let progress = Progress::new("tickets");
    sample::write_lake(order, &args.out, &|done, of| progress.show(done, of))
        .with_context(|| format!("no sample lake in {}", args.out.display()))?;
    drop(progress);
    let (config, data) = (args.out.join("tallypost.toml"), args.out.display());
    println!("Next: tallypost kpi --config {} --data {data} --period {}", config.display(), args.until);
    Ok(())
}

fn month(text: &str) -> Result<Date, WrongWords> {
    format!("{text}-01")
        .parse()
        .map_err(|_| WrongWords(format!("--until: `{text}` is no month; write for example 2026-10")))
}
