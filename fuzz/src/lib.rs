//! What the fuzz targets share: the message module as it stands in `src/`, makers of mail, and what must hold of
//! every mail that was understood.

#[allow(dead_code, unused_imports)]
#[path = "../../src/message/mod.rs"]
pub mod message;

pub mod lines;
pub mod mime;

use std::collections::HashSet;

use message::Message;

/// A text may be longer than the mail it stands in (UTF-8 for one byte, a link spelled out), but not without bound.
const MAX_GROWTH: usize = 12;
const FREE_BYTES: usize = 1 << 16;

/// mail-parser's panics are caught by `message::parse`; libFuzzer's hook would end the process before that. A panic
/// that is not caught still ends it.
pub fn let_panics_be_caught() {
    std::panic::set_hook(Box::new(|panic| eprintln!("{panic}")));
}

/// Understands a mail and checks what every reader of a [`Message`] relies on.
pub fn understand(raw: &[u8]) -> Message {
    let message = message::parse(raw);
    assert_eq!(message.size_bytes, raw.len() as u64);
    assert!(message.text.len() <= MAX_GROWTH * raw.len() + FREE_BYTES, "{} bytes of text", message.text.len());
    assert!(!message.subject.contains(['\n', '\r', '\0']), "a subject is one line: {:?}", message.subject);
    assert_names_are_harmless(&message);
    assert_ids_are_bare(&message);
    assert_reply_is_from_the_text(&message);
    assert!(!message.bounce || message.bounce_report.is_some(), "a bounce without its report");
    assert!(!message.is_automatic() || message.automatic_reason.is_some(), "automatic without a reason");
    assert_json_is_faithful(&message);
    message
}

fn assert_names_are_harmless(message: &Message) {
    for name in message.attachments.iter().filter_map(|attachment| attachment.name.as_deref()) {
        let is_trick = |c: char| {
            c.is_control()
                || matches!(c, '/' | '\\' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{200e}' | '\u{200f}')
        };
        assert!(!name.contains(is_trick) && name != ".." && name != "." && !name.is_empty(), "{name:?}");
    }
}

fn assert_ids_are_bare(message: &Message) {
    let all = message.message_id.iter().chain(&message.in_reply_to).chain(&message.references);
    for id in all {
        assert!(!id.is_empty() && !id.contains(['<', '>', '\n', '\r']), "{id:?}");
    }
}

/// Nothing is put into a person's mouth: each line of the reply is a line of the text.
fn assert_reply_is_from_the_text(message: &Message) {
    let lines: HashSet<&str> = message.text.lines().map(str::trim).collect();
    for line in message.reply_text.lines() {
        assert!(lines.contains(line.trim()), "not in the text: {line:?}");
    }
}

fn assert_json_is_faithful(message: &Message) {
    let json = serde_json::to_string(message).expect("a message is JSON");
    let mut read: Message = serde_json::from_str(&json).expect("its JSON is a message");
    read.message_key.clone_from(&message.message_key);
    read.size_bytes = message.size_bytes;
    assert_eq!(&read, message);
}
