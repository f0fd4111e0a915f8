//! Which tickets share one cause.

use std::collections::BTreeMap;

use super::calibrate::threshold;
use super::features::Features;
use super::linkage::clusters;
use super::neighbours::edges;
use super::space::{Meaning, Space};
use super::ticket::Ticket;

/// Two tickets are a coincidence.
pub const GROUP_TICKETS_MIN: usize = 3;

/// Of each ticket the number of its group, where it has one. Numbers begin at 0 with the largest group; they are
/// the same in whatever order the tickets come, of which each has an id of its own.
pub fn group(tickets: &[Ticket], meaning: Option<Meaning>) -> Vec<Option<usize>> {
    let mut order: Vec<usize> = (0..tickets.len()).collect();
    order.sort_by(|a, b| tickets[*a].id.cmp(&tickets[*b].id));
    let sorted: Vec<&Ticket> = order.iter().map(|row| &tickets[*row]).collect();
    let space = Space::new(Features::of(&sorted), meaning, &order);
    let threshold = threshold(&space);
    let clusters = clusters(&space, &edges(&space, threshold), threshold);
    let numbered = by_size(&space.point_of.iter().map(|point| clusters[*point]).collect::<Vec<_>>());
    let mut groups = vec![None; tickets.len()];
    for (row, number) in order.into_iter().zip(numbered) {
        groups[row] = number;
    }
    groups
}

/// Clusters as numbers by size, of equals by their first ticket; small ones are none.
fn by_size(clusters: &[usize]) -> Vec<Option<usize>> {
    let mut sizes: BTreeMap<usize, usize> = BTreeMap::new();
    for cluster in clusters {
        *sizes.entry(*cluster).or_default() += 1;
    }
    let mut largest: Vec<(usize, usize)> = sizes.into_iter().filter(|(_, size)| *size >= GROUP_TICKETS_MIN).collect();
    largest.sort_by_key(|(cluster, size)| (usize::MAX - size, *cluster));
    let numbers: BTreeMap<usize, usize> = largest.into_iter().map(|(cluster, _)| cluster).zip(0..).collect();
    clusters.iter().map(|cluster| numbers.get(cluster).copied()).collect()
}
