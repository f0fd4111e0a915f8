//! A synthetic organisation with planted truths: its mailbox or its lake, for demos, tests and benchmarks.
//!
//! Everything comes from the seed: the same order gives the same bytes. Must not read a clock or the
//! environment, and shares no code with the reader that it tests (`message`). Pure but for [`mailbox`](write)
//! and [`lake`](write_lake), which write the files.
//!
//! ```text
//! people ─▶ arrivals ─▶ story ─▶ correspondence (text, quote, compose) ─▶ mailbox
//!           (rhythm,    (a life  (words ─▶ MIME)                          truth, toml
//!            problems)   as a script)
//!                         └▶ history (the events of it) ─▶ lake, at any scale
//! ```

mod arrivals;
mod client;
mod compose;
mod correspondence;
mod enclosure;
mod facts;
mod grammar;
mod history;
mod lake;
mod mail;
mod mailbox;
mod names;
mod noise;
mod organisation;
mod people;
mod problems;
mod quote;
mod random;
mod rhythm;
mod story;
mod text;
mod toml;
mod truth;
mod words;

use jiff::civil::Date;
use jiff::tz::TimeZone;
use jiff::{Timestamp, ToSpan};

use self::arrivals::{LATE_REPLIES, arrivals};
use self::correspondence::Office;
use self::mail::Mail;
use self::people::People;
use self::problems::Calendar;
use self::random::Random;
use self::rhythm::Rhythm;
use self::story::{Arrival, Stage, Story};
pub use lake::write_lake;
pub use mailbox::{Form, write};

/// How much to invent.
#[derive(Debug, Clone)]
pub struct Order {
    pub tickets: usize,
    pub seed: u64,
    /// First days of the months, in order, without gaps.
    pub months: Vec<Date>,
}

impl Order {
    /// An order for `months` months, of which `until` is the last.
    pub fn until(until: Date, months: usize, tickets: usize, seed: u64) -> Self {
        let last = until.first_of_month();
        let count = i32::try_from(months.max(1)).unwrap_or(i32::MAX);
        let months = (0..count).rev().map(|before| last.saturating_sub(before.months())).collect();
        Self { tickets, seed, months }
    }
}

#[derive(Debug, thiserror::Error)]
pub enum SampleError {
    /// A text of ours that is no valid part of a mail: a mistake in the pools.
    #[error("cannot compose {0}")]
    Mime(String),
    #[error("cannot write {}", path.display())]
    Unwritable {
        path: std::path::PathBuf,
        #[source]
        source: std::io::Error,
    },
    #[error(transparent)]
    Lake(#[from] crate::lake::LakeError),
    #[error(transparent)]
    Configuration(#[from] crate::config::ConfigError),
    #[error("cannot write {what} as text: {reason}")]
    Text { what: &'static str, reason: String },
}

/// An invented mailbox and what is true about it.
pub struct Sample {
    /// In the order of arrival.
    pub(crate) mails: Vec<Mail>,
    pub(crate) configuration: String,
    pub(crate) truth: String,
}

impl Sample {
    /// Messages in all folders, copies included.
    pub fn message_count(&self) -> usize {
        self.mails.len()
    }

    /// Invents the organisation's mail. `progress` is told how many of how many tickets are written.
    pub fn invent(order: &Order, progress: &dyn Fn(usize, usize)) -> Result<Self, SampleError> {
        let zone = TimeZone::get(organisation::TIME_ZONE).unwrap_or(TimeZone::UTC);
        let (first, last) = (order.months[0], order.months[order.months.len() - 1].last_of_month());
        let rhythm = Rhythm::new(zone.clone(), first, last);
        let end = rhythm::at(last.saturating_add(1.day()), &zone);
        let people = People::new(order.seed);
        let calendar = Calendar { months: order.months.clone() };
        let stories = stories(order, &Stage { people: &people, rhythm: &rhythm, calendar: &calendar }, end);
        let numbers = truth::numbers(&stories);
        let mut office = Office::new(&people, &zone, end, order.seed, &stories);
        for (index, story) in stories.iter().enumerate() {
            office.write(story, numbers[index])?;
            progress(index + 1, stories.len());
        }
        let mut mails = office.into_mails();
        mails.extend(noise::newsletters(&rhythm, &order.months, order.seed)?);
        mails.sort_by(|a, b| (a.received, &a.message_id, a.folder).cmp(&(b.received, &b.message_id, b.folder)));
        mails.retain(|mail| mail.received < end);
        let configuration = toml::configuration(&people, &rhythm, first, last);
        let truth = truth::Truth { order, stories: &stories, numbers: &numbers, mails: &mails, people: &people, end };
        let truth = truth.json(&calendar)?;
        Ok(Self { mails, configuration, truth })
    }
}

/// Every ticket's life; those that late replies open come last.
fn stories(order: &Order, stage: &Stage, end: Timestamp) -> Vec<Story> {
    let list = arrivals(order.tickets, stage.people, stage.rhythm, stage.calendar, order.seed);
    let mut stories = Vec::with_capacity(list.len());
    for (index, arrival) in list.into_iter().enumerate() {
        stories.push(stage.tell(arrival, &mut Random::of(order.seed, 1000 + index as u64)));
    }
    for index in 0..stories.len() {
        let mut random = Random::of(order.seed, 500_000_000 + index as u64);
        if let Some(arrival) = late_reply(&stories[index], index, stage, end, &mut random) {
            stories.push(stage.tell(arrival, &mut random));
        }
    }
    stories
}

/// Long after a ticket was resolved somebody answers it once more: more than the reopening window of 14 days.
fn late_reply(story: &Story, index: usize, stage: &Stage, end: Timestamp, random: &mut Random) -> Option<Arrival> {
    let resolved = story.last_resolution()?;
    if story.arrival.problem.is_some() || !random.chance(LATE_REPLIES) {
        return None;
    }
    let days = 17.0 + 60.0 * random.unit();
    let requester = story.arrival.requester;
    let zone = stage.people.zone(requester);
    let at = stage.rhythm.customer_moment(random, story.deeds.last()?.received, days * 1440.0, &zone);
    let arrival = Arrival { at, continues: Some((index, resolved)), ..story.arrival.clone() };
    (at < rhythm::plus_seconds(end, -3600)).then_some(arrival)
}

#[cfg(test)]
mod tests;
