//! Figures of hand-made tables, and how a test says what they must be.

use tallypost::kpi::{Definition, Figure, Figures, Period, compute, definitions, evidence};

use crate::support::{Tables, periods};

pub fn kpis(ids: &[&str]) -> Vec<Definition> {
    definitions().unwrap().into_iter().filter(|definition| ids.contains(&definition.id.as_str())).collect()
}

pub fn figures(ids: &[&str], tables: &Tables, labels: &[&str], by: &[&str]) -> Figures {
    compute(&kpis(ids), tables.frames(), &periods(labels), by).unwrap_or_else(|error| panic!("{error:?}"))
}

/// The KPI's values in the given periods.
pub fn values(id: &str, tables: &Tables, labels: &[&str]) -> Vec<f64> {
    let figures = figures(&[id], tables, labels, &[]);
    labels.iter().map(|label| figures.total(id, label).unwrap().value.unwrap()).collect()
}

pub fn october(id: &str, tables: &Tables) -> Figure {
    figures(&[id], tables, &["2026-10"], &[]).total(id, "2026-10").unwrap().clone()
}

pub fn close(left: f64, right: f64) -> bool {
    (left - right).abs() < 1e-9
}

/// Value and n of October's figure.
pub fn assert_october(id: &str, tables: &Tables, value: f64, n: u64) {
    let figure = october(id, tables);
    assert!(close(figure.value.unwrap(), value), "{id}: {:?} is not {value}", figure.value);
    assert_eq!(figure.n, n, "{id}: n");
}

pub fn assert_share(id: &str, tables: &Tables, numerator: f64, denominator: f64) {
    let figure = october(id, tables);
    assert_eq!((figure.numerator, figure.denominator), (Some(numerator), Some(denominator)), "{id}");
    assert!(close(figure.value.unwrap(), numerator / denominator), "{id}: {:?}", figure.value);
}

/// The tickets that a KPI counts in a period, each once.
pub fn behind(id: &str, tables: &Tables, period: &Period) -> Vec<String> {
    let rows = evidence(&kpis(&[id])[0], tables.frames(), period, &[]).unwrap();
    let mut ids: Vec<String> = rows.into_iter().filter_map(|row| row.ticket_id).collect();
    ids.dedup();
    ids
}
