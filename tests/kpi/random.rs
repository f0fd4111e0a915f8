//! A lake without sense but with every case: each ticket lives a random life of up to six steps.

use jiff::{Timestamp, ToSpan};
use rand::{RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;
use tallypost::ticket::{Direction, Disposition, EventKind, MessageRow, Status, TicketType};

use crate::support::{Ticket, mail, moment, opened};

/// The same tickets, and a mail for each, every time.
pub fn some_tickets(count: usize) -> (Vec<Ticket>, Vec<MessageRow>) {
    let mut random = ChaCha8Rng::seed_from_u64(2026);
    let tickets: Vec<Ticket> = (0..count).map(|number| some_ticket(number, &mut random)).collect();
    let mails = tickets.iter().map(|ticket| some_mail(ticket, &mut random)).collect();
    (tickets, mails)
}

fn some_moment(random: &mut ChaCha8Rng) -> Timestamp {
    let start = moment("2026-02-15T00:00:00Z");
    start + random.random_range(0..300 * 86_400_000i64).milliseconds()
}

fn one_of<T: Copy>(random: &mut ChaCha8Rng, list: &[T]) -> T {
    list[random.random_range(0..list.len())]
}

fn some_mail(ticket: &Ticket, random: &mut ChaCha8Rng) -> MessageRow {
    let at = some_moment(random).to_string();
    let (disposition, direction) = (one_of(random, Disposition::ALL), one_of(random, Direction::ALL));
    mail(&at, disposition, direction, random.random_bool(0.5).then_some(ticket.id.as_str()))
}

fn some_ticket(number: usize, random: &mut ChaCha8Rng) -> Ticket {
    let start = some_moment(random);
    let mut now = start;
    let mut status = Status::New;
    let mut ticket = opened(&format!("T-{number:04}"), &now.to_string());
    for _ in 0..random.random_range(0..6) {
        now += random.random_range(0..20 * 86_400_000i64).milliseconds();
        let at = now.to_string();
        let next = some_move(status, random);
        ticket = match random.random_range(0..12) {
            0..2 => ticket.answered(&at),
            2 => ticket.chased(&at),
            3..7 => some_change(ticket, &at, random),
            _ if status.allows(next) => {
                status = next;
                ticket.status(&at, next)
            }
            _ => ticket,
        };
    }
    if random.random_bool(0.05) {
        ticket = ticket.merged(&now.to_string());
    }
    dress(ticket, start, random)
}

/// A change of anything but the status; what was before is sometimes unknown, and never checked.
fn some_change(ticket: Ticket, at: &str, random: &mut ChaCha8Rng) -> Ticket {
    use EventKind::{AssigneeChanged, Escalated, PriorityChanged, ProblemLinked, TeamChanged};
    let kinds = [AssigneeChanged, Escalated, PriorityChanged, ProblemLinked, TeamChanged];
    match random.random_range(0..5) {
        0 => ticket.rated(at, random.random_range(1..=5)),
        1 => ticket.worked(at, random.random_range(1..100)),
        2 => ticket.noted(at),
        _ => {
            let before = random.random_bool(0.7).then(|| one_of(random, &["A", "B", "P1"]));
            let (kind, now) = (one_of(random, &kinds), one_of(random, &["A", "B", "P1"]));
            ticket.changed(at, kind, before, now)
        }
    }
}

/// Resolutions are frequent; only what is not done yet is taken for spam.
fn some_move(status: Status, random: &mut ChaCha8Rng) -> Status {
    use Status::{Closed, Open, PendingCustomer, Resolved, Spam};
    match status {
        Resolved | Closed => one_of(random, &[Open, Closed]),
        _ => one_of(random, &[Open, PendingCustomer, Resolved, Resolved, Resolved, Closed, Spam]),
    }
}

/// Dimensions, targets and times; each of them is sometimes unknown.
fn dress(ticket: Ticket, start: Timestamp, random: &mut ChaCha8Rng) -> Ticket {
    let mut minutes = || random.random_bool(0.8).then(|| random.random_range(0.0..10_000.0));
    let times = [minutes(), minutes(), minutes(), minutes(), minutes()];
    let mut due = || random.random_bool(0.8).then(|| start + random.random_range(0..480i64).hours());
    let (answer_due, resolve_due) = (due(), due());
    let mut name = |list: &[&str]| random.random_bool(0.9).then(|| one_of(random, list).to_string());
    let (service, priority) = (name(&["Portal", "Mail", "Zürich line"]), name(&["P1", "P2", "P3"]));
    let (customer, category) = (name(&["A", "B", "C", "D", "E", "F", "Ö"]), name(&["x", "y"]));
    let major = random.random_bool(0.2);
    let (out_of_hours, ticket_type) = (random.random_bool(0.3), one_of(random, TicketType::ALL));
    let ticket = if out_of_hours { ticket.out_of_hours() } else { ticket };
    ticket.of_type(ticket_type).with(move |row| {
        [
            row.first_response_minutes,
            row.first_response_service_minutes,
            row.resolve_minutes,
            row.resolve_service_minutes,
            row.resolve_active_minutes,
        ] = times;
        (row.first_response_due_at, row.resolve_due_at) = (answer_due, resolve_due);
        (row.service, row.priority) = (service.clone(), priority.clone());
        (row.customer, row.category, row.major) = (customer.clone(), category.clone(), major);
    })
}
