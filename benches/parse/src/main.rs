//! What it costs to understand a mail, beside mail-parser alone; and what the worst mails of 25 MB cost.
//!
//! ```text
//! cargo run --release -- average [FILE…]   ordinary mails, made here or given
//! cargo run --release -- hostile           each in a process of its own, with its peak memory
//! ```

mod hostile;
#[allow(dead_code, unused_imports)]
#[path = "../../../src/message/mod.rs"]
mod message;
mod ordinary;

use std::hint::black_box;
use std::process::{Command, ExitCode};
use std::time::{Duration, Instant};

/// Readers take turns, so that a busy machine slows both alike.
const ROUNDS: usize = 31;
const MAX_TIME: Duration = Duration::from_secs(5);
const MAX_MEGABYTES: u64 = 512;

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    match arguments.iter().map(String::as_str).collect::<Vec<_>>()[..] {
        ["average", ref files @ ..] => average(files),
        ["hostile"] => return hostile_mails(),
        ["hostile", name] => one_hostile_mail(name),
        _ => {
            eprintln!("usage: average [FILE…] | hostile [NAME]");
            return ExitCode::from(2);
        }
    }
    ExitCode::SUCCESS
}

fn average(files: &[&str]) {
    let given = || {
        ("the files given".to_owned(), files.iter().map(|file| std::fs::read(file).expect("a readable file")).collect())
    };
    let sets: Vec<(String, Vec<Vec<u8>>)> = if files.is_empty() { ordinary::sets() } else { vec![given()] };
    println!("{:<34} {:>7} {:>14} {:>14} {:>6}", "mails", "KB each", "tallypost", "mail-parser", "ratio");
    for (name, mails) in &sets {
        let (ours, theirs) = turns(mails);
        let bytes: usize = mails.iter().map(Vec::len).sum();
        let kilobytes = bytes as f64 / mails.len() as f64 / 1000.0;
        println!("{name:<34} {kilobytes:>7.1} {ours:>11.1} µs {theirs:>11.1} µs {:>6.1}", ours / theirs);
    }
}

/// Median microseconds a mail: understood by us, and parsed by mail-parser alone.
fn turns(mails: &[Vec<u8>]) -> (f64, f64) {
    let ours = |mail: &[u8]| drop(black_box(message::parse(mail)));
    let theirs = |mail: &[u8]| drop(black_box(mail_parser::MessageParser::default().parse(mail)));
    let mut times = (Vec::new(), Vec::new());
    for _ in 0..ROUNDS {
        times.0.push(microseconds_a_mail(mails, ours));
        times.1.push(microseconds_a_mail(mails, theirs));
    }
    (median(times.0), median(times.1))
}

fn microseconds_a_mail(mails: &[Vec<u8>], read: impl Fn(&[u8])) -> f64 {
    let repeats = (200 / mails.len()).max(1);
    let started = Instant::now();
    (0..repeats).for_each(|_| mails.iter().for_each(|mail| read(black_box(mail))));
    started.elapsed().as_secs_f64() * 1e6 / (repeats * mails.len()) as f64
}

fn median(mut times: Vec<f64>) -> f64 {
    times.sort_by(f64::total_cmp);
    times[times.len() / 2]
}

fn hostile_mails() -> ExitCode {
    let own = std::env::current_exe().expect("the path of this program");
    println!("{:<40} {:>8} {:>8} {:>8}  outcome", "mail", "MB", "s", "peak MB");
    let mut all_are_within = true;
    for (name, _) in hostile::MAILS {
        let output = Command::new(&own).args(["hostile", name]).output().expect("this program can be started");
        print!("{}", String::from_utf8_lossy(&output.stdout));
        if !output.status.success() {
            println!("{name:<40} died: {}", output.status);
        }
        all_are_within &= output.status.success() && !String::from_utf8_lossy(&output.stdout).contains("TOO MUCH");
    }
    if all_are_within { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

fn one_hostile_mail(name: &str) {
    let (_, make) = hostile::MAILS.iter().find(|(known, _)| *known == name).expect("a mail that is listed");
    let mail = make();
    let started = Instant::now();
    // A server's worker has a stack of 2 MB.
    let worker = std::thread::Builder::new().stack_size(2 << 20);
    let megabytes = mail.len() as f64 / 1e6;
    let message = worker.spawn(move || message::parse(&mail)).expect("a thread").join().expect("no panic");
    let taken = started.elapsed();
    let peak = peak_megabytes();
    let outcome = if message.is_quarantined() { "refused" } else { "understood" };
    let verdict = if taken > MAX_TIME || peak > MAX_MEGABYTES { " TOO MUCH" } else { "" };
    println!("{name:<40} {megabytes:>8.1} {:>8.2} {peak:>8}  {outcome}{verdict}", taken.as_secs_f64());
}

/// Of this process, the mail itself included (Linux).
fn peak_megabytes() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:")).unwrap_or_default();
    line.split_whitespace().next().and_then(|kilobytes| kilobytes.parse::<u64>().ok()).unwrap_or_default() / 1000
}
