//! Where an import leaves what it made: its files of the lake, its report, its rejected rows.

use std::collections::BTreeSet;
use std::fs::{File, OpenOptions};
use std::path::{Path, PathBuf};

use super::order::{ImportError, Order, Stage, Watch};
use super::read::{self, Row};
use super::report::Report;
use super::spill::Spill;
use crate::lake::{Partition, Table, write};
use crate::ticket::{Event, TicketRow};

/// The places of one import, its alone while this lives.
pub struct Store {
    name: String,
    lake: PathBuf,
    /// `imports/` in the data folder.
    folder: PathBuf,
    scratch: PathBuf,
    _lock: Option<File>,
}

impl Store {
    /// Takes the import's name for this process; refused where the name is another program's in this lake.
    pub fn of(order: &Order) -> Result<Self, ImportError> {
        let (name, folder) = (order.name.to_string(), order.data.join("imports"));
        let scratch = match order.dry_run {
            true => std::env::temp_dir().join(format!("tallypost-import-{}", std::process::id())),
            false => folder.join(format!(".{name}.working")),
        };
        let mut store = Self { name, lake: order.data.join("lake"), folder, scratch, _lock: None };
        let is_ours = store.report_path().exists();
        if order.config.gateway.name == order.name || (!is_ours && !store.files()?.is_empty()) {
            return Err(ImportError::NameTaken { name: order.name.into() });
        }
        if !order.dry_run {
            store._lock = Some(store.lock()?);
        }
        store.clear();
        Ok(store)
    }

    fn lock(&self) -> Result<File, ImportError> {
        let path = self.folder.join(format!(".{}.lock", self.name));
        let failed = |source| ImportError::Write { path: path.clone(), source };
        std::fs::create_dir_all(&self.folder).map_err(failed)?;
        let file = OpenOptions::new().write(true).create(true).truncate(false).open(&path).map_err(failed)?;
        file.try_lock().map_err(|_| ImportError::Busy { name: self.name.clone() })?;
        Ok(file)
    }

    /// Where rows lie meanwhile.
    pub fn scratch(&self) -> &Path {
        &self.scratch
    }

    /// Removes what lies there, also from an import that was killed.
    pub fn clear(&self) {
        // A folder that is not there is as clear as can be; one that stays is overwritten by the next import.
        let _ = std::fs::remove_dir_all(&self.scratch);
    }

    fn report_path(&self) -> PathBuf {
        self.folder.join(format!("{}.json", self.name))
    }

    /// The report, as evidence of what was imported from what.
    pub fn write_report(&self, report: &Report) -> Result<(), ImportError> {
        let path = self.report_path();
        let failed = |source| ImportError::Write { path: path.clone(), source };
        let text = serde_json::to_string_pretty(report).map_err(|error| failed(error.into()))?;
        let begun = self.folder.join(format!(".{}.json.writing", self.name));
        std::fs::write(&begun, text + "\n").and_then(|()| std::fs::rename(&begun, &path)).map_err(failed)
    }

    /// Every rejected row as it stands in the file, with the reason before it; no file where there is none.
    pub fn write_rejected(&self, order: &Order, rejected: &[(&u64, &String)]) -> Result<(), ImportError> {
        let path = self.folder.join(format!("{}.rejected.csv", self.name));
        let failed = |source| ImportError::Write { path: path.clone(), source };
        if rejected.is_empty() {
            return match std::fs::remove_file(&path) {
                Err(error) if error.kind() != std::io::ErrorKind::NotFound => Err(failed(error)),
                _ => Ok(()),
            };
        }
        let written = |error: csv::Error| failed(std::io::Error::other(error));
        let mut out = csv::WriterBuilder::new().flexible(true).from_path(&path).map_err(written)?;
        let mut rows = read::open(order.file, &order.mapping.file, &order.mapping.columns_read())?;
        let header = ["row", "reason"].into_iter().chain(rows.columns().iter().map(String::as_str));
        out.write_record(header).map_err(written)?;
        let mut waiting = rejected.iter().peekable();
        let mut row = Row::default();
        while waiting.peek().is_some() && rows.next(&mut row)? {
            if let Some((number, reason)) = waiting.next_if(|(number, _)| **number == row.number) {
                let number = number.to_string();
                let cells = [number.as_str(), reason.as_str()].into_iter().chain(row.cells.iter().map(String::as_str));
                out.write_record(cells).map_err(written)?;
            }
        }
        out.flush().map_err(failed)
    }

    /// Replaces everything that the lake has of this import; `rules` are those under which the tickets were folded.
    pub fn write_lake(
        &self,
        tickets: &mut Spill<TicketRow>,
        events: &mut Spill<Event>,
        rules: &str,
        watch: Watch,
    ) -> Result<(), ImportError> {
        let spilled = |source| ImportError::Spill { path: self.scratch.clone(), source };
        let (of_tickets, of_events) = (tickets.keys(), events.keys());
        let mut stale = self.files()?;
        let all = (of_tickets.len() + of_events.len()) as u64;
        // Told before the first file: from then on these names are this import's, whatever interrupts it.
        self.claim()?;
        for (done, month) in (1..).zip(&of_tickets) {
            let mut rows = tickets.take(month).map_err(spilled)?;
            rows.sort_by(|a, b| (a.opened_at, &a.ticket_id).cmp(&(b.opened_at, &b.ticket_id)));
            Partition::tickets(&self.name, month, &rows, rules)?.write(&self.lake)?;
            stale.remove(&write::path(&self.lake, Table::Tickets, &self.name, month));
            watch(Stage::Writing, done, all);
        }
        for (done, month) in (of_tickets.len() as u64 + 1..).zip(&of_events) {
            let mut rows = events.take(month).map_err(spilled)?;
            rows.sort_by(|a, b| {
                (a.occurred_at, &a.ticket_id, a.sequence).cmp(&(b.occurred_at, &b.ticket_id, b.sequence))
            });
            Partition::events(&self.name, month, &rows)?.write(&self.lake)?;
            stale.remove(&write::path(&self.lake, Table::Events, &self.name, month));
            watch(Stage::Writing, done, all);
        }
        stale
            .into_iter()
            .try_for_each(|path| std::fs::remove_file(&path).map_err(|source| ImportError::Write { path, source }))
    }

    /// Says in the report's place that an import is under way: an interrupted one is not mistaken for the last.
    fn claim(&self) -> Result<(), ImportError> {
        let path = self.report_path();
        let claim = serde_json::json!({ "import": self.name, "unfinished": true });
        std::fs::write(&path, format!("{claim}\n")).map_err(|source| ImportError::Write { path, source })
    }

    /// Every file of the lake under the import's name.
    fn files(&self) -> Result<BTreeSet<PathBuf>, ImportError> {
        let mut files = BTreeSet::new();
        for table in Table::ALL {
            let folder = self.lake.join(table.name());
            let Ok(months) = std::fs::read_dir(&folder) else { continue };
            for month in months {
                let month = month.map_err(|source| ImportError::Write { path: folder.clone(), source })?;
                files.extend(Some(month.path().join(format!("{}.parquet", self.name))).filter(|file| file.exists()));
            }
        }
        Ok(files)
    }
}
