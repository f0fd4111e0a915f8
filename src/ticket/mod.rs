//! Which ticket does a mail belong to, what changes, and what is a ticket as of a day.
//!
//! Pure: what is known, the message and the moment come in as arguments, a value goes out. Nothing here
//! reads a clock, a file or a socket. Standards: ISO/IEC 20000-1 8.6.1 (incidents), 8.6.2 (service
//! requests), ITIL 4 names; RFC 5256 §2.1 (base subject).

mod author;
mod classify;
pub mod clock;
mod decide;
mod event;
mod fold;
mod known_error;
mod life;
mod names;
mod phrases;
mod record;
pub mod thread;
mod token;

pub use decide::{Change, Decision, Received, Target, closes_at, decide};
pub use event::{Event, EventKind, Opening};
pub use fold::{fold, fold_rules};
pub use known_error::{KnownError, Recognise, may_tell_of_error};
pub use life::Life;
pub use names::{Direction, Disposition, Role, Status, ThreadRule, TicketType};
pub use record::{MessageRow, TicketRow};
pub use token::ReplyKey;

#[cfg(test)]
mod tests;
