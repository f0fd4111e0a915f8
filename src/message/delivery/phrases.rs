//! What mail servers say in their own words: that a mail failed, that it is late, that it arrived, and why.

/// In the subject of a report, lower case.
#[rustfmt::skip]
pub(super) const FAILED_SUBJECTS: &[&str] = &[
    "undeliver", "non-deliver", "nondeliver", "non deliver", "not deliver", "returned mail", "returned e-mail",
    "returned to sender", "returning message", "returning to sender", "return to sender", "delivery failed",
    "delivery has failed", "delivery failure", "delivery error", "delivery problem", "delivery status",
    "delivery notification", "delivery report", "delivery incomplete", "delivery message", "delivery unsuccessful",
    "mail failed", "mail failure", "mail error", "message failed", "message failure", "failure notice", "failed mail",
    "failed message", "failed delivery", "failure delivery", "failed to deliver", "could not be delivered",
    "could not be sent", "cannot be delivered", "cannot send message", "couldn't be delivered", "unable to deliver",
    "unable to send", "mail system error", "mail delivery", "error sending", "error in delivery", "user unknown",
    "host unknown", "unknown user", "message rejected", "mail rejected", "rejected mail", "rejected message",
    "message status", "message bounced", "[bounce]", "xmail bounce", "ndn:", "bounce notification",
    "notification d'état de remise", "unzustellbar", "nicht zugestellt", "nicht zustellbar",
    "zustellung fehlgeschlagen", "zustellungsfehler", "zustellfehler", "fehler bei der zustellung",
    "benachrichtigung zum übermittlungsstatus", "mailzustellung", "rückläufer", "non remis", "échec de la remise",
    "échec de remise", "échec de la distribution", "échec de livraison", "échec d'envoi", "non distribu",
    "remise impossible", "avis de non-remise", "impossible de remettre", "no se ha podido entregar",
    "no se pudo entregar", "no se puede entregar", "no entregado", "correo devuelto", "error de entrega",
    "error en la entrega", "entrega fallida", "notificación de estado de entrega", "mancato recapito",
    "mancata consegna", "impossibile recapitare", "non recapitabile", "mancata ricezione", "não entregue",
    "não foi entregue", "não foi possível entregar", "falha na entrega", "devolvido ao remetente", "onbestelbaar",
    "niet afgeleverd", "niet bezorgd", "kon niet worden afgeleverd", "bezorging mislukt", "kunde inte levereras",
    "ej levererat", "olevererbar", "går inte att leverera", "kunne ikke leveres", "ikke leveret", "ikke levert",
    "kan ikke leveres", "uleverbar", "toimittaminen epäonnistui", "ei voitu toimittaa", "toimittamaton",
    "nie dostarczono", "niedostarczo", "niedostarczal", "nie można dostarczyć", "zwrot wiadomości", "nedoručen",
    "nepodařilo doručit", "nedoruči", "kézbesíthetetlen", "sikertelen kézbesítés", "teslim edilemedi", "iletilemedi",
    "nu a putut fi livrat", "nelivrat", "недоставлен", "не удалось доставить", "ошибка доставки", "не доставлен",
    "отчет о недоставке", "μη παράδοση", "δεν παραδόθηκε", "退信", "无法投递", "無法投遞", "未送达", "未傳遞", "无法送达", "無法送達", "投递失败",
    "配信不能", "配信できません", "配信エラー", "配信不可", "送信エラー", "送信できません", "送信できなかった", "メール配信", "エラーメール", "반송", "배달 실패", "전송 실패",
    "발송 실패", "전달할 수 없", "배달되지 않",
];

/// In the report's own words, lower case.
#[rustfmt::skip]
pub(super) const FAILED_WORDS: &[&str] = &[
    "couldn't be delivered", "couldn’t be delivered", "could not be sent", "was not sent", "can't be delivered",
    "unable to deliver", "not been delivered", "not be delivered", "not delivered", "wasn't delivered",
    "wasn’t delivered", "delivery failed", "delivery failure", "delivery error", "delivery problem", "had delivery",
    "error delivering", "error while trying to deliver", "error occurred while trying to deliver",
    "there was an error sending", "trouble delivering", "problem delivering", "did not reach", "permanent error",
    "fatal error", "following address", "following recipient", "these recipients", "user unknown", "unknown user",
    "no such user", "no such recipient", "no such mailbox", "mailbox is full", "mailbox full", "mailbox unavailable",
    "mailbox not found", "was rejected", "been rejected", "is rejected", "no valid recipients", "failure reasons",
    "failed addresses", "not listed in", "undeliverable", "undelivered", "could not deliver", "failed to deliver",
    "giving up", "has been returned", "is being returned", "is returned", "nicht zugestellt", "nicht zustellen",
    "nicht ausgeliefert", "nicht übermittelt", "folgende adresse", "folgenden empfänger", "n'a pas pu être remis",
    "n'a pas été remis", "n'a pu être remis", "n'a pas pu être distribu", "n'a pas pu être livré",
    "échec de la remise", "no se pudo entregar", "no se ha podido entregar", "no ha podido ser entregado",
    "no pudo ser entregado", "non è stato possibile recapitare", "non è stato recapitato", "impossibile recapitare",
    "não pôde ser entregue", "não foi possível entregar", "não foi entregue", "kon niet worden afgeleverd",
    "niet worden bezorgd", "kunde inte levereras", "kunne ikke leveres", "ei voitu toimittaa", "nie można dostarczyć",
    "nie dostarczono", "nie mogła zostać dostarczona", "nelze doručit", "nepodařilo doručit", "nebylo možné doručit",
    "nem kézbesíthető", "teslim edilemedi", "iletilemedi", "недоставлен", "не может быть доставлено",
    "не было доставлено", "не удалось доставить", "送信できません", "送信できなかった", "配信できません", "配信できなかった", "お届けできません", "送信に失敗",
    "配送できません", "无法投递", "无法送达", "無法投遞", "無法傳遞", "投递失败", "发送失败", "退信", "退回", "반송", "전송하지 못", "전달하지 못", "전송할 수 없",
    "전달할 수 없", "보낼 수 없", "실패",
];

/// In either, lower case: the server goes on trying.
#[rustfmt::skip]
pub(super) const DELAYED_WORDS: &[&str] = &[
    "(delay)", "delayed", "delivery delay", "delay reason", "deferred", "warning message only", "warning only",
    "temporary problem delivering", "this is only a warning", "this is just a warning", "still being retried",
    "will be retried", "will retry", "will keep trying", "will continue to try", "will continue trying",
    "delivery attempts will continue", "continue to attempt delivery", "delivery incomplete",
    "could not send message for past", "could not send mail for past", "could not send message for the past",
    "has not yet been delivered", "not yet delivered", "still undelivered", "not been delivered yet",
    "you do not need to resend", "do not need to re-send", "no action is required on your part",
    "noch nicht zugestellt", "verzögert", "verzögerung", "wird weiterhin versucht", "retardé", "en retard",
    "ritardata", "ritardo", "retrasad", "retraso", "atrasad", "atraso na entrega", "vertraagd", "försenad",
    "forsinket", "viivästy", "opóźnion", "zpožděn", "задержан", "отложен", "задерживается", "配信が遅", "遅延", "延迟", "延遲",
    "지연",
];

/// A subject that says this leaves no hope, whatever the text tells of delays, lower case.
#[rustfmt::skip]
pub(super) const FINAL_SUBJECTS: &[&str] = &[
    "undeliver", "returned", "returning", "failed", "failure", "unzustellbar", "fehlgeschlagen", "échec", "退信",
];

/// In either, lower case: the mail has arrived, or has gone on to a server that sends no reports.
#[rustfmt::skip]
pub(super) const DELIVERED_WORDS: &[&str] = &[
    "(success)", "(relay)", "(relayed)", "(delivered)", "successful mail delivery", "successfully delivered",
    "successfully relayed", "was delivered to", "has been delivered to", "was successfully", "has been successfully",
    "delivery report that you requested", "erfolgreich zugestellt", "wurde zugestellt an", "a été remis à",
];

/// Where the returned mail begins within the text, lower case, as servers announce it or by its first field.
#[rustfmt::skip]
pub(super) const ORIGINAL_MARKS: &[&str] = &[
    "\nreceived:", "\nreturn-path:", "\nmessage-id:", "\nx-google-smtp-source:", "\ndkim-signature:",
    "copy of the message", "copy of the original", "copy of your message", "copy of the undelivered", "copy of mail",
    "header of the original message", "headers of the original message", "header of the message",
    "message headers follow", "message header follow", "message text follows", "message follows",
    "message is following", "original message:", "original message header", "original message -",
    "original message is below", "original mail info", "original mail header", "- original message",
    "-original message", "- original mail", "returned message -", "- returned message", "-returned message",
    "unsent message", "undelivered message -", "text of the message", "your message reads",
    "beginning of the message", "the message was:", "start of the original", "start of message",
    "here is your message", "- message header", "headers of your message", "the first part of",
    "ursprüngliche nachrichtenkopf", "ursprüngliche nachricht -", "kopfzeilen der nachricht",
    "kopfzeilen der ursprünglichen", "es folgt eine kopie", "kopie der nachricht", "en-têtes de message d'origine",
    "en-têtes du message", "copie du message", "message d'origine -", "encabezados de mensajes originales",
    "encabezados del mensaje", "copia del mensaje", "copia del messaggio", "intestazioni messaggio originale",
    "cabeçalhos de mensagem originais", "cópia da mensagem", "oorspronkelijke berichtkoppen", "kopie van het bericht",
    "копия сообщения", "заголовки исходного", "исходное сообщение", "元のメッセージ", "元メール", "原メール", "原始邮件", "原始郵件",
    "원본 메시지", "원본 메일",
];

/// Why, lower case, and the detail of RFC 3463 §3 that says the same; the more telling phrase first.
#[rustfmt::skip]
const CAUSES: &[(&str, &[&str])] = &[
    ("2.2", &[
        "mailfolder is full", "exceeds allowed size", "mail folder is full", "mail box full", "mailbox has exceeded",
        "storage limit", "over the quota", "exceeded the local limit", "quotaexceeded", "full mailbox", "disk quota",
        "disk full", "boîte aux lettres pleine", "boîte pleine", "buzón está lleno", "cheia", "está llena",
        "postvak vol", "容量", "已满", "満杯", "いっぱい", "용량", "mailbox full", "mailbox is full", "mailbox quota",
        "quota exceeded", "exceeded quota", "over quota", "overquota", "exceeds quota", "quota is exceeded",
        "exceeded storage", "exceeds storage", "out of storage", "no space left", "insufficient system storage",
        "inbox is full", "mailbox size limit", "exceeded the storage", "exceeded its quota", "postfach ist voll",
        "postfach voll", "boîte de réception est pleine", "buzón lleno", "casella piena", "переполнен",
    ]),
    ("1.2", &[
        "no mx", "dns lookup failure", "dns error", "domain does not exist", "unrouteable mail domain",
        "unrouteable domain", "couldn't find a mail exchanger", "no route found to domain", "domain was not found",
        "ドメインが", "host unknown", "unknown host", "host not found", "domain not found", "name or service not known",
        "nxdomain", "couldn't find any host", "mx lookup failed", "unknown domain", "invalid domain",
        "domain name not found", "nameserver", "unable to resolve", "bad destination system", "address lookup failed",
    ]),
    ("1.1", &[
        "doesn't have a", "does not have a", "unknown e-mail address", "invalid address", "name was not found",
        "not known at this site", "nicht erkannt", "nicht gefunden", "n'a pas été reconnu", "no se reconoce",
        "non è stato riconosciuto", "niet gevonden", "unknown address", "no longer exists", "no longer on server",
        "no longer available", "is unknown", "no valid recipients", "not a valid", "no account", "no mailbox",
        "unknown email", "inactive email address", "address rejected", "nicht vorhanden", "unbekannt",
        "gibt es nicht", "introuvable", "inconnu", "no se encontró", "desconocido", "desconhecido", "não encontrado",
        "sconosciuto", "onbekend", "okänd", "nieznany", "neexistuje", "не найден", "нет такого", "存在しません", "見つかりません",
        "宛先不明", "不存在", "존재하지 않", "없는 사용자", "없는 메일", "user unknown", "unknown user", "unknown recipient",
        "recipient unknown", "no such user", "no such recipient", "no such mailbox", "no such address",
        "no such person", "no such account", "user not found", "recipient not found", "mailbox not found",
        "address not found", "does not exist", "doesn't exist", "doesn’t exist", "not our customer", "not listed in",
        "invalid recipient", "invalid mailbox", "invalid user", "address unknown", "unknown local part",
        "unknown or illegal alias", "unrouteable address", "name is not recognized", "account is unavailable",
        "mailbox unavailable", "not a known user", "no longer valid", "isn't a valid", "recipnotfound",
        "wasn't found at", "couldn't be found", "existiert nicht", "n'existe pas", "no existe", "non esiste",
        "не существует",
    ]),
    ("1.3", &["malformed address", "bad address syntax", "invalid address syntax", "not a legal", "syntax error in address"]),
    ("2.1", &[
        "account disabled", "account is disabled", "mailbox disabled", "account has been disabled",
        "account inactive", "account is inactive", "mailbox is inactive", "account is locked", "account suspended",
        "has been suspended", "user is suspended", "not accepting mail", "mailbox is frozen", "mailbox is disabled",
        "has been deactivated",
    ]),
    ("3.4", &[
        "mail size limit", "size limit exceeded", "message size", "too large", "message too big",
        "exceeds size limit", "exceeded size limit", "exceeds the maximum", "exceeds maximum",
        "larger than the current system limit", "size exceeds fixed",
    ]),
    ("4.6", &["too many hops", "routing loop", "mail loop", "loops back to myself", "mail forwarding loop"]),
    ("4.7", &[
        "envelope expired", "for the last", "giving up", "have been failing for a long time",
        "has been failing for a long time", "too long in queue", "expired in queue", "queue too long",
        "delivery time expired", "message expired", "retry timeout exceeded", "retry time not reached",
        "queue lifetime", "could not be delivered for", "couldn't be delivered for", "will be deleted from queue",
        "timeout has been exceeded",
    ]),
    ("4.1", &[
        "not reachable", "network error", "did not accept our requests to connect", "not accept connections",
        "unreachable", "could not reach", "timed out", "temporarily deferred", "lost connection",
        "connection refused", "could not connect", "couldn't connect", "connect to host",
        "wasn't able to establish an smtp connection", "no route to host", "not responding", "did not respond",
        "host is down", "unable to connect", "i/o timeout",
    ]),
    ("7.1", &[
        "relaying denied", "unable to relay", "access denied", "not authorized", "not permitted", "prohibited",
        "blocked", "blacklist", "blocklist", "denylist", "spam", "policy", "permission denied", "restricted",
        "rejected by", "content rejected", "virus", "authentication checks", "spf", "dmarc", "not allowed",
    ]),
];

/// The status that a server's words amount to. Waiting for a network is never final by itself (RFC 3463 §3.5).
pub(super) fn status_of(reason: &str, is_failed: bool) -> Option<String> {
    let lower = reason.to_lowercase();
    let (detail, _) = CAUSES.iter().find(|(_, phrases)| says_any(&lower, phrases))?;
    let class = if is_failed && !matches!(*detail, "4.1" | "4.7") { '5' } else { '4' };
    Some(format!("{class}.{detail}"))
}

pub(super) fn names_a_cause(lower: &str) -> bool {
    CAUSES.iter().any(|(_, phrases)| says_any(lower, phrases))
}

pub(super) fn says_any(lower: &str, phrases: &[&str]) -> bool {
    phrases.iter().any(|phrase| lower.contains(phrase))
}

#[cfg(test)]
mod tests {
    use super::status_of;

    #[test]
    fn words_amount_to_the_status_that_rfc_3463_gives_them() {
        for (words, is_failed, status) in [
            ("550 No such user here", true, "5.1.1"),
            ("The mailbox is full", true, "5.2.2"),
            ("The mailbox is full", false, "4.2.2"),
            ("Host or domain name not found: Host unknown", true, "5.1.2"),
            ("connect: Connection refused", true, "4.4.1"),
            ("Retry timeout exceeded", true, "4.4.7"),
            ("554 Too many hops", true, "5.4.6"),
            ("Relaying denied", true, "5.7.1"),
        ] {
            assert_eq!(status_of(words, is_failed).as_deref(), Some(status), "{words}");
        }
        assert_eq!(status_of("Something happened", true), None);
    }
}
