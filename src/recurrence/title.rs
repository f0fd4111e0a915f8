//! What a person would call a group: the subject that says most of what the others say, without what is one ticket's
//! own.

use std::collections::BTreeMap;

use super::ticket::Ticket;
use super::tokens::{Token, tokens};

const LETTERS_MAX: usize = 72;
/// A word of so large a share of the group is the group's.
const SHARED: f64 = 0.3;

/// The title of these tickets, the most central first.
pub fn title(tickets: &[&Ticket]) -> String {
    let common = common(tickets);
    let language = common_language(tickets);
    let own = tickets.iter().filter(|ticket| ticket.language == language);
    let mut best: Option<(f64, String)> = None;
    for ticket in own {
        let candidate = cleaned(&headline(ticket), ticket, &common);
        let score = score(&candidate, ticket, &common);
        if best.as_ref().is_none_or(|(known, _)| score > *known) {
            best = Some((score, candidate));
        }
    }
    best.map(|(_, title)| title).filter(|title| !title.is_empty()).unwrap_or_else(|| "Untitled".into())
}

/// Each word once, also where it is joined to another.
fn said(text: &str, ticket: &Ticket) -> Vec<Token> {
    let mut said = tokens(text, ticket.language.as_deref());
    said.retain(|token| !matches!(token, Token::Compound(_)));
    said
}

/// How large a share of the tickets has each token.
fn common(tickets: &[&Ticket]) -> BTreeMap<Token, f64> {
    let mut shares: BTreeMap<Token, f64> = BTreeMap::new();
    for ticket in tickets {
        let mut own = said(&format!("{}\n{}", ticket.subject, ticket.text), ticket);
        own.sort();
        own.dedup();
        own.into_iter().for_each(|token| *shares.entry(token).or_default() += 1.0 / tickets.len() as f64);
    }
    shares
}

/// People read the language that most of them wrote.
fn common_language(tickets: &[&Ticket]) -> Option<String> {
    let mut counts: BTreeMap<&Option<String>, usize> = BTreeMap::new();
    tickets.iter().for_each(|ticket| *counts.entry(&ticket.language).or_default() += 1);
    counts.into_iter().max_by_key(|(_, count)| *count).and_then(|(language, _)| language.clone())
}

/// The subject, or the first line where a ticket has none.
fn headline(ticket: &Ticket) -> String {
    let first = ticket.text.lines().map(str::trim).find(|line| !line.is_empty()).unwrap_or_default();
    let subject = ticket.subject.trim();
    if subject.is_empty() { first.into() } else { subject.into() }
}

/// Without numbers, and without names that the others do not share.
fn cleaned(headline: &str, ticket: &Ticket, common: &BTreeMap<Token, f64>) -> String {
    let is_own = |word: &&str| {
        let number = Token::Number(word.trim_matches(|c: char| !c.is_alphanumeric()).into());
        let varies = word.chars().any(char::is_numeric);
        let is_shared = |token: &Token| common.get(token).is_some_and(|share| *share >= SHARED);
        varies && !is_shared(&number) && !said(word, ticket).iter().any(is_shared)
    };
    let kept: Vec<&str> = headline.split_whitespace().filter(|word| !is_own(word)).collect();
    let text = kept.join(" ");
    shortened(text.trim_matches(|c: char| c.is_whitespace() || ",;:–-(".contains(c)))
}

fn shortened(text: &str) -> String {
    if text.chars().count() <= LETTERS_MAX {
        return text.into();
    }
    let cut: String = text.chars().take(LETTERS_MAX).collect();
    format!("{}…", cut.rsplit_once(' ').map_or(cut.as_str(), |(words, _)| words))
}

/// The mean share of its words, for which it should have some.
fn score(candidate: &str, ticket: &Ticket, common: &BTreeMap<Token, f64>) -> f64 {
    let words = said(candidate, ticket);
    let known: f64 = words.iter().filter_map(|word| common.get(word)).sum();
    known / (words.len() as f64 + 2.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ticket(subject: &str, text: &str) -> Ticket {
        Ticket { subject: subject.into(), text: text.into(), language: Some("en".into()), ..Ticket::default() }
    }

    #[test]
    fn a_title_is_the_subject_that_says_what_the_others_say() {
        let tickets = [
            ticket("Question", "the export stops"),
            ticket("Report export stops at 11 %", "the report export stops"),
            ticket("Export of report LMT-95 stops", "export stops, error LMT-12"),
        ];
        assert_eq!(title(&tickets.iter().collect::<Vec<_>>()), "Report export stops at %");
    }

    #[test]
    fn a_number_that_all_share_stays() {
        let tickets: Vec<Ticket> =
            (0..4).map(|n| ticket(&format!("Store 1704: no cash desk for {n}50 minutes"), "store 1704")).collect();
        assert_eq!(title(&tickets.iter().collect::<Vec<_>>()), "Store 1704: no cash desk for minutes");
    }

    #[test]
    fn an_identifier_that_all_share_stays_and_one_of_a_single_ticket_goes() {
        let tickets: Vec<Ticket> =
            (0..4).map(|n| ticket(&format!("Meter 1EMH00{n}777 of type LX400 drifts"), "LX400 drifts")).collect();
        assert_eq!(title(&tickets.iter().collect::<Vec<_>>()), "Meter of type LX400 drifts");
    }
}
