//! From where on are two tickets alike? It follows from how alike tickets of this corpus are that were picked at
//! random: a threshold that is right for one organisation splits or drowns another's.

use super::space::Space;

const PAIRS: usize = 200_000;
/// Most pairs have nothing in common; those that are most alike may be of one problem, and tell nothing of the others.
/// Four fifths of the pairs.
const UNRELATED: (usize, usize) = (4, 5);
/// So many standard deviations above the mean of these is no accident of style.
const DEVIATIONS: f32 = 3.0;

/// The least mean likeness within a group: what experience says of the blocks, or more where all of this corpus is
/// alike.
pub fn threshold(space: &Space) -> f32 {
    let (mean, deviation) = at_random(space);
    let unlike = mean + DEVIATIONS * deviation;
    space.usual_threshold().max(unlike)
}

/// Mean and standard deviation of the likeness of pairs without much in common; the same pairs each time.
fn at_random(space: &Space) -> (f32, f32) {
    let tickets = space.tickets();
    let mut state = 0x9E37_79B9_7F4A_7C15_u64;
    let mut drawn = Vec::with_capacity(PAIRS);
    for _ in 0..PAIRS {
        let (a, b) = (pick(&mut state, tickets), pick(&mut state, tickets));
        if a != b {
            drawn.push(space.likeness_of_tickets(a, b));
        }
    }
    drawn.sort_by(f32::total_cmp);
    let unrelated = &drawn[..drawn.len() * UNRELATED.0 / UNRELATED.1];
    let pairs = unrelated.len().max(1) as f32;
    let mean = unrelated.iter().sum::<f32>() / pairs;
    (mean, (unrelated.iter().map(|likeness| (likeness - mean).powi(2)).sum::<f32>() / pairs).sqrt())
}

/// The next of a fixed row of numbers (Marsaglia's xorshift64), below `end`.
pub fn pick(state: &mut u64, end: usize) -> usize {
    *state ^= *state << 13;
    *state ^= *state >> 7;
    *state ^= *state << 17;
    usize::try_from((*state >> 11) % end.max(1) as u64).unwrap_or(0)
}
