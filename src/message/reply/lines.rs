//! The text as lines, and the little that every rule asks of one.

/// More empty lines in a row say nothing.
const MAX_BLANK_LINES: usize = 3;

/// A text of more lines is a log, not a letter: a person's words stand at its head. [`super::super::Message::text`]
/// has it whole.
const MAX_LINES: usize = 200_000;

/// Lines without white space at their ends; any place beyond them is an empty line.
pub(crate) struct Lines<'a>(Vec<&'a str>);

impl<'a> Lines<'a> {
    pub(crate) fn of(text: &'a str) -> Self {
        let mut blank = 0;
        let mut lines: Vec<&str> = Vec::new();
        for line in text.lines().map(str::trim_end) {
            if lines.len() == MAX_LINES {
                break;
            }
            blank = if line.is_empty() { blank + 1 } else { 0 };
            if blank <= MAX_BLANK_LINES {
                lines.push(line);
            }
        }
        Self(lines)
    }

    pub(crate) fn len(&self) -> usize {
        self.0.len()
    }

    pub(crate) fn get(&self, at: usize) -> &'a str {
        self.0.get(at).copied().unwrap_or_default()
    }

    pub(crate) fn from(&self, at: usize) -> &[&'a str] {
        self.0.get(at..).unwrap_or_default()
    }

    /// The lines from here to the next empty or quoted one.
    pub(super) fn paragraph(&self, at: usize) -> impl Iterator<Item = &'a str> {
        self.from(at).iter().copied().take_while(|line| !line.is_empty() && !is_quoted(line))
    }

    pub(super) fn next_filled(&self, from: usize) -> Option<&'a str> {
        self.from(from).iter().find(|line| !line.is_empty()).copied()
    }

    /// Does nothing stand in the line before?
    pub(super) fn is_apart(&self, at: usize) -> bool {
        at == 0 || self.get(at - 1).is_empty()
    }

    pub(super) fn last_quote(&self) -> Option<usize> {
        self.0.iter().rposition(|line| is_quoted(line))
    }
}

/// `> …`, also behind spaces; a line of arrows both ways is decoration.
pub(crate) fn is_quoted(line: &str) -> bool {
    line.trim_start().starts_with(['>', '＞']) && !line.ends_with("<<<")
}

/// A line of dashes, underscores or the like, and nothing else.
pub(crate) fn is_rule(line: &str) -> bool {
    let line = line.trim();
    line.len() >= 5 && line.chars().all(is_rule_character)
}

pub(crate) fn is_rule_character(c: char) -> bool {
    matches!(c, '-' | '_' | '=' | '*' | '~' | '—' | '─' | '‐' | '–' | '―')
}

/// In lower case, Turkish capitals too: `İ` becomes an `i` with a second dot.
pub(super) fn lowered(text: &str) -> String {
    let lower = text.to_lowercase();
    if text.contains('İ') { lower.replace('\u{307}', "") } else { lower }
}

/// Hebrew and Arabic lines carry marks that turn the direction of writing.
pub(crate) fn is_direction_mark(c: char) -> bool {
    matches!(c, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}
