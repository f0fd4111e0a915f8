//! Text → words and identifiers, without what varies from ticket to ticket.
//!
//! Masked are dates, times, amounts, addresses and links. Kept whole are identifiers (`ORA-01555`, `srv-db-12`,
//! `BKP_SAP_03`): where a job, a host or an error code *is* the problem, they tell more than all words. What may be such
//! a name and may be none is told apart by the corpus ([`super::naming`]).

use rust_stemmers::{Algorithm, Stemmer};

/// More of a text tells little more of its cause, and quoted logs would drown the words of the person.
const WORDS_MAX: usize = 400;
/// `30th`, `4g`, `100MB`: a number and its unit.
const UNIT_LETTERS_MAX: usize = 3;
/// Shorter are `in 12 minutes`, `on 21 October`.
const CODE_DIGITS_MIN: usize = 3;

/// One piece of a text.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Token {
    /// A word's stem, in lower case.
    Word(String),
    /// A name made by a machine or for one, in lower case.
    Identifier(String),
    /// Words joined by a sign, in lower case and besides these words: `payment-gateway` may be a name, `well-known` is none.
    Compound(String),
    /// A number that follows a word: `error 1603` may be a name, `invoice 471100` is none.
    Number(String),
}

/// The words and identifiers of a text, in order.
pub fn tokens(text: &str, language: Option<&str>) -> Vec<Token> {
    let stemmer = language.and_then(algorithm).map(Stemmer::create);
    let mut found = Vec::new();
    let mut is_after_word = false;
    for chunk in text.split_whitespace().filter(|chunk| !is_address(chunk)) {
        pieces(chunk, &mut |piece| {
            for part in piece.split(['/', ':']) {
                is_after_word = read(part, is_after_word, stemmer.as_ref(), &mut found) && part.len() == piece.len();
            }
        });
        if found.len() >= WORDS_MAX {
            break;
        }
    }
    found.truncate(WORDS_MAX);
    found
}

/// An identifier's form: runs of letters and of digits, as in `a-9` for `ORA-01555`.
pub fn form(identifier: &str) -> String {
    let mut form = String::new();
    for character in identifier.chars() {
        let class = match character {
            c if c.is_numeric() => '9',
            c if c.is_alphabetic() => 'a',
            c => c,
        };
        if !(class.is_alphanumeric() && form.ends_with(class)) {
            form.push(class);
        }
    }
    form
}

fn algorithm(language: &str) -> Option<Algorithm> {
    Some(match language {
        "ar" => Algorithm::Arabic,
        "da" => Algorithm::Danish,
        "de" => Algorithm::German,
        "el" => Algorithm::Greek,
        "en" => Algorithm::English,
        "es" => Algorithm::Spanish,
        "fi" => Algorithm::Finnish,
        "fr" => Algorithm::French,
        "hu" => Algorithm::Hungarian,
        "it" => Algorithm::Italian,
        "nb" | "nn" | "no" => Algorithm::Norwegian,
        "nl" => Algorithm::Dutch,
        "pt" => Algorithm::Portuguese,
        "ro" => Algorithm::Romanian,
        "ru" => Algorithm::Russian,
        "sv" => Algorithm::Swedish,
        "ta" => Algorithm::Tamil,
        "tr" => Algorithm::Turkish,
        _ => return None,
    })
}

fn is_address(chunk: &str) -> bool {
    chunk.contains("://") || chunk.starts_with("www.") || chunk.trim_start_matches('@').contains('@')
}

/// Runs of letters and digits, with the signs that join them to one name, or a name to what it is about.
fn pieces(chunk: &str, take: &mut impl FnMut(&str)) {
    let mut start = None;
    let mut end = 0;
    for (at, character) in chunk.char_indices() {
        if character.is_alphanumeric() {
            let from = *start.get_or_insert(at);
            if end < at && from < end && !is_joined(&chunk[end..at]) {
                take(&chunk[from..end]);
                start = Some(at);
            }
            end = at + character.len_utf8();
        }
    }
    if let Some(from) = start {
        take(&chunk[from..end]);
    }
}

fn is_joined(between: &str) -> bool {
    matches!(between, "_" | "-" | "." | "/" | ":")
}

/// Reads a piece, and tells whether it ends with a word.
fn read(piece: &str, mut is_after_word: bool, stemmer: Option<&Stemmer>, found: &mut Vec<Token>) -> bool {
    if is_identifier(piece) {
        found.push(Token::Identifier(without_domain(piece).to_lowercase()));
        return false;
    }
    if is_after_word && is_code(piece) {
        found.push(Token::Number(piece.into()));
    }
    if is_compound(piece) {
        found.push(Token::Compound(piece.to_lowercase()));
    }
    for part in piece.split(|c: char| !c.is_alphanumeric()) {
        is_after_word = !part.starts_with(|c: char| c.is_numeric());
        if is_after_word {
            words(&part.to_lowercase(), stemmer, found);
        }
    }
    is_after_word
}

fn words(word: &str, stemmer: Option<&Stemmer>, found: &mut Vec<Token>) {
    if word.chars().any(is_written_without_spaces) {
        let characters: Vec<char> = word.chars().collect();
        found.extend(characters.windows(2).map(|pair| Token::Word(pair.iter().collect())));
    } else if word.chars().nth(1).is_some() {
        let stem = stemmer.map_or_else(|| word.into(), |stemmer| stemmer.stem(word));
        found.push(Token::Word(stem.into_owned()));
    }
}

fn is_identifier(piece: &str) -> bool {
    let has_letter = piece.contains(|c: char| c.is_alphabetic());
    let has_digit = piece.contains(|c: char| c.is_numeric());
    is_ip_address(piece) || has_letter && (piece.contains('_') || has_digit && !is_quantity(piece) && !is_moment(piece))
}

fn is_ip_address(piece: &str) -> bool {
    piece.parse::<core::net::Ipv4Addr>().is_ok()
}

/// `srv-db-12` of `srv-db-12.corp.example`, as people call it.
fn without_domain(name: &str) -> &str {
    let is_domain = |rest: &str| rest.chars().all(|c| c.is_alphabetic() || ".-".contains(c));
    name.split_once('.').filter(|(host, rest)| is_identifier(host) && is_domain(rest)).map_or(name, |(host, _)| host)
}

/// `2026-10-21T08`, of which the minutes were cut off.
fn is_moment(piece: &str) -> bool {
    piece.split_once('T').is_some_and(|(date, _)| date.parse::<jiff::civil::Date>().is_ok())
}

/// Not a year, and not as short as a day or a number of pieces.
fn is_code(piece: &str) -> bool {
    let is_year = piece.len() == 4 && (piece.starts_with("19") || piece.starts_with("20"));
    piece.len() >= CODE_DIGITS_MIN && piece.bytes().all(|byte| byte.is_ascii_digit()) && !is_year
}

fn is_compound(piece: &str) -> bool {
    let is_word = |part: &str| part.chars().nth(1).is_some() && part.chars().all(char::is_alphabetic);
    piece.contains(['-', '.']) && piece.split(['-', '.']).all(is_word)
}

fn is_quantity(piece: &str) -> bool {
    let unit = piece.trim_start_matches(|c: char| c.is_numeric() || ".:-/".contains(c));
    unit.len() < piece.len() && unit.chars().count() <= UNIT_LETTERS_MAX && unit.chars().all(char::is_alphabetic)
}

/// Chinese, Japanese and Thai write no spaces; pairs of characters stand for their words.
fn is_written_without_spaces(character: char) -> bool {
    matches!(u32::from(character), 0x0E00..=0x0E7F | 0x3040..=0x30FF | 0x3400..=0x9FFF)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words_of(text: &str, language: &str) -> Vec<String> {
        let of = |token| match token {
            Token::Word(word) => word,
            Token::Identifier(name) => format!("@{name}"),
            Token::Compound(name) => format!("+{name}"),
            Token::Number(name) => format!("#{name}"),
        };
        tokens(text, Some(language)).into_iter().map(of).collect()
    }

    #[test]
    fn what_varies_is_masked_and_identifiers_are_kept_whole() {
        let text =
            "Job BKP_SAP_03 failed on 2026-10-21 at 08:15 with ORA-01555, 3.5 kWh, 100MB; see https://a.example/x";
        assert_eq!(
            words_of(text, "en"),
            ["job", "@bkp_sap_03", "fail", "on", "at", "with", "@ora-01555", "kwh", "see"]
        );
    }

    #[test]
    fn inflected_words_meet_in_their_stem_in_each_language() {
        assert_eq!(words_of("meters", "en"), words_of("meter", "en"));
        assert_eq!(words_of("Rechnungen", "de"), words_of("Rechnung", "de"));
        assert_eq!(words_of("facturas", "es"), words_of("factura", "es"));
    }

    #[test]
    fn a_name_is_the_same_with_its_port_its_domain_and_what_it_is_about() {
        for text in ["srv-db-12", "SRV-DB-12:9100", "srv-db-12.corp.example", "srv-db-12/var", "host=srv-db-12"] {
            assert!(words_of(text, "en").contains(&"@srv-db-12".to_string()), "{text}");
        }
        assert_eq!(words_of("10.2.0.17 since 2026-10-21T08:15:00Z", "en"), ["@10.2.0.17", "sinc"]);
    }

    #[test]
    fn numbers_after_a_word_and_joined_words_may_be_names() {
        let text = "error 1603 in 2026, line 12, Main.java:204; payment-gateway";
        assert_eq!(
            words_of(text, "en"),
            ["error", "#1603", "in", "line", "+main.java", "main", "java", "+payment-gateway", "payment", "gateway"]
        );
    }

    #[test]
    fn addresses_are_no_words() {
        assert_eq!(words_of("write to jane.doe@customer.example please", "en"), ["write", "to", "pleas"]);
    }

    #[test]
    fn a_language_without_spaces_gives_pairs_of_characters() {
        assert_eq!(words_of("請求書", "ja"), ["請求", "求書"]);
    }

    #[test]
    fn identifiers_of_one_kind_have_one_form() {
        assert_eq!(form("ora-01555"), form("lmt-7"));
        assert_ne!(form("ora-01555"), form("srv-db-12"));
    }
}
