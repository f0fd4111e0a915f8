//! Vectors of which nearly all is zero: (feature, weight), by feature.

/// Sorted by feature, each once.
pub type Sparse = Vec<(u32, f32)>;

/// So many times longer is worth a search instead of a walk.
const MUCH_LONGER: usize = 16;

pub fn dot(a: &[(u32, f32)], b: &[(u32, f32)]) -> f32 {
    let (short, long) = if a.len() <= b.len() { (a, b) } else { (b, a) };
    if long.len() / MUCH_LONGER > short.len() { dot_by_search(short, long) } else { dot_by_walk(short, long) }
}

fn dot_by_search(short: &[(u32, f32)], long: &[(u32, f32)]) -> f32 {
    let weight = |feature| long.binary_search_by_key(&feature, |entry| entry.0).map_or(0.0, |at| long[at].1);
    short.iter().map(|(feature, value)| value * weight(*feature)).sum()
}

fn dot_by_walk(a: &[(u32, f32)], b: &[(u32, f32)]) -> f32 {
    let (mut i, mut j, mut sum) = (0, 0, 0.0);
    while i < a.len() && j < b.len() {
        match a[i].0.cmp(&b[j].0) {
            std::cmp::Ordering::Less => i += 1,
            std::cmp::Ordering::Greater => j += 1,
            std::cmp::Ordering::Equal => {
                sum += a[i].1 * b[j].1;
                i += 1;
                j += 1;
            }
        }
    }
    sum
}

pub fn sum(a: &[(u32, f32)], b: &[(u32, f32)]) -> Sparse {
    let mut both = Vec::with_capacity(a.len() + b.len());
    let (mut i, mut j) = (0, 0);
    while i < a.len() || j < b.len() {
        let take_a = j == b.len() || i < a.len() && a[i].0 <= b[j].0;
        let take_b = i == a.len() || j < b.len() && b[j].0 <= a[i].0;
        let feature = if take_a { a[i].0 } else { b[j].0 };
        let of = |take: bool, entry: Option<&(u32, f32)>| if take { entry.map_or(0.0, |entry| entry.1) } else { 0.0 };
        both.push((feature, of(take_a, a.get(i)) + of(take_b, b.get(j))));
        i += usize::from(take_a);
        j += usize::from(take_b);
    }
    both
}

pub fn scaled(vector: &[(u32, f32)], factor: f32) -> Sparse {
    vector.iter().map(|(feature, value)| (*feature, value * factor)).collect()
}

/// Of dense vectors; eight sums at a time, which the compiler computes at once.
pub fn dot_dense(a: &[f32], b: &[f32]) -> f32 {
    let mut sums = [0.0f32; 8];
    let (a_parts, b_parts) = (a.chunks_exact(8), b.chunks_exact(8));
    let rest: f32 = a_parts.remainder().iter().zip(b_parts.remainder()).map(|(x, y)| x * y).sum();
    for (x, y) in a_parts.zip(b_parts) {
        for lane in 0..8 {
            sums[lane] += x[lane] * y[lane];
        }
    }
    sums.iter().sum::<f32>() + rest
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn walk_and_search_agree() {
        let long: Sparse = (0..500).map(|feature| (feature, 0.5)).collect();
        let short = vec![(3, 2.0), (400, 1.0), (900, 7.0)];
        assert_eq!(dot(&short, &long), 1.5);
        assert_eq!(dot_by_walk(&short, &long), 1.5);
    }

    #[test]
    fn a_sum_has_each_feature_once() {
        assert_eq!(sum(&[(1, 1.0), (3, 1.0)], &[(2, 1.0), (3, 2.0)]), [(1, 1.0), (2, 1.0), (3, 3.0)]);
    }
}
