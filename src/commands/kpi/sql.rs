//! `tallypost kpi --show-sql`: the whole text that is run, with what another engine needs to find the tables.

use std::io::{Write as _, stdout};

use jiff::Timestamp;

use crate::kpi::{self, Definition, Dialect, Tables};

/// Prints the text that computes one KPI in another program.
pub fn print(definition: &Definition, by: &[&str], dialect: Dialect, tables: &Tables<'_>) -> anyhow::Result<()> {
    let mut out = stdout().lock();
    writeln!(out, "{}", as_comment(&words(definition, dialect, tables.as_of), dialect.comment()))?;
    write!(out, "{}", dialect.script(&kpi::sql(definition, by), tables))?;
    Ok(())
}

fn words(definition: &Definition, dialect: Dialect, as_of: Timestamp) -> String {
    let Definition { name, definition, population, .. } = definition;
    let how = match dialect {
        Dialect::Polars => "Run it with Python and its package polars.",
        Dialect::DuckDb => "Paste it into DuckDB, or pipe it there.",
        Dialect::Spark => "It is one statement, for spark.sql.",
    };
    format!(
        "{name}. {definition} {population} {how} Of messages and events it takes those before {as_of}; the tickets are \
         those last published, whatever happened since: `tallypost kpi` folds them anew as of that moment."
    )
}

/// A text as lines of comment.
fn as_comment(text: &str, mark: &str) -> String {
    const WIDTH: usize = 100;
    let mut lines = vec![String::from(mark)];
    for word in text.split_whitespace() {
        match lines.last_mut() {
            Some(line) if line.len() + word.len() < WIDTH => line.push_str(&format!(" {word}")),
            _ => lines.push(format!("{mark} {word}")),
        }
    }
    lines.join("\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_text_becomes_comment_lines() {
        let comment = as_comment(&"word ".repeat(40), "--");
        assert_eq!(comment.matches("word").count(), 40);
        assert!(comment.lines().count() > 1);
        assert!(comment.lines().all(|line| line.starts_with("-- ") && line.len() <= 100));
    }
}
