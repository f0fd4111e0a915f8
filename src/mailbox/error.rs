//! What can go wrong between a mailbox and us, told apart where a caller acts differently.

use std::path::{Path, PathBuf};

use crate::oauth::SignInError;

/// Why a source could not list or fetch. The message says what, where, and what to do about it.
#[derive(Debug, thiserror::Error)]
pub enum FetchError {
    #[error(
        "mailbox `{mailbox}`: {host} refused the password of {user} ({answer}); check imap.user and the \
         password that password_file, password_env or password_command gives"
    )]
    AuthenticationRefused { mailbox: String, host: String, user: String, answer: String },
    /// There is no token to sign in with, and waiting does not bring one.
    #[error("mailbox `{mailbox}`: cannot sign in")]
    NotSignedIn {
        mailbox: String,
        #[source]
        source: SignInError,
    },
    #[error(
        "mailbox `{mailbox}`: {host} refused the token of {user} ({answer}); check imap.user, that the mailbox allows \
         IMAP, and that the application may read it; then run `tallypost sign-in {mailbox}`"
    )]
    TokenRefused { mailbox: String, host: String, user: String, answer: String },
    #[error("mailbox `{mailbox}`: no password: {reason}")]
    NoPassword { mailbox: String, reason: String },
    /// The certificate is not one that we trust; waiting does not mend it.
    #[error(
        "mailbox `{mailbox}`: the certificate of {host} is not trusted; imap.ca_file names the authority that \
         signed it, and imap.host must be a name that it was issued for"
    )]
    NotTrusted {
        mailbox: String,
        host: String,
        #[source]
        source: std::io::Error,
    },
    /// A trusted certificate, of a key that is not pinned; waiting does not mend it.
    #[error(
        "mailbox `{mailbox}`: the key of {host} is none of imap.pin_sha256, and nothing was said to it; where it was \
         changed on purpose, add \"{seen}\", and otherwise ask who runs the server: somebody may stand between"
    )]
    NotPinned { mailbox: String, host: String, seen: String },
    /// There is no way from plain text to TLS that can be trusted.
    #[error("mailbox `{mailbox}`: no STARTTLS with {place}, and so no password was sent: {reason}")]
    NotProtected { mailbox: String, place: String, reason: String },
    /// Network, timeout, a server that says BYE: the next pass may well succeed.
    #[error("mailbox `{mailbox}`: {doing} failed for now; nothing is lost, try again later")]
    Transient {
        mailbox: String,
        doing: String,
        #[source]
        source: std::io::Error,
    },
    /// The server says when to come again.
    #[error("mailbox `{mailbox}`: {doing}: the server asks to be left alone for {} s: {answer}", retry_after.as_secs())]
    Throttled { mailbox: String, doing: String, retry_after: std::time::Duration, answer: String },
    /// The server answered, and refused or made no sense.
    #[error("mailbox `{mailbox}`: {doing}: the server answered: {answer}")]
    Protocol { mailbox: String, doing: String, answer: String },
    #[error(
        "mailbox `{mailbox}`: there is no folder `{folder}`; the server has: {}; set imap.folders", available.join(", ")
    )]
    NoSuchFolder { mailbox: String, folder: String, available: Vec<String> },
    /// What is committed cannot be flagged or moved on the server. Reading goes on.
    #[error(
        "mailbox `{mailbox}`: {doing}: {reason}; no mail is lost, and it is tried again at the next poll; {remedy}"
    )]
    NotFiled { mailbox: String, doing: String, reason: String, remedy: String },
    #[error("cannot read {}", path.display())]
    Unreadable {
        path: PathBuf,
        #[source]
        source: std::io::Error,
    },
    #[error("{}: {seen}; {remedy}", path.display())]
    NotMail { path: PathBuf, seen: &'static str, remedy: &'static str },
    #[error("mailbox `{mailbox}` says no way to its mail; give it one of [mailbox.imap], maildir or mbox")]
    NoDoor { mailbox: String },
}

impl FetchError {
    /// May the same request succeed later, with nothing changed on our side?
    pub fn is_transient(&self) -> bool {
        matches!(self, Self::Transient { .. } | Self::Throttled { .. })
    }

    /// Did the other side say nothing, for as long as it may?
    pub fn is_silence(&self) -> bool {
        matches!(self, Self::Transient { source, .. } if source.kind() == std::io::ErrorKind::TimedOut)
    }

    /// Does the mailbox stay shut until a person acts?
    pub fn is_sign_in(&self) -> bool {
        matches!(
            self,
            Self::AuthenticationRefused { .. }
                | Self::NotSignedIn { .. }
                | Self::TokenRefused { .. }
                | Self::NotPinned { .. }
        )
    }

    pub(super) fn unreadable(path: &Path) -> impl FnOnce(std::io::Error) -> Self {
        move |source| Self::Unreadable { path: path.to_path_buf(), source }
    }
}
