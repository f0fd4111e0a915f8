//! Tickets from a CSV file, so that a grouping can be scored without a lake.

use std::path::Path;

use anyhow::Context as _;

use crate::commands::WrongWords;
use crate::message::language_of;
use crate::recurrence::Ticket;

/// The tickets of a file with the columns `id` and `text`, and maybe `subject`, `language`, `service`, `category`.
pub fn read(path: &Path) -> anyhow::Result<Vec<Ticket>> {
    let mut reader = csv::Reader::from_path(path).with_context(|| format!("cannot read {}", path.display()))?;
    let header = reader.headers().with_context(|| format!("{}: no header", path.display()))?.clone();
    let place = |name: &str| header.iter().position(|column| column == name);
    let missing = |name| WrongWords(format!("{}: there is no column {name} in the header", path.display()));
    let (id, text) = (place("id").ok_or_else(|| missing("id"))?, place("text").ok_or_else(|| missing("text"))?);
    let optional = ["subject", "language", "service", "category"].map(place);
    let mut tickets = Vec::new();
    for record in reader.records() {
        let record = record.with_context(|| format!("{}", path.display()))?;
        let value = |at: usize| record.get(at).unwrap_or_default().to_string();
        let [subject, language, service, category] = optional.map(|at| at.map(value).filter(|text| !text.is_empty()));
        let (subject, text) = (subject.unwrap_or_default(), value(text));
        tickets.push(Ticket { id: value(id), subject, text, language, service, category });
    }
    fill_languages(&mut tickets);
    Ok(tickets)
}

/// Short texts are of the language that most texts of the file are of.
fn fill_languages(tickets: &mut [Ticket]) {
    let mut counts = std::collections::BTreeMap::new();
    for ticket in tickets.iter_mut().filter(|ticket| ticket.language.is_none()) {
        ticket.language = language_of(&format!("{}\n{}", ticket.subject, ticket.text));
        if let Some(language) = &ticket.language {
            *counts.entry(language.clone()).or_insert(0usize) += 1;
        }
    }
    let most = counts.into_iter().max_by_key(|(_, count)| *count).map(|(language, _)| language);
    tickets.iter_mut().filter(|ticket| ticket.language.is_none()).for_each(|ticket| ticket.language = most.clone());
}
