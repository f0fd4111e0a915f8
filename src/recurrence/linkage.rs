//! Average linkage (UPGMA) over neighbours: the two clusters that are most alike in the mean of all their pairs become
//! one, until no two are alike enough. Twice: first only where they are surely so, then what is left.
//!
//! The mean over all pairs is the product of two clusters' summed vectors, so it is exact and needs no matrix of
//! distances; only pairs of clusters of which some members are neighbours are looked at. Where both of two merging
//! clusters know a third, the update is Lance and Williams' (1967).

use std::cmp::Ordering;
use std::collections::BinaryHeap;

use super::neighbours::Edge;
use super::space::Space;
use super::sparse::{Sparse, dot, dot_dense, sum};

/// Clusters that have come to be less alike than this part of the threshold are no longer followed: else a large
/// one is near to all, and every merge costs as much as there are clusters.
const NEAR_SHARE: f32 = 0.5;

/// How far few tickets are trusted. Those that were picked out of many as the most alike seem more alike than they are,
/// as the spread of a small sample is less than that of what it came from.
#[derive(Debug, Clone, Copy)]
enum Trust {
    /// Unlikeness counts 1 + 1 / (n - 1) times, which is Bessel's correction of a spread.
    Corrected,
    AsSeen,
}

/// Of each point the number of its cluster: the lowest number of a point in it.
pub fn clusters(space: &Space, edges: &[Edge], threshold: f32) -> Vec<usize> {
    let mut forest = Forest::new(space, edges);
    // Pairs that are alike by chance would draw others to them; after the problems of many tickets have found theirs,
    // those of few do so too.
    forest.join(threshold, Trust::Corrected);
    forest.join(threshold, Trust::AsSeen);
    forest.roots()
}

struct Cluster {
    sparse: Sparse,
    dense: Vec<f32>,
    weight: f32,
    /// Clusters some of whose members are neighbours of some of these, and the mean likeness; by number.
    near: Vec<(usize, f32)>,
}

struct Forest {
    clusters: Vec<Option<Cluster>>,
    parent: Vec<usize>,
}

/// Two clusters, `a` before `b`, that might become one.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Merge {
    likeness: f32,
    a: usize,
    b: usize,
}

impl Eq for Merge {}

impl Ord for Merge {
    /// The most alike first; of equals those with the lowest numbers, so that the order is always the same.
    fn cmp(&self, other: &Self) -> Ordering {
        self.likeness.total_cmp(&other.likeness).then_with(|| (other.a, other.b).cmp(&(self.a, self.b)))
    }
}

impl PartialOrd for Merge {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Forest {
    fn new(space: &Space, edges: &[Edge]) -> Self {
        let points = space.points.iter().map(|point| {
            let weighted = |value: &f32| value * point.weight;
            let sparse = point.sparse.iter().map(|(feature, value)| (*feature, weighted(value))).collect();
            let dense = point.dense.iter().map(weighted).collect();
            Some(Cluster { sparse, dense, weight: point.weight, near: Vec::new() })
        });
        let mut clusters: Vec<Option<Cluster>> = points.collect();
        for edge in edges {
            for (from, to) in [(edge.a, edge.b), (edge.b, edge.a)] {
                if let Some(cluster) = &mut clusters[from] {
                    cluster.near.push((to, edge.likeness));
                }
            }
        }
        clusters.iter_mut().flatten().for_each(|cluster| cluster.near.sort_by_key(|near| near.0));
        let parent = (0..clusters.len()).collect();
        Self { clusters, parent }
    }

    fn join(&mut self, threshold: f32, trust: Trust) {
        let mut heap = self.possible(threshold);
        while let Some(merge) = heap.pop() {
            if self.is_current(&merge) && self.unlikeness(&merge, trust) <= 1.0 - threshold {
                heap.extend(self.merge(merge.a, merge.b, threshold));
            }
        }
    }

    fn possible(&self, threshold: f32) -> BinaryHeap<Merge> {
        let of = |(a, cluster): (usize, &Option<Cluster>)| {
            let near =
                cluster.iter().flat_map(|cluster| &cluster.near).filter(|near| near.0 > a && near.1 >= threshold);
            near.map(|near| Merge { likeness: near.1, a, b: near.0 }).collect::<Vec<_>>()
        };
        self.clusters.iter().enumerate().flat_map(of).collect()
    }

    /// What is refused for being of few comes back when one of both has grown.
    fn unlikeness(&self, merge: &Merge, trust: Trust) -> f32 {
        let weight = |cluster: usize| self.clusters[cluster].as_ref().map_or(0.0, |cluster| cluster.weight);
        let others = weight(merge.a) + weight(merge.b) - 1.0;
        match trust {
            Trust::Corrected => (1.0 - merge.likeness) * (1.0 + 1.0 / others),
            Trust::AsSeen => 1.0 - merge.likeness,
        }
    }

    /// The heap keeps what was said of clusters before they grew.
    fn is_current(&self, merge: &Merge) -> bool {
        let Some(Some(cluster)) = self.clusters.get(merge.a) else { return false };
        let near = cluster.near.binary_search_by_key(&merge.b, |near| near.0);
        near.is_ok_and(|at| cluster.near[at].1.total_cmp(&merge.likeness) == Ordering::Equal)
    }

    /// Makes one of both, and tells what may be joined with it.
    fn merge(&mut self, a: usize, b: usize, threshold: f32) -> Vec<Merge> {
        let (Some(first), Some(second)) = (self.clusters[a].take(), self.clusters[b].take()) else { return Vec::new() };
        self.parent[b] = a;
        let mut near = self.near(&first, &second, a, b);
        near.retain(|(other, likeness)| {
            let is_near = *likeness >= threshold * NEAR_SHARE;
            self.tell(*other, a, b, is_near.then_some(*likeness));
            is_near
        });
        let possible = near.iter().filter(|(_, likeness)| *likeness >= threshold);
        let possible =
            possible.map(|(other, likeness)| Merge { likeness: *likeness, a: a.min(*other), b: a.max(*other) });
        let possible = possible.collect();
        let dense = match (first.dense.is_empty(), second.dense.is_empty()) {
            (true, _) => second.dense,
            (_, true) => first.dense,
            _ => first.dense.iter().zip(&second.dense).map(|(x, y)| x + y).collect(),
        };
        let sparse = sum(&first.sparse, &second.sparse);
        self.clusters[a] = Some(Cluster { sparse, dense, weight: first.weight + second.weight, near });
        possible
    }

    /// What is near to either is near to both together.
    fn near(&self, first: &Cluster, second: &Cluster, a: usize, b: usize) -> Vec<(usize, f32)> {
        let mut near = Vec::with_capacity(first.near.len() + second.near.len());
        let (mut i, mut j) = (0, 0);
        loop {
            let (x, y) = (first.near.get(i), second.near.get(j));
            let other = match (x, y) {
                (None, None) => return near,
                (Some(x), Some(y)) => x.0.min(y.0),
                (Some(one), None) | (None, Some(one)) => one.0,
            };
            let x = x.filter(|x| x.0 == other).map(|x| x.1);
            let y = y.filter(|y| y.0 == other).map(|y| y.1);
            i += usize::from(x.is_some());
            j += usize::from(y.is_some());
            if other != a && other != b {
                let x = x.unwrap_or_else(|| self.likeness(first, other));
                let y = y.unwrap_or_else(|| self.likeness(second, other));
                near.push((other, (x * first.weight + y * second.weight) / (first.weight + second.weight)));
            }
        }
    }

    fn likeness(&self, cluster: &Cluster, other: usize) -> f32 {
        let Some(Some(other)) = self.clusters.get(other) else { return 0.0 };
        let sum = dot(&cluster.sparse, &other.sparse) + dot_dense(&cluster.dense, &other.dense);
        sum / (cluster.weight * other.weight)
    }

    /// Tells a cluster that `b` is now part of `a`, and how near that is, if it still is.
    fn tell(&mut self, other: usize, a: usize, b: usize, likeness: Option<f32>) {
        let Some(Some(cluster)) = self.clusters.get_mut(other) else { return };
        if let Ok(at) = cluster.near.binary_search_by_key(&b, |near| near.0) {
            cluster.near.remove(at);
        }
        match (cluster.near.binary_search_by_key(&a, |near| near.0), likeness) {
            (Ok(at), Some(likeness)) => cluster.near[at].1 = likeness,
            (Err(at), Some(likeness)) => cluster.near.insert(at, (a, likeness)),
            (Ok(at), None) => _ = cluster.near.remove(at),
            (Err(_), None) => {}
        }
    }

    fn roots(&self) -> Vec<usize> {
        let root = |mut point: usize| {
            while self.parent[point] != point {
                point = self.parent[point];
            }
            point
        };
        (0..self.parent.len()).map(root).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::super::space::Point;
    use super::*;

    /// Points of these weights, and how alike which two are: they share a feature whose product is that.
    fn joined(weights: &[f32], alike: &[(usize, usize, f32)]) -> Vec<usize> {
        let point = |weight: &f32| Point { sparse: Vec::new(), dense: Vec::new(), weight: *weight };
        let mut points: Vec<Point> = weights.iter().map(point).collect();
        for ((a, b, likeness), feature) in alike.iter().zip(0..) {
            points[*a].sparse.push((feature, likeness.sqrt()));
            points[*b].sparse.push((feature, likeness.sqrt()));
        }
        let edges: Vec<Edge> =
            alike.iter().map(|(a, b, likeness)| Edge { a: *a, b: *b, likeness: *likeness }).collect();
        clusters(&Space::of_points(points, alike.len()), &edges, 0.5)
    }

    #[test]
    fn a_pair_alike_by_chance_keeps_no_ticket_from_the_problem_of_many() {
        // The pair: 0.44 * (1 + 1 / 1) is more than 0.5. With the twenty: 0.46 * (1 + 1 / 20) is less. Had the pair
        // come first, it would be alike to the twenty in the mean of 0.54 and 0.1.
        let alike = [(0, 1, 0.54), (0, 2, 0.1), (1, 2, 0.56)];
        assert_eq!(joined(&[20.0, 1.0, 1.0], &alike), [0, 0, 2]);
    }

    #[test]
    fn few_tickets_that_nothing_else_draws_are_joined_as_they_are() {
        assert_eq!(joined(&[1.0, 1.0], &[(0, 1, 0.51)]), [0, 0]);
        assert_eq!(joined(&[1.0, 1.0], &[(0, 1, 0.49)]), [0, 1]);
        assert_eq!(joined(&[20.0, 20.0], &[(0, 1, 0.49)]), [0, 1], "many excuse no unlikeness");
    }

    #[test]
    fn likeness_is_the_mean_of_all_pairs() {
        // The third is alike to one of two by 0.9 and to the other not at all: 0.45.
        assert_eq!(joined(&[1.0; 3], &[(0, 1, 1.0), (1, 2, 0.9)]), [0, 0, 2]);
        assert_eq!(joined(&[1.0; 3], &[(0, 1, 1.0), (0, 2, 0.2), (1, 2, 0.9)]), [0, 0, 0]);
    }
}
