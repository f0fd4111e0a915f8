//! Answers a [`Lookup`]: what the journal knows that bears on one message.

use jiff::Timestamp;
use rusqlite::{OptionalExtension, params};

use super::{Batch, JournalError, read};
use crate::ticket::thread::{Known, KnownTicket, Lookup};
use crate::ticket::{Event, Life};

impl Batch<'_> {
    /// Tickets of the same subject only where something happened in them since `active_since`.
    pub fn known(&self, lookup: &Lookup, active_since: Timestamp) -> Result<Known, JournalError> {
        let own_id = lookup.message_id.as_deref();
        let awaiting = own_id.map(|id| self.tickets_of_reference(id, false)).transpose()?;
        let same_subject =
            lookup.reply_subject.as_deref().map(|base| self.tickets_of_subject(base, active_since)).transpose()?;
        Ok(Known {
            by_token: self.of_token(lookup)?,
            // Another copy of a mail that we hold, changed on its way (by a list, by a scanner), belongs beside it.
            referenced: self.nearest(lookup.message_id.iter().chain(&lookup.references), true)?,
            sibling: self.nearest(&lookup.references, false)?,
            awaiting: self.tickets(awaiting.unwrap_or_default())?,
            tagged: self.tickets(lookup.tags.clone())?,
            same_subject: self.tickets(same_subject.unwrap_or_default())?,
        })
    }

    /// A thread may go on in a linked ticket while its mails still refer to our mail of the first one: what is
    /// nearer says where it is now.
    fn of_token(&self, lookup: &Lookup) -> Result<Option<KnownTicket>, JournalError> {
        let Some((at, ticket_id)) = &lookup.token else { return Ok(None) };
        let nearer = self.nearest(lookup.message_id.iter().chain(lookup.references.iter().take(*at)), true)?;
        let ticket = self.ticket(ticket_id)?;
        Ok(ticket.filter(|ticket| nearer.is_none_or(|nearer| nearer.ticket_id == ticket.ticket_id)))
    }

    fn nearest<'i>(
        &self,
        references: impl IntoIterator<Item = &'i String>,
        is_held: bool,
    ) -> Result<Option<KnownTicket>, JournalError> {
        for id in references {
            let found = self.tickets_of_reference(id, is_held)?.into_iter().next();
            if found.is_some() {
                return self.ticket_if_any(found);
            }
        }
        Ok(None)
    }

    fn tickets_of_reference(&self, message_id: &str, is_held: bool) -> Result<Vec<String>, JournalError> {
        let mut query = self.transaction.prepare_cached(
            "SELECT ticket_id FROM thread_index WHERE message_id = ?1 AND is_held = ?2 ORDER BY ticket_id",
        )?;
        let ids = query.query_map(params![message_id, is_held], |row| row.get(0))?.collect::<Result<_, _>>()?;
        Ok(ids)
    }

    fn tickets_of_subject(&self, base: &str, active_since: Timestamp) -> Result<Vec<String>, JournalError> {
        let mut query = self.transaction.prepare_cached(
            "SELECT ticket_id FROM tickets WHERE base_subject = ?1 AND last_event_at >= ?2 AND merged_into IS NULL ORDER BY ticket_id",
        )?;
        let ids = query
            .query_map(params![base.to_lowercase(), active_since.as_microsecond()], |row| row.get(0))?
            .collect::<Result<_, _>>()?;
        Ok(ids)
    }

    fn tickets(&self, ids: Vec<String>) -> Result<Vec<KnownTicket>, JournalError> {
        let found: Vec<Option<KnownTicket>> =
            ids.into_iter().map(|id| self.ticket_if_any(Some(id))).collect::<Result<_, _>>()?;
        Ok(found.into_iter().flatten().collect())
    }

    fn ticket_if_any(&self, ticket_id: Option<String>) -> Result<Option<KnownTicket>, JournalError> {
        ticket_id.map(|id| self.ticket(&id)).transpose().map(Option::flatten)
    }

    /// The ticket, or the one that it was merged into; `None` where there is none of that number.
    pub fn ticket(&self, ticket_id: &str) -> Result<Option<KnownTicket>, JournalError> {
        let mut query = self
            .transaction
            .prepare_cached("SELECT coalesce(merged_into, ticket_id), is_orphan FROM tickets WHERE ticket_id = ?1")?;
        let found: Option<(String, bool)> =
            query.query_row([ticket_id], |row| Ok((row.get(0)?, row.get(1)?))).optional()?;
        let Some((survivor, is_orphan)) = found else { return Ok(None) };
        if survivor != ticket_id {
            return self.ticket(&survivor);
        }
        let Some(life) = Life::of(&self.events(ticket_id)?, None) else { return Ok(None) };
        Ok(Some(KnownTicket {
            ticket_id: survivor,
            life,
            participants: self.participants(ticket_id)?.into_iter().collect(),
            is_orphan,
        }))
    }

    pub fn events(&self, ticket_id: &str) -> Result<Vec<Event>, JournalError> {
        read::events_of(&self.transaction, ticket_id)
    }

    fn participants(&self, ticket_id: &str) -> Result<Vec<String>, JournalError> {
        let mut query = self.transaction.prepare_cached("SELECT address FROM participants WHERE ticket_id = ?1")?;
        let addresses = query.query_map([ticket_id], |row| row.get(0))?.collect::<Result<_, _>>()?;
        Ok(addresses)
    }

    /// Resolved tickets whose time to reopen has run out by `clock`, with the moment when it did, oldest first.
    pub fn closing_by(&self, clock: Timestamp) -> Result<Vec<(String, Timestamp)>, JournalError> {
        let mut query = self.transaction.prepare_cached(
            "SELECT ticket_id, closes_at FROM tickets WHERE closes_at <= ?1 ORDER BY closes_at, ticket_id",
        )?;
        let rows = query.query_map([clock.as_microsecond()], |row| Ok((row.get(0)?, row.get(1)?)))?;
        rows.map(|row| {
            let (ticket_id, microsecond): (String, i64) = row?;
            let at = Timestamp::from_microsecond(microsecond)
                .map_err(|error| JournalError::Row { what: format!("closes_at of {ticket_id}: {error}") })?;
            Ok((ticket_id, at))
        })
        .collect()
    }
}
