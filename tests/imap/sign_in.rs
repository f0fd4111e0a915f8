//! Signing in to a real server with tokens.

use tallypost::config::Imap;
use tallypost::mailbox::{FetchError, Source};

use super::support::dovecot::{Dovecot, is_skipped};
use super::support::provider::Provider;
use super::tokens::Account;
use super::{chain, source};

/// A server with one mail, and an account on it that signs in with tokens.
fn desk(mechanisms: &str) -> (Provider, Dovecot, Account) {
    let provider = Provider::start();
    let dovecot = Dovecot::with_tokens(mechanisms, &provider.url("tokeninfo"));
    let received_at = "2026-10-01T08:00:00Z".parse().unwrap();
    dovecot.append("INBOX", &[(received_at, b"Subject: one\r\n\r\nHello\r\n")]);
    let account = Account::new(&provider, "refresh_token");
    (provider, dovecot, account)
}

fn opened(dovecot: &Dovecot, account: &Account) -> Source {
    let imap: Imap = toml::from_str(&dovecot.settings()).unwrap();
    source(Imap { password_file: None, oauth: Some(account.oauth.clone()), ..imap })
}

async fn signed_in(provider: &Provider, account: &Account, token: &str) {
    provider.will_give(token, 3600, Some("refresh-one"));
    provider.vouch(token, "desk");
    account.sign_in().adopt("had elsewhere").await.unwrap();
}

#[tokio::test]
async fn a_good_token_opens_the_mailbox_by_either_mechanism() {
    if is_skipped() {
        return;
    }
    for mechanisms in ["xoauth2 oauthbearer", "xoauth2", "oauthbearer"] {
        let (provider, dovecot, account) = desk(mechanisms);
        signed_in(&provider, &account, "good").await;
        assert_eq!(opened(&dovecot, &account).list().await.unwrap().len(), 1, "{mechanisms}");
        let log = std::fs::read_to_string(&dovecot.log_path).unwrap();
        let expected = if mechanisms.contains("xoauth2") { "method=XOAUTH2" } else { "method=OAUTHBEARER" };
        assert!(log.contains(expected), "{mechanisms}: {log}");
    }
}

#[tokio::test]
async fn a_token_about_to_end_and_a_token_that_is_refused_are_exchanged_on_the_way() {
    if is_skipped() {
        return;
    }
    let (provider, dovecot, account) = desk("xoauth2");
    signed_in(&provider, &account, "first").await;
    account.age();
    provider.will_give("second", 3600, Some("refresh-two"));
    provider.vouch("second", "desk");
    assert_eq!(opened(&dovecot, &account).list().await.unwrap().len(), 1);

    // Not old, but the server takes it no more.
    provider.revoke("second");
    provider.will_give("third", 3600, Some("refresh-three"));
    provider.vouch("third", "desk");
    assert_eq!(opened(&dovecot, &account).list().await.unwrap().len(), 1);
    let used: Vec<String> = provider.asked("token").iter().map(|form| form["refresh_token"].clone()).collect();
    assert_eq!(used, ["had elsewhere", "refresh-one", "refresh-two"]);
}

#[tokio::test]
async fn a_dead_token_is_told_with_its_remedy_and_without_its_words() {
    if is_skipped() {
        return;
    }
    for mechanism in ["xoauth2", "oauthbearer"] {
        let (provider, dovecot, account) = desk(mechanism);
        signed_in(&provider, &account, "first-token").await;
        provider.revoke("first-token");
        provider.will_refuse("invalid_grant", "Token has been expired or revoked.");
        let mut source = opened(&dovecot, &account);
        let error = source.list().await.unwrap_err();
        assert!(matches!(error, FetchError::NotSignedIn { .. }) && error.is_sign_in(), "{error:?}");
        assert_eq!(
            chain(&error),
            "mailbox `support`: cannot sign in: 127.0.0.1 gives no token (invalid_grant: Token has been expired or \
             revoked.); run `tallypost sign-in support`"
        );

        // A new token that the server refuses all the same: its reason is told, and no third one asked for.
        provider.will_give("second-token", 3600, None);
        let error = source.list().await.unwrap_err();
        assert!(matches!(error, FetchError::TokenRefused { .. }) && error.is_sign_in(), "{error:?}");
        let said = format!("{} {error:?}", chain(&error));
        // RFC 7628 §3.2.2: the reason is a JSON object with a status.
        for part in ["`support`", "localhost", "desk", "\"status\"", "tallypost sign-in support"] {
            assert!(said.contains(part), "no {part}: {said}");
        }
        assert!(
            !said.contains("first-token") && !said.contains("second-token") && !said.contains("refresh-"),
            "{said}"
        );
        assert_eq!(provider.asked("token").len(), 3);
        assert_eq!(std::fs::read_dir(dovecot.maildir.join("new")).unwrap().count(), 1, "the mail is untouched");
    }
}

#[tokio::test]
async fn a_server_that_takes_no_tokens_says_so() {
    if is_skipped() {
        return;
    }
    let provider = Provider::start();
    let account = Account::new(&provider, "refresh_token");
    let dovecot = Dovecot::start();
    signed_in(&provider, &account, "good").await;
    let error = opened(&dovecot, &account).list().await.unwrap_err().to_string();
    assert!(error.contains("XOAUTH2") && error.contains("OAUTHBEARER") && error.contains("password"), "{error}");
}
