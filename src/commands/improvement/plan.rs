//! What is said of an improvement on the command line, checked against what is measured and known.

use jiff::civil::Date;

use super::measure::values_of;
use crate::commands::WrongWords;
use crate::commands::figures::{definition_of, in_plain_words};
use crate::config::Config;
use crate::kpi::{self, Better, Definition, Unit};
use crate::lake::{Lake, LakeError};
use crate::register::improvement::{Direction, Draft, Group};
use crate::register::is_problem_id;
use crate::trend::BEFORE_MIN;

/// Groups that a message lists.
const NAMED_MAX: usize = 12;

/// Everything may be left open until the start.
#[derive(clap::Args)]
pub struct Said {
    /// What is done
    #[arg(long, value_name = "TEXT")]
    statement: Option<String>,
    /// Where it comes from: a problem's number (P-0001), an audit, a person
    #[arg(long, value_name = "TEXT")]
    source: Option<String>,
    /// What it is for; the metric of an [[objective]] of the configuration, or words
    #[arg(long, value_name = "TEXT")]
    objective: Option<String>,
    /// What it is measured by: a KPI's id, as `tallypost kpi --format json` prints it
    #[arg(long, value_name = "KPI")]
    metric: Option<String>,
    /// Of these tickets only: service=Billing
    #[arg(long = "where", value_name = "DIMENSION=VALUE")]
    group: Option<String>,
    /// Which way is better [default: the KPI's own]
    #[arg(long, value_name = "WAY", value_parser = ["lower", "higher"])]
    direction: Option<String>,
    /// So many months before go-live are looked at, 12 at least; 24 are better
    #[arg(long, value_name = "MONTHS")]
    baseline: Option<u16>,
    /// The least effect that is worth the trouble, in the KPI's unit: minutes, a share of 0 to 1, tickets a month
    #[arg(long, value_name = "NUMBER", allow_negative_numbers = true)]
    least_effect: Option<f64>,
    /// The day on which it takes effect
    #[arg(long, value_name = "DATE")]
    pub go_live: Option<String>,
    /// So many days from go-live on it takes hold, and counts neither as before nor as after; 0 for none
    #[arg(long, value_name = "DAYS")]
    washout: Option<u16>,
    /// The day from which on a verdict is recorded
    #[arg(long, value_name = "DATE")]
    review_on: Option<String>,
    /// Who sees to it
    #[arg(long, value_name = "NAME")]
    owner: Option<String>,
    /// Who agreed to it
    #[arg(long, value_name = "NAME")]
    approver: Option<String>,
    /// The same metric where nothing is done, in the same dimension: service=Portal
    #[arg(long, value_name = "DIMENSION=VALUE")]
    comparator: Option<String>,
}

impl Said {
    pub fn draft(&self) -> Result<Draft, WrongWords> {
        Ok(Draft {
            source: written(self.source.as_ref()),
            statement: written(self.statement.as_ref()),
            objective: written(self.objective.as_ref()),
            metric: self.metric.clone(),
            group: self.group.as_deref().map(|text| group("--where", text)).transpose()?,
            direction: self.direction.as_deref().map(|way| match way {
                "higher" => Direction::Higher,
                _ => Direction::Lower,
            }),
            baseline_months: self.baseline,
            least_worthwhile: self.least_effect,
            go_live: self.go_live.as_deref().map(|text| date("--go-live", text)).transpose()?,
            washout_days: self.washout,
            review_on: self.review_on.as_deref().map(|text| date("--review-on", text)).transpose()?,
            owner: written(self.owner.as_ref()),
            approver: written(self.approver.as_ref()),
            comparator: self.comparator.as_deref().map(|text| group("--comparator", text)).transpose()?,
        })
    }
}

fn written(text: Option<&String>) -> Option<String> {
    text.map(|text| text.trim().to_string()).filter(|text| !text.is_empty())
}

pub fn date(option: &str, text: &str) -> Result<Date, WrongWords> {
    text.parse().map_err(|_| WrongWords(format!("{option}: `{text}` is no day; write it as 2026-12-01")))
}

fn group(option: &str, text: &str) -> Result<Group, WrongWords> {
    let (dimension, value) = text
        .split_once('=')
        .filter(|(dimension, value)| !dimension.trim().is_empty() && !value.trim().is_empty())
        .ok_or_else(|| WrongWords(format!("{option}: `{text}` is no group; write for example service=Billing")))?;
    Ok(Group { dimension: dimension.trim().into(), value: value.trim().into() })
}

/// What the words are checked against.
pub struct Checks<'a> {
    pub config: &'a Config,
    /// None where nothing is measured yet.
    pub lake: Option<Lake>,
    /// Numbers of the problems that are known.
    pub problems: Vec<String>,
}

impl Checks<'_> {
    /// The KPI's own direction where none is said.
    pub fn completed(&self, said: Draft) -> anyhow::Result<Draft> {
        let Some(metric) = &said.metric else { return Ok(said) };
        let own = match definition_of(metric)?.better {
            Better::Lower => Some(Direction::Lower),
            Better::Higher => Some(Direction::Higher),
            Better::Neither => None,
        };
        Ok(Draft { direction: said.direction.or(own), ..said })
    }

    /// Is everything that is known of it possible?
    pub fn check(&self, draft: &Draft) -> anyhow::Result<()> {
        if let Some(metric) = &draft.metric {
            worthwhile(&definition_of(metric)?, draft.least_worthwhile)?;
        }
        if let Some(months) = draft.baseline_months.filter(|months| usize::from(*months) < BEFORE_MIN) {
            wrong(format!(
                "--baseline: {months} months are too few: the slope that there was before go-live takes at least \
                 {BEFORE_MIN}"
            ))?;
        }
        if let (Some(go_live), Some(review_on)) = (draft.go_live, draft.review_on)
            && review_on <= go_live
        {
            wrong(format!("--review-on: {review_on} is not after go-live on {go_live}"))?;
        }
        if let Some(source) = draft.source.as_ref().filter(|source| is_problem_id(source))
            && !self.problems.contains(source)
        {
            wrong(format!("--source: there is no problem {source}; `tallypost problem list` lists them"))?;
        }
        self.check_groups(draft)
    }

    fn check_groups(&self, draft: &Draft) -> anyhow::Result<()> {
        if let (Some(comparator), group) = (&draft.comparator, &draft.group) {
            let Some(group) = group else {
                return wrong("--comparator: all tickets have no other to compare with; say --where too".into());
            };
            if comparator.dimension != group.dimension || comparator.value == group.value {
                let dimension = &group.dimension;
                wrong(format!("--comparator: write another {dimension} than {group}, so that no ticket is in both"))?;
            }
        }
        let groups = [("--where", &draft.group), ("--comparator", &draft.comparator)];
        groups.into_iter().try_for_each(|(option, group)| match group {
            Some(group) => self.check_group(option, group),
            None => Ok(()),
        })
    }

    /// A misspelt group would be one without any ticket, for ever.
    fn check_group(&self, option: &str, group: &Group) -> anyhow::Result<()> {
        kpi::check_dimensions(&[&group.dimension]).map_err(in_plain_words)?;
        let Some(lake) = &self.lake else { return Ok(()) };
        let mut known = values_of(self.config, lake, &group.dimension)?;
        if known.contains(&group.value) {
            return Ok(());
        }
        known.sort();
        let more = if known.len() > NAMED_MAX { " …" } else { "" };
        known.truncate(NAMED_MAX);
        let known = known.join(", ");
        wrong(format!("{option}: no ticket has {} `{}`; there are {known}{more}", group.dimension, group.value))
    }
}

fn worthwhile(definition: &Definition, least: Option<f64>) -> anyhow::Result<()> {
    let Some(least) = least else { return Ok(()) };
    if !least.is_finite() || least <= 0.0 {
        wrong(format!("--least-effect: {least} is no effect; write how far `{}` has to move", definition.id))?;
    }
    if definition.unit == Unit::Share && least > 1.0 {
        wrong(format!("--least-effect: {least} is no part of a share; write for example 0.05 for 5 points"))?;
    }
    Ok(())
}

fn wrong(words: String) -> anyhow::Result<()> {
    Err(WrongWords(words).into())
}

/// None where no ticket was ever published or imported: that is no error before a start.
pub fn lake_if_any(folder: &std::path::Path) -> anyhow::Result<Option<Lake>> {
    match Lake::open(folder) {
        Err(LakeError::Empty { .. }) => Ok(None),
        lake => Ok(Some(lake?)),
    }
}
