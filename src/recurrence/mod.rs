//! Tickets that share one cause: how alike they are, which of them form a group, and what such a group costs.
//!
//! Must not touch the world: tickets in, groups out, the same for the same tickets in whatever order they come.
//!
//! Text becomes [`tokens`] without what varies, those become vectors ([`features`], [`space`]), the neighbours of
//! each ([`neighbours`]) are joined by average linkage ([`linkage`]) down to a threshold that the corpus itself sets
//! ([`calibrate`]). Groups of faults become [`candidate`]s, ranked by what their end would spare. New tickets are held
//! against the problems that people know ([`recognise`]). The methods and what
//! they were measured against are in `CONTRIBUTING.md`.

mod boilerplate;
mod calibrate;
mod candidate;
mod case;
mod changes;
mod constraints;
mod contrast;
mod correction;
mod cost;
mod divide;
mod features;
mod grouping;
mod growth;
mod languages;
mod linkage;
mod naming;
mod neighbours;
mod recognise;
mod space;
mod sparse;
mod ticket;
mod title;
mod tokens;
pub mod vectors;

pub use boilerplate::own_texts;
pub use candidate::{Candidate, Exemplar, Terms, candidate_id, candidates};
pub use case::{Case, Latest, cases, latest_cases};
pub use changes::{LinkedChange, What};
pub use constraints::constrained;
pub use contrast::Contrast;
pub use correction::{Correction, corrections};
pub use cost::{ASSUMED_MINUTES_PER_MESSAGE, Basis, Cost, Effort};
pub use divide::{Division, divided};
pub use grouping::{GROUP_TICKETS_MIN, Grouping, group};
pub use growth::{Estimate, Growth, NEXT_DAYS, Trend, last_months};
pub use recognise::{Evidence, Recognised, Recogniser};
pub use space::{Meaning, Tier};
pub use ticket::Ticket;
