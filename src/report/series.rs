//! The review's figures as series over its periods.

use crate::kpi::{Better, Definition, Figure, Period};

use super::{Review, words};

/// Fewer cases than this are called a small sample wherever a median or share of them is shown.
pub const SMALL_SAMPLE: u64 = 20;

impl<'a> Review<'a> {
    pub fn definition(&self, kpi: &str) -> Option<&'a Definition> {
        self.definitions.iter().find(|definition| definition.id == kpi)
    }

    pub fn previous(&self) -> Option<&'a Period> {
        let here = self.periods.iter().position(|period| period.label == self.period.label)?;
        here.checked_sub(1).and_then(|before| self.periods.get(before))
    }

    /// The same period one year earlier, where the review reaches so far back.
    pub fn year_before(&self) -> Option<&'a Period> {
        let label = words::year_before(&self.period.label)?;
        self.periods.iter().find(|period| period.label == label)
    }

    pub fn now(&self, kpi: &str) -> Option<&'a Figure> {
        self.figures.total(kpi, &self.period.label)
    }

    /// The present value over all tickets.
    pub fn value(&self, kpi: &str) -> Option<f64> {
        self.now(kpi)?.value
    }

    /// The value of each period, oldest first.
    pub fn series(&self, kpi: &str) -> Vec<Option<f64>> {
        self.periods.iter().map(|period| self.figures.total(kpi, &period.label)?.value).collect()
    }

    /// The values of one segment, oldest first.
    pub fn series_of(&self, kpi: &'a str, dimension: &'a str, segment: &str) -> Vec<Option<f64>> {
        let value = |period: &'a Period| {
            self.figures.by(kpi, &period.label, dimension).find(|(name, _)| *name == segment)?.1.value
        };
        self.periods.iter().map(value).collect()
    }

    /// The present figures of each segment, largest value first, then by name.
    pub fn ranked(&self, kpi: &'a str, dimension: &'a str) -> Vec<(&'a str, &'a Figure)> {
        let mut ranked: Vec<_> = self.figures.by(kpi, &self.period.label, dimension).collect();
        ranked.sort_by(|(name, one), (other, two)| {
            two.value.unwrap_or(-1.0).total_cmp(&one.value.unwrap_or(-1.0)).then_with(|| name.cmp(other))
        });
        ranked
    }

    /// How many of these periods are a year.
    pub fn periods_a_year(&self) -> f64 {
        match words::period_kind(self.period) {
            "quarter" => 4.0,
            "year" => 1.0,
            _ => 12.0,
        }
    }
}

/// Successes and sample of a share.
pub fn counts(figure: &Figure) -> Option<(f64, f64)> {
    Some((figure.numerator?, figure.denominator.filter(|denominator| *denominator > 0.0)?))
}

/// Is a rise, or a fall, for the better? Nothing where neither direction is.
pub fn is_better(rose: bool, better: Better) -> Option<bool> {
    match better {
        Better::Higher => Some(rose),
        Better::Lower => Some(!rose),
        Better::Neither => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lower_is_better_turns_a_rise_into_a_deterioration() {
        assert_eq!(is_better(true, Better::Lower), Some(false));
        assert_eq!(is_better(true, Better::Higher), Some(true));
        assert_eq!(is_better(true, Better::Neither), None);
    }
}
