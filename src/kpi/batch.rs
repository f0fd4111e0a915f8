//! Many KPIs in one query: those that select of the same rows are computed in one pass over them.
//!
//! `SELECT *, a AS value FROM rows WHERE b` counts the same as `CASE WHEN b THEN a END` over all rows, so that what
//! several KPIs make of them stands side by side in one `GROUP BY`.

use super::Definition;
use super::query::{group_by, measures, segments, select_sql, sql_over};
use super::selection::Selection;

/// One query and the KPIs that it answers.
pub(super) struct Batch {
    pub sql: String,
    pub answers: Vec<Answers>,
}

/// Which columns of the query's answer are a KPI's.
pub(super) struct Answers {
    /// The place of the KPI among the definitions.
    pub definition: usize,
    /// Stands after `n`, `value`, `numerator` and `denominator`.
    pub suffix: String,
    /// The column that says how many rows of a group the KPI selects; nothing where each row of the answer is its own.
    pub rows: Option<String>,
}

/// The queries that answer all KPIs, where the views `ready` are tables.
pub(super) fn batches(definitions: &[Definition], by: &[&str], ready: &[&str]) -> Vec<Batch> {
    let mut together: Vec<Together> = Vec::new();
    let mut batches = Vec::new();
    for (place, definition) in definitions.iter().enumerate() {
        let Some(selection) = Selection::read(&definition.sql).filter(Selection::is_row_by_row) else {
            let alone = Answers { definition: place, suffix: String::new(), rows: None };
            batches.push(Batch { sql: sql_over(definition, by, ready), answers: vec![alone] });
            continue;
        };
        match together.iter_mut().find(|batch| batch.takes(definition, &selection)) {
            Some(batch) => batch.add(place, definition, &selection),
            None => together.push(Together::new(place, definition, &selection)),
        }
    }
    // Quantiles hold all values at once: they come when what only others read has been let go.
    together.sort_by_key(|batch| batch.is_of_quantiles);
    batches.extend(together.into_iter().map(|batch| batch.finish(by, ready)));
    batches
}

/// KPIs that select of the same rows.
struct Together {
    all: String,
    from: String,
    /// Quantiles need all values at once, the others only a sum of them.
    is_of_quantiles: bool,
    /// What is computed of each row, under the names `column_0`, `column_1` …
    columns: Vec<String>,
    measures: Vec<String>,
    answers: Vec<Answers>,
}

impl Together {
    fn new(place: usize, definition: &Definition, selection: &Selection) -> Self {
        let mut batch = Self {
            all: selection.all.clone(),
            from: selection.from.clone(),
            is_of_quantiles: definition.aggregate.is_quantile(),
            columns: Vec::new(),
            measures: Vec::new(),
            answers: Vec::new(),
        };
        batch.add(place, definition, selection);
        batch
    }

    fn takes(&self, definition: &Definition, selection: &Selection) -> bool {
        let is_alike = self.is_of_quantiles == definition.aggregate.is_quantile();
        is_alike && self.all == selection.all && self.from == selection.from
    }

    fn add(&mut self, place: usize, definition: &Definition, selection: &Selection) {
        let suffix = format!("_{}", self.answers.len());
        let where_it_counts = |what: &str| match &selection.condition {
            Some(condition) => format!("CASE WHEN {condition} THEN {what} END"),
            None => what.to_string(),
        };
        let rows = match &selection.condition {
            Some(_) => format!("COUNT({})", self.column(where_it_counts("1"))),
            None => "COUNT(*)".into(),
        };
        let columns: Vec<(&str, String)> = selection
            .added
            .iter()
            .map(|(name, what)| (name.as_str(), self.column(where_it_counts(&format!("({what})")))))
            .collect();
        let measures = measures(definition.aggregate, &rows, &suffix, |name| {
            columns.iter().find(|(known, _)| *known == name).map_or(name.to_string(), |(_, column)| column.clone())
        });
        self.measures.push(format!("{rows} AS rows{suffix}, {measures}"));
        self.answers.push(Answers { definition: place, rows: Some(format!("rows{suffix}")), suffix });
    }

    /// The name of a column that holds this; the same for the same.
    fn column(&mut self, what: String) -> String {
        let place = self.columns.iter().position(|known| *known == what).unwrap_or_else(|| {
            self.columns.push(what);
            self.columns.len() - 1
        });
        format!("column_{place}")
    }

    fn finish(self, by: &[&str], ready: &[&str]) -> Batch {
        let segments = segments("counted", by);
        let columns: Vec<String> =
            self.columns.iter().enumerate().map(|(place, what)| format!(", {what} AS column_{place}")).collect();
        let named: Vec<String> =
            segments.iter().zip(by).map(|(segment, name)| format!(", {segment} AS {name}")).collect();
        let select = format!(
            "SELECT counted.period{}, {}\nFROM (SELECT {}{} FROM {}) AS counted\n{}",
            named.concat(),
            self.measures.join(", "),
            self.all,
            columns.concat(),
            self.from,
            group_by(&segments)
        );
        Batch { sql: select_sql(&select, ready), answers: self.answers }
    }
}

#[cfg(test)]
mod tests {
    use super::super::dictionary::definitions;
    use super::*;

    fn batch_of<'a>(batches: &'a [Batch], definitions: &[Definition], id: &str) -> &'a Batch {
        let is_its = |batch: &&Batch| batch.answers.iter().any(|one| definitions[one.definition].id == id);
        batches.iter().find(is_its).unwrap()
    }

    #[test]
    fn every_kpi_is_answered_once_and_few_queries_answer_all() {
        let definitions = definitions().unwrap();
        let batches = batches(&definitions, &["service"], &[]);
        let mut answered: Vec<usize> =
            batches.iter().flat_map(|batch| batch.answers.iter().map(|one| one.definition)).collect();
        answered.sort();
        assert_eq!(answered, (0..definitions.len()).collect::<Vec<_>>());
        assert!(batches.len() * 3 < definitions.len(), "{} queries", batches.len());
    }

    #[test]
    fn what_several_kpis_measure_is_one_column() {
        let definitions: Vec<Definition> = definitions().unwrap();
        let batches = batches(&definitions, &[], &[]);
        let active = batch_of(&batches, &definitions, "resolve_active_p25");
        assert_eq!(
            active.sql.matches("resolve_active_minutes IS NOT NULL THEN (resolve_active_minutes) END").count(),
            1
        );
        assert_eq!(active.sql.matches("resolve_active_minutes IS NOT NULL THEN 1 END").count(), 1);
    }
}
