//! TLS (RFC 8446), with the authorities that count and the keys that are pinned.

use std::io;
use std::sync::Arc;
use std::time::Duration;

use sha2::{Digest, Sha256};
use tokio::time::timeout;
use tokio_rustls::TlsConnector;
use tokio_rustls::rustls::crypto::ring;
use tokio_rustls::rustls::pki_types::pem::PemObject;
use tokio_rustls::rustls::pki_types::{CertificateDer, ServerName};
use tokio_rustls::rustls::server::ParsedCertificate;
use tokio_rustls::rustls::{self, ClientConfig, RootCertStore};

use super::refusal::{silence, transient};
use super::stream::{ByteStream, Wire};
use crate::config::{Imap, Pin, Tls};
use crate::mailbox::FetchError;

/// Nothing has been said over it yet; who cannot prove to be the server has heard nothing.
pub(super) async fn encrypted(
    mailbox: &str,
    settings: &Imap,
    stream: impl ByteStream + 'static,
) -> Result<Wire, FetchError> {
    let roots = trusted_roots(settings)?;
    let failed = |source| tls_error(mailbox, settings, source);
    let name = ServerName::try_from(settings.host.clone()).map_err(|error| failed(io::Error::other(error)))?;
    let config = ClientConfig::builder_with_provider(Arc::new(ring::default_provider()))
        .with_safe_default_protocol_versions()
        .map_err(|error| failed(io::Error::other(error)))?
        .with_root_certificates(roots)
        .with_no_client_auth();
    let limit = Duration::from_secs(settings.timeout_seconds);
    let shaken = timeout(limit, TlsConnector::from(Arc::new(config)).connect(name, stream)).await;
    let stream = shaken.unwrap_or_else(|_| Err(silence(limit))).map_err(failed)?;
    match stream.get_ref().1.peer_certificates() {
        Some([certificate, ..]) => check_pin(mailbox, settings, certificate)?,
        _ => return Err(failed(io::Error::other("the server showed no certificate"))),
    }
    Ok(Box::new(stream))
}

/// The system's authorities, and the configured one.
fn trusted_roots(settings: &Imap) -> Result<RootCertStore, FetchError> {
    let mut roots = RootCertStore::empty();
    roots.add_parsable_certificates(rustls_native_certs::load_native_certs().certs);
    if let Some(path) = &settings.ca_file {
        let pem = std::fs::read(path).map_err(FetchError::unreadable(path))?;
        let certificates: Result<Vec<_>, _> = CertificateDer::pem_slice_iter(&pem).collect();
        let certificates = certificates.ok().filter(|found| !found.is_empty());
        let (_, unusable) = roots.add_parsable_certificates(certificates.clone().unwrap_or_default());
        if certificates.is_none() || unusable > 0 {
            let seen = "is no PEM file with certificates";
            let remedy = "imap.ca_file wants the authority's certificate, `-----BEGIN CERTIFICATE-----`";
            return Err(FetchError::NotMail { path: path.clone(), seen, remedy });
        }
    }
    Ok(roots)
}

/// Besides the ordinary check, never instead of it.
fn check_pin(mailbox: &str, settings: &Imap, certificate: &CertificateDer<'_>) -> Result<(), FetchError> {
    if settings.pin_sha256.is_empty() {
        return Ok(());
    }
    let seen = pin_of(certificate).map_err(|error| tls_error(mailbox, settings, io::Error::other(error)))?;
    if settings.pin_sha256.contains(&seen) {
        return Ok(());
    }
    Err(FetchError::NotPinned { mailbox: mailbox.to_string(), host: settings.host.clone(), seen: seen.to_string() })
}

fn pin_of(certificate: &CertificateDer<'_>) -> Result<Pin, rustls::Error> {
    let parsed = ParsedCertificate::try_from(certificate)?;
    Ok(Pin::new(Sha256::digest(parsed.subject_public_key_info()).into()))
}

/// A certificate that is refused, and a port that speaks no TLS, stay so; everything else may pass.
fn tls_error(mailbox: &str, settings: &Imap, source: io::Error) -> FetchError {
    let (mailbox, host) = (mailbox.to_string(), settings.host.clone());
    let cause = source.get_ref().and_then(|cause| cause.downcast_ref::<rustls::Error>());
    match cause {
        Some(rustls::Error::InvalidCertificate(_)) => FetchError::NotTrusted { mailbox, host, source },
        Some(rustls::Error::InvalidMessage(_)) => FetchError::Protocol {
            mailbox,
            doing: format!("TLS handshake with {host}:{}", settings.port),
            answer: not_tls(settings.tls).into(),
        },
        _ => transient(&mailbox, &format!("TLS handshake with {host}"), source),
    }
}

fn not_tls(asked_for: Tls) -> &'static str {
    match asked_for {
        Tls::Starttls => {
            "something that is not TLS, though it had agreed to STARTTLS; either it is out of order, or somebody \
             between slips in words of his own"
        }
        _ => "something that is not TLS; imap.port must be the one for TLS from the first byte, mostly 993",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use rcgen::{CertificateParams, KeyPair, PublicKeyData};

    fn certificate(key: &KeyPair, host: &str) -> CertificateDer<'static> {
        CertificateParams::new([host.to_string()]).unwrap().self_signed(key).unwrap().into()
    }

    #[test]
    fn the_pin_is_of_the_key_and_outlives_the_certificate() {
        let (key, other) = (KeyPair::generate().unwrap(), KeyPair::generate().unwrap());
        let (first, renewed) = (certificate(&key, "mail.example.com"), certificate(&key, "imap.example.com"));
        assert_ne!(first, renewed);
        let pin = pin_of(&first).unwrap();
        assert_eq!(pin, Pin::new(Sha256::digest(key.subject_public_key_info()).into()));
        assert_eq!(pin_of(&renewed).unwrap(), pin);
        assert_ne!(pin_of(&certificate(&other, "mail.example.com")).unwrap(), pin);
    }
}
