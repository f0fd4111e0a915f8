//! What people write, as pools of patterns: one file a language.
//!
//! A pattern is text with `[this|that]` alternatives (nested where useful) and `{slot}`s; [`super::grammar`]
//! expands it. Words of the service catalogue are kept apart: the pools of one service never name another.

mod de;
mod en;
mod es;
mod fr;
mod it;
mod nl;

use jiff::civil::Date;

use super::organisation::{KIND_COUNT, Language};

/// Patterns; one is drawn at a time.
pub type Pool = &'static [&'static str];

/// What is said about one kind of concern.
pub struct Concern {
    pub subjects: Pool,
    /// What happened; names the service and the category.
    pub what: Pool,
    pub detail: Pool,
    /// What an agent wants to know; always with a question mark.
    pub question: Pool,
    /// What the customer answers to it.
    pub answer: Pool,
    /// What an agent found or did in the end; no question mark.
    pub cause: Pool,
}

/// What is said whatever the concern.
pub struct Common {
    pub hello: Pool,
    pub since: Pool,
    pub tried: Pool,
    pub impact: Pool,
    pub high_impact: Pool,
    pub low_impact: Pool,
    pub high_urgency: Pool,
    pub low_urgency: Pool,
    pub ask: Pool,
    /// Asks that suit a request better than a breakdown.
    pub ask_request: Pool,
    /// Closings without a word of thanks: for chasers and reopenings, which thanks would turn into something else.
    pub regards: Pool,
    /// Closings that thank in advance.
    pub thanking_regards: Pool,
    pub complaint: Pool,
    pub attached: Pool,
    pub answer_lead: Pool,
    pub chaser: Pool,
    pub angry_chaser: Pool,
    /// A colleague in copy adds something.
    pub colleague: Pool,
    pub thanks: Pool,
    pub reopening: Pool,
    pub late_reply: Pool,
    pub agent_hello: Pool,
    pub agent_working: Pool,
    pub agent_update: Pool,
    pub agent_question_lead: Pool,
    pub agent_reminder: Pool,
    pub agent_again: Pool,
    /// Ends an answer and the ticket; every pattern holds a resolve phrase.
    pub agent_resolve: Pool,
    pub agent_unanswered: Pool,
    pub agent_regards: Pool,
    pub agent_apology: Pool,
    pub mobile_footer: Pool,
    pub absence_subject: Pool,
    pub absence: Pool,
    pub newsletter_subject: Pool,
    pub newsletter: Pool,
    pub letter: Letter,
    pub disclaimer: &'static str,
    /// What later mails call the matter, by service.
    pub topics: [&'static str; 6],
}

/// How mail programs of a language introduce what they quote.
pub struct Letter {
    pub reply_prefix: &'static str,
    /// `{date}`, `{clock}`, `{name}`, `{address}`.
    pub attribution: Pool,
    /// From, Sent, To, Subject of an Outlook block.
    pub labels: [&'static str; 4],
    pub original_message: &'static str,
    pub months: [&'static str; 12],
    pub weekdays: [&'static str; 7],
}

/// The patterns of a language that do not depend on the concern.
pub fn common(language: Language) -> &'static Common {
    match language {
        Language::English => &en::COMMON,
        Language::German => &de::COMMON,
        Language::French => &fr::COMMON,
        Language::Spanish => &es::COMMON,
        Language::Dutch => &nl::COMMON,
        Language::Italian => &it::COMMON,
    }
}

/// The patterns of a language for each kind of concern, in the order of [`super::organisation::KINDS`].
pub fn concerns(language: Language) -> &'static [Concern; KIND_COUNT] {
    match language {
        Language::English => &en::CONCERNS,
        Language::German => &de::CONCERNS,
        Language::French => &fr::CONCERNS,
        Language::Spanish => &es::CONCERNS,
        Language::Dutch => &nl::CONCERNS,
        Language::Italian => &it::CONCERNS,
    }
}

/// "Ms Taylor", "Herr Krause": how an agent addresses somebody by surname.
pub fn title(language: Language, feminine: bool, surname: &str) -> String {
    let title = match (language, feminine) {
        (Language::English, true) => "Ms",
        (Language::English, false) => "Mr",
        (Language::German, true) => "Frau",
        (Language::German, false) => "Herr",
        (Language::French, true) => "Madame",
        (Language::French, false) => "Monsieur",
        (Language::Spanish, true) => "Sra.",
        (Language::Spanish, false) => "Sr.",
        (Language::Dutch, true) => "mevrouw",
        (Language::Dutch, false) => "meneer",
        (Language::Italian, true) => "dott.ssa",
        (Language::Italian, false) => "dott.",
    };
    format!("{title} {surname}")
}

/// A day as people write it in a mail of that week.
pub fn date(language: Language, day: Date) -> String {
    let month = common(language).letter.months[usize::try_from(day.month() - 1).unwrap_or(0)];
    match language {
        Language::German => format!("{}.{}.", day.day(), day.month()),
        Language::Spanish => format!("{} de {month}", day.day()),
        _ => format!("{} {month}", day.day()),
    }
}
