//! What did this person newly write? The text without quotes, attributions, signatures and mobile footers.
//!
//! Line by line, once. Answers between the quotes stay, because people answer that way; a mail that would be
//! left empty although a person wrote something is taken with less strictness instead. A forward without a word
//! above it is left empty: its words are another's, and stand in the forwarded mail.

mod attribution;
pub(super) mod footer;
pub(super) mod head;
mod interleaved;
pub(super) mod lines;
mod notice;
mod phrases;
pub(super) mod separator;
#[cfg(test)]
mod tests;

use interleaved::Line;
use lines::{Lines, is_quoted, is_rule};
use separator::Separator;

/// A quoted line this long was probably broken by a program that forgot the second `>`.
const WRAPPED_LINE_CHARACTERS: usize = 60;

/// Only what this person newly wrote.
pub(super) fn reply_text(text: &str) -> String {
    let lines = Lines::of(text);
    let last_quote = lines.last_quote();
    let strict = Reader { lines: &lines, last_quote, is_lenient: false }.read();
    if !strict.is_empty() {
        return strict;
    }
    // Only a signature, or an answer among quotes below a copied head: better that than nothing. Below a head
    // without quotes stands a forwarded mail, to which the person added nothing.
    Reader { lines: &lines, last_quote, is_lenient: true }.read()
}

struct Reader<'a> {
    lines: &'a Lines<'a>,
    last_quote: Option<usize>,
    is_lenient: bool,
}

/// What the lines at a place are.
enum Piece {
    Own,
    /// So many lines are the program's, not the person's.
    Skip(usize),
    /// All that follows is the mail that is answered.
    Rest,
    Signature,
}

impl<'a> Reader<'a> {
    fn read(&self) -> String {
        let mut kept: Vec<Line<'a>> = Vec::new();
        let mut at = 0;
        let mut in_signature = false;
        let mut has_own_words = false;
        while at < self.lines.len() {
            match self.piece(at, has_own_words, in_signature) {
                Piece::Rest => break,
                Piece::Skip(count) => {
                    in_signature = false;
                    let skipped = self.lines.from(at).iter().take(count);
                    kept.extend(skipped.filter(|line| is_quoted(line)).map(|line| Line::Quoted(line)));
                    at += count;
                    continue;
                }
                Piece::Signature => in_signature = true,
                Piece::Own if !in_signature => {
                    has_own_words |= self.lines.get(at).contains(char::is_alphanumeric);
                    kept.push(Line::Own(self.lines.get(at)));
                }
                Piece::Own => {}
            }
            at += 1;
        }
        tidy(interleaved::with_questions(&kept), self.is_lenient)
    }

    fn piece(&self, at: usize, has_own_words: bool, in_signature: bool) -> Piece {
        let line = self.lines.get(at);
        if line.is_empty() {
            return Piece::Own;
        }
        if let Some(piece) = self.boundary(at, has_own_words) {
            return piece;
        }
        if !self.is_lenient
            && !in_signature
            && let Some(piece) = self.appended(at, has_own_words)
        {
            return piece;
        }
        Piece::Own
    }

    /// Where the answered mail begins, or a line of it.
    fn boundary(&self, at: usize, has_own_words: bool) -> Option<Piece> {
        let line = self.lines.get(at);
        if attribution::is_line_of_groupware(line) {
            return Some(if has_own_words { Piece::Rest } else { Piece::Skip(1) });
        }
        if is_quoted(line) {
            return Some(Piece::Skip(1 + usize::from(self.is_broken_quote(at))));
        }
        if let Some(separator) = separator::at(self.lines, at) {
            let may_answer_below = match separator {
                Separator::ReplyAbove => !has_own_words,
                Separator::Original => self.is_lenient && self.has_quotes_below(at),
                Separator::Forward => false,
            };
            return Some(if may_answer_below { Piece::Skip(1) } else { Piece::Rest });
        }
        if footer::is_of_list(self.lines, at) {
            return Some(Piece::Rest);
        }
        if head::length(self.lines, at).is_some() {
            let may_answer_below = self.is_lenient && self.has_quotes_below(at);
            return Some(if may_answer_below { Piece::Skip(self.lines.paragraph(at).count()) } else { Piece::Rest });
        }
        let length = attribution::length(self.lines, at)?;
        let quotes_follow = self.lines.next_filled(at + length).is_some_and(is_quoted);
        // Unquoted text below a first line "… wrote:" is the answer itself.
        Some(if quotes_follow || !has_own_words { Piece::Skip(length) } else { Piece::Rest })
    }

    /// What programs and servers add to a person's words.
    fn appended(&self, at: usize, has_own_words: bool) -> Option<Piece> {
        let line = self.lines.get(at);
        let is_apart = self.lines.is_apart(at);
        if (is_apart || self.may_end_paragraph(at)) && footer::is_mobile(line) {
            return Some(Piece::Skip(1));
        }
        if is_apart || self.is_below_rule(at) {
            let notice = if has_own_words {
                notice::below(self.lines.paragraph(at))
            } else {
                notice::above(self.lines.paragraph(at))
            };
            if let Some(length) = notice {
                return Some(Piece::Skip(length));
            }
        }
        (has_own_words && footer::is_signature(self.lines, at)).then_some(Piece::Signature)
    }

    /// Perhaps the last line of a paragraph, and no sentence that goes on from the line before.
    fn may_end_paragraph(&self, at: usize) -> bool {
        let next = self.lines.get(at + 1);
        let mut first = self.lines.get(at).chars();
        // "iPhone'umdan gönderildi" begins in lower case too.
        let goes_on = first.next().is_some_and(char::is_lowercase) && !first.next().is_some_and(char::is_uppercase);
        let is_boundary = || is_rule(next) || attribution::may_open(next) || head::label(next).is_some();
        !goes_on && (next.is_empty() || is_quoted(next) || is_boundary())
    }

    fn is_below_rule(&self, at: usize) -> bool {
        at > 0 && is_rule(self.lines.get(at - 1))
    }

    fn has_quotes_below(&self, at: usize) -> bool {
        self.last_quote.is_some_and(|quote| quote >= at)
    }

    /// The line behind a quoted one is its tail, broken off by a program that wraps and does not quote.
    fn is_broken_quote(&self, at: usize) -> bool {
        let [quoted, tail, next] = [at, at + 1, at + 2].map(|at| self.lines.get(at));
        if !is_quoted(next) || tail.is_empty() || is_quoted(tail) {
            return false;
        }
        let is_lower = tail.starts_with(|c: char| c.is_lowercase() || c == '_');
        let is_long = quoted.chars().count() >= WRAPPED_LINE_CHARACTERS;
        // A link is broken earlier; its tail has no spaces.
        let breaks_link = || quoted.rsplit(' ').next().is_some_and(|word| word.contains("://")) && !tail.contains(' ');
        let ends_attribution = || tail.starts_with('<') && tail.ends_with(':') && attribution::says_wrote(tail);
        is_lower && (is_long || breaks_link()) || ends_attribution()
    }
}

/// Without blank edges, rules and a closing `-Name` at the end.
fn tidy(mut lines: Vec<&str>, is_lenient: bool) -> String {
    trim_end(&mut lines);
    if !is_lenient && lines.len() > 1 && lines.last().is_some_and(|line| is_dashed_name(line)) {
        lines.pop();
        trim_end(&mut lines);
    }
    let start = lines.iter().position(|line| !line.is_empty()).unwrap_or(lines.len());
    lines[start..].join("\n").trim().to_owned()
}

fn trim_end(lines: &mut Vec<&str>) {
    while lines.last().is_some_and(|line| line.is_empty() || is_rule(line)) {
        lines.pop();
    }
}

/// `-Ada Lovelace`: a name, not a list item, which has a space behind its dash.
fn is_dashed_name(line: &str) -> bool {
    let Some(name) = line.strip_prefix('-') else { return false };
    name.starts_with(char::is_alphabetic)
        && name.split(' ').count() <= 3
        && name.chars().all(|c| c.is_alphabetic() || matches!(c, ' ' | '.' | '\''))
}
