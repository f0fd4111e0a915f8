//! What we write to people: may we, what do we say, and how it gets to the mail server exactly once.
//!
//! [`may_acknowledge`] decides and touches nothing. What it allows is composed and put into the journal's outbox in
//! the transaction of the ticket ([`Acknowledger`]); [`send_due`] hands over what the outbox owes; [`tell_operator`]
//! reaches the person who is responsible, an [`Informer`] the agents of a ticket that tells of a known error. An acknowledgement
//! never repeats what the customer wrote, but for the subject, and never counts as a response. Standards: RFC 3834
//! (automatic responses), RFC 5321 (SMTP), RFC 6409 (submission), RFC 8314 (TLS), ISO/IEC 20000-1 7.4
//! (communication).

mod acknowledge;
mod allowed;
mod check;
mod compose;
mod inform;
mod notice;
mod send;
mod session;
mod texts;

pub use acknowledge::{Acknowledger, Opened};
pub use allowed::{Asked, Withheld, may_acknowledge, within_caps};
pub use check::{Checked, check};
pub use inform::Informer;
pub use notice::{Notice, tell_operator};
pub use send::{Summary, send_due, send_while};
pub use texts::BUILT_IN;
