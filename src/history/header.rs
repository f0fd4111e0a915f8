//! The names of a file's columns.

use std::collections::BTreeMap;

/// Names without blanks around them, each only once.
pub fn told_apart(names: impl IntoIterator<Item = String>) -> Vec<String> {
    let mut seen = BTreeMap::<String, u32>::new();
    let mut once = |name: String| {
        let name = name.trim().to_string();
        let count = seen.entry(name.clone()).or_default();
        *count += 1;
        if *count == 1 { name } else { format!("{name}#{count}") }
    };
    names.into_iter().map(&mut once).collect()
}

/// Where a column is: by its name, else by its name whatever the case.
pub fn find(columns: &[String], name: &str) -> Option<usize> {
    let exact = columns.iter().position(|column| column == name.trim());
    exact.or_else(|| columns.iter().position(|column| column.to_lowercase() == name.trim().to_lowercase()))
}
