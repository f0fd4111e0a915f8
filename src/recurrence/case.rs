//! A ticket with what its handling tells: when it came, from whom, and what it cost.

use jiff::Timestamp;
use polars::prelude::*;

use super::ticket::Ticket;
use crate::lake::read::streamed;

/// Tickets in these states are no evidence of anything.
const NO_EVIDENCE: [&str; 2] = ["merged", "spam"];
/// Types that speak of something that went wrong; a request is none (ISO/IEC 20000-1:2018, 8.6.1).
const FAULTS: [&str; 2] = ["incident", "complaint"];
const CHANGE: &str = "change_request";
const SECURITY: &str = "secur";

/// A ticket of the lake.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Case {
    pub ticket: Ticket,
    pub opened_at: Timestamp,
    /// Local-time month, `YYYY-MM`.
    pub month: String,
    /// An incident or a complaint, and no request.
    pub is_fault: bool,
    /// A change request.
    pub is_change: bool,
    pub is_major: bool,
    pub is_security: bool,
    /// People said that it belongs to a problem.
    pub is_accepted: bool,
    pub requester: Option<String>,
    pub customer: Option<String>,
    pub priority: Option<String>,
    pub effort_minutes: Option<f64>,
    pub agent_message_count: u32,
    pub is_breached: bool,
    pub reopen_count: u32,
    pub resolved_at: Option<Timestamp>,
    /// The change that the ticket names.
    pub change_id: Option<String>,
    /// 1 to 5.
    pub satisfaction: Option<f64>,
}

/// The cases of a frame of the lake's tickets, by their opening.
pub fn cases(tickets: &DataFrame) -> PolarsResult<Vec<Case>> {
    let of = Columns::of(tickets)?;
    let mut cases: Vec<Case> =
        (0..tickets.height()).filter(|row| of.is_evidence(*row)).map(|row| of.case(row)).collect();
    cases.sort_by(|a, b| (a.opened_at, &a.ticket.id).cmp(&(b.opened_at, &b.ticket.id)));
    Ok(cases)
}

/// The tickets that are looked at where there may be too many.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Latest {
    pub cases: Vec<Case>,
    /// Nothing opened before is among them; nothing where all are.
    pub since: Option<Timestamp>,
}

/// All cases of a plan of the lake's tickets, or where they are more than `most`, the latest `most` of those opened from
/// `earliest` on. What is left out is never held in memory.
pub fn latest_cases(tickets: LazyFrame, most: usize, earliest: Timestamp) -> PolarsResult<Latest> {
    let opened = streamed(tickets.clone().select([col("opened_at").cast(DataType::Int64)]))?;
    let mut opened: Vec<i64> = opened.column("opened_at")?.i64()?.iter().flatten().collect();
    if opened.len() <= most {
        return Ok(Latest { cases: cases(&streamed(tickets)?)?, since: None });
    }
    let first = (opened.len() - most).min(opened.len() - 1);
    let since = (*opened.select_nth_unstable(first).1).max(earliest.as_microsecond());
    let latest = tickets.filter(col("opened_at").cast(DataType::Int64).gt_eq(lit(since)));
    Ok(Latest { cases: cases(&streamed(latest)?)?, since: Timestamp::from_microsecond(since).ok() })
}

struct Columns<'a> {
    texts: Vec<(&'static str, &'a StringChunked)>,
    opened_at: Int64Chunked,
    resolved_at: Int64Chunked,
    effort_minutes: Float64Chunked,
    satisfaction: Float64Chunked,
    agent_message_count: Int64Chunked,
    reopen_count: Int64Chunked,
    major: &'a BooleanChunked,
    breaches: [&'a BooleanChunked; 2],
    tags: &'a ListChunked,
}

const TEXTS: [&str; 13] = [
    "ticket_id",
    "type",
    "status",
    "service",
    "category",
    "priority",
    "requester",
    "customer",
    "language",
    "subject",
    "description",
    "opened_month",
    "change_id",
];

impl<'a> Columns<'a> {
    fn of(frame: &'a DataFrame) -> PolarsResult<Self> {
        let whole = |name| -> PolarsResult<_> { Ok(frame.column(name)?.cast(&DataType::Int64)?.i64()?.clone()) };
        let number = |name| -> PolarsResult<_> { Ok(frame.column(name)?.cast(&DataType::Float64)?.f64()?.clone()) };
        let texts = TEXTS.into_iter().map(|name| Ok((name, frame.column(name)?.str()?)));
        Ok(Self {
            texts: texts.collect::<PolarsResult<_>>()?,
            opened_at: whole("opened_at")?,
            resolved_at: whole("resolved_at")?,
            effort_minutes: number("effort_minutes")?,
            satisfaction: number("satisfaction")?,
            agent_message_count: whole("agent_message_count")?,
            reopen_count: whole("reopen_count")?,
            major: frame.column("major")?.bool()?,
            breaches: [frame.column("first_response_breached")?.bool()?, frame.column("resolve_breached")?.bool()?],
            tags: frame.column("tags")?.list()?,
        })
    }

    fn text(&self, name: &str, row: usize) -> Option<String> {
        let column = self.texts.iter().find(|(known, _)| *known == name)?.1;
        column.get(row).filter(|text| !text.is_empty()).map(str::to_string)
    }

    fn is_evidence(&self, row: usize) -> bool {
        self.text("status", row).is_none_or(|status| !NO_EVIDENCE.contains(&status.as_str()))
    }

    fn case(&self, row: usize) -> Case {
        let text = |name| self.text(name, row);
        let moment = |column: &Int64Chunked| column.get(row).and_then(|at| Timestamp::from_microsecond(at).ok());
        let count = |column: &Int64Chunked| column.get(row).and_then(|n| u32::try_from(n).ok()).unwrap_or(0);
        Case {
            opened_at: moment(&self.opened_at).unwrap_or_default(),
            month: text("opened_month").unwrap_or_default(),
            is_fault: text("type").is_some_and(|kind| FAULTS.contains(&kind.as_str())),
            is_change: text("type").as_deref() == Some(CHANGE),
            is_major: self.major.get(row).unwrap_or(false),
            is_security: self.is_security(row),
            is_accepted: false,
            requester: text("requester"),
            customer: text("customer"),
            priority: text("priority"),
            effort_minutes: self.effort_minutes.get(row),
            agent_message_count: count(&self.agent_message_count),
            is_breached: self.breaches.iter().any(|column| column.get(row) == Some(true)),
            reopen_count: count(&self.reopen_count),
            resolved_at: moment(&self.resolved_at),
            change_id: text("change_id"),
            satisfaction: self.satisfaction.get(row),
            ticket: Ticket {
                id: text("ticket_id").unwrap_or_default(),
                subject: text("subject").unwrap_or_default(),
                text: text("description").unwrap_or_default(),
                language: text("language"),
                service: text("service"),
                category: text("category"),
            },
        }
    }

    /// The catalogue or a tag says so; every language that we know writes the English word or one like it there.
    fn is_security(&self, row: usize) -> bool {
        let says = |text: &str| text.to_lowercase().contains(SECURITY);
        let tags = self.tags.get_as_series(row);
        let tagged = tags.is_some_and(|tags| tags.str().is_ok_and(|tags| tags.iter().flatten().any(says)));
        tagged || ["service", "category"].iter().any(|name| self.text(name, row).is_some_and(|text| says(&text)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Tickets opened on the days 0 to 9.
    fn plan() -> LazyFrame {
        let opened: Vec<i64> = (0..10).map(day).map(Timestamp::as_microsecond).collect();
        let none = |name: &str, of: DataType| Column::full_null(name.into(), 10, &of);
        let ids: Vec<String> = (0..10).map(|number| format!("T-{number}")).collect();
        let mut columns: Vec<Column> =
            TEXTS.iter().filter(|name| **name != "ticket_id").map(|name| none(name, DataType::String)).collect();
        columns.push(Column::new("ticket_id".into(), ids));
        columns.push(Column::new("opened_at".into(), opened));
        let numbers = ["resolved_at", "effort_minutes", "satisfaction", "agent_message_count", "reopen_count"];
        columns.extend(numbers.map(|name| none(name, DataType::Float64)));
        let flags = ["major", "first_response_breached", "resolve_breached"];
        columns.extend(flags.map(|name| none(name, DataType::Boolean)));
        columns.push(none("tags", DataType::List(Box::new(DataType::String))));
        DataFrame::new(10, columns).unwrap().lazy()
    }

    fn day(number: i64) -> Timestamp {
        Timestamp::from_second(number * 86_400).unwrap()
    }

    fn ids(latest: &Latest) -> Vec<&str> {
        latest.cases.iter().map(|case| case.ticket.id.as_str()).collect()
    }

    #[test]
    fn of_too_many_tickets_the_latest_are_looked_at_and_none_before_the_earliest_day() {
        let all = latest_cases(plan(), 10, day(8)).unwrap();
        assert_eq!((all.cases.len(), all.since), (10, None), "they are not too many");
        let by_number = latest_cases(plan(), 3, day(0)).unwrap();
        assert_eq!((ids(&by_number), by_number.since), (vec!["T-7", "T-8", "T-9"], Some(day(7))));
        let by_day = latest_cases(plan(), 3, day(8)).unwrap();
        assert_eq!((ids(&by_day), by_day.since), (vec!["T-8", "T-9"], Some(day(8))));
    }
}
