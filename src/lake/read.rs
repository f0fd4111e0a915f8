//! Reads the lake: its tables as frames, and its tickets as of a day.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use jiff::Timestamp;
use polars::prelude::*;

use super::{LakeError, Table, schema};
use crate::config::Config;
use crate::ticket::clock::local_month;
use crate::ticket::{Event, EventKind, Role, TicketRow, fold};

/// A lake that has at least one ticket's history.
pub struct Lake {
    folder: PathBuf,
}

/// The three tables as of a moment, as the KPIs take them.
pub struct AsOf {
    pub tickets: LazyFrame,
    pub messages: LazyFrame,
    pub events: LazyFrame,
}

impl Lake {
    pub fn open(folder: &Path) -> Result<Self, LakeError> {
        let lake = Self { folder: folder.into() };
        if lake.files(Table::Events)?.is_empty() {
            return Err(LakeError::Empty { path: folder.into() });
        }
        Ok(lake)
    }

    /// Every Parquet file of a table, in the order of their paths.
    pub fn files(&self, table: Table) -> Result<Vec<PathBuf>, LakeError> {
        let mut files = Vec::new();
        for month in entries(&self.folder.join(table.name()))? {
            files.extend(entries(&month)?.into_iter().filter(|file| file.extension().is_some_and(|e| e == "parquet")));
        }
        Ok(files)
    }

    /// Everything as it stood at a moment: tickets folded anew from their events, and only messages and
    /// events that had come by then.
    pub fn as_of(&self, config: &Config, as_of: Timestamp) -> Result<AsOf, LakeError> {
        let zone = config.time_zone();
        let mut tickets = Vec::new();
        let mut happened = Vec::new();
        for (source, events) in self.events_by_source()? {
            for events in by_ticket(&events) {
                tickets
                    .extend(fold(events, config, Some(as_of)).map(|row| TicketRow { source: source.clone(), ..row }));
            }
            happened.extend(events.into_iter().filter(|event| event.occurred_at < as_of));
        }
        tickets.sort_by(|a, b| (a.opened_at, &a.ticket_id).cmp(&(b.opened_at, &b.ticket_id)));
        let events = schema::events(&happened, |event| local_month(event.occurred_at, &zone))?;
        Ok(AsOf { tickets: schema::tickets(&tickets)?.lazy(), messages: self.messages(as_of)?, events: events.lazy() })
    }

    /// The moment of the last event; what an analysis without an as-of of its own may know.
    pub fn last_event_at(&self) -> Result<Option<Timestamp>, LakeError> {
        let all = self.events_by_source()?;
        Ok(all.values().flatten().map(|event| event.occurred_at).max())
    }

    fn messages(&self, as_of: Timestamp) -> Result<LazyFrame, LakeError> {
        let files = self.files(Table::Messages)?;
        if files.is_empty() {
            return Ok(schema::messages(&[])?.lazy());
        }
        let before = lit(as_of.as_microsecond()).cast(DataType::Datetime(TimeUnit::Microseconds, Some(TimeZone::UTC)));
        Ok(scan(&self.folder, Table::Messages)?.filter(col("received_at").lt(before)))
    }

    /// All events of the lake by the source that recorded them, by ticket and sequence.
    fn events_by_source(&self) -> Result<BTreeMap<String, Vec<Event>>, LakeError> {
        let mut sources: BTreeMap<String, Vec<Event>> = BTreeMap::new();
        for path in self.files(Table::Events)? {
            let source = path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
            sources.entry(source).or_default().extend(read_events(&path)?);
        }
        for events in sources.values_mut() {
            events.sort_by(|a, b| (&a.ticket_id, a.sequence).cmp(&(&b.ticket_id, b.sequence)));
        }
        Ok(sources)
    }
}

/// The events of each ticket, of events sorted by ticket.
fn by_ticket(events: &[Event]) -> impl Iterator<Item = &[Event]> {
    events.chunk_by(|a, b| a.ticket_id == b.ticket_id)
}

fn entries(folder: &Path) -> Result<Vec<PathBuf>, LakeError> {
    let listing = match std::fs::read_dir(folder) {
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(Vec::new()),
        Err(source) => return Err(LakeError::Read { path: folder.into(), source }),
        Ok(listing) => listing,
    };
    let mut paths = listing
        .map(|entry| entry.map(|entry| entry.path()))
        .collect::<Result<Vec<_>, _>>()
        .map_err(|source| LakeError::Read { path: folder.into(), source })?;
    paths.sort();
    Ok(paths)
}

fn scan(lake: &Path, table: Table) -> Result<LazyFrame, LakeError> {
    let glob = lake.join(table.name()).join("*").join("*.parquet");
    let args = ScanArgsParquet {
        hive_options: HiveOptions { enabled: Some(true), ..HiveOptions::default() },
        ..Default::default()
    };
    let path = PlRefPath::try_from_path(&glob)?;
    LazyFrame::scan_parquet(path, args).map_err(|source| LakeError::Parquet { path: glob, source })
}

fn read_events(path: &Path) -> Result<Vec<Event>, LakeError> {
    let parquet = |source| LakeError::Parquet { path: path.into(), source };
    let file = std::fs::File::open(path).map_err(|source| LakeError::Read { path: path.into(), source })?;
    let frame = ParquetReader::new(file).finish().map_err(parquet)?;
    let rows = EventColumns::of(&frame).map_err(parquet)?;
    (0..frame.height()).map(|row| rows.event(row, path)).collect()
}

/// The columns of an events frame, typed.
struct EventColumns<'a> {
    ticket_id: &'a StringChunked,
    sequence: &'a Int64Chunked,
    occurred_at: Int64Chunked,
    recorded_at: Int64Chunked,
    kind: &'a StringChunked,
    actor: &'a StringChunked,
    actor_role: &'a StringChunked,
    from_value: &'a StringChunked,
    to_value: &'a StringChunked,
    message_key: &'a StringChunked,
}

impl<'a> EventColumns<'a> {
    fn of(frame: &'a DataFrame) -> PolarsResult<Self> {
        let microseconds =
            |name| -> PolarsResult<Int64Chunked> { Ok(frame.column(name)?.cast(&DataType::Int64)?.i64()?.clone()) };
        Ok(Self {
            ticket_id: frame.column("ticket_id")?.str()?,
            sequence: frame.column("sequence")?.i64()?,
            occurred_at: microseconds("occurred_at")?,
            recorded_at: microseconds("recorded_at")?,
            kind: frame.column("kind")?.str()?,
            actor: frame.column("actor")?.str()?,
            actor_role: frame.column("actor_role")?.str()?,
            from_value: frame.column("from_value")?.str()?,
            to_value: frame.column("to_value")?.str()?,
            message_key: frame.column("message_key")?.str()?,
        })
    }

    fn event(&self, row: usize, path: &Path) -> Result<Event, LakeError> {
        let text = |column: &StringChunked| column.get(row).map(str::to_string);
        let unknown = |column, value: Option<&str>| LakeError::Value {
            path: path.into(),
            column,
            value: value.unwrap_or("nothing").into(),
        };
        let time = |column, values: &Int64Chunked| {
            values.get(row).and_then(|at| Timestamp::from_microsecond(at).ok()).ok_or_else(|| unknown(column, None))
        };
        let named = |column, values: &'a StringChunked| values.get(row).ok_or_else(|| unknown(column, None));
        Ok(Event {
            ticket_id: named("ticket_id", self.ticket_id)?.into(),
            sequence: self
                .sequence
                .get(row)
                .and_then(|n| u32::try_from(n).ok())
                .ok_or_else(|| unknown("sequence", None))?,
            occurred_at: time("occurred_at", &self.occurred_at)?,
            recorded_at: time("recorded_at", &self.recorded_at)?,
            kind: EventKind::from_name(named("kind", self.kind)?).ok_or_else(|| unknown("kind", self.kind.get(row)))?,
            actor: text(self.actor),
            actor_role: Role::from_name(named("actor_role", self.actor_role)?)
                .ok_or_else(|| unknown("actor_role", self.actor_role.get(row)))?,
            from_value: text(self.from_value),
            to_value: text(self.to_value),
            message_key: text(self.message_key),
        })
    }
}
