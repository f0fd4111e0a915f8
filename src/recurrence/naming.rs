//! Which identifiers name things, and how much they tell of a ticket.
//!
//! A job or an error code comes back because it *is* the problem; an invoice's number only numbers its ticket, however
//! often a customer asks after it. Of identifiers of one [`form`] it is seen which they are.

use std::collections::{BTreeMap, HashMap, HashSet};

use super::tokens::{Token, form};

/// Identifiers never take all: two jobs may fail in quite different ways.
const WEIGHT_MAX: f32 = 0.95;
/// More than half of the identifiers of a form were seen before: they name things. Fewer: they number tickets, but for
/// those that come too often for that.
const NAMING_SHARE: f64 = 0.5;
/// Of those that come too often chance explains no more than a tenth.
const CHANCE_MAX: f64 = 0.1;
/// Twice is a coincidence.
const OFTEN: usize = 3;
/// So many numbers after one word are names; a web server's few statuses are none.
const SERIES_MIN: usize = 10;
/// Most tickets.
const COMMON_SHARE: f64 = 0.5;
/// Where chance alone is looked for: no form has a higher mean half of which was never seen before.
const MEAN_MAX: f64 = 50.0;
const HALVINGS: usize = 50;

/// How many tickets have each token.
pub type Frequency = HashMap<Token, usize>;

/// What a corpus tells of its identifiers.
#[derive(Default)]
pub struct Naming {
    names: HashSet<String>,
    /// Forms that most tickets have an identifier of, and some of these name things: then so do the others, even where
    /// no second ticket tells of them.
    common: HashSet<String>,
    /// The part of the tickets that carry a name.
    share: f32,
}

/// What was seen of the identifiers of one form.
#[derive(Default)]
struct Form<'a> {
    tickets: usize,
    /// Of each identifier, how many tickets have it.
    counts: BTreeMap<&'a str, usize>,
}

impl Naming {
    pub fn of(texts: &[Vec<Token>]) -> Self {
        let mut naming = Self::default();
        for (name, form) in forms(texts) {
            naming.learn(name, &form, texts.len());
        }
        naming.share = part(texts.iter().filter(|text| naming.has_name(text)).count(), texts.len());
        naming
    }

    fn learn(&mut self, name: String, form: &Form, tickets: usize) {
        let least = least_of_names(&form.counts.values().copied().collect::<Vec<_>>());
        let is_series = form.counts.values().filter(|count| **count >= least.max(OFTEN)).count() >= SERIES_MIN;
        if is_number(&name) && !is_series {
            return;
        }
        let names = form.counts.iter().filter(|(_, count)| **count >= least).map(|(name, _)| (*name).to_string());
        let names: Vec<String> = names.collect();
        if !names.is_empty() && ratio(form.tickets, tickets) > COMMON_SHARE {
            self.common.insert(name);
        }
        self.names.extend(names);
    }

    pub fn names(&self, token: &Token) -> bool {
        identifier(token).is_some_and(|name| self.names.contains(name))
    }

    fn has_name(&self, text: &[Token]) -> bool {
        text.iter().any(|token| self.names(token)) || self.has_common(text)
    }

    fn has_common(&self, text: &[Token]) -> bool {
        candidates(text).any(|(form, _)| self.common.contains(&form))
    }

    /// What identifiers weigh in a text, 0 to 1: little where few tickets carry one that names something, nearly all
    /// where most do.
    pub fn weight(&self, text: &[Token]) -> f32 {
        let may_have = text.iter().any(|token| matches!(token, Token::Identifier(_) | Token::Number(_)));
        if !may_have && !self.has_name(text) {
            return 0.0;
        }
        let (with, without) = (self.share * self.share, (1.0 - self.share) * (1.0 - self.share));
        (with / (with + without)).min(WEIGHT_MAX)
    }
}

pub fn document_frequency<'a>(texts: impl Iterator<Item = &'a Vec<Token>>) -> Frequency {
    let mut frequency = Frequency::new();
    for text in texts {
        let mut different: Vec<&Token> = text.iter().collect();
        different.sort();
        different.dedup();
        for token in different {
            match frequency.get_mut(token) {
                Some(count) => *count += 1,
                None => _ = frequency.insert(token.clone(), 1),
            }
        }
    }
    frequency
}

fn identifier(token: &Token) -> Option<&str> {
    match token {
        Token::Identifier(name) | Token::Compound(name) | Token::Number(name) => Some(name),
        Token::Word(_) => None,
    }
}

/// What may be a name, and its form; of a number that is the word before it.
fn candidates(text: &[Token]) -> impl Iterator<Item = (String, &str)> {
    let before = std::iter::once(None).chain(text.iter().map(Some));
    text.iter().zip(before).filter_map(|(token, before)| match (token, before) {
        (Token::Identifier(name) | Token::Compound(name), _) => Some((form(name), name.as_str())),
        (Token::Number(digits), Some(Token::Word(word))) => Some((format!("{word} 9"), digits.as_str())),
        _ => None,
    })
}

fn is_number(form: &str) -> bool {
    form.contains(' ')
}

/// The candidates by their form. In every language people join words; only where most tickets have such may they be
/// names.
fn forms(texts: &[Vec<Token>]) -> BTreeMap<String, Form<'_>> {
    let mut forms: BTreeMap<String, Form> = BTreeMap::new();
    for text in texts {
        let different: HashSet<(String, &str)> = candidates(text).collect();
        let own: HashSet<&String> = different.iter().map(|(form, _)| form).collect();
        own.into_iter().for_each(|form| forms.entry(form.clone()).or_default().tickets += 1);
        for (form, name) in different {
            *forms.entry(form).or_default().counts.entry(name).or_default() += 1;
        }
    }
    let is_compound = |token: &Token| matches!(token, Token::Compound(_));
    let with_compounds = texts.iter().filter(|text| text.iter().any(is_compound)).count();
    forms.retain(|form, _| form.contains(['9', '_']) || ratio(with_compounds, texts.len()) > COMMON_SHARE);
    forms
}

/// How often an identifier must come to be a name, by how often those of its form come.
fn least_of_names(counts: &[usize]) -> usize {
    let seen: usize = counts.iter().sum();
    if 1.0 - ratio(counts.len(), seen) > NAMING_SHARE {
        return 1;
    }
    // As many as come once tell how many would come more often by chance.
    let once = counts.iter().filter(|count| **count == 1).count();
    let mean = mean_by_chance(ratio(once, counts.len()));
    let most = counts.iter().copied().max().unwrap_or(0);
    let is_no_chance = |least: &usize| {
        let so_often = counts.iter().filter(|count| *count >= least).count();
        counts.len() as f64 * at_least(*least, mean) <= CHANCE_MAX * so_often as f64
    };
    (OFTEN..=most).find(is_no_chance).unwrap_or(usize::MAX)
}

/// The mean of a Poisson distribution of which, without its zeros, this part is ones.
fn mean_by_chance(ones: f64) -> f64 {
    let (mut low, mut high) = (0.0, MEAN_MAX);
    for _ in 0..HALVINGS {
        let mean = f64::midpoint(low, high);
        if mean / mean.exp_m1() > ones { low = mean } else { high = mean }
    }
    high
}

/// The part of such a distribution, without its zeros, from `least` on.
fn at_least(least: usize, mean: f64) -> f64 {
    let mut chance = (-mean).exp() / -(-mean).exp_m1();
    let mut below = 0.0;
    for count in 1..least {
        chance *= mean / count as f64;
        below += chance;
    }
    (1.0 - below).max(0.0)
}

fn part(some: usize, all: usize) -> f32 {
    if all == 0 { 0.0 } else { some as f32 / all as f32 }
}

fn ratio(some: usize, all: usize) -> f64 {
    if all == 0 { 0.0 } else { some as f64 / all as f64 }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::recurrence::tokens::tokens;

    fn read(texts: &[String]) -> Vec<Vec<Token>> {
        texts.iter().map(|text| tokens(text, Some("en"))).collect()
    }

    fn naming(texts: &[String]) -> Naming {
        Naming::of(&read(texts))
    }

    fn named(naming: &Naming, name: &str) -> bool {
        naming.names(&Token::Identifier(name.into()))
    }

    /// Each of `names` identifiers `often` times, and others once.
    fn of_form(form: &str, names: usize, often: usize, once: usize) -> Vec<String> {
        let text = |number: usize| format!("something about {form}{number}");
        let again = (0..names * often).map(|n| text(1000 + n % names));
        again.chain((0..once).map(|n| text(5000 + n))).collect()
    }

    #[test]
    fn names_are_found_among_many_more_that_come_once() {
        let naming = naming(&of_form("JOB_", 20, 5, 400));
        assert!(named(&naming, "job_1000"));
        assert!(!named(&naming, "job_5000"), "nothing tells that it is one");
    }

    #[test]
    fn numbers_of_tickets_that_some_customers_ask_after_again_name_nothing() {
        let mut texts = of_form("INV-", 60, 1, 0);
        texts.extend(of_form("INV-", 20, 1, 0));
        texts.extend(of_form("INV-", 7, 1, 0));
        assert!(!named(&naming(&texts), "inv-1000"), "60 once at least, 20 twice, 7 three times");
    }

    #[test]
    fn a_number_after_a_word_names_where_many_numbers_after_it_come_back() {
        let codes: Vec<String> = (0..60).map(|n| format!("Setup ends with error {}", 600 + n % 12)).collect();
        assert!(naming(&codes).names(&Token::Number("601".into())));
        let statuses: Vec<String> = (0..60).map(|n| format!("the page returns {}", 500 + n % 4)).collect();
        assert!(!naming(&statuses).names(&Token::Number("501".into())));
    }

    #[test]
    fn joined_words_name_where_most_tickets_have_some() {
        let pods: Vec<String> =
            (0..40).map(|n| format!("{}-service restarts", ["payment", "basket", "tariff", "login"][n % 4])).collect();
        let has = |texts: &[String]| naming(texts).names(&Token::Compound("basket-service".into()));
        assert!(has(&pods));
        let among_others: Vec<String> =
            pods.into_iter().chain((0..60).map(|_| "the portal is slow".to_string())).collect();
        assert!(!has(&among_others));
    }

    #[test]
    fn chance_is_counted_as_scipy_counts_it() {
        // scipy.stats.poisson: pmf(1, 0.5) / sf(0, 0.5) and sf(2, 0.5) / sf(0, 0.5)
        assert!((mean_by_chance(0.770_747) - 0.5).abs() < 1e-4);
        assert!((at_least(3, 0.5) - 0.036_566).abs() < 1e-4);
    }
}
