//! The password of an IMAP account, from where the configuration says.

use crate::config::{Imap, PasswordSource};
use crate::mailbox::FetchError;

/// The password of the account, read anew for each connection, so that a changed one takes effect.
pub(super) fn read(mailbox: &str, settings: &Imap) -> Result<String, FetchError> {
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
        assert_eq!(read("support", &settings).unwrap(), "correct horse ");
    }

    #[test]
    fn the_first_line_of_a_command_is_the_password() {
        let settings = settings(r#"password_command = ["printf", "one\\ntwo\\n"]"#);
        assert_eq!(read("support", &settings).unwrap(), "one");
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
            let error = read("support", &settings(toml)).unwrap_err().to_string();
            assert!(error.contains("`support`") && error.contains(part), "{error}");
        }
    }
}
