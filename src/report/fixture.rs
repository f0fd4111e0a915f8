//! Hand-made figures for the tests: a believable desk, and the awkward ones that charts break on.

use std::path::Path;

use jiff::Timestamp;

use crate::config::{self, Config};
use crate::kpi::{self, Aggregate, Better, Definition, Figure, Figures, Group, Period, Unit};

use super::{Cohort, Gaps, Input, Occurrences, Review};
use crate::trend::Observation;

pub struct Fixture {
    pub config: Config,
    pub periods: Vec<Period>,
    pub definitions: Vec<Definition>,
    pub figures: Figures,
    pub inputs: Vec<Input>,
    pub occurrences: Vec<Occurrences>,
    pub cohorts: Vec<Cohort>,
}

const MONTHS: usize = 14;
const CONFIG: &str =
    "[organisation]\nname = \"Hanse Handel AG\"\ntime_zone = \"Europe/Berlin\"\n[goals]\non_time = 0.9\n";
const DEFINITIONS: [(&str, &str, Unit, Better, Option<&str>); 27] = [
    ("opened", "Tickets opened", Unit::Count, Better::Neither, None),
    ("resolved", "Tickets resolved", Unit::Count, Better::Neither, None),
    ("backlog", "Backlog", Unit::Count, Better::Lower, None),
    ("backlog_0_1_days", "Backlog aged 0–1 days", Unit::Count, Better::Neither, None),
    ("backlog_2_5_days", "Backlog aged 2–5 days", Unit::Count, Better::Neither, None),
    ("backlog_6_10_days", "Backlog aged 6–10 days", Unit::Count, Better::Lower, None),
    ("backlog_11_30_days", "Backlog aged 11–30 days", Unit::Count, Better::Lower, None),
    ("backlog_over_30_days", "Backlog older than 30 days", Unit::Count, Better::Lower, None),
    ("backlog_age_median", "Age of the backlog, median", Unit::Days, Better::Lower, Some("calendar")),
    (
        "first_response_service_median",
        "Time to first response, median (service time)",
        Unit::Minutes,
        Better::Lower,
        Some("service"),
    ),
    (
        "first_response_service_p90",
        "Time to first response, 90th percentile (service time)",
        Unit::Minutes,
        Better::Lower,
        Some("service"),
    ),
    ("resolve_median", "Time to resolve, median", Unit::Minutes, Better::Lower, Some("calendar")),
    (
        "resolve_active_p25",
        "Time to resolve, 25th percentile (active time)",
        Unit::Minutes,
        Better::Lower,
        Some("active"),
    ),
    ("resolve_active_median", "Time to resolve, median (active time)", Unit::Minutes, Better::Lower, Some("active")),
    (
        "resolve_active_p75",
        "Time to resolve, 75th percentile (active time)",
        Unit::Minutes,
        Better::Lower,
        Some("active"),
    ),
    (
        "resolve_active_p90",
        "Time to resolve, 90th percentile (active time)",
        Unit::Minutes,
        Better::Lower,
        Some("active"),
    ),
    ("first_response_on_time", "First response on time", Unit::Share, Better::Higher, Some("service")),
    ("resolve_on_time", "Resolved on time", Unit::Share, Better::Higher, Some("active")),
    ("reopened", "Resolutions that did not hold", Unit::Share, Better::Lower, None),
    ("one_touch", "Resolved at first touch", Unit::Share, Better::Higher, None),
    ("messages_per_ticket", "Messages per resolved ticket", Unit::Ratio, Better::Lower, None),
    ("chasers_per_ticket", "Chasers per resolved ticket", Unit::Ratio, Better::Lower, None),
    ("complaints_per_100", "Complaints per 100 tickets", Unit::Ratio, Better::Lower, None),
    ("automatic_mail", "Automatic mail received", Unit::Count, Better::Neither, None),
    ("bounced_mail", "Mail returned as undeliverable", Unit::Count, Better::Lower, None),
    ("out_of_hours", "Opened outside service hours", Unit::Share, Better::Neither, None),
    ("open_overdue", "Backlog past its resolution target", Unit::Count, Better::Lower, None),
];
pub const SERVICES: [(&str, f64); 6] = [
    ("Customer portal and self-service registration", 0.31),
    ("Order processing & electronic data interchange (EDI)", 0.24),
    ("E-mail", 0.18),
    ("Warehouse scanners, label printers and handheld terminals", 0.14),
    ("Payroll", 0.09),
    ("Εξυπηρέτηση πελατών · Обслуживание", 0.04),
];
const CATEGORIES: [(&str, f64); 14] = [
    ("Password and access", 0.22),
    ("Label printer offline", 0.17),
    ("Order not transmitted", 0.13),
    ("Slow pages", 0.10),
    ("Invoice questions", 0.08),
    ("Mail not delivered", 0.07),
    ("Scanner lost its pairing with the base station after an update", 0.06),
    ("Wrong prices", 0.05),
    ("New user", 0.04),
    ("Payslip", 0.03),
    ("Data export", 0.02),
    ("Certificates", 0.01),
    ("Training", 0.01),
    ("Other", 0.01),
];

const CUSTOMERS: [(&str, f64); 8] = [
    ("Nordhafen Logistik GmbH", 0.3),
    ("Sole & Figli S.p.A.", 0.25),
    ("Brouwerij De Kikker", 0.1),
    ("Atelier Marchand", 0.08),
    ("Λεύκα Α.Ε.", 0.07),
    ("Stadtwerke Ahrenstein", 0.06),
    ("Cygnet Ltd", 0.04),
    ("(none)", 0.1),
];

impl Fixture {
    /// Fourteen months with growth, a month of missed targets on one service and an improvement at the end.
    pub fn believable() -> Self {
        let mut fixture = Self::empty(MONTHS);
        let opened = [92, 88, 97, 71, 99, 103, 96, 108, 101, 112, 98, 104, 121, 164];
        let resolved = [90, 85, 95, 78, 90, 101, 99, 100, 104, 101, 96, 99, 112, 139];
        let backlog = [32, 35, 37, 30, 39, 41, 38, 46, 43, 54, 56, 61, 70, 95];
        let median = [520., 480., 610., 430., 555., 590., 470., 540., 620., 500., 380., 350., 340., 310.];
        for i in 0..MONTHS {
            let (opened, resolved) = (f64::from(opened[i]), f64::from(resolved[i]));
            fixture.month(i, opened, resolved, f64::from(backlog[i]), median[i]);
        }
        fixture.cohorts = vec![cohort("2026-10", 164, 40), cohort("2026-09", 121, 3)];
        fixture.occurrences = vec![Fixture::complaints(&[40, 61, 25, 70, 33, 52, 18, 64, 47, 58, 39, 0, 0, 0])];
        fixture
    }

    /// Gaps between complaints, of which the last is of 28 October 2026 and each came 25 days after the one before.
    pub fn complaints(gaps: &[u64]) -> Occurrences {
        let last: Timestamp = "2026-10-28T09:00:00Z".parse().unwrap();
        let days = (0..gaps.len()).rev().map(|i| 24 * 25 * i64::try_from(i).unwrap());
        Occurrences {
            kpi: "complaints_per_100".into(),
            service: None,
            gaps: Gaps::Tickets(gaps.to_vec()),
            ended_at: days.map(|hours| last - jiff::Span::new().hours(hours)).collect(),
            open_gap: 11.0,
            until: "2026-10-31T23:00:00Z".parse().unwrap(),
        }
    }

    /// One month of fourteen customers, of whom one is served late, and one has three tickets.
    pub fn customers() -> Self {
        let mut fixture = Self::empty(1);
        fixture.config.goals.on_time = None;
        let alike =
            (1..=12_u32).map(|i| (format!("Customer {i}"), f64::from(60 + 30 * i), 0.88 + 0.005 * f64::from(i)));
        let others = [("Sole & Figli S.p.A.".to_string(), 300.0, 0.6), ("Cygnet Ltd".to_string(), 3.0, 0.0)];
        for (customer, due, met) in alike.chain(others) {
            fixture.share(0, "resolve_on_time", vec![("customer".into(), customer)], (due * met).round(), due);
        }
        fixture
    }

    /// One month of forty-four customers of whom four are served late, three of them as late as each other.
    pub fn crowded_customers() -> Self {
        let mut fixture = Self::empty(1);
        fixture.config.goals.on_time = None;
        let alike = (1..=40_u32).map(|i| (format!("Customer {i}"), f64::from(100 + 12 * i), 0.9));
        let late = [
            ("Sole & Figli S.p.A., Filiale di Ravenna", 560.0, 0.60),
            ("Brouwerij De Kikker", 566.0, 0.602),
            ("Atelier Marchand", 571.0, 0.598),
            ("Zweckverband Ahrenstein-Hohenfelde", 598.0, 0.52),
        ];
        let late = late.into_iter().map(|(name, due, met)| (name.to_string(), due, met));
        for (customer, due, met) in alike.chain(late) {
            fixture.share(0, "resolve_on_time", vec![("customer".into(), customer)], (due * met).round(), due);
        }
        fixture
    }

    /// The believable desk with objectives, whose date is `date`.
    pub fn with_objectives(date: &str) -> Self {
        let objective = |metric: &str, baseline: f64, target: f64| {
            format!(
                "[[objective]]\nmetric = \"{metric}\"\nbaseline = {baseline:?}\ntarget = {target:?}\nowner = \"Ada\"\n\
                 date = \"{date}\"\n"
            )
        };
        let objectives = [
            objective("resolve_active_median", 560.0, 400.0),
            objective("resolve_on_time", 0.9, 0.95),
            objective("backlog", 40.0, 20.0),
            objective("complaints_per_100", 9.0, 4.0),
        ];
        let mut fixture = Self::believable();
        fixture.config = config::from_str(&(CONFIG.to_string() + &objectives.concat()), Path::new("t.toml")).unwrap();
        fixture
    }

    fn month(&mut self, i: usize, opened: f64, resolved: f64, backlog: f64, median: f64) {
        self.count(i, "opened", opened);
        self.count(i, "resolved", resolved);
        self.count(i, "backlog", backlog);
        let ages = [0.14, 0.26, 0.22, 0.25].map(|part: f64| (part * backlog).round());
        for (kpi, value) in ["0_1", "2_5", "6_10", "11_30"].into_iter().zip(ages) {
            self.count(i, &format!("backlog_{kpi}_days"), value);
        }
        self.count(i, "backlog_over_30_days", backlog - ages.iter().sum::<f64>());
        self.count(i, "open_overdue", (backlog * 0.2).round());
        self.count(i, "automatic_mail", 40.0);
        self.count(i, "bounced_mail", 3.0);
        let n = resolved;
        for (kpi, value) in [
            ("backlog_age_median", 6.4),
            ("first_response_service_median", median * 0.2),
            ("first_response_service_p90", median * 0.9),
            ("resolve_median", median * 3.1),
            ("resolve_active_p25", median * 0.4),
            ("resolve_active_median", median),
            ("resolve_active_p75", median * 2.4),
            ("resolve_active_p90", median * 5.1),
            ("messages_per_ticket", 4.2 + 0.1 * (i % 3) as f64),
            ("chasers_per_ticket", 0.31 + 0.02 * (i % 4) as f64),
            ("complaints_per_100", 1.9 + 0.3 * (i % 2) as f64),
        ] {
            self.push(i, kpi, vec![], Some(value), None, n);
        }
        let missed = if i == MONTHS - 1 { 0.16 } else { 0.0 };
        for (kpi, part) in [
            ("first_response_on_time", 0.94),
            ("resolve_on_time", 0.91 - missed),
            ("reopened", 0.06),
            ("one_touch", 0.38),
            ("out_of_hours", 0.17),
        ] {
            self.share(i, kpi, vec![], (part * resolved).round(), resolved);
        }
        self.segments(i, opened, resolved, median, missed);
    }

    fn segments(&mut self, i: usize, opened: f64, resolved: f64, median: f64, missed: f64) {
        for (k, (service, part)) in SERVICES.into_iter().enumerate() {
            let segment = || vec![("service".to_string(), service.to_string())];
            let due = (resolved * part).round();
            let miss = if k == 1 { 3.0 * missed } else { missed / 3.0 };
            self.push(i, "opened", segment(), Some((opened * part).round()), None, opened * part);
            self.push(i, "resolved", segment(), Some(due), None, due);
            self.push(i, "resolve_active_median", segment(), Some(median * (0.7 + 0.15 * k as f64)), None, due);
            self.share(i, "first_response_on_time", segment(), (due * 0.95).round(), due);
            self.share(i, "resolve_on_time", segment(), (due * (0.95 - miss)).round(), due);
        }
        let others: [(&str, &[(&str, f64)]); 4] = [
            ("category", &CATEGORIES),
            ("customer", &CUSTOMERS),
            ("priority", &[("P3", 0.6), ("P2", 0.25), ("P1", 0.04), ("P4", 0.11)]),
            ("language", &[("de", 0.5), ("en", 0.3), ("it", 0.2)]),
        ];
        for (dimension, parts) in others {
            for (name, part) in parts {
                let segment = || vec![(dimension.to_string(), (*name).to_string())];
                let (opened, due) = ((opened * part).round(), (resolved * part).round());
                self.push(i, "opened", segment(), Some(opened), None, opened);
                self.share(i, "resolve_on_time", segment(), (due * 0.9).round(), due);
            }
        }
    }

    /// Definitions and `months` periods ending with October 2026, and not one figure.
    pub fn empty(months: usize) -> Self {
        Self {
            config: config::from_str(CONFIG, Path::new("tallypost.toml")).unwrap(),
            periods: periods(months),
            definitions: DEFINITIONS.map(definition).to_vec(),
            figures: Figures::default(),
            inputs: vec![Input {
                name: "tickets/opened_month=2026-10/main.parquet".into(),
                bytes: 48_213,
                sha256: "0f".repeat(32),
            }],
            occurrences: Vec::new(),
            cohorts: Vec::new(),
        }
    }

    /// Periods in which nothing happened: counts of nought, nothing else.
    pub fn nothing_happened() -> Self {
        let mut fixture = Self::empty(3);
        for i in 0..3 {
            for (id, _, unit, _, _) in DEFINITIONS {
                let value = if unit == Unit::Count { Some(0.0) } else { None };
                fixture.push(i, id, vec![], value, None, 0.0);
            }
        }
        fixture
    }

    /// One month, one ticket, one service with a name that HTML would swallow.
    pub fn one_ticket() -> Self {
        let mut fixture = Self::empty(1);
        let service = || vec![("service".to_string(), "Portal <& Sons>".to_string())];
        for kpi in ["opened", "resolved"] {
            fixture.count(0, kpi, 1.0);
            fixture.push(0, kpi, service(), Some(1.0), None, 1.0);
        }
        for part in ["p25", "median", "p75", "p90"] {
            fixture.push(0, &format!("resolve_active_{part}"), vec![], Some(0.0), None, 1.0);
        }
        fixture.count(0, "backlog_0_1_days", 0.0);
        fixture.share(0, "resolve_on_time", vec![], 1.0, 1.0);
        fixture.share(0, "resolve_on_time", service(), 1.0, 1.0);
        fixture
    }

    /// Two months and only some KPIs; a name without a place to break it.
    pub fn missing_kpis() -> Self {
        let mut fixture = Self::empty(2);
        fixture.count(1, "opened", 1_234_567.0);
        fixture.push(0, "resolve_active_median", vec![], Some(600_000.0), None, 3.0);
        let long = "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft".to_string();
        let segment = vec![("service".to_string(), long)];
        fixture.share(1, "resolve_on_time", segment.clone(), 0.0, 3.0);
        fixture.push(1, "opened", segment, Some(1_234_567.0), None, 1_234_567.0);
        fixture
    }

    /// Fifteen months with gaps.
    pub fn gaps() -> Self {
        let mut fixture = Self::empty(15);
        for i in (0..15).filter(|i| i % 4 != 2) {
            fixture.month(i, 1000.0 + i as f64, 990.0, 12_345.0, 60.0 + i as f64);
        }
        fixture
    }

    pub fn review(&self) -> Review<'_> {
        Review {
            config: &self.config,
            period: self.periods.last().unwrap(),
            periods: &self.periods,
            as_of: "2026-11-02T07:00:00Z".parse().unwrap(),
            definitions: &self.definitions,
            figures: &self.figures,
            inputs: &self.inputs,
            occurrences: &self.occurrences,
            cohorts: &self.cohorts,
            improvements: &[],
            earlier: None,
            problems: None,
        }
    }

    pub fn count(&mut self, i: usize, kpi: &str, value: f64) {
        self.push(i, kpi, vec![], Some(value), None, value);
    }

    pub fn counted(&mut self, i: usize, kpi: &str, segment: Vec<(String, String)>, value: f64) {
        self.push(i, kpi, segment, Some(value), None, value);
    }

    pub fn duration(&mut self, i: usize, kpi: &str, minutes: f64, n: f64) {
        self.push(i, kpi, vec![], Some(minutes), None, n);
    }

    pub fn segment_duration(&mut self, i: usize, kpi: &str, segment: Vec<(String, String)>, minutes: f64, n: f64) {
        self.push(i, kpi, segment, Some(minutes), None, n);
    }

    pub fn share(&mut self, i: usize, kpi: &str, segment: Vec<(String, String)>, met: f64, due: f64) {
        let value = (due > 0.0).then(|| met / due);
        self.push(i, kpi, segment, value, Some((met, due)), due);
    }

    fn push(
        &mut self,
        i: usize,
        kpi: &str,
        segment: Vec<(String, String)>,
        value: Option<f64>,
        parts: Option<(f64, f64)>,
        n: f64,
    ) {
        self.figures.0.push(Figure {
            kpi: kpi.into(),
            period: self.periods[i].label.clone(),
            segment,
            value,
            numerator: parts.map(|(met, _)| met),
            denominator: parts.map(|(_, due)| due),
            n: format!("{n:.0}").parse().unwrap(),
        });
    }
}

/// So many tickets, of which the last `open` have not ended.
fn cohort(period: &str, tickets: u32, open: u32) -> Cohort {
    let ticket = |i: u32| Observation { duration: f64::from(i * i % 97) / 9.0, has_ended: i < tickets - open };
    Cohort { period: period.into(), tickets: (0..tickets).map(ticket).collect() }
}

fn definition((id, name, unit, better, clock): (&str, &str, Unit, Better, Option<&str>)) -> Definition {
    Definition {
        id: id.into(),
        name: name.into(),
        group: kpi::definitions()
            .unwrap()
            .iter()
            .find(|known| known.id == id)
            .map_or(Group::Demand, |known| known.group),
        unit,
        better,
        definition: format!("What {id} says, in a sentence that an auditor can check."),
        population: "Tickets that count. Merged tickets and spam do not.".into(),
        clock: clock.map(Into::into),
        clause: "9.1".into(),
        aggregate: if unit == Unit::Share { Aggregate::Share } else { Aggregate::Count },
        sql: String::new(),
    }
}

/// `months` months up to October 2026, in Berlin.
fn periods(months: usize) -> Vec<Period> {
    let last = jiff::civil::date(2026, 10, 1);
    let start = |back: i64| -> Timestamp {
        let day = last.checked_sub(jiff::Span::new().months(back)).unwrap();
        day.in_tz("Europe/Berlin").unwrap().timestamp()
    };
    (0..i64::try_from(months).unwrap())
        .rev()
        .map(|back| Period {
            label: last.checked_sub(jiff::Span::new().months(back)).unwrap().strftime("%Y-%m").to_string(),
            start: start(back),
            end: start(back - 1),
        })
        .collect()
}
