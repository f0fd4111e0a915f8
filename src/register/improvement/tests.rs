//! An improvement walks through every state; what is fixed stays fixed.

use jiff::civil::date;

use super::*;

fn at(second: i64) -> Timestamp {
    "2026-01-01T00:00:00Z".parse::<Timestamp>().unwrap() + jiff::SignedDuration::from_secs(second)
}

fn draft() -> Draft {
    Draft {
        source: Some("P-0001".into()),
        statement: Some("Reprocess by itself".into()),
        objective: Some("half the time".into()),
        metric: Some("resolve_active_median".into()),
        group: Some(Group { dimension: "service".into(), value: "Data".into() }),
        direction: Some(Direction::Lower),
        baseline_months: Some(24),
        least_worthwhile: Some(60.0),
        go_live: Some(date(2026, 4, 2)),
        washout_days: Some(0),
        review_on: Some(date(2026, 10, 1)),
        owner: Some("ada".into()),
        approver: Some("grace".into()),
        comparator: None,
    }
}

fn review(verdict: Verdict) -> Review {
    let effect = Effect { value: -90.0, low: -120.0, high: -60.0, minimal_detectable: 40.0 };
    let because = "it fell".into();
    Review { as_of: at(0), verdict, because, effect: Some(effect), months_before: 24, months_after: 5 }
}

#[derive(Default)]
struct Book(Vec<Entry<Decision>>);

impl Book {
    fn write(&mut self, decision: Decision) -> Result<State, Refusal> {
        check(&self.0, &decision)?;
        self.0.push(Entry { at: at(self.0.len() as i64), by: "anna".into(), decision });
        Ok(fold(&self.0)[0].state)
    }

    fn propose(plan: Draft) -> Self {
        let mut book = Self::default();
        assert_eq!(book.write(Decision::Propose { improvement: "I-0001".into(), plan }), Ok(State::Proposed));
        book
    }

    fn amend(&mut self, plan: Draft) -> Result<State, Refusal> {
        self.write(Decision::Amend { improvement: "I-0001".into(), plan, without: Vec::new() })
    }

    fn start(&mut self) -> Result<State, Refusal> {
        let plan = fold(&self.0)[0].draft.plan().unwrap();
        self.write(Decision::Start { improvement: "I-0001".into(), plan, in_hindsight: false })
    }

    fn review(&mut self, verdict: Verdict) -> Result<State, Refusal> {
        self.write(Decision::Review { improvement: "I-0001".into(), review: review(verdict) })
    }

    fn abandon(&mut self) -> Result<State, Refusal> {
        self.write(Decision::Abandon { improvement: "I-0001".into(), reason: "no money".into() })
    }
}

#[test]
fn an_improvement_is_proposed_amended_started_and_reviewed_again() {
    let mut book = Book::propose(Draft { owner: None, ..draft() });
    let owner = Draft { owner: Some("lin".into()), washout_days: Some(30), ..Draft::default() };
    assert_eq!(book.amend(owner), Ok(State::Proposed));
    assert_eq!(book.start(), Ok(State::Running));
    assert_eq!(book.review(Verdict::InsufficientData), Ok(State::Reviewed(Verdict::InsufficientData)));
    assert!(fold(&book.0)[0].waits_for_a_verdict());
    assert_eq!(book.review(Verdict::Effective), Ok(State::Reviewed(Verdict::Effective)));
    let improvement = fold(&book.0).remove(0);
    assert!(!improvement.waits_for_a_verdict() && improvement.is_followed());
    let plan = improvement.plan().unwrap();
    assert_eq!((plan.owner.as_str(), plan.washout_days, plan.baseline_months), ("lin", 30, 24));
    let verdicts: Vec<Verdict> = improvement.reviews.iter().map(|entry| entry.decision.verdict).collect();
    assert_eq!(verdicts, [Verdict::InsufficientData, Verdict::Effective], "the former verdict stands");
    assert_eq!(improvement.decisions.len(), 5);
}

#[test]
fn nothing_is_changed_after_the_start_and_no_verdict_is_hidden() {
    let id = || "I-0001".to_string();
    let mut book = Book::propose(draft());
    assert_eq!(book.review(Verdict::Effective), Err(Refusal::NotStarted(id())));
    book.start().unwrap();
    assert_eq!(book.amend(Draft { least_worthwhile: Some(1.0), ..Draft::default() }), Err(Refusal::Fixed(id())));
    assert_eq!(book.start(), Err(Refusal::Fixed(id())));
    book.review(Verdict::Worse).unwrap();
    assert_eq!(book.abandon(), Err(Refusal::Judged(id())));
    assert_eq!(book.amend(Draft::default()), Err(Refusal::Fixed(id())));
}

#[test]
fn what_is_abandoned_stays_so() {
    for is_started in [false, true] {
        let mut book = Book::propose(draft());
        if is_started {
            book.start().unwrap();
        }
        assert_eq!(book.abandon(), Ok(State::Abandoned));
        assert_eq!(fold(&book.0)[0].abandoned.as_deref(), Some("no money"));
        for refused in [book.start(), book.amend(draft()), book.review(Verdict::Effective), book.abandon()] {
            assert_eq!(refused, Err(Refusal::Abandoned("I-0001".into())));
        }
    }
}

#[test]
fn a_plan_without_any_of_its_parts_names_it() {
    assert_eq!(draft().missing(), [""; 0]);
    assert_eq!(Draft { comparator: None, group: None, ..draft() }.plan().map(drop), Ok(()));
    let little = Draft { statement: Some("x".into()), ..Draft::default() };
    let all = [
        "source",
        "objective",
        "metric",
        "direction",
        "baseline",
        "least-effect",
        "go-live",
        "washout",
        "review-on",
        "owner",
        "approver",
    ];
    assert_eq!(little.plan().map(drop), Err(all.to_vec()));
}

#[test]
fn numbers_are_given_once_and_unknown_ones_are_told() {
    let mut book = Book::propose(draft());
    assert_eq!(next_id(&[]), "I-0001");
    assert_eq!(next_id(&book.0), "I-0002");
    let again = Decision::Propose { improvement: "I-0001".into(), plan: draft() };
    assert_eq!(book.write(again), Err(Refusal::Taken("I-0001".into())));
    let other = Decision::Abandon { improvement: "I-0009".into(), reason: "x".into() };
    let said = book.write(other).unwrap_err().to_string();
    assert_eq!(said, "there is no improvement I-0009; `tallypost improvement list` lists them");
}

/// Two branches of a repository may each have started it.
#[test]
fn a_second_start_from_another_branch_changes_nothing() {
    let mut book = Book::propose(draft());
    book.start().unwrap();
    let mut other = book.0[1].clone();
    if let Decision::Start { plan, .. } = &mut other.decision {
        plan.least_worthwhile = 0.1;
    }
    book.0.push(other);
    assert_eq!(fold(&book.0)[0].plan().unwrap().least_worthwhile, 60.0);
}

#[test]
fn every_line_comes_back_as_it_was_written() {
    let mut book = Book::propose(draft());
    book.amend(Draft { owner: Some("lin".into()), ..Draft::default() }).unwrap();
    book.start().unwrap();
    book.review(Verdict::NoDetectableEffect).unwrap();
    for entry in &book.0 {
        let line = serde_json::to_string(entry).unwrap();
        assert_eq!(&serde_json::from_str::<Entry<Decision>>(&line).unwrap(), entry, "{line}");
    }
    let amended = serde_json::to_string(&book.0[1].decision).unwrap();
    assert_eq!(amended, r#"{"amend":{"improvement":"I-0001","plan":{"owner":"lin"}}}"#);
}

#[test]
fn what_narrowed_a_plan_can_be_dropped_again_and_an_old_line_reads_as_it_did() {
    let comparator = Some(Group { dimension: "service".into(), value: "Billing".into() });
    let mut book = Book::propose(Draft { comparator, ..draft() });
    let dropped = |without: Vec<Narrowing>| Decision::Amend {
        improvement: "I-0001".into(),
        plan: Draft { owner: Some("lin".into()), ..Draft::default() },
        without,
    };
    book.write(dropped(vec![Narrowing::Comparator])).unwrap();
    let known = fold(&book.0).remove(0).draft;
    assert_eq!(known, Draft { owner: Some("lin".into()), ..draft() });
    book.write(dropped(vec![Narrowing::Where])).unwrap();
    assert_eq!(fold(&book.0)[0].draft.group, None);
    let line = serde_json::to_string(&dropped(vec![Narrowing::Where])).unwrap();
    assert_eq!(line, r#"{"amend":{"improvement":"I-0001","plan":{"owner":"lin"},"without":["where"]}}"#);
    let old = r#"{"amend":{"improvement":"I-0001","plan":{"owner":"lin"}}}"#;
    assert_eq!(serde_json::from_str::<Decision>(old).unwrap(), dropped(Vec::new()));
    assert_eq!(serde_json::to_string(&dropped(Vec::new())).unwrap(), old);
}

#[test]
fn a_plan_is_the_draft_that_it_was() {
    let plan = draft().plan().unwrap();
    assert_eq!(Draft::from(&plan), draft());
    let mut book = Book::propose(draft());
    book.start().unwrap();
    assert_eq!(fold(&book.0)[0].as_it_stands(), draft());
}
