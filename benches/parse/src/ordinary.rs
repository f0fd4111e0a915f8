//! Mails as customers write them, about 13 KB each.

const WORDS: &[&str] = &[
    "the", "printer", "in", "room", "does", "not", "answer", "since", "this", "morning", "and", "we", "tried", "to",
    "restart", "it", "twice", "but", "nothing", "changed", "please", "look", "at", "attached", "log", "file", "thank",
    "you", "for", "help",
];

/// Name and mails of each kind.
pub fn sets() -> Vec<(String, Vec<Vec<u8>>)> {
    let kinds: [(&str, fn(usize) -> String); 5] = [
        ("plain text, a reply over quotes", plain_reply),
        ("plain text and HTML", alternative),
        ("HTML with a table, quoted-printable", html_only),
        ("text with a picture attached", with_picture),
        ("delivery report", delivery_report),
    ];
    kinds
        .map(|(name, make)| (name.to_owned(), (0..20).map(|n| make(n).replace('\n', "\r\n").into_bytes()).collect()))
        .into()
}

fn head(n: usize) -> String {
    let received: String = (0..6)
        .map(|hop| format!("Received: from mx{hop}.kunde.example (mx{hop}.kunde.example [192.0.2.{hop}])\n\tby mx.desk.example with ESMTPS id abc{n}{hop}\n\tfor <support@desk.example>; Mon, 5 Oct 2026 09:1{hop}:00 +0200\n"))
        .collect();
    let signature = "DKIM-Signature: v=1; a=rsa-sha256; d=kunde.example; s=s1;\n\th=from:to:subject:date:message-id;\n\tbh=47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=;\n\tb=Zm9vYmFyYmF6Zm9vYmFyYmF6Zm9vYmFyYmF6Zm9vYmFyYmF6Zm9vYmFyYmF6\n";
    format!(
        "Return-Path: <ada{n}@kunde.example>\n{received}{signature}From: =?utf-8?Q?Ada_L=C3=B6wenstein?= <ada{n}@kunde.example>\nTo: Support <support@desk.example>\n\
         Subject: Re: [#{n}] Printer in room {n}\nDate: Mon, 5 Oct 2026 09:12:00 +0200\nMessage-ID: <m{n}@kunde.example>\n\
         In-Reply-To: <a{n}@desk.example>\nReferences: <q{n}@kunde.example> <a{n}@desk.example>\nMIME-Version: 1.0\n"
    )
}

/// Words in paragraphs, different from mail to mail.
fn prose(n: usize, bytes: usize, start: &str, end: &str) -> String {
    let mut text = String::new();
    let mut at = n;
    while text.len() < bytes {
        let line: Vec<&str> = (0..11).map(|word| WORDS[(at * 7 + word * (n + 3)) % WORDS.len()]).collect();
        text.push_str(&format!("{start}{}.{end}\n", line.join(" ")));
        at += 1;
    }
    text
}

fn plain_reply(n: usize) -> String {
    format!(
        "{}Content-Type: text/plain; charset=utf-8\n\n{}\nOn Sun, 4 Oct 2026 at 17:03, Support <support@desk.example> wrote:\n{}\n-- \nAda\n",
        head(n),
        prose(n, 3_000, "", ""),
        prose(n + 1, 8_500, "> ", "")
    )
}

fn html(n: usize, bytes: usize) -> String {
    let rows: String =
        (0..20).map(|row| format!("<tr><td style=\"padding:0 4px\">{row}</td><td>room {n}</td></tr>\n")).collect();
    format!(
        "<html><head><style>p{{margin:0}}</style></head><body>{}<table>{rows}</table><a href=\"https://desk.example/{n}\">ticket</a>\
         <div class=\"gmail_quote\">On Sun, 4 Oct 2026 at 17:03, Support wrote:<blockquote class=\"gmail_quote\">{}</blockquote></div></body></html>\n",
        prose(n, bytes / 2, "<p style=\"color:#333\">", "</p>"),
        prose(n + 1, bytes / 2, "<div>", "</div>")
    )
}

fn alternative(n: usize) -> String {
    format!(
        "{}Content-Type: multipart/alternative; boundary=\"b{n}\"\n\n--b{n}\nContent-Type: text/plain; charset=utf-8\n\n{}\n--b{n}\n\
         Content-Type: text/html; charset=utf-8\n\n{}--b{n}--\n",
        head(n),
        prose(n, 3_500, "", ""),
        html(n, 6_500)
    )
}

fn html_only(n: usize) -> String {
    let body = html(n, 9_000).replace('=', "=3D");
    format!("{}Content-Type: text/html; charset=utf-8\nContent-Transfer-Encoding: quoted-printable\n\n{body}", head(n))
}

fn with_picture(n: usize) -> String {
    let picture = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAA\n".repeat(100);
    format!(
        "{}Content-Type: multipart/mixed; boundary=\"b{n}\"\n\n--b{n}\nContent-Type: text/plain; charset=utf-8\n\n{}\n--b{n}\n\
         Content-Type: image/png; name=\"screen.png\"\nContent-Disposition: attachment; filename=\"screen.png\"\n\
         Content-Transfer-Encoding: base64\n\n{picture}--b{n}--\n",
        head(n),
        prose(n, 2_500, "", "")
    )
}

fn delivery_report(n: usize) -> String {
    format!(
        "Return-Path: <>\nFrom: MAILER-DAEMON@mx.kunde.example (Mail Delivery System)\nTo: support@desk.example\nSubject: Undelivered Mail Returned to Sender\n\
         Date: Mon, 5 Oct 2026 09:12:00 +0200\nMessage-ID: <r{n}@mx.kunde.example>\nAuto-Submitted: auto-replied\nMIME-Version: 1.0\n\
         Content-Type: multipart/report; report-type=delivery-status; boundary=\"r{n}\"\n\n--r{n}\nContent-Type: text/plain\n\n\
         This is the mail system at host mx.kunde.example.\n\n<ada{n}@kunde.example>: host mx.kunde.example[192.0.2.1] said: 550 5.1.1 User unknown (in reply to RCPT TO command)\n\n\
         --r{n}\nContent-Type: message/delivery-status\n\nReporting-MTA: dns; mx.kunde.example\n\nFinal-Recipient: rfc822; ada{n}@kunde.example\n\
         Action: failed\nStatus: 5.1.1\nDiagnostic-Code: smtp; 550 5.1.1 User unknown\n\n--r{n}\nContent-Type: message/rfc822\n\n{}--r{n}--\n",
        plain_reply(n)
    )
}
