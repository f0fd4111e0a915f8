//! Journal → lake: every partition with news is written again, whole.

use std::collections::BTreeSet;
use std::path::Path;

use crate::config::Config;
use crate::fail_point::fail_point;
use crate::journal::{DirtyMonth, Journal, JournalError};
use crate::lake::{LakeError, Table, read, write};
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
    for month in &months {
        write_month(config, journal, lake, month)?;
        fail_point!("month_published");
    }
    journal.mark_published(&dirty).map_err(|error| error.within(journal.folder()))?;
    Ok(months.len())
}

/// Writes one partition as the journal has it.
pub(super) fn write_month(
    config: &Config,
    journal: &Journal,
    lake: &Path,
    DirtyMonth { table, month }: &DirtyMonth,
) -> Result<(), PublishError> {
    let source = &config.gateway.name;
    if table == Table::Events.name() {
        write::events(lake, source, month, &journal.events_in(month)?)?;
    } else if table == Table::Messages.name() {
        write::messages(lake, source, month, &journal.messages_in(month)?)?;
    } else {
        let histories = journal.events_of_tickets_opened_in(month)?;
        let mut tickets: Vec<_> = histories.iter().filter_map(|events| fold(events, config, None)).collect();
        tickets.sort_by(|a, b| (a.opened_at, &a.ticket_id).cmp(&(b.opened_at, &b.ticket_id)));
        write::tickets(lake, source, month, &tickets, &fold_rules(config))?;
    }
    Ok(())
}
