//! Which group of tickets that the analysis found is which problem that people know: by the tickets that both have, and
//! where tickets are gone, by the words of their titles.

use std::collections::BTreeSet;

use super::item::Item;

/// So large a share of the smaller of the two must be in the other.
const OVERLAP: f64 = 0.5;
/// So large a share of all words of two titles must be in both, and more than one of them.
const WORDS: f64 = 0.6;

/// A group of tickets that seem to share one cause, as the analysis of this month found it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Found {
    pub id: String,
    pub title: String,
    pub tickets: Vec<String>,
}

/// Of each group the number of the item that it is, if it is one. Several groups may be parts of one item.
pub fn matched(items: &[Item], found: &[Found]) -> Vec<Option<usize>> {
    let mut matched: Vec<Option<usize>> = found.iter().map(|group| by_evidence(items, group)).collect();
    for (number, item) in items.iter().enumerate() {
        if !item.is_merged() && !matched.contains(&Some(number)) {
            let is_free = |group: &usize| matched[*group].is_none() && !was_set_apart(item, &found[*group]);
            let free = (0..found.len()).filter(is_free);
            let alike = free.map(|group| (likeness(&item.title, &found[group].title), group));
            let best = alike.filter(|(likeness, _)| *likeness >= WORDS).reduce(|a, b| if b.0 > a.0 { b } else { a });
            if let Some((_, group)) = best {
                matched[group] = Some(number);
            }
        }
    }
    matched
}

fn was_set_apart(item: &Item, group: &Found) -> bool {
    group.tickets.iter().any(|ticket| item.apart.contains(ticket))
}

/// The item that shares the most tickets with a group; of equals the first.
fn by_evidence(items: &[Item], group: &Found) -> Option<usize> {
    let tickets: BTreeSet<&str> = group.tickets.iter().map(String::as_str).collect();
    let live = items.iter().enumerate().filter(|(_, item)| !item.is_merged());
    let shared = live.filter_map(|(number, item)| Some((shared(item, &tickets)?, number)));
    shared.reduce(|a, b| if b.0 > a.0 { b } else { a }).map(|(_, number)| number)
}

/// The most tickets that a part of the item shares with these, where they are enough.
fn shared(item: &Item, tickets: &BTreeSet<&str>) -> Option<usize> {
    let of_part = |part: BTreeSet<&str>| {
        let part: BTreeSet<&str> = part.into_iter().filter(|ticket| !item.apart.contains(*ticket)).collect();
        let shared = part.intersection(tickets).count();
        (shared > 0 && shared as f64 >= OVERLAP * part.len().min(tickets.len()) as f64).then_some(shared)
    };
    item.parts.iter().filter_map(|part| of_part(part.ticket_set())).max()
}

fn likeness(a: &str, b: &str) -> f64 {
    let (a, b) = (words(a), words(b));
    let (shared, all) = (a.intersection(&b).count(), a.union(&b).count());
    if shared > 1 { shared as f64 / all as f64 } else { 0.0 }
}

fn words(title: &str) -> BTreeSet<String> {
    let letters = title.split(|c: char| !c.is_alphanumeric());
    letters.filter(|word| !word.is_empty()).map(str::to_lowercase).collect()
}
