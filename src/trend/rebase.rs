//! When limits may be computed anew: only from a value on, and only with a reason.

/// From here on the process is known to be another one, and limits are computed anew from its first twelve values.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Rebase {
    from_index: usize,
    reason: String,
}

impl Rebase {
    /// Nothing without a reason: limits that follow the values hide what they should show.
    pub fn new(from_index: usize, reason: &str) -> Option<Self> {
        let reason = reason.trim();
        (!reason.is_empty()).then(|| Self { from_index, reason: reason.to_owned() })
    }
}

/// Where phases begin, and why.
pub(super) fn starts(count: usize, rebases: &[Rebase]) -> Vec<(usize, Option<String>)> {
    let mut rebases: Vec<&Rebase> = rebases.iter().filter(|rebase| (1..count).contains(&rebase.from_index)).collect();
    rebases.sort();
    rebases.dedup_by_key(|rebase| rebase.from_index);
    let rebased = rebases.into_iter().map(|rebase| (rebase.from_index, Some(rebase.reason.clone())));
    [(0, None)].into_iter().chain(rebased).collect()
}
