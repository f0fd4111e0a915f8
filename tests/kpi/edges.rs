//! Where months, clocks and records end: as-of, zones, daylight saving, leap days, late mail, lives that began before
//! the record, and the balance of the backlog through all of it.

use proptest::prelude::*;
use tallypost::kpi::{Balance, Period, compute};
use tallypost::ticket::{Direction, Disposition, EventKind, Status};

use crate::figure::{behind, close, kpis, october};
use crate::support::{Tables, Ticket, berlin, mail, moment, opened, periods};

const FLOW: [&str; 5] = ["opened", "resolved", "reopenings", "backlog_at_start", "backlog"];

/// The balance of each month, by the five KPIs.
fn balances(tables: &Tables, labels: &[&str]) -> Vec<Balance> {
    let periods = periods(labels);
    let figures = compute(&kpis(&FLOW), tables.frames(), &periods, &[]).unwrap();
    periods.iter().map(|period| Balance::of(&figures, period).unwrap()).collect()
}

fn month(label: &str) -> Period {
    Period::parse(label, &berlin()).unwrap()
}

#[test]
fn a_month_of_changing_clocks_has_an_hour_more_or_less() {
    // Berlin's March 2026 has 743 hours, its October 745: the last hour is in, the first of the next month is not.
    let tables = Tables::of(
        &[
            opened("last of March", "2026-03-31T21:59:59.999999Z"),
            opened("first of April", "2026-03-31T22:00:00Z"),
            opened("in the hour that comes twice", "2026-10-25T00:30:00Z"),
            opened("in it again", "2026-10-25T01:30:00Z"),
            opened("last of October", "2026-10-31T22:59:59.999999Z"),
            opened("first of November", "2026-10-31T23:00:00Z"),
        ],
        &[],
    );
    assert_eq!(behind("opened", &tables, &month("2026-03")), ["last of March"]);
    assert_eq!(
        behind("opened", &tables, &month("2026-10")),
        ["in it again", "in the hour that comes twice", "last of October"]
    );
    let hours = |label| (month(label).end.as_second() - month(label).start.as_second()) / 3600;
    assert_eq!([hours("2026-03"), hours("2026-10")], [743, 745]);
}

#[test]
fn the_leap_day_belongs_to_february() {
    let tables = Tables::of(
        &[
            opened("28 February", "2028-02-28T12:00:00Z"),
            opened("29 February", "2028-02-29T12:00:00Z"),
            opened("its last second", "2028-02-29T22:59:59Z"),
            opened("1 March", "2028-02-29T23:00:00Z"),
        ],
        &[],
    );
    assert_eq!(behind("opened", &tables, &month("2028-02")), ["28 February", "29 February", "its last second"]);
    assert_eq!(behind("opened", &tables, &month("2028-03")), ["1 March"]);
    assert_eq!((month("2028-02").end.as_second() - month("2028-02").start.as_second()) / 86_400, 29);
}

#[test]
fn ages_and_windows_are_days_of_24_hours_also_when_clocks_change() {
    // The clocks go back on 25 October: local midnight of 30 October less 6 × 24 hours is 01:00 of the 24th.
    let period = Period { label: "2026-10".into(), start: month("2026-10").start, end: moment("2026-10-29T23:00:00Z") };
    let tables =
        Tables::of(&[opened("6 days", "2026-10-23T23:00:00Z"), opened("a second less", "2026-10-23T23:00:01Z")], &[]);
    assert_eq!(behind("backlog_6_10_days", &tables, &period), ["6 days"]);
    assert_eq!(behind("backlog_2_5_days", &tables, &period), ["a second less"]);
}

#[test]
fn tickets_from_before_the_record_are_in_the_backlog_that_the_first_month_begins_with() {
    let tables = Tables::of(
        &[
            opened("years ago, still open", "2020-01-01T08:00:00Z"),
            opened("years ago, resolved in October", "2020-01-01T08:00:00Z").resolved("2026-10-05T08:00:00Z"),
            opened("years ago, reopened in October", "2020-01-01T08:00:00Z")
                .resolved("2020-01-02T08:00:00Z")
                .reopened("2026-10-05T08:00:00Z"),
            opened("of October", "2026-10-02T08:00:00Z"),
        ],
        &[],
    );
    let [october] = balances(&tables, &["2026-10"])[..] else { panic!("one month") };
    let expected = Balance { at_start: 2.0, opened: 1.0, reopened: 1.0, resolved: 1.0, at_end: 3.0 };
    assert_eq!(october, expected);
}

#[test]
fn a_clock_that_was_wrong_cannot_take_a_ticket_out_before_it_came_in() {
    // Resolved, says the record, two days before it was opened: it counts as resolved when it was opened.
    let tables = Tables::of(&[opened("T-1", "2026-10-01T08:00:00Z").resolved("2026-09-29T08:00:00Z")], &[]);
    let months = balances(&tables, &["2026-09", "2026-10"]);
    assert!(months.iter().all(Balance::holds), "{months:?}");
    assert_eq!((months[0].resolved, months[1].opened, months[1].resolved, months[1].at_end), (0.0, 1.0, 1.0, 0.0));
}

#[test]
fn a_move_that_the_life_cycle_does_not_know_reopens_nothing() {
    let ticket = opened("T-1", "2026-10-01T08:00:00Z")
        .resolved("2026-10-02T08:00:00Z")
        .status("2026-10-03T08:00:00Z", Status::PendingCustomer);
    assert_eq!(ticket.status_at(moment("2026-11-01T00:00:00Z")), Some(Status::Resolved));
    let tables = Tables::of(&[ticket], &[]);
    assert!(behind("backlog", &tables, &month("2026-10")).is_empty());
    assert!(behind("reopenings", &tables, &month("2026-10")).is_empty());
}

#[test]
fn late_mail_counts_when_it_came_and_moves_no_figure_as_of_an_earlier_day() {
    let tickets = [
        opened("answered in September", "2026-09-29T08:00:00Z").answered("2026-09-30T08:00:00Z"),
        opened("resolved in October", "2026-09-29T08:00:00Z").resolved("2026-10-02T08:00:00Z"),
    ];
    let mails = [
        mail("2026-09-30T10:00:00Z", Disposition::Automatic, Direction::Inbound, None),
        mail("2026-10-01T10:00:00Z", Disposition::Automatic, Direction::Inbound, None),
    ];
    let september_then = Tables::known_at("2026-09-30T22:00:00Z", &tickets, &mails);
    let september_now = Tables::of(&tickets, &mails);
    let figures = |tables: &Tables| {
        let ids = ["opened", "backlog", "resolved", "automatic_mail", "first_response_median"];
        compute(&kpis(&ids), tables.frames(), &[month("2026-09")], &[]).unwrap()
    };
    assert_eq!(figures(&september_then), figures(&september_now));
    assert_eq!(behind("backlog", &september_then, &month("2026-09")).len(), 2);
}

#[test]
fn a_merge_restates_the_past_and_the_earlier_moment_still_shows_it_as_it_was() {
    let tickets = [
        opened("survivor", "2026-09-10T08:00:00Z"),
        opened("twin", "2026-09-11T08:00:00Z").merged("2026-10-15T08:00:00Z"),
        opened("spam", "2026-09-12T08:00:00Z").status("2026-10-15T08:00:00Z", Status::Spam),
    ];
    let then = Tables::known_at("2026-09-30T22:00:00Z", &tickets, &[]);
    assert_eq!(behind("opened", &then, &month("2026-09")).len(), 3);
    assert_eq!(behind("opened", &Tables::of(&tickets, &[]), &month("2026-09")), ["survivor"]);
    for tables in [then, Tables::of(&tickets, &[])] {
        assert!(balances(&tables, &["2026-09", "2026-10"]).iter().all(Balance::holds));
    }
}

/// A ticket to which anything was recorded, in any order, also what no rule allows.
fn any_life() -> impl Strategy<Value = Vec<(u8, i64)>> {
    // The minutes lie around the end of September; equal ones are frequent.
    prop::collection::vec((0u8..10, -40_000i64..40_000), 0..8).prop_flat_map(|steps| {
        (Just(steps), prop::bool::ANY).prop_map(|(steps, coarse)| {
            steps
                .into_iter()
                .map(|(kind, minute)| (kind, if coarse { minute / 10_000 * 10_000 } else { minute }))
                .collect()
        })
    })
}

fn ticket(number: usize, opened_minute: i64, steps: &[(u8, i64)]) -> Ticket {
    let at = |minute: i64| (month("2026-10").start + jiff::SignedDuration::from_mins(minute)).to_string();
    let ticket = opened(&format!("T-{number}"), &at(opened_minute));
    steps.iter().fold(ticket, |ticket, (kind, minute)| {
        let at = at(*minute);
        match kind {
            0..3 => ticket.resolved(&at),
            3 | 4 => ticket.reopened(&at),
            5 => ticket.status(&at, Status::Closed),
            6 => ticket.status(&at, Status::PendingCustomer),
            7 => ticket.status(&at, Status::Spam),
            8 => ticket.merged(&at),
            _ => ticket.changed(&at, EventKind::Opened, None, "{}"),
        }
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn opened_and_reopened_less_resolved_is_the_change_of_the_backlog_whatever_was_recorded(
        lives in prop::collection::vec((-40_000i64..40_000, any_life()), 1..12),
        known_at in prop::option::of(-40_000i64..60_000),
    ) {
        let tickets: Vec<Ticket> =
            lives.iter().enumerate().map(|(number, (opened, steps))| ticket(number, *opened, steps)).collect();
        let as_of = known_at.map(|minute| (month("2026-10").start + jiff::SignedDuration::from_mins(minute)).to_string());
        let tables = match &as_of {
            Some(at) => Tables::known_at(at, &tickets, &[]),
            None => Tables::of(&tickets, &[]),
        };
        let months = balances(&tables, &["2026-08", "2026-09", "2026-10", "2026-11"]);
        for balance in &months {
            prop_assert!(balance.holds(), "{balance}");
        }
        for pair in months.windows(2) {
            prop_assert_eq!(pair[0].at_end, pair[1].at_start);
        }
    }
}

#[test]
fn a_sum_of_fractions_is_the_same_in_whatever_order_tickets_stand() {
    let minutes = [1.0e9 / 3.0, 0.1, 0.2, 0.3, 1.0 / 7.0, 65_432.0 / 60.0];
    let added = |numbers: &mut dyn Iterator<Item = f64>| numbers.fold(0.0, |sum, number| sum + number).to_bits();
    assert_ne!(added(&mut minutes.into_iter()), added(&mut minutes.into_iter().rev()), "the order tells in doubles");
    let ticket = |place: usize| {
        let resolved = opened(&format!("T-{place}"), "2026-10-01T08:00:00Z").resolved("2026-10-02T08:00:00Z");
        resolved.with(move |row| {
            row.paused_minutes = minutes[place];
            row.resolve_service_minutes = Some(2.0 * minutes[place]);
        })
    };
    let sums = |tickets: Vec<Ticket>| {
        let figure = october("waiting_customer", &Tables::of(&tickets, &[]));
        (figure.numerator.unwrap(), figure.denominator.unwrap(), figure.value.unwrap())
    };
    let forwards = sums((0..minutes.len()).map(ticket).collect());
    assert_eq!(forwards, sums((0..minutes.len()).rev().map(ticket).collect()));
    // By hand: 1,000,000,000 / 3 + 0.6 + 1 / 7 + 65,432 / 60 = 333,334,424.609523809…
    assert!((forwards.0 - 333_334_424.609_523_8).abs() < 1e-7, "{}", forwards.0);
    assert!(close(forwards.2, 0.5));
}
