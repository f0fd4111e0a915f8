//! Groups as people want them: what they keep together or apart goes before what the texts tell.

use std::collections::BTreeMap;

use super::grouping::{GROUP_TICKETS_MIN, Grouping};
use super::ticket::Ticket;

/// The grouping of these tickets, row by row, in which those with one number in `links` are one group, however few they
/// are, and with no others. What is left of a group that lost tickets is a group where it is still large enough.
pub fn constrained(grouping: &Grouping, tickets: &[Ticket], links: &BTreeMap<String, usize>) -> Grouping {
    let linked: Vec<Option<usize>> = tickets.iter().map(|ticket| links.get(&ticket.id).copied()).collect();
    let after = grouping.groups.iter().flatten().max().map_or(0, |last| last + 1);
    let wanted =
        grouping.groups.iter().zip(&linked).map(|(group, link)| link.map_or(*group, |link| Some(after + link)));
    let wanted: Vec<Option<usize>> = wanted.collect();
    let numbers = by_size(&wanted, after);
    // What people say of a ticket is as good as a text that is alike enough.
    let sure = |(centrality, link): (&f32, &Option<usize>)| match link {
        Some(_) => centrality.max(grouping.threshold),
        None => *centrality,
    };
    Grouping {
        groups: wanted.iter().map(|group| numbers.get(group.as_ref()?).copied()).collect(),
        centrality: grouping.centrality.iter().zip(&linked).map(sure).collect(),
        threshold: grouping.threshold,
    }
}

/// New numbers, the largest group first; groups from `after` on are people's, and never too small.
fn by_size(groups: &[Option<usize>], after: usize) -> BTreeMap<usize, usize> {
    let mut sizes: BTreeMap<usize, usize> = BTreeMap::new();
    groups.iter().flatten().for_each(|group| *sizes.entry(*group).or_default() += 1);
    sizes.retain(|group, size| *group >= after || *size >= GROUP_TICKETS_MIN);
    let mut largest: Vec<(usize, usize)> = sizes.into_iter().collect();
    largest.sort_by_key(|(group, size)| (usize::MAX - size, *group));
    largest.into_iter().map(|(group, _)| group).zip(0..).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Groups of the tickets 0, 1, 2 … after people linked some of them.
    fn linked(groups: &[Option<usize>], links: &[(usize, usize)]) -> Vec<Option<usize>> {
        let ticket = |id: usize| Ticket { id: id.to_string(), ..Ticket::default() };
        let tickets: Vec<Ticket> = (0..groups.len()).map(ticket).collect();
        let links = links.iter().map(|(id, link)| (id.to_string(), *link)).collect();
        let grouping = Grouping { groups: groups.to_vec(), centrality: vec![0.1; groups.len()], threshold: 0.5 };
        let constrained = constrained(&grouping, &tickets, &links);
        for (id, centrality) in constrained.centrality.iter().enumerate() {
            assert_eq!(*centrality, if links.contains_key(&id.to_string()) { 0.5 } else { 0.1 });
        }
        constrained.groups
    }

    const A: Option<usize> = Some(0);
    const B: Option<usize> = Some(1);

    #[test]
    fn without_a_word_of_people_nothing_changes() {
        let groups = [A, A, A, B, B, B, None];
        assert_eq!(linked(&groups, &[]), groups);
    }

    #[test]
    fn what_is_linked_is_one_group_and_what_is_not_stays_out_of_it() {
        let all_of_both = [(0, 7), (1, 7), (2, 7), (3, 7), (4, 7), (5, 7), (6, 7)];
        assert_eq!(linked(&[A, A, A, B, B, B, None, None], &all_of_both), [A, A, A, A, A, A, A, None]);
        // The fourth of the first group is set apart, and alone it is no group.
        assert_eq!(linked(&[A, A, A, A, B, B, B], &[(0, 0), (1, 0), (2, 0)]), [B, B, B, None, A, A, A]);
    }

    #[test]
    fn two_linked_tickets_are_a_group_and_what_remains_of_a_large_one_too() {
        assert_eq!(linked(&[A, A, A, A, A], &[(1, 0), (3, 0)]), [A, B, A, B, A]);
    }
}
