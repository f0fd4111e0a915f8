//! The lake's tables as they stood at a moment.
//!
//! What a ticket's row says at a moment follows from its events alone. The lake keeps the row that all its events
//! give; for a ticket that was settled before the moment this is the row of the moment too, and ten million of them
//! need not be folded again. All others are, one after the other: of a large lake they are hundreds of thousands.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use jiff::Timestamp;
use polars::prelude::*;

use super::read::{EventColumns, Lake, fold_rules_of, moment, scan, streamed};
use super::{LakeError, Table, schema};
use crate::config::Config;
use crate::ticket::{Event, EventKind, TicketRow, fold, fold_rules};

/// The three tables as of a moment, as the KPIs take them: plans that are read when they are computed.
pub struct AsOf {
    pub tickets: LazyFrame,
    pub messages: LazyFrame,
    pub events: LazyFrame,
}

/// Such a list is made ready anew for each part of a file.
const FEW_TICKETS: usize = 250_000;
/// A lake may have hundreds of sources; each has its own tickets to be looked for, whose histories are held at once.
const SOURCES_AT_ONCE: usize = 16;

/// So many folded tickets are held as rows before they become part of a frame, which needs far less memory.
const ROWS_AT_ONCE: usize = 20_000;

/// The column that tells from which file a row comes.
const PATH: &str = "path";
/// The column that tells from which source.
const SOURCE: &str = "source";

impl Lake {
    /// Everything as it stood at a moment: only what had happened by then.
    pub fn as_of(&self, config: &Config, as_of: Timestamp) -> Result<AsOf, LakeError> {
        let (rows, unsettled) = self.known(&fold_rules(config), as_of)?;
        let folded = self.folded(&unsettled, config, as_of)?.lazy();
        let tickets = match rows {
            Some(rows) => concat([rows.filter(is_settled(as_of)), folded], UnionArgs::default())?,
            None => folded,
        };
        Ok(AsOf {
            tickets,
            messages: self.before(Table::Messages, "received_at", as_of)?,
            events: self.before(Table::Events, "occurred_at", as_of)?,
        })
    }

    /// The moment of the last event; what an analysis without an as-of of its own may know.
    pub fn last_event_at(&self) -> Result<Option<Timestamp>, LakeError> {
        let newest = scan(&self.files(Table::Events)?, None)?.select([col("occurred_at").max().cast(DataType::Int64)]);
        let newest = streamed(newest)?;
        Ok(newest.column("occurred_at")?.i64()?.get(0).and_then(|at| Timestamp::from_microsecond(at).ok()))
    }

    /// The rows that were folded under these rules, where there are any, and the tickets that have to be folded for
    /// this moment all the same: `ticket_id`, `path`.
    fn known(&self, rules: &str, as_of: Timestamp) -> Result<(Option<LazyFrame>, DataFrame), LakeError> {
        let (mut current, mut covered) = (Vec::new(), BTreeSet::new());
        for path in self.files(Table::Tickets)? {
            if fold_rules_of(&path)?.as_deref() == Some(rules) {
                covered.insert(partition_of(&path));
                current.push(path);
            }
        }
        let events = self.files(Table::Events)?;
        let others: Vec<PathBuf> = events.into_iter().filter(|path| !covered.contains(&partition_of(path))).collect();
        let mut unsettled = Vec::new();
        if !others.is_empty() {
            unsettled.push(scan(&others, Some(PATH))?.filter(is_opening()));
        }
        let mut rows = None;
        if !current.is_empty() {
            let is_open = col("opened_at").lt(moment(as_of)).and(is_settled(as_of).not());
            unsettled.push(scan(&current, Some(PATH))?.filter(is_open));
            let columns: Vec<Expr> = schema::tickets(&[])?.get_column_names_owned().into_iter().map(col).collect();
            rows = Some(scan(&current, None)?.select(columns));
        }
        let ids = unsettled.into_iter().map(|plan| plan.select([col("ticket_id"), col(PATH)])).collect::<Vec<_>>();
        Ok((rows, streamed(concat(ids, UnionArgs::default())?)?))
    }

    /// These tickets (`ticket_id`, `path`) as of the moment, in the order of their opening.
    fn folded(&self, tickets: &DataFrame, config: &Config, as_of: Timestamp) -> Result<DataFrame, LakeError> {
        let mut wanted: BTreeMap<String, Vec<&str>> = BTreeMap::new();
        let (ids, paths) = (tickets.column("ticket_id")?.str()?, tickets.column(PATH)?.str()?);
        for (id, path) in ids.iter().zip(paths.iter()) {
            if let (Some(id), Some(path)) = (id, path) {
                wanted.entry(source_of(Path::new(path))).or_default().push(id);
            }
        }
        let files = self.files(Table::Events)?;
        let mut plans = Vec::new();
        for (source, ids) in wanted {
            let own: Vec<PathBuf> = files.iter().filter(|path| source_of(path) == source).cloned().collect();
            if !own.is_empty() {
                let columns = read_columns().chain([lit(source).alias(SOURCE)]);
                plans.push(of_tickets(scan(&own, Some(PATH))?, ids)?.select(columns.collect::<Vec<_>>()));
            }
        }
        let mut folded = schema::tickets(&[])?;
        for plans in plans.chunks(SOURCES_AT_ONCE) {
            fold_each(streamed(concat(plans, UnionArgs::default())?)?, config, as_of, &mut folded)?;
        }
        Ok(folded.sort(["opened_at", "ticket_id"], SortMultipleOptions::default())?)
    }

    /// What had come by the moment.
    fn before(&self, table: Table, column: &str, as_of: Timestamp) -> Result<LazyFrame, LakeError> {
        let files = self.files(table)?;
        if files.is_empty() {
            let none =
                if table == Table::Messages { schema::messages(&[])? } else { schema::events(&[], |_| String::new())? };
            return Ok(none.lazy());
        }
        Ok(scan(&files, None)?.filter(col(column).lt(moment(as_of))))
    }
}

fn read_columns() -> impl Iterator<Item = Expr> {
    EventColumns::NAMES.into_iter().chain([PATH]).map(col)
}

/// Folds all that ever happened to some tickets, ticket by ticket, and adds the rows to `folded`.
fn fold_each(events: DataFrame, config: &Config, as_of: Timestamp, folded: &mut DataFrame) -> Result<(), LakeError> {
    let mut events = events.sort([SOURCE, "ticket_id", "sequence"], SortMultipleOptions::default())?;
    // Reading a column row by row looks through all its chunks each time.
    events.rechunk_mut();
    let (columns, paths) = (EventColumns::of(&events)?, events.column(PATH)?.str()?);
    let (sources, ids) = (events.column(SOURCE)?.str()?, events.column("ticket_id")?.str()?);
    let ticket_of = |row: usize| (sources.get(row), ids.get(row));
    let event = |row: usize| columns.event(row, Path::new(paths.get(row).unwrap_or_default()));
    let (mut rows, mut first) = (Vec::new(), 0);
    while first < events.height() {
        let end = (first..events.height()).find(|row| ticket_of(*row) != ticket_of(first)).unwrap_or(events.height());
        let history = (first..end).map(event).collect::<Result<Vec<Event>, _>>()?;
        let source = sources.get(first).unwrap_or_default().to_string();
        rows.extend(fold(&history, config, Some(as_of)).map(|row| TicketRow { source, ..row }));
        first = end;
        if rows.len() >= ROWS_AT_ONCE || end == events.height() {
            folded.vstack_mut_owned(schema::tickets(&std::mem::take(&mut rows))?)?;
        }
    }
    Ok(())
}

/// The rows of these tickets. Few are looked for before the other columns are read.
pub(super) fn of_tickets(rows: LazyFrame, ids: Vec<&str>) -> PolarsResult<LazyFrame> {
    let ids = Series::new("ticket_id".into(), ids);
    if ids.len() <= FEW_TICKETS {
        return Ok(rows.filter(col("ticket_id").is_in(lit(ids.implode()?.into_series()), false)));
    }
    let (key, ids) = ([col("ticket_id")], ids.into_frame().lazy());
    Ok(rows.join(ids, key.clone(), key, JoinArgs::new(JoinType::Semi)))
}

/// Does the row that all events of a ticket give hold as of this moment? So it is where everything had happened by
/// then, nothing is open and no target can still be missed.
fn is_settled(as_of: Timestamp) -> Expr {
    let has_happened = col("last_activity_at").lt(moment(as_of));
    let is_resolved = col("resolved_at").is_not_null();
    let owes_answer = col("first_response_at").is_null().and(col("first_response_due_at").lt(moment(as_of)));
    has_happened.and(is_resolved).and(owes_answer.fill_null(lit(false)).not())
}

/// A ticket's first event. The number alone, which files keep a range of, spares reading most files.
fn is_opening() -> Expr {
    col("sequence").eq(lit(1_i64)).and(col("kind").eq(lit(EventKind::Opened.name())))
}

fn source_of(path: &Path) -> String {
    path.file_stem().unwrap_or_default().to_string_lossy().into_owned()
}

/// The source and the month of a file.
fn partition_of(path: &Path) -> (String, String) {
    let folder = path.parent().and_then(Path::file_name).unwrap_or_default().to_string_lossy();
    let month = folder.split_once('=').map_or("", |(_, month)| month);
    (source_of(path), month.to_string())
}
