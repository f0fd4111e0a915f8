//! The service: every mailbox in a task of its own, the lake kept up, until it is told to stop.
//!
//! A configuration runs as one generation of tasks. SIGHUP ends the generation and begins the next; SIGTERM ends
//! it and the service. Ending is the same for both: what is being committed is finished, what is being fetched is
//! dropped (nothing of it is known yet, it is fetched again), the lake is written.

use std::net::SocketAddr;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use anyhow::Context as _;
use tokio::net::TcpListener;
use tokio::signal::unix::{Signal, SignalKind, signal};
use tokio::sync::watch;
use tokio::task::{JoinHandle, JoinSet};

use super::attendant::Attendant;
use super::causes::in_words;
use super::known_errors::KnownErrors;
use super::lock::DataLock;
use super::poll::Poller;
use super::publisher::Publisher;
use super::sender::Sender;
use super::shared::{Shared, stopped};
use super::{http, systemd};
use crate::config::{Config, ConfigError, Mailbox};

/// For a command that only looks at the lock, or is about to end.
const PATIENCE: Duration = Duration::from_secs(1);
/// Before a task that panicked is started again.
const PAUSE_AFTER_PANIC: Duration = Duration::from_secs(60);

/// Where the service keeps its data.
#[derive(Debug, Clone)]
pub struct Folders {
    pub data: PathBuf,
    pub lake: PathBuf,
}

/// Serves until SIGTERM or SIGINT. `load` reads the configuration; it is asked again at SIGHUP.
pub async fn serve(
    folders: &Folders,
    known_errors: KnownErrors,
    load: impl Fn() -> Result<Config, ConfigError>,
) -> anyhow::Result<()> {
    let mut config = Arc::new(load()?);
    let _lock = DataLock::wait(&folders.data, "serve", PATIENCE)?;
    let mut signals = Signals::listen()?;
    let shared = Arc::new(Shared::open(&folders.data, known_errors)?);
    let mut endpoint = Endpoint::open(&config.gateway.listen, &shared).await?;
    let _watchdog = systemd::keep_the_watchdog_quiet(&shared);
    let mut generation = Generation::start(&config, folders, &shared);
    systemd::ready();
    loop {
        match signals.next().await {
            Told::Stop => break,
            Told::Reload => match reload(&load, &mut endpoint, &shared).await {
                Ok(new) => {
                    generation.stop().await;
                    config = Arc::new(new);
                    generation = Generation::start(&config, folders, &shared);
                    tracing::info!(mailboxes = config.mailboxes.len(), "configuration read again");
                }
                Err(error) => tracing::error!(error = format!("{error:#}"), "configuration refused; the old one stays"),
            },
        }
    }
    systemd::stopping();
    tracing::info!("stopping");
    generation.stop().await;
    tracing::info!("stopped");
    Ok(())
}

/// A configuration that can be served, with its endpoint open; otherwise nothing has changed.
async fn reload(
    load: &impl Fn() -> Result<Config, ConfigError>,
    endpoint: &mut Endpoint,
    shared: &Arc<Shared>,
) -> anyhow::Result<Config> {
    let config = load()?;
    if config.gateway.listen != endpoint.listen {
        *endpoint = Endpoint::open(&config.gateway.listen, shared).await?;
    }
    Ok(config)
}

enum Told {
    Stop,
    Reload,
}

struct Signals {
    terminate: Signal,
    interrupt: Signal,
    hang_up: Signal,
}

impl Signals {
    fn listen() -> anyhow::Result<Self> {
        let to = |kind| signal(kind).context("cannot listen to signals");
        Ok(Self {
            terminate: to(SignalKind::terminate())?,
            interrupt: to(SignalKind::interrupt())?,
            hang_up: to(SignalKind::hangup())?,
        })
    }

    async fn next(&mut self) -> Told {
        tokio::select! {
            _ = self.terminate.recv() => Told::Stop,
            _ = self.interrupt.recv() => Told::Stop,
            _ = self.hang_up.recv() => Told::Reload,
        }
    }
}

/// `/healthz` and `/metrics`, as long as it is not dropped.
struct Endpoint {
    listen: String,
    answering: Option<JoinHandle<()>>,
}

impl Endpoint {
    async fn open(listen: &str, shared: &Arc<Shared>) -> anyhow::Result<Self> {
        let Ok(address) = listen.parse::<SocketAddr>() else {
            return Ok(Self { listen: listen.into(), answering: None });
        };
        let taken =
            || format!("cannot listen on {address}; gateway.listen names another address and port, or \"\" for none");
        let listener = TcpListener::bind(address).await.with_context(taken)?;
        tracing::info!(address = %listener.local_addr().unwrap_or(address), "answers /healthz and /metrics");
        let answering = Some(tokio::spawn(http::answer(listener, Arc::clone(shared))));
        Ok(Self { listen: listen.into(), answering })
    }
}

impl Drop for Endpoint {
    fn drop(&mut self) {
        if let Some(answering) = &self.answering {
            answering.abort();
        }
    }
}

/// The tasks of one configuration.
struct Generation {
    stop_reading: watch::Sender<bool>,
    readers: JoinSet<()>,
    sender: JoinHandle<()>,
    attendant: JoinHandle<()>,
    stop_publishing: watch::Sender<bool>,
    publisher: JoinHandle<()>,
}

impl Generation {
    fn start(config: &Arc<Config>, folders: &Folders, shared: &Arc<Shared>) -> Self {
        let names: Vec<String> = config.mailboxes.iter().map(|mailbox| mailbox.name.clone()).collect();
        let poll = Duration::from_secs(config.gateway.poll_seconds);
        shared.monitor.watch(&names, poll, config.smtp.is_some());
        let (stop_reading, told) = watch::channel(false);
        let mut readers = JoinSet::new();
        for mailbox in &config.mailboxes {
            readers.spawn(read(Arc::clone(config), mailbox.clone(), Arc::clone(shared), told.clone()));
        }
        let sender = Sender { config: Arc::clone(config), data: folders.data.clone(), shared: Arc::clone(shared) };
        let sender = tokio::spawn(sender.run(told.clone()));
        let attendant = Attendant::new(Arc::clone(config), folders.data.clone(), Arc::clone(shared));
        let attendant = tokio::spawn(attendant.run(told));
        // What the journal owes from before is written now.
        shared.changed.notify_one();
        let (stop_publishing, told) = watch::channel(false);
        let publisher = Publisher {
            config: Arc::clone(config),
            data: folders.data.clone(),
            lake: folders.lake.clone(),
            shared: Arc::clone(shared),
        };
        Self { stop_reading, readers, sender, attendant, stop_publishing, publisher: tokio::spawn(publisher.run(told)) }
    }

    /// Returns when every task has ended, the publisher last.
    async fn stop(mut self) {
        self.stop_reading.send_replace(true);
        while self.readers.join_next().await.is_some() {}
        if let Err(error) = self.sender.await {
            tracing::error!(error = in_words(&error), "the sender ended too early; what is owed is kept");
        }
        if let Err(error) = self.attendant.await {
            tracing::error!(error = in_words(&error), "nobody looked after the quarantine to the end; it is kept");
        }
        self.stop_publishing.send_replace(true);
        if let Err(error) = self.publisher.await {
            tracing::error!(error = in_words(&error), "the lake is not written; `tallypost publish` writes it");
        }
    }
}

/// One mailbox until it is told to stop; a panic ends one pass, not the mailbox.
async fn read(config: Arc<Config>, mailbox: Mailbox, shared: Arc<Shared>, mut stop: watch::Receiver<bool>) {
    loop {
        let poller = Poller::new(Arc::clone(&config), mailbox.clone(), Arc::clone(&shared));
        let mut told = stop.clone();
        let task = tokio::spawn(async move {
            tokio::select! {
                biased;
                () = stopped(&mut told) => {}
                () = poller.run() => {}
            }
        });
        let Err(error) = task.await else { return };
        tracing::error!(mailbox = mailbox.name, error = in_words(&error), "a defect of this program ended the pass");
        shared.monitor.failed(&mailbox.name, &format!("a defect of this program ended the pass: {error}"));
        if tokio::time::timeout(PAUSE_AFTER_PANIC, stopped(&mut stop)).await.is_ok() {
            return;
        }
    }
}
