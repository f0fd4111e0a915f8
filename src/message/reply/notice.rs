//! Paragraphs that companies' servers put below or above every mail: legal notices, a virus scanner's praise, the
//! environment, warnings of strangers. In the languages that they are written in.

use std::sync::LazyLock;

use regex::Regex;

use super::phrases;

/// What a kind of notice says, lower case, grouped by what the words mean: one meaning alone may be a person's.
struct Kind {
    meanings: &'static [&'static [&'static str]],
    /// So many of the meanings make it one.
    needed: usize,
    characters: std::ops::RangeInclusive<usize>,
}

#[rustfmt::skip]
const LEGAL: Kind = Kind {
    meanings: &[
        &[
            "confidential", "privileged", "vertraulich", "rechtlich geschützt", "confidentiel", "confidencia", "riservat",
            "confidenziali", "vertrouwelijk", "konfidentiell", "konfidensiell", "fortrolig", "luottamuksell", "poufn", "důvěrn",
            "dôvern", "bizalmas", "confidenți", "gizli", "конфиденциальн", "конфіденційн", "поверителн", "εμπιστευτικ", "povjerljiv",
            "poverljiv", "zaupn", "konfidencial", "机密", "保密", "機密", "기밀", "대외비", "중요한 정보", "bảo mật", "rahasia",
        ],
        &[
            "intended recipient", "intended only for", "intended solely for", "solely for the use", "intended for the",
            "addressee", "named above", "richtige adressat", "ausschließlich für", "bestimmte empfänger", "destinataire",
            "vorgesehene adressat", "vorgesehene empfänger", "adressaten bestimmt", "destinatari", "destinatário", "uso exclusivo",
            "geadresseerde", "bestemd voor", "avsedd", "avsett", "adressat", "ment for", "modtager", "mottaker",
            "vastaanottaja", "adresat", "adresát", "címzett", "alıcı", "адресат", "получател", "παραλήπτη", "primatelj", "primaoc",
            "naslovnik", "收件人", "仅限于", "宛先", "受信者", "수취인", "수신자", "người nhận", "penerima",
        ],
        &[
            "in error", "by mistake", "not the intended", "not an intended", "irrtümlich", "nicht der richtige", "nicht der vorgesehene",
            "par erreur", "por error", "por engano", "por erro", "per errore", "ten onrechte", "abusievelijk", "av misstag", "ved en feil",
            "ved en fejl", "ved fejl", "erehdyksessä", "vahingossa", "omyłkowo", "przez pomyłkę", "omylem", "omylom", "tévedésből",
            "din greșeală", "din eroare", "yanlışlıkla", "sehven", "по ошибке", "ошибочно", "помилково", "по погрешка", "κατά λάθος", "greškom", "pomotoma", "误收", "错收",
            "誤って", "잘못 전송", "잘못 수신", "nhầm", "kesalahan",
        ],
        &[
            "delete it", "delete this", "delete the", "destroy", "unauthorized", "unauthorised", "prohibited", "notify the sender", "legally privileged", "to whom it is addressed", "to whom they are addressed",
            "vernichten", "löschen", "nicht gestattet", "unzulässig", "supprimer", "détruire", "eliminar", "elimine", "elimín", "apague", "prohibida",
            "bórre", "cancellar", "distrugger", "proibid", "vietat", "verwijder", "radera", "slett", "poista", "usuń", "usunąć", "usunięcie", "smažte", "vymaž",
            "törölje", "ștergeți", "interzis", "siliniz", "silin", "удалит", "видаліть", "изтрий", "διαγράψ", "obrišite", "izbrišite", "删除", "禁止", "削除", "삭제", "xóa", "hapus",
        ],
    ],
    needed: 3,
    characters: 60..=4_000,
};
#[rustfmt::skip]
const VIRUS_SCANNER: Kind = Kind {
    meanings: &[
        &["virus", "virenfrei", "viren", "vírus", "virů", "wirus", "malware", "вирус", "вірус", "symantec", "scanned"],
        &[
            "avast", "avg", "avira", "mcafee", "eset", "norton", "symantec", "mimecast", "kaspersky", "clamav", "sophos", "bitdefender",
            "messagelabs", "mailscanner", "f-secure", "trend micro",
        ],
        &[
            "www.", "checked", "scanned", "free", "frei", "geprüft", "überprüft", "vérifiée", "vérifié", "sans virus", "comprobado", "analizado", "escaneado", "verificado", "livre", "libre",
            "controllat", "priva", "gecontroleerd", "vrij", "sökts", "kontrollerats", "zkontrolov", "sprawdzon", "przeskanowan", "wolny", "bez ", "проверен", "без ", "перевірен",
        ],
    ],
    needed: 3,
    characters: 15..=300,
};
#[rustfmt::skip]
const ENVIRONMENT: Kind = Kind {
    meanings: &[
        &["environment", "umwelt", "environnement", "medio ambiente", "meio ambiente", "ambiente", "milieu", "miljö", "miljø", "ympäristö", "środowisk", "životní prostředí", "planet", "trees"],
        &["print", "ausdruck", "drucken", "imprim", "stampa", "afdruk", "printen", "skriv", "tulosta", "wydruk", "tisk"],
        &["consider", "think", "before", "denken", "bevor", "prüfen", "pensez", "avant", "piense", "antes", "prima di", "pensa", "denk", "voordat", "tänk", "tenk", "før", "ajattele", "zanim", "než"],
    ],
    needed: 3,
    characters: 15..=200,
};
/// Put above the text by the receiving company's server.
#[rustfmt::skip]
const WARNING: Kind = Kind {
    meanings: &[
        &[
            "external", "outside", "extern", "außerhalb", "extérieur", "esterno", "dall'esterno", "fuera de", "externo", "fora da", "van buiten", "utanför",
            "udefra", "spoza", "zewnętrzn", "внешн", "外部", "don't often get email", "nicht häufig e-mails", "nicht oft e-mail",
        ],
        &[
            "caution", "warning", "attention", "achtung", "vorsicht", "precaución", "atención", "attenzione", "let op", "varning", "advarsel", "uwaga", "cuidado", "atenção", "внимание", "注意",
            "originated", "this message", "this email", "this e-mail", "diese e-mail", "diese nachricht", "ce message", "cet e-mail", "este correo", "questa e-mail",
            "this is important", "dies wichtig", "do not click",
        ],
        &[
            "links", "attachment", "careful", "sender", "anhänge", "anhang", "absender", "liens", "pièces jointes", "enlaces", "adjuntos", "allegati",
            "bijlage", "länkar", "załącznik", "linki", "anexos", "ссылк", "originated outside", "originated from outside", "external email", "learn why", "erfahren sie",
        ],
    ],
    needed: 3,
    characters: 15..=600,
};
/// Tags that say so alone, without their brackets.
#[rustfmt::skip]
const WARNING_TAGS: &[&str] = &[
    "external", "extern", "externe", "externo", "esterno", "external email", "external e-mail", "external sender", "external message",
    "externe e-mail", "externe mail", "caution: external sender", "caution: external email", "this message is from an external sender",
    "caution - external", "warning: external email", "correo externo", "mail externe", "email externo",
];
/// What opens a legal notice, so that fewer words of it need to be known.
#[rustfmt::skip]
const LEGAL_TITLES: &[&str] = &[
    "confidentiality", "disclaimer", "legal notice", "haftungsausschluss", "vertraulichkeitshinweis", "avis de confidentialité",
    "aviso legal", "aviso de confidencialidad", "aviso de confidencialidade", "avviso di riservatezza", "ai sensi del", "klauzula poufności",
];
const MAX_LINES: usize = 40;

/// How many lines the paragraph has, if it is a notice below a person's words.
pub(super) fn below<'a>(paragraph: impl Iterator<Item = &'a str>) -> Option<usize> {
    let (lines, text) = lowered(paragraph)?;
    let is_titled = LEGAL_TITLES.iter().any(|title| text.starts_with(title));
    let is_notice = PATTERNS.iter().take(3).any(|(kind, meanings)| says(kind, meanings, &text, 0))
        || is_titled && PATTERNS.first().is_some_and(|(kind, meanings)| says(kind, meanings, &text, 1));
    is_notice.then_some(lines)
}

/// How many lines the paragraph has, if it is a warning above a person's words.
pub(super) fn above<'a>(paragraph: impl Iterator<Item = &'a str>) -> Option<usize> {
    let (lines, text) = lowered(paragraph)?;
    let tag = text.trim_matches(|c: char| !c.is_alphanumeric());
    let is_warning =
        WARNING_TAGS.contains(&tag) || PATTERNS.get(3).is_some_and(|(kind, meanings)| says(kind, meanings, &text, 0));
    is_warning.then_some(lines)
}

/// The paragraph's lines and its text in lower case; nothing where it is too long.
fn lowered<'a>(paragraph: impl Iterator<Item = &'a str>) -> Option<(usize, String)> {
    let lines: Vec<&str> = paragraph.take(MAX_LINES + 1).collect();
    let bytes: usize = lines.iter().map(|line| line.len()).sum();
    (lines.len() <= MAX_LINES && bytes <= 4 * LEGAL.characters.end())
        .then(|| (lines.len(), lines.join(" ").to_lowercase()))
}

/// One pattern a meaning: all its words are looked for at once.
static PATTERNS: LazyLock<Vec<(&Kind, Vec<Regex>)>> = LazyLock::new(|| {
    let compiled =
        |kind: &'static Kind| (kind, kind.meanings.iter().filter_map(|words| phrases::any_of(*words)).collect());
    [&LEGAL, &VIRUS_SCANNER, &ENVIRONMENT, &WARNING].map(compiled).into()
});

fn says(kind: &Kind, meanings: &[Regex], text: &str, spared: usize) -> bool {
    let characters = text.chars().count();
    // An ideograph carries about a word's worth of Latin letters.
    let is_dense = characters * 2 < text.len();
    let characters = if is_dense { characters * 2 } else { characters };
    let may_miss = meanings.len() + spared - kind.needed;
    kind.characters.contains(&characters)
        && meanings.iter().filter(|meaning| !meaning.is_match(text)).nth(may_miss).is_none()
}
