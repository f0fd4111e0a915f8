//! How candidates look: a table to choose from, a page about one, and lines for other programs.

use std::io::{Write, stdout};

use super::words::{self, Line};
use crate::commands::recurring::Recurring;
use crate::commands::table;
use crate::recurrence::{
    ASSUMED_MINUTES_PER_MESSAGE, Basis, Candidate, Contrast, Estimate, Grouping, LinkedChange, Ticket, Trend, What,
    last_months,
};
use crate::register::Problem;

const MONTHS_SHOWN: usize = 12;
const TICKETS_A_LINE: usize = 12;
const BARS: [char; 8] = ['▁', '▂', '▃', '▄', '▅', '▆', '▇', '█'];

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

pub fn list(review: &Recurring, hidden: &[String], limit: usize) -> anyhow::Result<()> {
    let mut out = stdout().lock();
    if review.candidates.is_empty() {
        writeln!(out, "No {} incidents share a cause that the texts tell.", review.faults)?;
        return Ok(hidden.iter().try_for_each(|line| writeln!(out, "{line}"))?);
    }
    let spared = if review.terms.cost_per_hour.is_some() { "spares" } else { "spares hours" };
    let mut table = table::with_header([
        "",
        "id",
        "state",
        "problem",
        "tickets",
        "by month",
        "trend",
        "people",
        spared,
        "Σ cost",
        "Σ tickets",
    ]);
    let (cost_shares, ticket_shares) = (pareto(review, worth), pareto(review, |c| c.tickets.len() as f64));
    let told = review.in_review();
    for (place, candidate) in review.candidates.iter().take(limit).enumerate() {
        table.add_row([
            if candidate.is_urgent { "!".to_string() } else { (place + 1).to_string() },
            told.problem_of(candidate).map_or(&candidate.id, |problem| &problem.id).clone(),
            words::state(told.state_of(candidate)).into(),
            candidate.title.clone(),
            candidate.tickets.len().to_string(),
            bars(review, candidate),
            trend(candidate).into(),
            candidate.requesters.to_string(),
            amount(review, candidate),
            percent(cost_shares[place]),
            percent(ticket_shares[place]),
        ]);
    }
    writeln!(out, "{table}")?;
    writeln!(out, "{}", explanation(review, hidden, limit))?;
    Ok(())
}

fn explanation(review: &Recurring, hidden: &[String], limit: usize) -> String {
    let grouped: usize = review.candidates.iter().map(|candidate| candidate.tickets.len()).sum();
    let mut lines = vec![
        format!(
            "{} problems and candidates with {grouped} of {} incidents and complaints; {} shown. Ranked by what the next 90 days would cost.",
            review.candidates.len(),
            review.faults,
            review.candidates.len().min(limit)
        ),
        "Σ: share of all candidates down to this line. `tallypost problem show ID` shows every factor.".into(),
    ];
    if review.terms.cost_per_hour.is_none() {
        lines.push("Set organisation.cost_per_hour in the configuration to see money in place of hours.".into());
    }
    if review.candidates.iter().any(|candidate| candidate.is_urgent) {
        lines.push("!: security or a major incident, before all cost.".into());
    }
    lines.extend(hidden.iter().cloned());
    lines.join("\n")
}

fn worth(candidate: &Candidate) -> f64 {
    candidate.cost.avoidable_minutes.value
}

/// The share of the whole down to each candidate.
fn pareto(review: &Recurring, value: impl Fn(&Candidate) -> f64) -> Vec<f64> {
    let whole: f64 = review.candidates.iter().map(&value).sum();
    let running = review.candidates.iter().scan(0.0, |sum, candidate| {
        *sum += value(candidate);
        Some(*sum / whole)
    });
    running.collect()
}

fn percent(share: f64) -> String {
    format!("{:.0} %", share * 100.0)
}

fn amount(review: &Recurring, candidate: &Candidate) -> String {
    match candidate.cost.avoidable_cost {
        Some(cost) => format!("{:.0} {}", cost.value, review.currency),
        None => format!("{:.1} h", candidate.cost.avoidable_minutes.value / 60.0),
    }
}

fn trend(candidate: &Candidate) -> &'static str {
    match candidate.growth.trend() {
        Trend::Gone => "gone",
        Trend::New => "new",
        Trend::Grows => "↑ grows",
        Trend::Falls => "↓ falls",
        Trend::Steady => "→ steady",
    }
}

/// The last twelve months as bars; a month without a ticket is a gap.
fn bars(review: &Recurring, candidate: &Candidate) -> String {
    let months = last_months(review.terms.as_of, &review.terms.zone, MONTHS_SHOWN);
    let counts: Vec<usize> = months.iter().map(|m| candidate.by_month.get(m).copied().unwrap_or(0)).collect();
    let most = counts.iter().copied().max().unwrap_or(0).max(1);
    let bar = |count: &usize| if *count == 0 { ' ' } else { BARS[(count * BARS.len()).div_ceil(most) - 1] };
    counts.iter().map(bar).collect()
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
    let most = candidate.by_month.values().copied().max().unwrap_or(1);
    for (month, count) in &candidate.by_month {
        writeln!(out, "{month}  {:<5}{}", count, "█".repeat((count * 40).div_ceil(most)))?;
    }
    writeln!(out, "\nAll tickets")?;
    for line in candidate.tickets.chunks(TICKETS_A_LINE) {
        writeln!(out, "{}", line.join(" "))?;
    }
    Ok(())
}

fn facts(review: &Recurring, candidate: &Candidate) -> Vec<(&'static str, String)> {
    let share = |part: usize| format!("{part} of {}", candidate.tickets.len());
    let (first, last) = (local_day(review, candidate.first_seen), local_day(review, candidate.last_seen));
    let names = |counts: &std::collections::BTreeMap<String, usize>| {
        let mut names: Vec<(&String, &usize)> = counts.iter().collect();
        names.sort_by(|a, b| b.1.cmp(a.1).then(a.0.cmp(b.0)));
        names.iter().map(|(name, count)| format!("{name} ({count})")).collect::<Vec<_>>().join(", ")
    };
    let mut facts = vec![
        ("tickets", format!("{}, from {first} to {last}", candidate.tickets.len())),
        ("requesters", format!("{} people of {} customers", candidate.requesters, candidate.customers)),
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

fn local_day(review: &Recurring, at: jiff::Timestamp) -> String {
    at.to_zoned(review.terms.zone.clone()).strftime("%Y-%m-%d").to_string()
}
