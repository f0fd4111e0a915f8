//! The line above a quote: "On Mon, 5 Oct 2026 at 09:12, Ada <ada@desk.example> wrote:", folded or not, in the
//! languages that mail programs speak.

use std::ops::Range;
use std::sync::LazyLock;

use regex::Regex;

use super::lines::{Lines, is_direction_mark, is_quoted, is_rule, lowered};
use super::phrases;

/// An attribution folded by the sender's program is not longer than this.
const MAX_LINES: usize = 5;
const MAX_BYTES: usize = 400;
const MAX_TAIL_BYTES: usize = 24;
/// "Ada Lovelace wrote:" above a quote needs neither date nor address.
const MAX_PLAIN_WORDS: usize = 6;

/// "Wrote" as it stands in attributions, lower case; matched as whole words.
#[rustfmt::skip]
const WROTE: &[&str] = &[
    "wrote", "writes", "replied", "schrieb", "geschrieben", "a écrit", "a ecrit", "écrivait", "ha scritto", "scrisse",
    "escribió", "escribio", "ha escrito", "escreveu", "schreef", "geschreven", "skrev", "skrifaði", "kirjoitti",
    "napisał", "napisała", "napisał(a)", "napisana przez", "napsal", "napsala", "napsal(a)", "napísal", "napísala",
    "napísal(a)", "napisao", "napisala", "написал", "написала", "написал(а)", "пишет", "написав", "написа", "írta",
    "yazdı", "şunu yazdı", "şunları yazdı", "a scris", "έγραψε", "escrigué", "ha escrit", "missatge de", "parašė",
    "rašė", "rakstīja", "kirjutas", "menulis", "đã viết", "כתב", "כתבה", "כתב/ה", "כותב", "מאת", "كتب", "كتبت",
    "كتابة ما يلي", "نوشت", "va escriure", "escribiu", "escreve", "scrive", "schreibt", "schrijft", "geskryf", "écrit",
    "escribe", "skriver", "pisze", "píše", "yazmış", "пише", "напісаў", "напиша", "shkroi", "idatzi du", "idatzi zuen",
    "isinulat", "tulis", "ने लिखा", "লিখেছেন", "எழுதியது", "написао је", "је написао", "napisao/la je", "je napisao",
    "мәлімдеді", "quoting", "zitat von", "citando", "spake", "작성", "쓴 글",
];
/// The same in languages that put no space between words.
#[rustfmt::skip]
const WROTE_WITHIN: &[&str] = &[
    "写道", "寫道", "写到", "さんは書きました", "のメール", "님이 작성", "さんが書きました", "のメッセージ", "เขียนว่า", "님이 쓴", "寫到", "于写",
];
/// How attributions begin that name the person first, and may be folded before the date.
#[rustfmt::skip]
const OPENINGS: &[&str] = &["Wiadomość napisana przez ", "Missatge de ", "Zitat von ", "Quoting ", "في ", "در تاریخ ", "Thus spake "];
/// How the others begin: where a line begins so, the sentence before it is none of theirs.
#[rustfmt::skip]
const MOMENT_OPENINGS: &[&str] = &[
    "On ", "Am ", "Le ", "El ", "Il ", "Op ", "Em ", "Den ", "W dniu ", "Dne ", "Dnia ", "Dňa ", "På ", "Στις ", "În ",
    "Pe ", "На ", "Vào ", "Pada ", "At ",
];

static WROTE_PATTERN: LazyLock<Option<Regex>> = LazyLock::new(|| phrases::any_of(WROTE.iter().chain(WROTE_WITHIN)));

/// A date, a time of day or a year, in digits of any order. ASCII classes only: the Unicode ones take longer to
/// compile than a thousand mails to read.
static MOMENT: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(r"(?-u)\b[0-9]{1,4}[-/.][0-9]{1,2}[-/.][0-9]{1,4}\b|\b[0-9]{1,2}[:.h][0-9]{2}\b|\b(?:19|20)[0-9]{2}\b")
        .ok()
});
/// How many lines from here are an attribution.
pub(super) fn length(lines: &Lines<'_>, at: usize) -> Option<usize> {
    if !may_open(lines.get(at)) {
        return None;
    }
    let mut joined = String::new();
    let mut is_divided = false;
    for count in 0..=MAX_LINES.min(lines.len().saturating_sub(at + 1)) {
        let line = lines.get(at + count);
        if line.is_empty() {
            if !goes_on_behind(lines, at, at + count) {
                return None;
            }
            is_divided = true;
            continue;
        }
        if count > 0 && begins_anew(&joined, line) {
            return None;
        }
        push_folded(&mut joined, line);
        if joined.len() > MAX_BYTES {
            return None;
        }
        let is_whole = !is_divided || joined.contains('@');
        if is_whole && is_attribution(joined.trim_end(), || lines.next_filled(at + count + 1)) {
            return Some(count + 1);
        }
    }
    None
}

/// Without the marks that turn the direction of writing; every digit in ASCII.
fn push_folded(joined: &mut String, line: &str) {
    joined.extend(line.trim().chars().filter(|c| !is_direction_mark(*c)).map(ascii_digit));
    joined.push(' ');
}

/// Arabic, Persian, Hindi, Bengali and Thai mail programs write dates in their own digits.
fn ascii_digit(c: char) -> char {
    let zeros = ['\u{660}', '\u{6f0}', '\u{966}', '\u{9e6}', '\u{e50}'];
    let value = zeros.iter().filter_map(|zero| u32::from(c).checked_sub(u32::from(*zero))).find(|value| *value < 10);
    value.and_then(|value| char::from_digit(value, 10)).unwrap_or(c)
}

/// An attribution begins with a moment, somebody's address, or dashes on both sides.
pub(super) fn may_open(line: &str) -> bool {
    line.contains('@')
        || line.starts_with("--")
        || has_moment(line)
        || line.ends_with(':')
        || OPENINGS.iter().any(|opening| line.starts_with(opening))
}

fn begins_anew(joined: &str, line: &str) -> bool {
    joined.trim_end().ends_with(['.', '!', '?']) && MOMENT_OPENINGS.iter().any(|opening| line.starts_with(opening))
}

fn is_attribution<'a>(joined: &str, next: impl Fn() -> Option<&'a str>) -> bool {
    // "> wrote:" is no quote: the bracket belongs to the address above it.
    let quotes_follow = || next().is_some_and(|line| is_quoted(line) && !is_tail(line));
    let has_address = joined.contains('@');
    let names_somebody = has_address || has_moment(joined);
    if !joined.ends_with([':', '：', '>', '-', '*']) {
        // Nobody's own sentence about who wrote what stands right above a quote.
        return joined.ends_with([')', ']']) && names_somebody && says_wrote(joined) && quotes_follow();
    }
    let is_ruled = joined.starts_with("--") && joined.ends_with("--");
    if !joined.ends_with('>') && (names_somebody || is_ruled) && says_wrote(joined) {
        return true;
    }
    if is_bare(joined) || !names_somebody && is_plain(joined) && quotes_follow() {
        return true;
    }
    // "2011/4/7 Ada <ada@example.org>" needs no verb where quotes follow.
    names_somebody && (has_address || has_date_and_time(joined)) && has_moment(joined) && quotes_follow()
}

/// "2026年10月5日(月) 9:12 Ada <ada@desk.example>:" in languages whose programs put no verb.
fn is_bare(joined: &str) -> bool {
    let names_at_end = joined.ends_with(">:") || joined.ends_with("> :");
    let starts_with_year = || joined.starts_with("20") && joined.ends_with('>');
    joined.contains('@') && joined.contains('<') && (names_at_end || starts_with_year()) && has_date_and_time(joined)
}

fn is_plain(joined: &str) -> bool {
    joined.ends_with(':') && joined.split(' ').count() <= MAX_PLAIN_WORDS && says_wrote(joined)
}

/// Some programs put the address into a paragraph of its own: "On 5 October 2026 at 9:12 Ada", nothing,
/// "<ada@desk.example> wrote:". Only one such break, between a moment and an address.
fn goes_on_behind(lines: &Lines<'_>, start: usize, blank: usize) -> bool {
    blank == start + 1
        && has_moment(lines.get(start))
        && !lines.get(start).ends_with(['.', '!', '?', ':', ';'])
        && lines.get(blank + 1).starts_with(['<', '(', '['])
}

fn is_tail(line: &str) -> bool {
    line.len() <= MAX_TAIL_BYTES && line.ends_with(':') && says_wrote(line)
}

/// GroupWise writes ">>> Ada 05.10.2026 09:12 >>>" above the answered text, Lotus Notes
/// "Ada Lovelace ---05.10.2026 09:12:11---Hello all".
pub(super) fn is_line_of_groupware(line: &str) -> bool {
    let is_groupwise = || line.starts_with(">>> ") && line.ends_with(" >>>") && has_moment(line);
    let is_notes = || {
        let mut parts = line.splitn(3, "---");
        let (name, moment, rest) = (parts.next(), parts.next(), parts.next());
        rest.is_some() && name.is_some_and(|name| !name.trim().is_empty()) && moment.is_some_and(has_date_and_time)
    };
    is_groupwise() || line.contains("---") && !is_rule(line) && is_notes()
}

pub(super) fn says_wrote(text: &str) -> bool {
    let lower = lowered(text);
    let mut found = WROTE_PATTERN.iter().flat_map(|pattern| pattern.find_iter(&lower));
    found.any(|word| WROTE_WITHIN.contains(&word.as_str()) || is_word(&lower, word.range()))
}

fn is_word(text: &str, range: Range<usize>) -> bool {
    !text[..range.start].ends_with(char::is_alphanumeric) && !text[range.end..].starts_with(char::is_alphanumeric)
}

fn has_moment(text: &str) -> bool {
    let has_foreign_digit = || !text.is_ascii() && text.chars().any(|c| !c.is_ascii() && ascii_digit(c) != c);
    let is_moment = |text: &str| MOMENT.as_ref().is_some_and(|moment| moment.is_match(text));
    if has_foreign_digit() {
        return is_moment(&text.chars().map(ascii_digit).collect::<String>());
    }
    text.bytes().any(|byte| byte.is_ascii_digit()) && is_moment(text)
}

fn has_date_and_time(text: &str) -> bool {
    let moments = || MOMENT.iter().flat_map(|moment| moment.find_iter(text)).map(|found| found.as_str());
    moments().any(is_time) && moments().any(|moment| !is_time(moment))
}

/// Hours and minutes: two numbers, and no year.
fn is_time(moment: &str) -> bool {
    moment.split([':', '.', 'h']).count() == 2
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_pattern_compiles_and_knows_dates() {
        assert!(MOMENT.is_some());
        assert!(has_date_and_time("5.10.2026, 9:12") && !has_date_and_time("in 2026, on 5.10.26"));
        for text in ["5.10.26", "2026-10-05", "at 9:12", "9h12", "in 2026", "۵ اکتبر ۲۰۲۶"] {
            assert!(has_moment(text), "{text}");
        }
        assert!(!has_moment("room 12, desk 4711"));
    }

    #[test]
    fn verbs_are_matched_as_whole_words() {
        assert!(says_wrote("Ada <a@b.example>wrote:"));
        assert!(!says_wrote("the ghostwroter:"));
    }
}
