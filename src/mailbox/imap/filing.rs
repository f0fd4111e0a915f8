//! Flags or moves on the server what is committed: the only place that changes anything there.
//!
//! Only messages that are certainly ours to file: named by UID under the UIDVALIDITY of their commit. Every step may be
//! repeated, and a message that is gone is nobody's loss. Standards: RFC 3501 (flags, COPY), RFC 6851 (MOVE),
//! RFC 4315 (UID EXPUNGE; a plain EXPUNGE would delete what other people marked).

use std::collections::BTreeSet;

use async_imap::imap_proto::{Response, ResponseCode, Status};

use super::arguments::{quoted, uid_set};
use super::conversation::Conversation;
use super::folders::{self, Folder, INBOX, Located};
use crate::config::{AfterCommit, Imap};
use crate::fail_point::fail_point;
use crate::mailbox::{Committed, FetchError, Filed};

/// RFC 5788 keeps keywords that begin with `$` for those that are registered.
const KEYWORD: &str = "Tallypost";
/// More refusals of single messages one after the other are not the messages' fault.
const REFUSALS_IN_A_ROW_MAX: usize = 10;

/// Where messages are moved to, and how.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Target {
    on_server: String,
    way: Way,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Way {
    can_move: bool,
    can_expunge_uids: bool,
}

/// What the server says of the inbox when it is opened for writing.
#[derive(Debug, Clone)]
pub(super) struct Opened {
    uid_validity: u32,
    /// RFC 3501 §7.1: where the server does not tell them, all can be changed.
    permanent_flags: Option<Vec<String>>,
}

/// A session that files.
pub(super) struct Filer<'s> {
    pub conversation: &'s mut Conversation,
    pub settings: &'s Imap,
    /// The folders that are read: what was moved there would come in again.
    pub read: &'s [Folder],
    pub target: &'s mut Option<Target>,
    /// The inbox, while it is open for writing.
    pub opened: &'s mut Option<Opened>,
}

impl Filer<'_> {
    pub(super) async fn file(&mut self, messages: &[Committed]) -> Filed {
        let mut filed = Filed::default();
        filed.refused = self.try_to_file(messages, &mut filed).await.err();
        if filed.refused.is_some() {
            // Somebody may have renamed a folder, or changed what we may do.
            (*self.target, *self.opened) = (None, None);
        }
        filed
    }

    async fn try_to_file(&mut self, messages: &[Committed], filed: &mut Filed) -> Result<(), FetchError> {
        let opened = self.open().await?;
        // Under another UIDVALIDITY they are other messages; ours are listed, and come in, anew.
        let (here, of_before): (Vec<Committed>, _) =
            messages.iter().partition(|one| one.uid_validity == opened.uid_validity);
        filed.settled.extend::<Vec<Committed>>(of_before);
        if here.is_empty() {
            return Ok(());
        }
        match self.settings.after_commit.clone() {
            AfterCommit::Leave => Ok(()),
            AfterCommit::Seen => self.flag(&opened, "\\Seen", &here, filed).await,
            AfterCommit::Flag => self.flag(&opened, KEYWORD, &here, filed).await,
            AfterCommit::MoveTo(name) => self.move_to(&name, &opened, &here, filed).await,
        }
    }

    /// What would be done, and whether it can be; the inbox is opened for writing, and nothing written.
    pub(super) async fn trial(&mut self) -> Result<String, FetchError> {
        let opened = self.open().await?;
        match self.settings.after_commit.clone() {
            AfterCommit::Leave => Ok("left as it is".into()),
            AfterCommit::Seen => self.demand(&opened, "\\Seen").map(|()| "marked as seen".into()),
            AfterCommit::Flag => self.demand(&opened, KEYWORD).map(|()| format!("marked with the keyword {KEYWORD}")),
            AfterCommit::MoveTo(name) => {
                let (way, located) = (self.way().await?, folders::locate(self.conversation, &name).await?);
                if !way.can_move {
                    self.demand(&opened, "\\Deleted")?;
                }
                located.on_server.iter().try_for_each(|on_server| self.refuse_what_is_read(on_server))?;
                let made = if located.on_server.is_none() { ", which will be made" } else { "" };
                Ok(format!("moved to {name}{made}, {}", way.in_words()))
            }
        }
    }

    /// Once, however much is filed: where mail lies in files, a server looks through all of them.
    async fn open(&mut self) -> Result<Opened, FetchError> {
        if let Some(opened) = self.opened.as_ref() {
            return Ok(opened.clone());
        }
        let (mut uid_validity, mut permanent_flags) = (None, None);
        let hear = |answer: &Response<'_>| {
            let Response::Data { status: Status::Ok, outcome } = answer else { return };
            match &outcome.code {
                Some(ResponseCode::UidValidity(value)) => uid_validity = Some(*value),
                Some(ResponseCode::PermanentFlags(flags)) => {
                    permanent_flags = Some(flags.iter().map(ToString::to_string).collect());
                }
                _ => (),
            }
        };
        self.say(&format!("SELECT {}", quoted(INBOX)), hear).await?;
        let uid_validity =
            uid_validity.ok_or_else(|| self.not_filed("the server opened it without a UIDVALIDITY".into()))?;
        Ok(self.opened.insert(Opened { uid_validity, permanent_flags }).clone())
    }

    async fn flag(
        &mut self,
        opened: &Opened,
        flag: &str,
        messages: &[Committed],
        filed: &mut Filed,
    ) -> Result<(), FetchError> {
        self.demand(opened, flag)?;
        fail_point!("filing_flag");
        let words = |uids: &str| format!("UID STORE {uids} +FLAGS.SILENT ({flag})");
        let outcome = self.each(messages, words, &mut filed.settled).await;
        fail_point!("filing_flagged");
        outcome
    }

    async fn move_to(
        &mut self,
        name: &str,
        opened: &Opened,
        messages: &[Committed],
        filed: &mut Filed,
    ) -> Result<(), FetchError> {
        let target = self.target(name).await?;
        let (copied, whole): (Vec<Committed>, Vec<Committed>) = messages.iter().partition(|one| one.is_copied);
        if !target.way.can_move || !copied.is_empty() {
            // Before anything is copied: a message that cannot be taken out would be copied at every poll.
            self.demand(opened, "\\Deleted")?;
        }
        let taken_out = self.take_out(&copied, target.way, filed).await;
        let to = quoted(&target.on_server);
        let moved = if target.way.can_move {
            fail_point!("filing_move");
            let moved = self.each(&whole, |uids| format!("UID MOVE {uids} {to}"), &mut filed.settled).await;
            fail_point!("filing_moved");
            moved
        } else {
            fail_point!("filing_copy");
            let copied = self.each(&whole, |uids| format!("UID COPY {uids} {to}"), &mut filed.copied).await;
            fail_point!("filing_copied");
            copied
        };
        taken_out.and(moved)
    }

    /// Of the inbox, messages whose copy lies where they belong.
    async fn take_out(&mut self, copied: &[Committed], way: Way, filed: &mut Filed) -> Result<(), FetchError> {
        if copied.is_empty() {
            return Ok(());
        }
        let mut deleted = Vec::new();
        fail_point!("filing_delete");
        let outcome =
            self.each(copied, |uids| format!("UID STORE {uids} +FLAGS.SILENT (\\Deleted)"), &mut deleted).await;
        fail_point!("filing_deleted");
        if way.can_expunge_uids {
            fail_point!("filing_expunge");
            self.each(&deleted, |uids| format!("UID EXPUNGE {uids}"), &mut filed.settled).await?;
            fail_point!("filing_expunged");
        } else {
            filed.left_deleted += deleted.len();
            filed.settled.extend(deleted);
        }
        outcome
    }

    /// Says a command of all the messages, and where that is refused, of each: one that the server cannot file holds up
    /// no other.
    async fn each(
        &mut self,
        messages: &[Committed],
        words: impl Fn(&str) -> String,
        done: &mut Vec<Committed>,
    ) -> Result<(), FetchError> {
        let of =
            |messages: &[Committed]| words(&uid_set(&messages.iter().map(|one| one.uid).collect::<BTreeSet<u32>>()));
        if messages.is_empty() {
            return Ok(());
        }
        match self.say(&of(messages), |_| ()).await {
            Err(FetchError::NotFiled { .. }) if messages.len() > 1 => {}
            outcome => return outcome.map(|()| done.extend(messages)),
        }
        let (mut refused, mut in_a_row) = (Ok(()), 0);
        for message in messages {
            match self.say(&of(std::slice::from_ref(message)), |_| ()).await {
                Ok(()) => {
                    done.push(*message);
                    in_a_row = 0;
                }
                outcome @ Err(FetchError::NotFiled { .. }) => {
                    refused = outcome;
                    in_a_row += 1;
                }
                outcome => return outcome,
            }
            if in_a_row >= REFUSALS_IN_A_ROW_MAX {
                break;
            }
        }
        refused
    }

    /// The folder to move to, made where it is absent.
    async fn target(&mut self, name: &str) -> Result<Target, FetchError> {
        if let Some(target) = self.target.as_ref() {
            return Ok(target.clone());
        }
        let way = self.way().await?;
        let located = folders::locate(self.conversation, name).await?;
        let on_server = match &located.on_server {
            Some(on_server) => on_server.clone(),
            None => self.make(name, &located).await?,
        };
        self.refuse_what_is_read(&on_server)?;
        Ok(self.target.insert(Target { on_server, way }).clone())
    }

    /// Where a server keeps all folders below the inbox, it refuses one beside it.
    async fn make(&mut self, name: &str, located: &Located) -> Result<String, FetchError> {
        let mut refused = self.not_filed(format!("there is no folder {name}"));
        for candidate in &located.candidates {
            fail_point!("filing_create");
            let made = self.say(&format!("CREATE {}", quoted(candidate)), |_| ()).await;
            fail_point!("filing_created");
            match made {
                Ok(()) => {
                    // Most mail programs show only what is subscribed to; one that is not is filled all the same.
                    let subscribed = self.say(&format!("SUBSCRIBE {}", quoted(candidate)), |_| ()).await;
                    return refusal_ignored(subscribed).map(|()| candidate.clone());
                }
                Err(error @ FetchError::NotFiled { .. }) => refused = error,
                Err(error) => return Err(error),
            }
        }
        // Somebody else may have been quicker.
        folders::locate(self.conversation, name).await?.on_server.ok_or(refused)
    }

    async fn way(&mut self) -> Result<Way, FetchError> {
        let capabilities = folders::capabilities(self.conversation).await?;
        let can = |name: &str| capabilities.iter().any(|capability| capability.eq_ignore_ascii_case(name));
        Ok(Way { can_move: can("MOVE"), can_expunge_uids: can("UIDPLUS") })
    }

    /// A server may take a flag that it does not keep (RFC 3501 §7.1) and say OK.
    fn demand(&self, opened: &Opened, flag: &str) -> Result<(), FetchError> {
        let is_keyword = !flag.starts_with('\\');
        let fits = |kept: &String| kept.eq_ignore_ascii_case(flag) || (is_keyword && kept == "\\*");
        match &opened.permanent_flags {
            Some(flags) if !flags.iter().any(fits) => Err(self.not_filed(format!(
                "the server keeps no flag {flag} for {} in this folder (it keeps: {})",
                self.settings.user,
                if flags.is_empty() { "none, it is read-only".into() } else { flags.join(" ") }
            ))),
            _ => Ok(()),
        }
    }

    fn refuse_what_is_read(&self, on_server: &str) -> Result<(), FetchError> {
        match self.read.iter().find(|folder| folder.on_server == on_server) {
            Some(folder) => Err(self.not_filed(format!(
                "the server has this folder as {on_server}, which is also `{}` of imap.folders, so that what is moved \
                 there would come in again",
                folder.name
            ))),
            None => Ok(()),
        }
    }

    /// A refusal says what was to be done, and what a person can do.
    async fn say(&mut self, words: &str, each: impl FnMut(&Response<'_>)) -> Result<(), FetchError> {
        match self.conversation.command(&self.doing(), words, each).await {
            Err(FetchError::Protocol { answer, .. }) => Err(self.not_filed(format!("the server answered: {answer}"))),
            outcome => outcome,
        }
    }

    fn not_filed(&self, reason: String) -> FetchError {
        FetchError::NotFiled {
            mailbox: self.conversation.mailbox().to_string(),
            doing: self.doing(),
            reason,
            remedy: self.remedy(),
        }
    }

    fn doing(&self) -> String {
        match &self.settings.after_commit {
            AfterCommit::Leave => format!("leaving messages in {INBOX}"),
            AfterCommit::Seen => format!("marking messages in {INBOX} as seen"),
            AfterCommit::Flag => format!("marking messages in {INBOX} with the keyword {KEYWORD}"),
            AfterCommit::MoveTo(name) => format!("moving messages from {INBOX} to {name}"),
        }
    }

    fn remedy(&self) -> String {
        let user = &self.settings.user;
        // The letters are the rights of RFC 4314.
        let rights = match &self.settings.after_commit {
            AfterCommit::Leave => String::new(),
            AfterCommit::Seen => format!("let {user} change what is seen there (s)"),
            AfterCommit::Flag => format!("let {user} set keywords there (w)"),
            AfterCommit::MoveTo(name) => format!("let {user} delete from {INBOX} (t, e) and write to {name} (i, k)"),
        };
        format!("{rights}, or write imap.after_commit = \"leave\" or another way")
    }
}

impl Way {
    fn in_words(self) -> &'static str {
        match (self.can_move, self.can_expunge_uids) {
            (true, _) => "by MOVE",
            (false, true) => "by COPY and UID EXPUNGE",
            (false, false) => "by COPY; the server cannot delete single messages, so that they stay, marked as deleted",
        }
    }
}

fn refusal_ignored(outcome: Result<(), FetchError>) -> Result<(), FetchError> {
    match outcome {
        Err(FetchError::NotFiled { .. }) => Ok(()),
        outcome => outcome,
    }
}
