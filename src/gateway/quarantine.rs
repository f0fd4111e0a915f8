//! What keeps one message from holding up its mailbox: where a batch cannot be recorded, each of its messages is tried
//! alone, and the one that fails alone is quarantined with its bytes. An operator is told, and may release it.

use std::collections::BTreeMap;
use std::panic::{AssertUnwindSafe, catch_unwind};

use jiff::Timestamp;

use super::causes::in_words;
use super::ingest::{AtHand, arrival, described, take_all};
use super::known_errors::KnownErrors;
use super::prepare::{Mail, parse};
use crate::config::Config;
use crate::journal::{Batch, Journal, JournalError, Quarantined};
use crate::mailbox::{Listed, Place};
use crate::message::Message;
use crate::outbound::{Notice, tell_operator};
use crate::ticket::clock::local_month;
use crate::ticket::{Direction, Disposition, MessageRow, Recognise, Role};

/// Messages named in one notice.
const LINES_MAX: usize = 200;

/// Why a batch was not recorded; nothing of it was.
enum Failure {
    /// The journal cannot work, for this batch or another.
    Journal(JournalError),
    /// Something in the batch is the cause, in words.
    Batch(String),
}

impl From<JournalError> for Failure {
    fn from(error: JournalError) -> Self {
        if error.is_refusal() {
            return Self::Batch(format!("the journal refuses it ({})", in_words(&error)));
        }
        Self::Journal(error)
    }
}

/// Records mails whose bytes are kept, all at once, or where that fails each alone.
pub(super) fn settle(
    config: &Config,
    journal: &mut Journal,
    known_errors: Option<&dyn Recognise>,
    mails: &[Mail],
) -> Result<Vec<Disposition>, JournalError> {
    settle_by(config, journal, known_errors, mails, &take_all).map_err(|error| error.within(journal.folder()))
}

/// What is done about mails within a batch.
type Taking = dyn Fn(&Config, &Batch, &[&Mail], &AtHand) -> Result<Vec<Disposition>, JournalError>;

fn settle_by(
    config: &Config,
    journal: &mut Journal,
    known_errors: Option<&dyn Recognise>,
    mails: &[Mail],
    taking: &Taking,
) -> Result<Vec<Disposition>, JournalError> {
    let at_hand = AtHand::of(config, journal, known_errors)?;
    match attempt(config, journal, &mails.iter().collect::<Vec<_>>(), &at_hand, taking) {
        Ok(dispositions) => Ok(dispositions),
        Err(Failure::Journal(error)) => Err(error),
        Err(Failure::Batch(_)) => each_alone(config, journal, mails, &at_hand, taking),
    }
}

/// One transaction, rolled back where anything in it fails or panics.
fn attempt(
    config: &Config,
    journal: &mut Journal,
    mails: &[&Mail],
    at_hand: &AtHand,
    taking: &Taking,
) -> Result<Vec<Disposition>, Failure> {
    let work = AssertUnwindSafe(|| {
        let batch = journal.begin(&config.time_zone())?;
        let dispositions = taking(config, &batch, mails, at_hand)?;
        batch.commit()?;
        Ok(dispositions)
    });
    catch_unwind(work)
        .unwrap_or_else(|_| Err(Failure::Batch("it brought down the decision, a defect of this program".into())))
}

fn each_alone(
    config: &Config,
    journal: &mut Journal,
    mails: &[Mail],
    at_hand: &AtHand,
    taking: &Taking,
) -> Result<Vec<Disposition>, JournalError> {
    let mut dispositions = Vec::with_capacity(mails.len());
    for mail in mails {
        match attempt(config, journal, &[mail], at_hand, taking) {
            Ok(alone) => dispositions.extend(alone),
            Err(Failure::Batch(reason)) => dispositions.push(keep_for_operator(config, journal, mail, &reason)?),
            Err(Failure::Journal(error)) => return Err(error),
        }
    }
    Ok(dispositions)
}

/// Records a message by what its mailbox says of it, and by nothing of its content, which may be the cause.
fn keep_for_operator(
    config: &Config,
    journal: &mut Journal,
    mail: &Mail,
    reason: &str,
) -> Result<Disposition, JournalError> {
    let at = arrival(&mail.listed);
    let batch = journal.begin(&config.time_zone())?;
    let before = batch.take_back(&at)?;
    // Listed twice, and dealt with the first time.
    if batch.has_arrival(&at)? {
        return Ok(Disposition::Duplicate);
    }
    let disposition = match &mail.message {
        Some(message) => quarantine(config, &batch, mail, message, reason)?,
        None => batch.give_up(&at, reason).map(|()| Disposition::Quarantined)?,
    };
    if let (Some(before), Some(message)) = (before, &mail.message) {
        batch.known_by_now(&before, &message.message_key)?;
    }
    batch.commit()?;
    let Place { mailbox, folder, item, .. } = &mail.listed.place;
    tracing::error!(mailbox, folder, item, reason, "message quarantined");
    Ok(disposition)
}

fn quarantine(
    config: &Config,
    batch: &Batch,
    mail: &Mail,
    message: &Message,
    reason: &str,
) -> Result<Disposition, JournalError> {
    let (at, key) = (arrival(&mail.listed), message.message_key.as_str());
    // A second copy in the same batch.
    if let Some(first) = batch.message_with(key, key)? {
        batch.record_arrival(&at, Some(&first), Disposition::Duplicate)?;
        return Ok(Disposition::Duplicate);
    }
    batch.record_message(&bare_row(config, &mail.listed, message), key)?;
    batch.record_arrival(&at, Some(key), Disposition::Quarantined)?;
    batch.quarantine(&at, &described(&mail.listed, message.size_bytes, reason), mail.is_whole)?;
    Ok(Disposition::Quarantined)
}

fn bare_row(config: &Config, listed: &Listed, message: &Message) -> MessageRow {
    let place = &listed.place;
    MessageRow {
        ticket_id: None,
        message_key: message.message_key.clone(),
        message_id: None,
        in_reply_to: Vec::new(),
        references: Vec::new(),
        direction: Direction::Inbound,
        author_role: Role::Participant,
        from_address: None,
        from_name: None,
        to_addresses: Vec::new(),
        cc_addresses: Vec::new(),
        subject: String::new(),
        sent_at: None,
        received_at: listed.received_at,
        reply_text: String::new(),
        language: None,
        disposition: Disposition::Quarantined,
        thread_rule: None,
        auto_generated: false,
        bounce: false,
        mailbox: place.mailbox.clone(),
        uid_validity: place.uid_validity,
        uid: place.uid_validity.and_then(|_| place.item.parse().ok()),
        size_bytes: message.size_bytes,
        attachments: Vec::new(),
        received_month: local_month(listed.received_at, &config.time_zone()),
    }
}

/// Reads what was released and is kept whole by today's rules; what became of it.
///
/// What is not kept whole is read with the next full listing of its mailbox.
pub fn reread(
    config: &Config,
    journal: &mut Journal,
    known_errors: &KnownErrors,
) -> Result<BTreeMap<Disposition, usize>, JournalError> {
    let mut dispositions = BTreeMap::new();
    let released = journal.released_and_kept()?;
    let known_errors = if released.is_empty() { None } else { known_errors.now() };
    for one in released {
        let Some(kept) = journal.kept_mail(&one.place())? else {
            journal.fetch_again(&one.place())?;
            continue;
        };
        let listed =
            Listed { place: Place::from(&one), received_at: kept.received_at, size_bytes: kept.raw.len() as u64 };
        let mail = Mail { listed, message: Some(parse(&kept.raw)), is_whole: true };
        for disposition in settle(config, journal, known_errors.as_deref(), &[mail])? {
            *dispositions.entry(disposition).or_default() += 1;
        }
    }
    Ok(dispositions)
}

impl From<&Quarantined> for Place {
    fn from(one: &Quarantined) -> Self {
        let Quarantined { mailbox, folder, uid_validity, item, .. } = one.clone();
        Self { mailbox, folder, uid_validity, item }
    }
}

/// Owes the operator a mail about all that is in quarantine, where there is something that he was not told of and no
/// such mail today.
pub fn tell_of_quarantine(config: &Config, journal: &mut Journal, now: Timestamp) -> Result<(), JournalError> {
    if config.gateway.operator.is_none() || !journal.has_untold()? {
        return Ok(());
    }
    let quarantined = journal.quarantined()?;
    let what = match quarantined.len() {
        1 => "a message is in quarantine".to_string(),
        many => format!("{many} messages are in quarantine"),
    };
    let notice = Notice { topic: "quarantine", what: &what, text: &text(&quarantined) };
    if tell_operator(config, journal, &notice, now)? {
        journal.mark_told()?;
    }
    Ok(())
}

fn text(quarantined: &[Quarantined]) -> String {
    let mut lines: Vec<String> = quarantined.iter().take(LINES_MAX).map(line).collect();
    if quarantined.len() > LINES_MAX {
        lines.push(format!("  and {} more: tallypost verify", quarantined.len() - LINES_MAX));
    }
    format!(
        "These messages became no tickets, because they could not be read or understood. All others go on.\n\n{}\n\n\
         Nothing is lost: each lies in its mailbox as before, and what was read of it in the raw archive. Look at each \
         there; perhaps a customer waits for an answer. Where the reason can be mended (a cap in the configuration, a \
         newer version of this program), let them be tried again, also while the service runs:\n\n    \
         tallypost ingest --retry\n",
        lines.join("\n")
    )
}

fn line(one: &Quarantined) -> String {
    let item = if one.uid_validity.is_some() { format!("UID {}", one.item) } else { format!("message {}", one.item) };
    let kept = if one.is_kept { "kept whole" } else { "not kept whole" };
    format!("  mailbox {}, folder {}, {item} ({kept}): {}", one.mailbox, one.folder, one.reason)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::journal::OutboxState;
    use std::path::Path;

    const CONFIG: &str = "[organisation]\nname = \"Desk\"\n[gateway]\noperator = \"ops@desk.example\"\n\
        [[mailbox]]\nname = \"support\"\naddress = \"support@desk.example\"\nmaildir = \"Maildir\"\n";

    fn desk() -> (Config, Journal, tempfile::TempDir) {
        let folder = tempfile::tempdir().unwrap();
        let journal = Journal::open(folder.path()).unwrap();
        (crate::config::from_str(CONFIG, Path::new("test.toml")).unwrap(), journal, folder)
    }

    fn at(text: &str) -> Timestamp {
        text.parse().unwrap()
    }

    /// Mails with these subjects, kept as a pass keeps them.
    fn mails(journal: &Journal, subjects: &[&str]) -> Vec<Mail> {
        let mail = |(number, subject): (usize, &&str)| {
            let raw = format!("From: kim@customer.example\nMessage-ID: <{number}@x>\nSubject: {subject}\n\nHello\n");
            let item = number.to_string();
            let place = Place { mailbox: "support".into(), folder: "INBOX".into(), uid_validity: Some(5), item };
            let listed = Listed { place, received_at: at("2026-10-01T08:00:00Z"), size_bytes: raw.len() as u64 };
            let message = parse(raw.as_bytes());
            journal.raw().keep("2026-10", &[(&message.message_key, raw.as_bytes())]).unwrap();
            Mail { listed, message: Some(message), is_whole: true }
        };
        subjects.iter().enumerate().map(mail).collect()
    }

    /// Takes in what comes, and falls over `poison` after it was recorded.
    fn fragile(
        config: &Config,
        batch: &Batch,
        mails: &[&Mail],
        at_hand: &AtHand,
    ) -> Result<Vec<Disposition>, JournalError> {
        let dispositions = take_all(config, batch, mails, at_hand)?;
        let is_poison = |mail: &&&Mail| mail.message.as_ref().unwrap().subject == "poison";
        assert!(!mails.iter().any(|mail| is_poison(&mail)), "poison");
        Ok(dispositions)
    }

    #[test]
    fn a_message_that_brings_the_decision_down_is_quarantined_and_the_others_of_its_batch_go_on() {
        let (config, mut journal, _folder) = desk();
        let mails = mails(&journal, &["one", "two", "poison", "three", "four", "five"]);
        let dispositions = settle_by(&config, &mut journal, None, &mails, &fragile).unwrap();
        let quarantined = dispositions.iter().filter(|one| **one == Disposition::Quarantined).count();
        assert_eq!((dispositions.len(), quarantined), (6, 1));
        let balance = journal.balance().unwrap();
        assert_eq!((balance.arrivals, balance.messages, balance.tickets), (6, 6, 5));
        assert_eq!(balance.contradictions(), Vec::<String>::new());
        let found = journal.quarantined().unwrap();
        assert_eq!((found.len(), found[0].item.as_str(), found[0].is_kept), (1, "2", true));
        assert!(found[0].reason.contains("received 2026-10-01T08:00:00Z: it brought down"), "{}", found[0].reason);

        // A version that bears it: read out of the archive, though no mailbox is there.
        assert_eq!(journal.release_quarantined(at("2026-10-02T08:00:00Z")).unwrap(), 1);
        assert_eq!(
            reread(&config, &mut journal, &KnownErrors::none()).unwrap(),
            BTreeMap::from([(Disposition::Ticketed, 1)])
        );
        let balance = journal.balance().unwrap();
        assert_eq!((balance.arrivals, balance.messages, balance.tickets), (6, 6, 6));
        assert_eq!((balance.contradictions(), journal.quarantined().unwrap()), (Vec::new(), Vec::new()));
        assert_eq!(reread(&config, &mut journal, &KnownErrors::none()).unwrap(), BTreeMap::new());
    }

    #[test]
    fn nothing_but_poison_holds_nothing_up_and_copies_of_it_are_copies() {
        let (config, mut journal, _folder) = desk();
        let mut mails = mails(&journal, &["poison"; 8]);
        // The same mail at another place, and a place that is listed twice.
        mails[5].message = mails[0].message.clone();
        mails[6].listed.place = mails[1].listed.place.clone();
        let dispositions = settle_by(&config, &mut journal, None, &mails, &fragile).unwrap();
        let duplicates = dispositions.iter().filter(|one| **one == Disposition::Duplicate).count();
        assert_eq!((dispositions.len(), duplicates), (8, 2));
        let balance = journal.balance().unwrap();
        let expected = [("duplicate".to_string(), 1), ("quarantined".to_string(), 6)];
        assert_eq!((balance.arrivals, balance.messages, balance.dispositions.as_slice()), (7, 6, &expected[..]));
        assert_eq!(balance.contradictions(), Vec::<String>::new());

        journal.release_quarantined(at("2026-10-02T08:00:00Z")).unwrap();
        assert_eq!(
            reread(&config, &mut journal, &KnownErrors::none()).unwrap(),
            BTreeMap::from([(Disposition::Ticketed, 6)])
        );
        let balance = journal.balance().unwrap();
        assert_eq!((balance.tickets, balance.contradictions()), (6, Vec::new()));
    }

    #[test]
    fn the_operator_is_told_of_all_once_a_day_and_of_what_came_since_on_the_next() {
        let (config, mut journal, _folder) = desk();
        let mails = mails(&journal, &["poison", "poison"]);
        let texts = |journal: &Journal| -> Vec<String> {
            let owed = journal.outbox(&OutboxState::ALL).unwrap();
            owed.into_iter().map(|one| crate::message::parse(&one.letter.raw).text).collect()
        };
        let tell = |journal: &mut Journal, now: &str| tell_of_quarantine(&config, journal, at(now)).unwrap();
        settle_by(&config, &mut journal, None, &mails[..1], &fragile).unwrap();
        tell(&mut journal, "2026-10-01T08:00:00Z");
        tell(&mut journal, "2026-10-01T08:00:02Z");
        settle_by(&config, &mut journal, None, &mails[1..], &fragile).unwrap();
        tell(&mut journal, "2026-10-01T23:59:59Z");
        assert_eq!(texts(&journal).len(), 1);
        tell(&mut journal, "2026-10-02T00:00:00Z");
        tell(&mut journal, "2026-10-03T00:00:00Z");
        let texts = texts(&journal);
        assert_eq!(texts.len(), 2, "nothing new on the third day");
        assert!(texts[0].contains("UID 0 (kept whole)") && !texts[0].contains("UID 1"), "{}", texts[0]);
        for part in ["mailbox support, folder INBOX, UID 0", "UID 1", "tallypost ingest --retry"] {
            assert!(texts[1].contains(part), "{part}: {}", texts[1]);
        }
    }
}
