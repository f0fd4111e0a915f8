//! Each KPI against a table of ten rows or fewer, computed by hand in the comments.
//!
//! The organisation is in Berlin: October 2026 is 30 September 22:00 UTC to 31 October 23:00 UTC, because the
//! clocks go back on 25 October.

use jiff::Timestamp;
use tallypost::kpi::{KpiError, Period, compute, definitions};
use tallypost::ticket::{Direction, Disposition, Status, TicketType};

use crate::figure::{assert_october, assert_share, behind, close, figures, kpis, october, values};
use crate::random::some_tickets;
use crate::support::{Tables, Ticket, berlin, mail, moment, opened, periods};

/// Ten tickets around the ends of September and October.
fn flow() -> Tables {
    Tables::of(
        &[
            // Opened in the last second of September, resolved in the first instant of October.
            opened("T-01", "2026-09-30T21:59:59Z").resolved("2026-09-30T22:00:00Z"),
            // Opened in the first instant of October, never resolved.
            opened("T-02", "2026-09-30T22:00:00Z"),
            opened("T-03", "2026-10-10T09:00:00Z")
                .resolved("2026-10-12T09:00:00Z")
                .reopened("2026-11-05T09:00:00Z")
                .resolved("2026-11-06T09:00:00Z"),
            opened("T-04", "2026-09-10T09:00:00Z").resolved("2026-09-20T09:00:00Z").reopened("2026-10-02T09:00:00Z"),
            opened("T-05", "2026-10-15T09:00:00Z").merged("2026-10-16T09:00:00Z"),
            opened("T-06", "2026-10-15T09:00:00Z").status("2026-10-15T09:01:00Z", Status::Spam),
            // Taken for spam for a day, resolved in the last second of October.
            opened("T-07", "2026-10-20T09:00:00Z")
                .status("2026-10-20T10:00:00Z", Status::Spam)
                .status("2026-10-21T09:00:00Z", Status::Open)
                .resolved("2026-10-31T22:59:59Z"),
            // Opened in the first instant of November.
            opened("T-08", "2026-10-31T23:00:00Z"),
            opened("T-09", "2026-08-01T09:00:00Z").status("2026-08-03T09:00:00Z", Status::PendingCustomer),
            opened("T-10", "2026-10-05T09:00:00Z")
                .resolved("2026-10-06T09:00:00Z")
                .reopened("2026-10-07T09:00:00Z")
                .resolved("2026-10-08T09:00:00Z")
                .status("2026-10-22T09:00:00Z", Status::Closed),
        ],
        &[],
    )
}

const MONTHS: [&str; 4] = ["2026-08", "2026-09", "2026-10", "2026-11"];

#[test]
fn opened_counts_tickets_by_local_month_without_merged_and_spam() {
    // August: 09. September: 01, 04. October: 02, 03, 07, 10. November: 08.
    assert_eq!(values("opened", &flow(), &MONTHS), [1.0, 2.0, 4.0, 1.0]);
}

#[test]
fn resolved_counts_every_resolution_once() {
    // September: 04. October: 01, 03, 07, and 10 twice (its closing is no second resolution). November: 03.
    assert_eq!(values("resolved", &flow(), &MONTHS), [0.0, 1.0, 5.0, 1.0]);
}

#[test]
fn reopenings_count_in_the_month_of_the_reopening() {
    // October: 04, 10. November: 03. Back from spam (07) is no reopening.
    assert_eq!(values("reopenings", &flow(), &MONTHS), [0.0, 0.0, 2.0, 1.0]);
}

#[test]
fn the_backlog_is_that_of_the_periods_end_and_not_of_today() {
    // August: 09. September: 01 (resolved an instant later), 09; 04 was resolved then. October: 02, 04, 09; 03
    // is open again only in November. November: 02, 04, 08, 09.
    assert_eq!(values("backlog", &flow(), &MONTHS), [1.0, 2.0, 3.0, 4.0]);
}

#[test]
fn opened_plus_reopened_less_resolved_is_the_change_of_the_backlog() {
    assert_flow_explains_backlog(&flow());
}

fn assert_flow_explains_backlog(tables: &Tables) {
    let [opened, resolved, reopened, backlog] =
        ["opened", "resolved", "reopenings", "backlog"].map(|id| values(id, tables, &MONTHS));
    for month in 1..MONTHS.len() {
        let change = backlog[month] - backlog[month - 1];
        assert_eq!(opened[month] + reopened[month] - resolved[month], change, "{}", MONTHS[month]);
    }
}

#[test]
fn the_backlog_of_random_lives_is_what_the_fold_says_of_each_moment() {
    let (tickets, mails) = some_tickets(300);
    let tables = Tables::of(&tickets, &mails);
    let counts = |ticket: &Ticket| {
        ticket.status_at(Timestamp::MAX).is_some_and(|status| !matches!(status, Status::Merged | Status::Spam))
    };
    // What counts now was no spam even while it was taken for it.
    let was_owed = |status: Status| status.is_unresolved() || status == Status::Spam;
    for period in periods(&MONTHS) {
        let open = |ticket: &&Ticket| counts(ticket) && ticket.status_at(period.end).is_some_and(was_owed);
        let by_fold: Vec<&str> = tickets.iter().filter(open).map(|ticket| ticket.id.as_str()).collect();
        assert!(by_fold.len() > 20, "too few to tell anything");
        assert_eq!(behind("backlog", &tables, &period), by_fold);
    }
    assert_flow_explains_backlog(&tables);
}

#[test]
fn reopened_is_the_share_of_a_periods_resolutions_that_did_not_hold() {
    // Of October's five resolutions those of 03 (reopened in November) and the first of 10 did not hold.
    assert_share("reopened", &flow(), 2.0, 5.0);
    assert_eq!(values("reopened", &flow(), &["2026-09", "2026-11"]), [1.0, 0.0]);
}

#[test]
fn a_quarter_is_more_than_its_months_side_by_side() {
    assert_eq!(values("opened", &flow(), &["2026-Q3", "2026-Q4", "2026"]), [3.0, 5.0, 8.0]);
    assert_eq!(values("backlog", &flow(), &["2026-Q3", "2026-Q4", "2026"]), [2.0, 4.0, 4.0]);
}

#[test]
fn age_bands_part_the_backlog_at_the_periods_end() {
    // Ages at 31 October 23:00 UTC, around each band's edge.
    let tables = Tables::of(
        &[
            opened("1 day", "2026-10-30T23:00:00Z"),
            opened("2 days less a second", "2026-10-29T23:00:01Z"),
            opened("2 days", "2026-10-29T23:00:00Z"),
            opened("6 days less half a second", "2026-10-25T23:00:00.5Z"),
            opened("6 days", "2026-10-25T23:00:00Z"),
            opened("11 days", "2026-10-20T23:00:00Z"),
            opened("31 days less a second", "2026-09-30T23:00:01Z"),
            opened("31 days", "2026-09-30T23:00:00Z"),
            opened("resolved", "2026-10-01T09:00:00Z").resolved("2026-10-02T09:00:00Z"),
        ],
        &[],
    );
    assert_october("backlog", &tables, 8.0, 8);
    assert_october("backlog_0_1_days", &tables, 2.0, 2);
    assert_october("backlog_2_5_days", &tables, 2.0, 2);
    assert_october("backlog_6_10_days", &tables, 1.0, 1);
    assert_october("backlog_11_30_days", &tables, 2.0, 2);
    assert_october("backlog_over_30_days", &tables, 1.0, 1);
    // The 4th and the 5th of eight: (6 days less half a second + 6 days) / 2.
    assert_october("backlog_age_median", &tables, 6.0 - 0.25 / 86_400.0, 8);
}

#[test]
fn open_overdue_is_what_is_open_at_the_end_and_was_due_before_it() {
    let due = |id: &str, at: &str| {
        let due_at = moment(at);
        opened(id, "2026-10-01T09:00:00Z").with(move |row| row.resolve_due_at = Some(due_at))
    };
    let tables = Tables::of(
        &[
            due("late", "2026-10-05T09:00:00Z"),
            due("due in November", "2026-10-31T23:00:00Z"),
            opened("no target", "2026-10-01T09:00:00Z"),
            due("resolved late", "2026-10-05T09:00:00Z").resolved("2026-10-20T09:00:00Z"),
            due("resolved in November", "2026-10-05T09:00:00Z").resolved("2026-11-20T09:00:00Z"),
        ],
        &[],
    );
    // "late" and "resolved in November".
    assert_october("open_overdue", &tables, 2.0, 2);
}

#[test]
fn first_response_times_count_when_the_response_is_given() {
    let answered = |id: &str, at: &str, minutes: f64, service: Option<f64>| {
        opened(id, "2026-09-30T08:00:00Z").answered(at).with(move |row| {
            row.first_response_minutes = Some(minutes);
            row.first_response_service_minutes = service;
        })
    };
    let tables = Tables::of(
        &[
            answered("in September", "2026-09-30T21:59:59Z", 1000.0, Some(1000.0)),
            answered("a", "2026-09-30T22:00:00Z", 10.0, Some(1.0)),
            answered("b", "2026-10-02T08:00:00Z", 20.0, Some(2.0)),
            answered("c", "2026-10-02T08:00:00Z", 30.0, Some(9.0)),
            answered("no calendar", "2026-10-31T22:59:59Z", 40.0, None),
            answered("in November", "2026-10-31T23:00:00Z", 2000.0, Some(2000.0)),
            answered("merged", "2026-10-02T08:00:00Z", 9000.0, Some(9.0)).merged("2026-10-03T08:00:00Z"),
            opened("never", "2026-10-01T08:00:00Z"),
        ],
        &[],
    );
    // 10 20 30 40: the middle is 25; nine tenths of the way along three steps of 10 is 37.
    assert_october("first_response_median", &tables, 25.0, 4);
    assert_october("first_response_p90", &tables, 37.0, 4);
    // 1 2 9: the middle is 2; 1.8 steps along is 2 + 0.8 × 7.
    assert_october("first_response_service_median", &tables, 2.0, 3);
    assert_october("first_response_service_p90", &tables, 7.6, 3);
}

#[test]
fn resolve_times_count_at_the_last_resolution() {
    let took = |ticket: Ticket, minutes: f64| {
        ticket.with(move |row| {
            row.resolve_minutes = Some(minutes * 100.0);
            row.resolve_service_minutes = Some(minutes * 10.0);
            row.resolve_active_minutes = Some(minutes);
        })
    };
    let october = |id: &str| opened(id, "2026-08-01T08:00:00Z").resolved("2026-10-05T08:00:00Z");
    let tables = Tables::of(
        &[
            took(october("a"), 1.0),
            took(october("b"), 2.0),
            took(october("c").status("2026-10-20T08:00:00Z", Status::Closed), 3.0),
            took(october("d"), 5.0),
            took(october("reopened, resolved in November").reopened("2026-11-02T08:00:00Z"), 70.0)
                .resolved("2026-11-03T08:00:00Z"),
            took(october("reopened, still open").reopened("2026-10-07T08:00:00Z"), 80.0),
            took(october("merged").merged("2026-10-06T08:00:00Z"), 90.0),
            october("time unknown").with(|row| {
                (row.resolve_minutes, row.resolve_service_minutes, row.resolve_active_minutes) = (None, None, None);
            }),
        ],
        &[],
    );
    // 1 2 3 5: steps of a third; p25 at 0.75 steps, median at 1.5, p75 at 2.25, p90 at 2.7.
    assert_october("resolve_active_p25", &tables, 1.75, 4);
    assert_october("resolve_active_median", &tables, 2.5, 4);
    assert_october("resolve_active_p75", &tables, 3.5, 4);
    assert_october("resolve_active_p90", &tables, 4.4, 4);
    assert_october("resolve_service_median", &tables, 25.0, 4);
    assert_october("resolve_service_p90", &tables, 44.0, 4);
    assert_october("resolve_median", &tables, 250.0, 4);
    assert_october("resolve_p90", &tables, 440.0, 4);
    assert_eq!(values("resolve_active_median", &tables, &["2026-11"]), [70.0]);
}

#[test]
fn first_response_on_time_judges_every_promise_that_fell_due() {
    let due = |id: &str, at: &str| {
        let due_at = moment(at);
        opened(id, "2026-10-01T08:00:00Z").with(move |row| row.first_response_due_at = Some(due_at))
    };
    let tables = Tables::of(
        &[
            due("in time", "2026-10-01T12:00:00Z").answered("2026-10-01T11:00:00Z"),
            due("on the dot", "2026-10-01T12:00:00Z").answered("2026-10-01T12:00:00Z"),
            due("a second late", "2026-10-01T12:00:00Z").answered("2026-10-01T12:00:01Z"),
            due("never answered", "2026-10-01T12:00:00Z"),
            due("due in November", "2026-10-31T23:00:00Z"),
            due("spam", "2026-10-01T12:00:00Z").status("2026-10-01T12:00:00Z", Status::Spam),
            opened("no target", "2026-10-01T08:00:00Z").answered("2026-10-01T11:00:00Z"),
        ],
        &[],
    );
    assert_share("first_response_on_time", &tables, 2.0, 4.0);
}

#[test]
fn resolve_on_time_counts_open_and_reopened_tickets_past_due_as_missed() {
    let due = |id: &str, at: &str| {
        let due_at = moment(at);
        opened(id, "2026-10-01T08:00:00Z").with(move |row| row.resolve_due_at = Some(due_at))
    };
    let tables = Tables::of(
        &[
            due("in time", "2026-10-05T12:00:00Z").resolved("2026-10-05T11:00:00Z"),
            due("closed in time", "2026-10-05T12:00:00Z")
                .resolved("2026-10-05T11:00:00Z")
                .status("2026-10-19T11:00:00Z", Status::Closed),
            due("late", "2026-10-05T12:00:00Z").resolved("2026-10-06T11:00:00Z"),
            due("open", "2026-10-05T12:00:00Z"),
            due("reopened", "2026-10-05T12:00:00Z").resolved("2026-10-05T11:00:00Z").reopened("2026-10-09T11:00:00Z"),
            due("due in September", "2026-09-30T21:59:59Z").resolved("2026-10-06T11:00:00Z"),
        ],
        &[],
    );
    assert_share("resolve_on_time", &tables, 2.0, 5.0);
}

/// Five tickets resolved in October, and others.
fn quality() -> Tables {
    let ticket = |id: &str| opened(id, "2026-10-01T08:00:00Z");
    let (answer, later, done) = ("2026-10-01T09:00:00Z", "2026-10-01T17:00:00Z", "2026-10-02T08:00:00Z");
    Tables::of(
        &[
            ticket("one touch").answered(answer).resolved(answer),
            ticket("one touch, thanked").answered(answer).resolved(answer).wrote(later),
            ticket("two touches").answered(answer).chased(later).answered(done).resolved(done),
            ticket("no answer").chased(later).chased(later).resolved(done).of_type(TicketType::Complaint),
            ticket("reopened").answered(answer).resolved(answer).wrote(later).reopened(later).resolved(done),
            ticket("open").answered(answer).chased(later),
            ticket("merged").answered(answer).chased(later).merged(done).of_type(TicketType::Complaint),
            opened("of September", "2026-09-30T21:00:00Z").of_type(TicketType::Complaint),
        ],
        &[],
    )
}

#[test]
fn one_touch_is_one_message_of_an_agent_and_no_reopening() {
    assert_share("one_touch", &quality(), 2.0, 5.0);
}

#[test]
fn messages_and_chasers_are_those_of_the_resolved_tickets() {
    // Customers wrote 1 + 2 + 2 + 3 + 2 = 10 times, three of them to ask again; agents 1 + 1 + 2 + 0 + 1 = 5 times.
    assert_share("messages_per_ticket", &quality(), 15.0, 5.0);
    assert_share("chasers_per_ticket", &quality(), 3.0, 5.0);
}

#[test]
fn complaints_are_counted_among_a_hundred_opened_tickets() {
    // Seven tickets of October less the merged one; one of the six is a complaint.
    let figure = october("complaints_per_100", &quality());
    assert_eq!((figure.numerator, figure.denominator, figure.n), (Some(1.0), Some(6.0), 6));
    assert!(close(figure.value.unwrap(), 100.0 / 6.0));
}

#[test]
fn out_of_hours_is_a_share_of_the_opened_tickets() {
    let at = |id: &str| opened(id, "2026-10-01T08:00:00Z");
    let before = opened("of September", "2026-09-30T21:00:00Z").out_of_hours();
    let tickets = [at("in"), at("out").out_of_hours(), at("in too"), at("spam").out_of_hours(), before];
    let [inside, outside, inside_too, spam, before] = tickets;
    let spam = spam.status("2026-10-01T08:01:00Z", Status::Spam);
    assert_share("out_of_hours", &Tables::of(&[inside, outside, inside_too, spam, before], &[]), 1.0, 3.0);
}

#[test]
fn automatic_and_bounced_mail_are_counted_apart_with_and_without_a_ticket() {
    use Direction::{Inbound, Outbound};
    use Disposition::{Automatic, Bounce, Duplicate, Ticketed};
    let mails = [
        mail("2026-09-30T21:59:59Z", Automatic, Inbound, None),
        mail("2026-09-30T22:00:00Z", Automatic, Inbound, None),
        mail("2026-10-31T22:59:59Z", Automatic, Inbound, Some("T-1")),
        mail("2026-10-31T23:00:00Z", Automatic, Inbound, Some("T-1")),
        mail("2026-10-10T08:00:00Z", Automatic, Outbound, Some("T-1")),
        mail("2026-10-10T08:00:00Z", Bounce, Inbound, Some("T-1")),
        mail("2026-10-10T08:00:00Z", Duplicate, Inbound, None),
        mail("2026-10-10T08:00:00Z", Ticketed, Inbound, Some("T-1")),
    ];
    let tables = Tables::of(&[opened("T-1", "2026-10-01T08:00:00Z").for_service("Portal")], &mails);
    assert_october("automatic_mail", &tables, 2.0, 2);
    assert_october("bounced_mail", &tables, 1.0, 1);
    let figures = figures(&["automatic_mail"], &tables, &["2026-10"], &["service"]);
    let by_service: Vec<_> =
        figures.by("automatic_mail", "2026-10", "service").map(|(name, figure)| (name, figure.n)).collect();
    assert_eq!(by_service, [("(none)", 1), ("Portal", 1)]);
}

#[test]
fn segments_come_in_order_and_have_a_figure_in_every_period() {
    let tables = Tables::of(
        &[
            opened("1", "2026-10-01T08:00:00Z").for_service("Portal").with(|row| row.priority = Some("P1".into())),
            opened("2", "2026-09-01T08:00:00Z").for_service("Mail"),
            opened("3", "2026-10-01T08:00:00Z"),
            opened("4", "2026-10-02T08:00:00Z").for_service("Portal"),
        ],
        &[],
    );
    let figures = figures(&["opened", "resolved"], &tables, &["2026-09", "2026-10"], &["service", "priority"]);
    let rows: Vec<String> = figures
        .0
        .iter()
        .map(|figure| {
            let segment: Vec<&str> = figure.segment.iter().map(|(_, value)| value.as_str()).collect();
            format!("{} {} {} {}", figure.kpi, segment.join("/"), figure.period, figure.n)
        })
        .collect();
    // Nothing was resolved, so `resolved` has no segment.
    assert_eq!(
        rows,
        [
            "opened (none)/(none) 2026-09 0",
            "opened (none)/(none) 2026-10 1",
            "opened Mail/(none) 2026-09 1",
            "opened Mail/(none) 2026-10 0",
            "opened Portal/(none) 2026-09 0",
            "opened Portal/(none) 2026-10 1",
            "opened Portal/P1 2026-09 0",
            "opened Portal/P1 2026-10 1",
        ]
    );
    assert_eq!(figures.0[0].segment[1], ("priority".to_string(), "(none)".to_string()));
}

#[test]
fn a_period_without_tickets_has_every_figure() {
    let tables = Tables::of(&[], &[]);
    let all = definitions().unwrap();
    let figures = compute(&all, tables.frames(), &periods(&["2026-10"]), &[]).unwrap();
    assert_eq!(figures.0.len(), all.len());
    let counts = ["opened", "backlog", "automatic_mail", "open_overdue"];
    assert!(counts.iter().all(|id| figures.total(id, "2026-10").unwrap().value == Some(0.0)));
    let speechless = ["resolve_median", "one_touch", "messages_per_ticket", "backlog_age_median"];
    assert!(speechless.iter().all(|id| figures.total(id, "2026-10").unwrap().value.is_none()));
    assert!(figures.0.iter().all(|figure| figure.n == 0));
}

#[test]
fn a_period_that_is_not_over_tells_the_state_of_now() {
    let now = Period::parse("2026-10", &berlin()).unwrap().until(moment("2026-10-11T00:00:00Z"));
    // As of 11 October: 02 and 04 are open, 09 too, 03 has been for a day.
    assert_eq!(behind("backlog", &flow(), &now), ["T-02", "T-03", "T-04", "T-09"]);
}

#[test]
fn every_figure_knows_its_tickets() {
    let october = Period::parse("2026-10", &berlin()).unwrap();
    let behind = |id: &str| behind(id, &flow(), &october);
    assert_eq!(behind("opened"), ["T-02", "T-03", "T-07", "T-10"]);
    assert_eq!(behind("resolved"), ["T-01", "T-03", "T-07", "T-10"]);
    assert_eq!(behind("backlog"), ["T-02", "T-04", "T-09"]);
}

#[test]
fn an_unknown_dimension_is_refused_with_those_that_there_are() {
    let error = compute(&kpis(&["opened"]), flow().frames(), &periods(&["2026-10"]), &["colour"]).unwrap_err();
    assert!(matches!(error, KpiError::Dimension { .. }) && error.is_wrong_words());
    assert!(error.to_string().starts_with("`colour` is no dimension; the dimensions are service, category"));
}
