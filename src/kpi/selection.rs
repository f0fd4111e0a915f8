//! A KPI's own query taken apart: what it selects of what, and where.

use sqlparser::ast::{SelectItem, SetExpr, Statement};
use sqlparser::dialect::GenericDialect;
use sqlparser::parser::Parser;

/// A query that selects rows and columns, and nothing more: `SELECT *, … AS value FROM … WHERE …`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Selection {
    /// `*` or `table.*`: all that the rows had before.
    pub all: String,
    /// What it adds: name and expression.
    pub added: Vec<(String, String)>,
    pub from: String,
    pub condition: Option<String>,
}

impl Selection {
    /// `None` where the text is something else, which can only be run as a whole.
    pub(super) fn read(sql: &str) -> Option<Self> {
        let statements = Parser::parse_sql(&GenericDialect {}, sql).ok()?;
        let [Statement::Query(query)] = statements.as_slice() else { return None };
        let SetExpr::Select(select) = query.body.as_ref() else { return None };
        let (all, added) = select.projection.split_first()?;
        let selection = Self {
            all: matches!(all, SelectItem::Wildcard(_) | SelectItem::QualifiedWildcard(..)).then(|| all.to_string())?,
            added: added.iter().map(named).collect::<Option<_>>()?,
            from: select.from.iter().map(ToString::to_string).collect::<Vec<_>>().join(", "),
            condition: select.selection.as_ref().map(ToString::to_string),
        };
        // Groups, limits and all else would be missing from the parts.
        (selection.to_string() == query.to_string()).then_some(selection)
    }

    /// What is computed over several rows has to be computed before some of them are left out.
    pub(super) fn is_row_by_row(&self) -> bool {
        self.added.iter().all(|(_, expression)| !expression.contains(" OVER "))
    }
}

impl std::fmt::Display for Selection {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let added: Vec<String> = self.added.iter().map(|(name, what)| format!(", {what} AS {name}")).collect();
        write!(formatter, "SELECT {}{} FROM {}", self.all, added.concat(), self.from)?;
        self.condition.as_ref().map_or(Ok(()), |condition| write!(formatter, " WHERE {condition}"))
    }
}

fn named(item: &SelectItem) -> Option<(String, String)> {
    match item {
        SelectItem::ExprWithAlias { expr, alias } => Some((alias.to_string(), expr.to_string())),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_selection_is_taken_apart_into_what_it_says() {
        let sql = "-- Note.\nSELECT *, CASE WHEN a > b - INTERVAL '2 days' THEN 1 ELSE 0 END AS value\nFROM t CROSS JOIN u\n\
                   WHERE c IN ('x', 'y') OR d IS NULL";
        let selection = Selection::read(sql).unwrap();
        assert_eq!(selection.all, "*");
        assert_eq!(
            selection.added,
            [("value".to_string(), "CASE WHEN a > b - INTERVAL '2 days' THEN 1 ELSE 0 END".to_string())]
        );
        assert_eq!(selection.from, "t CROSS JOIN u");
        assert_eq!(selection.condition.as_deref(), Some("c IN ('x', 'y') OR d IS NULL"));
        assert!(selection.is_row_by_row());
        assert!(!Selection::read("SELECT *, SUM(a) OVER (PARTITION BY b) AS value FROM t").unwrap().is_row_by_row());
    }

    #[test]
    fn what_does_more_is_left_whole() {
        for sql in [
            "SELECT period, ticket_id FROM t",
            "SELECT DISTINCT * FROM t",
            "SELECT * FROM t LIMIT 1",
            "SELECT *, COUNT(*) AS value FROM t GROUP BY a",
            "SELECT * FROM t UNION ALL SELECT * FROM u",
            "WITH u AS (SELECT * FROM t) SELECT * FROM u",
            "SELEC * FROM t",
        ] {
            assert_eq!(Selection::read(sql), None, "{sql}");
        }
    }
}
