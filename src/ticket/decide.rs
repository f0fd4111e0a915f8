//! What happens now: `(configuration, what we know, message, arrival) → decision`. Nothing is done here.

use jiff::{Timestamp, ToSpan, tz::TimeZone};

use super::author::{Author, form_sender};
use super::known_error::named_problem;
use super::phrases::{Words, clauses, sentences};
use super::thread::{self, Known, KnownTicket, Match};
use super::{Direction, Disposition, EventKind, Life, Opening, Role, Status, ThreadRule, classify};
use crate::config::{AgentReply, Config, StrangerPolicy};
use crate::message::{Address, Message};

/// What is to be done about one message.
#[derive(Debug, Clone, PartialEq)]
pub struct Decision {
    pub disposition: Disposition,
    pub target: Target,
    pub thread_rule: Option<ThreadRule>,
    pub author_role: Role,
    pub direction: Direction,
    /// In the order in which they take effect, all at the moment of the message.
    pub changes: Vec<Change>,
    /// Addresses that take part in the ticket from now on, lower case.
    pub participants: Vec<String>,
    /// Our own server says that somebody else wrote this, or does not say that one of us did.
    pub is_forged: bool,
    /// Orphan tickets whose missing first message this is: they merge into the target.
    pub absorbs: Vec<String>,
    /// What is known of a new ticket.
    pub opening: Option<Opening>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Target {
    /// Belongs to no ticket.
    None,
    Existing(String),
    New,
}

/// An event before it has a ticket, a sequence and a moment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    pub kind: EventKind,
    pub from_value: Option<String>,
    pub to_value: Option<String>,
}

/// A customer who writes again within the hour adds to the first mail; later, it is a chaser.
const CHASER_AFTER_MINUTES: f64 = 60.0;
/// A longer thank-you says more than thanks.
const THANKS_CHARACTERS_MAX: usize = 300;

/// Where and when a message came in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Received<'a> {
    /// As configured.
    pub mailbox: &'a str,
    pub folder: &'a str,
    pub at: Timestamp,
}

/// Decides about one message.
pub fn decide(config: &Config, known: &Known, message: &Message, received: Received<'_>) -> Decision {
    let author = Author::of(config, message, received.folder);
    if message.is_quarantined() {
        return Decision::without_ticket(&author, Disposition::Quarantined);
    }
    let found = thread::find(config, known, message, author.is_ours, received.at);
    let found = if author.is_forged { found.as_stranger() } else { found };
    if message.is_automatic() {
        return automatic(&author, message, known, &found);
    }
    let desk = Desk { config, message, mailbox: received.mailbox, now: received.at, author };
    match found {
        Match::Joins(ticket, rule) if desk.is_over_for_good(ticket) => desk.open_linked(ticket, rule),
        Match::Joins(ticket, rule) => Decision { absorbs: orphans_of(known, ticket), ..desk.join(ticket, rule) },
        Match::Stranger(ticket, rule) => desk.stranger(ticket, rule),
        Match::New => desk.open(ThreadRule::New),
    }
}

impl Decision {
    /// What is done about a message of this author that belongs to no ticket: it is recorded.
    fn without_ticket(author: &Author, disposition: Disposition) -> Self {
        Self {
            disposition,
            target: Target::None,
            thread_rule: None,
            author_role: if author.is_ours { Role::Agent } else { Role::Participant },
            direction: author.direction,
            changes: Vec::new(),
            participants: Vec::new(),
            is_forged: author.is_forged,
            absorbs: Vec::new(),
            opening: None,
        }
    }
}

/// A robot's mail is noted where it belongs to a ticket, and opens none.
fn automatic(author: &Author, message: &Message, known: &Known, found: &Match) -> Decision {
    // A delayed mail has not failed: its report is a note as any other robot's.
    let (disposition, kind) = match message.reports_failure() {
        true => (Disposition::Bounce, EventKind::DeliveryReport),
        false => (Disposition::Automatic, EventKind::AutomaticMessage),
    };
    let mut decision = Decision::without_ticket(author, disposition);
    decision.author_role = Role::System;
    // A report comes from a mail server, never from a participant: what it refers to decides.
    let (ticket, rule) = match found {
        Match::Joins(ticket, rule) | Match::Stranger(ticket, rule) => (*ticket, *rule),
        Match::New => match &known.referenced {
            Some(ticket) => (ticket, ThreadRule::Reference),
            None => return decision,
        },
    };
    decision.target = Target::Existing(ticket.ticket_id.clone());
    decision.thread_rule = Some(rule);
    decision.changes.push(Change { kind, from_value: None, to_value: message.automatic_reason.clone() });
    decision
}

/// The orphans whose missing message has come and belongs to `ticket`.
fn orphans_of(known: &Known, ticket: &KnownTicket) -> Vec<String> {
    let orphans = known.awaiting.iter().filter(|orphan| orphan.is_orphan && orphan.ticket_id != ticket.ticket_id);
    orphans.map(|orphan| orphan.ticket_id.clone()).collect()
}

/// One message on its way into a ticket.
struct Desk<'a> {
    config: &'a Config,
    message: &'a Message,
    mailbox: &'a str,
    now: Timestamp,
    author: Author,
}

impl Desk<'_> {
    /// A reply this late, or to a ticket that ended otherwise, starts anew.
    fn is_over_for_good(&self, ticket: &KnownTicket) -> bool {
        match ticket.life.status {
            Status::Closed | Status::Spam => true,
            Status::Resolved => ticket.life.resolved_at.is_some_and(|at| closes_at(self.config, at) <= self.now),
            _ => false,
        }
    }

    fn join(&self, ticket: &KnownTicket, rule: ThreadRule) -> Decision {
        let changes = match self.author.direction {
            Direction::Inbound => self.customer_changes(&ticket.life),
            Direction::Outbound => self.agent_changes(&ticket.life),
            Direction::Internal => self.note_changes(&ticket.life),
        };
        Decision {
            disposition: Disposition::FollowUp,
            target: Target::Existing(ticket.ticket_id.clone()),
            thread_rule: Some(rule),
            author_role: self.role_in(&ticket.life),
            changes,
            participants: self.participants(),
            ..Decision::without_ticket(&self.author, Disposition::FollowUp)
        }
    }

    fn stranger(&self, ticket: &KnownTicket, rule: ThreadRule) -> Decision {
        if self.config.threading.stranger == StrangerPolicy::LinkedTicket || self.is_over_for_good(ticket) {
            return self.open_linked(ticket, rule);
        }
        Decision {
            target: Target::Existing(ticket.ticket_id.clone()),
            thread_rule: Some(rule),
            changes: vec![change(EventKind::UnverifiedNote)],
            ..Decision::without_ticket(&self.author, Disposition::FollowUp)
        }
    }

    fn open_linked(&self, ticket: &KnownTicket, rule: ThreadRule) -> Decision {
        let mut decision = self.open(rule);
        decision.changes.push(Change {
            kind: EventKind::Linked,
            from_value: None,
            to_value: Some(ticket.ticket_id.clone()),
        });
        decision
    }

    fn open(&self, rule: ThreadRule) -> Decision {
        let opening = self.opening();
        let life = Life { opening: opening.clone(), opened_at: self.now, ..Life::default() };
        // An Opening is plain data with string keys; serde_json cannot fail on it.
        let json = serde_json::to_string(&opening).unwrap_or_default();
        let mut changes = vec![Change { kind: EventKind::Opened, from_value: None, to_value: Some(json) }];
        changes.extend(match self.author.direction {
            Direction::Outbound => self.agent_changes(&life),
            // A colleague who asks, or passes a customer's mail on, writes on the customer's side.
            Direction::Inbound | Direction::Internal => vec![change(EventKind::CustomerMessage)],
        });
        let mut participants = self.participants();
        participants.extend(opening.requester.clone());
        Decision {
            target: Target::New,
            thread_rule: Some(rule),
            author_role: if self.author.direction == Direction::Outbound { Role::Agent } else { Role::Requester },
            changes,
            participants,
            opening: Some(opening),
            ..Decision::without_ticket(&self.author, Disposition::Ticketed)
        }
    }

    fn opening(&self) -> Opening {
        let message = self.message;
        let description = self.description();
        let found = classify::classify(self.config, &message.subject, description);
        let requester = self.requester().map(|address| address.address.to_lowercase());
        let customer = requester.as_deref().and_then(|address| self.config.customer_of(address));
        Opening {
            ticket_type: found.ticket_type,
            service: found.service,
            category: found.category,
            priority: Some(found.priority.into()),
            impact: Some(found.impact.into()),
            urgency: Some(found.urgency.into()),
            team: found.team,
            assignee: None,
            customer: customer.map(|customer| customer.name.clone()),
            requester,
            mailbox: Some(self.mailbox.into()),
            language: message.language.clone(),
            subject: message.subject.clone(),
            description: description.to_string(),
            awaits_response: false,
        }
    }

    /// What the customer wrote: of a mail passed on by a colleague, or passed on without a word, the mail inside.
    fn description(&self) -> &str {
        let message = self.message;
        let inside = message.forwarded.as_ref().map_or("", |forwarded| forwarded.text.as_str());
        let reply = message.reply_text.as_str();
        let by_preference = if self.author.is_ours { [inside, reply] } else { [reply, inside] };
        by_preference.into_iter().find(|text| !text.trim().is_empty()).unwrap_or(&message.text)
    }

    /// Whose ticket this is: the author; of our own mail, the customer behind it.
    fn requester(&self) -> Option<&Address> {
        let message = self.message;
        if !self.author.is_ours {
            return form_sender(self.config, message).or(message.from.as_ref());
        }
        let is_outside =
            |to: &&Address| !self.config.is_own_address(&to.address) && self.config.agent(&to.address).is_none();
        let forwarded = message.forwarded.as_ref().and_then(|forwarded| forwarded.from.as_ref());
        let forwarded = forwarded.filter(|from| from.address.contains('@'));
        forwarded.or_else(|| message.to.iter().chain(&message.cc).find(is_outside)).or(message.from.as_ref())
    }

    fn role_in(&self, life: &Life) -> Role {
        match (self.author.is_ours, &self.author.address) {
            (true, _) => Role::Agent,
            (false, Some(address)) if life.opening.requester.as_deref() == Some(address) => Role::Requester,
            _ => Role::Participant,
        }
    }

    /// Author and recipients, less ourselves.
    fn participants(&self) -> Vec<String> {
        let message = self.message;
        let people = message.from.iter().chain(&message.reply_to).chain(&message.to).chain(&message.cc);
        let outside = people.filter(|person| {
            !self.config.is_own_address(&person.address) && self.config.agent(&person.address).is_none()
        });
        outside.map(|person| person.address.to_lowercase()).collect()
    }

    fn customer_changes(&self, life: &Life) -> Vec<Change> {
        let waited = life.last_message_at.is_some_and(|at| super::clock::minutes(at, self.now) >= CHASER_AFTER_MINUTES);
        let is_over = life.status == Status::Resolved;
        let kind = if life.is_our_turn && waited && !is_over { EventKind::Chaser } else { EventKind::CustomerMessage };
        let mut changes = vec![change(kind)];
        let reopens = is_over && !self.is_thanks();
        if reopens || life.status == Status::PendingCustomer {
            changes.push(status_change(life.status, Status::Open));
        }
        changes
    }

    fn is_thanks(&self) -> bool {
        let text = &self.message.reply_text;
        let rules = &self.config.life_cycle;
        let is_solved = Words::of(text).contain_any(&rules.solved_words);
        let rest = Words::of(text).without(&rules.solved_words);
        text.chars().count() <= THANKS_CHARACTERS_MAX
            && !text.contains('?')
            && (is_solved || rest.contain_any(&rules.thanks_words))
            && !rest.contain_any(&rules.unsolved_words)
            && !rest.contain_any(&rules.denying_words)
    }

    fn agent_changes(&self, life: &Life) -> Vec<Change> {
        let mut changes = vec![change(EventKind::AgentMessage)];
        changes.extend(self.assignment(life));
        changes.extend(self.problem(life));
        let command = self.command();
        let next =
            command.or_else(|| self.resolves().then_some(Status::Resolved)).unwrap_or_else(|| self.after_reply(life));
        if life.status != next && life.status.allows(next) {
            changes.push(status_change(life.status, next));
        }
        changes
    }

    fn note_changes(&self, life: &Life) -> Vec<Change> {
        let command = self.command().filter(|next| life.status.allows(*next));
        let moved = command.map(|next| status_change(life.status, next));
        [change(EventKind::InternalNote)].into_iter().chain(self.problem(life)).chain(moved).collect()
    }

    /// Whoever answers has the ticket.
    fn assignment(&self, life: &Life) -> Option<Change> {
        let agent = self.config.agent(self.author.address.as_deref()?)?;
        (life.assignee.as_deref() != Some(&agent.name)).then(|| Change {
            kind: EventKind::AssigneeChanged,
            from_value: life.assignee.clone(),
            to_value: Some(agent.name.clone()),
        })
    }

    /// `#problem P-0002` or `#problem none`: the ticket tells of another problem than was recognised.
    fn problem(&self, life: &Life) -> Option<Change> {
        let named = named_problem(&self.message.reply_text).filter(|named| *named != life.problem_id)?;
        Some(Change { kind: EventKind::ProblemLinked, from_value: life.problem_id.clone(), to_value: named })
    }

    /// `#resolve`, `#pending`, `#supplier` or `#open` on a line of its own.
    fn command(&self) -> Option<Status> {
        self.message.reply_text.lines().find_map(|line| match line.trim().to_lowercase().as_str() {
            "#resolve" | "#resolved" => Some(Status::Resolved),
            "#close" | "#closed" => Some(Status::Closed),
            "#pending" | "#wait" => Some(Status::PendingCustomer),
            "#supplier" => Some(Status::PendingSupplier),
            "#open" => Some(Status::Open),
            _ => None,
        })
    }

    /// A clause with a resolve phrase that is not taken back ("not yet"), in a sentence that neither asks nor
    /// puts it off ("once it is …").
    fn resolves(&self) -> bool {
        let rules = &self.config.life_cycle;
        let says_so = |clause: &str| {
            let words = Words::of(clause);
            words.contain_any(&rules.resolve_words) && !words.contain_any(&rules.denying_words)
        };
        sentences(&self.message.reply_text).filter(|sentence| !sentence.contains('?')).any(|sentence| {
            let clauses: Vec<&str> = clauses(sentence).collect();
            let Some(at) = clauses.iter().position(|clause| says_so(clause)) else { return false };
            !Words::of(&clauses[..=at].join(" ")).contain_any(&rules.conditional_words)
        })
    }

    fn after_reply(&self, life: &Life) -> Status {
        let waits = match self.config.life_cycle.agent_reply {
            AgentReply::Waits => true,
            AgentReply::StaysOpen => false,
            AgentReply::QuestionWaits => self.message.reply_text.contains('?'),
        };
        match life.status {
            over @ (Status::Resolved | Status::Closed) => over,
            _ if waits => Status::PendingCustomer,
            _ => Status::Open,
        }
    }
}

/// When a ticket resolved at this moment closes for good.
pub fn closes_at(config: &Config, resolved_at: Timestamp) -> Timestamp {
    let window = i64::from(config.life_cycle.reopen_window_days).days();
    resolved_at.to_zoned(TimeZone::UTC).checked_add(window).map_or(Timestamp::MAX, |at| at.timestamp())
}

fn change(kind: EventKind) -> Change {
    Change { kind, from_value: None, to_value: None }
}

fn status_change(from: Status, to: Status) -> Change {
    Change { kind: EventKind::StatusChanged, from_value: Some(from.name().into()), to_value: Some(to.name().into()) }
}
