//! Months as words, in the languages in which exports come.

/// Beginnings of the twelve months' names: English, German, French, Spanish, Italian, Dutch, Portuguese.
const BEGINNINGS: [&[&str]; 12] = [
    &["jan", "jän", "ene", "gen"],
    &["feb", "fév", "fev"],
    &["mar", "mär", "mrz", "maa", "mrt"],
    &["apr", "avr", "abr"],
    &["may", "mai", "mei", "mag"],
    &["jun", "juin", "giu"],
    &["jul", "juil", "lug"],
    &["aug", "aoû", "aou", "ago"],
    &["sep", "set"],
    &["oct", "okt", "ott", "out"],
    &["nov"],
    &["dec", "dez", "déc", "dic"],
];

/// 1 for January; `None` for a word that is no month.
pub fn number(word: &str) -> Option<i8> {
    let word = word.to_lowercase();
    let at = BEGINNINGS.iter().position(|names| names.iter().any(|name| word.starts_with(name)))?;
    i8::try_from(at + 1).ok()
}
