//! Which language is a text written in? Only where there is enough of it to tell.

use whatlang::Lang;

/// Shorter texts ("Thanks!") are guesses.
const MIN_LETTERS: usize = 24;
/// The trigrams of this many characters decide as well as those of a novel.
const MAX_CHARACTERS: usize = 600;
const MIN_CONFIDENCE: f64 = 0.5;

/// ISO 639-1 code of the text's language.
pub(super) fn of(text: &str) -> Option<String> {
    let sample: String = text.chars().take(MAX_CHARACTERS).collect();
    let letters = sample.chars().filter(|c| c.is_alphabetic()).count();
    // A Chinese or Japanese character carries about a word.
    let weight = if sample.is_ascii() { 1 } else { 1 + usize::from(has_ideographs(&sample)) * 3 };
    if letters * weight < MIN_LETTERS {
        return None;
    }
    let found = whatlang::detect(&sample)?;
    let is_sure = found.is_reliable() || found.confidence() >= MIN_CONFIDENCE;
    is_sure.then(|| two_letters(found.lang())).flatten().map(str::to_owned)
}

fn has_ideographs(text: &str) -> bool {
    text.chars().any(|c| matches!(c, '\u{3040}'..='\u{30ff}' | '\u{4e00}'..='\u{9fff}' | '\u{ac00}'..='\u{d7af}'))
}

/// whatlang knows ISO 639-3; the lake speaks 639-1.
fn two_letters(lang: Lang) -> Option<&'static str> {
    let code = match lang {
        Lang::Afr => "af",
        Lang::Aka => "ak",
        Lang::Amh => "am",
        Lang::Ara => "ar",
        Lang::Aze => "az",
        Lang::Bel => "be",
        Lang::Ben => "bn",
        Lang::Bul => "bg",
        Lang::Cat => "ca",
        Lang::Ces => "cs",
        Lang::Cmn => "zh",
        Lang::Dan => "da",
        Lang::Deu => "de",
        Lang::Ell => "el",
        Lang::Eng => "en",
        Lang::Epo => "eo",
        Lang::Est => "et",
        Lang::Fin => "fi",
        Lang::Fra => "fr",
        Lang::Guj => "gu",
        Lang::Heb => "he",
        Lang::Hin => "hi",
        Lang::Hrv => "hr",
        Lang::Hun => "hu",
        Lang::Hye => "hy",
        Lang::Ind => "id",
        Lang::Ita => "it",
        Lang::Jav => "jv",
        Lang::Jpn => "ja",
        Lang::Kan => "kn",
        Lang::Kat => "ka",
        Lang::Khm => "km",
        Lang::Kor => "ko",
        Lang::Lat => "la",
        Lang::Lav => "lv",
        Lang::Lit => "lt",
        Lang::Mal => "ml",
        Lang::Mar => "mr",
        Lang::Mkd => "mk",
        Lang::Mya => "my",
        Lang::Nep => "ne",
        Lang::Nld => "nl",
        Lang::Nob => "nb",
        Lang::Ori => "or",
        Lang::Pan => "pa",
        Lang::Pes => "fa",
        Lang::Pol => "pl",
        Lang::Por => "pt",
        Lang::Ron => "ro",
        Lang::Rus => "ru",
        Lang::Sin => "si",
        Lang::Slk => "sk",
        Lang::Slv => "sl",
        Lang::Sna => "sn",
        Lang::Spa => "es",
        Lang::Srp => "sr",
        Lang::Swe => "sv",
        Lang::Tam => "ta",
        Lang::Tel => "te",
        Lang::Tgl => "tl",
        Lang::Tha => "th",
        Lang::Tuk => "tk",
        Lang::Tur => "tr",
        Lang::Ukr => "uk",
        Lang::Urd => "ur",
        Lang::Uzb => "uz",
        Lang::Vie => "vi",
        Lang::Yid => "yi",
        Lang::Zul => "zu",
        _ => return None,
    };
    Some(code)
}
