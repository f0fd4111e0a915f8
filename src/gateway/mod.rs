//! The service: from a mailbox to the journal, from the journal to the lake.
//!
//! The order of a pass (`pass`): list → fetch → read and keep raw (`prepare`) → decide and commit the journal (`ingest`)
//! → send → flag or move on the server, where that is configured (`filing`) → publish. A crash anywhere replays to the
//! same state: what is committed is recognised by its place, what is not is fetched again.
//!
//! The service (`serve`) runs one `poll` a mailbox, one `sender`, one `publisher` and an `attendant` of the quarantine;
//! they share the journal through its `writer` and tell the `monitor` what they did, which `/healthz` and `/metrics`
//! (`http`) repeat.

mod attendant;
mod backoff;
mod batches;
mod causes;
mod clerk;
mod filing;
mod health;
mod http;
mod ingest;
mod known_errors;
mod lock;
mod metrics;
mod monitor;
mod pass;
mod poll;
mod prepare;
mod progress;
mod publish;
mod publisher;
mod quarantine;
mod reconcile;
mod sender;
mod serve;
mod shared;
mod systemd;
mod unfetched;
mod witness;
mod writer;

pub use filing::{Filings, file};
pub use known_errors::KnownErrors;
pub use lock::{DataLock, LockError};
pub use pass::{ingest, ingest_with};
pub use progress::{IngestError, Progress, Summary};
pub use publish::{PublishError, publish, rebuild};
pub use quarantine::{reread, tell_of_quarantine};
pub use reconcile::{differences, unread};
pub use serve::{Folders, serve};
pub use unfetched::{FETCH_PASSES_MAX, Unfetched};
pub use writer::Writer;
