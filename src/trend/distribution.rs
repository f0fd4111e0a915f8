//! The distribution functions that the methods need, under names of our own. The arithmetic is statrs's.

use statrs::distribution::{ChiSquared, ContinuousCDF, DiscreteCDF, Normal, Poisson, StudentsT};

use super::Unsaid;

const OUTSIDE: Unsaid = Unsaid::Unusable("a distribution was asked for outside its domain");

/// The value below which a standard normal number lies with this probability.
pub fn normal_quantile(probability: f64) -> f64 {
    Normal::standard().inverse_cdf(probability)
}

/// Probability of a standard normal number at least as far from zero, on either side.
pub fn normal_tails(z: f64) -> f64 {
    2.0 * Normal::standard().sf(z.abs())
}

pub fn t_quantile(probability: f64, freedom: f64) -> Result<f64, Unsaid> {
    Ok(StudentsT::new(0.0, 1.0, freedom).map_err(|_| OUTSIDE)?.inverse_cdf(probability))
}

pub fn t_tails(t: f64, freedom: f64) -> Result<f64, Unsaid> {
    Ok(2.0 * StudentsT::new(0.0, 1.0, freedom).map_err(|_| OUTSIDE)?.sf(t.abs()))
}

/// Probability of at least this much.
pub fn chi_squared_tail(value: f64, freedom: f64) -> Result<f64, Unsaid> {
    Ok(ChiSquared::new(freedom).map_err(|_| OUTSIDE)?.sf(value))
}

/// Probability of at least `count` where `mean` are expected.
pub fn poisson_tail(count: u64, mean: f64) -> Result<f64, Unsaid> {
    let Some(below) = count.checked_sub(1) else { return Ok(1.0) };
    if mean == 0.0 {
        return Ok(0.0);
    }
    Ok(Poisson::new(mean).map_err(|_| OUTSIDE)?.sf(below))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn close(actual: f64, expected: f64) {
        assert!((actual - expected).abs() < 1e-6 * expected.abs().max(1.0), "{actual} is not {expected}");
    }

    /// Computed with scipy 1.17: norm.ppf, norm.sf, t.ppf, t.sf, chi2.sf, poisson.sf.
    #[test]
    fn the_functions_agree_with_scipy() {
        close(normal_quantile(0.975), 1.959_963_984_540_054);
        close(normal_tails(-3.0), 0.002_699_796_063);
        close(t_quantile(0.975, 10.0).unwrap(), 2.228_138_851_986);
        close(t_quantile(0.9, 3.0).unwrap(), 1.637_744_353_696);
        close(t_tails(2.0, 7.0).unwrap(), 0.085_619_328_563);
        close(chi_squared_tail(3.841_458_820_694, 1.0).unwrap(), 0.05);
        close(poisson_tail(4, 0.6).unwrap(), 0.003_358_068_853);
    }

    #[test]
    fn the_edges_are_certain_or_impossible() {
        assert_eq!(poisson_tail(0, 0.0), Ok(1.0));
        assert_eq!(poisson_tail(1, 0.0), Ok(0.0));
        assert!(t_quantile(0.9, 0.0).is_err());
    }
}
