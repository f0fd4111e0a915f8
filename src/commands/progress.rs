//! Shows that long work goes on: a bar on a terminal, a plain line now and then elsewhere.

use std::io::IsTerminal as _;

use indicatif::{ProgressBar, ProgressStyle};

/// A line every so many per cent where there is no terminal.
const LINE_EVERY_PERCENT: usize = 20;

pub struct Progress {
    bar: Option<ProgressBar>,
    what: String,
    told_percent: usize,
}

impl Progress {
    /// `what`: what is counted, `support: messages`.
    pub fn new(what: &str) -> Self {
        let bar = std::io::stderr().is_terminal().then(|| {
            let style = ProgressStyle::with_template("{msg} {wide_bar} {pos}/{len} {eta}");
            let bar = ProgressBar::new(0).with_message(what.to_string());
            match style {
                Ok(style) => bar.with_style(style),
                Err(_) => bar,
            }
        });
        Self { bar, what: what.into(), told_percent: 0 }
    }

    pub fn set(&mut self, done: usize, all: usize) {
        if let Some(bar) = &self.bar {
            bar.set_length(u64::try_from(all).unwrap_or(u64::MAX));
            bar.set_position(u64::try_from(done).unwrap_or(u64::MAX));
            return;
        }
        let percent = (done * 100).checked_div(all).unwrap_or(0);
        if percent >= self.told_percent + LINE_EVERY_PERCENT {
            self.told_percent = percent - percent % LINE_EVERY_PERCENT;
            eprintln!("{}: {done} of {all}", self.what);
        }
    }
}

impl Drop for Progress {
    fn drop(&mut self) {
        if let Some(bar) = &self.bar {
            bar.finish_and_clear();
        }
    }
}
