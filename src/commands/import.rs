//! `tallypost import`: history from another tool.

use std::io::{Write as _, stdout};
use std::path::{Path, PathBuf};

use anyhow::bail;
use comfy_table::CellAlignment;

use super::progress::Progress;
use super::{Context, Format, WrongWords, table};
use crate::history::{self, Finding, Order, Report, Stage};

/// Import the history of another tool into the lake
///
/// A file with one row a ticket, or one row an event: CSV, TSV, JSON Lines or Parquet. The mapping says what its columns
/// mean. What cannot be mapped is counted and shown; rows that cannot be taken lie in imports/NAME.rejected.csv beside
/// the lake. Importing under the same name again replaces what was there. `--guide` prints how to write a mapping.
#[derive(clap::Args)]
#[command(after_help = "Example: tallypost import --guide\n         \
                        tallypost import tickets.csv --mapping zendesk --name zendesk --dry-run\n         \
                        tallypost import --show-mapping zendesk > mapping.toml\n         \
                        tallypost import tickets.csv --mapping mapping.toml")]
pub struct Args {
    /// The export
    #[arg(required_unless_present_any = ["list_mappings", "show_mapping", "guide"])]
    file: Option<PathBuf>,
    /// A mapping's file, or the name of a ready mapping
    #[arg(long, value_name = "FILE|NAME", required_unless_present_any = ["list_mappings", "show_mapping", "guide"])]
    mapping: Option<String>,
    /// Names this history in the lake [default: the export's name without its ending]
    #[arg(long)]
    name: Option<String>,
    /// Read and report, and write nothing
    #[arg(long)]
    dry_run: bool,
    /// Print the names of the ready mappings
    #[arg(long)]
    list_mappings: bool,
    /// Print a ready mapping, to be copied and adapted
    #[arg(long, value_name = "NAME")]
    show_mapping: Option<String>,
    /// Print how to write a mapping: every key, worked examples, well-known logs, how to check an import
    #[arg(long)]
    guide: bool,
}

pub fn run(args: &Args, context: &Context) -> anyhow::Result<()> {
    if args.guide {
        return Ok(stdout().lock().write_all(history::GUIDE.as_bytes())?);
    }
    if args.list_mappings {
        return list_mappings(context.format);
    }
    if let Some(name) = &args.show_mapping {
        return show_mapping(name);
    }
    let (Some(file), Some(mapping)) = (&args.file, &args.mapping) else { return Ok(()) };
    let config = context.config_if_any()?;
    let mapping_text = history::mapping_text(mapping).map_err(wrong_words)?;
    let mapping = history::mapping(&mapping_text, Path::new(mapping)).map_err(wrong_words)?;
    let name = name(args.name.as_deref(), file)?;
    let order = Order {
        file,
        mapping: &mapping,
        mapping_text: &mapping_text,
        name: &name,
        config: &config,
        data: context.data(),
        dry_run: args.dry_run,
    };
    let report = import(&order)?;
    match context.format {
        Format::Json => print_json(&report)?,
        Format::Table => print_table(&report, &order)?,
    }
    if report.tickets == 0 {
        bail!("no row of {} could be imported; the lake is as it was", file.display());
    }
    Ok(())
}

fn import(order: &Order) -> anyhow::Result<Report> {
    let progress = Progress::new(&format!("import of {}, percent", order.name));
    let mut is_long = false;
    let mut watch = |stage: Stage, done: u64, all: u64| {
        // Of a short file nothing is told while it is read, and the rest takes no longer.
        is_long |= stage == Stage::Reading;
        if is_long {
            progress.show(percent(stage, done, all), 100);
        }
    };
    history::import(order, &mut watch)
        .map_err(|error| if error.is_wrong_words() { wrong_words(error) } else { error.into() })
}

/// How far the whole is, by what each stage took of ten years' history.
fn percent(stage: Stage, done: u64, all: u64) -> usize {
    let (before, share) = match stage {
        Stage::Reading => (0, 40),
        Stage::Telling => (40, 30),
        Stage::Writing => (70, 30),
    };
    let part = done.saturating_mul(share).checked_div(all).unwrap_or(share).min(share);
    usize::try_from(before + part).unwrap_or(100)
}

fn wrong_words(error: impl std::error::Error) -> anyhow::Error {
    let mut words = error.to_string();
    let mut source = error.source();
    while let Some(cause) = source {
        words = format!("{words}: {cause}");
        source = cause.source();
    }
    WrongWords(words).into()
}

/// A name that can be part of a file's name and of a ticket's number.
fn name(said: Option<&str>, file: &Path) -> Result<String, WrongWords> {
    let stem = file.file_stem().unwrap_or_default().to_string_lossy();
    let name = said.unwrap_or(&stem);
    let is_fit = |c: char| c.is_alphanumeric() || matches!(c, '-' | '_' | '.');
    if name.is_empty() || name.starts_with('.') || !name.chars().all(is_fit) {
        return Err(WrongWords(format!(
            "`{name}` cannot name an import: letters, digits, `-`, `_` and `.` can; say --name NAME"
        )));
    }
    Ok(name.into())
}

fn list_mappings(format: Format) -> anyhow::Result<()> {
    let mut out = stdout().lock();
    for (name, about) in history::ready_mappings() {
        match format {
            Format::Table => writeln!(out, "{name:<24} {about}")?,
            Format::Json => writeln!(out, "{}", serde_json::json!({ "mapping": name, "about": about }))?,
        }
    }
    Ok(())
}

fn show_mapping(name: &str) -> anyhow::Result<()> {
    let Some(text) = history::ready_mapping(name) else {
        let known: Vec<&str> = history::ready_mappings().map(|(name, _)| name).collect();
        return Err(WrongWords(format!("`{name}` is no ready mapping; there are {}", known.join(", "))).into());
    };
    write!(stdout().lock(), "{text}")?;
    Ok(())
}

/// The report without its findings, then one finding a line.
fn print_json(report: &Report) -> anyhow::Result<()> {
    let mut out = stdout().lock();
    writeln!(out, "{}", serde_json::to_string(&Report { findings: Vec::new(), ..report.clone() })?)?;
    for finding in &report.findings {
        writeln!(out, "{}", serde_json::to_string(finding)?)?;
    }
    Ok(())
}

fn print_table(report: &Report, order: &Order) -> anyhow::Result<()> {
    let mut out = stdout().lock();
    let Report { rows, rejected, tickets, events, .. } = report;
    let tense = if report.dry_run { "would be imported" } else { "imported" };
    writeln!(out, "{}: {tense} as `{}`: {rows} rows, {tickets} tickets, {events} events", report.file, report.import)?;
    if let (Some(first), Some(last)) = (report.first_event_at, report.last_event_at) {
        writeln!(out, "from {first} to {last}")?;
    }
    if *rejected > 0 {
        let list = order.data.join("imports").join(format!("{}.rejected.csv", report.import));
        let place = if report.dry_run { String::new() } else { format!(", see {}", list.display()) };
        writeln!(out, "rejected rows: {rejected}{place}")?;
    }
    if report.findings.is_empty() {
        writeln!(out, "every value was understood")?;
        return Ok(());
    }
    let mut table = table::with_header(["finding", "field", "value", "count", "for example"]);
    for finding in &report.findings {
        let Finding { finding: what, field, value, count, .. } = finding;
        let value = value.clone().unwrap_or_default();
        table.add_row([(*what).to_string(), field.clone(), value, count.to_string(), examples(finding)]);
    }
    if let Some(counts) = table.column_mut(3) {
        counts.set_cell_alignment(CellAlignment::Right);
    }
    writeln!(out, "{table}")?;
    Ok(())
}

fn examples(finding: &Finding) -> String {
    let one = |example: &history::Example| match example.value.as_str() {
        "" => format!("row {}", example.row),
        value => format!("row {}: {value}", example.row),
    };
    finding.examples.iter().map(one).collect::<Vec<_>>().join("; ")
}
