//! What a configuration says of KPIs, held against those that there are: objectives and rebases name known metrics,
//! values are in the metric's unit, and a target lies on the better side of its baseline (ISO/IEC 20000-1:2018, 6.2).

use crate::config::{Config, Objective};

use super::{Better, Definition, Unit};

/// Everything that is wrong, one sentence each.
pub fn problems(config: &Config, definitions: &[Definition]) -> Vec<String> {
    let mut found: Vec<String> =
        config.objectives.iter().filter_map(|objective| of_objective(objective, definitions)).collect();
    found.extend(config.rebases.iter().filter_map(|rebase| {
        let metric = rebase.metric.as_deref()?;
        let is_known = definitions.iter().any(|definition| definition.id == metric);
        (!is_known).then(|| format!("rebase from {}: {}", rebase.from.strftime("%Y-%m"), unknown(metric, definitions)))
    }));
    found
}

fn of_objective(objective: &Objective, definitions: &[Definition]) -> Option<String> {
    let metric = &objective.metric;
    let Some(definition) = definitions.iter().find(|definition| definition.id == *metric) else {
        return Some(format!("objective: {}", unknown(metric, definitions)));
    };
    let values = [("baseline", objective.baseline), ("target", objective.target)];
    let problem = values.into_iter().find_map(|(key, value)| out_of_unit(key, value, definition));
    problem.or_else(|| wrong_side(objective, definition)).map(|problem| format!("objective `{metric}`: {problem}"))
}

fn out_of_unit(key: &str, value: f64, definition: &Definition) -> Option<String> {
    match definition.unit {
        Unit::Share if !(0.0..=1.0).contains(&value) => {
            Some(format!("{key}: {value} is no share; write for example 0.9 for 90 %"))
        }
        _ if value < 0.0 => Some(format!("{key}: {value} {} is less than nothing", unit(definition.unit))),
        _ => None,
    }
}

fn unit(unit: Unit) -> &'static str {
    match unit {
        Unit::Count => "tickets",
        Unit::Share => "as a share",
        Unit::Minutes => "minutes",
        Unit::Days => "days",
        Unit::Ratio => "as a ratio",
        Unit::Amount => "as an amount",
    }
}

fn wrong_side(objective: &Objective, definition: &Definition) -> Option<String> {
    let Objective { baseline, target, .. } = objective;
    let (word, is_better) = match definition.better {
        Better::Higher => ("higher", target > baseline),
        Better::Lower => ("lower", target < baseline),
        Better::Neither => ("another value", target != baseline),
    };
    (!is_better).then(|| {
        format!(
            "target {target} is no improvement on the baseline {baseline}: of `{}` {word} is better; are the two \
             exchanged?",
            definition.name
        )
    })
}

fn unknown(metric: &str, definitions: &[Definition]) -> String {
    let nearest = definitions.iter().min_by_key(|definition| (distance(metric, &definition.id), definition.id.clone()));
    let nearest = nearest.map_or(String::new(), |definition| format!("; the nearest is `{}`", definition.id));
    format!("metric `{metric}` is no KPI{nearest}; `tallypost kpi` lists all")
}

/// Letters to put in, take out or exchange (V. I. Levenshtein, 1966).
fn distance(one: &str, other: &str) -> usize {
    let other: Vec<char> = other.chars().collect();
    let mut row: Vec<usize> = (0..=other.len()).collect();
    for (i, letter) in one.chars().enumerate() {
        let mut diagonal = row[0];
        row[0] = i + 1;
        for (j, against) in other.iter().enumerate() {
            let exchanged = diagonal + usize::from(letter != *against);
            diagonal = row[j + 1];
            row[j + 1] = exchanged.min(row[j] + 1).min(diagonal + 1);
        }
    }
    row[other.len()]
}

#[cfg(test)]
mod tests {
    use super::*;

    fn problems_of(table: &str) -> Vec<String> {
        let text = format!("[organisation]\nname = \"A\"\n{table}");
        let config = crate::config::from_str(&text, std::path::Path::new("tallypost.toml")).unwrap();
        problems(&config, &super::super::definitions().unwrap())
    }

    fn objective(metric: &str, baseline: f64, target: f64) -> Vec<String> {
        problems_of(&format!(
            "[[objective]]\nmetric = \"{metric}\"\nbaseline = {baseline:?}\ntarget = {target:?}\nowner = \"Ada\"\ndate = \
             \"2026-12-31\""
        ))
    }

    #[test]
    fn an_unknown_metric_is_told_its_nearest() {
        let said = objective("resolved_on_time", 0.8, 0.9);
        assert_eq!(
            said,
            ["objective: metric `resolved_on_time` is no KPI; the nearest is `resolve_on_time`; `tallypost kpi` \
                           lists all"]
        );
        let said = problems_of("[[rebase]]\nmetric = \"open\"\nfrom = \"2026-03\"\nreason = \"new desk\"");
        assert!(
            said[0].starts_with("rebase from 2026-03: metric `open` is no KPI; the nearest is `opened`"),
            "{said:?}"
        );
    }

    #[test]
    fn a_target_on_the_wrong_side_is_refused() {
        assert!(objective("resolve_on_time", 0.8, 0.9).is_empty());
        let said = objective("resolve_on_time", 0.9, 0.8).remove(0);
        assert!(said.contains("target 0.8 is no improvement on the baseline 0.9") && said.contains("higher is better"));
        assert!(!objective("resolve_active_median", 240.0, 300.0).is_empty());
        assert!(!objective("opened", 100.0, 100.0).is_empty());
        assert!(objective("opened", 100.0, 120.0).is_empty(), "neither direction is better");
    }

    #[test]
    fn a_value_that_the_unit_does_not_have_is_refused() {
        assert!(
            objective("resolve_on_time", 80.0, 90.0)[0].contains("baseline: 80 is no share; write for example 0.9")
        );
        assert!(objective("backlog", 20.0, -1.0)[0].contains("target: -1 tickets is less than nothing"));
    }

    #[test]
    fn distances_are_letters_to_change() {
        assert_eq!(distance("kitten", "sitting"), 3);
        assert_eq!(distance("", "abc"), 3);
    }
}
