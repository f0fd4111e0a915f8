//! `tallypost ingest` as a process of its own, with the most memory that it had at once.

use std::fs::{self, File};
use std::path::Path;
use std::process::{Command, ExitStatus, Stdio};
use std::time::{Duration, Instant};

pub struct Measured {
    pub status: ExitStatus,
    pub stderr: String,
    pub took: Duration,
    /// `VmHWM`, in KiB.
    pub peak_kib: u64,
}

pub fn ingest(folder: &Path) -> Measured {
    let stderr = folder.join("ingest.stderr");
    let mut command = Command::new(env!("CARGO_BIN_EXE_tallypost"));
    command.arg("ingest").current_dir(folder).stdin(Stdio::null()).stdout(Stdio::null());
    let began = Instant::now();
    let mut child = command.stderr(File::create(&stderr).unwrap()).spawn().unwrap();
    let process = format!("/proc/{}/status", child.id());
    let mut peak_kib = 0;
    let status = loop {
        // A high-water mark: the last look before the end counts.
        peak_kib = peak_kib.max(high_water_kib(&process).unwrap_or(0));
        if let Some(status) = child.try_wait().unwrap() {
            break status;
        }
        std::thread::sleep(Duration::from_millis(2));
    };
    let took = began.elapsed();
    assert!(peak_kib > 0, "no memory was measured");
    Measured { status, stderr: fs::read_to_string(stderr).unwrap(), took, peak_kib }
}

fn high_water_kib(process: &str) -> Option<u64> {
    let status = fs::read_to_string(process).ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
    line.trim().strip_suffix(" kB")?.parse().ok()
}
