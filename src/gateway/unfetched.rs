//! What a mailbox shows and could not deliver: counted against the mail, or only remembered.

use jiff::tz::TimeZone;

use super::causes::in_words;
use super::ingest::arrival;
use crate::journal::{Journal, JournalError};
use crate::mailbox::{FetchError, Listed, Place};

/// A message that cannot be fetched is given up after so many passes.
pub const FETCH_PASSES_MAX: u32 = 3;

/// A message that could not be fetched in this pass.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unfetched {
    pub place: Place,
    pub reason: String,
    /// In how many passes it failed while others came; with [`FETCH_PASSES_MAX`] it is quarantined.
    pub passes: u32,
}

impl Unfetched {
    pub fn is_quarantined(&self) -> bool {
        self.passes >= FETCH_PASSES_MAX
    }
}

/// A message that did not come when it was asked for alone.
pub(super) struct Failed {
    pub listed: Listed,
    pub error: FetchError,
}

impl Failed {
    fn reason(&self) -> String {
        let Listed { size_bytes, received_at, .. } = &self.listed;
        format!("{size_bytes} bytes, received {received_at}: {}", in_words(&self.error))
    }
}

/// What one pass found out by asking for messages alone.
#[derive(Default)]
pub(super) struct Outcome {
    pub failed: Vec<Failed>,
    /// They came, or are gone.
    pub settled: Vec<Listed>,
}

impl Outcome {
    /// Counts the failures that are the messages' own, and quarantines what has had its tries. The others are only
    /// remembered, so that they come last in the next pass.
    pub(super) fn record(
        &self,
        journal: &mut Journal,
        zone: &TimeZone,
        is_its_own: impl Fn(&Place) -> bool,
    ) -> Result<Vec<Unfetched>, JournalError> {
        let batch = journal.begin(zone)?;
        self.settled.iter().try_for_each(|one| batch.forget_failure(&arrival(one)))?;
        let mut unfetched = Vec::new();
        for failed in &self.failed {
            let (listed, reason) = (&failed.listed, failed.reason());
            let counts = u32::from(is_its_own(&listed.place));
            let passes = batch.record_failure(&arrival(listed), counts, &reason)?;
            let one = Unfetched { place: listed.place.clone(), reason, passes };
            if one.is_quarantined() {
                batch.give_up(&arrival(listed), &one.reason)?;
            }
            unfetched.push(one);
        }
        batch.commit()?;
        Ok(unfetched)
    }
}
