use std::collections::BTreeSet;
use std::path::Path;

use super::facts::{Facts, Voice};
use super::grammar::expand;
use super::mail::{Folder, Role};
use super::organisation::{KIND_COUNT, Language, SERVICES};
use super::story::Act;
use super::words::{common, concerns};
use super::*;
use crate::config::{self, LifeCycle};

const LANGUAGES: [Language; 6] =
    [Language::English, Language::German, Language::French, Language::Spanish, Language::Dutch, Language::Italian];

fn month(text: &str) -> Date {
    format!("{text}-01").parse().unwrap()
}

fn small() -> Sample {
    Sample::invent(&Order::until(month("2026-10"), 6, 150, 7), &|_, _| ()).unwrap()
}

#[test]
fn the_committed_sample_is_what_the_default_order_gives() {
    let sample = Sample::invent(&Order::until(month("2026-10"), 14, 1200, 1), &|_, _| ()).unwrap();
    let committed = Path::new(env!("CARGO_MANIFEST_DIR")).join("sample_data");
    for folder in [Folder::Inbox, Folder::Sent] {
        let packed = std::fs::read(committed.join(format!("mailbox/{}.mbox.zst", truth::folder_name(folder)))).unwrap();
        let file = zstd::decode_all(packed.as_slice()).unwrap();
        assert!(
            file == mailbox::mbox(&sample.mails, folder),
            "{folder:?} differs: run `tallypost sample --out sample_data`"
        );
    }
    assert!(std::fs::read_to_string(committed.join("truth.json")).unwrap() == sample.truth);
}

#[test]
fn the_same_seed_gives_the_same_bytes_and_another_seed_does_not() {
    let (one, two) = (small(), small());
    assert!(one.mails.iter().map(|mail| &mail.bytes).eq(two.mails.iter().map(|mail| &mail.bytes)));
    assert_eq!(one.truth, two.truth);
    let other = Sample::invent(&Order::until(month("2026-10"), 6, 150, 8), &|_, _| ()).unwrap();
    assert_ne!(one.truth, other.truth);
}

#[test]
fn the_configuration_is_one_that_the_loader_accepts() {
    let text = small().configuration.replace("{door}", "mbox = \"mailbox\"");
    let config = config::from_str(&text, Path::new("tallypost.toml")).unwrap();
    assert_eq!(config.services.len(), SERVICES.len());
    assert_eq!(config.agents.len(), 11);
    assert!(config.calendars["office"].holidays.contains(&"2026-04-06".parse().unwrap()), "Easter Monday");
}

#[test]
fn no_two_openings_have_the_same_body() {
    let sample = small();
    let mut bodies = BTreeSet::new();
    let mut known = BTreeSet::new();
    for mail in sample.mails.iter().filter(|mail| mail.role == Role::Deed(Act::Open)) {
        let text = String::from_utf8_lossy(&mail.bytes).into_owned();
        let body = text.split_once("\n\n").unwrap().1.to_string();
        // A copy of the same mail is the same message.
        assert!(bodies.insert(body) || !known.insert(&mail.message_id), "{}", mail.message_id);
        known.insert(&mail.message_id);
    }
    assert!(bodies.len() > 100, "{} openings", bodies.len());
}

#[test]
fn a_message_is_received_after_it_was_sent_and_in_order_of_its_ticket() {
    let order = Order::until(month("2026-10"), 3, 80, 3);
    let zone = TimeZone::get(organisation::TIME_ZONE).unwrap();
    let rhythm = Rhythm::new(zone.clone(), order.months[0], order.months[2].last_of_month());
    let (people, calendar) = (People::new(3), Calendar { months: order.months.clone() });
    let stage = Stage { people: &people, rhythm: &rhythm, calendar: &calendar };
    for story in stories(&order, &stage, Timestamp::MAX) {
        assert!(story.deeds.iter().all(|deed| deed.sent <= deed.received));
        assert!(story.deeds.windows(2).all(|pair| pair[0].received < pair[1].sent));
    }
}

/// The words of one pool, as they come out for a ticket of that kind, drawn often.
fn drawn(pool: &[&str], language: Language, kind: usize, of: &Facts) -> Vec<String> {
    let mut random = Random::of(5, kind as u64);
    let voice = Voice {
        common: common(language),
        service: organisation::KINDS[kind].service,
        first: "Kim",
        last: "Bo",
        me: "Anna",
        agent: "Elena",
        ..Voice::of_robot(of, language, month("2026-05"))
    };
    pool.iter().flat_map(|pattern| (0..25).map(|_| expand(pattern, &mut random, &voice)).collect::<Vec<_>>()).collect()
}

fn some_facts() -> (People, Facts) {
    let people = People::new(1);
    let rhythm = Rhythm::new(TimeZone::UTC, month("2026-05"), month("2026-06"));
    let calendar = Calendar { months: vec![month("2026-05")] };
    let at = "2026-05-06T10:00:00Z".parse().unwrap();
    let arrival = Arrival { at, kind: 0, requester: 0, problem: None, continues: None };
    let stage = Stage { people: &people, rhythm: &rhythm, calendar: &calendar };
    let story = stage.tell(arrival, &mut Random::of(1, 1));
    let facts = Facts::of(&story, &people, &mut Random::of(1, 2));
    (people, facts)
}

#[test]
fn agents_resolve_by_a_phrase_and_ask_by_a_question_mark_and_never_by_accident() {
    let (_, facts) = some_facts();
    let phrases = LifeCycle::default().resolve_words;
    let resolves = |text: &str| phrases.iter().any(|phrase| text.to_lowercase().contains(phrase.as_str()));
    for language in LANGUAGES {
        let said = common(language);
        for text in [said.agent_resolve, said.agent_unanswered].iter().flat_map(|pool| drawn(pool, language, 0, &facts))
        {
            assert!(resolves(&text) && !text.contains('?'), "{text}");
        }
        for pool in [said.agent_working, said.agent_update, said.agent_again, said.agent_hello, said.agent_apology] {
            for text in drawn(pool, language, 0, &facts) {
                assert!(!resolves(&text) && !text.contains('?'), "{text}");
            }
        }
        for text in drawn(said.agent_reminder, language, 0, &facts) {
            assert!(!resolves(&text) && text.contains('?'), "{text}");
        }
        for kind in 0..KIND_COUNT {
            let concern = &concerns(language)[kind];
            for text in drawn(concern.question, language, kind, &facts) {
                assert!(text.contains('?') && !resolves(&text), "{text}");
            }
            for text in drawn(concern.cause, language, kind, &facts) {
                assert!(!text.contains('?') && !resolves(&text), "{text}");
            }
        }
    }
}

#[test]
fn every_slot_of_every_pattern_is_filled() {
    let (_, facts) = some_facts();
    for language in LANGUAGES {
        for (kind, concern) in concerns(language).iter().enumerate() {
            for pool in [concern.subjects, concern.what, concern.detail, concern.answer, concern.cause] {
                for text in drawn(pool, language, kind, &facts) {
                    assert!(!text.is_empty() && !text.contains(['{', '}', '[', ']', '|']), "{text}");
                }
            }
        }
    }
}

/// Every file below a folder, with its bytes.
fn files(folder: &Path) -> std::collections::BTreeMap<std::path::PathBuf, Vec<u8>> {
    let mut found = std::collections::BTreeMap::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.extend(files(&path));
        } else {
            found.insert(path.clone(), std::fs::read(path).unwrap());
        }
    }
    found
}

#[test]
fn a_lake_has_the_tickets_that_were_ordered_and_the_same_bytes_twice() {
    let folder = tempfile::tempdir().unwrap();
    let order = Order::until(month("2026-10"), 3, 300, 1);
    write_lake(&order, folder.path(), &|_, _| ()).unwrap();
    let first = files(folder.path());
    let lake = crate::lake::Lake::open(&folder.path().join("lake")).unwrap();
    let config = config::load(&folder.path().join("tallypost.toml")).unwrap();
    let then = lake.as_of(&config, "2026-11-30T00:00:00Z".parse().unwrap()).unwrap();
    assert_eq!(then.tickets.collect().unwrap().height(), 300);
    write_lake(&order, folder.path(), &|_, _| ()).unwrap();
    assert!(first == files(folder.path()));
}

/// The tickets of a lake as of a moment, in one order.
fn tickets_as_of(lake: &crate::lake::Lake, config: &config::Config, moment: &str) -> polars::prelude::DataFrame {
    let known = lake.as_of(config, moment.parse().unwrap()).unwrap();
    known.tickets.collect().unwrap().sort(["ticket_id"], Default::default()).unwrap()
}

/// A calendar that no service level names changes no row, and yet every ticket is then folded from its events.
#[test]
fn rows_taken_as_they_stand_are_those_that_the_events_give() {
    let folder = tempfile::tempdir().unwrap();
    write_lake(&Order::until(month("2026-10"), 4, 600, 1), folder.path(), &|_, _| ()).unwrap();
    let lake = crate::lake::Lake::open(&folder.path().join("lake")).unwrap();
    let config = config::load(&folder.path().join("tallypost.toml")).unwrap();
    let mut other = config.clone();
    other.calendars.insert("nobody's".into(), config::Calendar::around_the_clock());
    for moment in ["2026-07-15T10:00:00Z", "2026-08-31T22:00:00Z", "2026-10-31T23:00:00Z", "2030-01-01T00:00:00Z"] {
        let (quick, thorough) = (tickets_as_of(&lake, &config, moment), tickets_as_of(&lake, &other, moment));
        assert!(quick.height() > 60, "{moment}: only {} tickets", quick.height());
        assert!(quick.equals_missing(&thorough), "{moment}");
    }
}
