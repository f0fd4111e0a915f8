//! Which language is a text written in? Only where there is enough of it to tell.
//!
//! Little words decide most mails, surely even where the text is short; trigrams (whatlang), which cost ten
//! times as much and want longer texts, decide the rest.

use std::collections::HashMap;
use std::sync::LazyLock;

use whatlang::{Detector, Lang};

/// Shorter texts ("Thanks!") are guesses.
const MIN_LETTERS: usize = 24;
/// The trigrams of this many characters decide as well as those of a novel.
const MAX_CHARACTERS: usize = 500;
const MIN_CONFIDENCE: f64 = 0.5;
/// So many little words of one language decide, if no other language has half as many.
const MIN_LITTLE_WORDS: usize = 3;

/// Those that other languages here (and code, and addresses) do not share; no single Latin letters.
#[rustfmt::skip]
const LITTLE_WORDS: &[(&str, &str)] = &[
    ("en", "the and is not with this have has for you that are was please from when it to of we my our on in be can if but would should there which an or as at by will been"),
    ("de", "der die das und ist nicht mit ich wir bitte auf ein eine einen von zu den dem für seit auch noch kann sie es sich im bei"),
    ("fr", "le la les des est une pas nous vous avec pour dans que je ne plus depuis ce sur merci et un du au mon il cette sont"),
    ("es", "la de no puede pueden quiero el los las una es con para por que está desde pero como muy al del un en esta nos le ha hemos gracias"),
    ("it", "il gli una è non con che sono della di questo più anche dal ho ci nel le grazie abbiamo alla"),
    ("pt", "os uma não para por que está desde meu mas ao da em um foi nos obrigado temos você são também"),
    ("nl", "de het een is niet met voor van dat ik wij zijn op te en maar ook we er aan om bij nog kan graag hebben dit"),
    ("sv", "och är inte med för att det som jag vi ett en på av har till kan den från hej"),
    ("pl", "nie jest się że od dla ale proszę mam czy jak już jestem dzień dobry tak tylko przez"),
    ("ru", "и не на что это как для по из мы вас нас пожалуйста с от у меня есть уже но"),
    ("uk", "і не на що це як для по із ми вас нас будь ласка з від у мене є вже але та"),
];

static LANGUAGES_OF_WORD: LazyLock<HashMap<&'static str, Vec<usize>>> = LazyLock::new(|| {
    let mut languages: HashMap<_, Vec<_>> = HashMap::new();
    for (language, (_, words)) in LITTLE_WORDS.iter().enumerate() {
        for word in words.split(' ') {
            languages.entry(word).or_default().push(language);
        }
    }
    languages
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
pub(super) fn of(text: &str) -> Option<String> {
    let sample: String = text.chars().take(MAX_CHARACTERS).collect();
    let letters = sample.chars().filter(|c| c.is_alphabetic()).count();
    // A Chinese, Japanese or Korean character carries about a word.
    let weight = if has_ideographs(&sample) { 4 } else { 1 };
    if letters * weight < MIN_LETTERS {
        return None;
    }
    by_little_words(&sample).map(str::to_owned).or_else(|| by_trigrams(&sample))
}

fn by_little_words(sample: &str) -> Option<&'static str> {
    let mut counts = [0_usize; LITTLE_WORDS.len()];
    for word in sample.split(|c: char| !c.is_alphabetic()).filter(|word| !word.is_empty()) {
        for language in LANGUAGES_OF_WORD.get(word.to_lowercase().as_str()).into_iter().flatten() {
            counts[*language] += 1;
        }
    }
    let (best, most) = counts.iter().enumerate().max_by_key(|(_, count)| **count)?;
    let second = counts.iter().enumerate().filter(|(at, _)| *at != best).map(|(_, count)| *count).max()?;
    (*most >= MIN_LITTLE_WORDS && *most >= 2 * second).then(|| LITTLE_WORDS[best].0)
}

fn by_trigrams(sample: &str) -> Option<String> {
    let found = DETECTOR.detect(sample)?;
    let is_sure = found.is_reliable() || found.confidence() >= MIN_CONFIDENCE;
    let code = LANGUAGES.iter().find(|(lang, _)| *lang == found.lang()).map(|(_, code)| (*code).to_owned());
    code.filter(|_| is_sure)
}

fn has_ideographs(text: &str) -> bool {
    text.chars().any(|c| matches!(c, '\u{3040}'..='\u{30ff}' | '\u{4e00}'..='\u{9fff}' | '\u{ac00}'..='\u{d7af}'))
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
    fn nothing_is_said_about_too_little_text() {
        assert_eq!(of("Thanks!"), None);
        assert_eq!(of("12345 67890 12345 67890 12345"), None);
    }
}
