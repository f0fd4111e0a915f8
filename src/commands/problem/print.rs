//! How candidates look: a table to choose from, a page about one, and lines for other programs.

use std::io::{Write, stdout};

use super::words::{self, Line};
use crate::commands::recurring::Recurring;
use crate::commands::table;
use crate::recurrence::{
    ASSUMED_MINUTES_PER_MESSAGE, Basis, Candidate, Contrast, Estimate, Grouping, LinkedChange, Ticket, What,
    last_months,
};
use crate::register::{Problem, State};

const NOT_RECORDED: &str = "not recorded";
const MONTHS_SHOWN: usize = 36;
/// Letters of a line of ticket numbers.
const TICKETS_WIDTH: usize = 80;
pub const BARS: [char; 8] = ['▁', '▂', '▃', '▄', '▅', '▆', '▇', '█'];

pub fn json(review: &Recurring, limit: usize) -> anyhow::Result<()> {
    let mut out = stdout().lock();
    for candidate in review.candidates.iter().take(limit) {
        let line = Line::of(review.in_review().problem_of(candidate), Some(candidate));
        writeln!(out, "{}", serde_json::to_string(&line)?)?;
    }
    Ok(())
}

pub fn show_json(review: &Recurring, problem: Option<&Problem>, candidate: Option<&Candidate>) -> anyhow::Result<()> {
    let line = Line::of(problem, candidate).with_decisions(problem, &review.terms.zone);
    Ok(writeln!(stdout().lock(), "{}", serde_json::to_string(&line)?)?)
}

pub fn groups_csv(tickets: &[Ticket], grouping: &Grouping) -> anyhow::Result<()> {
    let mut out = csv::Writer::from_writer(stdout().lock());
    out.write_record(["id", "group_pred"])?;
    for (ticket, group) in tickets.iter().zip(&grouping.groups) {
        out.write_record([&ticket.id, &group.map(|group| group.to_string()).unwrap_or_default()])?;
    }
    Ok(out.flush()?)
}

pub fn groups_json(tickets: &[Ticket], grouping: &Grouping) -> anyhow::Result<()> {
    let mut out = stdout().lock();
    for (ticket, group) in tickets.iter().zip(&grouping.groups) {
        writeln!(out, "{}", serde_json::json!({ "id": ticket.id, "group_pred": group }))?;
    }
    Ok(())
}

pub fn percent(share: f64) -> String {
    format!("{:.0} %", share * 100.0)
}

/// One page about a problem, a candidate or both.
pub fn show(review: &Recurring, problem: Option<&Problem>, candidate: Option<&Candidate>) -> anyhow::Result<()> {
    let mut out = stdout().lock();
    if let Some(problem) = problem {
        writeln!(out, "{}  {}\n", problem.id, problem.title)?;
        for (name, value) in words::facts(problem, &review.terms.zone) {
            writeln!(out, "{name:<22}{value}")?;
        }
    }
    match candidate {
        Some(candidate) if problem.is_none() => writeln!(out, "{}  {}\n", candidate.id, candidate.title)?,
        Some(_) => {}
        None if problem.is_some_and(|problem| problem.state == State::Merged) => {}
        None => writeln!(out, "{:<22}none of its own that is known", "tickets")?,
    }
    if let Some(candidate) = candidate {
        show_tickets(&mut out, review, candidate)?;
    }
    if let Some(problem) = problem {
        writeln!(out, "\nDecisions")?;
        words::history(&problem.decisions, &review.terms.zone).try_for_each(|line| writeln!(out, "{line}"))?;
    }
    Ok(())
}

fn show_tickets(out: &mut impl Write, review: &Recurring, candidate: &Candidate) -> anyhow::Result<()> {
    for (name, value) in facts(review, candidate) {
        writeln!(out, "{name:<22}{value}")?;
    }
    writeln!(out, "\nWhat its end would spare in the next 90 days")?;
    for (name, value) in factors(review, candidate) {
        writeln!(out, "{name:<22}{value}")?;
    }
    writeln!(out, "\nTypical tickets")?;
    for exemplar in &candidate.exemplars {
        writeln!(out, "{:<12}{}  {}", exemplar.ticket_id, local_day(review, exemplar.opened_at), exemplar.subject)?;
    }
    if !candidate.contrasts.is_empty() {
        writeln!(out, "\nIs and is not\n{}", contrasts(&candidate.contrasts))?;
    }
    if !candidate.linked_changes.is_empty() {
        writeln!(out, "\nChanges near its start: near in time, not proved")?;
        candidate.linked_changes.iter().try_for_each(|change| writeln!(out, "{}", linked_change(review, change)))?;
    }
    writeln!(out, "\nBy month")?;
    by_month(review, candidate).iter().try_for_each(|line| writeln!(out, "{line}"))?;
    writeln!(out, "\nAll tickets: `--tickets` shows their subjects")?;
    let widest = candidate.tickets.iter().map(|id| id.chars().count()).max().unwrap_or(0);
    for line in candidate.tickets.chunks((TICKETS_WIDTH / (widest + 1)).max(1)) {
        let padded: Vec<String> = line.iter().map(|id| format!("{id:<widest$}")).collect();
        writeln!(out, "{}", padded.join(" ").trim_end())?;
    }
    Ok(())
}

/// Every month from the first ticket on, those without one too; of a long history the last three years.
fn by_month(review: &Recurring, candidate: &Candidate) -> Vec<String> {
    let count = |month: &String| candidate.by_month.get(month).copied().unwrap_or(0);
    let most = candidate.by_month.values().copied().max().unwrap_or(1);
    let months = last_months(review.terms.as_of, &review.terms.zone, MONTHS_SHOWN);
    let earlier: usize =
        candidate.by_month.iter().filter(|(month, _)| Some(*month) < months.first()).map(|(_, n)| n).sum();
    let is_before = |month: &&String| earlier == 0 && count(month) == 0;
    let line = |month: &String| {
        let count = count(month);
        format!("{month}  {count:<5}{}", "█".repeat((count * 40).div_ceil(most))).trim_end().to_string()
    };
    let before = (earlier > 0).then(|| format!("before   {earlier}"));
    before.into_iter().chain(months.iter().skip_while(is_before).map(line)).collect()
}

fn facts(review: &Recurring, candidate: &Candidate) -> Vec<(&'static str, String)> {
    let share = |part: usize| format!("{part} of {}", candidate.tickets.len());
    let (first, last) = (local_day(review, candidate.first_seen), local_day(review, candidate.last_seen));
    let names = |counts: &std::collections::BTreeMap<String, usize>| {
        let mut names: Vec<(&String, &usize)> = counts.iter().collect();
        names.sort_by(|a, b| b.1.cmp(a.1).then(a.0.cmp(b.0)));
        let names: Vec<String> = names.iter().map(|(name, count)| format!("{name} ({count})")).collect();
        if names.is_empty() { NOT_RECORDED.into() } else { names.join(", ") }
    };
    let mut facts = vec![
        ("tickets", format!("{}, from {first} to {last}", candidate.tickets.len())),
        ("requesters", requesters(candidate)),
        ("services", names(&candidate.services)),
        ("categories", names(&candidate.categories)),
        ("growth", growth(candidate)),
        ("targets missed", share(candidate.breaches)),
        ("reopened", share(candidate.reopenings)),
        ("cohesion", format!("{:.2}: how alike the tickets are, 0 to 1", candidate.cohesion)),
    ];
    facts.extend(candidate.satisfaction_gap.map(|gap| ("satisfaction", format!("{gap:+.1} against all others"))));
    if candidate.is_urgent {
        facts.insert(0, ("urgent", "security or a major incident".into()));
    }
    facts
}

fn requesters(candidate: &Candidate) -> String {
    let customers = match candidate.customers {
        0 => String::new(),
        1 => " of 1 customer".into(),
        customers => format!(" of {customers} customers"),
    };
    match candidate.requesters {
        0 => NOT_RECORDED.into(),
        1 => format!("1 person{customers}"),
        people => format!("{people} people{customers}"),
    }
}

fn growth(candidate: &Candidate) -> String {
    let growth = &candidate.growth;
    let counts = format!("{} in the last 90 days, {} in the 180 before", growth.recent_tickets, growth.earlier_tickets);
    match growth.ratio {
        Some(ratio) => format!("{counts}: a rate × {}", interval(ratio, 1)),
        None => format!("{counts}; nothing is known of longer ago"),
    }
}

fn factors(review: &Recurring, candidate: &Candidate) -> Vec<(&'static str, String)> {
    let (cost, effort) = (&candidate.cost, &candidate.effort);
    let basis = match effort.basis {
        Basis::Recorded => "recorded on these tickets".to_string(),
        Basis::DeskMean => "the desk's mean, too few are recorded here".into(),
        Basis::AssumedFromMessages => {
            format!("assumed: {ASSUMED_MINUTES_PER_MESSAGE} a message of an agent, none are recorded")
        }
    };
    let hours = |estimate: Estimate| Estimate {
        value: estimate.value / 60.0,
        low: estimate.low / 60.0,
        high: estimate.high / 60.0,
    };
    let mut factors = vec![
        ("tickets expected", interval(cost.next_tickets, 1)),
        ("× minutes a ticket", format!("{}, {basis}", interval(cost.minutes_per_ticket, 0))),
        ("× belong to it", format!("{}: surely of this group", percent(cost.belonging))),
        ("= hours", interval(hours(cost.avoidable_minutes), 1)),
    ];
    if let (Some(rate), Some(spared)) = (cost.cost_per_hour, cost.avoidable_cost) {
        factors.push(("× cost an hour", format!("{rate} {}", review.currency)));
        factors.push(("= cost", format!("{} {}", interval(spared, 0), review.currency)));
    }
    factors.push(("so far", format!("{:.1} hours", effort.minutes / 60.0)));
    factors
}

fn interval(estimate: Estimate, digits: usize) -> String {
    let Estimate { value, low, high } = estimate;
    format!("{value:.digits$} (90 %: {low:.digits$} to {high:.digits$})")
}

fn contrasts(contrasts: &[Contrast]) -> String {
    let mut table = table::with_header(["", "", "is", "is not", "here", "elsewhere"]);
    for contrast in contrasts {
        let (is, is_not) = if contrast.is { (contrast.value.as_str(), "") } else { ("", contrast.value.as_str()) };
        let shares = [percent(contrast.share), percent(contrast.share_of_rest)];
        table.add_row([contrast.question, contrast.dimension, is, is_not, &shares[0], &shares[1]]);
    }
    table.to_string()
}

fn linked_change(review: &Recurring, change: &LinkedChange) -> String {
    let what = match change.what {
        What::Resolved => "carried out",
        What::Opened => "asked for",
        What::Named => "named",
    };
    let named = if change.named_by > 0 { format!(", by {} of its tickets", change.named_by) } else { String::new() };
    let service = change.service.as_deref().unwrap_or("no service");
    format!("{:<12}{} {what}{named}  {service}: {}", change.id, local_day(review, change.at), change.title)
}

pub fn local_day(review: &Recurring, at: jiff::Timestamp) -> String {
    words::day(at, &review.terms.zone)
}
