//! Greetings, closings and signatures: lines that an organisation's people write under whatever they ask.
//!
//! Found in the corpus and not in a list of words, so that it works in every language and for every house style.

use std::collections::HashMap;

use super::ticket::Ticket;

/// "Sehr geehrte Damen und Herren" has five.
const GREETING_WORDS_MAX: usize = 6;
/// A line that one in so many tickets has is a habit and no symptom.
const HABIT_ONE_IN: usize = 200;
const HABIT_TICKETS_MIN: usize = 4;
/// The subject and the text of a note this short are all there is to go by.
const LINES_MIN: usize = 3;

/// What each ticket itself says, as a model of meaning should read it.
pub fn own_texts(tickets: &[Ticket]) -> Vec<String> {
    let habits = Habits::of(tickets.iter());
    tickets.iter().map(|ticket| habits.own_text(ticket)).collect()
}

/// Lines that many tickets have.
pub struct Habits(HashMap<String, usize>, usize);

impl Habits {
    pub fn of<'a>(tickets: impl ExactSizeIterator<Item = &'a Ticket>) -> Self {
        let least = (tickets.len() / HABIT_ONE_IN).max(HABIT_TICKETS_MIN);
        let mut counts: HashMap<String, usize> = HashMap::new();
        for ticket in tickets {
            let mut lines: Vec<String> = edge_lines(&ticket.text).filter(|line| is_short(line)).map(plain).collect();
            lines.sort();
            lines.dedup();
            for line in lines {
                *counts.entry(line).or_default() += 1;
            }
        }
        counts.retain(|_, count| *count >= least);
        Self(counts, least)
    }

    pub fn own_text(&self, ticket: &Ticket) -> String {
        format!("{}\n{}", ticket.subject, self.strip(&ticket.text)).trim().to_string()
    }

    /// The text without greeting, closing and what stands under the closing.
    pub fn strip(&self, text: &str) -> String {
        let lines: Vec<&str> = text.lines().map(str::trim).filter(|line| !line.is_empty()).collect();
        if lines.len() < LINES_MIN || self.1 == 0 {
            return lines.join("\n");
        }
        let end = self.closing(&lines).unwrap_or(lines.len());
        let own: Vec<&str> = lines[..end].iter().copied().filter(|line| !self.is_habit(line)).collect();
        own.join("\n")
    }

    /// Where the closing begins: a habitual line of the second half after which only short lines follow.
    fn closing(&self, lines: &[&str]) -> Option<usize> {
        let half = lines.len() / 2;
        (half..lines.len()).find(|at| self.is_habit(lines[*at]) && lines[at + 1..].iter().all(|line| is_short(line)))
    }

    fn is_habit(&self, line: &str) -> bool {
        is_short(line) && self.0.contains_key(&plain(line))
    }
}

/// A symptom may be short too, but a text that is nothing else keeps it.
fn edge_lines(text: &str) -> impl Iterator<Item = &str> {
    let lines: Vec<&str> = text.lines().map(str::trim).filter(|line| !line.is_empty()).collect();
    let lines = if lines.len() < LINES_MIN { Vec::new() } else { lines };
    lines.into_iter()
}

fn is_short(line: &str) -> bool {
    line.split_whitespace().count() <= GREETING_WORDS_MAX
}

fn plain(line: &str) -> String {
    line.trim_end_matches(|c: char| !c.is_alphanumeric()).to_lowercase()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn mail(name: &str, symptom: &str) -> Ticket {
        Ticket { text: format!("Dear team,\n\n{symptom}\n\nKind regards\n{name}\nEnergy manager"), ..Ticket::default() }
    }

    #[test]
    fn greeting_closing_and_signature_go_and_the_symptom_stays() {
        let names = ["Ada", "Grace", "Edsger", "Barbara", "Donald"];
        let tickets: Vec<Ticket> = names
            .iter()
            .map(|name| mail(name, &format!("The portal of {name} is terribly slow since Monday")))
            .collect();
        let habits = Habits::of(tickets.iter());
        assert_eq!(habits.strip(&tickets[0].text), "The portal of Ada is terribly slow since Monday");
    }

    #[test]
    fn a_text_of_one_line_is_kept_however_often_it_comes() {
        let tickets = vec![Ticket { text: "Job failed".into(), ..Ticket::default() }; 9];
        assert_eq!(Habits::of(tickets.iter()).strip("Job failed"), "Job failed");
    }
}
