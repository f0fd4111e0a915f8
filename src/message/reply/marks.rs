//! Lines that mail programs put between what a person wrote and what they answer, in the languages that
//! mail programs speak.

use std::sync::LazyLock;

use regex::Regex;

/// What a line `Label: value` of a quoted head names.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Label {
    From,
    Date,
    To,
    Subject,
}

#[rustfmt::skip]
const FROM_LABELS: &[&str] = &[
    "from", "von", "de", "da", "van", "från", "fra", "lähettäjä", "od", "feladó", "kimden", "gönderen", "от", "від",
    "de la", "expeditor", "expéditeur", "remitente", "mittente", "afzender", "avsändare", "avsender", "afsender",
    "nadawca", "odesílatel", "odosielateľ", "от кого", "від кого", "από", "de part de", "lähettäjältä", "od koho", "posiela", "pošiljatelj", "dari", "từ", "发件人", "寄件者", "寄件人", "差出人", "送信者", "보낸 사람", "보낸사람",
    "מאת", "من",
];
#[rustfmt::skip]
const DATE_LABELS: &[&str] = &[
    "sent", "date", "gesendet", "gesendet am", "datum", "envoyé", "envoyé le", "envoye", "message du", "enviado",
    "enviado el", "enviada em", "enviado em", "fecha", "inviato", "data", "verzonden", "skickat", "sendt", "dato",
    "lähetetty", "päivämäärä", "wysłano", "wysłane", "odesláno", "odoslané", "elküldve", "dátum", "gönderildi",
    "gönderilme tarihi", "tarih", "дата", "отправлено", "надіслано", "trimis", "ημερομηνία", "στάλθηκε", "发送时间",
    "发送日期", "傳送時間", "日期", "送信日時", "日時", "보낸 날짜", "날짜", "נשלח", "תאריך", "تاريخ",
];
#[rustfmt::skip]
const TO_LABELS: &[&str] = &[
    "to", "an", "à", "a", "para", "aan", "till", "til", "vastaanottaja", "do", "komu", "címzett", "kime", "alıcı",
    "кому", "către", "προς", "收件人", "收件者", "宛先", "받는 사람", "받는사람", "אל", "إلى", "cc", "kopie", "copie à", "copie",
    "kopia", "копия",
];
#[rustfmt::skip]
const SUBJECT_LABELS: &[&str] = &[
    "subject", "betreff", "objet", "asunto", "assunto", "oggetto", "onderwerp", "ämne", "emne", "aihe", "temat",
    "předmět", "predmet", "tárgy", "konu", "тема", "subiect", "θέμα", "主题", "主旨", "主題", "件名", "제목", "נושא", "الموضوع",
];

/// Longer lines before a colon are sentences.
const MAX_LABEL_CHARACTERS: usize = 20;

/// The label of a line such as `*From:* Ada`, `Envoyé le : lundi`, `发件人：…`, and what follows it.
pub(crate) fn label(line: &str) -> Option<(Label, &str)> {
    let line = line.trim_start_matches([' ', '\t', '*', '>', '|']);
    let (colon, _) = line.char_indices().take(MAX_LABEL_CHARACTERS).find(|(_, c)| matches!(c, ':' | '：'))?;
    let name = line[..colon].trim_matches([' ', '\t', '*', '\u{a0}']);
    let name = name.to_lowercase();
    let kinds = [
        (FROM_LABELS, Label::From),
        (DATE_LABELS, Label::Date),
        (TO_LABELS, Label::To),
        (SUBJECT_LABELS, Label::Subject),
    ];
    let kind = kinds.iter().find(|(labels, _)| labels.contains(&name.as_str())).map(|(_, kind)| *kind)?;
    Some((kind, line[colon..].trim_start_matches([':', '：', '*', ' ', '\t'])))
}

/// "Wrote" as it stands in attributions, lower case; matched as whole words.
#[rustfmt::skip]
const WROTE: &[&str] = &[
    "wrote", "writes", "replied", "schrieb", "geschrieben", "a écrit", "a ecrit", "écrivait", "ha scritto", "scrisse",
    "escribió", "escribio", "ha escrito", "escreveu", "schreef", "geschreven", "skrev", "skrifaði", "kirjoitti",
    "napisał", "napisała", "napisał(a)", "napsal", "napsala", "napsal(a)", "napísal", "napísala", "napisao",
    "napisala", "написал", "написала", "написал(а)", "пишет", "написав", "написа", "írta", "yazdı", "şunu yazdı",
    "a scris", "έγραψε", "escrigué", "ha escrit", "parašė", "rašė", "rakstīja", "kirjutas", "menulis", "đã viết", "כתב",
    "כתבה", "כתב/ה", "כותב", "מאת", "كتب", "كتبت", "كتابة ما يلي", "va escriure", "escribiu", "escrigué", "escreve", "scrive",
    "schreibt", "schrijft", "écrit", "escribe", "skriver", "pisze", "píše", "yazmış", "пише", "напісаў", "напиша", "shkroi",
    "idatzi du", "tulis", "เขียนว่า", "ने लिखा", "написао је", "је написао", "napisao/la je", "je napisao", "мәлімдеді",
];
/// The same in languages that put no space between words.
const WROTE_WITHIN: &[&str] = &[
    "写道",
    "寫道",
    "写到",
    "さんは書きました",
    "のメール",
    "님이 작성",
    "さんが書きました",
    "のメッセージ",
    "เขียนว่า",
    "님이 쓴",
    "寫到",
    "于写",
];

/// A date, a time of day or a year, in digits of any order.
static MOMENT: LazyLock<Option<Regex>> = LazyLock::new(|| {
    // ASCII classes only: the Unicode ones take longer to compile than a thousand mails to read.
    Regex::new(r"(?-u)\b[0-9]{1,2}[:.h][0-9]{2}\b|\b(?:19|20)[0-9]{2}\b|\b[0-9]{1,4}[-/.][0-9]{1,2}[-/.][0-9]{1,4}\b")
        .ok()
});

const MAX_SEPARATOR_BYTES: usize = 160;

/// How the line begins that a telephone adds, lower case.
#[rustfmt::skip]
const MOBILE_FOOTERS: &[&str] = &[
    "sent from ", "sent via ", "sent using ", "sent with ", "get outlook for ", "gesendet von ", "gesendet mit ",
    "gesendet über ", "von meinem ", "envoyé de ", "envoyé depuis ", "envoyé à partir de ", "envoyé avec ",
    "télécharger outlook", "enviado desde ", "enviado do ", "enviado a partir do ", "enviado de mi ", "enviado con ",
    "inviato da ", "inviato dal ", "verstuurd vanaf ", "verzonden vanaf ", "verzonden met ", "skickat från ",
    "hämta outlook", "sendt fra ", "lähetetty ", "wysłane z ", "wysłano z ", "odesláno z ", "odoslané z ",
    "отправлено с ", "отправлено из ", "надіслано з ", "发自我的", "從我的", "发自 ", "發自我的",
    "enviat des de", "enviat del meu", "trimis de pe ", "trimis de la ", "trimis din ", "elküldve ", "küldve ", "poslano s ", "poslano iz ", "poslané z ",
    "poslato sa ", "изпратено от ", "надіслано з ", "отправлено от ", "στάλθηκε από ", "εστάλη από ", "được gửi từ ",
    "gửi từ ", "dikirim dari ", "dihantar dari ", "išsiųsta iš ", "nosūtīts no ", "saadetud ", "sendt med ",
    "skickat med ", "verzonden via ", "verstuurd met ", "inviato con ", "inviato tramite ", "envoyé par mon ",
    "enviado pelo ", "enviado através d", "enviado mediante ", "nalt frá ", "נשלח מה", "נשלח מ", "أرسلت من ", "مرسل من ",
    "mit meinem ", "diese nachricht wurde von meinem ", "get bluemail for ", "sent on the go",
];
const MOBILE_ENDINGS: &[&str] =
    &[" gönderildi", "から送信", "에서 보냄", "gönderilmiştir", "傳送", "发送", "からの送信"];
/// Longer lines, and lines with a comma, are sentences: "Sent from my desk, which is easier".
const MAX_FOOTER_CHARACTERS: usize = 60;

/// Between dashes, or alone, before the mail that is answered or forwarded.
#[rustfmt::skip]
const ORIGINAL_PHRASES: &[&str] = &[
    "original message", "original-nachricht", "originalnachricht", "ursprüngliche nachricht", "message d'origine",
    "message d’origine", "message original", "mensaje original", "mensagem original", "messaggio originale",
    "oorspronkelijk bericht", "ursprungligt meddelande", "originalmeddelande", "opprinnelig melding",
    "oprindelig meddelelse", "alkuperäinen viesti", "wiadomość oryginalna", "oryginalna wiadomość", "původní zpráva",
    "pôvodná správa", "eredeti üzenet", "özgün ileti", "orijinal mesaj", "исходное сообщение",
    "оригінальне повідомлення", "αρχικό μήνυμα", "原始邮件", "原始郵件", "原邮件", "元のメッセージ", "원본 메시지", "original appointment",
    "reply message", "antwort nachricht",
];
#[rustfmt::skip]
const FORWARD_PHRASES: &[&str] = &[
    "forwarded message", "forwarded by", "forwarded mail", "forwarded e-mail", "forwarded from", "fwd message",
    "weitergeleitete nachricht", "weitergeleitete message", "weitergeleitete mail", "weitergeleitete e-mail",
    "weitergeleitet von", "weitergeleitet durch", "message transféré", "message transmis", "message transfere",
    "mail transféré", "e-mail transféré", "courriel transféré", "réexpédié par", "transféré par", "mensaje reenviado",
    "correo reenviado", "reenviado por", "mensagem encaminhada", "mensagem reencaminhada", "encaminhado por",
    "messaggio inoltrato", "inoltrato da", "missatge reenviat", "doorgestuurd bericht", "doorgestuurd door",
    "vidarebefordrat meddelande", "vidarebefordrat brev", "videresendt melding", "videresendt meddelelse",
    "videresendt av", "videresendt af", "videresendt e-", "edelleenlähetetty viesti", "välitetty viesti",
    "lähetetty edelleen", "przekazana wiadomość", "wiadomość przekazana", "przesłana wiadomość",
    "wiadomość przesłana dalej", "treść przekazanej wiadomości", "přeposlaná zpráva", "preposlaná správa",
    "továbbított üzenet", "továbbított levél", "iletilmiş mesaj", "iletilen mesaj", "yönlendirilen ileti",
    "yönlendirilmiş ileti", "mesaj redirecționat", "mesaj înaintat", "proslijeđena poruka", "prosleđena poruka",
    "posredovano sporočilo", "persiųstas laiškas", "persiųstas pranešimas", "pārsūtīta vēstule", "edastatud kiri",
    "пересылаемое сообщение", "пересланное сообщение", "пересланное письмо", "переслане повідомлення",
    "пересланий лист", "препратено съобщение", "прослеђена порука", "προωθημένο μήνυμα", "μήνυμα που προωθήθηκε",
    "转发的邮件", "转发邮件", "轉寄郵件", "轉寄的郵件", "轉寄訊息", "已轉發的郵件", "転送されたメッセージ", "転送メッセージ", "전달된 메시지", "전달된 메일",
    "tin nhắn được chuyển tiếp", "thư đã chuyển tiếp", "pesan terusan", "pesan diteruskan", "ข้อความที่ส่งต่อ",
    "הודעה שהועברה", "הודעה מועברת", "رسالة معاد توجيهها", "الرسالة المعاد توجيهها", "رسالة مُعاد توجيهها",
];
/// Apple Mail writes these without dashes.
const APPLE_FORWARDS: &[&str] = &[
    "begin forwarded message:",
    "anfang der weitergeleiteten nachricht:",
    "début du message réexpédié",
    "début du message transféré",
    "inicio del mensaje reenviado:",
    "inizio messaggio inoltrato:",
    "begin doorgestuurd bericht:",
    "vidarebefordrat brev:",
    "início da mensagem reencaminhada:",
    "начало переадресованного сообщения:",
    "inici del missatge reenviat:",
    "videresendt besked:",
    "videresendt melding:",
    "start på videresendt",
    "begynnelse på videresendt",
    "start på vidarebefordrat",
    "välitetty viesti alkaa:",
    "początek przekazywanej wiadomości",
    "początek przekierowanej wiadomości",
    "začátek přeposílané zprávy:",
    "začátek přeposlané zprávy:",
    "továbbított levél kezdete:",
    "iletilen mesajın başlangıcı:",
    "початок листа, що пересилається:",
    "αρχή προωθημένου μηνύματος:",
    "início da mensagem encaminhada:",
    "下面是被转发的邮件",
    "以下是轉寄的郵件",
    "開始轉寄郵件",
    "転送されたメッセージ",
    "전달된 메시지",
];

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Separator {
    Original,
    Forward,
}

/// `-----Original Message-----`, `Begin forwarded message:` and their translations.
pub(crate) fn separator(line: &str) -> Option<Separator> {
    let line = line.trim().trim_start_matches(['>', ' ', '*']);
    if line.len() > MAX_SEPARATOR_BYTES {
        return None;
    }
    let is_ruled = ["--", "__", "==", "—", "–", "- "].iter().any(|rule| line.starts_with(rule));
    if !is_ruled && !line.ends_with([':', '：']) {
        return None;
    }
    let lower = line.to_lowercase();
    if !is_ruled {
        return APPLE_FORWARDS.iter().any(|phrase| lower.starts_with(phrase)).then_some(Separator::Forward);
    }
    if FORWARD_PHRASES.iter().any(|phrase| lower.contains(phrase)) {
        return Some(Separator::Forward);
    }
    ORIGINAL_PHRASES.iter().any(|phrase| lower.contains(phrase)).then_some(Separator::Original)
}

/// A line of dashes, underscores or the like, and nothing else.
pub(crate) fn is_rule(line: &str) -> bool {
    let line = line.trim();
    line.len() >= 5 && line.chars().all(|c| matches!(c, '-' | '_' | '=' | '*' | '~' | '—' | '─'))
}

pub(crate) fn says_wrote(text: &str) -> bool {
    let lower = text.to_lowercase();
    WROTE.iter().any(|word| has_word(&lower, word)) || WROTE_WITHIN.iter().any(|word| lower.contains(word))
}

fn has_word(text: &str, word: &str) -> bool {
    text.match_indices(word).any(|(at, _)| {
        !text[..at].ends_with(char::is_alphanumeric) && !text[at + word.len()..].starts_with(char::is_alphanumeric)
    })
}

pub(crate) fn has_moment(text: &str) -> bool {
    text.bytes().any(|byte| byte.is_ascii_digit()) && MOMENT.as_ref().is_some_and(|moment| moment.is_match(text))
}

pub(crate) fn is_mobile_footer(line: &str) -> bool {
    let line = line.trim().trim_matches(['*', '_']);
    if line.chars().count() > MAX_FOOTER_CHARACTERS || line.contains([',', ';', '?', '!']) {
        return false;
    }
    let lower = line.to_lowercase();
    MOBILE_FOOTERS.iter().any(|start| lower.starts_with(start)) || MOBILE_ENDINGS.iter().any(|end| lower.ends_with(end))
}

/// RFC 3676 §4.3, and as people's programs write it without the space.
pub(crate) fn is_signature_mark(line: &str) -> bool {
    matches!(line.trim_end(), "--" | "__" | "—")
}

/// `> …`, also behind spaces; a line of arrows both ways is decoration.
pub(crate) fn is_quoted(line: &str) -> bool {
    line.trim_start().starts_with(['>', '＞']) && !line.trim_end().ends_with("<<<")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_pattern_of_moments_compiles_and_knows_dates() {
        assert!(MOMENT.is_some());
        for text in ["5.10.26", "2026-10-05", "at 9:12", "9h12", "in 2026"] {
            assert!(has_moment(text), "{text}");
        }
        assert!(!has_moment("room 12, desk 4711"));
    }

    #[test]
    fn verbs_are_matched_as_whole_words() {
        assert!(says_wrote("Ada <a@b.example>wrote:"));
        assert!(!says_wrote("the ghostwroter:"));
    }
}
