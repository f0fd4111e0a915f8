//! A text as plain words: lower case, without accents, so that `Überprüfung` and `uberprufung` are one word to the
//! table whoever typed it. The distilling script does exactly the same (`distil/words.py`).

/// Letters that a person without the right keyboard writes as these.
const FOLDED: &[(&str, &str)] = &[
    ("àáâãäåāăąǎǟǡǻȁȃȧ", "a"),
    ("æ", "ae"),
    ("çćĉċč", "c"),
    ("ðďđ", "d"),
    ("èéêëēĕėęěȅȇȩ", "e"),
    ("ĝğġģǧǵ", "g"),
    ("ĥħȟ", "h"),
    ("ìíîïĩīĭįıǐȉȋ", "i"),
    ("ĳ", "ij"),
    ("ĵǰ", "j"),
    ("ķǩ", "k"),
    ("ĺļľł", "l"),
    ("ñńņňŋǹ", "n"),
    ("òóôõöøōŏőơǒǫǭȍȏȫȭȯȱ", "o"),
    ("œ", "oe"),
    ("ŕŗřȑȓ", "r"),
    ("śŝşšſș", "s"),
    ("ß", "ss"),
    ("ţťŧț", "t"),
    ("þ", "th"),
    ("ùúûüũūŭůűųưǔǖǘǚǜȕȗ", "u"),
    ("ŵ", "w"),
    ("ýÿŷȳ", "y"),
    ("źżž", "z"),
];

/// What stands for a number, whichever it is: numbers tell tickets apart, they do not say what one is about.
const NUMBER: &str = "0";

/// A longer run of letters is no word, but a key or a picture.
const LONGEST_WORD: usize = 32;

/// The words of a text, in its order: runs of Latin letters, and [`NUMBER`] for a run of digits.
pub fn words(text: &str) -> Vec<String> {
    let folded = fold(text);
    folded
        .split(|letter: char| !letter.is_ascii_alphanumeric())
        .flat_map(letters_apart_from_digits)
        .map(|run| if run.starts_with(|letter: char| letter.is_ascii_digit()) { NUMBER } else { shortened(run) })
        .map(str::to_owned)
        .collect()
}

fn fold(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    for letter in text.chars().flat_map(char::to_lowercase) {
        match letter {
            _ if letter.is_ascii() => folded.push(letter),
            // A combining accent belongs to the letter before it, and goes.
            '\u{300}'..='\u{36f}' => {}
            _ => match FOLDED.iter().find(|(accented, _)| accented.contains(letter)) {
                Some((_, plain)) => folded.push_str(plain),
                None => folded.push(letter),
            },
        }
    }
    folded
}

/// `error500` says `error` and a number.
fn letters_apart_from_digits(run: &str) -> impl Iterator<Item = &str> {
    run.as_bytes().chunk_by(|left, right| left.is_ascii_digit() == right.is_ascii_digit()).scan(0, |start, part| {
        let from = *start;
        *start += part.len();
        run.get(from..*start)
    })
}

fn shortened(word: &str) -> &str {
    word.get(..LONGEST_WORD).unwrap_or(word)
}

#[cfg(test)]
mod tests {
    use super::words;

    #[test]
    fn accents_and_case_make_no_other_word() {
        assert_eq!(words("Überprüfung"), words("uberprufung"));
        assert_eq!(words("cafe\u{301} Straße Œuvre"), ["cafe", "strasse", "oeuvre"]);
    }

    #[test]
    fn numbers_are_one_word_whichever_they_are() {
        assert_eq!(words("Error500 on 2026-03-01"), ["error", "0", "on", "0", "0", "0"]);
    }

    #[test]
    fn apostrophes_and_other_scripts_part_words() {
        assert_eq!(words("can't l'imprimante 打印机 printer"), ["can", "t", "l", "imprimante", "printer"]);
    }

    #[test]
    fn a_key_is_cut_to_the_longest_word() {
        assert_eq!(words(&"a".repeat(100)), ["a".repeat(32)]);
    }

    #[test]
    fn a_text_without_letters_has_no_words() {
        assert!(words(" -- ?! ").is_empty());
    }
}
