//! One IMAP session: log in, say a command, hear it out.
//!
//! async-imap's own fetch and select end their stream alike on OK, NO and a cut connection. Here every command is
//! heard until its tagged answer, and only OK is success.

use std::io::{self, ErrorKind};
use std::time::Duration;

use async_imap::Session;
use async_imap::imap_proto::{MailboxDatum, RequestId, Response, Status};

use super::bounds::{Allowance, Bounds};
use super::refusal::{client_error, goodbye, heard, judge, refusal, text, transient};
use super::stream::{Patience, Wire};
use super::{password, sasl};
use crate::config::Imap;
use crate::mailbox::FetchError;

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
            None => password::sign_in(mailbox, settings).await?,
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
