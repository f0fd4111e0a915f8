//! The management review: findings in words, charts (one file a chart), a page, figures as CSV, a manifest.
//!
//! Must not read a clock, draw a random number or look for fonts on the machine: the same review gives the
//! same bytes. Only `files.rs` touches the world. Standard: ISO/IEC 20000-1:2018 9.3 (management review) and
//! 9.4 (service reporting).

mod charts;
mod export;
mod export_findings;
mod files;
#[cfg(test)]
mod fixture;
mod comparison;
mod decisions;
mod findings;
mod font;
pub mod improvements;
mod judge;
mod objectives;
mod open_time;
mod outlook;
mod page;
mod problems;
mod rare;
mod restated;
mod scorecard;
mod series;
mod summary;
mod tables;
mod words;

pub use judge::{Gaps, Occurrences, RareKpi, rare_kpis};
pub use open_time::Cohort;
pub use problems::Problems;
pub use restated::{Earlier, Restated};
pub use tables::{dimensions, kpis as kpis_by_dimension};

use std::path::{Path, PathBuf};

use jiff::Timestamp;

use crate::config::Config;
use crate::kpi::{Definition, Figures, Period};

use judge::Judgements;

/// Two years, so that each month stands beside the same one of the year before.
const SHOWN_PERIODS: usize = 24;

/// All that a review is made of.
pub struct Review<'a> {
    pub config: &'a Config,
    /// The period under review.
    pub period: &'a Period,
    /// The history, oldest first, ending with `period`: control limits rest on its first twelve.
    pub periods: &'a [Period],
    /// The moment as of which the figures were computed.
    pub as_of: Timestamp,
    pub definitions: &'a [Definition],
    pub figures: &'a Figures,
    pub inputs: &'a [Input],
    /// The gaps between events that are too rare to be judged by the period ([`rare_kpis`]).
    pub occurrences: &'a [Occurrences],
    /// The tickets opened in the period and in the one before, followed up to now.
    pub cohorts: &'a [Cohort],
    /// Those that run or have run, as of the same moment.
    pub improvements: &'a [improvements::Reading],
    /// An earlier review to compare with.
    pub earlier: Option<&'a Earlier>,
    /// The problems that keep coming back, where they were looked for.
    pub problems: Option<Problems<'a>>,
}

/// A file that the figures were computed from.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct Input {
    pub name: String,
    pub bytes: u64,
    pub sha256: String,
}

/// What was written, in order: the page first.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Written {
    pub paths: Vec<PathBuf>,
}

/// Why a review could not be written.
#[derive(Debug, thiserror::Error)]
pub enum ReportError {
    #[error("cannot write {}; is the folder writable and is there room on the disk?", path.display())]
    Write {
        path: PathBuf,
        #[source]
        source: std::io::Error,
    },
    #[error("cannot read {}; an earlier review is the folder that `tallypost analyze` wrote, with kpis.csv and \
             manifest.json", path.display())]
    Earlier {
        path: PathBuf,
        #[source]
        source: std::io::Error,
    },
    #[error("cannot draw a chart: {0}")]
    Draw(String),
    #[error("the font inside this program is damaged; build or download it again")]
    Font,
    #[error("cannot fill in the page's template")]
    Page(#[from] minijinja::Error),
    #[error("the figures as CSV")]
    Csv(#[from] csv::Error),
    #[error("the manifest")]
    Manifest(#[from] serde_json::Error),
}

impl<'a> Review<'a> {
    /// The configured share of targets to be met.
    fn goal(&self) -> Option<f64> {
        self.config.goals.on_time
    }

    /// Is there nothing of the period left to come?
    fn is_over(&self) -> bool {
        self.period.end <= self.as_of
    }

    /// `23 November 2026`: the last day of which anything is known, in the organisation's time zone.
    fn as_of_day(&self) -> String {
        self.as_of.to_zoned(self.config.time_zone()).strftime("%-d %B %Y").to_string()
    }

    /// What the earlier review, where there is one, said otherwise.
    fn restated(&self) -> Option<Vec<Restated>> {
        Some(self.earlier?.restated(self.figures, self.as_of, &self.config.time_zone()))
    }

    /// The same review with no more history than a chart or a small line can show.
    fn recent(&self) -> Review<'a> {
        let first = self.periods.len().saturating_sub(SHOWN_PERIODS);
        Review { periods: &self.periods[first..], ..*self }
    }

    /// The same review without the periods before the first in which anything happened: nought before a desk
    /// was there is no history, and would make every later value look extraordinary.
    fn since_first_activity(&self) -> Review<'a> {
        let active = |period: &&Period| {
            let mut totals = self.figures.0.iter().filter(|figure| figure.segment.is_empty());
            period.label == self.period.label || totals.any(|figure| figure.period == period.label && figure.n > 0)
        };
        let first = self.periods.iter().position(|period| active(&period)).unwrap_or(0);
        Review { periods: &self.periods[first..], ..*self }
    }
}

/// The figures of a review written earlier.
pub fn earlier(folder: &Path) -> Result<Earlier, ReportError> {
    Earlier::parse(&files::read(folder, "manifest.json")?, &files::read(folder, "kpis.csv")?)
}

/// Writes the review into the folder `out`: `index.html`, `charts/`, `kpis.csv`, `findings.json`, `manifest.json`, and
/// `restated.csv` where it is compared with an earlier one.
///
/// The manifest comes last: a folder whose manifest fits its files is a whole review.
pub fn write(review: &Review<'_>, out: &Path) -> Result<Written, ReportError> {
    font::register()?;
    let shown = review.since_first_activity();
    let judged = Judgements::of(&shown);
    let charts = charts::all(&shown, &judged)?;
    let page = page::render(&shown, &judged, &charts)?;
    let mut folder = files::Folder::new(out);
    folder.write("index.html", page.as_bytes())?;
    write_charts(&mut folder, &charts)?;
    improvements::write(&mut folder, review)?;
    folder.write("kpis.csv", &export::csv(review)?)?;
    folder.write("findings.json", export_findings::json(&shown, &judged)?.as_bytes())?;
    match review.restated() {
        Some(restated) => folder.write("restated.csv", &export::restated_csv(&restated)?)?,
        None => folder.remove("restated.csv")?,
    }
    let manifest = export::manifest(review, &folder.outputs)?;
    folder.write("manifest.json", manifest.as_bytes())?;
    Ok(Written { paths: folder.paths() })
}

fn write_charts(folder: &mut files::Folder<'_>, charts: &[charts::Chart]) -> Result<(), ReportError> {
    for (chart, picture) in charts.iter().zip(charts::pictures(charts)?) {
        folder.write(&format!("charts/{}.svg", chart.name), chart.svg.as_bytes())?;
        folder.write(&format!("charts/{}.png", chart.name), &picture)?;
    }
    // What an earlier run left and this one did not draw would pass for a part of this review.
    for name in charts::NAMES.into_iter().filter(|name| charts.iter().all(|chart| chart.name != *name)) {
        folder.remove(&format!("charts/{name}.svg"))?;
        folder.remove(&format!("charts/{name}.png"))?;
    }
    Ok(())
}

#[cfg(test)]
mod awkward_tests;
#[cfg(test)]
mod problems_tests;
#[cfg(test)]
mod tests;
