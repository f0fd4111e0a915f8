//! The service is ended at every named point in turn, as by a power cut, and started again.

use std::collections::BTreeSet;
use std::path::Path;

use super::service::{Desk, eventually, text};
use super::serving::{deliver, mailbox};
use super::support::dovecot::{Dovecot, is_skipped};

const MAILS: usize = 50;
/// What is done batch by batch or file by file is interrupted in the middle too.
const REPEATED: [&str; 5] = ["batch_", "journal_begun", "journal_committed", "lake_file_", "raw_mails_"];

#[test]
fn ended_at_any_point_it_loses_nothing_and_makes_nothing_twice() {
    if is_skipped() {
        return;
    }
    let points = points();
    assert!(points.len() >= 20, "only {points:?}");
    let server = Dovecot::start();
    deliver(&server, 0..MAILS);
    for point in &points {
        interrupted_at(point, &server);
        if REPEATED.iter().any(|begin| point.starts_with(begin)) {
            interrupted_at(&format!("{point}:3"), &server);
        }
    }
}

/// Every name in the source: a point that is never reached fails its turn.
fn points() -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    collect(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src"), &mut found);
    found
}

fn collect(folder: &Path, found: &mut BTreeSet<String>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            collect(&path, found);
        } else if path.extension().is_some_and(|ending| ending == "rs") {
            let source = std::fs::read_to_string(&path).unwrap();
            for (_, rest) in source.match_indices("fail_point!(\"").map(|(at, mark)| source.split_at(at + mark.len())) {
                let name = rest.split('"').next().unwrap().to_string();
                assert!(found.insert(name.clone()), "{name} stands twice in the source");
            }
        }
    }
}

fn interrupted_at(point: &str, server: &Dovecot) {
    let desk = Desk::new("");
    desk.configure_in_batches_of(10, &mailbox("support", &server.settings()));
    let how = desk.serve_until_it_ends(&[("TALLYPOST_ABORT_AT", point)]);
    assert!(how.code().is_none(), "{point}: ended by itself: {how}");
    let service = desk.serve();
    eventually(point, || desk.tickets_in_lake() == MAILS);
    assert!(service.terminate().0.success(), "{point}");
    assert_eq!(desk.dispositions(), [("ticketed".to_string(), MAILS)].into(), "{point}");
    let verified = desk.run(&["verify", "--server"]);
    assert!(verified.status.success(), "{point}: {}", text(&verified.stdout));
}
