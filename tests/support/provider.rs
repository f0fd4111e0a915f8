//! A provider of tokens for one test: says what it was told to say, in order, and remembers what it was asked.

use std::collections::{BTreeMap, VecDeque};
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::{Arc, Mutex, MutexGuard};
use std::time::Duration;

/// What it says to one question.
pub enum Say {
    Json(u16, String),
    /// Something that is not of OAuth 2.0, with whatever headers.
    Raw(String),
    /// Nothing, for as long as the test runs.
    Silence,
}

pub type Form = BTreeMap<String, String>;

pub struct Provider {
    port: u16,
    state: Arc<Mutex<State>>,
}

#[derive(Default)]
struct State {
    answers: BTreeMap<String, VecDeque<Say>>,
    asked: Vec<(String, Form)>,
    /// What a mail server is told about tokens: whose each is.
    owners: BTreeMap<String, String>,
    silenced: Vec<TcpStream>,
}

impl Provider {
    pub fn start() -> Self {
        let listener = TcpListener::bind(("127.0.0.1", 0)).unwrap();
        let port = listener.local_addr().unwrap().port();
        let state = Arc::new(Mutex::new(State::default()));
        let shared = Arc::clone(&state);
        std::thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                let shared = Arc::clone(&shared);
                std::thread::spawn(move || answer(stream, &shared));
            }
        });
        Self { port, state }
    }

    pub fn url(&self, path: &str) -> String {
        format!("http://127.0.0.1:{}/{path}", self.port)
    }

    /// Says this to the next question at `token` or `device` that nothing else was told for.
    pub fn will(&self, path: &str, say: Say) {
        self.state().answers.entry(path.into()).or_default().push_back(say);
    }

    pub fn will_give(&self, access_token: &str, expires_in: u32, refresh_token: Option<&str>) {
        let refresh_token = refresh_token.map(|token| format!(",\"refresh_token\":\"{token}\"")).unwrap_or_default();
        let answer = format!(
            "{{\"token_type\":\"Bearer\",\"access_token\":\"{access_token}\",\"expires_in\":{expires_in}{refresh_token}}}"
        );
        self.will("token", Say::Json(200, answer));
    }

    pub fn will_refuse(&self, code: &str, description: &str) {
        let answer = format!("{{\"error\":\"{code}\",\"error_description\":\"{description}\"}}");
        self.will("token", Say::Json(400, answer));
    }

    /// From now on mail servers that ask are told whose token this is.
    pub fn vouch(&self, access_token: &str, user: &str) {
        self.state().owners.insert(access_token.into(), user.into());
    }

    pub fn revoke(&self, access_token: &str) {
        self.state().owners.remove(access_token);
    }

    /// What was asked at a path so far.
    pub fn asked(&self, path: &str) -> Vec<Form> {
        self.state().asked.iter().filter(|(at, _)| at == path).map(|(_, form)| form.clone()).collect()
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap()
    }
}

fn answer(mut stream: TcpStream, shared: &Mutex<State>) {
    stream.set_read_timeout(Some(Duration::from_secs(10))).unwrap();
    let Some((path, form)) = question(&stream) else { return };
    let mut state = shared.lock().unwrap();
    let say = match path.split_once("?access_token=") {
        Some((_, token)) => match state.owners.get(&decoded(token)) {
            Some(user) => Say::Json(200, format!("{{\"email\":\"{user}\"}}")),
            None => Say::Json(401, "{\"error\":\"invalid_token\"}".into()),
        },
        None => {
            state.asked.push((path.clone(), form));
            let told = state.answers.get_mut(&path).and_then(VecDeque::pop_front);
            told.unwrap_or_else(|| Say::Json(500, "{\"error\":\"server_error\"}".into()))
        }
    };
    let text = match say {
        Say::Json(status, body) => format!(
            "HTTP/1.1 {status} Said\r\nContent-Type: application/json\r\nContent-Length: {}\r\nConnection: close\r\n\r\n{body}",
            body.len()
        ),
        Say::Raw(text) => text,
        Say::Silence => return state.silenced.push(stream),
    };
    drop(state);
    let _ = stream.write_all(text.as_bytes());
}

/// Path and form of a request; `None` where there is none.
fn question(stream: &TcpStream) -> Option<(String, Form)> {
    let mut reader = BufReader::new(stream);
    let mut first = String::new();
    reader.read_line(&mut first).ok()?;
    let path = first.split(' ').nth(1)?.trim_start_matches('/').to_string();
    let mut length = 0;
    loop {
        let mut line = String::new();
        reader.read_line(&mut line).ok()?;
        let line = line.trim_end().to_ascii_lowercase();
        if let Some(value) = line.strip_prefix("content-length: ") {
            length = value.parse().ok()?;
        }
        if line.is_empty() {
            break;
        }
    }
    let mut body = vec![0; length];
    reader.read_exact(&mut body).ok()?;
    let body = String::from_utf8(body).ok()?;
    let fields = body.split('&').filter_map(|field| field.split_once('='));
    Some((path, fields.map(|(key, value)| (decoded(key), decoded(value))).collect()))
}

/// application/x-www-form-urlencoded.
fn decoded(text: &str) -> String {
    let mut bytes = Vec::new();
    let mut rest = text.bytes();
    while let Some(byte) = rest.next() {
        bytes.push(match byte {
            b'+' => b' ',
            b'%' => {
                let digits = [rest.next().unwrap(), rest.next().unwrap()];
                u8::from_str_radix(std::str::from_utf8(&digits).unwrap(), 16).unwrap()
            }
            other => other,
        });
    }
    String::from_utf8(bytes).unwrap()
}
