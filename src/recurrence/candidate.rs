//! Problem candidates: groups of faults with what a manager asks of them. People decide which is a problem
//! (ISO/IEC 20000-1:2018, 8.6.3).

use std::collections::{BTreeMap, BTreeSet};

use jiff::Timestamp;
use jiff::tz::TimeZone;
use serde::Serialize;
use sha2::{Digest, Sha256};

use super::case::Case;
use super::changes::{self, LinkedChange};
use super::contrast::{Contrast, Extents, contrasts};
use super::cost::{Cost, Desk, Effort};
use super::grouping::{GROUP_TICKETS_MIN, Grouping};
use super::growth::{Growth, growth};
use super::title::title;

const EXEMPLARS_MAX: usize = 5;
const ID_DIGITS: usize = 8;
/// One person who writes often is no problem of the service.
const REQUESTERS_MIN: usize = 2;

/// What is known beside the tickets.
pub struct Terms {
    pub as_of: Timestamp,
    pub zone: TimeZone,
    /// What an hour of work costs; without it candidates are ranked by hours.
    pub cost_per_hour: Option<f64>,
}

/// Tickets that seem to share one cause.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Candidate {
    /// That of its first ticket ([`candidate_id`]), which stays the first while the group grows.
    pub id: String,
    pub title: String,
    /// Security or a major incident: these come before all cost.
    pub is_urgent: bool,
    pub first_seen: Timestamp,
    pub last_seen: Timestamp,
    /// By their opening.
    pub tickets: Vec<String>,
    /// The most central tickets, of different people where there are some.
    pub exemplars: Vec<Exemplar>,
    /// Tickets a local-time month, months without one left out.
    pub by_month: BTreeMap<String, usize>,
    pub growth: Growth,
    pub requesters: usize,
    pub customers: usize,
    /// Tickets of each service, and of each category.
    pub services: BTreeMap<String, usize>,
    pub categories: BTreeMap<String, usize>,
    pub breaches: usize,
    pub reopenings: usize,
    /// Mean satisfaction of these less that of all others; nothing where too few answered.
    pub satisfaction_gap: Option<f64>,
    /// How alike these tickets are in the mean, 0 to 1.
    pub cohesion: f64,
    pub effort: Effort,
    pub cost: Cost,
    pub contrasts: Vec<Contrast>,
    /// Near in time to its start, not proved to be its cause.
    pub linked_changes: Vec<LinkedChange>,
}

#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Exemplar {
    pub ticket_id: String,
    pub subject: String,
    pub opened_at: Timestamp,
}

/// The candidates, those first from whose end most is expected. `grouping` is of these cases, row by row.
pub fn candidates(cases: &[Case], grouping: &Grouping, terms: &Terms) -> Vec<Candidate> {
    let faults: Vec<&Case> = cases.iter().filter(|case| case.is_fault).collect();
    let whole = Whole { cases, extents: Extents::of(&faults, &terms.zone), desk: Desk::of(&faults), faults };
    let mut groups: BTreeMap<usize, Vec<Member>> = BTreeMap::new();
    for ((case, group), centrality) in cases.iter().zip(&grouping.groups).zip(&grouping.centrality) {
        if let (Some(group), true) = (group, case.is_fault) {
            groups.entry(*group).or_default().push(Member { case, centrality: *centrality });
        }
    }
    let mut found: Vec<Candidate> = groups
        .into_values()
        .filter(|members| is_problem(members))
        .map(|members| candidate(&members, &whole, grouping.threshold, terms))
        .collect();
    found.sort_by(|a, b| {
        let worth = |c: &Candidate| c.cost.avoidable_minutes.value;
        (b.is_urgent.cmp(&a.is_urgent)).then(worth(b).total_cmp(&worth(a))).then(a.id.cmp(&b.id))
    });
    found
}

struct Member<'a> {
    case: &'a Case,
    centrality: f32,
}

/// All tickets, and all faults, against which a group is held.
struct Whole<'a> {
    cases: &'a [Case],
    faults: Vec<&'a Case>,
    extents: Extents,
    desk: Desk,
}

fn is_problem(members: &[Member]) -> bool {
    let is_anonymous = members.iter().any(|member| member.case.requester.is_none());
    let is_accepted = members.iter().any(|member| member.case.is_accepted);
    is_accepted || members.len() >= GROUP_TICKETS_MIN && (is_anonymous || requesters(members) >= REQUESTERS_MIN)
}

fn requesters(members: &[Member]) -> usize {
    members.iter().filter_map(|member| member.case.requester.as_ref()).collect::<BTreeSet<_>>().len()
}

fn candidate(members: &[Member], whole: &Whole, threshold: f32, terms: &Terms) -> Candidate {
    let mut cases: Vec<&Case> = members.iter().map(|member| member.case).collect();
    cases.sort_by(|a, b| (a.opened_at, &a.ticket.id).cmp(&(b.opened_at, &b.ticket.id)));
    let opened: Vec<Timestamp> = cases.iter().map(|case| case.opened_at).collect();
    let first = whole.faults.iter().map(|case| case.opened_at).min().unwrap_or(terms.as_of);
    let growth = growth(&opened, first, terms.as_of);
    let central = by_centrality(members);
    let effort = whole.desk.effort(&cases);
    let belonging = ratio(members.iter().filter(|member| member.centrality >= threshold).count(), members.len());
    Candidate {
        id: cases.first().map_or_else(String::new, |first| candidate_id(&first.ticket.id)),
        title: title(&central.iter().map(|member| &member.case.ticket).collect::<Vec<_>>()),
        is_urgent: cases.iter().any(|case| case.is_major || case.is_security),
        first_seen: opened.first().copied().unwrap_or(terms.as_of),
        last_seen: opened.last().copied().unwrap_or(terms.as_of),
        tickets: cases.iter().map(|case| case.ticket.id.clone()).collect(),
        exemplars: exemplars(&central),
        by_month: counted(cases.iter().map(|case| Some(case.month.clone()))),
        requesters: requesters(members),
        customers: counted(cases.iter().map(|case| case.customer.clone())).len(),
        services: counted(cases.iter().map(|case| case.ticket.service.clone())),
        categories: counted(cases.iter().map(|case| case.ticket.category.clone())),
        breaches: cases.iter().filter(|case| case.is_breached).count(),
        reopenings: cases.iter().filter(|case| case.reopen_count > 0).count(),
        satisfaction_gap: whole.desk.satisfaction_gap(&cases),
        cohesion: members.iter().map(|member| f64::from(member.centrality)).sum::<f64>() / members.len().max(1) as f64,
        cost: Cost::ahead(&growth, &effort, belonging, terms.cost_per_hour),
        contrasts: contrasts(&cases, &whole.extents, &terms.zone),
        linked_changes: changes::linked(whole.cases, &cases),
        growth,
        effort,
    }
}

fn by_centrality<'a, 'b>(members: &'b [Member<'a>]) -> Vec<&'b Member<'a>> {
    let mut central: Vec<&Member> = members.iter().collect();
    central.sort_by(|a, b| b.centrality.total_cmp(&a.centrality).then(a.case.ticket.id.cmp(&b.case.ticket.id)));
    central
}

/// What a candidate is called whose first ticket this is. The id says which ticket it stands on, so that one which was
/// written down still finds the ticket's group when an older ticket has joined it.
pub fn candidate_id(ticket: &str) -> String {
    let digits: String = Sha256::digest(ticket.as_bytes()).iter().map(|byte| format!("{byte:02x}")).collect();
    format!("PC-{}", &digits[..ID_DIGITS])
}

/// Of each person one first, then whoever is next.
fn exemplars(central: &[&Member]) -> Vec<Exemplar> {
    let mut seen = BTreeSet::new();
    let is_new = |member: &&&Member| seen.insert(member.case.requester.clone());
    let (mut chosen, others): (Vec<&&Member>, Vec<&&Member>) = central.iter().partition(is_new);
    chosen.extend(others);
    let exemplar = |member: &&Member| Exemplar {
        ticket_id: member.case.ticket.id.clone(),
        subject: member.case.ticket.subject.clone(),
        opened_at: member.case.opened_at,
    };
    chosen.into_iter().take(EXEMPLARS_MAX).map(exemplar).collect()
}

fn counted(values: impl Iterator<Item = Option<String>>) -> BTreeMap<String, usize> {
    let mut counts = BTreeMap::new();
    values.flatten().for_each(|value| *counts.entry(value).or_default() += 1);
    counts
}

fn ratio(part: usize, whole: usize) -> f64 {
    if whole == 0 { 0.0 } else { part as f64 / whole as f64 }
}
