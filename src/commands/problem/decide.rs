//! What people decide about candidates and problems: words → a line of the ledger → one line that says so.

use std::collections::BTreeSet;

use anyhow::Context as _;
use clap::Subcommand;
use jiff::{Timestamp, ToSpan as _};

use super::words::{self, sentence};
use super::{Chosen, Known, chosen, review};
use crate::commands::figures::parse_moment;
use crate::commands::recurring::{Recurring, ledger};
use crate::commands::who::Who;
use crate::commands::{Context, Format, WrongWords};
use crate::register::{
    Decision, EXPECTED_MAX, Entry, Evidence, Problem, State, WATCH_DAYS, check, expected_tickets, is_problem_id,
    problem_id, reopening_tickets,
};

/// What is rejected is looked at again after so many days, unless people say another day.
const REJECTION_DAYS: i64 = 90;

#[derive(Subcommand)]
pub enum Decide {
    /// It is a problem: it gets a number of its own (P-0001) and an owner; of a problem: another owner or title
    #[command(after_help = "Example: tallypost problem accept PC-1a2b3c4d --owner operations --title \"Line to Graz\"")]
    Accept {
        /// As `problem list` prints it; its first letters are enough
        id: String,
        /// Who sees to it
        #[arg(long, value_name = "NAME", value_parser = said)]
        owner: String,
        /// In place of the title that was found
        #[arg(long, value_name = "TEXT", value_parser = said)]
        title: Option<String>,
        #[command(flatten)]
        who: Who,
    },
    /// The cause of a problem is known, and how to work around it
    ///
    /// From now on a new ticket that clearly tells of it is linked to it, and its agents are told of the workaround.
    #[command(after_help = "Example: tallypost problem known-error P-0001 --workaround \"Dial in by mobile\"")]
    KnownError {
        /// As `problem list` prints it
        id: String,
        /// What agents tell customers until it is gone
        #[arg(long, value_name = "TEXT", value_parser = said)]
        workaround: String,
        /// The cause
        #[arg(long, value_name = "TEXT", value_parser = said)]
        description: Option<String>,
        #[command(flatten)]
        who: Who,
    },
    /// It is no problem; it comes back when the day comes, or when twice as many tickets tell of it
    #[command(after_help = "Example: tallypost problem reject PC-1a2b3c4d --reason \"each of another cause\"")]
    Reject {
        /// As `problem list` prints it; its first letters are enough
        id: String,
        /// Why; whoever looks at it again will ask
        #[arg(long, value_name = "TEXT", value_parser = said)]
        reason: String,
        /// The day on which it comes back [default: in 90 days]
        #[arg(long, value_name = "DATE")]
        until: Option<String>,
        #[command(flatten)]
        who: Who,
    },
    /// Two are one from now on; the first keeps its id
    #[command(after_help = "Example: tallypost problem merge P-0001 PC-1a2b3c4d")]
    Merge {
        /// As `problem list` prints it; its first letters are enough
        id: String,
        /// The one that becomes part of it; a candidate becomes part of a problem in either order
        other: String,
        #[command(flatten)]
        who: Who,
    },
    /// Some tickets do not belong to it, from now on
    #[command(after_help = "Example: tallypost problem split P-0001 --tickets T-1042,T-1077")]
    Split {
        /// As `problem list` prints it; its first letters are enough
        id: String,
        /// Of the tickets that `problem show` lists
        #[arg(long, value_name = "IDS", value_delimiter = ',', required = true, value_parser = said)]
        tickets: Vec<String>,
        #[command(flatten)]
        who: Who,
    },
    /// A problem is gone; for 90 days it is watched, and it comes back by itself if too many tickets tell of it
    #[command(after_help = "Example: tallypost problem resolve P-0001 --done \"Switch replaced\" --on 2026-11-20")]
    Resolve {
        /// As `problem list` prints it
        id: String,
        /// What was done
        #[arg(long, value_name = "TEXT", value_parser = said)]
        done: String,
        /// The day from which on it should be gone [default: now]
        #[arg(long, value_name = "DATE")]
        on: Option<String>,
        /// The tickets that would still be as expected in the 90 days after [default: a tenth of those before]
        #[arg(long, value_name = "N", allow_negative_numbers = true)]
        expect: Option<f64>,
        #[command(flatten)]
        who: Who,
    },
}

pub fn run(decide: &Decide, context: &Context) -> anyhow::Result<()> {
    // People decide by the second; what is read in git need not be finer.
    let (by, now) = (decide.who().name()?, Timestamp::from_second(Timestamp::now().as_second())?);
    let review = review(context, &Known::default())?;
    let ledger = ledger(context.data());
    let entry = ledger.append(|known| {
        let decision = decide.decision(&review, known, now)?;
        check(known, &decision).map_err(|refusal| WrongWords(refusal.to_string()))?;
        anyhow::Ok(Entry { at: now, by, decision })
    })?;
    match context.format {
        Format::Json => println!("{}", serde_json::to_string(&entry)?),
        Format::Table => {
            let sentence = sentence(&entry.decision, &review.terms.zone);
            let end = if sentence.ends_with(['.', '!', '?']) { "" } else { "." };
            println!("{sentence}{end} Recorded in {}", ledger.path().display());
            note(&review, &entry.decision).iter().for_each(|line| println!("{line}"));
        }
    }
    Ok(())
}

/// What is kept for good says something.
fn said(text: &str) -> Result<String, &'static str> {
    Some(text.trim())
        .filter(|text| !text.is_empty())
        .map(Into::into)
        .ok_or("it is kept for good, so it has to say something")
}

impl Decide {
    fn who(&self) -> &Who {
        match self {
            Self::Accept { who, .. }
            | Self::KnownError { who, .. }
            | Self::Reject { who, .. }
            | Self::Merge { who, .. }
            | Self::Split { who, .. }
            | Self::Resolve { who, .. } => who,
        }
    }

    fn decision(&self, review: &Recurring, entries: &[Entry<Decision>], now: Timestamp) -> anyhow::Result<Decision> {
        Ok(match self {
            Self::Accept { id, owner, title, .. } => {
                let mut of = evidence(review, id)?;
                of.title = title.clone().unwrap_or(of.title);
                let known = review.register.problems.iter().find(|problem| problem.id == of.id);
                known.map_or(Ok(()), |known| says_anew(known, &of.title, owner))?;
                Decision::Accept { problem: problem_id(entries, &of.id), of, owner: owner.clone() }
            }
            Self::KnownError { id, workaround, description, .. } => {
                let (problem, workaround) = (evidence(review, id)?.id, workaround.clone());
                Decision::KnownError { problem, workaround, description: description.clone() }
            }
            Self::Reject { id, reason, until, .. } => {
                let until = rejected_until(review, until.as_deref(), now)?;
                Decision::Reject { of: evidence(review, id)?, reason: reason.clone(), until }
            }
            Self::Merge { id, other, .. } => merge(review, evidence(review, id)?, evidence(review, other)?)?,
            Self::Split { id, tickets, .. } => split(evidence(review, id)?, tickets)?,
            Self::Resolve { id, done, on, expect, .. } => {
                let on = resolved_on(review, on.as_deref(), now)?;
                resolve(review, &evidence(review, id)?, done, on, *expect)?
            }
        })
    }
}

/// An acceptance that changes nothing is a slip.
fn says_anew(known: &Problem, title: &str, owner: &str) -> Result<(), WrongWords> {
    let is_same = known.title == title && known.owner.as_deref() == Some(owner);
    match known.state {
        State::Accepted | State::KnownError if is_same => {
            Err(WrongWords(format!("{} is accepted already, owner {owner}; nothing would change", known.id)))
        }
        _ => Ok(()),
    }
}

/// What the line that was written does not say, and whoever decided wants to know.
fn note(review: &Recurring, decision: &Decision) -> Option<String> {
    let known = |id: &str| review.register.problems.iter().find(|problem| problem.id == id);
    match decision {
        Decision::Accept { of, owner, .. } => before(known(&of.id)?, of, owner),
        Decision::Resolve { problem, on, expected_tickets, .. } => {
            let opened = known(problem)?.tickets.iter().filter_map(|ticket| review.opened.get(ticket));
            let since = opened.filter(|at| *at >= on).count();
            let is_back = u64::try_from(since).is_ok_and(|since| since >= reopening_tickets(*expected_tickets));
            is_back.then(|| format!("{} have come since: it is back already", words::tickets(since)))
        }
        _ => None,
    }
}

/// What was and is no more.
fn before(known: &Problem, of: &Evidence, owner: &str) -> Option<String> {
    let parts = [
        (known.title != of.title).then(|| format!("“{}”", known.title)),
        Some(words::state(known.state).to_string())
            .filter(|_| !matches!(known.state, State::Candidate | State::Accepted | State::KnownError)),
        known.owner.as_ref().filter(|before| *before != owner).map(|before| format!("owner {before}")),
    ];
    let parts: Vec<String> = parts.into_iter().flatten().collect();
    (!parts.is_empty()).then(|| format!("Before: {}", parts.join(", ")))
}

/// As it stands, of the problem or the candidate with this id.
fn evidence(review: &Recurring, id: &str) -> Result<Evidence, WrongWords> {
    Ok(match chosen(review, id)? {
        Chosen::Problem(problem) => problem.evidence(),
        Chosen::Candidate(candidate) => {
            Evidence { id: candidate.id.clone(), title: candidate.title.clone(), tickets: candidate.tickets.clone() }
        }
    })
}

/// A problem keeps its number, wherever it was named.
fn merge(review: &Recurring, first: Evidence, second: Evidence) -> Result<Decision, WrongWords> {
    let (of, with) = match is_problem_id(&second.id) && !is_problem_id(&first.id) {
        true => (second, first),
        false => (first, second),
    };
    let kept = review.register.problems.iter().find(|problem| problem.id == of.id);
    match kept.map(|problem| problem.state).filter(|state| matches!(state, State::Closed | State::Rejected)) {
        // Whatever became part of it would be out of everybody's sight.
        Some(done) => Err(WrongWords(format!(
            "{0} is {1}, and {2} would be so with it; `tallypost problem accept {0} --owner NAME` takes it up again",
            of.id,
            words::state(done),
            with.id
        ))),
        None => Ok(Decision::Merge { of, with }),
    }
}

fn split(of: Evidence, tickets: &[String]) -> Result<Decision, WrongWords> {
    if let Some(stranger) = tickets.iter().find(|ticket| !of.tickets.contains(ticket)) {
        let id = &of.id;
        return Err(WrongWords(format!(
            "{stranger} is none of {id}'s tickets; `tallypost problem show {id}` lists them"
        )));
    }
    if of.tickets.iter().all(|ticket| tickets.contains(ticket)) {
        return Err(WrongWords(format!("these are all tickets of {}; `tallypost problem reject` is for that", of.id)));
    }
    let tickets: BTreeSet<&String> = tickets.iter().collect();
    Ok(Decision::Split { of, tickets: tickets.into_iter().cloned().collect() })
}

fn resolve(
    review: &Recurring,
    of: &Evidence,
    done: &str,
    on: Timestamp,
    expect: Option<f64>,
) -> anyhow::Result<Decision> {
    if expect.is_some_and(|expect| !(0.0..=EXPECTED_MAX).contains(&expect)) {
        return Err(WrongWords(format!("--expect is a number of tickets, 0 to {EXPECTED_MAX}")).into());
    }
    let since = on.checked_sub(days(WATCH_DAYS))?;
    let opened = of.tickets.iter().filter_map(|ticket| review.opened.get(ticket));
    if let Some(first) = opened.clone().min().filter(|first| on < **first) {
        let (problem, first) = (&of.id, words::day(*first, &review.terms.zone));
        return Err(WrongWords(format!("--on: {problem} was not there yet; its first ticket came on {first}")).into());
    }
    let before = opened.filter(|at| (since..on).contains(*at)).count();
    Ok(Decision::Resolve {
        problem: of.id.clone(),
        done: done.into(),
        on,
        expected_tickets: expect.unwrap_or_else(|| expected_tickets(before)),
        watch_until: on.checked_add(days(WATCH_DAYS))?,
    })
}

fn rejected_until(review: &Recurring, said: Option<&str>, now: Timestamp) -> anyhow::Result<Timestamp> {
    let Some(said) = said else { return now.checked_add(days(REJECTION_DAYS)).context("no such day") };
    let until = parse_moment(said, &review.terms.zone)?;
    if until <= now {
        return Err(WrongWords(format!("--until: {said} is past; a rejection ends on a day to come")).into());
    }
    Ok(until)
}

fn resolved_on(review: &Recurring, said: Option<&str>, now: Timestamp) -> Result<Timestamp, WrongWords> {
    let on = said.map(|said| parse_moment(said, &review.terms.zone)).transpose()?.unwrap_or(now);
    match on > now {
        true => Err(WrongWords("--on: what is to come is not resolved yet; name a day that has begun".into())),
        false => Ok(on),
    }
}

fn days(number: i64) -> jiff::Span {
    (number * 24).hours()
}
