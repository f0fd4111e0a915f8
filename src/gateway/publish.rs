//! Journal → lake: every partition with news is written again, whole.

use std::path::Path;

use crate::config::Config;
use crate::fail_point::fail_point;
use crate::journal::{DirtyMonth, Journal, JournalError};
use crate::lake::{LakeError, Table, write};
use crate::ticket::{fold, fold_rules};

#[derive(Debug, thiserror::Error)]
pub enum PublishError {
    #[error(transparent)]
    Journal(#[from] JournalError),
    #[error(transparent)]
    Lake(#[from] LakeError),
}

/// Writes the partitions that differ from the journal; says how many files.
pub fn publish(config: &Config, journal: &mut Journal, lake: &Path) -> Result<usize, PublishError> {
    let months = journal.dirty_months()?;
    write_months(config, journal, lake, &months)
}

/// Writes every partition of this gateway again.
pub fn rebuild(config: &Config, journal: &mut Journal, lake: &Path) -> Result<usize, PublishError> {
    let mut months = journal.dirty_months()?;
    months.extend(journal.all_months()?);
    months.sort();
    months.dedup();
    write_months(config, journal, lake, &months)
}

/// A partition stays marked until all are written: a crash in between writes some twice, with the same bytes.
fn write_months(
    config: &Config,
    journal: &mut Journal,
    lake: &Path,
    months: &[DirtyMonth],
) -> Result<usize, PublishError> {
    for month in months {
        write_month(config, journal, lake, month)?;
        fail_point!("month_published");
    }
    journal.mark_published(months).map_err(|error| error.within(journal.folder()))?;
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
