//! Legal notices that companies' servers append to every mail, in the languages that they are written in.

/// What such notices say, lower case, grouped by what they mean: one meaning alone may be a person's.
#[rustfmt::skip]
const MEANINGS: &[&[&str]] = &[
    &[
        "confidential", "privileged", "vertraulich", "rechtlich geschützt", "confidentiel", "confidencial", "riservat",
        "confidenziali", "vertrouwelijk", "konfidentiell", "fortrolig", "luottamuksell", "poufn", "důvěrn", "bizalmas",
        "gizli", "конфиденциальн", "конфіденційн", "εμπιστευτικ", "机密", "保密", "機密",
    ],
    &[
        "intended recipient", "intended only for", "intended solely for", "solely for the use", "intended for the",
        "addressee", "named above", "richtige adressat", "ausschließlich für", "bestimmte empfänger", "destinataire",
        "destinatario", "destinatário", "destinatari ", "geadresseerde", "bestemd voor", "avsedd", "adressat",
        "vastaanottaja", "adresat", "címzett", "alıcı", "адресат", "получател", "παραλήπτη", "收件人", "宛先",
    ],
    &[
        "in error", "by mistake", "not the intended", "irrtümlich", "nicht der richtige", "par erreur", "por error",
        "por engano", "por erro", "per errore", "ten onrechte", "abusievelijk", "av misstag", "ved en feil",
        "ved en fejl", "erehdyksessä", "omyłkowo", "omylem", "tévedésből", "yanlışlıkla", "по ошибке", "ошибочно",
        "помилково", "κατά λάθος", "误收", "誤って",
    ],
    &[
        "delete it", "delete this", "delete the", "destroy", "unauthorized", "unauthorised", "strictly prohibited",
        "vernichten", "löschen", "nicht gestattet", "supprimer", "détruire", "eliminar", "elimine", "bórre",
        "cancellar", "distrugger", "verwijder", "radera", "slett", "poista", "usuń", "usunąć", "smažte", "törölje",
        "siliniz", "удалит", "видаліть", "διαγράψ", "删除", "削除",
    ],
];
/// A notice is a paragraph, not a remark.
const MIN_CHARACTERS: usize = 90;
const MAX_LINES: usize = 30;

/// How many lines the paragraph has, if it is such a notice.
pub(super) fn disclaimer<'a>(paragraph: impl Iterator<Item = &'a &'a str>) -> Option<usize> {
    let lines: Vec<&str> = paragraph.take(MAX_LINES + 1).copied().collect();
    let text = lines.join(" ").to_lowercase();
    if lines.len() > MAX_LINES || text.chars().count() < MIN_CHARACTERS {
        return None;
    }
    // Two missing meanings settle it; most paragraphs end here after half the words.
    let is_missing = |words: &&&[&str]| !words.iter().any(|word| text.contains(word));
    let is_notice = MEANINGS.iter().filter(is_missing).nth(1).is_none();
    is_notice.then_some(lines.len())
}
