//! The rows of one ticket → its events, so that the one fold gives the moments that the source tells.

use std::collections::BTreeMap;

use jiff::Timestamp;

use super::entry::Entry;
use super::field::Field;
use super::mapping::{Kind, Mapping};
use super::report::{Findings, Rejection, What};
use super::script::{Doer, Script};
use crate::ticket::{Event, EventKind, Opening, Role, Status, TicketType};

/// Tells the stories of tickets as one mapping has them.
pub struct Teller<'a> {
    pub mapping: &'a Mapping,
    pub findings: &'a mut Findings,
}

impl Teller<'_> {
    /// The events of a ticket; `entries` are its rows, oldest first. Nothing where all of them are rejected.
    pub fn tell(&mut self, ticket_id: &str, entries: &[Entry]) -> Vec<Event> {
        match self.mapping.kind {
            Kind::Ticket => self.tell_row(ticket_id, entries),
            Kind::Event => self.tell_log(ticket_id, entries),
        }
    }

    /// A table has one row a ticket; the first one counts.
    fn tell_row(&mut self, ticket_id: &str, entries: &[Entry]) -> Vec<Event> {
        let Some(entry) = entries.iter().min_by_key(|entry| entry.row) else { return Vec::new() };
        for other in entries.iter().filter(|other| other.row != entry.row) {
            let what = if other.digest == entry.digest { What::RepeatedRow } else { What::RepeatedId };
            self.findings.reject(&Rejection::new(what, Field::TicketId, &*other.ticket_id), other.row);
        }
        match self.row(ticket_id, entry) {
            Ok(events) => events,
            Err(rejection) => {
                self.findings.reject(&rejection, entry.row);
                Vec::new()
            }
        }
    }

    fn row(&mut self, ticket_id: &str, entry: &Entry) -> Result<Vec<Event>, Rejection> {
        let ends = self.ends_of_row(entry)?;
        // Who has it at the end was never handed it, as far as a table tells.
        let assignee = entry.values.get(&Field::Assignee).cloned();
        let opening = Opening { assignee, ..self.opening(std::slice::from_ref(entry)) };
        let mut script = Script::open(ticket_id.into(), entry.at, &opening);
        script.add(entry.at, EventKind::Recorded, &system(), None, Some(entry.kept.clone()));
        if is_true(entry, Field::Major) {
            script.add(entry.at, EventKind::MajorChanged, &system(), None, Some("true".into()));
        }
        if let Some(at) = ends.responded_at {
            script.add(at, EventKind::Responded, &doer(entry, Role::Agent), None, None);
        }
        for (at, status) in &ends.statuses {
            script.enter(*at, *status, &closer(entry));
        }
        let last_at = script.last_at().max(entry.moments.get(&Field::LastActivityAt).copied().unwrap_or(entry.at));
        add_once(&mut script, entry, last_at);
        self.end(&mut script, std::slice::from_ref(entry), last_at);
        Ok(script.finish())
    }

    /// An event log has many rows a ticket.
    fn tell_log(&mut self, ticket_id: &str, entries: &[Entry]) -> Vec<Event> {
        let Some(first) = entries.first() else { return Vec::new() };
        let opened_at = self.opened_at(first);
        let mut script = Script::open(ticket_id.into(), opened_at, &self.opening(entries));
        let mut known: BTreeMap<Field, String> = BTreeMap::new();
        for field in Field::CHANGEABLE {
            // Who has it first and what is major is no part of an opening, so that the first row tells it.
            let is_opening = !matches!(field, Field::Assignee | Field::Major);
            known.extend(first.values.get(&field).filter(|_| is_opening).map(|value| (field, value.clone())));
        }
        for entry in entries {
            self.step(&mut script, entry, &mut known);
        }
        self.settle_ends(&mut script, entries);
        let last_at = script.last_at();
        self.end(&mut script, entries, last_at);
        script.finish()
    }

    fn step(&mut self, script: &mut Script, entry: &Entry, known: &mut BTreeMap<Field, String>) {
        let agent = doer(entry, Role::Agent);
        script.add(entry.at, EventKind::Recorded, &agent, None, Some(entry.kept.clone()));
        for field in Field::CHANGEABLE {
            let Some(value) = entry.values.get(&field).filter(|value| known.get(&field) != Some(value)) else {
                continue;
            };
            let from = known.insert(field, value.clone());
            script.add(entry.at, change_of(field), &agent, from, Some(value.clone()));
        }
        match entry.values.get(&Field::Activity).map(String::as_str) {
            Some("responded") => script.add(entry.at, EventKind::Responded, &agent, None, None),
            Some(kind) => {
                if let Some(kind) = EventKind::from_name(kind) {
                    script.add(entry.at, kind, &doer(entry, author_of(kind)), None, None);
                }
            }
            None => {}
        }
        if let Some(status) = entry.values.get(&Field::Status).and_then(|name| Status::from_name(name))
            && !script.enter(entry.at, status, &closer(entry))
        {
            self.findings.note(What::AfterMerge, Field::Status.name(), entry.row, status.name());
        }
        add_once_known(script, entry, known);
    }

    /// The earlier of what a column says and the first row.
    fn opened_at(&mut self, first: &Entry) -> Timestamp {
        match first.moments.get(&Field::OpenedAt) {
            Some(said) if *said > first.at => {
                self.findings.note(What::OpenedAfterFirstRow, Field::OpenedAt.name(), first.row, &said.to_string());
                first.at
            }
            Some(said) => *said,
            None => first.at,
        }
    }

    /// What was known when the ticket opened: the first that any row says of what never changes, and what the first
    /// row says of the rest.
    fn opening(&self, entries: &[Entry]) -> Opening {
        let first = |field| entries.first().and_then(|entry| entry.values.get(&field)).cloned();
        let any = |field| entries.iter().find_map(|entry| entry.values.get(&field)).cloned();
        Opening {
            ticket_type: first(Field::Type).and_then(|name| TicketType::from_name(&name)).unwrap_or_default(),
            service: first(Field::Service),
            category: first(Field::Category),
            priority: first(Field::Priority),
            impact: first(Field::Impact),
            urgency: first(Field::Urgency),
            team: first(Field::Team),
            assignee: None,
            requester: any(Field::Requester),
            customer: any(Field::Customer),
            mailbox: any(Field::Mailbox),
            language: any(Field::Language),
            subject: any(Field::Subject).unwrap_or_default(),
            description: any(Field::Description).unwrap_or_default(),
            awaits_response: self.mapping.tells_of_responses(),
        }
    }

    /// When a table's row says that its ticket was answered and how it ended.
    fn ends_of_row(&mut self, entry: &Entry) -> Result<Ends, Rejection> {
        let moment = |field| entry.moments.get(&field).copied();
        let before = |field: Field, at: Timestamp| Rejection::new(What::ResolvedBeforeOpened, field, at.to_string());
        let mut responded_at = moment(Field::FirstResponseAt);
        if let Some(at) = responded_at.filter(|at| *at < entry.at) {
            self.findings.note(What::BeforeOpening, Field::FirstResponseAt.name(), entry.row, &at.to_string());
            responded_at = None;
        }
        let (resolved_at, mut closed_at) = (moment(Field::ResolvedAt), moment(Field::ClosedAt));
        for (field, at) in [(Field::ResolvedAt, resolved_at), (Field::ClosedAt, closed_at)] {
            if let Some(at) = at.filter(|at| *at < entry.at) {
                return Err(before(field, at));
            }
        }
        if let (Some(resolved), Some(closed)) = (resolved_at, closed_at)
            && closed < resolved
        {
            self.findings.note(What::ClosedBeforeResolved, Field::ClosedAt.name(), entry.row, &closed.to_string());
            closed_at = Some(resolved);
        }
        let statuses = self.statuses_of_row(entry, responded_at, resolved_at, closed_at)?;
        Ok(Ends { responded_at, statuses })
    }

    fn statuses_of_row(
        &mut self,
        entry: &Entry,
        responded_at: Option<Timestamp>,
        resolved_at: Option<Timestamp>,
        closed_at: Option<Timestamp>,
    ) -> Result<Vec<(Timestamp, Status)>, Rejection> {
        let said = entry.values.get(&Field::Status).and_then(|name| Status::from_name(name));
        let status = said.unwrap_or_else(|| implied(entry, responded_at, resolved_at, closed_at));
        let changed_at = entry.moments.get(&Field::LastActivityAt).copied().filter(|at| *at >= entry.at);
        let ended_at = || resolved_at.or(closed_at);
        let missing = || Rejection::new(What::EndWithoutMoment, Field::Status, status.name());
        Ok(match status {
            Status::New => self.not_over(entry, Vec::new()),
            Status::Open | Status::PendingCustomer | Status::PendingSupplier => {
                let at = changed_at.or(responded_at).unwrap_or(entry.at);
                self.not_over(entry, vec![(at, status)])
            }
            Status::Resolved => vec![(ended_at().ok_or_else(missing)?, status)],
            Status::Closed => {
                let closed_at = closed_at.or(resolved_at).ok_or_else(missing)?;
                resolved_at.map(|at| (at, Status::Resolved)).into_iter().chain([(closed_at, status)]).collect()
            }
            Status::Merged | Status::Spam => vec![(ended_at().or(changed_at).unwrap_or(entry.at), status)],
        })
    }

    /// A status that is not over goes before a moment of an end, which tools keep after a reopening.
    fn not_over(&mut self, entry: &Entry, statuses: Vec<(Timestamp, Status)>) -> Vec<(Timestamp, Status)> {
        for field in [Field::ResolvedAt, Field::ClosedAt] {
            if let Some(at) = entry.moments.get(&field) {
                self.findings.note(What::ResolvedYetOpen, field.name(), entry.row, &at.to_string());
            }
        }
        statuses
    }

    /// Where the rows of a log bear the moments of resolution and closing, these go before the rows' own.
    fn settle_ends(&mut self, script: &mut Script, entries: &[Entry]) {
        let last = |field| entries.iter().rev().find_map(|entry| Some((*entry.moments.get(&field)?, entry)));
        if let Some((at, entry)) = last(Field::FirstResponseAt) {
            script.add(at, EventKind::Responded, &doer(entry, Role::Agent), None, None);
        }
        for (field, status) in [(Field::ResolvedAt, Status::Resolved), (Field::ClosedAt, Status::Closed)] {
            let Some((at, entry)) = last(field) else { continue };
            if !script.settle(status, at, &closer(entry)) {
                self.findings.note(What::EndAgainstRows, field.name(), entry.row, &at.to_string());
            }
        }
    }

    /// What the source says of a ticket without saying when: it was so at the last moment.
    fn end(&mut self, script: &mut Script, entries: &[Entry], at: Timestamp) {
        let last = |field| entries.iter().rev().find_map(|entry| entry.values.get(&field));
        for field in Field::COUNTS {
            if let Some(number) = last(field) {
                if field == Field::ReopenCount && number.parse().is_ok_and(|told: usize| told > script.reopenings()) {
                    let row = entries.last().map_or(0, |entry| entry.row);
                    self.findings.note(What::ReopenedUntold, field.name(), row, number);
                }
                script.add(at, EventKind::Counted, &system(), Some(field.name().into()), Some(number.clone()));
            }
        }
    }
}

/// How a table's row says that its ticket went on.
struct Ends {
    responded_at: Option<Timestamp>,
    statuses: Vec<(Timestamp, Status)>,
}

/// The status of a table without one: what its moments say.
fn implied(
    entry: &Entry,
    responded_at: Option<Timestamp>,
    resolved_at: Option<Timestamp>,
    closed_at: Option<Timestamp>,
) -> Status {
    match (closed_at, resolved_at, responded_at) {
        _ if entry.values.contains_key(&Field::MergedInto) => Status::Merged,
        (Some(_), ..) => Status::Closed,
        (None, Some(_), _) => Status::Resolved,
        (None, None, Some(_)) => Status::Open,
        _ if entry.values.contains_key(&Field::Assignee) => Status::Open,
        _ => Status::New,
    }
}

/// What a table's row says once: tags, effort, satisfaction, links.
fn add_once(script: &mut Script, entry: &Entry, last_at: Timestamp) {
    let mut nothing_known = BTreeMap::new();
    let moved = Entry { at: last_at, ..entry.clone() };
    add_once_known(script, &moved, &mut nothing_known);
}

/// The same of a log's row, where it says something new. Effort adds up.
fn add_once_known(script: &mut Script, entry: &Entry, known: &mut BTreeMap<Field, String>) {
    let agent = doer(entry, Role::Agent);
    for (field, kind, role) in [
        (Field::Satisfaction, EventKind::SatisfactionRated, Role::Requester),
        (Field::ProblemId, EventKind::ProblemLinked, Role::Agent),
        (Field::ChangeId, EventKind::ChangeLinked, Role::Agent),
    ] {
        let Some(value) = entry.values.get(&field).filter(|value| known.get(&field) != Some(value)) else { continue };
        let from = known.insert(field, value.clone());
        script.add(entry.at, kind, &Doer { role, ..agent.clone() }, from, Some(value.clone()));
    }
    if let Some(minutes) = entry.values.get(&Field::Effort) {
        script.add(entry.at, EventKind::EffortLogged, &agent, None, Some(minutes.clone()));
    }
    let told = known.entry(Field::Tags).or_default();
    for tag in &entry.tags {
        if !told.split('\n').any(|known| known == tag) {
            told.push_str(tag);
            told.push('\n');
            script.add(entry.at, EventKind::Tagged, &agent, None, Some(tag.clone()));
        }
    }
    if let Some(survivor) = entry.values.get(&Field::MergedInto) {
        script.merge(entry.at, Some(survivor.clone()), &agent);
    }
}

fn change_of(field: Field) -> EventKind {
    match field {
        Field::Type => EventKind::TypeChanged,
        Field::Service => EventKind::ServiceChanged,
        Field::Category => EventKind::CategoryChanged,
        Field::Priority => EventKind::PriorityChanged,
        Field::Impact => EventKind::ImpactChanged,
        Field::Urgency => EventKind::UrgencyChanged,
        Field::Major => EventKind::MajorChanged,
        Field::Team => EventKind::TeamChanged,
        _ => EventKind::AssigneeChanged,
    }
}

fn author_of(kind: EventKind) -> Role {
    match kind {
        EventKind::CustomerMessage | EventKind::Chaser => Role::Requester,
        EventKind::AutomaticMessage => Role::System,
        _ => Role::Agent,
    }
}

/// Whom the row names, in the role that it gives him, else in this one.
fn doer(entry: &Entry, role: Role) -> Doer {
    let said = entry.values.get(&Field::ActorRole).and_then(|name| Role::from_name(name));
    Doer { name: entry.values.get(&Field::Actor).cloned(), role: said.unwrap_or(role) }
}

/// Who changed the status: the system where the row says that nobody did.
fn closer(entry: &Entry) -> Doer {
    let agent = doer(entry, Role::Agent);
    if is_true(entry, Field::AutoClosed) { Doer { role: Role::System, ..agent } } else { agent }
}

/// What a table says of a ticket nobody in particular did.
fn system() -> Doer {
    Doer { name: None, role: Role::System }
}

fn is_true(entry: &Entry, field: Field) -> bool {
    entry.values.get(&field).is_some_and(|value| value == "true")
}
