//! A view: a named query that KPIs read like a table, and how the engine that runs many KPIs makes a table of it.
//!
//! Any other engine runs the text as it stands. Ours would lay millions of tickets beside every period; a line of the
//! file's header says what gives the same rows with less.

/// One file of `views/`.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct View {
    pub name: &'static str,
    /// What the file says to a reader, and the query.
    pub text: String,
    /// The query alone.
    pub sql: String,
    pub making: Making,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Making {
    /// As a part of each query that reads it.
    Inline,
    /// `-- computed: once`: it is small, and several queries share it or join it with much: a join that has to wait
    /// for its smaller side keeps millions of rows of the larger one meanwhile.
    Once,
    /// `-- in_period: ROWS by MOMENT`: each of the rows, beside the period in which its moment lies.
    InPeriod { rows: &'static str, moment: &'static str },
    /// `-- open_at: period_start` or `period_end`: the turning points by which a ticket is open at that moment, beside
    /// the period.
    OpenAt { moment: &'static str },
}

impl View {
    pub(super) fn read(name: &'static str, file: &'static str) -> Self {
        let making = file.lines().find_map(Making::read).unwrap_or(Making::Inline);
        let text: Vec<&str> = file.lines().filter(|line| Making::read(line).is_none()).collect();
        let sql: Vec<&str> = text.iter().filter(|line| !line.starts_with("--")).copied().collect();
        Self { name, text: text.join("\n"), sql: sql.join("\n"), making }
    }
}

impl Making {
    /// `None` where the line says something to people.
    fn read(line: &'static str) -> Option<Self> {
        let (key, value) = line.strip_prefix("-- ")?.split_once(": ")?;
        match (key, value) {
            ("computed", "once") => Some(Self::Once),
            ("in_period", value) => value.split_once(" by ").map(|(rows, moment)| Self::InPeriod { rows, moment }),
            ("open_at", moment) => Some(Self::OpenAt { moment }),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::dictionary::views;
    use super::*;

    #[test]
    fn what_a_header_declares_is_what_the_query_says() {
        for view in views() {
            match view.making {
                Making::InPeriod { rows, moment } => assert_eq!(
                    view.sql,
                    format!(
                        "SELECT *\nFROM {rows} CROSS JOIN periods\nWHERE {moment} >= period_start AND {moment} < period_end"
                    )
                ),
                Making::OpenAt { moment } => assert_eq!(
                    view.sql,
                    format!(
                        "SELECT *\nFROM turning_points CROSS JOIN periods\nWHERE turn <> 'resolved' AND turned_at < {moment} \
                         AND (next_turn_at IS NULL OR next_turn_at >= {moment})"
                    )
                ),
                Making::Once | Making::Inline => {
                    assert!(!view.sql.contains("CROSS JOIN periods"), "{} says not how it is made", view.name);
                }
            }
        }
    }

    #[test]
    fn a_header_is_read_apart_from_what_people_read() {
        let view = View::read("few", "-- Few rows.\n-- computed: once\nSELECT *\nFROM many\n");
        assert_eq!(view.making, Making::Once);
        assert_eq!(view.text, "-- Few rows.\nSELECT *\nFROM many");
        assert_eq!(view.sql, "SELECT *\nFROM many");
    }
}
