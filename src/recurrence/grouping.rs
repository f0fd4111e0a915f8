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
    let in_one_language = by_size(&clusters);
    // Likeness of words says nothing across languages.
    let central = central(&space, &in_one_language);
    let numbered = by_size(&unite(&sorted, &in_one_language));
    let mut grouping = Grouping { groups: vec![None; tickets.len()], centrality: vec![0.0; tickets.len()], threshold };
    for (row, (number, central)) in order.into_iter().zip(numbered.into_iter().zip(central)) {
        grouping.groups[row] = number;
        grouping.centrality[row] = central;
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

/// Clusters as numbers by size, of equals by their first ticket; small ones are none.
fn by_size(clusters: &[Option<usize>]) -> Vec<Option<usize>> {
    let mut sizes: BTreeMap<usize, usize> = BTreeMap::new();
    for cluster in clusters.iter().flatten() {
        *sizes.entry(*cluster).or_default() += 1;
    }
    let mut largest: Vec<(usize, usize)> = sizes.into_iter().filter(|(_, size)| *size >= GROUP_TICKETS_MIN).collect();
    largest.sort_by_key(|(cluster, size)| (usize::MAX - size, *cluster));
    let numbers: BTreeMap<usize, usize> = largest.into_iter().map(|(cluster, _)| cluster).zip(0..).collect();
    clusters.iter().map(|cluster| numbers.get(cluster.as_ref()?).copied()).collect()
}
