//! Where a password, or another secret, comes from: a file, the environment or a command. It is never kept, printed or
//! logged.

use std::path::Path;
use std::process::{Command, Stdio};

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
    pub fn read(&self) -> Result<String, String> {
        let key = self.key;
        let found = match (self.file, self.variable, self.command) {
            (Some(path), ..) => std::fs::read_to_string(path)
                .map_err(|error| format!("cannot read {key}_file {}: {error}", path.display())),
            (_, Some(variable), _) => {
                std::env::var(variable).map_err(|_| format!("the environment has no variable {variable} ({key}_env)"))
            }
            (_, _, Some(words)) => printed_by(&format!("{key}_command"), words),
            _ => Err(format!("set one of {key}_file, {key}_env, {key}_command")),
        };
        let password = found?.trim_end_matches(['\r', '\n']).to_string();
        if password.is_empty() { Err("it is empty".into()) } else { Ok(password) }
    }
}

/// The first line that a command prints.
fn printed_by(key: &str, words: &[String]) -> Result<String, String> {
    let (program, arguments) = words.split_first().ok_or_else(|| format!("{key} is empty"))?;
    let output = Command::new(program)
        .args(arguments)
        .stdin(Stdio::null())
        .stderr(Stdio::inherit())
        .output()
        .map_err(|error| format!("cannot run {key} `{program}`: {error}"))?;
    if !output.status.success() {
        return Err(format!("{key} `{program}` failed: {}", output.status));
    }
    let printed = String::from_utf8(output.stdout).map_err(|_| format!("{key} printed no UTF-8 text"))?;
    Ok(printed.lines().next().unwrap_or_default().to_string())
}
