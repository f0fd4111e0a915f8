//! What systemd is told, where it started us (`Type=notify`); nothing happens elsewhere.

use std::sync::Arc;
use std::time::Duration;

use sd_notify::NotifyState;
use tokio::task::JoinHandle;

use super::shared::Shared;

/// Mailboxes are being read.
pub(super) fn ready() {
    tell(NotifyState::Ready);
}

pub(super) fn stopping() {
    tell(NotifyState::Stopping);
}

/// Tells the watchdog twice in its time that the service moves; a service that does not is restarted.
pub(super) fn keep_the_watchdog_quiet(shared: &Arc<Shared>) -> Option<Watchdog> {
    let interval = sd_notify::watchdog_enabled()?;
    Some(Watchdog(tokio::spawn(tell_of_life(Arc::clone(shared), interval / 2))))
}

/// Ends when it is dropped.
pub(super) struct Watchdog(JoinHandle<()>);

impl Drop for Watchdog {
    fn drop(&mut self) {
        self.0.abort();
    }
}

async fn tell_of_life(shared: Arc<Shared>, every: Duration) {
    loop {
        if shared.monitor.is_moving() {
            tell(NotifyState::Watchdog);
        }
        tokio::time::sleep(every).await;
    }
}

/// Who does not listen is not told: systemd's socket may be gone, and that is no reason to stop.
fn tell(state: NotifyState<'_>) {
    if let Err(error) = sd_notify::notify(&[state]) {
        tracing::debug!(error = error.to_string(), "cannot tell systemd");
    }
}
