//! A few of the lake's tickets, as its files have them now: for those who need texts to compare with, and not a moment.

use std::collections::BTreeSet;

use jiff::Timestamp;
use polars::prelude::*;

use super::as_of::of_tickets;
use super::read::{Lake, moment, scan, streamed};
use super::{LakeError, Table, schema};

impl Lake {
    /// The rows of these tickets, and of the newest others that were opened before the moment and are of no problem.
    pub fn some_tickets(
        &self,
        ids: &BTreeSet<String>,
        others: u32,
        opened_before: Timestamp,
    ) -> Result<DataFrame, LakeError> {
        let files = self.files(Table::Tickets)?;
        if files.is_empty() {
            return Ok(schema::tickets(&[])?);
        }
        let is_other = col("opened_at").lt(moment(opened_before)).and(col("problem_id").is_null());
        let newest_first = SortMultipleOptions::default().with_order_descending(true);
        let others = scan(&files, None)?
            .filter(is_other)
            .select([col("ticket_id"), col("opened_at")])
            .sort(["opened_at", "ticket_id"], newest_first)
            .limit(others);
        let others = streamed(others)?;
        let mut wanted: BTreeSet<&str> = ids.iter().map(String::as_str).collect();
        wanted.extend(others.column("ticket_id")?.str()?.iter().flatten());
        let columns: Vec<Expr> = schema::tickets(&[])?.get_column_names_owned().into_iter().map(col).collect();
        Ok(streamed(of_tickets(scan(&files, None)?, wanted.into_iter().collect())?.select(columns))?)
    }
}
