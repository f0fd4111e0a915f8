//! Writing that one language alone uses tells the language by itself, in a word or two.

/// The language of the script that most letters belong to; nothing for Latin and Cyrillic letters.
pub(super) fn language(letters: &str) -> Option<&'static str> {
    let mut counts = [0_usize; SCRIPTS.len()];
    let mut total = 0;
    for letter in letters.chars().filter(|c| c.is_alphabetic()) {
        total += 1;
        let found = SCRIPTS.iter().position(|(range, _)| range.contains(&letter));
        if let Some(count) = found.and_then(|at| counts.get_mut(at)) {
            *count += 1;
        }
    }
    // Japanese is mostly Chinese characters and Vietnamese mostly plain Latin letters, but never long without
    // letters of their own.
    let own = SCRIPTS.iter().zip(counts).take(2).find(|(_, count)| *count > 0 && count * MIN_SHARE_OF_OWN >= total);
    if let Some(((_, language), _)) = own {
        return Some(language);
    }
    let (at, most) = counts.iter().enumerate().max_by_key(|(_, count)| **count)?;
    let is_most = *most > 0 && *most * 2 > total;
    is_most.then(|| if SCRIPTS[at].1 == "ar" { of_arabic_letters(letters) } else { SCRIPTS[at].1 })
}

/// Persian and Urdu have letters that Arabic has not.
fn of_arabic_letters(letters: &str) -> &'static str {
    if letters.contains(['ٹ', 'ڈ', 'ڑ', 'ں', 'ے']) {
        "ur"
    } else if letters.contains(['پ', 'چ', 'ژ', 'گ', 'ک', 'ی']) {
        "fa"
    } else {
        "ar"
    }
}

/// One letter in so many.
const MIN_SHARE_OF_OWN: usize = 12;

/// The two first that mix with others.
const SCRIPTS: [(std::ops::RangeInclusive<char>, &str); 15] = [
    ('\u{3040}'..='\u{30ff}', "ja"),
    ('\u{1ea0}'..='\u{1ef9}', "vi"),
    ('\u{3400}'..='\u{9fff}', "zh"),
    ('\u{ac00}'..='\u{d7af}', "ko"),
    ('\u{370}'..='\u{3ff}', "el"),
    ('\u{590}'..='\u{5ff}', "he"),
    ('\u{600}'..='\u{6ff}', "ar"),
    ('\u{900}'..='\u{97f}', "hi"),
    ('\u{980}'..='\u{9ff}', "bn"),
    ('\u{b80}'..='\u{bff}', "ta"),
    ('\u{c00}'..='\u{c7f}', "te"),
    ('\u{e00}'..='\u{e7f}', "th"),
    ('\u{530}'..='\u{58f}', "hy"),
    ('\u{10a0}'..='\u{10ff}', "ka"),
    ('\u{a80}'..='\u{aff}', "gu"),
];
