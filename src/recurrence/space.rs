//! Where tickets lie: different texts as points with a weight, alike where the product of their vectors is large.

use std::collections::BTreeMap;

use super::features::{Feature, Features, LABEL_WEIGHT};
use super::sparse::{Sparse, dot, dot_dense, scaled};
use super::vectors::Vectors;

/// What a mean likeness must usually reach within a group, where only the words tell.
const WORDS_ALIKE: f32 = 0.22;
/// The same of identifiers: one of three shared.
const IDENTIFIERS_ALIKE: f32 = 0.35;

/// Meaning vectors and how far to trust them.
#[derive(Debug, Clone, Copy)]
pub struct Meaning<'a> {
    pub vectors: &'a Vectors,
    pub tier: Tier,
}

/// What made the vectors.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tier {
    /// A table of words: near in words that no ticket shares, and blind for their order.
    Words,
    /// A model that has read the whole sentence.
    Sentence,
}

impl Tier {
    /// The part of the meaning beside the words.
    fn weight(self) -> f32 {
        match self {
            Self::Words => 0.5,
            Self::Sentence => 0.8,
        }
    }

    /// The mean likeness that the meaning alone usually reaches within a group.
    fn alike(self) -> f32 {
        match self {
            Self::Words => 0.6,
            Self::Sentence => 0.6,
        }
    }
}

/// All points of a corpus.
pub struct Space {
    pub points: Vec<Point>,
    /// Of each ticket its point.
    pub point_of: Vec<usize>,
    pub features: usize,
    pub dimensions: usize,
    threshold: f32,
}

/// One text that one or more tickets have, apart from what varies.
#[derive(Debug, Clone)]
pub struct Point {
    pub sparse: Sparse,
    /// Empty where the meaning is not known.
    pub dense: Vec<f32>,
    /// How many tickets.
    pub weight: f32,
}

impl Space {
    /// `rows` tells of each ticket the row of its meaning.
    pub fn new(features: Features, meaning: Option<Meaning>, rows: &[usize]) -> Self {
        let dimensions = meaning.map_or(0, |meaning| meaning.vectors.dimensions);
        let threshold = usual_threshold(&features.tickets, meaning);
        let mut numbers = BTreeMap::new();
        let (mut points, mut point_of) = (Vec::new(), Vec::with_capacity(features.tickets.len()));
        for (feature, row) in features.tickets.into_iter().zip(rows) {
            // Texts without a word are not alike: nothing is known of them.
            let alone = feature.key.is_empty().then_some(point_of.len());
            let key = (feature.key.clone(), feature.labels.first().map(|label| label.0), alone);
            let number = *numbers.entry(key).or_insert(points.len());
            if number == points.len() {
                points.push(point(&feature, meaning, *row));
            }
            points[number].weight += 1.0;
            point_of.push(number);
        }
        Self { points, point_of, features: features.count, dimensions, threshold }
    }

    /// One ticket a point, whatever the points weigh.
    #[cfg(test)]
    pub fn of_points(points: Vec<Point>, features: usize) -> Self {
        let point_of = (0..points.len()).collect();
        Self { points, point_of, features, dimensions: 0, threshold: 0.0 }
    }

    pub fn tickets(&self) -> usize {
        self.point_of.len()
    }

    pub fn likeness(&self, a: usize, b: usize) -> f32 {
        let (a, b) = (&self.points[a], &self.points[b]);
        dot(&a.sparse, &b.sparse) + dot_dense(&a.dense, &b.dense)
    }

    pub fn likeness_of_tickets(&self, a: usize, b: usize) -> f32 {
        self.likeness(self.point_of[a], self.point_of[b])
    }

    pub fn usual_threshold(&self) -> f32 {
        self.threshold
    }
}

pub fn point(feature: &Feature, meaning: Option<Meaning>, row: usize) -> Point {
    let text = (1.0 - feature.identifier_share).sqrt();
    let (words, dense) = match meaning {
        None => (1.0, Vec::new()),
        Some(meaning) => {
            let weight = meaning.tier.weight();
            ((1.0 - weight).sqrt(), dense(meaning.vectors, row, text * weight.sqrt()))
        }
    };
    let mut sparse = scaled(&feature.words, text * words);
    sparse.extend(scaled(&feature.identifiers, feature.identifier_share.sqrt()));
    sparse.extend(scaled(&feature.labels, LABEL_WEIGHT.sqrt()));
    sparse.sort_by_key(|(number, _)| *number);
    Point { sparse, dense, weight: 0.0 }
}

fn dense(vectors: &Vectors, row: usize, factor: f32) -> Vec<f32> {
    let own = vectors.values.get(row * vectors.dimensions..(row + 1) * vectors.dimensions).unwrap_or_default();
    own.iter().map(|value| value * factor).collect()
}

/// The blocks' usual thresholds, weighted as the blocks are.
fn usual_threshold(features: &[Feature], meaning: Option<Meaning>) -> f32 {
    let tickets = (features.len() as f32).max(1.0);
    let identifiers = features.iter().map(|feature| feature.identifier_share).sum::<f32>() / tickets;
    let labelled = features.iter().filter(|feature| !feature.labels.is_empty()).count() as f32 / tickets;
    let text = meaning.map_or(WORDS_ALIKE, |meaning| {
        let weight = meaning.tier.weight();
        weight * meaning.tier.alike() + (1.0 - weight) * WORDS_ALIKE
    });
    // Half: the same label helps as much as another one harms.
    (1.0 - identifiers) * text + identifiers * IDENTIFIERS_ALIKE + labelled * LABEL_WEIGHT / 2.0
}
