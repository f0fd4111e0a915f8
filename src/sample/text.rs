//! From a deed of a script to the words that a person writes: greeting, what happened, what was tried,
//! how bad it is, what is asked, closing, slips of the keyboard.

use super::client::Client;
use super::facts::Voice;
use super::grammar::{capitalised, expand};
use super::organisation::{self, KINDS, Language};
use super::people::Person;
use super::random::Random;
use super::story::{Act, Level, Story};
use super::words::{self, Concern, Pool};
use crate::ticket::TicketType;

/// What a person writes, without what is quoted.
pub struct Words {
    pub body: String,
    pub announces_attachment: bool,
}

/// Somebody at work on one mail.
pub struct Pen<'a> {
    pub voice: Voice<'a>,
    pub random: &'a mut Random,
}

impl Pen<'_> {
    fn line(&mut self, pool: Pool) -> String {
        let pattern = self.random.pick(pool);
        expand(pattern, self.random, &self.voice)
    }

    fn sentence(&mut self, pool: Pool) -> String {
        capitalised(&self.line(pool))
    }

    fn concern(&self, kind: usize) -> &'static Concern {
        &words::concerns(self.voice.language)[kind]
    }

    pub fn subject(&mut self, kind: usize) -> String {
        let subject = self.sentence(self.concern(kind).subjects);
        subject.replace('\n', " ")
    }

    /// What happened, in one sentence or two.
    pub fn happening(&mut self, kind: usize) -> String {
        let concern = self.concern(kind);
        format!("{} {}", self.sentence(concern.what), self.sentence(concern.detail))
    }

    /// A customer's mail.
    pub fn customer(&mut self, story: &Story, act: Act, person: &Person) -> Words {
        let mut announces_attachment = false;
        let paragraphs = match act {
            Act::Open | Act::LateReply => self.opening(story, act, person, &mut announces_attachment),
            Act::Answer => self.answer(story),
            Act::Chaser => vec![self.sentence(self.voice.common.chaser)],
            Act::AngryChaser => vec![self.sentence(self.voice.common.angry_chaser)],
            Act::Colleague => vec![self.sentence(self.voice.common.colleague)],
            Act::Thanks => vec![self.sentence(self.voice.common.thanks)],
            _ => self.reopening(story),
        };
        let greeting = self.customer_greeting(act, person);
        let closing = self.customer_closing(act, person);
        let mut text = paragraphs.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join("\n\n");
        if person.slips && act != Act::Thanks && self.random.chance(0.7) {
            text = slip(&text, self.random);
        }
        Words { body: assemble(&[greeting, text, closing]), announces_attachment }
    }

    fn customer_greeting(&mut self, act: Act, person: &Person) -> String {
        let common = self.voice.common;
        let skips = match act {
            Act::Open | Act::LateReply => [0.35, 0.05, 0.0][person.wordiness],
            Act::Thanks | Act::Answer => 0.8,
            _ => 0.45,
        };
        if self.random.chance(skips) {
            return String::new();
        }
        let hello = self.line(common.hello);
        let mark = if person.language == Language::English || self.random.chance(0.8) { "," } else { "!" };
        if hello.is_empty() { hello } else { hello + mark }
    }

    fn customer_closing(&mut self, act: Act, person: &Person) -> String {
        let common = self.voice.common;
        let thanks = matches!(act, Act::Open | Act::LateReply | Act::Answer) && self.random.chance(0.4);
        let regards = match act {
            Act::Thanks => String::new(),
            _ if thanks => self.line(common.thanking_regards),
            _ => self.line(common.regards),
        };
        let name = match (act, person.wordiness) {
            (Act::Thanks, 0) | (_, 0) if self.random.chance(0.3) => String::new(),
            (Act::Thanks, _) | (_, 0 | 1) => person.first.clone(),
            _ => person.name(),
        };
        [regards, name].into_iter().filter(|line| !line.is_empty()).collect::<Vec<_>>().join("\n")
    }

    fn opening(&mut self, story: &Story, act: Act, person: &Person, attaches: &mut bool) -> Vec<String> {
        let common = self.voice.common;
        let kind = story.arrival.kind;
        let concern = self.concern(kind);
        let mut parts = Vec::new();
        if act == Act::LateReply {
            parts.push(self.sentence(common.late_reply));
        }
        let mut story_lines = vec![self.sentence(concern.what)];
        for _ in 0..self.random.below(person.wordiness + 2) {
            let detail = self.sentence(concern.detail);
            if !story_lines.contains(&detail) {
                story_lines.push(detail);
            }
        }
        parts.push(story_lines.join(" "));
        parts.push(self.circumstances(story, person, kind));
        if story.complaint {
            parts.push(self.sentence(common.complaint));
        }
        if self.random.chance(0.16) {
            *attaches = true;
            parts.push(self.sentence(common.attached));
        }
        if person.wordiness > 0 || self.random.chance(0.4) {
            let is_request = KINDS[kind].ticket_type != TicketType::Incident;
            let ask = self.sentence(if is_request { common.ask_request } else { common.ask });
            parts.push(ask);
        }
        parts
    }

    /// What was tried, how many are affected, how soon it is needed.
    fn circumstances(&mut self, story: &Story, person: &Person, kind: usize) -> String {
        let common = self.voice.common;
        let mut lines = Vec::new();
        let is_incident = KINDS[kind].ticket_type == TicketType::Incident;
        let on_screen =
            matches!(KINDS[kind].service, organisation::PORTAL | organisation::FIELD_APP | organisation::REPORTING);
        if is_incident && on_screen && self.random.chance(0.5) {
            lines.push(self.sentence(common.tried));
        }
        match story.impact {
            Level::High => lines.push(self.sentence(common.high_impact)),
            Level::Low => lines.push(self.sentence(common.low_impact)),
            Level::Medium if person.wordiness > 0 && is_incident => lines.push(self.sentence(common.impact)),
            Level::Medium => {}
        }
        match story.urgency {
            Level::High => lines.push(self.sentence(common.high_urgency)),
            Level::Low => lines.push(self.sentence(common.low_urgency)),
            Level::Medium => {}
        }
        lines.retain(|line| !line.is_empty());
        lines.join(" ")
    }

    fn answer(&mut self, story: &Story) -> Vec<String> {
        let concern = self.concern(story.arrival.kind);
        let lead = self.line(self.voice.common.answer_lead);
        let mut lines = vec![lead, self.sentence(concern.answer)];
        if self.random.chance(0.45) {
            lines.push(self.sentence(concern.detail));
        }
        lines.retain(|line| !line.is_empty());
        vec![lines.join(if self.random.chance(0.3) { "\n" } else { " " })]
    }

    fn reopening(&mut self, story: &Story) -> Vec<String> {
        let again = self.sentence(self.voice.common.reopening);
        let detail = self.concern(story.arrival.kind).detail;
        if self.random.chance(0.6) { vec![again + " " + &self.sentence(detail)] } else { vec![again] }
    }

    /// Subject and text of an out-of-office reply to a mail of that subject.
    pub fn absence(&mut self, subject: &str) -> (String, String) {
        let common = self.voice.common;
        let announced = self.random.pick(common.absence_subject).replace("{subject}", subject);
        (announced, self.line(common.absence))
    }

    /// Subject and text of a newsletter.
    pub fn newsletter(&mut self) -> (String, String) {
        let common = self.voice.common;
        (self.line(common.newsletter_subject), self.line(common.newsletter))
    }

    /// An agent's mail.
    pub fn agent(&mut self, story: &Story, act: Act, is_first: bool) -> String {
        let common = self.voice.common;
        let concern = self.concern(story.arrival.kind);
        let greeting = self.line(common.agent_hello);
        let mut parts = Vec::new();
        if is_first && story.complaint {
            parts.push(self.after_greeting(common.agent_apology));
        }
        parts.push(match act {
            Act::Working => self.after_greeting(common.agent_working),
            Act::Question => {
                let lead = self.after_greeting(common.agent_question_lead);
                format!("{lead} {}", self.sentence(concern.question)).trim().to_string()
            }
            Act::Update => self.after_greeting(common.agent_update),
            Act::Reminder => self.after_greeting(common.agent_reminder),
            Act::Again => self.after_greeting(common.agent_again),
            Act::CloseUnanswered => self.after_greeting(common.agent_unanswered),
            _ => self.after_greeting(concern.cause),
        });
        if act == Act::Resolve {
            parts.push(self.sentence(common.agent_resolve));
        }
        let closing = format!("{}\n{}", self.line(common.agent_regards), self.voice.me);
        assemble(&[greeting, parts.join("\n\n"), closing])
    }

    /// German and Italian go on in lower case after the greeting's comma; the others begin a sentence.
    fn after_greeting(&mut self, pool: Pool) -> String {
        let text = self.line(pool);
        match self.voice.language {
            Language::German | Language::Italian => text,
            _ => capitalised(&text),
        }
    }
}

fn assemble(parts: &[String]) -> String {
    parts.iter().filter(|part| !part.is_empty()).map(String::as_str).collect::<Vec<_>>().join("\n\n")
}

/// The signature under a customer's text, if any.
pub fn signature(person: &Person, company: &str, phone: &str, act: Act, random: &mut Random) -> String {
    let common = words::common(person.language);
    if person.client == Client::Phone {
        return random.pick(common.mobile_footer).to_string();
    }
    // A thank-you with a signature of five lines would no longer be short.
    if !person.signs || act == Act::Thanks || (act != Act::Open && random.chance(0.4)) {
        return String::new();
    }
    let delimiter = match person.client {
        Client::Thunderbird | Client::Gmail | Client::AppleMail => "-- \n",
        _ => "",
    };
    format!("{delimiter}{}\n{}\n{company}\n{phone}", person.name(), person.role)
}

/// One or two slips of the keyboard, never in a word that names a service or carries a number.
fn slip(text: &str, random: &mut Random) -> String {
    let mut slipped = text.to_string();
    for _ in 0..=random.below(2) {
        let candidates: Vec<&str> = text.split(' ').filter(|word| may_slip(word)).collect();
        if candidates.is_empty() {
            return slipped;
        }
        let word = candidates[random.below(candidates.len())];
        slipped = slipped.replacen(word, &mistyped(word, random), 1);
    }
    slipped
}

fn may_slip(word: &str) -> bool {
    word.len() >= 5 && word.chars().all(|letter| letter.is_ascii_lowercase()) && !is_telling(word)
}

/// Does a word decide on service, type, priority or status?
fn is_telling(word: &str) -> bool {
    let head: String = word.chars().take(4).collect();
    organisation::telling_words().any(|telling| telling.split(' ').any(|part| part.starts_with(&head)))
}

fn mistyped(word: &str, random: &mut Random) -> String {
    let mut letters: Vec<char> = word.chars().collect();
    let at = 1 + random.below(letters.len() - 3);
    match random.below(3) {
        0 => letters.swap(at, at + 1),
        1 => {
            letters.remove(at);
        }
        _ => letters.insert(at, letters[at]),
    }
    letters.into_iter().collect()
}
