//! What the commands about figures have in common: moments as people write them, KPIs by their names, and the lake as of
//! one moment.

use std::path::Path;

use anyhow::Context as _;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use jiff::{Timestamp, ToSpan as _};

use super::WrongWords;
use crate::config::Config;
use crate::kpi::{self, Definition, Frames, KpiError, Period, Terms};
use crate::lake::Lake;
use crate::report::{self, Earlier};

/// The as-of moment: as said; else the period's end, so that a period that is over always shows the same; else
/// now, or just after the last event where the lake reaches beyond now.
pub(super) fn moment_known(said: Option<Timestamp>, period: &Period, lake: &Lake) -> anyhow::Result<Timestamp> {
    let now = Timestamp::now();
    if let Some(moment) = said.or((now >= period.end).then_some(period.end)) {
        return Ok(moment);
    }
    let after_last_event = lake.last_event_at()?.map(|at| at.checked_add(1.microsecond())).transpose()?;
    Ok(now.max(after_last_event.unwrap_or(Timestamp::MIN)).min(period.end))
}

/// A day's beginning in `zone`, or a moment with its offset.
pub(super) fn parse_moment(text: &str, zone: &TimeZone) -> Result<Timestamp, WrongWords> {
    let day = || Some(text.parse::<Date>().ok()?.to_zoned(zone.clone()).ok()?.timestamp());
    text.parse::<Timestamp>().ok().or_else(day).ok_or_else(|| {
        WrongWords(format!("`{text}` is no moment; write a day (2026-11-01) or a time (2026-11-01T08:00:00Z)"))
    })
}

pub(super) fn frames(config: &Config, lake: &Lake, as_of: Timestamp) -> anyhow::Result<Frames> {
    let known = lake.as_of(config, as_of)?;
    let terms = Terms::of(config);
    Ok(Frames { tickets: known.tickets, messages: known.messages, events: known.events, as_of, terms })
}

/// What the user can put right ends with exit status 2.
pub(super) fn in_plain_words(error: KpiError) -> anyhow::Error {
    if error.is_wrong_words() { WrongWords(error.to_string()).into() } else { error.into() }
}

pub(super) fn definition_of(id: &str) -> anyhow::Result<Definition> {
    let definitions = kpi::definitions()?;
    let unknown = unknown_kpi(id, &definitions);
    Ok(definitions.into_iter().find(|definition| definition.id == id).ok_or(unknown)?)
}

pub(super) fn unknown_kpi(id: &str, definitions: &[Definition]) -> WrongWords {
    let known: Vec<&str> = definitions.iter().map(|definition| definition.id.as_str()).collect();
    WrongWords(format!("`{id}` is no KPI; there are {}", known.join(", ")))
}

/// The figures of a review written earlier.
pub(super) fn earlier_review(folder: &Path) -> anyhow::Result<Earlier> {
    report::earlier(folder).with_context(|| format!("no earlier review in {}", folder.display()))
}
