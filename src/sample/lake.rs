//! The sample's tickets straight into a lake, for benchmarks: the same distributions, no mail.
//!
//! Written chunk by chunk, each chunk a source of its own with files of its own, so that ten million tickets
//! need no more memory than a hundred thousand. Late replies are told as mail only.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::atomic::{AtomicUsize, Ordering};

use jiff::Timestamp;
use jiff::civil::Date;

use super::arrivals::Monthly;
use super::facts::{Facts, Voice};
use super::history;
use super::organisation::TIME_ZONE;
use super::people::People;
use super::problems::Calendar;
use super::random::{Random, whole};
use super::rhythm::{self, Rhythm};
use super::story::Stage;
use super::text::Pen;
use super::{Order, SampleError, mailbox, toml, words};
use crate::config::{self, Config};
use crate::lake::Partition;
use crate::ticket::{Event, TicketRow, fold, fold_rules};

/// Tickets that one worker holds at a time: at least so many, at most so many.
const CHUNK_TICKETS: (usize, usize) = (20_000, 100_000);
/// About so many chunks where both hold.
const CHUNKS: usize = 100;
const WORKERS: usize = 2;

/// What stands in the configuration in place of the way to the mailbox.
const NO_DOOR: &str = "# There is no mail behind this lake: its tickets were written directly.";

/// Some tickets of one month.
struct Chunk {
    month: usize,
    /// Names the files of the chunk.
    source: String,
    first_number: usize,
    tickets: usize,
}

/// Writes `folder/lake/` and the configuration. `progress` is told how many of how many tickets are written.
pub fn write_lake(order: &Order, folder: &Path, progress: &(dyn Fn(usize, usize) + Sync)) -> Result<(), SampleError> {
    let zone = jiff::tz::TimeZone::get(TIME_ZONE).unwrap_or(jiff::tz::TimeZone::UTC);
    let (first, last) = (order.months[0], order.months[order.months.len() - 1].last_of_month());
    let rhythm = Rhythm::new(zone.clone(), first, last);
    let people = People::new(order.seed);
    let calendar = Calendar { months: order.months.clone() };
    let text = toml::configuration(&people, &rhythm, first, last).replace("{door}", NO_DOOR);
    mailbox::save(&folder.join("tallypost.toml"), text.as_bytes())?;
    let works = Works {
        order,
        stage: Stage { people: &people, rhythm: &rhythm, calendar: &calendar },
        config: config::from_str(&text, &folder.join("tallypost.toml"))?,
        end: rhythm::at(last.saturating_add(jiff::Span::new().days(1)), &zone),
        lake: &folder.join("lake"),
    };
    works.run(&works.chunks(), progress)
}

struct Works<'a> {
    order: &'a Order,
    stage: Stage<'a>,
    config: Config,
    end: Timestamp,
    lake: &'a Path,
}

impl Works<'_> {
    fn chunks(&self) -> Vec<Chunk> {
        let monthly = Monthly::of(self.order.tickets, self.stage.rhythm, self.stage.calendar);
        let chunk_tickets = (self.order.tickets / CHUNKS).clamp(CHUNK_TICKETS.0, CHUNK_TICKETS.1);
        let (mut chunks, mut expected, mut number) = (Vec::new(), 0.0, 0);
        for (month, share) in monthly.expected.iter().enumerate() {
            expected += share;
            let until = usize::try_from(whole(expected)).unwrap_or(number);
            for part in 0.. {
                if number >= until {
                    break;
                }
                let tickets = chunk_tickets.min(until - number);
                let name = self.order.months[month].strftime("%Y-%m");
                chunks.push(Chunk { month, source: format!("sample-{name}-{part:03}"), first_number: number, tickets });
                number += tickets;
            }
        }
        chunks
    }

    /// Two workers take chunk after chunk; what a chunk holds does not depend on who takes it.
    fn run(&self, chunks: &[Chunk], progress: &(dyn Fn(usize, usize) + Sync)) -> Result<(), SampleError> {
        let (next, done) = (AtomicUsize::new(0), AtomicUsize::new(0));
        let work = || -> Result<(), SampleError> {
            while let Some(chunk) = chunks.get(next.fetch_add(1, Ordering::Relaxed)) {
                self.write_chunk(chunk)?;
                let written = done.fetch_add(chunk.tickets, Ordering::Relaxed) + chunk.tickets;
                progress(written, self.order.tickets);
            }
            Ok(())
        };
        std::thread::scope(|scope| {
            let workers: Vec<_> = (0..WORKERS).map(|_| scope.spawn(work)).collect();
            workers
                .into_iter()
                .try_for_each(|worker| worker.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic)))
        })
    }

    fn write_chunk(&self, chunk: &Chunk) -> Result<(), SampleError> {
        let mut config = self.config.clone();
        config.gateway.name.clone_from(&chunk.source);
        let monthly = Monthly::of(self.order.tickets, self.stage.rhythm, self.stage.calendar);
        let mut tickets: BTreeMap<String, Vec<TicketRow>> = BTreeMap::new();
        let mut events: BTreeMap<Date, Vec<Event>> = BTreeMap::new();
        for number in chunk.first_number..chunk.first_number + chunk.tickets {
            let history = self.history(number, chunk.month, &monthly);
            if let Some(row) = fold(&history, &config, None) {
                tickets.entry(row.opened_month.clone()).or_default().push(row);
            }
            for event in history {
                let day = event.occurred_at.to_zoned(self.stage.rhythm.zone.clone()).date();
                events.entry(day.first_of_month()).or_default().push(event);
            }
        }
        for (month, rows) in &mut tickets {
            rows.sort_by(|a, b| (a.opened_at, &a.ticket_id).cmp(&(b.opened_at, &b.ticket_id)));
            Partition::tickets(&chunk.source, month, rows, &fold_rules(&config))?.write(self.lake)?;
        }
        for (month, rows) in &mut events {
            rows.sort_by(|a, b| {
                (a.occurred_at, &a.ticket_id, a.sequence).cmp(&(b.occurred_at, &b.ticket_id, b.sequence))
            });
            Partition::events(&chunk.source, &month.strftime("%Y-%m").to_string(), rows)?.write(self.lake)?;
        }
        Ok(())
    }

    /// What happened to the ticket of a number.
    fn history(&self, number: usize, month: usize, monthly: &Monthly) -> Vec<Event> {
        let mut random = Random::of(self.order.seed, (1 << 40) + number as u64);
        let arrival = monthly.draw(month, &self.stage, &mut random);
        let story = self.stage.tell(arrival, &mut random);
        let facts = Facts::of(&story, self.stage.people, &mut random);
        let requester = &self.stage.people.people[story.arrival.requester];
        let local = story.arrival.at.to_zoned(self.stage.rhythm.zone.clone());
        let voice = Voice {
            common: words::common(requester.language),
            service: story.service(),
            hour: local.hour(),
            ..Voice::of_robot(&facts, requester.language, local.date())
        };
        let mut pen = Pen { voice, random: &mut random };
        let (subject, mut description) = (pen.subject(story.arrival.kind), pen.happening(story.arrival.kind));
        if self.stage.people.customers[requester.customer].disclaimer {
            description = format!("{description}\n\n{}", words::common(requester.language).disclaimer);
        }
        history::events(&format!("T-{}", number + 1), &story, self.stage.people, (subject, description), self.end)
    }
}
