//! When the desk is staffed: data only; the arithmetic is in `ticket::clock`.

use serde::{Deserialize, Serialize};

/// Service hours of a normal week, less the holidays, in the organisation's time zone.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Calendar {
    pub monday: Vec<Hours>,
    pub tuesday: Vec<Hours>,
    pub wednesday: Vec<Hours>,
    pub thursday: Vec<Hours>,
    pub friday: Vec<Hours>,
    pub saturday: Vec<Hours>,
    pub sunday: Vec<Hours>,
    /// Whole days without service.
    pub holidays: Vec<jiff::civil::Date>,
}

/// A stretch of service time within one day, written `"08:00-17:00"`; `24:00` is the day's end.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Hours {
    /// Minutes after midnight, included.
    pub from_minute: u16,
    /// Minutes after midnight, excluded.
    pub to_minute: u16,
}

impl Calendar {
    pub fn hours(&self, weekday: jiff::civil::Weekday) -> &[Hours] {
        use jiff::civil::Weekday::*;
        match weekday {
            Monday => &self.monday,
            Tuesday => &self.tuesday,
            Wednesday => &self.wednesday,
            Thursday => &self.thursday,
            Friday => &self.friday,
            Saturday => &self.saturday,
            Sunday => &self.sunday,
        }
    }

    /// Is the desk staffed at any time of this day?
    pub fn has_service_on(&self, day: jiff::civil::Date) -> bool {
        !self.holidays.contains(&day) && !self.hours(day.weekday()).is_empty()
    }

    /// Service in every minute of every day.
    pub fn around_the_clock() -> Self {
        let day = || vec![Hours { from_minute: 0, to_minute: 1440 }];
        Self {
            monday: day(),
            tuesday: day(),
            wednesday: day(),
            thursday: day(),
            friday: day(),
            saturday: day(),
            sunday: day(),
            holidays: Vec::new(),
        }
    }
}

impl TryFrom<String> for Hours {
    type Error = String;

    fn try_from(text: String) -> Result<Self, String> {
        let parsed = text.split_once('-').and_then(|(from, to)| Some((minute(from)?, minute(to)?)));
        match parsed {
            Some((from_minute, to_minute)) if from_minute < to_minute => Ok(Self { from_minute, to_minute }),
            _ => Err(format!("`{text}` is not a stretch of service hours; write for example \"08:00-17:00\"")),
        }
    }
}

impl From<Hours> for String {
    fn from(hours: Hours) -> String {
        let clock = |minute: u16| format!("{:02}:{:02}", minute / 60, minute % 60);
        format!("{}-{}", clock(hours.from_minute), clock(hours.to_minute))
    }
}

fn minute(text: &str) -> Option<u16> {
    let (hour, minute) = text.trim().split_once(':')?;
    let (hour, minute): (u16, u16) = (hour.parse().ok()?, minute.parse().ok()?);
    (minute < 60 && hour * 60 + minute <= 1440).then_some(hour * 60 + minute)
}
