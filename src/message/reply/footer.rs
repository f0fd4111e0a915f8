//! What stands below a person's words in every mail of theirs: the signature's mark, the telephone's or the
//! program's line, the list server's footer.

use std::sync::LazyLock;

use regex::Regex;

use super::lines::{Lines, is_quoted, is_rule, is_rule_character};
use super::{attribution, phrases};

/// How the line begins that a telephone or a program adds, lower case.
#[rustfmt::skip]
const STARTS: &[&str] = &[
    "sent from ", "sent via ", "sent using ", "sent with ", "sent by ", "sent on the ", "composed on ", "gesendet von ",
    "gesendet mit ", "gesendet über ", "gesendet aus ", "gesendet vom ", "von meinem ", "von meinem/", "vom iphone ", "mit meinem ", "von unterwegs gesendet",
    "diese nachricht wurde von meinem ", "diese nachricht wurde mit ", "diese e-mail wurde von meinem ", "envoyé de ", "envoyé depuis ", "envoyé à partir d",
    "envoyé avec ", "envoyé par mon ", "envoyé via ", "provenance : courrier", "enviado desde ", "enviado do ",
    "enviado dende ", "enviado a partir d", "enviado de mi ", "enviado con ", "enviado pelo ", "enviado por ", "enviado através d",
    "enviado mediante ", "enviado via ", "enviado com ", "inviato da ", "inviato dal ", "inviato con ", "inviato tramite ", "inviato via ",
    "verstuurd vanaf ", "verstuurd met ", "verstuurd via ", "verzonden vanaf ", "verzonden vanuit ", "verzonden met ", "verzonden via ",
    "skickat från ", "skickat med ", "skickades från ", "skickat via ", "sendt fra ", "sendt med ", "sendt via ", "lähetetty ",
    "wysłane z ", "wysłano z ", "wysłane przez ", "odesláno z ", "odesláno ze ", "odesláno pomocí ", "odoslané z ", "odoslané zo ", "trimis de ",
    "trimis din ", "trimis cu ", "elküldve ", "küldve ", "az iphone", "отправлено с ", "отправлено из ", "отправлено от ", "отправлено через ",
    "надіслано з ", "надіслано через ", "изпратено от ", "изпратено с ", "στάλθηκε από ", "εστάλη από ", "poslano s ", "poslano sa ", "poslano z ",
    "poslano iz ", "poslato sa ", "išsiųsta iš ", "siųsta iš ", "nosūtīts no ", "saadetud ", "enviat des d", "enviat del ",
    "bidalia nire ", "nire iphone", "nalt frá ", "sent úr ", "được gửi từ ", "đã gửi từ ", "gửi từ ", "dikirim dari ", "dihantar dari ", "ส่งจาก",
    "נשלח מ", "أرسلت من ", "أُرسلت من ", "مرسل من ", "تم الإرسال من ", "ارسال شده از ", "از iphone ", "发自", "發自", "從我的", "從 windows",
    "从 windows", "从我的",
];
#[rustfmt::skip]
const ENDS: &[&str] = &[
    " gönderildi", "gönderilmiştir", "から送信", "からの送信", "에서 보냄", "에서 발송", "から送信されました", "से भेजा गया", " ارسال شد",
    " küldve",
];
/// Microsoft's advertisement, before or behind the program's name.
#[rustfmt::skip]
const GET_OUTLOOK: &[&str] = &[
    "get ", "holen sie sich", "beziehen", "herunterladen", "télécharger", "obtenir", "obtener", "obtén", "obter",
    "obtenha", "baixar", "descargar", "scarica", "ottieni", "download", "downloaden", "skaffa", "hämta", "hent", "få ", "skaff ",
    "hanki", "lataa", "pobierz", "získat", "stáhnout", "získať", "stiahnuť", "letöltése", "beszerzése", "obțineți",
    "descărcați", "скачать", "скачайте", "получить", "отримати", "завантажити", "изтеглете", "edinin", "indirin", "λήψη", "αποκτήστε",
    "הורד", "קבל", "الحصول على", "تنزيل", "入手", "获取", "下载", "取得", "下載", "다운로드", "가져오기", "dapatkan", "unduh", "รับ", "tải", "nabavite", "preuzmite", "obteniu", "hankige",
];
/// What such lines name. With one of them a line may be longer and have a comma.
#[rustfmt::skip]
const DEVICES: &[&str] = &[
    "iphon", "айфон", "אייפון", "הנייד", "هاتفي", "ipad", "ipod", "android", "samsung", "galaxy", "blackberry", "outlook", "windows", "mobil", "phone",
    "handy", "superhuman", "puhelim", "telef", "поч", "posta", "poczta", "pošt", "pošty", "メール", "邮件", "郵件", "courrier", "correo", "unterwegs", "आय-फ़ोन", "tablet", "htc", "huawei", "xiaomi", "nokia", "lg ", "sony", "xperia", "device", "mail", "gerät", "sprint", "tapatalk", 
    "телефон", "手机", "手機", "yahoo", "verizon", "vodafone", "t-mobile",
];
/// Longer lines, and lines with a comma, are sentences: "Sent from my desk, which is easier".
const MAX_CHARACTERS: usize = 60;
const MAX_DEVICE_CHARACTERS: usize = 110;
/// With its links.
const MAX_FOOTER_BYTES: usize = 400;
const MAX_SIGNATURE_LINES: usize = 20;
/// Below a mere rule only a short block with somebody's telephone or address is a signature.
const MAX_CARD_LINES: usize = 10;
const MAX_CARD_CHARACTERS: usize = 80;
const MIN_TELEPHONE_DIGITS: usize = 7;

#[rustfmt::skip]
const LIST_PHRASES: &[&str] = &[
    "mailing list", "mailingliste", "mailing-liste", "liste de diffusion", "lista de correo", "unsubscribe",
    "mailman/listinfo", "you received this message because", "you are receiving this", "reply to this email directly",
    "yahoo groups links", "view it on github", "visit topic", "to respond, reply to this email",
];

static LIST_PATTERN: LazyLock<Option<Regex>> = LazyLock::new(|| phrases::any_of(LIST_PHRASES));

/// Any word that a mobile footer must have: most lines have none, and are done with one look.
static MOBILE_PATTERN: LazyLock<Option<Regex>> =
    LazyLock::new(|| phrases::any_of(STARTS.iter().chain(ENDS).chain(&["outlook", "bluemail"])));

/// "Sent from my iPhone", "Get Outlook for iOS <link>", "Von meinem iPad gesendet".
pub(crate) fn is_mobile(line: &str) -> bool {
    if line.len() > MAX_FOOTER_BYTES || line.ends_with('?') || !phrases::has(&MOBILE_PATTERN, &line.to_lowercase()) {
        return false;
    }
    let bare = without_links(line);
    let text = bare.trim_matches(|c| is_rule_character(c) || matches!(c, ' ' | '(' | ')' | '[' | ']' | '<' | '>'));
    let characters = text.chars().count();
    if characters > MAX_DEVICE_CHARACTERS {
        return false;
    }
    let lower = text.to_lowercase();
    let is_footer = STARTS.iter().any(|start| lower.starts_with(start))
        || ENDS.iter().any(|end| lower.trim_end_matches(['.', '。']).ends_with(end));
    is_footer && (names_device_first(&lower) || is_plain(&lower, characters)) || offers_outlook(&lower)
}

/// "Sent from Spark" names a program that nobody can list; "Enviado por error" is a person's remark.
fn is_plain(lower: &str, characters: usize) -> bool {
    let is_english = ["sent from ", "sent with ", "sent using "].iter().any(|start| lower.starts_with(start));
    is_english && characters <= MAX_CHARACTERS && !lower.contains([',', ';', '?', '!'])
}

/// "Sent from my iPhone, please excuse typos", not "Sent from my desk, much easier than my phone".
fn names_device_first(lower: &str) -> bool {
    let first = lower.split([',', ';', '!']).next().and_then(|part| part.split(". ").next()).unwrap_or_default();
    DEVICES.iter().any(|device| first.contains(device))
}

fn offers_outlook(lower: &str) -> bool {
    let names = lower.contains("outlook") || lower.contains("bluemail");
    let is_short = lower.split(' ').count() <= 7 && !lower.ends_with(['.', '!']);
    let begins = lower.split(' ').nth(if lower.starts_with("az ") { 1 } else { 0 }) == Some("outlook");
    let on = ["ios", "android", "mac"].iter().any(|system| lower.contains(system));
    let says = |get: &&str| lower.starts_with(*get) || lower.ends_with(*get) || begins && lower.contains(*get);
    names && is_short && on && GET_OUTLOOK.iter().any(says)
}

/// Without `<https://…>`, `[https://…]`, `(https://…)` and the brackets of `[text](link)`.
fn without_links(line: &str) -> String {
    let mut rest = line;
    let mut kept = String::with_capacity(line.len());
    while let Some((start, end)) = link(rest) {
        kept.push_str(rest[..start].trim_end());
        rest = &rest[end..];
    }
    kept.push_str(rest);
    if kept.contains("](") || !kept.contains('[') { kept } else { kept.replace(['[', ']'], "") }
}

/// Where the first bracketed link begins and ends.
fn link(text: &str) -> Option<(usize, usize)> {
    let http = text.find("http")?;
    let start = text[..http].rfind(['<', '[', '(']).filter(|start| text[start + 1..http].trim().is_empty())?;
    let length = text[http..].find(['>', ']', ')'])?;
    Some((start, http + length + 1))
}

/// RFC 3676 §4.3, and as people's programs write it without the space.
pub(super) fn is_signature_mark(line: &str) -> bool {
    matches!(line, "--" | "__" | "—" | "– –" | "‐‐")
}

/// Two dashes before a long text divide it; a signature is short (RFC 3676 §4.3 has four lines in mind).
pub(super) fn is_signature(lines: &Lines<'_>, at: usize) -> bool {
    let below = || lines.from(at + 1).iter().take_while(|line| !is_quoted(line)).filter(|line| !line.is_empty());
    if is_signature_mark(lines.get(at)) {
        return below().take(MAX_SIGNATURE_LINES + 1).count() <= MAX_SIGNATURE_LINES;
    }
    is_short_rule(lines.get(at)) && is_card(lines, at + 1)
}

fn is_short_rule(line: &str) -> bool {
    line.starts_with(['-', '_', '=', '*', '—']) && line.chars().count() >= 3 && line.chars().all(is_rule_character)
}

/// A few short lines to the end of what was written, one of them with a telephone or an address.
fn is_card(lines: &Lines<'_>, start: usize) -> bool {
    let mut count = 0;
    let mut has_contact = false;
    for at in start..lines.len() {
        let line = lines.get(at);
        if is_quoted(line) || !is_short_rule(line) && attribution::length(lines, at).is_some() {
            break;
        }
        count += usize::from(!line.is_empty());
        if count > MAX_CARD_LINES || line.chars().take(MAX_CARD_CHARACTERS + 1).count() > MAX_CARD_CHARACTERS {
            return false;
        }
        has_contact |= is_contact(line);
    }
    has_contact && count > 1
}

fn is_contact(line: &str) -> bool {
    let digits = line.bytes().filter(u8::is_ascii_digit).count();
    let is_telephone = || digits >= MIN_TELEPHONE_DIGITS && (line.contains('+') || !line.contains([':', '|']));
    line.contains('@') || line.contains("www.") || line.starts_with("http") || is_telephone()
}

/// What list servers and trackers append: a rule, then the list's name or how to leave it.
pub(super) fn is_of_list(lines: &Lines<'_>, at: usize) -> bool {
    let line = lines.get(at);
    let is_about_list = |line: &&str| phrases::has(&LIST_PATTERN, &line.to_lowercase());
    (is_rule(line) || is_signature_mark(line) || is_short_rule(line))
        && lines.from(at + 1).iter().filter(|line| !line.is_empty()).take(3).any(is_about_list)
}

#[cfg(test)]
mod tests {
    use super::is_mobile;

    #[test]
    fn links_do_not_hide_what_a_program_adds() {
        for line in [
            "Get Outlook for Android<https://aka.ms/AAb9ysg>",
            "[Get Outlook for iOS](https://aka.ms/o0ukef)",
            "Sent from Mail <https://go.microsoft.com/fwlink/?LinkId=550986> for Windows",
            "Sent with [Proton Mail](https://proton.me/) secure email.",
        ] {
            assert!(is_mobile(line), "{line}");
        }
    }

    #[test]
    fn sentences_about_devices_are_no_footers() {
        for line in [
            "Outlook for iOS does not open my calendar.",
            "Sent from my desk, which is easier than from my phone.",
            "Could it be sent from my phone?",
        ] {
            assert!(!is_mobile(line), "{line}");
        }
    }
}
