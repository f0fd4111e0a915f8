//! When did a mail arrive whose file does not say? A copied file's own time is the copy's.

use std::fs::File;
use std::io::{self, Read as _};
use std::path::Path;

use jiff::Timestamp;
use jiff::fmt::rfc2822::DateTimeParser;

/// Headers beyond this are not searched.
const HEAD_BYTES_MAX: u64 = 64 * 1024;

static DATES: DateTimeParser = DateTimeParser::new().relaxed_weekday(true);

/// The topmost `Received`, which our own server wrote, else the sender's `Date`.
pub(super) fn of_file(path: &Path) -> io::Result<Option<Timestamp>> {
    let mut head = Vec::new();
    File::open(path)?.take(HEAD_BYTES_MAX).read_to_end(&mut head)?;
    Ok(received(&head).or_else(|| header(&head, "date").and_then(|value| date(&value))))
}

/// The date behind the last semicolon of the topmost `Received` (RFC 5321 §4.4).
pub(super) fn received(mail: &[u8]) -> Option<Timestamp> {
    date(header(mail, "received")?.rsplit_once(';')?.1)
}

fn date(text: &str) -> Option<Timestamp> {
    DATES.parse_timestamp(text.trim()).ok()
}

/// The first header of that (lower-case) name, unfolded.
fn header(mail: &[u8], name: &str) -> Option<String> {
    let head = String::from_utf8_lossy(&mail[..mail.len().min(usize::try_from(HEAD_BYTES_MAX).ok()?)]).into_owned();
    let mut lines = head.lines().take_while(|line| !line.is_empty()).skip_while(|line| !is_named(line, name));
    let first = lines.next()?.get(name.len() + 1..)?.to_string();
    let folded = lines.take_while(|line| line.starts_with([' ', '\t']));
    Some(folded.fold(first, |value, line| value + " " + line.trim()))
}

fn is_named(line: &str, name: &str) -> bool {
    line.split_once(':').is_some_and(|(found, _)| found.trim_end().eq_ignore_ascii_case(name))
}

#[cfg(test)]
mod tests {
    use super::*;

    const MAIL: &[u8] = b"Received: from a.example by b.example\r\n\twith ESMTPS; Wed, 21 Oct 2026 10:15:07 +0200 (CEST)\r\n\
        Received: from c.example; Wed, 21 Oct 2026 08:00:00 +0000\r\nDate: Tue, 20 Oct 2026 08:00:00 +0000\r\n\r\nDate: never\r\n";

    #[test]
    fn the_topmost_received_header_tells_when_a_mail_arrived() {
        assert_eq!(received(MAIL), Some("2026-10-21T08:15:07Z".parse().unwrap()));
    }

    #[test]
    fn without_trace_headers_the_date_header_tells() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("mail.eml");
        std::fs::write(&path, b"Subject: x\nDate: Tue, 20 Oct 2026 08:00:00 +0000\n\nbody\n").unwrap();
        assert_eq!(of_file(&path).unwrap(), Some("2026-10-20T08:00:00Z".parse().unwrap()));
    }

    #[test]
    fn a_date_in_the_body_tells_nothing() {
        assert_eq!(header(b"Subject: x\n\nDate: Tue, 20 Oct 2026 08:00:00 +0000\n", "date"), None);
    }
}
