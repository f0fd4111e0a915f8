//! Tokens instead of passwords (OAuth 2.0, RFC 6749; device codes, RFC 8628): had, kept, renewed before they end.
//!
//! Knows no mailbox and no mail server; those say who signs in, and whether a token was refused. What has to survive
//! is on the disk before it is used: a provider may take a refresh token back in the moment it gives the next one.
//! No secret is printed or logged, and each is overwritten in memory when it is done with, as far as it is in our hands:
//! reqwest's requests, async-imap, lettre and TLS free their copies as they are.

mod device;
mod endpoint;
mod error;
mod store;

use std::time::Duration;

use jiff::{SignedDuration, Timestamp};
use zeroize::Zeroizing;

use crate::config::{Flow, OAuth, Purpose, Secret};
pub use device::Invitation;
use endpoint::{Endpoint, Granted};
pub use error::SignInError;
use store::{Kept, Store};

/// A token that ends sooner is renewed: it must outlive the session's beginning, and clocks differ.
const SKEW: SignedDuration = SignedDuration::from_mins(5);
/// For the command that prints the client's secret.
const SECRET_LIMIT: Duration = Duration::from_secs(60);
/// Where the provider does not say how long a token lives.
const LIFE: SignedDuration = SignedDuration::from_mins(30);

/// One account's way to its tokens.
#[derive(Debug, Clone)]
pub struct SignIn {
    settings: OAuth,
    scope: String,
    /// What mends it, as an operator would type it.
    command: String,
}

/// What a mail server is shown in place of a password.
pub struct AccessToken {
    secret: Zeroizing<String>,
    pub expires_at: Timestamp,
    /// The provider gave it just now: a server that refuses it will refuse the next one too.
    pub is_new: bool,
    /// Can the next one be had without a person?
    pub is_renewable: bool,
}

impl AccessToken {
    pub fn secret(&self) -> &str {
        &self.secret
    }
}

impl std::fmt::Debug for AccessToken {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(out, "AccessToken(until {})", self.expires_at)
    }
}

impl SignIn {
    pub fn of_mailbox(name: &str, settings: &OAuth) -> Self {
        let command = format!("tallypost sign-in {name}");
        Self { scope: settings.scope(Purpose::Reading), settings: settings.clone(), command }
    }

    pub fn of_smtp(settings: &OAuth) -> Self {
        let command = "tallypost sign-in --smtp".into();
        Self { scope: settings.scope(Purpose::Sending), settings: settings.clone(), command }
    }

    /// A token that is good for a while: the kept one, or another.
    ///
    /// May be dropped at any moment; what the provider gives meanwhile is kept.
    pub async fn token(&self) -> Result<AccessToken, SignInError> {
        let to_end = self.clone();
        let task = tokio::spawn(async move { to_end.kept_or_renewed().await });
        task.await
            .unwrap_or_else(|error| Err(self.endpoint()?.unavailable(format!("a defect of this program: {error}"))))
    }

    async fn kept_or_renewed(&self) -> Result<AccessToken, SignInError> {
        let store = Store::lock(&self.settings).await?;
        let kept = store.read()?.filter(|kept| kept.is_for(&self.client()));
        if let Some(token) = kept.as_ref().and_then(|kept| self.usable(kept, Timestamp::now())) {
            return Ok(token);
        }
        if self.settings.flow == Flow::ClientCredentials {
            return self.as_itself(&store).await;
        }
        let refresh_token = kept.and_then(|mut kept| kept.refresh_token.take()).map(Zeroizing::new);
        let nobody = || SignInError::NotSignedIn { command: self.command.clone() };
        let granted = self.refreshed(refresh_token.as_deref().ok_or_else(nobody)?).await?;
        self.keep(&store, granted, refresh_token)
    }

    /// Signs in anew, where nobody has to be there for it.
    pub async fn try_out(&self) -> Result<AccessToken, SignInError> {
        self.as_itself(&Store::lock(&self.settings).await?).await
    }

    async fn as_itself(&self, store: &Store) -> Result<AccessToken, SignInError> {
        let granted = self.granted(&[("grant_type", "client_credentials")]).await?;
        self.keep(store, granted, None)
    }

    async fn refreshed(&self, refresh_token: &str) -> Result<Granted, SignInError> {
        self.granted(&[("grant_type", "refresh_token"), ("refresh_token", refresh_token)]).await
    }

    /// Signs in with a refresh token that was had elsewhere.
    pub async fn adopt(&self, refresh_token: &str) -> Result<AccessToken, SignInError> {
        let granted = self.refreshed(refresh_token).await?;
        self.keep(&Store::lock(&self.settings).await?, granted, Some(Zeroizing::new(refresh_token.into())))
    }

    /// A mail server refused it: the next [`Self::token`] is another one.
    pub async fn forget(&self, refused: &AccessToken) -> Result<(), SignInError> {
        let store = Store::lock(&self.settings).await?;
        match store.read()?.filter(|kept| kept.access_token == refused.secret()) {
            Some(mut kept) => {
                kept.expires_at = Timestamp::UNIX_EPOCH;
                store.write(&kept)
            }
            // Somebody was quicker.
            None => Ok(()),
        }
    }

    async fn granted(&self, grant: &[(&str, &str)]) -> Result<Granted, SignInError> {
        let secret = self.client_secret().await?;
        let mut form = vec![("client_id", self.settings.client_id.as_str())];
        form.extend(secret.as_ref().map(|secret| ("client_secret", secret.expose())));
        form.extend((!self.scope.is_empty()).then_some(("scope", self.scope.as_str())));
        form.extend(grant);
        self.endpoint()?.token(&form).await
    }

    /// Read anew each time, so that a changed one takes effect; a command that takes its time holds up nobody else.
    async fn client_secret(&self) -> Result<Option<Secret>, SignInError> {
        let settings = self.settings.clone();
        let read = move || settings.client_secret().map(|source| source.read()).transpose();
        let found = match tokio::time::timeout(SECRET_LIMIT, tokio::task::spawn_blocking(read)).await {
            Ok(found) => found.unwrap_or_else(|error| Err(error.to_string())),
            Err(_) => Err(format!("none came within {} s", SECRET_LIMIT.as_secs())),
        };
        found.map_err(|reason| SignInError::NoSecret { reason })
    }

    /// On the disk first, then to whoever asked.
    fn keep(
        &self,
        store: &Store,
        granted: Granted,
        refresh_token: Option<Zeroizing<String>>,
    ) -> Result<AccessToken, SignInError> {
        let now = Timestamp::now();
        let life = granted.expires_in.unwrap_or(LIFE);
        // RFC 6749 §6: where none comes with the answer, the one we have stays.
        let refresh_token = granted.refresh_token.or(refresh_token);
        let is_renewable = self.is_renewable(refresh_token.is_some());
        let kept = Kept {
            client: self.client(),
            access_token: granted.access_token.to_string(),
            expires_at: now.checked_add(life).unwrap_or(now),
            refresh_token: refresh_token.as_deref().cloned(),
        };
        store.write(&kept)?;
        Ok(AccessToken { secret: granted.access_token, expires_at: kept.expires_at, is_new: true, is_renewable })
    }

    /// Whom a kept token was given to and what for; another client does not use it.
    fn client(&self) -> String {
        format!("{} {} {}", self.settings.token_url(), self.settings.client_id, self.scope)
    }

    fn endpoint(&self) -> Result<Endpoint<'_>, SignInError> {
        Endpoint::new(&self.settings, &self.command)
    }

    fn is_renewable(&self, has_refresh_token: bool) -> bool {
        has_refresh_token || self.settings.flow == Flow::ClientCredentials
    }

    fn usable(&self, kept: &Kept, now: Timestamp) -> Option<AccessToken> {
        let is_usable = now.checked_add(SKEW).is_ok_and(|soon| kept.expires_at > soon);
        is_usable.then(|| AccessToken {
            secret: Zeroizing::new(kept.access_token.clone()),
            expires_at: kept.expires_at,
            is_new: false,
            is_renewable: self.is_renewable(kept.refresh_token.is_some()),
        })
    }
}
