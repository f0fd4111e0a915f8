//! Tickets → vectors of which the scalar product says how alike two tickets are.
//!
//! One vector has blocks: words, meaning, identifiers, and the service and category. Each is of unit length and
//! scaled by the square root of its weight, so that the product of two vectors is the weighted mean of the blocks'
//! cosines. How much identifiers weigh follows from the corpus: from how many tickets carry one that comes back.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use super::boilerplate::Habits;
use super::naming::{Frequency, Naming, document_frequency};
use super::sparse::Sparse;
use super::ticket::Ticket;
use super::tokens::{Token, tokens};

/// What service and category may add or take; they come from rules about mailboxes and words, and may be wrong.
pub const LABEL_WEIGHT: f32 = 0.08;

/// A corpus in numbers.
pub struct Features {
    /// One a ticket, in the order given.
    pub tickets: Vec<Feature>,
    /// How many different features there are.
    pub count: usize,
}

/// One ticket in numbers.
#[derive(Debug, Clone, Default)]
pub struct Feature {
    /// Words, identifiers and labels, weighted for a corpus without meaning vectors.
    pub words: Sparse,
    pub identifiers: Sparse,
    pub labels: Sparse,
    /// The part that identifiers have, 0 to 1; also of a ticket whose identifier no other ticket has.
    pub identifier_share: f32,
    /// Tickets with the same key say the same, apart from what varies.
    pub key: Vec<Token>,
}

impl Features {
    pub fn of(tickets: &[&Ticket]) -> Self {
        Self::with_lexicon(tickets).0
    }

    /// The corpus in numbers, and what it takes to put one more ticket into the same numbers.
    pub fn with_lexicon(tickets: &[&Ticket]) -> (Self, Lexicon) {
        let habits = Habits::of(tickets.iter().copied());
        let texts: Vec<Vec<Token>> = tickets.iter().map(|ticket| read(ticket, &habits)).collect();
        let frequency = document_frequency(texts.iter());
        let naming = Naming::of(&texts);
        let weights = Weights::new(tickets.len(), frequency, naming);
        let labels = labels(tickets, weights.numbers.len());
        let lexicon = Lexicon { habits, weights, labels };
        let features = texts.into_iter().zip(tickets).map(|(text, ticket)| lexicon.numbered(text, ticket)).collect();
        let count = lexicon.weights.numbers.len() + lexicon.labels.len();
        (Self { tickets: features, count }, lexicon)
    }
}

/// What a corpus tells of the weight of words, by which a ticket that is no part of it becomes numbers too.
pub struct Lexicon {
    habits: Habits,
    weights: Weights,
    /// Service and category as features of their own, after all others.
    labels: BTreeMap<(String, String), u32>,
}

impl Lexicon {
    pub fn feature(&self, ticket: &Ticket) -> Feature {
        self.numbered(read(ticket, &self.habits), ticket)
    }

    /// What the ticket itself says, as a model of meaning should read it.
    pub fn own_text(&self, ticket: &Ticket) -> String {
        self.habits.own_text(ticket)
    }

    fn numbered(&self, text: Vec<Token>, ticket: &Ticket) -> Feature {
        let number = label(ticket).and_then(|label| self.labels.get(&label).copied());
        let labels = number.map(|number| (number, 1.0)).into_iter().collect();
        Feature { labels, ..self.weights.feature(text) }
    }
}

fn read(ticket: &Ticket, habits: &Habits) -> Vec<Token> {
    let language = ticket.language.as_deref();
    let mut found = tokens(&ticket.subject, language);
    found.extend(tokens(&habits.body(ticket), language));
    found
}

/// What each token weighs in this corpus.
struct Weights {
    tickets: usize,
    frequency: Frequency,
    naming: Naming,
    numbers: HashMap<Token, u32>,
}

impl Weights {
    fn new(tickets: usize, frequency: Frequency, naming: Naming) -> Self {
        let mut shared: Vec<&Token> =
            frequency.iter().filter(|(_, count)| **count > 1).map(|(token, _)| token).collect();
        shared.sort();
        let numbers = shared.into_iter().zip(0..).map(|(token, number)| (token.clone(), number)).collect();
        Self { tickets, frequency, naming, numbers }
    }

    fn feature(&self, text: Vec<Token>) -> Feature {
        let identifier_share = self.naming.weight(&text);
        let counts = counted(text);
        let words = self.block(counts.iter().filter(|(token, _)| matches!(token, Token::Word(_))));
        let identifiers = self.block(counts.iter().filter(|(token, _)| self.naming.names(token)));
        let is_numbered = |token: &Token| !matches!(token, Token::Word(_)) && !self.naming.names(token);
        // Where identifiers are what it is about, one that is known of no other ticket tells two tickets apart.
        let key = counts.into_keys().filter(|token| identifier_share > 0.5 || !is_numbered(token)).collect();
        Feature { words, identifiers, labels: Vec::new(), identifier_share, key }
    }

    fn rarity(&self, token: &Token) -> f32 {
        let frequency = self.frequency.get(token).copied().unwrap_or(1);
        (self.tickets as f32 / frequency as f32).ln().max(0.0)
    }

    /// TF-IDF of unit length. The root of the inverse frequency, since the product of two vectors squares it: else
    /// one rare word that two tickets share outweighs all else that they say.
    /// A word of one ticket alone is part of the length and of no product.
    fn block<'a>(&self, counts: impl Iterator<Item = (&'a Token, &'a u32)>) -> Sparse {
        let mut block = Sparse::new();
        let mut squares = 0.0f32;
        for (token, count) in counts {
            let weight = (1.0 + (*count as f32).ln()) * self.rarity(token).sqrt();
            squares += weight * weight;
            block.extend(self.numbers.get(token).map(|number| (*number, weight)));
        }
        let length = squares.sqrt();
        block.retain(|(_, weight)| *weight > 0.0);
        block.iter_mut().for_each(|(_, weight)| *weight /= length);
        block.sort_by_key(|(number, _)| *number);
        block
    }
}

fn counted(text: Vec<Token>) -> BTreeMap<Token, u32> {
    let mut counts = BTreeMap::new();
    for token in text {
        *counts.entry(token).or_default() += 1;
    }
    counts
}

/// The labels of the tickets, numbered in their order from `first` on.
fn labels(tickets: &[&Ticket], first: usize) -> BTreeMap<(String, String), u32> {
    let different: BTreeSet<(String, String)> = tickets.iter().filter_map(|ticket| label(ticket)).collect();
    different
        .into_iter()
        .zip(first..)
        .filter_map(|(label, number)| Some((label, u32::try_from(number).ok()?)))
        .collect()
}

fn label(ticket: &Ticket) -> Option<(String, String)> {
    Some((ticket.service.clone()?, ticket.category.clone().unwrap_or_default()))
}
