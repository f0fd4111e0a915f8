//! One pass over one source: everything that the journal does not know yet, oldest first.

use std::borrow::BorrowMut;
use std::collections::{BTreeMap, BTreeSet};
use std::ops::ControlFlow;
use std::slice;
use std::sync::Arc;
use std::time::{Duration, Instant};

use jiff::Timestamp;

use super::batches::batches;
use super::ingest::arrival;
use super::known_errors::KnownErrors;
use super::prepare::{Mail, Preparation};
use super::progress::{IngestError, Progress, Summary};
use super::quarantine::settle;
use super::unfetched::{Failed, Outcome};
use super::witness::Witnesses;
use super::writer::{Writer, blocking};
use crate::config::Config;
use crate::journal::{Journal, JournalError};
use crate::mailbox::{FetchError, Fetched, Floors, Listed, Place, Source};
use crate::ticket::{Disposition, Recognise};

/// Between two listings of everything that a mailbox has.
const FULL_LISTING_EVERY: Duration = Duration::from_secs(3600);
/// A pass asks for no more messages alone once so many did not come: each may cost a connection.
const FAILURES_MAX: usize = 50;
/// The same, where nothing ever came from the folder.
const FAILURES_ALONE_MAX: usize = 5;

/// One pass by somebody who has the journal to himself.
pub async fn ingest(
    config: &Config,
    journal: &mut Journal,
    source: &mut Source,
    report: impl FnMut(Progress),
) -> Result<Summary, IngestError> {
    ingest_with(config, journal, source, &KnownErrors::none(), report).await
}

/// As [`ingest`]; new tickets that tell of a known error are linked to it.
pub async fn ingest_with(
    config: &Config,
    journal: &mut Journal,
    source: &mut Source,
    known_errors: &KnownErrors,
    report: impl FnMut(Progress),
) -> Result<Summary, IngestError> {
    pass(config, &Writer::new(journal), source, known_errors, &mut Memory::default(), report).await
}

/// Brings everything that is new in `source` into the journal, one transaction a batch.
///
/// May be dropped at any moment: what is committed stays, the next pass goes on from there.
pub(super) async fn pass<J: BorrowMut<Journal>>(
    config: &Config,
    writer: &Writer<J>,
    source: &mut Source,
    known_errors: &KnownErrors,
    memory: &mut Memory,
    report: impl FnMut(Progress),
) -> Result<Summary, IngestError> {
    // Put back only after success: whatever goes wrong, the next pass lists everything.
    let mut remembered = std::mem::take(memory).if_fresh();
    let listed = source.list_from(&remembered.floors).await?;
    remembered.floors.raise(listed.iter().map(|one| &one.place), []);
    let all = listed.len();
    // A poll that finds nothing need not wait while the lake is written.
    let witnesses = &mut remembered.witnesses;
    let mut summary = Summary { listed: all, ..Summary::default() };
    if !listed.is_empty() {
        let (new, raw) =
            writer.work(|journal| new_ones(journal, listed, witnesses).map(|new| (new, journal.raw().clone()))).await?;
        summary.known_before = all - new.len();
        let mut pass = Pass {
            config,
            writer,
            known_errors: if new.is_empty() { None } else { blocking(|| known_errors.now()) },
            preparation: Preparation::new(config, raw),
            source,
            report,
            new_messages: new.len(),
            done_messages: 0,
            summary,
            witnesses,
            delivering: BTreeSet::new(),
            outcome: Outcome::default(),
        };
        pass.tell(Progress::default());
        pass.carry_out(new).await?;
        summary = pass.summary;
    }
    let left = summary.unfetched.iter().filter(|one| !one.is_quarantined()).map(|one| &one.place);
    remembered.floors.raise([], left);
    *memory = remembered;
    Ok(summary)
}

/// What is dealt with, kept between the passes of one session so that a poll costs little.
#[derive(Debug)]
pub(super) struct Memory {
    floors: Floors,
    witnesses: Witnesses,
    /// When everything was listed.
    since: Instant,
}

impl Default for Memory {
    fn default() -> Self {
        Self { floors: Floors::default(), witnesses: Witnesses::default(), since: Instant::now() }
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
    known_errors: Option<Arc<dyn Recognise>>,
    preparation: Preparation,
    source: &'a mut Source,
    report: R,
    new_messages: usize,
    done_messages: usize,
    summary: Summary,
    witnesses: &'a mut Witnesses,
    /// The folders of which a mail came in this pass, be it one that is known.
    delivering: BTreeSet<String>,
    outcome: Outcome,
}

impl<J: BorrowMut<Journal>, R: FnMut(Progress)> Pass<'_, J, R> {
    async fn carry_out(&mut self, new: Vec<New>) -> Result<(), IngestError> {
        match self.take_in(new).await {
            Err(error @ IngestError::Journal(_)) => Err(error),
            ended => {
                let settled = self.settle().await;
                ended.and(settled)
            }
        }
    }

    /// Batch by batch; what failed in earlier passes comes last, one by one, so that it holds up nothing.
    async fn take_in(&mut self, new: Vec<New>) -> Result<(), IngestError> {
        let (troubled, fresh): (Vec<New>, Vec<New>) = new.into_iter().partition(|one| one.has_failed);
        let [mut troubled, fresh] =
            [troubled, fresh].map(|part| part.into_iter().map(|one| one.listed).collect::<Vec<_>>());
        if self.in_batches(&fresh).await?.is_break() {
            return Ok(());
        }
        // Nothing of a folder that delivers nothing is ever given up: whoever is asked first, and ends the pass, must
        // not keep the others from being asked for ever.
        if troubled.iter().any(|one| self.witnesses.of(&one.place.folder).is_none()) {
            let first = anywhere(troubled.len());
            troubled.rotate_left(first);
        }
        self.one_by_one(&troubled).await.map(|_| ())
    }

    /// One batch is decided while the next one is prepared and the one after it is fetched.
    async fn in_batches(&mut self, fresh: &[Listed]) -> Result<ControlFlow<()>, IngestError> {
        let mut batches = batches(fresh, self.config.gateway.batch_messages).into_iter().peekable();
        let mut prepared = Vec::new();
        while let Some(batch) = batches.next() {
            let message_bytes_max = self.config.gateway.message_bytes_max;
            let source = &mut *self.source;
            let next = async {
                let fetched = source.fetch(batch, message_bytes_max).await?;
                if let Some(later) = batches.peek() {
                    source.fetch_ahead(later, message_bytes_max);
                }
                Ok(self.preparation.prepare(batch, fetched).await?)
            };
            let (next, decided) =
                tokio::join!(next, decide(self.config, self.writer, self.known_errors.as_deref(), &prepared));
            self.decided(&prepared, decided?);
            prepared = match next {
                Ok(mails) => mails,
                Err(IngestError::Fetch(error)) if !matches!(error, FetchError::Throttled { .. }) => {
                    if self.one_by_one(batch).await?.is_break() {
                        return Ok(ControlFlow::Break(()));
                    }
                    Vec::new()
                }
                Err(error) => return Err(error),
            };
        }
        let decided = decide(self.config, self.writer, self.known_errors.as_deref(), &prepared).await?;
        self.decided(&prepared, decided);
        Ok(ControlFlow::Continue(()))
    }

    /// Finds the messages that keep a batch from being fetched. Fails where the server is at fault, and breaks off
    /// where a pass should wait for no more.
    async fn one_by_one(&mut self, batch: &[Listed]) -> Result<ControlFlow<()>, IngestError> {
        let folders: BTreeSet<&str> = batch.iter().map(|one| one.place.folder.as_str()).collect();
        for folder in folders {
            if let Err(error) = self.hear_witness(folder).await {
                self.delivering.remove(folder);
                // Should the witness be what is wrong, the next pass is not held up by the same message again.
                let first = batch.iter().find(|one| one.place.folder == folder);
                self.outcome.failed.extend(first.map(|one| Failed { listed: one.clone(), error }));
                return Ok(ControlFlow::Break(()));
            }
        }
        for one in batch {
            let alone = slice::from_ref(one);
            match self.fetch(alone).await {
                Ok(fetched) => {
                    self.commit(alone, fetched).await?;
                    self.outcome.settled.push(one.clone());
                }
                Err(error @ FetchError::Throttled { .. }) => return Err(error.into()),
                Err(error) => {
                    if self.take_failure(one, error).await?.is_break() {
                        return Ok(ControlFlow::Break(()));
                    }
                }
            }
        }
        Ok(ControlFlow::Continue(()))
    }

    /// One silence more is a wait more, for each message that is left: they go on in the next pass.
    async fn take_failure(&mut self, one: &Listed, error: FetchError) -> Result<ControlFlow<()>, IngestError> {
        let folder = &one.place.folder;
        let is_silence = error.is_silence();
        self.outcome.failed.push(Failed { listed: one.clone(), error });
        if !is_silence && let Err(error) = self.hear_witness(folder).await {
            self.delivering.remove(folder);
            return Err(error.into());
        }
        let limit = if self.delivering.contains(folder) { FAILURES_MAX } else { FAILURES_ALONE_MAX };
        let is_enough = is_silence || self.outcome.failed.len() >= limit;
        Ok(if is_enough { ControlFlow::Break(()) } else { ControlFlow::Continue(()) })
    }

    /// Makes sure that the folder delivers what it delivered before; where nothing is known of it, that it opens.
    async fn hear_witness(&mut self, folder: &str) -> Result<(), FetchError> {
        if let Some(witness) = self.witnesses.of(folder).cloned() {
            match self.fetch(slice::from_ref(&witness)).await?.as_slice() {
                [Fetched::Vanished] => self.witnesses.remove(folder),
                _ => {
                    self.delivering.insert(folder.to_string());
                    return Ok(());
                }
            }
        }
        self.source.probe(folder).await
    }

    async fn fetch(&mut self, batch: &[Listed]) -> Result<Vec<Fetched>, FetchError> {
        self.source.fetch(batch, self.config.gateway.message_bytes_max).await
    }

    async fn commit(&mut self, batch: &[Listed], fetched: Vec<Fetched>) -> Result<(), IngestError> {
        let mails = self.preparation.prepare(batch, fetched).await?;
        let decided = decide(self.config, self.writer, self.known_errors.as_deref(), &mails).await?;
        self.decided(&mails, decided);
        Ok(())
    }

    fn decided(&mut self, mails: &[Mail], (dispositions, journal_time): (Vec<Disposition>, Duration)) {
        if mails.is_empty() {
            return;
        }
        let mut committed = BTreeMap::new();
        for disposition in dispositions {
            *committed.entry(disposition).or_default() += 1;
        }
        for Mail { listed, .. } in mails.iter().filter(|mail| mail.message.is_some()) {
            self.delivering.insert(listed.place.folder.clone());
            self.witnesses.add(listed);
        }
        self.done_messages += mails.len();
        self.tell(Progress { committed, journal_time, ..Progress::default() });
    }

    fn tell(&mut self, news: Progress) {
        for (disposition, count) in &news.committed {
            *self.summary.dispositions.entry(*disposition).or_default() += count;
        }
        let (done_messages, new_messages) = (self.done_messages, self.new_messages);
        (self.report)(Progress { done_messages, new_messages, ..news });
    }

    /// Counts the failures. Fails where they may not be the messages' own, and where a message was left untried.
    async fn settle(&mut self) -> Result<(), IngestError> {
        let mut outcome = std::mem::take(&mut self.outcome);
        if outcome.failed.is_empty() && outcome.settled.is_empty() {
            return Ok(());
        }
        let zone = self.config.time_zone();
        let delivering = std::mem::take(&mut self.delivering);
        let is_its_own = |place: &Place| delivering.contains(&place.folder);
        let record = |journal: &mut Journal| timed(|| outcome.record(journal, &zone, is_its_own));
        let (unfetched, journal_time) = self.writer.work(record).await;
        let unfetched = unfetched?;
        let given_up = unfetched.iter().filter(|one| one.is_quarantined()).count();
        let committed = if given_up > 0 { [(Disposition::Quarantined, given_up)].into() } else { BTreeMap::new() };
        self.summary.unfetched.clone_from(&unfetched);
        self.tell(Progress { committed, unfetched, journal_time, ..Progress::default() });
        let untried = self.new_messages.saturating_sub(self.done_messages + outcome.failed.len());
        let is_unproven = outcome.failed.iter().any(|one| !is_its_own(&one.listed.place));
        match outcome.failed.pop() {
            Some(last) if is_unproven || untried > 0 => Err(last.error.into()),
            _ => Ok(()),
        }
    }
}

/// Decides about mails and commits what was decided; says how long that took.
async fn decide<J: BorrowMut<Journal>>(
    config: &Config,
    writer: &Writer<J>,
    known_errors: Option<&dyn Recognise>,
    mails: &[Mail],
) -> Result<(Vec<Disposition>, Duration), JournalError> {
    if mails.is_empty() {
        return Ok((Vec::new(), Duration::ZERO));
    }
    let (dispositions, journal_time) =
        writer.work(|journal| timed(|| settle(config, journal, known_errors, mails))).await;
    Ok((dispositions?, journal_time))
}

/// A place among so many, another one each time.
fn anywhere(among: usize) -> usize {
    usize::try_from(Timestamp::now().subsec_nanosecond()).unwrap_or(0) % among.max(1)
}

fn timed<T>(work: impl FnOnce() -> T) -> (T, Duration) {
    let began = Instant::now();
    (work(), began.elapsed())
}

/// A message that the journal has not dealt with.
struct New {
    listed: Listed,
    has_failed: bool,
}

/// What the journal has not dealt with, in the order in which the mailboxes had it, so that a question is
/// known before its answer whatever folder each lies in. What came before may bear witness.
fn new_ones(journal: &Journal, listed: Vec<Listed>, witnesses: &mut Witnesses) -> Result<Vec<New>, JournalError> {
    let mut new = Vec::new();
    // The newest is asked about first, so that few others are.
    for listed in listed.into_iter().rev() {
        if !journal.has_arrival(&arrival(&listed))? {
            let has_failed = journal.has_failed(&arrival(&listed))?;
            new.push(New { listed, has_failed });
        } else if witnesses.lack(&listed) && !journal.has_failed(&arrival(&listed))? {
            witnesses.add(&listed);
        }
    }
    new.sort_by(|a, b| (a.listed.received_at, &a.listed.place).cmp(&(b.listed.received_at, &b.listed.place)));
    Ok(new)
}
