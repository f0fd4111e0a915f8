//! One pass over one source: everything that the journal does not know yet, oldest first.

use std::borrow::BorrowMut;
use std::collections::BTreeMap;
use std::time::{Duration, Instant};

use jiff::tz::TimeZone;

use super::ingest::{arrival, commit};
use super::writer::Writer;
use crate::config::Config;
use crate::journal::{Journal, JournalError};
use crate::mailbox::{FetchError, Fetched, Floors, Listed, Place, Source};
use crate::ticket::Disposition;

/// A batch takes no further mail once it holds so many bytes.
const BATCH_BYTES_MAX: u64 = 32 << 20;
/// Between two listings of everything that a mailbox has.
const FULL_LISTING_EVERY: Duration = Duration::from_secs(3600);
/// A message that cannot be fetched is given up after so many passes.
pub const FETCH_PASSES_MAX: u32 = 3;
/// More failures one after the other are not the messages' fault.
const FAILURES_IN_A_ROW_MAX: usize = 10;
/// So many failures, and nothing that came through, are not the messages' fault either.
const FAILURES_ALONE_MAX: usize = 5;

/// Why a pass ended early; what was committed before stays, the next pass goes on from there.
#[derive(Debug, thiserror::Error)]
pub enum IngestError {
    #[error(transparent)]
    Fetch(#[from] FetchError),
    #[error(transparent)]
    Journal(#[from] JournalError),
}

/// How far a pass is.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Progress {
    pub done_messages: usize,
    pub new_messages: usize,
    /// What became of the messages of the batch that was just committed.
    pub committed: BTreeMap<Disposition, usize>,
    /// How long its transaction took.
    pub journal_time: Duration,
}

/// What a pass did, by disposition.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Summary {
    pub listed: usize,
    pub known_before: usize,
    pub dispositions: BTreeMap<Disposition, usize>,
    /// What the mailbox shows and could not deliver.
    pub unfetched: Vec<Unfetched>,
}

/// A message that could not be fetched in this pass.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unfetched {
    pub place: Place,
    pub reason: String,
    /// In how many passes it failed; with [`FETCH_PASSES_MAX`] it is quarantined.
    pub passes: u32,
}

/// One pass by somebody who has the journal to himself.
pub async fn ingest(
    config: &Config,
    journal: &mut Journal,
    source: &mut Source,
    report: impl FnMut(Progress),
) -> Result<Summary, IngestError> {
    pass(config, &Writer::new(journal), source, &mut Memory::default(), report).await
}

/// Brings everything that is new in `source` into the journal, one transaction a batch.
///
/// May be dropped at any moment: what is committed stays, the next pass goes on from there.
pub(super) async fn pass<J: BorrowMut<Journal>>(
    config: &Config,
    writer: &Writer<J>,
    source: &mut Source,
    memory: &mut Memory,
    report: impl FnMut(Progress),
) -> Result<Summary, IngestError> {
    // Put back only after success: whatever goes wrong, the next pass lists everything.
    let mut remembered = std::mem::take(memory).if_fresh();
    let listed = source.list_from(&remembered.floors).await?;
    remembered.floors.raise(listed.iter().map(|one| &one.place), []);
    let all = listed.len();
    // A poll that finds nothing need not wait while the lake is written.
    let new = if listed.is_empty() { Vec::new() } else { writer.work(|journal| new_ones(journal, listed)).await? };
    let summary = Summary { listed: all, known_before: all - new.len(), ..Summary::default() };
    let mut pass =
        Pass { config, writer, source, report, new_messages: new.len(), done_messages: 0, summary, failed: Vec::new() };
    pass.tell(BTreeMap::new(), Duration::ZERO);
    pass.take_in(new).await?;
    pass.settle().await?;
    let left = pass.summary.unfetched.iter().filter(|one| !one.is_quarantined()).map(|one| &one.place);
    remembered.floors.raise([], left);
    *memory = remembered;
    Ok(pass.summary)
}

/// What is dealt with, kept between the passes of one session so that a poll costs little.
#[derive(Debug)]
pub(super) struct Memory {
    floors: Floors,
    /// When everything was listed.
    since: Instant,
}

impl Default for Memory {
    fn default() -> Self {
        Self { floors: Floors::default(), since: Instant::now() }
    }
}

impl Memory {
    /// Forgets now and then, so that a server whose numbers lie is found out.
    fn if_fresh(self) -> Self {
        if self.since.elapsed() < FULL_LISTING_EVERY { self } else { Self::default() }
    }
}

/// A pass under way.
struct Pass<'a, J, R> {
    config: &'a Config,
    writer: &'a Writer<J>,
    source: &'a mut Source,
    report: R,
    new_messages: usize,
    done_messages: usize,
    summary: Summary,
    failed: Vec<(Listed, FetchError)>,
}

impl<J: BorrowMut<Journal>, R: FnMut(Progress)> Pass<'_, J, R> {
    /// Batch by batch; what failed in earlier passes comes last, one by one, so that it holds up nothing.
    async fn take_in(&mut self, new: Vec<New>) -> Result<(), IngestError> {
        let (troubled, fresh): (Vec<New>, Vec<New>) = new.into_iter().partition(|one| one.has_failed);
        let [troubled, fresh] =
            [troubled, fresh].map(|part| part.into_iter().map(|one| one.listed).collect::<Vec<_>>());
        for batch in batches(&fresh, self.config.gateway.batch_messages) {
            match self.source.fetch(batch, self.config.gateway.message_bytes_max).await {
                Ok(fetched) => self.commit(batch, &fetched).await?,
                Err(_) => self.one_by_one(batch).await?,
            }
        }
        if !troubled.is_empty() {
            self.one_by_one(&troubled).await?;
            self.writer.work(|journal| self.forget_failures(journal, &troubled)).await?;
        }
        Ok(())
    }

    /// Finds the message that keeps a batch from being fetched. Fails where it is the server's fault.
    async fn one_by_one(&mut self, batch: &[Listed]) -> Result<(), IngestError> {
        let mut in_a_row = 0;
        for one in batch {
            let alone = std::slice::from_ref(one);
            match self.source.fetch(alone, self.config.gateway.message_bytes_max).await {
                Ok(fetched) => {
                    self.commit(alone, &fetched).await?;
                    in_a_row = 0;
                }
                Err(error @ FetchError::Throttled { .. }) => return Err(error.into()),
                Err(error) => {
                    self.source.probe(&one.place.folder).await?;
                    in_a_row += 1;
                    if in_a_row > FAILURES_IN_A_ROW_MAX {
                        return Err(error.into());
                    }
                    self.failed.push((one.clone(), error));
                }
            }
        }
        Ok(())
    }

    async fn commit(&mut self, batch: &[Listed], fetched: &[Fetched]) -> Result<(), IngestError> {
        let config = self.config;
        let (dispositions, journal_time) =
            self.writer.work(|journal| timed(|| commit(config, journal, batch, fetched))).await;
        let mut committed = BTreeMap::new();
        for disposition in dispositions? {
            *committed.entry(disposition).or_default() += 1;
        }
        self.done_messages += batch.len();
        self.tell(committed, journal_time);
        Ok(())
    }

    fn tell(&mut self, committed: BTreeMap<Disposition, usize>, journal_time: Duration) {
        for (disposition, count) in &committed {
            *self.summary.dispositions.entry(*disposition).or_default() += count;
        }
        let (done_messages, new_messages) = (self.done_messages, self.new_messages);
        (self.report)(Progress { done_messages, new_messages, committed, journal_time });
    }

    /// Counts the failures against the messages, and quarantines those that have had their tries.
    ///
    /// Where nothing came through and much failed, nothing is counted: the server may be at fault.
    async fn settle(&mut self) -> Result<(), IngestError> {
        let mut failed = std::mem::take(&mut self.failed);
        if self.done_messages == 0 && failed.len() >= FAILURES_ALONE_MAX {
            return failed.pop().map_or(Ok(()), |(_, error)| Err(error.into()));
        }
        if failed.is_empty() {
            return Ok(());
        }
        let zone = self.config.time_zone();
        let (unfetched, journal_time) =
            self.writer.work(|journal| timed(|| record_failures(journal, &zone, failed))).await;
        self.summary.unfetched = unfetched?;
        let given_up = self.summary.unfetched.iter().filter(|one| one.is_quarantined()).count();
        if given_up > 0 {
            self.tell(BTreeMap::from([(Disposition::Quarantined, given_up)]), journal_time);
        }
        Ok(())
    }

    /// Of the messages that had failed before, those that came now or are gone.
    fn forget_failures(&self, journal: &mut Journal, troubled: &[Listed]) -> Result<(), JournalError> {
        let came = troubled.iter().filter(|one| !self.failed.iter().any(|(failed, _)| failed.place == one.place));
        let came: Vec<&Listed> = came.collect();
        if came.is_empty() {
            return Ok(());
        }
        let batch = journal.begin(&self.config.time_zone())?;
        came.into_iter().try_for_each(|one| batch.forget_failure(&arrival(one)))?;
        batch.commit()
    }
}

impl Unfetched {
    pub fn is_quarantined(&self) -> bool {
        self.passes >= FETCH_PASSES_MAX
    }
}

fn record_failures(
    journal: &mut Journal,
    zone: &TimeZone,
    failed: Vec<(Listed, FetchError)>,
) -> Result<Vec<Unfetched>, JournalError> {
    let batch = journal.begin(zone)?;
    let mut unfetched = Vec::new();
    for (listed, error) in failed {
        let reason = format!("{} bytes, received {}: {}", listed.size_bytes, listed.received_at, in_words(&error));
        let passes = batch.record_failure(&arrival(&listed), &reason)?;
        let one = Unfetched { place: listed.place.clone(), reason, passes };
        if one.is_quarantined() {
            batch.give_up(&arrival(&listed), &one.reason)?;
        }
        unfetched.push(one);
    }
    batch.commit()?;
    Ok(unfetched)
}

fn timed<T>(work: impl FnOnce() -> T) -> (T, Duration) {
    let began = Instant::now();
    (work(), began.elapsed())
}

/// An error and its causes in one line.
pub(super) fn in_words(error: &dyn std::error::Error) -> String {
    let causes = std::iter::successors(error.source(), |cause| cause.source());
    causes.fold(error.to_string(), |text, cause| format!("{text}: {cause}"))
}

/// Neither more messages than configured nor, by more than one mail, more bytes than memory should hold.
fn batches(listed: &[Listed], messages_max: usize) -> Vec<&[Listed]> {
    let mut batches = Vec::new();
    let mut rest = listed;
    while !rest.is_empty() {
        let mut bytes = 0;
        let fitting = rest.iter().take(messages_max).take_while(|one| {
            let fits = bytes < BATCH_BYTES_MAX;
            bytes += one.size_bytes;
            fits
        });
        let (batch, later) = rest.split_at(fitting.count().max(1));
        batches.push(batch);
        rest = later;
    }
    batches
}

/// A message that the journal has not dealt with.
struct New {
    listed: Listed,
    has_failed: bool,
}

/// What the journal has not dealt with, in the order in which the mailboxes had it, so that a question is
/// known before its answer whatever folder each lies in.
fn new_ones(journal: &Journal, listed: Vec<Listed>) -> Result<Vec<New>, JournalError> {
    let mut new = Vec::new();
    for listed in listed {
        if !journal.has_arrival(&arrival(&listed))? {
            let has_failed = journal.has_failed(&arrival(&listed))?;
            new.push(New { listed, has_failed });
        }
    }
    new.sort_by(|a, b| (a.listed.received_at, &a.listed.place).cmp(&(b.listed.received_at, &b.listed.place)));
    Ok(new)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::mailbox::Place;
    use jiff::Timestamp;

    fn listed(size_bytes: u64) -> Listed {
        let place =
            Place { mailbox: "m".into(), folder: "INBOX".into(), uid_validity: None, item: size_bytes.to_string() };
        Listed { place, received_at: Timestamp::UNIX_EPOCH, size_bytes }
    }

    #[test]
    fn a_batch_is_bounded_in_messages_and_in_bytes() {
        let sizes = [1, 1, 1, BATCH_BYTES_MAX, 1, 1, 1];
        let mails: Vec<Listed> = sizes.into_iter().map(listed).collect();
        let lengths: Vec<usize> = batches(&mails, 5).into_iter().map(<[Listed]>::len).collect();
        // Four fill it up to the cap and beyond; the rest is a batch of three.
        assert_eq!(lengths, [4, 3]);
        assert_eq!(batches(&mails, 2).len(), 4);
        assert!(batches(&[], 2).is_empty());
    }
}
