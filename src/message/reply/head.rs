//! The head of the answered or forwarded mail, as Outlook, GMX, Orange, QQ and most others copy it into the text:
//! `From:`, `Sent:`, `To:`, `Subject:`, in the languages that mail programs speak.

use super::lines::{Lines, is_rule};

/// What a line `Label: value` of a copied head names.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Label {
    From,
    Date,
    To,
    Subject,
}

#[rustfmt::skip]
const FROM: &[&str] = &[
    "from", "von", "de", "da", "van", "från", "fra", "lähettäjä", "od", "feladó", "kimden", "gönderen", "от", "від",
    "de la", "expeditor", "expéditeur", "remitente", "mittente", "afzender", "avsändare", "avsender", "afsender",
    "nadawca", "odesílatel", "odosielateľ", "от кого", "від кого", "από", "de part de", "lähettäjältä", "od koho",
    "posiela", "pošiljatelj", "pošiljalac", "šalje", "шаље", "saatja", "kellelt", "nuo", "siuntėjas", "sūtītājs",
    "nork", "frá", "dari", "daripada", "pengirim", "từ", "người gửi", "จาก", "से", "প্রেরক", "از", "发件人", "寄件者",
    "寄件人", "差出人", "送信者", "보낸 사람", "보낸사람", "보낸이", "מאת", "من", "المرسل", "по", "подател", "відправник",
    "отправитель", "absender", "remetente", "remitent", "od osoby",
];
/// Names of other things too: more of the head must stand with them.
const WEAK_FROM: &[&str] = &["no", "с"];
#[rustfmt::skip]
const DATE: &[&str] = &[
    "sent", "date", "sent at", "sent on", "date sent", "gesendet", "gesendet am", "datum", "envoyé", "envoyé le",
    "envoye", "message du", "enviado", "enviado el", "enviada em", "enviado em", "enviada", "fecha", "inviato",
    "inviato il", "data", "data invio", "verzonden", "verzonden op", "skickat", "sendt", "dato", "lähetetty",
    "päivämäärä", "päiväys", "wysłano", "wysłane", "data wysłania", "odesláno", "odoslané", "odoslaná", "elküldve",
    "küldve", "dátum", "gönderildi", "gönderilme tarihi", "gönderme tarihi", "tarih", "дата", "отправлено",
    "надіслано", "відправлено", "изпратено", "послато", "датум", "trimis", "trimis la", "ημερομηνία", "στάλθηκε",
    "saadetud", "saatmisaeg", "kuupäev", "nosūtīts", "datums", "išsiųsta", "siųsta", "poslano", "poslato", "bidalia",
    "enviat", "enviat el", "dagsetning", "sent þann", "dikirim", "tanggal", "dihantar", "tarikh", "đã gửi", "ngày",
    "ส่ง", "วันที่", "भेजा गया", "दिनांक", "ارسال", "ارسال شده", "تاریخ", "发送时间", "发送日期", "日期", "时间", "傳送時間", "寄件日期",
    "傳送日期", "送信日時", "送信日", "日時", "日付", "보낸 날짜", "보낸날짜", "날짜", "발송일", "보낸 시간", "נשלח", "נשלח ב", "תאריך",
    "تاريخ", "التاريخ", "تاريخ الإرسال", "تم الإرسال", "أرسلت", "أرسل",
];
#[rustfmt::skip]
const TO: &[&str] = &[
    "to", "an", "à", "a", "pour", "para", "per", "aan", "till", "til", "vastaanottaja", "kenelle", "do", "komu", "adresat",
    "címzett", "kime", "alıcı", "кому", "до", "către", "catre", "destinatar", "destinataire", "destinatario", "προς",
    "adressaat", "kellele", "kam", "gavėjas", "adresāts", "prima", "прима", "za", "prejemnik", "per a", "nori",
    "kepada", "ke", "đến", "tới", "ถึง", "प्रति", "को", "به", "收件人", "收件者", "宛先", "받는 사람", "받는사람", "받는이", "אל",
    "إلى", "الى", "cc", "kopie", "copie à", "copie", "kopia", "копия", "copia", "cópia", "kopija", "kopi", "抄送",
    "副本", "참조", "reply-to", "antwort an", "répondre à",
];
#[rustfmt::skip]
const SUBJECT: &[&str] = &[
    "subject", "betreff", "objet", "sujet", "asunto", "assunto", "oggetto", "onderwerp", "ämne", "emne", "aihe", "temat",
    "předmět", "predmet", "tárgy", "konu", "тема", "относно", "subiect", "θέμα", "teema", "tēma", "temats", "tema",
    "zadeva", "naslov", "наслов", "assumpte", "gaia", "efni", "subjek", "perihal", "chủ đề", "tiêu đề", "เรื่อง",
    "विषय", "বিষয়", "موضوع", "主题", "主旨", "主題", "件名", "제목", "נושא", "الموضوع", "المرفقات", "re", "betr", "betrifft",
];

/// Longer lines before a colon are sentences.
const MAX_LABEL_CHARACTERS: usize = 20;
/// A copied head has few lines; recipients may fold.
const MAX_HEAD_LINES: usize = 12;

/// The label of a line such as `*From:* Ada`, `Envoyé le : lundi`, `发件人：…`, and what follows it.
pub(crate) fn label(line: &str) -> Option<(Label, &str)> {
    let (name, value) = divided(line)?;
    let name = name.to_lowercase();
    let kinds = [(FROM, Label::From), (DATE, Label::Date), (TO, Label::To), (SUBJECT, Label::Subject)];
    let is_weak = || WEAK_FROM.contains(&name.as_str()).then_some(Label::From);
    let found = kinds.iter().find(|(labels, _)| labels.contains(&name.as_str())).map(|(_, label)| *label);
    Some((found.or_else(is_weak)?, value))
}

/// A line before its first colon, and after it; 163.com writes the head as a table, `| 发件人 | Ada |`.
fn divided(line: &str) -> Option<(&str, &str)> {
    let is_mark = |c: char| matches!(c, ' ' | '\t' | '*' | '>' | '|' | '\u{a0}' | '\u{202a}' | '\u{200e}' | '\u{200f}');
    let is_row = line.starts_with('|');
    let line = line.trim_start_matches(is_mark);
    // Orange's first line: "Message du 05/10/26 09:12".
    if let Some(moment) = line.strip_prefix("Message du ") {
        return Some(("message du", moment));
    }
    let is_end = |c: char| matches!(c, ':' | '：') || is_row && c == '|';
    let (end, _) = line.char_indices().take(MAX_LABEL_CHARACTERS).find(|(_, c)| is_end(*c))?;
    let value = line[end..].trim_start_matches([':', '：', '|']).trim_start_matches(is_mark);
    Some((line[..end].trim_end_matches(is_mark), value))
}

/// How many lines from here are the copied head, with the rule above it.
pub(crate) fn length(lines: &Lines<'_>, at: usize) -> Option<usize> {
    let start = if is_rule(lines.get(at)) { after_rule(lines, at) } else { at };
    if start == at && is_in_form(lines, at) {
        return None;
    }
    let (first, _) = label(lines.get(start))?;
    let is_ruled = start > at;
    let (seen, end) = labels(lines, start);
    // Git puts `From:` and `Subject:` into a patch's own text; a mail program's head has a date or more fields.
    let is_complete = seen.contains(&Label::Date) || seen.len() >= 3;
    let is_weak = first == Label::From && divided(lines.get(start)).is_some_and(|(name, _)| is_weak(name));
    let is_head = seen.contains(&Label::From) && (is_complete || is_ruled && first == Label::From);
    (is_head && (!is_weak || seen.len() >= 3)).then_some(end - at)
}

/// "Name: Ada", "From: Berlin", "To: Paris": a form that the person filled in.
fn is_in_form(lines: &Lines<'_>, at: usize) -> bool {
    let above = at.checked_sub(1).map(|above| lines.get(above)).unwrap_or_default();
    divided(above).is_some_and(|(name, value)| !name.contains([' ', '-']) && !value.is_empty())
        && label(above).is_none()
}

fn is_weak(name: &str) -> bool {
    WEAK_FROM.contains(&name.to_lowercase().as_str())
}

/// How many lines from here are the head below a separator, where fewer fields are enough.
pub(crate) fn length_below_separator(lines: &Lines<'_>, at: usize) -> usize {
    if label(lines.get(at)).is_some() { labels(lines, at).1 - at } else { 0 }
}

/// The different labels from here, and where the head ends. One empty line may stand between two fields.
fn labels(lines: &Lines<'_>, start: usize) -> (Vec<Label>, usize) {
    let mut seen = Vec::new();
    let mut at = start;
    let mut filled = 0;
    while at < lines.len() && filled < MAX_HEAD_LINES {
        let line = lines.get(at);
        if is_empty(line) {
            let goes_on = label(lines.get(at + 1)).is_some_and(|(label, _)| !seen.contains(&label));
            if !goes_on {
                break;
            }
        } else if let Some((label, _)) = label(line) {
            filled += 1;
            if !seen.contains(&label) {
                seen.push(label);
            }
        } else {
            filled += 1;
        }
        at += 1;
    }
    (seen, at)
}

/// Also within a quote: Apple Mail forwards as one.
fn is_empty(line: &str) -> bool {
    line.trim_start_matches(['>', ' ']).is_empty()
}

fn after_rule(lines: &Lines<'_>, at: usize) -> usize {
    let blank = (at + 1..at + 3).take_while(|at| *at < lines.len() && lines.get(*at).is_empty()).count();
    at + 1 + blank
}
