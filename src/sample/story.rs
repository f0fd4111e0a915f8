//! The life of a ticket as a script: who writes when, and why. Pure: chance and rhythm come in.
//!
//! A script keeps to what the gateway can decide (see the rules of joining in the design): reopenings lie
//! inside the window, late replies clearly after it, nothing is sent before what it answers was received.

use jiff::Timestamp;

use super::organisation::{AGENTS, KINDS, SERVICES};
use super::people::People;
use super::problems::Calendar;
use super::random::{Random, whole};
use super::rhythm::{Rhythm, plus_seconds};
use crate::ticket::TicketType;

/// Why a mail is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Act {
    Open,
    /// Takes up an old, closed ticket: opens a new one.
    LateReply,
    /// An agent took it up.
    Working,
    Question,
    Update,
    Reminder,
    Again,
    Resolve,
    CloseUnanswered,
    Answer,
    Chaser,
    AngryChaser,
    Colleague,
    Thanks,
    Reopening,
    /// An out-of-office reply to an agent.
    Absence,
    /// A delivery report about an agent's mail.
    Bounce,
}

impl Act {
    pub fn is_agents(self) -> bool {
        use Act::*;
        matches!(self, Working | Question | Update | Reminder | Again | Resolve | CloseUnanswered)
    }

    pub fn resolves(self) -> bool {
        matches!(self, Self::Resolve | Self::CloseUnanswered)
    }

    pub fn is_automatic(self) -> bool {
        matches!(self, Self::Absence | Self::Bounce)
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Author {
    Person(usize),
    Agent(usize),
    Robot,
}

/// One mail of a script.
#[derive(Debug, Clone)]
pub struct Deed {
    pub sent: Timestamp,
    /// When our mailbox had it.
    pub received: Timestamp,
    pub act: Act,
    pub by: Author,
    /// The deed that it answers.
    pub answers: Option<usize>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Level {
    High,
    Medium,
    Low,
}

/// What somebody writes to us about.
#[derive(Debug, Clone)]
pub struct Arrival {
    pub at: Timestamp,
    pub kind: usize,
    pub requester: usize,
    /// Index of the planted problem behind it.
    pub problem: Option<usize>,
    /// The story and deed that a late reply answers.
    pub continues: Option<(usize, usize)>,
}

/// A ticket and all that is written about it.
#[derive(Debug, Clone)]
pub struct Story {
    pub arrival: Arrival,
    pub colleague: Option<usize>,
    pub agent: usize,
    pub impact: Level,
    pub urgency: Level,
    pub complaint: bool,
    pub deeds: Vec<Deed>,
}

/// Service minutes to the first response and active minutes to the resolution, P1 to P4.
pub const TARGETS: [(f64, f64); 4] = [(30.0, 240.0), (120.0, 600.0), (300.0, 1800.0), (600.0, 3000.0)];

/// Of the tickets, those that need a supplier's release, a site visit or a decision …
const HARD_SHARE: f64 = 0.07;
/// … and how long these take: some three weeks of active service time in the middle.
const HARD_MINUTES: f64 = 9000.0;

impl Story {
    pub fn service(&self) -> usize {
        KINDS[self.arrival.kind].service
    }

    /// 1 to 4: impact × urgency.
    pub fn priority(&self) -> usize {
        let steps = |level| match level {
            Level::High => 0,
            Level::Medium => 1,
            Level::Low => 2,
        };
        (steps(self.impact) + steps(self.urgency)).min(3) + 1
    }

    pub fn last_resolution(&self) -> Option<usize> {
        self.deeds.iter().rposition(|deed| deed.act.resolves())
    }
}

/// What a script is written from.
pub struct Stage<'a> {
    pub people: &'a People,
    pub rhythm: &'a Rhythm,
    pub calendar: &'a Calendar,
}

impl Stage<'_> {
    /// Tells the whole life of a ticket.
    pub fn tell(&self, arrival: Arrival, random: &mut Random) -> Story {
        let (impact, urgency) = levels(arrival.kind, random);
        let service = KINDS[arrival.kind].service;
        let colleague = random.chance(0.22).then(|| self.people.colleague(arrival.requester, random));
        let mut story = Story {
            colleague,
            agent: agent_of(SERVICES[service].team, random),
            impact,
            urgency,
            complaint: arrival.continues.is_none() && random.chance(0.028),
            deeds: Vec::new(),
            arrival,
        };
        Script { stage: self, story: &mut story, random }.write();
        story
    }
}

/// Mostly neither said; people who say "urgent" more often than people who say "no rush".
fn levels(kind: usize, random: &mut Random) -> (Level, Level) {
    let is_request = KINDS[kind].ticket_type != TicketType::Incident;
    let impact = [0.13, 0.72, 0.15];
    let urgency = if is_request { [0.06, 0.62, 0.32] } else { [0.2, 0.65, 0.15] };
    let levels = [Level::High, Level::Medium, Level::Low];
    let impact = if is_request { Level::Medium } else { levels[random.weighted(impact.into_iter())] };
    (impact, levels[random.weighted(urgency.into_iter())])
}

fn agent_of(team: usize, random: &mut Random) -> usize {
    let members: Vec<usize> = (0..AGENTS.len()).filter(|agent| AGENTS[*agent].2 == team).collect();
    members[random.below(members.len())]
}

struct Script<'a> {
    stage: &'a Stage<'a>,
    story: &'a mut Story,
    random: &'a mut Random,
}

impl Script<'_> {
    fn write(&mut self) {
        let opening = if self.story.arrival.continues.is_some() { Act::LateReply } else { Act::Open };
        let requester = Author::Person(self.story.arrival.requester);
        self.add(opening, requester, self.story.arrival.at, None);
        let (first, resolve) = self.durations();
        let answered = self.after(self.opened(), first);
        if resolve <= first || self.random.chance(0.16) {
            self.agent(Act::Resolve, answered);
        } else {
            self.work(answered, resolve - first);
        }
        self.aftermath();
    }

    fn opened(&self) -> Timestamp {
        self.story.deeds[0].received
    }

    /// Service minutes to the first response and active minutes to the resolution.
    fn durations(&mut self) -> (f64, f64) {
        let (first_target, resolve_target) = TARGETS[self.story.priority() - 1];
        let day = self.opened().to_zoned(self.stage.rhythm.zone.clone()).date();
        let service = self.story.service();
        let first = self.random.log_normal(first_target * 0.3, 0.72);
        let resolve = if self.random.chance(HARD_SHARE) {
            self.random.log_normal(HARD_MINUTES, 0.7)
        } else {
            self.random.log_normal(resolve_target * 0.26, 0.82)
        };
        (
            first.max(2.0) * self.stage.calendar.first_response_factor(service, day),
            resolve.max(6.0) * self.stage.calendar.resolve_factor(service, day),
        )
    }

    /// From the first answer to the resolution.
    fn work(&mut self, answered: Timestamp, minutes: f64) {
        let mut left = minutes;
        if self.random.chance(0.2) {
            self.colleague_adds(answered);
        }
        if self.random.chance(0.52) {
            self.agent(Act::Question, answered);
            if !self.customer_answers() {
                return;
            }
        } else {
            self.agent(Act::Working, answered);
        }
        while left > 420.0 && self.random.chance(0.62) {
            let step = left * (0.25 + 0.4 * self.random.unit());
            left -= step;
            if !self.step(step) {
                return;
            }
        }
        let done = self.after(self.now(), left);
        self.perhaps_chaser(done, left);
        self.agent(Act::Resolve, done);
    }

    /// Some more work, and a word about it. False where the customer fell silent and the ticket was closed.
    fn step(&mut self, minutes: f64) -> bool {
        let until = self.after(self.now(), minutes);
        self.perhaps_chaser(until, minutes);
        if self.random.chance(0.3) {
            self.agent(Act::Question, until);
            return self.customer_answers();
        }
        self.agent(Act::Update, until);
        true
    }

    /// The customer answers a question, sooner or later; false where never.
    fn customer_answers(&mut self) -> bool {
        self.perhaps_robot();
        if self.random.chance(0.16) {
            let patience = 1500.0 + 900.0 * self.random.unit();
            let reminded = self.after(self.now(), patience);
            self.agent(Act::Reminder, reminded);
            if self.random.chance(0.4) {
                let closed = self.after(reminded, patience * 1.5);
                self.agent(Act::CloseUnanswered, closed);
                return false;
            }
        }
        let lag = self.random.log_normal(300.0, 1.4).min(20_000.0);
        let by = self.a_customer();
        let at = self.customer_moment(self.now(), lag);
        self.add(Act::Answer, by, at, self.last_of_ours());
        true
    }

    fn a_customer(&mut self) -> Author {
        match self.story.colleague {
            Some(colleague) if self.random.chance(0.2) => Author::Person(colleague),
            _ => Author::Person(self.story.arrival.requester),
        }
    }

    fn colleague_adds(&mut self, before: Timestamp) {
        let Some(colleague) = self.story.colleague else { return };
        let lag = self.random.log_normal(60.0, 0.8);
        let at = self.customer_moment(self.now(), lag);
        if at < plus_seconds(before, -300) {
            self.add(Act::Colleague, Author::Person(colleague), at, Some(self.story.deeds.len() - 1));
        }
    }

    /// "Any news?" while it is our turn: the longer it takes, the likelier.
    fn perhaps_chaser(&mut self, before: Timestamp, minutes: f64) {
        if minutes < 300.0 || !self.random.chance(0.3 + (minutes / 6000.0).min(0.3)) {
            return;
        }
        let calendar_minutes = before.duration_since(self.now()).as_secs_f64() / 60.0;
        let lag = calendar_minutes * (0.4 + 0.4 * self.random.unit());
        let at = self.customer_moment(self.now(), lag);
        if at < plus_seconds(before, -600) {
            let angry = self.story.complaint || self.random.chance(0.12);
            let act = if angry { Act::AngryChaser } else { Act::Chaser };
            let requester = Author::Person(self.story.arrival.requester);
            self.add(act, requester, at, Some(self.last_by_people()));
        }
    }

    /// Now and then a robot answers what an agent wrote.
    fn perhaps_robot(&mut self) {
        let draw = self.random.unit();
        let act = match draw {
            draw if draw < 0.05 => Act::Absence,
            draw if draw < 0.07 => Act::Bounce,
            _ => return,
        };
        let at = plus_seconds(self.now(), self.random.between(3, 70));
        let by = if act == Act::Absence { Author::Person(self.story.arrival.requester) } else { Author::Robot };
        self.add(act, by, at, self.last_of_ours());
    }

    /// What happens after a resolution: thanks, nothing, or it is back.
    fn aftermath(&mut self) {
        self.perhaps_robot();
        let Some(resolved) = self.story.last_resolution() else { return };
        let unanswered = self.story.deeds[resolved].act == Act::CloseUnanswered;
        if !unanswered && self.random.chance(0.4) {
            let lag = self.random.log_normal(70.0, 1.2).min(4000.0);
            let at = self.customer_moment(self.now(), lag);
            let by = self.a_customer();
            self.add(Act::Thanks, by, at, Some(resolved));
        }
        let again = if self.story.deeds.iter().any(|deed| deed.act == Act::Reopening) { 0.12 } else { 0.065 };
        if self.random.chance(again) {
            self.reopen(resolved);
        }
    }

    fn reopen(&mut self, resolved: usize) {
        let days = 0.3 + 9.0 * self.random.unit() * self.random.unit();
        let at = self.customer_moment(self.story.deeds[resolved].received, days * 1440.0);
        let requester = Author::Person(self.story.arrival.requester);
        self.add(Act::Reopening, requester, at, Some(resolved));
        let (first, resolve) = self.durations();
        let answered = self.after(self.now(), first);
        self.agent(Act::Again, answered);
        let done = self.after(answered, resolve * 0.8);
        self.perhaps_chaser(done, resolve * 0.8);
        self.agent(Act::Resolve, done);
        self.aftermath();
    }

    fn agent(&mut self, act: Act, at: Timestamp) {
        if self.random.chance(0.07) {
            self.story.agent = agent_of(SERVICES[self.story.service()].team, self.random);
        }
        let answers = self.story.deeds.iter().rposition(|deed| !deed.act.is_agents() && !deed.act.is_automatic());
        self.add(act, Author::Agent(self.story.agent), at, answers);
    }

    /// Adds a mail, never before the last one had arrived.
    fn add(&mut self, act: Act, by: Author, at: Timestamp, answers: Option<usize>) {
        let gap = if act.is_automatic() { 1 } else { 95 };
        let sent = self.story.deeds.last().map_or(at, |last| at.max(plus_seconds(last.received, gap)));
        let travel = if act.is_agents() { 0 } else { whole(self.random.log_normal(6.0, 0.9)).clamp(1, 90) };
        self.story.deeds.push(Deed { sent, received: plus_seconds(sent, travel), act, by, answers });
    }

    fn now(&self) -> Timestamp {
        self.story.deeds.last().map_or(self.story.arrival.at, |last| last.received)
    }

    fn last_of_ours(&self) -> Option<usize> {
        self.story.deeds.iter().rposition(|deed| deed.act.is_agents())
    }

    fn last_by_people(&self) -> usize {
        self.story.deeds.iter().rposition(|deed| !deed.act.is_automatic()).unwrap_or(0)
    }

    fn after(&self, from: Timestamp, minutes: f64) -> Timestamp {
        self.stage.rhythm.after_service_minutes(from, minutes)
    }

    fn customer_moment(&mut self, from: Timestamp, lag_minutes: f64) -> Timestamp {
        let zone = self.stage.people.zone(self.story.arrival.requester);
        self.stage.rhythm.customer_moment(self.random, from, lag_minutes, &zone)
    }
}
