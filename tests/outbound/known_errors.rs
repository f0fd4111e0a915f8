//! A mail that tells of a known error: its ticket is linked, the agent hears of the workaround, the customer does not.

use std::path::Path;
use std::process::Command;

use jiff::{Timestamp, ToSpan};
use serde_json::Value;

use super::support::smtp::Sink;
use super::{configuration, mail};

const WORKAROUND: &str = "Reset it in the admin page, and read the new one out on the telephone.";
const CUSTOMER: &str = "kim@customer.example";

/// What customers wrote before anybody knew: four of one trouble, others of their own.
const HISTORY: [(&str, &str); 12] = [
    ("Password reset", "Good morning, the mail to reset my password never arrives. I tried it three times."),
    ("No reset mail", "Hello, I asked for a new password, but the reset mail does not arrive, not even in spam."),
    ("Cannot reset my password", "Hi, no mail to reset my password arrives. What can I do?"),
    ("Reset mail is missing", "Hello, my password reset mail did not arrive. I checked the spam folder too."),
    ("Blank invoice", "Good morning, the invoice of last month has blank pages only. Please send it again."),
    ("Printer", "Hello, the printer on the ground floor does not print since this morning."),
    ("Report", "Hi, the quarterly report shows the tariff of last year in its second table."),
    ("Meter values", "Good morning, we get no values from the meter in the cellar since Monday."),
    ("Slow", "Hello, all pages of the portal load terribly slowly today."),
    ("Contract", "Hello, the contract shows a wrong street. It should be Hill Road."),
    ("Tablet", "Hi, the tablet of our technician does not start any more."),
    ("Certificate", "Good morning, your server refuses our certificate since the night."),
];

struct Desk {
    folder: tempfile::TempDir,
    delivered: i64,
}

impl Desk {
    /// A desk with that history, where no error is known yet.
    fn new(settings: &str) -> Self {
        let folder = tempfile::tempdir().unwrap();
        for part in ["cur", "new", "tmp"] {
            std::fs::create_dir_all(folder.path().join("Maildir").join(part)).unwrap();
        }
        let agents = "[[agent]]\nname = \"Bo\"\naddress = \"bo@desk.example\"\n";
        std::fs::write(
            folder.path().join("tallypost.toml"),
            configuration("desk.example", &format!("{agents}{settings}")),
        )
        .unwrap();
        let mut desk = Self { folder, delivered: 0 };
        let before = Timestamp::now() - 72.hours();
        for (number, (subject, text)) in HISTORY.iter().enumerate() {
            let from = format!("c{number}@d{number}.example");
            desk.deliver(before, &from, subject, "", text);
        }
        desk.run(&["ingest"]);
        desk
    }

    fn deliver(&mut self, at: Timestamp, from: &str, subject: &str, headers: &str, text: &str) {
        self.delivered += 1;
        let number = usize::try_from(self.delivered).unwrap();
        let raw = mail(from, "support@desk.example", number, subject, headers, text);
        let name = format!("{}.M{:06}.desk", at.as_second(), self.delivered);
        std::fs::write(self.folder.path().join("Maildir/new").join(name), raw).unwrap();
    }

    fn said(&self, words: &[&str]) -> (String, String) {
        let mut command = Command::new(env!("CARGO_BIN_EXE_tallypost"));
        let output = command.current_dir(self.folder.path()).args(words).output().unwrap();
        let [out, err] = [output.stdout, output.stderr].map(|bytes| String::from_utf8(bytes).unwrap());
        assert!(output.status.success(), "{words:?}: {out}{err}");
        (out, err)
    }

    fn run(&self, words: &[&str]) -> String {
        self.said(words).0
    }

    /// The four tickets of one trouble become a known error.
    fn know_the_error(&self) {
        let listed = self.run(&["problem", "list", "--format", "json"]);
        let candidate: Value = serde_json::from_str(listed.lines().next().unwrap()).unwrap();
        assert_eq!(candidate["tickets"], serde_json::json!(["T-1001", "T-1002", "T-1003", "T-1004"]), "{candidate}");
        let id = candidate["id"].as_str().unwrap();
        let title = "Reset mails never arrive";
        self.run(&["problem", "accept", id, "--owner", "ops", "--title", title, "--by", "anna"]);
        self.run(&["problem", "known-error", "P-0001", "--workaround", WORKAROUND, "--by", "anna"]);
    }

    fn deliver_two(&mut self) {
        let now = Timestamp::now() + 1.second();
        self.deliver(
            now,
            CUSTOMER,
            "Reset",
            "",
            "Hello, the mail to reset my password does not arrive. I tried twice.",
        );
        self.deliver(now, "lee@other.example", "Invoice", "", "Hello, why is the amount of the invoice so high?");
    }

    /// As the analysis counts them.
    fn tickets_of_the_problem(&self) -> Vec<String> {
        let shown = self.run(&["problem", "show", "P-0001", "--format", "json"]);
        let shown: Value = serde_json::from_str(&shown).unwrap();
        shown["tickets"].as_array().unwrap().iter().map(|ticket| ticket.as_str().unwrap().to_string()).collect()
    }

    fn problem_in_lake(&self, ticket: &str) -> Value {
        let shown = self.run(&["ticket", "show", ticket, "--format", "json"]);
        let shown: Value = serde_json::from_str(&shown).unwrap();
        assert_eq!(problem_id(&self.folder.path().join("tallypost-data/lake"), ticket), shown["ticket"]["problem_id"]);
        shown["ticket"]["problem_id"].clone()
    }
}

/// As another program reads it from the Parquet files.
fn problem_id(lake: &Path, ticket: &str) -> Value {
    let sql = format!(
        "import duckdb, json; print(json.dumps(duckdb.sql(\"select problem_id from read_parquet('{}/tickets/*/*.parquet') \
         where ticket_id = '{ticket}'\").fetchall()[0][0]))",
        lake.display()
    );
    let output = Command::new("python3").args(["-c", &sql]).output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    serde_json::from_slice(&output.stdout).unwrap()
}

fn mails_to(sink: &Sink, recipient: &str) -> Vec<String> {
    let mails = sink.mails().into_iter().filter(|mail| mail.recipients == [recipient]);
    mails.map(|mail| super::parsed(&mail.raw).text).collect()
}

#[test]
fn the_ticket_is_linked_and_agents_alone_hear_of_the_workaround() {
    let sink = Sink::start();
    let mut desk = Desk::new(&sink.settings());
    desk.know_the_error();
    let before = sink.mails().len();
    desk.deliver_two();
    let out = desk.run(&["ingest"]);
    assert!(out.contains("2 opened a ticket") && out.contains("outbox: 4 sent"), "{out}");
    assert_eq!(sink.mails().len(), before + 4, "two acknowledgements, and a mail to each agent");

    let shown = desk.run(&["ticket", "show", "T-1013"]);
    for told in ["problem         P-0001", "problem linked: P-0001 (the gateway)", "agent notified: bo@desk.example"] {
        assert!(shown.contains(told), "{told} in {shown}");
    }
    let why = desk.run(&["ticket", "why", "T-1013"]);
    assert!(why.contains("linked to P-0001, a known error, because its words are like"), "{why}");
    assert!(why.contains("told: alex@desk.example, bo@desk.example"), "{why}");
    assert!(!desk.run(&["ticket", "show", "T-1014"]).contains("problem"));
    assert_eq!((desk.problem_in_lake("T-1013"), desk.problem_in_lake("T-1014")), ("P-0001".into(), Value::Null));

    for agent in ["alex@desk.example", "bo@desk.example"] {
        let texts = mails_to(&sink, agent);
        assert_eq!(texts.len(), 1);
        for told in ["P-0001 “Reset mails never arrive”", WORKAROUND, "T-1013", CUSTOMER, "#problem none"] {
            assert!(texts[0].contains(told), "{told} in {}", texts[0]);
        }
    }
    for customer in [CUSTOMER, "lee@other.example"] {
        let texts = mails_to(&sink, customer);
        assert!(texts.len() == 1 && !texts[0].contains("admin page") && !texts[0].contains("P-0001"), "{texts:?}");
    }
    assert!(desk.run(&["verify"]).contains("everything balances"));
    assert!(desk.run(&["ingest"]).contains("nothing new"));
    assert_eq!(sink.mails().len(), before + 4);
}

/// The notice that an agent got, as he answers it.
fn notice_to(sink: &Sink, agent: &str) -> (String, String) {
    let mail = sink.mails().into_iter().rfind(|mail| mail.recipients == [agent]).unwrap();
    let message = super::parsed(&mail.raw);
    (format!("In-Reply-To: <{}>\r\n", message.message_id.unwrap()), message.text)
}

#[test]
fn an_agent_corrects_the_link_by_mail_and_neither_a_quotation_nor_a_customer_does() {
    let sink = Sink::start();
    let mut desk = Desk::new(&sink.settings());
    desk.know_the_error();
    desk.deliver_two();
    desk.run(&["ingest"]);
    assert_eq!(desk.tickets_of_the_problem(), ["T-1001", "T-1002", "T-1003", "T-1004", "T-1013"]);
    let register = desk.folder.path().join("tallypost-data/register/problems.jsonl");
    let decided = std::fs::read(&register).unwrap();
    let (answer, text) = notice_to(&sink, "bo@desk.example");
    let now = Timestamp::now() + 1.second();
    let mut problem_after = |from: &str, text: &str| {
        desk.deliver(now, from, "Re: Reset", &answer, text);
        assert!(desk.run(&["ingest"]).contains("1 joined a ticket"));
        desk.problem_in_lake("T-1013")
    };
    assert_eq!(problem_after("bo@desk.example", &format!("I see to it.\n\n{text}")), "P-0001");
    assert_eq!(problem_after(CUSTOMER, "#problem none"), "P-0001");
    assert_eq!(problem_after("bo@desk.example", "It is another one.\n#problem none\n"), Value::Null);
    assert_eq!(problem_after("bo@desk.example", "#problem p-0002"), "P-0002");
    let why = desk.run(&["ticket", "why", "T-1013"]);
    assert!(why.contains("linked to no problem by bo@desk.example"), "{why}");
    let shown = desk.run(&["ticket", "show", "T-1013"]);
    assert!(shown.contains("problem linked: P-0001 → none (bo@desk.example)"), "{shown}");
    assert_eq!(desk.tickets_of_the_problem(), ["T-1001", "T-1002", "T-1003", "T-1004"], "whatever the texts tell");
    assert_eq!(std::fs::read(&register).unwrap(), decided, "the register is people's own");
    assert!(desk.run(&["verify"]).contains("everything balances"));
}

#[test]
fn a_register_that_cannot_be_read_is_told_and_holds_up_no_mail() {
    let sink = Sink::start();
    let mut desk = Desk::new(&sink.settings());
    desk.know_the_error();
    let register = desk.folder.path().join("tallypost-data/register/problems.jsonl");
    let whole = std::fs::read_to_string(&register).unwrap();
    std::fs::write(&register, format!("{whole}<<<<<<< HEAD\n")).unwrap();
    desk.deliver_two();
    let (out, err) = desk.said(&["ingest"]);
    assert!(out.contains("2 opened a ticket"), "{out}");
    for told in ["without looking for known errors", "problems.jsonl, line 3", "restore the line", "problem list"] {
        assert!(err.contains(told), "{told} in {err}");
    }
    assert_eq!(desk.problem_in_lake("T-1013"), Value::Null);
}

/// What came before anybody knew of the error is history; a storm of one error is news once.
#[test]
fn old_mail_is_left_alone_and_a_storm_of_one_error_does_not_bury_the_agents() {
    let sink = Sink::start();
    let mut desk = Desk::new(&sink.settings());
    desk.know_the_error();
    let text = "Hello, the mail to reset my password does not arrive. I tried twice.";
    desk.deliver(Timestamp::now() - 48.hours(), CUSTOMER, "Reset", "", text);
    desk.run(&["ingest"]);
    assert_eq!(desk.problem_in_lake("T-1013"), Value::Null);
    let now = Timestamp::now() + 1.second();
    for number in 0..33 {
        desk.deliver(now, &format!("k{number}@c{number}.example"), "Reset", "", text);
    }
    desk.run(&["ingest"]);
    assert_eq!((desk.problem_in_lake("T-1014"), desk.problem_in_lake("T-1046")), ("P-0001".into(), "P-0001".into()));
    let owed = desk.run(&["outbox", "list", "--all", "--format", "json"]);
    let told = owed.lines().filter(|line| line.contains("known_error") && line.contains("bo@desk.example")).count();
    assert_eq!(told, 30);
}

/// Ended when it is dropped, whatever the test came to.
struct Service(std::process::Child);

impl Drop for Service {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

#[test]
fn the_service_knows_what_was_decided_while_it_runs() {
    let sink = Sink::start();
    let mut desk = Desk::new(&sink.settings());
    let config = desk.folder.path().join("tallypost.toml");
    let text = std::fs::read_to_string(&config).unwrap();
    std::fs::write(&config, text.replace("[gateway]", "[gateway]\npoll_seconds = 1\nlisten = \"\"")).unwrap();
    let mut command = Command::new(env!("CARGO_BIN_EXE_tallypost"));
    let quiet = std::process::Stdio::null();
    let _service = Service(command.current_dir(desk.folder.path()).arg("serve").stderr(quiet).spawn().unwrap());
    let now = || Timestamp::now() + 1.second();
    desk.deliver(now(), "lee@other.example", "Invoice", "", "Hello, why is the amount of the invoice so high?");
    wait_until(|| sink.mails().iter().any(|mail| mail.recipients == ["lee@other.example"]));
    assert_eq!(mails_to(&sink, "bo@desk.example").len(), 0);
    desk.know_the_error();
    desk.deliver(now(), CUSTOMER, "Reset", "", "Hello, the mail to reset my password does not arrive.");
    wait_until(|| !mails_to(&sink, "bo@desk.example").is_empty());
    assert!(mails_to(&sink, "bo@desk.example")[0].contains(WORKAROUND));
}

fn wait_until(is_so: impl Fn() -> bool) {
    let began = std::time::Instant::now();
    while !is_so() {
        assert!(began.elapsed() < std::time::Duration::from_secs(60), "it did not happen");
        std::thread::sleep(std::time::Duration::from_millis(50));
    }
}
