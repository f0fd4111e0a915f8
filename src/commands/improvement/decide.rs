//! What people decide about improvements: words → a line of the register → one line that says so.

use clap::Subcommand;
use jiff::civil::Date;
use jiff::{Span, Timestamp};

use super::plan::{Checks, Said, date, lake_if_any};
use super::print::{missing, needed, sentence};
use super::{append, ledger};
use crate::commands::who::Who;
use crate::commands::{Context, Format, WrongWords};
use crate::register::improvement::{Decision, Draft, Improvement, Narrowing, Plan, Refusal, State, fold, next_id};
use crate::register::{self, Entry, Ledger};
use crate::trend::AFTER_MIN;

#[derive(Subcommand)]
pub enum Decide {
    /// Propose an improvement: write down what is known of it
    #[command(
        after_help = "Example: tallypost improvement add --statement \"Reprocess data by itself\" --source P-0001 \
                            --metric resolve_active_median --where \"service=Data Exchange\""
    )]
    Add {
        #[command(flatten)]
        said: Said,
        #[command(flatten)]
        who: Who,
    },
    /// Say more of an improvement that has not started, or something else
    #[command(after_help = "Example: tallypost improvement amend I-0001 --approver grace --review-on 2027-06-01")]
    Amend {
        /// As `improvement list` prints it
        id: String,
        #[command(flatten)]
        said: Said,
        /// Of all tickets again
        #[arg(long, conflicts_with = "group")]
        no_where: bool,
        /// Without a comparator again
        #[arg(long, conflicts_with = "comparator")]
        no_comparator: bool,
        #[command(flatten)]
        who: Who,
    },
    /// Fix the plan for good: from now on nothing of it can be changed
    #[command(after_help = "Example: tallypost improvement start I-0001 --go-live 2026-12-01")]
    Start {
        /// As `improvement list` prints it
        id: String,
        /// The day on which it takes effect [default: as planned, else today]
        #[arg(long, value_name = "DATE")]
        go_live: Option<String>,
        /// Go-live is past, so that the plan may have been chosen by what it shows; every reading says so
        #[arg(long)]
        in_hindsight: bool,
        #[command(flatten)]
        who: Who,
    },
    /// It does not go on; once it has a verdict, that stands
    #[command(after_help = "Example: tallypost improvement abandon I-0001 --reason \"the supplier withdrew\"")]
    Abandon {
        /// As `improvement list` prints it
        id: String,
        /// Why
        #[arg(long, value_name = "TEXT")]
        reason: String,
        #[command(flatten)]
        who: Who,
    },
}

pub fn run(decide: &Decide, context: &Context) -> anyhow::Result<()> {
    let (config, ledger) = (context.config_if_any()?, ledger(context));
    let by = decide.who().name()?;
    let checks = Checks { config: &config, lake: lake_if_any(&context.lake())?, problems: problems(context)? };
    let today = Timestamp::now().to_zoned(config.time_zone()).date();
    let entry = append(&ledger, by, |known| decide.decision(known, &checks, today))?;
    match context.format {
        Format::Json => println!("{}", serde_json::to_string(&entry)?),
        Format::Table => {
            println!("{}. Recorded in {}", sentence(&entry.decision), ledger.path().display());
            print_notes(&entry.decision, &ledger)?;
        }
    }
    Ok(())
}

impl Decide {
    fn who(&self) -> &Who {
        match self {
            Self::Add { who, .. } | Self::Amend { who, .. } | Self::Start { who, .. } | Self::Abandon { who, .. } => {
                who
            }
        }
    }

    fn decision(&self, known: &[Entry<Decision>], checks: &Checks<'_>, today: Date) -> anyhow::Result<Decision> {
        Ok(match self {
            Self::Add { said, .. } => {
                let plan = checks.completed(said.draft()?)?;
                if plan.statement.is_none() {
                    return Err(WrongWords("--statement is missing: say what is to be done".into()).into());
                }
                checks.check(&plan)?;
                Decision::Propose { improvement: next_id(known), plan }
            }
            Self::Amend { id, said, no_where, no_comparator, .. } => {
                let plan = checks.completed(said.draft()?)?;
                let without = [(*no_where, Narrowing::Where), (*no_comparator, Narrowing::Comparator)];
                let without: Vec<_> =
                    without.into_iter().filter_map(|(is_said, part)| is_said.then_some(part)).collect();
                if plan == Draft::default() && without.is_empty() {
                    return Err(WrongWords("nothing is said anew; `--help` lists what can be said".into()).into());
                }
                needs_direction(&plan)?;
                if let Some(improvement) = open(known, id) {
                    checks.check(&improvement.draft.amended(&plan).without(&without))?;
                }
                Decision::Amend { improvement: id.clone(), plan, without }
            }
            Self::Start { id, go_live, in_hindsight, .. } => {
                let improvement = open(known, id).ok_or_else(|| not_open(known, id))?;
                let said = go_live.as_deref().map(|text| date("--go-live", text)).transpose()?;
                let go_live = said.or(improvement.draft.go_live).unwrap_or(today);
                let plan = whole(id, Draft { go_live: Some(go_live), ..improvement.draft }, checks)?;
                let in_hindsight = hindsight(&plan, today, *in_hindsight)?;
                Decision::Start { improvement: id.clone(), plan, in_hindsight }
            }
            Self::Abandon { id, reason, .. } => Decision::Abandon { improvement: id.clone(), reason: reason.clone() },
        })
    }
}

/// The improvement, as long as its plan is open.
fn open(known: &[Entry<Decision>], id: &str) -> Option<Improvement> {
    fold(known).into_iter().find(|one| one.id == id && one.state == State::Proposed)
}

fn not_open(known: &[Entry<Decision>], id: &str) -> WrongWords {
    let state = fold(known).into_iter().find(|one| one.id == id).map(|one| one.state);
    let refusal = match state {
        None => Refusal::Unknown(id.into()),
        Some(State::Abandoned) => Refusal::Abandoned(id.into()),
        Some(_) => Refusal::Fixed(id.into()),
    };
    WrongWords(refusal.to_string())
}

/// Another metric may be better the other way.
fn needs_direction(plan: &Draft) -> Result<(), WrongWords> {
    match (&plan.metric, plan.direction) {
        (Some(metric), None) => Err(WrongWords(format!(
            "of `{metric}` neither direction is better in itself; say --direction lower or --direction higher"
        ))),
        _ => Ok(()),
    }
}

fn whole(id: &str, draft: Draft, checks: &Checks<'_>) -> anyhow::Result<Plan> {
    let plan = draft.plan().map_err(|parts| {
        WrongWords(format!(
            "{id} cannot start; missing: {}. `tallypost improvement amend {id} …` says it",
            missing(&parts)
        ))
    })?;
    checks.check(&draft)?;
    Ok(plan)
}

/// Who knows the figures can choose the metric, the moment and the effect that look good.
fn hindsight(plan: &Plan, today: Date, is_allowed: bool) -> Result<bool, WrongWords> {
    let is_past = plan.go_live < today;
    if is_past && !is_allowed {
        return Err(WrongWords(format!(
            "go-live on {} is past, and what an improvement is judged by is fixed before; to look back all the same say \
             --in-hindsight, and every reading will say that it is one",
            plan.go_live
        )));
    }
    Ok(is_past)
}

/// Numbers of the problems that people accepted.
fn problems(context: &Context) -> anyhow::Result<Vec<String>> {
    let entries = Ledger::<register::Decision>::of(context.data(), "problems").entries()?;
    let register = register::fold(&entries, Timestamp::MAX, &register::Observations::default());
    Ok(register.problems.into_iter().map(|problem| problem.id).collect())
}

/// What is still to be done, or will be too little.
fn print_notes(decision: &Decision, ledger: &Ledger<Decision>) -> anyhow::Result<()> {
    match decision {
        Decision::Propose { improvement, .. } | Decision::Amend { improvement, .. } => {
            let draft = fold(&ledger.entries()?).into_iter().find(|one| one.id == *improvement).map(|one| one.draft);
            let open = needed(&draft.unwrap_or_default());
            match open.is_empty() {
                true => println!("Nothing is missing: `tallypost improvement start {improvement}` fixes its plan"),
                false => println!("Still missing before it can start: {}", missing(&open)),
            }
        }
        Decision::Start { plan, .. } => {
            let months = whole_months_after(plan);
            if months < AFTER_MIN {
                println!(
                    "By the review on {} only {months} whole months will have passed; {AFTER_MIN} are needed for a \
                     verdict",
                    plan.review_on
                );
            }
        }
        Decision::Review { .. } | Decision::Abandon { .. } => {}
    }
    Ok(())
}

/// Between the end of the washout and the review.
fn whole_months_after(plan: &Plan) -> usize {
    let settled = plan.go_live.saturating_add(Span::new().days(plan.washout_days));
    let first = if settled.day() == 1 { settled } else { settled.last_of_month().saturating_add(Span::new().days(1)) };
    let months = first.until((jiff::Unit::Month, plan.review_on.first_of_month())).map_or(0, |span| span.get_months());
    usize::try_from(months).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    fn plan(go_live: Date, washout_days: u16, review_on: Date) -> Plan {
        let text = || Some("x".to_string());
        let draft = Draft {
            source: text(),
            statement: text(),
            objective: text(),
            metric: text(),
            direction: Some(crate::register::improvement::Direction::Lower),
            baseline_months: Some(12),
            least_worthwhile: Some(1.0),
            go_live: Some(go_live),
            washout_days: Some(washout_days),
            review_on: Some(review_on),
            owner: text(),
            approver: text(),
            ..Draft::default()
        };
        draft.plan().unwrap()
    }

    #[test]
    fn months_count_that_are_whole_and_after_the_washout() {
        let months = |go_live, washout, review_on| whole_months_after(&plan(go_live, washout, review_on));
        assert_eq!(months(date(2026, 4, 1), 0, date(2026, 8, 1)), 4);
        assert_eq!(months(date(2026, 4, 2), 0, date(2026, 8, 1)), 3);
        assert_eq!(months(date(2026, 4, 1), 30, date(2026, 8, 1)), 3, "1 April and 30 days is 1 May");
        assert_eq!(months(date(2026, 4, 1), 31, date(2026, 8, 31)), 2);
        assert_eq!(months(date(2026, 4, 1), 300, date(2026, 8, 1)), 0);
    }

    #[test]
    fn a_go_live_that_is_past_takes_a_word_and_is_remembered() {
        let (plan, go_live) = (plan(date(2026, 4, 1), 0, date(2026, 8, 1)), date(2026, 4, 1));
        assert!(!hindsight(&plan, go_live, false).unwrap(), "on the day itself");
        assert!(!hindsight(&plan, go_live, true).unwrap(), "needless words are not remembered");
        let said = hindsight(&plan, date(2026, 4, 2), false).unwrap_err().to_string();
        assert!(said.starts_with("go-live on 2026-04-01 is past") && said.contains("--in-hindsight"), "{said}");
        assert!(hindsight(&plan, date(2026, 4, 2), true).unwrap());
    }
}
