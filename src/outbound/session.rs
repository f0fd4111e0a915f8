//! One conversation with the mail server (RFC 5321), cut where it matters: before the server has a mail, and after.
//!
//! lettre speaks; we decide step by step, because only the step tells whether a mail that failed was delivered.

use std::time::Duration;

use lettre::Address;
use lettre::transport::smtp::Error;
use lettre::transport::smtp::authentication::{Credentials, Mechanism};
use lettre::transport::smtp::client::{AsyncSmtpConnection, Certificate, TlsParameters};
use lettre::transport::smtp::commands::{Data, Mail, Rcpt, Rset};
use lettre::transport::smtp::extension::{ClientId, Extension, MailBodyParameter, MailParameter};
use lettre::transport::smtp::response::{Category, Code, Detail, Response, Severity};
use tokio::time::timeout;

use super::compose::{domain_of, on_the_line};
use crate::config::{Config, OAuth, PasswordSource, Smtp, Tls};
use crate::oauth::SignIn;

/// A server that does not say good-bye is left.
const FAREWELL: Duration = Duration::from_secs(2);

const BEGIN: &[u8] = b"-----BEGIN CERTIFICATE-----";

/// RFC 4954 §4.
const SIGNED_IN: u16 = 235;
/// RFC 5321 §4.2.3: the server waits for the mail.
const GO_ON: u16 = 354;

/// What came of a try, in words for the operator.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub(super) enum SendError {
    /// The server is away or does not let us in: nothing was delivered, and the next mail would fare no better.
    #[error("{0}")]
    Unavailable(String),
    /// The server left or fell silent before it had the mail, which was certainly not delivered.
    #[error("{0}")]
    Cut(String),
    /// This mail was not delivered, and may be later (4xx).
    #[error("{0}")]
    Later(String),
    /// This mail was not delivered and will not be (5xx).
    #[error("{0}")]
    Refused(String),
    /// No mail of ours can be written to this address over this server.
    #[error("{0}")]
    Unwritable(String),
    /// The server had all of it and said nothing.
    #[error("{0}")]
    Uncertain(String),
}

/// A signed-in connection.
pub(super) struct Session {
    connection: AsyncSmtpConnection,
    limit: Duration,
    place: String,
}

impl Session {
    /// Connects, protects the line and signs in, as the settings say.
    pub(super) async fn open(config: &Config, smtp: &Smtp) -> Result<Self, SendError> {
        let place = format!("{}:{}", smtp.host, smtp.port());
        let limit = Duration::from_secs(smtp.timeout_seconds);
        let mut session = within(limit, connect(config, smtp, limit))
            .await
            .unwrap_or_else(|| Err(format!("no answer within {} s (smtp.timeout_seconds)", limit.as_secs())))
            .map(|connection| Self { connection, limit, place: place.clone() })
            .map_err(|reason| SendError::Unavailable(format!("{place}: {reason}")))?;
        session.sign_in(smtp).await?;
        Ok(session)
    }

    async fn sign_in(&mut self, smtp: &Smtp) -> Result<(), SendError> {
        let Some(user) = &smtp.user else { return Ok(()) };
        if let Some(oauth) = &smtp.oauth {
            return self.sign_in_by_token(user, oauth).await;
        }
        let unavailable = |reason: String| SendError::Unavailable(format!("{}: {reason}", self.place));
        let source = PasswordSource {
            key: "password",
            file: smtp.password_file.as_deref(),
            variable: smtp.password_env.as_deref(),
            command: smtp.password_command.as_deref(),
        };
        let password = source.read().map_err(|reason| unavailable(format!("no password for {user}: {reason}")))?;
        // lettre keeps a copy, and frees it as it is.
        let credentials = Credentials::new(user.clone(), password.expose().to_string());
        let signing_in = self.connection.auth(&[Mechanism::Plain, Mechanism::Login], &credentials);
        match within(self.limit, signing_in).await {
            Some(Ok(response)) if response.has_code(SIGNED_IN) => Ok(()),
            Some(Ok(response)) => Err(unavailable(out_of_turn("the sign-in", response.code()))),
            Some(Err(error)) if error.is_permanent() => Err(unavailable(format!(
                "the server refused to sign in {user} ({error}); check smtp.user and the password that \
                 password_file, password_env or password_command gives"
            ))),
            Some(Err(error)) if error.is_client() => Err(unavailable(format!(
                "the server offers no sign-in by PLAIN or LOGIN here ({error}); many do only with TLS (smtp.tls), and \
                 where none is wanted, remove smtp.user"
            ))),
            Some(Err(error)) => Err(unavailable(format!("signing in {user}: {error}"))),
            None => Err(unavailable(format!("no answer to the sign-in of {user} within {} s", self.limit.as_secs()))),
        }
    }

    /// A token that the server refuses is forgotten: the next try gets another.
    async fn sign_in_by_token(&mut self, user: &str, oauth: &OAuth) -> Result<(), SendError> {
        let unavailable = |reason: String| SendError::Unavailable(format!("{}: {reason}", self.place));
        let door = SignIn::of_smtp(oauth);
        let token =
            door.token().await.map_err(|error| unavailable(format!("cannot sign in {user}: {}", error.in_words())))?;
        if !self.connection.server_info().supports_auth_mechanism(Mechanism::Xoauth2) {
            let remedy =
                "the server offers no XOAUTH2 here; give smtp.user a password instead of oauth, or check smtp.tls";
            return Err(unavailable(remedy.into()));
        }
        let credentials = Credentials::new(user.into(), token.secret().into());
        match within(self.limit, self.connection.auth(&[Mechanism::Xoauth2], &credentials)).await {
            Some(Ok(response)) if response.has_code(SIGNED_IN) => Ok(()),
            Some(Ok(response)) => Err(unavailable(out_of_turn("the sign-in", response.code()))),
            // A client's error: the server gave its reason in a challenge, which lettre takes for a mistake.
            Some(Err(error)) if error.is_permanent() || error.is_client() => {
                door.forget(&token).await.map_err(|error| unavailable(error.in_words()))?;
                Err(unavailable(format!(
                    "the server refused the token of {user} ({error}); the next try gets another; where it is refused \
                     too, check smtp.user and that the mailbox allows SMTP, and run `tallypost sign-in --smtp`"
                )))
            }
            Some(Err(error)) => Err(unavailable(format!("signing in {user}: {error}"))),
            None => Err(unavailable(format!("no answer to the sign-in of {user} within {} s", self.limit.as_secs()))),
        }
    }

    /// Everything up to the mail itself; after it the server waits for the mail and has none of it.
    pub(super) async fn offer(&mut self, from: Option<&str>, to: &str, raw: &[u8]) -> Result<(), SendError> {
        let parsed = |address: &str| {
            on_the_line(address).parse::<Address>().map_err(|error| SendError::Refused(format!("`{address}`: {error}")))
        };
        let (from, to) = (from.map(parsed).transpose()?, parsed(to)?);
        let is_plain = raw.is_ascii() && AsRef::<str>::as_ref(&to).is_ascii();
        let parameters = if is_plain { Vec::new() } else { self.international()? };
        let hint =
            if from.is_none() { "; where it refuses the null sender, set smtp.return_path = \"mailbox\"" } else { "" };
        self.say(Mail::new(from, parameters), "MAIL FROM", hint).await?;
        self.say(Rcpt::new(to, Vec::new()), "RCPT TO", "").await?;
        let answer = self.say(Data, "DATA", "").await?;
        // Whoever slips an answer in before TLS (as over STARTTLS) makes all that follow answer the command before.
        if answer.has_code(GO_ON) {
            return Ok(());
        }
        Err(SendError::Cut(format!("{}: {}", self.place, out_of_turn("DATA", answer.code()))))
    }

    /// How a mail is announced whose addresses or headers are in other letters than ASCII (RFC 6531 §3.4, §3.6); we
    /// write such headers for such addresses only.
    fn international(&self) -> Result<Vec<MailParameter>, SendError> {
        if self.connection.server_info().supports_feature(Extension::SmtpUtfEight) {
            return Ok(vec![MailParameter::SmtpUtfEight, MailParameter::Body(MailBodyParameter::EightBitMime)]);
        }
        Err(SendError::Unwritable(format!(
            "{}: the address has letters outside ASCII before the @, and the server takes none (it offers no SMTPUTF8)",
            self.place
        )))
    }

    /// Hands the mail over, after [`Session::offer`].
    pub(super) async fn deliver(&mut self, raw: &[u8]) -> Result<(), SendError> {
        match within(self.limit, self.connection.message(raw)).await {
            Some(Ok(_)) => Ok(()),
            Some(Err(error)) if error.status().is_some() => Err(self.answered("the mail", &error, "")),
            Some(Err(error)) => Err(SendError::Uncertain(format!(
                "{}: the line was cut after the mail was handed over ({error}); it may have been delivered",
                self.place
            ))),
            None => Err(SendError::Uncertain(format!(
                "{}: no answer within {} s after the mail was handed over; it may have been delivered",
                self.place,
                self.limit.as_secs()
            ))),
        }
    }

    /// Takes an offer back by leaving: the server has no mail and will get none.
    pub(super) async fn abandon(mut self) {
        let _ = within(FAREWELL, self.connection.abort()).await;
    }

    pub(super) async fn quit(mut self) {
        // Everything is settled; a server that does not answer to QUIT changes nothing.
        let _ = within(FAREWELL, self.connection.quit()).await;
    }

    /// Does the server still listen? For a connection that is only tried.
    pub(super) async fn is_alive(&mut self) -> bool {
        matches!(within(self.limit, self.connection.command(Rset)).await, Some(Ok(_)))
    }

    async fn say(&mut self, command: impl std::fmt::Display, name: &str, hint: &str) -> Result<Response, SendError> {
        match within(self.limit, self.connection.command(command)).await {
            Some(Ok(response)) => Ok(response),
            Some(Err(error)) if error.status().is_some() => Err(self.answered(name, &error, hint)),
            Some(Err(error)) => Err(SendError::Cut(format!("{}: {name}: {error}", self.place))),
            None => Err(SendError::Cut(format!(
                "{}: no answer to {name} within {} s (smtp.timeout_seconds)",
                self.place,
                self.limit.as_secs()
            ))),
        }
    }

    fn answered(&self, what: &str, error: &Error, hint: &str) -> SendError {
        let words = format!("{}: {what}: {error}{hint}", self.place);
        // RFC 4954 §6: not signed in, or no more; that is about us and not about this mail.
        let wants_sign_in = Code {
            severity: Severity::PermanentNegativeCompletion,
            category: Category::Unspecified3,
            detail: Detail::Zero,
        };
        match error.status() {
            Some(code) if code == wants_sign_in => SendError::Unavailable(words),
            Some(_) if error.is_permanent() => SendError::Refused(words),
            _ => SendError::Later(words),
        }
    }
}

fn out_of_turn(what: &str, code: Code) -> String {
    format!("the server answers {what} with {code}, which is no answer to it; nothing is handed over")
}

/// `None` where it took longer.
async fn within<T>(limit: Duration, work: impl Future<Output = T>) -> Option<T> {
    timeout(limit, work).await.ok()
}

async fn connect(config: &Config, smtp: &Smtp, limit: Duration) -> Result<AsyncSmtpConnection, String> {
    let server = (smtp.host.as_str(), smtp.port());
    let domain = config.mailboxes.first().map_or("localhost".into(), |mailbox| domain_of(&mailbox.address));
    let hello = ClientId::Domain(domain);
    let tls = if smtp.tls == Tls::None { None } else { Some(trusted(smtp)?) };
    let (from_first_byte, later) = if smtp.tls == Tls::Implicit { (tls, None) } else { (None, tls) };
    let connecting = AsyncSmtpConnection::connect_tokio1(server, Some(limit), &hello, from_first_byte, None);
    let mut connection = connecting.await.map_err(|error| in_words(&error, smtp))?;
    if let Some(tls) = later {
        if !connection.can_starttls() {
            return Err("the server offers no STARTTLS, and without it nothing is sent; try tls = \"implicit\"".into());
        }
        connection.starttls(tls, &hello).await.map_err(|error| in_words(&error, smtp))?;
    }
    Ok(connection)
}

/// The system's authorities, and the configured one.
fn trusted(smtp: &Smtp) -> Result<TlsParameters, String> {
    let mut builder = TlsParameters::builder(smtp.host.clone());
    if let Some(path) = &smtp.ca_file {
        let pem =
            std::fs::read(path).map_err(|error| format!("cannot read smtp.ca_file {}: {error}", path.display()))?;
        let wrong = "wants the authority's certificate, `-----BEGIN CERTIFICATE-----`";
        if !pem.windows(BEGIN.len()).any(|bytes| bytes == BEGIN) {
            return Err(format!("smtp.ca_file {} {wrong}", path.display()));
        }
        let certificate = Certificate::from_pem(&pem);
        builder = builder.add_root_certificate(
            certificate.map_err(|error| format!("smtp.ca_file {} {wrong}: {error}", path.display()))?,
        );
    }
    builder.build_rustls().map_err(|error| format!("TLS cannot be prepared: {error}"))
}

fn in_words(error: &Error, smtp: &Smtp) -> String {
    let said = format!("{error}");
    if said.contains("certificate") {
        return format!(
            "the certificate is not trusted ({said}); smtp.ca_file names the authority that signed it, and smtp.host \
             must be a name that it was issued for"
        );
    }
    if smtp.tls == Tls::Implicit && (said.contains("InvalidContentType") || said.contains("corrupt message")) {
        return format!("the port speaks no TLS ({said}); use the one for TLS from the first byte, mostly 465");
    }
    format!("{said}; check smtp.host, smtp.port and smtp.tls")
}
