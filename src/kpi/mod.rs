//! What is measured: each KPI is one SQL file with a header, run by polars on frames that it is given.
//!
//! A KPI's SQL (`definitions/`) selects one row for each thing that counts, with its ticket; the engine wraps
//! the header's aggregate around it, so that the population, the evidence and the figure come from one text,
//! [`sql`], which anybody can run. `views/` holds what several KPIs share.
//!
//! Must not touch the world: no files (the SQL is embedded), no clock. Standard: ISO/IEC 20000-1 9.1
//! (monitoring, measurement, analysis and evaluation).

pub mod agreed;
mod answer;
mod balance;
mod batch;
mod definition;
mod dialect;
mod dictionary;
mod engine;
mod error;
mod evidence;
mod figure;
mod period;
mod query;
mod selection;
mod tables;
mod terms;
mod view;

pub use balance::Balance;
pub use definition::{Aggregate, Better, Definition, Group, Unit};
pub use dialect::{Dialect, Tables};
pub use dictionary::{definitions, is_built_in};
pub use engine::{compute, evidence};
pub use error::KpiError;
pub use evidence::{CountsIn, Evidence};
pub use figure::{Figure, Figures, Period};
pub use query::{DIMENSIONS, check_dimensions, sql};
pub use tables::Frames;
pub use terms::Terms;
