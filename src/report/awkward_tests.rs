//! The review of desks that are new, small or in the middle of a month: what it says must be true of them too.

use super::fixture::Fixture;
use super::judge::Judgements;
use super::summary::Summary;
use super::{charts, font, objectives, page, scorecard, summary};

fn plain(texts: &[String]) -> Vec<String> {
    texts.iter().map(|text| text.replace('\u{a0}', " ")).collect()
}

fn told(fixture: &Fixture) -> Summary {
    let review = fixture.review();
    summary::summary(&review, &Judgements::of(&review))
}

fn drawn(fixture: &Fixture) -> Vec<charts::Chart> {
    font::register().unwrap();
    let review = fixture.review();
    charts::all(&review, &Judgements::of(&review)).unwrap()
}

fn named(fixture: &Fixture, name: &str) -> String {
    let chart = drawn(fixture).into_iter().find(|chart| chart.name == name);
    chart.unwrap_or_else(|| panic!("no chart {name}")).svg.replace('\u{a0}', " ")
}

fn title(svg: &str) -> &str {
    svg.split_once("<title>").unwrap().1.split_once("</title>").unwrap().0
}

fn counts(fixture: &mut Fixture, i: usize, values: &[(&str, f64)]) {
    for (kpi, value) in values {
        fixture.count(i, kpi, *value);
    }
}

/// 5 + 108 + 6 − 110 = 9: without the six, nobody could follow.
#[test]
fn reopened_tickets_make_the_flow_add_up() {
    let mut fixture = Fixture::empty(2);
    counts(&mut fixture, 0, &[("opened", 123.0), ("resolved", 129.0), ("backlog", 5.0)]);
    let now = [("opened", 108.0), ("reopenings", 6.0), ("resolved", 110.0), ("backlog", 9.0), ("open_overdue", 5.0)];
    counts(&mut fixture, 1, &now);
    let said = [
        "In October 2026, 108 tickets were opened, 6 were reopened and 110 were resolved.",
        "At its end 9 tickets were open (4 more than at the end of September 2026), 5 of them past the resolution target.",
    ];
    assert_eq!(plain(&told(&fixture).facts), said);
    let expected = "October 2026: 108 tickets opened, 6 reopened, 110 resolved, backlog up by 4 to 9";
    assert_eq!(title(&named(&fixture, "volume")), expected);
}

#[test]
fn one_open_ticket_is_not_spoken_of_as_many() {
    let said = |open: f64, overdue: f64| {
        let mut fixture = Fixture::empty(1);
        counts(&mut fixture, 0, &[("backlog", open), ("open_overdue", overdue)]);
        plain(&told(&fixture).facts).concat()
    };
    assert_eq!(said(1.0, 1.0), "At its end 1 ticket was open, past the resolution target.");
    assert_eq!(said(1.0, 0.0), "At its end 1 ticket was open, not past the resolution target.");
    assert_eq!(said(3.0, 3.0), "At its end 3 tickets were open, all of them past the resolution target.");
    assert_eq!(said(3.0, 0.0), "At its end 3 tickets were open, none of them past the resolution target.");
    assert_eq!(said(0.0, 0.0), "At its end no ticket was open.");
}

#[test]
fn a_month_that_is_not_over_has_no_end_yet() {
    let mut fixture = Fixture::empty(1);
    counts(&mut fixture, 0, &[("opened", 40.0), ("resolved", 38.0), ("backlog", 7.0), ("backlog_2_5_days", 7.0)]);
    let review = super::Review { as_of: "2026-10-15T10:00:00Z".parse().unwrap(), ..fixture.review() };
    let judged = Judgements::of(&review);
    let said = [
        "In October 2026 so far, 40 tickets were opened and 38 were resolved.",
        "On 15 October 2026, 7 tickets were open.",
    ];
    assert_eq!(plain(&summary::summary(&review, &judged).facts), said);
    font::register().unwrap();
    let charts = charts::all(&review, &judged).unwrap();
    let backlog = charts.iter().find(|chart| chart.name == "backlog").unwrap().svg.replace('\u{a0}', " ");
    assert_eq!(title(&backlog), "7 tickets open on 15 October 2026");
}

#[test]
fn a_month_that_has_not_begun_is_not_called_quiet() {
    let mut fixture = Fixture::empty(14);
    for i in 0..13 {
        fixture.count(i, "opened", 100.0 + (i % 2) as f64);
    }
    fixture.count(13, "opened", 0.0);
    assert_eq!(told(&fixture).stands_out.len(), 1, "a month without a ticket stands out");
    let review = super::Review { as_of: "2026-09-30T10:00:00Z".parse().unwrap(), ..fixture.review() };
    assert_eq!(summary::summary(&review, &Judgements::of(&review)).stands_out, Vec::<String>::new());
}

#[test]
fn before_the_first_ticket_nothing_is_drawn_and_nothing_is_missed() {
    let fixture = Fixture::nothing_happened();
    assert!(drawn(&fixture).is_empty());
    assert!(scorecard::without_data(&fixture.review()).is_empty());
    let mut desk = Fixture::one_ticket();
    desk.share(0, "one_touch", vec![], 0.0, 0.0);
    assert_eq!(scorecard::without_data(&desk.review()), ["Resolved at first touch"]);
}

/// Thirty of 40 are 75 %, below 0.9 by more than chance.
#[test]
fn the_only_service_is_not_told_twice() {
    let mut fixture = Fixture::empty(14);
    let service = |name: &str| vec![("service".to_string(), name.to_string())];
    for i in 0..14 {
        for segment in [vec![], service("Netz")] {
            fixture.share(i, "resolve_on_time", segment.clone(), 30.0, 40.0);
            fixture.counted(i, "opened", segment, 40.0);
        }
    }
    let goal = "Resolutions on time miss the goal of 90 % by more than chance over all (75 % of 40).";
    let summary = told(&fixture);
    assert_eq!(plain(&summary.stands_out), [goal]);
    let asked: Vec<String> = summary.to_decide.into_iter().map(|one| one.what).collect();
    assert_eq!(plain(&asked), [format!("{goal} What is done?")]);
    let services =
        |fixture: &Fixture| Judgements::of(&fixture.review()).series.iter().filter(|one| one.service.is_some()).count();
    assert_eq!(services(&fixture), 0);
    fixture.counted(13, "opened", service("(none)"), 2.0);
    assert_eq!(services(&fixture), 2, "with tickets of no service it is not all there is");
}

/// Fourteen months of 8 cases each: there is history enough, and every month is a small sample.
#[test]
fn a_chart_without_limits_says_why() {
    let chart = |months: usize| {
        let mut fixture = Fixture::empty(months);
        for i in 0..months {
            fixture.share(i, "resolve_on_time", vec![], 7.0, 8.0);
        }
        named(&fixture, "control-on-time")
    };
    let long = chart(14);
    assert_eq!(title(&long), "Resolutions on time: too few cases a month to tell change from chance");
    assert!(long.contains("Too few cases a month for limits"), "{long}");
    let short = chart(4);
    assert_eq!(title(&short), "Resolutions on time: too little history to tell change from chance");
    assert!(short.contains("Fewer than six months: too few for limits"), "{short}");
}

/// The 90th percentile leaves its limits while the median, which has a chart anyway, does not.
#[test]
fn what_stands_out_is_drawn_and_the_first_chart_says_how_to_read_it() {
    let mut fixture = Fixture::empty(14);
    for i in 0..14 {
        let wobble = if i % 2 == 0 { 2.0 } else { -2.0 };
        fixture.duration(i, "first_response_service_median", 80.0 + wobble, 50.0);
        let slow = if i == 13 { 500.0 } else { 240.0 + wobble };
        fixture.duration(i, "first_response_service_p90", slow, 50.0);
    }
    let charts = drawn(&fixture);
    let names: Vec<&str> = charts.iter().map(|chart| chart.name).collect();
    assert_eq!(names, ["control-first-response", "signal-1"]);
    let signal = &charts[1].svg;
    assert_eq!(
        title(signal),
        "90th percentile of the time to first response: October 2026 lies above the upper control limit"
    );
    assert!(charts[0].caption.contains("ups and downs are ordinary"), "{}", charts[0].caption);
    assert_eq!(charts[1].caption, "", "said once, and there is nothing particular to it");
}

/// 15 and 26 are 11 apart, and 2 √41 = 12.8; 103 and 139 are 36 apart, and 2 √242 = 31.1.
#[test]
fn a_backlog_grows_only_beyond_chance() {
    let titled = |before: f64, now: f64| {
        let mut fixture = Fixture::empty(2);
        counts(&mut fixture, 0, &[("backlog_2_5_days", before)]);
        counts(&mut fixture, 1, &[("backlog_2_5_days", now)]);
        title(&named(&fixture, "backlog")).to_string()
    };
    assert_eq!(
        titled(15.0, 26.0),
        "26 tickets were open at the end of October 2026, 15 one month before: no more than chance"
    );
    assert_eq!(titled(103.0, 139.0), "Backlog grew from 103 to 139 tickets in one month");
    assert_eq!(titled(16.0, 5.0), "Backlog fell from 16 to 5 tickets in one month");
    assert_eq!(titled(20.0, 21.0), "Backlog stayed about the same over one month: 20 tickets then, 21 now");
}

/// Six months of 90 % and 100 % in turn: an interval of means that reaches beyond 100 %.
#[test]
fn no_interval_of_a_share_reaches_beyond_all() {
    let mut fixture = Fixture::with_objectives("2026-12-31");
    fixture.figures.0.retain(|figure| figure.kpi != "resolve_on_time");
    for i in 0..14 {
        fixture.share(i, "resolve_on_time", vec![], if i % 2 == 0 { 70.0 } else { 100.0 }, 100.0);
    }
    for i in 8..14 {
        fixture.figures.0.retain(|figure| figure.kpi != "resolve_on_time" || figure.period != fixture.periods[i].label);
        fixture.share(i, "resolve_on_time", vec![], if i == 8 { 60.0 } else { 100.0 }, 100.0);
    }
    let review = fixture.review();
    let rows = objectives::rows(&review, &Judgements::of(&review));
    let on_time = rows.iter().find(|row| row.name == "Resolved on time").unwrap();
    assert!(on_time.range.ends_with("to 100\u{a0}%"), "{}", on_time.range);
}

#[test]
fn money_is_shown_with_its_currency_and_the_page_says_so() {
    let mut fixture = Fixture::empty(1);
    let cost = crate::kpi::definitions().unwrap().iter().find(|known| known.id == "cost_per_ticket").unwrap().clone();
    fixture.definitions.push(cost);
    fixture.duration(0, "cost_per_ticket", 65.56, 40.0);
    let review = fixture.review();
    let page = page::render(&review, &Judgements::of(&review), &[]).unwrap();
    assert!(page.contains("Cost per ticket</a> <span class=\"clock\">EUR</span>"), "{page}");
}

/// Months of 8 cases among months of 80: those have no limits, and the caption says why the lines break off.
#[test]
fn limits_that_break_off_are_explained() {
    let caption = |small: usize| {
        let mut fixture = Fixture::empty(14);
        for i in 0..14 {
            let due = if i < small { 8.0 } else { 80.0 };
            let met = if i % 2 == 0 { 0.75 } else { 0.625 };
            fixture.share(i, "resolve_on_time", vec![], due * met, due);
        }
        drawn(&fixture).into_iter().find(|chart| chart.name == "control-on-time").unwrap().caption
    };
    assert!(caption(3).ends_with("cases were counted, and there are none where too few were."), "{}", caption(3));
    assert!(caption(0).ends_with("The limits are wider where fewer cases were counted."), "{}", caption(0));
}

/// The relative luminance of WCAG 2.2.
fn luminance(hex: &str) -> f64 {
    let part = |at: usize| {
        let value = f64::from(u8::from_str_radix(&hex[at..at + 2], 16).unwrap()) / 255.0;
        if value <= 0.04045 { value / 12.92 } else { ((value + 0.055) / 1.055).powf(2.4) }
    };
    0.2126 * part(0) + 0.7152 * part(2) + 0.0722 * part(4)
}

#[test]
fn every_letter_stands_out_from_the_white_behind_it() {
    let fill = regex::Regex::new("<text [^>]*fill=\"#([0-9A-Fa-f]{6})\"").unwrap();
    let charts = drawn(&Fixture::believable());
    let colors: std::collections::BTreeSet<&str> = charts
        .iter()
        .flat_map(|chart| fill.captures_iter(&chart.svg).map(|found| found.get(1).unwrap().as_str()))
        .collect();
    assert!(colors.len() > 3, "{colors:?}");
    for color in colors {
        let contrast = 1.05 / (luminance(color) + 0.05);
        assert!(contrast >= 4.5, "#{color}: {contrast:.1} to 1");
    }
}

/// 94 % of 200 against 82 % of 200 is apart (Newcombe, 99 %, as where a service is said to lag); of 16 and 22 it is not.
#[test]
fn services_are_not_said_to_differ_where_chance_explains_it() {
    let titled = |due: f64, other: f64| {
        let mut fixture = Fixture::empty(1);
        fixture.config.goals.on_time = None;
        for (service, share, due) in [("Metering", 0.94, due), ("Portal", 0.82, other)] {
            let segment = vec![("service".to_string(), service.to_string())];
            fixture.share(0, "resolve_on_time", segment, (share * due).round(), due);
        }
        title(&named(&fixture, "on-time-by-service")).to_string()
    };
    assert_eq!(titled(200.0, 200.0), "Resolved on time: from 82 % to 94 % by service");
    assert_eq!(titled(16.0, 22.0), "Resolved on time: from 82 % to 94 % by service, no more apart than by chance");
}
