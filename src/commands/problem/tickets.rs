//! All tickets of a problem or candidate, a line each: to see which belong to it, and to name those that do not
//! (`problem split`).

use std::collections::{BTreeMap, BTreeSet};
use std::io::{Write as _, stdout};

use super::print::local_day;
use crate::commands::recurring::Recurring;
use crate::commands::table::{self, Columns};
use crate::recurrence::{Candidate, Ticket};

const HEAD: [&str; 4] = ["ticket", "opened", "service", "subject"];
const SERVICE: usize = 2;
const SUBJECT: usize = 3;

/// By their opening; those of no candidate are none.
pub fn list(review: &Recurring, candidate: Option<&Candidate>) -> anyhow::Result<()> {
    let texts: BTreeMap<&str, &Ticket> = review.tickets.iter().map(|ticket| (ticket.id.as_str(), ticket)).collect();
    let own = candidate.map_or(&[][..], |candidate| &candidate.tickets);
    let mut table = table::with_header(HEAD);
    for ticket in own.iter().filter_map(|id| texts.get(id.as_str())) {
        let opened = review.opened.get(&ticket.id).map(|at| local_day(review, *at));
        table.add_row([
            ticket.id.clone(),
            opened.unwrap_or_default(),
            ticket.service.clone().unwrap_or_default(),
            ticket.subject.clone(),
        ]);
    }
    let columns = Columns { text: SUBJECT, numbers: &[], needless: BTreeSet::new(), droppable: &[SERVICE] };
    columns.arrange(&mut table);
    Ok(writeln!(stdout().lock(), "{table}")?)
}
