//! Greetings, closings and signatures: lines that an organisation's people write under whatever they ask; and what their
//! mail servers and forms add to it: legal lines, warnings, questions.
//!
//! Found in the corpus and not in a list of words, so that it works in every language and for every house style.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use super::ticket::Ticket;

/// "Sehr geehrte Damen und Herren" has five.
const GREETING_WORDS_MAX: usize = 6;
/// A line that one in so many tickets has is a habit and no symptom.
const HABIT_ONE_IN: usize = 200;
const HABIT_TICKETS_MIN: usize = 4;
/// The subject and the text of a note this short are all there is to go by.
const LINES_MIN: usize = 3;

/// A word of more than this part of the tickets that share a paragraph, and so many times as frequent there as elsewhere,
/// is what these tickets are about: the paragraph tells of it.
const TOPIC_SHARE: f64 = 0.5;
const TOPIC_TIMES: f64 = 3.0;

/// What each ticket itself says, as a model of meaning should read it.
pub fn own_texts(tickets: &[Ticket]) -> Vec<String> {
    let habits = Habits::of(tickets.iter());
    tickets.iter().map(|ticket| habits.own_text(ticket)).collect()
}

/// Lines that many tickets have.
pub struct Habits {
    /// Short ones.
    lines: HashMap<String, usize>,
    /// Longer ones, of tickets that have nothing else in common.
    paragraphs: HashMap<String, usize>,
}

impl Habits {
    pub fn of<'a>(tickets: impl ExactSizeIterator<Item = &'a Ticket>) -> Self {
        let tickets: Vec<&Ticket> = tickets.collect();
        let least = (tickets.len() / HABIT_ONE_IN).max(HABIT_TICKETS_MIN);
        let mut counts: HashMap<String, usize> = HashMap::new();
        for ticket in &tickets {
            let mut lines: Vec<String> = edge_lines(&ticket.text).filter(|line| is_short(line)).map(plain).collect();
            lines.sort();
            lines.dedup();
            for line in lines {
                *counts.entry(line).or_default() += 1;
            }
        }
        counts.retain(|_, count| *count >= least);
        let mut habits = Self { lines: counts, paragraphs: HashMap::new() };
        habits.paragraphs = shared_paragraphs(&tickets, least)
            .into_iter()
            .filter(|(line, carriers)| !habits.is_their_topic(line, carriers, &tickets))
            .map(|(line, carriers)| (line.to_string(), carriers.len()))
            .collect();
        habits
    }

    pub fn own_text(&self, ticket: &Ticket) -> String {
        format!("{}\n{}", ticket.subject, self.body(ticket)).trim().to_string()
    }

    /// What a ticket says under its subject: the text without greeting, closing, what stands under the closing, and
    /// paragraphs that are nobody's own. Of a ticket without a subject something stays: the line that fewest others have.
    pub fn body(&self, ticket: &Ticket) -> String {
        let all = ticket.text.lines().map(str::trim).filter(|line| !line.is_empty());
        let (shared, mut lines): (Vec<&str>, Vec<&str>) = all.partition(|line| self.paragraphs.contains_key(*line));
        if lines.is_empty() {
            return shared.join("\n");
        }
        if lines.len() < LINES_MIN && shared.is_empty() {
            return lines.join("\n");
        }
        lines.truncate(self.closing(&lines).unwrap_or(lines.len()));
        let own: Vec<&str> = lines.iter().copied().filter(|line| !self.is_habit(line)).collect();
        if !own.is_empty() || !ticket.subject.trim().is_empty() {
            return own.join("\n");
        }
        let tickets = |line: &&str| self.lines.get(&plain(line)).or_else(|| self.paragraphs.get(*line)).copied();
        lines.into_iter().chain(shared).min_by_key(tickets).unwrap_or_default().to_string()
    }

    /// Whether what else these tickets say has a word in common that the others of their language seldom say.
    fn is_their_topic(&self, line: &str, carriers: &[&Ticket], tickets: &[&Ticket]) -> bool {
        let mut shares: BTreeMap<String, f64> = BTreeMap::new();
        for ticket in carriers {
            for word in self.words_beside(ticket, line) {
                *shares.entry(word).or_default() += 1.0 / carriers.len() as f64;
            }
        }
        shares.retain(|_, share| *share > TOPIC_SHARE);
        if shares.is_empty() {
            return false;
        }
        let language = &carriers[0].language;
        let others: Vec<&&Ticket> = tickets.iter().filter(|ticket| ticket.language == *language).collect();
        let mut elsewhere: BTreeMap<&str, f64> = BTreeMap::new();
        for ticket in &others {
            let words = words(&format!("{}\n{}", ticket.subject, ticket.text));
            for word in words.iter().filter_map(|word| shares.get_key_value(word)) {
                *elsewhere.entry(word.0).or_default() += 1.0 / others.len() as f64;
            }
        }
        shares.iter().any(|(word, share)| *share >= TOPIC_TIMES * elsewhere.get(word.as_str()).copied().unwrap_or(0.0))
    }

    fn words_beside(&self, ticket: &Ticket, line: &str) -> BTreeSet<String> {
        let lines = ticket.text.lines().map(str::trim).filter(|own| *own != line && !self.is_habit(own));
        words(&format!("{}\n{}", ticket.subject, lines.collect::<Vec<_>>().join("\n")))
    }

    /// Where the closing begins: a habitual line of the second half after which only short lines follow.
    fn closing(&self, lines: &[&str]) -> Option<usize> {
        let half = lines.len() / 2;
        (half..lines.len()).find(|at| self.is_habit(lines[*at]) && lines[at + 1..].iter().all(|line| is_short(line)))
    }

    fn is_habit(&self, line: &str) -> bool {
        is_short(line) && self.lines.contains_key(&plain(line))
    }
}

/// Longer lines that so many tickets have letter by letter, beside something of their own, and these tickets.
fn shared_paragraphs<'a>(tickets: &[&'a Ticket], least: usize) -> Vec<(&'a str, Vec<&'a Ticket>)> {
    let mut counts: HashMap<&str, usize> = HashMap::new();
    for ticket in tickets {
        paragraphs(ticket).into_iter().for_each(|line| *counts.entry(line).or_default() += 1);
    }
    counts.retain(|_, count| *count >= least);
    let mut carriers: BTreeMap<&str, Vec<&Ticket>> = BTreeMap::new();
    for ticket in tickets {
        for line in paragraphs(ticket).into_iter().filter(|line| counts.contains_key(line)) {
            carriers.entry(line).or_default().push(ticket);
        }
    }
    carriers.into_iter().collect()
}

fn paragraphs(ticket: &Ticket) -> BTreeSet<&str> {
    let lines: Vec<&str> = ticket.text.lines().map(str::trim).filter(|line| !line.is_empty()).collect();
    let has_more = lines.len() > 1;
    lines.into_iter().filter(|line| has_more && !is_short(line)).collect()
}

fn words(text: &str) -> BTreeSet<String> {
    let words = text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    words.map(str::to_lowercase).collect()
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
        assert_eq!(habits.body(&tickets[0]), "The portal of Ada is terribly slow since Monday");
    }

    #[test]
    fn what_many_say_in_the_same_words_is_no_greeting_where_they_say_nothing_else() {
        let symptoms = ["Job LOAD_7 failed", "VPN is down again"];
        let tickets: Vec<Ticket> = (0..12).map(|n| mail(["Ada", "Grace", "Edsger"][n % 3], symptoms[n % 2])).collect();
        let habits = Habits::of(tickets.iter());
        assert_eq!([habits.body(&tickets[0]), habits.body(&tickets[1])], symptoms);
        let with_subject = Ticket { subject: "LOAD_7".into(), ..tickets[0].clone() };
        assert_eq!(habits.body(&with_subject), "", "the subject says it");
    }

    const LEGAL: &str = "This message may be confidential; if it is not for you, please delete it and tell us.";

    /// Each of these with the same paragraph under it, among others that say everyday things.
    fn with_paragraph(texts: [&str; 5], paragraph: &str) -> Vec<Ticket> {
        let everyday = ["no values from the meter", "where is the invoice", "please add a user", "a wrong total"];
        let ticket = |text: String| Ticket { text, ..Ticket::default() };
        let others = everyday.iter().cycle().take(20).map(|text| ticket((*text).to_string()));
        texts.iter().map(|text| ticket(format!("{text}\n\n{paragraph}"))).chain(others).collect()
    }

    #[test]
    fn a_paragraph_under_unrelated_texts_is_nobodys_own() {
        let unrelated =
            ["the portal is slow", "where is my invoice", "meter shows zero", "app crashes", "sign in fails"];
        let tickets = with_paragraph(unrelated, LEGAL);
        let habits = Habits::of(tickets.iter());
        assert_eq!(habits.body(&tickets[0]), "the portal is slow");
        let nothing_else = Ticket { text: LEGAL.into(), ..Ticket::default() };
        assert_eq!(habits.body(&nothing_else), LEGAL, "there is nothing else to go by");
    }

    #[test]
    fn a_sentence_that_tells_of_what_its_tickets_are_about_stays() {
        let backup = "The backup job did not complete within the window that was agreed for it.";
        let hosts =
            ["backup of srv-1", "backup of srv-2", "backup late on srv-3", "srv-4 backup", "backup again: srv-5"];
        let tickets = with_paragraph(hosts, backup);
        assert_eq!(Habits::of(tickets.iter()).body(&tickets[0]), format!("backup of srv-1\n{backup}"));
    }

    #[test]
    fn a_text_of_one_line_is_kept_however_often_it_comes() {
        let tickets = vec![Ticket { text: "Job failed".into(), ..Ticket::default() }; 9];
        assert_eq!(Habits::of(tickets.iter()).body(&tickets[0]), "Job failed");
    }
}
