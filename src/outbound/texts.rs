//! The words of an acknowledgement: built in for twelve languages, each replaceable by a file of one's own.
//!
//! `acknowledgement.LANG.txt` is the text; the HTML follows it by itself through `acknowledgement.html`, unless
//! `acknowledgement.LANG.html` says otherwise. `acknowledgement.subject` and `acknowledgement.LANG.subject` give the
//! subject. A text of one's own that does not work is replaced by the built-in one, and `tallypost check` says so.

use std::path::Path;

use minijinja::{Environment, UndefinedBehavior};
use serde::Serialize;

use crate::config::Acknowledgement;

/// File name and content of everything that is built in.
pub const BUILT_IN: &[(&str, &str)] = &[
    ("acknowledgement.subject", include_str!("templates/acknowledgement.subject")),
    ("acknowledgement.html", include_str!("templates/acknowledgement.html")),
    ("acknowledgement.cs.txt", include_str!("templates/acknowledgement.cs.txt")),
    ("acknowledgement.da.txt", include_str!("templates/acknowledgement.da.txt")),
    ("acknowledgement.de.txt", include_str!("templates/acknowledgement.de.txt")),
    ("acknowledgement.en.txt", include_str!("templates/acknowledgement.en.txt")),
    ("acknowledgement.es.txt", include_str!("templates/acknowledgement.es.txt")),
    ("acknowledgement.fr.txt", include_str!("templates/acknowledgement.fr.txt")),
    ("acknowledgement.it.txt", include_str!("templates/acknowledgement.it.txt")),
    ("acknowledgement.ja.txt", include_str!("templates/acknowledgement.ja.txt")),
    ("acknowledgement.nl.txt", include_str!("templates/acknowledgement.nl.txt")),
    ("acknowledgement.pl.txt", include_str!("templates/acknowledgement.pl.txt")),
    ("acknowledgement.pt.txt", include_str!("templates/acknowledgement.pt.txt")),
    ("acknowledgement.sv.txt", include_str!("templates/acknowledgement.sv.txt")),
];

const TEXT_BYTES_MAX: u64 = 100_000;
const LAST_RESORT: &str = "en";

/// What a text may speak of.
#[derive(Debug, Clone, Serialize)]
pub(super) struct Facts {
    /// `T-1042`
    pub ticket: String,
    /// The customer's subject without `Re:` and tags; empty where there is none.
    pub subject: String,
    pub organisation: String,
    /// The mailbox's address.
    pub address: String,
    /// When the first response is due at the latest, where a service level says so.
    pub due: Option<Due>,
}

/// A moment in the organisation's time zone, in pieces that each language puts together in its own way.
#[derive(Debug, Clone, Serialize)]
pub(super) struct Due {
    pub year: String,
    pub month: String,
    pub day: String,
    /// `14:30`
    pub time: String,
    /// `Europe/Berlin`
    pub zone: String,
}

/// An acknowledgement in words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Words {
    pub language: String,
    pub subject: String,
    pub text: String,
    pub html: String,
}

/// Every text that works.
pub(super) struct Texts {
    environment: Environment<'static>,
    default_language: String,
    /// What is wrong with texts of one's own, one sentence each.
    pub problems: Vec<String>,
    /// Files of one's own that are used.
    pub own: Vec<String>,
}

impl Texts {
    /// The built-in texts, replaced by those that lie in the configured folder.
    pub(super) fn load(settings: &Acknowledgement) -> Self {
        let mut environment = Environment::new();
        environment.set_undefined_behavior(UndefinedBehavior::Strict);
        let mut texts = Self {
            environment,
            default_language: settings.default_language.clone(),
            problems: Vec::new(),
            own: Vec::new(),
        };
        for (name, source) in BUILT_IN {
            if let Err(error) = texts.environment.add_template(name, source) {
                texts.problems.push(format!("built-in {name}: {error}"));
            }
        }
        for (name, source) in own_files(&settings.templates, &mut texts.problems) {
            texts.replace(&settings.templates, &name, source);
        }
        texts
    }

    /// The languages that there is a text for.
    pub(super) fn languages(&self) -> Vec<&str> {
        let names = self.environment.templates().map(|(name, _)| name);
        let mut languages: Vec<&str> = names.filter_map(|name| language_of(name, ".txt")).collect();
        languages.sort_unstable();
        languages
    }

    /// In the customer's language where there is a text in it, else in the default one.
    pub(super) fn words(&self, language: Option<&str>, facts: &Facts) -> Result<Words, minijinja::Error> {
        let has = |language: &&str| self.environment.get_template(&file(language, "txt")).is_ok();
        let language = language.filter(has).or(Some(self.default_language.as_str()).filter(has)).unwrap_or(LAST_RESORT);
        let text = self.render(&file(language, "txt"), minijinja::context! { language, ..context(facts) })?;
        let with_text = minijinja::context! { language, paragraphs => paragraphs(&text), ..context(facts) };
        let subject = self.render(&self.special(language, "subject"), with_text.clone())?;
        let html = self.render(&self.special(language, "html"), with_text)?;
        Ok(Words {
            language: language.into(),
            subject: on_one_line(&subject),
            text: text.trim().to_string() + "\n",
            html,
        })
    }

    fn special(&self, language: &str, ending: &str) -> String {
        let own = file(language, ending);
        if self.environment.get_template(&own).is_ok() { own } else { format!("acknowledgement.{ending}") }
    }

    fn render(&self, name: &str, context: minijinja::Value) -> Result<String, minijinja::Error> {
        self.environment.get_template(name)?.render(context)
    }

    /// Takes a text of one's own where it works, with and without a service level.
    fn replace(&mut self, folder: &Path, name: &str, source: String) {
        let place = folder.join(name);
        if let Err(error) = self.environment.add_template_owned(name.to_string(), source) {
            return self.refuse(name, format!("{}: {error:#}", place.display()));
        }
        let language = name.split('.').nth(1).filter(|_| name.split('.').count() == 3);
        if let Some(language) = language.filter(|language| !self.languages().contains(language)) {
            let missing = file(language, "txt");
            return self.refuse(name, format!("{}: is not used, because there is no {missing}", place.display()));
        }
        for facts in [example(None), example(Some(example_due()))] {
            match self.words(language, &facts) {
                Err(error) => return self.refuse(name, format!("{}: {}", place.display(), in_words(&error))),
                Ok(words) if !words.subject.contains("[T-1042]") => {
                    let remedy = "the subject must contain [{{ ticket }}], by which a reply is recognised";
                    return self.refuse(name, format!("{}: {remedy}", place.display()));
                }
                Ok(_) => {}
            }
        }
        self.own.push(name.to_string());
    }

    fn refuse(&mut self, name: &str, problem: String) {
        self.problems.push(problem);
        self.environment.remove_template(name);
        if let Some((name, source)) = BUILT_IN.iter().find(|(built_in, _)| *built_in == name) {
            // It was added once already, so it can be added again.
            let _ = self.environment.add_template(name, source);
        }
    }
}

/// The files of one's own, by name; no folder is no file.
fn own_files(folder: &Path, problems: &mut Vec<String>) -> Vec<(String, String)> {
    let Ok(entries) = std::fs::read_dir(folder) else { return Vec::new() };
    let mut names: Vec<String> =
        entries.filter_map(|entry| entry.ok()?.file_name().into_string().ok()).filter(|name| is_text(name)).collect();
    // Texts first: what belongs to a language is tried with its text.
    names.sort_by_key(|name| (!name.ends_with(".txt"), name.clone()));
    let mut files = Vec::new();
    for name in names {
        let path = folder.join(&name);
        match read(&path) {
            Ok(source) => files.push((name, source)),
            Err(error) => problems.push(format!("{}: {error}", path.display())),
        }
    }
    files
}

fn is_text(name: &str) -> bool {
    name.starts_with("acknowledgement.") && [".txt", ".html", ".subject"].iter().any(|ending| name.ends_with(ending))
}

fn read(path: &Path) -> std::io::Result<String> {
    if std::fs::metadata(path)?.len() > TEXT_BYTES_MAX {
        return Err(std::io::Error::other(format!(
            "is larger than {TEXT_BYTES_MAX} bytes; an acknowledgement is short"
        )));
    }
    std::fs::read_to_string(path)
}

fn file(language: &str, ending: &str) -> String {
    format!("acknowledgement.{language}.{ending}")
}

fn language_of<'a>(name: &'a str, ending: &str) -> Option<&'a str> {
    name.strip_prefix("acknowledgement.")?.strip_suffix(ending)
}

fn context(facts: &Facts) -> minijinja::Value {
    minijinja::Value::from_serialize(facts)
}

/// Paragraphs of lines, as the HTML shows them.
fn paragraphs(text: &str) -> Vec<Vec<String>> {
    let lines: Vec<&str> = text.trim().lines().map(str::trim).collect();
    let paragraphs = lines.split(|line| line.is_empty()).filter(|lines| !lines.is_empty());
    paragraphs.map(|lines| lines.iter().map(|line| line.to_string()).collect()).collect()
}

/// Neither a line end nor a control character gets into a header.
pub(super) fn on_one_line(text: &str) -> String {
    let plain: String = text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
    plain.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn in_words(error: &minijinja::Error) -> String {
    let line = error.line().map(|line| format!(" (line {line})")).unwrap_or_default();
    let names = "ticket, subject, organisation, address, language, due (year, month, day, time, zone), paragraphs";
    match error.kind() {
        minijinja::ErrorKind::UndefinedError => format!("names something that is not there{line}; there are {names}"),
        _ => format!("{error}{line}"),
    }
}

fn example(due: Option<Due>) -> Facts {
    Facts {
        ticket: "T-1042".into(),
        subject: "Example".into(),
        organisation: "Example Ltd".into(),
        address: "support@example.com".into(),
        due,
    }
}

fn example_due() -> Due {
    Due {
        year: "2026".into(),
        month: "10".into(),
        day: "21".into(),
        time: "14:30".into(),
        zone: "Europe/Berlin".into(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(files: &[(&str, &str)]) -> Texts {
        let folder = tempfile::tempdir().unwrap();
        for (name, content) in files {
            std::fs::write(folder.path().join(name), content).unwrap();
        }
        Texts::load(&Acknowledgement { templates: folder.path().into(), ..Acknowledgement::default() })
    }

    #[test]
    fn every_built_in_text_speaks_its_language_with_and_without_a_due_moment() {
        let texts = texts(&[]);
        assert_eq!(texts.problems, [""; 0]);
        assert_eq!(texts.languages(), ["cs", "da", "de", "en", "es", "fr", "it", "ja", "nl", "pl", "pt", "sv"]);
        for language in texts.languages() {
            for (due, says_when) in [(None, false), (Some(example_due()), true)] {
                let words = texts.words(Some(language), &example(due)).unwrap();
                assert_eq!((words.language.as_str(), words.subject.as_str()), (language, "[T-1042] Example"));
                for text in [&words.text, &words.html] {
                    assert!(text.contains("T-1042") && text.contains("Example Ltd"), "{text}");
                    assert_eq!(text.contains("14:30"), says_when, "{text}");
                    assert!(!text.contains("{{") && !text.contains("{%"), "{text}");
                }
            }
        }
    }

    /// An organisation's name, and everything else, is text in the HTML too.
    #[test]
    fn the_html_escapes_what_is_put_into_it_and_keeps_the_number_in_one_piece() {
        let facts = Facts { organisation: "A & B <script>".into(), ..example(Some(example_due())) };
        let words = texts(&[]).words(Some("en"), &facts).unwrap();
        assert!(words.text.contains("we aim to reply by 21 October 2026, 14:30 (Europe/Berlin)"), "{}", words.text);
        assert!(words.html.contains("A &amp; B &lt;script&gt;"), "{}", words.html);
        assert!(words.html.contains("<strong style=\"white-space: nowrap\">T-1042</strong>"), "{}", words.html);
    }

    /// The language detector reads each text as what it claims to be; a short Danish one it takes for Swedish.
    #[test]
    fn the_texts_are_in_the_languages_that_they_are_named_after() {
        let texts = texts(&[]);
        for language in texts.languages().into_iter().filter(|language| *language != "da") {
            let words = texts.words(Some(language), &example(Some(example_due()))).unwrap();
            let mail = format!("From: a@b.example\nContent-Type: text/plain; charset=utf-8\n\n{}", words.text);
            assert_eq!(crate::message::parse(mail.as_bytes()).language.as_deref(), Some(language));
        }
    }

    #[test]
    fn an_unknown_language_falls_back_to_the_default_one_and_that_to_english() {
        let mut texts = texts(&[]);
        texts.default_language = "de".into();
        assert_eq!(texts.words(Some("fi"), &example(None)).unwrap().language, "de");
        assert_eq!(texts.words(None, &example(None)).unwrap().language, "de");
        texts.default_language = "tlh".into();
        assert_eq!(texts.words(None, &example(None)).unwrap().language, "en");
    }

    #[test]
    fn a_text_of_ones_own_replaces_the_built_in_one_and_the_html_follows() {
        let texts = texts(&[
            ("acknowledgement.de.txt", "Moin!\n\nDas ist {{ ticket }} <jetzt>."),
            ("acknowledgement.fi.txt", "Hei, {{ ticket }}"),
            ("acknowledgement.fi.html", "<b>{{ ticket }}</b>"),
            ("acknowledgement.fi.subject", "[{{ ticket }}] Saapunut"),
        ]);
        assert_eq!(texts.problems, [""; 0]);
        let german = texts.words(Some("de"), &example(None)).unwrap();
        assert_eq!(german.text, "Moin!\n\nDas ist T-1042 <jetzt>.\n");
        assert!(german.html.contains("Moin!</p>") && german.html.contains("&lt;jetzt&gt;"), "{}", german.html);
        let finnish = texts.words(Some("fi"), &example(None)).unwrap();
        assert_eq!((finnish.subject.as_str(), finnish.html.as_str()), ("[T-1042] Saapunut", "<b>T-1042</b>"));
    }

    #[test]
    fn a_text_that_does_not_work_is_named_and_the_built_in_one_stays() {
        for (name, source, part) in [
            ("acknowledgement.de.txt", "Ihr Ticket {{ tiket }}", "names something that is not there (line 1)"),
            ("acknowledgement.de.txt", "{% if due %}", "acknowledgement.de.txt"),
            ("acknowledgement.subject", "Received: {{ subject }}", "[{{ ticket }}]"),
            ("acknowledgement.fi.html", "{{ ticket }}", "there is no acknowledgement.fi.txt"),
            ("acknowledgement.de.txt", "bis {% if due %}{{ due.hour }}{% endif %}", "there are ticket"),
        ] {
            let texts = texts(&[(name, source)]);
            assert!(texts.problems.len() == 1 && texts.problems[0].contains(part), "{:?}", texts.problems);
            assert!(texts.words(Some("de"), &example(None)).unwrap().text.contains("T-1042"));
        }
    }

    #[test]
    fn a_subject_stays_on_one_line() {
        let facts = Facts { subject: "Printer\r\nBcc: all@example.org".into(), ..example(None) };
        assert_eq!(texts(&[]).words(None, &facts).unwrap().subject, "[T-1042] Printer Bcc: all@example.org");
    }
}
