//! From a pattern to a text: `[this|that]` draws one alternative, `{slot}` is filled in.

use super::random::Random;

/// What fills the slots; may draw chance of its own. The value may again be a pattern.
pub trait Slots {
    fn fill(&self, slot: &str, random: &mut Random) -> String;
}

/// Expands a pattern and tidies the spaces that empty alternatives leave.
pub fn expand(pattern: &str, random: &mut Random, slots: &dyn Slots) -> String {
    tidy(&draw(pattern, random, slots))
}

fn draw(pattern: &str, random: &mut Random, slots: &dyn Slots) -> String {
    let mut text = String::with_capacity(pattern.len());
    let mut rest = pattern;
    while let Some(at) = rest.find(['[', '{']) {
        text.push_str(&rest[..at]);
        let (inner, after) = enclosed(&rest[at..]);
        if rest[at..].starts_with('[') {
            let options = alternatives(inner);
            text.push_str(&draw(options[random.below(options.len())], random, slots));
        } else {
            let value = slots.fill(inner, random);
            text.push_str(&draw(&value, random, slots));
        }
        rest = after;
    }
    text.push_str(rest);
    text
}

/// What stands between the first bracket and its partner, and what follows. An unclosed bracket runs to the end.
fn enclosed(text: &str) -> (&str, &str) {
    let mut depth = 0;
    for (at, letter) in text.char_indices() {
        match letter {
            '[' | '{' => depth += 1,
            ']' | '}' => depth -= 1,
            _ => {}
        }
        if depth == 0 {
            return (&text[1..at], &text[at + 1..]);
        }
    }
    (&text[1..], "")
}

fn alternatives(inner: &str) -> Vec<&str> {
    let (mut depth, mut begin, mut found) = (0, 0, Vec::new());
    for (at, letter) in inner.char_indices() {
        match letter {
            '[' | '{' => depth += 1,
            ']' | '}' => depth -= 1,
            '|' if depth == 0 => {
                found.push(&inner[begin..at]);
                begin = at + 1;
            }
            _ => {}
        }
    }
    found.push(&inner[begin..]);
    found
}

fn tidy(text: &str) -> String {
    let mut tidied = String::with_capacity(text.len());
    for letter in text.chars() {
        if tidied.ends_with(' ') && matches!(letter, ' ' | '.' | ',' | '\n') {
            tidied.pop();
        }
        tidied.push(letter);
    }
    tidied.trim().to_string()
}

/// The first letter as a capital: a pattern may begin with a slot.
pub fn capitalised(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    struct Echo;

    impl Slots for Echo {
        fn fill(&self, slot: &str, _: &mut Random) -> String {
            if slot == "nested" { "[a|a] {deep}".into() } else { slot.to_uppercase() }
        }
    }

    #[test]
    fn alternatives_and_slots_may_stand_in_each_other() {
        let text = expand("[x {meter}|x {meter}] is [|] {nested}.", &mut Random::of(1, 1), &Echo);
        assert_eq!(text, "x METER is a DEEP.");
    }

    #[test]
    fn every_alternative_comes_up() {
        let mut random = Random::of(1, 1);
        let seen: std::collections::BTreeSet<_> = (0..100).map(|_| expand("[a|b|[c|d]]", &mut random, &Echo)).collect();
        assert_eq!(seen.into_iter().collect::<Vec<_>>(), ["a", "b", "c", "d"]);
    }
}
