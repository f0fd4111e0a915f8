//! What new tickets are held against. The gateway does not know where it comes from: the analysis half makes it, and
//! only the commands know both.

use std::sync::Arc;

use crate::ticket::Recognise;

/// Asked once a pass that found new mail, so that what people decide while the service runs counts from the next mail
/// on. `None` where no error is known, or where that cannot be found out: mail is taken in all the same.
#[derive(Clone, Default)]
pub struct KnownErrors(Option<Arc<Ask>>);

type Ask = dyn Fn() -> Option<Arc<dyn Recognise>> + Send + Sync;

impl KnownErrors {
    pub fn new(ask: impl Fn() -> Option<Arc<dyn Recognise>> + Send + Sync + 'static) -> Self {
        Self(Some(Arc::new(ask)))
    }

    /// Those of a desk that knows none.
    pub fn none() -> Self {
        Self::default()
    }

    pub(super) fn now(&self) -> Option<Arc<dyn Recognise>> {
        self.0.as_ref()?()
    }
}
