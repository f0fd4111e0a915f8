//! What did this person newly write? The text without quotes, attributions, signatures and mobile footers.
//!
//! Line by line, once. Answers between the quotes stay, because people answer that way; a mail that would be
//! left empty although a person wrote something is taken with less strictness instead.

pub(super) mod marks;

use marks::Label;

/// An attribution folded by the sender's program is not longer than this.
const MAX_ATTRIBUTION_LINES: usize = 5;
const MAX_ATTRIBUTION_BYTES: usize = 400;
/// A quoted head (`From:`, `Sent:`, …) has few lines; recipients may fold.
const MAX_HEAD_LINES: usize = 10;
/// A quoted line this long was probably broken by a program that forgot the second `>`.
const WRAPPED_LINE_CHARACTERS: usize = 60;

/// Only what this person newly wrote.
pub(super) fn reply_text(text: &str) -> String {
    let lines: Vec<&str> = text.lines().map(str::trim_end).collect();
    let strict = Reader { lines: &lines, keeps_signatures: false }.read();
    if !strict.is_empty() {
        return strict;
    }
    // Only a signature, or the answer stands where a signature would: better that than nothing.
    Reader { lines: &lines, keeps_signatures: true }.read()
}

struct Reader<'a> {
    lines: &'a [&'a str],
    keeps_signatures: bool,
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
        let mut kept: Vec<&str> = Vec::new();
        let mut at = 0;
        let mut in_signature = false;
        while at < self.lines.len() {
            match self.piece(at, has_words(&kept)) {
                Piece::Rest => break,
                Piece::Skip(count) => {
                    in_signature = false;
                    at += count;
                    continue;
                }
                Piece::Signature => in_signature = true,
                Piece::Own if !in_signature => kept.push(self.lines[at]),
                Piece::Own => {}
            }
            at += 1;
        }
        tidy(kept, self.keeps_signatures)
    }

    fn piece(&self, at: usize, has_own_words: bool) -> Piece {
        let line = self.lines[at];
        if line.is_empty() {
            return Piece::Own;
        }
        if marks::is_quoted(line) {
            return Piece::Skip(1 + usize::from(self.is_broken_quote(at)));
        }
        if marks::separator(line).is_some() || self.is_head(at) || self.is_list_footer(at) {
            return Piece::Rest;
        }
        if let Some(length) = self.attribution(at) {
            let quotes_follow = self.next_line(at + length).is_some_and(marks::is_quoted);
            // Unquoted text below a first line "… wrote:" is the answer itself.
            return if quotes_follow || !has_own_words { Piece::Skip(length) } else { Piece::Rest };
        }
        let is_apart = at == 0 || self.lines[at - 1].is_empty();
        if is_apart && marks::is_mobile_footer(line) && !self.keeps_signatures {
            return Piece::Skip(1);
        }
        if marks::is_signature_mark(line) && has_own_words && !self.keeps_signatures {
            return Piece::Signature;
        }
        Piece::Own
    }

    fn next_line(&self, from: usize) -> Option<&'a str> {
        self.lines.get(from..)?.iter().find(|line| !line.is_empty()).copied()
    }

    /// The line behind a quoted one is its tail, broken off by a program that wraps and does not quote.
    fn is_broken_quote(&self, at: usize) -> bool {
        let [quoted, tail, next] = [at, at + 1, at + 2].map(|at| self.lines.get(at).copied().unwrap_or_default());
        let is_lower = tail.starts_with(|c: char| c.is_lowercase() || c == '_');
        is_lower && quoted.chars().count() >= WRAPPED_LINE_CHARACTERS && marks::is_quoted(next)
    }

    /// The head of the answered mail as Outlook and others copy it.
    fn is_head(&self, at: usize) -> bool {
        let start = if marks::is_rule(self.lines[at]) { self.after_rule(at) } else { at };
        let is_ruled = start > at;
        let Some((first, _)) = self.lines.get(start).and_then(|line| marks::label(line)) else { return false };
        let mut seen = vec![first];
        for line in self.lines[start..].iter().take(MAX_HEAD_LINES).skip(1).take_while(|line| !line.is_empty()) {
            if let Some((label, _)) = marks::label(line).filter(|(label, _)| !seen.contains(label)) {
                seen.push(label);
            }
        }
        let has_other = seen.contains(&Label::Date) || seen.contains(&Label::Subject);
        seen.contains(&Label::From) && (has_other || is_ruled && first == Label::From)
    }

    fn after_rule(&self, at: usize) -> usize {
        let blank = self.lines[at + 1..].iter().take_while(|line| line.is_empty()).count();
        at + 1 + blank.min(2)
    }

    /// How many lines from here are "On …, … wrote:".
    fn attribution(&self, at: usize) -> Option<usize> {
        if !may_open_attribution(self.lines[at]) {
            return None;
        }
        let mut joined = String::new();
        for (count, line) in self.lines[at..].iter().take(MAX_ATTRIBUTION_LINES).enumerate() {
            joined.push_str(line.trim());
            if joined.len() > MAX_ATTRIBUTION_BYTES {
                return None;
            }
            if is_attribution(&joined, || self.next_line(at + count + 1)) {
                return Some(count + 1);
            }
            joined.push(' ');
        }
        None
    }

    /// What list servers append: a rule, then the list's name or how to leave it.
    fn is_list_footer(&self, at: usize) -> bool {
        let below = || self.lines[at + 1..].iter().filter(|line| !line.is_empty()).take(3);
        let is_about_list = |line: &str| {
            let lower = line.to_lowercase();
            [
                "mailing list",
                "unsubscribe",
                "mailman/listinfo",
                "you received this message because",
                "you are receiving this",
            ]
            .iter()
            .any(|phrase| lower.contains(phrase))
        };
        (marks::is_rule(self.lines[at]) || marks::is_signature_mark(self.lines[at]))
            && below().any(|line| is_about_list(line))
    }
}

/// An attribution begins with a moment, somebody's address, or dashes on both sides.
fn may_open_attribution(line: &str) -> bool {
    line.contains('@') || line.starts_with("--") || marks::has_moment(line)
}

fn is_attribution<'a>(joined: &str, next: impl Fn() -> Option<&'a str>) -> bool {
    if !joined.ends_with([':', '：', '>', '-', '*']) {
        return false;
    }
    let is_ruled = joined.starts_with("--") && joined.ends_with("--");
    let names_somebody = joined.contains('@') || marks::has_moment(joined);
    if (names_somebody || is_ruled) && !joined.ends_with('>') && marks::says_wrote(joined) {
        return true;
    }
    // "2011/4/7 Ada <ada@example.org>" needs no verb where quotes follow.
    joined.contains('@') && marks::has_moment(joined) && next().is_some_and(marks::is_quoted)
}

fn has_words(lines: &[&str]) -> bool {
    lines.iter().any(|line| line.chars().any(char::is_alphanumeric))
}

/// Without blank edges, rules and a closing `-Name` at the end.
fn tidy(mut lines: Vec<&str>, keeps_signatures: bool) -> String {
    trim_end(&mut lines);
    if !keeps_signatures && lines.len() > 1 && lines.last().is_some_and(|line| is_dashed_name(line)) {
        lines.pop();
        trim_end(&mut lines);
    }
    let start = lines.iter().position(|line| !line.is_empty()).unwrap_or(lines.len());
    lines[start..].join("\n").trim().to_owned()
}

fn trim_end(lines: &mut Vec<&str>) {
    while lines.last().is_some_and(|line| line.is_empty() || marks::is_rule(line)) {
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
