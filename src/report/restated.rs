//! What an earlier review said of periods that were over, and what is said of them now.
//!
//! The past changes when late mail comes, tickets are merged or taken for spam, or a target is agreed anew. A reader of
//! two reviews must be told so, with both figures, and not find out.

use std::collections::{BTreeMap, BTreeSet};

use jiff::Timestamp;
use jiff::tz::TimeZone;
use serde::{Deserialize, Serialize};

use crate::kpi::{Definition, Figure, Figures, Period};

use super::{ReportError, export, words};

/// A review as its folder tells it: the moment that it knew of, and its figures.
#[derive(Debug, Clone)]
pub struct Earlier {
    pub as_of: Timestamp,
    figures: BTreeMap<Key, Said>,
}

/// KPI, period, and the segment's dimensions and values by name.
type Key = (String, String, Vec<(String, String)>);

/// A figure as it is written in `kpis.csv`: value, numerator, denominator, n.
type Said = [String; 4];

/// One figure that is another one now.
#[derive(Debug, Clone, PartialEq)]
pub struct Restated {
    pub kpi: String,
    pub period: String,
    pub segment: Vec<(String, String)>,
    /// Nothing where the earlier review had no such figure, or could not say anything.
    pub was: Option<f64>,
    pub is: Option<f64>,
    /// How many cases were behind it, and are.
    pub was_n: u64,
    pub is_n: u64,
}

#[derive(Deserialize)]
struct Manifest {
    as_of: Timestamp,
}

impl Earlier {
    /// Of a review's `manifest.json` and `kpis.csv`.
    pub(super) fn parse(manifest: &[u8], csv: &[u8]) -> Result<Self, ReportError> {
        let Manifest { as_of } = serde_json::from_slice(manifest)?;
        let mut reader = csv::Reader::from_reader(csv);
        let head: Vec<String> = reader.headers()?.iter().map(str::to_string).collect();
        let mut figures = BTreeMap::new();
        for record in reader.records() {
            let row: BTreeMap<&str, String> =
                head.iter().map(String::as_str).zip(record?.iter().map(str::to_string)).collect();
            let cell = |name: &str| row.get(name).cloned().unwrap_or_default();
            let is_dimension = |name: &&&str| !export::HEAD.contains(*name) && !export::VALUES.contains(*name);
            let segment = row.keys().filter(is_dimension).map(|name| ((*name).to_string(), cell(name)));
            let segment = segment.filter(|(_, value)| !value.is_empty()).collect();
            figures.insert((cell("kpi"), cell("period"), segment), export::VALUES.map(cell));
        }
        Ok(Self { as_of, figures })
    }

    /// Every figure of a period that was over then and is now, where what is written of it differs.
    pub fn restated(&self, figures: &Figures, as_of: Timestamp, zone: &TimeZone) -> Vec<Restated> {
        let now: BTreeMap<Key, Said> = figures.0.iter().map(|figure| (key(figure), export::values(figure))).collect();
        let (before, after) = (breakdowns(&self.figures), breakdowns(&now));
        let is_over = |label: &str| {
            Period::parse(label, zone).is_ok_and(|period| period.end <= self.as_of && period.end <= as_of)
        };
        let keys: BTreeSet<&Key> = self.figures.keys().chain(now.keys()).collect();
        let comparable = |key: &&Key| {
            let breakdown = breakdown(key);
            is_over(&key.1) && before.contains(&breakdown) && after.contains(&breakdown)
        };
        keys.into_iter()
            .filter(comparable)
            .filter_map(|key| restated(key, self.figures.get(key), now.get(key)))
            .collect()
    }
}

fn key(figure: &Figure) -> Key {
    let mut segment = figure.segment.clone();
    segment.sort();
    (figure.kpi.clone(), figure.period.clone(), segment)
}

/// A KPI that one side did not compute by these dimensions is no change.
fn breakdown(key: &Key) -> (&str, &str, Vec<&str>) {
    (&key.0, &key.1, key.2.iter().map(|(dimension, _)| dimension.as_str()).collect())
}

fn breakdowns(figures: &BTreeMap<Key, Said>) -> BTreeSet<(&str, &str, Vec<&str>)> {
    figures.keys().map(breakdown).collect()
}

fn restated(key: &Key, was: Option<&Said>, is: Option<&Said>) -> Option<Restated> {
    let n = |said: Option<&Said>| said.and_then(|said| said[3].parse::<u64>().ok()).unwrap_or(0);
    let value = |said: Option<&Said>| said.and_then(|said| said[0].parse::<f64>().ok());
    // A segment that has no tickets is written by one run and left out by another.
    let same = if was.is_some() && is.is_some() { was == is } else { n(was) == 0 && n(is) == 0 };
    let (kpi, period, segment) = key.clone();
    (!same).then(|| Restated { kpi, period, segment, was: value(was), is: value(is), was_n: n(was), is_n: n(is) })
}

/// A restated figure in words, for the page and the terminal.
#[derive(Debug, PartialEq, Serialize)]
pub struct InWords {
    pub name: String,
    pub period: String,
    /// Empty where it is over all tickets.
    pub segment: String,
    pub was: String,
    pub is: String,
}

impl Restated {
    pub fn in_words(&self, definitions: &[Definition]) -> InWords {
        let definition = definitions.iter().find(|definition| definition.id == self.kpi);
        let write = |value: Option<f64>, n: u64| match definition {
            Some(definition) => format!("{} (n = {n})", words::value(definition, value)),
            None => words::NOTHING.into(),
        };
        let segment: Vec<String> = self.segment.iter().map(|(name, value)| words::segment(name, value)).collect();
        InWords {
            name: definition.map_or(self.kpi.clone(), |definition| definition.name.clone()),
            period: words::period(&self.period),
            segment: segment.join(", "),
            was: write(self.was, self.was_n),
            is: write(self.is, self.is_n),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const MANIFEST: &str = r#"{"tool": "tallypost", "as_of": "2026-10-31T23:00:00Z", "inputs": []}"#;
    const CSV: &str = "kpi,name,unit,period,service,team,value,numerator,denominator,n\n\
        opened,Tickets opened,count,2026-09,,,82,,,82\n\
        opened,Tickets opened,count,2026-09,Portal,,40,,,40\n\
        opened,Tickets opened,count,2026-09,Mail,,42,,,42\n\
        opened,Tickets opened,count,2026-11,,,3,,,3\n\
        resolve_on_time,Resolved on time,share,2026-10,,,0.75,3,4,4\n\
        gone,No KPI any more,count,2026-09,,,5,,,5\n";

    fn figure(kpi: &str, period: &str, segment: &[(&str, &str)], value: f64, n: u64) -> Figure {
        Figure {
            kpi: kpi.into(),
            period: period.into(),
            segment: segment.iter().map(|(name, value)| (name.to_string(), value.to_string())).collect(),
            value: Some(value),
            numerator: None,
            denominator: None,
            n,
        }
    }

    fn now(figures: Vec<Figure>, as_of: &str) -> Vec<(String, Option<f64>, Option<f64>)> {
        let earlier = Earlier::parse(MANIFEST.as_bytes(), CSV.as_bytes()).unwrap();
        let zone = TimeZone::get("Europe/Berlin").unwrap();
        let restated = earlier.restated(&Figures(figures), as_of.parse().unwrap(), &zone);
        let said = |one: Restated| {
            let segment: Vec<&str> = one.segment.iter().map(|(_, value)| value.as_str()).collect();
            (format!("{} {} {}", one.kpi, one.period, segment.join("/")), one.was, one.is)
        };
        restated.into_iter().map(said).collect()
    }

    #[test]
    fn a_figure_that_changed_is_told_with_both_values() {
        let figures = vec![
            figure("opened", "2026-09", &[], 81.0, 81),
            figure("opened", "2026-09", &[("service", "Portal")], 40.0, 40),
            // One ticket was merged, one belongs to another service now.
            figure("opened", "2026-09", &[("service", "Mail")], 40.0, 40),
            figure("opened", "2026-09", &[("service", "Telephony")], 1.0, 1),
        ];
        assert_eq!(
            now(figures, "2026-12-01T00:00:00Z"),
            [
                ("opened 2026-09 ".into(), Some(82.0), Some(81.0)),
                ("opened 2026-09 Mail".into(), Some(42.0), Some(40.0)),
                ("opened 2026-09 Telephony".into(), None, Some(1.0)),
            ]
        );
    }

    #[test]
    fn what_was_not_over_or_not_computed_is_no_restatement() {
        let figures = vec![
            figure("opened", "2026-09", &[], 82.0, 82),
            // November had only begun; the team was asked for by nobody; the KPI is new.
            figure("opened", "2026-11", &[], 70.0, 70),
            figure("opened", "2026-09", &[("team", "Desk")], 82.0, 82),
            figure("closed", "2026-09", &[], 60.0, 60),
        ];
        assert_eq!(now(figures, "2026-12-01T00:00:00Z"), []);
        // As of a day in September the month's figure is another one because it is not over.
        assert_eq!(now(vec![figure("opened", "2026-09", &[], 20.0, 20)], "2026-09-10T00:00:00Z"), []);
    }

    #[test]
    fn the_same_share_of_other_cases_is_a_restatement() {
        let mut share = figure("resolve_on_time", "2026-10", &[], 0.75, 8);
        (share.numerator, share.denominator) = (Some(6.0), Some(8.0));
        assert_eq!(now(vec![share], "2026-12-01T00:00:00Z").len(), 1);
    }
}
