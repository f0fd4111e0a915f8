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

    /// `12 days`, `5 h 20 min`, `1 ticket`
    pub fn gap_in_words(&self, gap: f64) -> String {
        match self.is_in_days() {
            true if gap > 0.0 && gap * 1440.0 < 0.5 => "under 1\u{a0}min".into(),
            true if gap < 0.95 => words::duration(gap * 1440.0, words::Clock::Calendar),
            true => words::counted(gap, "day", "days"),
            false => words::counted(gap, "ticket", "tickets"),
        }
    }

    /// What tells that the pace is another one.
    pub fn told_in_words(&self, pace: Pace) -> String {
        match pace.told() {
            Told::LastGap => format!("{} between the last two", self.gap_in_words(self.last_gap())),
            Told::OpenGap => format!("none for {}", self.gap_in_words(self.occurrences.open_gap)),
            Told::Run => {
                let run = self.last_run();
                let mean = run.iter().map(|(gap, _)| gap).sum::<f64>() / run.len().max(1) as f64;
                let apart = self.gap_in_words(mean);
                format!("the last {} on average {apart} apart", words::spelled(run.len()))
            }
        }
    }

    /// What stands out; nothing where nothing changed.
    pub fn news(&self) -> Option<String> {
        let pace = self.latest?;
        let how = how(pace);
        Some(format!(
            "{}: {}, {how} than ordinary variation explains (usually {} from one to the next; {} in all).{}",
            words::sentence(&self.events_in_words()),
            self.told_in_words(pace),
            self.gap_in_words(self.chart.centre_line),
            self.events(),
            meaning(!pace.is_rarer(), self.definition)
        ))
    }
}

pub fn how(pace: Pace) -> &'static str {
    if pace.is_rarer() { "rarer" } else { "more frequent" }
}
