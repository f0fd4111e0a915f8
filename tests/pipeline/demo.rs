//! The demo, as a newcomer runs it.

use std::path::Path;

use super::{files, run, text};

#[test]
fn the_demo_writes_a_review_and_says_what_to_open_and_twice_the_same() {
    let folder = tempfile::tempdir().unwrap();
    let output = run(folder.path(), &["demo"]);
    let said = text(&output.stdout);
    assert!(output.status.success(), "{}", text(&output.stderr));
    assert!(said.contains("Open tallypost-demo/review/index.html"), "{said}");
    let review = folder.path().join("tallypost-demo/review");
    let first = files(&review);
    for name in ["index.html", "kpis.csv", "manifest.json"] {
        assert!(first.get(name).is_some_and(|bytes| bytes.len() > 1000), "{name} is missing or empty");
    }
    let pictures = first.keys().filter(|name| name.ends_with(".png")).count();
    assert!(pictures >= 6, "only {pictures} charts");
    let again = run(folder.path(), &["demo"]);
    assert!(text(&again.stdout).contains("nothing new"), "{}", text(&again.stdout));
    assert!(files(&review) == first, "the second demo wrote other bytes");
}

#[test]
fn the_review_fetches_nothing_from_elsewhere() {
    let folder = tempfile::tempdir().unwrap();
    assert!(run(folder.path(), &["demo", "--out", "x"]).status.success());
    let page = std::fs::read_to_string(folder.path().join("x/review/index.html")).unwrap();
    for outside in ["src=\"http", "href=\"http", "url(http", "<script", "@import"] {
        assert!(!page.contains(outside), "the page has {outside}");
    }
}

/// The review in the repository is the demo's; pictures and the manifest that hashes them are left out, because a
/// processor may round a pixel otherwise.
#[test]
fn the_committed_example_is_what_the_demo_writes() {
    let folder = tempfile::tempdir().unwrap();
    assert!(run(folder.path(), &["demo"]).status.success());
    let of = |folder: &Path| {
        let mut found = files(folder);
        found.retain(|name, _| [".html", ".csv", ".svg"].iter().any(|ending| name.ends_with(ending)));
        found
    };
    let written = of(&folder.path().join("tallypost-demo/review"));
    let committed = of(&Path::new(env!("CARGO_MANIFEST_DIR")).join("reports/example"));
    assert!(written.len() > 7, "only {:?}", written.keys());
    let different: Vec<_> =
        written.keys().chain(committed.keys()).filter(|name| written.get(*name) != committed.get(*name)).collect();
    assert!(different.is_empty(), "copy the demo's review to reports/example: {different:?} differ");
}
