//! How mail joins tickets and how tickets move through their life.

use serde::{Deserialize, Serialize};

/// Limits of the rules that join a mail to a ticket.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Threading {
    /// A reply without thread headers joins by subject only within so many days of the last message.
    pub subject_window_days: u32,
    /// What becomes of a reply by somebody who takes no part in the ticket.
    pub stranger: StrangerPolicy,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum StrangerPolicy {
    /// The mail joins the ticket as an unverified note; its author becomes no participant.
    Note,
    /// The mail opens a ticket of its own that names the other one.
    LinkedTicket,
}

impl Default for Threading {
    fn default() -> Self {
        Self { subject_window_days: 14, stranger: StrangerPolicy::Note }
    }
}

/// What moves a ticket on.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct LifeCycle {
    /// A customer's reply reopens a resolved ticket for so many days; then it closes for good.
    pub reopen_window_days: u32,
    /// Phrases in an agent's answer that resolve the ticket; the command `#resolve` always does.
    pub resolve_words: Vec<String>,
    /// Phrases of a customer's short thank-you that neither reopens nor counts as a chaser.
    pub thanks_words: Vec<String>,
    /// A customer's words that all is well again; with them even "again" is no complaint.
    pub solved_words: Vec<String>,
    /// Words that make a thank-you something else: "thanks, but it is back again".
    pub unsolved_words: Vec<String>,
    /// Words that turn a phrase around within its clause: "not resolved yet".
    pub denying_words: Vec<String>,
    /// Words that put a phrase off to another time: "once this is resolved".
    pub conditional_words: Vec<String>,
    /// What an agent's answer that resolves nothing does to the status.
    pub agent_reply: AgentReply,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AgentReply {
    /// A question in it makes the ticket wait for the customer; otherwise it stays open.
    QuestionWaits,
    /// Every answer makes the ticket wait for the customer.
    Waits,
    /// The ticket stays open.
    StaysOpen,
}

impl Default for LifeCycle {
    fn default() -> Self {
        let words = |list: &[&str]| list.iter().map(|word| (*word).to_string()).collect();
        Self {
            reopen_window_days: 14,
            resolve_words: words(&[
                "resolved",
                "has been fixed",
                "is fixed",
                "we are closing this",
                "i am closing this",
                "gelöst",
                "behoben",
                "wir schließen",
                "erledigt",
                "résolu",
                "nous clôturons",
                "je clôture",
                "resuelto",
                "cerramos",
                "risolto",
                "chiudiamo",
                "opgelost",
                "we sluiten",
            ]),
            thanks_words: words(&[
                "thank*",
                "thanks",
                "cheers",
                "works now",
                "danke",
                "vielen dank",
                "besten dank",
                "merci",
                "gracias",
                "grazie",
                "bedankt",
                "dank je",
                "dank u",
                "tack",
                "takk",
                "obrigad*",
                "dziękuj*",
            ]),
            solved_words: words(&[
                "works again",
                "working again",
                "works now",
                "fine again",
                "back again to normal",
                "back to normal",
                "geht wieder",
                "funktioniert wieder",
                "läuft wieder",
                "klappt wieder",
                "geht jetzt",
                "funktioniert jetzt",
                "fonctionne à nouveau",
                "fonctionne de nouveau",
                "remarche",
                "ça marche",
                "funciona de nuevo",
                "vuelve a funcionar",
                "ya funciona",
                "funziona di nuovo",
                "funziona ancora",
                "ora funziona",
                "werkt weer",
                "doet het weer",
                "werkt nu",
                "fungerar igen",
                "virker igen",
                "virker igjen",
            ]),
            unsolved_words: words(&[
                "but",
                "still",
                "again",
                "however",
                "unfortunately",
                "aber",
                "leider",
                "wieder",
                "immer noch",
                "trotzdem",
                "erneut",
                "mais",
                "encore",
                "toujours",
                "nouveau",
                "malheureusement",
                "pero",
                "todavía",
                "otra vez",
                "de nuevo",
                "aún",
                "lamentablemente",
                "ma",
                "ancora",
                "di nuovo",
                "purtroppo",
                "maar",
                "nog steeds",
                "weer",
                "helaas",
                "opnieuw",
            ]),
            denying_words: words(&[
                "not", "isn't", "hasn't", "wasn't", "never", "cannot", "nicht", "kein", "keine", "nie", "pas",
                "jamais", "no", "nunca", "non", "mai", "niet", "geen", "nooit", "inte", "ikke",
            ]),
            conditional_words: words(&[
                "until",
                "once",
                "if",
                "when",
                "before",
                "unless",
                "as soon as",
                "sobald",
                "wenn",
                "bevor",
                "falls",
                "bis",
                "dès",
                "lorsque",
                "quand",
                "si",
                "jusqu",
                "avant",
                "cuando",
                "hasta",
                "antes",
                "quando",
                "finché",
                "appena",
                "zodra",
                "totdat",
                "als",
                "voordat",
            ]),
            agent_reply: AgentReply::QuestionWaits,
        }
    }
}
