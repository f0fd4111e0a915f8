//! What a KPI file says of itself in its header.

use serde::{Deserialize, Serialize};

use super::KpiError;

/// One KPI: its header, for the dictionary, and its SQL.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Definition {
    /// `resolve_active_median`: the file's name too.
    pub id: String,
    /// As a heading: `Time to resolve, median`.
    pub name: String,
    /// The chapter of the dictionary and the scorecard that it stands in.
    pub group: Group,
    pub unit: Unit,
    pub better: Better,
    /// How the rows that the SQL selects become one figure.
    pub aggregate: Aggregate,
    /// One or two sentences that an auditor can check.
    pub definition: String,
    /// Which tickets count, and which not.
    pub population: String,
    /// `calendar`, `service`, `active`, or nothing where no time is measured.
    pub clock: Option<String>,
    /// ISO/IEC 20000-1:2018 clause.
    pub clause: String,
    /// Selects one row for each thing that counts: `period`, `ticket_id` and what the aggregate needs.
    pub sql: String,
}

/// An enum whose variants are written as snake_case words in the headers.
macro_rules! header_words {
    ($(#[$meta:meta])* $name:ident { $($(#[$variant_meta:meta])* $variant:ident = $text:literal),+ $(,)? }) => {
        $(#[$meta])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
        pub enum $name { $($(#[$variant_meta])* #[serde(rename = $text)] $variant),+ }

        impl $name {
            const WORDS: &'static [(&'static str, Self)] = &[$(($text, Self::$variant)),+];
        }
    };
}

header_words!(
    /// What a KPI tells of, in the order in which a review reads it.
    #[derive(PartialOrd, Ord)]
    Group {
        Demand = "demand",
        Backlog = "backlog",
        Response = "response",
        Resolution = "resolution",
        Promises = "promises",
        Handling = "handling",
        Quality = "quality",
        Satisfaction = "satisfaction",
        Effort = "effort",
        Customers = "customers",
        Mail = "mail",
    }
);

header_words!(Unit {
    Count = "count",
    /// 0 to 1; shown as per cent.
    Share = "share",
    Minutes = "minutes",
    Days = "days",
    /// A number per something: messages per ticket.
    Ratio = "ratio",
    /// Money, in the organisation's currency.
    Amount = "amount",
});

header_words!(
    /// Which way is improvement.
    Better {
        Higher = "higher",
        Lower = "lower",
        Neither = "neither",
    }
);

header_words!(Aggregate {
    /// Number of rows.
    Count = "count",
    /// Mean of `value`, which is 0 or 1.
    Share = "share",
    /// Ends of the 95 % Wilson interval of that mean.
    ShareLow = "share_low",
    ShareHigh = "share_high",
    /// Mean of `value`.
    Mean = "mean",
    /// Number of rows divided by `denominator`, which is the same in all rows of a period.
    Rate = "rate",
    /// Sum of `numerator` divided by sum of `denominator`.
    Ratio = "ratio",
    /// The same, times 100.
    RatioPer100 = "ratio_per_100",
    /// Quantiles of `value`, linear between the two nearest.
    P25 = "p25",
    Median = "median",
    P75 = "p75",
    P90 = "p90",
});

impl Aggregate {
    /// Is the figure something divided by something?
    pub fn is_quotient(self) -> bool {
        use Aggregate::*;
        match self {
            Share | ShareLow | ShareHigh | Mean | Rate | Ratio | RatioPer100 => true,
            Count | P25 | Median | P75 | P90 => false,
        }
    }

    /// Does it need all values at once?
    pub(super) fn is_quantile(self) -> bool {
        use Aggregate::*;
        matches!(self, P25 | Median | P75 | P90)
    }
}

impl Definition {
    /// Reads a KPI file: comment lines `-- key: value` (continued by `--   `), then the SQL.
    ///
    /// `file` is for messages only.
    pub fn parse(file: &str, text: &str) -> Result<Self, KpiError> {
        let mut header = Header::read(file, text)?;
        let definition = Self {
            id: header.take("id")?,
            name: header.take("name")?,
            group: header.word("group", Group::WORDS)?,
            unit: header.word("unit", Unit::WORDS)?,
            better: header.word("better", Better::WORDS)?,
            aggregate: header.word("aggregate", Aggregate::WORDS)?,
            definition: header.take("definition")?,
            population: header.take("population")?,
            clock: header.clock()?,
            clause: header.take("clause")?,
            sql: header.sql.to_string(),
        };
        header.finish()?;
        Ok(definition)
    }
}

/// The keys of a file that are not yet taken, in the order of the file.
struct Header<'a> {
    file: &'a str,
    entries: Vec<(String, String)>,
    sql: &'a str,
}

impl<'a> Header<'a> {
    fn read(file: &'a str, text: &'a str) -> Result<Self, KpiError> {
        let mut header = Self { file, entries: Vec::new(), sql: text };
        while let Some((line, rest)) = header.sql.split_once('\n').filter(|(line, _)| line.starts_with("--")) {
            header.sql = rest;
            header.add(line)?;
        }
        header.sql = header.sql.trim();
        if header.sql.is_empty() { Err(header.wrong("sql", "there is no SQL after the header")) } else { Ok(header) }
    }

    fn add(&mut self, line: &str) -> Result<(), KpiError> {
        let content = line.trim_start_matches("--");
        if let (true, Some((_, value))) = (content.starts_with("   "), self.entries.last_mut()) {
            value.push(' ');
            value.push_str(content.trim());
            return Ok(());
        }
        let Some((key, value)) = content.split_once(':') else {
            return Err(self.wrong(content.trim(), "a header line is `-- key: value`"));
        };
        let (key, value) = (key.trim().to_string(), value.trim().to_string());
        if self.entries.iter().any(|(known, _)| *known == key) {
            return Err(self.wrong(&key, "is given twice; keep one"));
        }
        self.entries.push((key, value));
        Ok(())
    }

    fn take_if_any(&mut self, key: &str) -> Option<String> {
        let place = self.entries.iter().position(|(known, value)| known == key && !value.is_empty())?;
        Some(self.entries.remove(place).1)
    }

    fn take(&mut self, key: &str) -> Result<String, KpiError> {
        self.take_if_any(key).ok_or_else(|| self.wrong(key, "is missing; every KPI states it"))
    }

    fn word<T: Copy>(&mut self, key: &str, words: &[(&str, T)]) -> Result<T, KpiError> {
        let seen = self.take(key)?;
        words.iter().find(|(word, _)| *word == seen).map(|(_, value)| *value).ok_or_else(|| {
            let allowed: Vec<&str> = words.iter().map(|(word, _)| *word).collect();
            self.wrong(key, &format!("`{seen}` is none of {}", allowed.join(", ")))
        })
    }

    fn clock(&mut self) -> Result<Option<String>, KpiError> {
        match self.take_if_any("clock") {
            Some(clock) if !["calendar", "service", "active"].contains(&clock.as_str()) => {
                Err(self.wrong("clock", &format!("`{clock}` is none of calendar, service, active")))
            }
            clock => Ok(clock),
        }
    }

    /// A key that nobody asked for is a misspelt one.
    fn finish(self) -> Result<(), KpiError> {
        match self.entries.first() {
            Some((key, _)) => Err(self.wrong(
                key,
                "is not known; the keys are id, name, group, unit, better, aggregate, clock, clause, definition, population",
            )),
            None => Ok(()),
        }
    }

    fn wrong(&self, key: &str, problem: &str) -> KpiError {
        KpiError::Header { file: self.file.to_string(), key: key.to_string(), problem: problem.to_string() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const FILE: &str = "-- id: opened\n-- name: Tickets opened\n-- group: demand\n-- unit: count\n-- better: neither\n\
        -- aggregate: count\n-- clause: 8.4.2\n-- definition: Number of tickets\n--   opened.\n\
        -- population: All of them.\nSELECT period, ticket_id\nFROM opened_in_period\n";

    fn problem(text: &str) -> String {
        Definition::parse("kpis/mine.sql", text).unwrap_err().to_string()
    }

    #[test]
    fn a_header_becomes_a_definition_and_long_values_go_on_in_the_next_line() {
        let definition = Definition::parse("opened.sql", FILE).unwrap();
        assert_eq!(definition.id, "opened");
        assert_eq!((definition.unit, definition.aggregate), (Unit::Count, Aggregate::Count));
        assert_eq!(definition.definition, "Number of tickets opened.");
        assert_eq!(definition.clock, None);
        assert_eq!(definition.sql, "SELECT period, ticket_id\nFROM opened_in_period");
    }

    #[test]
    fn a_wrong_header_is_told_by_file_and_key() {
        let missing = problem(&FILE.replace("-- clause: 8.4.2\n", ""));
        assert_eq!(missing, "kpis/mine.sql: clause: is missing; every KPI states it");
        let wrong = problem(&FILE.replace("neither", "bigger"));
        assert_eq!(wrong, "kpis/mine.sql: better: `bigger` is none of higher, lower, neither");
        assert!(problem(&FILE.replace("-- clause", "-- claus")).contains("clause: is missing"));
        assert!(problem(&FILE.replace("-- id", "-- owner: me\n-- id")).contains("owner: is not known"));
        assert!(problem(&FILE.replace("-- unit", "-- id: two\n-- unit")).contains("id: is given twice"));
        assert!(problem("-- id: x\n").contains("there is no SQL"));
    }
}
