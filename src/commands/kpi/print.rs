//! Figures as a table for people and as JSON lines for programs.

use std::collections::BTreeMap;
use std::io::{Write as _, stdout};

use comfy_table::CellAlignment;

use crate::commands::table;
use crate::kpi::{Definition, Figure, Figures, Unit};
use crate::report::Restated;

/// A figure as one JSON object.
#[derive(serde::Serialize)]
struct Line<'a> {
    kpi: &'a str,
    name: &'a str,
    unit: Unit,
    period: &'a str,
    segment: BTreeMap<&'a str, &'a str>,
    value: Option<f64>,
    numerator: Option<f64>,
    denominator: Option<f64>,
    n: u64,
    /// What an earlier review said, where it said otherwise.
    #[serde(skip_serializing_if = "Option::is_none")]
    restated_from: Option<Before>,
}

#[derive(serde::Serialize)]
struct Before {
    value: Option<f64>,
    n: u64,
}

pub fn json(definitions: &[Definition], figures: &Figures, restated: &[Restated]) -> anyhow::Result<()> {
    let mut out = stdout().lock();
    for (definition, figure) in with_definition(definitions, figures) {
        let line = Line {
            kpi: &figure.kpi,
            name: &definition.name,
            unit: definition.unit,
            period: &figure.period,
            segment: figure.segment.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect(),
            value: figure.value,
            numerator: figure.numerator,
            denominator: figure.denominator,
            n: figure.n,
            restated_from: before(figure, restated).map(|one| Before { value: one.was, n: one.was_n }),
        };
        writeln!(out, "{}", serde_json::to_string(&line)?)?;
    }
    Ok(())
}

/// `has_series`: of several periods, so that each line says which.
pub fn table(
    definitions: &[Definition],
    figures: &Figures,
    by: &[&str],
    has_series: bool,
    restated: &[Restated],
) -> anyhow::Result<()> {
    let period = has_series.then_some("period");
    let header = ["KPI"].into_iter().chain(by.iter().copied()).chain(period).chain(["value", "n", "from"]);
    let mut table = table::with_header(header);
    for (definition, figure) in with_definition(definitions, figures) {
        let mut row = vec![definition.name.clone()];
        row.extend(figure.segment.iter().map(|(_, value)| value.clone()));
        row.extend(period.map(|_| figure.period.clone()));
        row.extend([in_unit(figure.value, definition.unit), figure.n.to_string(), parts(figure)]);
        table.add_row(row);
    }
    for column in table.column_iter_mut().skip(by.len() + 1 + usize::from(has_series)) {
        column.set_cell_alignment(CellAlignment::Right);
    }
    writeln!(stdout().lock(), "{table}")?;
    print_restated(definitions, restated)
}

/// The figures that an earlier review said otherwise; one that it had and that is gone is among them.
fn print_restated(definitions: &[Definition], restated: &[Restated]) -> anyhow::Result<()> {
    if restated.is_empty() {
        return Ok(());
    }
    let mut table = table::with_header(["restated", "period", "segment", "said then", "now"]);
    for one in restated.iter().map(|one| one.in_words(definitions)) {
        table.add_row([one.name, one.period, one.segment, one.was, one.is]);
    }
    writeln!(stdout().lock(), "{table}")?;
    Ok(())
}

/// What an earlier review said of this figure, where that was something else.
fn before<'a>(figure: &Figure, restated: &'a [Restated]) -> Option<&'a Restated> {
    let mut segment = figure.segment.clone();
    segment.sort();
    restated.iter().find(|one| one.kpi == figure.kpi && one.period == figure.period && one.segment == segment)
}

/// Each figure beside its definition.
fn with_definition<'a>(
    definitions: &'a [Definition],
    figures: &'a Figures,
) -> impl Iterator<Item = (&'a Definition, &'a Figure)> {
    figures.0.iter().filter_map(|figure| {
        definitions.iter().find(|definition| definition.id == figure.kpi).map(|definition| (definition, figure))
    })
}

pub fn in_unit(value: Option<f64>, unit: Unit) -> String {
    match (value, unit) {
        (None, _) => "–".into(),
        (Some(value), Unit::Count) => format!("{value:.0}"),
        (Some(value), Unit::Share) => format!("{:.1} %", value * 100.0),
        (Some(value), Unit::Days) => format!("{value:.1} days"),
        (Some(value), Unit::Ratio | Unit::Amount) => format!("{value:.2}"),
        (Some(value), Unit::Minutes) if value < 120.0 => format!("{value:.0} min"),
        (Some(value), Unit::Minutes) => format!("{:.1} h", value / 60.0),
    }
}

/// Numerator and denominator of a share or ratio.
fn parts(figure: &Figure) -> String {
    match (figure.numerator, figure.denominator) {
        (Some(numerator), Some(denominator)) if figure.value.is_some() => {
            format!("{} / {}", plain(numerator), plain(denominator))
        }
        _ => String::new(),
    }
}

/// A number without places that say nothing.
pub fn plain(value: f64) -> String {
    let text = format!("{value:.2}");
    text.trim_end_matches('0').trim_end_matches('.').into()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_read_as_people_say_them() {
        let shown = |value, unit| in_unit(Some(value), unit);
        assert_eq!(shown(12.0, Unit::Count), "12");
        assert_eq!(shown(0.8333, Unit::Share), "83.3 %");
        assert_eq!(shown(119.0, Unit::Minutes), "119 min");
        assert_eq!(shown(120.0, Unit::Minutes), "2.0 h");
        assert_eq!(shown(3.25, Unit::Days), "3.2 days");
        assert_eq!(shown(16.667, Unit::Ratio), "16.67");
        assert_eq!(in_unit(None, Unit::Share), "–");
    }
}
