//! What comes next, with how wrong the same method was before, and whether the year has seasons. Only where the history
//! bears it: a forecast from twelve periods on, a season from two years on.

use crate::trend::{self, Ahead, Forecast, Method};

use super::{Review, words};

const HORIZON: usize = 3;
/// Trials without which nobody knows whether an interval of 80 % holds.
const TRIED_MIN: usize = 5;
/// Of intervals that claim four of five, at least so many must have held.
const HELD_MIN: f64 = 0.6;
/// As sure as a lasting change: a season is looked for once a review.
const SEASON_P_MAX: f64 = 0.01;
const MONTHS: usize = 12;

/// The next periods of a measure that is counted; nothing where its past could not be foretold.
pub fn forecast(review: &Review<'_>, kpi: &str) -> Option<Forecast> {
    let values = whole(review, kpi)?;
    let forecast = trend::forecast(&values, HORIZON).ok()?;
    let is_honest = forecast.tried >= TRIED_MIN && forecast.held as f64 >= HELD_MIN * forecast.tried as f64;
    (is_honest && !forecast.ahead.is_empty()).then_some(forecast)
}

/// The whole history, where no period is missing and the last one is over.
fn whole(review: &Review<'_>, kpi: &str) -> Option<Vec<f64>> {
    review.series(kpi).into_iter().collect::<Option<Vec<f64>>>().filter(|_| review.is_over())
}

/// Counts are never less than nothing.
pub fn range(ahead: &Ahead) -> (f64, f64) {
    (ahead.interval.low.max(0.0), ahead.interval.high.max(0.0))
}

pub fn sentences(review: &Review<'_>) -> Vec<String> {
    [expected(review, "opened", "Tickets opened"), expected(review, "backlog", "Backlog"), season(review)]
        .into_iter()
        .flatten()
        .collect()
}

fn expected(review: &Review<'_>, kpi: &str, name: &str) -> Option<String> {
    let forecast = forecast(review, kpi)?;
    let next = forecast.ahead.first()?;
    let (low, high) = range(next);
    Some(format!(
        "{name} in the next {}: about {}, four times in five between {} and {} ({}; such intervals held {} of {} times before).",
        words::period_kind(review.period),
        words::count(next.value.max(0.0)),
        words::count(low),
        words::count(high),
        method(&forecast),
        forecast.held,
        forecast.tried
    ))
}

pub fn method(forecast: &Forecast) -> &'static str {
    match forecast.method {
        Method::LastValue => "as the last value",
        Method::YearMean => "as the mean of the last year",
        Method::SeasonLast => "as in the same month a year ago",
        Method::Smoothed => "as the smoothed level",
        Method::DampedTrend => "along a trend that fades",
    }
}

fn season(review: &Review<'_>) -> Option<String> {
    if words::period_kind(review.period) != "month" {
        return None;
    }
    let values = whole(review, "opened")?;
    if values.iter().any(|value| *value <= 0.0) {
        return None;
    }
    // A season grows with the level.
    let logarithms: Vec<f64> = values.iter().map(|value| value.ln()).collect();
    let parts = trend::decompose(&logarithms, MONTHS).ok().filter(|parts| parts.p_value <= SEASON_P_MAX)?;
    let place = |best: fn(f64, f64) -> bool| {
        (1..MONTHS).fold(0, |found, i| if best(parts.season[i], parts.season[found]) { i } else { found })
    };
    let (busiest, quietest) = (place(|a, b| a > b), place(|a, b| a < b));
    let month = |i: usize| words::month_of(&review.periods[i].label);
    let share = |i: usize| words::share((parts.season[i].exp() - 1.0).abs());
    Some(format!(
        "Tickets opened follow the year: {} stands {} above the trend, {} {} below it (seen in {} years).",
        month(busiest),
        share(busiest),
        month(quietest),
        share(quietest),
        words::spelled(values.len() / MONTHS)
    ))
}
