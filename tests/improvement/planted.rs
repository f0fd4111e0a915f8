//! `src/sample/problems.rs` plants an improvement that takes 60 % off the time to resolve of Data Exchange from 2 March
//! 2026 on, one that does nothing to Billing's first responses from 2 February, and a release that makes 2.3 times as
//! many tickets of Field App from 15 June.
//!
//! Of the seeds 1 to 8 with 12,000 tickets in 36 months the improvement is called effective in six, with too much scatter
//! in one and confounded in one; the null is without detectable effect in five, with too much scatter in three; the
//! release is worse in all.

use serde_json::Value;

use super::{COMMON, improvement, lake, lines, printed, register};

const PLANTED: [&[&str]; 3] = [
    &[
        "--metric",
        "resolve_active_median",
        "--where",
        "service=Data Exchange",
        "--least-effect",
        "120",
        "--go-live",
        "2026-03-02",
    ],
    &[
        "--metric",
        "first_response_service_median",
        "--where",
        "service=Billing",
        "--least-effect",
        "30",
        "--go-live",
        "2026-02-02",
    ],
    &[
        "--metric",
        "opened",
        "--where",
        "service=Field App",
        "--direction",
        "lower",
        "--least-effect",
        "5",
        "--go-live",
        "2026-06-15",
    ],
];

fn verdicts(lines: &[Value]) -> Vec<&str> {
    lines.iter().map(|line| line["verdict"].as_str().unwrap()).collect()
}

#[test]
fn what_was_planted_is_judged_as_it_was_planted() {
    let data = lake(12_000, 36, 3);
    let data = data.path();
    for (number, words) in (1..).zip(PLANTED) {
        printed(&improvement(data, &[&["add", "--review-on", "2026-10-01"], words, &COMMON].concat()));
        let id = format!("I-000{number}");
        printed(&improvement(data, &["start", &id, "--in-hindsight", "--by", "anna"]));
    }
    let started = register(data);

    // In June 2026 two whole months are over after the one, three after the other, none after the third.
    let early = lines(&improvement(data, &["review", "--as-of", "2026-06-01", "--format", "json", "--by", "anna"]));
    assert_eq!(verdicts(&early), ["insufficient_data"; 3]);
    let after = |number: usize| early[number]["because"].as_str().unwrap();
    assert!(after(0).ends_with("months after it 2 are known and at least 4 are needed."), "{}", after(0));
    assert!(after(1).ends_with("months after it 3 are known and at least 4 are needed."), "{}", after(1));
    assert!(early.iter().all(|line| line["is_provisional"] == true && line["is_recorded"] == false));
    assert_eq!(register(data), started, "a provisional reading records nothing");

    let review = ["review", "--as-of", "2026-11-01", "--format", "json", "--by", "anna"];
    let late = lines(&improvement(data, &review));
    assert_eq!(verdicts(&late), ["effective", "no_detectable_effect", "worse"], "{late:?}");
    assert!(late.iter().all(|line| line["is_provisional"] == false && line["is_recorded"] == true));
    // A median of the same tickets at 0.4 of the time.
    let months = late[0]["months"].as_array().unwrap();
    let mean = |phase: &str| {
        let values: Vec<f64> = months
            .iter()
            .filter(|month| month["phase"] == phase)
            .map(|month| month["value"].as_f64().unwrap())
            .collect();
        values.iter().sum::<f64>() / values.len() as f64
    };
    let (before, since) = (mean("before"), mean("after"));
    assert!((0.3..0.5).contains(&(since / before)), "{since} after {before}");

    // Another look at the same says the same, and the first verdict stays.
    let recorded = register(data);
    assert!(recorded.starts_with(&started) && recorded.lines().count() == started.lines().count() + 3);
    let again = lines(&improvement(data, &[&["review", "I-0001"], &review[1..]].concat()));
    assert_eq!((&again[0]["verdict"], &again[0]["is_recorded"]), (&"effective".into(), &false.into()));
    assert_eq!(register(data), recorded);
    printed(&improvement(data, &["review", "I-0001", "--as-of", "2026-10-01", "--by", "lin"]));
    assert!(register(data).starts_with(&recorded) && register(data).lines().count() == recorded.lines().count() + 1);
}
