//! The same problem, told in several languages: words cannot show it, the catalogue can.
//!
//! A group *speaks for* its category in a language where it holds more than half of that language's tickets of the
//! category. Groups that speak for the same category are one: each does so in a language of its own.

use std::collections::{BTreeMap, BTreeSet};

use super::ticket::Ticket;

/// So many of a group's tickets are of its category.
const DOMINANT: f64 = 0.8;
const SPEAKS_FOR: f64 = 0.5;

type Label<'a> = (&'a str, &'a str);

/// Group numbers with groups of one problem under the lowest of them.
pub fn unite(tickets: &[&Ticket], groups: &[Option<usize>]) -> Vec<Option<usize>> {
    let mut extents: BTreeMap<(Label, &str), usize> = BTreeMap::new();
    let mut members: BTreeMap<usize, Vec<&Ticket>> = BTreeMap::new();
    for (ticket, group) in tickets.iter().zip(groups) {
        if let (Some(label), Some(language)) = (label(ticket), ticket.language.as_deref()) {
            *extents.entry((label, language)).or_default() += 1;
        }
        members.entry(group.unwrap_or(usize::MAX)).or_default().push(ticket);
    }
    let mut speakers: BTreeMap<Label, BTreeSet<usize>> = BTreeMap::new();
    for (group, members) in members.iter().filter(|(group, _)| **group != usize::MAX) {
        let Some(of) = dominant(members.iter().filter_map(|ticket| label(ticket)), members.len()) else { continue };
        let mut told: BTreeMap<&str, usize> = BTreeMap::new();
        let languages =
            members.iter().filter(|ticket| label(ticket) == Some(of)).filter_map(|ticket| ticket.language.as_deref());
        languages.for_each(|language| *told.entry(language).or_default() += 1);
        let extent = |language| extents.get(&(of, language)).copied().unwrap_or(0) as f64;
        if told.iter().any(|(language, count)| *count as f64 > SPEAKS_FOR * extent(*language)) {
            speakers.entry(of).or_default().insert(*group);
        }
    }
    let mut becomes: BTreeMap<usize, usize> = BTreeMap::new();
    for groups in speakers.values() {
        let first = groups.first().copied().unwrap_or_default();
        becomes.extend(groups.iter().map(|group| (*group, first)));
    }
    groups.iter().map(|group| group.map(|group| becomes.get(&group).copied().unwrap_or(group))).collect()
}

fn label(ticket: &Ticket) -> Option<Label<'_>> {
    Some((ticket.service.as_deref()?, ticket.category.as_deref()?))
}

/// The value that nearly all of them have, if there is one.
fn dominant<T: Ord + Copy>(values: impl Iterator<Item = T>, of: usize) -> Option<T> {
    let mut counts: BTreeMap<T, usize> = BTreeMap::new();
    values.for_each(|value| *counts.entry(value).or_default() += 1);
    counts
        .into_iter()
        .max_by_key(|(_, count)| *count)
        .filter(|(_, count)| *count as f64 >= DOMINANT * of as f64)
        .map(|(value, _)| value)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ticket(language: &str, category: &str) -> Ticket {
        let some = |text: &str| Some(text.to_string());
        Ticket { language: some(language), service: some("Portal"), category: some(category), ..Ticket::default() }
    }

    #[test]
    fn groups_that_speak_for_one_category_in_their_languages_become_one() {
        let tickets = [ticket("en", "Sign-in"), ticket("de", "Sign-in"), ticket("de", "Speed")];
        let tickets: Vec<&Ticket> = tickets.iter().collect();
        assert_eq!(unite(&tickets, &[Some(0), Some(1), Some(2)]), [Some(0), Some(0), Some(2)]);
    }

    #[test]
    fn a_small_part_of_a_category_speaks_for_nothing() {
        let tickets: Vec<Ticket> = (0..6).map(|n| ticket(if n < 2 { "en" } else { "de" }, "Sign-in")).collect();
        let tickets: Vec<&Ticket> = tickets.iter().collect();
        let groups = [Some(0), Some(0), Some(1), None, None, None];
        assert_eq!(unite(&tickets, &groups), groups);
    }

    #[test]
    fn halves_of_a_category_in_one_language_stay_two() {
        let tickets: Vec<Ticket> = (0..4).map(|_| ticket("de", "Sign-in")).collect();
        let tickets: Vec<&Ticket> = tickets.iter().collect();
        let groups = [Some(0), Some(0), Some(1), Some(1)];
        assert_eq!(unite(&tickets, &groups), groups);
    }
}
