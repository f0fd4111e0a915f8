//! Signing in with a token: OAUTHBEARER (RFC 7628), or XOAUTH2 as Microsoft and Google had it before.

use async_imap::error::Error;
use async_imap::{Authenticator, Session};
use zeroize::Zeroizing;

use super::bounds::Allowance;
use super::greeting::{Line, greeted};
use super::refusal::{information, login_error, transient};
use super::stream::Wire;
use crate::config::{Imap, OAuth};
use crate::mailbox::FetchError;
use crate::oauth::{AccessToken, SignIn, SignInError};

/// XOAUTH2 first: it is the one that Microsoft and Google document.
const MECHANISMS: [Mechanism; 2] = [Mechanism::Xoauth2, Mechanism::OauthBearer];
const REASON_CHARS_MAX: usize = 300;

/// Signs in; a kept token that the server refuses is exchanged for another, once.
pub(super) async fn sign_in(
    mailbox: &str,
    settings: &Imap,
    oauth: &OAuth,
) -> Result<(Session<Wire>, Line), FetchError> {
    let door = SignIn::of_mailbox(mailbox, oauth);
    let failed = |error| no_token(mailbox, error);
    let token = door.token().await.map_err(failed)?;
    match show(mailbox, settings, &token).await {
        Err(FetchError::TokenRefused { .. }) if !token.is_new => {
            door.forget(&token).await.map_err(failed)?;
            let token = door.token().await.map_err(failed)?;
            // A new connection: not every server lets us try twice on one.
            show(mailbox, settings, &token).await
        }
        outcome => outcome,
    }
}

/// With the first mechanism that the server takes up: one that it does not know it refuses before we say anything.
async fn show(mailbox: &str, settings: &Imap, token: &AccessToken) -> Result<(Session<Wire>, Line), FetchError> {
    let (mut client, line) = greeted(mailbox, settings).await?;
    let mut answers = Vec::new();
    for mechanism in MECHANISMS {
        let words = mechanism.words(settings, token.secret());
        line.bounds.begin(Allowance::default());
        let mut bearer = Bearer { words, mechanism, said: false, reason: None };
        match client.authenticate(mechanism.name(), &mut bearer).await {
            Ok(session) => return Ok((session, line)),
            Err((Error::No(answer) | Error::Bad(answer), again)) if !bearer.said => {
                answers.push(format!("to {}: {}", mechanism.name(), information(&answer)));
                client = again;
            }
            Err((error, _)) => return Err(refused(mailbox, settings, error, bearer.reason, token)),
        }
    }
    Err(FetchError::Protocol {
        mailbox: mailbox.to_string(),
        doing: format!("signing in {} at {} with a token", settings.user, settings.host),
        answer: format!("{}; where the server takes no tokens, give it a password", answers.join(", ")),
    })
}

fn no_token(mailbox: &str, error: SignInError) -> FetchError {
    if error.is_transient() {
        return transient(mailbox, "getting a token to sign in with", std::io::Error::other(error));
    }
    FetchError::NotSignedIn { mailbox: mailbox.to_string(), source: error }
}

/// The tagged NO says little; why, the server told in the challenge before it.
fn refused(mailbox: &str, settings: &Imap, error: Error, reason: Option<String>, token: &AccessToken) -> FetchError {
    match login_error(mailbox, settings, error) {
        FetchError::AuthenticationRefused { mailbox, host, user, answer } => {
            let answer = reason.map_or(answer.clone(), |reason| format!("{answer} {reason}"));
            FetchError::TokenRefused { mailbox, host, user, answer: answer.replace(token.secret(), "…") }
        }
        error => error,
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Mechanism {
    Xoauth2,
    OauthBearer,
}

impl Mechanism {
    fn name(self) -> &'static str {
        match self {
            Self::Xoauth2 => "XOAUTH2",
            Self::OauthBearer => "OAUTHBEARER",
        }
    }

    fn words(self, settings: &Imap, token: &str) -> Zeroizing<String> {
        let Imap { host, port, user, .. } = settings;
        Zeroizing::new(match self {
            Self::Xoauth2 => format!("user={user}\x01auth=Bearer {token}\x01\x01"),
            Self::OauthBearer => {
                // RFC 5801 §4: what separates the fields is written otherwise within one.
                let user = user.replace('=', "=3D").replace(',', "=2C");
                format!("n,a={user},\x01host={host}\x01port={port}\x01auth=Bearer {token}\x01\x01")
            }
        })
    }

    /// After its reason a server waits for an answer, before it says NO (RFC 7628 §3.2.3).
    fn acknowledgement(self) -> &'static str {
        match self {
            Self::Xoauth2 => "",
            Self::OauthBearer => "\x01",
        }
    }
}

/// One try.
struct Bearer {
    words: Zeroizing<String>,
    mechanism: Mechanism,
    said: bool,
    reason: Option<String>,
}

impl Authenticator for &mut Bearer {
    type Response = Zeroizing<Vec<u8>>;

    fn process(&mut self, challenge: &[u8]) -> Self::Response {
        if !self.said {
            self.said = true;
            return Zeroizing::new(self.words.as_bytes().to_vec());
        }
        let reason = String::from_utf8_lossy(challenge);
        self.reason = Some(reason.chars().filter(|one| !one.is_control()).take(REASON_CHARS_MAX).collect());
        Zeroizing::new(self.mechanism.acknowledgement().into())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn settings() -> Imap {
        toml::from_str("host = 'mail.example.com'\nuser = 'desk=1,2@example.com'").unwrap()
    }

    #[test]
    fn the_words_are_those_of_the_specifications() {
        let words = |mechanism: Mechanism| mechanism.words(&settings(), "ya29.x").to_string();
        assert_eq!(words(Mechanism::Xoauth2), "user=desk=1,2@example.com\x01auth=Bearer ya29.x\x01\x01");
        assert_eq!(
            words(Mechanism::OauthBearer),
            "n,a=desk=3D1=2C2@example.com,\x01host=mail.example.com\x01port=993\x01auth=Bearer ya29.x\x01\x01"
        );
    }

    #[test]
    fn the_reason_before_the_no_is_kept_and_acknowledged() {
        let words = Zeroizing::new("words".to_string());
        let mut bearer = Bearer { words, mechanism: Mechanism::Xoauth2, said: false, reason: None };
        let mut say = |challenge: &str| (&mut bearer).process(challenge.as_bytes()).to_vec();
        assert_eq!(say(""), b"words");
        assert_eq!(say("{\"status\":\"401\"}\r\n"), b"");
        assert_eq!(bearer.reason.as_deref(), Some("{\"status\":\"401\"}"));
    }
}
