//! Does a new ticket tell of a problem that people know? Asked of every new ticket while it is taken in, so all that
//! can be known before is computed before.
//!
//! Whoever is told of a workaround that does not help stops reading, so what is not clear is not said. A ticket is
//! recognised where it is as alike to the problem's tickets as nine of ten of them are to each other, as alike as a
//! group must be in this corpus, and clearly more alike than to the tickets that people had before them and left out.

use super::calibrate::threshold;
use super::features::{Features, Lexicon};
use super::grouping::GROUP_TICKETS_MIN;
use super::space::{Meaning, Point, Space, Tier, point};
use super::sparse::dot_dense;
use super::ticket::Ticket;
use super::vectors::table::WordTable;

/// One ticket that is alike may be so by chance.
const NEAREST: usize = 3;
/// The problem's own tickets are of this likeness to each other, but for one of ten: people accept what a group holds.
const STRANGERS_ONE_IN: usize = 10;
/// Nearer by so much than to any other tickets.
const MARGIN: f32 = 0.05;

/// A problem that people know, as rows of a corpus.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Evidence {
    /// Those that tell of it.
    pub tickets: Vec<usize>,
    /// Those of which people said that they tell of something else.
    pub apart: Vec<usize>,
    /// Those that were known then, and of which nobody said anything.
    pub others: Vec<usize>,
}

/// What a ticket was recognised by.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Recognised {
    /// The number of the problem.
    pub problem: usize,
    /// The row of the ticket that is most alike.
    pub nearest: usize,
    /// The mean likeness to the three nearest, 0 to 1.
    pub likeness: f32,
    /// What would have been enough.
    pub least: f32,
}

/// Problems that tickets can be held against.
pub struct Recogniser {
    lexicon: Lexicon,
    words: WordTable,
    space: Space,
    problems: Vec<Known>,
}

struct Known {
    tickets: Vec<usize>,
    /// Those that surely tell of something else.
    strangers: Vec<usize>,
    least: f32,
}

impl Recogniser {
    /// A problem with fewer tickets than a group has is never recognised.
    pub fn new(corpus: &[Ticket], problems: Vec<Evidence>, words: WordTable) -> Self {
        let tickets: Vec<&Ticket> = corpus.iter().collect();
        let (features, lexicon) = Features::with_lexicon(&tickets);
        let texts: Vec<String> = corpus.iter().map(|ticket| lexicon.own_text(ticket)).collect();
        let vectors = words.embed(&texts);
        let rows: Vec<usize> = (0..corpus.len()).collect();
        let space = Space::new(features, Some(Meaning { vectors: &vectors, tier: Tier::Words }), &rows);
        let usual = threshold(&space);
        let problems = problems.into_iter().map(|evidence| Known::new(evidence, &space, usual)).collect();
        Self { lexicon, words, space, problems }
    }

    /// The problem that a ticket clearly tells of; of several the one whose tickets are most alike.
    pub fn recognise(&self, ticket: &Ticket) -> Option<Recognised> {
        let point = self.point(ticket);
        let probe = Probe::of(&point, &self.space);
        let alike = self.problems.iter().enumerate().filter_map(|(number, known)| self.alike(&probe, number, known));
        let mut alike: Vec<Recognised> = alike.collect();
        alike.sort_by(|a, b| b.likeness.total_cmp(&a.likeness).then(a.problem.cmp(&b.problem)));
        // Asked last and seldom, because there are many strangers.
        alike.into_iter().find(|found| self.is_clear(&probe, found))
    }

    fn point(&self, ticket: &Ticket) -> Point {
        let vectors = self.words.embed(&[self.lexicon.own_text(ticket)]);
        point(&self.lexicon.feature(ticket), Some(Meaning { vectors: &vectors, tier: Tier::Words }), 0)
    }

    fn alike(&self, probe: &Probe, problem: usize, known: &Known) -> Option<Recognised> {
        let (likeness, nearest) = probe.near(known.tickets.iter().copied());
        let is_alike = likeness >= known.least && known.tickets.len() >= GROUP_TICKETS_MIN;
        Some(Recognised { problem, nearest: nearest?, likeness, least: known.least }).filter(|_| is_alike)
    }

    fn is_clear(&self, probe: &Probe, found: &Recognised) -> bool {
        let (otherwise, _) = probe.near(self.problems[found.problem].strangers.iter().copied());
        found.likeness >= otherwise + MARGIN
    }
}

impl Known {
    fn new(evidence: Evidence, space: &Space, usual: f32) -> Self {
        let Evidence { tickets, apart: mut strangers, others } = evidence;
        let to_its_tickets = |row: &usize| {
            let its = tickets.iter().copied().filter(|ticket| ticket != row);
            Probe::of(&space.points[space.point_of[*row]], space).near(its).0
        };
        let mut own: Vec<f32> = tickets.iter().map(to_its_tickets).collect();
        own.sort_by(f32::total_cmp);
        let at = |place: usize| own.get(place).copied().unwrap_or(f32::INFINITY);
        let (least, usually) = (at(own.len() / STRANGERS_ONE_IN), at(own.len() / 2));
        // What is as alike as its own tickets usually are was overlooked, and tells of it rather than of another.
        strangers.extend(others.into_iter().filter(|other| to_its_tickets(other) < usually));
        Self { least: least.max(usual), tickets, strangers }
    }
}

/// A point made ready to be held against many: each word of theirs is looked up at once.
struct Probe<'a> {
    space: &'a Space,
    weights: Vec<f32>,
    dense: &'a [f32],
}

impl<'a> Probe<'a> {
    fn of(point: &'a Point, space: &'a Space) -> Self {
        let mut weights = vec![0.0; space.features];
        for (feature, weight) in &point.sparse {
            if let Some(place) = usize::try_from(*feature).ok().and_then(|feature| weights.get_mut(feature)) {
                *place = *weight;
            }
        }
        Self { space, weights, dense: &point.dense }
    }

    fn likeness(&self, row: usize) -> f32 {
        let other = &self.space.points[self.space.point_of[row]];
        let weight = |feature: u32| usize::try_from(feature).ok().and_then(|feature| self.weights.get(feature));
        let words: f32 =
            other.sparse.iter().map(|(feature, value)| value * weight(*feature).copied().unwrap_or(0.0)).sum();
        words + dot_dense(self.dense, &other.dense)
    }

    /// The mean likeness to the nearest of these rows, and the nearest.
    fn near(&self, rows: impl Iterator<Item = usize>) -> (f32, Option<usize>) {
        let mut best: Vec<(f32, usize)> = Vec::with_capacity(NEAREST + 1);
        for row in rows {
            let likeness = self.likeness(row);
            let place = best.partition_point(|(better, _)| *better >= likeness);
            if place < NEAREST {
                best.insert(place, (likeness, row));
                best.truncate(NEAREST);
            }
        }
        let sum: f32 = best.iter().map(|(likeness, _)| likeness).sum();
        (sum / best.len().max(1) as f32, best.first().map(|(_, row)| *row))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ticket(number: usize, text: &str) -> Ticket {
        Ticket { id: format!("T-{number}"), subject: text.into(), language: Some("en".into()), ..Ticket::default() }
    }

    fn corpus() -> Vec<Ticket> {
        let texts = [
            "The mail to reset my password never arrives",
            "Password reset: no mail arrives, not even in spam",
            "I do not get the mail to reset the password",
            "Reset mail for my password did not come",
            "The invoice PDF of last month is blank",
            "Please correct the address on our invoice",
            "The tablet of our technician is broken",
            "No values from the meter in the cellar",
            "The portal is terribly slow this morning",
            "A report shows the wrong tariff",
        ];
        texts.iter().enumerate().map(|(number, text)| ticket(number, text)).collect()
    }

    fn recogniser(tickets: Vec<usize>) -> Recogniser {
        let corpus = corpus();
        let others = (0..corpus.len()).filter(|row| !tickets.contains(row)).collect();
        Recogniser::new(&corpus, vec![Evidence { tickets, others, apart: Vec::new() }], WordTable::embedded().unwrap())
    }

    #[test]
    fn the_same_trouble_in_a_like_wording_is_recognised_and_another_one_is_not() {
        let known = recogniser(vec![0, 1, 2, 3]);
        let found = known.recognise(&ticket(90, "I never get the mail to reset my password")).unwrap();
        assert_eq!(found.problem, 0);
        assert!(found.nearest < 4 && found.likeness >= found.least, "{found:?}");
        for other in
            ["The portal is slow", "My password for the portal is too short?", "The invoice is blank", "", "Hi"]
        {
            assert_eq!(known.recognise(&ticket(91, other)), None, "{other}");
        }
    }

    #[test]
    fn a_problem_of_two_tickets_is_never_recognised() {
        assert_eq!(recogniser(vec![0, 1]).recognise(&corpus()[0]), None);
    }
}
