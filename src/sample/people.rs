//! The customers and the people who write, drawn once from the seed.

use jiff::tz::TimeZone;

use super::client::Client;
use super::names::{self, Country, Folk};
use super::organisation::Language;
use super::random::Random;

/// An organisation that Lumenta serves.
pub struct Customer {
    pub name: String,
    pub domain: String,
    pub country: Country,
    /// Share of the mail: few customers write most of it.
    pub weight: f64,
    /// A legal text under every mail.
    pub disclaimer: bool,
    pub people: Vec<usize>,
    pub towns: &'static [&'static str],
    pub streets: &'static [&'static str],
    pub phone: &'static str,
}

/// Somebody at a customer, with habits.
pub struct Person {
    pub first: String,
    pub last: String,
    pub feminine: bool,
    pub address: String,
    pub customer: usize,
    pub language: Language,
    pub client: Client,
    /// 0 terse, 1 ordinary, 2 wordy.
    pub wordiness: usize,
    pub slips: bool,
    pub signs: bool,
    pub role: &'static str,
    /// `Surname, First` in the From line, as some directories have it.
    pub surname_first: bool,
}

impl Person {
    pub fn name(&self) -> String {
        format!("{} {}", self.first, self.last)
    }

    pub fn display_name(&self) -> String {
        if self.surname_first { format!("{}, {}", self.last, self.first) } else { self.name() }
    }
}

pub struct People {
    pub customers: Vec<Customer>,
    pub people: Vec<Person>,
}

impl People {
    /// Sixty organisations with some hundred people.
    pub fn new(seed: u64) -> Self {
        let mut random = Random::of(seed, 1);
        let mut all = Self { customers: Vec::new(), people: Vec::new() };
        for (name, domain, country) in names::CUSTOMERS {
            all.add_customer(name, domain, *country, &mut random);
        }
        all
    }

    fn add_customer(&mut self, name: &str, domain: &str, country: Country, random: &mut Random) {
        let index = self.customers.len();
        let folk = names::folk(country);
        let weight = random.log_normal(1.0, 0.75);
        let staff = 4 + random.below(5);
        let surname_first = random.chance(0.12);
        let mut people = Vec::new();
        for _ in 0..staff {
            let mut person = person(index, domain, folk, random);
            person.surname_first = surname_first;
            if !self.people.iter().any(|known| known.address == person.address) {
                people.push(self.people.len());
                self.people.push(person);
            }
        }
        self.customers.push(Customer {
            name: name.into(),
            domain: domain.into(),
            country,
            weight,
            disclaimer: random.chance(0.15),
            people,
            towns: folk.towns,
            streets: folk.streets,
            phone: folk.phone,
        });
    }

    pub fn zone(&self, person: usize) -> TimeZone {
        let country = self.customers[self.people[person].customer].country;
        TimeZone::get(names::folk(country).time_zone).unwrap_or(TimeZone::UTC)
    }

    /// Whoever of this customer writes next: the first of a staff write more than the last.
    pub fn writer(&self, customer: usize, random: &mut Random) -> usize {
        let staff = &self.customers[customer].people;
        let rank = random.weighted((0..staff.len()).map(|rank| 1.0 / (rank as f64 + 1.0)));
        staff[rank]
    }

    /// A colleague of somebody.
    pub fn colleague(&self, of: usize, random: &mut Random) -> usize {
        let staff = &self.customers[self.people[of].customer].people;
        let others: Vec<usize> = staff.iter().copied().filter(|other| *other != of).collect();
        others[random.below(others.len())]
    }
}

fn person(customer: usize, domain: &str, folk: &Folk, random: &mut Random) -> Person {
    let feminine = random.chance(0.47);
    let first = random.pick(if feminine { folk.women } else { folk.men }).to_string();
    let last = random.pick(folk.surnames).to_string();
    let local = match customer % 4 {
        0 => format!("{}.{}", &ascii(&first)[..1], ascii(&last)),
        1 => format!("{}{}", ascii(&first), &ascii(&last)[..2]),
        _ => format!("{}.{}", ascii(&first), ascii(&last)),
    };
    Person {
        address: format!("{local}@{domain}"),
        first,
        last,
        feminine,
        customer,
        language: if random.chance(folk.own_language) { folk.language } else { Language::English },
        client: Client::draw(random),
        wordiness: random.weighted([0.3, 0.45, 0.25].into_iter()),
        slips: random.chance(0.3),
        signs: random.chance(0.6),
        role: random.pick(folk.roles),
        surname_first: false,
    }
}

/// Lower case without accents, as in addresses.
pub fn ascii(text: &str) -> String {
    let mut plain = String::new();
    for letter in text.to_lowercase().chars() {
        match letter {
            'ä' | 'æ' => plain.push_str("ae"),
            'ö' | 'ø' => plain.push_str("oe"),
            'ü' => plain.push_str("ue"),
            'ß' => plain.push_str("ss"),
            'å' => plain.push_str("aa"),
            'é' | 'è' | 'ê' | 'ë' => plain.push('e'),
            'á' | 'à' | 'â' => plain.push('a'),
            'í' | 'ì' | 'î' | 'ï' => plain.push('i'),
            'ó' | 'ò' | 'ô' => plain.push('o'),
            'ú' | 'ù' | 'û' => plain.push('u'),
            'ñ' => plain.push('n'),
            'ç' => plain.push('c'),
            'a'..='z' | '0'..='9' | '.' => plain.push(letter),
            _ => {}
        }
    }
    plain
}
