//! Signing in with OAuth 2.0 (RFC 6749) instead of a password: who gives the tokens, to whom, and on which way.

use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use super::{Config, PasswordSource};

/// `oauth = { … }` of an account.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct OAuth {
    pub provider: Provider,
    /// The directory (tenant) ID or domain of a Microsoft 365 organisation.
    #[serde(default)]
    pub tenant: Option<String>,
    pub client_id: String,
    // Where the client's secret is found, at most one of three; an application that nobody gave a secret has none.
    #[serde(default)]
    pub client_secret_file: Option<PathBuf>,
    #[serde(default)]
    pub client_secret_env: Option<String>,
    /// A command and its arguments; the first line it prints is the secret.
    #[serde(default)]
    pub client_secret_command: Option<Vec<String>>,
    pub flow: Flow,
    /// Where tokens are kept; in the data folder, where it is not named.
    #[serde(default)]
    pub token_file: Option<PathBuf>,
    #[serde(default)]
    pub scopes: Option<Vec<String>>,
    /// Of another provider.
    #[serde(default)]
    pub token_url: Option<String>,
    #[serde(default)]
    pub device_url: Option<String>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Provider {
    Microsoft,
    Google,
    Other,
}

/// How a token is had.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Flow {
    /// The application signs in as itself (RFC 6749 §4.4); nobody has to be there.
    ClientCredentials,
    /// Somebody hands over a refresh token that was had elsewhere (RFC 6749 §6).
    RefreshToken,
    /// Somebody enters a code in a browser, once (RFC 8628).
    DeviceCode,
}

/// What the token is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Purpose {
    Reading,
    Sending,
}

impl Config {
    /// Tokens whose file the configuration does not name lie in the data folder: `sign-in/`.
    pub fn keep_tokens_in(&mut self, data: &Path) {
        let folder = data.join("sign-in");
        for mailbox in &mut self.mailboxes {
            if let Some(oauth) = mailbox.imap.as_mut().and_then(|imap| imap.oauth.as_mut()) {
                let name = format!("mailbox-{}.json", file_name(&mailbox.name));
                oauth.token_file.get_or_insert_with(|| folder.join(name));
            }
        }
        if let Some(oauth) = self.smtp.as_mut().and_then(|smtp| smtp.oauth.as_mut()) {
            oauth.token_file.get_or_insert_with(|| folder.join("smtp.json"));
        }
    }
}

/// Two names never become one file.
fn file_name(name: &str) -> String {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'-';
    name.bytes().map(|byte| if plain(byte) { char::from(byte).to_string() } else { format!("%{byte:02x}") }).collect()
}

impl OAuth {
    /// The token endpoint; empty only where [`super::load`] has refused the configuration.
    pub fn token_url(&self) -> String {
        match self.provider {
            Provider::Microsoft => self.of_microsoft("token"),
            Provider::Google => "https://oauth2.googleapis.com/token".into(),
            Provider::Other => self.token_url.clone().unwrap_or_default(),
        }
    }

    /// The device authorization endpoint.
    pub fn device_url(&self) -> String {
        match self.provider {
            Provider::Microsoft => self.of_microsoft("devicecode"),
            Provider::Google => "https://oauth2.googleapis.com/device/code".into(),
            Provider::Other => self.device_url.clone().unwrap_or_default(),
        }
    }

    fn of_microsoft(&self, endpoint: &str) -> String {
        let tenant = self.tenant.as_deref().unwrap_or_default();
        format!("https://login.microsoftonline.com/{tenant}/oauth2/v2.0/{endpoint}")
    }

    /// What the token allows, as one parameter.
    pub fn scope(&self, purpose: Purpose) -> String {
        if let Some(scopes) = &self.scopes {
            return scopes.join(" ");
        }
        match (self.provider, self.flow, purpose) {
            (Provider::Microsoft, Flow::ClientCredentials, _) => "https://outlook.office365.com/.default",
            (Provider::Microsoft, _, Purpose::Reading) => {
                "https://outlook.office.com/IMAP.AccessAsUser.All offline_access"
            }
            (Provider::Microsoft, _, Purpose::Sending) => "https://outlook.office.com/SMTP.Send offline_access",
            (Provider::Google, ..) => "https://mail.google.com/",
            (Provider::Other, ..) => "",
        }
        .into()
    }

    pub fn client_secret(&self) -> Option<PasswordSource<'_>> {
        let source = PasswordSource {
            key: "client_secret",
            file: self.client_secret_file.as_deref(),
            variable: self.client_secret_env.as_deref(),
            command: self.client_secret_command.as_deref(),
        };
        (self.secrets() > 0).then_some(source)
    }

    fn secrets(&self) -> usize {
        let ways =
            [self.client_secret_file.is_some(), self.client_secret_env.is_some(), self.client_secret_command.is_some()];
        ways.into_iter().filter(|way| *way).count()
    }

    /// Paths in the configuration are relative to its folder.
    pub(super) fn resolve_paths(&mut self, folder: &Path) {
        for path in [self.client_secret_file.as_mut(), self.token_file.as_mut()].into_iter().flatten() {
            *path = folder.join(&*path);
        }
    }

    /// Everything that is wrong with its meaning; `owner` begins each sentence.
    pub(super) fn problems(&self, owner: &str, found: &mut Vec<String>) {
        let mut say = |what: &str| found.push(format!("{owner}: oauth: {what}"));
        if self.client_id.is_empty() {
            say("client_id is empty; write the ID that the provider gave to this application");
        }
        if self.secrets() > 1 {
            say("keep one of client_secret_file, client_secret_env, client_secret_command");
        }
        if self.flow == Flow::ClientCredentials && self.secrets() == 0 {
            say(
                "flow = \"client_credentials\" needs one of client_secret_file, client_secret_env, client_secret_command",
            );
        }
        self.provider_problems(&mut say);
        if self.provider != Provider::Other && (self.token_url.is_some() || self.device_url.is_some()) {
            say("token_url and device_url are for provider = \"other\" only; remove them, or change the provider");
        }
    }

    fn provider_problems(&self, say: &mut impl FnMut(&str)) {
        match self.provider {
            Provider::Microsoft if !self.tenant.as_deref().is_some_and(is_tenant) => {
                say("provider = \"microsoft\" needs tenant, the directory (tenant) ID or a domain of the organisation");
            }
            Provider::Google if self.flow != Flow::RefreshToken => {
                say("Google gives tokens for mail neither by device code nor to an application alone; \
                     write flow = \"refresh_token\"");
            }
            Provider::Other => self.url_problems(say),
            _ => {}
        }
        if self.provider != Provider::Microsoft && self.tenant.is_some() {
            say("tenant is for provider = \"microsoft\" only; remove it");
        }
    }

    fn url_problems(&self, say: &mut impl FnMut(&str)) {
        let needs_device_url = self.flow == Flow::DeviceCode;
        let wanted = [("token_url", &self.token_url, true), ("device_url", &self.device_url, needs_device_url)];
        for (key, url, is_needed) in wanted {
            match url {
                Some(url) if !is_protected(url) => say(&format!("{key} `{url}` must begin with https://")),
                None if is_needed => say(&format!("provider = \"other\" needs {key} here, https://…")),
                _ => {}
            }
        }
    }
}

/// It becomes a part of an address.
fn is_tenant(text: &str) -> bool {
    !text.is_empty() && text.chars().all(|one| one.is_ascii_alphanumeric() || matches!(one, '-' | '.'))
}

/// TLS, or this machine: a token never crosses a network in plain text.
fn is_protected(url: &str) -> bool {
    let local = ["http://127.0.0.1", "http://localhost", "http://[::1]"];
    let is_local = |rest: &str| rest.starts_with([':', '/']) || rest.is_empty();
    url.starts_with("https://") || local.iter().any(|host| url.strip_prefix(host).is_some_and(is_local))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn problems(oauth: &str) -> Vec<String> {
        let oauth: OAuth = toml::from_str(oauth).unwrap();
        let mut found = Vec::new();
        oauth.problems("mailbox `support`", &mut found);
        found
    }

    #[test]
    fn the_ways_that_work_are_accepted() {
        let works = [
            "provider = 'microsoft'\ntenant = 'example.com'\nclient_id = 'a'\nflow = 'device_code'",
            "provider = 'microsoft'\ntenant = 'c0ffee-1'\nclient_id = 'a'\nflow = 'client_credentials'\nclient_secret_env = 'S'",
            "provider = 'google'\nclient_id = 'a'\nflow = 'refresh_token'\nclient_secret_file = 's'",
            "provider = 'other'\nclient_id = 'a'\nflow = 'refresh_token'\ntoken_url = 'https://id.example.com/token'",
            "provider = 'other'\nclient_id = 'a'\nflow = 'refresh_token'\ntoken_url = 'http://127.0.0.1:8080/token'",
        ];
        for settings in works {
            assert_eq!(problems(settings), Vec::<String>::new(), "{settings}");
        }
    }

    #[test]
    fn a_contradiction_is_named_with_what_would_be_right() {
        let cases = [
            ("provider = 'microsoft'\nclient_id = 'a'\nflow = 'device_code'", "needs tenant"),
            ("provider = 'microsoft'\ntenant = 'a/b'\nclient_id = 'a'\nflow = 'device_code'", "needs tenant"),
            ("provider = 'microsoft'\ntenant = 'a'\nclient_id = 'a'\nflow = 'client_credentials'", "needs one of"),
            ("provider = 'google'\nclient_id = 'a'\nflow = 'device_code'", "flow = \"refresh_token\""),
            ("provider = 'google'\ntenant = 'a'\nclient_id = 'a'\nflow = 'refresh_token'", "remove it"),
            ("provider = 'google'\nclient_id = 'a'\nflow = 'refresh_token'\ntoken_url = 'https://a'", "remove them"),
            ("provider = 'google'\nclient_id = ''\nflow = 'refresh_token'", "client_id is empty"),
            ("provider = 'other'\nclient_id = 'a'\nflow = 'refresh_token'", "needs token_url"),
            ("provider = 'other'\nclient_id = 'a'\nflow = 'device_code'\ntoken_url = 'https://a'", "needs device_url"),
            (
                "provider = 'other'\nclient_id = 'a'\nflow = 'refresh_token'\ntoken_url = 'http://localhost.example.com/'",
                "must begin with https://",
            ),
            (
                "provider = 'google'\nclient_id = 'a'\nflow = 'refresh_token'\nclient_secret_env = 'A'\nclient_secret_file = 'b'",
                "keep one of",
            ),
        ];
        for (settings, part) in cases {
            let found = problems(settings);
            assert!(found.len() == 1 && found[0].contains(part), "{settings}: {found:?}");
        }
    }

    #[test]
    fn a_password_beside_oauth_is_one_too_many_and_each_account_has_a_token_file_of_its_own() {
        let oauth = "oauth = { provider = 'google', client_id = 'a', flow = 'refresh_token' }";
        let mailbox = |name: &str, more: &str| {
            format!(
                "[[mailbox]]\nname = '{name}'\naddress = 'a@b'\n[mailbox.imap]\nhost = 'h'\nuser = 'u'\n{oauth}\n{more}"
            )
        };
        let read = |tables: String| {
            let text = format!("[organisation]\nname = 'Desk'\n{tables}");
            crate::config::from_str(&text, Path::new("tallypost.toml"))
        };
        let refused = read(mailbox("support", "password_env = 'P'\n")).unwrap_err().to_string();
        assert!(
            refused.contains("mailbox `support`: imap needs exactly one of") && refused.contains("oauth"),
            "{refused}"
        );
        let refused = read(format!("[smtp]\nhost = 'h'\n{oauth}\n")).unwrap_err().to_string();
        assert!(refused.contains("without `user`"), "{refused}");

        let smtp = format!("[smtp]\nhost = 'h'\nuser = 'u'\n{oauth}\n");
        let both = [mailbox("a/b", ""), mailbox("a%2fb", ""), smtp].concat();
        let mut config = read(both).unwrap();
        config.keep_tokens_in(Path::new("data"));
        let files = config.mailboxes.iter().map(|one| one.imap.as_ref()?.oauth.as_ref()?.token_file.clone());
        let files: Vec<PathBuf> = files.map(Option::unwrap).collect();
        assert_eq!(files, ["data/sign-in/mailbox-a%2fb.json", "data/sign-in/mailbox-a%252fb.json"].map(PathBuf::from));
        assert_eq!(config.smtp.unwrap().oauth.unwrap().token_file, Some("data/sign-in/smtp.json".into()));
    }

    #[test]
    fn each_provider_is_asked_at_its_own_address_for_no_more_than_mail() {
        let microsoft = "provider = 'microsoft'\ntenant = 'example.com'\nclient_id = 'a'\nflow = ";
        let of = |text: &str| toml::from_str::<OAuth>(text).unwrap();
        let alone = of(&format!("{microsoft}'client_credentials'"));
        assert_eq!(alone.token_url(), "https://login.microsoftonline.com/example.com/oauth2/v2.0/token");
        assert_eq!(alone.scope(Purpose::Sending), "https://outlook.office365.com/.default");
        let person = of(&format!("{microsoft}'device_code'"));
        assert_eq!(person.device_url(), "https://login.microsoftonline.com/example.com/oauth2/v2.0/devicecode");
        assert_eq!(person.scope(Purpose::Reading), "https://outlook.office.com/IMAP.AccessAsUser.All offline_access");
        assert_eq!(person.scope(Purpose::Sending), "https://outlook.office.com/SMTP.Send offline_access");
        let own = of("provider = 'google'\nclient_id = 'a'\nflow = 'refresh_token'\nscopes = ['one', 'two']");
        assert_eq!(own.scope(Purpose::Reading), "one two");
    }
}
