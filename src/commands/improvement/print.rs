//! How improvements look: a register to look over, a page about one, a reading.

use std::collections::BTreeSet;
use std::io::{Write as _, stdout};

use crate::commands::figures::definition_of;
use crate::commands::table::{self, Columns};
use crate::config::{Config, Objective};
use crate::register::Entry;
use crate::register::improvement::{Decision, Direction, Draft, Group, Improvement, Narrowing, State};
use crate::report::improvements::{Month, Phase, Reading, amount, local_day, plain};

const BAR: f64 = 40.0;
const HEAD: [&str; 8] = ["id", "state", "improvement", "metric", "go-live", "review", "owner", "from"];

/// What is told least by a line of the register goes first where a terminal is narrow.
fn columns() -> Columns<'static> {
    Columns { text: 2, numbers: &[], needless: BTreeSet::new(), droppable: &[7, 4, 6, 3, 5] }
}

/// A decision as its own line says it.
pub fn sentence(decision: &Decision) -> String {
    match decision {
        Decision::Propose { improvement, plan } => {
            format!("{improvement} “{}” is proposed", plan.statement.as_deref().unwrap_or_default())
        }
        Decision::Amend { improvement, plan, without } => {
            let dropped = without.iter().map(|part| match part {
                Narrowing::Where => "of all tickets",
                Narrowing::Comparator => "without a comparator",
            });
            let parts = dropped.map(Into::into).chain(said(plan));
            format!("{improvement} says anew: {}", parts.collect::<Vec<String>>().join("; "))
        }
        Decision::Start { improvement, plan, in_hindsight } => {
            let when = if *in_hindsight { ", in hindsight" } else { "" };
            format!("{improvement} has started{when}: go-live {}, review from {}", plan.go_live, plan.review_on)
        }
        Decision::Review { improvement, review } => {
            format!("{improvement} is judged: {}. {}", review.verdict.in_words(), review.because)
        }
        Decision::Abandon { improvement, reason } => format!("{improvement} is abandoned: {reason}"),
    }
}

fn said(plan: &Draft) -> impl Iterator<Item = String> {
    draft_facts(plan).into_iter().map(|(name, value)| format!("{name}: {value}"))
}

/// Parts of a plan by their options, each with what it is.
pub fn missing(parts: &[&str]) -> String {
    let explained = |part: &&str| {
        let what = match *part {
            "source" => "where it comes from",
            "statement" => "what is done",
            "objective" => "what it is for",
            "metric" => "a KPI",
            "direction" => "lower or higher: the KPI has none of its own",
            "baseline" => "months before go-live",
            "least-effect" => "what is worth the trouble",
            "go-live" => "the day",
            "washout" => "days in which it takes hold, 0 for none",
            "review-on" => "the day of its verdict",
            "owner" => "who sees to it",
            _ => "who agreed to it",
        };
        format!("--{part} ({what})")
    };
    parts.iter().map(explained).collect::<Vec<_>>().join(", ")
}

/// What a start still needs; a go-live that nobody names is the day of the start.
pub fn needed(draft: &Draft) -> Vec<&'static str> {
    draft.missing().into_iter().filter(|part| *part != "go-live").collect()
}

/// The objective of the configuration that is named, of the same service if there is one.
pub fn agreed<'a>(config: &'a Config, draft: &Draft) -> Option<&'a Objective> {
    let service = draft.group.as_ref().filter(|group| group.dimension == "service").map(|group| &group.value);
    let named = || config.objectives.iter().filter(|one| draft.objective.as_ref() == Some(&one.metric));
    named().find(|one| one.service.as_ref() == service).or_else(|| named().next())
}

/// `resolve_on_time, Billing: from 0.82 to 0.9 by 2026-12-31, Ada`
fn objective(objective: &Objective) -> String {
    let Objective { metric, service, baseline, target, owner, date } = objective;
    let of = service.as_ref().map_or(String::new(), |service| format!(", {service}"));
    format!("{metric}{of}: from {baseline} to {target} by {date}, {owner}")
}

/// State or verdict, whichever says more.
fn standing(improvement: &Improvement) -> String {
    let is_in_hindsight = improvement.started.as_ref().is_some_and(|started| started.in_hindsight);
    match improvement.state {
        State::Reviewed(verdict) if is_in_hindsight => format!("{}, in hindsight", verdict.in_words()),
        State::Reviewed(verdict) => verdict.in_words().into(),
        state => state.name().into(),
    }
}

pub fn list(improvements: &[Improvement], hidden: usize) -> anyhow::Result<()> {
    let mut out = stdout().lock();
    if improvements.is_empty() {
        writeln!(out, "The register holds no improvement; `tallypost improvement add` proposes one.")?;
    } else {
        let mut table = table::with_header(HEAD);
        for improvement in improvements {
            let draft = improvement.as_it_stands();
            let text = |text: Option<String>| text.unwrap_or("–".into());
            let metric = draft.metric.map(|metric| match draft.group {
                Some(group) => format!("{metric}\n{group}"),
                None => metric,
            });
            table.add_row([
                improvement.id.clone(),
                standing(improvement),
                text(draft.statement),
                text(metric),
                text(draft.go_live.map(|day| day.to_string())),
                text(draft.review_on.map(|day| day.to_string())),
                text(draft.owner),
                text(draft.source),
            ]);
        }
        let dropped = columns().arrange(&mut table);
        writeln!(out, "{table}")?;
        if !dropped.is_empty() {
            let names: Vec<&str> = dropped.iter().map(|column| HEAD[*column]).collect();
            writeln!(out, "A wider terminal also shows: {}.", names.join(", "))?;
        }
    }
    if hidden > 0 {
        writeln!(out, "Not shown: {hidden} abandoned; --all shows them.")?;
    }
    Ok(())
}

pub fn show(improvement: &Improvement, config: &Config) -> anyhow::Result<()> {
    let mut out = stdout().lock();
    let (draft, zone) = (improvement.as_it_stands(), config.time_zone());
    writeln!(out, "{}  {}\n", improvement.id, draft.statement.as_deref().unwrap_or_default())?;
    writeln!(out, "{:<22}{}", "state", standing(improvement))?;
    for (name, value) in draft_facts(&draft).into_iter().filter(|(name, _)| *name != "statement") {
        writeln!(out, "{name:<22}{value}")?;
    }
    if let Some(one) = agreed(config, &draft) {
        writeln!(out, "{:<22}{}", "", objective(one))?;
    }
    match (&improvement.started, improvement.state) {
        (Some(started), _) => {
            let hindsight = if started.in_hindsight { ", after go-live: a look back, not a test" } else { "" };
            writeln!(out, "{:<22}{}{hindsight}", "fixed on", local_day(started.fixed_at, &zone))?;
        }
        (None, State::Proposed) => {
            let open = needed(&draft);
            if !open.is_empty() {
                writeln!(out, "{:<22}{}", "missing", missing(&open))?;
            }
        }
        (None, _) => {}
    }
    writeln!(out, "\nDecisions")?;
    for Entry { at, by, decision } in &improvement.decisions {
        let at = at.to_zoned(zone.clone()).strftime("%Y-%m-%d %H:%M");
        writeln!(out, "{at}  {by}: {}", sentence(decision))?;
    }
    Ok(())
}

fn draft_facts(draft: &Draft) -> Vec<(&'static str, String)> {
    let definition = draft.metric.as_deref().and_then(|metric| definition_of(metric).ok());
    let text = |text: &Option<String>| text.clone();
    let least = draft.least_worthwhile.map(|least| match &definition {
        Some(definition) => plain(&amount(definition, least)),
        None => least.to_string(),
    });
    let facts = [
        ("statement", text(&draft.statement)),
        ("source", text(&draft.source)),
        ("objective", text(&draft.objective)),
        ("metric", text(&draft.metric)),
        ("where", draft.group.as_ref().map(Group::to_string)),
        ("comparator", draft.comparator.as_ref().map(Group::to_string)),
        ("better", draft.direction.map(|way| if way == Direction::Lower { "lower" } else { "higher" }.into())),
        ("least effect", least),
        ("baseline", draft.baseline_months.map(|months| format!("{months} months"))),
        ("go-live", draft.go_live.map(|day| day.to_string())),
        ("washout", draft.washout_days.map(|days| format!("{days} days"))),
        ("review from", draft.review_on.map(|day| day.to_string())),
        ("owner", text(&draft.owner)),
        ("approver", text(&draft.approver)),
    ];
    facts.into_iter().filter_map(|(name, value)| Some((name, value?))).collect()
}

/// `recorded` is what became of it in the register.
pub fn reading(reading: &Reading, config: &Config, recorded: &str) -> anyhow::Result<()> {
    let (mut out, zone) = (stdout().lock(), config.time_zone());
    writeln!(out, "{}  {}\n", reading.improvement.id, reading.plan().statement)?;
    writeln!(out, "{}", reading.headline().to_uppercase())?;
    writeln!(out, "{}", plain(&reading.because()))?;
    reading.caveats(&zone).iter().try_for_each(|caveat| writeln!(out, "{caveat}"))?;
    writeln!(out)?;
    for (name, value) in facts(reading) {
        writeln!(out, "{name:<24}{}", plain(&value))?;
    }
    writeln!(out, "\nBy month")?;
    months(reading).into_iter().try_for_each(|line| writeln!(out, "{line}"))?;
    Ok(writeln!(out, "\n{recorded}\n")?)
}

fn facts(reading: &Reading) -> Vec<(&'static str, String)> {
    let mut facts = vec![
        ("metric", reading.metric()),
        ("effect", reading.effect_in_words().unwrap_or("cannot be estimated".into())),
        ("worth the trouble", format!("{} at least", reading.least_in_words())),
    ];
    facts.extend(reading.detectable_in_words().map(|text| ("could have been seen", text)));
    facts.extend(reading.comparator_in_words().map(|text| ("where nothing was done", text)));
    facts.push(("months", reading.span()));
    facts.extend(reading.season_in_words().map(|text| ("season", text.into())));
    facts
}

/// A line a month, with one where it went live.
fn months(reading: &Reading) -> Vec<String> {
    let most = reading.months.iter().filter_map(|month| month.value).fold(0.0, f64::max);
    let write = |value: Option<f64>| plain(&reading.value(value));
    let widest = |of: fn(&Month) -> Option<f64>| {
        reading.months.iter().map(|month| write(of(month)).chars().count()).max().unwrap_or(0)
    };
    let (own, other) = (widest(|month| month.value), widest(|month| month.comparator));
    let go_live = format!("──────── go-live {}", reading.plan().go_live);
    let mut lines = Vec::new();
    for month in &reading.months {
        if month.phase != Phase::Before && !lines.contains(&go_live) {
            lines.push(go_live.clone());
        }
        let (label, value) = (&month.period.label, write(month.value));
        let comparator = match reading.plan().comparator {
            Some(_) => format!("  comparator {:>other$}", write(month.comparator)),
            None => String::new(),
        };
        let cases = month.cases;
        let mark = if month.phase == Phase::LeftOut { '░' } else { '█' };
        let bar: String = std::iter::repeat_n(mark, length(month.value, most)).collect();
        lines.push(format!("{label}  {value:>own$}  n {cases:<5}{comparator}  {bar}").trim_end().to_string());
    }
    lines
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "between 0 and BAR")]
fn length(value: Option<f64>, most: f64) -> usize {
    value.filter(|_| most > 0.0).map_or(0, |value| (value / most * BAR).round().clamp(0.0, BAR) as usize)
}
