//! Reads and validates `tallypost.toml`.

use std::path::{Path, PathBuf};

use super::{Config, ServiceLevel};

/// Why a configuration cannot be used. The message names file, place, what was seen and what would be right.
#[derive(Debug, thiserror::Error)]
pub enum ConfigError {
    #[error("cannot read the configuration {}; `tallypost init` writes one, `--config FILE` names another", path.display())]
    Unreadable {
        path: PathBuf,
        #[source]
        source: std::io::Error,
    },
    #[error("{}: {message}", path.display())]
    Syntax { path: PathBuf, message: String },
    #[error("{}: {}", path.display(), problems.join("\n  also: "))]
    Invalid { path: PathBuf, problems: Vec<String> },
}

/// Reads the configuration; relative paths in it are relative to its folder.
pub fn load(path: &Path) -> Result<Config, ConfigError> {
    let text =
        std::fs::read_to_string(path).map_err(|source| ConfigError::Unreadable { path: path.to_path_buf(), source })?;
    let mut config = from_str(&text, path)?;
    let folder = path.parent().unwrap_or(Path::new(""));
    resolve_paths(&mut config, folder);
    Ok(config)
}

/// Parses and validates; `path` is for messages only.
pub fn from_str(text: &str, path: &Path) -> Result<Config, ConfigError> {
    let config: Config = toml::from_str(text).map_err(|error| ConfigError::Syntax {
        path: path.to_path_buf(),
        message: error.to_string().trim_end().to_string(),
    })?;
    let problems = problems(&config);
    if problems.is_empty() { Ok(config) } else { Err(ConfigError::Invalid { path: path.to_path_buf(), problems }) }
}

fn resolve_paths(config: &mut Config, folder: &Path) {
    for mailbox in &mut config.mailboxes {
        let imap = mailbox.imap.as_mut();
        let (secret, authority) = match imap {
            Some(imap) => (imap.password_file.as_mut(), imap.ca_file.as_mut()),
            None => (None, None),
        };
        for path in [mailbox.maildir.as_mut(), mailbox.mbox.as_mut(), secret, authority].into_iter().flatten() {
            *path = folder.join(&*path);
        }
        if let Some(oauth) = mailbox.imap.as_mut().and_then(|imap| imap.oauth.as_mut()) {
            oauth.resolve_paths(folder);
        }
    }
    if let Some(oauth) = config.smtp.as_mut().and_then(|smtp| smtp.oauth.as_mut()) {
        oauth.resolve_paths(folder);
    }
    let smtp = config.smtp.iter_mut().flat_map(|smtp| [smtp.password_file.as_mut(), smtp.ca_file.as_mut()]);
    for path in smtp.flatten().chain([&mut config.acknowledgement.templates]) {
        *path = folder.join(&*path);
    }
}

/// Everything that is wrong with the meaning of a configuration, one sentence each.
fn problems(config: &Config) -> Vec<String> {
    let mut found = Vec::new();
    let zone = &config.organisation.time_zone;
    if jiff::tz::TimeZone::get(zone).is_err() {
        found.push(format!(
            "organisation.time_zone: `{zone}` is no IANA time zone; write for example \"Europe/Berlin\""
        ));
    }
    if let Some(cost) = config.organisation.cost_per_hour.filter(|cost| !(*cost >= 0.0 && cost.is_finite())) {
        let currency = &config.organisation.currency;
        found.push(format!(
            "organisation.cost_per_hour: {cost} {currency} an hour is less than nothing or no number; write what an \
             agent's hour costs, for example 60.0"
        ));
    }
    found.extend(config.gateway.problems());
    if let Some(goal) = config.goals.on_time.filter(|goal| !(0.0..=1.0).contains(goal)) {
        found.push(format!("goals.on_time: {goal} is no share; write for example 0.9 for 90 %"));
    }
    for (at, mailbox) in config.mailboxes.iter().enumerate() {
        mailbox_problems(mailbox, &mut found);
        if config.mailboxes[..at].iter().any(|other| other.name == mailbox.name) {
            found.push(format!(
                "mailbox `{}`: the name is given twice; what was read is remembered by it",
                mailbox.name
            ));
        }
    }
    super::outbound::problems(config, &mut found);
    references(config, &mut found);
    agreed(config, &mut found);
    for level in &config.service_levels {
        level_problems(config, level, &mut found);
    }
    found
}

fn mailbox_problems(mailbox: &super::Mailbox, found: &mut Vec<String>) {
    let name = &mailbox.name;
    if !mailbox.address.contains('@') {
        found.push(format!("mailbox `{name}`: address `{}` has no @", mailbox.address));
    }
    let doors = [mailbox.imap.is_some(), mailbox.maildir.is_some(), mailbox.mbox.is_some()];
    if doors.iter().filter(|door| **door).count() > 1 {
        found.push(format!("mailbox `{name}`: has more than one of imap, maildir, mbox; keep one"));
    }
    let Some(imap) = &mailbox.imap else { return };
    let ways = [
        imap.password_file.is_some(),
        imap.password_env.is_some(),
        imap.password_command.is_some(),
        imap.oauth.is_some(),
    ];
    if ways.iter().filter(|way| **way).count() != 1 {
        found.push(format!(
            "mailbox `{name}`: imap needs exactly one of password_file, password_env, password_command, oauth"
        ));
    }
    if let Some(oauth) = &imap.oauth {
        oauth.problems(&format!("mailbox `{name}`"), found);
    }
    found.extend(imap.after_commit_problem().map(|problem| format!("mailbox `{name}`: {problem}")));
    if imap.tls == super::Tls::None && !matches!(imap.host.as_str(), "127.0.0.1" | "::1" | "localhost") {
        found.push(format!("mailbox `{name}`: tls = \"none\" is for loopback only, not for {}; remove it", imap.host));
    }
    if imap.tls == super::Tls::None && !imap.pin_sha256.is_empty() {
        found.push(format!("mailbox `{name}`: pin_sha256 pins a key of TLS, which tls = \"none\" does without"));
    }
    if imap.tls == super::Tls::Starttls && imap.port == 993 {
        found.push(format!(
            "mailbox `{name}`: port 993 speaks TLS from the first byte; remove tls = \"starttls\", or write port = 143"
        ));
    }
    if imap.timeout_seconds == 0 {
        found.push(format!("mailbox `{name}`: timeout_seconds = 0 would wait for no answer at all; write 15"));
    }
}

/// Names that point to something that is not there.
fn references(config: &Config, found: &mut Vec<String>) {
    let teams: Vec<&str> = config.teams.iter().map(|team| team.name.as_str()).collect();
    let mut known = |owner: String, team: &Option<String>| {
        if let Some(team) = team.as_deref().filter(|team| !teams.contains(team)) {
            found.push(format!("{owner}: team `{team}` is not among the [[team]]s: {}", teams.join(", ")));
        }
    };
    for agent in &config.agents {
        known(format!("agent `{}`", agent.address), &agent.team);
    }
    for service in &config.services {
        known(format!("service `{}`", service.name), &service.team);
    }
}

/// Services that objectives and rebases name.
fn agreed(config: &Config, found: &mut Vec<String>) {
    let objectives = config.objectives.iter().map(|one| (format!("objective `{}`", one.metric), &one.service));
    let rebases =
        config.rebases.iter().map(|one| (format!("rebase from {}", one.from.strftime("%Y-%m")), &one.service));
    for (owner, service) in objectives.chain(rebases) {
        if let Some(service) = service.as_deref().filter(|name| config.service(name).is_none()) {
            let known: Vec<&str> = config.services.iter().map(|service| service.name.as_str()).collect();
            let known = if known.is_empty() { "which has none".into() } else { known.join(", ") };
            found.push(format!("{owner}: service `{service}` is not in the catalogue: {known}"));
        }
    }
}

fn level_problems(config: &Config, level: &ServiceLevel, found: &mut Vec<String>) {
    if let Some(service) = level.service.as_deref().filter(|name| config.service(name).is_none()) {
        found.push(format!("service_level: service `{service}` is not in the catalogue"));
    }
    if let Some(priority) = level.priority.as_deref().filter(|p| !matches!(*p, "P1" | "P2" | "P3" | "P4")) {
        found.push(format!("service_level: priority `{priority}` is none of P1, P2, P3, P4"));
    }
    if let Some(calendar) = level.calendar.as_deref().filter(|name| !config.calendars.contains_key(*name)) {
        found.push(format!("service_level: calendar `{calendar}` has no [calendar.{calendar}]"));
    }
    for (key, target) in
        [("first_response_minutes", level.first_response_minutes), ("resolve_minutes", level.resolve_minutes)]
    {
        if target.is_some_and(|minutes| !(minutes > 0.0 && minutes.is_finite())) {
            found.push(format!("service_level: {key} must be more than 0 minutes"));
        }
    }
}
