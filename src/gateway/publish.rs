//! Journal → lake: every partition with news is written again, whole.

use std::collections::BTreeSet;
use std::panic::resume_unwind;
use std::path::Path;
use std::thread::{self, ScopedJoinHandle};

use crate::config::Config;
use crate::fail_point::fail_point;
use crate::journal::{DirtyMonth, Journal, JournalError};
use crate::lake::{LakeError, Partition, Table, read, write};
use crate::ticket::{fold, fold_rules};

#[derive(Debug, thiserror::Error)]
pub enum PublishError {
    #[error(transparent)]
    Journal(#[from] JournalError),
    #[error(transparent)]
    Lake(#[from] LakeError),
}

/// Writes the partitions that differ from the journal, or whose tickets were folded under other rules; says how many
/// files. The journal may be written to meanwhile, over another connection.
pub fn publish(config: &Config, journal: &mut Journal, lake: &Path) -> Result<usize, PublishError> {
    let others = folded_otherwise(config, journal, lake)?;
    write_months(config, journal, lake, others)
}

/// Writes every partition of this gateway again.
pub fn rebuild(config: &Config, journal: &mut Journal, lake: &Path) -> Result<usize, PublishError> {
    let all = journal.all_months()?;
    write_months(config, journal, lake, all)
}

/// The months of tickets for which other service levels held than do now.
fn folded_otherwise(config: &Config, journal: &Journal, lake: &Path) -> Result<Vec<DirtyMonth>, PublishError> {
    let rules = fold_rules(config);
    let mut others = Vec::new();
    for month in journal.opened_months()? {
        let path = write::path(lake, Table::Tickets, &config.gateway.name, &month);
        if path.exists() && read::fold_rules_of(&path)?.as_deref() != Some(&rules) {
            others.push(DirtyMonth { table: Table::Tickets.name().into(), month });
        }
    }
    Ok(others)
}

/// Writes what differs, and the others. A partition stays marked until all are written: a crash in between writes some
/// twice, with the same bytes.
fn write_months(
    config: &Config,
    journal: &mut Journal,
    lake: &Path,
    others: Vec<DirtyMonth>,
) -> Result<usize, PublishError> {
    let dirty = journal.dirty_months()?;
    let months: BTreeSet<DirtyMonth> = dirty.keys().cloned().chain(others).collect();
    write_one_while_reading_the_next(config, journal, lake, &months)?;
    journal.mark_published(&dirty).map_err(|error| error.within(journal.folder()))?;
    Ok(months.len())
}

fn write_one_while_reading_the_next(
    config: &Config,
    journal: &Journal,
    lake: &Path,
    months: &BTreeSet<DirtyMonth>,
) -> Result<(), PublishError> {
    let write = |partition: Partition| {
        partition.write(lake)?;
        fail_point!("month_published");
        Ok::<_, LakeError>(())
    };
    thread::scope(|scope| {
        let mut writing: Option<ScopedJoinHandle<'_, _>> = None;
        for month in months {
            let next = partition(config, journal, month)?;
            ended(writing.take())?;
            writing = Some(scope.spawn(move || write(next)));
        }
        ended(writing)
    })
}

fn ended(writing: Option<ScopedJoinHandle<'_, Result<(), LakeError>>>) -> Result<(), PublishError> {
    let ended = writing.map_or(Ok(Ok(())), ScopedJoinHandle::join);
    Ok(ended.unwrap_or_else(|panic| resume_unwind(panic))?)
}

/// One partition as the journal has it.
pub(super) fn partition(
    config: &Config,
    journal: &Journal,
    DirtyMonth { table, month }: &DirtyMonth,
) -> Result<Partition, PublishError> {
    let source = &config.gateway.name;
    if table == Table::Events.name() {
        return Ok(Partition::events(source, month, &journal.events_in(month)?)?);
    }
    if table == Table::Messages.name() {
        return Ok(Partition::messages(source, month, &journal.messages_in(month)?)?);
    }
    let mut tickets = Vec::new();
    journal.each_history_opened_in(month, |events| tickets.extend(fold(events, config, None)))?;
    tickets.sort_by(|a, b| (a.opened_at, &a.ticket_id).cmp(&(b.opened_at, &b.ticket_id)));
    Ok(Partition::tickets(source, month, &tickets, &fold_rules(config))?)
}
