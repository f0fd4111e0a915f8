//! Signing in with a password, from where the configuration says.

use std::io;
use std::time::Duration;

use async_imap::Session;
use tokio::time::timeout;

use super::greeting::{Line, greeted};
use super::refusal::login_error;
use super::stream::Wire;
use crate::config::{Imap, PasswordSource, Secret};
use crate::mailbox::FetchError;

pub(super) async fn sign_in(mailbox: &str, settings: &Imap) -> Result<(Session<Wire>, Line), FetchError> {
    let password = read(mailbox, settings).await?;
    let (client, line) = greeted(mailbox, settings).await?;
    let logged_in = client.login(&settings.user, password.expose()).await;
    let session = logged_in.map_err(|(error, _)| discreet(login_error(mailbox, settings, error), &password))?;
    Ok((session, line))
}

/// Some servers repeat the command that they refuse.
fn discreet(mut error: FetchError, password: &Secret) -> FetchError {
    let without = |words: &str| words.replace(password.expose(), "…");
    match &mut error {
        FetchError::AuthenticationRefused { answer, .. }
        | FetchError::Protocol { answer, .. }
        | FetchError::Throttled { answer, .. } => *answer = without(answer),
        FetchError::Transient { source, .. } => *source = io::Error::new(source.kind(), without(&source.to_string())),
        _ => {}
    }
    error
}

/// The password of the account, read anew for each connection, so that a changed one takes effect. A command that
/// takes its time holds up nobody else.
async fn read(mailbox: &str, settings: &Imap) -> Result<Secret, FetchError> {
    let (name, own) = (mailbox.to_string(), settings.clone());
    let reading = tokio::task::spawn_blocking(move || found(&name, &own));
    let none = |reason: String| FetchError::NoPassword { mailbox: mailbox.to_string(), reason };
    match timeout(Duration::from_secs(settings.timeout_seconds), reading).await {
        Ok(outcome) => outcome.map_err(|error| none(error.to_string()))?,
        Err(_) => Err(none(format!("none came within {} s (imap.timeout_seconds)", settings.timeout_seconds))),
    }
}

fn found(mailbox: &str, settings: &Imap) -> Result<Secret, FetchError> {
    let source = PasswordSource {
        key: "password",
        file: settings.password_file.as_deref(),
        variable: settings.password_env.as_deref(),
        command: settings.password_command.as_deref(),
    };
    source.read().map_err(|reason| FetchError::NoPassword { mailbox: mailbox.to_string(), reason })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn settings(toml: &str) -> Imap {
        toml::from_str(&format!("host = \"mail.example.com\"\nuser = \"desk\"\n{toml}")).unwrap()
    }

    #[test]
    fn the_line_end_of_a_password_file_is_no_part_of_it() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("secret");
        std::fs::write(&path, "correct horse \r\n").unwrap();
        let settings = settings(&format!("password_file = \"{}\"", path.display()));
        assert_eq!(found("support", &settings).unwrap().expose(), "correct horse ");
    }

    #[test]
    fn the_first_line_of_a_command_is_the_password() {
        let settings = settings(r#"password_command = ["printf", "one\\ntwo\\n"]"#);
        assert_eq!(found("support", &settings).unwrap().expose(), "one");
    }

    #[tokio::test]
    async fn a_command_that_hangs_is_given_up() {
        let settings = settings("timeout_seconds = 1\npassword_command = [\"sleep\", \"3\"]");
        let error = read("support", &settings).await.unwrap_err().to_string();
        assert!(error.contains("within 1 s"), "{error}");
    }

    #[test]
    fn what_is_missing_is_named() {
        let cases = [
            (r#"password_file = "no/such/file""#, "no/such/file"),
            (r#"password_env = "TALLYPOST_TEST_UNSET""#, "TALLYPOST_TEST_UNSET"),
            (r#"password_command = ["false"]"#, "`false` failed"),
            (r#"password_command = ["printf", ""]"#, "it is empty"),
        ];
        for (toml, part) in cases {
            let error = found("support", &settings(toml)).unwrap_err().to_string();
            assert!(error.contains("`support`") && error.contains(part), "{error}");
        }
    }
}
