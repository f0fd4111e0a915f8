//! The mail inside a forwarded mail: who wrote it, and what.

use mail_parser::PartType;

use super::headers::Headers;
use super::reply::marks::{self, Label, Separator};
use super::{Address, Forwarded, address, body, subject};

/// Lines of a copied head, recipients folded.
const MAX_HEAD_LINES: usize = 12;

/// The forwarded mail: attached whole, or copied into the text below a separator.
pub(super) fn inside(mail: &mail_parser::Message<'_>, subject: &str, text: &str) -> Option<Forwarded> {
    let is_forward = subject::is_forward(subject);
    // A mail attached without a word is forwarded, whatever the subject says.
    let is_attached = is_forward || text.trim().is_empty();
    in_text(text, is_forward).or_else(|| if is_attached { attached(mail) } else { None })
}

fn attached(mail: &mail_parser::Message<'_>) -> Option<Forwarded> {
    let inner = mail.parts.iter().find_map(|part| match &part.body {
        PartType::Message(inner) => Some(inner),
        _ => None,
    })?;
    let from = address::list(&Headers::of(inner), "From").into_iter().next();
    Some(Forwarded { from, text: body::text(inner).trim().to_owned() })
}

/// A separator that says "forwarded" is enough; a bare head is one only where the subject says so.
fn in_text(text: &str, is_forward: bool) -> Option<Forwarded> {
    let lines: Vec<&str> = text.lines().map(str::trim_end).collect();
    let at = lines.iter().position(|line| match marks::separator(line) {
        Some(Separator::Forward) => true,
        Some(Separator::Original) => is_forward,
        None => is_forward && matches!(marks::label(line), Some((Label::From, _))),
    })?;
    let below = if marks::separator(lines[at]).is_some() { &lines[at + 1..] } else { &lines[at..] };
    let head_start = below.iter().position(|line| !unquoted(line).is_empty())?;
    let head = &below[head_start..];
    let head_length = head_length(head);
    let from = head[..head_length].iter().find_map(|line| match marks::label(line) {
        Some((Label::From, value)) => sender(value),
        _ => None,
    });
    let text = head[head_length..].iter().map(|line| unquoted(line)).collect::<Vec<_>>().join("\n").trim().to_owned();
    Some(Forwarded { from, text })
}

/// The copied head; Apple Mail and some others put an empty line between its fields.
fn head_length(below: &[&str]) -> usize {
    let is_field = |line: &str| marks::label(line).is_some();
    let ends = |at: usize| unquoted(below[at]).is_empty() && !below.get(at + 1).is_some_and(|next| is_field(next));
    (0..below.len().min(MAX_HEAD_LINES)).find(|at| ends(*at)).unwrap_or(below.len().min(MAX_HEAD_LINES))
}

/// Apple Mail forwards as a quote.
fn unquoted(line: &str) -> &str {
    line.strip_prefix('>').map_or(line, |line| line.strip_prefix(' ').unwrap_or(line))
}

/// `Ada <ada@example.org>`, `Ada [mailto:ada@example.org]`, `Ada <mailto:ada@example.org>`, or a bare name.
fn sender(value: &str) -> Option<Address> {
    let value = value.replace("[mailto:", "<").replace("<mailto:", "<").replace(['['], "<").replace([']'], ">");
    let found = address::in_field(value.as_bytes()).into_iter().find(|address| address.address.contains('@'));
    found.or_else(|| {
        let name = value.trim().trim_matches(['<', '>', '"', '*']).to_owned();
        (!name.is_empty()).then(|| Address { name: Some(name), address: String::new() })
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn forwarded(text: &str) -> (String, String) {
        let found = in_text(text, true).unwrap_or_else(|| panic!("nothing forwarded in {text}"));
        (found.from.unwrap_or_default().address, found.text)
    }

    #[test]
    fn forwards_of_common_clients_are_understood_in_their_languages() {
        for head in [
            "---------- Forwarded message ---------\nFrom: Ada <ada@kunde.example>\nDate: Mon\nSubject: x\nTo: me",
            "---------- Weitergeleitete Nachricht ---------\nVon: Ada <ada@kunde.example>\nDatum: Mo\nBetreff: x\nAn: ich",
            "---------- Mensaje reenviado ---------\nDe: Ada <ada@kunde.example>\nFecha: lun\nAsunto: x\nPara: mí",
            "-------- Message transféré --------\nSujet : x\nDate : lun\nDe : Ada <ada@kunde.example>\nPour : moi",
            "-------- Messaggio Inoltrato --------\nOggetto: x\nData: lun\nMittente: Ada <ada@kunde.example>\nA: io",
            "-------- Przekazana wiadomość --------\nTemat: x\nData: pon\nOd: Ada <ada@kunde.example>\nDo: ja",
            "---------- Пересылаемое сообщение ----------\nОт: Ada <ada@kunde.example>\nДата: пн\nКому: я",
            "---------- 转发的邮件 ---------\n发件人： Ada <ada@kunde.example>\n日期： 周一\n收件人： 我",
            "---------- 전달된 메일 ----------\n보낸 사람: Ada <ada@kunde.example>\n날짜: 월\n제목: x",
            "Begin forwarded message:\n\n> From: Ada <ada@kunde.example>\n> Subject: x\n> Date: Mon\n> To: me",
            "Anfang der weitergeleiteten Nachricht:\n\nVon: Ada <ada@kunde.example>\n\nBetreff: x\n\nAn: ich",
            "________________________________\nFrom: Ada <ada@kunde.example>\nSent: Monday\nTo: me\nSubject: x",
            "Von: Ada [mailto:ada@kunde.example]\nGesendet: Montag\nAn: ich\nBetreff: x",
            "-----Original Message-----\nFrom: Ada [mailto:ada@kunde.example]\nSent: Monday\nTo: me",
            "----- Forwarded by Ida Moe/Firm on 05.10.2026 09:12 -----\n\nFrom: Ada <ada@kunde.example>\nTo: me",
            "----- Forwarded Message -----\nFrom: \"Ada\" <ada@kunde.example>\nTo: me\nSent: Monday\nSubject: x",
        ] {
            let text = format!("For you.\n\n{head}\n\nIt is broken.\n");
            assert_eq!(forwarded(&text), ("ada@kunde.example".to_owned(), "It is broken.".to_owned()), "{head}");
        }
    }

    #[test]
    fn an_answer_with_a_copied_head_forwards_nothing() {
        assert_eq!(in_text("Fine.\n\nFrom: Ada <ada@kunde.example>\nSent: Monday\n\nOld.", false), None);
        assert_eq!(in_text("Fine.\n\n-----Original Message-----\nFrom: Ada\n\nOld.", false), None);
    }
}
