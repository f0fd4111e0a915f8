//! The disk is full.

use std::collections::BTreeMap;
use std::path::Path;
use std::process::Command;

use super::service::{Desk, text};
use super::support::dovecot::{Dovecot, is_skipped};
use super::{deliver, mailbox, october};

const MAILS: usize = 120;
/// From less than an empty journal to nearly what the mails need.
const ROOM_KIB: [usize; 8] = [16, 64, 160, 260, 400, 600, 800, 1000];

/// A small file system at a folder, gone with it.
struct SmallDisk<'a>(&'a Path);

impl<'a> SmallDisk<'a> {
    /// `None` where this user may not mount.
    fn mount(at: &'a Path) -> Option<Self> {
        std::fs::create_dir_all(at).unwrap();
        let done = Command::new("mount").args(["-t", "tmpfs", "-o", "size=64k", "tmpfs"]).arg(at).output();
        done.is_ok_and(|output| output.status.success()).then_some(Self(at))
    }

    fn resize(&self, kib: usize) {
        let options = format!("remount,size={kib}k");
        assert!(Command::new("mount").args(["-o", &options]).arg(self.0).status().unwrap().success());
    }
}

impl Drop for SmallDisk<'_> {
    fn drop(&mut self) {
        let _ = Command::new("umount").arg("--lazy").arg(self.0).status();
    }
}

#[test]
fn a_full_disk_stops_a_pass_with_plain_words_and_the_next_one_goes_on_when_there_is_room() {
    if is_skipped() {
        return;
    }
    let server = Dovecot::start();
    deliver(&server, 0..MAILS, october());
    let mut full = 0;
    for kib in ROOM_KIB {
        let desk = Desk::new(&format!("batch_messages = 10\n{}", mailbox(server.plain_port, &server.password_file)));
        let data = desk.path().join("tallypost-data");
        let Some(disk) = SmallDisk::mount(&data) else {
            eprintln!("SKIPPED: this user may not mount a small file system, so no disk was full");
            return;
        };
        disk.resize(kib);
        let output = desk.run(&["ingest"]);
        let said = text(&output.stderr);
        full += usize::from(!output.status.success());
        assert!(output.status.success() || output.status.code() == Some(1), "{kib} KiB: {}: {said}", output.status);
        assert!(output.status.success() || is_clear(&said), "{kib} KiB: {said}");
        disk.resize(64 << 10);
        let output = desk.run(&["ingest"]);
        assert!(output.status.success(), "{kib} KiB, and then: {}", text(&output.stderr));
        assert_eq!(desk.dispositions(), BTreeMap::from([("ticketed".to_string(), MAILS)]), "{kib} KiB");
        let verified = desk.run(&["verify", "--server"]);
        assert!(verified.status.success(), "{kib} KiB: {}", text(&verified.stdout));
        assert_eq!(desk.tickets_in_lake(), MAILS, "{kib} KiB");
    }
    assert!(full >= 5, "only {full} disks were full");
}

/// Says that the disk is full, where, and what to do; and is no panic.
fn is_clear(said: &str) -> bool {
    let full = said.contains("No space left on device") || said.contains("disk is full");
    full && said.contains("tallypost-data") && said.contains("make room") && !said.contains("panicked")
}
