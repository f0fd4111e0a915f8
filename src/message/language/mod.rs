//! Which language is a text written in? A wrong answer is worse than none.
//!
//! In this order: letters that one language alone uses; little words ("the", "nicht"), which decide most mails,
//! surely even where the text is short; trigrams (whatlang), which want longer texts, for the rest.

mod script;
mod words;

use std::collections::HashMap;
use std::sync::LazyLock;

use whatlang::{Detector, Lang};

use words::{LETTERS, LITTLE_WORDS};

/// More of a text tells no more.
const MAX_CHARACTERS: usize = 500;
/// Shorter texts ("Thx", "OK") are guesses.
const MIN_LETTERS: usize = 8;
const MIN_LETTERS_OF_SCRIPT: usize = 3;
const MIN_LETTERS_FOR_TRIGRAMS: usize = 40;
const MIN_CONFIDENCE: f64 = 0.5;

/// What a word or a letter of one language alone counts; what several share counts a part of it.
const WORD: f64 = 1.0;
const LETTER: f64 = 0.6;
/// So much evidence decides, a word in so many having it, if no other language has nearly as much.
const MIN_SCORE: f64 = 1.0;
const MIN_SCORE_PER_WORD: f64 = 0.15;
/// One word may be a name: "Ada" is an Indonesian verb.
const MIN_HITS: usize = 2;
const MIN_LEAD: f64 = 1.5;
const MIN_LEAD_IN_WORDS: f64 = 0.9;

/// Which languages have the word, by their place in [`LITTLE_WORDS`].
static WORDS: LazyLock<HashMap<&'static str, Vec<usize>>> = LazyLock::new(|| {
    let mut languages: HashMap<_, Vec<_>> = HashMap::new();
    for (language, (_, words)) in LITTLE_WORDS.iter().enumerate() {
        for word in words.split(' ') {
            let known = languages.entry(word).or_default();
            if !known.contains(&language) {
                known.push(language);
            }
        }
    }
    languages
});

/// The same of letters.
static LETTERS_OF: LazyLock<HashMap<char, Vec<usize>>> = LazyLock::new(|| {
    let place = |code: &str| LITTLE_WORDS.iter().position(|(known, _)| *known == code);
    let places = |codes: &str| codes.split(' ').filter_map(place).collect::<Vec<_>>();
    LETTERS.iter().flat_map(|(letters, codes)| letters.chars().map(move |c| (c, places(codes)))).collect()
});

/// The languages looked for. Without the rest short texts are told apart better, and faster.
const LANGUAGES: &[(Lang, &str)] = &[
    (Lang::Ara, "ar"),
    (Lang::Bul, "bg"),
    (Lang::Cat, "ca"),
    (Lang::Ces, "cs"),
    (Lang::Cmn, "zh"),
    (Lang::Dan, "da"),
    (Lang::Deu, "de"),
    (Lang::Ell, "el"),
    (Lang::Eng, "en"),
    (Lang::Est, "et"),
    (Lang::Fin, "fi"),
    (Lang::Fra, "fr"),
    (Lang::Heb, "he"),
    (Lang::Hin, "hi"),
    (Lang::Hrv, "hr"),
    (Lang::Hun, "hu"),
    (Lang::Ind, "id"),
    (Lang::Ita, "it"),
    (Lang::Jpn, "ja"),
    (Lang::Kor, "ko"),
    (Lang::Lav, "lv"),
    (Lang::Lit, "lt"),
    (Lang::Nld, "nl"),
    (Lang::Nob, "nb"),
    (Lang::Pes, "fa"),
    (Lang::Pol, "pl"),
    (Lang::Por, "pt"),
    (Lang::Ron, "ro"),
    (Lang::Rus, "ru"),
    (Lang::Slk, "sk"),
    (Lang::Slv, "sl"),
    (Lang::Spa, "es"),
    (Lang::Srp, "sr"),
    (Lang::Swe, "sv"),
    (Lang::Tha, "th"),
    (Lang::Tur, "tr"),
    (Lang::Ukr, "uk"),
    (Lang::Vie, "vi"),
];

static DETECTOR: LazyLock<Detector> =
    LazyLock::new(|| Detector::with_allowlist(LANGUAGES.iter().map(|(lang, _)| *lang).collect()));

/// ISO 639-1 code of the text's language.
pub fn of(text: &str) -> Option<String> {
    let sample: String = text.chars().take(MAX_CHARACTERS).collect::<String>().to_lowercase();
    let letters = sample.chars().filter(|c| c.is_alphabetic()).count();
    if letters < MIN_LETTERS_OF_SCRIPT {
        return None;
    }
    if let Some(language) = script::language(&sample) {
        return Some(language.to_owned());
    }
    if letters < MIN_LETTERS {
        return None;
    }
    let found = by_little_words(&sample).map(str::to_owned);
    found.or_else(|| if letters < MIN_LETTERS_FOR_TRIGRAMS { None } else { by_trigrams(&sample) })
}

fn by_little_words(sample: &str) -> Option<&'static str> {
    let mut scores = [0.0; LITTLE_WORDS.len()];
    let mut hits = [0_usize; LITTLE_WORDS.len()];
    let mut words = 0.0;
    for word in plain_words(sample) {
        words += 1.0;
        add(&mut scores, &mut hits, WORDS.get(word), WORD);
    }
    for letter in sample.chars().filter(|c| !c.is_ascii()) {
        add(&mut scores, &mut hits, LETTERS_OF.get(&letter), LETTER);
    }
    let (best, most) = scores.iter().enumerate().max_by(|a, b| a.1.total_cmp(b.1))?;
    let second = scores.iter().enumerate().filter(|(at, _)| *at != best).map(|(_, score)| *score).fold(0.0, f64::max);
    let is_sure =
        hits[best] >= MIN_HITS && *most >= MIN_SCORE && *most >= words * MIN_SCORE_PER_WORD && has_lead(*most, second);
    is_sure.then(|| LITTLE_WORDS[best].0)
}

/// Danish and Norwegian share most of their words: there a word or two of one alone decide.
fn has_lead(most: f64, second: f64) -> bool {
    most >= second * MIN_LEAD || most - second >= MIN_LEAD_IN_WORDS
}

/// Words of a text, without links and addresses; `l'imprimante` is two.
fn plain_words(sample: &str) -> impl Iterator<Item = &str> {
    sample
        .split_whitespace()
        .filter(|word| !word.contains(['@', '/', '_', '\\', '=']))
        .flat_map(|word| word.split(|c: char| !c.is_alphanumeric()))
        .filter(|word| word.starts_with(char::is_alphabetic) && !word.contains(|c: char| c.is_ascii_digit()))
}

fn add(scores: &mut [f64], hits: &mut [usize], languages: Option<&Vec<usize>>, weight: f64) {
    for language in languages.into_iter().flatten() {
        if let (Some(score), Some(hits)) = (scores.get_mut(*language), hits.get_mut(*language)) {
            *score += weight / shares(languages);
            *hits += 1;
        }
    }
}

/// Two languages that share a word halve it, and so on.
fn shares(languages: Option<&Vec<usize>>) -> f64 {
    languages.map_or(1.0, |languages| languages.iter().map(|_| 1.0).sum())
}

fn by_trigrams(sample: &str) -> Option<String> {
    let found = DETECTOR.detect(sample)?;
    let is_sure = found.is_reliable() && found.confidence() >= MIN_CONFIDENCE;
    let code = LANGUAGES.iter().find(|(lang, _)| *lang == found.lang()).map(|(_, code)| (*code).to_owned());
    code.filter(|_| is_sure)
}

#[cfg(test)]
mod tests {
    use super::of;

    #[test]
    fn languages_of_plain_sentences_are_told() {
        for (text, language) in [
            ("The printer on the third floor does not print any more since this morning.", "en"),
            ("Der Drucker im dritten Stock druckt seit heute Morgen leider nicht mehr.", "de"),
            ("L'imprimante du troisième étage n'imprime plus depuis ce matin, pouvez-vous m'aider ?", "fr"),
            ("La impresora de la tercera planta no imprime desde esta mañana, ¿pueden ayudarme?", "es"),
            ("三階のプリンターが今朝から印刷できません。", "ja"),
            ("Здравствуйте, принтер не печатает, и мы не знаем, что с ним делать. Помогите, пожалуйста.", "ru"),
        ] {
            assert_eq!(of(text).as_deref(), Some(language), "{text}");
        }
    }

    #[test]
    fn a_few_words_are_enough_in_many_languages() {
        for (text, language) in [
            ("I cannot log in since this morning.", "en"),
            ("Ich kann mich nicht anmelden.", "de"),
            ("Je ne peux plus me connecter.", "fr"),
            ("No puedo iniciar sesión, gracias.", "es"),
            ("La stampante non funziona più.", "it"),
            ("A impressora não funciona, obrigado.", "pt"),
            ("Ik kan niet meer inloggen.", "nl"),
            ("Jag kan inte logga in.", "sv"),
            ("Hvad kan jeg gøre? Tak for hjælpen.", "da"),
            ("Hva kan jeg gjøre? Takk for hjelpen.", "nb"),
            ("Kiitos, mutta se ei toimi.", "fi"),
            ("Nadal nie mogę się zalogować.", "pl"),
            ("Stále se nemohu přihlásit.", "cs"),
            ("Ďakujem, ale už sa neviem prihlásiť.", "sk"),
            ("Nem tudok bejelentkezni, köszönöm.", "hu"),
            ("Nu mă pot conecta, mulțumesc.", "ro"),
            ("Teşekkürler, bu çok iyi oldu.", "tr"),
            ("Принтер больше не работает.", "ru"),
            ("Принтер не працює, дякую.", "uk"),
            ("Благодаря, но още не работи.", "bg"),
            ("Ο εκτυπωτής δεν λειτουργεί.", "el"),
            ("המדפסת לא עובדת.", "he"),
            ("الطابعة لا تعمل.", "ar"),
            ("چاپگر کار نمی‌کند.", "fa"),
            ("打印机坏了。", "zh"),
            ("프린터가 작동하지 않습니다.", "ko"),
            ("Tôi không thể đăng nhập.", "vi"),
            ("เครื่องพิมพ์ไม่ทำงาน", "th"),
        ] {
            assert_eq!(of(text).as_deref(), Some(language), "{text}");
        }
    }

    #[test]
    fn names_codes_and_links_are_in_no_language() {
        for text in [
            "Ada Lovelace, CEO",
            "Jan Kowalski Marta Nowak Hans Meier",
            "ORD-2026-1042 / SN 4711-XYZ",
            "https://desk.example/ticket/42?x=1",
            "int main(void) { return printf(\"%d\", x); }",
            "From 2b076eb6579e8461eb16450f2e7f2c2f1c82fbad",
        ] {
            assert_eq!(of(text), None, "{text}");
        }
    }

    #[test]
    fn nothing_is_said_about_too_little_text() {
        assert_eq!(of("Thanks!"), None);
        assert_eq!(of("12345 67890 12345 67890 12345"), None);
    }
}
