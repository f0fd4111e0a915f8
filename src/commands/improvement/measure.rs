//! An improvement's metric by month, from the lake, and what is read off it.

use anyhow::Context as _;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use jiff::{Timestamp, ToSpan as _};

use crate::commands::figures::{definition_of, frames, in_plain_words};
use crate::config::Config;
use crate::kpi::{self, Definition, Figure, Figures, Frames, KpiError, Period};
use crate::lake::{Lake, Table};
use crate::register::improvement::{Group, Improvement, Plan};
use crate::report::improvements::{Measured, Reading};

/// The lake as of one moment.
pub struct Known {
    frames: Frames,
    zone: TimeZone,
    pub as_of: Timestamp,
    first_month: Option<Period>,
    /// The last month that is over and of which there are events.
    last_month: Period,
}

impl Known {
    pub fn of(config: &Config, lake: &Lake, as_of: Timestamp) -> anyhow::Result<Self> {
        let zone = config.time_zone();
        let first = lake.first_month(Table::Tickets)?;
        let last_event = lake.last_event_at()?.unwrap_or(Timestamp::MIN);
        Ok(Self {
            frames: frames(config, lake, as_of)?,
            first_month: first.map(|label| Period::parse(&label, &zone)).transpose().map_err(in_plain_words)?,
            last_month: last_whole_month(last_event, as_of, &zone)?,
            as_of,
            zone,
        })
    }

    /// What is seen of an improvement that has started; nothing of another.
    pub fn reading(&self, improvement: &Improvement) -> anyhow::Result<Option<Reading>> {
        let Some(plan) = improvement.plan() else { return Ok(None) };
        let definition = definition_of(&plan.metric).with_context(|| improvement.id.clone())?;
        let measured = self.measured(plan, &definition).map_err(in_plain_words);
        let measured = measured.with_context(|| improvement.id.clone())?;
        Ok(Reading::of(improvement, &definition, measured, self.as_of, &self.zone))
    }

    fn measured(&self, plan: &Plan, definition: &Definition) -> Result<Measured, KpiError> {
        let months = self.months(plan)?;
        let by: Vec<&str> = plan.group.iter().map(|group| group.dimension.as_str()).collect();
        let figures = kpi::compute(std::slice::from_ref(definition), self.frames.clone(), &months, &by)?;
        let of = |group: Option<&Group>| series(&figures, group, &months);
        let (values, cases) = of(plan.group.as_ref()).into_iter().unzip();
        let comparator = plan.comparator.as_ref().map(|group| of(Some(group)));
        let comparator = comparator.map(|months| months.into_iter().map(|(value, _)| value).collect());
        Ok(Measured { months, values, cases, comparator })
    }

    /// From the first month of the baseline of which the lake knows, to the last that is over.
    fn months(&self, plan: &Plan) -> Result<Vec<Period>, KpiError> {
        let first = plan.go_live.first_of_month().saturating_sub(i64::from(plan.baseline_months).months());
        let last = first_day(&self.last_month, &self.zone);
        let count = months_between(first, last).and_then(|between| usize::try_from(between + 1).ok()).unwrap_or(0);
        let known = |month: &Period| self.first_month.as_ref().is_none_or(|first| month.start >= first.start);
        Ok(Period::series(&self.last_month, count, &self.zone)?.into_iter().filter(known).collect())
    }
}

/// The value of each month and how many cases are behind it.
fn series(figures: &Figures, group: Option<&Group>, months: &[Period]) -> Vec<(Option<f64>, u64)> {
    let segment: Vec<(String, String)> =
        group.map(|group| (group.dimension.clone(), group.value.clone())).into_iter().collect();
    let own: Vec<&Figure> = figures.0.iter().filter(|figure| figure.segment == segment).collect();
    let of = |month: &Period| own.iter().find(|figure| figure.period == month.label);
    months.iter().map(|month| of(month).map_or((None, 0), |figure| (figure.value, figure.n))).collect()
}

fn first_day(month: &Period, zone: &TimeZone) -> Date {
    month.start.to_zoned(zone.clone()).date()
}

fn months_between(first: Date, last: Date) -> Option<i32> {
    first.until((jiff::Unit::Month, last)).ok().map(|span| span.get_months())
}

/// A lake that nobody writes to any more says nothing of the months since.
fn last_whole_month(last_event: Timestamp, as_of: Timestamp, zone: &TimeZone) -> anyhow::Result<Period> {
    let known = last_event.min(as_of.checked_sub(1.microsecond())?);
    let month = Period::month_of(known, zone).map_err(in_plain_words)?;
    if month.end <= as_of {
        return Ok(month);
    }
    Period::month_of(month.start.checked_sub(1.microsecond())?, zone).map_err(in_plain_words)
}

/// The values of a dimension that any ticket has.
pub fn values_of(config: &Config, lake: &Lake, dimension: &str) -> anyhow::Result<Vec<String>> {
    let end = lake.last_event_at()?.unwrap_or(Timestamp::MIN).checked_add(1.microsecond())?;
    let ever = Period { label: "ever".into(), start: Timestamp::UNIX_EPOCH, end };
    let opened = definition_of("opened")?;
    let figures = kpi::compute(&[opened], frames(config, lake, end)?, &[ever], &[dimension]).map_err(in_plain_words)?;
    Ok(figures.0.into_iter().flat_map(|figure| figure.segment).map(|(_, value)| value).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn label(last_event: &str, as_of: &str) -> String {
        let moment = |text: &str| text.parse::<Timestamp>().unwrap();
        last_whole_month(moment(last_event), moment(as_of), &TimeZone::UTC).unwrap().label
    }

    #[test]
    fn only_months_that_are_over_and_were_lived_count() {
        assert_eq!(label("2026-11-22T10:00:00Z", "2026-11-22T12:00:00Z"), "2026-10", "November is not over");
        assert_eq!(label("2026-10-30T17:00:00Z", "2026-11-22T12:00:00Z"), "2026-10");
        assert_eq!(label("2026-10-30T17:00:00Z", "2026-11-01T00:00:00Z"), "2026-10", "over to the second");
        assert_eq!(label("2026-10-30T17:00:00Z", "2027-03-05T00:00:00Z"), "2026-10", "nobody wrote since");
        assert_eq!(label("2026-10-30T17:00:00Z", "2026-06-15T00:00:00Z"), "2026-05", "as of an earlier day");
    }

    #[test]
    fn months_are_counted_over_new_year() {
        let day = |text: &str| text.parse::<Date>().unwrap();
        assert_eq!(months_between(day("2025-11-01"), day("2026-02-01")), Some(3));
        assert_eq!(months_between(day("2026-02-01"), day("2026-02-01")), Some(0));
        assert_eq!(months_between(day("2026-03-01"), day("2026-02-01")), Some(-1));
    }
}
