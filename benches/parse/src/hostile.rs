//! Mails of 25 MB made to cost as much as they can.

type Make = fn() -> Vec<u8>;

const BYTES: usize = 25_000_000;
const HEAD: &str = "From: evil@example.org\r\nSubject: look inside\r\nMessage-ID: <1@example.org>\r\n";

/// Name and maker of each.
pub const MAILS: &[(&str, Make)] = &[
    ("attached mails, nested", || filled("", "Content-Type: message/rfc822\r\n\r\n")),
    ("multiparts, nested", || {
        numbered("", |n| format!("Content-Type: multipart/mixed; boundary=b{n}\r\n\r\n--b{n}\r\n"))
    }),
    ("parts, empty", || filled("Content-Type: multipart/mixed; boundary=b\r\n\r\n", "--b\r\n\r\n")),
    ("parts, at the cap", || parts_at_the_cap("text/plain")),
    ("parts of HTML, at the cap", || parts_at_the_cap("text/html")),
    ("boundaries, absent, at the cap", absent_boundaries),
    ("header fields", || filled("", "X-A: b\r\n")),
    ("a header of 25 MB", || filled("X-Long: ", "a ")),
    ("a header at the cap, encoded words", || capped("Subject: ", " =?utf-8?Q?=C3=A4?=")),
    ("a header at the cap, addresses", || capped("To: ", "\"a, b\" <a@b.example>, ")),
    ("a header at the cap, parameters", || capped_parameters()),
    ("a header at the cap, comments", || capped("From: ", "(")),
    ("references at the cap", || capped("References: ", "<a@b.example> ")),
    ("text, one line", || filled(PLAIN, "word ")),
    ("text, empty lines", || filled(PLAIN, "\r\n")),
    ("text, short lines", || filled(PLAIN, "a\r\n")),
    ("text, quotes", || filled(PLAIN, "> a\r\n")),
    ("text, quotes and answers", || filled(PLAIN, "> a\r\nb\r\n")),
    ("text, deep quotes", || filled(PLAIN, &format!("{} a\r\n", ">".repeat(500)))),
    ("text, attributions", || filled(PLAIN, "On 1.1.2026 at 09:12 a@b.example\r\n")),
    ("text, attributions that end", || filled(PLAIN, "On 1.1.2026 at 09:12 a@b.example wrote:\r\nx\r\n")),
    ("text, heads", || filled(PLAIN, "From: a\r\nSent: b\r\n\r\n")),
    ("text, rules", || filled(PLAIN, "-----\r\n\r\n")),
    ("text, dashes", || filled(PLAIN, "-- \r\nx\r\n\r\n")),
    ("text, legal notices", || filled(PLAIN, "This e-mail is confidential.\r\n\r\nx\r\n\r\n")),
    ("text, underscores in one line", || filled(PLAIN, "_")),
    ("text, links", || filled(PLAIN, "https://a.example/<b> ")),
    ("text, format=flowed", || filled("Content-Type: text/plain; format=flowed\r\n\r\n", "> a \r\n")),
    ("text, begin without end", || filled(PLAIN, "begin 644 a\r\nM\r\n")),
    ("text, reports", || filled(REPORT, "<a@b.example>: 550 5.1.1 User unknown\r\n\r\n")),
    ("text, reports without words", || filled(REPORT, "a@b.example\r\n")),
    ("delivery status, fields", || filled(STATUS, "Final-Recipient: rfc822; a@b.example\r\nAction: failed\r\n\r\n")),
    ("text, 8-bit without a charset", || filled_bytes("\r\n", &[0xcf, 0xf0, 0xe8, 0xe2, 0xe5, 0xf2, b' '])),
    ("text, 8-bit noise", || filled_bytes("\r\n", &[0x81, 0xfe, 0x30, 0x9f, 0xe4, b'\n'])),
    ("text, UTF-7", || filled("Content-Type: text/plain; charset=utf-7\r\n\r\n", "+AGE-+")),
    ("text, ISO-2022-JP", || filled("Content-Type: text/plain; charset=iso-2022-jp\r\n\r\n", "\u{1b}$B$\"\u{1b}(B")),
    ("text, UTF-16", || filled("Content-Type: text/plain; charset=utf-16\r\n\r\n", "a\0\n\0")),
    ("text, encoded words", || filled(PLAIN, "=?utf-8?Q?a?= ")),
    ("base64, garbage", || filled("Content-Transfer-Encoding: base64\r\n\r\n", "*-/=\r\n")),
    ("base64, text", || filled("Content-Transfer-Encoding: base64\r\n\r\n", "YWJj")),
    ("quoted-printable, soft breaks", || filled("Content-Transfer-Encoding: quoted-printable\r\n\r\n", "=\r\n")),
    ("HTML, open brackets", || filled(HTML, "<")),
    ("HTML, tags never closed", || filled(HTML, "<a ")),
    ("HTML, attributes", || filled(HTML, "<p a=\"b\" c='d' e>")),
    ("HTML, broken attributes", || filled(HTML, "<p a=\" b=' c=")),
    ("HTML, one tag of attributes", || filled(&format!("{HTML}<p "), "a=b ")),
    ("HTML, comments never closed", || filled(HTML, "<!-- <p>")),
    ("HTML, entities", || filled(HTML, "&amp;&#x41;&nosuch;&")),
    ("HTML, ampersands", || filled(HTML, "&")),
    ("HTML, blockquotes, nested", || filled(HTML, "<blockquote type=cite>a")),
    ("HTML, blockquotes, side by side", || filled(HTML, "<blockquote>a</blockquote>")),
    ("HTML, lists, nested", || filled(HTML, "<ol><li>a")),
    ("HTML, lists, side by side", || filled(HTML, "<ul><li>a</ul>")),
    ("HTML, tables, nested", || filled(HTML, "<table><tr><td>a")),
    ("HTML, tables, side by side", || filled(HTML, "<table><tr><td>a<td>b</table>")),
    ("HTML, links", || filled(HTML, "<a href=https://a.example/>b</a>")),
    ("HTML, links never closed", || filled(HTML, "<a href=https://a.example/>b")),
    ("HTML, ends of what never began", || filled(HTML, "</div></a></td>")),
    ("HTML, hidden, nested", || filled(HTML, "<div style=display:none>a")),
    ("HTML, styles", || filled(HTML, "<style>.a{display:none}</style><p class=a>b")),
    ("HTML, style rules", || numbered(&format!("{HTML}<style>"), |n| format!(".c{n}{{display:none}}\r\n"))),
    ("HTML, many classes", || numbered(HTML, |n| format!("<p class=\"a{n} b{n} c{n}\">x\r\n"))),
    ("HTML, pre", || filled(HTML, "<pre>a\r\n  b</pre>")),
    ("HTML, spaces", || filled(HTML, "&nbsp; \r\n<br>")),
    ("uuencode, a file of 25 MB", || {
        filled(&format!("{PLAIN}begin 644 a\r\n"), &format!("M{}\r\n", "86)C".repeat(15)))
    }),
    ("uuencode, many files", || filled(PLAIN, "begin 644 a\r\n#86)C\r\n`\r\nend\r\n")),
    ("TNEF, attributes", tnef),
];

const PLAIN: &str = "Content-Type: text/plain; charset=utf-8\r\n\r\n";
const HTML: &str = "Content-Type: text/html; charset=utf-8\r\n\r\n";
const REPORT: &str = "Return-Path: <>\r\nX-Failed-Recipients: a@b.example\r\n\r\n";
const STATUS: &str = "Content-Type: multipart/report; report-type=delivery-status; boundary=b\r\n\r\n--b\r\n\r\n\
                      --b\r\nContent-Type: message/delivery-status\r\n\r\n";

fn filled(start: &str, unit: &str) -> Vec<u8> {
    filled_bytes(start, unit.as_bytes())
}

fn filled_bytes(start: &str, unit: &[u8]) -> Vec<u8> {
    let mut mail = [HEAD, start].concat().into_bytes();
    while mail.len() < BYTES {
        mail.extend_from_slice(unit);
    }
    mail
}

fn numbered(start: &str, unit: impl Fn(usize) -> String) -> Vec<u8> {
    let mut mail = [HEAD, start].concat().into_bytes();
    for n in 0.. {
        if mail.len() >= BYTES {
            break;
        }
        mail.extend_from_slice(unit(n).as_bytes());
    }
    mail
}

/// One field just within the cap on headers, folded; the rest of the mail is text.
fn capped(start: &str, unit: &str) -> Vec<u8> {
    let field = unit.repeat(1_000_000 / unit.len());
    let folded: Vec<&str> = field.split_inclusive(' ').collect();
    let field: String = folded.chunks(10).map(|words| format!("{}\r\n ", words.concat())).collect();
    filled(&format!("{start}{field}\r\n{PLAIN}"), "word ")
}

fn capped_parameters() -> Vec<u8> {
    let parameters: String = (0..40_000).map(|n| format!(";\r\n name*{n}*=%41%42")).collect();
    filled(&format!("Content-Type: application/pdf; name=x{parameters}\r\n\r\n"), "word ")
}

fn parts_at_the_cap(media_type: &str) -> Vec<u8> {
    let part = format!("--b\r\nContent-Type: {media_type}\r\n\r\n{}\r\n", "<p>a word </p>".repeat(950));
    let parts = part.repeat(1_850);
    [HEAD, "Content-Type: multipart/mixed; boundary=b\r\n\r\n", &parts, "--b--\r\n"].concat().into_bytes()
}

fn absent_boundaries() -> Vec<u8> {
    let part = |n: usize| {
        format!("--b\r\nContent-Type: multipart/mixed; boundary=\"never{n}\"\r\n\r\n{}\r\n", "x\r\n".repeat(400_000))
    };
    let parts: String = (0..20).map(part).collect();
    format!("{HEAD}Content-Type: multipart/mixed; boundary=b\r\n\r\n{parts}--b--\r\n").into_bytes()
}

/// A stream of empty attributes of the message, as binary.
fn tnef() -> Vec<u8> {
    let head = "Content-Type: application/ms-tnef\r\nContent-Transfer-Encoding: 8bit\r\n\r\n";
    let mut mail = [HEAD, head].concat().into_bytes();
    mail.extend(0x223E_9F78_u32.to_le_bytes());
    mail.extend([1, 0]);
    while mail.len() < BYTES {
        mail.extend([2, 0x10, 0x80, 1, 0, 0, 0, 0, 0, 0, 0]);
    }
    mail
}
