//! Which few problems are most of the work: by what they would cost, and by how many tickets tell of them.

use crate::recurrence::Candidate;
use crate::report::{Review, problems, words};

use super::pareto::{Ranking, ranking};
use super::{Chart, ReportError};

pub const BY_COST: &str = "pareto-problems-cost";
pub const BY_COUNT: &str = "pareto-problems-tickets";

pub fn all(review: &Review<'_>) -> Result<Vec<Chart>, ReportError> {
    let Some(problems) = &review.problems else { return Ok(Vec::new()) };
    let ranked: Vec<&Candidate> = problems.ranked().map(|(candidate, _)| candidate).collect();
    let drawn = [ranking(by_cost(review, &ranked))?, ranking(by_count(review, &ranked))?];
    Ok(drawn.into_iter().flatten().collect())
}

fn by_cost(review: &Review<'_>, ranked: &[&Candidate]) -> Ranking {
    let organisation = &review.config.organisation;
    let rate = organisation.cost_per_hour;
    let cost = |of: &Candidate| of.cost.avoidable_minutes.value / 60.0 * rate.unwrap_or(1.0);
    let unit = if rate.is_some() { &organisation.currency } else { "hours" };
    Ranking {
        name: BY_COST,
        caption: "Bars: what each problem would cost if nothing is done. Line: share of these and all above.".into(),
        measured: format!("Expected in the next 90 days, in {unit}; dashed: added up from the top"),
        values: largest_first(ranked, cost),
        many: "problems".into(),
        whole: "the cost",
        written: if rate.is_some() { words::count } else { hours },
    }
}

/// As the table has them: whole ones from a hundred on.
fn hours(hours: f64) -> String {
    if hours < 100.0 { format!("{hours:.1}") } else { words::count(hours) }
}

fn by_count(review: &Review<'_>, ranked: &[&Candidate]) -> Ranking {
    let zone = review.config.time_zone();
    let lately = |of: &Candidate| problems::months_of(of, review.as_of, &zone).iter().sum::<usize>() as f64;
    Ranking {
        name: BY_COUNT,
        caption:
            "Bars: incidents and complaints of each problem, whatever each of them costs. Line: share of these and \
                  all above."
                .into(),
        measured: "Opened in the last twelve months; dashed: added up from the top".into(),
        values: largest_first(ranked, lately),
        many: "problems".into(),
        whole: "their tickets",
        written: words::count,
    }
}

fn largest_first(ranked: &[&Candidate], value: impl Fn(&Candidate) -> f64) -> Vec<(String, f64)> {
    let mut values: Vec<(String, f64)> = ranked.iter().map(|of| (of.title.clone(), value(of))).collect();
    // Equals keep their rank.
    values.sort_by(|a, b| b.1.total_cmp(&a.1));
    values
}
