//! Shows that long work goes on: a bar on a terminal, a plain line now and then elsewhere.

use std::sync::atomic::{AtomicUsize, Ordering};

use indicatif::{ProgressBar, ProgressStyle};

/// Lines from beginning to end where there is no terminal.
const LINES: usize = 5;

/// Progress of one piece of work; several threads may tell it how far they are.
pub struct Progress {
    bar: ProgressBar,
    /// What is counted: `support: messages`.
    what: String,
    lines_told: AtomicUsize,
}

impl Progress {
    pub fn new(what: &str) -> Self {
        let style = ProgressStyle::with_template("{msg} {wide_bar} {pos} of {len} {eta}");
        let style = style.unwrap_or_else(|_| ProgressStyle::default_bar());
        let bar = ProgressBar::new(0).with_message(what.to_string()).with_style(style);
        Self { bar, what: what.into(), lines_told: AtomicUsize::new(0) }
    }

    pub fn show(&self, done: usize, all: usize) {
        self.bar.set_length(u64::try_from(all).unwrap_or(u64::MAX));
        self.bar.set_position(u64::try_from(done).unwrap_or(u64::MAX));
        let lines = (done * LINES).checked_div(all).unwrap_or(0);
        if self.bar.is_hidden() && self.lines_told.fetch_max(lines, Ordering::Relaxed) < lines {
            eprintln!("{}: {done} of {all}", self.what);
        }
    }
}

impl Drop for Progress {
    fn drop(&mut self) {
        self.bar.finish_and_clear();
    }
}
