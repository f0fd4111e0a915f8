//! Tokens: had, kept, renewed and lost, against a provider that says what it is told to.

use std::os::unix::fs::{MetadataExt, PermissionsExt, chown};
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use tallypost::config::OAuth;
use tallypost::oauth::{SignIn, SignInError};

use super::chain;
use super::support::provider::{Provider, Say};

/// An account of one test.
pub struct Account {
    pub oauth: OAuth,
    // Removed last.
    _folder: tempfile::TempDir,
}

impl Account {
    pub fn new(provider: &Provider, flow: &str) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let secret = folder.path().join("client-secret");
        std::fs::write(&secret, "the client's secret\n").unwrap();
        let token_file = folder.path().join("sign-in/support.json");
        let oauth = format!(
            "provider = 'other'\nclient_id = 'desk'\nflow = {flow:?}\nclient_secret_file = {secret:?}\n\
             token_file = {token_file:?}\nscopes = ['mail', 'offline_access']\ntoken_url = '{}'\ndevice_url = '{}'",
            provider.url("token"),
            provider.url("device")
        );
        Self { oauth: toml::from_str(&oauth).unwrap(), _folder: folder }
    }

    /// Signed in once, with the refresh token `one`, and needing another token.
    async fn aged(provider: &Provider) -> Self {
        let account = Self::new(provider, "refresh_token");
        provider.will_give("first", 3600, Some("one"));
        account.sign_in().adopt("had elsewhere").await.unwrap();
        account.age();
        account
    }

    pub fn sign_in(&self) -> SignIn {
        SignIn::of_mailbox("support", &self.oauth)
    }

    pub fn token_file(&self) -> PathBuf {
        self.oauth.token_file.clone().unwrap()
    }

    /// The tokens in the file, as the operator's own eyes see them.
    fn kept(&self) -> serde_json::Value {
        serde_json::from_slice(&std::fs::read(self.token_file()).unwrap()).unwrap()
    }

    /// As if so much time had gone by that the kept token is about to end.
    pub fn age(&self) {
        let mut kept = self.kept();
        let soon = jiff::Timestamp::now() + Duration::from_secs(299);
        kept["expires_at"] = soon.to_string().into();
        std::fs::write(self.token_file(), kept.to_string()).unwrap();
    }
}

async fn refused(sign_in: &SignIn) -> SignInError {
    sign_in.token().await.unwrap_err()
}

#[tokio::test]
async fn an_application_signs_in_as_itself_and_keeps_the_token_until_it_is_about_to_end() {
    let provider = Provider::start();
    let account = Account::new(&provider, "client_credentials");
    provider.will_give("first", 3600, None);
    let token = account.sign_in().token().await.unwrap();
    assert!(token.secret() == "first" && token.is_new && token.is_renewable);
    let token = account.sign_in().token().await.unwrap();
    assert!(token.secret() == "first" && !token.is_new && token.is_renewable, "kept between two runs");

    account.age();
    provider.will_give("second", 3600, None);
    assert_eq!(account.sign_in().token().await.unwrap().secret(), "second");
    let asked = provider.asked("token");
    assert_eq!(asked.len(), 2);
    let expected = [
        ("client_id", "desk"),
        ("client_secret", "the client's secret"),
        ("grant_type", "client_credentials"),
        ("scope", "mail offline_access"),
    ];
    assert_eq!(asked[0], expected.map(|(key, value)| (key.to_string(), value.to_string())).into());
}

#[tokio::test]
async fn a_refresh_token_is_replaced_on_the_disk_by_the_one_that_comes_with_the_answer() {
    let provider = Provider::start();
    let account = Account::new(&provider, "refresh_token");
    provider.will_give("first", 3600, Some("rotated once"));
    account.sign_in().adopt("had elsewhere").await.unwrap();
    assert_eq!(account.kept()["refresh_token"], "rotated once");
    let mode = |path: &Path| std::fs::metadata(path).unwrap().permissions().mode() & 0o777;
    assert_eq!(mode(&account.token_file()), 0o600);

    account.age();
    provider.will_give("second", 3600, None);
    assert_eq!(account.sign_in().token().await.unwrap().secret(), "second");
    assert_eq!(account.kept()["refresh_token"], "rotated once", "none came, so it stays (RFC 6749 §6)");
    let used: Vec<String> = provider.asked("token").iter().map(|form| form["refresh_token"].clone()).collect();
    assert_eq!(used, ["had elsewhere", "rotated once"]);
}

#[tokio::test]
async fn many_who_need_a_token_at_once_ask_for_one() {
    let provider = Provider::start();
    let account = Account::aged(&provider).await;
    provider.will_give("second", 3600, Some("two"));
    let sign_in = account.sign_in();
    let (one, two, three) = tokio::join!(sign_in.token(), sign_in.token(), sign_in.token());
    for token in [one, two, three] {
        assert_eq!(token.unwrap().secret(), "second");
    }
    assert_eq!(provider.asked("token").len(), 2);
}

#[tokio::test]
async fn whoever_stops_waiting_loses_no_refresh_token() {
    let provider = Provider::start();
    let account = Account::aged(&provider).await;
    provider.will_give("second", 3600, Some("two"));
    let sign_in = account.sign_in();
    // Dropped as soon as it has to wait.
    assert!(tokio::time::timeout(Duration::ZERO, sign_in.token()).await.is_err());
    let give_up = Instant::now() + Duration::from_secs(10);
    while account.kept()["refresh_token"] != "two" {
        assert!(Instant::now() < give_up, "the answer was lost");
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
}

#[tokio::test]
async fn a_token_that_is_dead_says_so_with_what_to_do() {
    let provider = Provider::start();
    let account = Account::new(&provider, "refresh_token");
    let error = refused(&account.sign_in()).await;
    assert_eq!(error.to_string(), "nobody has signed in yet; run `tallypost sign-in support`");
    provider.will_give("first", 3600, None);
    account.sign_in().adopt("hush").await.unwrap();
    account.age();
    let cases = [
        ("invalid_grant", "AADSTS50173: hush was revoked.", "run `tallypost sign-in support`"),
        ("consent_required", "ask the person", "run `tallypost sign-in support`"),
        ("invalid_client", "AADSTS7000222: the client's secret keys are expired.", "make another one at the provider"),
    ];
    for (code, description, remedy) in cases {
        provider.will_refuse(code, description);
        let error = refused(&account.sign_in()).await;
        assert!(!error.is_transient(), "{error}");
        let said = error.to_string();
        assert!(said.contains("127.0.0.1") && said.contains(code) && said.contains(remedy), "{said}");
        assert!(!said.contains("hush") && !said.contains("the client's secret "), "{said}");
    }
    assert_eq!(account.kept()["refresh_token"], "hush", "it stays: consent may be given again");
}

#[tokio::test]
async fn a_provider_in_trouble_is_asked_again_later() {
    let provider = Provider::start();
    let account = Account::new(&provider, "client_credentials");
    let html = "HTTP/1.1 200 OK\r\nContent-Length: 6\r\nConnection: close\r\n\r\n<html>";
    let elsewhere = format!("HTTP/1.1 307 Moved\r\nLocation: {}\r\nContent-Length: 0\r\n\r\n", provider.url("other"));
    let long = format!("HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n{}", "x".repeat(100_000));
    let cases = [
        (Say::Json(500, "oops".into()), "HTTP status 500"),
        (Say::Json(429, "{\"error\":\"invalid_request\"}".into()), "HTTP status 429"),
        (Say::Json(400, "{\"error\":\"temporarily_unavailable\"}".into()), "temporarily_unavailable"),
        (Say::Json(400, "{\"error\":\"slow_down\"}".into()), "slow_down"),
        (Say::Json(200, "{}".into()), "no access_token"),
        (Say::Json(200, "[1]".into()), "no answer of OAuth"),
        (Say::Raw(html.into()), "check oauth.tenant or oauth.token_url"),
        (Say::Raw(elsewhere), "HTTP status 307"),
        (Say::Raw(long), "longer than 65536 bytes"),
        (Say::Raw(String::new()), "gives no token for now"),
    ];
    for (say, part) in cases {
        provider.will("token", say);
        let error = refused(&account.sign_in()).await;
        assert!(error.is_transient() && chain(&error).contains(part), "{part}: {}", chain(&error));
    }
    assert!(provider.asked("other").is_empty(), "no redirect is followed: the secret goes to one address");
    provider.will_give("at last", 3600, None);
    assert_eq!(account.sign_in().token().await.unwrap().secret(), "at last");
}

#[tokio::test]
async fn a_provider_that_hangs_is_left_within_half_a_minute() {
    let provider = Provider::start();
    let account = Account::new(&provider, "client_credentials");
    provider.will("token", Say::Silence);
    let began = Instant::now();
    let error = refused(&account.sign_in()).await;
    assert!(error.is_transient() && chain(&error).contains("timed out"), "{}", chain(&error));
    assert!(began.elapsed() < Duration::from_secs(30), "{:?}", began.elapsed());
}

#[tokio::test]
async fn a_broken_token_file_is_named_and_not_repeated() {
    let provider = Provider::start();
    let account = Account::new(&provider, "refresh_token");
    std::fs::create_dir_all(account.token_file().parent().unwrap()).unwrap();
    std::fs::write(account.token_file(), "{\"refresh_token\": \"hush").unwrap();
    let error = chain(&refused(&account.sign_in()).await);
    assert!(error.contains("sign-in/support.json") && error.contains("sign in again"), "{error}");
    assert!(!error.contains("hush"), "{error}");
}

#[tokio::test]
async fn what_root_signs_in_belongs_to_whoever_owns_the_data() {
    const NOBODY: u32 = 65534;
    let provider = Provider::start();
    let account = Account::new(&provider, "client_credentials");
    let folder = account.token_file().parent().unwrap().to_path_buf();
    let data = folder.parent().unwrap();
    // Root alone may give a folder away; anybody else owns all of it, and that holds too.
    let _ = chown(data, Some(NOBODY), Some(NOBODY));
    provider.will_give("first", 3600, None);
    account.sign_in().token().await.unwrap();
    let owner = |path: &Path| std::fs::metadata(path).unwrap().uid();
    for path in [folder.clone(), account.token_file(), account.token_file().with_extension("lock")] {
        assert_eq!(owner(&path), owner(data), "{}", path.display());
    }
}

#[tokio::test]
async fn a_token_of_another_application_is_not_used() {
    let provider = Provider::start();
    let mut account = Account::new(&provider, "refresh_token");
    provider.will_give("first", 3600, Some("one"));
    account.sign_in().adopt("had elsewhere").await.unwrap();
    account.oauth.client_id = "another".into();
    assert!(matches!(refused(&account.sign_in()).await, SignInError::NotSignedIn { .. }));
}

fn will_invite(provider: &Provider, expires_in: u32) {
    let answer = format!(
        "{{\"device_code\":\"dc\",\"user_code\":\"ABCD-EFGH\",\"verification_uri\":\"https://id.example.com/go\",\
         \"expires_in\":{expires_in},\"interval\":0}}"
    );
    provider.will("device", Say::Json(200, answer));
}

#[tokio::test]
async fn a_device_code_is_waited_for_as_slowly_as_the_provider_wants() {
    let provider = Provider::start();
    let account = Account::new(&provider, "device_code");
    will_invite(&provider, 900);
    let sign_in = account.sign_in();
    let invitation = sign_in.invite().await.unwrap();
    assert_eq!((invitation.address.as_str(), invitation.code.as_str()), ("https://id.example.com/go", "ABCD-EFGH"));
    provider.will_refuse("authorization_pending", "not yet");
    provider.will_refuse("slow_down", "not so fast");
    provider.will_give("first", 3600, Some("one"));
    let began = Instant::now();
    let token = sign_in.wait_for(&invitation).await.unwrap();
    assert!(began.elapsed() >= Duration::from_secs(5), "RFC 8628 §3.5: {:?}", began.elapsed());
    assert!(token.secret() == "first" && token.is_renewable);
    assert_eq!(account.kept()["refresh_token"], "one");
    assert_eq!(provider.asked("device")[0]["scope"], "mail offline_access");
    let asked = &provider.asked("token")[2];
    assert_eq!(asked["grant_type"], "urn:ietf:params:oauth:grant-type:device_code");
    assert_eq!(asked["device_code"], "dc");
}

#[tokio::test]
async fn a_device_code_that_nobody_enters_or_somebody_declines_ends_the_wait() {
    let provider = Provider::start();
    let account = Account::new(&provider, "device_code");
    let sign_in = account.sign_in();
    for code in ["expired_token", "access_denied"] {
        will_invite(&provider, 900);
        let invitation = sign_in.invite().await.unwrap();
        provider.will_refuse(code, "over");
        let error = sign_in.wait_for(&invitation).await.unwrap_err().to_string();
        assert!(error.contains(code) && error.contains("run `tallypost sign-in support`"), "{error}");
    }
    assert!(!account.token_file().exists());
}
