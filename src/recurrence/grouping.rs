//! Which tickets share one cause.

use std::collections::BTreeMap;

use super::calibrate::threshold;
use super::features::Features;
use super::languages::unite;
use super::linkage::clusters;
use super::neighbours::edges;
use super::space::{Meaning, Point, Space};
use super::sparse::{Sparse, dot, dot_dense};
use super::ticket::Ticket;

/// Two tickets are a coincidence.
pub const GROUP_TICKETS_MIN: usize = 3;
/// Unless another language has its own.
const TICKETS_IN_ONE_LANGUAGE_MIN: usize = 2;

/// Groups of tickets, row by row.
#[derive(Debug, Clone, PartialEq)]
pub struct Grouping {
    /// The number of its group, where a ticket has one; 0 is the largest.
    pub groups: Vec<Option<usize>>,
    /// The mean likeness to the other tickets of its group, 0 to 1.
    pub centrality: Vec<f32>,
    /// The likeness from which on clusters were joined.
    pub threshold: f32,
}

/// Groups tickets, of which each has an id of its own: the same groups in whatever order they come.
pub fn group(tickets: &[Ticket], meaning: Option<Meaning>) -> Grouping {
    let mut order: Vec<usize> = (0..tickets.len()).collect();
    order.sort_by(|a, b| tickets[*a].id.cmp(&tickets[*b].id));
    let sorted: Vec<&Ticket> = order.iter().map(|row| &tickets[*row]).collect();
    let space = Space::new(Features::of(&sorted), meaning, &order);
    let threshold = threshold(&space);
    let clusters = clusters(&space, &edges(&space, threshold), threshold);
    let clusters: Vec<Option<usize>> = space.point_of.iter().map(|point| Some(clusters[*point])).collect();
    let in_one_language = by_size(&clusters, TICKETS_IN_ONE_LANGUAGE_MIN);
    // Likeness of words says nothing across languages.
    let central = central(&space, &in_one_language);
    let numbered = by_size(&unite(&sorted, &in_one_language), GROUP_TICKETS_MIN);
    let mut grouping = Grouping { groups: vec![None; tickets.len()], centrality: vec![0.0; tickets.len()], threshold };
    for (row, (number, central)) in order.into_iter().zip(numbered.into_iter().zip(central)) {
        grouping.groups[row] = number;
        grouping.centrality[row] = number.map_or(0.0, |_| central);
    }
    grouping
}

/// Of each ticket the mean likeness to the other tickets of its group.
fn central(space: &Space, groups: &[Option<usize>]) -> Vec<f32> {
    let mut sums: BTreeMap<usize, (Sparse, Vec<f32>, f32)> = BTreeMap::new();
    for (group, members) in members(groups) {
        let points: Vec<&Point> = members.iter().map(|row| &space.points[space.point_of[*row]]).collect();
        let mut dense = vec![0.0; space.dimensions];
        points.iter().for_each(|point| dense.iter_mut().zip(&point.dense).for_each(|(sum, value)| *sum += value));
        sums.insert(group, (total(points.iter().map(|point| &point.sparse)), dense, count(members.len())));
    }
    let likeness = |(row, group): (usize, &Option<usize>)| {
        let (sparse, dense, count) = sums.get(group.as_ref()?)?;
        let point = &space.points[space.point_of[row]];
        let own = dot(&point.sparse, &point.sparse) + dot_dense(&point.dense, &point.dense);
        Some((dot(&point.sparse, sparse) + dot_dense(&point.dense, dense) - own) / (count - 1.0).max(1.0))
    };
    groups.iter().enumerate().map(|row| likeness(row).unwrap_or(0.0)).collect()
}

fn members(groups: &[Option<usize>]) -> BTreeMap<usize, Vec<usize>> {
    let mut members: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    for (row, group) in groups.iter().enumerate() {
        if let Some(group) = group {
            members.entry(*group).or_default().push(row);
        }
    }
    members
}

fn total<'a>(vectors: impl Iterator<Item = &'a Sparse>) -> Sparse {
    let mut sums: BTreeMap<u32, f32> = BTreeMap::new();
    for (feature, value) in vectors.flatten() {
        *sums.entry(*feature).or_default() += value;
    }
    sums.into_iter().collect()
}

#[expect(clippy::cast_precision_loss, reason = "a count of tickets")]
fn count(tickets: usize) -> f32 {
    tickets as f32
}

/// Clusters as numbers by size, of equals by their first ticket; those of fewer tickets than `least` are none.
fn by_size(clusters: &[Option<usize>], least: usize) -> Vec<Option<usize>> {
    let mut sizes: BTreeMap<usize, usize> = BTreeMap::new();
    for cluster in clusters.iter().flatten() {
        *sizes.entry(*cluster).or_default() += 1;
    }
    let mut largest: Vec<(usize, usize)> = sizes.into_iter().filter(|(_, size)| *size >= least).collect();
    largest.sort_by_key(|(cluster, size)| (usize::MAX - size, *cluster));
    let numbers: BTreeMap<usize, usize> = largest.into_iter().map(|(cluster, _)| cluster).zip(0..).collect();
    clusters.iter().map(|cluster| numbers.get(cluster.as_ref()?).copied()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    const OTHERS: [&str; 8] = [
        "Die Urlaubsverwaltung zeigt den falschen Saldo",
        "My keyboard has lost two letters",
        "Please move the meeting room booking to Thursday",
        "Le badge ne marche plus au portail nord",
        "Backup of the archive ended with warnings",
        "Wie bestelle ich ein neues Telefon?",
        "La impresora del almacén no tiene tinta",
        "Wireless drops every hour in the canteen",
    ];

    fn ticket((n, (language, category, text)): (usize, (&str, &str, &str))) -> Ticket {
        let some = |text: &str| Some(text.to_string());
        let (language, service, category) = (some(language), some("Billing"), some(category));
        Ticket { id: format!("T-{n:02}"), text: text.into(), language, service, category, ..Ticket::default() }
    }

    fn groups(told: &[(&str, &str, &str)]) -> Vec<Option<usize>> {
        let others = OTHERS.map(|text| ("", "", text));
        let tickets: Vec<Ticket> = told.iter().copied().chain(others).enumerate().map(ticket).collect();
        group(&tickets, None).groups.into_iter().take(told.len()).collect()
    }

    #[test]
    fn pairs_of_one_category_in_two_languages_are_a_group_and_one_pair_alone_is_none() {
        let (en, de) = ("The invoice PDF is an empty page", "Das PDF der Rechnung ist eine leere Seite");
        let pairs = [("en", "Document", en), ("en", "Document", en), ("de", "Document", de), ("de", "Document", de)];
        assert_eq!(groups(&pairs), [Some(0); 4]);
        assert_eq!(groups(&pairs[..2]), [None; 2]);
        let of_two_categories = pairs.map(|(language, _, text)| (language, language, text));
        assert_eq!(groups(&of_two_categories), [None; 4]);
    }
}
