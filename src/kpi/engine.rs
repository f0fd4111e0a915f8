//! Runs the KPIs' SQL on frames.

use super::answer::{Answer, read_answer, read_evidence, with_empty_periods};
use super::batch::batches;
use super::error::failed;
use super::query::{check_dimensions, evidence_sql, mentions};
use super::tables::{Frames, Tables, context};
use super::{Definition, Evidence, Figures, KpiError, Period};

/// What evidence tells of a ticket besides its figures.
const TOLD: [&str; 4] = ["opened_at", "priority", "status", "subject"];

/// All figures: every KPI in every period; where `by` names dimensions, for every segment that the KPI meets.
pub fn compute(
    definitions: &[Definition],
    frames: Frames,
    periods: &[Period],
    by: &[&str],
) -> Result<Figures, KpiError> {
    check_dimensions(by)?;
    let mut answers = vec![Answer::new(); definitions.len()];
    for periods in one_after_the_other(periods) {
        let mut tables = Tables::of(&frames, definitions, &periods, by)?;
        let batches = batches(definitions, by, tables.ready());
        for (at, batch) in batches.iter().enumerate() {
            tables.keep(|view| batches[at..].iter().any(|later| mentions(&later.sql, view)));
            let first = batch.answers.first().map_or("", |one| definitions[one.definition].id.as_str());
            let rows = tables.answer(&batch.sql).map_err(failed(first))?;
            for one in &batch.answers {
                let definition = &definitions[one.definition];
                let more = read_answer(&rows, one, definition, &periods, by).map_err(failed(&definition.id))?;
                answers[one.definition].extend(more);
            }
        }
    }
    let each = answers.into_iter().zip(definitions);
    Ok(Figures(each.flat_map(|(answer, definition)| with_empty_periods(answer, definition, periods, by)).collect()))
}

/// The periods in groups in which none overlaps another.
fn one_after_the_other(periods: &[Period]) -> Vec<Vec<Period>> {
    let mut groups: Vec<Vec<Period>> = Vec::new();
    let mut sorted = periods.to_vec();
    sorted.sort_by_key(|period| (period.start, period.end));
    for period in sorted {
        match groups.iter_mut().find(|group| group.last().is_some_and(|last| last.end <= period.start)) {
            Some(group) => group.push(period),
            None => groups.push(vec![period]),
        }
    }
    groups
}

/// The rows that one KPI counts in one period, by ticket.
pub fn evidence(
    definition: &Definition,
    frames: Frames,
    period: &Period,
    by: &[&str],
) -> Result<Vec<Evidence>, KpiError> {
    check_dimensions(by)?;
    let asked = [by, &TOLD].concat();
    let mut rows = context(&frames, std::slice::from_ref(definition), std::slice::from_ref(period), &asked)
        .and_then(|mut context| context.execute(&evidence_sql(definition, by))?.collect())
        .and_then(|frame| read_evidence(&frame, by))
        .map_err(failed(&definition.id))?;
    rows.sort_by(|a, b| {
        let value = |row: &Evidence| row.value.or(row.numerator).unwrap_or(0.0);
        (&a.segment, &a.ticket_id).cmp(&(&b.segment, &b.ticket_id)).then(value(a).total_cmp(&value(b)))
    });
    Ok(rows)
}
