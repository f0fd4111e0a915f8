//! A real Dovecot for one test: own configuration, own certificate authority, own mail, gone at the end.
//!
//! Runs as the user who runs the test; root hands everything to `nobody`, because Dovecot keeps no mail of root's.

use std::fs;
use std::io::{BufRead, BufReader, Write};
use std::net::{TcpListener, TcpStream};
use std::os::unix::fs::{MetadataExt, chown};
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant, SystemTime};

use jiff::Timestamp;

const CONFIGURATION: &str = include_str!("../dovecot/dovecot.conf");
/// Added where people sign in with tokens, which the provider's address says the owners of.
const TOKENS: &str = include_str!("../dovecot/tokens.conf");
const START_SECONDS_MAX: u64 = 20;
const PORT_ATTEMPTS: usize = 5;
const NOBODY: u32 = 65534;

/// A server that runs until it is dropped.
pub struct Dovecot {
    pub host: String,
    /// TLS from the first byte.
    pub port: u16,
    /// Without TLS.
    pub plain_port: u16,
    /// The authority that signed the server's certificate.
    pub ca_file: PathBuf,
    pub user: String,
    pub password: String,
    pub password_file: PathBuf,
    /// What the server keeps its mail in, a Maildir++ tree.
    pub maildir: PathBuf,
    pub log_path: PathBuf,
    owner: Owner,
    delivered: AtomicUsize,
    process: Child,
    // Removed last.
    _folder: tempfile::TempDir,
}

/// Who the server runs as.
#[derive(Clone)]
struct Owner {
    uid: u32,
    gid: u32,
    user: String,
    group: String,
}

/// Is the test to be left out? Only where the person who runs it said so.
pub fn is_skipped() -> bool {
    let skipped = std::env::var_os("TALLYPOST_SKIP_DOVECOT").is_some_and(|value| value == "1");
    if skipped {
        eprintln!("SKIPPED: TALLYPOST_SKIP_DOVECOT=1, so nothing was tested against a real IMAP server");
    }
    skipped
}

impl Dovecot {
    /// An account with an empty inbox and an empty folder `Sent`.
    pub fn start() -> Self {
        Self::with_sent_folder("Sent")
    }

    /// An account whose sent mail lies in a folder of this name, marked `\Sent` (RFC 6154).
    pub fn with_sent_folder(sent: &str) -> Self {
        Self::configured(sent, "", None)
    }

    /// With more settings, in Dovecot's own words.
    pub fn with_settings(more: &str) -> Self {
        Self::configured("Sent", more, None)
    }

    /// A server that keeps access lists (RFC 4314), one in each folder: `owner lrs`.
    pub fn with_access_lists() -> Self {
        Self::with_settings("mail_plugins = acl\nplugin {\n  acl = vfile:cache_secs=0\n}\n")
    }

    /// What the account may do in its inbox, as letters of RFC 4314.
    pub fn allow_in_inbox(&self, rights: &str) {
        let path = self.maildir.join("dovecot-acl");
        fs::write(&path, format!("owner {rights}\n")).unwrap();
        self.owner.give(&path);
    }

    /// An account that takes tokens by these mechanisms, besides its password, and asks this address whose they are.
    pub fn with_tokens(mechanisms: &str, token_info_url: &str) -> Self {
        Self::configured("Sent", "", Some([mechanisms, token_info_url]))
    }

    fn configured(sent: &str, more: &str, tokens: Option<[&str; 2]>) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let owner = Owner::of(folder.path());
        write_files(folder.path());
        let tokens = tokens.map(|tokens| token_settings(folder.path(), tokens)).unwrap_or_default();
        let more = format!("{more}{tokens}");
        for _ in 0..PORT_ATTEMPTS {
            let (port, plain_port) = (free_port(), free_port());
            configure(folder.path(), &owner, sent, &more, [port, plain_port]);
            let process = spawn(folder.path(), &owner);
            if let Some(process) = answering(process, plain_port) {
                return Self::running(folder, owner, process, port, plain_port);
            }
        }
        panic!(
            "Dovecot does not start:\n{}",
            fs::read_to_string(folder.path().join("dovecot.log")).unwrap_or_default()
        );
    }

    fn running(folder: tempfile::TempDir, owner: Owner, process: Child, port: u16, plain_port: u16) -> Self {
        let path = |name: &str| folder.path().join(name);
        Self {
            host: "localhost".into(),
            port,
            plain_port,
            ca_file: path("authority.pem"),
            user: "desk".into(),
            password: "correct horse".into(),
            password_file: path("password"),
            maildir: path("mail"),
            log_path: path("dovecot.log"),
            owner,
            delivered: AtomicUsize::new(0),
            process,
            _folder: folder,
        }
    }

    /// Delivers mails into a folder, each with its INTERNALDATE, by writing the server's Maildir.
    ///
    /// The bytes come back over IMAP as they are when their lines end in CRLF; Dovecot sends a bare LF as CRLF.
    pub fn append(&self, folder: &str, mails: &[(Timestamp, &[u8])]) {
        let root = if folder == "INBOX" { self.maildir.clone() } else { self.maildir.join(format!(".{folder}")) };
        for part in ["cur", "new", "tmp"] {
            self.create_folder(&root.join(part));
        }
        for (received_at, raw) in mails {
            let number = self.delivered.fetch_add(1, Ordering::Relaxed);
            let name = format!("{}.M{number:06}P{}.desk", received_at.as_second(), std::process::id());
            let (draft, delivered) = (root.join("tmp").join(&name), root.join("new").join(&name));
            fs::write(&draft, raw).unwrap();
            let file = fs::File::options().write(true).open(&draft).unwrap();
            file.set_modified(SystemTime::from(*received_at)).unwrap();
            self.owner.give(&draft);
            fs::rename(draft, delivered).unwrap();
        }
    }

    /// Loses the numbers of a folder's messages, as a restored backup does: the server gives new ones, under another
    /// UIDVALIDITY.
    pub fn forget_numbers(&self, folder: &str) {
        // UIDVALIDITY is a time in seconds.
        std::thread::sleep(Duration::from_millis(1100));
        let root = if folder == "INBOX" { self.maildir.clone() } else { self.maildir.join(format!(".{folder}")) };
        for entry in fs::read_dir(root).unwrap() {
            let path = entry.unwrap().path();
            if path.is_file() && path.file_name().is_some_and(|name| name.to_string_lossy().starts_with("dovecot")) {
                fs::remove_file(path).unwrap();
            }
        }
    }

    fn create_folder(&self, path: &Path) {
        fs::create_dir_all(path).unwrap();
        for path in path.ancestors().take_while(|path| path.starts_with(&self.maildir)) {
            self.owner.give(path);
        }
    }

    /// The account as keys of `[mailbox.imap]` in a configuration.
    pub fn settings(&self) -> String {
        format!(
            "host = \"{}\"\nport = {}\nuser = \"{}\"\npassword_file = \"{}\"\nca_file = \"{}\"\n",
            self.host,
            self.port,
            self.user,
            self.password_file.display(),
            self.ca_file.display()
        )
    }

    /// UID → flags of what a folder holds, as `UID FETCH 1:* (FLAGS)` tells them, without `\Recent`.
    pub fn flags(&self, folder: &str) -> std::collections::BTreeMap<u32, String> {
        let answers = self.say(&[&format!("EXAMINE \"{folder}\""), "UID FETCH 1:* (FLAGS)"]);
        let lines = answers.lines().filter_map(|line| line.split_once("(UID ")?.1.split_once(" FLAGS ("));
        lines.map(|(uid, flags)| (uid.parse().unwrap(), known_flags(flags))).collect()
    }

    /// Says commands over a connection of its own, as another mail program would; returns all that was answered.
    pub fn say(&self, commands: &[&str]) -> String {
        let mut stream = TcpStream::connect(("127.0.0.1", self.plain_port)).unwrap();
        let mut answers = BufReader::new(stream.try_clone().unwrap());
        let mut heard = String::new();
        let login = format!("LOGIN {} \"{}\"", self.user, self.password);
        for (number, command) in [login.as_str()].iter().chain(commands).enumerate() {
            stream.write_all(format!("s{number} {command}\r\n").as_bytes()).unwrap();
            heard.push_str(&hear(&mut answers, &format!("s{number} ")));
        }
        heard
    }
}

impl Drop for Dovecot {
    fn drop(&mut self) {
        stop(&mut self.process);
    }
}

fn known_flags(told: &str) -> String {
    let flags = told.trim_end_matches(')').split(' ').filter(|flag| *flag != "\\Recent");
    flags.collect::<Vec<_>>().join(" ")
}

/// Everything up to and with the tagged answer, which must be OK.
fn hear(answers: &mut impl BufRead, tag: &str) -> String {
    let mut heard = String::new();
    loop {
        let mut line = String::new();
        assert!(answers.read_line(&mut line).unwrap() > 0, "Dovecot closed the connection after:\n{heard}");
        heard.push_str(&line);
        if let Some(answer) = line.strip_prefix(tag) {
            assert!(answer.starts_with("OK"), "Dovecot refused: {line}");
            return heard;
        }
    }
}

impl Owner {
    /// The owner of a folder that this process made; root hands it to nobody first.
    fn of(folder: &Path) -> Self {
        let mut found = fs::metadata(folder).unwrap();
        if found.uid() == 0 {
            chown(folder, Some(NOBODY), Some(NOBODY)).unwrap();
            found = fs::metadata(folder).unwrap();
        }
        let (uid, gid) = (found.uid(), found.gid());
        Self { uid, gid, user: name_in("passwd", uid), group: name_in("group", gid) }
    }

    fn give(&self, path: &Path) {
        chown(path, Some(self.uid), Some(self.gid)).unwrap();
    }
}

/// The name of a number in the system's user or group table.
fn name_in(table: &str, number: u32) -> String {
    let output = Command::new("getent").args([table, &number.to_string()]).output().unwrap();
    let line = String::from_utf8(output.stdout).unwrap();
    line.split(':').next().filter(|name| !name.is_empty()).map_or_else(|| number.to_string(), str::to_string)
}

fn write_files(folder: &Path) {
    for name in ["run", "home", "mail"] {
        fs::create_dir(folder.join(name)).unwrap();
    }
    fs::write(folder.join("passwd"), "desk:{PLAIN}correct horse::::::\n").unwrap();
    fs::write(folder.join("password"), "correct horse\n").unwrap();
    write_certificates(folder, "localhost");
}

/// What the ordinary configuration lacks, and the file that it refers to.
fn token_settings(folder: &Path, [mechanisms, token_info_url]: [&str; 2]) -> String {
    // Dovecot adds the token to the address.
    let settings = format!(
        "tokeninfo_url = {token_info_url}?access_token=\nintrospection_mode = auth\nusername_attribute = email\n\
         username_format = %u\n"
    );
    fs::write(folder.join("tokens.conf.ext"), settings).unwrap();
    TOKENS.replace("@MECHANISMS@", mechanisms)
}

/// An authority, and a certificate that it signed for one host: `authority.pem`, `certificate.pem`, `key.pem`.
pub fn write_certificates(folder: &Path, host: &str) {
    let mut authority = rcgen::CertificateParams::new(Vec::new()).unwrap();
    authority.is_ca = rcgen::IsCa::Ca(rcgen::BasicConstraints::Unconstrained);
    let authority = rcgen::CertifiedIssuer::self_signed(authority, rcgen::KeyPair::generate().unwrap()).unwrap();
    let key = rcgen::KeyPair::generate().unwrap();
    let leaf = rcgen::CertificateParams::new([host.to_string()]).unwrap().signed_by(&key, &authority).unwrap();
    fs::write(folder.join("authority.pem"), authority.pem()).unwrap();
    fs::write(folder.join("certificate.pem"), leaf.pem()).unwrap();
    fs::write(folder.join("key.pem"), key.serialize_pem()).unwrap();
}

fn free_port() -> u16 {
    TcpListener::bind(("127.0.0.1", 0)).unwrap().local_addr().unwrap().port()
}

fn configure(folder: &Path, owner: &Owner, sent: &str, more: &str, [port, plain_port]: [u16; 2]) {
    let values = [
        ("@DIR@", folder.to_str().unwrap().to_string()),
        ("@USER@", owner.user.clone()),
        ("@GROUP@", owner.group.clone()),
        ("@UID@", owner.uid.to_string()),
        ("@GID@", owner.gid.to_string()),
        ("@PORT@", port.to_string()),
        ("@PLAIN_PORT@", plain_port.to_string()),
        ("@SENT@", sent.to_string()),
    ];
    let text = values.iter().fold(format!("{CONFIGURATION}{more}"), |text, (mark, value)| text.replace(mark, value));
    fs::write(folder.join("dovecot.conf"), text).unwrap();
    for entry in fs::read_dir(folder).unwrap() {
        owner.give(&entry.unwrap().path());
    }
}

fn spawn(folder: &Path, owner: &Owner) -> Child {
    let mut command = Command::new(binary());
    command.arg("-F").arg("-c").arg(folder.join("dovecot.conf")).stdin(Stdio::null()).stderr(Stdio::inherit());
    if fs::metadata("/proc/self").is_ok_and(|process| process.uid() == 0) {
        command.uid(owner.uid).gid(owner.gid);
    }
    command.spawn().unwrap()
}

fn binary() -> &'static str {
    let known = ["/usr/sbin/dovecot", "/usr/local/sbin/dovecot", "/opt/homebrew/sbin/dovecot"];
    known.into_iter().find(|path| Path::new(path).exists()).unwrap_or_else(|| {
        panic!(
            "this test needs a real IMAP server: `apt-get install dovecot-core dovecot-imapd` \
             (TALLYPOST_SKIP_DOVECOT=1 leaves such tests out)"
        )
    })
}

/// The process once it greets, or none where it ended instead (a port was taken meanwhile).
fn answering(mut process: Child, plain_port: u16) -> Option<Child> {
    let give_up = Instant::now() + Duration::from_secs(START_SECONDS_MAX);
    while Instant::now() < give_up {
        if process.try_wait().unwrap().is_some() {
            return None;
        }
        if greets(plain_port) {
            return Some(process);
        }
        std::thread::sleep(Duration::from_millis(20));
    }
    stop(&mut process);
    None
}

fn greets(port: u16) -> bool {
    let Ok(stream) = TcpStream::connect(("127.0.0.1", port)) else { return false };
    let mut line = String::new();
    BufReader::new(stream).read_line(&mut line).is_ok_and(|_| line.starts_with("* OK"))
}

/// Asks it to end, so that its helpers end with it; insists after a while.
fn stop(process: &mut Child) {
    let _ = Command::new("kill").arg(process.id().to_string()).status();
    for _ in 0..100 {
        if process.try_wait().is_ok_and(|status| status.is_some()) {
            return;
        }
        std::thread::sleep(Duration::from_millis(20));
    }
    let _ = process.kill();
    let _ = process.wait();
}
