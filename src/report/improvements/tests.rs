//! Series made by hand, each of which can only be judged one way; the words that people read of it; its chart and page.

use std::collections::BTreeSet;
use std::fs;

use jiff::civil::date;

use super::*;
use crate::kpi::{self, Aggregate};
use crate::register::Entry;
use crate::register::improvement::{Decision, Draft, Group, State, fold};
use crate::report::files::Folder;
use crate::report::fixture::Fixture;
use crate::report::judge::Judgements;
use crate::report::{Review, charts, export_findings, font, page as whole_page, tests::readable};

const BEFORE: usize = 18;
const SEASON_UNTOLD: &str = "Season is not accounted for: that takes 24 months before go-live, and 18 are known. Where \
    months of the year differ, some of it may be the season.";

/// A ripple of which nobody can make anything, in hours, about a level for each month.
fn rippling(months: usize, level: impl Fn(usize) -> f64) -> Vec<Option<f64>> {
    let ripple = [0.3, -0.5, 0.1, 0.4, -0.2, -0.1, 0.5, -0.4, -0.3, 0.2];
    (0..months).map(|time| Some(60.0 * (level(time) + ripple[time * 7 % 10]))).collect()
}

fn months(count: usize) -> Vec<Period> {
    let first = date(2024, 1, 1);
    let last = first.saturating_add(Span::new().months(i64::try_from(count).unwrap() - 1));
    let last = Period::parse(&last.strftime("%Y-%m").to_string(), &TimeZone::UTC).unwrap();
    Period::series(&last, count, &TimeZone::UTC).unwrap()
}

/// Time to resolve, go-live on 2 July 2025: the nineteenth month is mixed. Two hours are worth the trouble.
fn draft() -> Draft {
    let text = |text: &str| Some(text.to_string());
    Draft {
        source: text("P-0001"),
        statement: text("Reprocess by itself"),
        objective: text("half the time"),
        metric: text("resolve_active_median"),
        group: Some(Group { dimension: "service".into(), value: "Data Exchange".into() }),
        direction: Some(Direction::Lower),
        baseline_months: Some(24),
        least_worthwhile: Some(120.0),
        go_live: Some(date(2025, 7, 2)),
        washout_days: Some(0),
        review_on: Some(date(2026, 6, 1)),
        owner: text("ada"),
        approver: text("grace"),
        comparator: None,
    }
}

fn at(text: &str) -> Timestamp {
    text.parse().unwrap()
}

fn improvement(draft: &Draft, in_hindsight: bool) -> Improvement {
    let id = || "I-0001".to_string();
    let decisions = [
        Decision::Propose { improvement: id(), plan: draft.clone() },
        Decision::Start { improvement: id(), plan: draft.plan().unwrap(), in_hindsight },
    ];
    let line = |decision| Entry { at: at("2025-06-20T08:00:00Z"), by: "anna".into(), decision };
    fold(&decisions.map(line)).remove(0)
}

fn read(draft: &Draft, values: Vec<Option<f64>>, comparator: Option<Vec<Option<f64>>>, as_of: &str) -> Reading {
    let definitions = kpi::definitions().unwrap();
    let definition = definitions.iter().find(|one| Some(&one.id) == draft.metric.as_ref()).unwrap();
    let measured = Measured { months: months(values.len()), cases: vec![50; values.len()], values, comparator };
    Reading::of(&improvement(draft, false), definition, measured, at(as_of), &TimeZone::UTC).unwrap()
}

fn reading(values: Vec<Option<f64>>) -> Reading {
    read(&draft(), values, None, "2026-07-01T00:00:00Z")
}

fn dropped() -> Vec<Option<f64>> {
    rippling(30, |time| if time < BEFORE { 8.0 } else { 5.0 })
}

fn said(reading: &Reading) -> (Verdict, String) {
    (reading.verdict, words::plain(&reading.because()))
}

#[test]
fn a_drop_as_large_as_was_worth_the_trouble_is_effective() {
    let reading = reading(dropped());
    // Generalised least squares in numpy, the restricted likelihood over the same grid: −160.379 at 0.85.
    let effect = reading.effect.unwrap();
    assert!((effect.value + 160.379).abs() < 1e-3 && effect.high < 0.0, "{effect:?}");
    let because = "Since go-live the measure lies 2 h 40 min below where the 18 months before led: more than chance \
        explains, and at least the 2 h that was worth the trouble. It is not the return to the usual after a bad run, and \
        at none of the 3 earlier moments that were looked at is as large a change told from chance.";
    assert_eq!(said(&reading), (Verdict::Effective, because.into()));
    assert_eq!(reading.headline(), "effective");
    assert_eq!(reading.span(), "2024-01 to 2025-06 before, 2025-07 left out, 2025-08 to 2026-06 after");
    assert_eq!(reading.caveats(&TimeZone::UTC), [SEASON_UNTOLD]);
}

#[test]
fn each_other_verdict_says_why() {
    let too_small = Draft { least_worthwhile: Some(240.0), ..draft() };
    let too_small = read(&too_small, dropped(), None, "2026-07-01T00:00:00Z");
    let least = Draft { least_worthwhile: Some(6.0), ..draft() };
    let stable = rippling(30, |_| 8.0);
    let cases = [
        (too_small, Verdict::NoDetectableEffect, "but less than the 4 h that was worth the trouble."),
        (
            reading(rippling(30, |time| if time < BEFORE { 8.0 } else { 11.0 })),
            Verdict::Worse,
            "for the worse, and more",
        ),
        (
            reading(stable.clone()),
            Verdict::NoDetectableEffect,
            "by no more than chance explains, and an effect of 2 h, the least that was worth the trouble, would have \
             been seen four times in five.",
        ),
        (
            read(&least, stable, None, "2026-07-01T00:00:00Z"),
            Verdict::InsufficientData,
            "but 6 min was worth the trouble, and an effect of less than ",
        ),
        (
            reading(rippling(30, |time| if (15..BEFORE).contains(&time) { 12.0 } else { 8.0 })),
            Verdict::Confounded,
            "without them nothing is left of the gain.",
        ),
    ];
    for (reading, verdict, words) in cases {
        let (judged, because) = said(&reading);
        assert_eq!(judged, verdict, "{because}");
        assert!(because.contains(words), "{because}");
    }
}

/// It fell by five hours when nothing was done, in January 2025, and by four when something was.
#[test]
fn what_changed_as_much_before_is_named_by_its_month() {
    let level = |time: usize| match time {
        0..12 => 13.0,
        12..40 => 8.0,
        _ => 4.0,
    };
    let late = Draft { go_live: Some(date(2027, 5, 1)), baseline_months: Some(40), ..draft() };
    let reading = read(&late, rippling(52, level), None, "2028-05-01T00:00:00Z");
    let (verdict, because) = said(&reading);
    assert_eq!(verdict, Verdict::Confounded, "{because}");
    assert!(because.starts_with("In January 2025, when nothing of this was done, it changed as much."), "{because}");
}

#[test]
fn too_few_months_say_how_many_there_are_and_are_needed() {
    let values = dropped();
    let early = reading(values[..21].to_vec());
    assert_eq!(
        said(&early),
        (
            Verdict::InsufficientData,
            "Of whole months before go-live 18 are known and at least 12 are needed; of whole months after it 2 are \
             known and at least 4 are needed."
                .into()
        )
    );
    assert_eq!(early.effect, None);
    assert_eq!(early.review().effect, None);
}

/// Of thirteen months before, ten are left without the bad run.
#[test]
fn a_bad_run_after_a_short_baseline_cannot_be_ruled_out() {
    let values = rippling(25, |time| match time {
        0..10 => 8.0,
        10..13 => 10.0,
        _ => 3.0,
    });
    let short = Draft { go_live: Some(date(2025, 2, 2)), ..draft() };
    let (verdict, because) = said(&read(&short, values, None, "2026-07-01T00:00:00Z"));
    assert_eq!(verdict, Verdict::InsufficientData, "{because}");
    assert!(because.contains("without them 10 months are left before go-live, and 12 are needed"), "{because}");
}

#[test]
fn a_gap_is_named_and_nothing_is_judged_but_a_late_beginning_is_none() {
    let mut values = dropped();
    values[0] = None;
    values[BEFORE] = None;
    let (verdict, _) = said(&reading(values.clone()));
    assert_eq!(verdict, Verdict::Effective, "the first month and that of go-live are not needed");
    values[4] = None;
    values[20] = None;
    let gaps = "Nothing was measured in May 2024 and Sep 2025; a series with gaps is not judged.";
    assert_eq!(said(&reading(values)), (Verdict::InsufficientData, gaps.into()));
}

#[test]
fn months_count_that_lie_wholly_on_one_side() {
    let phases = |go_live, washout| {
        let plan = Draft { go_live: Some(go_live), washout_days: Some(washout), ..draft() };
        let reading = read(&plan, dropped(), None, "2026-07-01T00:00:00Z");
        [Phase::Before, Phase::LeftOut, Phase::After].map(|phase| reading.count(phase))
    };
    assert_eq!(phases(date(2025, 7, 1), 0), [18, 0, 12]);
    assert_eq!(phases(date(2025, 7, 2), 0), [18, 1, 11]);
    // 1 July and 31 days is 1 August, 1 July and 32 days is in August.
    assert_eq!(phases(date(2025, 7, 1), 31), [18, 1, 11]);
    assert_eq!(phases(date(2025, 7, 1), 32), [18, 2, 10]);
    assert_eq!(phases(date(2027, 1, 1), 0), [30, 0, 0], "not live yet");
}

/// Both fall by three hours: nothing is left of it against the comparator, which is told to have changed.
#[test]
fn what_happened_elsewhere_too_is_no_effect() {
    let compared =
        Draft { comparator: Some(Group { dimension: "service".into(), value: "Billing".into() }), ..draft() };
    let other: Vec<Option<f64>> =
        dropped().into_iter().rev().zip(dropped()).map(|(odd, own)| Some(own? * 0.9 + odd? * 0.01)).collect();
    let reading = read(&compared, dropped(), Some(other), "2026-07-01T00:00:00Z");
    let (verdict, because) = said(&reading);
    assert_eq!(verdict, Verdict::NoDetectableEffect, "{because}");
    assert!(because.contains("where the 18 months before and service Billing led"), "{because}");
    let told = words::plain(&reading.comparator_in_words().unwrap());
    assert!(told.starts_with("service Billing: −2 h ") && told.ends_with(": it changed too"), "{told}");
}

#[test]
fn a_rise_is_a_gain_where_higher_is_better() {
    let higher = Draft { direction: Some(Direction::Higher), ..draft() };
    let rose = rippling(30, |time| if time < BEFORE { 8.0 } else { 11.0 });
    let reading = read(&higher, rose, None, "2026-07-01T00:00:00Z");
    assert_eq!(reading.verdict, Verdict::Effective);
    assert!(reading.effect.unwrap().low > 0.0);
    assert_eq!(words::plain(&reading.least_in_words()), "2 h higher");
}

#[test]
fn before_its_review_it_is_provisional_and_a_look_back_says_so() {
    let values = dropped()[..28].to_vec();
    let early = read(&draft(), values, None, "2026-05-31T23:59:59Z");
    assert!(!early.is_due);
    assert_eq!(early.headline(), "effective, provisionally");
    assert!(early.caveats(&TimeZone::UTC)[0].starts_with("Provisional until the review on 1 June 2026"));
    let mut back = reading(dropped());
    back.started.in_hindsight = true;
    assert_eq!(back.headline(), "effective, in hindsight");
    assert!(back.caveats(&TimeZone::UTC)[0].starts_with("The plan was fixed on 20 June 2025, after go-live"));
}

#[test]
fn amounts_are_in_the_metrics_unit() {
    let definitions = kpi::definitions().unwrap();
    let of = |metric: &str, value: f64| {
        let definition = definitions.iter().find(|one| one.id == metric).unwrap();
        words::plain(&amount(definition, value))
    };
    assert_eq!(of("resolve_on_time", 0.035), "3.5 points");
    assert_eq!(of("opened", 3.25), "3.2");
    assert_eq!(of("opened", 5.0), "5");
    assert_eq!(of("opened", 1234.0), "1,234");
    assert_eq!(of("resolve_active_median", -90.0), "1 h 30 min");
    assert_eq!(of("messages_per_ticket", 0.5), "0.50");
}

#[test]
fn small_samples_are_called_small() {
    let mut few = reading(dropped());
    few.months.iter_mut().take(3).for_each(|month| month.cases = 19);
    let said = "Small samples: in 3 of 30 months fewer than 20 cases were counted.";
    assert_eq!(few.caveats(&TimeZone::UTC), [SEASON_UNTOLD, said]);
    few.definition.aggregate = Aggregate::Count;
    assert_eq!(few.caveats(&TimeZone::UTC), [SEASON_UNTOLD], "a count is no sample");
}

/// The first half of each year is two hours quieter than the second, the one after go-live no more than the others. With
/// 18 months before it nobody can tell that, and it is said.
#[test]
fn a_quiet_half_year_after_two_of_its_kind_is_no_effect() {
    let level = |time: usize| if time % 12 < 6 { 7.0 } else { 9.0 };
    let new_year = Draft { go_live: Some(date(2026, 1, 1)), least_worthwhile: Some(60.0), ..draft() };
    let reading = read(&new_year, rippling(30, level), None, "2026-07-01T00:00:00Z");
    assert_ne!(reading.verdict, Verdict::Effective, "{}", reading.because());
    assert!(reading.effect.unwrap().low < 0.0 && reading.effect.unwrap().high > 0.0);
    assert!(reading.caveats(&TimeZone::UTC).is_empty() && reading.season_in_words().is_some());
    let expected = |month: usize| reading.months[month].expected.unwrap();
    assert!((expected(23) - expected(24) - 120.0).abs() < 45.0, "{} then {}", expected(23), expected(24));
    let chart = charts::improvement(&reading).unwrap().unwrap();
    assert!(chart.svg.contains("season and all") && chart.caption.contains("its own month of the year"));
}

#[test]
fn the_effect_is_shaded_only_where_something_was_expected() {
    font::register().unwrap();
    let shaded = |reading: &Reading| charts::improvement(reading).unwrap().unwrap().svg.matches("<polygon").count();
    assert_eq!(shaded(&reading(dropped())), 1);
    assert_eq!(shaded(&reading(dropped()[..10].to_vec())), 0);
}

fn awkward() -> Vec<(&'static str, Reading)> {
    let long = Draft {
        statement: Some("An improvement of which nobody could say in fewer words what it was about, ".repeat(3)),
        comparator: Some(Group { dimension: "service".into(), value: "Warehouse scanners and label printers".into() }),
        ..draft()
    };
    let mut gaps = dropped();
    gaps[4] = None;
    gaps[5] = None;
    let shares = Draft { metric: Some("resolve_on_time".into()), least_worthwhile: Some(0.05), ..draft() };
    let share = |value: Option<f64>| value.map(|value| value / 600.0);
    vec![
        ("plain", reading(dropped())),
        ("long", read(&long, dropped(), Some(rippling(30, |_| 7.0)), "2026-07-01T00:00:00Z")),
        ("gaps", reading(gaps)),
        ("shares", read(&shares, dropped().into_iter().map(share).collect(), None, "2026-07-01T00:00:00Z")),
        ("nothing since", reading(dropped()[..19].to_vec())),
        ("two months", reading(dropped()[..2].to_vec())),
        ("all zero", reading(vec![Some(0.0); 30])),
    ]
}

#[test]
fn every_chart_can_be_read() {
    font::register().unwrap();
    for (name, reading) in awkward() {
        let chart = charts::improvement(&reading).unwrap().unwrap_or_else(|| panic!("{name}: no chart"));
        assert!(readable(name, &chart.svg) > 5);
        assert_eq!(chart.svg.contains("go-live 2 July 2025"), name != "two months", "{name}");
    }
    assert!(charts::improvement(&reading(vec![Some(1.0)])).unwrap().is_none());
}

#[test]
fn the_page_has_a_section_only_where_there_are_improvements() {
    font::register().unwrap();
    let fixture = Fixture::believable();
    let page = |improvements: &[Reading]| {
        let review = Review { improvements, ..fixture.review() };
        whole_page::render(&review, &Judgements::of(&review), &[]).unwrap()
    };
    let findings = |improvements: &[Reading]| {
        let review = Review { improvements, ..fixture.review() };
        export_findings::json(&review, &Judgements::of(&review)).unwrap()
    };
    assert!(!page(&[]).contains("id=\"improvements\""));
    assert!(!findings(&[]).contains("improvements"));
    assert!(findings(&[reading(dropped())]).contains("\"verdict\": \"effective\""));
    let with = page(&[reading(dropped())]);
    for told in [
        "id=\"improvements\"",
        "I-0001 Reprocess by itself",
        "id=\"improvement-I-0001\"",
        "P-0001",
        "effective",
        "<b>ada</b>: I-0001 “Reprocess by itself” was due for its verdict on 1 June 2026; as it stands: effective. \
             Record it.",
    ] {
        assert!(with.contains(told), "{told}");
    }
}

#[test]
fn a_bad_verdict_of_the_period_asks_the_approver_and_an_older_one_nobody() {
    let fixture = Fixture::believable();
    let page = |recorded: &str| {
        let mut worse = reading(rippling(30, |time| if time < BEFORE { 8.0 } else { 11.0 }));
        worse.improvement.state = State::Reviewed(worse.verdict);
        let entry = Entry { at: at(recorded), by: "grace".into(), decision: worse.review() };
        worse.improvement.reviews.push(entry);
        let review = Review { improvements: &[worse], ..fixture.review() };
        whole_page::render(&review, &Judgements::of(&review), &[]).unwrap()
    };
    let asked = "<b>grace</b>: I-0001 “Reprocess by itself”: worse. Go on, change it or take it back?";
    assert!(page("2026-10-20T08:00:00Z").contains(asked));
    assert!(!page("2026-06-02T08:00:00Z").contains("<b>grace</b>"));
}

#[test]
fn charts_of_an_earlier_run_are_taken_away() {
    font::register().unwrap();
    let (folder, fixture) = (tempfile::tempdir().unwrap(), Fixture::believable());
    let charts = folder.path().join("charts");
    fs::create_dir(&charts).unwrap();
    for stale in ["improvement-I-0007.svg", "improvement-I-0007.png", "volume.svg"] {
        fs::write(charts.join(stale), "old").unwrap();
    }
    let readings = [reading(dropped())];
    let review = Review { improvements: &readings, ..fixture.review() };
    write(&mut Folder::new(folder.path()), &review).unwrap();
    let names = fs::read_dir(&charts).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap());
    let expected = ["improvement-I-0001.png", "improvement-I-0001.svg", "volume.svg"];
    assert_eq!(names.collect::<BTreeSet<_>>(), expected.map(String::from).into());
}
