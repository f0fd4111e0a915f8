//! What is to be reached, and since when a measure is known to be another one.
//!
//! Standard: ISO/IEC 20000-1:2018, 6.2: objectives are measurable, somebody answers for them and by when they are
//! reached is determined. One without any of these is refused. Whether a metric is known and which way is better only
//! the KPIs can tell: `kpi::agreed` does.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// A figure that somebody has undertaken to move.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(try_from = "Stated")]
pub struct Objective {
    /// A KPI's id.
    pub metric: String,
    /// Of this service only; over all tickets where absent.
    pub service: Option<String>,
    /// Where it stood when the objective was agreed, in the KPI's unit: minutes, a share of 0 to 1, a count.
    pub baseline: f64,
    /// Where it is to stand, in the same unit.
    pub target: f64,
    /// Who answers for it.
    pub owner: String,
    /// By when.
    pub date: Date,
}

/// An objective as it is written: everything may be missing.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Stated {
    metric: Option<String>,
    service: Option<String>,
    baseline: Option<f64>,
    target: Option<f64>,
    owner: Option<String>,
    date: Option<String>,
}

impl TryFrom<Stated> for Objective {
    type Error = String;

    fn try_from(stated: Stated) -> Result<Self, String> {
        let metric = written("metric", stated.metric, "a KPI's id, as `tallypost kpi` lists them")?;
        let of = |problem: String| format!("objective `{metric}`: {problem}");
        let date =
            written("date", stated.date, "the day by which it is to be reached, as \"2026-12-31\"").map_err(of)?;
        Ok(Self {
            baseline: number("baseline", stated.baseline, "where the metric stands now").map_err(of)?,
            target: number("target", stated.target, "where it is to stand").map_err(of)?,
            owner: written("owner", stated.owner, "the person who answers for it").map_err(of)?,
            date: date.parse().map_err(|_| of(format!("date: `{date}` is no day; write it as \"2026-12-31\"")))?,
            service: stated.service,
            metric,
        })
    }
}

/// From this month on a measure is known to be another one, so that control limits are computed anew.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(try_from = "StatedRebase")]
pub struct Rebase {
    /// A KPI's id; every KPI where absent.
    pub metric: Option<String>,
    /// Of this service only; where absent, over all tickets and of every service.
    pub service: Option<String>,
    /// The first day of the month.
    pub from: Date,
    pub reason: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct StatedRebase {
    metric: Option<String>,
    service: Option<String>,
    from: Option<String>,
    reason: Option<String>,
}

impl TryFrom<StatedRebase> for Rebase {
    type Error = String;

    fn try_from(stated: StatedRebase) -> Result<Self, String> {
        let of = |problem: String| format!("rebase: {problem}");
        let from = written("from", stated.from, "the first month that is another, as \"2026-03\"").map_err(of)?;
        let first_day = format!("{from}-01").parse();
        Ok(Self {
            metric: stated.metric,
            service: stated.service,
            from: first_day.map_err(|_| of(format!("from: `{from}` is no month; write it as \"2026-03\"")))?,
            // Limits that follow the figures hide what they should show.
            reason: written("reason", stated.reason, "what was changed: the review prints it").map_err(of)?,
        })
    }
}

fn written(key: &str, text: Option<String>, what: &str) -> Result<String, String> {
    let text = text.map(|text| text.trim().to_string()).filter(|text| !text.is_empty());
    text.ok_or_else(|| format!("{key} is missing; write {what}"))
}

fn number(key: &str, value: Option<f64>, what: &str) -> Result<f64, String> {
    let value = value.ok_or_else(|| format!("{key} is missing; write {what}, in the metric's unit"))?;
    if value.is_finite() { Ok(value) } else { Err(format!("{key}: {value} is no number; write {what}")) }
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::super::from_str;

    const WHOLE: &str = "metric = \"opened\"\nbaseline = 120\ntarget = 90.0\nowner = \"Ada\"\ndate = \"2026-12-31\"\n";

    fn refusal(table: &str) -> String {
        let text = format!("[organisation]\nname = \"A\"\n{table}");
        from_str(&text, Path::new("tallypost.toml")).unwrap_err().to_string()
    }

    #[test]
    fn an_objective_without_any_of_its_parts_is_refused_with_file_key_and_remedy() {
        for key in ["metric", "baseline", "target", "owner", "date"] {
            let without: String = WHOLE.lines().filter(|line| !line.starts_with(key)).collect::<Vec<_>>().join("\n");
            let message = refusal(&format!("[[objective]]\n{without}"));
            assert!(message.starts_with("tallypost.toml: ") && message.contains("line 3"), "{message}");
            assert!(message.contains(&format!("{key} is missing; write ")), "{message}");
        }
        let message = refusal(&format!("[[objective]]\n{}", WHOLE.replace("\"Ada\"", "\"  \"")));
        assert!(message.contains("objective `opened`: owner is missing; write the person"), "{message}");
        let message = refusal(&format!("[[objective]]\n{}", WHOLE.replace("2026-12-31", "soon")));
        assert!(message.contains("date: `soon` is no day; write it as \"2026-12-31\""), "{message}");
    }

    #[test]
    fn limits_are_not_computed_anew_without_a_reason() {
        let message = refusal("[[rebase]]\nmetric = \"opened\"\nfrom = \"2026-03\"\nreason = \" \"");
        assert!(message.contains("rebase: reason is missing; write what was changed"), "{message}");
        let message = refusal("[[rebase]]\nfrom = \"March\"\nreason = \"new desk\"");
        assert!(message.contains("from: `March` is no month; write it as \"2026-03\""), "{message}");
    }

    #[test]
    fn a_whole_objective_and_a_rebase_are_read() {
        let text = format!(
            "[organisation]\nname = \"A\"\n[[objective]]\n{WHOLE}[[rebase]]\nfrom = \"2026-03\"\nreason = \"new desk\""
        );
        let config = from_str(&text, Path::new("tallypost.toml")).unwrap();
        let objective = &config.objectives[0];
        assert_eq!((objective.baseline, objective.date), (120.0, jiff::civil::date(2026, 12, 31)));
        assert_eq!((config.rebases[0].from, &config.rebases[0].metric), (jiff::civil::date(2026, 3, 1), &None));
    }

    #[test]
    fn a_service_that_is_not_in_the_catalogue_is_named() {
        let message = refusal(&format!("[[objective]]\n{WHOLE}service = \"Portal\"\n"));
        assert!(message.contains("objective `opened`: service `Portal` is not in the catalogue"), "{message}");
    }

    #[test]
    fn negative_costs_and_workloads_are_refused_with_their_units() {
        let message = refusal("cost_per_hour = -60.0");
        assert!(message.contains("organisation.cost_per_hour: -60 EUR an hour is less than nothing"), "{message}");
        let message = refusal("[[service]]\nname = \"Portal\"\nworkload_limit = -5");
        assert!(message.contains("workload_limit: -5 is no number of tickets a month"), "{message}");
    }
}
