//! What several tests need.

// Every test binary compiles all of this and uses its part.
#![allow(dead_code)]

pub mod dovecot;
pub mod imap;
pub mod provider;
pub mod proxy;
pub mod smtp;
