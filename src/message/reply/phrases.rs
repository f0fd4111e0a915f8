//! Many words looked for at once.

use regex::Regex;

/// A pattern that finds any of the words, the longest of those that begin alike. The words are ours and no
/// pattern can fail on them; one that did would find nothing.
pub(super) fn any_of<'a>(words: impl IntoIterator<Item = &'a &'a str>) -> Option<Regex> {
    let mut words: Vec<&str> = words.into_iter().copied().collect();
    words.sort_by_key(|word| std::cmp::Reverse(word.len()));
    Regex::new(&words.into_iter().map(regex::escape).collect::<Vec<_>>().join("|")).ok()
}

pub(super) fn has(pattern: &Option<Regex>, text: &str) -> bool {
    pattern.as_ref().is_some_and(|pattern| pattern.is_match(text))
}

#[cfg(test)]
mod tests {
    use super::{any_of, has};

    #[test]
    fn words_are_found_as_they_are_written() {
        let pattern = any_of(&["a.b", "(a)"]);
        assert!(has(&pattern, "x a.b") && has(&pattern, "napisał(a)") && !has(&pattern, "a-b"));
    }
}
