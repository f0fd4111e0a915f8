//! An IMAP server that is honest but for one command, which it answers as it is told.

use std::collections::{BTreeMap, BTreeSet};
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::{Arc, Mutex};
use std::time::Duration;

/// How a command is answered instead of what is right.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Lie {
    /// Says so; `TAG` in it is the command's.
    Says(&'static str),
    /// Says so and closes the connection.
    Hangs(&'static str),
    /// Says so, and then nothing more.
    FallsSilent(&'static str),
    /// Says so again and again, for as long as anybody listens.
    Floods(&'static str),
    /// Says a byte, waits, says a byte.
    Drips(&'static str),
}

/// What it tells of the inbox's next UID (RFC 3501 §2.3.1.1).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum UidNext {
    Honest,
    Absent,
    Says(u32),
}

struct Script {
    /// By UID.
    mails: BTreeMap<usize, Vec<u8>>,
    lie: Option<(&'static str, Lie)>,
    withheld: Option<(BTreeSet<usize>, Lie)>,
    uid_next: UidNext,
}

/// Runs until the test ends. The inbox holds the mails under UIDs from 1 on, `Sent` holds nothing.
pub struct Scripted {
    pub port: u16,
    script: Arc<Mutex<Script>>,
}

impl Scripted {
    pub fn start(mails: Vec<Vec<u8>>) -> Self {
        let mails = (1..).zip(mails).collect();
        let listener = TcpListener::bind(("127.0.0.1", 0)).unwrap();
        let port = listener.local_addr().unwrap().port();
        let script = Arc::new(Mutex::new(Script { mails, lie: None, withheld: None, uid_next: UidNext::Honest }));
        let playing = script.clone();
        std::thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                let script = playing.clone();
                // A client that goes away ends the conversation.
                std::thread::spawn(move || drop(converse(&script, stream)));
            }
        });
        Self { port, script }
    }

    /// From now on, of commands that contain the words.
    pub fn lies(&self, words: &'static str, lie: Lie) {
        self.script.lock().unwrap().lie = Some((words, lie));
    }

    /// From now on, where the body of one of these is among what is asked for.
    pub fn withholds(&self, uids: impl IntoIterator<Item = usize>, lie: Lie) {
        self.script.lock().unwrap().withheld = Some((uids.into_iter().collect(), lie));
    }

    pub fn behaves(&self) {
        let mut script = self.script.lock().unwrap();
        (script.lie, script.withheld) = (None, None);
    }

    pub fn tells_uid_next(&self, uid_next: UidNext) {
        self.script.lock().unwrap().uid_next = uid_next;
    }

    pub fn deliver(&self, mail: Vec<u8>) {
        self.script.lock().unwrap().deliver(mail);
    }

    /// One comes and one goes, with nobody looking in between.
    pub fn deliver_and_expunge(&self, mail: Vec<u8>, uid: usize) {
        let mut script = self.script.lock().unwrap();
        script.deliver(mail);
        script.mails.remove(&uid);
    }
}

fn converse(script: &Mutex<Script>, stream: TcpStream) -> std::io::Result<()> {
    let (mut input, mut output) = (BufReader::new(stream.try_clone()?), stream);
    output.write_all(b"* OK ready\r\n")?;
    output.set_nodelay(true)?;
    let (mut line, mut open, mut idle) = (String::new(), String::new(), String::new());
    while input.read_line(&mut line)? > 0 {
        // RFC 2177: only the end of IDLE has no tag, and is answered with IDLE's.
        let (tag, words) = line.trim_end().split_once(' ').unwrap_or((&idle, line.trim_end()));
        let lie = script.lock().unwrap().lie_about(words);
        match lie {
            Some(lie) => tell(lie, tag, &mut input, &mut output)?,
            None => output.write_all(&script.lock().unwrap().answer(tag, words, &mut open))?,
        }
        idle = tag.to_string();
        line.clear();
    }
    Ok(())
}

fn tell(lie: Lie, tag: &str, input: &mut impl Read, output: &mut TcpStream) -> std::io::Result<()> {
    let closed = || Err(std::io::ErrorKind::ConnectionAborted.into());
    match lie {
        Lie::Says(text) => output.write_all(text.replace("TAG", tag).as_bytes()),
        Lie::Hangs(text) => output.write_all(text.replace("TAG", tag).as_bytes()).and(closed()),
        Lie::FallsSilent(text) => {
            output.write_all(text.replace("TAG", tag).as_bytes())?;
            input.read_to_end(&mut Vec::new()).map(|_| ())
        }
        Lie::Floods(text) => {
            let many = text.repeat((32 << 10) / text.len());
            loop {
                output.write_all(many.as_bytes())?;
            }
        }
        Lie::Drips(text) => {
            for byte in text.bytes().cycle() {
                output.write_all(&[byte])?;
                std::thread::sleep(Duration::from_millis(50));
            }
            Ok(())
        }
    }
}

impl Script {
    fn next_uid(&self) -> usize {
        self.mails.last_key_value().map_or(1, |(uid, _)| uid + 1)
    }

    fn deliver(&mut self, mail: Vec<u8>) {
        self.mails.insert(self.next_uid(), mail);
    }

    fn lie_about(&self, words: &str) -> Option<Lie> {
        let lie = self.lie.filter(|(of, _)| words.contains(of)).map(|(_, lie)| lie);
        let withheld = self.withheld.as_ref().filter(|_| words.contains("BODY.PEEK"));
        lie.or(withheld.filter(|(uids, _)| uids.iter().any(|uid| is_in(words, *uid))).map(|(_, lie)| *lie))
    }

    fn answer(&self, tag: &str, words: &str, open: &mut String) -> Vec<u8> {
        if let Some(folder) = words.strip_prefix("EXAMINE ") {
            *open = folder.trim_matches('"').to_string();
        }
        let none = BTreeMap::new();
        let mails = if open == "INBOX" { &self.mails } else { &none };
        let mut answer = match words.split(' ').next().unwrap_or_default() {
            "CAPABILITY" => b"* CAPABILITY IMAP4rev1 IDLE\r\n".to_vec(),
            "LIST" => b"* LIST () \".\" INBOX\r\n* LIST (\\Sent) \".\" Sent\r\n".to_vec(),
            "EXAMINE" => self.examined(mails.len()).into_bytes(),
            "UID" => fetched(mails, words),
            "IDLE" => return b"+ idling\r\n".to_vec(),
            _ => Vec::new(),
        };
        answer.extend(format!("{tag} OK done\r\n").bytes());
        answer
    }

    fn examined(&self, messages: usize) -> String {
        let next = match self.uid_next {
            UidNext::Honest => format!("* OK [UIDNEXT {}] next\r\n", self.next_uid()),
            UidNext::Absent => String::new(),
            UidNext::Says(next) => format!("* OK [UIDNEXT {next}] next\r\n"),
        };
        format!("* {messages} EXISTS\r\n* OK [UIDVALIDITY 5] valid\r\n{next}")
    }
}

/// Does `UID FETCH 1,2 (…)` or `UID FETCH 3:* (…)` ask for this one?
fn is_in(words: &str, uid: usize) -> bool {
    let set = words.split(' ').nth(2).unwrap();
    match set.strip_suffix(":*") {
        Some(first) => uid >= first.parse().unwrap(),
        None => set.split(',').any(|one| one.parse() == Ok(uid)),
    }
}

fn fetched(mails: &BTreeMap<usize, Vec<u8>>, words: &str) -> Vec<u8> {
    // RFC 3501 §6.4.8: the last message is always in a range up to `*`.
    let last = mails.last_key_value().map(|(uid, _)| *uid);
    let is_wanted = |uid: usize| is_in(words, uid) || (words.contains(":*") && Some(uid) == last);
    let mut answer = Vec::new();
    for (number, (uid, mail)) in (1..).zip(mails).filter(|(_, (uid, _))| is_wanted(**uid)) {
        let size = mail.len();
        let minute = uid % 60;
        answer.extend(format!("* {number} FETCH (UID {uid}").bytes());
        if words.contains("RFC822.SIZE") {
            answer.extend(format!(" RFC822.SIZE {size} INTERNALDATE \"01-Oct-2026 08:{minute:02}:00 +0000\"").bytes());
        }
        if words.contains("BODY.PEEK") {
            answer.extend(format!(" BODY[] {{{size}}}\r\n").bytes());
            answer.extend(mail);
        }
        answer.extend(b")\r\n");
    }
    answer
}
