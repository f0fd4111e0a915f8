//! What the review says of series whose truth is known: stable ones alarm as often as the budget claims, and changes are
//! found among many that are none.

use jiff::Timestamp;
use rand::{RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;

use super::collect::{Seen, Series};
use super::*;

/// Series of two years, in the short form; ten times as many in the long one.
const SERIES: usize = 1_000;
const LENGTH: usize = 24;

struct Chance(ChaCha8Rng);

impl Chance {
    fn normal(&mut self) -> f64 {
        let (one, two): (f64, f64) = (self.0.random(), self.0.random());
        (-2.0 * (1.0 - one).ln()).sqrt() * (std::f64::consts::TAU * two).cos()
    }

    fn poisson(&mut self, mean: f64) -> f64 {
        let (mut product, mut count) = (self.0.random::<f64>(), 0.0);
        while product > (-mean).exp() {
            product *= self.0.random::<f64>();
            count += 1.0;
        }
        count
    }

    fn binomial(&mut self, sample: u32, share: f64) -> f64 {
        f64::from((0..sample).map(|_| u32::from(self.0.random::<f64>() < share)).sum::<u32>())
    }

    /// A median of minutes, log-normal.
    fn time(&mut self) -> Seen {
        let value = 300.0 * (0.3 * self.normal()).exp();
        Seen { value, n: 80, parts: (value, 1.0) }
    }

    /// So many of 100, months differing by more than chance.
    fn share(&mut self) -> Seen {
        let share = (0.8 + 0.04 * self.normal()).clamp(0.0, 1.0);
        let met = self.binomial(100, share);
        Seen { value: met / 100.0, n: 100, parts: (met, 100.0) }
    }

    /// Tickets of a month of 18 to 23 business days, months differing by more than chance.
    fn count(&mut self) -> Seen {
        let days = f64::from(self.0.random_range(18_u32..24));
        let a_day = 3.0 * (0.12 * self.normal()).exp();
        let count = self.poisson(days * a_day);
        Seen { value: count, n: 60, parts: (count, days) }
    }
}

fn series<'a>(definition: &'a Definition, kind: Kind, seen: Vec<Seen>) -> Series<'a> {
    let seen = seen.into_iter().map(Some).collect();
    Series { definition, service: None, kind, seen, rebased: Vec::new(), periods_a_year: 12.0 }
}

fn definitions() -> Vec<Definition> {
    crate::kpi::definitions().unwrap()
}

fn known<'a>(definitions: &'a [Definition], id: &str) -> &'a Definition {
    definitions.iter().find(|definition| definition.id == id).unwrap()
}

/// One value of a stable series.
type Draw = fn(&mut Chance) -> Seen;

const KINDS: [(&str, Kind, Draw); 3] = [
    ("resolve_active_median", Kind::Times, Chance::time),
    ("resolve_on_time", Kind::Shares, Chance::share),
    ("opened", Kind::Rates, Chance::count),
];

/// The share of stable series whose latest value is called special.
fn alarms(id: &str, kind: Kind, one: Draw, count: usize) -> f64 {
    let (definitions, mut chance) = (definitions(), Chance(ChaCha8Rng::seed_from_u64(41)));
    let mut special = 0;
    for _ in 0..count {
        let seen = (0..LENGTH).map(|_| one(&mut chance)).collect();
        let judged = series(known(&definitions, id), kind, seen).judged();
        match latest::read(&judged) {
            Latest::Special { .. } => special += 1,
            Latest::Usual => {}
            Latest::Unsaid(why) => panic!("two years of {id} say nothing: {why}"),
        }
    }
    f64::from(special) / count as f64
}

/// What the review prints for one chart of this length.
fn claimed() -> f64 {
    let watched = [Watched::Chart { rules: RuleSet::Limits, length: LENGTH }];
    trend::false_alarm_budget(&watched, Look::Latest, 0).unwrap().expected
}

fn stable_series_alarm_as_claimed(count: usize) {
    for (id, kind, one) in KINDS {
        let (measured, claimed) = (alarms(id, kind, one, count), claimed());
        let room = 4.0 * (claimed * (1.0 - claimed) / count as f64).sqrt() + 0.002;
        // Laney's limits are never narrower than chance, so that P′ and U′ cry wolf less often than XmR at most.
        let least = if kind == Kind::Times { claimed } else { claimed / 2.0 };
        assert!(measured <= claimed + room && measured >= least - room, "{id}: {measured}, claimed {claimed} ± {room}");
    }
}

#[test]
fn a_thousand_stable_series_of_each_kind_alarm_as_often_as_the_review_claims() {
    stable_series_alarm_as_claimed(SERIES);
}

#[test]
#[ignore = "the long form: cargo nextest run --lib judge --run-ignored all"]
fn ten_thousand_stable_series_of_each_kind_alarm_as_often_as_the_review_claims() {
    stable_series_alarm_as_claimed(10 * SERIES);
}

/// Reviews of forty stable series each: the share of them in which anything is called a lasting change.
fn reviews_with_a_false_change(reviews: usize) -> f64 {
    let (definitions, mut chance) = (definitions(), Chance(ChaCha8Rng::seed_from_u64(43)));
    let with_one = (0..reviews).filter(|_| {
        let stable = (0..40).map(|i| {
            let (id, kind, one) = KINDS[i % KINDS.len()];
            series(known(&definitions, id), kind, (0..LENGTH).map(|_| one(&mut chance)).collect())
        });
        lasting::judge(stable.collect()).0.iter().any(|judged| judged.lasting.is_some())
    });
    with_one.count() as f64 / reviews as f64
}

/// Where nothing has changed, every finding is false: one review in twenty may have any.
#[test]
fn a_review_of_stable_series_finds_nothing() {
    let measured = reviews_with_a_false_change(25);
    assert!(measured <= 0.05 + 4.0 * (0.05_f64 * 0.95 / 25.0).sqrt(), "{measured}");
}

#[test]
#[ignore = "the long form: cargo nextest run --lib judge --run-ignored all"]
fn ten_thousand_stable_series_in_reviews_of_forty_find_nothing() {
    let measured = reviews_with_a_false_change(250);
    assert!(measured <= 0.05 + 4.0 * (0.05_f64 * 0.95 / 250.0).sqrt(), "{measured}");
}

#[test]
fn a_step_and_a_slope_are_found_among_thirty_eight_that_are_none() {
    let (definitions, mut chance) = (definitions(), Chance(ChaCha8Rng::seed_from_u64(47)));
    let (mut steps, mut dated, mut slopes, mut false_ones) = (0, 0, 0, 0);
    for _ in 0..5 {
        let mut all: Vec<Series<'_>> = (0..40)
            .map(|i| {
                let (id, kind, one) = KINDS[i % KINDS.len()];
                series(known(&definitions, id), kind, (0..LENGTH).map(|_| one(&mut chance)).collect())
            })
            .collect();
        // Two fifths of the time from the eighteenth month on; tickets that grow by 3 % a month.
        for (i, factor) in (17..LENGTH).map(|i| (i, 0.4)) {
            scale(&mut all[0], i, factor);
        }
        for (i, months) in (0..LENGTH).zip(0_i32..) {
            scale(&mut all[2], i, 1.03_f64.powi(months));
        }
        let judged = lasting::judge(all).0;
        let shape = |i: usize| judged[i].lasting.as_ref().map(|lasting| lasting.shape.clone());
        steps += usize::from(matches!(shape(0), Some(Shape::Level { .. })));
        dated += usize::from(matches!(shape(0), Some(Shape::Level { since: 16..=18, .. })));
        slopes += usize::from(matches!(shape(2), Some(Shape::Slope { .. })));
        let others = judged.iter().enumerate().filter(|(i, _)| *i != 0 && *i != 2);
        false_ones += others.filter(|(_, one)| one.lasting.is_some()).count();
    }
    assert!(steps >= 4 && dated == steps, "{dated} of {steps}");
    assert!(slopes >= 4, "{slopes}");
    assert!(false_ones <= 2, "{false_ones} of 190");
}

fn scale(series: &mut Series<'_>, i: usize, factor: f64) {
    if let Some(seen) = &mut series.seen[i] {
        seen.value *= factor;
        seen.parts.0 *= factor;
    }
}

/// Gaps of a rare event that comes at the same pace, looked at on a day of no meaning: the share of desks of which
/// anything is said, and what the budget counts with.
fn rare_events_alarm(gaps: usize, kpi: &str) -> (f64, f64) {
    const DESKS: usize = 4000;
    let (definitions, mut chance) = (definitions(), Chance(ChaCha8Rng::seed_from_u64(53)));
    let definition = known(&definitions, kpi);
    let mut waiting = || -20.0 * (1.0 - chance.0.random::<f64>()).ln();
    let mut claimed = 0.0;
    let mut is_alarm = || {
        let days: Vec<f64> = (0..gaps).map(|_| waiting()).collect();
        let occurrences = rare_events(kpi, days, waiting());
        let judged = rare::judged(definition, &occurrences, occurrences.until).unwrap();
        claimed = judged.false_alarms();
        judged.latest.is_some()
    };
    let alarms = (0..DESKS).filter(|_| is_alarm()).count();
    (alarms as f64 / DESKS as f64, claimed)
}

fn rare_events(kpi: &str, days: Vec<f64>, open_gap: f64) -> Occurrences {
    let (until, count) = (Timestamp::UNIX_EPOCH, days.len());
    let tickets = || days.iter().map(|gap| format!("{:.0}", gap.floor()).parse().unwrap()).collect();
    let gaps = if kpi == "major_incidents" { Gaps::Days(days.clone()) } else { Gaps::Tickets(tickets()) };
    Occurrences { kpi: kpi.into(), service: None, gaps, ended_at: vec![until; count], open_gap, until }
}

#[test]
fn rare_events_alarm_as_often_as_the_review_claims() {
    for gaps in [12, 30, 60] {
        for kpi in ["major_incidents", "complaints_per_100"] {
            let (measured, claimed) = rare_events_alarm(gaps, kpi);
            let room = 3.0 * (claimed * (1.0 - claimed) / 4000.0_f64).sqrt();
            assert!(measured <= claimed + room, "{kpi}, {gaps} gaps: {measured}, claimed {claimed}");
            assert!(gaps == 12 || measured >= claimed / 2.0, "{kpi}, {gaps} gaps: {measured}, claimed {claimed}");
        }
    }
}

/// The pace of the first 24 gaps is one in 20; what came after them says that it is another one, and how that is seen.
#[test]
fn another_pace_of_a_rare_event_is_told_by_the_last_gap_by_the_open_one_or_by_a_run() {
    let definitions = definitions();
    let told = |kpi: &str, more: &[f64], open_gap: f64, since: &str| {
        let days = [[10.0, 30.0].repeat(12), more.to_vec()].concat();
        let occurrences = rare_events(kpi, days, open_gap);
        rare::judged(known(&definitions, kpi), &occurrences, since.parse().unwrap()).unwrap().latest
    };
    let (long_ago, later) = ("1960-01-01T00:00:00Z", "1980-01-01T00:00:00Z");
    for kpi in ["major_incidents", "complaints_per_100"] {
        assert_eq!(told(kpi, &[], 5.0, long_ago), None, "{kpi}");
        assert_eq!(told(kpi, &[500.0], 5.0, long_ago), Some(Pace::Rarer(Told::LastGap)), "{kpi}");
        assert_eq!(told(kpi, &[500.0], 5.0, later), None, "{kpi}: it was told when it happened");
        assert_eq!(told(kpi, &[], 500.0, later), Some(Pace::Rarer(Told::OpenGap)), "{kpi}");
        assert_eq!(told(kpi, &[9.0; 8], 5.0, long_ago), Some(Pace::MoreFrequent(Told::Run)), "{kpi}");
        assert_eq!(told(kpi, &[9.0; 7], 5.0, long_ago), None, "{kpi}: seven in a row are chance");
        assert_eq!(told(kpi, &[31.0; 8], 5.0, long_ago), Some(Pace::Rarer(Told::Run)), "{kpi}");
    }
    let zeros = told("complaints_per_100", &[0.0; 3], 5.0, long_ago);
    assert_eq!(zeros, Some(Pace::MoreFrequent(Told::LastGap)));
}
