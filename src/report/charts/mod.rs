//! The charts of a review, each a picture that says in its title what is seen.
//!
//! One file a chart. Each returns nothing where its figures are absent, and draws what there is otherwise.

mod axis;
mod backlog;
mod bands;
mod canvas;
mod control;
mod forecast;
mod funnel;
mod improvement;
mod on_time;
mod open_time;
mod pareto;
mod problems;
mod rare;
mod volume;

pub use canvas::png as picture;
pub use improvement::draw as improvement;

use super::judge::Judgements;
use super::{ReportError, Review};

pub struct Chart {
    /// File name without extension.
    pub name: &'static str,
    /// How to read it.
    pub caption: String,
    /// The drawing, with its title and a description for those who do not see it.
    pub svg: String,
}

/// What a chart's file returns: nothing where there is nothing to draw.
type Drawn = Result<Option<Chart>, ReportError>;

/// File names of all the charts that there may be.
pub const NAMES: [&str; 29] = [
    "volume",
    "backlog",
    "forecast-opened",
    "forecast-backlog",
    "time-to-resolve",
    "time-open",
    "control-opened",
    "control-first-response",
    "control-time-to-resolve",
    "control-on-time",
    "signal-1",
    "signal-2",
    "signal-3",
    "change-1",
    "change-2",
    "change-3",
    "rare-major-incidents",
    "rare-complaints",
    "rare-reopened",
    "rare-service-1",
    "rare-service-2",
    "rare-service-3",
    "on-time-by-service",
    "funnel-customers",
    "funnel-teams",
    "pareto-categories",
    "pareto-services",
    problems::BY_COST,
    problems::BY_COUNT,
];

/// Every chart that the figures allow, in the order of the page.
pub fn all(review: &Review<'_>, judged: &Judgements<'_>) -> Result<Vec<Chart>, ReportError> {
    let recent = review.recent();
    let mut drawn = vec![
        volume::draw(&recent)?,
        backlog::draw(&recent)?,
        forecast::draw(review, "opened", "forecast-opened")?,
        forecast::draw(review, "backlog", "forecast-backlog")?,
        bands::draw(&recent)?,
        open_time::draw(review)?,
    ];
    drawn.extend(control::all(review, judged)?);
    drawn.extend(rare::all(review, judged)?);
    drawn.extend([
        on_time::draw(review)?,
        funnel::draw(review, "customer", "funnel-customers")?,
        funnel::draw(review, "team", "funnel-teams")?,
        pareto::draw(review, "category", "pareto-categories")?,
        pareto::draw(review, "service", "pareto-services")?,
    ]);
    let of_problems = problems::all(review)?;
    Ok(drawn.into_iter().flatten().chain(of_problems).collect())
}

impl Chart {
    /// Shown with the problems, and not among the others.
    pub fn is_of_problems(&self) -> bool {
        [problems::BY_COST, problems::BY_COUNT].contains(&self.name)
    }
}

/// The pictures of these charts, drawn side by side, since that is most of a review's work.
pub fn pictures(charts: &[Chart]) -> Result<Vec<Vec<u8>>, ReportError> {
    std::thread::scope(|scope| {
        let drawing: Vec<_> = charts.iter().map(|chart| scope.spawn(|| canvas::png(&chart.svg))).collect();
        drawing
            .into_iter()
            .map(|picture| picture.join().map_err(|_| ReportError::Draw("the picture's thread broke off".into()))?)
            .collect()
    })
}
