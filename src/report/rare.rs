//! Rare events in words: what they are called, how long a gap is, and what has become of their pace.

use super::findings::meaning;
use super::judge::{Pace, RareJudged, Told};
use super::words;

/// What is counted, many and one.
const EVENTS: [(&str, &str, &str); 3] = [
    ("major_incidents", "major incidents", "major incident"),
    ("complaints_per_100", "complaints", "complaint"),
    ("reopened_14_days", "resolutions that were reopened within 14 days", "reopened resolution"),
];

impl RareJudged<'_> {
    /// `major incidents`, `complaints for Payroll`
    pub fn events_in_words(&self) -> String {
        let known = EVENTS.iter().find(|(kpi, ..)| *kpi == self.definition.id);
        let events = known.map_or_else(|| super::findings::phrase(self.definition), |(_, many, _)| (*many).into());
        let of = self.service().map_or(String::new(), |service| format!(" for {}", words::segment("service", service)));
        events + &of
    }

    /// `major incident`
    pub fn event_in_words(&self) -> &str {
        let known = EVENTS.iter().find(|(kpi, ..)| *kpi == self.definition.id);
        known.map_or("event", |(_, _, one)| one)
    }

    /// `12 days`, `1 ticket`
    pub fn gap_in_words(&self, gap: f64) -> String {
        let (one, many) = if self.is_in_days() { ("day", "days") } else { ("ticket", "tickets") };
        words::counted(gap, one, many)
    }

    /// What tells that the pace is another one.
    pub fn told_in_words(&self, pace: Pace) -> String {
        match pace.told() {
            Told::ByLastGap => format!("{} between the last two", self.gap_in_words(self.last_gap())),
            Told::ByOpenGap => format!("none for {}", self.gap_in_words(self.occurrences.open_gap)),
            Told::ByRun if pace.is_rarer() => "each of the last eight long after the one before".into(),
            Told::ByRun => "each of the last eight soon after the one before".into(),
        }
    }

    /// What stands out; nothing where nothing changed.
    pub fn news(&self) -> Option<String> {
        let pace = self.latest?;
        let how = if pace.is_rarer() { "rarer" } else { "more frequent" };
        Some(format!(
            "{}: {}, {how} than ordinary variation explains (usually {} from one to the next; {} so far).{}",
            words::sentence(&self.events_in_words()),
            self.told_in_words(pace),
            self.gap_in_words(self.chart.centre_line),
            self.events(),
            meaning(!pace.is_rarer(), self.definition)
        ))
    }
}
