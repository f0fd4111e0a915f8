//! Blockquotes: the mail that is answered, the person's own quotation, or an indent.

use std::ops::Range;

use super::super::tag::{Quotation, Tag};
use super::Writer;

/// A line before a quote that is longer says something else.
const MAX_ATTRIBUTION_BYTES: usize = 300;

/// What the line before a quote is.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Before {
    Nothing,
    Attribution,
    /// The person's own words.
    Introduction,
}

impl Writer {
    /// A page's last blockquote is the answered mail even where nothing says so; those before it are the person's.
    pub(super) fn mark_last_quote(&mut self) {
        let Some(Range { start, end }) = self.unmarked.take() else { return };
        let (before, rest) = self.out.split_at(start);
        let (quote, behind) = rest.split_at(end.min(self.out.len()) - start);
        let mut out = before.to_owned();
        for line in quote.split_inclusive('\n') {
            out.push_str(if line.trim().is_empty() { "" } else { "> " });
            out.push_str(line);
        }
        out.push_str(behind);
        self.out = out;
    }

    pub(super) fn enter_quote(&mut self, tag: &Tag<'_>) {
        self.drop_mark();
        let is_outermost = self.quotes.is_empty() && self.quote_depth == 0;
        let before = self.words_before_quote();
        let is_quote = match tag.quotation() {
            Some(Quotation::Quote) | None => true,
            Some(Quotation::Indent) => false,
            Some(Quotation::Unmarked) => !is_outermost || before == Before::Attribution,
        };
        // A quote begins on its own line even where nothing stands before it.
        self.break_lines(1);
        if is_outermost {
            self.trim_line();
            let may_be_last = !is_quote && before == Before::Nothing && tag.quotation() == Some(Quotation::Unmarked);
            self.unmarked = (may_be_last && !tag.is_gmails()).then_some(self.out.len()..usize::MAX);
        }
        self.quote_depth += usize::from(is_quote);
        self.quotes.push(is_quote);
    }

    pub(super) fn leave_quote(&mut self) {
        self.drop_mark();
        let Some(is_quote) = self.quotes.pop() else { return self.break_lines(1) };
        if let Some(unmarked) = self.unmarked.as_mut().filter(|unmarked| unmarked.end == usize::MAX)
            && self.quotes.is_empty()
        {
            unmarked.end = self.out.trim_end_matches(' ').len();
            self.trim_line();
            self.break_lines(2);
        }
        self.break_lines(if is_quote { 2 } else { 1 });
        self.quote_depth = self.quote_depth.saturating_sub(usize::from(is_quote));
    }

    /// "On 5 October 2026 Ada wrote:" in whatever language, or "The screen says:".
    fn words_before_quote(&self) -> Before {
        let text = self.out.trim_end();
        let start = text.ceil_char_boundary(text.len().saturating_sub(MAX_ATTRIBUTION_BYTES));
        let line = text[start..].rsplit('\n').next().unwrap_or_default();
        let names_somebody = line.contains('@') || line.contains(|c: char| c.is_ascii_digit());
        match line.ends_with([':', '：']) {
            true if names_somebody || line.ends_with("wrote:") => Before::Attribution,
            true => Before::Introduction,
            false if line.ends_with("--") => Before::Attribution,
            false => Before::Nothing,
        }
    }
}
