//! Which texts are most alike: by their words through an inverted index, by their meaning exactly where they are few,
//! and through lists around centres where they are many. Never a matrix of all with all.

use super::calibrate::pick;
use super::space::{Point, Space};
use super::sparse::dot_dense;

/// How many neighbours of each point are looked at.
const NEIGHBOURS: usize = 30;
/// Candidates by words whose likeness is computed in full.
const CANDIDATES: usize = 90;
/// Rare words first; when so many entries of the index were read, the frequent ones tell nothing new.
const POSTINGS_MAX: usize = 30_000;
/// Up to so many points all pairs of meanings are compared.
const EXACT_POINTS_MAX: usize = 12_000;
/// Of so many lists the nearest are searched.
const LISTS_SEARCHED: usize = 3;
const ROUNDS: usize = 2;
/// Less alike than this part of the threshold: no average ever reaches it with such pairs alone.
const EDGE_SHARE: f32 = 0.6;

/// Two points, `a` before `b`.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Edge {
    pub a: usize,
    pub b: usize,
    pub likeness: f32,
}

/// Every point with its neighbours, each pair once, in order.
pub fn edges(space: &Space, threshold: f32) -> Vec<Edge> {
    let index = Index::of(space);
    let lists = Lists::of(space);
    let points = space.points.len();
    let workers = std::thread::available_parallelism().map_or(1, usize::from).min(points.max(1));
    let part = points.div_ceil(workers.max(1));
    let mut edges: Vec<Edge> = std::thread::scope(|scope| {
        let work = |worker: usize| {
            let (index, lists) = (&index, &lists);
            scope.spawn(move || {
                let mut search = Search::new(space, index, lists);
                let own = worker * part..((worker + 1) * part).min(points);
                own.flat_map(|point| search.neighbours(point, threshold * EDGE_SHARE)).collect::<Vec<Edge>>()
            })
        };
        let running: Vec<_> = (0..workers).map(work).collect();
        // A worker that panics has found a bug; it must not be lost.
        running.into_iter().flat_map(|worker| worker.join().unwrap_or_else(|e| std::panic::resume_unwind(e))).collect()
    });
    edges.sort_by_key(|edge| (edge.a, edge.b));
    edges.dedup_by_key(|edge| (edge.a, edge.b));
    edges
}

/// Of each feature the points that have it.
struct Index(Vec<Vec<(u32, f32)>>);

impl Index {
    fn of(space: &Space) -> Self {
        let mut postings = vec![Vec::new(); space.features];
        for (point, number) in space.points.iter().zip(0u32..) {
            for (feature, weight) in &point.sparse {
                if let Some(list) = usize::try_from(*feature).ok().and_then(|feature| postings.get_mut(feature)) {
                    list.push((number, *weight));
                }
            }
        }
        Self(postings)
    }

    fn list(&self, feature: u32) -> &[(u32, f32)] {
        usize::try_from(feature).ok().and_then(|feature| self.0.get(feature)).map_or(&[], Vec::as_slice)
    }
}

/// Points by the centre that their meaning is nearest to; all in one list where they are few.
struct Lists {
    centres: Vec<Vec<f32>>,
    members: Vec<Vec<usize>>,
}

impl Lists {
    fn of(space: &Space) -> Self {
        let known: Vec<usize> = (0..space.points.len()).filter(|p| is_known(&space.points[*p])).collect();
        if known.len() <= EXACT_POINTS_MAX {
            return Self { centres: vec![vec![0.0; space.dimensions]], members: vec![known] };
        }
        let mut state = 0x2545_F491_4F6C_DD1D_u64;
        let count = known.len().isqrt();
        let mut centres: Vec<Vec<f32>> =
            (0..count).map(|_| unit(space.points[known[pick(&mut state, known.len())]].dense.clone())).collect();
        let mut members = assign(space, &known, &centres);
        for _ in 0..ROUNDS {
            for (centre, list) in centres.iter_mut().zip(&members) {
                *centre = mean(space, list).unwrap_or_else(|| std::mem::take(centre));
            }
            members = assign(space, &known, &centres);
        }
        Self { centres, members }
    }

    fn nearest(&self, dense: &[f32]) -> impl Iterator<Item = usize> {
        let mut lists: Vec<(f32, usize)> =
            self.centres.iter().zip(0..).map(|(centre, list)| (dot_dense(centre, dense), list)).collect();
        let searched = LISTS_SEARCHED.min(lists.len());
        keep_best(&mut lists, searched);
        lists.into_iter().flat_map(|(_, list)| self.members[list].iter().copied())
    }
}

fn is_known(point: &Point) -> bool {
    point.dense.iter().any(|value| *value != 0.0)
}

fn assign(space: &Space, known: &[usize], centres: &[Vec<f32>]) -> Vec<Vec<usize>> {
    let mut members = vec![Vec::new(); centres.len()];
    for point in known {
        let dense = &space.points[*point].dense;
        let likeness = |centre: &Vec<f32>| dot_dense(centre, dense);
        let best = (0..centres.len()).max_by(|a, b| likeness(&centres[*a]).total_cmp(&likeness(&centres[*b])));
        if let Some(best) = best {
            members[best].push(*point);
        }
    }
    members
}

fn mean(space: &Space, list: &[usize]) -> Option<Vec<f32>> {
    let mut sum = vec![0.0f32; space.dimensions];
    for point in list {
        sum.iter_mut().zip(&space.points[*point].dense).for_each(|(sum, value)| *sum += value);
    }
    (!list.is_empty()).then(|| unit(sum))
}

fn unit(mut vector: Vec<f32>) -> Vec<f32> {
    let length = dot_dense(&vector, &vector).sqrt().max(f32::MIN_POSITIVE);
    vector.iter_mut().for_each(|value| *value /= length);
    vector
}

/// The best by likeness, of equals those with the lowest numbers.
fn keep_best<T: Copy + Ord>(found: &mut Vec<(f32, T)>, best: usize) {
    let order = |x: &(f32, T), y: &(f32, T)| y.0.total_cmp(&x.0).then(x.1.cmp(&y.1));
    if found.len() > best && best > 0 {
        found.select_nth_unstable_by(best - 1, order);
        found.truncate(best);
    }
    found.sort_unstable_by(order);
}

/// One worker's memory.
struct Search<'a> {
    space: &'a Space,
    index: &'a Index,
    lists: &'a Lists,
    likeness: Vec<f32>,
}

impl<'a> Search<'a> {
    fn new(space: &'a Space, index: &'a Index, lists: &'a Lists) -> Self {
        Self { space, index, lists, likeness: vec![0.0; space.points.len()] }
    }

    fn neighbours(&mut self, point: usize, least: f32) -> Vec<Edge> {
        let mut candidates = self.by_words(point);
        candidates.extend(self.by_meaning(point));
        candidates.sort_unstable();
        candidates.dedup();
        let alike = |other: usize| (self.space.likeness(point, other), other);
        let mut found: Vec<(f32, usize)> = candidates.into_iter().filter(|other| *other != point).map(alike).collect();
        found.retain(|(likeness, _)| *likeness >= least);
        keep_best(&mut found, NEIGHBOURS);
        let edge = |(likeness, other): (f32, usize)| Edge { a: point.min(other), b: point.max(other), likeness };
        found.into_iter().map(edge).collect()
    }

    fn by_words(&mut self, point: usize) -> Vec<usize> {
        let mut features = self.space.points[point].sparse.clone();
        features.sort_by_key(|(feature, _)| (self.index.list(*feature).len(), *feature));
        let mut touched: Vec<u32> = Vec::new();
        let mut read = 0;
        for (feature, weight) in features {
            let list = self.index.list(feature);
            if read > 0 && read + list.len() > POSTINGS_MAX {
                break;
            }
            read += list.len();
            for (other, value) in list {
                let likeness = &mut self.likeness[*other as usize];
                if *likeness == 0.0 {
                    touched.push(*other);
                }
                *likeness += weight * value;
            }
        }
        let score = |other: u32| (std::mem::take(&mut self.likeness[other as usize]), other);
        let mut found: Vec<(f32, u32)> = touched.into_iter().map(score).collect();
        keep_best(&mut found, CANDIDATES);
        found.into_iter().map(|(_, other)| other as usize).collect()
    }

    fn by_meaning(&self, point: usize) -> Vec<usize> {
        let own = &self.space.points[point];
        if !is_known(own) {
            return Vec::new();
        }
        let near = |other: usize| (dot_dense(&own.dense, &self.space.points[other].dense), other);
        let mut found: Vec<(f32, usize)> = self.lists.nearest(&own.dense).map(near).collect();
        keep_best(&mut found, NEIGHBOURS + 1);
        found.into_iter().map(|(_, other)| other).collect()
    }
}
