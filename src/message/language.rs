//! Which language is a text written in? Only where there is enough of it to tell.

use std::sync::LazyLock;

use whatlang::{Detector, Lang};

/// Shorter texts ("Thanks!") are guesses.
const MIN_LETTERS: usize = 24;
/// The trigrams of this many characters decide as well as those of a novel.
const MAX_CHARACTERS: usize = 500;
const MIN_CONFIDENCE: f64 = 0.5;

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
    let found = DETECTOR.detect(&sample)?;
    let is_sure = found.is_reliable() || found.confidence() >= MIN_CONFIDENCE;
    let code = LANGUAGES.iter().find(|(lang, _)| *lang == found.lang()).map(|(_, code)| (*code).to_owned());
    code.filter(|_| is_sure)
}

fn has_ideographs(text: &str) -> bool {
    text.chars().any(|c| matches!(c, '\u{3040}'..='\u{30ff}' | '\u{4e00}'..='\u{9fff}' | '\u{ac00}'..='\u{d7af}'))
}
