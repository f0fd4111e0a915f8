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
    in_text(text, is_forward).or_else(|| if is_forward { attached(mail) } else { None })
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
    let head_length = head.iter().take(MAX_HEAD_LINES).take_while(|line| !unquoted(line).is_empty()).count();
    let from = head[..head_length].iter().find_map(|line| match marks::label(line) {
        Some((Label::From, value)) => sender(value),
        _ => None,
    });
    let text = head[head_length..].iter().map(|line| unquoted(line)).collect::<Vec<_>>().join("\n").trim().to_owned();
    Some(Forwarded { from, text })
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
