//! What people split stays split: a ticket that came later goes with the half that it is more like.

use std::collections::{BTreeMap, BTreeSet};

use super::features::Features;
use super::grouping::Grouping;
use super::space::Space;
use super::ticket::Ticket;

/// A ticket is as like to a half as to so many of its tickets that are most like it: one alone may be an accident.
const NEAREST: usize = 3;

/// Tickets that people set apart from others which once were in their group.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Division {
    pub kept: BTreeSet<String>,
    pub apart: BTreeSet<String>,
}

/// The grouping of these tickets, row by row, with each group that holds both halves of a division in two.
pub fn divided(grouping: &Grouping, tickets: &[Ticket], divisions: &[Division]) -> Grouping {
    let mut grouping = grouping.clone();
    for division in divisions {
        let mut groups: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
        for (row, group) in grouping.groups.iter().enumerate() {
            group.map(|group| groups.entry(group).or_default().push(row));
        }
        let mut next = groups.keys().max().map_or(0, |last| last + 1);
        for rows in groups.values() {
            let apart = apart(rows, tickets, division);
            apart.iter().for_each(|row| grouping.groups[*row] = Some(next));
            next += usize::from(!apart.is_empty());
        }
    }
    grouping
}

/// The rows of a group that go with what was set apart; none where the group holds one half alone.
fn apart(rows: &[usize], tickets: &[Ticket], division: &Division) -> Vec<usize> {
    let places = |half: &BTreeSet<String>| -> Vec<usize> {
        (0..rows.len()).filter(|place| half.contains(&tickets[rows[*place]].id)).collect()
    };
    let (kept, apart) = (places(&division.kept), places(&division.apart));
    if kept.is_empty() || apart.is_empty() {
        return Vec::new();
    }
    let group: Vec<&Ticket> = rows.iter().map(|row| &tickets[*row]).collect();
    let space = Space::new(Features::of(&group), None, rows);
    let goes_apart = |place: &usize| {
        apart.contains(place)
            || !kept.contains(place) && likeness(&space, *place, &apart) > likeness(&space, *place, &kept)
    };
    (0..rows.len()).filter(goes_apart).map(|place| rows[place]).collect()
}

fn likeness(space: &Space, ticket: usize, half: &[usize]) -> f32 {
    let mut all: Vec<f32> = half.iter().map(|other| space.likeness_of_tickets(ticket, *other)).collect();
    all.sort_by(|a, b| b.total_cmp(a));
    all.truncate(NEAREST);
    all.iter().sum::<f32>() / NEAREST.min(all.len()) as f32
}

#[cfg(test)]
mod tests {
    use super::*;

    const ROWS: [(&str, &str); 8] = [
        ("a1", "export to excel stops halfway"),
        ("a2", "excel export stops at the first sheet"),
        ("a3", "the excel export stops"),
        ("b1", "export to pdf shows blank pages"),
        ("b2", "pdf export: blank pages"),
        ("later-a", "excel export stops again"),
        ("later-b", "blank pages in the pdf export"),
        ("other", "the export is late"),
    ];

    fn after(kept: &[&str], apart: &[&str]) -> Vec<Option<usize>> {
        let ticket = |(id, text): (&str, &str)| Ticket { id: id.into(), text: text.into(), ..Ticket::default() };
        let tickets: Vec<Ticket> = ROWS.map(ticket).into();
        let grouping = Grouping { groups: vec![Some(0); 8], centrality: vec![0.5; 8], threshold: 0.5 };
        let half = |ids: &[&str]| ids.iter().map(|id| id.to_string()).collect();
        divided(&grouping, &tickets, &[Division { kept: half(kept), apart: half(apart) }]).groups
    }

    const A: Option<usize> = Some(0);
    const B: Option<usize> = Some(1);

    #[test]
    fn later_tickets_go_with_the_half_that_they_are_like_and_the_undecided_stay() {
        assert_eq!(after(&["a1", "a2", "a3"], &["b1", "b2"]), [A, A, A, B, B, A, B, A]);
    }

    #[test]
    fn a_group_with_one_half_alone_stays_whole() {
        assert_eq!(after(&["a1", "a2"], &["gone"]), [A; 8]);
        assert_eq!(after(&["gone"], &["b1", "b2"]), [A; 8]);
    }
}
