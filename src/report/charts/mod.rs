//! The charts of a review, each a picture that says in its title what is seen.
//!
//! One file a chart. Each returns nothing where its figures are absent, and draws what there is otherwise.

mod axis;
mod backlog;
mod bands;
mod canvas;
mod control;
mod on_time;
mod pareto;
mod volume;

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
pub const NAMES: [&str; 7] = [
    "volume",
    "backlog",
    "time-to-resolve",
    "control-time-to-resolve",
    "on-time-by-service",
    "pareto-categories",
    "pareto-services",
];

/// Every chart that the figures allow, in the order of the page.
pub fn all(review: &Review<'_>) -> Result<Vec<Chart>, ReportError> {
    let drawn = [
        volume::draw(review)?,
        backlog::draw(review)?,
        bands::draw(review)?,
        control::draw(review)?,
        on_time::draw(review)?,
        pareto::draw(review, "category", "pareto-categories")?,
        pareto::draw(review, "service", "pareto-services")?,
    ];
    Ok(drawn.into_iter().flatten().collect())
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
