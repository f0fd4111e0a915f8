//! The device code flow (RFC 8628): a person signs in with a browser elsewhere, and we wait.

use std::time::{Duration, Instant};

use serde_json::Value;
use zeroize::Zeroizing;

use super::endpoint::{Answer, Granted, seconds};
use super::store::Store;
use super::{AccessToken, SignIn, SignInError};

const GRANT: &str = "urn:ietf:params:oauth:grant-type:device_code";
/// RFC 8628 §3.2, §3.5: between two questions where nothing is said, and what `slow_down` adds.
const INTERVAL: Duration = Duration::from_secs(5);
const LIFE_SECONDS: i64 = 15 * 60;

/// What a person is to do.
pub struct Invitation {
    pub address: String,
    pub code: String,
    pub expires_in: Duration,
    interval: Duration,
    device_code: Zeroizing<String>,
}

impl SignIn {
    pub async fn invite(&self) -> Result<Invitation, SignInError> {
        let mut form = vec![("client_id", self.settings.client_id.as_str())];
        form.extend((!self.scope.is_empty()).then_some(("scope", self.scope.as_str())));
        let mut answer = self.endpoint()?.ask_for_code(&form).await?;
        let incomplete = || "its answer holds no device_code, user_code and verification_uri".to_string();
        invitation(&mut answer).map_or_else(|| Err(self.endpoint()?.unavailable(incomplete())), Ok)
    }

    /// Until the person has done it, at the latest until the code ends.
    pub async fn wait_for(&self, invitation: &Invitation) -> Result<AccessToken, SignInError> {
        let give_up = Instant::now() + invitation.expires_in;
        let mut interval = invitation.interval;
        while Instant::now() + interval <= give_up {
            tokio::time::sleep(interval).await;
            match self.ask_whether_done(invitation).await {
                Ok(Reply::Done(granted)) => return self.keep(&Store::lock(&self.settings).await?, granted, None),
                Ok(Reply::NotYet) => {}
                Ok(Reply::TooOften) => interval += INTERVAL,
                // RFC 8628 §3.5: a line that fails is asked less and less.
                Err(error) if error.is_transient() => interval = (interval * 2).max(INTERVAL),
                Err(error) => return Err(error),
            }
        }
        Err(self.endpoint()?.refusal("expired_token".into(), "nobody entered the code in time".into()))
    }

    async fn ask_whether_done(&self, invitation: &Invitation) -> Result<Reply, SignInError> {
        let secret = self.client_secret().await?;
        let mut form = vec![
            ("client_id", self.settings.client_id.as_str()),
            ("grant_type", GRANT),
            ("device_code", &invitation.device_code),
        ];
        form.extend(secret.as_ref().map(|secret| ("client_secret", secret.expose())));
        let endpoint = self.endpoint()?;
        match endpoint.ask_for_token(&form).await? {
            Answer::Good(answer) => endpoint.granted(answer).map(Reply::Done),
            Answer::Refused { code, .. } if code == "authorization_pending" => Ok(Reply::NotYet),
            Answer::Refused { code, .. } if code == "slow_down" => Ok(Reply::TooOften),
            Answer::Refused { code, description } => Err(endpoint.refusal(code, description)),
        }
    }
}

enum Reply {
    Done(Granted),
    NotYet,
    TooOften,
}

fn invitation(answer: &mut Value) -> Option<Invitation> {
    let Value::String(device_code) = answer.get_mut("device_code")?.take() else { return None };
    let device_code = Zeroizing::new(device_code);
    let text = |key: &str| answer[key].as_str().map(str::to_string);
    let whole_seconds = |key: &str| seconds(&answer[key]).and_then(|seconds| u64::try_from(seconds).ok());
    Some(Invitation {
        // Google wrote it so before there was an RFC.
        address: text("verification_uri").or_else(|| text("verification_url"))?,
        code: text("user_code")?,
        expires_in: Duration::from_secs(whole_seconds("expires_in").unwrap_or(LIFE_SECONDS.unsigned_abs())),
        interval: whole_seconds("interval").map_or(INTERVAL, Duration::from_secs),
        device_code,
    })
}
