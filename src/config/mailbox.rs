//! Where mail comes in.

use std::path::PathBuf;

use serde::{Deserialize, Serialize};

use super::{OAuth, Pin};

/// A shared mailbox: its public address and one door to it.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Mailbox {
    pub name: String,
    pub address: String,
    #[serde(default)]
    pub imap: Option<Imap>,
    /// A Maildir or Maildir++ folder tree (`cur/`, `new/`, `.Sent/`), as Dovecot or an MTA delivers to.
    #[serde(default)]
    pub maildir: Option<PathBuf>,
    /// An mbox file (plain or `.zst`), or a folder of them, in which `NAME.mbox` is the folder NAME.
    #[serde(default)]
    pub mbox: Option<PathBuf>,
}

/// An IMAP account.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Imap {
    pub host: String,
    #[serde(default = "imaps")]
    pub port: u16,
    pub user: String,
    // How we sign in, exactly one of four; a secret is never in the configuration itself.
    #[serde(default)]
    pub password_file: Option<PathBuf>,
    #[serde(default)]
    pub password_env: Option<String>,
    /// A command and its arguments; the first line it prints is the password.
    #[serde(default)]
    pub password_command: Option<Vec<String>>,
    /// Tokens of Microsoft 365, Google or another provider instead of a password.
    #[serde(default)]
    pub oauth: Option<OAuth>,
    #[serde(default)]
    pub tls: Tls,
    /// PEM file with the authority that signed the server's certificate, where the system does not know it.
    #[serde(default)]
    pub ca_file: Option<PathBuf>,
    /// The keys of which the server's must be one, besides the ordinary check of its certificate; any where empty.
    #[serde(default)]
    pub pin_sha256: Vec<Pin>,
    /// Folders read besides `INBOX`; the Sent folder holds the agents' answers.
    #[serde(default = "inbox_and_sent")]
    pub folders: Vec<String>,
    /// Longest wait for any one answer of the server. A pass waits for at most three silences in a row: a connection
    /// that died since the last one, a batch, and one message of it alone (or one that came before and comes no more).
    #[serde(default = "fifteen")]
    pub timeout_seconds: u64,
}

/// How the connection is protected.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Tls {
    /// TLS from the first byte (RFC 8314).
    #[default]
    Implicit,
    /// Plain, then TLS before anything else is said (RFC 9051 §6.2.1); a server without it is refused.
    Starttls,
    /// No protection; accepted for loopback addresses only.
    None,
}

fn imaps() -> u16 {
    993
}

fn inbox_and_sent() -> Vec<String> {
    vec!["INBOX".into(), "Sent".into()]
}

/// Three of them, and the time for what is answered, are less than a minute.
fn fifteen() -> u64 {
    15
}
