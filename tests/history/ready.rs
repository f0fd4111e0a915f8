//! Each ready mapping on a small export of our own, written as its tool writes it.

use crate::support::{Desk, assert_fields};

/// A table counts reopenings without saying when.
const UNTOLD: &str = "reopen_count: 1 reopened, and nothing says when, rows 2";

/// The findings, without the columns that this export does not have.
fn import(desk: &Desk, file: &str, mapping: &str) -> Vec<String> {
    let all = desk.import(file, mapping, &["--name", "x"]).findings();
    all.into_iter().filter(|line| !line.contains("not a column of this file")).collect()
}

fn desk(name: &str, content: impl AsRef<[u8]>) -> Desk {
    Desk::new()
        .with("tallypost.toml", "[organisation]\nname = \"X\"\ntime_zone = \"Europe/Berlin\"\n")
        .with(name, content)
}

#[test]
fn zendesk() {
    let desk = desk(
        "z.csv",
        "Summation column,Id,Requester,Requester email,Assignee,Group,Subject,Tags,Status,Priority,Via,Ticket type,\
         Created at,Updated at,Organization,Solved at,Satisfaction Score,Reopens,Replies,First reply time in minutes\n\
         1,101,Ann,ann@example.org,Kim,Support,Login fails,login sso,Closed,Urgent,Mail,Incident,\
         2026-03-02 08:00:00 +0100,2026-03-09 09:00:00 +0100,Acme,2026-03-03 10:00:00 +0100,Good,1,4,35\n\
         1,102,Bob,bob@example.org,,Support,How to,,Hold,-,Web,Question,2026-03-02 09:00,2026-03-02 09:30,,,Offered,0,0,\n",
    );
    assert_eq!(import(&desk, "z.csv", "zendesk"), [UNTOLD]);
    let expected = [
        ("status", "closed"),
        ("priority", "P1"),
        ("opened_at", "2026-03-02T07:00:00Z"),
        ("first_response_minutes", "35.0"),
        ("resolved_at", "2026-03-03T09:00:00Z"),
        ("satisfaction", "5"),
        ("reopen_count", "1"),
        ("agent_message_count", "4"),
        ("tags", "login|sso"),
        ("customer", "Acme"),
    ];
    assert_fields(&desk.ticket("x:101"), &expected);
    let expected = [("status", "pending_supplier"), ("type", "service_request"), ("opened_at", "2026-03-02T08:00:00Z")];
    assert_fields(&desk.ticket("x:102"), &expected);
}

#[test]
fn jira_service_management() {
    let desk = desk(
        "j.csv",
        "Summary,Issue key,Issue id,Issue Type,Status,Project key,Priority,Resolution,Assignee,Reporter,Created,Updated,\
         Resolved,Labels,Labels,Description,Time Spent,Custom field (Request Type),Custom field (Satisfaction),\
         Custom field ([CHART] Date of First Response)\n\
         VPN down,IT-7,10007,[System] Incident,Resolved,IT,Highest,Done,kim,ann,02/Mar/26 8:00 AM,03/Mar/26 1:00 PM,\
         03/Mar/26 12:30 PM,vpn,remote,\"Two\nlines\",3600,Report a problem,4,02/Mar/26 8:20 AM\n\
         New laptop,IT-8,10008,[System] Service request,Waiting for customer,IT,Medium,,kim,bob,02/Mar/26 9:00 AM,\
         02/Mar/26 9:30 AM,,,,,,Hardware,,\n",
    );
    assert_eq!(import(&desk, "j.csv", "jira-service-management"), Vec::<String>::new());
    let expected = [
        ("status", "resolved"),
        ("priority", "P1"),
        ("first_response_minutes", "20.0"),
        ("resolved_at", "2026-03-03T11:30:00Z"),
        ("effort_minutes", "60.0"),
        ("tags", "vpn|remote"),
        ("satisfaction", "4"),
        ("category", "Report a problem"),
        ("description", "Two\nlines"),
    ];
    assert_fields(&desk.ticket("x:IT-7"), &expected);
    assert_fields(&desk.ticket("x:IT-8"), &[("status", "pending_customer"), ("type", "service_request")]);
}

#[test]
fn servicenow() {
    let rows = "\"number\",\"opened_at\",\"short_description\",\"caller_id\",\"priority\",\"state\",\"category\",\
        \"assignment_group\",\"assigned_to\",\"sys_updated_on\",\"resolved_at\",\"closed_at\",\"reassignment_count\",\
        \"reopen_count\",\"close_code\",\"impact\"\n\
        \"INC0010001\",\"2026-03-02 08:00:00\",\"Büro ohne Netz\",\"Ann Ö.\",\"1 - Critical\",\"Closed\",\"network\",\
        \"Network\",\"Kim\",\"2026-03-08 08:00:00\",\"2026-03-03 08:00:00\",\"2026-03-08 08:00:00\",\"2\",\"1\",\"Solved\",\"1 - High\"\n\
        \"INC0010002\",\"2026-03-02 09:00:00\",\"Slow\",\"Bob\",\"3 - Moderate\",\"On Hold\",\"\",\"\",\"\",\
        \"2026-03-02 09:30:00\",\"\",\"\",\"0\",\"0\",\"\",\"3 - Low\"\n";
    let (bytes, _, _) = encoding_rs::WINDOWS_1252.encode(rows);
    let desk = desk("incident.csv", bytes);
    assert_eq!(import(&desk, "incident.csv", "servicenow"), [UNTOLD]);
    let expected = [
        ("subject", "Büro ohne Netz"),
        ("status", "closed"),
        ("priority", "P1"),
        ("impact", "high"),
        ("resolved_at", "2026-03-03T07:00:00Z"),
        ("closed_at", "2026-03-08T07:00:00Z"),
        ("handoff_count", "2"),
        ("reopen_count", "1"),
    ];
    assert_fields(&desk.ticket("x:INC0010001"), &expected);
    assert_fields(&desk.ticket("x:INC0010002"), &[("status", "pending_customer"), ("priority", "P3")]);
}

#[test]
fn freshservice() {
    let desk = desk(
        "f.csv",
        "Ticket Id,Subject,Status,Priority,Source,Type,Requester Email,Agent,Group,Company,Category,Sub-Category,\
         Created Time,Resolved Time,Closed Time,Last Updated Time,Initial Response Time,Time Tracked,Agent interactions,\
         Customer interactions,Tags,Survey Result\n\
         INC-5,Printer,Closed,Low,Portal,Incident,ann@example.org,Kim,Desk,Sales,Hardware,Printer,2026-03-02 08:00:00,\
         2026-03-02 12:00:00,2026-03-04 12:00:00,2026-03-04 12:00:00,2026-03-02 08:10:00,01:15,2,3,\"a, b\",Happy\n",
    );
    assert_eq!(import(&desk, "f.csv", "freshservice"), Vec::<String>::new());
    let expected = [
        ("status", "closed"),
        ("priority", "P4"),
        ("service", "Hardware"),
        ("customer", "Sales"),
        ("category", "Printer"),
        ("first_response_minutes", "10.0"),
        ("resolve_minutes", "240.0"),
        ("effort_minutes", "75.0"),
        ("customer_message_count", "3"),
        ("tags", "a|b"),
        ("satisfaction", "4"),
    ];
    assert_fields(&desk.ticket("x:INC-5"), &expected);
}

#[test]
fn osticket() {
    let desk = desk(
        "o.csv",
        "\u{feff}Ticket Number,Date Created,Subject,From,From Email,Priority,Department,Help Topic,Source,Current Status,\
         Last Updated,Closed Date,Agent Assigned,Team Assigned,Thread Count,Reopen Count\n\
         420017,3/2/26 8:00 AM,Broken chair,Ann,ann@example.org,Emergency,Support,Facilities,Email,Closed,3/3/26 9:00 AM,\
         3/3/26 8:30 AM,Kim,,4,1\n\
         420018,3/2/26 9:00 PM,Lamp,Bob,bob@example.org,Normal,Support,Facilities,Email,Open,3/2/26 9:00 PM,,,,1,0\n",
    );
    assert_eq!(import(&desk, "o.csv", "osticket"), [UNTOLD]);
    let expected = [
        ("status", "closed"),
        ("priority", "P1"),
        ("team", "Support"),
        ("category", "Facilities"),
        ("resolved_at", "2026-03-03T07:30:00Z"),
        ("reopen_count", "1"),
    ];
    assert_fields(&desk.ticket("x:420017"), &expected);
    assert_fields(&desk.ticket("x:420018"), &[("status", "open"), ("opened_at", "2026-03-02T20:00:00Z")]);
}

#[test]
fn zammad() {
    let desk = desk(
        "z.csv",
        "#,Title,State,Priority,Group,Owner,Customer,Organization,Create Channel,Sender,Tags,Time Units Total,Created At,\
         Updated At,Closed At,Close In Min,First Response At,First Response In Min,Article Count\n\
         61001,No sound,closed,3 high,Desk,Kim,Ann,Acme,email,Customer,\"audio,hall\",25.0,2026-03-02 08:00:00,\
         2026-03-03 08:00:00,2026-03-03 08:00:00,,2026-03-02 08:40:00,,5\n\
         61002,No sound again,merged,2 normal,Desk,-,Ann,Acme,email,Customer,,,2026-03-02 09:00:00,2026-03-02 09:10:00,\
         2026-03-02 09:10:00,,,,1\n",
    );
    assert_eq!(import(&desk, "z.csv", "zammad"), Vec::<String>::new());
    let expected = [
        ("status", "closed"),
        ("priority", "P2"),
        ("first_response_minutes", "40.0"),
        ("effort_minutes", "25.0"),
        ("tags", "audio|hall"),
        ("assignee", "Kim"),
    ];
    assert_fields(&desk.ticket("x:61001"), &expected);
    assert_fields(&desk.ticket("x:61002"), &[("status", "merged"), ("assignee", "")]);
}

#[test]
fn otrs() {
    let desk = desk(
        "otrs.csv",
        "\"Ticket Number\";\"Age\";\"Created\";\"Closed\";\"FirstLock\";\"FirstResponse\";\"State\";\"Priority\";\"Queue\";\
         \"Lock\";\"Owner\";\"CustomerID\";\"Customer Realname\";\"Subject\";\"AccountedTime\"\n\
         \"2026030210000017\";\"1 d 2 h\";\"2026-03-02 08:00:00\";\"2026-03-03 08:00:00\";\"\";\"2026-03-02 08:30:00\";\
         \"closed successful\";\"4 high\";\"Desk::Net\";\"unlock\";\"kim\";\"acme\";\"Ann <ann@example.org>\";\"WLAN\";\"45\"\n\
         \"2026030210000018\";\"3 h\";\"2026-03-02 09:00:00\";\"\";\"\";\"\";\"pending reminder\";\"3 normal\";\"Desk\";\
         \"lock\";\"kim\";\"acme\";\"bob@example.org\";\"Key\";\"\"\n",
    );
    assert_eq!(import(&desk, "otrs.csv", "otrs"), Vec::<String>::new());
    let expected = [
        ("status", "closed"),
        ("priority", "P2"),
        ("team", "Desk::Net"),
        ("requester", "Ann <ann@example.org>"),
        ("first_response_minutes", "30.0"),
        ("resolve_minutes", "1440.0"),
        ("effort_minutes", "45.0"),
    ];
    assert_fields(&desk.ticket("x:2026030210000017"), &expected);
    assert_fields(&desk.ticket("x:2026030210000018"), &[("status", "pending_customer"), ("assignee", "kim")]);
}
