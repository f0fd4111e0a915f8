//! Average linkage (UPGMA) over neighbours: the two clusters that are most alike in the mean of all their pairs become
//! one, until no two are alike enough.
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

/// Of each point the number of its cluster: the lowest number of a point in it.
pub fn clusters(space: &Space, edges: &[Edge], threshold: f32) -> Vec<usize> {
    let mut forest = Forest::new(space, edges);
    while let Some(merge) = forest.heap.pop() {
        if merge.likeness < threshold {
            break;
        }
        if forest.is_current(&merge) {
            forest.merge(merge.a, merge.b, threshold);
        }
    }
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
    heap: BinaryHeap<Merge>,
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
        let heap = edges.iter().map(|edge| Merge { likeness: edge.likeness, a: edge.a, b: edge.b }).collect();
        let parent = (0..clusters.len()).collect();
        Self { clusters, parent, heap }
    }

    /// The heap keeps what was said of clusters before they grew.
    fn is_current(&self, merge: &Merge) -> bool {
        let Some(Some(cluster)) = self.clusters.get(merge.a) else { return false };
        let near = cluster.near.binary_search_by_key(&merge.b, |near| near.0);
        near.is_ok_and(|at| cluster.near[at].1.total_cmp(&merge.likeness) == Ordering::Equal)
    }

    fn merge(&mut self, a: usize, b: usize, threshold: f32) {
        let (Some(first), Some(second)) = (self.clusters[a].take(), self.clusters[b].take()) else { return };
        self.parent[b] = a;
        let mut near = self.near(&first, &second, a, b);
        near.retain(|(other, likeness)| {
            let is_near = *likeness >= threshold * NEAR_SHARE;
            self.tell(*other, a, b, is_near.then_some(*likeness));
            is_near
        });
        for (other, likeness) in &near {
            if *likeness >= threshold {
                self.heap.push(Merge { likeness: *likeness, a: a.min(*other), b: a.max(*other) });
            }
        }
        let dense = match (first.dense.is_empty(), second.dense.is_empty()) {
            (true, _) => second.dense,
            (_, true) => first.dense,
            _ => first.dense.iter().zip(&second.dense).map(|(x, y)| x + y).collect(),
        };
        let sparse = sum(&first.sparse, &second.sparse);
        self.clusters[a] = Some(Cluster { sparse, dense, weight: first.weight + second.weight, near });
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
