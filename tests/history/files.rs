//! Files as tools write them: delimiters, quotes, encodings, formats.

use polars::prelude::*;

use crate::support::{Desk, assert_fields, text};

/// A mapping of three columns, with these lines under `[file]`.
fn mapping(file: &str) -> String {
    format!(
        "kind = \"ticket\"\n[file]\n{file}\n[time]\nzone = \"Europe/Berlin\"\n[columns]\nticket_id = \"id\"\n\
         opened_at = \"opened\"\nsubject = \"subject\"\n"
    )
}

fn desk(file: &str, name: &str, content: impl AsRef<[u8]>) -> Desk {
    Desk::new().with("m.toml", mapping(file)).with(name, content)
}

#[test]
fn quotes_line_ends_and_a_byte_order_mark_are_no_obstacle() {
    let desk = desk(
        "",
        "t.csv",
        "\u{feff}id,opened,subject\r\n\r\n1,2026-01-05 08:00,\"said \"\"no\"\", then\nleft\"\r\n2,2026-01-05 09:00,plain,\r\n",
    );
    let report = desk.import("t.csv", "m.toml", &[]);
    assert_eq!((report.number("rows"), report.number("rejected")), (2, 0));
    assert_fields(
        &desk.ticket("t:1"),
        &[("subject", "said \"no\", then\nleft"), ("opened_at", "2026-01-05T07:00:00Z")],
    );
    assert_fields(&desk.ticket("t:2"), &[("subject", "plain")]);
}

#[test]
fn empty_rows_as_spreadsheets_leave_them_are_counted_as_such() {
    let desk = desk("", "t.csv", "id,opened,subject\n1,2026-01-05,a\n,,\n,\n\n ,\"\",\n");
    assert_eq!(desk.import("t.csv", "m.toml", &[]).findings(), [": 3 rejected, rows 3 4 5"]);
    assert_eq!(desk.rejected("t")[0][..2], ["3", "the row is empty"]);
}

#[test]
fn encodings_and_delimiters_are_those_of_the_mapping() {
    let rows = "id;opened;subject\n1;2026-01-05 08:00;Grün, 5 €\n";
    let (western, _, _) = encoding_rs::WINDOWS_1252.encode(rows);
    let wide: Vec<u8> = [0xff, 0xfe].into_iter().chain(rows.encode_utf16().flat_map(u16::to_le_bytes)).collect();
    for (file, bytes) in [
        ("delimiter = \";\"\nencoding = \"windows-1252\"", western.to_vec()),
        ("delimiter = \";\"", wide),
        ("delimiter = \";\"", rows.into()),
    ] {
        let desk = desk(file, "t.csv", bytes);
        assert_eq!(desk.import("t.csv", "m.toml", &[]).findings(), Vec::<String>::new());
        assert_fields(&desk.ticket("t:1"), &[("subject", "Grün, 5 €")]);
    }
}

#[test]
fn bytes_that_are_no_characters_are_counted() {
    let desk = desk("", "t.csv", b"id,opened,subject\n1,2026-01-05 08:00,Gr\xfcn\n");
    let report = desk.import("t.csv", "m.toml", &[]);
    assert_eq!(report.findings(), [": 1 characters that are none in the encoding, rows 2"]);
    assert_fields(&desk.ticket("t:1"), &[("subject", "Gr\u{fffd}n")]);
}

#[test]
fn a_file_may_have_no_header_other_quotes_and_lines_before() {
    let file = "header = false\nnames = [\"id\", \"opened\", \"subject\"]\nquote = \"'\"\nskip_lines = 1\nnothing = [\"none\"]";
    let desk =
        desk(file, "t.tsv", "exported today\n1\t2026-01-05 08:00\t'a\tb'\n2\t2026-01-05 08:00\tnone\n3\tnone\t?\n");
    let report = desk.import("t.tsv", "m.toml", &[]);
    assert_eq!(report.findings(), ["opened_at: 1 rejected, rows 4"]);
    assert_fields(&desk.ticket("t:1"), &[("subject", "a\tb")]);
    assert_fields(&desk.ticket("t:2"), &[("subject", "")]);
}

#[test]
fn where_quotes_are_text_one_alone_swallows_no_row() {
    let rows = "id\topened\tsubject\n1\t2026-01-05 08:00\t\"19 inch\n2\t2026-01-05 08:00\tplain\n";
    let desk = desk("quote = \"\"", "t.tsv", rows);
    assert_eq!(desk.import("t.tsv", "m.toml", &[]).number("tickets"), 2);
    assert_fields(&desk.ticket("t:1"), &[("subject", "\"19 inch")]);
}

#[test]
fn columns_of_one_name_are_told_apart() {
    let mapping = "kind = \"ticket\"\n[columns]\nticket_id = \"Id\"\nopened_at = \"At\"\n\
                   tags = { columns = [\"Label\", \"Label#2\"], join = \",\" }\nsubject = [\"Empty\", \"label#2\"]\n";
    let rows = "Id,At,Label,Label,Empty\n1,2026-01-05,red,blue,\n2,2026-01-05,,green,\n";
    let desk = Desk::new().with("m.toml", mapping).with("t.csv", rows);
    desk.import("t.csv", "m.toml", &[]);
    assert_fields(&desk.ticket("t:1"), &[("tags", "red|blue"), ("subject", "blue")]);
    assert_fields(&desk.ticket("t:2"), &[("tags", "green")]);
}

#[test]
fn json_lines_may_be_nested_and_broken() {
    let mapping = "kind = \"ticket\"\n[time]\nformats = [\"epoch_seconds\"]\n[columns]\nticket_id = \"key\"\n\
                   opened_at = \"fields.created\"\ntags = \"fields.labels\"\nsubject = \"fields.summary\"\nmajor = \"major\"\n";
    let lines = "{\"key\":\"A\",\"major\":true,\"fields\":{\"created\":1792570500,\"labels\":[\"x\",\"y\"],\"summary\":\"Hé\"}}\n\
                 \n{\"key\":\"B\",\"fields\":{\"created\":null}}\n{\"key\":\"C\"\n[1]\n";
    let desk = Desk::new().with("m.toml", mapping).with("t.jsonl", lines);
    let report = desk.import("t.jsonl", "m.toml", &[]);
    assert_eq!((report.number("rows"), report.number("tickets")), (4, 1));
    let expected = [("tags", "x|y"), ("subject", "Hé"), ("major", "true"), ("opened_at", "2026-10-21T08:15:00Z")];
    assert_fields(&desk.ticket("t:A"), &expected);
    let rejected = desk.rejected("t");
    assert_eq!(rejected.iter().map(|row| row[0].as_str()).collect::<Vec<_>>(), ["3", "4", "5"]);
    assert_eq!(rejected[2].last().unwrap(), "[1]");
    let array = Desk::new().with("m.toml", mapping).with("t.json", "[{\"key\":\"A\"}]");
    let output = array.run(&["import", "t.json", "--mapping", "m.toml"]);
    assert_eq!(output.status.code(), Some(2));
    assert!(text(&output.stderr).contains("jq -c"), "{}", text(&output.stderr));
}

#[test]
fn parquet_keeps_its_types() {
    let mapping = "kind = \"ticket\"\n[time]\nzone = \"Europe/Berlin\"\n[columns]\nticket_id = \"id\"\nopened_at = \"opened\"\n\
                   closed_at = \"closed\"\nagent_message_count = \"replies\"\nauto_closed = \"robot\"\nsubject = \"subject\"\n";
    let at = |text: &str| text.parse::<jiff::Timestamp>().unwrap().as_microsecond();
    let local = Column::new("opened".into(), [at("2026-01-05T08:00:00Z"), at("2026-07-05T08:00:00Z")]);
    let utc = Column::new("closed".into(), [Some(at("2026-01-06T08:00:00.5Z")), None]);
    let mut frame = DataFrame::new(
        2,
        vec![
            Column::new("id".into(), [17i64, 18]),
            local.cast(&DataType::Datetime(TimeUnit::Microseconds, None)).unwrap(),
            utc.cast(&DataType::Datetime(TimeUnit::Microseconds, Some(TimeZone::UTC))).unwrap(),
            Column::new("replies".into(), [Some(2.0), None]),
            Column::new("robot".into(), [true, false]),
            Column::new("subject".into(), ["a", "b"]),
            Column::new("unused".into(), ["a", "b"]),
        ],
    )
    .unwrap();
    let desk = Desk::new().with("m.toml", mapping);
    ParquetWriter::new(std::fs::File::create(desk.path("t.parquet")).unwrap()).finish(&mut frame).unwrap();
    assert_eq!(desk.import("t.parquet", "m.toml", &[]).findings(), Vec::<String>::new());
    let expected = [
        ("opened_at", "2026-01-05T07:00:00Z"),
        ("closed_at", "2026-01-06T08:00:00.5Z"),
        ("agent_message_count", "2"),
        ("auto_closed", "true"),
    ];
    assert_fields(&desk.ticket("t:17"), &expected);
    assert_fields(&desk.ticket("t:18"), &[("opened_at", "2026-07-05T06:00:00Z"), ("status", "new")]);
}

#[test]
fn parquet_has_values_inside_structs_and_durations() {
    let mapping = "kind = \"ticket\"\n[columns]\nticket_id = \"id\"\nopened_at = \"opened\"\nassignee = \"owner.name\"\n\
                   team = \"owner.of.team\"\neffort = { column = \"worked\", unit = \"clock\" }\n";
    let worked = Column::new("worked".into(), [Some(5_400_500i64), None]);
    let inner = StructChunked::from_columns("of".into(), 2, &[Column::new("team".into(), ["Net", "Desk"])]).unwrap();
    let owner = [Column::new("name".into(), [Some("Kim"), None]), inner.into_column()];
    let mut frame = DataFrame::new(
        2,
        vec![
            Column::new("id".into(), [1i64, 2]),
            Column::new("opened".into(), ["2026-01-05", "2026-01-05"]),
            StructChunked::from_columns("owner".into(), 2, &owner).unwrap().into_column(),
            worked.cast(&DataType::Duration(TimeUnit::Milliseconds)).unwrap(),
        ],
    )
    .unwrap();
    let desk = Desk::new().with("m.toml", mapping).with("n.toml", mapping.replace("owner.name", "owner.nickname"));
    ParquetWriter::new(std::fs::File::create(desk.path("t.parquet")).unwrap()).finish(&mut frame).unwrap();
    assert_eq!(desk.import("t.parquet", "m.toml", &[]).findings(), Vec::<String>::new());
    // An hour and a half, and half a second.
    let expected = [("assignee", "Kim"), ("team", "Net"), ("effort_minutes", "90.008333")];
    assert_fields(&desk.ticket("t:1"), &expected);
    assert_fields(&desk.ticket("t:2"), &[("assignee", ""), ("team", "Desk"), ("effort_minutes", "")]);
    let output = desk.run(&["import", "t.parquet", "--mapping", "n.toml"]);
    let message = text(&output.stderr);
    assert!(message.contains("no column `owner.nickname`; it has `id`, `opened`, `owner`, `worked`"), "{message}");
}

#[test]
fn what_is_no_table_is_refused_with_what_to_do() {
    for (name, advice) in [("t.csv.gz", "unpacked"), ("t.xlsx", "saved as CSV first")] {
        let desk = desk("", name, "PK");
        let output = desk.run(&["import", name, "--mapping", "m.toml"]);
        assert_eq!(output.status.code(), Some(2));
        assert!(text(&output.stderr).contains(advice), "{}", text(&output.stderr));
    }
}

#[test]
fn local_times_around_a_change_of_clocks_are_counted() {
    let rows =
        "id,opened,subject\n1,2026-10-25 02:30,twice\n2,2026-03-29 02:30,never\n3,2026-10-25 02:30 +01:00,said\n";
    let desk = desk("", "t.csv", rows);
    let expected = [
        "opened_at: 1 the clocks showed this local time twice, rows 2",
        "opened_at: 1 the clocks skipped this local time, rows 3",
    ];
    assert_eq!(desk.import("t.csv", "m.toml", &[]).findings(), expected);
    assert_fields(&desk.ticket("t:1"), &[("opened_at", "2026-10-25T00:30:00Z")]);
    assert_fields(&desk.ticket("t:2"), &[("opened_at", "2026-03-29T01:30:00Z")]);
    assert_fields(&desk.ticket("t:3"), &[("opened_at", "2026-10-25T01:30:00Z")]);
}
