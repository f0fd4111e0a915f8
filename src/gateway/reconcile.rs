//! Does the journal say what the server says, and the lake what the journal says?

use std::path::{Path, PathBuf};

use super::ingest::arrival;
use super::progress::IngestError;
use super::publish::{PublishError, partition};
use crate::config::Config;
use crate::journal::{DirtyMonth, Journal};
use crate::lake::{LakeError, Table, write};
use crate::mailbox::{Place, Source};

/// A gateway at work may publish between our reading the journal and our reading the lake.
const TRIES: usize = 3;

/// What the source shows and the journal has not dealt with, of how many in all.
pub async fn unread(journal: &Journal, source: &mut Source) -> Result<(Vec<Place>, usize), IngestError> {
    let listed = source.list().await?;
    let mut missing = Vec::new();
    for one in &listed {
        if !journal.has_arrival(&arrival(one))? {
            missing.push(one.place.clone());
        }
    }
    missing.sort();
    Ok((missing, listed.len()))
}

/// Where this gateway's files in the lake differ from what its journal would write, one sentence each.
///
/// Every partition is rendered anew beside the lake and compared byte for byte. What waits to be published is no
/// difference.
pub fn differences(config: &Config, journal: &mut Journal, lake: &Path) -> Result<Vec<String>, PublishError> {
    let scratch = lake.with_file_name(format!(".verify-{}", std::process::id()));
    let found = compare(config, journal, lake, &scratch);
    // Left behind, the scratch folder would only cost room; what was found matters more than its removal.
    let _ = std::fs::remove_dir_all(&scratch);
    found
}

fn compare(config: &Config, journal: &Journal, lake: &Path, scratch: &Path) -> Result<Vec<String>, PublishError> {
    let mut found = Vec::new();
    for month in journal.all_months()? {
        let mut difference = compare_month(config, journal, lake, scratch, &month)?;
        for _ in 1..TRIES {
            if difference.is_some() {
                difference = compare_month(config, journal, lake, scratch, &month)?;
            }
        }
        found.extend(difference);
    }
    Ok(found)
}

fn compare_month(
    config: &Config,
    journal: &Journal,
    lake: &Path,
    scratch: &Path,
    month: &DirtyMonth,
) -> Result<Option<String>, PublishError> {
    let source = &config.gateway.name;
    let Some(table) = Table::ALL.into_iter().find(|table| table.name() == month.table) else { return Ok(None) };
    partition(config, journal, month)?.write(scratch)?;
    let wanted = read(&write::path(scratch, table, source, &month.month))?;
    let path = write::path(lake, table, source, &month.month);
    let seen = read(&path)?;
    if seen == wanted || journal.dirty_months()?.contains_key(month) {
        return Ok(None);
    }
    let what = if seen.is_none() { "is missing" } else { "is not what the journal says" };
    Ok(Some(format!("{} {what}", path.display())))
}

fn read(path: &PathBuf) -> Result<Option<Vec<u8>>, LakeError> {
    match std::fs::read(path) {
        Ok(bytes) => Ok(Some(bytes)),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(None),
        Err(source) => Err(LakeError::Read { path: path.clone(), source }),
    }
}
