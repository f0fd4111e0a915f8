//! Who writes when about what: the rhythm of an ordinary desk, and the planted problems in it.

use jiff::civil::Date;

use super::organisation::{BILLING, KINDS};
use super::people::People;
use super::problems::{Calendar, Growth, PROBLEMS, Problem};
use super::random::{Random, whole};
use super::rhythm::{Rhythm, days};
use super::story::{Arrival, Stage};

/// Tickets for which the planted numbers are meant; other sizes scale them.
const PLANTED_FOR: f64 = 1200.0;
/// Share of tickets that a late reply to an old one opens; told later, counted here.
pub const LATE_REPLIES: f64 = 0.013;

/// All tickets of the sample except those that late replies open, in the order in which they come.
pub fn arrivals(tickets: usize, people: &People, rhythm: &Rhythm, calendar: &Calendar, seed: u64) -> Vec<Arrival> {
    let mut random = Random::of(seed, 2);
    let mut list = planted(tickets, people, rhythm, calendar, &mut random);
    let wanted = whole(tickets as f64 * (1.0 - LATE_REPLIES));
    let ordinary = usize::try_from(wanted).unwrap_or(0).saturating_sub(list.len());
    let days: Vec<Date> = calendar.months.iter().flat_map(|month| days(*month, month.last_of_month())).collect();
    let weights: Vec<f64> = days.iter().map(|day| weight_of_day(*day, rhythm, calendar)).collect();
    for _ in 0..ordinary {
        let day = days[random.weighted(weights.iter().copied())];
        let kind = random.weighted((0..KINDS.len()).map(|kind| weight_of_kind(kind, day, calendar)));
        list.push(arrival(kind, None, day, people, rhythm, &mut random));
    }
    list.sort_by_key(|arrival| (arrival.at, arrival.requester));
    list
}

/// How many tickets each month expects, for those who draw them one by one.
pub struct Monthly {
    /// Tickets of each month, planted ones included.
    pub expected: Vec<f64>,
    planted: Vec<[f64; PROBLEMS.len()]>,
    /// Days of each month with their weights.
    days: Vec<Vec<(Date, f64)>>,
}

impl Monthly {
    pub fn of(tickets: usize, rhythm: &Rhythm, calendar: &Calendar) -> Self {
        let scale = tickets as f64 / PLANTED_FOR;
        let weigh = |day: Date| (day, weight_of_day(day, rhythm, calendar));
        let month_days = |month: &Date| days(*month, month.last_of_month()).into_iter().map(weigh).collect();
        let days: Vec<Vec<(Date, f64)>> = calendar.months.iter().map(month_days).collect();
        let last = calendar.months.len() - 1;
        let planted: Vec<[f64; PROBLEMS.len()]> = (0..=last)
            .map(|month| std::array::from_fn(|problem| PROBLEMS[problem].tickets_in(last - month) * scale))
            .collect();
        let sum = |days: &Vec<(Date, f64)>| days.iter().map(|(_, weight)| weight).sum::<f64>();
        let total: f64 = days.iter().map(sum).sum();
        let ordinary = (tickets as f64 - planted.iter().flatten().sum::<f64>()).max(0.0);
        let of_month = |(days, planted): (&Vec<(Date, f64)>, &[f64; PROBLEMS.len()])| {
            ordinary * sum(days) / total + planted.iter().sum::<f64>()
        };
        let expected = days.iter().zip(&planted).map(of_month).collect();
        Self { expected, planted, days }
    }

    /// One ticket of a month, planted or ordinary.
    pub fn draw(&self, month: usize, stage: &Stage, random: &mut Random) -> Arrival {
        let planted = &self.planted[month];
        let ordinary = (self.expected[month] - planted.iter().sum::<f64>()).max(0.0);
        let choice = random.weighted(planted.iter().copied().chain([ordinary]));
        if let Some(problem) = PROBLEMS.get(choice) {
            let day = day_of_problem(problem, stage.calendar.months[month], stage.rhythm, random);
            return arrival(problem.kind, Some(choice), day, stage.people, stage.rhythm, random);
        }
        let (day, _) = self.days[month][random.weighted(self.days[month].iter().map(|(_, weight)| *weight))];
        let kind = random.weighted((0..KINDS.len()).map(|kind| weight_of_kind(kind, day, stage.calendar)));
        arrival(kind, None, day, stage.people, stage.rhythm, random)
    }
}

fn weight_of_day(day: Date, rhythm: &Rhythm, calendar: &Calendar) -> f64 {
    let kinds: f64 = (0..KINDS.len()).map(|kind| weight_of_kind(kind, day, calendar)).sum();
    rhythm.day_weight(day) * kinds
}

/// Billing is asked about when the invoices come: the first days of a month and the last.
fn weight_of_kind(kind: usize, day: Date, calendar: &Calendar) -> f64 {
    let service = KINDS[kind].service;
    let billing_peak = match (service == BILLING, day.day(), day.days_in_month() - day.day()) {
        (true, ..=5, _) | (true, _, ..=1) => 2.4,
        (true, ..) => 0.75,
        _ => 1.0,
    };
    KINDS[kind].weight * calendar.volume_factor(service, day) * billing_peak
}

fn planted(tickets: usize, people: &People, rhythm: &Rhythm, calendar: &Calendar, random: &mut Random) -> Vec<Arrival> {
    let scale = tickets as f64 / PLANTED_FOR;
    let mut list = Vec::new();
    for (before_end, month) in calendar.months.iter().rev().enumerate() {
        for (index, problem) in PROBLEMS.iter().enumerate() {
            let expected = problem.tickets_in(before_end) * scale;
            let count = whole(expected + random.unit() - 0.5);
            for _ in 0..count {
                let day = day_of_problem(problem, *month, rhythm, random);
                list.push(arrival(problem.kind, Some(index), day, people, rhythm, random));
            }
        }
    }
    list
}

fn day_of_problem(problem: &Problem, month: Date, rhythm: &Rhythm, random: &mut Random) -> Date {
    let candidates = match problem.growth {
        Growth::MonthEnd => month.day()..=5,
        Growth::Quarterly => 5..=9,
        Growth::Grows | Growth::Steady => 1..=month.days_in_month(),
    };
    let days: Vec<Date> = candidates.filter_map(|day| Date::new(month.year(), month.month(), day).ok()).collect();
    days[random.weighted(days.iter().map(|day| rhythm.day_weight(*day)))]
}

fn arrival(
    kind: usize,
    problem: Option<usize>,
    day: Date,
    people: &People,
    rhythm: &Rhythm,
    random: &mut Random,
) -> Arrival {
    let is_concerned = |customer: usize| match problem.map(|index| PROBLEMS[index].growth) {
        // The drifting meters stand at every third customer.
        Some(Growth::Grows) if !customer.is_multiple_of(3) => 0.0,
        _ => 1.0,
    };
    let weights = people.customers.iter().enumerate().map(|(index, customer)| customer.weight * is_concerned(index));
    let customer = random.weighted(weights);
    let requester = people.writer(customer, random);
    let at = rhythm.moment(random, day, &people.zone(requester));
    Arrival { at, kind, requester, problem, continues: None }
}
