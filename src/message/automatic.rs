//! Did a person write this? RFC 3834 §2: never answer an automatic response, or two responders loop.
//!
//! Headers decide, the strongest first, then subject and text. A discussion list marks people's posts as bulk, so a
//! list is looked for before `Precedence` is believed; `X-Auto-Response-Suppress` is no proof at all, because Exchange
//! writes it on people's mail too.

use mail_parser::{MessagePart, MimeHeaders};

use super::headers::Headers;
use super::machine::{CAMPAIGN_FIELDS, MACHINE_FIELDS, is_robot, responder_subject, sends_campaigns};
use super::{Address, Message, responder};

/// Our own outgoing mail carries this field; seeing it come in means that somebody sends our mail back.
const OUR_MARKER: &str = "X-Tallypost-Gateway";

/// What the headers say about who wrote a mail.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Origin {
    pub mailing_list: bool,
    pub is_loop: bool,
    pub feedback_report: bool,
    /// The header (or rule) that says that no person wrote this.
    pub reason: Option<String>,
}

pub(super) fn origin(mail: &mail_parser::Message<'_>, headers: &Headers<'_>, message: &Message) -> Origin {
    let from = message.from.as_ref();
    let mailing_list = is_discussion_list(headers);
    let is_loop = headers.has(OUR_MARKER) || (!mailing_list && headers.has_name(is_loop_field));
    let feedback_report = is_feedback_report(mail, headers);
    let reason = by_declaration(headers)
        .or_else(|| loop_reason(headers, is_loop))
        .or_else(|| by_report(headers))
        .or_else(|| feedback_report.then(|| "feedback report".to_owned()))
        .or_else(|| by_calendar(mail, headers, &message.text))
        .or_else(|| if mailing_list { None } else { by_bulk(headers, from) })
        .or_else(|| by_sender(headers, from))
        .or_else(|| by_subject(headers, from, &message.subject))
        .or_else(|| if mailing_list { None } else { by_text(headers, message) });
    Origin { mailing_list, is_loop, feedback_report, reason }
}

/// RFC 3834 §5, and the fields that vendors used before it.
fn by_declaration(headers: &Headers<'_>) -> Option<String> {
    let declared = headers.lower("Auto-Submitted");
    if !declared.is_empty() && declared.split([';', ' ', '(']).next() != Some("no") {
        return Some(format!("Auto-Submitted: {declared}"));
    }
    if let Some(name) = MACHINE_FIELDS.iter().find(|name| headers.has(name) && headers.lower(name) != "no") {
        return Some(named(headers, name));
    }
    let precedences = ["Precedence", "X-Precedence", "Preference"];
    if let Some(name) = precedences.iter().find(|name| headers.lower(name).replace('-', "_").contains("auto_reply")) {
        return Some(named(headers, name));
    }
    let is_responder = headers.lower("X-POST-MessageClass").contains("autoresponder")
        || headers.lower("Delivered-To").starts_with("autoresponder");
    is_responder.then(|| "autoresponder".to_owned())
}

fn loop_reason(headers: &Headers<'_>, is_loop: bool) -> Option<String> {
    match is_loop {
        true if headers.has(OUR_MARKER) => Some(named(headers, OUR_MARKER)),
        true => Some("X-Loop".to_owned()),
        false => None,
    }
}

/// Reports of any kind: delivery (RFC 3464), reading (RFC 8098), abuse (RFC 5965).
fn by_report(headers: &Headers<'_>) -> Option<String> {
    let content_type = headers.lower("Content-Type");
    if content_type.starts_with("multipart/report") {
        let kind = content_type.split("report-type=").nth(1).map(|kind| kind.trim_start_matches('"'));
        let kind = kind.and_then(|kind| kind.split([';', '"', ' ']).next()).unwrap_or("unnamed");
        return Some(format!("multipart/report: {kind}"));
    }
    // A receipt (RFC 8098) or an answer to an invitation (RFC 5546 §3.2.3) that is the whole mail.
    let is_calendar_answer = content_type.starts_with("text/calendar") && content_type.contains("method=reply");
    if content_type.starts_with("message/disposition-notification") || is_calendar_answer {
        return Some(format!("Content-Type: {}", content_type.split(';').next().unwrap_or_default().trim()));
    }
    // RFC 3834 §4: responses go out with the null sender.
    headers.has_null_sender().then(|| "Return-Path: <>".to_owned())
}

/// RFC 5965, also where a gateway lost the type of the whole; Hotmail's complaints carry a field of their own.
fn is_feedback_report(mail: &mail_parser::Message<'_>, headers: &Headers<'_>) -> bool {
    let is_feedback = |part: &MessagePart<'_>| part.is_content_type("message", "feedback-report");
    headers.lower("Content-Type").contains("feedback-report")
        || headers.has("X-HmXmrOriginalRecipient")
        || mail.parts.iter().any(is_feedback)
}

/// An answer to an invitation (RFC 5546 §3.2.3) that a click made: nobody wrote a word, nobody waits for one.
fn by_calendar(mail: &mail_parser::Message<'_>, headers: &Headers<'_>, text: &str) -> Option<String> {
    let is_answer = |part: &MessagePart<'_>| {
        part.is_content_type("text", "calendar")
            && part
                .content_type()
                .and_then(|kind| kind.attribute("method"))
                .is_some_and(|m| m.eq_ignore_ascii_case("reply"))
    };
    let is_by_click = text.trim().is_empty() || headers.lower("Sender").contains("calendar-notification@");
    (is_by_click && mail.parts.iter().any(is_answer)).then(|| "text/calendar: method=REPLY".to_owned())
}

/// Where only the text tells.
fn by_text(headers: &Headers<'_>, message: &Message) -> Option<String> {
    let is_answer = headers.has("In-Reply-To") || headers.has("References");
    responder::by_text(&message.subject, &message.text, is_answer)
}

/// Bulk mail that is no discussion list: newsletters, campaigns, machines.
fn by_bulk(headers: &Headers<'_>, from: Option<&Address>) -> Option<String> {
    let precedence = headers.lower("Precedence");
    if ["bulk", "junk", "list"].iter().any(|kind| precedence.contains(kind)) {
        return Some(named(headers, "Precedence"));
    }
    // A campaign answers nobody; a person who writes through a sales or help-desk program does.
    if headers.has("In-Reply-To") || (!headers.has("List-Unsubscribe") && !headers.has("List-Id")) {
        return None;
    }
    if let Some(name) = CAMPAIGN_FIELDS.iter().find(|name| headers.has(name)) {
        return Some(format!("bulk mail: List-Unsubscribe, {name}"));
    }
    from.filter(|from| sends_campaigns(&from.address))
        .map(|from| format!("bulk mail: List-Unsubscribe, {}", from.address))
}

/// An address that nobody reads. A contact form that writes for a person says so in Reply-To.
fn by_sender(headers: &Headers<'_>, from: Option<&Address>) -> Option<String> {
    let from = from.filter(|from| is_robot(&from.address))?;
    let answers_elsewhere =
        headers.text("Reply-To").is_some_and(|to| !to.to_lowercase().contains(&from.address.to_lowercase()));
    (!answers_elsewhere).then(|| format!("sender {}", from.address))
}

/// Where only the subject tells. What is sent in answer to something may quote a question.
fn by_subject(headers: &Headers<'_>, from: Option<&Address>, subject: &str) -> Option<String> {
    let is_answer = headers.has("In-Reply-To") || headers.has("References");
    let sender = from.and_then(|from| from.name.as_deref());
    responder_subject(subject, sender, is_answer).map(|head| format!("subject: {head}"))
}

/// A list to which people write. RFC 2369 §3.4: `List-Post: NO` is a list to which nobody may.
fn is_discussion_list(headers: &Headers<'_>) -> bool {
    let can_post = headers.lower("List-Post").contains("mailto:");
    let by_list_program =
        ["X-Mailing-List", "X-BeenThere", "X-Mailman-Version", "Mailing-List", "X-ML-Name", "X-Google-Group-Id"]
            .iter()
            .any(|name| headers.has(name));
    // Majordomo and its kin mark people's posts so and add nothing else; campaigns are told by their own fields.
    let is_campaign =
        headers.lower("List-Post").starts_with("no") || CAMPAIGN_FIELDS.iter().any(|name| headers.has(name));
    let by_precedence = headers.lower("Precedence") == "list" && !is_campaign;
    // Majordomo and ezmlm write as the list's owner, and mark people's posts as bulk.
    let sender = headers.lower("Sender");
    let owner = sender.split('<').next_back().and_then(|sender| sender.split('@').next()).unwrap_or_default();
    let by_owner = (owner.starts_with("owner-") || owner.ends_with("-owner")) && !is_campaign;
    let answered_on_list = (headers.has("List-Id") || headers.has("X-List")) && headers.has("In-Reply-To");
    can_post || by_list_program || by_precedence || by_owner || answered_on_list
}

/// `X-Loop` and the markers that other ticket systems give their own mail: `X-RT-Loop-Prevention`, `X-Foo-Loop`.
fn is_loop_field(name: &str) -> bool {
    let name = name.to_ascii_lowercase();
    name.starts_with("x-")
        && (name.ends_with("-loop") || name.ends_with("-loop-prevention"))
        && !name.starts_with("x-ms-")
}

fn named(headers: &Headers<'_>, name: &str) -> String {
    format!("{name}: {}", headers.text(name).unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use super::*;
    use mail_parser::MessageParser;

    fn origin_of(head: &str) -> Origin {
        let raw = format!("{head}\n\n");
        let mail = MessageParser::default().parse(&raw).unwrap();
        let headers = Headers::of(&mail);
        let from = super::super::address::list(&headers, "From").into_iter().next();
        let subject = headers.text("Subject").unwrap_or_default();
        origin(&mail, &headers, &Message { from, subject, ..Message::default() })
    }

    #[test]
    fn each_way_of_declaring_a_machine_is_believed() {
        for head in [
            "Auto-Submitted: auto-generated",
            "Auto-Submitted: Auto-Replied (vacation)",
            "Precedence: auto_reply",
            "Precedence: junk",
            "X-Autoreply: yes",
            "X-POST-MessageClass: 9; Autoresponder",
            "Return-Path: <>",
            "Content-Type: multipart/report; report-type=disposition-notification; boundary=x",
            "From: no-reply@shop.example",
            "Subject: Out of Office: back on Monday",
            "Subject: Abwesenheitsnotiz",
            "Subject: 自動返信：注文",
            "Content-Type: message/disposition-notification",
            "Content-Type: text/calendar; method=REPLY; charset=utf-8",
            "X-ServiceNow-Generated: true",
            "From: no-reply-orders@shop.example",
            "From: messages-noreply@net.example",
            "From: list-bounces@lists.example",
            "X-Precedence: auto-reply",
            "Subject: [Auto-Reply] Order",
            "Subject: Auto: Re: Order",
            "Subject: Automatic reply: Can you help me?",
            "Subject: Out of office: can you help?\nIn-Reply-To: <1@a.example>",
            "Subject: Out of office until 12 October",
            "Subject: Abwesend bis 12.10.2026",
            "From: Ada Lovelace <ada@firm.example>\nSubject: Ada Lovelace is out of the office",
            "Subject: AUTO: Ada Lovelace is out of the office (returning 12.10.2026)",
        ] {
            assert!(origin_of(head).reason.is_some(), "{head}");
        }
    }

    #[test]
    fn people_are_not_taken_for_machines() {
        for head in [
            "Auto-Submitted: no",
            "X-Auto-Response-Suppress: All",
            "Return-Path: <ada@firm.example>",
            "List-Unsubscribe: <mailto:leave@crm.example>\nFrom: ada@firm.example",
            "Subject: Automatic reply cannot be switched off",
            "Subject: Re: Automatic reply: your request",
            "From: newsroom@paper.example",
            "From: Ada <1234+ada@users.noreply.forge.example>",
            "In-Reply-To: <1@a.example>\nList-Unsubscribe: <https://crm.example/u>\nFeedback-ID: 1:crm",
            "Subject: Auto: broken window",
            "From: marketing@firm.example",
            "Subject: Re: Out of office policy question",
            "Subject: Out of office policy question",
            "Subject: Out of office: how do I switch it on?",
            "Subject: Vacation calendar is empty",
            "Subject: Urlaub",
            "Subject: Auto: the insurance's page is away",
            "Subject: The printer is away from the office",
            "Content-Type: text/calendar; method=REQUEST",
            "Precedence: list",
            "Precedence: bulk\nSender: owner-help@lists.example\nFrom: ada@firm.example",
            "Precedence: bulk\nSender: <help-owner@lists.example>\nFrom: ada@firm.example",
            "Precedence: list\nList-Id: <a.lists.example>\nList-Post: <mailto:a@lists.example>",
            "Precedence: list\nList-Id: <a.lists.example>\nIn-Reply-To: <1@a.example>",
        ] {
            assert_eq!(origin_of(head).reason, None, "{head}");
        }
    }

    #[test]
    fn a_list_that_nobody_may_post_to_is_bulk_mail() {
        let origin = origin_of("List-Post: NO\nList-Id: <news.shop.example>\nPrecedence: bulk");
        assert!(!origin.mailing_list && origin.reason.is_some());
    }

    #[test]
    fn loop_markers_of_lists_are_not_ours() {
        assert!(origin_of("X-Loop: desk").is_loop);
        assert!(origin_of("X-Other-Desk-Loop: hello").is_loop);
        assert!(!origin_of("X-Loop: a@lists.example\nX-Mailing-List: a@lists.example").is_loop);
        assert!(origin_of("X-Tallypost-Gateway: desk\nX-Mailing-List: a@lists.example").is_loop);
    }

    #[test]
    fn out_of_office_is_understood_in_many_languages() {
        for subject in [
            "Automatic reply: Order",
            "Automatische Antwort: Bestellung",
            "Réponse automatique : Commande",
            "Respuesta automática: Pedido",
            "Resposta automática: Pedido",
            "Risposta automatica: Ordine",
            "Automatisch antwoord: Bestelling",
            "Autosvar: Beställning",
            "Automatisk svar: Ordre",
            "Automaattinen vastaus: Tilaus",
            "Odpowiedź automatyczna: Zamówienie",
            "Automatická odpověď: Objednávka",
            "Automatikus válasz: Rendelés",
            "Otomatik Yanıt: Sipariş",
            "Răspuns automat: Comandă",
            "Автоматический ответ: Заказ",
            "Автоматична відповідь: Замовлення",
            "Αυτόματη απάντηση: Παραγγελία",
            "自动回复: 订单",
            "自動回覆: 訂單",
            "자동 회신: 주문",
            "رد تلقائي: طلب",
            "תשובה אוטומטית: הזמנה",
            "Trả lời tự động: Đơn hàng",
        ] {
            assert!(origin_of(&format!("Subject: {subject}")).reason.is_some(), "{subject}");
        }
    }
}
