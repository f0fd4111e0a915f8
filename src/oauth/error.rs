//! Why there is no token, told apart where a caller acts differently.

use std::path::PathBuf;

use crate::full_disk;

/// Why nobody is signed in. The message says who said what, and what to do about it.
#[derive(Debug, thiserror::Error)]
pub enum SignInError {
    #[error("nobody has signed in yet; run `{command}`")]
    NotSignedIn { command: String },
    /// The provider's last word until a person acts: revoked, expired, no consent, a wrong client or secret.
    #[error("{host} gives no token ({code}: {description}); {remedy}")]
    Refused { host: String, code: String, description: String, remedy: String },
    #[error("no client secret: {reason}")]
    NoSecret { reason: String },
    /// Away, overloaded, or nothing that makes sense: the next try may well succeed.
    #[error("{host} gives no token for now: {reason}")]
    Unavailable { host: String, reason: String },
    #[error("oauth.{key} `{url}` is no address; write https://…")]
    NoAddress { key: &'static str, url: String },
    #[error("the token file {} cannot be used{}", path.display(), remedy(source))]
    Store {
        path: PathBuf,
        #[source]
        source: std::io::Error,
    },
}

fn remedy(error: &std::io::Error) -> &'static str {
    match full_disk::remedy(error) {
        "" => "; mend what is wrong with it, or remove it and sign in again",
        room => room,
    }
}

impl SignInError {
    /// May the same request succeed later, with nothing changed on our side?
    pub fn is_transient(&self) -> bool {
        matches!(self, Self::Unavailable { .. })
    }

    /// The message and its cause, for who prints no chain.
    pub fn in_words(&self) -> String {
        let cause = std::error::Error::source(self).map(|cause| format!(": {cause}"));
        format!("{self}{}", cause.unwrap_or_default())
    }
}
