//! A story as the events that the gateway would have recorded of its mails.

use jiff::Timestamp;

use super::organisation::{AGENTS, DOMAIN, KINDS, SERVICES, TEAMS};
use super::people::People;
use super::story::{Act, Author, Deed, Level, Story};
use crate::ticket::{Event, EventKind, Opening, Role, Status, TicketType};

/// The events of one ticket up to the end; subject and description are told once.
pub fn events(
    ticket_id: &str,
    story: &Story,
    people: &People,
    (subject, description): (String, String),
    end: Timestamp,
) -> Vec<Event> {
    let mut scribe = Scribe { ticket_id, story, people, status: Status::New, assignee: None, events: Vec::new() };
    let opening = serde_json::to_string(&opening(story, people, subject, description)).unwrap_or_default();
    scribe.note(&story.deeds[0], EventKind::Opened, None, Some(opening));
    for deed in story.deeds.iter().take_while(|deed| deed.received < end) {
        scribe.tell(deed);
    }
    scribe.events
}

fn opening(story: &Story, people: &People, subject: String, description: String) -> Opening {
    let kind = &KINDS[story.arrival.kind];
    let requester = &people.people[story.arrival.requester];
    Opening {
        ticket_type: if story.complaint { TicketType::Complaint } else { kind.ticket_type },
        service: Some(SERVICES[kind.service].name.into()),
        category: Some(kind.category.into()),
        priority: Some(format!("P{}", story.priority())),
        impact: Some(level_name(story.impact).into()),
        urgency: Some(level_name(story.urgency).into()),
        team: Some(TEAMS[SERVICES[kind.service].team].into()),
        assignee: None,
        requester: Some(requester.address.clone()),
        customer: Some(people.customers[requester.customer].name.clone()),
        mailbox: Some("support".into()),
        language: Some(requester.language.code().into()),
        subject,
        description,
        awaits_response: false,
    }
}

fn level_name(level: Level) -> &'static str {
    match level {
        Level::High => "high",
        Level::Medium => "medium",
        Level::Low => "low",
    }
}

struct Scribe<'a> {
    ticket_id: &'a str,
    story: &'a Story,
    people: &'a People,
    status: Status,
    assignee: Option<usize>,
    events: Vec<Event>,
}

impl Scribe<'_> {
    fn tell(&mut self, deed: &Deed) {
        let kind = match deed.act {
            Act::Absence => EventKind::AutomaticMessage,
            Act::Bounce => EventKind::DeliveryReport,
            Act::Chaser | Act::AngryChaser => EventKind::Chaser,
            act if act.is_agents() => EventKind::AgentMessage,
            _ => EventKind::CustomerMessage,
        };
        self.note(deed, kind, None, None);
        if let (Author::Agent(agent), true) = (deed.by, deed.act.is_agents())
            && self.assignee != Some(agent)
        {
            let before = self.assignee.replace(agent).map(|agent| AGENTS[agent].0.to_string());
            self.note(deed, EventKind::AssigneeChanged, before, Some(AGENTS[agent].0.into()));
        }
        self.change_status(deed);
    }

    fn change_status(&mut self, deed: &Deed) {
        let next = match deed.act {
            Act::Question | Act::Reminder => Status::PendingCustomer,
            Act::Working | Act::Update | Act::Again | Act::Reopening => Status::Open,
            Act::Answer | Act::Colleague if self.status == Status::PendingCustomer => Status::Open,
            act if act.resolves() => Status::Resolved,
            _ => return,
        };
        if next != self.status {
            self.note(deed, EventKind::StatusChanged, Some(self.status.name().into()), Some(next.name().into()));
            self.status = next;
        }
    }

    fn note(&mut self, deed: &Deed, kind: EventKind, from_value: Option<String>, to_value: Option<String>) {
        let (actor, actor_role) = match deed.by {
            Author::Agent(agent) => (Some(format!("{}@{DOMAIN}", AGENTS[agent].1)), Role::Agent),
            Author::Robot => (None, Role::System),
            Author::Person(person) if deed.act.is_automatic() => {
                (Some(self.people.people[person].address.clone()), Role::System)
            }
            Author::Person(person) => {
                let is_requester = person == self.story.arrival.requester;
                let role = if is_requester { Role::Requester } else { Role::Participant };
                (Some(self.people.people[person].address.clone()), role)
            }
        };
        self.events.push(Event {
            ticket_id: self.ticket_id.into(),
            sequence: u32::try_from(self.events.len() + 1).unwrap_or(u32::MAX),
            occurred_at: deed.received,
            recorded_at: deed.received,
            kind,
            actor,
            actor_role,
            from_value,
            to_value,
            message_key: None,
        });
    }
}
