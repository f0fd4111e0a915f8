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
    /// What becomes, on the server, of a message of the inbox that is in the journal. It bears on no figure.
    #[serde(default, skip_serializing)]
    pub after_commit: AfterCommit,
}

/// What is done on the server with a message once it is in the journal and the outbox had its turn.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AfterCommit {
    /// Nothing: the server looks as if nobody had read it.
    #[default]
    Leave,
    /// Marked as seen (`\Seen`).
    Seen,
    /// Marked with a keyword of our own. `\Flagged` is the star by which people mark what *they* must come back to,
    /// and `\Seen` says that a person has read it: who works in the mailbox needs both for himself.
    Flag,
    /// Moved to another folder, which is made where it is absent.
    MoveTo(String),
}

/// How a connection is protected.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Tls {
    /// TLS from the first byte (RFC 8314 §3).
    #[default]
    Implicit,
    /// Plain, then TLS before anything else is said (RFC 9051 §6.2.1, RFC 3207); a server without it is refused.
    Starttls,
    /// No protection; accepted for loopback addresses only.
    None,
}

impl Imap {
    /// What is wrong with `after_commit`, if anything.
    pub(super) fn after_commit_problem(&self) -> Option<String> {
        let AfterCommit::MoveTo(target) = &self.after_commit else { return None };
        if target.trim().is_empty() || target.contains(char::is_control) {
            return Some(
                "imap.after_commit: move_to names no folder; write for example { move_to = \"Processed\" }".into(),
            );
        }
        let is_target = |folder: &&str| folder.eq_ignore_ascii_case(target);
        let read = ["INBOX"].into_iter().chain(self.folders.iter().map(String::as_str)).find(is_target)?;
        Some(format!(
            "imap.after_commit: move_to = \"{target}\" is the folder `{read}`, which is read itself, so that what is moved \
             there would come in again; name another folder, or take it out of imap.folders"
        ))
    }
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

#[cfg(test)]
mod tests {
    use super::*;

    fn imap(after_commit: &str) -> Result<Imap, toml::de::Error> {
        toml::from_str(&format!("host = \"h\"\nuser = \"u\"\nfolders = [\"INBOX\", \"Sent\"]\n{after_commit}"))
    }

    #[test]
    fn what_is_done_after_the_commit_is_one_of_four_and_nothing_where_it_is_not_said() {
        let cases = [
            ("", AfterCommit::Leave),
            ("after_commit = \"leave\"", AfterCommit::Leave),
            ("after_commit = \"seen\"", AfterCommit::Seen),
            ("after_commit = \"flag\"", AfterCommit::Flag),
            ("after_commit = { move_to = \"Processed\" }", AfterCommit::MoveTo("Processed".into())),
        ];
        for (text, expected) in cases {
            let imap = imap(text).unwrap();
            assert_eq!((imap.after_commit_problem(), imap.after_commit), (None, expected), "{text}");
        }
        let error = imap("after_commit = \"delete\"").unwrap_err().to_string();
        assert!(error.contains("delete") && error.contains("`seen`") && error.contains("`move_to`"), "{error}");
    }

    #[test]
    fn a_folder_that_is_read_itself_is_no_place_to_move_to() {
        for target in ["Sent", "sent", "Inbox"] {
            let problem = imap(&format!("after_commit = {{ move_to = \"{target}\" }}")).unwrap().after_commit_problem();
            let problem = problem.unwrap();
            assert!(problem.contains(target) && problem.contains("imap.folders"), "{problem}");
        }
        assert!(imap("after_commit = { move_to = \" \" }").unwrap().after_commit_problem().is_some());
    }
}
