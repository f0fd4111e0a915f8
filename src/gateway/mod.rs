//! The service: from a mailbox to the journal, from the journal to the lake.
//!
//! The order of a pass: list → fetch → decide → commit the journal → publish. A crash anywhere replays to the
//! same state: what is committed is recognised by its place, what is not is fetched again.

mod ingest;
mod pass;
mod publish;
mod reconcile;
mod writer;

pub use pass::{IngestError, Progress, Summary, ingest};
pub use publish::{PublishError, publish, rebuild};
pub use reconcile::differences;
pub use writer::Writer;
