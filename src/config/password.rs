//! Where a password, or another secret, comes from: a file, the environment or a command. It is never kept, printed or
//! logged.

use std::fmt;
use std::path::Path;
use std::process::{Command, Stdio};

use zeroize::Zeroizing;

/// A password, or another secret: overwritten in memory when it is done with, and printed by nothing.
///
/// As far as it is in our hands. Once said it is also in async-imap's and lettre's buffers and in those of TLS, which
/// free theirs as they are; what came from the environment stays in it for as long as the process lives.
#[derive(Clone, PartialEq, Eq)]
pub struct Secret(Zeroizing<String>);

impl Secret {
    pub fn new(text: String) -> Self {
        Self(Zeroizing::new(text))
    }

    /// Its words, for whoever they are meant for.
    pub fn expose(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("Secret(…)")
    }
}

/// The ways of one account to its password, of which the configuration names one.
#[derive(Debug, Clone, Copy)]
pub struct PasswordSource<'a> {
    /// What the configuration calls it: `password`, as in `password_file`.
    pub key: &'a str,
    pub file: Option<&'a Path>,
    pub variable: Option<&'a str>,
    pub command: Option<&'a [String]>,
}

impl PasswordSource<'_> {
    /// The password, read anew for each connection, so that a changed one takes effect; or why there is none.
    pub fn read(&self) -> Result<Secret, String> {
        let key = self.key;
        let found = match (self.file, self.variable, self.command) {
            (Some(path), ..) => std::fs::read_to_string(path)
                .map(Zeroizing::new)
                .map_err(|error| format!("cannot read {key}_file {}: {error}", path.display())),
            (_, Some(variable), _) => std::env::var(variable)
                .map(Zeroizing::new)
                .map_err(|_| format!("the environment has no variable {variable} ({key}_env)")),
            (_, _, Some(words)) => printed_by(&format!("{key}_command"), words),
            _ => Err(format!("set one of {key}_file, {key}_env, {key}_command")),
        };
        let found = found?;
        let password = found.trim_end_matches(['\r', '\n']);
        if password.is_empty() { Err("it is empty".into()) } else { Ok(Secret::new(password.to_string())) }
    }
}

/// The first line that a command prints.
fn printed_by(key: &str, words: &[String]) -> Result<Zeroizing<String>, String> {
    let (program, arguments) = words.split_first().ok_or_else(|| format!("{key} is empty"))?;
    let output = Command::new(program)
        .args(arguments)
        .stdin(Stdio::null())
        .stderr(Stdio::inherit())
        .output()
        .map_err(|error| format!("cannot run {key} `{program}`: {error}"))?;
    let printed = Zeroizing::new(output.stdout);
    if !output.status.success() {
        return Err(format!("{key} `{program}` failed: {}", output.status));
    }
    let printed = std::str::from_utf8(&printed).map_err(|_| format!("{key} printed no UTF-8 text"))?;
    Ok(Zeroizing::new(printed.lines().next().unwrap_or_default().to_string()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_secret_is_told_only_to_whoever_asks_for_its_words() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("password");
        std::fs::write(&path, "correct horse\n").unwrap();
        let words = ["printf", "correct horse\n"].map(str::to_string);
        let none = PasswordSource { key: "password", file: None, variable: None, command: None };
        for source in [PasswordSource { file: Some(&path), ..none }, PasswordSource { command: Some(&words), ..none }] {
            let read = source.read();
            assert_eq!(format!("{read:?} {read:#?}"), "Ok(Secret(…)) Ok(\n    Secret(…),\n)");
            assert_eq!(read.unwrap().expose(), "correct horse");
        }
    }
}
