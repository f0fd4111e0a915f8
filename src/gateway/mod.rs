//! The service: from a mailbox to the journal, from the journal to the lake.
//!
//! The order of a pass (`pass`): list → fetch → decide → commit the journal (`ingest`) → publish. A crash anywhere
//! replays to the same state: what is committed is recognised by its place, what is not is fetched again.
//!
//! The service (`serve`) runs one `poll` a mailbox and one `publisher`; they share the journal through its
//! `writer` and tell the `monitor` what they did, which `/healthz` and `/metrics` (`http`) repeat.

mod backoff;
mod health;
mod http;
mod ingest;
mod lock;
mod metrics;
mod monitor;
mod pass;
mod poll;
mod publish;
mod publisher;
mod reconcile;
mod sender;
mod serve;
mod shared;
mod systemd;
mod unfetched;
mod witness;
mod writer;

pub use lock::{DataLock, LockError};
pub use pass::{IngestError, Progress, Summary, ingest};
pub use publish::{PublishError, publish, rebuild};
pub use reconcile::{differences, unread};
pub use serve::{Folders, serve};
pub use unfetched::{FETCH_PASSES_MAX, Unfetched};
pub use writer::Writer;
