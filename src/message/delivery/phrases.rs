//! What mail servers say in their own words: that a mail failed, that it is late, and why.

/// In the subject of a report, lower case.
#[rustfmt::skip]
pub(super) const FAILED_SUBJECTS: &[&str] = &[
    "undeliver", "non-deliver", "nondeliver", "non deliver", "not deliver", "returned mail", "returned e-mail",
    "returned to sender", "returning message", "return to sender", "delivery failed", "delivery has failed",
    "delivery failure", "delivery error", "delivery problem", "delivery status", "delivery notification",
    "delivery report", "delivery incomplete", "delivery message", "mail failed", "mail failure", "mail error",
    "message failed", "message failure", "failure notice", "failure delivery", "could not be delivered",
    "could not be sent", "cannot be delivered", "cannot send message", "mail system error", "error sending your",
    "user unknown", "host unknown", "message rejected", "mail rejected", "unzustellbar", "nicht zugestellt",
    "non remis", "échec de la remise", "échec de remise", "échec de la distribution", "non distribu",
    "no se ha podido entregar", "no se pudo entregar", "no se puede entregar", "no entregado", "correo devuelto",
    "mancato recapito", "mancata consegna", "impossibile recapitare", "não entregue", "não foi entregue",
    "falha na entrega", "onbestelbaar", "niet afgeleverd", "kunde inte levereras", "ej levererat",
    "kunne ikke leveres", "ikke leveret", "toimittaminen epäonnistui", "nie dostarczono", "niedostarczo",
    "nedoručiteln", "nepodařilo doručit", "kézbesíthetetlen", "teslim edilemedi", "недоставлен", "не доставлено",
    "не удалось доставить", "退信", "无法投递", "無法投遞", "配信不能", "配信できません", "送信エラー", "반송", "배달 실패",
];

/// In the report's own words, lower case.
#[rustfmt::skip]
pub(super) const FAILED_WORDS: &[&str] = &[
    "could not be delivered", "couldn't be delivered", "couldn’t be delivered", "could not be sent",
    "cannot be delivered", "unable to deliver", "not been delivered", "not be delivered", "not delivered",
    "delivery failed", "delivery failure", "delivery error", "delivery problem", "had delivery", "error delivering",
    "error while trying to deliver", "error occurred while trying to deliver", "trouble delivering",
    "problem delivering", "did not reach", "permanent error", "permanent fatal error", "fatal error",
    "following address", "following recipient", "these recipients", "user unknown", "unknown user", "no such user",
    "no such recipient", "no such mailbox", "mailbox is full", "mailbox full", "mailbox unavailable",
    "mailbox not found", "was rejected", "been rejected", "is rejected", "no valid recipients", "failure reasons",
    "not listed in", "undeliverable", "undelivered", "could not deliver", "nicht zugestellt", "n'a pas pu être remis",
    "n'a pas pu être distribu", "no se pudo entregar", "送信できません", "配信できません", "недоставлен",
    "не может быть доставлено", "не удалось доставить",
];

/// In either, lower case: the server goes on trying.
#[rustfmt::skip]
pub(super) const DELAYED_WORDS: &[&str] = &[
    "(delay)", "delayed", "warning message only", "warning only", "still being retried", "will be retried",
    "will retry", "delivery incomplete", "could not send message for past", "could not send mail for past",
    "has not yet been delivered", "could not send message for the past", "noch nicht zugestellt", "verzögert",
    "retardé", "ritardata", "retrasad", "vertraagd", "opóźnion", "задержан",
];

/// Why, lower case, and the detail of RFC 3463 §3 that says the same; the more telling phrase first.
#[rustfmt::skip]
const CAUSES: &[(&str, &[&str])] = &[
    ("2.2", &[
        "mailbox full", "mailbox is full", "mailbox quota", "quota exceeded", "exceeded quota", "over quota", "overquota",
        "exceeds quota", "quota is exceeded", "exceeded storage", "exceeds storage", "out of storage", "no space left",
        "insufficient system storage", "inbox is full", "mailbox size limit", "exceeded the storage", "exceeded its quota",
        "postfach ist voll", "postfach voll", "boîte de réception est pleine", "buzón lleno", "casella piena",
        "переполнен",
    ]),
    ("1.1", &[
        "user unknown", "unknown user", "unknown recipient", "recipient unknown", "no such user", "no such recipient",
        "no such mailbox", "no mailbox here", "no such address", "no such person", "no such account", "user not found",
        "recipient not found", "mailbox not found", "address not found", "does not exist", "doesn't exist",
        "doesn’t exist", "not our customer", "not listed in", "invalid recipient", "invalid mailbox", "invalid user",
        "invalid address", "address unknown", "unknown address", "unknown local part", "unknown or illegal alias",
        "unrouteable address", "name is not recognized", "account is unavailable", "mailbox unavailable", "not a known user",
        "no longer valid", "isn't a valid", "is not a valid mailbox", "recipnotfound", "wasn't found at", "couldn't be found",
        "unbekannter empfänger", "empfänger unbekannt", "existiert nicht", "n'existe pas", "no existe", "non esiste",
        "не существует", "пользователь не найден",
    ]),
    ("1.2", &[
        "host unknown", "unknown host", "host not found", "domain not found", "name or service not known",
        "nxdomain", "couldn't find any host", "no mx or a", "mx lookup failed", "unknown domain", "invalid domain",
        "domain name not found", "nameserver", "unable to resolve", "bad destination system", "address lookup failed",
    ]),
    ("2.1", &[
        "account disabled", "account is disabled", "mailbox disabled", "account has been disabled", "account inactive",
        "account is inactive", "mailbox is inactive", "account is locked", "account suspended", "has been suspended",
        "user is suspended", "not accepting mail", "mailbox is frozen", "mailbox is disabled", "has been deactivated",
    ]),
    ("3.4", &[
        "message too large", "message too big", "message size exceeds", "exceeds size limit", "exceeded size limit",
        "message is too large", "exceeds the maximum", "exceeds maximum", "larger than the current system limit",
        "size exceeds fixed",
    ]),
    ("4.6", &["too many hops", "routing loop", "mail loop", "loops back to myself", "mail forwarding loop"]),
    ("4.7", &[
        "delivery time expired", "message expired", "retry timeout exceeded", "retry time not reached", "been in the queue too long",
        "been on the queue too long", "queue lifetime", "could not be delivered for", "couldn't be delivered for",
        "will be deleted from queue", "timeout has been exceeded",
    ]),
    ("4.1", &[
        "connection timed out", "connection refused", "could not connect", "couldn't connect", "connect to host",
        "wasn't able to establish an smtp connection", "no route to host", "network is unreachable", "not responding",
        "did not respond", "host is down", "operation timed out", "unable to connect", "i/o timeout",
    ]),
    ("7.1", &[
        "relaying denied", "relay access denied", "unable to relay", "relay not permitted", "access denied", "not authorized",
        "not permitted", "prohibited", "blocked", "blacklist", "blocklist", "denylist", "spam", "policy", "permission denied",
        "restricted", "rejected by", "content rejected", "virus", "authentication checks", "spf", "dmarc", "not allowed",
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
