//! Chance that repeats: ChaCha8 by seed and stream, with arithmetic of our own so that a new version of a
//! random library never changes the committed sample.

use rand::{Rng, SeedableRng};
use rand_chacha::ChaCha8Rng;

/// A stream of chance. Each ticket has its own, so that a change in one story leaves the others as they are.
pub struct Random(ChaCha8Rng);

impl Random {
    pub fn of(seed: u64, stream: u64) -> Self {
        let mut source = ChaCha8Rng::seed_from_u64(seed);
        source.set_stream(stream);
        Self(source)
    }

    /// 0 ≤ result < 1.
    pub fn unit(&mut self) -> f64 {
        f64::from(self.0.next_u32()) / 4_294_967_296.0
    }

    pub fn bits(&mut self) -> u64 {
        self.0.next_u64()
    }

    pub fn chance(&mut self, probability: f64) -> bool {
        self.unit() < probability
    }

    /// 0 ≤ result < `count`; 0 where `count` is 0.
    pub fn below(&mut self, count: usize) -> usize {
        let scaled = (u128::from(self.0.next_u64()) * count as u128) >> 64;
        usize::try_from(scaled).unwrap_or(0)
    }

    /// Both ends included.
    pub fn between(&mut self, low: i64, high: i64) -> i64 {
        let span = usize::try_from(high - low + 1).unwrap_or(1);
        low + i64::try_from(self.below(span)).unwrap_or(0)
    }

    /// One of a list that is never empty.
    pub fn pick<'a, T: ?Sized>(&mut self, from: &[&'a T]) -> &'a T {
        from[self.below(from.len())]
    }

    /// An index, as likely as its weight.
    pub fn weighted(&mut self, weights: impl Iterator<Item = f64> + Clone) -> usize {
        let mut left = self.unit() * weights.clone().sum::<f64>();
        let mut last = 0;
        for (index, weight) in weights.enumerate() {
            last = index;
            left -= weight;
            if left < 0.0 {
                break;
            }
        }
        last
    }

    /// Nearly normal (twelve uniforms): durations need a shape, not a tail beyond six sigma.
    pub fn normal(&mut self) -> f64 {
        (0..12).map(|_| self.unit()).sum::<f64>() - 6.0
    }

    pub fn log_normal(&mut self, median: f64, sigma: f64) -> f64 {
        median * (sigma * self.normal()).exp()
    }
}

/// The nearest whole number of a value that is far from the limits of `i64`.
#[expect(clippy::cast_possible_truncation, reason = "minutes and counts are small; `as` saturates")]
pub fn whole(value: f64) -> i64 {
    value.round() as i64
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_seed_and_stream_give_the_same_chance_and_another_stream_does_not() {
        let draw = |seed, stream| {
            let mut random = Random::of(seed, stream);
            (0..5).map(|_| random.bits()).collect::<Vec<_>>()
        };
        assert_eq!(draw(1, 7), draw(1, 7));
        assert_ne!(draw(1, 7), draw(1, 8));
        assert_ne!(draw(1, 7), draw(2, 7));
    }

    #[test]
    fn weights_decide_how_often_an_index_comes() {
        let mut random = Random::of(1, 1);
        let threes = (0..4000).filter(|_| random.weighted([1.0, 0.0, 3.0].into_iter()) == 2).count();
        assert!((2850..3150).contains(&threes), "{threes} of 4000, expected about 3000");
    }

    #[test]
    fn log_normal_durations_have_the_median_that_was_asked_for() {
        let mut random = Random::of(1, 2);
        let below = (0..4000).filter(|_| random.log_normal(60.0, 0.8) < 60.0).count();
        assert!((1850..2150).contains(&below), "{below} of 4000, expected about 2000");
    }
}
