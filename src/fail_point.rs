//! Named moments at which a test ends the process as a power cut would: before and after everything that lasts.
//!
//! `TALLYPOST_ABORT_AT=NAME` ends it when the point is reached, `NAME:3` at the third time. Builds without debug
//! assertions, as every release is, hold none of this.

use std::sync::OnceLock;
use std::sync::atomic::{AtomicU32, Ordering};

/// Marks a moment; each name stands once in the source.
macro_rules! fail_point {
    ($name:literal) => {
        if cfg!(debug_assertions) {
            $crate::fail_point::reached($name);
        }
    };
}
pub(crate) use fail_point;

const VARIABLE: &str = "TALLYPOST_ABORT_AT";

struct Order {
    name: String,
    times: u32,
}

pub(crate) fn reached(name: &str) {
    static ORDER: OnceLock<Option<Order>> = OnceLock::new();
    static REACHED: AtomicU32 = AtomicU32::new(0);
    let order = ORDER.get_or_init(|| std::env::var(VARIABLE).ok().map(|text| Order::parse(&text)));
    if let Some(order) = order.as_ref().filter(|order| order.name == name)
        && REACHED.fetch_add(1, Ordering::SeqCst) + 1 == order.times
    {
        std::process::abort();
    }
}

impl Order {
    fn parse(text: &str) -> Self {
        let (name, times) = text.split_once(':').unwrap_or((text, "1"));
        Self { name: name.into(), times: times.parse().unwrap_or(1) }
    }
}
