use proptest::prelude::*;

use super::*;

fn berlin() -> TimeZone {
    TimeZone::get("Europe/Berlin").unwrap()
}

fn moment(text: &str, format: &str) -> Option<String> {
    let format = Format::from_word(format).unwrap();
    read(text, &[format], &berlin()).map(|reading| reading.at.to_string())
}

#[test]
fn moments_are_read_as_tools_write_them() {
    for (text, format, expected) in [
        ("2026-10-21T08:15:00Z", "iso", "2026-10-21T08:15:00Z"),
        ("2026-10-21T08:15:00.250+02:00", "iso", "2026-10-21T06:15:00.25Z"),
        ("2026-10-21 08:15:00 +0200", "iso", "2026-10-21T06:15:00Z"),
        ("2026-10-21 08:15:00 UTC", "iso", "2026-10-21T08:15:00Z"),
        ("2026-10-21T08:15:00+02:00[Europe/Berlin]", "iso", "2026-10-21T06:15:00Z"),
        ("2026-10-21 08:15 America/New_York", "iso", "2026-10-21T12:15:00Z"),
        ("2026/10/21 08:15:00.000", "iso", "2026-10-21T06:15:00Z"),
        ("2026-10-21 8:15", "iso", "2026-10-21T06:15:00Z"),
        ("2026-10-21", "iso", "2026-10-20T22:00:00Z"),
        ("20261021T081500Z", "iso", "2026-10-21T08:15:00Z"),
        ("2026-10-21 12:05:00 AM", "iso", "2026-10-20T22:05:00Z"),
        ("2010-03-31T17:59:42+01:00", "iso", "2010-03-31T16:59:42Z"),
        ("21/10/2026 08:15", "day_first", "2026-10-21T06:15:00Z"),
        ("1/2/2026 1:16", "day_first", "2026-02-01T00:16:00Z"),
        ("21.10.26, 8:15 Uhr", "day_first", "2026-10-21T06:15:00Z"),
        ("07-01-2013 08:17:17", "day_first", "2013-01-07T07:17:17Z"),
        ("10/21/2026 8:15 PM", "month_first", "2026-10-21T18:15:00Z"),
        ("1/2/26 12:00 p.m.", "month_first", "2026-01-02T11:00:00Z"),
        ("21/Oct/26 8:15 AM", "named_month", "2026-10-21T06:15:00Z"),
        ("21/Okt/26 8:15", "named_month", "2026-10-21T06:15:00Z"),
        ("2026-10-21 08:15:00 +0200 CEST", "iso", "2026-10-21T06:15:00Z"),
        ("21OCT2026:08:15:00", "named_month", "2026-10-21T06:15:00Z"),
        ("21-MAR-2026 08:15:00", "named_month", "2026-03-21T07:15:00Z"),
        ("Oct 21, 2026 8:15 AM", "named_month", "2026-10-21T06:15:00Z"),
        ("21. Oktober 2026, 08:15 Uhr", "named_month", "2026-10-21T06:15:00Z"),
        ("Wednesday, October 21st, 2026 at 8:15 AM", "named_month", "2026-10-21T06:15:00Z"),
        ("Wed, 21 Oct 2026 08:15:00 -0700 (PDT)", "named_month", "2026-10-21T15:15:00Z"),
        ("Wed Oct 21 08:15:00 CEST 2026", "named_month", "2026-10-21T06:15:00Z"),
        ("1792570500", "epoch_seconds", "2026-10-21T08:15:00Z"),
        ("1792570500250", "epoch_milliseconds", "2026-10-21T08:15:00.25Z"),
        ("46316.34375", "excel_days", "2026-10-21T06:15:00Z"),
        ("21-10-2026 08h15", "%d-%m-%Y %Hh%M", "2026-10-21T06:15:00Z"),
        ("2026-10-21 08:15 +0000", "%Y-%m-%d %H:%M %z", "2026-10-21T08:15:00Z"),
        ("21.10.2026", "%d.%m.%Y", "2026-10-20T22:00:00Z"),
    ] {
        assert_eq!(moment(text, format).as_deref(), Some(expected), "{text} as {format}");
    }
}

#[test]
fn what_could_be_read_in_two_ways_or_not_at_all_is_not_read() {
    for (text, format) in [
        ("03/04/2026 08:15", "iso"),
        ("03/04/2026 08:15", "named_month"),
        ("31/12/2026 08:15", "month_first"),
        ("2026-02-30 08:15", "iso"),
        ("2026-10-21 25:15", "iso"),
        ("2026-10-21 13:15 PM", "iso"),
        ("2026-10-21 08:15 IST", "iso"),
        ("2026-10-21 08:15 or later", "iso"),
        ("21/Foo/26 8:15", "named_month"),
        ("today", "iso"),
        ("", "iso"),
    ] {
        assert_eq!(moment(text, format), None, "{text} as {format}");
    }
}

#[test]
fn a_local_time_that_the_clocks_show_twice_or_never_says_so() {
    let read = |text| read(text, &[Format::Iso], &berlin()).map(|reading| (reading.at.to_string(), reading.clocks));
    assert_eq!(read("2026-10-25 02:30"), Some(("2026-10-25T00:30:00Z".into(), Clocks::Twice)));
    assert_eq!(read("2026-03-29 02:30"), Some(("2026-03-29T01:30:00Z".into(), Clocks::Never)));
    assert_eq!(read("2026-10-25 02:30 CET"), Some(("2026-10-25T01:30:00Z".into(), Clocks::Plain)));
}

proptest! {
    #[test]
    fn every_second_written_in_any_way_is_read_back(seconds in 0i64..3_155_760_000) {
        let at = Timestamp::from_second(seconds).unwrap();
        for (pattern, format) in [
            ("%Y-%m-%dT%H:%M:%SZ", "iso"),
            ("%Y/%m/%d %I:%M:%S %p +0000", "iso"),
            ("%d.%m.%Y %H:%M:%S UTC", "day_first"),
            ("%m/%d/%Y %I:%M:%S %p GMT", "month_first"),
            ("%d/%b/%Y %H:%M:%S Z", "named_month"),
            ("%a, %d %b %Y %H:%M:%S +0000", "named_month"),
            ("%A, %B %d, %Y at %I:%M:%S %p UTC", "named_month"),
            ("%a %b %d %H:%M:%S UTC %Y", "named_month"),
            ("%s", "epoch_seconds"),
        ] {
            let text = at.strftime(pattern).to_string();
            let reading = read(&text, &[Format::from_word(format).unwrap()], &berlin());
            prop_assert_eq!(reading.map(|reading| reading.at), Some(at), "{} as {}", text, format);
        }
    }

    #[test]
    fn no_text_is_too_odd_to_be_refused(text in "\\PC{0,40}") {
        for format in ["iso", "named_month", "day_first", "epoch_seconds", "excel_days", "%d.%m.%Y"] {
            read(&text, &[Format::from_word(format).unwrap()], &berlin());
        }
    }
}
