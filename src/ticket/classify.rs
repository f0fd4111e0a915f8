//! What a new ticket is about, by the service catalogue's words.

use super::TicketType;
use super::phrases::Words;
use crate::config::{Category, Config, Service};

/// Service, category, type and priority of a new ticket.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Classification {
    pub service: Option<String>,
    pub category: Option<String>,
    pub team: Option<String>,
    pub ticket_type: TicketType,
    pub impact: &'static str,
    pub urgency: &'static str,
    pub priority: &'static str,
}

/// Classifies by the words of subject and first text. The service with most different words found wins, the
/// earlier one in the catalogue on a tie; without any word there is no service.
pub fn classify(config: &Config, subject: &str, text: &str) -> Classification {
    let words = Words::of(&format!("{subject}\n{text}"));
    let service = best(&config.services, |service: &Service| words.count(&service.words));
    let category =
        service.and_then(|service| best(&service.categories, |category: &Category| words.count(&category.words)));
    let impact = level(&words, &config.priorities.high_impact, &config.priorities.low_impact);
    let urgency = level(&words, &config.priorities.high_urgency, &config.priorities.low_urgency);
    Classification {
        service: service.map(|service| service.name.clone()),
        category: category.map(|category| category.name.clone()),
        team: service.and_then(|service| service.team.clone()),
        ticket_type: ticket_type(config, &words),
        impact: impact.name(),
        urgency: urgency.name(),
        priority: priority(impact, urgency),
    }
}

fn best<T>(candidates: &[T], score: impl Fn(&T) -> usize) -> Option<&T> {
    // `max_by_key` keeps the last of equals; reversed, that is the first in the catalogue.
    candidates
        .iter()
        .rev()
        .map(|candidate| (score(candidate), candidate))
        .filter(|(score, _)| *score > 0)
        .max_by_key(|(score, _)| *score)
        .map(|(_, candidate)| candidate)
}

fn ticket_type(config: &Config, words: &Words) -> TicketType {
    let types = &config.types;
    if words.contain_any(&types.complaint) {
        TicketType::Complaint
    } else if words.contain_any(&types.change_request) {
        TicketType::ChangeRequest
    } else if words.contain_any(&types.service_request) {
        TicketType::ServiceRequest
    } else {
        TicketType::Incident
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Level {
    High,
    Medium,
    Low,
}

impl Level {
    fn name(self) -> &'static str {
        match self {
            Self::High => "high",
            Self::Medium => "medium",
            Self::Low => "low",
        }
    }

    fn steps(self) -> usize {
        match self {
            Self::High => 0,
            Self::Medium => 1,
            Self::Low => 2,
        }
    }
}

fn level(words: &Words, high: &[String], low: &[String]) -> Level {
    if words.contain_any(high) {
        Level::High
    } else if words.contain_any(low) {
        Level::Low
    } else {
        Level::Medium
    }
}

/// ITIL 4's matrix: each step down from high × high lowers the priority by one, P4 at the least.
fn priority(impact: Level, urgency: Level) -> &'static str {
    ["P1", "P2", "P3", "P4", "P4"][impact.steps() + urgency.steps()]
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::path::Path;

    fn config() -> Config {
        crate::config::from_str(
            r#"
            [organisation]
            name = "Test"
            [[team]]
            name = "Web"
            [[service]]
            name = "Portal"
            team = "Web"
            words = ["portal", "login", "anmeld*"]
            [[service.category]]
            name = "Sign-in"
            words = ["password", "passwort"]
            [[service]]
            name = "Billing"
            words = ["invoice", "rechnung"]
            [types]
            complaint = ["unacceptable"]
            service_request = ["please create"]
            [priorities]
            high_impact = ["everybody", "all users"]
            high_urgency = ["urgent"]
            low_urgency = ["no hurry"]
            "#,
            Path::new("test.toml"),
        )
        .unwrap()
    }

    #[test]
    fn the_service_with_most_words_wins_and_brings_its_team() {
        let found = classify(&config(), "Anmeldung am Portal", "Mein Passwort aus der Rechnung geht nicht");
        assert_eq!(found.service.as_deref(), Some("Portal"));
        assert_eq!(found.category.as_deref(), Some("Sign-in"));
        assert_eq!(found.team.as_deref(), Some("Web"));
    }

    #[test]
    fn a_tie_goes_to_the_first_service_in_the_catalogue() {
        assert_eq!(classify(&config(), "login and invoice", "").service.as_deref(), Some("Portal"));
    }

    #[test]
    fn without_any_word_there_is_no_service() {
        assert_eq!(classify(&config(), "Hello", "my printer").service, None);
    }

    #[test]
    fn priority_is_impact_times_urgency() {
        assert_eq!(classify(&config(), "urgent: portal down for all users", "").priority, "P1");
        assert_eq!(classify(&config(), "portal down for all users", "").priority, "P2");
        assert_eq!(classify(&config(), "portal", "").priority, "P3");
        assert_eq!(classify(&config(), "portal", "no hurry").priority, "P4");
    }

    #[test]
    fn a_complaint_is_one_even_when_it_asks_for_something() {
        assert_eq!(classify(&config(), "Unacceptable", "please create my account").ticket_type, TicketType::Complaint);
    }
}
