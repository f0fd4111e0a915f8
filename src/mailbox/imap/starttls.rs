//! From plain text to TLS on one connection (RFC 9051 §6.2.1).
//!
//! What is heard before TLS may be anybody's words: it decides only whether TLS begins, and nothing of it is kept.
//! Hence none of async-imap's buffers here. Bytes that came along with the agreement, to be taken for an answer over
//! TLS (as in CVE-2011-0411), end the connection.

use std::time::Duration;

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::time::timeout;

use super::refusal::{closed, goodbye, silence, transient};
use super::stream::ByteStream;
use crate::config::Imap;
use crate::mailbox::FetchError;

/// All that is said in plain text fits into a tenth of it.
const HEARD_BYTES_MAX: usize = 16 << 10;
const REASON_CHARS_MAX: usize = 200;

/// Has the server agree to TLS; the next byte on the stream is TLS's.
pub(super) async fn agree(mailbox: &str, settings: &Imap, stream: &mut impl ByteStream) -> Result<(), FetchError> {
    let limit = Duration::from_secs(settings.timeout_seconds);
    let mut plain = Plain { mailbox, settings, stream, heard: Vec::new(), heard_bytes: 0 };
    match timeout(limit, plain.agree()).await {
        Ok(outcome) => outcome,
        Err(_) => Err(plain.broken(silence(limit))),
    }
}

/// The line before it is protected.
struct Plain<'a, S> {
    mailbox: &'a str,
    settings: &'a Imap,
    stream: &'a mut S,
    /// Read, and not yet taken as a line.
    heard: Vec<u8>,
    heard_bytes: usize,
}

impl<S: ByteStream> Plain<'_, S> {
    async fn agree(&mut self) -> Result<(), FetchError> {
        self.greeting().await?;
        let can = self.command("s1", "CAPABILITY").await?;
        if !can.iter().any(|line| offers_starttls(line)) {
            return Err(self.refused(
                "the server offers no STARTTLS; where it has a port with TLS from the first byte, set imap.port to it \
                 and leave imap.tls out",
            ));
        }
        self.command("s2", "STARTTLS").await?;
        if !self.heard.is_empty() {
            return Err(self.refused(
                "more came with the server's agreement than that, as it does where somebody between slips in words of \
                 his own",
            ));
        }
        Ok(())
    }

    async fn greeting(&mut self) -> Result<(), FetchError> {
        let line = self.line().await?;
        match first_words(&line) {
            [star, ok] if star == "*" && ok == "OK" => Ok(()),
            // RFC 9051 §11.1: signed in already, it may not agree to TLS any more, and everything would go on in plain.
            [star, preauth] if star == "*" && preauth == "PREAUTH" => {
                Err(self.refused("the server says PREAUTH, and so keeps TLS from beginning"))
            }
            [star, bye] if star == "*" && bye == "BYE" => Err(goodbye(self.mailbox, &self.doing(), &printable(&line))),
            _ => {
                Err(self
                    .refused("the server's greeting is none of IMAP's; imap.port must be the plain one, mostly 143"))
            }
        }
    }

    /// The untagged lines before the tagged OK.
    async fn command(&mut self, tag: &str, words: &str) -> Result<Vec<String>, FetchError> {
        let said = format!("{tag} {words}\r\n");
        self.stream.write_all(said.as_bytes()).await.map_err(|error| self.broken(error))?;
        self.stream.flush().await.map_err(|error| self.broken(error))?;
        let mut untagged = Vec::new();
        loop {
            let line = self.line().await?;
            match first_words(&line) {
                [of, ok] if of == tag && ok == "OK" => return Ok(untagged),
                [of, _] if of == tag => {
                    return Err(self.refused(&format!("the server refuses {words}: {}", printable(&line))));
                }
                [star, bye] if star == "*" && bye == "BYE" => {
                    return Err(goodbye(self.mailbox, &self.doing(), &printable(&line)));
                }
                _ => untagged.push(line),
            }
        }
    }

    async fn line(&mut self) -> Result<String, FetchError> {
        loop {
            if let Some(end) = self.heard.iter().position(|byte| *byte == b'\n') {
                let line: Vec<u8> = self.heard.drain(..=end).collect();
                return Ok(String::from_utf8_lossy(&line).trim_end().to_string());
            }
            let read = self.stream.read_buf(&mut self.heard).await.map_err(|error| self.broken(error))?;
            self.heard_bytes += read;
            if read == 0 {
                return Err(self.broken(closed("closed the connection")));
            }
            if self.heard_bytes > HEARD_BYTES_MAX {
                return Err(self.refused(&format!("the server says more than {HEARD_BYTES_MAX} bytes before it")));
            }
        }
    }

    fn doing(&self) -> String {
        format!("STARTTLS with {}:{}", self.settings.host, self.settings.port)
    }

    fn broken(&self, error: std::io::Error) -> FetchError {
        transient(self.mailbox, &self.doing(), error)
    }

    fn refused(&self, reason: &str) -> FetchError {
        let Imap { host, port, .. } = self.settings;
        FetchError::NotProtected {
            mailbox: self.mailbox.to_string(),
            place: format!("{host}:{port}"),
            reason: reason.to_string(),
        }
    }
}

fn offers_starttls(line: &str) -> bool {
    let mut words = line.split_ascii_whitespace();
    let is_list = words.next() == Some("*") && words.next().is_some_and(|word| word.eq_ignore_ascii_case("CAPABILITY"));
    is_list && words.any(|word| word.eq_ignore_ascii_case("STARTTLS"))
}

/// The tag, or the star, as it stands; what follows in capitals.
fn first_words(line: &str) -> [String; 2] {
    let mut words = line.split(' ');
    let (tag, status) = (words.next().unwrap_or_default(), words.next().unwrap_or_default());
    [tag.to_string(), status.to_ascii_uppercase()]
}

fn printable(line: &str) -> String {
    let reason = line.splitn(3, ' ').nth(2).unwrap_or("no reason given");
    reason.chars().filter(|one| !one.is_control()).take(REASON_CHARS_MAX).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_list_of_capabilities_offers_anything() {
        for line in ["* CAPABILITY IMAP4rev1 STARTTLS LOGINDISABLED", "* capability starttls"] {
            assert!(offers_starttls(line), "{line}");
        }
        for line in ["* CAPABILITY IMAP4rev1 XSTARTTLS", "* OK STARTTLS", "s1 CAPABILITY STARTTLS", ""] {
            assert!(!offers_starttls(line), "{line}");
        }
    }
}
