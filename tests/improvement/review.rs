//! The monthly review shows what is followed, and only that.

use std::path::Path;
use std::process::Output;

use super::{COMMON, improvement, lake, printed, tallypost, text};

fn analyzed(data: &Path, as_of: &str) -> (String, Output) {
    let out = data.join("review");
    let words = ["analyze", "--period", "2026-10", "--as-of", as_of, "--out", out.to_str().unwrap()];
    let output = tallypost(data, &words);
    printed(&output);
    (std::fs::read_to_string(out.join("index.html")).unwrap(), output)
}

#[test]
fn the_review_shows_what_has_begun_as_it_stood_at_its_end() {
    let data = lake(200, 14, 1);
    let data = data.path();
    let metric = ["--metric", "opened", "--direction", "lower", "--least-effect", "5", "--review-on", "2026-10-01"];
    for go_live in ["2026-06-15", "2026-06-16"] {
        printed(&improvement(data, &[&["add", "--go-live", go_live], &metric[..], &COMMON].concat()));
    }
    printed(&improvement(data, &["start", "I-0001", "--in-hindsight", "--by", "anna"]));
    let later = ["start", "I-0002", "--go-live", "2099-01-01", "--by", "anna"];
    printed(&improvement(data, &["amend", "I-0002", "--review-on", "2099-06-01", "--by", "anna"]));
    printed(&improvement(data, &later));
    printed(&improvement(data, &["review", "I-0001", "--by", "lin"]));

    // The register's lines are of now.
    let soon = jiff::Timestamp::now() + jiff::Span::new().hours(1);
    let (page, output) = analyzed(data, &soon.to_string());
    assert_eq!(text(&output.stderr), "");
    let section = page.split_once("<section id=\"improvements\"").unwrap().1.split_once("</section>").unwrap().0;
    // Nine whole months before June 2026, of which twelve are needed.
    for told in ["I-0001", "insufficient data, in hindsight", "before go-live 9 are known", "by lin: insufficient data"]
    {
        assert!(section.contains(told), "{told} in {section}");
    }
    assert!(!section.contains("I-0002"), "it has not begun");
    let written = |name: &str| data.join("review").join(name);
    assert!(written("charts/improvement-I-0001.png").exists());
    let manifest = std::fs::read_to_string(written("manifest.json")).unwrap();
    assert!(manifest.contains("register/improvements.jsonl") && manifest.contains("charts/improvement-I-0001.svg"));

    let (page, output) = analyzed(data, "2020-01-01");
    assert!(!page.contains("<section id=\"improvements\""), "nothing was decided by then");
    let told = "6 decisions about improvements are later than 2019-12-31T23:00:00Z";
    assert!(text(&output.stderr).contains(told), "{}", text(&output.stderr));
}
