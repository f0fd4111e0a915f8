//! What a review needs ticket by ticket: gaps between rare events, and how long the newest tickets stay open.

use super::figures::in_plain_words;
use crate::kpi::{self, Definition, Evidence, Figures, Frames, Period};
use crate::report::{self, Cohort, Occurrences, RareKpi};

/// Where rows are asked for.
pub struct Followed<'a> {
    pub frames: &'a Frames,
    pub definitions: &'a [Definition],
}

impl Followed<'_> {
    /// Of the KPIs whose events are too rare to be judged by the period, over the whole history.
    pub fn occurrences(&self, figures: &Figures, periods: &[Period]) -> anyhow::Result<Vec<Occurrences>> {
        let (Some(first), Some(last)) = (periods.first(), periods.last()) else { return Ok(Vec::new()) };
        let whole = Period { start: first.start, ..last.clone() };
        let mut all = Vec::new();
        for rare in report::rare_kpis(figures, self.definitions, periods) {
            all.extend(self.occurrences_of(&rare, &whole)?);
        }
        Ok(all)
    }

    fn occurrences_of(&self, rare: &RareKpi<'_>, whole: &Period) -> anyhow::Result<Vec<Occurrences>> {
        let by: &[&str] = if rare.services.is_some() { &["service"] } else { &[] };
        let rows = kpi::evidence(rare.definition, self.frames.clone(), whole, by).map_err(in_plain_words)?;
        let until = whole.end.min(self.frames.as_of);
        let of = |service: Option<&str>| {
            let is_own = |row: &&Evidence| row.segment.first().map(|(_, value)| value.as_str()) == service;
            let own: Vec<&Evidence> = rows.iter().filter(is_own).collect();
            Occurrences::of(rare.definition, service, &own, until)
        };
        Ok(match &rare.services {
            None => vec![of(None)],
            Some(services) => services.iter().map(|service| of(Some(service))).collect(),
        })
    }

    /// The tickets opened in the last period, then those of the one before.
    pub fn cohorts(&self, periods: &[Period]) -> anyhow::Result<Vec<Cohort>> {
        let known = |id: &str| self.definitions.iter().find(|definition| definition.id == id);
        let (Some(opened), Some(resolved)) = (known("opened"), known("resolve_median")) else { return Ok(Vec::new()) };
        let newest = &periods[periods.len().saturating_sub(2)..];
        let Some(first) = newest.first() else { return Ok(Vec::new()) };
        let since = Period { end: self.frames.as_of.max(first.end), ..first.clone() };
        let resolved = self.rows(resolved, &since)?;
        let cohort = |period: &Period| {
            let opened = self.rows(opened, period)?;
            Ok(Cohort::of(&period.label, &opened, &resolved, self.frames.as_of))
        };
        newest.iter().rev().map(cohort).collect()
    }

    fn rows(&self, definition: &Definition, period: &Period) -> anyhow::Result<Vec<Evidence>> {
        kpi::evidence(definition, self.frames.clone(), period, &[]).map_err(in_plain_words)
    }
}
