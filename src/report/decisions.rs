//! What waits for a decision, and whose: gathered from all of the review, so that nobody has to look for it (ISO/IEC
//! 20000-1:2018, 9.3: what a management review is for).
//!
//! Nothing is decided here, and nobody is made responsible who is not named in the configuration or the registers.

use std::collections::BTreeMap;

use serde::Serialize;

use crate::recurrence::Candidate;
use crate::register::State;
use crate::register::improvement::{State as Progress, Verdict};

use super::improvements::{Reading, day};
use super::judge::{Attained, Judged, Judgements, Word};
use super::series::is_better;
use super::{Review, findings, problems, words};

/// Of many, those first that cost most.
const CANDIDATES_SHOWN: usize = 3;
const NOBODY: &str = "Nobody yet";

#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Decision {
    pub who: String,
    pub what: String,
}

/// Most pressing first. `goals` are the sentences on those that were missed.
pub fn decisions(review: &Review<'_>, judged: &Judgements<'_>, goals: &[String]) -> Vec<Decision> {
    let mut all = came_back(review);
    all.extend(goals.iter().map(|missed| Decision { who: NOBODY.into(), what: format!("{missed} What is done?") }));
    all.extend(causes(review, judged));
    all.extend(judged.objectives.iter().filter_map(objective));
    all.extend(review.improvements.iter().filter_map(|reading| improvement(review, reading)));
    all.extend(candidates(review));
    all
}

/// Is there anything of which it can be said that nothing of it waits?
pub fn is_asked(review: &Review<'_>) -> bool {
    review.problems.is_some() || !review.config.objectives.is_empty() || !review.improvements.is_empty()
}

fn came_back(review: &Review<'_>) -> Vec<Decision> {
    let problems = review.problems.iter().flat_map(|problems| problems.in_state(State::Recurred));
    let decision = problems.map(|problem| Decision {
        who: problem.owner.clone().unwrap_or_else(|| NOBODY.into()),
        what: format!(
            "{} “{}” came back after it was resolved: what was done did not hold. What else?",
            problem.id, problem.title
        ),
    });
    decision.collect()
}

/// What got worse is asked of the team of the service, else, where no service stands out, of nobody in particular.
fn causes(review: &Review<'_>, judged: &Judgements<'_>) -> Vec<Decision> {
    let got_worse = |one: &&Judged<'_>| {
        findings::news(one).is_some_and(|(above, _)| is_better(above, one.definition.better) == Some(false))
    };
    let mut phrases: BTreeMap<Option<&str>, Vec<String>> = BTreeMap::new();
    for one in judged.series.iter().filter(got_worse) {
        phrases.entry(one.service).or_default().push(findings::phrase(one.definition));
    }
    if phrases.len() > 1 {
        phrases.remove(&None);
    }
    let period = words::period(&review.period.label);
    let decision = phrases.into_iter().map(|(service, phrases)| {
        let of = service.map_or(String::new(), |service| format!(" for {}", words::segment("service", service)));
        Decision {
            who: service.and_then(|service| team(review, service)).unwrap_or(NOBODY).into(),
            what: format!("what was different{of} in {period}? Worse than ordinary: {}.", words::list(&phrases)),
        }
    });
    decision.collect()
}

fn team<'a>(review: &Review<'a>, service: &str) -> Option<&'a str> {
    review.config.services.iter().find(|one| one.name == service)?.team.as_deref()
}

fn objective(one: &Attained<'_>) -> Option<Decision> {
    let (objective, value) = (one.objective, |value| words::value(one.definition, value));
    let of = objective.service.as_ref().map_or(String::new(), |service| format!(", {service}"));
    let name = format!("“{}{of}”", one.definition.name);
    let (target, date) = (value(Some(objective.target)), day(objective.date));
    let what = match one.word {
        _ if one.is_overdue => format!("the objective {name} of {target} was due on {date} and is not met"),
        Word::MovingAway => format!("the objective {name} of {target} by {date} is moving away"),
        Word::Met | Word::OnTheWay | Word::NoChange | Word::TooFew => return None,
    };
    let now = one.now.map_or(String::new(), |now| format!(" (now {})", value(Some(now))));
    Some(Decision { who: objective.owner.clone(), what: format!("{what}{now}. Act, or set another?") })
}

/// One whose review date has come, and one whose verdict of this period was none to be glad of.
fn improvement(review: &Review<'_>, reading: &Reading) -> Option<Decision> {
    let (one, plan) = (&reading.improvement, reading.plan());
    let name = format!("{} “{}”", one.id, plan.statement);
    let is_new = one.reviews.last().is_some_and(|entry| entry.at >= review.period.start);
    match one.state {
        Progress::Reviewed(verdict) if is_new && verdict != Verdict::Effective => Some(Decision {
            who: plan.approver.clone(),
            what: format!("{name}: {}. Go on, change it or take it back?", verdict.in_words()),
        }),
        _ if reading.is_due && !is_new && one.waits_for_a_verdict() => Some(Decision {
            who: plan.owner.clone(),
            what: format!(
                "{name} was due for its verdict on {}; as it stands: {}. Record it.",
                day(plan.review_on),
                reading.verdict.in_words()
            ),
        }),
        _ => None,
    }
}

fn candidates(review: &Review<'_>) -> Option<Decision> {
    let problems = review.problems.as_ref()?;
    let undecided: Vec<&Candidate> =
        problems.ranked().filter(|(_, problem)| problem.is_none()).map(|(candidate, _)| candidate).collect();
    let named = |(i, candidate): (usize, &&Candidate)| {
        let urgent = if candidate.is_urgent { "; security or major incidents" } else { "" };
        let ahead = if i == 0 { " in the next 90 days" } else { "" };
        let cost = problems::amount(review, candidate.cost.avoidable_minutes.value);
        format!("“{}” ({cost}{ahead}{urgent})", candidate.title)
    };
    let shown: Vec<String> = undecided.iter().take(CANDIDATES_SHOWN).enumerate().map(named).collect();
    let first = match undecided.len() {
        0 => return None,
        all if all > shown.len() => ", first of all",
        _ => ":",
    };
    let wait = match undecided.len() {
        1 => "one recurring cause waits".into(),
        all => format!("{} wait", words::counted(all as f64, "recurring cause", "recurring causes")),
    };
    let what = format!("{wait} for an owner or a rejection{first} {}.", words::list(&shown));
    Some(Decision { who: NOBODY.into(), what })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::fixture::Fixture;

    fn told(fixture: &Fixture) -> Vec<(String, String)> {
        let review = fixture.review();
        let all = decisions(&review, &Judgements::of(&review), &[]);
        all.into_iter().map(|one| (one.who, one.what.replace('\u{a0}', " "))).collect()
    }

    fn pair(who: &str, what: &str) -> (String, String) {
        (who.into(), what.into())
    }

    #[test]
    fn an_objective_that_moves_away_or_is_overdue_is_its_owners() {
        let of_objectives = |date: &str| {
            let all = told(&Fixture::with_objectives(date));
            all.into_iter().filter(|(who, _)| who == "Ada").map(|(_, what)| what).collect::<Vec<_>>()
        };
        let moving = "the objective “Backlog” of 20 by 31 December 2026 is moving away (now 95). Act, or set another?";
        assert_eq!(of_objectives("2026-12-31"), [moving]);
        let overdue = of_objectives("2026-10-31");
        assert_eq!(overdue.len(), 3, "all but the one that is met: {overdue:?}");
        assert!(overdue[0].ends_with(
            "of 6 h 40 min was due on 31 October 2026 and is not met (now 5 h 10 min). Act, or set another?"
        ));
    }

    /// Only one service is late, and its team is named in the catalogue.
    #[test]
    fn what_got_worse_is_asked_of_the_team_of_the_service() {
        let mut fixture = Fixture::empty(14);
        let text = "[organisation]\nname = \"A\"\ntime_zone = \"Europe/Berlin\"\n[[team]]\nname = \"Second line\"\n\
                    [[service]]\nname = \"Mail\"\nteam = \"Second line\"\n[[service]]\nname = \"Portal\"\n";
        fixture.config = crate::config::from_str(text, std::path::Path::new("tallypost.toml")).unwrap();
        for i in 0..14 {
            let wobble = if i % 2 == 0 { 2.0 } else { -2.0 };
            for (service, late) in [("Mail", 300.0), ("Portal", 80.0)] {
                let segment = || vec![("service".to_string(), service.to_string())];
                fixture.counted(i, "opened", segment(), 50.0);
                let minutes = if i == 13 { late } else { 80.0 + wobble };
                fixture.segment_duration(i, "resolve_active_median", segment(), minutes, 50.0);
            }
        }
        let asked = "what was different for Mail in October 2026? Worse than ordinary: the median time to resolve.";
        assert_eq!(told(&fixture), [pair("Second line", asked)]);
        for service in &mut fixture.config.services {
            service.team = None;
        }
        assert_eq!(told(&fixture), [pair(NOBODY, asked)]);
    }

    #[test]
    fn a_desk_without_news_has_nothing_to_decide() {
        assert_eq!(told(&Fixture::empty(14)), []);
        assert!(!is_asked(&Fixture::empty(14).review()));
        assert!(is_asked(&Fixture::with_objectives("2026-12-31").review()));
    }
}
