//! The rest of the canon against tables computed by hand: demand, handling, quality, satisfaction, effort, customers.
//!
//! Berlin's October 2026 again: 30 September 22:00 UTC to 31 October 23:00 UTC.

use tallypost::ticket::{Status, TicketType};

use crate::figure::{assert_october, assert_share, close, figures, october, values};
use crate::support::{Tables, Ticket, opened};

const OFFICE: &str = "[calendar.office]\nmonday = [\"08:00-17:00\"]\ntuesday = [\"08:00-17:00\"]\n\
    wednesday = [\"08:00-17:00\"]\nthursday = [\"08:00-17:00\"]\nfriday = [\"08:00-15:00\"]\n\
    holidays = [\"2026-10-05\"]\n";

fn in_october(id: &str) -> Ticket {
    opened(id, "2026-10-01T08:00:00Z")
}

/// Resolved on 5 October.
fn resolved(id: &str) -> Ticket {
    in_october(id).resolved("2026-10-05T08:00:00Z")
}

/// Neither a value nor a row to count: what nobody recorded is not nought.
fn assert_unsaid(id: &str, tables: &Tables) {
    let figure = october(id, tables);
    assert_eq!((figure.value, figure.n), (None, 0), "{id}");
}

#[test]
fn arrivals_per_business_day_divide_all_arrivals_by_the_days_with_service() {
    let tickets = [
        in_october("a"),
        opened("on Saturday", "2026-10-03T08:00:00Z"),
        opened("on the holiday", "2026-10-05T08:00:00Z"),
        opened("of September", "2026-09-30T21:59:59Z"),
        in_october("spam").status("2026-10-01T08:01:00Z", Status::Spam),
    ];
    // October 2026 has 22 weekdays; Monday the 5th is a holiday.
    assert_share("opened_per_business_day", &Tables::of(&tickets, &[]).agreed(OFFICE), 3.0, 21.0);
    // Without a calendar every day is one.
    assert_share("opened_per_business_day", &Tables::of(&tickets, &[]), 3.0, 31.0);
    let none = figures(&["opened_per_business_day"], &Tables::of(&tickets, &[]), &["2026-11"], &[]);
    assert_eq!(none.total("opened_per_business_day", "2026-11").unwrap().value, Some(0.0));
}

#[test]
fn each_segment_divides_by_the_same_business_days() {
    let tickets = [
        in_october("a").for_service("Portal"),
        in_october("b").for_service("Portal"),
        in_october("c").for_service("Mail"),
    ];
    let figures = figures(&["opened_per_business_day"], &Tables::of(&tickets, &[]), &["2026-10"], &["service"]);
    let parts: Vec<_> = figures.0.iter().map(|figure| (figure.numerator, figure.denominator)).collect();
    assert_eq!(parts, [(Some(1.0), Some(31.0)), (Some(2.0), Some(31.0))]);
}

#[test]
fn closings_count_once_and_say_who_closed() {
    let tables = Tables::of(
        &[
            resolved("by the system").status("2026-10-20T08:00:00Z", Status::Closed),
            resolved("by an agent").status("2026-10-20T08:00:00Z", Status::Closed).by_agent(),
            // Closed, reopened, closed again: its last closing counts, in November.
            resolved("twice")
                .status("2026-10-10T08:00:00Z", Status::Closed)
                .reopened("2026-10-12T08:00:00Z")
                .status("2026-10-31T23:00:00Z", Status::Closed),
            // Closed and open again.
            resolved("reopened").status("2026-10-10T08:00:00Z", Status::Closed).reopened("2026-10-12T08:00:00Z"),
            resolved("not closed"),
            resolved("merged").status("2026-10-10T08:00:00Z", Status::Closed).merged("2026-10-11T08:00:00Z"),
        ],
        &[],
    );
    assert_october("closed", &tables, 2.0, 2);
    assert_share("closed_automatically", &tables, 1.0, 2.0);
    assert_eq!(values("closed", &tables, &["2026-09", "2026-11"]), [0.0, 1.0]);
}

#[test]
fn unmapped_tickets_lack_service_or_category() {
    let tables = Tables::of(
        &[
            in_october("mapped").for_service("Portal").in_category("Sign-in"),
            in_october("no category").for_service("Portal"),
            in_october("no service").in_category("Sign-in"),
            in_october("nothing"),
            in_october("merged").merged("2026-10-02T08:00:00Z"),
        ],
        &[],
    );
    assert_share("unmapped", &tables, 3.0, 4.0);
}

#[test]
fn beyond_the_agreed_workload_are_the_tickets_that_came_after_it_was_reached() {
    let at = |day: u32, id: &str| opened(id, &format!("2026-10-{day:02}T08:00:00Z"));
    let tables = Tables::of(
        &[
            at(1, "first").for_service("Portal"),
            at(2, "second").for_service("Portal"),
            at(3, "third, one too many").for_service("Portal"),
            at(4, "merged").for_service("Portal").merged("2026-10-05T08:00:00Z"),
            at(5, "of another service within its limit").for_service("Mail"),
            at(6, "of a service without a limit").for_service("Telephony"),
        ],
        &[],
    )
    .agreed("[[service]]\nname = \"Portal\"\nworkload_limit = 2\n[[service]]\nname = \"Mail\"\nworkload_limit = 9\n");
    // Below the line the four of Portal and Mail that count.
    assert_share("over_workload", &tables, 1.0, 4.0);
    // A quarter has six.
    assert_eq!(values("over_workload", &tables, &["2026-Q4"]), [0.0]);
    assert_unsaid("over_workload", &Tables::of(&[at(1, "x").for_service("Portal")], &[]));
}

#[test]
fn the_priority_mix_is_that_of_the_opening_and_that_of_today() {
    use tallypost::ticket::EventKind::PriorityChanged;
    let with = |id: &str, priority: &'static str| in_october(id).with(move |row| row.priority = Some(priority.into()));
    let later = "2026-10-02T08:00:00Z";
    let tables = Tables::of(
        &[
            with("stays P2", "P2"),
            with("raised twice", "P1").changed(later, PriorityChanged, Some("P3"), "P2").changed(
                "2026-10-03T08:00:00Z",
                PriorityChanged,
                Some("P2"),
                "P1",
            ),
            with("lowered", "P4").changed(later, PriorityChanged, Some("P2"), "P4"),
            with("there and back", "P3").changed(later, PriorityChanged, Some("P3"), "P1").changed(
                "2026-10-03T08:00:00Z",
                PriorityChanged,
                Some("P1"),
                "P3",
            ),
            with("without one at first", "P4").changed(later, PriorityChanged, None, "P4"),
            in_october("without one"),
        ],
        &[],
    );
    // At the opening P2 P3 P2 P3 – –, at the end P2 P1 P4 P3 P4 –.
    let mix = |prefix: &str| ["p1", "p2", "p3", "p4"].map(|p| october(&format!("{prefix}_{p}"), &tables).numerator);
    assert_eq!(mix("opened_as"), [0.0, 2.0, 2.0, 0.0].map(Some));
    assert_eq!(mix("ended_as"), [1.0, 1.0, 1.0, 2.0].map(Some));
    assert_share("opened_as_p2", &tables, 2.0, 6.0);
    let no_priorities = Tables::of(&[in_october("a")], &[]);
    assert_unsaid("opened_as_p1", &no_priorities);
    assert_unsaid("ended_as_p4", &no_priorities);
    // Raised, lowered, given one at all; there and back is no change.
    assert_share("priority_changed", &tables, 3.0, 6.0);
}

#[test]
fn major_incidents_are_counted_when_opened_and_timed_when_restored() {
    let major = |ticket: Ticket, minutes: f64| {
        ticket.with(move |row| (row.major, row.resolve_minutes) = (true, row.resolved_at.map(|_| minutes)))
    };
    let tables = Tables::of(
        &[
            major(resolved("a"), 50.0),
            major(resolved("b"), 90.0),
            major(opened("of August", "2026-08-01T08:00:00Z").resolved("2026-10-02T08:00:00Z"), 130.0),
            major(in_october("still down"), 0.0),
            resolved("ordinary"),
        ],
        &[],
    );
    assert_october("major_incidents", &tables, 3.0, 3);
    // 50 90 130
    assert_october("major_restore_median", &tables, 90.0, 3);
}

#[test]
fn waiting_is_a_share_of_the_service_minutes() {
    let waited = |id: &str, paused: f64, supplier: f64, service: Option<f64>| {
        resolved(id).with(move |row| {
            (row.paused_minutes, row.supplier_minutes, row.resolve_service_minutes) = (paused, supplier, service);
        })
    };
    let tables = Tables::of(
        &[
            waited("a", 30.0, 0.0, Some(100.0)),
            waited("b", 0.0, 60.0, Some(300.0)),
            waited("no clock", 99.0, 99.0, None),
            in_october("open").with(|row| row.paused_minutes = 500.0),
        ],
        &[],
    );
    assert_share("waiting_customer", &tables, 30.0, 400.0);
    assert_share("waiting_supplier", &tables, 60.0, 400.0);
    // Nothing to divide by.
    let instantly = Tables::of(&[waited("at once", 0.0, 0.0, Some(0.0))], &[]);
    assert_eq!(october("waiting_customer", &instantly).value, None);
}

#[test]
fn first_contact_resolution_needs_one_answer_and_nobody_else() {
    let (answer, later) = ("2026-10-01T09:00:00Z", "2026-10-02T09:00:00Z");
    let done = "2026-10-05T08:00:00Z";
    let tables = Tables::of(
        &[
            in_october("at first contact").answered(answer).resolved(done),
            in_october("thanked for").answered(answer).resolved(answer).wrote(later),
            in_october("asked again").chased("2026-10-01T08:30:00Z").answered(answer).resolved(done),
            in_october("handed over")
                .assignee_changed(answer, None, "A")
                .assignee_changed(later, Some("A"), "B")
                .answered(later)
                .resolved(done),
            in_october("two answers").answered(answer).answered(later).resolved(done),
            in_october("reopened").answered(answer).resolved(answer).reopened(later).resolved(done),
            in_october("no answer").resolved(done),
            in_october("open").answered(answer),
        ],
        &[],
    );
    assert_share("first_contact_resolution", &tables, 2.0, 7.0);
}

#[test]
fn touches_are_what_agents_wrote() {
    let tables = Tables::of(
        &[
            in_october("three")
                .answered("2026-10-01T09:00:00Z")
                .noted("2026-10-01T10:00:00Z")
                .answered("2026-10-02T09:00:00Z")
                .resolved("2026-10-05T08:00:00Z"),
            resolved("none").wrote("2026-10-05T09:00:00Z"),
            in_october("open").answered("2026-10-01T09:00:00Z"),
        ],
        &[],
    );
    assert_share("touches_per_ticket", &tables, 3.0, 2.0);
}

/// Six resolved tickets that went from hand to hand, or not.
fn handed() -> Vec<Ticket> {
    let [one, two, three] = ["2026-10-02T08:00:00Z", "2026-10-03T08:00:00Z", "2026-10-04T08:00:00Z"];
    let done = "2026-10-05T08:00:00Z";
    vec![
        in_october("first assignment only").assignee_changed(one, None, "Ada").resolved(done),
        in_october("to a colleague")
            .assignee_changed(one, None, "Ada")
            .assignee_changed(two, Some("Ada"), "Ben")
            .resolved(done),
        in_october("person ping-pong")
            .assignee_changed(one, None, "Ada")
            .assignee_changed(two, Some("Ada"), "Ben")
            .assignee_changed(three, Some("Ben"), "Ada")
            .resolved(done),
        in_october("to another team")
            .with(|row| row.handoff_count = 1)
            .team_changed(one, Some("Desk"), "Network")
            .resolved(done),
        // The import knew no former value; the second change is at the same moment as the third.
        in_october("team ping-pong")
            .team_changed(one, None, "Network")
            .team_changed(two, None, "Servers")
            .team_changed(two, None, "Network")
            .resolved(done),
        in_october("the same team again").team_changed(one, Some("Desk"), "Desk").resolved(done),
    ]
}

#[test]
fn hand_offs_and_ping_pong_follow_teams_and_people() {
    let tables = Tables::of(&handed(), &[]);
    // 0, 1, 2, 1 (by hand), 2 (Network is the first team that it is known to have been given to), 0.
    assert_share("handoffs_per_ticket", &tables, 6.0, 6.0);
    assert_share("ping_pong", &tables, 2.0, 6.0);
    // "to another team" and "team ping-pong".
    assert_share("escalated_functional", &tables, 2.0, 6.0);
}

#[test]
fn hand_offs_that_a_source_only_counts_are_taken_as_far_as_they_go() {
    // As an imported table tells it: in all, without when or between whom.
    let counted = |id, handoffs| resolved(id).with(move |row| row.handoff_count = handoffs);
    let tables = Tables::of(&[counted("a", 3), counted("b", 0)], &[]);
    assert_share("handoffs_per_ticket", &tables, 3.0, 2.0);
    ["ping_pong", "escalated_functional"].iter().for_each(|id| assert_unsaid(id, &tables));
}

#[test]
fn what_nobody_recorded_is_not_said_to_be_nought() {
    let tables = Tables::of(&[resolved("a").answered("2026-10-04T08:00:00Z").rated("2026-10-06T08:00:00Z", 3)], &[]);
    for id in ["handoffs_per_ticket", "ping_pong", "escalated_functional", "escalated_hierarchic", "problem_linked"] {
        assert_unsaid(id, &tables);
    }
    for id in ["effort_coverage", "effort_per_ticket", "cost_per_ticket"] {
        assert_unsaid(id, &tables);
    }
    let unrated = Tables::of(&[resolved("a")], &[]);
    for id in ["satisfaction_response_rate", "satisfaction_worst_case", "satisfaction_best_case", "satisfied_low"] {
        assert_unsaid(id, &unrated);
    }
    // With agents alone, teams are still unknown.
    let agents = Tables::of(&handed()[..3], &[]);
    assert_unsaid("escalated_functional", &agents);
    assert_share("ping_pong", &agents, 1.0, 3.0);
}

#[test]
fn tickets_without_a_recorded_message_do_not_count_in_what_is_measured_of_messages() {
    let of_a_table = |id: &str| resolved(id).with(|row| row.customer_message_count = 0);
    let messages = ["one_touch", "first_contact_resolution", "messages_per_ticket", "chasers_per_ticket"];
    let imported = Tables::of(&[of_a_table("a"), of_a_table("b")], &[]);
    messages.iter().chain(&["touches_per_ticket"]).for_each(|id| assert_unsaid(id, &imported));
    // Beside a gateway's tickets: one that an agent answered once, one that nobody answered.
    let answered = resolved("answered").answered("2026-10-04T08:00:00Z");
    let mixed = Tables::of(&[of_a_table("a"), answered, resolved("silent")], &[]);
    assert_share("one_touch", &mixed, 1.0, 2.0);
    assert_share("messages_per_ticket", &mixed, 3.0, 2.0);
    // A note is a touch of which there is a record.
    let noted = of_a_table("noted").noted("2026-10-04T08:00:00Z");
    assert_share("touches_per_ticket", &Tables::of(&[of_a_table("a"), noted], &[]), 1.0, 1.0);
}

#[test]
fn hierarchic_escalations_are_recorded_as_such() {
    use tallypost::ticket::EventKind::Escalated;
    let tables = Tables::of(
        &[
            in_october("twice")
                .changed("2026-10-02T08:00:00Z", Escalated, None, "head of service")
                .changed("2026-10-03T08:00:00Z", Escalated, None, "board")
                .resolved("2026-10-05T08:00:00Z"),
            resolved("never"),
            resolved("neither"),
            in_october("open").changed("2026-10-02T08:00:00Z", Escalated, None, "board"),
        ],
        &[],
    );
    assert_share("escalated_hierarchic", &tables, 1.0, 3.0);
}

#[test]
fn a_repeat_incident_follows_a_resolution_of_its_like_within_thirty_days() {
    let like = |ticket: Ticket| ticket.of_customer("Acme").for_service("Portal").in_category("Sign-in");
    let tables = Tables::of(
        &[
            // Resolved on 5 October at 08:00.
            like(resolved("the first")),
            like(opened("while the first was open", "2026-10-05T07:59:59Z")),
            like(opened("an hour later", "2026-10-05T09:00:00Z")),
            opened("of another customer", "2026-10-06T09:00:00Z")
                .of_customer("Bolt")
                .for_service("Portal")
                .in_category("Sign-in"),
            opened("of another category", "2026-10-06T09:00:00Z")
                .of_customer("Acme")
                .for_service("Portal")
                .in_category("Billing"),
            like(opened("a request", "2026-10-06T09:00:00Z").of_type(TicketType::ServiceRequest)),
            opened("without a category", "2026-10-06T09:00:00Z").of_customer("Acme").for_service("Portal"),
            // 30 days after the first is 4 November 08:00.
            like(opened("on the last day", "2026-11-04T08:00:00Z")),
            like(opened("a second too late", "2026-11-04T08:00:01Z")),
        ],
        &[],
    );
    // Five incidents with customer and category in October, one of them a repeat.
    assert_share("repeat_incidents", &tables, 1.0, 5.0);
    assert_eq!(values("repeat_incidents", &tables, &["2026-11"]), [0.5]);
}

#[test]
fn a_problem_link_counts_for_incidents_only() {
    use tallypost::ticket::EventKind::ProblemLinked;
    let linked = |ticket: Ticket| ticket.changed("2026-10-06T08:00:00Z", ProblemLinked, None, "PR-1");
    let tables = Tables::of(
        &[
            linked(resolved("linked")),
            resolved("not"),
            linked(resolved("a request")).of_type(TicketType::ServiceRequest),
            linked(in_october("open")),
        ],
        &[],
    );
    assert_share("problem_linked", &tables, 1.0, 2.0);
}

/// Four resolved tickets, rated 5, 4, 2 and not at all.
fn rated() -> Tables {
    let at = "2026-10-06T08:00:00Z";
    Tables::of(
        &[
            resolved("very good").rated(at, 5),
            // A second thought replaces the first.
            resolved("good").rated(at, 1).rated("2026-10-07T08:00:00Z", 4),
            resolved("bad").rated(at, 2),
            resolved("silent"),
            opened("of September", "2026-09-01T08:00:00Z").resolved("2026-09-02T08:00:00Z").rated(at, 1),
            in_october("open").rated(at, 1),
        ],
        &[],
    )
}

#[test]
fn satisfaction_is_that_of_those_who_answered_between_bounds_of_those_who_did_not() {
    // (5 + 4 + 2) / 3; two of three; three of four; with 1 or 5 for the fourth.
    assert_share("satisfaction_mean", &rated(), 11.0, 3.0);
    assert_share("satisfied", &rated(), 2.0, 3.0);
    assert_share("satisfaction_response_rate", &rated(), 3.0, 4.0);
    assert_share("satisfaction_worst_case", &rated(), 12.0, 4.0);
    assert_share("satisfaction_best_case", &rated(), 16.0, 4.0);
}

#[test]
fn the_wilson_interval_of_the_satisfied_is_the_published_one() {
    let ratings = |good: usize, all: usize| {
        let ticket = |i: usize| resolved(&format!("T-{i}")).rated("2026-10-06T08:00:00Z", if i < good { 5 } else { 1 });
        Tables::of(&(0..all).map(ticket).collect::<Vec<_>>(), &[])
    };
    // R. G. Newcombe, Statistics in Medicine 17 (1998), 857–872, table I, method 3: 81 of 263 is 0.2553 to 0.3662,
    // 15 of 148 is 0.0624 to 0.1605, 0 of 20 is 0 to 0.1611, 1 of 29 is 0.0061 to 0.1718.
    for (good, all, low, high) in
        [(81, 263, 0.2553, 0.3662), (15, 148, 0.0624, 0.1605), (0, 20, 0.0, 0.1611), (1, 29, 0.0061, 0.1718)]
    {
        let tables = ratings(good, all);
        let bounds = ["satisfied_low", "satisfied_high"].map(|id| october(id, &tables).value.unwrap());
        assert!((bounds[0] - low).abs() < 5e-5 && (bounds[1] - high).abs() < 5e-5, "{good} of {all}: {bounds:?}");
        assert!(bounds[0] >= 0.0, "{good} of {all}: {bounds:?}");
    }
}

#[test]
fn effort_and_cost_rest_on_the_tickets_with_logged_work() {
    let at = "2026-10-04T08:00:00Z";
    let tickets = [
        in_october("twice").worked(at, 20).worked(at, 40).resolved("2026-10-05T08:00:00Z"),
        in_october("once").worked(at, 30).resolved("2026-10-05T08:00:00Z"),
        resolved("nothing logged"),
        in_october("open").worked(at, 500),
    ];
    let tables = Tables::of(&tickets, &[]);
    assert_share("effort_per_ticket", &tables, 90.0, 2.0);
    assert_share("effort_coverage", &tables, 2.0, 3.0);
    assert_unsaid("cost_per_ticket", &tables);
    // An hour and half an hour at 48: 48 + 24.
    assert_share("cost_per_ticket", &tables.agreed("cost_per_hour = 48.0\n"), 72.0, 2.0);
}

#[test]
fn concentration_on_customers_is_the_share_of_five_and_the_sum_of_squares() {
    let sizes = [("A", 4), ("B", 2), ("C", 1), ("D", 1), ("E", 1), ("F", 1)];
    let mut tickets: Vec<Ticket> = Vec::new();
    for (customer, count) in sizes {
        tickets.extend((0..count).map(|i| in_october(&format!("{customer}-{i}")).of_customer(customer)));
    }
    tickets.push(in_october("unknown customer"));
    tickets.push(in_october("spam").of_customer("F").status("2026-10-02T08:00:00Z", Status::Spam));
    let tables = Tables::of(&tickets, &[]);
    // Ten tickets; C to F are equals, of whom C, D and E come first by name.
    assert_share("customer_top5_share", &tables, 9.0, 10.0);
    // (4² + 2² + 4 × 1²) / 10² = 24 / 100.
    assert_share("customer_concentration", &tables, 24.0, 100.0);
    let single = Tables::of(&[in_october("x").of_customer("A"), in_october("y").of_customer("A")], &[]);
    assert!(close(october("customer_concentration", &single).value.unwrap(), 1.0));
}

#[test]
fn reopened_within_14_days_waits_until_the_days_are_over() {
    let at = |id: &str, day: &str| opened(id, "2026-10-01T08:00:00Z").resolved(&format!("2026-10-{day}T08:00:00Z"));
    let tickets = [
        at("held", "02"),
        at("reopened on the 13th day", "02").reopened("2026-10-15T08:00:00Z"),
        // A resolution counts each: the second one held.
        at("reopened at once, resolved again", "03").reopened("2026-10-03T09:00:00Z").resolved("2026-10-04T08:00:00Z"),
        at("reopened when 14 days were over", "05").reopened("2026-10-19T08:00:00Z"),
        at("resolved 14 days before the report", "06"),
        at("too young to tell", "06").with(|_| {}).reopened("2026-10-06T08:00:01Z").resolved("2026-10-06T08:00:02Z"),
    ];
    // As of 20 October 08:00 resolutions up to 6 October 08:00 are mature: seven less the last one of the last
    // ticket. Reopened in time: the 13th day, at once, and a second after.
    let tables = Tables::known_at("2026-10-20T08:00:00Z", &tickets, &[]);
    assert_share("reopened_14_days", &tables, 3.0, 7.0);
    // Later all eight are, and the same three were reopened in time.
    assert_share("reopened_14_days", &Tables::of(&tickets, &[]), 3.0, 8.0);
}
