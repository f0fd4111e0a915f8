//! `tallypost serve`: the gateway as a service.

use std::io::IsTerminal as _;
use std::time::Duration;

use anyhow::Context as _;
use tracing::level_filters::LevelFilter;

use super::{Context, known_errors};
use crate::config::LogLevel;
use crate::gateway::{self, Folders};

/// Read the configured mailboxes for as long as the service runs, and keep the lake up
///
/// Every mailbox is read by itself: one that fails holds up no other. SIGTERM ends it cleanly, SIGHUP reads the
/// configuration again. /healthz and /metrics answer on gateway.listen.
#[derive(clap::Args)]
#[command(after_help = "Example: tallypost serve --config /etc/tallypost/tallypost.toml --log json")]
pub struct Args {
    /// The form of the log on standard error
    #[arg(long, value_enum, default_value_t = LogForm::Text)]
    log: LogForm,
    /// How much is logged, in place of gateway.log_level: error, warn, info, debug or trace
    #[arg(long, value_name = "LEVEL")]
    log_level: Option<LevelFilter>,
}

#[derive(clap::ValueEnum, Debug, Clone, Copy)]
enum LogForm {
    Text,
    Json,
}

pub fn run(args: &Args, context: &Context) -> anyhow::Result<()> {
    let config = context.config()?;
    if config.mailboxes.is_empty() {
        anyhow::bail!(super::WrongWords("the configuration has no [[mailbox]]; add one, then serve".into()));
    }
    start_log(args, config.gateway.log_level);
    let folders = Folders { data: context.data().to_path_buf(), lake: context.lake() };
    let known_errors = known_errors::of(context, |warning| tracing::warn!("{warning}"));
    let runtime = tokio::runtime::Runtime::new().context("cannot start the asynchronous runtime")?;
    let outcome = runtime.block_on(gateway::serve(&folders, known_errors, || context.config()));
    // A password command may hang for ever; everything that matters has ended.
    runtime.shutdown_timeout(Duration::from_secs(1));
    outcome
}

fn start_log(args: &Args, configured: LogLevel) {
    let level = args.log_level.unwrap_or(filter(configured));
    let log = tracing_subscriber::fmt().with_max_level(level).with_target(false).with_writer(std::io::stderr);
    match args.log {
        LogForm::Text => log.with_ansi(std::io::stderr().is_terminal()).init(),
        LogForm::Json => log.json().flatten_event(true).init(),
    }
}

fn filter(level: LogLevel) -> LevelFilter {
    match level {
        LogLevel::Error => LevelFilter::ERROR,
        LogLevel::Warn => LevelFilter::WARN,
        LogLevel::Info => LevelFilter::INFO,
        LogLevel::Debug => LevelFilter::DEBUG,
        LogLevel::Trace => LevelFilter::TRACE,
    }
}
