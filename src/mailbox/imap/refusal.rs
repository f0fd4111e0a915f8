//! What a server refuses, or fails to say, as an error that tells what to do.

use std::io::{self, ErrorKind};
use std::time::Duration;

use async_imap::imap_proto::{Outcome, Status};

use crate::config::Imap;
use crate::mailbox::FetchError;

/// RFC 5530: refusals that may be over by the next pass.
const PASSING_REFUSALS: [&str; 4] = ["[UNAVAILABLE]", "[INUSE]", "[LIMIT]", "[SERVERBUG]"];

/// How Microsoft's servers say when to come again: `Suggested Backoff Time: 299961 milliseconds`.
const BACKOFF_WORDS: &str = "Suggested Backoff Time: ";
/// No server may keep us away for longer.
const BACKOFF_MAX: Duration = Duration::from_secs(3600);

/// An answer, where there is one.
pub(super) fn heard<T>(mailbox: &str, doing: &str, answer: io::Result<Option<T>>) -> Result<T, FetchError> {
    let answer = answer.map_err(|error| io_error(mailbox, doing, error))?;
    answer.ok_or_else(|| transient(mailbox, doing, closed("closed the connection")))
}

/// RFC 5530: EXPUNGEISSUED refuses only what somebody else deleted meanwhile; the caller sees what is missing.
pub(super) fn judge(mailbox: &str, doing: &str, status: &Status, outcome: &Outcome<'_>) -> Result<(), FetchError> {
    let answer = text(outcome);
    if *status == Status::Ok || (*status == Status::No && answer.contains("[EXPUNGEISSUED]")) {
        return Ok(());
    }
    Err(refusal(mailbox, doing, answer))
}

pub(super) fn refusal(mailbox: &str, doing: &str, answer: String) -> FetchError {
    if let Some(throttled) = throttled(mailbox, doing, &answer) {
        return throttled;
    }
    if is_passing(&answer) {
        return transient(mailbox, doing, io::Error::other(answer));
    }
    FetchError::Protocol { mailbox: mailbox.to_string(), doing: doing.to_string(), answer }
}

pub(super) fn goodbye(mailbox: &str, doing: &str, answer: &str) -> FetchError {
    throttled(mailbox, doing, answer).unwrap_or_else(|| transient(mailbox, doing, closed(answer)))
}

fn throttled(mailbox: &str, doing: &str, answer: &str) -> Option<FetchError> {
    let (_, told) = answer.split_once(BACKOFF_WORDS)?;
    let digits: String = told.chars().take_while(char::is_ascii_digit).collect();
    Some(FetchError::Throttled {
        mailbox: mailbox.to_string(),
        doing: doing.to_string(),
        retry_after: Duration::from_millis(digits.parse().ok()?).min(BACKOFF_MAX),
        answer: answer.to_string(),
    })
}

fn is_passing(answer: &str) -> bool {
    PASSING_REFUSALS.iter().any(|code| answer.contains(code))
}

pub(super) fn text(outcome: &Outcome<'_>) -> String {
    outcome.information.as_deref().unwrap_or("no reason given").to_string()
}

pub(super) fn login_error(mailbox: &str, settings: &Imap, error: async_imap::error::Error) -> FetchError {
    let doing = format!("login of {} at {}", settings.user, settings.host);
    match error {
        async_imap::error::Error::No(answer) if !is_passing(&answer) && !answer.contains(BACKOFF_WORDS) => {
            FetchError::AuthenticationRefused {
                mailbox: mailbox.to_string(),
                host: settings.host.clone(),
                user: settings.user.clone(),
                answer: information(&answer),
            }
        }
        error => client_error(mailbox, &doing, error),
    }
}

/// async-imap wraps the server's words: `code: None, info: Some("words")`.
pub(super) fn information(wrapped: &str) -> String {
    let words = wrapped.split_once("info: Some(\"").and_then(|(_, rest)| rest.strip_suffix("\")"));
    words.unwrap_or("no reason given").to_string()
}

pub(super) fn client_error(mailbox: &str, doing: &str, error: async_imap::error::Error) -> FetchError {
    use async_imap::error::Error;
    match error {
        Error::Io(error) => io_error(mailbox, doing, error),
        Error::ConnectionLost => transient(mailbox, doing, closed("closed the connection")),
        Error::No(answer) | Error::Bad(answer) => refusal(mailbox, doing, information(&answer)),
        Error::Validate(_) => FetchError::Protocol {
            mailbox: mailbox.to_string(),
            doing: doing.to_string(),
            answer: "nothing: user or password has a line break in it, and was not sent".into(),
        },
        _ => not_imap(mailbox, doing),
    }
}

/// The parser's error carries the whole buffer, which may be somebody's mail: it is not repeated.
fn io_error(mailbox: &str, doing: &str, error: io::Error) -> FetchError {
    if error.kind() == ErrorKind::Other { not_imap(mailbox, doing) } else { transient(mailbox, doing, error) }
}

fn not_imap(mailbox: &str, doing: &str) -> FetchError {
    FetchError::Protocol {
        mailbox: mailbox.to_string(),
        doing: doing.to_string(),
        answer: "something that is not IMAP".into(),
    }
}

pub(super) fn transient(mailbox: &str, doing: &str, source: io::Error) -> FetchError {
    FetchError::Transient { mailbox: mailbox.to_string(), doing: doing.to_string(), source }
}

pub(super) fn closed(reason: &str) -> io::Error {
    io::Error::new(ErrorKind::ConnectionAborted, format!("the server said goodbye: {reason}"))
}

pub(super) fn silence(limit: Duration) -> io::Error {
    io::Error::new(ErrorKind::TimedOut, format!("no answer within {} s (imap.timeout_seconds)", limit.as_secs()))
}
