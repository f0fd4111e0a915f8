//! What did this person newly write? The text without quotes, attributions, signatures and mobile footers.
//!
//! Line by line, once. Answers between the quotes stay, because people answer that way; a mail that would be
//! left empty although a person wrote something is taken with less strictness instead.

mod interleaved;
mod legal;
pub(super) mod marks;

use interleaved::Line;
use marks::Label;

/// An attribution folded by the sender's program is not longer than this.
const MAX_ATTRIBUTION_LINES: usize = 5;
const MAX_ATTRIBUTION_BYTES: usize = 400;
const MAX_TAIL_BYTES: usize = 24;
/// A quoted head (`From:`, `Sent:`, …) has few lines; recipients may fold.
const MAX_HEAD_LINES: usize = 10;
const MAX_SIGNATURE_LINES: usize = 20;
/// A quoted line this long was probably broken by a program that forgot the second `>`.
const WRAPPED_LINE_CHARACTERS: usize = 60;

/// Only what this person newly wrote.
pub(super) fn reply_text(text: &str) -> String {
    let lines: Vec<&str> = text.lines().map(str::trim_end).collect();
    let last_quote = lines.iter().rposition(|line| marks::is_quoted(line));
    let strict = Reader { lines: &lines, last_quote, is_lenient: false }.read();
    if !strict.is_empty() {
        return strict;
    }
    // Only a signature, or an answer among quotes below a copied head: better that than nothing. Below a head
    // without quotes stands a forwarded mail, to which the person added nothing.
    Reader { lines: &lines, last_quote, is_lenient: true }.read()
}

struct Reader<'a> {
    lines: &'a [&'a str],
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
            match self.piece(at, has_own_words) {
                Piece::Rest => break,
                Piece::Skip(count) => {
                    in_signature = false;
                    kept.extend(
                        self.lines[at..]
                            .iter()
                            .take(count)
                            .filter(|line| marks::is_quoted(line))
                            .map(|line| Line::Quoted(line)),
                    );
                    at += count;
                    continue;
                }
                Piece::Signature => in_signature = true,
                Piece::Own if !in_signature => {
                    has_own_words |= self.lines[at].chars().any(char::is_alphanumeric);
                    kept.push(Line::Own(self.lines[at]));
                }
                Piece::Own => {}
            }
            at += 1;
        }
        tidy(interleaved::with_questions(&kept), self.is_lenient)
    }

    fn piece(&self, at: usize, has_own_words: bool) -> Piece {
        let line = self.lines[at];
        if line.is_empty() {
            return Piece::Own;
        }
        if marks::is_quoted(line) {
            return Piece::Skip(1 + usize::from(self.is_broken_quote(at)));
        }
        if marks::separator(line).is_some() || self.is_list_footer(at) {
            return Piece::Rest;
        }
        if self.is_head(at) {
            return if self.is_lenient && self.has_quotes_below(at) { self.head_only(at) } else { Piece::Rest };
        }
        if let Some(length) = self.attribution(at) {
            let quotes_follow = self.next_line(at + length).is_some_and(marks::is_quoted);
            // Unquoted text below a first line "… wrote:" is the answer itself.
            return if quotes_follow || !has_own_words { Piece::Skip(length) } else { Piece::Rest };
        }
        let is_apart = at == 0 || self.lines[at - 1].is_empty();
        if is_apart && marks::is_mobile_footer(line) && !self.is_lenient {
            return Piece::Skip(1);
        }
        if is_apart && has_own_words && !self.is_lenient {
            let paragraph = self.lines[at..].iter().take_while(|line| !line.is_empty() && !marks::is_quoted(line));
            if let Some(length) = legal::disclaimer(paragraph) {
                return Piece::Skip(length);
            }
        }
        if marks::is_signature_mark(line) && has_own_words && !self.is_lenient && self.is_short_below(at) {
            return Piece::Signature;
        }
        Piece::Own
    }

    /// Two dashes before a long text divide it; a signature is short (RFC 3676 §4.3 has four lines in mind).
    fn is_short_below(&self, at: usize) -> bool {
        let below =
            self.lines[at + 1..].iter().take_while(|line| !marks::is_quoted(line) && marks::separator(line).is_none());
        below.filter(|line| !line.is_empty()).take(MAX_SIGNATURE_LINES + 1).count() <= MAX_SIGNATURE_LINES
    }

    fn next_line(&self, from: usize) -> Option<&'a str> {
        self.lines.get(from..)?.iter().find(|line| !line.is_empty()).copied()
    }

    /// The line behind a quoted one is its tail, broken off by a program that wraps and does not quote.
    fn is_broken_quote(&self, at: usize) -> bool {
        let [quoted, tail, next] = [at, at + 1, at + 2].map(|at| self.lines.get(at).copied().unwrap_or_default());
        let is_lower = tail.starts_with(|c: char| c.is_lowercase() || c == '_');
        let is_long = quoted.chars().count() >= WRAPPED_LINE_CHARACTERS;
        // A link is broken earlier; its tail has no spaces.
        let breaks_link = || quoted.rsplit(' ').next().is_some_and(|word| word.contains("://")) && !tail.contains(' ');
        is_lower && marks::is_quoted(next) && (is_long || breaks_link())
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
        // Git puts `From:` and `Subject:` into a patch's own text; Outlook's head has a date or more fields.
        let is_complete = seen.contains(&Label::Date) || seen.len() >= 3;
        seen.contains(&Label::From) && (is_complete || is_ruled && first == Label::From)
    }

    fn has_quotes_below(&self, at: usize) -> bool {
        self.last_quote.is_some_and(|quote| quote >= at)
    }

    fn head_only(&self, at: usize) -> Piece {
        Piece::Skip(self.lines[at..].iter().take_while(|line| !line.is_empty() && !marks::is_quoted(line)).count())
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
        let mut is_divided = false;
        for (count, line) in self.lines[at..].iter().take(MAX_ATTRIBUTION_LINES + 1).enumerate() {
            if line.is_empty() {
                if !self.goes_on_behind(at, at + count) {
                    return None;
                }
                is_divided = true;
                continue;
            }
            // Hebrew and Arabic attributions carry marks that turn the direction of writing.
            joined.extend(
                line.trim().chars().filter(
                    |c| !matches!(c, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}'),
                ),
            );
            if joined.len() > MAX_ATTRIBUTION_BYTES {
                return None;
            }
            let is_whole = !is_divided || joined.contains('@');
            if is_whole && is_attribution(&joined, || self.next_line(at + count + 1)) {
                return Some(count + 1);
            }
            joined.push(' ');
        }
        None
    }

    /// Some programs put the address into a paragraph of its own: "On 5 October 2026 at 9:12 Ada", nothing,
    /// "<ada@desk.example> wrote:". Only one such break, between a moment and an address.
    fn goes_on_behind(&self, start: usize, blank: usize) -> bool {
        let behind = self.lines.get(blank + 1).copied().unwrap_or_default();
        blank == start + 1
            && marks::has_moment(self.lines[start])
            && !self.lines[start].ends_with(['.', '!', '?', ':', ';'])
            && behind.starts_with(['<', '(', '['])
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
    joined.contains('@')
        && marks::has_moment(joined)
        && next().is_some_and(|line| marks::is_quoted(line) && !is_tail(line))
}

/// `> wrote:` is no quote: the bracket belongs to the address above it.
fn is_tail(line: &str) -> bool {
    line.len() <= MAX_TAIL_BYTES && line.ends_with(':') && marks::says_wrote(line)
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

#[cfg(test)]
mod tests {
    use super::reply_text;

    #[test]
    fn attributions_in_many_languages_end_the_reply() {
        for attribution in [
            "On Mon, Oct 5, 2026 at 9:12 AM Ada <ada@desk.example> wrote:",
            "Am 05.10.2026 um 09:12 schrieb Ada:",
            "Le lun. 5 oct. 2026 à 09:12, Ada <ada@desk.example> a écrit :",
            "El lun, 5 oct 2026 a las 9:12, Ada (<ada@desk.example>) escribió:",
            "Il giorno lun 5 ott 2026 alle ore 09:12 Ada <ada@desk.example> ha scritto:",
            "Op ma 5 okt. 2026 om 09:12 schreef Ada <ada@desk.example>:",
            "Em seg., 5 de out. de 2026 às 09:12, Ada <ada@desk.example> escreveu:",
            "Den mån 5 okt. 2026 kl 09:12 skrev Ada <ada@desk.example>:",
            "pon., 5 paź 2026 o 09:12 Ada <ada@desk.example> napisał(a):",
            "пн, 5 окт. 2026 г. в 09:12, Ada <ada@desk.example> написал:",
            "2026年10月5日(月) 9:12 Ada <ada@desk.example>のメール:",
            "Ada <ada@desk.example> 于2026年10月5日周一 09:12写道：",
            "Ada <ada@desk.example> 於 2026年10月5日 週一 上午9:12寫道：",
            "2026년 10월 5일 (월) 오전 9:12, Ada <ada@desk.example>님이 작성:",
            "Ada <ada@desk.example>, 5 Eki 2026 Pzt, 09:12 tarihinde şunu yazdı:",
            "po 5. 10. 2026 v 9:12 odesílatel Ada <ada@desk.example> napsal:",
            "po 5. 10. 2026 o 9:12 Ada <ada@desk.example> napísal(a):",
            "Ada <ada@desk.example> ezt írta (időpont: 2026. okt. 5., H, 9:12):",
            "man. 5. okt. 2026 kl. 09:12 skrev Ada <ada@desk.example>:",
            "Den man. 5. okt. 2026 kl. 09.12 skrev Ada <ada@desk.example>:",
            "ma 5. lokak. 2026 klo 9:12 Ada <ada@desk.example> kirjoitti:",
            "În lun., 5 oct. 2026 la 09:12, Ada <ada@desk.example> a scris:",
            "Στις Δευ 5 Οκτ 2026 στις 9:12 π.μ., ο/η Ada <ada@desk.example> έγραψε:",
            "пн, 5 жовт. 2026 р. о 09:12 Ada <ada@desk.example> пише:",
            "На пн, 5.10.2026 г. в 9:12 ч. Ada <ada@desk.example> написа:",
            "El dl., 5 d’oct. 2026, 9:12, Ada <ada@desk.example> va escriure:",
            "pon., 5. okt. 2026 u 09:12 Ada <ada@desk.example> napisao/la je:",
            "V pon., 5. okt. 2026 ob 09:12 je oseba Ada <ada@desk.example> napisala:",
            "Vào Th 2, 5 thg 10, 2026 vào lúc 09:12 Ada <ada@desk.example> đã viết:",
            "Pada tanggal Sen, 5 Okt 2026 pukul 09.12 Ada <ada@desk.example> menulis:",
            "\u{202b}בתאריך יום ב׳, 5 באוק׳ 2026 ב-9:12 מאת \u{202a}Ada\u{202c}\u{200f} <\u{202a}ada@desk.example\u{202c}\u{200f}>:\u{202c}",
            "في الاثنين، 5 أكتوبر 2026 في 9:12 ص تمت كتابة ما يلي بواسطة Ada <ada@desk.example>:",
            "2026-10-05, pr, 09:12 Ada <ada@desk.example> rašė:",
            "pirmd., 2026. g. 5. okt., plkst. 09:12 lietotājs Ada <ada@desk.example> rakstīja:",
            "Kuupäev E, 5. oktoober 2026 kell 09:12 kirjutas Ada <ada@desk.example>:",
            "On Mon, Oct 5, 2026 at 9:12 AM Ada\n<ada@desk.example>\nwrote:",
            "On Mon, Oct 5, 2026 at 9:12 AM Ada\n\n<\nmailto:Ada <ada@desk.example>\n> wrote:",
        ] {
            assert_eq!(
                reply_text(&format!("Thank you.\n\n{attribution}\n\nOld words without a mark.\n")),
                "Thank you.",
                "{attribution}"
            );
        }
    }

    #[test]
    fn separators_and_copied_heads_end_the_reply() {
        for below in [
            "-----Ursprüngliche Nachricht-----\nVon: Ada",
            "________________________________\nFrom: Ada <ada@desk.example>\nSent: Monday\nTo: me\nSubject: x",
            "*De :* Ada\n*Envoyé :* lundi 5 octobre\n*À :* moi\n*Objet :* x",
            "发件人: Ada <ada@desk.example>\n发送时间: 2026年10月5日\n收件人: me\n主题: x",
            "Begin forwarded message:\n\n> From: Ada",
        ] {
            assert_eq!(reply_text(&format!("Fine now.\n\n{below}\n\nOld words.\n")), "Fine now.", "{below}");
        }
    }

    #[test]
    fn sentences_that_resemble_marks_stay() {
        for text in [
            "On your host you can run:\n\n    telnet 127.0.0.1 52698",
            "From: is the field that I cannot edit.\nTo: works.",
            "Sent from my desk, which is easier than the telephone.",
            "Steps:\n\n- open it\n- close it",
            "Two -- or three -- times a day.",
            "As you wrote: it is broken.",
        ] {
            assert_eq!(reply_text(text), text);
        }
    }

    #[test]
    fn answers_among_quotes_stay_even_below_a_copied_head() {
        let text = "From: Ada\nSent: 5 October 2026 09:12\n> Is it on?\nYes.\n> Since when?\nSince noon.\n";
        assert_eq!(reply_text(text), "> Is it on?\nYes.\n> Since when?\nSince noon.");
    }

    #[test]
    fn a_reply_with_a_number_like_a_year_is_no_part_of_the_attribution_below() {
        let text =
            "TAB-1921 works. Thanks!\n\nKim\n\nOn 18 September 2026 at 08:18, Lee <lee@desk.example> wrote:\n> Done.\n";
        assert_eq!(reply_text(text), "TAB-1921 works. Thanks!\n\nKim");
    }

    #[test]
    fn a_reply_below_the_quote_is_found() {
        assert_eq!(reply_text("Ada wrote on 2026-10-05:\n> Is it on?\n\nYes, it is.\n"), "Yes, it is.");
    }

    #[test]
    fn a_mail_of_a_signature_alone_is_not_left_empty() {
        assert_eq!(reply_text("--\nGreta, Warehouse 2\n"), "--\nGreta, Warehouse 2");
    }

    #[test]
    fn texts_made_of_marks_cost_linear_time() {
        let started = std::time::Instant::now();
        for unit in [
            "--\n\n",
            "-----\n\n",
            "From: a\nDate: b\n\n",
            "a@b.example:\n\n",
            "> q\nx\n",
            "On 1.1.2026 <\n",
            "__\nx\n",
        ] {
            reply_text(&format!("{}> end", unit.repeat(10_000)));
        }
        assert!(started.elapsed() < std::time::Duration::from_secs(20), "took {:?}", started.elapsed());
    }

    #[test]
    fn a_long_text_below_two_dashes_is_no_signature() {
        let log = (0..40).map(|line| format!("line {line}")).collect::<Vec<_>>().join("\n");
        assert!(reply_text(&format!("The log:\n--\n{log}")).ends_with("line 39"));
    }

    #[test]
    fn a_question_quoted_once_above_its_answer_is_left_out() {
        let text = "Ada wrote on 2026-10-05:\n> Is it on?\nYes.\n";
        assert_eq!(reply_text(text), "Yes.");
    }

    #[test]
    fn a_blank_line_before_an_address_in_a_sentence_ends_no_reply() {
        let text = "We met on 5.10.2026 at noon\n\n<see the file> it wrote:\n\nerror 5";
        assert_eq!(reply_text(text), text);
    }

    #[test]
    fn legal_notices_at_the_end_are_left_out() {
        let notice = "This e-mail and any attachments are confidential and intended solely for the addressee.\n\
            If you have received this message in error, please delete it.";
        assert_eq!(reply_text(&format!("It works now.\n\n{notice}\n")), "It works now.");
        let german = "Diese E-Mail enthält vertrauliche Informationen. Wenn Sie nicht der richtige Adressat sind, vernichten Sie sie bitte.";
        assert_eq!(reply_text(&format!("Es geht wieder.\n\n{german}\n")), "Es geht wieder.");
        let asked = "Please keep my case confidential, it is about my salary.";
        assert_eq!(reply_text(&format!("Hello.\n\n{asked}\n")), format!("Hello.\n\n{asked}"));
        assert_eq!(reply_text(notice), notice);
    }
}
