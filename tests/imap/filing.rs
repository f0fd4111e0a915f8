//! What is done on the server with messages that are committed: against Dovecot, and against one that refuses on cue.

use jiff::Timestamp;
use tallypost::config::{AfterCommit, Imap};
use tallypost::mailbox::{Committed, FetchError, Filed, Source};

use super::lying_server::{Does, plain_settings, serve};
use super::support::dovecot::{Dovecot, is_skipped};
use super::{chain, source};

/// What Dovecot 2.3 can, without MOVE.
const WITHOUT_MOVE: &str = "imap_capability = IMAP4rev1 LITERAL+ IDLE UIDPLUS SPECIAL-USE LIST-EXTENDED\n";
const WITHOUT_MOVE_AND_UIDPLUS: &str = "imap_capability = IMAP4rev1 LITERAL+ IDLE\n";

fn filing(dovecot: &Dovecot, after_commit: AfterCommit) -> Source {
    let imap: Imap = toml::from_str(&dovecot.settings()).unwrap();
    source(Imap { after_commit, ..imap })
}

fn processed() -> AfterCommit {
    AfterCommit::MoveTo("Processed".into())
}

/// So many mails in the inbox, from UID 1 on.
fn deliver(dovecot: &Dovecot, count: usize) {
    let mail =
        |number| format!("Subject: mail {number}\r\nMessage-ID: <{number}@example.com>\r\n\r\nx\r\n").into_bytes();
    let mails: Vec<Vec<u8>> = (0..count).map(mail).collect();
    let mails: Vec<(Timestamp, &[u8])> = mails.iter().map(|raw| (Timestamp::UNIX_EPOCH, raw.as_slice())).collect();
    dovecot.append("INBOX", &mails);
}

fn messages(uid_validity: u32, uids: &[u32]) -> Vec<Committed> {
    uids.iter().map(|uid| Committed { uid_validity, uid: *uid, is_copied: false }).collect()
}

/// The messages of the inbox with these UIDs, as they were listed when they were committed.
async fn committed(source: &mut Source, uids: &[u32]) -> Vec<Committed> {
    let listed = source.list().await.unwrap();
    messages(listed[0].place.uid_validity.unwrap(), uids)
}

fn uids(messages: &[Committed]) -> Vec<u32> {
    messages.iter().map(|one| one.uid).collect()
}

fn flags(expected: &[(u32, &str)]) -> std::collections::BTreeMap<u32, String> {
    expected.iter().map(|(uid, flags)| (*uid, flags.to_string())).collect()
}

fn assert_all_settled(filed: &Filed, expected: &[u32]) {
    assert!(filed.refused.is_none(), "{filed:?}");
    assert_eq!((uids(&filed.settled), filed.copied.len()), (expected.to_vec(), 0));
}

#[tokio::test]
async fn each_way_does_to_the_named_messages_what_it_says_and_nothing_to_others() {
    if is_skipped() {
        return;
    }
    let cases = [
        (AfterCommit::Leave, flags(&[(1, ""), (2, ""), (3, "")]), vec![]),
        (AfterCommit::Seen, flags(&[(1, "\\Seen"), (2, ""), (3, "\\Seen")]), vec![1, 3]),
        (AfterCommit::Flag, flags(&[(1, "Tallypost"), (2, ""), (3, "Tallypost")]), vec![1, 3]),
        (processed(), flags(&[(2, "")]), vec![1, 3]),
    ];
    for (way, expected, settled) in cases {
        let dovecot = Dovecot::start();
        deliver(&dovecot, 3);
        let mut source = filing(&dovecot, way.clone());
        let messages = committed(&mut source, &[1, 3]).await;
        assert_all_settled(&source.file(&messages).await, &settled);
        assert_eq!(dovecot.flags("INBOX"), expected, "{way:?}");
        assert_eq!(source.list().await.unwrap().len(), expected.len(), "{way:?}: it is read as before");
        // Whatever was interrupted is done again.
        assert_all_settled(&source.file(&messages).await, &settled);
        assert_eq!(dovecot.flags("INBOX"), expected, "{way:?} twice");
    }
}

#[tokio::test]
async fn the_folder_to_move_to_is_made_once_and_subscribed_to() {
    if is_skipped() {
        return;
    }
    let dovecot = Dovecot::start();
    deliver(&dovecot, 2);
    let mut source = filing(&dovecot, AfterCommit::MoveTo("Erledigt & abgelegt für uns".into()));
    let words = source.try_filing().await.unwrap().unwrap();
    assert_eq!(words, "moved to Erledigt & abgelegt für uns, which will be made, by MOVE");
    let on_server = "Erledigt &- abgelegt f&APw-r uns";
    assert!(!dovecot.say(&["LIST \"\" \"*\""]).contains(on_server), "a trial makes nothing");
    let messages = committed(&mut source, &[1, 2]).await;
    assert_all_settled(&source.file(&messages[..1]).await, &[1]);
    assert_all_settled(&source.file(&messages[1..]).await, &[2]);
    assert_eq!(dovecot.flags(on_server).len(), 2);
    assert!(dovecot.say(&["LSUB \"\" \"*\""]).contains(on_server));
}

#[tokio::test]
async fn without_move_a_message_is_copied_and_taken_out_alone() {
    if is_skipped() {
        return;
    }
    let dovecot = Dovecot::with_settings(WITHOUT_MOVE);
    deliver(&dovecot, 3);
    // Somebody else's, which he may still want back.
    dovecot.say(&["SELECT INBOX", "UID STORE 2 +FLAGS (\\Deleted)"]);
    let mut source = filing(&dovecot, processed());
    let messages = committed(&mut source, &[1, 3]).await;
    let copied = source.file(&messages).await;
    assert!(copied.refused.is_none() && copied.settled.is_empty(), "{copied:?}");
    assert_eq!(
        (uids(&copied.copied), dovecot.flags("INBOX").len(), dovecot.flags("Processed").len()),
        (vec![1, 3], 3, 2)
    );
    let copied: Vec<Committed> = copied.copied.iter().map(|one| Committed { is_copied: true, ..*one }).collect();
    assert_all_settled(&source.file(&copied).await, &[1, 3]);
    assert_eq!(dovecot.flags("INBOX"), flags(&[(2, "\\Deleted")]));
    assert_eq!(dovecot.flags("Processed").len(), 2);
}

#[tokio::test]
async fn a_server_that_cannot_take_out_single_messages_keeps_them_marked_as_deleted() {
    if is_skipped() {
        return;
    }
    let dovecot = Dovecot::with_settings(WITHOUT_MOVE_AND_UIDPLUS);
    deliver(&dovecot, 3);
    dovecot.say(&["SELECT INBOX", "UID STORE 2 +FLAGS (\\Deleted)"]);
    let mut source = filing(&dovecot, processed());
    assert!(source.try_filing().await.unwrap().unwrap().contains("they stay, marked as deleted"));
    let mut messages = committed(&mut source, &[1]).await;
    assert_eq!(uids(&source.file(&messages).await.copied), [1]);
    messages[0].is_copied = true;
    let filed = source.file(&messages).await;
    assert_all_settled(&filed, &[1]);
    assert_eq!(filed.left_deleted, 1);
    assert_eq!(dovecot.flags("INBOX"), flags(&[(1, "\\Deleted"), (2, "\\Deleted"), (3, "")]));
}

#[tokio::test]
async fn numbers_of_before_name_no_message_of_now() {
    if is_skipped() {
        return;
    }
    for way in [AfterCommit::Seen, processed()] {
        let dovecot = Dovecot::start();
        deliver(&dovecot, 2);
        let mut source = filing(&dovecot, way);
        let messages = committed(&mut source, &[1, 2]).await;
        dovecot.forget_numbers("INBOX");
        // The session must not remember what the server forgot.
        let mut source = filing(&dovecot, AfterCommit::Seen);
        assert_all_settled(&source.file(&messages).await, &[1, 2]);
        assert_eq!(dovecot.flags("INBOX"), flags(&[(1, ""), (2, "")]));
    }
}

#[tokio::test]
async fn what_was_deleted_meanwhile_is_settled_and_the_others_are_filed() {
    if is_skipped() {
        return;
    }
    for (way, settings) in [(AfterCommit::Seen, ""), (processed(), ""), (processed(), WITHOUT_MOVE)] {
        let dovecot = Dovecot::with_settings(settings);
        deliver(&dovecot, 3);
        let mut source = filing(&dovecot, way.clone());
        let messages = committed(&mut source, &[1, 2, 3]).await;
        dovecot.say(&["SELECT INBOX", "UID STORE 2 +FLAGS (\\Deleted)", "EXPUNGE"]);
        let filed = source.file(&messages).await;
        assert!(filed.refused.is_none(), "{filed:?}");
        assert_eq!(filed.settled.len() + filed.copied.len(), 3, "{way:?}");
    }
}

#[tokio::test]
async fn a_right_that_lacks_is_said_with_its_remedy_before_anything_is_copied() {
    if is_skipped() {
        return;
    }
    // Looking alone; looking and marking as seen.
    for (rights, way, lacks) in [
        ("lr", AfterCommit::Seen, "keeps no flag \\Seen for desk"),
        ("lrs", AfterCommit::Flag, "keeps no flag Tallypost for desk"),
        ("lrsw", processed(), "keeps no flag \\Deleted for desk"),
    ] {
        let dovecot = Dovecot::with_settings(&format!(
            "{WITHOUT_MOVE}mail_plugins = acl\nplugin {{\n  acl = vfile:cache_secs=0\n}}\n"
        ));
        deliver(&dovecot, 1);
        dovecot.allow_in_inbox(rights);
        let mut source = filing(&dovecot, way.clone());
        let messages = committed(&mut source, &[1]).await;
        let trial = source.try_filing().await.unwrap_err();
        let filed = source.file(&messages).await;
        let error = filed.refused.unwrap();
        assert_eq!(error.to_string(), trial.to_string());
        let said = error.to_string();
        for part in ["`support`", "INBOX", lacks, "no mail is lost", "after_commit = \"leave\""] {
            assert!(said.contains(part), "{part}: {said}");
        }
        assert!(filed.settled.is_empty() && filed.copied.is_empty());
        assert_eq!(dovecot.flags("INBOX"), flags(&[(1, "")]));
        assert_eq!(source.list().await.unwrap().len(), 1, "it is read all the same");
        // Dovecot tells it to new sessions at once.
        dovecot.allow_in_inbox("lrswtei");
        let filed = filing(&dovecot, way.clone()).file(&messages).await;
        assert!(filed.refused.is_none(), "{way:?}: {filed:?}");
    }
}

#[tokio::test]
async fn a_folder_that_is_read_under_another_name_is_not_moved_to() {
    if is_skipped() {
        return;
    }
    let dovecot = Dovecot::with_sent_folder("Gesendet");
    deliver(&dovecot, 1);
    let mut source = filing(&dovecot, AfterCommit::MoveTo("Gesendet".into()));
    let messages = committed(&mut source, &[1]).await;
    let said = source.file(&messages).await.refused.unwrap().to_string();
    assert!(said.contains("`Sent` of imap.folders"), "{said}");
    assert_eq!(source.try_filing().await.unwrap_err().to_string(), said);
    assert_eq!(dovecot.flags("INBOX").len(), 1);
}

/// A server with messages 7 and 8 that can move; a test replaces what is to go wrong. The first that fits counts.
async fn scripted(way: AfterCommit, replaced: &[(&'static str, Does)]) -> (Source, tempfile::TempDir) {
    let honest = [
        ("LOGIN", "TAG OK in\r\n"),
        ("NOOP", "TAG OK\r\n"),
        ("SELECT", "* 2 EXISTS\r\n* OK [UIDVALIDITY 5] valid\r\nTAG OK open\r\n"),
        ("CAPABILITY", "* CAPABILITY IMAP4rev1 MOVE UIDPLUS\r\nTAG OK\r\n"),
        ("LIST", "* LIST () \"/\" INBOX\r\n* LIST () \"/\" Processed\r\nTAG OK\r\n"),
        ("UID STORE", "TAG OK\r\n"),
        ("UID MOVE", "* OK [COPYUID 9 7,8 1,2] moved\r\n* 1 EXPUNGE\r\n* 1 EXPUNGE\r\nTAG OK\r\n"),
        ("UID COPY", "TAG OK\r\n"),
        ("UID EXPUNGE", "TAG OK\r\n"),
    ];
    let honest = honest.into_iter().map(|(words, answer)| (words, Does::Says(answer)));
    let (imap, keep) = plain_settings(serve(replaced.iter().cloned().chain(honest).collect()).await);
    (source(Imap { after_commit: way, ..imap }), keep)
}

#[tokio::test]
async fn a_server_that_tells_no_permanent_flags_keeps_all() {
    let (mut source, _keep) = scripted(AfterCommit::Seen, &[]).await;
    assert_all_settled(&source.file(&messages(5, &[7, 8])).await, &[7, 8]);
    let (mut source, _keep) = scripted(processed(), &[]).await;
    assert_all_settled(&source.file(&messages(5, &[7, 8])).await, &[7, 8]);
}

#[tokio::test]
async fn a_server_that_does_not_tell_which_numbers_count_is_told_none() {
    let (mut source, _keep) = scripted(AfterCommit::Seen, &[("SELECT", Does::Says("* 2 EXISTS\r\nTAG OK\r\n"))]).await;
    let filed = source.file(&messages(5, &[7, 8])).await;
    assert!(filed.settled.is_empty() && chain(&filed.refused.unwrap()).contains("UIDVALIDITY"));
}

#[tokio::test]
async fn one_message_that_the_server_will_not_file_holds_up_no_other() {
    let refused = [
        ("UID MOVE 7,8", Does::Says("TAG NO not all\r\n")),
        ("UID MOVE 7 ", Does::Says("TAG NO message 7 is damaged\r\n")),
    ];
    let (mut source, _keep) = scripted(processed(), &refused).await;
    let filed = source.file(&messages(5, &[7, 8])).await;
    assert_eq!(uids(&filed.settled), [8]);
    let error = filed.refused.unwrap();
    assert!(
        matches!(error, FetchError::NotFiled { .. }) && chain(&error).contains("message 7 is damaged"),
        "{error:?}"
    );
}

#[tokio::test]
async fn a_refusal_of_any_command_settles_nothing_and_is_passed_on() {
    for command in ["SELECT", "CAPABILITY", "LIST", "UID MOVE"] {
        for answer in ["TAG NO [NOPERM] not for you\r\n", "TAG BAD not for you\r\n"] {
            let (mut source, _keep) = scripted(processed(), &[(command, Does::Says(answer))]).await;
            let filed = source.file(&messages(5, &[7, 8])).await;
            assert!(filed.settled.is_empty() && filed.copied.is_empty(), "{command}: {filed:?}");
            assert!(chain(&filed.refused.unwrap()).contains("not for you"), "{command}");
        }
    }
}

#[tokio::test]
async fn a_cut_a_silence_and_a_throttle_settle_nothing() {
    for command in ["SELECT", "UID STORE"] {
        for does in [Does::Hangs("* OK wait\r\n"), Does::Sleeps] {
            let (mut source, _keep) = scripted(AfterCommit::Seen, &[(command, does)]).await;
            let filed = source.file(&messages(5, &[7])).await;
            assert!(filed.settled.is_empty() && filed.refused.unwrap().is_transient(), "{command}");
        }
        let throttles = Does::Says("TAG NO Suggested Backoff Time: 30000 milliseconds\r\n");
        let (mut source, _keep) = scripted(AfterCommit::Seen, &[(command, throttles)]).await;
        let error = source.file(&messages(5, &[7])).await.refused.unwrap();
        assert!(matches!(error, FetchError::Throttled { retry_after, .. } if retry_after.as_secs() == 30), "{error:?}");
    }
}

#[tokio::test]
async fn a_folder_that_cannot_be_made_beside_the_inbox_is_made_below_it() {
    let without = Does::Says("* LIST () \"/\" INBOX\r\nTAG OK\r\n");
    let refused = Does::Says("TAG NO not beside the inbox\r\n");
    let ok = |words| (words, Does::Says("TAG OK\r\n"));
    let script = [
        ("LIST \"\"", without.clone()),
        ("CREATE \"Processed\"", refused.clone()),
        ok("CREATE \"INBOX/Processed\""),
        ("SUBSCRIBE", refused.clone()),
        ok("UID MOVE 7 \"INBOX/Processed\""),
    ];
    let (mut source, _keep) = scripted(processed(), &script).await;
    assert_all_settled(&source.file(&messages(5, &[7])).await, &[7]);
    let (mut source, _keep) = scripted(processed(), &[("LIST \"\"", without), ("CREATE", refused)]).await;
    let said = source.file(&messages(5, &[7])).await.refused.unwrap().to_string();
    assert!(said.contains("not beside the inbox") && said.contains("write to Processed (i, k)"), "{said}");
}
