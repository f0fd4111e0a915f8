//! Cuts a stream into the messages of an mbox: RFC 4155, and the mboxrd way of quoting `From `.
//!
//! One pass, one line at a time; a message is kept up to a cap, so that a broken archive cannot fill the memory.

use std::io::{self, BufRead};

use jiff::Timestamp;
use jiff::civil::DateTime;
use jiff::tz::Offset;

use super::fingerprint::Fingerprint;

/// One message of an mbox.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Entry {
    /// Of its `From ` line, from the start of the file.
    pub offset: u64,
    /// The date of the `From ` line; the epoch where that line has none.
    pub received_at: Timestamp,
    /// Unquoted, without the `From ` line and the empty line that ends it; at most the cap.
    pub kept: Vec<u8>,
    /// Bytes of the whole message, kept or not.
    pub size_bytes: u64,
    pub fingerprint: String,
}

/// Iterates over the messages of a reader that stands at a `From ` line.
pub(super) struct Split<R> {
    reader: R,
    keep_bytes: usize,
    /// Where `line` begins.
    offset: u64,
    /// The first line that no message has taken; empty at the end of the file.
    line: Vec<u8>,
    /// The line after it, once the question whether `line` separates messages had to be asked.
    ahead: Option<Vec<u8>>,
}

impl<R: BufRead> Split<R> {
    /// `offset` is where the reader stands; of each message at most `keep_bytes` are kept.
    pub(super) fn new(mut reader: R, offset: u64, keep_bytes: usize) -> io::Result<Self> {
        let line = read_line(&mut reader)?;
        Ok(Self { reader, keep_bytes, offset, line, ahead: None })
    }

    /// The next message, or none at the end of the file.
    pub(super) fn next_entry(&mut self) -> io::Result<Option<Entry>> {
        if self.line.is_empty() {
            return Ok(None);
        }
        let mut message = Collector::new(self.offset, &self.line, self.keep_bytes);
        self.advance()?;
        while !self.line.is_empty() && !self.at_separator(message.pending.is_some())? {
            message.take(&self.line);
            self.advance()?;
        }
        Ok(Some(message.finish()))
    }

    fn advance(&mut self) -> io::Result<()> {
        self.offset += self.line.len() as u64;
        self.line = match self.ahead.take() {
            Some(line) => line,
            None => read_line(&mut self.reader)?,
        };
        Ok(())
    }

    /// A `From ` line with a date separates. One without does after an empty line and before a header field,
    /// so that prose that nobody quoted ("From what I see …") stays in its message.
    fn at_separator(&mut self, after_empty_line: bool) -> io::Result<bool> {
        if !self.line.starts_with(b"From ") {
            return Ok(false);
        }
        if from_line_date(&self.line).is_some() {
            return Ok(true);
        }
        Ok(after_empty_line && is_header_field(self.peek()?))
    }

    fn peek(&mut self) -> io::Result<&[u8]> {
        if self.ahead.is_none() {
            self.ahead = Some(read_line(&mut self.reader)?);
        }
        Ok(self.ahead.as_deref().unwrap_or_default())
    }
}

/// A message while its lines come in.
struct Collector {
    entry: Entry,
    keep_bytes: usize,
    fingerprint: Fingerprint,
    /// An empty line that belongs to the message only if another of its lines follows.
    pending: Option<Vec<u8>>,
}

impl Collector {
    fn new(offset: u64, from_line: &[u8], keep_bytes: usize) -> Self {
        let received_at = from_line_date(from_line).unwrap_or(Timestamp::UNIX_EPOCH);
        let entry = Entry { offset, received_at, kept: Vec::new(), size_bytes: 0, fingerprint: String::new() };
        Self { entry, keep_bytes, fingerprint: Fingerprint::new(), pending: None }
    }

    fn take(&mut self, line: &[u8]) {
        if let Some(empty) = self.pending.take() {
            self.add(&empty);
        }
        if matches!(line, b"\n" | b"\r\n") {
            self.pending = Some(line.to_vec());
        } else {
            self.add(unquoted(line));
        }
    }

    fn add(&mut self, line: &[u8]) {
        let room = self.keep_bytes.saturating_sub(self.entry.kept.len());
        self.entry.kept.extend_from_slice(&line[..line.len().min(room)]);
        self.entry.size_bytes += line.len() as u64;
        self.fingerprint.add(line);
    }

    fn finish(self) -> Entry {
        Entry { fingerprint: self.fingerprint.digits(), ..self.entry }
    }
}

fn read_line(reader: &mut impl BufRead) -> io::Result<Vec<u8>> {
    let mut line = Vec::new();
    reader.read_until(b'\n', &mut line)?;
    Ok(line)
}

/// mboxrd: any number of `>` before `From ` lost one of them.
fn unquoted(line: &[u8]) -> &[u8] {
    match line.strip_prefix(b">") {
        Some(rest) if without_marks(rest).starts_with(b"From ") => rest,
        _ => line,
    }
}

fn without_marks(line: &[u8]) -> &[u8] {
    &line[line.iter().take_while(|byte| **byte == b'>').count()..]
}

/// Does it begin with a field name and a colon (RFC 5322 §2.2)?
pub(super) fn is_header_field(line: &[u8]) -> bool {
    line.iter()
        .position(|byte| !matches!(byte, b'!'..=b'9' | b';'..=b'~'))
        .is_some_and(|end| end > 0 && line[end] == b':')
}

/// The asctime of a `From ` line, UTC (RFC 4155) unless a numeric zone follows, as some archives write it.
fn from_line_date(line: &[u8]) -> Option<Timestamp> {
    let line = std::str::from_utf8(line).ok()?;
    let words: Vec<&str> = line.split_ascii_whitespace().collect();
    let month_at = (2..words.len()).find(|at| month(words[*at]).is_some())?;
    let day = words.get(month_at + 1)?.parse().ok()?;
    let [hour, minute, second] = clock(words.get(month_at + 2)?)?;
    let rest = &words[month_at + 3..];
    let year = rest.iter().find_map(|word| (word.len() == 4).then(|| word.parse().ok()).flatten())?;
    let offset = rest.iter().find_map(|word| zone(word)).unwrap_or(Offset::UTC);
    let civil = DateTime::new(year, month(words[month_at])?, day, hour, minute, second, 0).ok()?;
    offset.to_timestamp(civil).ok()
}

fn month(word: &str) -> Option<i8> {
    const MONTHS: [&str; 12] = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
    (1..).zip(MONTHS).find(|(_, name)| *name == word).map(|(number, _)| number)
}

/// `HH:MM:SS`, or `HH:MM` as RFC 976 writes it.
fn clock(word: &str) -> Option<[i8; 3]> {
    let mut parts = word.split(':').map(|part| part.parse().ok());
    let (hour, minute) = (parts.next()??, parts.next()??);
    let second = parts.next().unwrap_or(Some(0))?;
    Some([hour, minute, second])
}

/// `+0200`, `-0700`.
fn zone(word: &str) -> Option<Offset> {
    let (sign, digits) = match word.split_at_checked(1)? {
        ("+", digits) => (1, digits),
        ("-", digits) => (-1, digits),
        _ => return None,
    };
    let number: i32 = digits.parse().ok().filter(|_| digits.len() == 4)?;
    Offset::from_seconds(sign * (number / 100 * 3600 + number % 100 * 60)).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn split(mbox: &[u8]) -> Vec<Entry> {
        let mut split = Split::new(mbox, 0, usize::MAX).unwrap();
        std::iter::from_fn(|| split.next_entry().unwrap()).collect()
    }

    fn texts(mbox: &[u8]) -> Vec<String> {
        split(mbox).into_iter().map(|entry| String::from_utf8(entry.kept).unwrap()).collect()
    }

    const FIRST: &str = "From a@example.com Fri Jan  2 03:04:05 2026\nSubject: one\n\nbody\n\n";
    const SECOND: &str = "From b@example.com Sat Jan  3 00:00:00 2026\nSubject: two\n\nbody\n\n";

    #[test]
    fn two_messages_with_their_offsets_dates_and_sizes() {
        let entries = split(format!("{FIRST}{SECOND}").as_bytes());
        assert_eq!(entries.len(), 2);
        assert_eq!(entries[0].kept, b"Subject: one\n\nbody\n");
        assert_eq!(entries[0].received_at.to_string(), "2026-01-02T03:04:05Z");
        assert_eq!((entries[0].offset, entries[0].size_bytes), (0, 19));
        assert_eq!(entries[1].offset, FIRST.len() as u64);
    }

    #[test]
    fn an_empty_file_has_no_message() {
        assert!(split(b"").is_empty());
    }

    #[test]
    fn quoted_from_loses_exactly_one_mark() {
        let mbox = "From a@b Fri Jan  2 03:04:05 2026\nS: x\n\n>From here\n>>From there\n> From cited\n>Frome\n\n";
        assert_eq!(texts(mbox.as_bytes()), ["S: x\n\nFrom here\n>From there\n> From cited\n>Frome\n"]);
    }

    #[test]
    fn unquoted_prose_that_begins_with_from_stays_in_its_message() {
        let mbox = format!("{}\nFrom what I see in May,\nit broke.\n\n{SECOND}", FIRST.trim_end());
        assert_eq!(texts(mbox.as_bytes()).len(), 2);
    }

    #[test]
    fn a_from_line_with_a_nonsense_date_separates_and_is_of_the_epoch() {
        let mbox = format!("{FIRST}From nobody whenever\nSubject: two\n\nbody\n");
        let entries = split(mbox.as_bytes());
        assert_eq!(entries.len(), 2);
        assert_eq!(entries[1].received_at, Timestamp::UNIX_EPOCH);
    }

    #[test]
    fn a_dated_from_line_separates_even_where_the_empty_line_is_missing() {
        let mbox = format!("{}\n{SECOND}", FIRST.trim_end());
        assert_eq!(texts(mbox.as_bytes()), ["Subject: one\n\nbody\n", "Subject: two\n\nbody\n"]);
    }

    #[test]
    fn crlf_files_keep_their_line_ends() {
        let mbox = format!("{FIRST}{SECOND}").replace('\n', "\r\n");
        let entries = split(mbox.as_bytes());
        assert_eq!(entries[1].kept, b"Subject: two\r\n\r\nbody\r\n");
        assert_eq!(entries[1].received_at.to_string(), "2026-01-03T00:00:00Z");
    }

    #[test]
    fn a_truncated_last_message_is_delivered_as_far_as_it_goes() {
        let mbox = format!("{FIRST}{}", &SECOND[..SECOND.len() - 4]);
        assert_eq!(texts(mbox.as_bytes())[1], "Subject: two\n\nbo");
    }

    #[test]
    fn only_the_separating_empty_line_is_dropped() {
        let mbox = "From a@b Fri Jan  2 03:04:05 2026\nS: x\n\nbody\n\n\n\n".to_string() + SECOND;
        assert_eq!(texts(mbox.as_bytes())[0], "S: x\n\nbody\n\n\n");
    }

    #[test]
    fn a_capped_message_still_knows_its_whole_size_and_fingerprint() {
        let capped = Split::new(FIRST.as_bytes(), 0, 4).unwrap().next_entry().unwrap().unwrap();
        let whole = &split(FIRST.as_bytes())[0];
        assert_eq!(capped.kept, b"Subj");
        assert_eq!((capped.size_bytes, &capped.fingerprint), (whole.size_bytes, &whole.fingerprint));
    }

    #[test]
    fn from_lines_of_several_writers_are_dated() {
        let cases = [
            ("From a@b Thu Jan  1 00:00:00 2026", "2026-01-01T00:00:00Z"),
            ("From MAILER-DAEMON Fri Feb 27 09:10 2026", "2026-02-27T09:10:00Z"),
            ("From a@b Mon Jul 06 12:00:00 +0200 2026", "2026-07-06T10:00:00Z"),
            ("From a@b Mon Jul  6 12:00:00 2026 -0130", "2026-07-06T13:30:00Z"),
            ("From May Mon Jul  6 12:00:00 2026", "2026-07-06T12:00:00Z"),
        ];
        for (line, expected) in cases {
            assert_eq!(from_line_date(line.as_bytes()).map(|at| at.to_string()).as_deref(), Some(expected), "{line}");
        }
        assert_eq!(from_line_date(b"From a@b Mon Jul 32 12:00:00 2026"), None);
    }
}
