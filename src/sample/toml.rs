//! The configuration of the invented organisation, with comments for whoever opens it first.

use jiff::civil::Date;

use super::organisation::{self, AGENTS, DOMAIN, NAME, SERVICES, SUPPORT, TEAMS, TIME_ZONE};
use super::people::People;
use super::rhythm::{Rhythm, SERVICE_CLOSES, SERVICE_OPENS};
use super::story::TARGETS;

/// `tallypost.toml`; `{door}` stands where the mailbox is named.
pub fn configuration(people: &People, rhythm: &Rhythm, first: Date, last: Date) -> String {
    let mut text = head();
    text += "\n# Who answers. An agent is known by the address in From.\n";
    for team in TEAMS {
        text += &format!("\n[[team]]\nname = {}\n", quoted(team));
    }
    for (name, local, team) in AGENTS {
        text += &format!(
            "\n[[agent]]\nname = {}\naddress = \"{local}@{DOMAIN}\"\nteam = {}\n",
            quoted(name),
            quoted(TEAMS[team])
        );
    }
    text += &services();
    text += &words();
    text += &service_levels(rhythm, first, last);
    text += &objectives(last);
    text += "\n# Who writes: an organisation is known by its mail domains.\n";
    for customer in &people.customers {
        text += &format!("\n[[customer]]\nname = {}\ndomains = [\"{}\"]\n", quoted(&customer.name), customer.domain);
    }
    text
}

fn head() -> String {
    format!(
        "# The desk of an invented organisation. Names, people and mails in this folder are made up.\n\n\
         [organisation]\nname = \"{NAME}\"\n\
         # Months, days and service hours are counted in this zone.\ntime_zone = \"{TIME_ZONE}\"\ncurrency = \"EUR\"\n\n\
         # Where mail comes in: INBOX holds what customers write, Sent what agents answer.\n\
         [[mailbox]]\nname = \"support\"\naddress = \"{SUPPORT}\"\n{{door}}\n"
    )
}

fn services() -> String {
    let mut text = String::from(
        "\n# The service catalogue. A mail belongs to the service of which most words occur in subject and first text.\n",
    );
    for service in &SERVICES {
        text += &format!(
            "\n[[service]]\nname = {}\nteam = {}\nwords = {}\n",
            quoted(service.name),
            quoted(TEAMS[service.team]),
            list(service.words)
        );
        for (name, words) in service.categories {
            text += &format!("\n[[service.category]]\nname = {}\nwords = {}\n", quoted(name), list(words));
        }
    }
    text
}

fn words() -> String {
    format!(
        "\n# Without one of these words a mail is an incident.\n[types]\ncomplaint = {}\nservice_request = {}\n\
         change_request = {}\n\n\
         # Priority = impact x urgency; without a word both are medium, which is P3.\n[priorities]\n\
         high_impact = {}\nlow_impact = {}\nhigh_urgency = {}\nlow_urgency = {}\n",
        list(organisation::COMPLAINT_WORDS),
        list(organisation::REQUEST_WORDS),
        list(organisation::CHANGE_WORDS),
        list(organisation::HIGH_IMPACT_WORDS),
        list(organisation::LOW_IMPACT_WORDS),
        list(organisation::HIGH_URGENCY_WORDS),
        list(organisation::LOW_URGENCY_WORDS),
    )
}

fn service_levels(rhythm: &Rhythm, first: Date, last: Date) -> String {
    let hours = format!("[\"{SERVICE_OPENS:02}:00-{SERVICE_CLOSES:02}:00\"]");
    let mut text = String::from("\n# When the desk is staffed.\n[calendar.office]\n");
    for day in ["monday", "tuesday", "wednesday", "thursday", "friday"] {
        text += &format!("{day} = {hours}\n");
    }
    let holidays = rhythm.holidays.iter().filter(|day| **day >= first.first_of_year() && **day <= last.last_of_year());
    let days: Vec<String> = holidays.map(|day| format!("    \"{day}\",\n")).collect();
    text += &format!("holidays = [\n{}]\n", days.concat());
    text += "\n# What is promised, in minutes of service time.\n";
    for (index, (first_response, resolve)) in TARGETS.iter().enumerate() {
        text += &format!(
            "\n[[service_level]]\npriority = \"P{}\"\nfirst_response_minutes = {first_response:.1}\n\
             resolve_minutes = {resolve:.1}\ncalendar = \"office\"\n",
            index + 1
        );
    }
    text
}

/// Metric, service, baseline, target: one that is reached, one that is not, and one about the planted null.
const OBJECTIVES: [(&str, Option<usize>, f64, f64); 3] = [
    ("resolve_active_median", Some(organisation::DATA_EXCHANGE), 480.0, 300.0),
    ("first_response_service_median", Some(organisation::BILLING), 90.0, 60.0),
    ("first_response_on_time", None, 0.94, 0.97),
];

fn objectives(last: Date) -> String {
    let mut text = String::from(
        "\n# What the desk sets out to reach, in minutes or as a share; the review says how each stands.\n",
    );
    for (metric, service, baseline, target) in OBJECTIVES {
        let of = service.map_or(String::new(), |service| format!("service = {}\n", quoted(SERVICES[service].name)));
        text += &format!(
            "\n[[objective]]\nmetric = \"{metric}\"\n{of}baseline = {baseline:?}\ntarget = {target:?}\nowner = {}\ndate = \
             \"{}-12-31\"\n",
            quoted(AGENTS[0].0),
            last.year()
        );
    }
    text
}

/// A TOML array, six words a line, each word once.
fn list(words: &[&str]) -> String {
    let mut unique: Vec<&str> = Vec::new();
    for word in words {
        if !unique.contains(word) {
            unique.push(word);
        }
    }
    let row = |row: &[&str]| format!("    {},\n", row.iter().map(|word| quoted(word)).collect::<Vec<_>>().join(", "));
    format!("[\n{}]", unique.chunks(6).map(row).collect::<String>())
}

fn quoted(text: &str) -> String {
    format!("\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\""))
}
