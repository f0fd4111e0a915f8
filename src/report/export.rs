//! The review for machines: every figure as CSV, and a manifest by which it can be run again and checked.

use std::collections::BTreeSet;

use serde::Serialize;

use crate::config::Config;
use crate::kpi::{Figure, Unit};

use super::files::{Output, sha256};
use super::{Input, ReportError, Restated, Review};

pub const HEAD: [&str; 4] = ["kpi", "name", "unit", "period"];
pub const VALUES: [&str; 4] = ["value", "numerator", "denominator", "n"];

/// Every figure, one a row; each dimension has a column, empty where the figure is over all of it.
pub fn csv(review: &Review<'_>) -> Result<Vec<u8>, ReportError> {
    let figures = &review.figures.0;
    let dimensions: BTreeSet<&str> =
        figures.iter().flat_map(|figure| figure.segment.iter().map(|(dimension, _)| dimension.as_str())).collect();
    let mut writer = csv::Writer::from_writer(Vec::new());
    writer.write_record(HEAD.into_iter().chain(dimensions.iter().copied()).chain(VALUES))?;
    for figure in figures {
        writer.write_record(row(review, figure, &dimensions))?;
    }
    writer.into_inner().map_err(|error| ReportError::Csv(error.into_error().into()))
}

fn row(review: &Review<'_>, figure: &Figure, dimensions: &BTreeSet<&str>) -> Vec<String> {
    let definition = review.definition(&figure.kpi);
    let mut row = vec![
        figure.kpi.clone(),
        definition.map_or(String::new(), |definition| definition.name.clone()),
        definition.map_or("", |definition| unit(definition.unit)).into(),
        figure.period.clone(),
    ];
    for dimension in dimensions {
        let value = figure.segment.iter().find(|(name, _)| name == dimension);
        row.push(value.map_or(String::new(), |(_, value)| value.clone()));
    }
    row.extend(values(figure));
    row
}

/// What is written under [`VALUES`].
pub fn values(figure: &Figure) -> [String; 4] {
    let write = |value: Option<f64>| value.map_or(String::new(), number);
    [write(figure.value), write(figure.numerator), write(figure.denominator), figure.n.to_string()]
}

/// What an earlier review said otherwise, one a row; empty where it had no such figure.
pub fn restated_csv(restated: &[Restated]) -> Result<Vec<u8>, ReportError> {
    let mut writer = csv::Writer::from_writer(Vec::new());
    writer.write_record(["kpi", "period", "segment", "was", "is", "was_n", "is_n"])?;
    let write = |value: Option<f64>| value.map_or(String::new(), number);
    for one in restated {
        let segment: Vec<String> = one.segment.iter().map(|(name, value)| format!("{name}={value}")).collect();
        let (was_n, is_n) = (one.was_n.to_string(), one.is_n.to_string());
        let row = [&one.kpi, &one.period, &segment.join("; "), &write(one.was), &write(one.is), &was_n, &is_n];
        writer.write_record(row)?;
    }
    writer.into_inner().map_err(|error| ReportError::Csv(error.into_error().into()))
}

fn unit(unit: Unit) -> &'static str {
    match unit {
        Unit::Count => "count",
        Unit::Share => "share",
        Unit::Minutes => "minutes",
        Unit::Days => "days",
        Unit::Ratio => "ratio",
        Unit::Amount => "amount",
    }
}

/// At most six places, so that the last bits of a sum never differ between machines.
fn number(value: f64) -> String {
    let text = format!("{value:.6}");
    match text.trim_end_matches('0').trim_end_matches('.') {
        "-0" => "0".into(),
        short => short.into(),
    }
}

#[derive(Serialize)]
struct Manifest<'a> {
    tool: &'static str,
    version: &'static str,
    organisation: &'a str,
    time_zone: &'a str,
    period: &'a str,
    periods: Vec<&'a str>,
    as_of: String,
    configuration_sha256: String,
    inputs_sha256: String,
    inputs: &'a [Input],
    outputs: Vec<Entry<'a>>,
}

#[derive(Serialize)]
struct Entry<'a> {
    name: &'a str,
    bytes: usize,
    sha256: &'a str,
}

/// What went in and what came out, as JSON.
pub fn manifest(review: &Review<'_>, outputs: &[Output]) -> Result<String, ReportError> {
    let manifest = Manifest {
        tool: env!("CARGO_PKG_NAME"),
        version: env!("CARGO_PKG_VERSION"),
        organisation: &review.config.organisation.name,
        time_zone: &review.config.organisation.time_zone,
        period: &review.period.label,
        periods: review.periods.iter().map(|period| period.label.as_str()).collect(),
        as_of: review.as_of.to_string(),
        configuration_sha256: configuration_hash(review.config)?,
        inputs_sha256: inputs_hash(review.inputs),
        inputs: review.inputs,
        outputs: outputs
            .iter()
            .map(|output| Entry { name: &output.name, bytes: output.bytes, sha256: &output.sha256 })
            .collect(),
    };
    Ok(serde_json::to_string_pretty(&manifest)? + "\n")
}

/// Tables that say how mail is read, not what was promised.
const GATEWAY_TABLES: [&str; 2] = ["gateway", "mailbox"];

/// Of everything in the configuration but the tables of the gateway: an analysis does not use them, and the paths
/// in them differ between machines.
pub fn configuration_hash(config: &Config) -> Result<String, ReportError> {
    let mut used = serde_json::to_value(config)?;
    if let Some(tables) = used.as_object_mut() {
        tables.retain(|name, _| !GATEWAY_TABLES.contains(&name.as_str()));
    }
    Ok(sha256(&serde_json::to_vec(&used)?))
}

/// Of all inputs at once: of the lines that `sha256sum` prints for them.
pub fn inputs_hash(inputs: &[Input]) -> String {
    let lines: String = inputs.iter().map(|input| format!("{}  {}\n", input.sha256, input.name)).collect();
    sha256(lines.as_bytes())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::fixture::Fixture;

    #[test]
    fn numbers_are_written_in_one_way() {
        let written = [0.0, -0.0, 1.0 / 3.0, 12.5, 1e9].map(number);
        assert_eq!(written, ["0", "0", "0.333333", "12.5", "1000000000"]);
    }

    #[test]
    fn every_figure_has_a_row_with_its_dimensions() {
        let fixture = Fixture::one_ticket();
        let text = String::from_utf8(csv(&fixture.review()).unwrap()).unwrap();
        let rows: Vec<&str> = text.lines().collect();
        assert_eq!(rows.len(), 1 + fixture.figures.0.len());
        assert_eq!(rows[0], "kpi,name,unit,period,service,value,numerator,denominator,n");
        assert!(rows.contains(&"opened,Tickets opened,count,2026-10,,1,,,1"), "{text}");
        assert!(rows.contains(&"opened,Tickets opened,count,2026-10,Portal <& Sons>,1,,,1"), "{text}");
        assert!(rows.contains(&"resolve_on_time,Resolved on time,share,2026-10,,1,1,1,1"), "{text}");
    }

    #[test]
    fn the_folder_of_the_configuration_does_not_change_its_hash() {
        let here = "[organisation]\nname = \"A\"\n[[mailbox]]\nname = \"m\"\naddress = \"a@b\"\nmaildir = \"/one\"";
        let there = here.replace("/one", "/two");
        let hash = |text: &str| {
            configuration_hash(&crate::config::from_str(text, std::path::Path::new("t.toml")).unwrap()).unwrap()
        };
        assert_eq!(hash(here), hash(&there));
        assert_eq!(hash(here), hash(&format!("{here}\n[gateway]\npoll_seconds = 7")));
        assert_ne!(hash(here), hash(&here.replace("\"A\"", "\"B\"")));
    }
}
