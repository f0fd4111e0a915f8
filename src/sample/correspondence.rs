//! From stories to mails: who is written to, in reply to what, under which subject.

use std::collections::BTreeSet;

use jiff::Timestamp;
use jiff::tz::TimeZone;

use super::SampleError;
use super::client::Client;
use super::compose::{Letter, Party};
use super::enclosure;
use super::facts::{Facts, Voice};
use super::mail::{Folder, Mail, Role};
use super::noise;
use super::organisation::{AGENTS, DOMAIN, KINDS, Language, NAME, SUPPORT};
use super::people::{People, Person};
use super::quote::Quoted;
use super::random::Random;
use super::rhythm::plus_seconds;
use super::story::{Act, Author, Deed, Story};
use super::text::{Pen, Words, signature};
use super::words;

/// A mail that may be answered.
struct Record {
    message_id: String,
    references: Vec<String>,
    quoted: Quoted,
}

/// Writes the mails of all stories, in their order.
pub struct Office<'a> {
    people: &'a People,
    zone: &'a TimeZone,
    end: Timestamp,
    seed: u64,
    ledger: Ledger,
}

/// What has been written so far.
#[derive(Default)]
struct Ledger {
    records: Vec<Vec<Record>>,
    /// Subjects in use, by customer: a reply without thread headers must have one candidate only.
    subjects: BTreeSet<(usize, String)>,
    first_texts: BTreeSet<String>,
    /// Stories that a later ticket continues under the same subject.
    continued: BTreeSet<usize>,
    mails: Vec<Mail>,
}

impl<'a> Office<'a> {
    pub fn new(people: &'a People, zone: &'a TimeZone, end: Timestamp, seed: u64, stories: &[Story]) -> Self {
        let continued = stories.iter().filter_map(|story| story.arrival.continues).map(|(story, _)| story).collect();
        Self { people, zone, end, seed, ledger: Ledger { continued, ..Ledger::default() } }
    }

    /// Writes every mail of the next story that arrives before the end.
    pub fn write(&mut self, story: &Story, ticket: usize) -> Result<(), SampleError> {
        let index = self.ledger.records.len();
        let mut random = Random::of(self.seed, 1_000_000 + index as u64);
        let facts = Facts::of(story, self.people, &mut random);
        self.ledger.records.push(Vec::new());
        for deed in story.deeds.iter().take_while(|deed| deed.received < self.end) {
            let ledger = &mut self.ledger;
            let (people, zone) = (self.people, self.zone);
            Desk { people, zone, story, deed, index, ticket, facts: &facts, ledger, random: &mut random }.post()?;
        }
        Ok(())
    }

    pub fn into_mails(self) -> Vec<Mail> {
        self.ledger.mails
    }
}

/// One mail in the making.
struct Desk<'a, 'b> {
    people: &'a People,
    zone: &'a TimeZone,
    story: &'a Story,
    deed: &'a Deed,
    index: usize,
    ticket: usize,
    facts: &'a Facts,
    ledger: &'b mut Ledger,
    random: &'b mut Random,
}

/// What a mail answers, taken out of the ledger.
#[derive(Clone, Default)]
struct Thread {
    in_reply_to: Option<String>,
    references: Vec<String>,
    quoted: Option<Quoted>,
}

impl<'a> Desk<'a, '_> {
    fn post(&mut self) -> Result<(), SampleError> {
        match (self.deed.act, self.deed.by) {
            (Act::Absence, Author::Person(person)) => self.absence(&self.people.people[person]),
            (_, Author::Person(person)) => self.customer(person),
            (_, Author::Agent(agent)) => self.agent(agent),
            (_, Author::Robot) => self.bounce(),
        }
    }

    fn requester(&self) -> &'a Person {
        &self.people.people[self.story.arrival.requester]
    }

    fn party(&self, person: usize) -> Party {
        let person = &self.people.people[person];
        (person.display_name(), person.address.clone())
    }

    /// The customers who take part, less the author.
    fn others(&self, author: usize) -> Vec<Party> {
        let all = [Some(self.story.arrival.requester), self.story.colleague];
        all.into_iter().flatten().filter(|person| *person != author).map(|person| self.party(person)).collect()
    }

    fn parent(&self) -> Option<&Record> {
        match (self.deed.answers, self.story.arrival.continues) {
            (Some(answers), _) => self.ledger.records[self.index].get(answers),
            (None, Some((story, deed))) => self.ledger.records[story].get(deed),
            (None, None) => None,
        }
    }

    fn thread(&self) -> Thread {
        self.parent().map_or_else(Thread::default, |parent| {
            let mut references = parent.references.clone();
            references.push(parent.message_id.clone());
            Thread { in_reply_to: references.last().cloned(), references, quoted: Some(parent.quoted.clone()) }
        })
    }

    fn voice(&self, language: Language, to: &'a Person, me: &'a str, agent: &'a str) -> Voice<'a> {
        let local = self.deed.sent.to_zoned(self.zone.clone());
        Voice {
            facts: self.facts,
            language,
            common: words::common(language),
            day: local.date(),
            hour: local.hour(),
            service: self.story.service(),
            first: &to.first,
            last: &to.last,
            feminine: to.feminine,
            me,
            agent,
            looks_ahead: KINDS[self.story.arrival.kind].looks_ahead,
        }
    }

    fn customer(&mut self, author: usize) -> Result<(), SampleError> {
        let person = &self.people.people[author];
        let zone = self.people.zone(author);
        // To a customer `{first}` is the agent, or the colleague whose mail is added to.
        let mut voice = self.voice(person.language, self.requester(), &person.first, "");
        if self.deed.act != Act::Colleague {
            voice.first = first_name(AGENTS[self.story.agent].0);
        }
        let mut thread = self.thread();
        let opens = matches!(self.deed.act, Act::Open | Act::LateReply);
        let subject = match &thread.quoted {
            Some(quoted) => self.reply_subject(person, &quoted.subject),
            None => self.new_subject(voice),
        };
        let words = self.customer_words(person, voice, opens);
        self.forget_headers(person, &mut thread);
        let text = self.with_signature(person, words.body, opens);
        let domain = &self.people.customers[person.customer].domain;
        let attachments = match words.announces_attachment {
            true => vec![enclosure::draw(self.facts.get("code"), self.random)],
            false => Vec::new(),
        };
        let mut cc = self.others(author);
        if self.deed.act == Act::Thanks && self.random.chance(0.6) {
            cc.clear();
        }
        let quotes = !opens || self.story.arrival.continues.is_some();
        let quoted = thread.quoted.filter(|_| quotes && !(person.client == Client::Legacy && self.random.chance(0.5)));
        let message_id = person.client.message_id(domain, self.random);
        let letter = Letter {
            trace: noise::trace(&person.address, domain, self.deed.received, self.zone, self.random),
            from: self.party(author),
            to: vec![(self.support_name(), SUPPORT.into())],
            cc,
            reply_to: None,
            subject,
            sent: self.deed.sent,
            zone: &zone,
            message_id,
            in_reply_to: thread.in_reply_to,
            references: thread.references,
            text,
            quoted: quoted.as_ref(),
            client: person.client,
            common: words::common(person.language),
            attachments,
            extra_headers: Vec::new(),
        };
        self.keep(&letter, &person.address, Folder::Inbox)
    }

    /// The text with the signature and the legal lines that go under it.
    fn with_signature(&mut self, person: &Person, mut text: String, opens: bool) -> String {
        let customer = &self.people.customers[person.customer];
        let signature = signature(person, &customer.name, self.facts.get("phone"), self.deed.act, self.random);
        if !signature.is_empty() {
            text = format!("{text}\n\n{signature}");
        }
        if customer.disclaimer && opens {
            text = format!("{text}\n\n{}", words::common(person.language).disclaimer);
        }
        text
    }

    /// A first mail never says exactly what another one said.
    fn customer_words(&mut self, person: &Person, voice: Voice<'a>, opens: bool) -> Words {
        loop {
            let words = Pen { voice, random: self.random }.customer(self.story, self.deed.act, person);
            let normalised = words.body.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase();
            if !opens || self.ledger.first_texts.insert(normalised) {
                return words;
            }
        }
    }

    fn new_subject(&mut self, voice: Voice<'a>) -> String {
        let customer = self.requester().customer;
        for _ in 0..8 {
            let subject = Pen { voice, random: self.random }.subject(self.story.arrival.kind);
            if self.ledger.subjects.insert((customer, subject.to_lowercase())) {
                return subject;
            }
        }
        let subject = Pen { voice, random: self.random }.subject(self.story.arrival.kind);
        format!("{subject} ({})", self.index)
    }

    fn reply_subject(&mut self, person: &Person, subject: &str) -> String {
        let base = base_subject(subject);
        let prefix = match person.client {
            Client::Gmail | Client::AppleMail | Client::Thunderbird | Client::Phone => "Re:",
            _ => words::common(person.language).letter.reply_prefix,
        };
        // Some programs pile their own prefix upon a foreign one.
        let piles = !subject.starts_with(prefix) && subject != base && self.random.chance(0.15);
        if piles { format!("{prefix} {subject}") } else { format!("{prefix} {base}") }
    }

    /// Drops the thread headers that the author's program does not write.
    fn forget_headers(&mut self, person: &Person, thread: &mut Thread) {
        if !person.client.writes_references() {
            thread.references.clear();
        }
        let base_is_unique = self.story.arrival.continues.is_none() && !self.ledger.continued.contains(&self.index);
        let previous = self.ledger.records[self.index].iter().map(|record| record.quoted.sent).max();
        let is_soon = previous.is_some_and(|sent| self.deed.sent.duration_since(sent).as_hours() < 10 * 24);
        if person.client == Client::Legacy && base_is_unique && is_soon && self.random.chance(0.75) {
            thread.references.clear();
            thread.in_reply_to = None;
        }
    }

    fn agent(&mut self, agent: usize) -> Result<(), SampleError> {
        let (name, local, team) = AGENTS[agent];
        let requester = self.requester();
        let team_mates = AGENTS.iter().enumerate().filter(|(mate, of)| *mate != agent && of.2 == team);
        let mates: Vec<&str> = team_mates.map(|(_, mate)| mate.0).collect();
        let other = self.random.pick(&mates);
        let voice = self.voice(requester.language, requester, first_name(name), first_name(other));
        let is_first = self.deed.answers == Some(0);
        let body = Pen { voice, random: self.random }.agent(self.story, self.deed.act, is_first);
        let thread = self.thread();
        let subject = thread.quoted.as_ref().map_or("", |quoted| quoted.subject.as_str());
        let mut cc: Vec<Party> = self.story.colleague.map(|person| self.party(person)).into_iter().collect();
        let copies_itself = self.random.chance(0.02);
        if copies_itself {
            cc.push((self.support_name(), SUPPORT.into()));
        }
        let address = format!("{local}@{DOMAIN}");
        let client = [Client::Outlook, Client::Thunderbird, Client::AppleMail][agent % 3];
        let delimiter = if client == Client::Outlook { "" } else { "-- \n" };
        let card = format!("{delimiter}{name}\n{} | {NAME}\n{SUPPORT}", super::organisation::TEAMS[team]);
        let letter = Letter {
            trace: Vec::new(),
            from: (name.into(), address.clone()),
            to: vec![self.party(self.story.arrival.requester)],
            cc,
            reply_to: Some(SUPPORT),
            subject: format!("Re: {}", base_subject(subject)),
            sent: self.deed.sent,
            zone: self.zone,
            message_id: client.message_id(DOMAIN, self.random),
            in_reply_to: thread.in_reply_to,
            references: thread.references,
            text: format!("{body}\n\n{card}"),
            quoted: thread.quoted.as_ref(),
            client,
            common: words::common(requester.language),
            attachments: Vec::new(),
            extra_headers: Vec::new(),
        };
        self.keep(&letter, &address, Folder::Sent)?;
        if copies_itself {
            self.copy_to_inbox(1);
        }
        Ok(())
    }

    /// An out-of-office reply: some programs say so in a header, older ones in their own.
    fn absence(&mut self, person: &'a Person) -> Result<(), SampleError> {
        let thread = self.thread();
        let subject = thread.quoted.as_ref().map_or(String::new(), |quoted| base_subject(&quoted.subject).to_string());
        let zone = self.people.zone(self.story.arrival.requester);
        let mut voice = self.voice(person.language, person, &person.first, "");
        voice.looks_ahead = true;
        let mut pen = Pen { voice, random: self.random };
        let (subject, text) = pen.absence(&subject);
        let domain = &self.people.customers[person.customer].domain;
        let letter = Letter {
            trace: noise::trace("", domain, self.deed.received, self.zone, self.random),
            from: (person.display_name(), person.address.clone()),
            to: vec![(self.support_name(), SUPPORT.into())],
            cc: Vec::new(),
            reply_to: None,
            subject,
            sent: self.deed.sent,
            zone: &zone,
            message_id: person.client.message_id(domain, self.random),
            in_reply_to: thread.in_reply_to,
            references: Vec::new(),
            text,
            quoted: None,
            client: Client::Thunderbird,
            common: words::common(person.language),
            attachments: Vec::new(),
            extra_headers: noise::absence_headers(self.random),
        };
        self.keep(&letter, "MAILER-DAEMON", Folder::Inbox)
    }

    /// A delivery report (RFC 3464) about the agent's mail.
    fn bounce(&mut self) -> Result<(), SampleError> {
        let thread = self.thread();
        let (Some(original), Some(original_message_id)) = (&thread.quoted, &thread.in_reply_to) else { return Ok(()) };
        let customer = &self.people.customers[self.requester().customer];
        let report = noise::Bounce {
            domain: &customer.domain,
            recipient: &self.requester().address,
            original_message_id,
            original_subject: &original.subject,
            original_from: &original.address,
            at: self.deed.sent,
            zone: self.zone,
        };
        let (message_id, bytes) = report.bytes(self.random)?;
        let quoted = Quoted {
            name: String::new(),
            address: String::new(),
            to: String::new(),
            subject: String::new(),
            sent: self.deed.sent,
            text: String::new(),
        };
        self.ledger.records[self.index].push(Record { message_id: message_id.clone(), references: Vec::new(), quoted });
        self.ledger.mails.push(Mail {
            received: self.deed.received,
            folder: Folder::Inbox,
            envelope_from: "MAILER-DAEMON".into(),
            bytes,
            message_id,
            ticket: Some(self.ticket),
            role: Role::Deed(Act::Bounce),
        });
        Ok(())
    }

    fn support_name(&mut self) -> String {
        ["", "Lumenta Support", "", "Support"][self.random.below(4)].into()
    }

    /// Remembers the letter for answers and puts the mail into its folder.
    fn keep(&mut self, letter: &Letter, envelope_from: &str, folder: Folder) -> Result<(), SampleError> {
        let to: Vec<&str> = letter.to.iter().map(|(_, address)| address.as_str()).collect();
        let quoted = Quoted {
            name: letter.from.0.clone(),
            address: letter.from.1.clone(),
            to: to.join("; "),
            subject: letter.subject.clone(),
            sent: letter.sent,
            text: letter.shown(),
        };
        let record = Record { message_id: letter.message_id.clone(), references: letter.references.clone(), quoted };
        self.ledger.records[self.index].push(record);
        self.ledger.mails.push(Mail {
            received: self.deed.received,
            folder,
            envelope_from: envelope_from.into(),
            bytes: letter.bytes(self.random)?,
            message_id: letter.message_id.clone(),
            ticket: Some(self.ticket),
            role: Role::Deed(self.deed.act),
        });
        if folder == Folder::Inbox && self.random.chance(0.006) {
            self.copy_to_inbox(2);
        }
        Ok(())
    }

    /// The last mail lies in the inbox once more, byte for byte.
    fn copy_to_inbox(&mut self, seconds_later: i64) {
        if let Some(last) = self.ledger.mails.last() {
            let received = plus_seconds(last.received, seconds_later);
            let copy = Mail { received, folder: Folder::Inbox, ..last.clone() };
            self.ledger.mails.push(copy);
        }
    }
}

fn first_name(name: &str) -> &str {
    name.split(' ').next().unwrap_or(name)
}

/// The subject without the prefixes that mail programs of our customers put before it.
fn base_subject(subject: &str) -> &str {
    let mut base = subject.trim();
    while let Some(rest) = REPLY_PREFIXES.iter().find_map(|prefix| base.strip_prefix(prefix)) {
        base = rest.trim_start();
    }
    base
}

const REPLY_PREFIXES: [&str; 6] = ["Re:", "RE:", "AW:", "SV:", "Antw:", "R:"];
