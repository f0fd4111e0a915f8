//! The ground floor: what the organisation promises and who does what, as plain typed settings.
//!
//! Only [`load`] and [`PasswordSource`] touch the world. Every table denies unknown keys, so that a misspelt setting is
//! an error with file, line and remedy and never a silent default. Standard: ISO/IEC 20000-1:2018, 8.2 (service
//! catalogue), 8.3.3 (service level management), 8.6 (incidents and requests).

mod calendar;
mod catalogue;
mod gateway;
mod life_cycle;
mod load;
mod mailbox;
mod oauth;
mod objective;
mod outbound;
mod password;
mod people;
mod pin;
mod service_level;
mod words;

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

pub use calendar::{Calendar, Hours};
pub use catalogue::{Category, Priorities, Service, TypeWords};
pub use gateway::{Gateway, LogLevel, POLL_SECONDS_MAX};
pub use life_cycle::{AgentReply, LifeCycle, StrangerPolicy, Threading};
pub use load::{ConfigError, from_str, load};
pub use mailbox::{AfterCommit, Imap, Mailbox, Tls};
pub use oauth::{Flow, OAuth, Provider, Purpose};
pub use objective::{Objective, Rebase};
pub use outbound::{Acknowledgement, ReturnPath, Smtp};
pub use password::{PasswordSource, Secret};
pub use people::{Agent, Customer, Team};
pub use pin::Pin;
pub use service_level::ServiceLevel;

/// Everything that `tallypost.toml` says.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Config {
    pub organisation: Organisation,
    #[serde(default)]
    pub gateway: Gateway,
    #[serde(default, rename = "mailbox")]
    pub mailboxes: Vec<Mailbox>,
    #[serde(default, rename = "team")]
    pub teams: Vec<Team>,
    #[serde(default, rename = "agent")]
    pub agents: Vec<Agent>,
    #[serde(default, rename = "customer")]
    pub customers: Vec<Customer>,
    #[serde(default, rename = "service")]
    pub services: Vec<Service>,
    #[serde(default)]
    pub types: TypeWords,
    #[serde(default)]
    pub priorities: Priorities,
    #[serde(default, rename = "calendar")]
    pub calendars: BTreeMap<String, Calendar>,
    #[serde(default, rename = "service_level")]
    pub service_levels: Vec<ServiceLevel>,
    #[serde(default)]
    pub threading: Threading,
    #[serde(default)]
    pub life_cycle: LifeCycle,
    #[serde(default)]
    pub goals: Goals,
    #[serde(default, rename = "objective")]
    pub objectives: Vec<Objective>,
    #[serde(default, rename = "rebase")]
    pub rebases: Vec<Rebase>,
    // How mail goes out bears on no figure, so it is no part of what a review is computed from.
    #[serde(default, skip_serializing)]
    pub smtp: Option<Smtp>,
    #[serde(default, skip_serializing)]
    pub acknowledgement: Acknowledgement,
}

/// What the desk as a whole sets out to reach, beside the service level of each ticket.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Goals {
    /// Share of service level targets to be met, 0 to 1; the review compares each service with it.
    pub on_time: Option<f64>,
}

/// Who runs the desk.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Organisation {
    pub name: String,
    /// IANA name; months, days and service hours are counted in it.
    #[serde(default = "utc")]
    pub time_zone: String,
    /// Currency of amounts in the review, ISO 4217.
    #[serde(default = "euro")]
    pub currency: String,
    /// What an hour of work costs, in that currency; without it no cost is computed.
    #[serde(default)]
    pub cost_per_hour: Option<f64>,
}

impl Config {
    /// The configuration of a desk that has told us nothing: UTC, no agents, no catalogue.
    pub fn unconfigured() -> Self {
        Self {
            organisation: Organisation {
                name: "Unconfigured desk".into(),
                time_zone: utc(),
                currency: euro(),
                cost_per_hour: None,
            },
            gateway: Gateway::default(),
            mailboxes: Vec::new(),
            teams: Vec::new(),
            agents: Vec::new(),
            customers: Vec::new(),
            services: Vec::new(),
            types: TypeWords::default(),
            priorities: Priorities::default(),
            calendars: BTreeMap::new(),
            service_levels: Vec::new(),
            threading: Threading::default(),
            life_cycle: LifeCycle::default(),
            goals: Goals::default(),
            objectives: Vec::new(),
            rebases: Vec::new(),
            smtp: None,
            acknowledgement: Acknowledgement::default(),
        }
    }

    /// The organisation's time zone; validated by [`load`], so a name that does not exist never gets here.
    pub fn time_zone(&self) -> jiff::tz::TimeZone {
        jiff::tz::TimeZone::get(&self.organisation.time_zone).unwrap_or(jiff::tz::TimeZone::UTC)
    }

    /// Is this one of our own shared mailboxes? Addresses compare without case, and what a plus sign begins is not
    /// compared: `support+detail@desk.example` is delivered to `support@desk.example` (RFC 5233).
    pub fn is_own_address(&self, address: &str) -> bool {
        self.mailboxes.iter().any(|mailbox| is_delivered_to(address, &mailbox.address))
    }

    pub fn mailbox(&self, name: &str) -> Option<&Mailbox> {
        self.mailboxes.iter().find(|mailbox| mailbox.name == name)
    }

    /// The agent who writes from this address.
    pub fn agent(&self, address: &str) -> Option<&Agent> {
        self.agents.iter().find(|agent| agent.address.eq_ignore_ascii_case(address))
    }

    /// The customer organisation of an address, by the domain after the `@`.
    pub fn customer_of(&self, address: &str) -> Option<&Customer> {
        let domain = address.rsplit_once('@')?.1;
        self.customers.iter().find(|customer| customer.domains.iter().any(|known| known.eq_ignore_ascii_case(domain)))
    }

    pub fn service(&self, name: &str) -> Option<&Service> {
        self.services.iter().find(|service| service.name == name)
    }
}

fn is_delivered_to(address: &str, mailbox: &str) -> bool {
    let (address, mailbox) = (address.to_ascii_lowercase(), mailbox.to_ascii_lowercase());
    let parts = |address: &str| address.rsplit_once('@').map(|(local, domain)| (local.to_string(), domain.to_string()));
    let (Some((local, domain)), Some((own, own_domain))) = (parts(&address), parts(&mailbox)) else {
        return address == mailbox;
    };
    let detail = local.strip_prefix(&own);
    domain == own_domain && detail.is_some_and(|detail| detail.is_empty() || detail.starts_with('+'))
}

fn utc() -> String {
    "UTC".into()
}

fn euro() -> String {
    "EUR".into()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_delivered_to_a_mailbox_of_ours_is_our_address() {
        for ours in ["Support@Desk.example", "support+t-1.abc@desk.example", "support+a+b@DESK.example"] {
            assert!(is_delivered_to(ours, "support@desk.example"), "{ours}");
        }
        assert!(is_delivered_to("team+support+t-1.abc@desk.example", "team+support@desk.example"));
        for other in ["supporter@desk.example", "support@other.example", "sup+port@desk.example", "support", "@", ""] {
            assert!(!is_delivered_to(other, "support@desk.example"), "{other}");
        }
    }
}
