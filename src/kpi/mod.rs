//! What is measured: each KPI is one SQL file with a header, run by polars on frames that it is given.
//!
//! Must not touch the world: no files (the SQL is embedded), no clock. Standard: ISO/IEC 20000-1 9.1
//! (monitoring, measurement, analysis and evaluation).

mod definition;
mod figure;

pub use definition::{Better, Definition, Unit};
pub use figure::{Figure, Figures, Period};
