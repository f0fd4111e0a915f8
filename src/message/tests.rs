//! Whole mails: fixtures named by their quirk, hostile mail, and arbitrary bytes.

use std::path::PathBuf;
use std::time::{Duration, Instant};

use proptest::prelude::*;
use serde_json::Value;

use super::{Defect, parse};

fn fixtures() -> Vec<(String, Vec<u8>, Value)> {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/mail");
    let mut mails: Vec<PathBuf> = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    mails.retain(|path| path.extension().is_some_and(|extension| extension == "eml"));
    mails.sort();
    let load = |path: PathBuf| {
        let raw = std::fs::read(&path).unwrap();
        let expected = std::fs::read_to_string(path.with_extension("json")).unwrap();
        (path.file_stem().unwrap().to_string_lossy().into_owned(), raw, serde_json::from_str(&expected).unwrap())
    };
    mails.into_iter().map(load).collect()
}

fn with_crlf(raw: &[u8]) -> Vec<u8> {
    raw.split_inclusive(|byte| *byte == b'\n')
        .flat_map(|line| match line.strip_suffix(b"\n") {
            Some(line) => [line, b"\r\n"].concat(),
            None => line.to_vec(),
        })
        .collect()
}

fn assert_understood(name: &str, raw: &[u8], expected: &Value) {
    let found = serde_json::to_value(parse(raw)).unwrap();
    for (field, value) in expected.as_object().unwrap() {
        assert_eq!(&found[field], value, "{name}: {field}");
    }
}

#[test]
fn fixtures_are_understood_with_either_line_end() {
    let fixtures = fixtures();
    assert!(fixtures.len() >= 25, "only {} fixtures found", fixtures.len());
    for (name, raw, expected) in &fixtures {
        assert!(!expected.as_object().unwrap().is_empty(), "{name} expects nothing");
        assert_understood(name, raw, expected);
        assert_understood(&format!("{name} with CRLF"), &with_crlf(raw), expected);
    }
}

#[test]
fn old_macintosh_line_ends_are_understood() {
    let message = parse(b"From: a@b.example\rSubject: Hello\r\rA line\r");
    assert_eq!((message.subject.as_str(), message.text.as_str()), ("Hello", "A line\n"));
}

#[test]
fn the_key_is_the_hash_of_the_raw_bytes() {
    // printf 'Subject: x\n\ny' | sha256sum
    let message = parse(b"Subject: x\n\ny");
    assert_eq!(message.message_key, "f50713dc696207de9f220a4c672bf25703c0d79f0587a53237a66954eb1a0139");
    assert_eq!(message.size_bytes, 13);
}

/// In a thread with the stack that a server's worker has, within a time that only linear work meets.
fn survives(raw: Vec<u8>) -> super::Message {
    let worker = std::thread::Builder::new().stack_size(2 << 20);
    let started = Instant::now();
    let message = worker.spawn(move || parse(&raw)).unwrap().join().unwrap();
    assert!(started.elapsed() < Duration::from_secs(30), "took {:?}", started.elapsed());
    message
}

fn cap(message: &super::Message) -> &str {
    assert!(message.is_quarantined());
    let caps = message.defects.iter().find_map(|defect| match defect {
        Defect::CapExceeded { what, .. } => Some(what.as_str()),
        _ => None,
    });
    caps.unwrap()
}

const HEAD: &str = "From: evil@example.org\nSubject: look inside\nMessage-ID: <1@example.org>\n";

#[test]
fn a_hundred_thousand_nested_mails_do_not_overflow_the_stack() {
    let message = survives(format!("{HEAD}{}", "Content-Type: message/rfc822\n\n".repeat(100_000)).into_bytes());
    assert_eq!(cap(&message), "attached mails");
    assert_eq!(message.subject, "look inside");
}

#[test]
fn nesting_within_an_encoded_mail_is_counted_too() {
    let nested = "Content-Type: message/rfc822\n\n".repeat(50_000).replace('=', "=3D");
    let head = "Content-Type: message/rfc822\nContent-Transfer-Encoding: quoted-printable\n\n";
    assert_eq!(cap(&survives(format!("{HEAD}{head}{nested}").into_bytes())), "attached mails");
}

#[test]
fn many_absent_boundaries_are_refused_before_they_cost_anything() {
    let part =
        |n: usize| format!("--b\nContent-Type: multipart/mixed; boundary=\"never{n}\"\n\n{}\n", "x\n".repeat(300));
    let parts: String = (0..5_000).map(part).collect();
    let message = survives(format!("{HEAD}Content-Type: multipart/mixed; boundary=b\n\n{parts}--b--\n").into_bytes());
    assert!(["multiparts", "absent boundaries"].contains(&cap(&message)));
}

#[test]
fn a_flood_of_parts_is_refused_even_within_lines() {
    let head = format!("{HEAD}Content-Type: multipart/mixed; boundary=b\n\n");
    assert_eq!(cap(&survives(format!("{head}{}", "--b\n\n".repeat(100_000)).into_bytes())), "parts");
    assert_eq!(cap(&survives(format!("{head}{}", "x--b\n\n".repeat(100_000)).into_bytes())), "parts");
}

#[test]
fn a_flood_of_header_fields_is_refused() {
    let message = survives(format!("{HEAD}{}\nbody", "X-A: b\n".repeat(100_000)).into_bytes());
    assert_eq!(cap(&message), "header fields");
    assert_eq!(message.message_id.as_deref(), Some("1@example.org"));
    let message = survives(format!("{HEAD}X-Long: {}\n\nbody", "a ".repeat(1 << 20)).into_bytes());
    assert_eq!(cap(&message), "header bytes");
}

#[test]
fn many_dashes_in_a_text_are_no_parts() {
    let text = format!("{}\n", "-".repeat(100)).repeat(500);
    let mail =
        format!("{HEAD}Content-Type: multipart/mixed; boundary=b\n\n--b\nContent-Type: text/plain\n\n{text}--b--\n");
    assert_eq!(parse(mail.as_bytes()).defects, [Defect::MissingDate]);
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, ..ProptestConfig::default() })]

    #[test]
    fn arbitrary_bytes_never_panic(raw in prop::collection::vec(any::<u8>(), 0..2_000)) {
        prop_assert_eq!(parse(&raw).size_bytes, raw.len() as u64);
    }

    #[test]
    fn mutated_mail_never_panics(
        which in any::<prop::sample::Index>(),
        changes in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 0..30),
        cut in any::<prop::sample::Index>(),
        is_cut in any::<bool>(),
    ) {
        let fixtures = fixtures();
        let (_, mut raw, _) = fixtures[which.index(fixtures.len())].clone();
        for (at, byte) in changes {
            let at = at.index(raw.len());
            raw[at] = byte;
        }
        if is_cut {
            raw.truncate(cut.index(raw.len()));
        }
        parse(&raw);
    }

    #[test]
    fn mail_of_mail_like_lines_never_panics(lines in prop::collection::vec(prop::sample::select(LINES), 0..40)) {
        parse(lines.join("\n").as_bytes());
    }
}

/// What the structure of mail is made of, for putting together wrongly.
const LINES: &[&str] = &[
    "From: a@b.example",
    "Subject: =?utf-8?Q?x?=",
    "Content-Type: multipart/mixed; boundary=b",
    "Content-Type: message/rfc822",
    "Content-Type: multipart/report; boundary=\"c\"",
    "Content-Transfer-Encoding: base64",
    "Content-Type: text/html",
    "Content-Type: message/delivery-status",
    "",
    "",
    "",
    "--b",
    "--b--",
    "--c",
    "--c--",
    "YWJj",
    "<p>x<blockquote>",
    "> quoted",
    "On 1.1.2026 a@b.example wrote:",
    "-- ",
    "Action: failed",
    "<!-- ",
    "&#xfffffff;",
    "日本語",
    "Return-Path: <>",
];
