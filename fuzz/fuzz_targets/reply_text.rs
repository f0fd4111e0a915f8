//! Texts of quotes, attributions, separators and signatures, as plain text and as HTML.
#![no_main]

use arbitrary::Arbitrary;
use libfuzzer_sys::fuzz_target;
use tallypost_fuzz::lines::{Line, REPLY_MARKS, text};

#[derive(Debug, Arbitrary)]
struct Reply {
    is_html: bool,
    subject: Option<u8>,
    above: Vec<Line>,
    quoted: Vec<Line>,
    below: Vec<Line>,
}

const SUBJECTS: [&str; 4] = ["Re: It is broken", "Fwd: It is broken", "AW: WG: kaputt", "It is broken"];

impl Reply {
    fn to_mail(&self) -> String {
        let subject = self.subject.map_or("", |which| SUBJECTS[usize::from(which) % SUBJECTS.len()]);
        let [above, quoted, below] = [&self.above, &self.quoted, &self.below].map(|lines| text(lines, REPLY_MARKS));
        let head = format!("From: ada@desk.example\nSubject: {subject}\nContent-Transfer-Encoding: 8bit\n");
        if self.is_html {
            let breaks = |text: &str| text.replace('\n', "<br>\n");
            let (above, quoted, below) = (breaks(&above), breaks(&quoted), breaks(&below));
            return format!(
                "{head}Content-Type: text/html; charset=utf-8\n\n{above}<blockquote type=cite>{quoted}</blockquote>{below}"
            );
        }
        format!("{head}Content-Type: text/plain; charset=utf-8\n\n{above}{quoted}{below}")
    }
}

fuzz_target!(init: tallypost_fuzz::let_panics_be_caught(), |reply: Reply| {
    tallypost_fuzz::understand(reply.to_mail().as_bytes());
});
