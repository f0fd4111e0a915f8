//! Lines that mail programs and help desks put between what a person wrote and the mail that is answered or forwarded.

use std::sync::LazyLock;

use regex::Regex;

use super::lines::{Lines, is_direction_mark, is_rule, is_rule_character, lowered};
use super::{head, phrases};

const MAX_SEPARATOR_BYTES: usize = 160;
/// Without a rule before it only a short line is no sentence of a person.
const MAX_UNRULED_BYTES: usize = 90;

/// Between dashes before the mail that is answered, lower case.
#[rustfmt::skip]
const ORIGINAL: &[&str] = &[
    "original message", "original-nachricht", "originalnachricht", "ursprüngliche nachricht", "message d'origine",
    "message d’origine", "message original", "mail original", "mail d'origine", "courriel original", "mensaje original",
    "mensagem original", "messaggio originale", "oorspronkelijk bericht", "origineel bericht", "original e-mail",
    "ursprungligt meddelande", "originalmeddelande", "opprinnelig melding", "oprindelig meddelelse", "oprindelig besked",
    "alkuperäinen viesti", "wiadomość oryginalna", "oryginalna wiadomość", "původní zpráva", "původní e-mail",
    "pôvodná správa", "pôvodný e-mail", "eredeti üzenet", "eredeti levél", "mesaj original", "mesajul original",
    "mesajul inițial", "özgün ileti", "orijinal mesaj", "orijinal ileti", "исходное сообщение", "оригинал сообщения",
    "первоначальное сообщение", "оригінальне повідомлення", "вихідне повідомлення", "оригинално писмо",
    "оригинално съобщение", "оригинална порука", "αρχικό μήνυμα", "originalna poruka", "izvorna poruka",
    "izvirno sporočilo", "pradinis pranešimas", "originalus laiškas", "sākotnējais ziņojums", "algne teade",
    "algsõnum", "algkiri", "missatge original", "jatorrizko mezua", "mensaxe orixinal", "upprunaleg skilaboð",
    "thư gốc", "tin nhắn gốc", "pesan asli", "mesej asal", "ข้อความดั้งเดิม", "मूल संदेश", "پیام اصلی", "הודעה מקורית",
    "الرسالة الأصلية", "原始邮件", "原始郵件", "原邮件", "原始信息", "原始訊息", "邮件原件", "元のメッセージ", "元のメール", "オリジナルメッセージ",
    "원본 메시지", "원본 메일", "원본 이메일", "원본메일", "original appointment", "ursprünglicher termin", "rendez-vous d'origine",
    "reply message", "antwort nachricht", "previous message", "in reply to", "previous replies",
];
/// Before the mail that is forwarded.
#[rustfmt::skip]
const FORWARD: &[&str] = &[
    "forwarded message", "forwarded by", "forwarded mail", "forwarded e-mail", "forwarded email", "forwarded from",
    "fwd message", "weitergeleitete nachricht", "weitergeleitete message", "weitergeleitete mail",
    "weitergeleitete e-mail", "weitergeleitet von", "weitergeleitet durch", "message transféré", "message transmis",
    "message transfere", "mail transféré", "e-mail transféré", "courriel transféré", "réexpédié par", "transféré par",
    "réacheminé par", "mensaje reenviado", "correo reenviado", "reenviado por", "mensagem encaminhada",
    "mensagem reencaminhada", "encaminhado por", "messaggio inoltrato", "mail inoltrata", "inoltrato da",
    "missatge reenviat", "mensaxe reenviada", "birbidalitako mezua", "doorgestuurd bericht", "doorgestuurd door",
    "doorgezonden bericht", "vidarebefordrat meddelande", "vidarebefordrat brev", "vidarebefordrat av",
    "videresendt melding", "videresendt meddelelse", "videresendt besked", "videresendt av", "videresendt af",
    "videresendt e-", "edelleenlähetetty viesti", "välitetty viesti", "lähetetty edelleen", "áframsend skilaboð",
    "przekazana wiadomość", "wiadomość przekazana", "przesłana wiadomość", "wiadomość przesłana dalej",
    "przekazanej wiadomości", "přeposlaná zpráva", "přeposlaný e-mail", "preposlaná správa", "preposlaný e-mail",
    "továbbított üzenet", "továbbított levél", "iletilmiş mesaj", "iletilen mesaj", "iletilen ileti",
    "yönlendirilen ileti", "yönlendirilmiş ileti", "mesaj redirecționat", "mesaj înaintat", "mesaj transmis",
    "proslijeđena poruka", "prosleđena poruka", "posredovano sporočilo", "persiųstas laiškas",
    "persiųstas pranešimas", "pārsūtīta vēstule", "pārsūtītais ziņojums", "edastatud kiri", "edastatud sõnum",
    "пересылаемое сообщение", "пересланное сообщение", "пересланное письмо", "перенаправленное сообщение",
    "переслане повідомлення", "пересланий лист", "препратено съобщение", "препратено писмо", "прослеђена порука",
    "προωθημένο μήνυμα", "μήνυμα που προωθήθηκε", "转发的邮件", "转发邮件", "转发的消息", "轉寄郵件", "轉寄的郵件", "轉寄訊息",
    "轉寄的訊息", "已轉發的郵件", "転送されたメッセージ", "転送メッセージ", "転送メール", "전달된 메시지", "전달된 메일", "전달된 이메일",
    "tin nhắn được chuyển tiếp", "thư đã chuyển tiếp", "thư chuyển tiếp", "pesan terusan", "pesan diteruskan",
    "mesej dimajukan", "ข้อความที่ส่งต่อ", "अग्रेषित संदेश", "پیام هدایت شده", "הודעה שהועברה", "הודעה מועברת",
    "رسالة معاد توجيهها", "الرسالة المعاد توجيهها", "رسالة مُعاد توجيهها", "رسالة تمت إعادة توجيهها", "الرسالة المحولة",
];
/// Apple Mail writes these without dashes.
#[rustfmt::skip]
const APPLE_FORWARD: &[&str] = &[
    "begin forwarded message", "anfang der weitergeleiteten nachricht", "début du message réexpédié",
    "début du message transféré", "inicio del mensaje reenviado", "empieza el mensaje reenviado",
    "inizio messaggio inoltrato", "inizio del messaggio inoltrato", "begin doorgestuurd bericht",
    "vidarebefordrat brev", "início da mensagem reencaminhada", "início da mensagem encaminhada",
    "начало переадресованного сообщения", "inici del missatge reenviat", "videresendt besked", "videresendt melding",
    "start på videresendt", "starten på den videresendte", "begynnelse på videresendt", "start på vidarebefordrat",
    "välitetty viesti alkaa", "początek przekazywanej wiadomości", "początek przekierowanej wiadomości",
    "początek przekazanej wiadomości", "začátek přeposílané zprávy", "začátek přeposlané zprávy",
    "začiatok preposielanej správy", "začiatok preposlanej správy", "továbbított levél kezdete",
    "továbbított üzenet kezdete", "începutul mesajului redirecționat", "începe mesajul redirecționat",
    "iletilen mesajın başlangıcı", "iletilen ileti başlangıcı", "başlangıç yönlendirilen", "початок листа, що пересилається",
    "початок переспрямованого", "αρχή προωθημένου μηνύματος", "započeta proslijeđena poruka",
    "početak proslijeđene poruke", "תחילת ההודעה שהועברה", "بدء الرسالة المعاد توجيهها", "بدء الرسالة المُعاد",
    "下面是被转发的邮件", "以下是轉寄的郵件", "以下是被轉寄的郵件", "開始轉寄郵件", "転送されたメッセージ", "以下は転送されたメッセージ",
    "전달된 메시지", "bắt đầu thư được chuyển tiếp", "pesan terusan dimulai", "เริ่มต้นข้อความที่ส่งต่อ",
];
/// Help desks ask for answers above such a line, and look below it for nothing.
#[rustfmt::skip]
const REPLY_ABOVE: &[&str] = &[
    "above this line", "above the line", "below this line", "oberhalb dieser zeile", "über dieser zeile",
    "unterhalb dieser zeile", "au-dessus de cette ligne", "au dessus de cette ligne", "encima de esta línea",
    "arriba de esta línea", "acima desta linha", "sopra questa riga", "sopra questa linea", "boven deze regel",
    "boven deze lijn", "ovanför denna rad", "ovanför den här raden", "over denne linje", "rivin yläpuolelle",
    "powyżej tej linii", "nad tą linią", "nad tuto čáru", "nad tento řádek", "nad tento riadok",
    "e sor fölé", "deasupra acestei linii", "над этой строкой", "выше этой строки", "над цим рядком", "над този ред",
    "bu satırın üstün", "bu satırın üzerin", "πάνω από αυτήν τη γραμμή", "πάνω από αυτή τη γραμμή", "iznad ove linije",
    "nad to vrstico", "この行の上に", "この行より上", "在此行上方", "在此行之上", "在這行上方", "이 줄 위에", "phía trên dòng này",
    "di atas baris ini", "เหนือบรรทัดนี้", "מעל שורה זו", "מעל לשורה זו", "فوق هذا السطر",
];

static ORIGINAL_PATTERN: LazyLock<Option<Regex>> = LazyLock::new(|| phrases::any_of(ORIGINAL));
static FORWARD_PATTERN: LazyLock<Option<Regex>> = LazyLock::new(|| phrases::any_of(FORWARD));
static APPLE_PATTERN: LazyLock<Option<Regex>> = LazyLock::new(|| phrases::any_of(APPLE_FORWARD));
static REPLY_ABOVE_PATTERN: LazyLock<Option<Regex>> = LazyLock::new(|| phrases::any_of(REPLY_ABOVE));

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Separator {
    Original,
    Forward,
    /// A help desk's "reply above this line".
    ReplyAbove,
}

/// `-----Original Message-----`, `Begin forwarded message:`, `-- Reply above this line --` and their translations;
/// words between dashes in any language, where a copied head follows.
pub(crate) fn at(lines: &Lines<'_>, at: usize) -> Option<Separator> {
    let line = lines.get(at).trim_start_matches(|c| matches!(c, '>' | ' ' | '*' | '[' | '(') || is_direction_mark(c));
    if line.is_empty() || line.len() > MAX_SEPARATOR_BYTES {
        return None;
    }
    if starts_as_rule(line) { ruled(lines, at, line) } else { unruled(lines, at, line) }
}

/// Dashes or the like before the words, `- - -` too, or one dash on either side; `>` and `*` are cut off before.
fn starts_as_rule(line: &str) -> bool {
    let is_mark = |c: char| is_rule_character(c) || matches!(c, '#' | '<');
    let mut first = line.chars().filter(|c| *c != ' ');
    first.next().is_some_and(is_mark) && (first.next().is_some_and(is_mark) || line.ends_with(is_rule_character))
}

fn ruled(lines: &Lines<'_>, at: usize, line: &str) -> Option<Separator> {
    if !line.contains(char::is_alphabetic) {
        return None;
    }
    let lower = lowered(line);
    if phrases::has(&REPLY_ABOVE_PATTERN, &lower) {
        return Some(Separator::ReplyAbove);
    }
    if phrases::has(&FORWARD_PATTERN, &lower) {
        return Some(Separator::Forward);
    }
    let is_titled = || line.ends_with("--") && head::length(lines, at + 1).is_some();
    let is_original = is_whole_title(&lower) || phrases::has(&ORIGINAL_PATTERN, &lower) || is_titled();
    is_original.then_some(Separator::Original)
}

/// QQ and some others write "Original" alone between dashes.
fn is_whole_title(lower: &str) -> bool {
    let title = lower.trim_matches(|c| is_rule_character(c) || c == ' ');
    lower.ends_with("--") && matches!(title, "original" | "回复的原邮件" | "原邮件" | "回复邮件")
}

fn unruled(lines: &Lines<'_>, at: usize, line: &str) -> Option<Separator> {
    let is_short = line.len() <= MAX_UNRULED_BYTES && !line.starts_with(|c: char| c.is_ascii_lowercase());
    if !is_short {
        return None;
    }
    let lower = lowered(line);
    let title = lower.trim_end_matches([':', '：', ' ', '.', '\u{a0}']);
    let found = APPLE_PATTERN.as_ref().and_then(|pattern| pattern.find(&lower));
    let is_forward = found.is_some_and(|found| found.start() == 0);
    if is_forward && (lower.len() > title.len() || APPLE_FORWARD.contains(&title)) {
        return Some(Separator::Forward);
    }
    let is_ruled_below = || lines.next_filled(at + 1).is_some_and(is_rule) || head::length(lines, at + 1).is_some();
    if ORIGINAL.contains(&title) && is_ruled_below() {
        return Some(Separator::Original);
    }
    let asks = lower.contains(" above this line")
        && ["reply", "respond", "type", "write"].iter().any(|verb| lower.contains(verb));
    asks.then_some(Separator::ReplyAbove)
}
