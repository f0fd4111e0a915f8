//! Tickets that share one cause: how alike they are, which of them form a group, and what such a group costs.
//!
//! Must not touch the world: tickets in, groups out, the same for the same tickets in whatever order they come.

pub mod vectors;
