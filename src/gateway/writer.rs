//! The journal's one writer, shared by all that goes on at the same time.

use std::borrow::BorrowMut;

use tokio::runtime::{Handle, RuntimeFlavor};
use tokio::sync::Mutex;

use crate::journal::Journal;

/// Lends the journal out, one piece of work at a time: a batch, a release. The work cannot wait for anything
/// (it is no future), so that a slow server never holds up another mailbox.
pub struct Writer<J = Journal>(Mutex<J>);

impl<J: BorrowMut<Journal>> Writer<J> {
    pub fn new(journal: J) -> Self {
        Self(Mutex::new(journal))
    }

    /// Waits for its turn and does the work; once begun, it is done whole.
    pub async fn work<T>(&self, work: impl FnOnce(&mut Journal) -> T) -> T {
        let mut journal = self.0.lock().await;
        blocking(|| work((*journal).borrow_mut()))
    }
}

/// The disk makes its thread wait; other tasks move to another one, where the runtime has one.
pub(super) fn blocking<T>(work: impl FnOnce() -> T) -> T {
    match Handle::current().runtime_flavor() {
        RuntimeFlavor::MultiThread => tokio::task::block_in_place(work),
        _ => work(),
    }
}
