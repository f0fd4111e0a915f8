//! Finding the configuration's words in what people write.

/// Text made ready for looking up phrases: lower case, words parted by single spaces, a space at both ends.
///
/// Letters, digits, `_` and `#` make words; everything else parts them, so that a phrase is found across
/// line breaks and punctuation.
pub struct Words(String);

impl Words {
    pub fn of(text: &str) -> Self {
        let mut words = String::with_capacity(text.len() + 2);
        words.push(' ');
        for character in text.chars() {
            if character.is_ascii_alphanumeric() || matches!(character, '#' | '_') {
                words.push(character.to_ascii_lowercase());
            } else if character.is_alphanumeric() {
                words.extend(character.to_lowercase());
            } else if !words.ends_with(' ') {
                words.push(' ');
            }
        }
        if !words.ends_with(' ') {
            words.push(' ');
        }
        Self(words)
    }

    /// Is this phrase in the text, as whole words? A `*` at its end matches every ending of its last word.
    pub fn contain(&self, phrase: &str) -> bool {
        let open_ended = phrase.ends_with('*');
        let Words(mut needle) = Words::of(phrase);
        if needle.trim().is_empty() {
            return false;
        }
        if open_ended {
            needle.truncate(needle.trim_end().len());
        }
        self.0.contains(&needle)
    }

    /// The words that are left when these phrases are taken out.
    pub fn without<S: AsRef<str>>(self, phrases: &[S]) -> Self {
        Self(phrases.iter().fold(self.0, |words, phrase| words.replace(&Self::of(phrase.as_ref()).0, " ")))
    }

    pub fn contain_any<S: AsRef<str>>(&self, phrases: &[S]) -> bool {
        phrases.iter().any(|phrase| self.contain(phrase.as_ref()))
    }

    /// How many of these different phrases are in the text.
    pub fn count<S: AsRef<str>>(&self, phrases: &[S]) -> usize {
        phrases.iter().filter(|phrase| self.contain(phrase.as_ref())).count()
    }
}

/// The parts of a sentence between commas, semicolons, colons and dashes.
pub fn clauses(sentence: &str) -> impl Iterator<Item = &str> {
    sentence.split([',', ';', ':', '–', '—'])
}

/// The sentences of a text, cut at full stops, question and exclamation marks and empty lines.
pub fn sentences(text: &str) -> impl Iterator<Item = &str> {
    text.split("\n\n")
        .flat_map(|paragraph| paragraph.split_inclusive(['.', '?', '!']))
        .filter(|sentence| !sentence.trim().is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn phrases_match_whole_words_across_lines_and_case() {
        let words = Words::of("The invoice\nPORTAL, again: it's slow.");
        assert!(words.contain("invoice portal"));
        assert!(words.contain("it's slow"));
        assert!(!words.contain("port"));
        assert!(words.contain("port*"));
        assert!(!words.contain(""));
    }

    #[test]
    fn words_of_any_script_match() {
        assert!(Words::of("Das Problem ist GELÖST!").contain("gelöst"));
        assert!(Words::of("Пароль не работает").contain("не работает"));
    }
}
