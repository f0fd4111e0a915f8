//! What a ticket is about in particular: numbers, people, places, dates; they fill the slots of patterns.

use std::collections::BTreeMap;

use jiff::ToSpan;
use jiff::civil::Date;

use super::grammar::Slots;
use super::organisation::Language;
use super::people::{People, ascii};
use super::random::Random;
use super::story::Story;
use super::words::{self, Common};

const PARTNERS: &[&str] = &[
    "Netz Uckerland",
    "Gridlink",
    "Enervia",
    "Stromverbund Süd",
    "Elec Rhône",
    "Redes Norte",
    "Noordgrid",
    "Svea Nät",
    "Wattwerk",
    "Trentarete",
    "Kraftnett",
    "Meridian Gas",
    "BlueHub",
    "Volta Handel",
];
const BROKEN: &[&str] = &["E-4", "ERR_", "0x80", "HTTP 5", "LMT-", "Z"];

/// The particulars of one ticket, the same in all its mails.
pub struct Facts {
    fixed: BTreeMap<&'static str, String>,
    /// Month of which figures and invoices are spoken, 0 to 11.
    month: usize,
}

impl Facts {
    pub fn of(story: &Story, people: &People, random: &mut Random) -> Self {
        let requester = &people.people[story.arrival.requester];
        let customer = &people.customers[requester.customer];
        let (one, other) =
            (people.colleague(story.arrival.requester, random), people.colleague(story.arrival.requester, random));
        let names = |index: usize| (people.people[index].name(), people.people[index].address.clone());
        let (person, mail) = names(one);
        let (person2, _) = names(other);
        let place = random.pick(customer.towns).to_string();
        let version = (random.between(0, 4), random.between(0, 9));
        let fixed = [
            ("person", person),
            ("person2", if person2 == names(one).0 { requester.name() } else { person2 }),
            ("mail", mail),
            ("mail2", format!("{}@{}", ["office", "accounts", "info", "ap"][random.below(4)], customer.domain)),
            ("customer", customer.name.clone()),
            ("customerdomain", customer.domain.clone()),
            ("place", place),
            ("street", random.pick(customer.streets).to_string()),
            ("phone", format!("{}{}", customer.phone, random.between(100_000, 999_999))),
            ("user", user_name(requester, random)),
            ("code", format!("{}{:02}", random.pick(BROKEN), random.between(1, 99))),
            ("version", format!("5.{}.{}", version.0, version.1)),
            ("version2", format!("5.{}.{}", version.0, version.1 + 1)),
            ("invoice", invoice(random)),
            ("invoice2", invoice(random)),
            ("meter", meter(random)),
            ("meter2", meter(random)),
            (
                "order",
                format!("{}{}", ["45", "PO-", "K-", "V", "2026/"][random.below(5)], random.between(10_000, 99_999)),
            ),
            ("partner", random.pick(PARTNERS).to_string()),
            ("gln", format!("4{:012}", random.bits() % 1_000_000_000_000)),
            ("gln2", format!("4{:012}", random.bits() % 1_000_000_000_000)),
            ("octet", random.between(4, 250).to_string()),
            ("device", format!("TAB-{:04}", random.between(11, 2400))),
            ("device2", format!("TAB-{:04}", random.between(2401, 3900))),
        ];
        let opened = story.arrival.at.to_zoned(people.zone(story.arrival.requester));
        let before = i32::try_from(random.between(1, 2)).unwrap_or(1);
        let month = usize::try_from((i32::from(opened.month()) - 1 - before).rem_euclid(12)).unwrap_or(0);
        Self { fixed: fixed.into_iter().collect(), month }
    }

    /// What a newsletter is about and who sends it.
    pub fn of_newsletter(topic: &str, vendor: &str, day: Date, random: &mut Random) -> Self {
        let code = format!("{:08x}", random.bits() >> 32);
        let fixed = [("buzz", topic.to_string()), ("vendor", vendor.to_string()), ("code", code)];
        let month = usize::try_from(day.month() - 1).unwrap_or(0);
        Self { fixed: fixed.into_iter().collect(), month: (month + 1) % 12 }
    }

    /// One fact; empty where there is none of that name.
    pub fn get(&self, name: &str) -> &str {
        self.fixed.get(name).map_or("", String::as_str)
    }
}

fn user_name(person: &super::people::Person, random: &mut Random) -> String {
    let (first, last) = (ascii(&person.first), ascii(&person.last));
    match random.below(3) {
        0 => format!("{}{}", &first[..1], last),
        1 => format!("{first}.{last}"),
        _ => format!("LU{:05}", random.between(10_000, 79_999)),
    }
}

fn invoice(random: &mut Random) -> String {
    format!("{}-{}", ["RE", "LE", "INV"][random.below(3)], random.between(2_025_100_000, 2_026_999_999))
}

fn meter(random: &mut Random) -> String {
    let maker = ["1EMH", "1LGZ", "1ITR", "1ISK"][random.below(4)];
    format!("{maker}00{:08}", random.bits() % 100_000_000)
}

/// Who writes to whom, when: fills the slots of one mail.
#[derive(Clone, Copy)]
pub struct Voice<'a> {
    pub facts: &'a Facts,
    pub language: Language,
    pub common: &'static Common,
    /// The day of writing, in the writer's time.
    pub day: Date,
    /// The hour of writing, in the writer's time: clocks that are spoken of have struck.
    pub hour: i8,
    pub service: usize,
    /// Whom the mail addresses: first name, surname, and whether a woman.
    pub first: &'a str,
    pub last: &'a str,
    pub feminine: bool,
    pub me: &'a str,
    /// The first name of another agent.
    pub agent: &'a str,
    /// Dates lie ahead of the day of writing.
    pub looks_ahead: bool,
}

impl Slots for Voice<'_> {
    fn fill(&self, slot: &str, random: &mut Random) -> String {
        match slot {
            "first" => self.first.into(),
            "title" => words::title(self.language, self.feminine, self.last),
            "me" => self.me.into(),
            "agent" => self.agent.into(),
            "topic" => self.common.topics[self.service].into(),
            "since" => random.pick(self.common.since).into(),
            "weekday" => self.common.letter.weekdays[random.below(5)].into(),
            "month" => self.common.letter.months[self.facts.month].into(),
            "year" => self.day.year().to_string(),
            "date" => self.date(random),
            "clock" => self.clock(random),
            "clock2" => clock(random, 19, 22),
            _ => self.number(slot, random),
        }
    }
}

impl<'a> Voice<'a> {
    /// A sender that addresses nobody in particular.
    pub fn of_robot(facts: &'a Facts, language: Language, day: Date) -> Self {
        Self {
            facts,
            language,
            common: words::common(language),
            day,
            hour: 9,
            service: 0,
            first: "",
            last: "",
            feminine: false,
            me: "",
            agent: "",
            looks_ahead: true,
        }
    }

    fn number(&self, slot: &str, random: &mut Random) -> String {
        match slot {
            "small" => random.between(2, 6).to_string(),
            "digit" => random.between(2, 5).to_string(),
            "count" => random.between(12, 480).to_string(),
            "percent" => random.between(7, 96).to_string(),
            "cents" => self.decimal(random.between(2100, 3990)),
            "kwh" => random.between(310, 4900).to_string(),
            "kwh2" => random.between(5_000, 98_000).to_string(),
            "amount" => self.euro(random.between(90_000, 1_900_000)),
            "amount2" => self.euro(random.between(3_000, 89_000)),
            known => self.facts.get(known).into(),
        }
    }

    fn date(&self, random: &mut Random) -> String {
        let away = random.between(1, 16);
        let day = self.day.saturating_add(if self.looks_ahead { away.days() } else { (-away).days() });
        words::date(self.language, day)
    }

    fn clock(&self, random: &mut Random) -> String {
        match i64::from(self.hour) {
            hour @ 9.. => clock(random, (hour - 5).max(6), hour - 1),
            _ => clock(random, 13, 18),
        }
    }

    fn decimal(&self, hundredths: i64) -> String {
        let mark = if self.language == Language::English { '.' } else { ',' };
        format!("{}{mark}{:02}", hundredths / 100, hundredths % 100)
    }

    fn euro(&self, cents: i64) -> String {
        match self.language {
            Language::English | Language::Dutch => format!("€ {}", self.decimal(cents)),
            _ => format!("{} €", self.decimal(cents)),
        }
    }
}

fn clock(random: &mut Random, from: i64, to: i64) -> String {
    format!("{}:{:02}", random.between(from, to), random.between(0, 59))
}
