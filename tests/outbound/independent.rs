//! The acknowledgement as others see it: taken by `aiosmtpd` and read by Python's own `email` package.

use std::io::{BufRead, BufReader};
use std::process::{Child, Command, Stdio};

use super::{Desk, mail};

const SERVER: &str = include_str!("independent.py");

/// `aiosmtpd` on a free port; prints what it got as JSON, one line a mail.
struct Independent {
    process: Child,
    lines: BufReader<std::process::ChildStdout>,
    port: u16,
}

impl Independent {
    /// `None` where it is not installed and the person who runs the test said that it may be left out.
    fn start() -> Option<Self> {
        let python = ["target/python/bin/python3", "python3"].into_iter().find(|python| {
            Command::new(python)
                .args(["-c", "import aiosmtpd"])
                .stderr(Stdio::null())
                .status()
                .is_ok_and(|s| s.success())
        });
        let Some(python) = python else {
            let skipped = std::env::var_os("TALLYPOST_SKIP_SMTP").is_some_and(|value| value == "1");
            assert!(skipped, "this test needs aiosmtpd (tests/run installs it; TALLYPOST_SKIP_SMTP=1 leaves it out)");
            eprintln!("SKIPPED: TALLYPOST_SKIP_SMTP=1, so nothing was tested against an independent mail server");
            return None;
        };
        let mut process = Command::new(python).args(["-c", SERVER]).stdout(Stdio::piped()).spawn().unwrap();
        let mut lines = BufReader::new(process.stdout.take().unwrap());
        let mut port = String::new();
        lines.read_line(&mut port).unwrap();
        Some(Self { process, lines, port: port.trim().parse().expect("aiosmtpd says no port") })
    }

    fn next(&mut self) -> serde_json::Value {
        let mut line = String::new();
        self.lines.read_line(&mut line).unwrap();
        serde_json::from_str(&line).unwrap()
    }
}

impl Drop for Independent {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

/// A first mail in each of some languages, and a word of the acknowledgement that answers it.
#[rustfmt::skip]
const QUESTIONS: &[(&str, &str, &str)] = &[
    ("Drucker druckt nicht", super::GERMAN, "Eingangsbestätigung"),
    ("Réf. commande n° 7", "Bonjour, depuis ce matin notre imprimante ne fonctionne plus du tout. Pourriez-vous nous aider s'il vous plaît ?", "accusé de réception"),
    ("プリンター", "お世話になっております。今朝から一階のプリンターがまったく印刷できません。ご確認をお願いいたします。", "受付番号"),
    ("Printer", "Hello, since this morning our printer on the ground floor does not print any more. Could you please look at it?", "This acknowledgement"),
];

#[tokio::test]
async fn an_independent_server_takes_it_and_an_independent_reader_understands_it() {
    let Some(mut server) = Independent::start() else { return };
    let settings = format!("[smtp]\nhost = \"127.0.0.1\"\nport = {}\ntls = \"none\"\n", server.port);
    let mut desk = Desk::new("desk.example", &settings);
    for (number, (subject, text, _)) in QUESTIONS.iter().enumerate() {
        let from = format!("c{number}@customer.example");
        desk.deliver(&mail(&from, "support@desk.example", number, subject, "", text));
    }
    desk.ingest().await;
    assert_eq!(desk.send().await.sent, QUESTIONS.len());
    for (number, (subject, _, word)) in QUESTIONS.iter().enumerate() {
        let got = server.next();
        let ticket = format!("T-{}", 1001 + number);
        assert_eq!(got["mail_from"], "<>");
        assert_eq!(got["recipients"], serde_json::json!([format!("c{number}@customer.example")]));
        assert_eq!(got["headers"]["Subject"], format!("[{ticket}] {subject}"));
        assert_eq!(got["headers"]["From"], "\"Desk of desk.example\" <support@desk.example>");
        assert_eq!(got["headers"]["Auto-Submitted"], "auto-replied");
        assert_eq!(got["headers"]["In-Reply-To"], format!("<{number}.c{number}@customer.example>"));
        assert_eq!(got["parts"], serde_json::json!(["text/plain", "text/html"]));
        assert_eq!(got["defects"], serde_json::json!([]));
        for part in ["plain", "html"] {
            let text = got[part].as_str().unwrap();
            assert!(text.contains(&ticket) && text.contains(word), "{part}: {text}");
        }
    }
}
