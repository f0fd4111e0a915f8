//! One IMAP session: log in, say a command, hear it out.
//!
//! async-imap's own fetch and select end their stream alike on OK, NO and a cut connection. Here every command is
//! heard until its tagged answer, and only OK is success.

use std::io::{self, ErrorKind};
use std::time::Duration;

use async_imap::imap_proto::{MailboxDatum, Outcome, RequestId, Response, Status};
use async_imap::{Client, Session};

use super::bounds::{Allowance, Bounds};
use super::wire::{self, Connected, Patience, Wire, closed, transient};
use super::{password, sasl};
use crate::config::{Imap, Secret};
use crate::mailbox::FetchError;

/// RFC 5530: refusals that may be over by the next pass.
const PASSING_REFUSALS: [&str; 4] = ["[UNAVAILABLE]", "[INUSE]", "[LIMIT]", "[SERVERBUG]"];

/// How Microsoft's servers say when to come again: `Suggested Backoff Time: 299961 milliseconds`.
const BACKOFF_WORDS: &str = "Suggested Backoff Time: ";
/// No server may keep us away for longer.
const BACKOFF_MAX: Duration = Duration::from_secs(3600);

/// A session that is logged in.
#[derive(Debug)]
pub(super) struct Conversation {
    mailbox: String,
    session: Session<Wire>,
    patience: Patience,
    bounds: Bounds,
}

impl Conversation {
    /// Connects and logs in.
    pub(super) async fn begin(mailbox: &str, settings: &Imap) -> Result<Self, FetchError> {
        let (session, line) = match &settings.oauth {
            Some(oauth) => sasl::sign_in(mailbox, settings, oauth).await?,
            None => log_in(mailbox, settings).await?,
        };
        Ok(Self { mailbox: mailbox.to_string(), session, patience: line.patience, bounds: line.bounds })
    }

    /// Says a command and hands each untagged answer on. What was asked for may still be missing among them.
    pub(super) async fn command(
        &mut self,
        doing: &str,
        words: &str,
        each: impl FnMut(&Response<'_>),
    ) -> Result<(), FetchError> {
        self.large_command(Allowance::default(), doing, words, each).await
    }

    /// As [`Self::command`], where much may come in.
    pub(super) async fn large_command(
        &mut self,
        allowance: Allowance,
        doing: &str,
        words: &str,
        each: impl FnMut(&Response<'_>),
    ) -> Result<(), FetchError> {
        self.bounds.begin(allowance);
        let tag = self.session.run_command(words).await.map_err(|error| client_error(&self.mailbox, doing, error))?;
        self.hear_out(doing, &tag, each).await
    }

    async fn hear_out(
        &mut self,
        doing: &str,
        tag: &RequestId,
        mut each: impl FnMut(&Response<'_>),
    ) -> Result<(), FetchError> {
        loop {
            let answer = heard(&self.mailbox, doing, self.session.read_response().await)?;
            match answer.parsed() {
                Response::Done { tag: of, status, outcome } if of == tag => {
                    return judge(&self.mailbox, doing, status, outcome);
                }
                Response::Data { status: Status::Bye, outcome } => {
                    return Err(goodbye(&self.mailbox, doing, &text(outcome)));
                }
                untagged => each(untagged),
            }
        }
    }

    /// Listens to the open folder (RFC 2177) until a message comes in, at the latest for so long. A server that falls
    /// silent for good is found out when it does not answer the end.
    pub(super) async fn idle(&mut self, longest: Duration) -> Result<(), FetchError> {
        let doing = "waiting for news";
        self.patience.set_extra(longest);
        self.bounds.begin(Allowance::default());
        let tag = self.session.run_command("IDLE").await.map_err(|error| client_error(&self.mailbox, doing, error))?;
        let news = tokio::time::timeout(longest, self.hear_news(doing, &tag)).await;
        self.patience.set_extra(Duration::ZERO);
        news.unwrap_or(Ok(()))?;
        self.bounds.begin(Allowance::default());
        let end = self.session.run_command_untagged("DONE").await;
        end.map_err(|error| client_error(&self.mailbox, doing, error))?;
        self.hear_out(doing, &tag, |_| ()).await
    }

    /// May be dropped between two answers.
    async fn hear_news(&mut self, doing: &str, tag: &RequestId) -> Result<(), FetchError> {
        loop {
            let answer = heard(&self.mailbox, doing, self.session.read_response().await)?;
            match answer.parsed() {
                Response::MailboxData(MailboxDatum::Exists(_)) => return Ok(()),
                Response::Data { status: Status::Bye, outcome } => {
                    return Err(goodbye(&self.mailbox, doing, &text(outcome)));
                }
                Response::Done { tag: of, outcome, .. } if of == tag => {
                    return Err(refusal(&self.mailbox, doing, text(outcome)));
                }
                _ => {}
            }
        }
    }

    /// The server answered every command with OK, and yet what it said cannot be all or cannot be right.
    pub(super) fn nonsense(&self, doing: &str, answer: String) -> FetchError {
        FetchError::Protocol { mailbox: self.mailbox.clone(), doing: doing.to_string(), answer }
    }

    /// As [`Self::nonsense`], where it is likely to be better next time.
    pub(super) fn incomplete(&self, doing: &str, what: String) -> FetchError {
        transient(&self.mailbox, doing, io::Error::new(ErrorKind::UnexpectedEof, what))
    }

    pub(super) fn mailbox(&self) -> &str {
        &self.mailbox
    }
}

async fn log_in(mailbox: &str, settings: &Imap) -> Result<(Session<Wire>, Line), FetchError> {
    let password = password::read(mailbox, settings).await?;
    let (client, line) = greeted(mailbox, settings).await?;
    let logged_in = client.login(&settings.user, password.expose()).await;
    let session = logged_in.map_err(|(error, _)| discreet(login_error(mailbox, settings, error), &password))?;
    Ok((session, line))
}

/// Some servers repeat the command that they refuse.
fn discreet(mut error: FetchError, password: &Secret) -> FetchError {
    let without = |words: &str| words.replace(password.expose(), "…");
    match &mut error {
        FetchError::AuthenticationRefused { answer, .. }
        | FetchError::Protocol { answer, .. }
        | FetchError::Throttled { answer, .. } => *answer = without(answer),
        FetchError::Transient { source, .. } => *source = io::Error::new(source.kind(), without(&source.to_string())),
        _ => {}
    }
    error
}

/// How long and how much may come in over a connection: what is left to us of it once async-imap has it.
#[derive(Debug)]
pub(super) struct Line {
    pub patience: Patience,
    pub bounds: Bounds,
}

/// A server that waits for us to sign in.
pub(super) async fn greeted(mailbox: &str, settings: &Imap) -> Result<(Client<Wire>, Line), FetchError> {
    let Connected { wire, patience, bounds, is_greeted } = wire::connect(mailbox, settings).await?;
    let mut client = Client::new(wire);
    if !is_greeted {
        greeting(mailbox, settings, &mut client).await?;
    }
    bounds.begin(Allowance::default());
    Ok((client, Line { patience, bounds }))
}

async fn greeting(mailbox: &str, settings: &Imap, client: &mut Client<Wire>) -> Result<(), FetchError> {
    let doing = format!("the greeting of {}:{}", settings.host, settings.port);
    let answer = heard(mailbox, &doing, client.read_response().await)?;
    match answer.parsed() {
        Response::Data { status: Status::Ok, .. } => Ok(()),
        Response::Data { status: Status::Bye, outcome } => Err(goodbye(mailbox, &doing, &text(outcome))),
        _ => Err(FetchError::Protocol {
            mailbox: mailbox.to_string(),
            doing,
            answer: "something that is no greeting".into(),
        }),
    }
}

/// An answer, where there is one.
fn heard<T>(mailbox: &str, doing: &str, answer: io::Result<Option<T>>) -> Result<T, FetchError> {
    let answer = answer.map_err(|error| io_error(mailbox, doing, error))?;
    answer.ok_or_else(|| transient(mailbox, doing, closed("closed the connection")))
}

/// RFC 5530: EXPUNGEISSUED refuses only what somebody else deleted meanwhile; the caller sees what is missing.
fn judge(mailbox: &str, doing: &str, status: &Status, outcome: &Outcome<'_>) -> Result<(), FetchError> {
    let answer = text(outcome);
    if *status == Status::Ok || (*status == Status::No && answer.contains("[EXPUNGEISSUED]")) {
        return Ok(());
    }
    Err(refusal(mailbox, doing, answer))
}

fn refusal(mailbox: &str, doing: &str, answer: String) -> FetchError {
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

fn text(outcome: &Outcome<'_>) -> String {
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

fn client_error(mailbox: &str, doing: &str, error: async_imap::error::Error) -> FetchError {
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
