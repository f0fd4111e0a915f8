//! `tallypost improvement` as people use it: what it asks for, what it refuses, what it keeps.

use std::process::Output;

use super::{COMMON, improvement, lake, lines, printed, register, text};

fn is_refused(output: &Output, words: &str) {
    let said = text(&output.stderr);
    assert_eq!(output.status.code(), Some(2), "{said}");
    assert!(said.contains(words), "{said}");
}

const METRIC: [&str; 6] =
    ["--metric", "resolve_active_median", "--where", "service=Data Exchange", "--least-effect", "60"];

#[test]
fn an_improvement_grows_from_a_sentence_to_a_plan_that_nobody_can_change() {
    let data = lake(300, 6, 1);
    let data = data.path();
    assert!(printed(&improvement(data, &["list"])).contains("The register holds no improvement"));
    let said = printed(&improvement(data, &["add", "--statement", "Reprocess by itself", "--by", "anna"]));
    assert!(said.starts_with("I-0001 “Reprocess by itself” is proposed. Recorded in "), "{said}");
    assert!(said.contains("Still missing before it can start: --source (where it comes from), --objective"), "{said}");
    let refused = improvement(data, &["start", "I-0001", "--by", "anna"]);
    is_refused(&refused, "I-0001 cannot start; missing: --source (where it comes from), --objective (what it is for)");
    is_refused(&improvement(data, &["review", "I-0001", "--by", "anna"]), "I-0001 has not started");

    let later = ["--review-on", "2099-01-01"];
    let said = printed(&improvement(data, &[&["amend", "I-0001"], &METRIC[..], &COMMON, &later].concat()));
    assert!(said.contains("Nothing is missing: `tallypost improvement start I-0001` fixes its plan"), "{said}");
    let said = printed(&improvement(data, &["start", "I-0001", "--by", "grace"]));
    assert!(said.starts_with("I-0001 has started: go-live 20"), "{said}");

    is_refused(&improvement(data, &["amend", "I-0001", "--least-effect", "1", "--by", "anna"]), "its plan is fixed");
    is_refused(&improvement(data, &["start", "I-0001", "--by", "anna"]), "its plan is fixed");
    let line = &lines(&improvement(data, &["list", "--format", "json"]))[0];
    assert_eq!((&line["state"], &line["plan"]["direction"]), (&"running".into(), &"lower".into()));
    assert_eq!(line["in_hindsight"], false);
    let shown = printed(&improvement(data, &["show", "I-0001"]));
    for told in ["running", "service Data Exchange", "least effect          1 h", "grace: I-0001 has started"] {
        assert!(shown.contains(told), "{told} in {shown}");
    }
    let reading = printed(&improvement(data, &["review", "--by", "anna"]));
    assert!(reading.contains("INSUFFICIENT DATA, PROVISIONALLY"), "{reading}");
    assert!(reading.contains("Nothing is recorded before the review date."), "{reading}");

    printed(&improvement(data, &["abandon", "I-0001", "--reason", "the supplier withdrew", "--by", "anna"]));
    assert!(printed(&improvement(data, &["list"])).contains("Not shown: 1 abandoned; --all shows them."));
    is_refused(&improvement(data, &["review", "I-0001", "--by", "anna"]), "I-0001 is abandoned");
    assert_eq!(register(data).lines().count(), 4);
}

#[test]
fn what_cannot_be_is_refused_with_what_to_do_and_not_recorded() {
    let data = lake(300, 6, 1);
    let data = data.path();
    let add = |words: &[&str]| improvement(data, &[&["add", "--statement", "x", "--by", "anna"], words].concat());
    is_refused(&improvement(data, &["add", "--by", "anna"]), "--statement is missing");
    is_refused(&add(&["--metric", "resolve_median_of_all"]), "`resolve_median_of_all` is no KPI; there are");
    is_refused(
        &add(&["--where", "service=Data Exchagne"]),
        "no ticket has service `Data Exchagne`; there are Billing,",
    );
    is_refused(&add(&["--where", "colour=red"]), "colour");
    is_refused(&add(&["--where", "Billing"]), "is no group; write for example service=Billing");
    is_refused(&add(&["--comparator", "service=Billing"]), "say --where too");
    let same = ["--where", "service=Billing", "--comparator", "service=Billing"];
    is_refused(&add(&same), "so that no ticket is in both");
    let other = ["--where", "service=Billing", "--comparator", "priority=P1"];
    is_refused(&add(&other), "write another service than service Billing");
    is_refused(&add(&["--baseline", "6"]), "6 months are too few");
    is_refused(&add(&["--metric", "resolve_on_time", "--least-effect", "5"]), "write for example 0.05 for 5 points");
    is_refused(&add(&["--metric", "opened", "--least-effect", "0"]), "0 is no effect");
    is_refused(&add(&["--go-live", "2026-12-01", "--review-on", "2026-12-01"]), "is not after go-live");
    is_refused(&add(&["--go-live", "tomorrow"]), "`tomorrow` is no day; write it as 2026-12-01");
    is_refused(&add(&["--source", "P-0001"]), "there is no problem P-0001");
    is_refused(&improvement(data, &["show", "I-0001"]), "there is no improvement I-0001");
    assert_eq!(register(data), "");

    printed(&improvement(
        data,
        &[&["add", "--go-live", "2026-01-01", "--review-on", "2026-10-01"], &METRIC[..], &COMMON].concat(),
    ));
    is_refused(&improvement(data, &["start", "I-0001", "--by", "anna"]), "go-live on 2026-01-01 is past");
    is_refused(&improvement(data, &["amend", "I-0001", "--by", "anna"]), "nothing is said anew");
    let neither = ["amend", "I-0001", "--metric", "opened", "--by", "anna"];
    is_refused(&improvement(data, &neither), "say --direction lower or --direction higher");
    let comparator = ["amend", "I-0001", "--comparator", "service=Billing", "--by", "anna"];
    printed(&improvement(data, &comparator));
    is_refused(&improvement(data, &["amend", "I-0001", "--no-where", "--by", "anna"]), "say --where too");
    let said = printed(&improvement(data, &["amend", "I-0001", "--no-where", "--no-comparator", "--by", "anna"]));
    assert!(said.starts_with("I-0001 says anew: of all tickets; without a comparator"), "{said}");
    printed(&improvement(data, &["amend", "I-0001", "--where", "service=Data Exchange", "--by", "anna"]));
    let said = printed(&improvement(data, &["start", "I-0001", "--in-hindsight", "--by", "anna"]));
    assert!(said.starts_with("I-0001 has started, in hindsight"), "{said}");
    is_refused(&improvement(data, &["review", "I-0001", "--as-of", "2999-01-01", "--by", "anna"]), "is to come");
    assert_eq!(register(data).lines().count(), 5);
}

/// A desk may plan before it measures.
#[test]
fn without_a_lake_a_plan_is_kept_and_a_review_says_what_is_missing() {
    let data = tempfile::tempdir().unwrap();
    let data = data.path();
    std::fs::write(data.join("tallypost.toml"), "[organisation]\nname = \"A\"\n").unwrap();
    let later = ["--review-on", "2099-01-01"];
    printed(&improvement(data, &[&["add"], &METRIC[..], &COMMON, &later].concat()));
    printed(&improvement(data, &["start", "I-0001", "--by", "anna"]));
    let review = improvement(data, &["review", "--by", "anna"]);
    assert_eq!(review.status.code(), Some(1));
    assert!(text(&review.stderr).contains("there are no tickets in"), "{}", text(&review.stderr));
}
