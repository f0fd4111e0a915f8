//! The review finds what was planted in the sample, and not what was planted to be no change: from the lake through figures,
//! charts and tests to the findings, for samples of several seeds.

use std::path::Path;

use serde_json::Value;

use super::{run, text};

/// Two years of a desk of some 170 tickets a month.
const ORDER: [&str; 6] = ["--lake", "--tickets", "4000", "--months", "24", "--seed"];

/// What a review found and what is true.
struct Found {
    findings: Value,
    truth: Truth,
}

/// The planted changes: dated in the sample's own story (`src/sample/problems.rs`).
struct Truth {
    /// More tickets for the Field App from the middle of that month on.
    step: &'static str,
    /// Data exchange is resolved in less than half the time from that month on.
    improvement: &'static str,
}

const TRUTH: Truth = Truth { step: "2026-06", improvement: "2026-03" };

impl Found {
    fn of(seed: u64, folder: &Path) -> Self {
        let seed = seed.to_string();
        let words: Vec<&str> = ["sample", "--out", "desk"].into_iter().chain(ORDER).chain([seed.as_str()]).collect();
        let made = run(folder, &words);
        assert!(made.status.success(), "{}", text(&made.stderr));
        let words =
            ["analyze", "--config", "desk/tallypost.toml", "--data", "desk", "--period", "2026-10", "--out", "review"];
        let written = run(folder, &words);
        assert!(written.status.success(), "{}", text(&written.stderr));
        let findings = serde_json::from_slice(&std::fs::read(folder.join("review/findings.json")).unwrap()).unwrap();
        Self { findings, truth: TRUTH }
    }

    fn change(&self, kpi: &str, service: Option<&str>) -> &Value {
        let all = self.findings["series"].as_array().unwrap();
        let series = all.iter().find(|one| one["kpi"] == kpi && one["service"].as_str() == service).unwrap();
        assert_eq!(series["was_tested"], true, "{kpi} {service:?}");
        &series["change"]
    }

    /// A level that changed in this month or one beside it, in this direction.
    fn level_changed(&self, kpi: &str, service: &str, month: &str, rose: bool) {
        let change = self.change(kpi, Some(service));
        assert_eq!(change["shape"], "level", "{kpi} of {service}: {change}");
        let since = change["since"].as_str().unwrap();
        assert!(months(since).abs_diff(months(month)) <= 1, "{kpi} of {service} since {since}, planted {month}");
        assert_eq!(change["size"].as_f64().unwrap() > 0.0, rose, "{change}");
    }

    fn check(&self) {
        self.level_changed("opened", "Field App", self.truth.step, true);
        self.level_changed("resolve_active_median", "Data Exchange", self.truth.improvement, false);
        let null = self.change("first_response_service_median", Some("Billing"));
        assert!(null.is_null(), "what changed nothing is called a change: {null}");
        let growth = self.change("opened", None);
        assert_eq!(growth["shape"], "slope", "a quarter more tickets a year: {growth}");
        assert!(growth["low"].as_f64().unwrap() > 0.0, "{growth}");
    }
}

fn months(label: &str) -> u32 {
    let (year, month) = label.split_once('-').unwrap();
    year.parse::<u32>().unwrap() * 12 + month.parse::<u32>().unwrap()
}

fn finds_what_was_planted(seed: u64) {
    let folder = tempfile::tempdir().unwrap();
    Found::of(seed, folder.path()).check();
}

#[test]
fn the_planted_step_and_slope_are_found_and_the_planted_null_is_not() {
    finds_what_was_planted(1);
}

#[test]
#[ignore = "the long form: cargo nextest run --test pipeline review --run-ignored all"]
fn so_they_are_with_other_seeds() {
    (2..=6).for_each(finds_what_was_planted);
}

#[test]
fn an_objective_about_nothing_that_is_measured_is_refused_before_anything_is_computed() {
    let folder = tempfile::tempdir().unwrap();
    let config = "[organisation]\nname = \"A\"\n[[objective]]\nmetric = \"resolved_on_time\"\nbaseline = 0.8\ntarget = 0.9\n\
                  owner = \"Ada\"\ndate = \"2026-12-31\"\n";
    std::fs::write(folder.path().join("tallypost.toml"), config).unwrap();
    let refused = run(folder.path(), &["check"]);
    assert_eq!(refused.status.code(), Some(2));
    let said = text(&refused.stderr);
    assert!(said.contains("metric `resolved_on_time` is no KPI; the nearest is `resolve_on_time`"), "{said}");
}
