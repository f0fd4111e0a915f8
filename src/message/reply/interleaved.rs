//! Answers among quotes keep the questions that they answer: "Yes." alone says nothing to who reads the ticket.

use super::attribution;

/// A line that a reply keeps, or may keep for the answer below it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Line<'a> {
    Own(&'a str),
    Quoted(&'a str),
}

/// Of longer quotes the last lines are what is answered.
const MAX_QUESTION_LINES: usize = 6;

/// The person's lines; where several quotes are answered one by one, each with its question above it.
pub(super) fn with_questions<'a>(lines: &[Line<'a>]) -> Vec<&'a str> {
    let blocks: Vec<&[Line<'a>]> = lines.chunk_by(|a, b| is_quoted(a) == is_quoted(b)).collect();
    let is_answered = |at: usize| is_quoted(&blocks[at][0]) && blocks.get(at + 1).is_some_and(|own| has_words(own));
    let is_interleaved = (0..blocks.len()).filter(|at| is_answered(*at)).count() > 1;
    let mut kept = Vec::new();
    for (at, block) in blocks.iter().enumerate() {
        match block[0] {
            Line::Own(_) => kept.extend(block.iter().map(text)),
            Line::Quoted(_) if is_interleaved && is_answered(at) => kept.extend(question(block)),
            Line::Quoted(_) => {}
        }
    }
    kept
}

/// The last paragraph of a quote.
fn question<'a>(block: &[Line<'a>]) -> Vec<&'a str> {
    let is_filled = |line: &&str| line.contains(char::is_alphanumeric);
    let mut lines: Vec<&str> = (block.iter().rev().map(text))
        .skip_while(|line| !is_filled(line))
        .take_while(is_filled)
        .take_while(|line| !attribution::says_wrote(line) || !line.ends_with(':'))
        .take(MAX_QUESTION_LINES)
        .collect();
    lines.reverse();
    lines
}

fn text<'a>(line: &Line<'a>) -> &'a str {
    match line {
        Line::Own(text) | Line::Quoted(text) => text,
    }
}

fn is_quoted(line: &Line<'_>) -> bool {
    matches!(line, Line::Quoted(_))
}

fn has_words(block: &[Line<'_>]) -> bool {
    block.iter().any(|line| text(line).contains(char::is_alphanumeric))
}
