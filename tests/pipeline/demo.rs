//! The demo, as a newcomer runs it.

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
