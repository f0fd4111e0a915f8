//! What agents said of single tickets: `#problem P-0002`, or that a ticket tells of none.

use polars::prelude::*;

use crate::lake::read::streamed;

const LINKED: &str = "problem_linked";
const AGENT: &str = "agent";

/// An agent's word about which problem a ticket tells of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Correction {
    pub ticket: String,
    /// The problem that it was linked to until then.
    pub from: Option<String>,
    /// The one that it is linked to; none where it tells of none.
    pub to: Option<String>,
}

/// Those in a plan of the lake's events, the oldest first. What the gateway links by itself is no word of people.
pub fn corrections(events: LazyFrame) -> PolarsResult<Vec<Correction>> {
    let of_agents = col("kind").eq(lit(LINKED)).and(col("actor_role").eq(lit(AGENT)));
    let columns = ["occurred_at", "ticket_id", "sequence", "from_value", "to_value"];
    let found = streamed(events.filter(of_agents).select(columns.map(col)))?;
    let found = found.sort(["occurred_at", "ticket_id", "sequence"], SortMultipleOptions::default())?;
    let texts = |name| -> PolarsResult<_> { Ok(found.column(name)?.str()?.clone()) };
    let (tickets, from, to) = (texts("ticket_id")?, texts("from_value")?, texts("to_value")?);
    let text = |column: &StringChunked, row: usize| column.get(row).map(str::to_string);
    let correction =
        |row: usize| Some(Correction { ticket: text(&tickets, row)?, from: text(&from, row), to: text(&to, row) });
    Ok((0..found.height()).filter_map(correction).collect())
}
