//! Sending for an account that signs in with tokens.

use std::time::Duration;

use jiff::Timestamp;
use tallypost::journal::OutboxState;
use tallypost::oauth::SignIn;

use super::support::provider::Provider;
use super::support::smtp::Sink;
use super::{Desk, question};

/// The keys of `[smtp]`, signed in with tokens of this provider.
fn settings(sink: &Sink, provider: &Provider) -> String {
    format!(
        "{}user = \"desk\"\noauth = {{ provider = \"other\", client_id = \"desk\", flow = \"refresh_token\", \
         token_url = \"{}\", token_file = \"smtp-token.json\" }}\n",
        sink.settings(),
        provider.url("token")
    )
}

#[tokio::test]
async fn a_token_that_the_mail_server_refuses_is_exchanged_before_the_next_try() {
    let (sink, provider) = (Sink::start(), Provider::start());
    let mut desk = Desk::new("desk.example", &settings(&sink, &provider));
    desk.deliver(&question());
    desk.ingest().await;
    let error = desk.send().await.last_error.unwrap();
    assert!(error.contains("nobody has signed in yet; run `tallypost sign-in --smtp`"), "{error}");

    provider.will_give("revoked-since", 3600, None);
    let oauth = desk.config.smtp.as_ref().unwrap().oauth.clone().unwrap();
    SignIn::of_smtp(&oauth).adopt("had elsewhere").await.unwrap();
    let error = desk.send_at(Timestamp::now() + Duration::from_secs(300)).await.last_error.unwrap();
    assert!(error.contains("refused the token of desk") && !error.contains("revoked-since"), "{error}");
    assert!(desk.state() == OutboxState::Queued && sink.mails().is_empty());

    provider.will_give("good", 3600, None);
    let summary = desk.send_at(Timestamp::now() + Duration::from_secs(900)).await;
    assert_eq!(summary.sent, 1, "{summary:?}");
    assert!(sink.mails()[0].signed_in);
}
