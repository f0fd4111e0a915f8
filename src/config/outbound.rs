//! How mail goes out: the server that takes it, what is acknowledged, and the caps that nobody can lift.

use std::path::PathBuf;

use serde::{Deserialize, Serialize};

use super::{OAuth, Tls};

/// The server that takes our mail (RFC 6409, submission).
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Smtp {
    pub host: String,
    /// 465 with TLS from the first byte, 587 with STARTTLS, 25 without.
    #[serde(default)]
    pub port: Option<u16>,
    /// Nobody signs in where absent.
    #[serde(default)]
    pub user: Option<String>,
    // How we sign in, exactly one of four where there is a user.
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
    /// Longest wait for any one answer of the server.
    #[serde(default = "one_minute")]
    pub timeout_seconds: u64,
    #[serde(default)]
    pub return_path: ReturnPath,
    /// A mail that could not be handed over for so long is given up and reported.
    #[serde(default = "two_days")]
    pub give_up_hours: u32,
}

/// Whom the mail server tells when a mail of ours does not arrive.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ReturnPath {
    /// `MAIL FROM:<>` (RFC 3834 §3.3): nobody, so that no robot can answer.
    #[default]
    Null,
    /// The mailbox's address, for relays that refuse the null sender.
    Mailbox,
}

/// Which new tickets are acknowledged, how, and how often at the most.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Acknowledgement {
    pub enabled: bool,
    /// Names of mailboxes whose mail is never acknowledged.
    pub except_mailboxes: Vec<String>,
    /// A folder of own texts: `acknowledgement.LANG.txt`, `.html` and `.subject`.
    pub templates: PathBuf,
    /// The language where a mail's own is unknown or has no text, ISO 639-1.
    pub default_language: String,
    /// Replies are asked for at `support+TOKEN@…`, where the mailbox's server delivers such addresses to it: a reply is
    /// known by it whatever a mail program leaves out of its headers.
    pub reply_to_plus: bool,
    /// An older mail is not acknowledged: the first import of a mailbox writes to nobody.
    pub max_age_hours: u32,
    /// Acknowledgements to one correspondent within 24 hours.
    pub per_correspondent_day: u32,
    /// Acknowledgements to one mail domain within an hour.
    pub per_domain_hour: u32,
    /// Acknowledgements of the whole gateway within an hour.
    pub per_hour: u32,
}

impl Default for Acknowledgement {
    fn default() -> Self {
        Self {
            enabled: true,
            except_mailboxes: Vec::new(),
            templates: "templates".into(),
            default_language: "en".into(),
            reply_to_plus: false,
            max_age_hours: 24,
            per_correspondent_day: 5,
            per_domain_hour: 60,
            per_hour: 600,
        }
    }
}

impl Smtp {
    pub fn port(&self) -> u16 {
        self.port.unwrap_or(match self.tls {
            Tls::Implicit => 465,
            Tls::Starttls => 587,
            Tls::None => 25,
        })
    }

    fn problems(&self, found: &mut Vec<String>) {
        let ways = [
            self.password_file.is_some(),
            self.password_env.is_some(),
            self.password_command.is_some(),
            self.oauth.is_some(),
        ];
        let wanted = usize::from(self.user.is_some());
        if ways.iter().filter(|way| **way).count() != wanted {
            found.push(match &self.user {
                Some(user) => {
                    format!(
                        "smtp: user `{user}` needs exactly one of password_file, password_env, password_command, oauth"
                    )
                }
                None => "smtp: a password or oauth without `user`; name the user, or remove the password".into(),
            });
        }
        if let Some(oauth) = &self.oauth {
            oauth.problems("smtp", found);
        }
        if self.tls == Tls::None && !matches!(self.host.as_str(), "127.0.0.1" | "::1" | "localhost") {
            found.push(format!("smtp: tls = \"none\" is for loopback only, not for {}; remove it", self.host));
        }
        if self.timeout_seconds == 0 {
            found.push("smtp.timeout_seconds: 0 would wait for no answer at all; write 60".into());
        }
    }
}

/// Everything that is wrong with the meaning of the outbound settings, one sentence each.
pub(super) fn problems(config: &super::Config, found: &mut Vec<String>) {
    if let Some(smtp) = &config.smtp {
        smtp.problems(found);
        tag_problems(&config.gateway.ticket_prefix, found);
    }
    if config.acknowledgement.reply_to_plus {
        plus_problems(config, found);
    }
    for name in &config.acknowledgement.except_mailboxes {
        if config.mailbox(name).is_none() {
            found.push(format!("acknowledgement.except_mailboxes: there is no [[mailbox]] named `{name}`"));
        }
    }
    if let Some(operator) = config.gateway.operator.as_deref().filter(|address| !address.contains('@')) {
        found.push(format!("gateway.operator: `{operator}` has no @; write for example \"ops@example.com\""));
    }
}

/// RFC 5321 §4.5.3.1.1 allows 64 characters before the `@`; the token takes 32 of them.
fn plus_problems(config: &super::Config, found: &mut Vec<String>) {
    // `+`, `PREFIX-1234567`, `.`, token.
    let taken = 1 + config.gateway.ticket_prefix.len() + 8 + 1 + 32;
    for mailbox in &config.mailboxes {
        let local = mailbox.address.rsplit_once('@').map_or(0, |(local, _)| local.len());
        if local + taken > 64 {
            found.push(format!(
                "acknowledgement.reply_to_plus: `{}` and a token are too long for an address; remove it, or choose an \
                 address with at most {} characters before the @",
                mailbox.address,
                64_usize.saturating_sub(taken)
            ));
        }
    }
}

/// What we send carries `[T-1042]`, which is recognised in a reply only in this form.
fn tag_problems(prefix: &str, found: &mut Vec<String>) {
    if prefix.is_empty() || prefix.len() > 10 || !prefix.bytes().all(|byte| byte.is_ascii_uppercase()) {
        found.push(format!(
            "gateway.ticket_prefix: `{prefix}` is recognised in no reply; write 1 to 10 capitals, A to Z"
        ));
    }
}

fn one_minute() -> u64 {
    60
}

fn two_days() -> u32 {
    48
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    fn problems(local: &str) -> Option<String> {
        let text = format!(
            "[organisation]\nname = \"Desk\"\n[acknowledgement]\nreply_to_plus = true\n\
             [[mailbox]]\nname = \"support\"\naddress = \"{local}@desk.example\"\nmaildir = \"Maildir\"\n"
        );
        crate::config::from_str(&text, Path::new("test.toml")).err().map(|error| error.to_string())
    }

    #[test]
    fn an_address_that_leaves_no_room_for_a_token_is_named_with_the_room_there_is() {
        // 64 less `+`, `T-1234567`, `.` and a token of 32.
        assert_eq!(problems(&"a".repeat(21)), None);
        let found = problems(&"a".repeat(22)).unwrap();
        assert!(found.contains("reply_to_plus") && found.contains("at most 21 characters"), "{found}");
    }
}
