//! Does the lake say what the journal says?

use std::path::{Path, PathBuf};

use super::publish::{PublishError, write_month};
use crate::config::Config;
use crate::journal::Journal;
use crate::lake::{LakeError, Table, write};

/// Where this gateway's files in the lake differ from what its journal would write, one sentence each.
///
/// Every partition is rendered anew beside the lake and compared byte for byte.
pub fn differences(config: &Config, journal: &mut Journal, lake: &Path) -> Result<Vec<String>, PublishError> {
    let scratch = lake.with_file_name(format!(".verify-{}", std::process::id()));
    let found = compare(config, journal, lake, &scratch);
    // Left behind, the scratch folder would only cost room; what was found matters more than its removal.
    let _ = std::fs::remove_dir_all(&scratch);
    found
}

fn compare(config: &Config, journal: &Journal, lake: &Path, scratch: &Path) -> Result<Vec<String>, PublishError> {
    let mut found = Vec::new();
    let source = &config.gateway.name;
    for month in journal.all_months()? {
        write_month(config, journal, scratch, &month)?;
        let Some(table) = Table::ALL.into_iter().find(|table| table.name() == month.table) else { continue };
        let wanted = read(&write::path(scratch, table, source, &month.month))?;
        let path = write::path(lake, table, source, &month.month);
        match (read(&path)?, wanted) {
            (seen, wanted) if seen == wanted => {}
            (None, _) => found.push(format!("{} is missing", path.display())),
            (Some(_), _) => found.push(format!("{} is not what the journal says", path.display())),
        }
    }
    Ok(found)
}

fn read(path: &PathBuf) -> Result<Option<Vec<u8>>, LakeError> {
    match std::fs::read(path) {
        Ok(bytes) => Ok(Some(bytes)),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(None),
        Err(source) => Err(LakeError::Read { path: path.clone(), source }),
    }
}
