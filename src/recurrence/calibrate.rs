//! From where on are two tickets alike? It follows from how alike tickets of this corpus are that were picked at
//! random: a threshold that is right for one organisation splits or drowns another's.

use super::space::Space;

const PAIRS: usize = 200_000;
/// Pairs at random are as alike as the mean; what is so many standard deviations above is no accident of style.
const DEVIATIONS: f64 = 1.5;

/// The least mean likeness within a group: what experience says of the blocks, or more where all of this corpus is
/// alike.
pub fn threshold(space: &Space) -> f32 {
    let (mean, deviation) = at_random(space);
    let unlike = (mean + DEVIATIONS * deviation) as f32;
    space.usual_threshold().max(unlike)
}

/// Mean and standard deviation of the likeness of pairs; the same pairs each time.
fn at_random(space: &Space) -> (f64, f64) {
    let tickets = space.tickets();
    if tickets < 2 {
        return (0.0, 0.0);
    }
    let mut state = 0x9E37_79B9_7F4A_7C15_u64;
    let (mut sum, mut squares, mut pairs) = (0.0, 0.0, 0.0);
    for _ in 0..PAIRS {
        let (a, b) = (pick(&mut state, tickets), pick(&mut state, tickets));
        if a != b {
            let likeness = f64::from(space.likeness_of_tickets(a, b));
            sum += likeness;
            squares += likeness * likeness;
            pairs += 1.0;
        }
    }
    let mean = sum / f64::max(pairs, 1.0);
    (mean, (squares / f64::max(pairs, 1.0) - mean * mean).max(0.0).sqrt())
}

/// The next of a fixed row of numbers (Marsaglia's xorshift64), below `end`.
pub fn pick(state: &mut u64, end: usize) -> usize {
    *state ^= *state << 13;
    *state ^= *state >> 7;
    *state ^= *state << 17;
    usize::try_from((*state >> 11) % end.max(1) as u64).unwrap_or(0)
}
