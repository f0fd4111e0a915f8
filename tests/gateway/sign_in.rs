//! A mailbox that opens with a token: what the operator is told, and the way back.

use serde_json::Value;

use super::service::{Desk, eventually, text};
use super::serving::mailbox;
use super::support::dovecot::{Dovecot, is_skipped};
use super::support::provider::{Provider, Say};

/// A desk whose mailbox wants a token of this provider, `flow` and all.
pub fn desk(provider: &Provider, server: &Dovecot, flow: &str) -> Desk {
    let oauth = format!(
        "oauth = {{ provider = \"other\", client_id = \"desk\", {flow}, token_url = \"{}\", device_url = \"{}\" }}\n",
        provider.url("token"),
        provider.url("device")
    );
    let lines = server.settings();
    let settings: Vec<&str> =
        lines.lines().filter(|line| !line.starts_with("password")).chain([oauth.trim()]).collect();
    let support = mailbox("support", &settings.join("\n"));
    Desk::new(&format!("operator = \"ops@example.com\"\n{support}"))
}

/// Subject and recipient of what is owed.
fn owed(desk: &Desk) -> Vec<Value> {
    let output = desk.run(&["outbox", "list", "--format", "json"]);
    text(&output.stdout).lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

#[test]
fn a_mailbox_without_a_token_is_told_to_the_operator_and_opens_once_somebody_signs_in() {
    if is_skipped() {
        return;
    }
    let provider = Provider::start();
    let server = Dovecot::with_tokens("xoauth2", &provider.url("tokeninfo"));
    server.append("INBOX", &[("2026-10-01T08:00:00Z".parse().unwrap(), b"Subject: one\r\n\r\nHello\r\n")]);
    let desk = desk(&provider, &server, "flow = \"device_code\"");
    let service = desk.serve();
    eventually("the operator is owed a mail", || owed(&desk).len() == 1);
    assert_eq!(owed(&desk)[0]["recipient"], "ops@example.com");
    eventually("three polls without success", || service.health().0 == 503);
    let error = service.health().1["mailboxes"]["support"]["last_error"]["error"].to_string();
    assert!(error.contains("nobody has signed in yet; run `tallypost sign-in support`"), "{error}");
    let check = desk.run(&["check"]);
    assert_eq!(check.status.code(), Some(1));
    assert!(text(&check.stdout).contains("run `tallypost sign-in support`"), "{}", text(&check.stdout));

    let invitation = "{\"device_code\":\"dc\",\"user_code\":\"ABCD-EFGH\",\"verification_uri\":\
                      \"https://id.example.com/go\",\"expires_in\":900,\"interval\":0}";
    provider.will("device", Say::Json(200, invitation.into()));
    provider.will_refuse("authorization_pending", "not yet");
    provider.will_give("access-1", 3600, Some("refresh-1"));
    provider.vouch("access-1", "desk");
    let signed_in = desk.run(&["sign-in", "support"]);
    let said = text(&signed_in.stdout);
    assert!(signed_in.status.success(), "{said}{}", text(&signed_in.stderr));
    for part in ["https://id.example.com/go", "ABCD-EFGH", "sign in as desk", "within 15 minutes", "signed in: fine"] {
        assert!(said.contains(part), "no {part}: {said}");
    }
    assert!(!said.contains("access-1") && !said.contains("refresh-1"), "{said}");
    service.signal("HUP");
    eventually("the mailbox is read", || desk.tickets().len() == 1);
    eventually("and well", || service.health().0 == 200);
    assert!(service.terminate().0.success());
}

#[test]
fn an_application_that_signs_in_as_itself_is_tried_and_its_expired_secret_named() {
    if is_skipped() {
        return;
    }
    let provider = Provider::start();
    let server = Dovecot::with_tokens("xoauth2", &provider.url("tokeninfo"));
    let flow = "flow = \"client_credentials\", client_secret_command = [\"echo\", \"hush-hush\"]";
    let desk = desk(&provider, &server, flow);
    provider.will(
        "token",
        Say::Json(
            401,
            "{\"error\":\"invalid_client\",\"error_description\":\"AADSTS7000222: hush-hush expired\"}".into(),
        ),
    );
    let refused = desk.run(&["sign-in", "support"]);
    let said = text(&refused.stderr);
    assert_eq!(refused.status.code(), Some(1));
    assert!(
        said.contains("AADSTS7000222") && said.contains("client_secret_file") && !said.contains("hush-hush"),
        "{said}"
    );
    provider.will_give("access-1", 3600, None);
    provider.vouch("access-1", "desk");
    let tried = desk.run(&["sign-in", "support"]);
    assert!(text(&tried.stdout).contains("signed in: fine"), "{}", text(&tried.stderr));
    assert!(desk.run(&["check"]).status.success());
}

#[test]
fn a_refresh_token_is_handed_over_on_standard_input_and_other_accounts_need_none() {
    if is_skipped() {
        return;
    }
    let provider = Provider::start();
    let server = Dovecot::with_tokens("xoauth2", &provider.url("tokeninfo"));
    let desk = desk(&provider, &server, "flow = \"refresh_token\"");
    assert_eq!(desk.run_with_input(&["sign-in", "support"], b"\n").status.code(), Some(2));
    provider.will_give("access-1", 3600, None);
    provider.vouch("access-1", "desk");
    let signed_in = desk.run_with_input(&["sign-in", "support"], b"1//had-elsewhere\r\n");
    assert!(signed_in.status.success(), "{}", text(&signed_in.stderr));
    assert_eq!(provider.asked("token")[0]["refresh_token"], "1//had-elsewhere");
    assert!(desk.run(&["check"]).status.success());

    for (words, part) in [
        (&["sign-in", "suport"][..], "no [[mailbox]] named `suport`, but: support"),
        (&["sign-in", "--smtp"], "has no [smtp]"),
    ] {
        let refused = desk.run(words);
        assert_eq!(refused.status.code(), Some(2));
        assert!(text(&refused.stderr).contains(part), "{}", text(&refused.stderr));
    }
}

#[test]
fn each_mailbox_that_stays_shut_is_told_once_a_day_by_itself() {
    if is_skipped() {
        return;
    }
    let server = Dovecot::start();
    let desk = Desk::new("");
    let refused = desk.with_wrong_password(&server);
    let support = mailbox("support", &refused);
    desk.configure(&format!("operator = \"ops@example.com\"\n{support}{}", mailbox("billing desk", &refused)));
    let told = || -> Vec<String> {
        let mut ids: Vec<String> =
            owed(&desk).iter().map(|mail| mail["message_id"].as_str().unwrap().to_string()).collect();
        ids.sort();
        ids
    };
    let service = desk.serve();
    eventually("the operator is owed a mail about each", || told().len() == 2);
    assert!(told()[0].starts_with("notice.sign-in%20billing%20desk.20"), "{:?}", told());
    assert!(told()[1].starts_with("notice.sign-in%20support.20"), "{:?}", told());
    service.signal("HUP");
    eventually("a second refusal", || service.says("cannot read the mailbox") == 4);
    assert_eq!(told().len(), 2);

    let check = text(&desk.run(&["check"]).stdout);
    assert!(check.contains("\nmailbox support: localhost refused the password of desk"), "{check}");
    let verify = text(&desk.run(&["verify", "--server"]).stdout);
    assert!(verify.contains("mailbox support: cannot be compared: localhost refused"), "{verify}");
}
