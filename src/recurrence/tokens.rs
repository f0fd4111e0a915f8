//! Text → words and identifiers, without what varies from ticket to ticket.
//!
//! Masked are dates, times, amounts, addresses and links. Kept whole are identifiers (`ORA-01555`, `srv-db-12`,
//! `BKP_SAP_03`): where a job, a host or an error code *is* the problem, they tell more than all words.

use rust_stemmers::{Algorithm, Stemmer};

/// More of a text tells little more of its cause, and quoted logs would drown the words of the person.
const WORDS_MAX: usize = 400;
/// `30th`, `4g`, `100MB`: a number and its unit.
const UNIT_LETTERS_MAX: usize = 3;

/// One piece of a text.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Token {
    /// A word's stem, in lower case.
    Word(String),
    /// A name made by a machine or for one, in lower case.
    Identifier(String),
}

/// The words and identifiers of a text, in order.
pub fn tokens(text: &str, language: Option<&str>) -> Vec<Token> {
    let stemmer = language.and_then(algorithm).map(Stemmer::create);
    let mut found = Vec::new();
    for chunk in text.split_whitespace().filter(|chunk| !is_address(chunk)) {
        pieces(chunk, &mut |piece| read(piece, stemmer.as_ref(), &mut found));
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

/// Runs of letters and digits, with the signs that join them to one name.
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
    matches!(between, "_" | "-" | "." | "/" | ":" | "#")
}

fn read(piece: &str, stemmer: Option<&Stemmer>, found: &mut Vec<Token>) {
    if is_identifier(piece) {
        found.push(Token::Identifier(piece.to_lowercase()));
        return;
    }
    for part in piece.split(|c: char| !c.is_alphanumeric()) {
        let is_quantity = part.starts_with(|c: char| c.is_numeric());
        if !is_quantity {
            words(&part.to_lowercase(), stemmer, found);
        }
    }
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
    has_letter && (piece.contains('_') || has_digit && !is_quantity(piece))
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
