//! How a connection comes to be protected: STARTTLS and pinned keys, and that nothing is said where it does not.

use std::sync::{Arc, Mutex};

use rcgen::{KeyPair, PublicKeyData};
use sha2::{Digest, Sha256};
use tallypost::config::{Imap, Pin, Tls};
use tallypost::mailbox::FetchError;
use tokio::io::{AsyncBufReadExt, AsyncReadExt, AsyncWriteExt, BufReader};
use tokio::net::{TcpListener, TcpStream};

use super::lying_server::plain_settings;
use super::support::dovecot::{Dovecot, is_skipped};
use super::support::proxy::{Proxy, Side};
use super::{chain, source};

/// What somebody says who stands where the server should be, until TLS would begin.
#[derive(Clone, Copy)]
struct Impostor {
    greeting: &'static str,
    capability: &'static str,
    starttls: &'static str,
    /// As soon as TLS's first byte is heard.
    afterwards: &'static str,
}

const HONEST: Impostor = Impostor {
    greeting: "* OK ready\r\n",
    capability: "* CAPABILITY IMAP4rev1 STARTTLS\r\nTAG OK done\r\n",
    starttls: "TAG OK begin\r\n",
    afterwards: "",
};

impl Impostor {
    /// What a client makes of it, and what it was told.
    async fn meets(self, settings: impl FnOnce(Imap) -> Imap) -> (FetchError, String) {
        let listener = TcpListener::bind(("127.0.0.1", 0)).await.unwrap();
        let port = listener.local_addr().unwrap().port();
        let heard = Arc::new(Mutex::new(Vec::new()));
        let hearing = heard.clone();
        let playing = tokio::spawn(async move {
            let (stream, _) = listener.accept().await.unwrap();
            // A client that leaves ends it.
            let _ = self.play(stream, &hearing).await;
        });
        let (imap, _keep) = plain_settings(port);
        let error = source(settings(Imap { tls: Tls::Starttls, ..imap })).list().await.unwrap_err();
        playing.await.unwrap();
        let heard = String::from_utf8_lossy(&heard.lock().unwrap()).into_owned();
        (error, heard)
    }

    async fn play(self, mut stream: TcpStream, heard: &Mutex<Vec<u8>>) -> std::io::Result<()> {
        let (input, mut output) = stream.split();
        let mut input = BufReader::new(input);
        output.write_all(self.greeting.as_bytes()).await?;
        for answer in [self.capability, self.starttls] {
            let mut line = String::new();
            if input.read_line(&mut line).await? == 0 {
                return Ok(());
            }
            heard.lock().unwrap().extend(line.as_bytes());
            output.write_all(answer.replace("TAG", line.split(' ').next().unwrap()).as_bytes()).await?;
        }
        let first = input.read_u8().await?;
        heard.lock().unwrap().push(first);
        output.write_all(self.afterwards.as_bytes()).await?;
        let mut rest = Vec::new();
        let end = input.read_to_end(&mut rest).await;
        heard.lock().unwrap().extend(rest);
        end.map(|_| ())
    }
}

#[tokio::test]
async fn whoever_keeps_tls_from_beginning_hears_no_password() {
    let cases = [
        (Impostor { greeting: "* PREAUTH welcome\r\n", ..HONEST }, "PREAUTH"),
        (Impostor { greeting: "220 smtp ready\r\n", ..HONEST }, "none of IMAP's"),
        (Impostor { greeting: "* BYE too many\r\n", ..HONEST }, "too many"),
        (
            Impostor { capability: "* CAPABILITY IMAP4rev1 AUTH=PLAIN\r\nTAG OK done\r\n", ..HONEST },
            "offers no STARTTLS",
        ),
        (Impostor { capability: "TAG BAD what\r\n", ..HONEST }, "refuses CAPABILITY: what"),
        (Impostor { starttls: "TAG NO not\u{1b} today\r\n", ..HONEST }, "refuses STARTTLS: not today"),
        (Impostor { starttls: "TAG BAD what\r\n", ..HONEST }, "refuses STARTTLS: what"),
        (Impostor { starttls: "* BYE maintenance\r\n", ..HONEST }, "maintenance"),
        (Impostor { starttls: "s9 OK begin\r\n", ..HONEST }, "timeout_seconds"),
        (Impostor { capability: "* OK on and on\r\n", ..HONEST }, "timeout_seconds"),
        (Impostor { starttls: "TAG OK begin\r\n* CAPABILITY AUTH=PLAIN\r\n", ..HONEST }, "more came"),
        (Impostor { starttls: "TAG OK begin\r\na1 OK you are in\r\n", ..HONEST }, "more came"),
        (Impostor { starttls: "TAG OK begin\r\n\0", ..HONEST }, "more came"),
        (Impostor { afterwards: "a1 OK you are in\r\n", ..HONEST }, "slips in words"),
    ];
    for (impostor, says) in cases {
        let (error, heard) = impostor.meets(|imap| imap).await;
        assert!(error.to_string().contains("`support`") && chain(&error).contains(says), "{says}: {}", chain(&error));
        for secret in ["LOGIN", "AUTHENTICATE", "desk", "secret"] {
            assert!(!heard.contains(secret), "{says}: {heard}");
        }
        assert!(
            "s1 CAPABILITY\r\ns2 STARTTLS\r\n".starts_with(&heard) || heard.contains("STARTTLS\r\n\u{16}"),
            "{heard}"
        );
    }
}

#[tokio::test]
async fn words_without_end_are_cut_off() {
    let flood: &'static str = "* OK still here\r\n".repeat(2000).leak();
    let (error, heard) = Impostor { capability: flood, ..HONEST }.meets(|imap| imap).await;
    assert!(chain(&error).contains("more than 16384 bytes"), "{}", chain(&error));
    assert_eq!(heard, "s1 CAPABILITY\r\n");
}

fn starttls_settings(dovecot: &Dovecot, port: u16) -> Imap {
    let imap: Imap = toml::from_str(&dovecot.settings()).unwrap();
    Imap { tls: Tls::Starttls, port, ..imap }
}

#[tokio::test]
async fn a_real_server_is_read_over_starttls_and_all_but_the_agreement_is_encrypted() {
    if is_skipped() {
        return;
    }
    let dovecot = Dovecot::start();
    dovecot.append("INBOX", &[("2026-10-01T08:00:00Z".parse().unwrap(), b"Subject: one\r\n\r\nHello\r\n")]);
    let proxy = Proxy::before(dovecot.plain_port);
    proxy.plan(None);
    assert_eq!(source(starttls_settings(&dovecot, proxy.port)).list().await.unwrap().len(), 1);
    let said = proxy.heard(Side::Client);
    // RFC 8446 §5.1: a record of the handshake begins with 22, 3.
    assert!(said.starts_with(b"s1 CAPABILITY\r\ns2 STARTTLS\r\n\x16\x03"), "{}", String::from_utf8_lossy(&said));
    let log = std::fs::read_to_string(&dovecot.log_path).unwrap();
    let login = log.lines().find(|line| line.contains("Login: user=<desk>")).unwrap();
    assert!(login.contains("TLS"), "{login}");
}

#[tokio::test]
async fn starttls_ends_in_the_ordinary_check_of_the_certificate() {
    if is_skipped() {
        return;
    }
    let dovecot = Dovecot::start();
    let settings = Imap { ca_file: None, ..starttls_settings(&dovecot, dovecot.plain_port) };
    let error = source(settings).list().await.unwrap_err();
    assert!(matches!(error, FetchError::NotTrusted { .. }), "{error:?}");
}

/// By another way than ours: from the key, not from the certificate.
fn pin_of(dovecot: &Dovecot) -> Pin {
    let key = dovecot.ca_file.with_file_name("key.pem");
    let key = KeyPair::from_pem(&std::fs::read_to_string(key).unwrap()).unwrap();
    Pin::new(Sha256::digest(key.subject_public_key_info()).into())
}

#[tokio::test]
async fn a_pinned_key_is_let_in_and_any_other_is_told_before_anybody_signs_in() {
    if is_skipped() {
        return;
    }
    let dovecot = Dovecot::start();
    let (right, wrong) = (pin_of(&dovecot), Pin::new([7; 32]));
    for port in [dovecot.port, dovecot.plain_port] {
        let tls = if port == dovecot.port { Tls::Implicit } else { Tls::Starttls };
        let pinned = |pins: &[Pin]| Imap { tls, pin_sha256: pins.to_vec(), ..starttls_settings(&dovecot, port) };
        let error = source(pinned(&[wrong])).list().await.unwrap_err();
        assert!(matches!(error, FetchError::NotPinned { .. }) && error.is_sign_in(), "{error:?}");
        let said = error.to_string();
        assert!(said.contains("imap.pin_sha256") && said.contains(&right.to_string()), "{said}");
        let log = std::fs::read_to_string(&dovecot.log_path).unwrap();
        let logins = log.matches("Login: user=").count();
        source(pinned(&[wrong, right])).list().await.unwrap();
        let log = std::fs::read_to_string(&dovecot.log_path).unwrap();
        assert_eq!((logins, log.matches("Login: user=").count()), if tls == Tls::Implicit { (0, 1) } else { (1, 2) });
        // A pin replaces nothing.
        let error = source(Imap { ca_file: None, ..pinned(&[right]) }).list().await.unwrap_err();
        assert!(matches!(error, FetchError::NotTrusted { .. }), "{error:?}");
    }
}
