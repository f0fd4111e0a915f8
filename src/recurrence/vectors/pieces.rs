//! A word as the pieces that the table knows: itself where it is frequent, otherwise the likeliest way to put it
//! together (`zahlungsausfall` = `_zahlung` `s` `aus` `fall`), so that no word is unknown.
//!
//! A unigram language model (Kudo 2018, "Subword Regularization"): each piece costs its rarity, and the cheapest row
//! of pieces wins.

use std::collections::HashMap;

/// Stands before a word, so that a piece at its beginning is another than the same letters inside.
const WORD_BEGINS: char = '_';

/// The pieces of words that a table knows, each with what it costs.
#[derive(Debug, Default)]
pub struct Pieces {
    known: HashMap<String, Piece>,
    longest: usize,
}

#[derive(Debug, Clone, Copy)]
struct Piece {
    number: usize,
    cost: u32,
}

/// The cheapest way to one place in a word: what it costs, where its last piece begins, and which piece that is.
#[derive(Debug, Clone, Copy)]
struct Way {
    cost: u32,
    from: usize,
    piece: usize,
}

impl Pieces {
    /// Pieces with their costs, numbered in this order.
    pub fn new<'a>(pieces: impl Iterator<Item = (&'a str, u8)>) -> Self {
        let known: HashMap<String, Piece> = pieces
            .enumerate()
            .map(|(number, (name, cost))| (name.to_owned(), Piece { number, cost: cost.into() }))
            .collect();
        let longest = known.keys().map(String::len).max().unwrap_or(0);
        Self { known, longest }
    }

    /// The numbers of a word's pieces; none where it cannot be put together.
    pub fn of_word(&self, word: &str) -> Vec<usize> {
        let marked = format!("{WORD_BEGINS}{word}");
        let ways = self.cheapest_ways(&marked);
        let mut numbers = Vec::new();
        let mut at = marked.len();
        while at > 0 {
            let Some(way) = ways.get(at).copied().flatten() else { return Vec::new() };
            numbers.push(way.piece);
            at = way.from;
        }
        numbers.reverse();
        numbers
    }

    /// For each place in the word, the cheapest way to come there from its beginning; the earliest of equals.
    fn cheapest_ways(&self, word: &str) -> Vec<Option<Way>> {
        let mut ways: Vec<Option<Way>> = vec![None; word.len() + 1];
        for from in 0..word.len() {
            let Some(so_far) = (if from == 0 { Some(0) } else { ways[from].map(|way| way.cost) }) else { continue };
            for length in 1..=self.longest.min(word.len() - from) {
                let to = from + length;
                let Some(piece) = word.get(from..to).and_then(|part| self.known.get(part)) else { continue };
                let cost = so_far + piece.cost;
                if ways[to].is_none_or(|known| cost < known.cost) {
                    ways[to] = Some(Way { cost, from, piece: piece.number });
                }
            }
        }
        ways
    }
}

#[cfg(test)]
mod tests {
    use super::Pieces;

    fn pieces() -> Pieces {
        Pieces::new([("_pay", 20), ("_payment", 30), ("ment", 15), ("s", 5), ("_", 90)].into_iter())
    }

    #[test]
    fn the_cheapest_row_of_pieces_wins() {
        assert_eq!(pieces().of_word("payment"), [1], "30 is less than 20 + 15");
        assert_eq!(pieces().of_word("payments"), [1, 3]);
        assert_eq!(pieces().of_word("pays"), [0, 3]);
    }

    #[test]
    fn a_word_of_unknown_letters_has_no_pieces() {
        assert!(pieces().of_word("xyz").is_empty());
        assert!(Pieces::default().of_word("pay").is_empty());
    }
}
