//! Services, teams and customers side by side: who keeps promises less often than the usual spread between them
//! explains.

use crate::trend::{self, Funnel, Standing};

use super::judge::Judgements;
use super::series::counts;
use super::{Review, findings, words};

const PROMISES: [(&str, &str); 2] =
    [("first_response_on_time", "First responses were"), ("resolve_on_time", "Resolutions were")];
/// Each dimension with what its segments are called.
const DIMENSIONS: [(&str, &str); 3] = [("service", "services"), ("team", "teams"), ("customer", "customers")];

/// Below this many, the one that stands out is itself what the usual spread is computed from.
const FUNNEL_MIN: usize = 10;

/// One segment of a dimension: how many promises fell due and how many were kept.
pub struct Unit {
    pub name: String,
    pub met: f64,
    pub due: f64,
}

/// Segments with a sample, by name; the tickets that have none are no unit to compare.
pub fn units<'a>(review: &Review<'a>, kpi: &'a str, dimension: &'a str) -> Vec<Unit> {
    let figures = review.figures.by(kpi, &review.period.label, dimension).filter(|(name, _)| *name != "(none)");
    let mut units: Vec<Unit> = figures
        .filter_map(|(name, figure)| {
            let (met, due) = counts(figure)?;
            Some(Unit { name: words::segment(dimension, name), met, due })
        })
        .collect();
    units.sort_by(|one, other| one.name.cmp(&other.name));
    units
}

pub fn funnel(units: &[Unit]) -> Option<Funnel> {
    let funnel = trend::funnel_of_shares(&units.iter().map(|unit| (unit.met, unit.due)).collect::<Vec<_>>()).ok()?;
    let judged = funnel.units.iter().filter(|unit| unit.standing != Standing::Small).count();
    (judged >= FUNNEL_MIN).then_some(funnel)
}

/// Who lags, in sentences. Where a goal is configured, services are held against that instead.
pub fn laggards(review: &Review<'_>, judged: &Judgements<'_>) -> Vec<String> {
    let mut found = Vec::new();
    for (dimension, plural) in DIMENSIONS {
        if dimension == "service" && review.goal().is_some() {
            continue;
        }
        for (kpi, subject) in PROMISES {
            let units = units(review, kpi, dimension);
            found.extend(match funnel(&units) {
                Some(funnel) => outlying(&units, &funnel, subject, plural),
                // Too few for a usual spread: each against all others.
                None if dimension == "service" => lagging(&units, subject, &told(judged, kpi)),
                None => Vec::new(),
            });
        }
    }
    found
}

/// The services of which the review says already that they kept fewer of these promises than is ordinary for them.
fn told(judged: &Judgements<'_>, kpi: &str) -> Vec<String> {
    let of_kpi = judged.series.iter().filter(|one| one.definition.id == kpi);
    let less = of_kpi.filter(|one| findings::news(one).is_some_and(|(above, _)| !above));
    less.filter_map(|one| Some(words::segment("service", one.service?))).collect()
}

fn share(met: f64, due: f64) -> String {
    format!("{} of {}", words::share(met / due), words::count(due))
}

fn outlying(units: &[Unit], funnel: &Funnel, subject: &str, plural: &str) -> Vec<String> {
    let is_low = |judged: &trend::FunnelUnit| judged.standing == Standing::Outlying && judged.rate < funnel.overall;
    let each = units.iter().zip(&funnel.units).filter(|(_, judged)| is_low(judged));
    each.map(|(unit, judged)| {
        format!(
            "{subject} on time less often for {} ({}) than the usual spread between {plural} explains (from {}).",
            unit.name,
            share(unit.met, unit.due),
            words::share(judged.control.low)
        )
    })
    .collect()
}

fn lagging(units: &[Unit], subject: &str, told: &[String]) -> Vec<String> {
    let (met, due) = units.iter().fold((0.0, 0.0), |(met, due), unit| (met + unit.met, due + unit.due));
    let sentence = |unit: &Unit| {
        let others = (met - unit.met, due - unit.due);
        let difference = trend::difference_interval(others, (unit.met, unit.due))?;
        let said = format!(
            "{subject} on time less often for {} ({}) than elsewhere ({}).",
            unit.name,
            share(unit.met, unit.due),
            share(others.0, others.1)
        );
        (difference.high < 0.0).then_some(said)
    };
    units.iter().filter(|unit| !told.contains(&unit.name)).filter_map(sentence).collect()
}
