//! How the gateway works.

use core::net::SocketAddr;

use serde::{Deserialize, Serialize};

/// The longest that a mailbox may go unread, whatever a server promises to tell by itself, in seconds.
pub const POLL_SECONDS_MAX: u64 = 300;

/// `[gateway]`
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Gateway {
    /// Names this gateway's files in the lake; unique among all that share it.
    pub name: String,
    /// What a ticket number begins with: `T` gives `T-1001`.
    pub ticket_prefix: String,
    /// Messages committed in one transaction.
    pub batch_messages: usize,
    /// A larger mail is quarantined unread, in bytes.
    pub message_bytes_max: usize,
    /// The name (authserv-id) with which our own mail server begins its `Authentication-Results` (RFC 8601), `*`
    /// where it gives none. With it, mail that claims one of our addresses is believed only on that server's word,
    /// and what failed DMARC is a stranger's.
    pub authentication_server: Option<String>,
    /// `serve` reads each mailbox this often, at most [`POLL_SECONDS_MAX`] apart.
    pub poll_seconds: u64,
    /// `serve` writes the lake no more often than this, in seconds.
    pub publish_seconds: u64,
    /// Where `serve` answers `/healthz` and `/metrics`; empty for nowhere.
    pub listen: String,
    pub log_level: LogLevel,
    /// Who is told, by mail, when the gateway needs a person. It bears on no figure.
    #[serde(skip_serializing)]
    pub operator: Option<String>,
}

/// How much `serve` logs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum LogLevel {
    Error,
    Warn,
    #[default]
    Info,
    Debug,
    Trace,
}

impl Default for Gateway {
    fn default() -> Self {
        Self {
            name: "main".into(),
            ticket_prefix: "T".into(),
            batch_messages: 100,
            message_bytes_max: 50 << 20,
            authentication_server: None,
            poll_seconds: 60,
            publish_seconds: 30,
            listen: "127.0.0.1:9464".into(),
            log_level: LogLevel::default(),
            operator: None,
        }
    }
}

impl Gateway {
    /// What is wrong with the meaning of `[gateway]`, one sentence each.
    pub(super) fn problems(&self) -> Vec<String> {
        let mut found = Vec::new();
        if self.batch_messages == 0 {
            found.push("gateway.batch_messages: 0 would never commit a mail; write 100".into());
        }
        if !(1..=POLL_SECONDS_MAX).contains(&self.poll_seconds) {
            found.push(format!(
                "gateway.poll_seconds: {} is not between 1 and {POLL_SECONDS_MAX}; write 60",
                self.poll_seconds
            ));
        }
        if !self.listen.is_empty() && self.listen.parse::<SocketAddr>().is_err() {
            found.push(format!(
                "gateway.listen: `{}` is no address with a port; write \"127.0.0.1:9464\", or \"\" for none",
                self.listen
            ));
        }
        found
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn settings_that_would_not_work_are_named_with_what_would() {
        let gateway: Gateway = toml::from_str("poll_seconds = 301\nlisten = \"9464\"\nbatch_messages = 0").unwrap();
        let problems = gateway.problems().join("\n");
        for part in ["batch_messages: 0", "poll_seconds: 301", "300", "`9464`", "127.0.0.1:9464"] {
            assert!(problems.contains(part), "{part}: {problems}");
        }
        assert_eq!(Gateway::default().problems(), Vec::<String>::new());
        let silent: Gateway = toml::from_str("listen = \"\"\nlog_level = \"debug\"").unwrap();
        assert_eq!((silent.problems().len(), silent.log_level), (0, LogLevel::Debug));
    }
}
