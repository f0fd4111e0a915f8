//! One import from beginning to end: rows → tickets' stories → the lake's files, whole, under the import's name.
//!
//! Rows are dealt out by ticket, tickets' events by month, so that memory holds one share at a time however long the
//! file is. The lake is touched when everything is ready to be written.

use std::collections::BTreeMap;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::path::{Path, PathBuf};

use jiff::Timestamp;
use jiff::tz::TimeZone;
use sha2::{Digest, Sha256};

use super::entry::{Entry, Translator};
use super::mapping::{Duplicates, Kind};
use super::order::{ImportError, Order, Stage, Watch};
use super::read::{self, ReadError, Row};
use super::report::{Findings, Rejection, Report, What};
use super::spill::Spill;
use super::story::Teller;
use super::{check, store};
use crate::config::Config;
use crate::ticket::clock::local_month;
use crate::ticket::{Event, TicketRow, fold, fold_rules};

/// Shares into which rows are dealt out by ticket.
const SHARES: u64 = 64;
/// Rows between two words about how far it is.
const ROWS_A_WORD: u64 = 4096;

/// Imports a file. A report with no tickets means that nothing was written but the list of rejected rows.
pub fn import(order: &Order, watch: Watch) -> Result<Report, ImportError> {
    let store = store::Store::of(order)?;
    let outcome = Import::new(order, store.scratch())?.run(&store, watch);
    store.clear();
    outcome
}

/// An import under way.
struct Import<'a> {
    order: &'a Order<'a>,
    zone: TimeZone,
    /// The configuration as the fold takes it: the import in the gateway's place.
    config: Config,
    scratch: PathBuf,
    entries: Spill<Entry>,
    events: Spill<Event>,
    tickets: Spill<TicketRow>,
    findings: Findings,
    rows: u64,
    ticket_count: u64,
    event_count: u64,
    span: Option<(Timestamp, Timestamp)>,
}

impl<'a> Import<'a> {
    fn new(order: &'a Order, scratch: &Path) -> Result<Self, ImportError> {
        let spilled = |source| ImportError::Spill { path: scratch.into(), source };
        let mut config = order.config.clone();
        config.gateway.name = order.name.into();
        Ok(Self {
            order,
            zone: order.config.time_zone(),
            config,
            scratch: scratch.into(),
            entries: Spill::new(&scratch.join("rows")).map_err(spilled)?,
            events: Spill::new(&scratch.join("events")).map_err(spilled)?,
            tickets: Spill::new(&scratch.join("tickets")).map_err(spilled)?,
            findings: Findings::default(),
            rows: 0,
            ticket_count: 0,
            event_count: 0,
            span: None,
        })
    }

    fn run(mut self, store: &store::Store, watch: Watch) -> Result<Report, ImportError> {
        self.read(watch)?;
        self.tell(watch)?;
        let report = self.report()?;
        if !self.order.dry_run {
            let rejected: Vec<(&u64, &String)> = self.findings.rejected.iter().collect();
            store.write_rejected(self.order, &rejected)?;
            if self.ticket_count > 0 {
                store.write_lake(&mut self.tickets, &mut self.events, &fold_rules(&self.config), watch)?;
                store.write_report(&report)?;
            }
        }
        Ok(report)
    }

    /// Rows → entries, dealt out by ticket.
    fn read(&mut self, watch: Watch) -> Result<(), ImportError> {
        let mapping = self.order.mapping;
        let mut rows = read::open(self.order.file, &mapping.file, &mapping.columns_read())?;
        let missing = check::missing_columns(mapping, rows.columns(), rows.names()).map_err(ImportError::Columns)?;
        let mut translator = Translator::new(mapping, self.order.name, rows.columns(), &self.zone);
        for column in missing {
            translator.findings.note(What::MissingColumn, &column, 1, "");
        }
        let mut row = Row::default();
        while rows.next(&mut row)? {
            self.rows += 1;
            match translator.entry(&row) {
                Ok(entry) => self.entries.add(&share(&entry.ticket_id), &entry).map_err(|e| self.spilled(e))?,
                Err(rejection) => translator.findings.reject(&rejection, row.number),
            }
            if self.rows.is_multiple_of(ROWS_A_WORD) {
                let (done, all) = rows.progress();
                watch(Stage::Reading, done, all);
            }
        }
        self.findings = translator.findings;
        Ok(())
    }

    /// Entries → events and tickets, dealt out by month.
    fn tell(&mut self, watch: Watch) -> Result<(), ImportError> {
        let shares = self.entries.keys();
        for (done, share) in (1..).zip(&shares) {
            let mut entries = self.entries.take(share).map_err(|e| self.spilled(e))?;
            entries.sort_by(|a, b| (&a.ticket_id, a.at, a.row).cmp(&(&b.ticket_id, b.at, b.row)));
            for of_ticket in entries.chunk_by(|a, b| a.ticket_id == b.ticket_id) {
                self.tell_ticket(of_ticket)?;
            }
            watch(Stage::Telling, done, shares.len() as u64);
        }
        Ok(())
    }

    fn tell_ticket(&mut self, entries: &[Entry]) -> Result<(), ImportError> {
        let mapping = self.order.mapping;
        let entries = match mapping.kind {
            Kind::Ticket => entries.to_vec(),
            Kind::Event => self.without_repeated(entries),
        };
        let Some(first) = entries.first() else { return Ok(()) };
        let events = Teller { mapping, findings: &mut self.findings }.tell(&first.ticket_id, &entries);
        let Some(row) = fold(&events, &self.config, None) else { return Ok(()) };
        self.ticket_count += 1;
        self.tickets.add(&row.opened_month, &row).map_err(|e| self.spilled(e))?;
        for event in events {
            let at = event.occurred_at;
            self.span = Some(self.span.map_or((at, at), |(first, last)| (first.min(at), last.max(at))));
            self.event_count += 1;
            self.events.add(&local_month(at, &self.zone), &event).map_err(|e| self.spilled(e))?;
        }
        Ok(())
    }

    /// A log's rows with those that repeat an earlier one noted, and left out where the mapping says so.
    fn without_repeated(&mut self, entries: &[Entry]) -> Vec<Entry> {
        let mut seen = BTreeMap::new();
        let mut kept = Vec::with_capacity(entries.len());
        for entry in entries {
            let is_first = seen.insert(entry.digest, ()).is_none();
            if !is_first && self.order.mapping.file.duplicates == Duplicates::Reject {
                self.findings.reject(&Rejection::new(What::RepeatedRow, "", ""), entry.row);
                continue;
            }
            if !is_first {
                self.findings.note(What::RowRepeatedKept, "", entry.row, "");
            }
            kept.push(entry.clone());
        }
        kept
    }

    fn report(&self) -> Result<Report, ImportError> {
        let Order { file, mapping_text, name, dry_run, .. } = self.order;
        let unreadable = |source| ReadError::Unreadable { path: file.to_path_buf(), source };
        let mut hash = Sha256::new();
        std::io::copy(&mut std::fs::File::open(file).map_err(unreadable)?, &mut hash).map_err(unreadable)?;
        Ok(Report {
            import: (*name).into(),
            file: file.file_name().unwrap_or_default().to_string_lossy().into_owned(),
            file_sha256: hexadecimal(&hash.finalize()),
            mapping_sha256: hexadecimal(&Sha256::digest(mapping_text.as_bytes())),
            dry_run: *dry_run,
            rows: self.rows,
            rejected: self.findings.rejected.len() as u64,
            tickets: self.ticket_count,
            events: self.event_count,
            first_event_at: self.span.map(|(first, _)| first),
            last_event_at: self.span.map(|(_, last)| last),
            findings: self.findings.sorted(),
        })
    }

    fn spilled(&self, source: std::io::Error) -> ImportError {
        ImportError::Spill { path: self.scratch.clone(), source }
    }
}

/// The same ticket always falls into the same share.
fn share(ticket_id: &str) -> String {
    let mut hasher = DefaultHasher::new();
    ticket_id.hash(&mut hasher);
    format!("{:02}", hasher.finish() % SHARES)
}

fn hexadecimal(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}
