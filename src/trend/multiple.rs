//! Many tests at once: among forty, two are "significant at 5 %" for nothing.
//!
//! Source: Y. Benjamini and Y. Hochberg, "Controlling the false discovery rate", *Journal of the Royal Statistical
//! Society B* 57 (1995) 289–300.

use super::Unsaid;

/// Adjusted values q, in the order of `p_values`: calling everything with q ≤ 0.05 a finding makes no more than one in
/// twenty of the findings false, on average. Holds for tests that are independent or rise and fall together.
pub fn false_discovery_rates(p_values: &[f64]) -> Result<Vec<f64>, Unsaid> {
    if !p_values.iter().all(|p| (0.0..=1.0).contains(p)) {
        return Err(Unsaid::Unusable("a probability is not between 0 and 1"));
    }
    let mut order: Vec<usize> = (0..p_values.len()).collect();
    order.sort_by(|a, b| p_values[*a].total_cmp(&p_values[*b]));
    let count = p_values.len() as f64;
    let mut adjusted = vec![1.0; p_values.len()];
    let mut smallest: f64 = 1.0;
    for (below, i) in order.iter().enumerate().rev() {
        smallest = smallest.min(p_values[*i] * count / (below as f64 + 1.0));
        adjusted[*i] = smallest;
    }
    Ok(adjusted)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// The fifteen hypotheses of Benjamini and Hochberg, section 3.2: at 0.05 the first four are rejected. The adjusted
    /// values are p × 15 / rank, made monotone from the end: 0.0344 × 15 / 8 = 0.0645 and so on.
    #[test]
    fn agrees_with_benjamini_and_hochbergs_example() {
        let p_values = [
            0.0001, 0.0004, 0.0019, 0.0095, 0.0201, 0.0278, 0.0298, 0.0344, 0.0459, 0.3240, 0.4262, 0.5719, 0.6528,
            0.7590, 1.0000,
        ];
        let adjusted = false_discovery_rates(&p_values).unwrap();
        assert_eq!(adjusted.iter().filter(|q| **q <= 0.05).count(), 4);
        let expected = [0.0015, 0.003, 0.0095, 0.035_625, 0.0603, 0.063_857, 0.063_857, 0.0645, 0.0765, 0.486];
        for (actual, expected) in adjusted.iter().zip(expected) {
            assert!((actual - expected).abs() < 1e-6, "{actual} is not {expected}");
        }
    }

    #[test]
    fn nothing_tested_is_nothing_found_and_nonsense_is_refused() {
        assert_eq!(false_discovery_rates(&[]), Ok(vec![]));
        assert!(false_discovery_rates(&[0.5, f64::NAN]).is_err());
        assert!(false_discovery_rates(&[-0.1]).is_err());
    }

    proptest! {
        #[test]
        fn adjusted_values_keep_the_order_and_are_never_smaller(p_values in prop::collection::vec(0.0..=1.0, 1..40)) {
            let adjusted: Vec<f64> = false_discovery_rates(&p_values).unwrap();
            for (i, p) in p_values.iter().enumerate() {
                prop_assert!(adjusted[i] >= p - 1e-12 && adjusted[i] <= 1.0);
                for (j, other) in p_values.iter().enumerate() {
                    prop_assert!(p > other || adjusted[i] <= adjusted[j]);
                }
            }
        }
    }
}
