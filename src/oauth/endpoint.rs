//! One question to a provider over HTTPS, and what its answer means (RFC 6749 §5).
//!
//! Everything that is said here holds secrets: no redirect is followed, no answer is repeated but its error.

use std::time::Duration;

use jiff::SignedDuration;
use reqwest::{Client, Url, redirect};
use serde_json::Value;
use zeroize::Zeroizing;

use super::SignInError;
use crate::config::{Flow, OAuth};

const LIMIT: Duration = Duration::from_secs(20);
/// Tokens of 4 KiB are long ones.
const ANSWER_BYTES_MAX: usize = 64 << 10;
const DESCRIPTION_CHARS_MAX: usize = 300;
/// RFC 6749 §4.1.2.1, Google's quotas: to be asked again later.
const PASSING: [&str; 3] = ["temporarily_unavailable", "server_error", "rate_limit_exceeded"];

/// A provider, and what helps when it refuses.
pub(super) struct Endpoint<'a> {
    settings: &'a OAuth,
    command: &'a str,
    token_url: Url,
}

/// Tokens as the provider gave them.
pub(super) struct Granted {
    pub access_token: Zeroizing<String>,
    pub refresh_token: Option<Zeroizing<String>>,
    pub expires_in: Option<SignedDuration>,
}

/// Something other than what was asked for.
pub(super) enum Answer {
    Good(Value),
    /// RFC 6749 §5.2.
    Refused {
        code: String,
        description: String,
    },
}

impl<'a> Endpoint<'a> {
    pub(super) fn new(settings: &'a OAuth, command: &'a str) -> Result<Self, SignInError> {
        Ok(Self { settings, command, token_url: address("token_url", &settings.token_url())? })
    }

    pub(super) async fn token(&self, form: &[(&str, &str)]) -> Result<Granted, SignInError> {
        match self.ask_for_token(form).await? {
            Answer::Good(answer) => self.granted(answer),
            Answer::Refused { code, .. } if code == "slow_down" => Err(self.unavailable(format!("`{code}`"))),
            Answer::Refused { code, description } => Err(self.refusal(code, description)),
        }
    }

    pub(super) async fn ask_for_token(&self, form: &[(&str, &str)]) -> Result<Answer, SignInError> {
        self.ask(&self.token_url, form).await
    }

    pub(super) async fn ask_for_code(&self, form: &[(&str, &str)]) -> Result<Value, SignInError> {
        match self.ask(&address("device_url", &self.settings.device_url())?, form).await? {
            Answer::Good(answer) => Ok(answer),
            Answer::Refused { code, description } => Err(self.refusal(code, description)),
        }
    }

    async fn ask(&self, url: &Url, form: &[(&str, &str)]) -> Result<Answer, SignInError> {
        let (status, body) = exchange(url, form).await.map_err(|reason| self.unavailable(reason))?;
        let parsed: Option<Value> = serde_json::from_slice(&body).ok().filter(Value::is_object);
        let code = parsed.as_ref().and_then(|answer| answer["error"].as_str());
        match (parsed.as_ref(), code) {
            (_, _) if status == 429 || status >= 500 => Err(self.unavailable(format!("HTTP status {status}"))),
            (Some(_), Some(code)) if PASSING.contains(&code) => {
                Err(self.unavailable(format!("`{}`", printable(code, form))))
            }
            (Some(answer), Some(code)) => Ok(Answer::Refused {
                code: printable(code, form),
                description: printable(answer["error_description"].as_str().unwrap_or("no reason given"), form),
            }),
            (Some(_), None) if status == 200 => Ok(Answer::Good(parsed.unwrap_or_default())),
            _ => Err(self.unavailable(format!(
                "HTTP status {status}, and something that is no answer of OAuth 2.0; check oauth.tenant or oauth.token_url"
            ))),
        }
    }

    pub(super) fn granted(&self, mut answer: Value) -> Result<Granted, SignInError> {
        let mut text = |key: &str| match answer[key].take() {
            Value::String(text) if !text.is_empty() => Some(Zeroizing::new(text)),
            _ => None,
        };
        let (access_token, refresh_token) = (text("access_token"), text("refresh_token"));
        let expires_in = seconds(&answer["expires_in"]).map(SignedDuration::from_secs);
        match access_token {
            Some(access_token) => Ok(Granted { access_token, refresh_token, expires_in }),
            None => Err(self.unavailable("its answer holds no access_token".into())),
        }
    }

    pub(super) fn refusal(&self, code: String, description: String) -> SignInError {
        let remedy = match (code.as_str(), self.settings.flow) {
            ("invalid_client", _) => {
                "check oauth.client_id and the client secret: where it has expired, make another one at the provider \
                 and give it by client_secret_file, client_secret_env or client_secret_command"
                    .into()
            }
            (_, Flow::ClientCredentials) => {
                "check oauth.tenant and oauth.client_id, and that an administrator lets this application read mail"
                    .into()
            }
            _ => format!("run `{}`", self.command),
        };
        SignInError::Refused { host: self.host(), code, description, remedy }
    }

    pub(super) fn unavailable(&self, reason: String) -> SignInError {
        SignInError::Unavailable { host: self.host(), reason }
    }

    fn host(&self) -> String {
        self.token_url.host_str().unwrap_or("the provider").to_string()
    }
}

fn address(key: &'static str, url: &str) -> Result<Url, SignInError> {
    Url::parse(url).map_err(|_| SignInError::NoAddress { key, url: url.into() })
}

/// Status and body; or, in words, why there is neither.
async fn exchange(url: &Url, form: &[(&str, &str)]) -> Result<(u16, Zeroizing<Vec<u8>>), String> {
    let in_words = |error: reqwest::Error| causes(&error.without_url());
    let mut builder = Client::builder().redirect(redirect::Policy::none()).timeout(LIMIT);
    if url.scheme() == "http" {
        // This machine, as the configuration made sure; no proxy stands between.
        builder = builder.no_proxy();
    }
    let client = builder.build().map_err(in_words)?;
    let request = client.post(url.clone()).header("Accept", "application/json").form(form);
    let mut response = request.send().await.map_err(in_words)?;
    let mut body = Zeroizing::new(Vec::new());
    while let Some(part) = response.chunk().await.map_err(in_words)? {
        if body.len() + part.len() > ANSWER_BYTES_MAX {
            return Err(format!("its answer is longer than {ANSWER_BYTES_MAX} bytes"));
        }
        body.extend_from_slice(&part);
    }
    Ok((response.status().as_u16(), body))
}

fn causes(error: &dyn std::error::Error) -> String {
    let causes = std::iter::successors(error.source(), |cause| cause.source());
    causes.fold(error.to_string(), |text, cause| format!("{text}: {cause}"))
}

/// Seconds, which some write as text.
pub(super) fn seconds(value: &Value) -> Option<i64> {
    value.as_i64().or_else(|| value.as_str()?.parse().ok()).filter(|seconds| *seconds >= 0)
}

/// The provider's words in one line, without anything that we told it in confidence.
fn printable(text: &str, form: &[(&str, &str)]) -> String {
    let confidential = form.iter().filter(|(key, _)| matches!(*key, "client_secret" | "refresh_token" | "device_code"));
    let text = confidential.fold(text.to_string(), |text, (_, secret)| text.replace(secret, "…"));
    let line = text.lines().next().unwrap_or_default();
    line.chars().filter(|one| !one.is_control()).take(DESCRIPTION_CHARS_MAX).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_description_is_one_line_without_our_secrets() {
        let form = [("client_id", "shown"), ("client_secret", "hush"), ("refresh_token", "1//0e")];
        let said = "AADSTS700082: shown: `hush` and 1//0e\u{1b}[2J expired.\r\nTrace ID: 1";
        assert_eq!(printable(said, &form), "AADSTS700082: shown: `…` and …[2J expired.");
        assert_eq!(printable(&"ä".repeat(1000), &form).chars().count(), DESCRIPTION_CHARS_MAX);
    }

    #[test]
    fn a_life_in_seconds_is_a_number_or_a_text() {
        let of = |text: &str| seconds(&serde_json::from_str(text).unwrap());
        assert_eq!(
            [of("3599"), of("\"3599\""), of("-1"), of("null"), of("\"soon\"")],
            [Some(3599), Some(3599), None, None, None]
        );
    }
}
