//! How much, and how slowly, a server may answer one command.
//!
//! async-imap makes room for a literal (RFC 3501 §4.3) as soon as it is announced, up to 512 MiB, and reads a line
//! for as long as it goes on. What is too much is refused here, before async-imap sees it.

use std::fmt::Debug;
use std::io::{self, ErrorKind};
use std::pin::Pin;
use std::sync::{Arc, Mutex, PoisonError};
use std::task::{Context, Poll, ready};
use std::time::{Duration, Instant};

use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};

use super::stream::Patience;

/// Enough for a list of ten thousand folders.
const LINES_BYTES_MAX: u64 = 1 << 20;
/// A folder's name, at most.
const LITERALS_BYTES_MAX: u64 = 64 << 10;
/// RFC 7162 §4 has servers take 8,000 bytes; theirs are no longer, but for lists of flags.
const LINE_BYTES_MAX: u64 = 64 << 10;
/// One message's UID, size and date; a flag that changes meanwhile adds its own.
const LISTED_BYTES_MAX: u64 = 512;
/// A listing that is larger is no mailbox but a server gone wrong.
const LISTING_MESSAGES_MAX: u64 = 1_000_000;
/// Slower than any line, faster than a server that keeps us waiting on purpose.
const BYTES_PER_SECOND_MIN: u64 = 1000;

/// What one command may bring in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Allowance {
    /// All answers together, without the literals in them.
    pub lines_bytes: u64,
    /// All literals together.
    pub literals_bytes: u64,
    /// Any one of them.
    pub literal_bytes: u64,
}

impl Default for Allowance {
    fn default() -> Self {
        Self { lines_bytes: LINES_BYTES_MAX, literals_bytes: LITERALS_BYTES_MAX, literal_bytes: LITERALS_BYTES_MAX }
    }
}

impl Allowance {
    /// For a list of so many messages.
    pub(super) fn listing(messages: u64) -> Self {
        let short = Self::default();
        let lines_bytes = messages.min(LISTING_MESSAGES_MAX) * LISTED_BYTES_MAX + short.lines_bytes;
        Self { lines_bytes, ..short }
    }

    /// For so many bytes of mail, none larger than that.
    pub(super) fn mails(bytes: u64, message_bytes_max: u64) -> Self {
        let short = Self::default();
        Self {
            literals_bytes: bytes.saturating_add(short.literals_bytes),
            literal_bytes: message_bytes_max.saturating_add(short.literal_bytes),
            ..short
        }
    }
}

/// The bounds of a connection, shared by who says the commands and the stream that hears the answers.
#[derive(Debug, Clone)]
pub(super) struct Bounds(Arc<Mutex<Answer>>);

impl Bounds {
    pub(super) fn new() -> Self {
        Self(Arc::new(Mutex::new(Answer::default())))
    }

    /// From now on another command is answered.
    pub(super) fn begin(&self, allowance: Allowance) {
        self.with(|answer| answer.begin(allowance));
    }

    fn with<T>(&self, act: impl FnOnce(&mut Answer) -> T) -> T {
        act(&mut self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

/// What came in answer to a command so far.
#[derive(Debug)]
struct Answer {
    allowance: Allowance,
    began: Instant,
    bytes: u64,
    literals_bytes: u64,
    at: At,
}

/// Where in the server's stream the next byte stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum At {
    Line { bytes: u64, end: End },
    Literal { left: u64 },
}

/// Does the line so far end with the announcement of a literal, `{123}`?
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum End {
    Otherwise,
    Digits(u64),
    Announced(u64),
}

const LINE_START: At = At::Line { bytes: 0, end: End::Otherwise };

impl Default for Answer {
    fn default() -> Self {
        Self { allowance: Allowance::default(), began: Instant::now(), bytes: 0, literals_bytes: 0, at: LINE_START }
    }
}

impl Answer {
    fn begin(&mut self, allowance: Allowance) {
        *self = Self { allowance, at: self.at, ..Self::default() };
    }

    /// Takes note of bytes that came in so long after the command; what is wrong with them, if anything.
    fn take(&mut self, mut bytes: &[u8], elapsed: Duration, limit: Duration) -> Result<(), io::Error> {
        self.bytes = self.bytes.saturating_add(bytes.len() as u64);
        let earned = Duration::from_secs(self.bytes / BYTES_PER_SECOND_MIN);
        if elapsed > limit.saturating_add(earned) {
            let what = format!("{} bytes in {} s are too slow an answer", self.bytes, elapsed.as_secs());
            return Err(io::Error::new(ErrorKind::TimedOut, what));
        }
        while let Some((first, rest)) = bytes.split_first() {
            (bytes, self.at) = match self.at {
                At::Literal { left } => skip(bytes, left),
                At::Line { bytes, end } => (rest, self.after(*first, bytes + 1, end)?),
            };
        }
        let limit = self.allowance.lines_bytes;
        if self.bytes.saturating_sub(self.literals_bytes) > limit {
            return Err(too_much(format!("more than {limit} bytes in answer to one command")));
        }
        Ok(())
    }

    fn after(&mut self, byte: u8, bytes: u64, end: End) -> Result<At, io::Error> {
        if bytes > LINE_BYTES_MAX {
            return Err(too_much(format!("a line of more than {LINE_BYTES_MAX} bytes")));
        }
        let end = match (byte, end) {
            (b'\n', End::Announced(size)) => return self.literal(size),
            (b'\n', _) => return Ok(LINE_START),
            (b'{', _) => End::Digits(0),
            (b'0'..=b'9', End::Digits(size)) => {
                End::Digits(size.saturating_mul(10).saturating_add(u64::from(byte - b'0')))
            }
            (b'}', End::Digits(size)) => End::Announced(size),
            (b'\r', End::Announced(size)) => End::Announced(size),
            _ => End::Otherwise,
        };
        Ok(At::Line { bytes, end })
    }

    fn literal(&mut self, size: u64) -> Result<At, io::Error> {
        let left = self.allowance.literals_bytes.saturating_sub(self.literals_bytes);
        let limit = self.allowance.literal_bytes.min(left);
        if size > limit {
            return Err(too_much(format!("the announcement of {size} bytes, where at most {limit} are taken")));
        }
        self.literals_bytes += size;
        Ok(if size == 0 { LINE_START } else { At::Literal { left: size } })
    }
}

/// What comes after as much of a literal as there is, and where that stands.
fn skip(bytes: &[u8], left: u64) -> (&[u8], At) {
    let here = usize::try_from(left).unwrap_or(usize::MAX).min(bytes.len());
    let left = left - here as u64;
    (&bytes[here..], if left == 0 { LINE_START } else { At::Literal { left } })
}

fn too_much(what: String) -> io::Error {
    io::Error::new(ErrorKind::InvalidData, format!("the server sent {what}"))
}

/// A stream that fails when what comes in is too much or too slow.
#[derive(Debug)]
pub(super) struct Bounded<S> {
    pub inner: S,
    pub bounds: Bounds,
    /// For the first byte of an answer, and what is granted beyond it.
    pub limit: Duration,
    pub patience: Patience,
}

impl<S: AsyncRead + Unpin> AsyncRead for Bounded<S> {
    fn poll_read(self: Pin<&mut Self>, context: &mut Context<'_>, buffer: &mut ReadBuf<'_>) -> Poll<io::Result<()>> {
        let this = self.get_mut();
        let before = buffer.filled().len();
        ready!(Pin::new(&mut this.inner).poll_read(context, buffer))?;
        let limit = this.limit + this.patience.extra();
        let new = &buffer.filled()[before..];
        Poll::Ready(this.bounds.with(|answer| answer.take(new, answer.began.elapsed(), limit)))
    }
}

impl<S: AsyncWrite + Unpin> AsyncWrite for Bounded<S> {
    fn poll_write(self: Pin<&mut Self>, context: &mut Context<'_>, bytes: &[u8]) -> Poll<io::Result<usize>> {
        Pin::new(&mut self.get_mut().inner).poll_write(context, bytes)
    }

    fn poll_flush(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.get_mut().inner).poll_flush(context)
    }

    fn poll_shutdown(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.get_mut().inner).poll_shutdown(context)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const LIMIT: Duration = Duration::from_secs(60);

    /// Taken in pieces of one byte and as a whole, which must come to the same.
    fn taken(allowance: Allowance, bytes: &[u8]) -> Result<(), String> {
        let judge = |size: usize| {
            let mut answer = Answer { allowance, ..Answer::default() };
            let mut pieces = bytes.chunks(size);
            pieces.try_for_each(|piece| answer.take(piece, Duration::ZERO, LIMIT)).map_err(|error| error.to_string())
        };
        let whole = judge(bytes.len());
        assert_eq!(judge(1), whole);
        whole
    }

    const SMALL: Allowance = Allowance { lines_bytes: 1000, literals_bytes: 150, literal_bytes: 100 };

    fn fetch(announced: &str, bytes: usize) -> Vec<u8> {
        let literal = b"x".repeat(bytes);
        [format!("* 1 FETCH (BODY[] {{{announced}}}\r\n").as_bytes(), &literal, b")\r\n"].concat()
    }

    #[test]
    fn a_literal_is_refused_when_it_is_announced() {
        assert_eq!(taken(SMALL, &fetch("100", 100)), Ok(()));
        for size in ["101", "4294967296", "99999999999999999999999"] {
            let error = taken(SMALL, &fetch(size, 0)).unwrap_err();
            assert!(error.contains("at most 100"), "{error}");
        }
        let second = taken(SMALL, &[fetch("100", 100), fetch("51", 0)].concat()).unwrap_err();
        assert!(second.contains("51 bytes, where at most 50"), "{second}");
    }

    #[test]
    fn what_stands_in_a_mail_announces_nothing() {
        let mail = b"* 1 FETCH (BODY[] {12}\r\n {9999999}\r\n)\r\n* 2 FETCH (BODY[] {0}\r\n)\r\na {999999}{ {7} {8\r\n";
        assert_eq!(taken(SMALL, mail), Ok(()));
    }

    #[test]
    fn neither_a_line_nor_an_answer_goes_on_for_ever() {
        let line = taken(Allowance::default(), &b"x".repeat(65_537)).unwrap_err();
        assert!(line.contains("a line of more than 65536 bytes"), "{line}");
        let flood = taken(SMALL, &b"* OK still here\r\n".repeat(70)).unwrap_err();
        assert!(flood.contains("more than 1000 bytes"), "{flood}");
        assert_eq!(taken(Allowance::listing(10), &b"* OK still here\r\n".repeat(70)), Ok(()));
    }

    #[test]
    fn a_server_that_drips_is_given_up_and_a_slow_line_is_not() {
        let drip = |bytes: usize, seconds| {
            let at = At::Literal { left: 1 << 29 };
            let mut answer = Answer { at, literals_bytes: 1 << 29, ..Answer::default() };
            answer.take(&vec![b'x'; bytes], Duration::from_secs(seconds), LIMIT).map_err(|error| error.kind())
        };
        assert_eq!(drip(70, 70), Err(ErrorKind::TimedOut));
        // 1,000 bytes a second.
        assert_eq!(drip(1_000_000, 1060), Ok(()));
        assert_eq!(drip(1_000_000, 1061), Err(ErrorKind::TimedOut));
    }
}
