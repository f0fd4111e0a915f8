//! The command line: one file a subcommand, each reads arguments → configuration → one call → output.
//!
//! Exit status: 0 done, 1 failed, 2 the words or the configuration are wrong; 75 from `ingest -` alone, where the mail
//! is to be delivered again later.

mod analyze;
mod check;
mod context;
mod demo;
mod figures;
mod followed;
mod import;
mod improvement;
mod ingest;
mod init;
mod known_errors;
mod kpi;
mod model;
mod outbox;
mod parse;
mod problem;
mod progress;
mod publish;
mod recurring;
mod sample;
mod serve;
mod sign_in;
mod table;
mod ticket;
mod verify;
mod who;

use std::process::ExitCode;

use clap::{Parser, Subcommand};

pub use context::{Context, Format};

use crate::config::ConfigError;
use crate::journal::{FetchFailure, Journal, JournalError, Quarantined};

/// Support mail in, improvement out: turns a support mailbox into tickets in Parquet files, and those into a
/// management review.
#[derive(Parser)]
#[command(name = "tallypost", version, max_term_width = 100, subcommand_required = true, arg_required_else_help = true)]
struct CommandLine {
    #[command(flatten)]
    context: Context,
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    Demo(demo::Args),
    Init(init::Args),
    Check(check::Args),
    SignIn(sign_in::Args),
    Serve(serve::Args),
    Ingest(ingest::Args),
    Parse(parse::Args),
    Ticket(ticket::Args),
    Outbox(outbox::Args),
    Publish(publish::Args),
    Verify(verify::Args),
    Import(import::Args),
    Kpi(kpi::Args),
    Model(model::Args),
    Analyze(analyze::Args),
    Problem(problem::Args),
    Improvement(improvement::Args),
    Sample(sample::Args),
}

/// Runs the command that the words ask for and says what went wrong, once, as a chain.
pub fn main() -> ExitCode {
    end_quietly_where_nobody_reads_on();
    let CommandLine { context, command } = CommandLine::parse();
    let prints_csv = matches!(&command, Command::Problem(args) if args.prints_groups());
    let context = match context.with_format(prints_csv) {
        Ok(context) => context,
        Err(error) => {
            eprintln!("tallypost: {error}");
            return ExitCode::from(2);
        }
    };
    let outcome = match command {
        Command::Demo(args) => demo::run(&args, &context),
        Command::Init(args) => init::run(&args),
        Command::Check(args) => check::run(&args, &context),
        Command::SignIn(args) => sign_in::run(&args, &context),
        Command::Serve(args) => serve::run(&args, &context),
        Command::Ingest(args) => ingest::run(&args, &context),
        Command::Parse(args) => parse::run(&args, &context),
        Command::Ticket(args) => ticket::run(&args, &context),
        Command::Outbox(args) => outbox::run(&args, &context),
        Command::Publish(args) => publish::run(&args, &context),
        Command::Verify(args) => verify::run(&args, &context),
        Command::Import(args) => import::run(&args, &context),
        Command::Kpi(args) => kpi::run(&args, &context),
        Command::Model(args) => model::run(&args, &context),
        Command::Analyze(args) => analyze::run(&args, &context),
        Command::Problem(args) => problem::run(&args, &context),
        Command::Improvement(args) => improvement::run(&args, &context),
        Command::Sample(args) => sample::run(&args, &context),
    };
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) if is_broken_pipe(&error) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("tallypost: {error:#}");
            exit_status(&error)
        }
    }
}

/// What of this journal became no ticket yet because it could not be read, each with its mailbox and in words.
fn troubles(journal: &Journal) -> Result<Vec<(String, String)>, JournalError> {
    let mut troubles = Vec::new();
    for FetchFailure { mailbox, folder, item, passes, reason, is_quarantined } in journal.fetch_failures()? {
        if !is_quarantined {
            let times = match passes {
                // Nothing else came from the folder either, so nothing counts against the message.
                0 => "not fetched so far".to_string(),
                passes => format!("not fetched in {passes} passes"),
            };
            let words = format!("{times}: {mailbox} {folder} {item} ({reason}): the next pass tries again");
            troubles.push((mailbox, words));
        }
    }
    for Quarantined { mailbox, folder, item, reason, is_released, .. } in journal.quarantined()? {
        let next =
            if is_released { "released, the next pass tries again" } else { "`tallypost ingest --retry` tries again" };
        let words = format!("in quarantine: {mailbox} {folder} {item} ({reason}): {next}");
        troubles.push((mailbox, words));
    }
    Ok(troubles)
}

/// An error about a mailbox, for a line that begins with the mailbox's name as most of these errors do.
fn without_its_name(mailbox: &str, error: &anyhow::Error) -> String {
    let words = format!("{error:#}");
    words.strip_prefix(&format!("mailbox `{mailbox}`: ")).unwrap_or(&words).to_string()
}

/// A mail that is handed over by a pipe must be handed over again: exit status 75 (EX_TEMPFAIL of sysexits.h), upon
/// which a mail server keeps it and returns it to nobody.
#[derive(Debug, thiserror::Error)]
#[error("the mail is not taken; exit status 75 asks to deliver it again later")]
pub struct TryAgainLater;

fn exit_status(error: &anyhow::Error) -> ExitCode {
    if error.is::<TryAgainLater>() {
        return ExitCode::from(75);
    }
    ExitCode::from(if is_wrong_words(error) { 2 } else { 1 })
}

/// Something in the words or in the configuration that the user can put right: exit status 2.
#[derive(Debug, thiserror::Error)]
#[error("{0}")]
pub struct WrongWords(pub String);

fn is_wrong_words(error: &anyhow::Error) -> bool {
    error.chain().any(|cause| cause.is::<ConfigError>() || cause.is::<WrongWords>())
}

/// `println!` panics where its reader went away, whom every command may have (`tallypost verify | grep -q …`).
fn end_quietly_where_nobody_reads_on() {
    let usual = std::panic::take_hook();
    std::panic::set_hook(Box::new(move |panic| {
        let words = panic.payload_as_str().unwrap_or_default();
        if words.starts_with("failed printing to stdout") && words.contains("Broken pipe") {
            std::process::exit(0);
        }
        usual(panic);
    }));
}

/// The reader of our output went away (`tallypost … | head`): that is how it is used, not a failure.
fn is_broken_pipe(error: &anyhow::Error) -> bool {
    error
        .chain()
        .filter_map(|cause| cause.downcast_ref::<std::io::Error>())
        .any(|cause| cause.kind() == std::io::ErrorKind::BrokenPipe)
}
