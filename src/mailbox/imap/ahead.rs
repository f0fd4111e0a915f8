//! One batch fetched ahead, while the one before it is committed: the server and the disk are not kept waiting for each
//! other.

use tokio::task::JoinSet;

use super::reader::Reader;
use crate::mailbox::{FetchError, Fetched, Listed};

/// What a fetch leaves: the reader, where it may be used again, and what came.
pub(super) type Outcome = (Option<Reader>, Result<Vec<Fetched>, FetchError>);

/// A fetch that goes on by itself. Dropped, it ends, and its connection with it.
#[derive(Debug)]
pub(super) struct Ahead {
    batch: Vec<Listed>,
    task: JoinSet<Outcome>,
}

impl Ahead {
    pub(super) fn begin(batch: &[Listed], fetch: impl Future<Output = Outcome> + Send + 'static) -> Self {
        let mut task = JoinSet::new();
        task.spawn(fetch);
        Self { batch: batch.to_vec(), task }
    }

    /// Waits for its end: what was asked for, and what came of it. `None` where the runtime has ended it.
    pub(super) async fn end(mut self) -> Option<(Vec<Listed>, Outcome)> {
        match self.task.join_next().await? {
            Ok(outcome) => Some((self.batch, outcome)),
            Err(error) if error.is_panic() => std::panic::resume_unwind(error.into_panic()),
            Err(_) => None,
        }
    }
}
