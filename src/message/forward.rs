//! The mail inside a forwarded mail: who wrote it, and what.

use mail_parser::PartType;

use super::headers::Headers;
use super::reply::head::{self, Label};
use super::reply::lines::Lines;
use super::reply::separator::{self, Separator};
use super::{Address, Forwarded, address, body, subject};

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
    let lines = Lines::of(text);
    let start = (0..lines.len()).find_map(|at| start(&lines, at, is_forward))?;
    let length = head::length(&lines, start).unwrap_or_else(|| head::length_below_separator(&lines, start));
    let (head, below) = lines.from(start).split_at_checked(length)?;
    let from = head.iter().find_map(|line| match head::label(line) {
        Some((Label::From, value)) => sender(value),
        _ => None,
    });
    let text = below.iter().map(|line| unquoted(line)).collect::<Vec<_>>().join("\n").trim().to_owned();
    Some(Forwarded { from, text })
}

/// Where the forwarded mail's head begins, if the line here says that one follows.
fn start(lines: &Lines<'_>, at: usize, is_forward: bool) -> Option<usize> {
    let next_filled = || (at + 1..lines.len()).find(|at| !unquoted(lines.get(*at)).is_empty());
    match separator::at(lines, at) {
        Some(Separator::Forward) => next_filled(),
        Some(Separator::Original) if is_forward => next_filled(),
        _ => (is_forward && head::length(lines, at).is_some()).then_some(at),
    }
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
    fn quoted_forwards_and_heads_in_any_order_are_understood() {
        for head in [
            "> Begin forwarded message:\n>\n> From: Ada <ada@kunde.example>\n> Subject: x",
            "-------- Neznámé oznámení --------\nPředmět: x\nDatum: 5. 10. 2026\nOd: Ada <ada@kunde.example>\nKomu: já",
            "Gesendet: Montag, 5. Oktober 2026 um 09:12 Uhr\nVon: Ada <ada@kunde.example>\nAn: ich\nBetreff: x",
            "| 发件人 | Ada<ada@kunde.example> |\n| 日期 | 2026年10月05日 09:12 |\n| 主题 | x |",
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
