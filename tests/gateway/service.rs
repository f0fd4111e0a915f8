//! A running `tallypost serve`, and what can be seen of it from outside.

use std::collections::BTreeMap;
use std::fs::{self, File};
use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, ExitStatus, Output, Stdio};
use std::time::{Duration, Instant};

use polars::prelude::{ParquetReader, SerReader};
use serde_json::Value;
use tallypost::lake::{Lake, Table};

use super::support::dovecot::Dovecot;

const PATIENCE: Duration = Duration::from_secs(30);

/// A desk's folder: `tallypost.toml`, `tallypost-data/`.
pub struct Desk {
    folder: tempfile::TempDir,
    pub port: u16,
}

/// A process, killed when it is dropped.
pub struct Service {
    child: Child,
    port: u16,
    log: PathBuf,
}

impl Desk {
    /// Polls and publishes every second; `mailboxes` are the `[[mailbox]]` tables.
    pub fn new(mailboxes: &str) -> Self {
        let desk = Self { folder: tempfile::tempdir().unwrap(), port: free_port() };
        desk.configure(mailboxes);
        desk
    }

    pub fn configure(&self, mailboxes: &str) {
        self.write_config("poll_seconds = 1", mailboxes);
    }

    pub fn configure_polling_every(&self, poll_seconds: u64, mailboxes: &str) {
        self.write_config(&format!("poll_seconds = {poll_seconds}"), mailboxes);
    }

    pub fn configure_in_batches_of(&self, messages: usize, mailboxes: &str) {
        self.write_config(&format!("poll_seconds = 1\nbatch_messages = {messages}"), mailboxes);
    }

    fn write_config(&self, gateway: &str, mailboxes: &str) {
        let port = self.port;
        let text = format!(
            "[organisation]\nname = \"Desk\"\n[gateway]\npublish_seconds = 1\nlisten = \"127.0.0.1:{port}\"\n{gateway}\n{mailboxes}"
        );
        fs::write(self.folder.path().join("tallypost.toml"), text).unwrap();
    }

    pub fn path(&self) -> &Path {
        self.folder.path()
    }

    /// The account's settings with a password that is not its.
    pub fn with_wrong_password(&self, server: &Dovecot) -> String {
        let wrong = self.path().join("wrong");
        fs::write(&wrong, "wrong-battery").unwrap();
        server.settings().replace(server.password_file.to_str().unwrap(), wrong.to_str().unwrap())
    }

    pub fn run(&self, words: &[&str]) -> Output {
        tallypost(self.path()).args(words).output().unwrap()
    }

    pub fn run_with_input(&self, words: &[&str], input: &[u8]) -> Output {
        let mut command = tallypost(self.path());
        command.args(words).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut child = command.spawn().unwrap();
        // Who refuses early does not read it.
        let _ = child.stdin.take().unwrap().write_all(input);
        child.wait_with_output().unwrap()
    }

    /// The journal's tickets, as `ticket list` prints them.
    pub fn tickets(&self) -> Vec<Value> {
        let output = self.run(&["ticket", "list", "--limit", "100000", "--format", "json"]);
        text(&output.stdout).lines().map(|line| serde_json::from_str(line).unwrap()).collect()
    }

    /// How many messages the journal knows of with each disposition.
    pub fn dispositions(&self) -> BTreeMap<String, usize> {
        let output = self.run(&["verify", "--ledger", "--format", "json"]);
        let mut counts = BTreeMap::new();
        for line in text(&output.stdout).lines() {
            let entry: Value = serde_json::from_str(line).unwrap();
            *counts.entry(entry["disposition"].as_str().unwrap().to_string()).or_default() += 1;
        }
        counts
    }

    /// How many tickets the lake has.
    pub fn tickets_in_lake(&self) -> usize {
        let Ok(lake) = Lake::open(&self.path().join("tallypost-data/lake")) else { return 0 };
        let files = lake.files(Table::Tickets).unwrap_or_default();
        files.iter().map(|path| ParquetReader::new(File::open(path).unwrap()).finish().unwrap().height()).sum()
    }

    /// Starts the service and waits until it answers.
    pub fn serve(&self) -> Service {
        self.serve_with(&[])
    }

    /// With more in its environment.
    pub fn serve_with(&self, environment: &[(&str, &str)]) -> Service {
        let (child, log) = self.start(environment);
        let service = Service { child, port: self.port, log };
        eventually("the service answers", || TcpStream::connect(("127.0.0.1", self.port)).is_ok());
        service
    }

    /// Waits for a service that is going to end.
    pub fn serve_until_it_ends(&self, environment: &[(&str, &str)]) -> ExitStatus {
        let (child, log) = self.start(environment);
        let mut service = Service { child, port: self.port, log };
        let mut status = None;
        eventually(&format!("it ends: {environment:?}"), || {
            status = service.child.try_wait().unwrap();
            status.is_some()
        });
        status.unwrap()
    }

    fn start(&self, environment: &[(&str, &str)]) -> (Child, PathBuf) {
        let log = self.path().join("serve.log");
        let mut command = tallypost(self.path());
        command.args(["serve", "--log", "json"]).envs(environment.iter().copied());
        (command.stderr(File::create(&log).unwrap()).spawn().unwrap(), log)
    }
}

impl Service {
    /// The status and the body of an answer.
    pub fn get(&self, path: &str) -> (u16, String) {
        let mut stream = TcpStream::connect(("127.0.0.1", self.port)).unwrap();
        stream.write_all(format!("GET {path} HTTP/1.1\r\nHost: localhost\r\n\r\n").as_bytes()).unwrap();
        let mut answer = String::new();
        stream.read_to_string(&mut answer).unwrap();
        let (head, body) = answer.split_once("\r\n\r\n").unwrap();
        (head.split(' ').nth(1).unwrap().parse().unwrap(), body.to_string())
    }

    pub fn health(&self) -> (u16, Value) {
        let (status, body) = self.get("/healthz");
        (status, serde_json::from_str(&body).unwrap())
    }

    pub fn signal(&self, name: &str) {
        let id = self.child.id().to_string();
        assert!(Command::new("kill").args(["-s", name, &id]).status().unwrap().success());
    }

    /// Kills it as a power cut would.
    pub fn kill(mut self) {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
    }

    /// Asks it to end; says how, and how long it took.
    pub fn terminate(mut self) -> (ExitStatus, Duration) {
        let began = Instant::now();
        self.signal("TERM");
        (self.child.wait().unwrap(), began.elapsed())
    }

    /// Its log so far: one JSON object a line.
    pub fn log(&self) -> Vec<Value> {
        let log = fs::read_to_string(&self.log).unwrap();
        log.lines().filter_map(|line| serde_json::from_str(line).ok()).collect()
    }

    pub fn says(&self, message: &str) -> usize {
        self.log().iter().filter(|line| line["message"] == message).count()
    }
}

impl Drop for Service {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn tallypost(folder: &Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_tallypost"));
    command.current_dir(folder).stdin(Stdio::null());
    command
}

pub fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

pub fn free_port() -> u16 {
    TcpListener::bind(("127.0.0.1", 0)).unwrap().local_addr().unwrap().port()
}

/// Waits for a condition, and fails with its name when it does not come about.
pub fn eventually(what: &str, is_so: impl FnMut() -> bool) {
    within(PATIENCE, what, is_so);
}

pub fn within(patience: Duration, what: &str, mut is_so: impl FnMut() -> bool) {
    let give_up = Instant::now() + patience;
    while !is_so() {
        assert!(Instant::now() < give_up, "not within {} s: {what}", patience.as_secs());
        std::thread::sleep(Duration::from_millis(20));
    }
}
