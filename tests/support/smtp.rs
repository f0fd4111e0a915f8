//! A mail server that takes what it is given and can be told to fail at any step.

use std::path::Path;
use std::sync::{Arc, Condvar, Mutex};

use tokio::io::{AsyncBufReadExt, AsyncRead, AsyncWrite, AsyncWriteExt, BufReader};
use tokio::net::TcpListener;
use tokio_rustls::TlsAcceptor;
use tokio_rustls::rustls::ServerConfig;
use tokio_rustls::rustls::crypto::ring;
use tokio_rustls::rustls::pki_types::pem::PemObject;
use tokio_rustls::rustls::pki_types::{CertificateDer, PrivateKeyDer};

/// A step of the conversation (RFC 5321), by the command that begins it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Step {
    Greeting,
    Ehlo,
    Starttls,
    Auth,
    Mail,
    Rcpt,
    Data,
    /// The whole mail is there.
    Content,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Does {
    /// Answers so instead of what is right; a 2xx or 354 goes on.
    Says(&'static str),
    /// Closes the connection without a word.
    Drops,
    /// Says nothing and keeps the connection.
    Hangs,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Protection {
    None,
    Implicit,
    Starttls,
}

/// A mail that the server had as a whole and did not refuse.
#[derive(Debug, Clone)]
pub struct Received {
    pub mail_from: String,
    pub recipients: Vec<String>,
    pub raw: Vec<u8>,
    pub is_encrypted: bool,
    pub signed_in: bool,
}

/// Runs until it is dropped.
pub struct Sink {
    pub port: u16,
    shared: Arc<Shared>,
    runtime: Option<tokio::runtime::Runtime>,
}

#[derive(Default)]
struct Shared {
    script: Mutex<Vec<(Step, Does)>>,
    mails: Mutex<Vec<Received>>,
    connections: Mutex<usize>,
    reached: Mutex<Vec<Step>>,
    news: Condvar,
}

const CREDENTIALS: &str = "AUTH PLAIN AGRlc2sAY29ycmVjdCBob3JzZQ=="; // \0desk\0correct horse
const TOKEN: &str = "AUTH XOAUTH2 dXNlcj1kZXNrAWF1dGg9QmVhcmVyIGdvb2QBAQ=="; // the token `good` of desk

impl Sink {
    pub fn start() -> Self {
        Self::with(Protection::None, None)
    }

    /// With `certificate.pem` and `key.pem` of a folder.
    pub fn encrypted(protection: Protection, certificates: &Path) -> Self {
        Self::with(protection, Some(acceptor(certificates)))
    }

    fn with(protection: Protection, acceptor: Option<TlsAcceptor>) -> Self {
        let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build().unwrap();
        let shared = Arc::new(Shared::default());
        let listener = std::net::TcpListener::bind(("127.0.0.1", 0)).unwrap();
        listener.set_nonblocking(true).unwrap();
        let port = listener.local_addr().unwrap().port();
        let serving = shared.clone();
        runtime.spawn(async move {
            let listener = TcpListener::from_std(listener).unwrap();
            while let Ok((stream, _)) = listener.accept().await {
                *serving.connections.lock().unwrap() += 1;
                tokio::spawn(serve(serving.clone(), protection, acceptor.clone(), stream));
            }
        });
        Self { port, shared, runtime: Some(runtime) }
    }

    /// From now on.
    pub fn does(&self, script: &[(Step, Does)]) {
        *self.shared.script.lock().unwrap() = script.to_vec();
    }

    /// Every mail that it had so far.
    pub fn mails(&self) -> Vec<Received> {
        self.shared.mails.lock().unwrap().clone()
    }

    /// Every mail since the last time.
    pub fn take(&self) -> Vec<Received> {
        std::mem::take(&mut self.shared.mails.lock().unwrap())
    }

    pub fn connections(&self) -> usize {
        *self.shared.connections.lock().unwrap()
    }

    /// Waits until a conversation has come so far.
    pub fn wait_for(&self, step: Step) {
        let reached = self.shared.reached.lock().unwrap();
        let limit = std::time::Duration::from_secs(30);
        let waited = self.shared.news.wait_timeout_while(reached, limit, |reached| !reached.contains(&step)).unwrap();
        assert!(!waited.1.timed_out(), "no conversation came as far as {step:?}");
    }

    /// The keys of `[smtp]` in a configuration, without protection.
    pub fn settings(&self) -> String {
        format!("[smtp]\nhost = \"127.0.0.1\"\nport = {}\ntls = \"none\"\ntimeout_seconds = 2\n", self.port)
    }
}

impl Drop for Sink {
    fn drop(&mut self) {
        // A runtime may not be dropped within another one's task.
        if let Some(runtime) = self.runtime.take() {
            runtime.shutdown_background();
        }
    }
}

fn acceptor(folder: &Path) -> TlsAcceptor {
    let read = |name: &str| std::fs::read(folder.join(name)).unwrap();
    let chain = CertificateDer::pem_slice_iter(&read("certificate.pem")).map(Result::unwrap).collect();
    let key = PrivateKeyDer::from_pem_slice(&read("key.pem")).unwrap();
    let config = ServerConfig::builder_with_provider(Arc::new(ring::default_provider()))
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_no_client_auth()
        .with_single_cert(chain, key)
        .unwrap();
    TlsAcceptor::from(Arc::new(config))
}

trait Stream: AsyncRead + AsyncWrite + Send + Unpin {}
impl<T: AsyncRead + AsyncWrite + Send + Unpin> Stream for T {}

/// One conversation; ends where the client or the script ends it.
struct Conversation {
    shared: Arc<Shared>,
    stream: BufReader<Box<dyn Stream>>,
    is_encrypted: bool,
    signed_in: bool,
    mail_from: String,
    recipients: Vec<String>,
}

async fn serve(shared: Arc<Shared>, protection: Protection, acceptor: Option<TlsAcceptor>, tcp: tokio::net::TcpStream) {
    let is_encrypted = protection == Protection::Implicit;
    let stream: Box<dyn Stream> = match (&acceptor, is_encrypted) {
        (Some(acceptor), true) => match acceptor.accept(tcp).await {
            Ok(stream) => Box::new(stream),
            Err(_) => return,
        },
        _ => Box::new(tcp),
    };
    let stream = BufReader::new(stream);
    let mut conversation = Conversation {
        shared,
        stream,
        is_encrypted,
        signed_in: false,
        mail_from: String::new(),
        recipients: Vec::new(),
    };
    if conversation.answer(Step::Greeting, "220 sink ESMTP").await.is_none() {
        return;
    }
    while let Some(line) = conversation.line().await {
        if line == "STARTTLS" {
            let Some(acceptor) = &acceptor else { return };
            let Some(upgraded) = conversation.upgrade(acceptor).await else { return };
            conversation = upgraded;
        } else if conversation.hear(&line, protection).await.is_none() {
            return;
        }
    }
}

impl Conversation {
    async fn upgrade(mut self, acceptor: &TlsAcceptor) -> Option<Self> {
        self.answer(Step::Starttls, "220 go ahead").await?;
        let stream = acceptor.accept(self.stream.into_inner()).await.ok()?;
        Some(Self { stream: BufReader::new(Box::new(stream)), is_encrypted: true, ..self })
    }

    /// `None` where the conversation is over.
    async fn hear(&mut self, line: &str, protection: Protection) -> Option<()> {
        let verb = line.split([' ', ':']).next().unwrap_or_default().to_uppercase();
        match verb.as_str() {
            "EHLO" if protection == Protection::Starttls && !self.is_encrypted => {
                self.answer(Step::Ehlo, "250-sink\r\n250 STARTTLS").await
            }
            "EHLO" => self.answer(Step::Ehlo, "250-sink\r\n250-8BITMIME\r\n250 AUTH PLAIN LOGIN XOAUTH2").await,
            // A wrong token is answered with its reason, as Microsoft and Google do, before the refusal.
            "AUTH" if line.starts_with("AUTH XOAUTH2") && line != TOKEN => {
                self.answer(Step::Auth, "334 eyJzdGF0dXMiOiI0MDEiLCJzY2hlbWVzIjoiQmVhcmVyIn0=").await
            }
            "AUTH" => {
                self.signed_in = [CREDENTIALS, TOKEN].contains(&line);
                let right = if self.signed_in { "235 welcome" } else { "535 5.7.8 authentication failed" };
                self.answer(Step::Auth, right).await
            }
            "MAIL" => {
                self.mail_from = line["MAIL FROM:".len()..].to_string();
                self.recipients.clear();
                self.answer(Step::Mail, "250 ok").await
            }
            "RCPT" => {
                self.recipients.push(line["RCPT TO:<".len()..].trim_end_matches('>').to_string());
                self.answer(Step::Rcpt, "250 ok").await
            }
            "DATA" => self.take_mail().await,
            "QUIT" => {
                self.say("221 bye").await;
                None
            }
            _ => self.say("250 ok").await,
        }
    }

    async fn take_mail(&mut self) -> Option<()> {
        let refused = self.scripted(Step::Data).is_some_and(|does| does != Does::Says("354 go on"));
        self.answer(Step::Data, "354 go on").await?;
        if refused {
            return Some(());
        }
        let raw = self.content().await?;
        if !matches!(self.scripted(Step::Content), Some(Does::Says(answer)) if !answer.starts_with('2')) {
            self.shared.mails.lock().unwrap().push(Received {
                mail_from: self.mail_from.clone(),
                recipients: self.recipients.clone(),
                raw,
                is_encrypted: self.is_encrypted,
                signed_in: self.signed_in,
            });
        }
        self.answer(Step::Content, "250 taken").await
    }

    /// Up to the line with a dot alone; dots that were doubled are single again (RFC 5321 §4.5.2).
    async fn content(&mut self) -> Option<Vec<u8>> {
        let mut raw = Vec::new();
        loop {
            let mut line = Vec::new();
            if self.stream.read_until(b'\n', &mut line).await.ok()? == 0 {
                return None;
            }
            if line == b".\r\n" {
                return Some(raw);
            }
            raw.extend_from_slice(line.strip_prefix(b".").unwrap_or(&line));
        }
    }

    fn scripted(&self, step: Step) -> Option<Does> {
        let script = self.shared.script.lock().unwrap();
        script.iter().find(|(at, _)| *at == step).map(|(_, does)| *does)
    }

    async fn answer(&mut self, step: Step, right: &str) -> Option<()> {
        self.shared.reached.lock().unwrap().push(step);
        self.shared.news.notify_all();
        match self.scripted(step) {
            None => self.say(right).await,
            Some(Does::Says(other)) => self.say(other).await,
            Some(Does::Drops) => None,
            Some(Does::Hangs) => std::future::pending().await,
        }
    }

    async fn say(&mut self, text: &str) -> Option<()> {
        self.stream.write_all(format!("{text}\r\n").as_bytes()).await.ok()?;
        self.stream.flush().await.ok()
    }

    async fn line(&mut self) -> Option<String> {
        let mut line = String::new();
        let read = self.stream.read_line(&mut line).await.ok()?;
        (read > 0).then(|| line.trim_end().to_string())
    }
}
