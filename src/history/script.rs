//! The events of one ticket, written down so that its life allows each of them.

use jiff::Timestamp;

use crate::ticket::{Event, EventKind, Opening, Role, Status};

/// Who did it.
#[derive(Debug, Clone)]
pub struct Doer {
    pub name: Option<String>,
    pub role: Role,
}

/// Events so far, and the status that they leave.
pub struct Script {
    ticket_id: String,
    events: Vec<Event>,
    pub status: Status,
}

impl Script {
    pub fn open(ticket_id: String, at: Timestamp, opening: &Opening) -> Self {
        let requester = Doer { name: opening.requester.clone(), role: Role::Requester };
        let mut script = Self { ticket_id, events: Vec::new(), status: Status::New };
        let opening = serde_json::to_string(opening).unwrap_or_default();
        script.add(at, EventKind::Opened, &requester, None, Some(opening));
        script
    }

    pub fn add(
        &mut self,
        at: Timestamp,
        kind: EventKind,
        doer: &Doer,
        from_value: Option<String>,
        to_value: Option<String>,
    ) {
        self.events.push(Event {
            ticket_id: self.ticket_id.clone(),
            sequence: 0,
            occurred_at: at,
            recorded_at: at,
            kind,
            actor: doer.name.clone(),
            actor_role: doer.role,
            from_value,
            to_value,
            message_key: None,
        });
    }

    /// Takes a status, by way of `open` where the life of a ticket allows no straight way; `false` where it allows
    /// none.
    pub fn enter(&mut self, at: Timestamp, status: Status, doer: &Doer) -> bool {
        // A ticket is new once: what goes back to the beginning is open. What is closed is resolved, too.
        let status = match (self.status, status) {
            (Status::New, Status::New) | (Status::Closed | Status::Spam, Status::Resolved) => return true,
            (Status::Spam, Status::Closed) => return true,
            (_, Status::New) => Status::Open,
            (_, status) => status,
        };
        if status == self.status {
            return true;
        }
        if !self.status.allows(status) {
            if !(self.status.allows(Status::Open) && Status::Open.allows(status)) {
                return false;
            }
            self.change(at, Status::Open, doer);
        }
        self.change(at, status, doer);
        true
    }

    fn change(&mut self, at: Timestamp, status: Status, doer: &Doer) {
        let from = Some(self.status.name().into());
        self.status = status;
        match status {
            Status::Merged => self.add(at, EventKind::Merged, doer, from, None),
            _ => self.add(at, EventKind::StatusChanged, doer, from, Some(status.name().into())),
        }
    }

    /// The ticket goes on in another one.
    pub fn merge(&mut self, at: Timestamp, survivor: Option<String>, doer: &Doer) {
        if let Some(merged) = self.events.iter_mut().find(|event| event.kind == EventKind::Merged) {
            merged.to_value = survivor;
        } else {
            self.status = Status::Merged;
            self.add(at, EventKind::Merged, doer, None, survivor);
        }
    }

    /// Puts the last resolution or closing where the source says that it was; `false` where the ticket's other events
    /// say that it cannot have been then.
    pub fn settle(&mut self, status: Status, at: Timestamp, doer: &Doer) -> bool {
        let changes: Vec<usize> = (0..self.events.len()).filter(|n| self.events[*n].new_status().is_some()).collect();
        let is_end = |n: &usize| {
            let entered = self.events[*n].new_status();
            entered == Some(status) || (entered == Some(Status::Closed) && status == Status::Resolved)
        };
        let begin = changes.iter().rposition(|n| !is_end(n)).map_or(0, |last| last + 1);
        let moment = |n: Option<&usize>| n.map(|n| self.events[*n].occurred_at);
        let not_before = moment(changes[..begin].last()).unwrap_or(self.events[0].occurred_at);
        let Some(end) = changes.get(begin).copied() else {
            return not_before <= at && self.enter(at, status, doer);
        };
        let is_itself = self.events[end].new_status() == Some(status);
        let next = if is_itself { changes.get(begin + 1) } else { Some(&end) };
        if at < not_before || moment(next).is_some_and(|next| next < at) {
            return false;
        }
        if is_itself {
            (self.events[end].occurred_at, self.events[end].recorded_at) = (at, at);
        } else {
            self.resolve_before(end, at);
        }
        true
    }

    /// A ticket that the rows show closed at once was resolved before.
    fn resolve_before(&mut self, closed: usize, at: Timestamp) {
        let mut resolved = self.events[closed].clone();
        (resolved.occurred_at, resolved.recorded_at) = (at, at);
        resolved.to_value = Some(Status::Resolved.name().into());
        self.events[closed].from_value.clone_from(&resolved.to_value);
        self.events.insert(closed, resolved);
    }

    /// How often the ticket was taken up again after its end.
    pub fn reopenings(&self) -> usize {
        let ends = [Status::Resolved.name(), Status::Closed.name()];
        let is_end = |name: Option<&str>| name.is_some_and(|name| ends.contains(&name));
        let changes = self.events.iter().filter(|event| event.kind == EventKind::StatusChanged);
        changes.filter(|event| is_end(event.from_value.as_deref()) && !is_end(event.to_value.as_deref())).count()
    }

    /// The last moment of which anything is told.
    pub fn last_at(&self) -> Timestamp {
        self.events.iter().map(|event| event.occurred_at).max().unwrap_or(Timestamp::MIN)
    }

    /// The events in order, numbered.
    pub fn finish(mut self) -> Vec<Event> {
        self.events.sort_by_key(|event| event.occurred_at);
        for (number, event) in (1..).zip(&mut self.events) {
            event.sequence = number;
        }
        self.events
    }
}
