//! What is behind the figures: every KPI's rows add up to it.

use tallypost::kpi::{Aggregate, CountsIn, Evidence, compute, definitions, evidence};

use crate::figure::kpis;
use crate::random::some_tickets;
use crate::support::{Tables, opened, periods};

#[test]
fn the_rows_behind_every_figure_add_up_to_it() {
    let (tickets, mails) = some_tickets(150);
    let tables = Tables::of(&tickets, &mails)
        .agreed("cost_per_hour = 50.0\n[[service]]\nname = \"Portal\"\nworkload_limit = 3\n");
    let october = &periods(&["2026-10"])[0];
    let definitions = definitions().unwrap();
    let figures = compute(&definitions, tables.frames(), std::slice::from_ref(october), &[]).unwrap();
    for definition in &definitions {
        let rows = evidence(definition, tables.frames(), october, &[]).unwrap();
        let figure = figures.total(&definition.id, "2026-10").unwrap();
        assert_eq!(rows.len() as u64, figure.n, "{}", definition.id);
        let sum = |value: fn(&Evidence) -> Option<f64>| rows.iter().filter_map(value).sum::<f64>();
        let above = match definition.aggregate {
            Aggregate::Share | Aggregate::ShareLow | Aggregate::ShareHigh | Aggregate::Mean => sum(|row| row.value),
            Aggregate::Ratio | Aggregate::RatioPer100 => sum(|row| row.numerator),
            _ => continue,
        };
        assert!((above - figure.numerator.unwrap()).abs() < 1e-6, "{}: {above} in {figure:?}", definition.id);
    }
}

#[test]
fn the_exceptions_of_a_promise_are_the_tickets_below_the_line_only() {
    let due = |id: &str| {
        let due_at = crate::support::moment("2026-10-05T12:00:00Z");
        opened(id, "2026-10-01T08:00:00Z").with(move |row| row.resolve_due_at = Some(due_at))
    };
    let kept = due("kept").resolved("2026-10-05T11:00:00Z").for_service("Portal");
    let tables = Tables::of(&[kept, due("late").resolved("2026-10-06T11:00:00Z"), due("still open")], &[]);
    let rows =
        evidence(&kpis(&["resolve_on_time"])[0], tables.frames(), &periods(&["2026-10"])[0], &["service"]).unwrap();
    let said: Vec<(&str, &str, &str)> = rows
        .iter()
        .map(|row| (row.segment[0].1.as_str(), row.ticket_id.as_deref().unwrap(), row.counts_in().name()))
        .collect();
    assert_eq!(
        said,
        [("(none)", "late", "denominator"), ("(none)", "still open", "denominator"), ("Portal", "kept", "numerator")]
    );
    assert_eq!(rows[2].counts_in(), CountsIn::Numerator);
    assert_eq!((rows[1].status.as_deref(), rows[1].value), (Some("new"), Some(0.0)));
}
