//! Memory does not grow with the number of mails.

use std::time::Duration;

use super::measured::ingest;
use super::service::{Desk, text};
use super::support::dovecot::{Dovecot, is_skipped};
use super::{count, deliver_every, is_long, mailbox, october};

/// What a mail may cost in the listing of a mailbox that was never read.
const KIB_PER_MAIL: u64 = 1;
/// 8,640 mails in a month of 30 days: a month of the lake is written as a whole, and its size is no part of this.
const APART: Duration = Duration::from_secs(300);

/// The most memory of one pass over so many mails, in KiB.
fn peak_kib(mails: usize) -> u64 {
    let server = Dovecot::start();
    let desk = Desk::new(&mailbox(server.plain_port, &server.password_file));
    deliver_every(APART, &server, 0..mails, october());
    let pass = ingest(desk.path());
    assert!(pass.status.success(), "{}", pass.stderr);
    let rate = mails as f64 / pass.took.as_secs_f64();
    println!("{mails} mails: {} MiB at the most, {rate:.0} mails a second", pass.peak_kib >> 10);
    let verified = desk.run(&["verify"]);
    assert!(verified.status.success(), "{}", text(&verified.stdout));
    assert!(text(&verified.stdout).contains(&format!("{mails} messages, {mails} tickets")));
    pass.peak_kib
}

#[test]
fn a_pass_over_many_mails_needs_hardly_more_memory_than_one_over_few() {
    if is_skipped() {
        return;
    }
    let few = count(500, 10_000);
    let factor = if is_long() { 10 } else { 3 };
    let (small, large) = (peak_kib(few), peak_kib(few * factor));
    let grown = large.saturating_sub(small);
    assert!(grown < (few * (factor - 1)) as u64 * KIB_PER_MAIL + (8 << 10), "{small} KiB, then {large} KiB");
}
