//! The planted truths, as a file that a test can hold against what was found.

use std::collections::BTreeMap;

use jiff::Timestamp;
use serde::Serialize;

use super::mail::{Folder, Mail, Role};
use super::organisation::{KINDS, SERVICES};
use super::people::People;
use super::problems::{self, Calendar, Change, PROBLEMS};
use super::story::{Act, Story};
use super::{Order, SampleError};
use crate::ticket::TicketType;

/// Everything that the truth is told from.
pub struct Truth<'a> {
    pub order: &'a Order,
    pub stories: &'a [Story],
    /// True ticket number of each story.
    pub numbers: &'a [usize],
    pub mails: &'a [Mail],
    pub people: &'a People,
    pub end: Timestamp,
}

/// Tickets are numbered from 1 in the order in which they open.
pub fn numbers(stories: &[Story]) -> Vec<usize> {
    let mut order: Vec<usize> = (0..stories.len()).collect();
    order.sort_by_key(|index| (stories[*index].deeds[0].received, *index));
    let mut numbers = vec![0; stories.len()];
    for (position, index) in order.into_iter().enumerate() {
        numbers[index] = position + 1;
    }
    numbers
}

#[derive(Serialize)]
struct Summary<'a> {
    seed: u64,
    first_month: String,
    last_month: String,
    as_of: Timestamp,
    problems: Vec<ProblemTruth<'a>>,
    service_change: ChangeTruth<'a>,
    improvement_that_worked: ChangeTruth<'a>,
    improvement_that_did_not: ChangeTruth<'a>,
    missed_service_level: Missed,
    no_problem: NullTruth,
    reopened_tickets: Vec<usize>,
    complaints: Vec<usize>,
}

#[derive(Serialize)]
struct ProblemTruth<'a> {
    name: &'a str,
    service: &'a str,
    category: &'a str,
    first_month: Option<String>,
    last_month: Option<String>,
    growth: &'a str,
    tickets: Vec<usize>,
}

#[derive(Serialize)]
struct ChangeTruth<'a> {
    name: &'a str,
    date: Option<String>,
    service: &'a str,
    metric: &'a str,
    effect: &'a str,
    factor: f64,
}

#[derive(Serialize)]
struct Missed {
    month: Option<String>,
    service: &'static str,
    target: &'static str,
}

/// Tickets that have words in common and no cause.
#[derive(Serialize)]
struct NullTruth {
    name: &'static str,
    tickets: Vec<usize>,
}

#[derive(Serialize)]
struct TicketTruth<'a> {
    ticket: usize,
    service: &'a str,
    category: &'a str,
    #[serde(rename = "type")]
    ticket_type: &'a str,
    priority: String,
    language: &'a str,
    requester: &'a str,
    customer: &'a str,
    opened_at: Timestamp,
    first_response_at: Option<Timestamp>,
    resolved_at: Option<Timestamp>,
    reopened: usize,
    continues: Option<usize>,
    problem: Option<&'a str>,
}

#[derive(Serialize)]
struct MessageTruth<'a> {
    message_id: &'a str,
    ticket: Option<usize>,
    kind: &'a str,
    #[serde(skip_serializing_if = "is_false")]
    automatic: bool,
    #[serde(skip_serializing_if = "is_false")]
    bounce: bool,
    #[serde(skip_serializing_if = "is_false")]
    newsletter: bool,
    folders: Vec<&'a str>,
}

impl Truth<'_> {
    /// Pretty JSON with one ticket and one message a line.
    pub fn json(&self, calendar: &Calendar) -> Result<String, SampleError> {
        let unprintable = |error: serde_json::Error| SampleError::Text { what: "the truth", reason: error.to_string() };
        let summary = serde_json::to_string_pretty(&self.summary(calendar)).map_err(unprintable)?;
        let tickets = lines(self.tickets()).map_err(unprintable)?;
        let messages = lines(self.messages()).map_err(unprintable)?;
        let open = summary.trim_end().trim_end_matches('}').trim_end();
        Ok(format!("{open},\n  \"tickets\": [\n{tickets}\n  ],\n  \"messages\": [\n{messages}\n  ]\n}}\n"))
    }

    /// Stories in the order of their numbers.
    fn numbered(&self) -> Vec<(usize, &Story)> {
        let mut list: Vec<_> = self.numbers.iter().copied().zip(self.stories).collect();
        list.sort_by_key(|(number, _)| *number);
        list
    }

    fn summary(&self, calendar: &Calendar) -> Summary<'_> {
        let months = &self.order.months;
        let numbers_where = |holds: &dyn Fn(&Story) -> bool| -> Vec<usize> {
            self.numbered().into_iter().filter(|(_, story)| holds(story)).map(|(number, _)| number).collect()
        };
        let problems = PROBLEMS.iter().enumerate().map(|(index, problem)| ProblemTruth {
            name: problem.name,
            service: SERVICES[KINDS[problem.kind].service].name,
            category: KINDS[problem.kind].category,
            first_month: calendar.month_before_end(problem.begins_months_before_end).map(month_name),
            last_month: calendar.month_before_end(problem.ends_months_before_end).map(month_name),
            growth: problem.growth.name(),
            tickets: numbers_where(&|story| story.arrival.problem == Some(index)),
        });
        Summary {
            seed: self.order.seed,
            first_month: month_name(months[0]),
            last_month: month_name(months[months.len() - 1]),
            as_of: self.end,
            problems: problems.collect(),
            service_change: change(&problems::STEP, calendar),
            improvement_that_worked: change(&problems::WORKED, calendar),
            improvement_that_did_not: change(&problems::DID_NOT_WORK, calendar),
            missed_service_level: Missed {
                month: calendar.month_before_end(problems::MISSED_MONTHS_BEFORE_END).map(month_name),
                service: SERVICES[problems::MISSED_SERVICE].name,
                target: problems::MISSED_TARGET,
            },
            no_problem: NullTruth {
                name: problems::SAME_LEGAL_LINES,
                tickets: numbers_where(&|story| self.has_legal_lines(story)),
            },
            reopened_tickets: numbers_where(&|story| self.reopened(story) > 0),
            complaints: numbers_where(&|story| story.complaint),
        }
    }

    fn has_legal_lines(&self, story: &Story) -> bool {
        self.people.customers[self.people.people[story.arrival.requester].customer].disclaimer
    }

    fn reopened(&self, story: &Story) -> usize {
        story.deeds.iter().filter(|deed| deed.received < self.end && deed.act == Act::Reopening).count()
    }

    fn tickets(&self) -> impl Iterator<Item = TicketTruth<'_>> {
        self.numbered().into_iter().map(|(number, story)| {
            let seen = || story.deeds.iter().filter(|deed| deed.received < self.end);
            let resolved = seen().rfind(|deed| deed.act.resolves() || deed.act == Act::Reopening);
            let requester = &self.people.people[story.arrival.requester];
            let kind = &KINDS[story.arrival.kind];
            let ticket_type = if story.complaint { TicketType::Complaint } else { kind.ticket_type };
            TicketTruth {
                ticket: number,
                service: SERVICES[kind.service].name,
                category: kind.category,
                ticket_type: ticket_type.name(),
                priority: format!("P{}", story.priority()),
                language: requester.language.code(),
                requester: &requester.address,
                customer: &self.people.customers[requester.customer].name,
                opened_at: story.deeds[0].received,
                first_response_at: seen().find(|deed| deed.act.is_agents()).map(|deed| deed.received),
                resolved_at: resolved.filter(|deed| deed.act.resolves()).map(|deed| deed.received),
                reopened: self.reopened(story),
                continues: story.arrival.continues.map(|(index, _)| self.numbers[index]),
                problem: story.arrival.problem.map(|index| PROBLEMS[index].name),
            }
        })
    }

    /// One entry a message, wherever copies of it lie.
    fn messages(&self) -> impl Iterator<Item = MessageTruth<'_>> {
        let mut positions: BTreeMap<&str, usize> = BTreeMap::new();
        let mut list: Vec<MessageTruth> = Vec::new();
        for mail in self.mails {
            match positions.get(mail.message_id.as_str()) {
                Some(known) => list[*known].folders.push(folder_name(mail.folder)),
                None => {
                    positions.insert(&mail.message_id, list.len());
                    list.push(message(mail));
                }
            }
        }
        list.into_iter()
    }
}

/// What a message is not is left out: five thousand lines say little enough.
fn is_false(value: &bool) -> bool {
    !value
}

fn message(mail: &Mail) -> MessageTruth<'_> {
    let act = match mail.role {
        Role::Deed(act) => Some(act),
        Role::Newsletter => None,
    };
    MessageTruth {
        message_id: &mail.message_id,
        ticket: mail.ticket,
        kind: act.map_or("newsletter", act_name),
        automatic: act.is_none_or(Act::is_automatic),
        bounce: act == Some(Act::Bounce),
        newsletter: act.is_none(),
        folders: vec![folder_name(mail.folder)],
    }
}

pub fn folder_name(folder: Folder) -> &'static str {
    match folder {
        Folder::Inbox => "INBOX",
        Folder::Sent => "Sent",
    }
}

fn act_name(act: Act) -> &'static str {
    match act {
        Act::Open => "opening",
        Act::LateReply => "late_reply",
        Act::Working | Act::Update | Act::Again => "agent_answer",
        Act::Question | Act::Reminder => "agent_question",
        Act::Resolve | Act::CloseUnanswered => "agent_resolution",
        Act::Answer => "answer",
        Act::Chaser | Act::AngryChaser => "chaser",
        Act::Colleague => "colleague",
        Act::Thanks => "thanks",
        Act::Reopening => "reopening",
        Act::Absence => "out_of_office",
        Act::Bounce => "bounce",
    }
}

fn change<'a>(change: &'a Change, calendar: &Calendar) -> ChangeTruth<'a> {
    ChangeTruth {
        name: change.name,
        date: calendar.date_of(change).map(|date| date.to_string()),
        service: SERVICES[change.service].name,
        metric: change.metric,
        effect: change.effect,
        factor: change.factor,
    }
}

fn month_name(month: jiff::civil::Date) -> String {
    month.strftime("%Y-%m").to_string()
}

fn lines<T: Serialize>(items: impl Iterator<Item = T>) -> Result<String, serde_json::Error> {
    let lines: Result<Vec<String>, _> =
        items.map(|item| serde_json::to_string(&item).map(|line| format!("    {line}"))).collect();
    Ok(lines?.join(",\n"))
}
